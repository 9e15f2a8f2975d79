"""Settle claims by what people decided, and compare what they print with what they state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from coding.model import (
    CODE,
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    ClaimState,
    Indicator,
    Statement,
)
from coding.verify.claims.comparing import compare, stated_by
from coding.verify.evidence.people import interviewed
from coding.verify.evidence.study import Study

_DECIDED = {
    BindingChoice.FIGURE: ClaimState.BOUND,
    BindingChoice.OTHER: ClaimState.OTHER_SOURCE,
    BindingChoice.NONE: ClaimState.NOT_A_FIGURE,
}


def figures_of(study: Study) -> dict[str, Indicator]:
    """Return the figures of the survey by id, and by `code:` and its id each code's k of N.

    k are the people whose words carry a code, N all who were interviewed.
    """
    people = interviewed(study)
    figures = {indicator.id: indicator for indicator in study.indicators}
    for code, carrying in study.coded.items():
        k = len(carrying & people) if people else 0
        figures[f"{CODE}{code}"] = Indicator(
            id=f"{CODE}{code}",
            question_id=CODE,
            question="Whose words carry the code",
            option=code,
            printed=f"{k} of {len(people)}",
            value=100 * k / len(people) if people else None,
            type="multi",
            base_n=len(people) or None,
            unit="%",
        )
    return figures


def settle(claims: Sequence[Claim], study: Study) -> list[Claim]:
    """Return claims as people decided about them, with a verdict where they state a figure.

    A binding to a figure that the survey has no longer, or to a code that is gone, leaves its
    claim open.
    """
    figures = figures_of(study)

    def known(stated: Statement | None) -> bool:
        return stated is None or len(stated_by(stated, figures)) == len(stated.figures)

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
