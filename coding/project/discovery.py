"""Look for what the codebook has no word for, and for codings that look out of place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.project.apart import by_machine
from coding.project.part import ProjectPart
from coding.suggest.excerpts import Doubt, Excerpt, Group, doubts, excerpt, groups

if TYPE_CHECKING:
    from coding.project import Project
    from coding.suggest.corpus import Side
    from coding.suggest.discovery import Space
    from coding.suggest.machine import Machine

Progress = Callable[[int, int], None]

__all__ = ["Discovery", "Doubt", "Excerpt", "Group"]


class Discovery(ProjectPart):
    """Clusters, passages alike, possible slips."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._spaces: tuple[list[Side], list[Space]] | None = None

    def spaces(self, machine: Machine) -> list[Space]:
        """Return the passages of each language as points; kept as long as they are the same."""
        from coding.suggest.discovery import Space

        if self._spaces is None or self._spaces[0] is not machine.sides:
            self._spaces = (machine.sides, [Space(side) for side in machine.sides])
        return self._spaces[1]

    @by_machine
    def clusters(self, *, most: int = 12, progress: Progress | None = None) -> list[Group]:
        """Group what nobody has coded, the largest groups first.

        `progress(done, total)` is told while transcripts are read for the first time.
        """
        from coding.suggest.discovery import clusters

        machine = self.project.learning.machine(progress)
        return groups(machine, clusters(self.spaces(machine), machine, most=most))

    @by_machine
    def alike(self, transcript: str, start: int, end: int, *, most: int = 30) -> list[Excerpt]:
        """Return the passages that say most nearly what a segment says, in its language.

        Raises NotFound for an unknown transcript.
        """
        text = self.project.transcripts.get(transcript).text[start:end]
        machine = self.project.learning.machine()
        info = self.project.transcripts.info(transcript)
        side = next(i for i, s in enumerate(machine.sides) if info.id in s.first)
        rows = [(side, row) for row in machine.sides[side].rows_at(info.id, start, end)]
        return self._alike(machine, text, machine.sides[side].language, rows, most)

    @by_machine
    def about(self, text: str, *, most: int = 30) -> list[Excerpt]:
        """Return the passages nearest to what a text says, in all languages."""
        machine = self.project.learning.machine()
        languages = dict.fromkeys(side.language for side in machine.sides)
        near = [p for x in languages for p in self._alike(machine, text, x, (), most)]
        return sorted(near, key=lambda p: -p.nearness)[:most]

    def _alike(
        self,
        machine: Machine,
        text: str,
        language: str,
        besides: Sequence[tuple[int, int]],
        most: int,
    ) -> list[Excerpt]:
        from coding.suggest.discovery import alike

        near = alike(self.spaces(machine), text, language=language, besides=besides, most=most)
        return [excerpt(machine, p.side, p.row, nearness=p.nearness) for p in near]

    @by_machine
    def novelty(self, places: Sequence[tuple[str, int, int]]) -> dict[tuple[str, int, int], float]:
        """Return how unlike anything coded passages are, 0 (said before) to 2."""
        import numpy as np

        from coding.suggest.discovery import novelty

        machine = self.project.learning.machine()
        unlike: dict[tuple[str, int, int], float] = {}
        for i, side in enumerate(machine.sides):
            here = [place for place in places if place[0] in side.first]
            rows = np.array([side.rows_at(*place)[0] for place in here], dtype=int)
            how = novelty(self.spaces(machine)[i], machine.decided[i], rows)
            unlike.update(zip(here, map(float, how), strict=True))
        return unlike

    @by_machine
    def slips(self, *, most: int = 20, progress: Progress | None = None) -> list[Doubt]:
        """Return codings that look unlike the rest of their code, those found right left out.

        `progress(done, total)` is told while transcripts are read for the first time.
        """
        from coding.suggest.discovery import slips

        machine = self.project.learning.machine(progress)
        fine = self.project.suggestions.settings().fine
        slipped = slips(machine, most=2 * most + len(fine))
        return doubts(machine, slipped, self.store.codings.all(), fine=fine, most=most)

    def found_right(self, codings: Sequence[str], *, coder: str) -> None:
        """Keep that doubtful codings are right, so that they are not brought up again."""
        settings = self.project.suggestions.settings()
        self.project.suggestions.set_up(
            replace(settings, fine=settings.fine.union(codings)),
            opened=settings,
            coder=coder,
            summary="a doubtful coding found right",
        )
