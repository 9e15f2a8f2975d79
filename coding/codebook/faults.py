"""Read codebook.yaml as codes with their places, and name every fault in it at once.

Lines of a `Node` count from 0, the lines in messages and in `Code.line` from 1.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coding.codebook.nodes import Fault, Node, compose, foreign, plain_lines
from coding.errors import CodebookError, CodingError
from coding.model import CODE_LISTS, Code, Codebook

KEYS = (
    "id",
    "name",
    "definition",
    "include",
    "exclude",
    "keywords",
    "examples",
    "color",
    "indicators",
    "codes",
)

FIELDS = tuple(key for key in KEYS if key not in ("id", "codes"))
"""What a code says, and what people change of it."""

_MEANT = {
    "title": "name",
    "label": "name",
    "description": "definition",
    "quotes": "examples",
    "children": "codes",
    "subcodes": "codes",
}
ID = re.compile(r"[A-Za-z0-9_-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_ID_LINE = re.compile(r"""^\s*(?:-\s+)?\{?\s*id:\s*(["']?)([A-Za-z0-9_-]+)\1\s*(?:[,}#].*)?$""")


@dataclass(slots=True, eq=False)
class Entry:
    """A code with where it stands: its own mapping, the list it is in, the entry above."""

    code: Code
    node: Node
    siblings: Node
    parent: Entry | None


class Reading:
    """Read a codebook's text: `entries` by id, their `codebook`, or a CodebookError on asking."""

    def __init__(self, text: str, *, where: str = "codebook.yaml") -> None:
        self.where = where
        self.lines = plain_lines(text)
        self.language = ""  # the first one met
        self.entries: dict[str, Entry] = {}
        self.faults: list[Fault] = []
        self.root = compose(self.lines, self.faults)
        if self.root is not None:
            self._file(self.root)
        elif self.faults:
            self._scan()

    def checked(self) -> Reading:
        """Return this reading, or raise CodebookError with every fault in the file's order."""
        if self.faults:
            raise CodebookError(
                [
                    CodingError(message, f"{self.where}:{line + 1}", hint)
                    for line, message, hint in dict.fromkeys(sorted(self.faults))
                ]
            )
        return self

    @property
    def codebook(self) -> Codebook:
        """Return the codes read."""
        return Codebook(tuple(entry.code for entry in self.entries.values()))

    def _fault(self, line: int, message: str, hint: str = "") -> None:
        self.faults.append((line, message, hint))

    def _scan(self) -> None:
        """Find what lines alone can tell, once the structure is lost."""
        first: dict[str, int] = {}
        for n, line in enumerate(self.lines):
            if found := _ID_LINE.match(line):
                if found[2] in first:
                    self._twice(n, found[2], first[found[2]])
                first.setdefault(found[2], n)

    def _twice(self, line: int, code_id: str, first: int) -> None:
        message = f"code `{code_id}` appears twice (line {first + 1} and line {line + 1})"
        self._fault(line, message, "Give one of them another id.")

    # ── from nodes to codes ──────────────────────────────────────────────────────────────────

    def _file(self, root: Node) -> None:
        if root.empty:
            return
        if root.kind != "map":
            hint = "Put `codes:` in a line of its own above the first code."
            self._fault(root.line, "the codes should stand below `codes:`", hint)
            return
        fields = self._fields(root, ("codes",), "the file")
        if "codes" in fields:
            self._codes(fields["codes"], None)

    def _codes(self, node: Node, parent: Entry | None) -> None:
        if node.empty:
            return
        if node.kind != "list":
            hint = "Begin each code with a dash: `- id: ...`."
            self._fault(node.line, "`codes` should be a list of codes", hint)
            return
        for item in node.items:
            if item.kind == "map":
                self._code(item, node, parent)
            else:
                hint = "Write `- id: ...` and below it `name: ...`."
                self._fault(item.line, "a code should have fields, at least id and name", hint)

    def _code(self, node: Node, siblings: Node, parent: Entry | None) -> None:
        pair = node.pair("id")
        code_id = pair[1].text if pair and pair[1].kind == "text" else ""
        line = pair[0].line if pair else node.line
        fields = self._fields(node, KEYS, f"code `{code_id}`" if code_id else "a code")
        if not code_id:
            self._fault(line, "a code without an id", "Give it one, such as `id: safety`.")
        elif not ID.fullmatch(code_id):
            hint = "Use only the letters a-z, digits, _ and -."
            self._fault(line, f"the id `{code_id}` has other signs than letters a-z", hint)
        before = len(self.faults)
        names = self._text(fields.get("name"), "name")
        if not any(names.values()) and len(self.faults) == before:
            message = f"code `{code_id}` has no name" if code_id else "a code without a name"
            place = fields["name"].line if "name" in fields else line
            self._fault(place, message, "Add `name: ...`.")
        definitions = self._text(fields.get("definition"), "definition")
        lists = {key: self._list(fields.get(key), key) for key in CODE_LISTS}
        entry = Entry(
            code=Code(
                id=code_id,
                name=self._first(names),
                names={k: v for k, v in names.items() if k},
                definition=self._first(definitions),
                definitions={k: v for k, v in definitions.items() if k},
                include=lists["include"],
                exclude=lists["exclude"],
                keywords=self._keywords(fields.get("keywords")),
                examples=lists["examples"],
                color=self._color(fields.get("color")),
                indicators=lists["indicators"],
                parent=parent.code.id if parent else "",
                line=node.line + 1,
            ),
            node=node,
            siblings=siblings,
            parent=parent,
        )
        if code_id in self.entries:
            self._double(entry, self.entries[code_id])
        elif code_id:
            self.entries[code_id] = entry
        if "codes" in fields:
            self._codes(fields["codes"], entry)

    def _double(self, entry: Entry, other: Entry) -> None:
        line, first = entry.node.line, other.node.line
        if entry.parent is other.parent:
            self._twice(line, entry.code.id, first)
            return
        one, two = (
            f"`{e.parent.code.id}` (line {e.parent.code.line})" if e.parent else "the top level"
            for e in (other, entry)
        )
        hint = f"Keep it in one place only; it stands first in line {first + 1}."
        self._fault(line, f"code `{entry.code.id}` has two parents: {one} and {two}", hint)

    def _fields(self, node: Node, known: tuple[str, ...], owner: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in node.pairs():
            name = key.text
            if key.kind != "text":
                self._fault(key.line, f"the name of a field of {owner} should be a text")
            elif name in found:
                hint = f"Keep one of them; the first is in line {found[name].line + 1}."
                self._fault(key.line, f"`{name}` appears twice in {owner}", hint)
            elif name == "<<":
                self.faults.append(foreign(key.line, "the merge key `<<`"))
            elif name not in known:
                close = difflib.get_close_matches(name.lower(), known, n=1)
                meant = close[0] if close else _MEANT.get(name.lower(), "")
                guess = f" → did you mean `{meant}`?" if meant in known else ""
                hint = "" if guess else f"Known here: {', '.join(known)}."
                self._fault(key.line, f"unknown field `{name}` in {owner}{guess}", hint)
            else:
                found[name] = value
        return found

    def _first(self, texts: Mapping[str, str]) -> str:
        return texts.get(self.language) or next((t for t in texts.values() if t), "")

    def _languages(self, node: Node, what: str) -> Iterator[tuple[str, Node]]:
        found: set[str] = set()
        for key, value in node.pairs():
            if not LANGUAGE.fullmatch(key.text):
                hint = "Use codes of two or three letters, such as en, ru, sr or sr-Latn."
                self._fault(key.line, f"`{key.text}` in `{what}` is not a language code", hint)
            elif key.text in found:
                self._fault(key.line, f"the language `{key.text}` appears twice in `{what}`")
            else:
                found.add(key.text)
                self.language = self.language or key.text
                yield key.text, value

    def _text(self, node: Node | None, what: str) -> dict[str, str]:
        """Read a text, or one for each language: by language, with the key "" for plain text."""
        if node is None:
            return {}
        if node.kind == "text":
            return {"": node.text}
        if node.kind == "list":
            self._fault(node.line, f"`{what}` should be a text, not a list")
            return {}
        texts: dict[str, str] = {}
        for language, value in self._languages(node, what):
            if value.kind != "text":
                self._fault(value.line, f"`{what}` in `{language}` should be a text")
            elif value.text:
                texts[language] = value.text
        return texts

    def _list(self, node: Node | None, what: str) -> tuple[str, ...]:
        if node is None or node.empty:
            return ()
        if node.kind != "list":
            hint = (
                f"Put each entry behind a dash, or all in brackets: {what.split()[0]}: [one, two]."
            )
            self._fault(node.line, f"`{what}` should be a list", hint)
            return ()
        for item in node.items:
            if item.kind != "text" or not item.text:
                wrong = "an empty entry" if item.kind == "text" else "an entry that is not a text"
                hint = "Remove it, or put a text with a colon in quotes."
                self._fault(item.line, f"{wrong} in `{what}`", hint)
        return tuple(item.text for item in node.items if item.kind == "text" and item.text)

    def _keywords(self, node: Node | None) -> dict[str, tuple[str, ...]]:
        if node is None or node.kind != "map":
            words = self._list(node, "keywords")
            return {"": words} if words else {}
        found: dict[str, tuple[str, ...]] = {}
        for language, value in self._languages(node, "keywords"):
            if words := self._list(value, f"keywords in {language}"):
                found[language] = words
        return found

    def _color(self, node: Node | None) -> str:
        if node is None or (node.empty and "#" not in self.lines[node.line][node.column :]):
            return ""
        if node.kind == "text" and COLOR.fullmatch(node.text):
            return node.text
        hint = 'Write six digits and letters a-f behind #, in quotes: "#4477aa".'
        self._fault(node.line, "`color` is not a colour", hint)
        return ""
