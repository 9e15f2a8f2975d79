"""Say what separates a code that is proposed from the one that comes next to it."""

from __future__ import annotations

from collections.abc import Iterable

from coding.model import Reason

COMMON = "frequency"
"""How common a code is says nothing about these words."""

WORTH = 0.1
"""The least difference of log odds that is told."""


def separating(
    reasons: Iterable[Reason], others: Iterable[Reason]
) -> tuple[str, float, str] | None:
    """Return the kind of reason that speaks most for a code rather than for another, and its text.

    The figure is by how much more it adds to the log odds of the one; None where nothing does.

    >>> one = [Reason(kind="words", weight=1.5, text="words “not”"),
    ...        Reason(kind="question", weight=0.9, text="what was asked")]
    >>> separating(one, [Reason(kind="question", weight=0.8, text="what was asked")])
    ('words', 1.5, 'words “not”')
    """
    rival: dict[str, float] = {}
    for reason in others:
        rival[reason.kind] = rival.get(reason.kind, 0.0) + reason.weight
    more = [
        (reason.kind, round(reason.weight - rival.get(reason.kind, 0.0), 2), reason.text)
        for reason in reasons
        if reason.kind != COMMON
    ]
    best = max(more, key=lambda told: told[1], default=None)
    return best if best and best[1] >= WORTH else None
