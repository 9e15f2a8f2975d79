"""Bring back what this very program wrote of its own: all that others have no place for.

A row counts only where what stands beside it for everybody is what was written: what another
program has changed since is taken from there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coding.files.archive import plain
from coding.model import Code, Origin, Role, Speaker, Transcript, Turn
from coding.model.exchange import ForeignProject
from coding.project.exchange.keeping import ForeignPlaces

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer

Row = Mapping[str, Any]


def told_of_code(code: Code, said: str) -> dict[str, Any]:
    """Return what this program writes down of a code; `said` is what stands beside it for all."""
    told = {
        "id": code.id,
        "said": said,
        "definition": code.definition,
        "names": dict(code.names),
        "definitions": dict(code.definitions),
        "include": list(code.include),
        "exclude": list(code.exclude),
        "keywords": {language: list(words) for language, words in code.keywords.items()},
        "examples": list(code.examples),
        "indicators": list(code.indicators),
        "color": code.color,
    }
    return {name: value for name, value in told.items() if value}


def restored_code(code: Code, told: Row) -> Code:
    """Return a code with what this program knew of it; its name and tree are those of the file."""
    same = str(told.get("said", "")) == code.definition
    names = _texts(told.get("names"))
    keywords = told.get("keywords")
    return replace(
        code,
        names=names if code.name in names.values() else {},
        definition=str(told.get("definition", "")) if same else code.definition,
        definitions=_texts(told.get("definitions")) if same else {},
        include=_list(told.get("include")) if same else (),
        exclude=_list(told.get("exclude")) if same else (),
        examples=_list(told.get("examples")) if same else (),
        keywords={str(k): _list(v) for k, v in keywords.items()}
        if isinstance(keywords, dict)
        else {},
        indicators=_list(told.get("indicators")),
        color=str(told.get("color", "")),
    )


def restored_transcript(
    transcript: Transcript, told: Row, people: Mapping[str, str]
) -> Transcript | None:
    """Return an interview with its turns and speakers as they were, `people` being who is who.

    Return None where what was written down of them is damaged.
    """
    with suppress(ValueError, TypeError, LookupError):
        cast = tuple(
            Speaker(
                label=str(label),
                name=str(name),
                role=Role(role),
                participant=people.get(str(person), ""),
            )
            for label, name, role, person in told["cast"]
        )
        turns = tuple(
            Turn(
                number=number,
                start=int(start),
                end=int(end),
                speaker=str(speaker),
                role=Role(role),
                time=_seconds(time),
                time_end=_seconds(time_end),
            )
            for number, (start, end, speaker, role, time, time_end) in enumerate(told["turns"], 1)
        )
        borders = [0, *(at for turn in turns for at in (turn.start, turn.end))]
        ordered = borders == sorted(borders) and borders[-1] <= len(transcript.text)
        if ordered and all(turn.start < turn.end for turn in turns):
            return replace(
                transcript,
                cast=_counted(transcript.text, cast, turns),
                turns=turns,
                language=str(told.get("language", "")),
                participant=people.get(str(told.get("participant", "")), ""),
                translation_of=str(told.get("translation_of", "")),
                notes=_list(told.get("notes")),
                doubts=(),
            )
    return None


def _counted(text: str, cast: tuple[Speaker, ...], turns: tuple[Turn, ...]) -> tuple[Speaker, ...]:
    """Return the speakers with the turns and words that they say."""
    said: dict[str, tuple[int, int]] = {}
    for turn in turns:
        count, words = said.get(turn.speaker, (0, 0))
        said[turn.speaker] = (count + 1, words + len(text[turn.start : turn.end].split()))
    return tuple(
        replace(s, turns=said.get(s.name, (0, 0))[0], words=said.get(s.name, (0, 0))[1])
        for s in cast
    )


def own_people(foreign: ForeignProject, of_case: Mapping[str, str]) -> dict[str, str]:
    """Return id that a person had there → id here."""
    rows = foreign.own.get("participants", {})
    return {str(told.get("id")): of_case[key] for key, told in rows.items() if key in of_case}


def origin_of(foreign: ForeignProject, coding: str) -> Origin:
    """Return whether a coding was a suggestion that somebody accepted."""
    told = foreign.own.get("codings", {}).get(coding, {})
    return Origin.SUGGESTION if told.get("origin") == Origin.SUGGESTION else Origin.PERSON


def restore(w: Writer, project: Project, foreign: ForeignProject, places: ForeignPlaces) -> None:
    """Write decisions, sections, links, labels, stars and the like, and tables of figures.

    What rests on something that has another id here is laid on that; what is here stays.
    """
    if not foreign.own:
        return
    here = {**places.sources, **places.codings}
    for key, told in foreign.own.get("codes", {}).items():
        own, there = places.codes.get(key), str(told.get("id") or "")
        if own and there:
            here[there] = own
    for kind, rows in foreign.own.items():
        for told in rows.values():
            if isinstance(told.get("row"), dict):
                w.carry(kind, {name: _mapped(v, here) for name, v in told["row"].items()})
    for source, key in places.sources.items():
        told = foreign.own.get("transcripts", {}).get(source, {})
        original = places.sources.get(str(told.get("translation_of", "")))
        if original and not w.transcript(key).translation_of:
            w.change_transcript(key, translation_of=original)
    for name, told in foreign.own.get("files", {}).items():
        path = project.survey.folder / name
        if plain(name) and name.endswith(".csv") and not path.exists():
            w.replace_file(str(path.relative_to(project.folder)), str(told.get("text", "")))


def _mapped(value: Any, here: Mapping[str, str]) -> Any:
    return here.get(value, value) if isinstance(value, str) else value


def _seconds(value: object) -> float | None:
    """Return a moment of a recording as it was written down; raises ValueError for what is none."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError
    return value


def _texts(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def _list(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
