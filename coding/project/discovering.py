"""Look for what the codebook has no word for: the part of the desk for discovery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.model import Coding

if TYPE_CHECKING:
    from coding.project.suggesting import Suggesting
    from coding.suggest.discovery import Space
    from coding.suggest.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A passage: its words, where they stand, and how near it is to what was asked for."""

    transcript: str
    start: int
    end: int
    text: str
    nearness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Uncoded passages near each other, the middle one first, and the words typical of them."""

    language: str
    typical: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A coding that looks unlike the rest of its code, and the code the machine would choose."""

    coding: str
    code: str
    coder: str
    place: Place
    score: float
    other: str
    other_score: float


class Discovering:
    """Clusters, passages alike, possible slips."""

    def __init__(self, desk: Suggesting) -> None:
        self.desk = desk
        self.project = desk.project
        self._spaces: tuple[Machine, list[Space]] | None = None

    def spaces(self, machine: Machine) -> list[Space]:
        """Return the passages of each language as points; kept as long as they are the same."""
        from coding.suggest.discovery import Space

        if self._spaces is None or self._spaces[0] is not machine:
            self._spaces = (machine, [Space(side) for side in machine.sides])
        return self._spaces[1]

    def clusters(self, *, most: int = 12) -> list[Group]:
        """Group what nobody has coded, the largest groups first."""
        from coding.suggest.discovery import clusters

        machine = self.desk.machine()
        return [
            Group(
                language=machine.sides[one.side].language,
                typical=one.typical,
                places=tuple(self._place(machine, one.side, row) for row in one.rows),
            )
            for one in clusters(self.spaces(machine), machine, most=most)
        ]

    def alike(self, transcript: str, start: int, end: int, *, most: int = 30) -> list[Place]:
        """Return the passages that say most nearly what a segment says, in its language.

        Raises NotFound for an unknown transcript.
        """
        text = self.project.transcript(transcript).text[start:end]
        machine = self.desk.machine()
        info = self.project.transcript_info(transcript)
        side = next(i for i, s in enumerate(machine.sides) if info.id in s.first)
        rows = [(side, row) for row in machine.sides[side].rows_at(info.id, start, end)]
        return self._alike(machine, text, machine.sides[side].language, rows, most)

    def about(self, text: str, *, most: int = 30) -> list[Place]:
        """Return the passages nearest to what a text says, in all languages."""
        machine = self.desk.machine()
        languages = dict.fromkeys(side.language for side in machine.sides)
        found = [p for x in languages for p in self._alike(machine, text, x, (), most)]
        return sorted(found, key=lambda p: -p.nearness)[:most]

    def _alike(
        self,
        machine: Machine,
        text: str,
        language: str,
        besides: Sequence[tuple[int, int]],
        most: int,
    ) -> list[Place]:
        from coding.suggest.discovery import alike

        found = alike(self.spaces(machine), text, language=language, besides=besides, most=most)
        return [
            replace(self._place(machine, one.side, one.row), nearness=one.nearness) for one in found
        ]

    def slips(self, *, most: int = 20) -> list[Doubt]:
        """Return codings that look unlike the rest of their code, those found right left out."""
        from coding.suggest.discovery import slips

        machine = self.desk.machine()
        fine = self.desk.settings().fine
        codes = machine.book.codes
        by_code: dict[tuple[str, str], list[Coding]] = {}
        for coding in self.project.store.codings():
            by_code.setdefault((coding.transcript, coding.code), []).append(coding)
        found: list[Doubt] = []
        for one in slips(machine, most=most + len(fine)):
            place = self._place(machine, one.side, one.row)
            side, code = machine.sides[one.side], codes[one.code].id
            found += [
                Doubt(
                    coding=c.id,
                    code=code,
                    coder=c.coder,
                    place=replace(place, start=c.start, end=c.end, text=c.text),
                    score=one.score,
                    other=codes[one.other].id,
                    other_score=one.other_score,
                )
                for c in by_code.get((place.transcript, code), ())
                if one.row in side.rows_at(c.transcript, c.start, c.end)
                and c.id not in fine
                and all(c.id != known.coding for known in found)
            ]
        return found[:most]

    def found_right(self, coding: str, *, coder: str) -> None:
        """Keep that a doubtful coding is right, so that it is not brought up again."""
        settings = self.desk.settings()
        self.desk.set(
            replace(settings, fine=settings.fine | {coding}),
            coder=coder,
            summary="a doubtful coding found right",
        )

    def _place(self, machine: Machine, side: int, row: int) -> Place:
        one = machine.sides[side]
        passage = one.passages[row]
        return Place(
            transcript=passage.transcript,
            start=passage.start,
            end=passage.end,
            text=one.text(row),
        )
