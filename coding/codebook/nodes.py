"""Read YAML as texts, lists and mappings with the lines they stand on, and name its mistakes.

Only the structure is taken from the file; every value stays the text that stands there, so that
a code called `no` or `010` keeps its name. Lines and columns count from 0 here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from coding.model import canonical

if TYPE_CHECKING:
    from ruamel.yaml import YAML

DEEPEST = 40  # lists and mappings inside each other; a code below a code takes two

_STANDARD = "tag:yaml.org,2002:"  # what YAML's reader makes of `!!`

Fault = tuple[int, str, str]  # line, message, hint

# What YAML's reader says → what is wrong, in a researcher's words, and how to put it right.
# True where the mistake was made at the beginning of the text or list, not where it shows.
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a colon that YAML takes for the end of a field’s name",
        "Put the text in quotes, or check that the fields line up.",
        False,
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "text after the closing quotation mark",
        "Double the quotation marks inside the text, or use the other kind around it.",
        False,
    ),
    (
        "expected <block end>",
        "this line does not line up with the lines above it",
        "Indent it exactly like the other fields, or the other codes, beside it.",
        False,
    ),
    (
        "could not find expected ':'",
        "a line that is neither a field nor part of the text above",
        "Write `field: value`, or indent it deeper than the field it belongs to.",
        True,
    ),
    (
        "sequence entries are not allowed",
        "a dash where no list can begin",
        "Start the list in the next line, or put the text in quotes.",
        False,
    ),
    (
        "unexpected end of stream",
        "a quotation mark that is never closed",
        "Close it, or remove it.",
        True,
    ),
    (
        "expected ',' or ']'",
        "a list in [ ] that is not closed, or has a colon or a quotation mark in it",
        "Close it with ], and put such a text in quotes.",
        True,
    ),
    (
        "expected ',' or '}'",
        "a pair of { } that is not closed, or has a colon or a quotation mark in it",
        "Close it with }, and put such a text in quotes.",
        True,
    ),
    (
        "cannot start any token",
        "a text that begins with a sign YAML keeps for itself",
        "Put the text in quotes.",
        False,
    ),
    (
        "expected alphabetic or numeric character",
        "a text that begins with a sign YAML keeps for itself",
        "Put the text in quotes.",
        False,
    ),
    (
        "expected '<document start>'",
        "this does not fit the lines above it, which stand further in or are no fields",
        "Begin `codes:` and what stands above it at the margin, or take those lines out.",
        False,
    ),
    (
        "expected a comment or a line break",
        "text behind the sign | or >",
        "Begin the text in the next line, or put it in quotes.",
        False,
    ),
    (
        "chomping or indentation",
        "text behind the sign | or >",
        "Begin the text in the next line, or put it in quotes.",
        False,
    ),
    (
        "escape",
        "a backslash inside double quotation marks",
        "Double it, or put the text in single quotation marks.",
        False,
    ),
    (
        "expected the node content",
        "a comma, a bracket or dots where a text should stand",
        "Take the sign out, or put the text in quotes.",
        False,
    ),
)
_UNKNOWN = "Look at this line and the one above it; a text with signs in it stands best in quotes."


@dataclass(slots=True, eq=False)
class Node:
    """A `text`, `list` or `map` (its kind) and where it stands, first line to last.

    `flow` is true inside brackets, `items` are a list's entries or a mapping's keys and values
    by turns.
    """

    kind: str
    line: int
    column: int
    end: int
    end_column: int
    flow: bool = False
    text: str = ""
    items: list[Node] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield a mapping's keys and values."""
        return zip(self.items[::2], self.items[1::2], strict=False)

    def pair(self, key: str) -> tuple[Node, Node] | None:
        """Return one key of a mapping with its value."""
        return next((pair for pair in self.pairs() if pair[0].text == key), None)

    @property
    def empty(self) -> bool:
        """Tell whether nothing, or only an empty text, stands here."""
        return self.kind == "text" and not self.text


def plain_lines(text: str) -> list[str]:
    """Split a file into lines as an editor counts them, without their ends and without a BOM."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


@cache
def _reader() -> type[YAML]:
    """Return ruamel's reader, without its look over the disk for plug-ins at each use."""
    from ruamel.yaml import YAML

    class YamlAlone(YAML):
        def official_plug_ins(self) -> list[str]:
            return []

    return YamlAlone


def compose(lines: list[str], faults: list[Fault]) -> Node | None:
    """Return the file's outermost value; None where there is none or YAML could not be read.

    >>> compose(["codes: [one,", "  two]"], []).pair("codes")[1].end
    1
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    for n, line in enumerate(lines):
        indent = line[: len(line) - len(line.lstrip())]
        if indent.strip(" ") and indent != line:
            faults.append((n, _space(indent), "Indent with plain spaces."))
    try:
        return _build(_reader()(typ="safe", pure=True).parse("\n".join(lines)), lines, faults)
    except MarkedYAMLError as e:
        faults.append(_explain(e, lines))
    except ReaderError as e:
        sign = e.character if isinstance(e.character, str) else chr(e.character)
        for n, line in enumerate(lines):
            if sign in line:
                faults.append((n, f"the control character U+{ord(sign):04X}", "Remove it."))
    except YAMLError as e:
        faults.append((0, f"this is not valid YAML ({e})", _UNKNOWN))
    return None


def _build(events: Iterator[Any], lines: list[str], faults: list[Fault]) -> Node | None:
    """Put the reader's events together, refusing what a codebook does without."""
    root: Node | None = None
    stack: list[Node] = []
    documents = 0
    for event in events:
        kind = type(event).__name__
        start, end = event.start_mark, event.end_mark
        if kind in ("SequenceEndEvent", "MappingEndEvent"):
            node = stack.pop()
            if node.flow:
                node.end, node.end_column = end.line, end.column
            elif node.items:
                node.end, node.end_column = node.items[-1].end, node.items[-1].end_column
            continue
        if kind == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                faults.append((start.line, "a second document", "Remove the `---` line."))
                return root
        if kind not in ("ScalarEvent", "AliasEvent", "SequenceStartEvent", "MappingStartEvent"):
            continue
        node = Node("text", start.line, start.column, end.line, end.column)
        if kind == "ScalarEvent":
            node.text = canonical(event.value).strip()
            if not _storable(node.text):
                faults.append((start.line, "half of a sign, written \\ud...", "Write the sign."))
            _settle(node, stack, event.style, start.index == end.index, lines)
        elif kind != "AliasEvent":
            node.kind = "list" if kind == "SequenceStartEvent" else "map"
            node.flow = bool(event.flow_style)
        if kind == "AliasEvent":
            node.text = f"*{event.anchor}"
            faults.append(foreign(node.line, f"the alias `*{event.anchor}`"))
        else:
            if event.anchor:
                faults.append(foreign(node.line, f"the anchor `&{event.anchor}`"))
            if event.tag:
                faults.append(foreign(node.line, f"the tag `{event.tag}`".replace(_STANDARD, "!!")))
        if stack:
            stack[-1].items.append(node)
        else:
            root = node
        if node.kind != "text":
            stack.append(node)
            if len(stack) > DEEPEST:
                faults.append((node.line, "codes nested too deep", "Use fewer levels."))
                return None
    return root


def _storable(text: str) -> bool:
    """Tell whether a text can be saved; escapes such as `\\ud83d` are halves of a sign."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _settle(
    node: Node, stack: list[Node], style: str | None, nothing: bool, lines: list[str]
) -> None:
    """Mend where a text stands: the reader looks ahead after an empty one and a | or > one."""
    parent = stack[-1] if stack else None
    if nothing and parent and parent.kind == "map" and len(parent.items) % 2:
        key = parent.items[-1]
        node.line = node.end = key.end
        node.column = node.end_column = key.end_column + 1
    elif style in ("|", ">"):
        node.end = min(node.end, len(lines)) - 1
        while node.end > node.line and not lines[node.end].strip():
            node.end -= 1
        node.end_column = len(lines[node.end])


def foreign(line: int, what: str) -> Fault:
    """Word the fault of using what YAML offers and a codebook does without."""
    hint = "Write the value out; a text that begins with & * or ! needs quotes."
    return (line, f"{what} is not used in a codebook", hint)


def _space(indent: str) -> str:
    return "a tab in the indentation" if "\t" in indent else "an unusual space in the indentation"


def _explain(error: Any, lines: list[str]) -> Fault:
    """Say in plain words what YAML's reader stumbled over."""
    problem = error.problem or ""
    line = min(error.problem_mark.line if error.problem_mark else 0, len(lines) - 1)
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    if indent.strip(" "):
        return (line, _space(indent), "Indent with plain spaces.")
    for said, message, hint, at_start in _SYNTAX:
        if said in problem:
            first = error.context_mark.line if at_start and error.context_mark else line
            return (first, message, hint)
    return (line, f"this is not valid YAML ({problem})", _UNKNOWN)
