"""Tell where two numbers say one thing: "half of them (48 %)", "38 %, over a third"."""

from __future__ import annotations

import re

from coding.model import Claim, ClaimKind

FRACTION_REACH, BESIDE, TO_BRACKETS = 7.0, 60, 120
"""By how many points a fraction and its share may differ, and over how many characters, where the
share stands in brackets over how many: "half of those who have a car there (48 %)"."""

_PEOPLE = r"(?:(?:n\s?=\s?)?\d+[;,])?"
_BETWEEN = re.compile(
    rf"[^,;:.()–—]*(?:(?P<open>\(){_PEOPLE}|(?P<mark>[,:]|\s[–—-]))?[\s*_]*(?:\w+\s){{0,2}}"
)
"""What may stand between a fraction and its share: nothing that parts them but a last mark, and
within brackets how many people it is."""
_CLOSING = re.compile(r"[\s*_]*(?:[,;:.)–—]|\s[–—-]|$)")


def says_again(text: str, first: Claim, second: Claim) -> bool:
    """Say whether a share says the same as the fraction before it, or a fraction as the share."""
    if {first.kind, second.kind} != {ClaimKind.RATIO, ClaimKind.SHARE}:
        return False
    if any(claim.times or claim.points for claim in (first, second)):
        return False
    if abs((first.value or 0.0) - (second.value or 0.0)) > FRACTION_REACH:
        return False
    between = _between(text, first, second)
    if between is None:
        return False
    return not between["mark"] or bool(_CLOSING.match(text, second.end))


def is_in_brackets(text: str, first: Claim, second: Claim) -> bool:
    """Say whether a number stands in brackets behind the one it says again, people before it."""
    between = _between(text, first, second)
    return bool(between and between["open"])


def _between(text: str, first: Claim, second: Claim) -> re.Match[str] | None:
    if second.start - first.end > TO_BRACKETS:
        return None
    between = _BETWEEN.fullmatch(text, first.end, second.start)
    near = second.start - first.end <= BESIDE
    return between if between and (near or between["open"]) else None
