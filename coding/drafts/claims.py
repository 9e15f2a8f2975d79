"""Lay claims out as plain data, and read which figures a person names for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from coding.model import CODE, Claim, ClaimState, Sense, Statement


def rows_of_claims(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return claims with the keys of `coding claims --json`.

    `figures` has what a claim states as far as somebody said so or it is literal; else what is
    proposed, likeliest first, disagreeing ones among it.
    """
    return [_row(claim) for claim in claims]


def _row(claim: Claim) -> dict[str, Any]:
    binding = claim.binding
    return {
        "start": claim.start,
        "end": claim.end,
        "printed": claim.printed,
        "kind": str(claim.kind),
        "state": str(claim.state),
        "figures": _figures(claim),
        "verdict": claim.verdict,
        "value": claim.value,
        "high": claim.high,
        "about": claim.about,
        "points": claim.points,
        "times": claim.times,
        "paragraph": claim.paragraph,
        "sentence": claim.sentence,
        "around": claim.around,
        "key": claim.key,
        "by": binding.coder if binding else "",
        "at": binding.at if binding else "",
        "version": binding.version if binding else 0,
    }


def _figures(claim: Claim) -> list[dict[str, Any]]:
    if claim.state in (ClaimState.OTHER_SOURCE, ClaimState.NOT_A_FIGURE):
        return []
    if claim.sure is not None:
        return [_named(claim.sure, 1.0, 1.0)]
    return [_named(p.statement, p.confidence, p.words) for p in claim.proposals]


def _named(statement: Statement, confidence: float, words: float) -> dict[str, Any]:
    return {
        "indicator": statement.reference,
        "confidence": round(confidence, 4),
        "words": round(words, 4),
        "sense": str(statement.sense),
        "indicators": list(statement.figures),
    }


def referred(text: str, is_figure: Callable[[str], bool], sense: Sense | None = None) -> Statement:
    """Return the statement that is called so; several figures are added unless `sense` says else.

    The whole text is tried as an id before it is parted at `+`, since an id may have one.

    >>> str(referred("a+b", lambda key: key == "a+b").sense), str(referred("a+b", bool).sense)
    ('equal', 'equal')
    >>> referred("a+b+c", lambda key: key in ("a", "b+c")).figures
    ('a', 'b+c')
    """
    if text.startswith(CODE) and sense in (None, Sense.CODED) and not is_figure(text):
        return Statement(Sense.CODED, (text.removeprefix(CODE),))
    parts = _parted(text.split("+"), is_figure) or tuple(text.split("+"))
    return Statement(sense or (Sense.SUM if len(parts) > 1 else Sense.EQUAL), parts)


def _parted(pieces: list[str], is_figure: Callable[[str], bool]) -> tuple[str, ...]:
    """Return pieces joined to ids that there are, the first as long as can be; else nothing."""
    for size in range(len(pieces), 0, -1):
        key = "+".join(pieces[:size])
        if is_figure(key):
            rest = _parted(pieces[size:], is_figure)
            if rest or size == len(pieces):
                return (key, *rest)
    return ()
