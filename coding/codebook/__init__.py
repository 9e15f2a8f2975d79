"""Read codebook.yaml, and change one code in it without touching a line of the others.

Text in, text out; the caller reads and writes the file. An edit replaces only the lines
concerned, so that comments, order, quotes, indentation and blank lines stay as people wrote them.
A comment right above a code, indented like its dash, belongs to that code; one set off by a blank
line stays where it is. Codes written in braces or brackets are written out in lines once one of
them changes.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files

from coding.codebook.editing import add, add_all, edit, merge, move, parse, remove
from coding.codebook.merging import Differences, differences, taken_back
from coding.language.latin import readable_id

__all__ = [
    "Differences",
    "add",
    "add_all",
    "blank",
    "differences",
    "edit",
    "merge",
    "move",
    "new_code_id",
    "parse",
    "remove",
    "taken_back",
]


def blank() -> str:
    """Return the codebook of a new project: no code yet, and comments that say how to write one."""
    return (files("coding.codebook") / "blank.yaml").read_text("utf-8")


def new_code_id(name: str, taken: Collection[str]) -> str:
    """Return a readable id for a new code, unlike all that are taken.

    >>> new_code_id("Дом и семья", {"dom_i_semya"})
    'dom_i_semya_2'
    """
    return readable_id(name, taken, otherwise="code")
