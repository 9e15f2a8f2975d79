"""Propose which figures of the survey a claim states, the likeliest first.

How sure that is rests on how well words fit and is no probability that was measured: nothing is
proved by it, and nothing on a page may say how sure the program is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coding.model import Claim, ClaimProposal, ClaimState, Sense, Statement
from coding.verify.evidence.matching import FigureMatch, stated
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

CONFIRMED = 0.8
"""How well words must fit for a proposal to be shown as likely."""

_SENSES = {"complement": Sense.COMPLEMENT, "sum of cells": Sense.SUM}


def propose(reading: ReadDraft, study: Study, claims: Sequence[Claim]) -> list[Claim]:
    """Return claims with proposals, likeliest first; state PROPOSED where the first is sure."""
    by_start = {figure.number.start: figure for figure in stated(reading, study)}
    made = []
    for claim in claims:
        figure = by_start.get(claim.start)
        proposals = tuple(_proposal(c) for c in figure.candidates[:9]) if figure else ()
        if proposals and proposals[0].confidence >= CONFIRMED:
            claim = replace(claim, state=ClaimState.PROPOSED, statement=proposals[0].statement)
        made.append(replace(claim, proposals=proposals))
    return made


def _proposal(match: FigureMatch) -> ClaimProposal:
    sense = _SENSES.get(match.how, Sense.EQUAL)
    total = sum(i.value or 0.0 for i in match.indicators)
    sure = min(0.99, match.words)
    return ClaimProposal(
        statement=Statement(sense, tuple(i.id for i in match.indicators)),
        value=100 - total if sense is Sense.COMPLEMENT else total,
        confidence=sure,
        words=sure,
        order=match.score,
    )
