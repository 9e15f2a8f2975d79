"""Hand what was said about a code's suggestions over to the code that it is merged into.

Decisions are rows of the log, and bear the other code from then on. What was proposed and what was
shown is no act: how it is read follows from `LATER`, which is one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coding.model import Choice, now
from coding.store.changes import Changes

LATER = "merged"
"""How settings begin that say into which code a code went, and when: [[code, moment], ...]."""

Merges = Mapping[str, Sequence[tuple[str, str]]]
"""Id of a code → into which it was merged, and when, the first time first."""


def hand_over(changes: Changes, source: str, into: str) -> None:
    """Let what was decided, proposed and shown of a code count for another.

    Where a coder refused the one and has the other on the same words, there is nothing left that
    they refused: such a decision is dropped.
    """
    for row in [*changes.rows("decisions", code=source), *changes.rows("decisions", code=into)]:
        other = into if row["code"] == source else source
        if row["verdict"] == Choice.REJECT and _coded(changes, row, other):
            changes.delete("decisions", row["id"])
        elif row["code"] == source:
            changes.update("decisions", row["id"], {"code": into})
    key = f"{LATER} {source}"
    kept = changes.row("settings", key)
    merges = [*(json.loads(kept["value"]) if kept else []), [into, now()]]
    changes.put("settings", key, {"value": json.dumps(merges, ensure_ascii=False)})


def became(code: str, at: str, merges: Merges) -> str:
    """Return which code one is now, if it was meant at a moment.

    A code that is made anew after a merge, under the same id, is another.

    >>> merges = {"rent": [("prices", "2026-01-02")], "prices": [("money", "2026-01-03")]}
    >>> became("rent", "2026-01-01", merges), became("rent", "2026-01-04", merges)
    ('money', 'rent')
    """
    while later := next((m for m in merges.get(code, ()) if m[1] > at), None):
        code, at = later
    return code


def _coded(changes: Changes, row: Mapping[str, Any], code: str) -> bool:
    """Say whether the coder of a decision has a code on words that it was about."""
    found = changes.db.execute(
        "SELECT 1 FROM codings WHERE transcript = ? AND wording = ? AND coder = ? AND code = ?"
        ' AND start < ? AND "end" > ?',
        [row["transcript"], row["wording"], row["coder"], code, row["end"], row["start"]],
    )
    return found.fetchone() is not None
