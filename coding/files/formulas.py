"""Keep texts from being run as formulas where a spreadsheet opens a csv, and take that back.

A `'` before a text does the first; whoever reads a csv of ours takes it away again.
"""

from __future__ import annotations

import re

# What a spreadsheet may take for a formula, full-width signs and leading spaces included, and
# what already carries the guard: that gets one more `'`, so that reading takes back just one.
_FORMULA = re.compile(r"'*(?:[\t\r]|\s*[=+\-@＝＋－＠])")
_GUARDED = re.compile(r"'+(?:[\t\r]|\s*[=+\-@＝＋－＠])")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula when it opens a csv.

    >>> guarded("=HYPERLINK()"), guarded("- No."), guarded("safe")
    ("'=HYPERLINK()", "'- No.", 'safe')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def is_guarded(text: str) -> bool:
    """Tell whether a text has the guard, or begins as if it had."""
    return bool(_GUARDED.match(text))


def unguarded(text: str) -> str:
    """Take back what `guarded` put before a text.

    >>> unguarded("'- No."), unguarded("'tis"), unguarded(guarded("'=1"))
    ('- No.', "'tis", "'=1")
    """
    return text[1:] if is_guarded(text) else text
