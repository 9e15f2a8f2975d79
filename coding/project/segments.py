"""Read what stands under codes, over all interviews."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.analysis.coverage import person_of
from coding.analysis.interviews import interviews
from coding.analysis.segments import Coded, coded, usage
from coding.errors import CodingError
from coding.model import Voice
from coding.project.part import ProjectPart
from coding.quotes.query import folded
from coding.quotes.retrieve import check_where, matches

Where = Mapping[str, tuple[str, ...]]


class SegmentOrder(StrEnum):
    """How segments follow each other."""

    INTERVIEW = "interview"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A segment under a code: who says it, what they are called, in which turn it begins (from 1).

    `called` is `""` where nobody knows who speaks.
    """

    coded: Coded
    voice: Voice
    turn: int
    called: str


class Segments(ProjectPart):
    """What stands under codes: retrieval beside the text, and how much there is."""

    def of(
        self,
        codes: Sequence[str],
        *,
        coder: str = "",
        where: Where | None = None,
        words: str = "",
        order: str = SegmentOrder.INTERVIEW,
    ) -> list[ReadSegment]:
        """Return the segments of some codes; a theme stands for itself and all codes below it.

        `coder` names whose codings count, `where` participants by attributes, `words` a phrase
        that stands in the segment in whatever case. In order of INTERVIEW they follow the
        interviews' names, then the text; NEWEST begins with what was coded last. Raises NotFound
        for an unknown code or attribute, CodingError for an unknown order.
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
        segments = coded(self.store.codings.all(codes=list(family), coder=coder)) if family else []
        if phrase := folded(words).strip():
            segments = [segment for segment in segments if phrase in folded(segment.text)]
        infos = {info.id: info for info in self.project.transcripts.all()}
        said = self.project.speakers.said({s.transcript: None for s in segments}, infos.values())
        read: list[ReadSegment] = []
        for segment in segments:
            within = said[segment.transcript]
            voice = within.voice(segment.start, segment.end, segment.text)
            turn = max(bisect_right(within.starts, segment.start), 1)
            person = people.get(person_of(infos[segment.transcript], voice))
            called = (person.pseudonym or person.id) if person else voice.speaker
            read.append(ReadSegment(segment, voice, turn, called))
        if where:
            read = [s for s in read if matches(people.get(s.voice.participant), where)]
        if order == SegmentOrder.NEWEST:
            read.sort(key=lambda s: s.coded.newest, reverse=True)
        return read

    def usage(self) -> dict[str, tuple[int, int]]:
        """Return code → how many segments it and those below have, and in how many interviews."""
        listed = self.project.transcripts.all()
        interview = {t.id: group[0].id for group in interviews(listed) for t in group}
        return usage(self.project.codes.book(), coded(self.store.codings.all()), interview)
