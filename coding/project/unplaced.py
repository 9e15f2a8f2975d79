"""Keep what could not follow a corrected text by itself: a person places it, drops it or leaves it.

Each coding on an older version is listed with its words there and the likeliest place now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from coding.errors import CodingError, NotFound
from coding.model import Coding, TranscriptInfo, canonical
from coding.project.codings import drop
from coding.project.part import ProjectPart
from coding.project.rewriting import CHANGED, ON_OLD, place_coding
from coding.quotes.quoting import context
from coding.revision import Fate, Placement, edit_map
from coding.transcripts.segments import check_segment

if TYPE_CHECKING:
    from coding.project import Project

BESIDE = 140
"""Characters that are shown on both sides of a passage."""

NAMED = 60
"""Characters of a passage by which it is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adrift:
    """A coding on an older version; `place` is the likeliest in the newest, `kept` what was said.

    `transcript` is its name; `around` is what stands before and behind its words in the older
    version, `likely` the same of the likeliest place.
    """

    coding: Coding
    transcript: str
    wording: str
    place: Placement
    kept: bool
    around: tuple[str, str] = field(repr=False)
    likely: tuple[str, str] = field(repr=False)


class Unplaced(ProjectPart):
    """The acts on what stands on words that a transcript has no longer, or has otherwise."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._maps = lru_cache(maxsize=8)(edit_map)

    def adrift(self, *, kept: bool = True) -> list[Adrift]:
        """List the codings on words that their transcript has no longer.

        Unless what was decided to stay on an older version is wanted (`kept`), it is left out.
        """
        marks = self.store.transcripts.reworded()
        infos = {info.id: info for info in self.project.transcripts.all()}
        listed = []
        for coding, wording in self.store.codings.adrift():
            on_old = marks.get(coding.id, ("", ""))[0] == ON_OLD
            if on_old and not kept:
                continue
            info = infos[coding.transcript]
            old = self.store.transcripts.text_in(info.id, wording)
            edits = self._maps(old, self.project.transcripts.get(info.id).text)
            place = edits.place(coding.start, coding.end)
            listed.append(
                Adrift(
                    coding=coding,
                    transcript=info.name,
                    wording=wording,
                    place=place,
                    kept=on_old,
                    around=context(old, coding.start, coding.end, width=BESIDE),
                    likely=context(edits.new.text, place.start, place.end, width=BESIDE),
                )
            )
        return listed

    def waiting(self) -> dict[str, int]:
        """Return transcript → how many of its codings wait for a person."""
        marks = self.store.transcripts.reworded()
        here = [c for c, _ in self.store.codings.adrift() if marks.get(c.id, ("",))[0] != ON_OLD]
        return dict(Counter(coding.transcript for coding in here))

    def altered(self) -> dict[str, str]:
        """Return coding → the words it had, of those whose words were corrected and not seen."""
        marks = self.store.transcripts.reworded()
        return {key: words for key, (state, words) in marks.items() if state == CHANGED}

    def warnings(self, codings: Sequence[str]) -> list[str]:
        """Say of quotes that are handed out what a person has not looked at, a line each."""
        altered = self.altered()
        keys = [key for key in dict.fromkeys(codings) if key in altered]
        lines = [
            f"“{_short(coding.text)}” was corrected in the interview; before:"
            f" “{_short(altered[coding.id])}”."
            for coding in (self.store.codings.all(ids=keys) if keys else ())
        ]
        lines += [
            f"“{_short(coding.text)}” is left out: its interview was corrected, and where it stands"
            " now is not sure."
            for coding, _ in self.store.codings.adrift(ids=list(dict.fromkeys(codings)))
        ]
        return lines

    def place(self, coding: str, start: int, end: int, *, coder: str, act: str = "") -> None:
        """Let a coding from an older version stand on these words of the newest."""
        found, info = self._adrift(coding)
        with self.store.writing(coder=coder, verb="place", summary="", act=act) as w:
            now = w.transcript(info.id)
            check_segment(start, end, now.length)
            words = w.words_at(now.id, start, end)
            if not words.strip():
                raise CodingError("there are no words", info.name, "Choose words.")
            w.summary = f"{found.code} on {info.name} placed at {start}-{end}"
            place = Placement(
                fate=Fate.CHANGED, start=start, end=end, before=found.text, after=words
            )
            w.rewording.unmark(coding)
            place_coding(w, coding, place)

    def drop(self, coding: str, *, coder: str, act: str = "") -> None:
        """Take a coding off that stands on an older version."""
        found, info = self._adrift(coding)
        summary = f"{found.code} removed from an older version of {info.name}"
        with self.store.writing(coder=coder, verb="remove", summary=summary, act=act) as w:
            w.rewording.unmark(coding)
            drop(w, coding)

    def keep(self, coding: str, *, coder: str, act: str = "") -> None:
        """Leave a coding on the older version, and ask no more."""
        found, info = self._adrift(coding)
        summary = f"{found.code} stays on an older version of {info.name}"
        with self.store.writing(coder=coder, verb="place", summary=summary, act=act) as w:
            w.rewording.mark(coding, ON_OLD, found.text)

    def saw(self, codings: Sequence[str], *, coder: str, act: str = "") -> None:
        """Note that somebody has seen what became of the words of codings."""
        known = self.altered()
        wanted = [key for key in codings if key in known]
        if not wanted:
            return
        count = f"{len(wanted)} corrected passage{'s' if len(wanted) > 1 else ''} seen"
        with self.store.writing(coder=coder, verb="place", summary=count, act=act) as w:
            for key in wanted:
                w.rewording.unmark(key)

    def _adrift(self, key: str) -> tuple[Coding, TranscriptInfo]:
        for coding, _ in self.store.codings.adrift(ids=[key]):
            return coding, self.project.transcripts.info(coding.transcript)
        raise NotFound(f"coding {key} is not on an older version", hint="Look again.")

    def only_place(self, transcript: str, words: str) -> tuple[int, int]:
        """Return where words stand in a transcript, whatever space is between them.

        Raises NotFound if they stand nowhere, or in several places, or there are none.
        """
        if not words.strip():
            raise NotFound("there are no words to look for", hint="Copy some from the text.")
        text = self.project.transcripts.get(transcript).text
        sought = re.compile(r"\s+".join(map(re.escape, canonical(words).split())))
        places = [match.span() for match in sought.finditer(text)]
        if len(places) != 1:
            many = f"stand {len(places)} times" if places else "do not stand"
            hint = "Give more of them." if places else "Copy them from the text."
            raise NotFound(f"these words {many} in the text as it reads now", hint=hint)
        return places[0]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= NAMED else f"{words[:NAMED].rstrip()}…"
