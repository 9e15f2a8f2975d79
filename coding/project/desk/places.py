"""Bring what the coding page says of places in line with a text that was corrected meanwhile.

An operation says in which wording its places are meant. Where that is not the newest any more, they
are looked up in the newest; what has no sure place there is refused, never put elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.errors import Conflict, NotFound

if TYPE_CHECKING:
    from coding.project import Project

Operation = Mapping[str, Any]
Where = Callable[[int, int], tuple[int, int]]

PLACED = ("apply", "edges", "decide")
"""Operations that have a place themselves, from `start` to `end`."""

SPANS = 6
"""Where in a verdict its own place begins, if it has one."""


def reworded(project: Project, op: Operation) -> Operation:
    """Return an operation with its places in the newest wording; raises Conflict for lost ones."""
    transcript, wording = op.get("wording") or ("", "")
    if not wording:
        return op
    try:
        if project.transcripts.info(str(transcript)).sha256 == wording:
            return op
    except NotFound:
        return op

    def where(start: int, end: int) -> tuple[int, int]:
        place = project.revisions.mapped(str(transcript), str(wording), int(start), int(end))
        if not place.sure:
            raise Conflict(
                "these words were corrected in the meantime",
                hint="Look at what stands there now and try again.",
            )
        return place.start, place.end

    return _moved(op, str(transcript), where)


def _moved(op: Operation, transcript: str, where: Where) -> Operation:
    moved = dict(op)
    if op["kind"] in PLACED and "start" in op:
        moved["start"], moved["end"] = where(op["start"], op["end"])
    if op.get("trimmed"):
        moved["trimmed"] = list(where(*op["trimmed"]))
    if op.get("verdicts"):
        moved["verdicts"] = [_verdict(row, where) for row in op["verdicts"]]
    if op["kind"] == "code.add" and op.get("apply"):
        start, end = where(op["apply"]["start"], op["apply"]["end"])
        moved["apply"] = {**op["apply"], "start": start, "end": end}
    if op.get("places"):
        moved["places"] = [
            [of, *where(start, end)] if of == transcript else [of, start, end]
            for of, start, end in op["places"]
        ]
    return moved


def _verdict(row: Sequence[Any], where: Where) -> list[Any]:
    if len(row) <= SPANS:
        return list(row)
    return [*row[:SPANS], *where(*row[SPANS : SPANS + 2]), *row[SPANS + 2 :]]
