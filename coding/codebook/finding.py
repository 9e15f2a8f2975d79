"""Find the code that somebody means who writes its id, its name, or its path in the tree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from coding.model import Code, Codebook

_PARTS = re.compile(r"\s*(?:->|→|=>|>|::|\\|›|/)\s*")


class CodesByName:
    """The codes of a codebook by what people call them.

    An id counts most, then a name letter by letter in any language, then without regard to case
    and blanks; a path may leave out what is above. Each kind is asked only if the one before knows
    no code.
    """

    def __init__(self, book: Codebook) -> None:
        self.book = book
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._spelled: dict[str, list[str]] = defaultdict(list)
        for code in book:
            for name in _names(code):
                self._exact[name].append(code.id)
                self._spelled[spelled(name)].append(code.id)
        for code in book:
            if spelled(code.id) not in self._spelled:
                self._spelled[spelled(code.id)] = [code.id]

    def find(self, told: str | Sequence[str]) -> tuple[str, ...]:
        """Return the ids of the codes that a name, an id or a path may mean: best exactly one.

        >>> home, rent = Code(id="h", name="Home"), Code(id="r", name="Rent", parent="h")
        >>> codes = CodesByName(Codebook((home, rent)))
        >>> codes.find("r"), codes.find(" rent"), codes.find("Home > Rent"), codes.find("x")
        (('r',), ('r',), ('r',), ())
        """
        if isinstance(told, str):
            name = " ".join(told.split())
            if name in self.book:
                return (name,)
            found = self._exact.get(name) or self._spelled.get(spelled(name))
            if found:
                return tuple(dict.fromkeys(found))
            path = [part for part in _PARTS.split(name) if part]
            return self.find(path) if len(path) > 1 else ()
        path = [part for part in told if part.strip()]
        if len(path) < 2:
            return self.find(path[0]) if path else ()
        ends = [code for code in self.find(path[-1]) if self._below(code, path[:-1])]
        whole = [code for code in ends if len(self.book.path(code)) == len(path)]
        return tuple(whole or ends)

    def knows(self, told: str) -> bool:
        """Tell whether a name, an id or a path is that of a code."""
        return bool(self.find(told))

    def _below(self, code: str, above: Sequence[str]) -> bool:
        """Tell whether the names of a path end what stands above a code."""
        over = self.book.path(code)[:-1]
        if len(over) < len(above):
            return False
        pairs = zip(over[len(over) - len(above) :], above, strict=True)
        return all(
            spelled(told) in {spelled(name) for name in (*_names(there), there.id)}
            for there, told in pairs
        )


def spelled(name: str) -> str:
    """Return a code's name as names are compared where nobody wrote it letter by letter.

    >>> spelled("Daily_life "), spelled("DAILY  life")
    ('daily life', 'daily life')
    """
    return " ".join(name.replace("_", " ").casefold().split())


def _names(code: Code) -> list[str]:
    return list(dict.fromkeys(" ".join(name.split()) for name in (code.name, *code.names.values())))
