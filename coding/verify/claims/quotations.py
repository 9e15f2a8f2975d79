"""Read every quotation of a draft as a claim: what it states is a passage, or another source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from coding.model import (
    Binding,
    BindingChoice,
    Block,
    Claim,
    ClaimKind,
    ClaimState,
    Examined,
)
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

FOUND = ("verbatim", "cleaned")
"""Verdicts on words that stand in an interview as they are printed."""

ELSEWHERE = "external"
"""The verdict on words that another source is named for."""

_DECIDED = {
    BindingChoice.OTHER: ClaimState.OTHER_SOURCE,
    BindingChoice.NONE: ClaimState.NOT_A_FIGURE,
}


def quotations_of(reading: ReadDraft) -> dict[int, Claim]:
    """Return start → the quotation that begins there, as a claim that is open."""
    return reading.once("quotations as claims", lambda: _read(reading))


def _read(reading: ReadDraft) -> dict[int, Claim]:
    met: Counter[tuple[str, str, str]] = Counter()
    claims = {}
    for quoted in reading.quotations:
        paragraph = reading.paragraph(quoted.start)
        printed = reading.printed(quoted.start, quoted.end)
        sentence = reading.words(reading.sentence(quoted.start))
        around = paragraph.around if paragraph.kind is Block.CELL else ""
        same = (printed, sentence, around)
        claims[quoted.start] = Claim(
            start=quoted.start,
            end=quoted.end,
            printed=printed,
            kind=ClaimKind.QUOTATION,
            sentence=sentence,
            paragraph=paragraph.number,
            around=around,
            number=met[same],
        )
        met[same] += 1
    return claims


def decided(reading: ReadDraft, study: Study, start: int) -> Binding | None:
    """Return what a person decided about the quotation that begins at a character, or None."""
    claim = quotations_of(reading).get(start)
    binding = study.bindings.get(claim.key) if claim else None
    return binding if binding and binding.decided in _DECIDED else None


def looked_up(reading: ReadDraft, study: Study, examined: Iterable[Examined] = ()) -> list[Claim]:
    """Return a draft's quotations with what a look-up made of them, in order.

    LITERAL stands in an interview as it is printed, OTHER_SOURCE has its source named, or a
    person said so. Without `examined` nothing was looked up, and all others are open. What is only
    set off is a quotation if it is like a passage of an interview.
    """
    verdicts = {e.start: e.verdict for e in examined if e.kind == "quotation"}
    remarks = {q.start for q in reading.quotations if q.set_off and q.start not in verdicts}
    return [
        _settled(claim, verdicts.get(start, ""), decided(reading, study, start))
        for start, claim in quotations_of(reading).items()
        if start not in remarks
    ]


def _settled(claim: Claim, verdict: str, binding: Binding | None) -> Claim:
    state = ClaimState.OPEN
    if verdict in FOUND:
        state = ClaimState.LITERAL
    elif binding is not None:
        state = _DECIDED[binding.decided]
    elif verdict == ELSEWHERE:
        state = ClaimState.OTHER_SOURCE
    return replace(claim, state=state, verdict=verdict, binding=binding)


def together(numbers: Sequence[Claim], quotations: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return all claims of a draft in order of start.

    A figure in quotation marks is a figure, so that each start has one claim.
    """
    starts = {claim.start for claim in numbers}
    kept = [claim for claim in quotations if claim.start not in starts]
    return tuple(sorted([*numbers, *kept], key=lambda claim: (claim.start, claim.end)))
