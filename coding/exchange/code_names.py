"""Read the names of codes as people write several, or one below another, in a cell.

`fear; safety` are two codes; `safety->children`, `Safety > Children` and `Safety::Children` are one
below another. A comma, a point, a slash or a colon may part codes or stand in the name of one: the
names of the whole file tell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

_LISTED = re.compile(r"\s*[;|\n]\s*")
_STRONG = re.compile(r"\s*(?:->|→|=>|>|::|\\)\s*")
_WEAK = (".", "/", ":", " - ", " – ", " — ", "_")
_LEAST = 3

CodePath = tuple[str, ...]


def nothing_known(_name: str) -> bool:
    """Know no code."""
    return False


class CodeNames:
    """How the codes of one file are written, from all cells that name codes.

    `comma` says that a comma parts codes, `weak` which sign parts a code from what it is below.
    """

    def __init__(
        self, cells: Iterable[str], is_code: Callable[[str], bool] = nothing_known
    ) -> None:
        self.is_code = is_code
        listed = [name for cell in dict.fromkeys(cells) for name in self._parted(cell)]
        self.comma = self._commas_part(listed)
        names = Counter(name for cell in listed for name in self._by_comma(cell))
        self.weak = next((sign for sign in _WEAK if is_path(sign, list(names), is_code)), "")

    def paths(self, cell: str) -> list[CodePath]:
        """Return the codes that a cell names, each as the names from the top down to it.

        >>> CodeNames(["a"]).paths("fear; safety -> children")
        [('fear',), ('safety', 'children')]
        >>> CodeNames(["Home", "Home.Rent", "Home.Calm"]).paths("Home.Rent")
        [('Home', 'Rent')]
        """
        found = [
            self.path(name) for listed in self._parted(cell) for name in self._by_comma(listed)
        ]
        return list(dict.fromkeys(path for path in found if path))

    def path(self, name: str) -> CodePath:
        """Return one code's name as the names from the top down to it."""
        name = _bare(name)
        if self.is_code(name):
            strong = _STRONG.split(name)
            return tuple(filter(None, strong)) if len(strong) > 1 else (name,)
        parts = _STRONG.split(name)
        if len(parts) == 1 and self.weak:
            parts = cut(name, self.weak)
        return tuple(part for part in map(_bare, parts) if part)

    def _parted(self, cell: str) -> list[str]:
        if self.is_code(cell.strip()):
            return [cell.strip()]
        return [name for name in map(_bare, _LISTED.split(cell)) if name]

    def _by_comma(self, name: str) -> list[str]:
        if not self.comma or self.is_code(name):
            return [name]
        return [part for part in map(_bare, name.split(",")) if part]

    def _commas_part(self, names: list[str]) -> bool:
        """Tell whether commas part codes: what stands between them comes again elsewhere."""
        with_comma = [name for name in names if "," in name and not self.is_code(name)]
        if not with_comma:
            return False
        times = Counter(
            part for name in names for part in {_bare(p).casefold() for p in name.split(",")}
        )
        again = sum(
            all(
                times[_bare(part).casefold()] > 1 or self.is_code(_bare(part))
                for part in name.split(",")
            )
            for name in with_comma
        )
        return again * 2 >= len(with_comma)


def is_path(
    sign: str, names: Sequence[str], is_code: Callable[[str], bool] = nothing_known
) -> bool:
    """Tell whether a sign parts codes from what they are below: what is before it comes again.

    >>> is_path(".", ["Home", "Home.Rent"]), is_path(".", ["U.S. policy", "e.g. home"])
    (True, False)
    """
    known = {name.casefold() for name in names}
    tails: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if not _STRONG.search(name) and not is_code(name):
            head, *rest = cut(name, sign)
            if rest:
                tails[head.casefold()].add(" ".join(rest))
    several = sum(map(len, tails.values()))
    if several < _LEAST:
        return several > 0 and all(head in known for head in tails)
    shared = sum(len(t) for head, t in tails.items() if len(t) > 1 or head in known)
    return shared * 10 >= several * 8


def spelled(path: CodePath) -> CodePath:
    """Return a code's path as it is compared: case, blanks and underscores do not tell codes apart.

    >>> spelled(("Daily  Life", "Rent "))
    ('daily life', 'rent')
    """
    return tuple(" ".join(name.replace("_", " ").casefold().split()) for name in path)


def cut(name: str, sign: str) -> list[str]:
    """Return a name's parts at a sign; one beside a blank, a digit or a lone letter is none."""
    if sign == ".":
        parts = re.split(r"(?<=[^\W\d]{2})\.(?=[^\W\d]{2})", name)
    elif sign == ":":
        parts = re.split(r"(?<=\w):\s*(?=\w)", name)
    elif sign == "/":
        parts = re.split(r"\s*/\s*", name)
    else:
        parts = name.split(sign)
    return [part for part in map(_bare, parts) if part] or [name]


def _bare(name: str) -> str:
    return " ".join(name.split()).strip(" ,;")
