"""Settle claims by what people decided, and compare what they print with what they state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coding.model import Binding, BindingChoice, Claim, ClaimKind, ClaimState, Indicator
from coding.verify.claims.comparing import compare
from coding.verify.evidence.study import Study

_DECIDED = {
    BindingChoice.FIGURE: ClaimState.BOUND,
    BindingChoice.OTHER: ClaimState.OTHER_SOURCE,
    BindingChoice.NONE: ClaimState.NOT_A_FIGURE,
}


def settle(claims: Sequence[Claim], study: Study) -> list[Claim]:
    """Return claims as people decided about them, with a verdict where they state a figure.

    A binding to a figure that the survey has no longer leaves its claim open.
    """
    figures = {indicator.id: indicator for indicator in study.indicators}
    return [_settled(claim, study.bindings.get(claim.key), figures) for claim in claims]


def _settled(claim: Claim, binding: Binding | None, figures: Mapping[str, Indicator]) -> Claim:
    if binding is not None:
        known = binding.statement is None or all(f in figures for f in binding.statement.figures)
        state = _DECIDED[binding.decided] if known else ClaimState.OPEN
        claim = replace(
            claim, state=state, statement=binding.statement if known else None, binding=binding
        )
    if claim.statement is None or claim.kind is ClaimKind.QUOTATION:
        return claim
    return replace(claim, verdict=compare(claim, claim.statement, figures).verdict)
