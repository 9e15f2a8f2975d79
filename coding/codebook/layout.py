"""Find the lines of codebook.yaml that a change of one code touches, and change only those."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from coding.codebook.faults import Entry, Reading
from coding.codebook.lines import (
    INDENT,
    Plain,
    code_lines,
    field_lines,
    indent_of,
    item_lines,
    value_of,
)
from coding.codebook.nodes import Node, plain_lines

Edit = tuple[int, int, list[str]]
"""The lines `start` ≤ n < `end`, counted from 0, and what takes their place."""

_HEADER = re.compile(r"\s*:(?:\s*[|>][-+\d]*|\s*\[\s*\]|\s*\{\s*\})?(\s+#.*?)?\s*")


@lru_cache(maxsize=8)
def read(text: str, where: str = "codebook.yaml") -> Reading:
    """Read a codebook once, however often one act looks at it."""
    return Reading(text, where=where)


class File:
    """A sound codebook as lines. Raises CodebookError on a faulty one."""

    def __init__(self, text: str) -> None:
        self.reading = read(text).checked()
        self.entries = self.reading.entries
        self.lines = plain_lines(text)
        self._text = text
        first = next((e for e in self.entries.values() if not e.siblings.flow), None)
        self.offset = INDENT if first is None else first.siblings.column - self._column(first)

    def _column(self, entry: Entry) -> int:
        return entry.parent.node.column if entry.parent else 0

    def children(self, code_id: str) -> list[Entry]:
        """Return the entries directly below a code, or the top ones for `""`."""
        return [self.entries[code.id] for code in self.reading.codebook.children(code_id)]

    def changed(self, edits: Sequence[Edit]) -> str:
        """Return the text after some edits, none of which overlap."""
        pieces = re.split(r"(\r\n|\r|\n)", self._text)
        ends = pieces[1::2]
        end = Counter(ends).most_common(1)[0][0] if ends else "\n"
        whole = [line + e for line, e in zip(pieces[::2], [*ends, ""], strict=True)]
        if not whole[-1]:
            whole.pop()
        elif any(new and start >= len(whole) for start, _, new in edits):
            whole[-1] += end
        # From the end, so that line numbers hold; of two at one place the first stays above.
        in_order = sorted(edits, key=lambda edit: edit[:2])
        for start, stop, new in in_order[::-1]:
            whole[start:stop] = [line + end for line in new]
        return "".join(whole)

    def region(self, entry: Entry) -> tuple[int, int]:
        """Return the lines of a block entry, with the comments that belong to it."""
        dash = entry.siblings.column
        start = self._start(entry)
        while start and self._comment(start - 1) and indent_of(self.lines[start - 1]) == dash:
            start -= 1
        end = probe = entry.node.end + 1
        while probe < len(self.lines):
            if self._comment(probe) and indent_of(self.lines[probe]) > dash:
                end = probe + 1
            elif not self._blank(probe):
                break
            probe += 1
        return start, end

    def insertion(
        self,
        parent: str,
        position: int | None,
        lines: Callable[[int], list[str]],
        *,
        without: Entry | None = None,
    ) -> Edit:
        """Put the lines of a code, given its dash's column, below a parent as child `position`.

        `without` is the entry to be moved there, which does not count among the children.
        """
        family = [entry for entry in self.children(parent) if entry is not without]
        if family:
            new = lines(family[0].siblings.column)
            starts = [self.region(entry)[0] for entry in family]
            gap = [""] if any(self._blank(start - 1) for start in starts[1:]) else []
            if position is None or position >= len(family):
                end = self.region(family[-1])[1]
                return end, end, gap + new
            start = starts[max(position, 0)]
            return start, start, new + gap
        owner = self.entries[parent].node if parent else self.reading.root
        column = owner.column if owner and parent else 0
        new = lines(column + self.offset)
        if pair := owner.pair("codes") if owner else None:
            key, value = pair
            return key.line, value.end + 1, [self._head(key) + self._tail(key, value), *new]
        end = self.region(self.entries[parent])[1] if parent else len(self.lines)
        return end, end, [" " * column + "codes:", *new]

    def removal(self, entry: Entry) -> list[Edit]:
        """Take out an entry with all below it, and the list it was in if that gets empty.

        Of the blank lines above and below it the fewer go with it, so that the gap it was put into
        is as wide as before.
        """
        start, end = self.region(entry)
        siblings = self.children(entry.parent.code.id if entry.parent else "")
        last = entry is siblings[-1]
        above, below = start, end
        while self._blank(above - 1):
            above -= 1
        while self._blank(below):
            below += 1
        if last or 0 < start - above <= below - end:
            start = above
        else:
            end = below
        edits: list[Edit] = [(start, end, [])]
        if len(siblings) == 1:
            owner = entry.parent.node if entry.parent else self.reading.root
            if pair := owner.pair("codes") if owner else None:
                key, value = pair
                head, tail = self._head(key), self._tail(key, value)
                edits.append(
                    self._without(key, key.line + 1)
                    if entry.parent
                    else (key.line, key.line + 1, [f"{head} []{tail}"])
                )
        return edits

    def patch(
        self, node: Node, changes: Mapping[str, Plain], order: Sequence[str] = ()
    ) -> list[Edit]:
        """Set keys of a block mapping, new ones in `order`; an empty value removes a key."""
        edits: list[Edit] = []
        added: dict[int, list[str]] = {}
        for key in sorted(changes, key=order.index) if order else changes:
            value, pair = changes[key], node.pair(key)
            if pair and not value:
                edits.append(self._without(pair[0], max(pair[0].end, pair[1].end) + 1))
            elif pair and value != value_of(pair[1]):
                edits += self._replaced(*pair, value)
            elif value and not pair:
                before = [
                    (k, v)
                    for k, v in node.pairs()
                    if not order or order.index(k.text) < order.index(key)
                ]
                dashes = any(v.kind == "list" and not v.flow for _, v in before)
                block = key == "examples" if order else dashes
                at = max(max(k.end, v.end) for k, v in before) + 1
                added.setdefault(at, []).extend(field_lines(key, value, node.column, block=block))
        return edits + [(at, at, lines) for at, lines in added.items()]

    def _replaced(self, key: Node, old: Node, value: Plain) -> list[Edit]:
        if old.kind == "map" and not old.flow and isinstance(value, Mapping):
            gone: dict[str, Plain] = {k.text: "" for k, _ in old.pairs()}
            return self.patch(old, gone | dict(value))
        if old.kind == "list" and not old.flow and not isinstance(value, str | Mapping):
            kept, start = {}, old.line
            for item in old.items:
                kept[item.text] = self.lines[start : item.end + 1]
                start = item.end + 1
            blocks = [kept.pop(text, []) or item_lines(text, old.column) for text in value]
            return [(old.line, old.end + 1, [line for block in blocks for line in block])]
        block = not old.flow if old.kind == "list" else key.text == "examples"
        lines = field_lines(key.text, value, key.column, block=block)
        head = self.lines[key.line][: key.column]
        lines[0] = head + lines[0][key.column :] + self._tail(key, old)
        return [(key.line, max(key.end, old.end) + 1, lines)]

    def unfolded(self, code_id: str) -> str | None:
        """Write out in lines the outermost brackets or braces around a code or its children.

        None if there are none.
        """
        chain: list[Entry] = []
        entry = self.entries.get(code_id)
        while entry:
            chain.insert(0, entry)
            entry = entry.parent
        owner = root = self.reading.root
        if root and root.flow:
            lines = self._codes_lines(root, "codes:", -INDENT)
            return self.changed([(root.line, root.end + 1, lines)])
        for entry in (*chain, None):
            if owner and (pair := owner.pair("codes")) and pair[1].flow and pair[1].items:
                key, value = pair
                head = self._head(key) + self._tail(key, value)
                lines = self._codes_lines(owner, head, key.column - INDENT)
                return self.changed([(key.line, value.end + 1, lines)])
            if entry and entry.node.flow:
                node = entry.node
                start = self._start(entry)
                lines = self._code_lines(node, entry.siblings.column)
                rest = self.lines[node.end][node.end_column :]
                lines[0] += rest if rest.lstrip().startswith("#") else ""
                return self.changed([(start, node.end + 1, lines)])
            owner = entry.node if entry else None
        return None

    def _codes_lines(self, owner: Node, head: str, dash: int) -> list[str]:
        pair = owner.pair("codes")
        items = pair[1].items if pair else []
        dash += INDENT + self.offset
        return [head, *(line for item in items for line in self._code_lines(item, dash))]

    def _code_lines(self, node: Node, dash: int) -> list[str]:
        fields = {k.text: value_of(v) for k, v in node.pairs() if k.text != "codes"}
        pair = node.pair("codes")
        below = dash + INDENT + self.offset
        children = [self._code_lines(item, below) for item in (pair[1].items if pair else ())]
        return code_lines(fields, dash, children=children)

    def _head(self, key: Node) -> str:
        return self.lines[key.line][: key.column] + f"{key.text}:"

    def _tail(self, key: Node, value: Node) -> str:
        """Return the comment behind a field, with the space before it."""
        found = _HEADER.fullmatch(self.lines[key.line][key.end_column :])
        if not found:
            found = re.fullmatch(r"(\s+#.*)?\s*", self.lines[value.end][value.end_column :])
        return (found[1] or "") if found else ""

    def _without(self, key: Node, end: int) -> Edit:
        """Remove a field, but not the dash before it."""
        head = self.lines[key.line][: key.column].rstrip()
        return key.line, end, [head] if head else []

    def _start(self, entry: Entry) -> int:
        """Return the line of an entry's dash, which may stand above its first field."""
        line, column = entry.node.line, entry.siblings.column
        while line > entry.siblings.line and self.lines[line][: column + 1].strip() != "-":
            line -= 1
        return line

    def _blank(self, line: int) -> bool:
        return 0 <= line < len(self.lines) and not self.lines[line].strip()

    def _comment(self, line: int) -> bool:
        return self.lines[line].lstrip().startswith("#")
