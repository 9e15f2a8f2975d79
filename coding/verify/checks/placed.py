"""Place the shares of a draft in their sentences and clauses, for checks of the draft itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.model import Claim, ClaimKind, ClaimState, Evidence, Indicator
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import stated_by
from coding.verify.claims.settling import figures_of
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.study import Study
from coding.verify.reading.clauses import Surroundings, surroundings
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.text import Span

__all__ = ["PlacedShare", "figures_of", "known_figures", "own", "shares_of"]

PLACED = (ClaimKind.SHARE, ClaimKind.MEAN)


@dataclass(frozen=True, slots=True)
class PlacedShare:
    """A share of the draft, what it states as far as that is known, and where it stands.

    `value` is in percent, as printed.
    """

    claim: Claim
    value: float
    place: Surroundings

    @property
    def start(self) -> int:
        """Return where it begins."""
        return self.claim.start

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.claim.end


def shares_of(reading: ReadDraft, study: Study) -> dict[Span, list[PlacedShare]]:
    """Return the shares of each sentence that has any, what is no figure left out, in order.

    Differences in points are none.
    """
    return reading.once("shares", lambda: _placed(reading, claims_of(reading, study)))


def _placed(reading: ReadDraft, claims: Sequence[Claim]) -> dict[Span, list[PlacedShare]]:
    by_sentence: dict[Span, list[Claim]] = {}
    for claim in claims:
        if claim.kind in PLACED and not claim.points and claim.value is not None:
            by_sentence.setdefault(reading.sentence(claim.start), []).append(claim)
    listed = {}
    for span, here in by_sentence.items():
        where = surroundings(reading.text, span, [(c.start, c.end) for c in here])
        placed = [
            PlacedShare(claim, claim.value, place)
            for claim, place in zip(here, where, strict=True)
            if claim.value is not None and claim.kind is ClaimKind.SHARE
        ]
        placed = [s for s in placed if s.claim.state is not ClaimState.NOT_A_FIGURE]
        if placed:
            listed[span] = placed
    return listed


def known_figures(reading: ReadDraft, study: Study) -> dict[str, Indicator]:
    """Return the survey's figures and the codes' k of N by id, worked out once."""
    return reading.once("figures", lambda: figures_of(study))


def own(reading: ReadDraft, study: Study, *claims: Claim) -> list[Evidence]:
    """Return the figures that claims state, as far as is known, as evidence."""
    figures = known_figures(reading, study)
    return [
        figure_evidence(figure)
        for claim in claims
        if claim.likely is not None
        for figure in stated_by(claim.likely, figures)
    ]
