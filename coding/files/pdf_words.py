"""Say what a word of a PDF is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word between two blanks: its letters, its left and right end, and how it looks.

    Lengths are points from the page's left and bottom edge, `y` is the line that it stands on; on
    a page that is read from right to left they are points from its right edge. `black` words are
    covered in black.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    black: bool = False
