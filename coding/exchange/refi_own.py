"""Carry in a note what this program knows and the standard does not, and read it again.

Another program shows the note as a memo; this one finds all of it again. The note begins with
`OWN_NOTE` and a sentence for people; below stand lines of JSON, one for each thing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

OURS = "interview-coding"
"""What this program calls itself in files for others."""

OWN_NOTE = f"Kept for {OURS}"
SAID = (
    "What only this program knows: please leave it as it is, so that nothing is lost when the"
    " project comes back."
)


def own_text(own: Mapping[str, Any]) -> str:
    """Return what is to be kept as the text of a note: rows by kind, or by kind and key.

    >>> print(own_text({"codes": {"g1": {"id": "safety"}}}).splitlines()[2])
    {"kind": "codes", "key": "g1", "id": "safety"}
    """
    lines = [OWN_NOTE, SAID]
    for kind, rows in own.items():
        keyed = rows.items() if isinstance(rows, Mapping) else (("", row) for row in rows)
        lines += [
            json.dumps({"kind": kind, "key": key, **row}, ensure_ascii=False) for key, row in keyed
        ]
    return "\n".join(lines)


def own_of(text: str) -> dict[str, dict[str, Any]]:
    """Return kind → key → row of a note; lines that somebody has changed past reading are left.

    >>> own_of(own_text({"codes": {"g1": {"id": "safety"}}}))
    {'codes': {'g1': {'id': 'safety'}}}
    """
    own: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(text.split("\n")):
        try:
            row = json.loads(line) if line.startswith("{") else None
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("kind"), str):
            kind, key = row.pop("kind"), str(row.pop("key", ""))
            own.setdefault(kind, {})[key or str(number)] = row
    return own
