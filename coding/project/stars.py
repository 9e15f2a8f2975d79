"""Give codings stars: what is to be found again."""

from __future__ import annotations

from collections.abc import Mapping

from coding.errors import CodingError
from coding.model import MOST_STARS
from coding.project.part import ProjectPart


class Stars(ProjectPart):
    """The stars on codings, 1 to 3, for everybody who works on the study."""

    def all(self) -> Mapping[str, int]:
        """Return coding → its stars, of the codings that have any."""
        return self.store.stars.all()

    def give(self, coding: str, stars: int, *, coder: str, act: str = "") -> None:
        """Give a coding so many stars, 0 for none; raises NotFound, or CodingError for more."""
        if not 0 <= stars <= MOST_STARS:
            raise CodingError(f"a coding has no {stars} stars", hint=f"Give it 0 to {MOST_STARS}.")
        words = self.project.memos.called("coding", self.project.codings.get(coding).id)
        summary = f"{'★' * stars} on {words}" if stars else f"no star on {words}"
        with self.store.writing(coder=coder, verb="star", summary=summary, act=act) as w:
            w.put_stars(coding, stars)
