"""Read what stands under codes, over all interviews."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coding.analysis.coverage import person_of
from coding.analysis.interviews import as_interviews, interviews
from coding.analysis.segments import Coded, as_made, counted_once, usage
from coding.errors import CodingError
from coding.model import EVERYTHING, PARAPHRASE, Coding, CodingFilter, Voice
from coding.project.part import ProjectPart
from coding.quotes.query import folded
from coding.quotes.retrieve import check_where, matches

__all__ = ["Coded", "ReadSegment", "SegmentOrder", "Segments"]

Where = Mapping[str, tuple[str, ...]]


class SegmentOrder(StrEnum):
    """How segments follow each other."""

    INTERVIEW = "interview"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A segment under a code: who says it, what they are called, in which turn it begins (from 1).

    `called` is `""` where nobody knows who speaks. `stars` is the most that one of its codings
    has, `paraphrases` says what is said there in somebody's own words.
    """

    coded: Coded
    voice: Voice
    turn: int
    called: str
    stars: int = 0
    paraphrases: tuple[str, ...] = ()


class Segments(ProjectPart):
    """What stands under codes: retrieval beside the text, and how much there is."""

    def of(
        self,
        codes: Sequence[str],
        *,
        coder: str = "",
        coders: Collection[str] = (),
        where: Where | None = None,
        words: str = "",
        stars: int = 0,
        transcripts: Collection[str] = (),
        order: str = SegmentOrder.INTERVIEW,
        through: CodingFilter = EVERYTHING,
    ) -> list[ReadSegment]:
        """Return the segments of some codes; a theme stands for itself and all codes below it.

        `coder`, or one of the `coders`, is whose codings count, `where` names participants by
        attributes, `words` a phrase that stands in the segment, or its paraphrase, in whatever
        case, `stars` how many it has at least, `transcripts` where alone it stands, `through` what
        else lets codings through. In order of
        INTERVIEW they follow the interviews' names, then the text; NEWEST begins with what was
        coded last. Raises NotFound for an unknown code or attribute, CodingError for an unknown
        order.
        """
        if order not in set(SegmentOrder):
            raise CodingError(
                f"there is no order “{order}”", hint=f"Take {' or '.join(SegmentOrder)}."
            )
        book = self.project.codes.book()
        family = dict.fromkeys(
            below for code in codes for below in book.family(self.project.codes.get(code, book).id)
        )
        people = {person.id: person for person in self.project.participants.all()}
        check_where(where or {}, people.values())
        codings = self.project.filters.codings(through, codes=family) if family else []
        by = {coder} if coder else set(coders)
        chosen = [c for c in codings if not by or c.coder in by]
        counted = {c.id: c.text for c in self.project.alignments.counted(chosen)}
        segments = self._coded(chosen)
        if transcripts:
            within = self.project.transcripts.whole(transcripts)
            segments = [segment for segment in segments if segment.transcript in within]
        starred = self.project.stars.all()
        said_so = {m.about: m.text for m in self.project.memos.all(kind=PARAPHRASE)}
        if stars:
            segments = [s for s in segments if _most_stars(s, starred) >= stars]
        if phrase := folded(words).strip():
            segments = [
                segment
                for segment in segments
                if any(
                    phrase in folded(text)
                    for text in (
                        segment.text,
                        *(counted[coding.id] for coding in segment.codings),
                        *_own_words(segment, said_so),
                    )
                )
            ]
        listed = self.project.transcripts.all()
        said = self.project.speakers.said({s.transcript: None for s in segments}, listed)
        infos = as_interviews(listed)
        read: list[ReadSegment] = []
        for segment in segments:
            there = said[segment.transcript]
            voice = there.voice(segment.start, segment.end, segment.text)
            turn = max(bisect_right(there.starts, segment.start), 1)
            person = people.get(person_of(infos[segment.transcript], voice))
            if person and not voice.participant:
                voice = replace(voice, participant=person.id)
            called = (person.pseudonym or person.id) if person else voice.speaker
            own = _own_words(segment, said_so)
            many = _most_stars(segment, starred)
            read.append(ReadSegment(segment, voice, turn, called, many, own))
        if where:
            read = [s for s in read if matches(people.get(s.voice.participant), where)]
        if order == SegmentOrder.NEWEST:
            read.sort(key=lambda s: s.coded.newest, reverse=True)
        return read

    def in_order(
        self, transcript: str, wanted: CodingFilter
    ) -> tuple[list[tuple[Coded, int]], Sequence[int]]:
        """Return what a filter lets through of an interview, and where its turns begin.

        A segment comes with the turn in which it begins, from 1; those made on a translation stand
        where they do in the original. Raises NotFound for an unknown interview.
        """
        info = self.project.transcripts.info(transcript)
        key = as_interviews(self.project.transcripts.all())[info.id].id
        here = replace(wanted, transcripts=(key,), where={})
        starts = self.project.speakers.said([key])[key].starts
        segments = self.counted(self.project.filters.codings(here))
        there = [part for part in segments if part.transcript == key]
        return [(part, max(bisect_right(starts, part.start), 1)) for part in there], starts

    def transcripts(self) -> list[str]:
        """Return the transcripts in which anything is coded."""
        return list(dict.fromkeys(coding.transcript for coding in self.store.codings.all()))

    def by_transcript(self) -> Counter[str]:
        """Return transcript → how many segments stand in it, those of two languages in one."""
        return Counter(s.transcript for s in self._coded(self.store.codings.all()))

    def usage(self, through: CodingFilter = EVERYTHING) -> dict[str, tuple[int, int]]:
        """Return code → how many segments it and those below have, and in how many interviews."""
        if through == EVERYTHING:
            return self.once("usage", lambda: self._usage(through))
        return self._usage(through)

    def _usage(self, through: CodingFilter) -> dict[str, tuple[int, int]]:
        listed = self.project.transcripts.all()
        interview = {t.id: group[0].id for group in interviews(listed) for t in group}
        segments = self.counted(self.project.filters.codings(through))
        return usage(self.project.codes.book(), segments, interview)

    def every(self) -> list[Coded]:
        """Return all that is coded in the study as `counted` does."""
        return self.once("every", lambda: self.counted(self.store.codings.all()))

    def counted(self, codings: Sequence[Coding]) -> list[Coded]:
        """Return what is coded, once for an interview and its translation, where it counts."""
        return counted_once(self.project.alignments.counted(codings), codings)

    def _coded(self, codings: Sequence[Coding]) -> list[Coded]:
        """Return what is coded, once for an interview and its translation, as it was made."""
        return as_made(self.counted(codings), codings)


def _most_stars(segment: Coded, starred: Mapping[str, int]) -> int:
    return max(starred.get(coding.id, 0) for coding in segment.codings)


def _own_words(segment: Coded, said_so: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paraphrases of a segment's codings, each once."""
    return tuple(dict.fromkeys(said_so[c.id] for c in segment.codings if c.id in said_so))
