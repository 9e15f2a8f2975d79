"""Write codes as lines of YAML that people can read and other software reads alike."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from coding.codebook.nodes import Node

WIDTH = 100
INDENT = 2

Plain = str | Sequence[str] | Mapping[str, "str | Sequence[str]"]
"""A field's value: a text, a list of texts, or either for each language."""

# Signs that cannot stand in the file as they are, and texts that YAML does not take for texts.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_NOT_TEXT = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|[-+]?[\d.][\d.,:_eExXoOa-fA-F+-]*")
_PLAIN = re.compile(r"[\w(«„“¿¡].*")


def value_of(node: Node) -> Plain:
    """Return what a field of the file holds, without its place and without empty languages."""
    if node.kind == "map":
        return {key.text: part for key, value in node.pairs() if (part := _simple(value))}
    return _simple(node)


def _simple(node: Node) -> str | Sequence[str]:
    return tuple(item.text for item in node.items) if node.kind == "list" else node.text


def scalar(text: str, *, flow: bool = False) -> str:
    r"""Write a text in one line, in quotes where YAML would take it for something else.

    >>> scalar("calm"), scalar("no"), scalar("so: no"), scalar("a, b", flow=True)
    ('calm', '"no"', '"so: no"', '"a, b"')
    """
    plain = (
        _PLAIN.fullmatch(text)
        and not _NOT_TEXT.fullmatch(text)
        and not _ESCAPED.search(text)
        and not text.endswith((":", " "))
        and ": " not in text
        and " #" not in text
        and not (flow and re.search(r"[\[\]{},:?#]", text))
    )
    if plain:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)


def text_lines(head: str, text: str, column: int) -> list[str]:
    """Write a text behind `head`; a long one below it, from `column` on, so that it wraps.

    >>> text_lines("name: ", "Safety", 2)
    ['name: Safety']
    """
    paragraphs = text.split("\n")
    pad = " " * column
    smooth = not _ESCAPED.search(text.replace("\n", "")) and all(
        line == line.strip() for line in paragraphs
    )
    if len(paragraphs) > 1 and smooth:
        return [f"{head}|-", *(f"{pad}{line}" if line else "" for line in paragraphs)]
    line = head + scalar(text)
    if len(line) > WIDTH and len(paragraphs) == 1 and smooth and "  " not in text:
        return [f"{head}>-", *_wrap(pad, text.split(" "), column)]
    return [line]


def _wrap(head: str, pieces: Sequence[str], column: int) -> list[str]:
    lines = [head + pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(" " * column + piece)
    return lines


def field_lines(key: str, value: Plain, column: int, *, block: bool = False) -> list[str]:
    """Write one field from `column` on; `block` puts each entry of a list behind a dash.

    >>> field_lines("include", ["at night", "children"], 2)
    ['  include: [at night, children]']
    """
    pad = " " * column
    if isinstance(value, str):
        return text_lines(f"{pad}{key}: ", value, column + INDENT)
    if isinstance(value, Mapping):
        texts = [f"{k}: {scalar(v, flow=True)}" for k, v in value.items() if isinstance(v, str)]
        line = f"{pad}{key}: {{{', '.join(texts)}}}"
        if key == "name" and len(texts) == len(value) and len(line) <= WIDTH:
            return [line]
        lines = [f"{pad}{key}:"]
        for language, part in value.items():
            lines += field_lines(language, part, column + INDENT, block=block)
        return lines
    if not block:
        items = [scalar(item, flow=True) for item in value]
        pieces = [f"{item}," for item in items[:-1]] + [f"{items[-1]}]"]
        return _wrap(f"{pad}{key}: [", pieces, column + INDENT)
    lines = [f"{pad}{key}:"]
    for item in value:
        lines += item_lines(item, column + INDENT)
    return lines


def item_lines(item: str, dash: int) -> list[str]:
    """Write one entry of a list behind a dash in column `dash`.

    >>> item_lines("It is calm here.", 2)
    ['  - It is calm here.']
    """
    return text_lines(f"{' ' * dash}- ", item, dash + INDENT)


def code_lines(
    fields: Mapping[str, Plain], dash: int, *, children: Sequence[Sequence[str]] = ()
) -> list[str]:
    """Write a code with its dash in column `dash`, and below it the lines of its children.

    >>> code_lines({"id": "calm", "name": "Calm"}, 2)
    ['  - id: calm', '    name: Calm']
    """
    column = dash + INDENT
    lines: list[str] = []
    for key, value in fields.items():
        if value:
            lines += field_lines(key, value, column, block=key == "examples")
    if children:
        lines.append(f"{' ' * column}codes:")
        for child in children:
            lines += child
    lines[0] = f"{' ' * dash}- {lines[0][column:]}"
    return lines


def indent_of(line: str) -> int:
    """Count the spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def shifted(lines: list[str], delta: int) -> list[str]:
    """Indent lines deeper by `delta`, or less deep where it is negative.

    >>> shifted(["  - id: a", "    name: A"], -2)
    ['- id: a', '  name: A']
    """
    if delta >= 0:
        return [" " * delta + line if line.strip() else line for line in lines]
    return [line[min(-delta, indent_of(line)) :] for line in lines]
