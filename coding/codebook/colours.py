"""Give codes their colours: one each, wherever a code is shown and wherever it is moved.

A code has its own colour, else that of the nearest code above it that has one. A code at the top
without any is given one by its place; so that it keeps it, an act that changes the places writes
down what those had whose place is another now.
"""

from __future__ import annotations

from coding.codebook.editing import edit, parse
from coding.files.tokens import hue
from coding.model import Code, Codebook

SPARE = tuple(hue("codes").split())
"""Colours for codes that have none, in the order in which they are given."""


def color_of(code: Code, book: Codebook) -> str:
    """Return a code's colour; see the top of this module.

    >>> book = Codebook((Code(id="a", name="A", color="red"), Code(id="b", name="B"),
    ...                  Code(id="c", name="C", parent="b")))
    >>> [color_of(code, book) for code in book] == ["red", SPARE[1], SPARE[1]]
    True
    """
    path = book.path(code.id)
    own = next((c.color for c in reversed(path) if c.color), "")
    return own or SPARE[[c.id for c in book.children("")].index(path[0].id) % len(SPARE)]


def free_color(book: Codebook) -> str:
    """Return the first colour that no code at the top has, that of the fewest where all are taken.

    >>> free_color(Codebook((Code(id="a", name="A"),))) == SPARE[1]
    True
    """
    taken = [color_of(code, book).lower() for code in book.children("")]
    return min(SPARE, key=lambda color: taken.count(color.lower()))


def keep_colors(before: str, after: str) -> str:
    """Return the text of a changed codebook in which codes at the top have the colours they had.

    `before` is its text before the change. A code that came to the top keeps what it had below.
    """
    old, new = parse(before), parse(after)
    for code in new.children(""):
        had = color_of(old.by_id[code.id], old) if code.id in old else ""
        if had and not code.color and color_of(code, new) != had:
            after = edit(after, code.id, {"color": had})
    return after
