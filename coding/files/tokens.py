"""Read the colours of the style sheets, so that charts drawn in Python have the same."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SHEET = Path(__file__).resolve().parents[1] / "components" / "tokens.css"
HUES = ("blue", "orange", "green", "violet", "ochre", "grey")
"""The hues of groups in a chart, in this order."""

_TOKEN = re.compile(r"^\s*--([\w-]+):\s*(.+);$", re.MULTILINE)
_PAIR = re.compile(r"^light-dark\(([^,]+), ([^,]+)\)$")


@cache
def tokens(*, dark: bool = False) -> dict[str, str]:
    """Return the value of each token of the sheet by its name, on light or on dark ground.

    >>> tokens()["tone-ink"], tokens(dark=True)["tone-ink"]
    ('#22272e', '#e4e2dc')
    """
    return {
        name: _PAIR.sub(r"\2" if dark else r"\1", value)
        for name, value in _TOKEN.findall(SHEET.read_text(encoding="utf-8"))
    }


def tone(name: str, *, dark: bool = False) -> str:
    """Return the colour of one thing, as charts take it.

    >>> tone("chart-ink"), tone("chart-ink", dark=True)
    ('#3a414b', '#e4e2dc')
    """
    return tokens(dark=dark)[f"tone-{name}"]


def hue(name: str) -> str:
    """Return a hue by its name; it is the same on light and on dark ground.

    >>> hue("blue")
    '#2f7fb8'
    """
    return tokens()[f"hue-{name}"]


def hues() -> list[str]:
    """Return the hues of groups in a chart in their order.

    >>> len(set(hues()))
    6
    """
    return [hue(name) for name in HUES]
