"""Put codings, memos, the codebook and the like into the shape in which they go to the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from coding.analysis.interviews import interview_name, interviews
from coding.codebook.colours import color_of
from coding.codebook.versions import version_of
from coding.language.guess import reads_as
from coding.language.sentences import flat
from coding.model import (
    PARAPHRASE,
    SUMMARY,
    Codebook,
    Coding,
    Memo,
    Participant,
    Seen,
    Speaker,
    Transcript,
    TranscriptInfo,
)


def coding_rows(codings: Iterable[Coding], stars: Mapping[str, int]) -> list[list[Any]]:
    """Return codings as the page takes them."""
    return [
        [
            *(c.id, c.start, c.end, c.code, c.coder, str(c.origin), c.version, c.created),
            stars.get(c.id, 0),
        ]
        for c in codings
    ]


def memo_row(m: Memo) -> list[Any]:
    """Return a memo as the page takes it."""
    return [m.id, m.kind, m.about, m.coder, m.text, m.version, m.updated]


def codebook_rows(book: Codebook) -> list[dict[str, Any]]:
    """Return the codebook as the page takes it; keywords in one list, by language as `words`."""
    return [
        {
            "id": c.id,
            "name": c.name,
            "parent": c.parent,
            "color": c.color,
            "hue": color_of(c, book),
            "definition": c.definition,
            "include": list(c.include),
            "exclude": list(c.exclude),
            "examples": list(c.examples),
            "keywords": [word for words in c.keywords.values() for word in words],
            "names": dict(c.names),
            "definitions": dict(c.definitions),
            "words": {language: list(words) for language, words in c.keywords.items()},
            "indicators": list(c.indicators),
            "version": version_of(c),
        }
        for c in book
    ]


def memos_of_page(memos: Sequence[Memo], transcript: str, codings: Collection[str]) -> list[Memo]:
    """Keep the memos a transcript's page can show: not those on other transcripts or turns.

    Of paraphrases those of its `codings`; summaries stand in a table of their own.
    """
    return [
        m
        for m in memos
        if m.kind != SUMMARY
        and (m.kind != PARAPHRASE or m.about in codings)
        and (m.kind not in ("transcript", "turn") or m.about.partition("#")[0] == transcript)
    ]


def sentence_offsets(transcript: Transcript) -> Sequence[int]:
    """Return the sentences of each turn in one list: start, end, start, end, ..."""
    spans = tuple((turn.start, turn.end) for turn in transcript.turns)
    return _cut(transcript.text, spans, reads_as(transcript.text, transcript.language))


@lru_cache(maxsize=8)
def _cut(text: str, spans: Sequence[tuple[int, int]], language: str) -> Sequence[int]:
    return flat(text, spans, language=language)


def cast_rows(cast: Iterable[Speaker]) -> list[list[str]]:
    """Return who speaks as the page takes it, each name once: name, role, participant."""
    rows = {s.name: [s.name, str(s.role), s.participant] for s in cast if s.name and s.turns}
    return list(rows.values())


def seen_of(rows: Iterable[Sequence[Any]], coder: str) -> list[Seen]:
    """Return what a page says was shown and passed on; what makes no sense is left out."""
    seen = []
    for row in rows:
        with suppress(TypeError, ValueError):
            transcript, start, end, codes = row
            seen.append(
                Seen(
                    transcript=str(transcript),
                    start=int(start),
                    end=int(end),
                    coder=coder,
                    codes=tuple(map(str, codes)),
                )
            )
    return seen


def participant_row(person: Participant | None, key: str) -> dict[str, str]:
    """Return who was interviewed as the page takes it: the id, and a label with some facts."""
    if person is None:
        return {"id": key, "label": key}
    facts = [v for v in person.attributes.values() if v][:3]
    return {"id": key, "label": " · ".join([person.pseudonym or key, *facts])}


def attribute_rows(people: Iterable[Participant]) -> list[list[Any]]:
    """Return what participants can be told apart by: [attribute, [its values]].

    An attribute of which everybody has another value, such as a date, tells nobody apart.
    """
    values: dict[str, dict[str, int]] = {}
    for person in people:
        for name, value in person.attributes.items():
            if value:
                counted = values.setdefault(name, {})
                counted[value] = counted.get(value, 0) + 1
    return [
        [name, sorted(counted)]
        for name, counted in values.items()
        if len(counted) < sum(counted.values())
    ]


def transcript_rows(
    listed: Sequence[TranscriptInfo], people: Iterable[Participant]
) -> list[list[Any]]:
    """Return transcripts to choose from: id, name, what the participant is called, attributes.

    Then come the attributes of the others who speak there, one set for each, and the id and the
    name of the interview: a translation has those of its original.
    """
    whole = {
        t.id: (group[0].id, interview_name(group)) for group in interviews(listed) for t in group
    }
    by_id = {person.id: person for person in people}
    rows: list[list[Any]] = []
    for info in listed:
        person = by_id.get(info.participant)
        called = (person.pseudonym or person.id) if person else info.participant
        facts = dict(person.attributes) if person else {}
        others = [
            dict(by_id[s.participant].attributes)
            for s in info.cast
            if s.participant in by_id and s.participant != info.participant
        ]
        rows.append([info.id, info.name, called, facts, others, *whole[info.id]])
    return rows
