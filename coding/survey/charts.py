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

STEP = 30
"""Pixels for each bar."""

OPTION, PRINTED = 260, 160
"""Pixels that an option's name and a printed figure may take; what is longer ends in "…"."""

LETTERS = 200
"""Characters of a label that a chart is given: fitting 40,000 into it takes a minute."""

TITLE, TITLE_LINES = 90, 3
"""Characters in a line of a title, and how many lines it has at most."""


def bars(
    figures: Sequence[Indicator], *, ink: str = "", title: str = "", select: str = ""
) -> alt.LayerChart:
    """Return a chart of one question's figures in their order.

    `ink` is the colour of words, that of light ground unless named. A whisker is the 95 %
    interval, where there is one. `select` names the selection that a click on a bar makes, with
    the indicator's id.
    """
    import altair as alt
    import pandas as pd

    ink = ink or tone("chart-ink")
    title = cleaned(title)
    figures = cleaned(list(figures))
    groups = {figure.subgroup for figure in figures}
    rows = pd.DataFrame(
        [
            {
                "id": figure.id,
                "option": _short(figure.option)
                if len(groups) == 1
                else f"{_short(figure.option)} · {_short(figure.subgroup)}",
                "value": figure.value,
                "low": figure.ci_low,
                "high": figure.ci_high,
                "printed": _short(f"{figure.printed} {figure.unit}".strip()),
                "of": _short(base(figure)),
            }
            for figure in figures
            if figure.value is not None
        ],
        columns=["id", "option", "value", "low", "high", "printed", "of"],
    )
    top = max([100.0, *rows["value"], *rows["high"].dropna()]) if figures else 100.0
    plain: dict[str, Any] = {"labelColor": ink, "titleColor": ink, "domain": False, "ticks": False}
    whole = alt.Chart(rows).encode(
        y=alt.Y("option:N", sort=None, title=None, axis={**plain, "labelLimit": OPTION})
    )
    scale = alt.Scale(domain=[0, top])
    drawn = whole.mark_bar(
        color=hue("blue"), opacity=0.85, cornerRadiusEnd=3, cursor="pointer"
    ).encode(
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
    chart = alt.LayerChart(layer=[drawn, whiskers, printed], height=alt.Step(STEP))
    return chart.properties(title=_lines(title)) if title else chart


def _short(label: str) -> str:
    """Cut a label off where no chart shows it any more.

    >>> _short("In the street"), len(_short("street " * 9_000))
    ('In the street', 200)
    """
    return label if len(label) <= LETTERS else label[: LETTERS - 2] + " …"


def _lines(title: str) -> list[str]:
    """Break a title into the few lines that a chart has room for.

    >>> _lines("In the street"), len(_lines("word " * 200)), _lines("word " * 200)[-1][-1]
    (['In the street'], 3, '…')
    """
    return textwrap.wrap(title, TITLE, max_lines=TITLE_LINES, placeholder=" …")


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
