"""Set an old and a new text side by side: what stayed, what went, what came, what was moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coding.revision.placing import EditMap

FEW = 3
"""Words in a row below which what two stretches share by chance is not shown as what stayed."""

Kind = Literal["same", "out", "in", "moved out", "moved in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPiece:
    """Characters that stand in both texts or in one of them.

    `start` and `end` are those of the new text, of the old one for what is `out`. A word that only
    looks otherwise (a capital, an accent, another quotation mark) went and came.
    """

    kind: Kind
    start: int
    end: int
    text: str


def pieces(edits: EditMap) -> list[TextPiece]:
    """Return both texts as pieces in the order of the new one, what went where it stood.

    >>> from coding.revision import edit_map
    >>> [(p.kind, p.text) for p in pieces(edit_map("I was sad.", "I was glad."))]
    [('same', 'I was '), ('out', 'sad'), ('in', 'glad'), ('same', '.')]
    """
    old, new = edits.old, edits.new
    moved_away = {
        i for run in edits.runs if run.moved for i in range(run.old, run.old + run.length)
    }
    made: list[tuple[Kind, int, int]] = []
    at_old = at_new = 0  # characters told so far
    stays = [run for run in edits.runs if not run.moved and (run.firm or run.length >= FEW)]
    for i, j in ((run.old + n, run.new + n) for run in stays for n in range(run.length)):
        same = old.text[old.starts[i] : old.ends[i]] == new.text[new.starts[j] : new.ends[j]]
        if not same:
            continue
        made += _between(edits, moved_away, at_old, old.starts[i], at_new, new.starts[j])
        made.append(("same", new.starts[j], new.ends[j]))
        at_old, at_new = old.ends[i], new.ends[j]
    made += _between(edits, moved_away, at_old, len(old.text), at_new, len(new.text))
    return _joined(edits, made)


def _between(
    edits: EditMap, moved_away: set[int], old_from: int, old_to: int, new_from: int, new_to: int
) -> list[tuple[Kind, int, int]]:
    """Return what stands between two words that stayed."""
    old, new = edits.old, edits.new
    if old.text[old_from:old_to] == new.text[new_from:new_to]:
        return [("same", new_from, new_to)] if new_from < new_to else []
    first, last = old.first_in(old_from), old.end_in(old_to)
    start, end = new.first_in(new_from), new.end_in(new_to)
    if first >= last and start >= end:  # other spaces
        return [("same", new_from, new_to)] if new_from < new_to else []
    lead = 0
    while (
        old_from + lead < old_to
        and new_from + lead < new_to
        and old.text[old_from + lead].isspace()
        and old.text[old_from + lead] == new.text[new_from + lead]
    ):
        lead += 1
    if lead:
        rest = _between(edits, moved_away, old_from + lead, old_to, new_from + lead, new_to)
        return [("same", new_from, new_from + lead), *rest]
    tail = 0
    while (
        old_from < old_to - tail
        and new_from < new_to - tail
        and old.text[old_to - tail - 1].isspace()
        and old.text[old_to - tail - 1] == new.text[new_to - tail - 1]
    ):
        tail += 1
    if tail:
        rest = _between(edits, moved_away, old_from, old_to - tail, new_from, new_to - tail)
        return [*rest, ("same", new_to - tail, new_to)]
    away = first < last and all(i in moved_away for i in range(first, last))
    here = start < end and all(
        edits.origins[j] in moved_away and edits.origins[j] >= 0 for j in range(start, end)
    )
    told: list[tuple[Kind, int, int]] = []
    if first < last:
        told.append(("moved out" if away else "out", old_from, old_to))
    if new_from < new_to:
        kind: Kind = "same" if start >= end else "moved in" if here else "in"
        told.append((kind, new_from, new_to))
    return told


def _joined(edits: EditMap, made: list[tuple[Kind, int, int]]) -> list[TextPiece]:
    joined: list[tuple[Kind, int, int]] = []
    for kind, start, end in made:
        if joined and joined[-1][0] == kind and joined[-1][2] == start:
            joined[-1] = (kind, joined[-1][1], end)
        elif start < end:
            joined.append((kind, start, end))
    texts = {True: edits.old.text, False: edits.new.text}
    return [
        TextPiece(kind=kind, start=start, end=end, text=texts[kind.endswith("out")][start:end])
        for kind, start, end in joined
    ]
