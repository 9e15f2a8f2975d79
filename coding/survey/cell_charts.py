"""Draw the figures of a question for a column of a printed table: each answer above its bar.

Names of answers are printed whole, on as many lines as they need, so that no label is cut; the
letters are of the size of the table's text once the picture is as wide as it was drawn for.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from coding.files.clean import cleaned
from coding.files.tokens import hue, tone
from coding.model import Indicator

WIDTH = 300
"""Points across, of which a bar of 100 % takes `FULL`."""

DENSITY = 4
"""Dots of the picture for a point: on 7.4 cm some 400 to the inch, as printers ask for."""

FULL = 216
"""The rest is for the figure behind the bar."""

LETTERS = 50
"""Characters of an answer's name that fit on a line."""

SIZE, LINE, BAR, GAP = 11, 13, 11, 9
"""Points of the letters, of a line, of a bar, and between two answers."""


def cell_bars(figures: Sequence[Indicator]) -> dict[str, Any]:
    """Return a chart of a question's figures as Vega-Lite has it; `{}` where none has a number.

    Answers that count as none, such as refusals, come last and grey. A whisker is the 95 %
    interval, where there is one.
    """
    import altair as alt

    listed = [figure for figure in cleaned(list(figures)) if figure.value is not None]
    if not listed:
        return {}
    rows = list(_placed(sorted(listed, key=lambda figure: figure.missing)))
    top = max([100.0, *(x for bar in rows for x in (bar["value"], bar["high"]) if x is not None)])
    height = rows[-1]["to"] + 4
    ink, grey = tone("chart-ink"), tone("uncoloured")
    across = alt.Scale(domain=[0, top], range=[0, FULL])
    down = alt.Scale(domain=[0, height], range=[0, height])
    whole = alt.Chart(alt.InlineData(values=rows))
    letters: dict[str, Any] = {"align": "left", "fontSize": SIZE, "color": ink}
    names = whole.mark_text(**letters, baseline="top", lineBreak="\n", lineHeight=LINE).encode(
        x=alt.value(0), y=alt.Y("at:Q", scale=down, axis=None), text="name:N"
    )
    drawn = whole.mark_rect(cornerRadiusEnd=2).encode(
        x=alt.X("zero:Q", scale=across, axis=None),
        x2="value:Q",
        y=alt.Y("from:Q", scale=down, axis=None),
        y2="to:Q",
        color=alt.condition("datum.missing", alt.value(grey), alt.value(hue("blue"))),
    )
    known = whole.transform_filter("datum.low != null")
    whiskers = known.mark_rule(color=ink, strokeWidth=1.2).encode(
        x=alt.X("low:Q", scale=across, axis=None),
        x2="high:Q",
        y=alt.Y("middle:Q", scale=down, axis=None),
    )
    printed = whole.mark_text(
        **letters, baseline="middle", dx=6, fontWeight="bold", limit=WIDTH - FULL
    ).encode(
        x=alt.X("end:Q", scale=across, axis=None),
        y=alt.Y("middle:Q", scale=down, axis=None),
        text="printed:N",
    )
    chart = alt.LayerChart(
        layer=[names, drawn, whiskers, printed], width=WIDTH, height=height, padding=1
    )
    return dict(chart.configure_view(strokeWidth=0).to_dict())


def _placed(figures: Sequence[Indicator]) -> Iterator[dict[str, Any]]:
    """Return a row for each figure with the heights at which its name and its bar stand."""
    groups = len({figure.subgroup for figure in figures}) > 1
    at = 0
    for figure in figures:
        name = f"{figure.option} · {figure.subgroup}" if groups else figure.option
        lines = textwrap.wrap(name, LETTERS) or [""]
        bar = at + LINE * len(lines) + 1
        yield {
            "name": "\n".join(lines),
            "printed": f"{figure.printed} {figure.unit}".strip(),
            "zero": 0,
            "value": figure.value,
            "low": figure.ci_low,
            "high": figure.ci_high,
            "end": max(figure.value or 0.0, figure.ci_high or 0.0),
            "missing": figure.missing,
            "at": at,
            "from": bar,
            "to": bar + BAR,
            "middle": bar + BAR / 2,
        }
        at = bar + BAR + GAP
