"""Show charts: colours of both grounds, letters that can be read, and words in place of them."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

from coding.project.look import cleaned, tone

EDGE = 12
"""Pixels beside a chart, so that the last figure on its axis is not cut off."""

ROWS = "rows"
"""What the data of a chart are called, whatever they hold."""

Chart = alt.Chart | alt.LayerChart | alt.FacetChart


def ink() -> str:
    """Return the colour of words in charts."""
    return tone("chart-ink", dark=in_the_dark())


def heat() -> list[str]:
    """Return the colours of the least and the most in a chart of fields."""
    return [tone("heat-least", dark=in_the_dark()), tone("heat-most", dark=in_the_dark())]


def on_heat() -> str:
    """Return the colour of numbers in fields, the same on every shade from least to most."""
    return tone("ink", dark=in_the_dark())


def in_the_dark() -> bool:
    """Say whether the page has a dark ground."""
    return st.context.theme.type == "dark"


def names_fit() -> alt.ExprRef:
    """Return how many pixels names beside rows may take: a small screen is left to the squares."""
    wide, window = "containerSize()[0]", "windowSize()[0]"
    return alt.ExprRef(f"min({wide}, {window}) < 500 ? 120 : {wide} > 1400 ? 420 : 260")


def on_top() -> alt.Legend:
    """Return the legend above a chart, one colour below the other where there is little room."""
    return alt.Legend(orient="top", columns=alt.ExprRef("containerSize()[0] < 500 ? 1 : 0"))


def lettered(chart: Chart, what: str) -> None:
    """Show a chart, its letters dark enough to read; `what` says it in words."""
    chart = chart.configure_axis(labelColor=ink(), titleColor=ink())
    chart = chart.configure_legend(labelColor=ink())
    plot(chart, what)


def plot(chart: Chart, what: str, **how: Any) -> Any:
    """Show a chart, the words in it fit for one; `what` says it in words. Every chart goes here."""
    chart = chart.configure_axisY(labelFlush=False)  # a name stands at its own row, the first too
    return plot_told(told(chart), what, **how)


def told(chart: Chart) -> dict[str, Any]:
    """Return what a window is told of a chart: words fit for one, and its data called `ROWS`."""
    spec = cleaned(chart.properties(padding={"right": EDGE}).to_dict())
    del spec["config"]["view"]["continuousWidth"], spec["config"]["view"]["continuousHeight"]
    return steady(spec)


def plot_told(spec: dict[str, Any], what: str, **how: Any) -> Any:
    """Show what `told` returned of a chart; `what` says it in words."""
    return st.vega_lite_chart(spec=spec, alt=what, **how)


def steady(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart whose first data are called `ROWS`, and all others stand where they are drawn.

    Altair calls data by what they hold. Streamlit's window puts new data into the chart that it
    is still drawing; where that has none of their name, no chart is drawn at all.
    """
    (first, rows), *more = spec["datasets"].items()
    stands = {first: {"name": ROWS}} | {name: {"values": values} for name, values in more}

    def put(value: Any) -> Any:
        match value:
            case {"name": str(name)} if name in stands:
                return stands[name]
            case dict():
                return {key: put(item) for key, item in value.items()}
            case list():
                return [put(item) for item in value]
        return value

    return {**put({k: v for k, v in spec.items() if k != "datasets"}), "datasets": {ROWS: rows}}
