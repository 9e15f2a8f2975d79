"""Settle claims by what people decided, and compare what they print with what they state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from coding.model import (
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    ClaimState,
    Indicator,
    Sense,
    Statement,
)
from coding.verify.claims.comparing import compare
from coding.verify.evidence.study import Study

_DECIDED = {
    BindingChoice.FIGURE: ClaimState.BOUND,
    BindingChoice.OTHER: ClaimState.OTHER_SOURCE,
    BindingChoice.NONE: ClaimState.NOT_A_FIGURE,
}


def settle(claims: Sequence[Claim], study: Study) -> list[Claim]:
    """Return claims as people decided about them, with a verdict where they state a figure.

    A binding to a figure that the survey has no longer, or to a code that is gone, leaves its
    claim open.
    """
    figures = {indicator.id: indicator for indicator in study.indicators}

    def known(stated: Statement | None) -> bool:
        there = study.coded if stated and stated.sense is Sense.CODED else figures
        return stated is None or all(key in there for key in stated.figures)

    return [_settled(claim, study.bindings.get(claim.key), figures, known) for claim in claims]


def _settled(
    claim: Claim,
    binding: Binding | None,
    figures: Mapping[str, Indicator],
    is_known: Callable[[Statement | None], bool],
) -> Claim:
    if binding is not None:
        known = is_known(binding.statement)
        state = _DECIDED[binding.decided] if known else ClaimState.OPEN
        claim = replace(
            claim, state=state, statement=binding.statement if known else None, binding=binding
        )
    if claim.statement is None or claim.kind is ClaimKind.QUOTATION:
        return claim
    return replace(claim, verdict=compare(claim, claim.statement, figures).verdict)
