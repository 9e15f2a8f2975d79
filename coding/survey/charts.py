"""Draw survey figures: a bar for each option, with its interval and the base it is of."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.files.clean import cleaned
from coding.files.tokens import hue, tone
from coding.model import Indicator

if TYPE_CHECKING:
    import altair as alt

STEP, LINE = 30, 14
"""Pixels for a bar whose name has one line, and for each line more."""

OPTION_LINE = 40
"""Characters of a line of an option's name: it is wrapped, never cut."""

PRINTED = 160
"""Pixels that a printed figure may take."""

LETTERS = 600
"""Characters of a label that a chart is given: fitting 40,000 into it takes a minute."""

TITLE = 84
"""Characters in a line of a title, and of what stands below it."""

WIDTH = 420
"""Pixels that the bars of a picture for print take across."""


def bars(
    figures: Sequence[Indicator],
    *,
    ink: str = "",
    title: str = "",
    select: str = "",
    below: Sequence[str] = (),
) -> alt.LayerChart:
    """Return a chart of one question's figures, what counts as no answer last and grey.

    `ink` is the colour of words, that of light ground unless named. A whisker is the 95 %
    interval, where there is one. `select` names the selection that a click on a bar makes, with
    the indicator's id. `below` are lines under the title: base, weighting, source.
    """
    import altair as alt
    import pandas as pd

    ink = ink or tone("chart-ink")
    figures = sorted(cleaned(list(figures)), key=lambda figure: figure.missing)
    groups = {figure.subgroup for figure in figures}
    rows = pd.DataFrame(
        [_row(figure, len(groups) > 1) for figure in figures if figure.value is not None],
        columns=["id", "option", "value", "low", "high", "printed", "of", "missing"],
    )
    top = _top(rows, figures)
    plain: dict[str, Any] = {"labelColor": ink, "titleColor": ink, "domain": False, "ticks": False}
    named = {
        **plain,
        "labelLimit": 0,
        "labelExpr": "split(datum.label, '\\n')",
        "labelLineHeight": LINE,
    }
    whole = alt.Chart(rows).encode(
        y=alt.Y("option:N", sort=None, title=None, axis=named, scale=alt.Scale(padding=0.24))
    )
    scale = alt.Scale(domain=[min([0.0, *rows["low"].dropna(), *rows["value"]]), top])
    drawn = whole.mark_bar(opacity=0.85, cornerRadiusEnd=3, cursor="pointer").encode(
        color=alt.condition("datum.missing", alt.value(tone("uncoloured")), alt.value(hue("blue"))),
        x=alt.X(
            "value:Q",
            title=None,
            scale=scale,
            axis={**plain, "format": "d", "gridOpacity": 0.3, "tickCount": 5},
        ),
        tooltip=[
            alt.Tooltip("option:N", title="answer"),
            alt.Tooltip("printed:N", title="share"),
            alt.Tooltip("low:Q", title="from", format=".1f"),
            alt.Tooltip("high:Q", title="to", format=".1f"),
            alt.Tooltip("of:N", title="of"),
        ],
    )
    if select:
        drawn = drawn.add_params(alt.selection_point(name=select, fields=["id"], empty=False))
    known = alt.datum.low != None  # noqa: E711 - a Vega expression
    whiskers = (
        whole.transform_filter(known)
        .mark_rule(color=ink, strokeWidth=1.5, aria=False)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    )
    printed = (
        whole.mark_text(align="left", dx=8, color=ink, fontWeight=600, limit=PRINTED, aria=False)
        .encode(x=alt.X("end:Q", scale=scale), text="printed:N")
        .transform_calculate(end="max(datum.value, datum.high || 0)")
    )
    lines = max((str(option).count("\n") for option in rows["option"]), default=0)
    chart = alt.LayerChart(layer=[drawn, whiskers, printed], height=alt.Step(STEP + LINE * lines))
    chart = chart.properties(view=alt.ViewBackground(stroke=None))
    if not title:
        return chart
    under = [line for text in below for line in _lines(cleaned(text))]
    told = alt.TitleParams(
        _lines(cleaned(title)), subtitle=under, anchor="start", frame="bounds", offset=14,
        color=ink, subtitleColor=ink, subtitleFontSize=11, subtitlePadding=6,
    )  # fmt: skip
    return chart.properties(title=told, width=WIDTH)


def _row(figure: Indicator, grouped: bool) -> dict[str, Any]:
    """Return what is drawn of a figure; means are no shares and have no sign for one."""
    name = f"{figure.option} · {figure.subgroup}" if grouped else figure.option
    return {
        "id": figure.id,
        "option": "\n".join(wrapped(name)),
        "value": figure.value,
        "low": figure.ci_low,
        "high": figure.ci_high,
        "printed": f"{figure.printed} {figure.unit}".strip()[:LETTERS],
        "of": base(figure)[:LETTERS],
        "missing": figure.missing,
    }


def _top(rows: Any, figures: Sequence[Indicator]) -> float:
    """Return where the axis ends: at 100 for shares, at the largest value for other numbers."""
    least = 100.0 if not figures or any(figure.unit == "%" for figure in figures) else 0.0
    return float(max([least, *rows["value"], *rows["high"].dropna()]))


def wrapped(label: str) -> list[str]:
    """Break an option's name into lines; what no chart could show any more is cut off.

    >>> wrapped("In the street"), len(wrapped("street " * 9_000))
    (['In the street'], 17)
    """
    short = label if len(label) <= LETTERS else label[: LETTERS - 2] + " …"
    return textwrap.wrap(short, OPTION_LINE) or [""]


def _lines(title: str) -> list[str]:
    """Break a title into lines.

    >>> _lines("In the street"), len(_lines("word " * 200))
    (['In the street'], 8)
    """
    short = title if len(title) <= LETTERS else title[: LETTERS - 2] + " …"
    return textwrap.wrap(short, TITLE)


def base(figure: Indicator) -> str:
    """Say of whom a share is.

    >>> base(Indicator(id="a", question_id="q", question="", option="", printed="1", value=1.0,
    ...                subgroup="women", base_n=151, effective_n=140.3))
    'women, n = 151, effective n = 140'
    """
    parts = [figure.subgroup or "all respondents"]
    parts.append("n unknown" if figure.base_n is None else f"n = {figure.base_n:,}")
    if (
        figure.effective_n is not None
        and figure.base_n
        and round(figure.effective_n) != figure.base_n
    ):
        parts.append(f"effective n = {round(figure.effective_n):,}")
    return ", ".join(parts)


def picture(spec: Mapping[str, Any], kind: str = "png", scale: float = 2) -> bytes:
    """Return a chart, given as Vega-Lite has it, as PNG (2× for print) or SVG; it fetches nothing.

    Native code draws it, and takes its whole process along where it fails: see
    `coding.project.drawing`.
    """
    import vl_convert

    if kind == "svg":
        return vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[]).encode()
    return bytes(vl_convert.vegalite_to_png(dict(spec), scale=scale, allowed_base_urls=[]))
