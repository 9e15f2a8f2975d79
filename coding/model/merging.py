"""Bring together what two people changed of one thing, each from what they had opened.

A thing is taken apart into leaves, so that only what both changed is in dispute: (field,) or
(field, part) → its value. What a form was opened with is remembered by a mark for each leaf.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from coding.model.interviews import sha256

V = TypeVar("V")
Leaf = tuple[str, ...]
Rows = Mapping[str, Mapping[str, V]]
"""A table: the key of a row → column → cell, in order."""
Dispute = tuple[Leaf, str, str]
"""What two people wrote otherwise: the leaf, my text, theirs."""

MARK = 12
"""Hexadecimal digits of a mark: 48 bits tell the states of one field apart."""


def text_of(value: object) -> str:
    """Return a leaf as people read it: a text, or the entries of a list one to a line.

    >>> text_of(("rent", "prices")), text_of(None)
    ('rent\\nprices', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    return str(value)


def mark(value: object) -> str:
    """Return a short sign that changes with a leaf, "" for an empty one."""
    text = text_of(value)
    return sha256(text)[:MARK] if text else ""


def marks(leaves: Mapping[Leaf, object]) -> dict[Leaf, str]:
    """Return the marks of what is not empty."""
    return {leaf: sign for leaf, value in leaves.items() if (sign := mark(value))}


def merge(
    opened: Mapping[Leaf, str], mine: Mapping[Leaf, V], theirs: Mapping[Leaf, V]
) -> tuple[dict[Leaf, V | None], list[Dispute]]:
    """Return what I changed since it was opened, and what somebody else changed otherwise.

    `opened` holds marks, `mine` what is to be kept, `theirs` what stands there now; only leaves
    of `mine` are looked at. What I left as it was is none of my changes, whatever stands there.

    >>> was = marks({("name",): "Calm", ("definition",): "Old."})
    >>> merge(was, {("name",): "Peace", ("definition",): "Old."}, {("definition",): "Theirs."})
    ({}, [(('name',), 'Peace', '')])
    >>> now = {("name",): "Calm", ("definition",): "Theirs."}
    >>> merge(was, {("name",): "Peace", ("definition",): "Old."}, now)
    ({('name',): 'Peace'}, [])
    """
    changed: dict[Leaf, V | None] = {}
    clashes: list[Dispute] = []
    for leaf, value in mine.items():
        now, before = theirs.get(leaf), opened.get(leaf, "")
        if text_of(value) == text_of(now) or mark(value) == before:
            continue
        if mark(now) == before:
            changed[leaf] = value
        else:
            clashes.append((leaf, text_of(value), text_of(now)))
    return changed, clashes


def merge_rows(
    opened: Rows[V], mine: Rows[V], theirs: Rows[V]
) -> tuple[dict[str, dict[str, V]], list[Dispute]]:
    """Return a table with what I changed in it and what others did, and where both did.

    A row that one took out and the other changed is in dispute as a whole. The order of the rows
    is theirs, with my new ones last, unless I put them in another order.

    >>> was = {"P01": {"name": "Vera"}, "P02": {"name": "Oleg"}}
    >>> mine = {"P01": {"name": "Vesna"}, "P02": {"name": "Oleg"}}
    >>> merge_rows(was, mine, {"P01": {"name": "Vera"}, "P03": {"name": "Mila"}})[0]
    {'P01': {'name': 'Vesna'}, 'P03': {'name': 'Mila'}}
    """
    clashes: list[Dispute] = []
    rows: dict[str, dict[str, V]] = {}
    for key in _in_order(opened, mine, theirs):
        was = opened.get(key)
        here, there = mine.get(key), theirs.get(key)
        if here is None or there is None:
            left = there if here is None else here
            if was is None and left is not None:
                rows[key] = dict(left)
            elif left is not None and not _alike(left, was or {}):
                told = _row_text(left)
                dispute = ("", told) if here is None else (told, "")
                clashes.append(((key,), *dispute))
            continue
        cells, disputes = merge(
            marks({(column,): value for column, value in (was or {}).items()}),
            {(column,): value for column, value in here.items()},
            {(column,): value for column, value in there.items()},
        )
        changed = {leaf[0]: value for leaf, value in cells.items() if value is not None}
        rows[key] = {**there, **changed}
        clashes += [((key, *leaf), ours, others) for leaf, ours, others in disputes]
    return rows, clashes


def _in_order(opened: Rows[V], mine: Rows[V], theirs: Rows[V]) -> list[str]:
    common = [key for key in opened if key in mine]
    moved = common != [key for key in mine if key in opened]
    first, then = (mine, theirs) if moved else (theirs, mine)
    return list(dict.fromkeys([*first, *then]))


def _alike(a: Mapping[str, V], b: Mapping[str, V]) -> bool:
    return all(text_of(a.get(column)) == text_of(b.get(column)) for column in {*a, *b})


def _row_text(row: Mapping[str, V]) -> str:
    return " · ".join(text for value in row.values() if (text := text_of(value)))
