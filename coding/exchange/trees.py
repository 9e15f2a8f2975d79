"""Bring codes into the order of their tree, and read trees that are written as lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from coding.exchange.code_names import CodePath, spelled
from coding.model.exchange import ForeignCode

_DASH = re.compile(r"(\s*)(?:[-*+•–]|\d+[.)])\s+(.*)")
_QUOTED = re.compile(r"(['\"])(.*)\1:?$")
_TAB = 4


def put_path(codes: dict[str, ForeignCode], path: CodePath) -> str:
    """Put a code and what is above it among codes; return its key, by which spellings are one."""
    key = ""
    for depth in range(1, len(path) + 1):
        parent, key = key, "\n".join(spelled(path[:depth]))
        codes.setdefault(key, ForeignCode(key=key, name=path[depth - 1], parent=parent))
    return key


def in_order(
    found: Mapping[str, ForeignCode],
) -> tuple[tuple[ForeignCode, ...], tuple[str, ...]]:
    """Return codes as a tree is read, and a note on those whose parent is not there or in a ring.

    These stand at the top.

    >>> codes = [ForeignCode(key=key, name=key, parent=up) for key, up in ("ba", "ac", "ca")]
    >>> [(c.key, c.parent) for c in in_order({code.key: code for code in codes})[0]]
    [('b', ''), ('a', ''), ('c', 'a')]
    """
    ordered: dict[str, ForeignCode] = {}
    below: dict[str, list[str]] = defaultdict(list)
    for code in found.values():
        below[code.parent if code.parent in found else ""].append(code.key)
    queue = list(reversed(below[""]))
    while queue or len(ordered) < len(found):
        key = queue.pop() if queue else next(key for key in found if key not in ordered)
        code = found[key]
        ordered[key] = replace(code, parent=code.parent if code.parent in ordered else "")
        queue += reversed([child for child in below[key] if child not in ordered])
    torn = [code.name for code in found.values() if code.parent != ordered[code.key].parent]
    if not torn:
        return tuple(ordered.values()), ()
    note = f"Please check: what {', '.join(torn[:5])} stands below is not in the file."
    return tuple(ordered.values()), (note,)


def listed(text: str) -> list[tuple[int, str]]:
    r"""Return the items of a nested list as (depth, words), whether it has dashes or is indented.

    >>> listed("- home:\n  - rent\n- 'going: back'"), listed("Home\n\tRent\n")
    ([(0, 'home'), (1, 'rent'), (0, 'going: back')], [(0, 'Home'), (1, 'Rent')])
    """
    items: list[tuple[int, str]] = []
    indents: list[int] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        dashed = _DASH.match(line)
        words = dashed[2] if dashed else line.strip()
        indent = len(line[: len(line) - len(line.lstrip())].expandtabs(_TAB))
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        items.append((len(indents) - 1, _unquoted(words.strip())))
    return items


def _unquoted(words: str) -> str:
    if quoted := _QUOTED.match(words):
        sign = quoted[1]
        return quoted[2].replace(sign * 2, sign) if sign == "'" else quoted[2].replace('\\"', '"')
    return words.removesuffix(":")
