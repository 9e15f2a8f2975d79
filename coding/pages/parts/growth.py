"""Draw how codes and codings came up, interview by interview and day by day."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from coding.pages.parts.charts import lettered
from coding.pages.parts.widgets import section
from coding.project.look import hue
from coding.project.overview import Standing, Step, interview_name


def saturation_chart(now: Standing) -> alt.LayerChart:
    """Draw how many different codes have been used by each interview, in the order of the list."""
    names = {t.id: interview_name(group) for group in now.interviews for t in group}
    rows = pd.DataFrame(
        [
            {"interview": names[s.label], "codes": s.codes_so_far, "fresh": len(s.new_codes)}
            for s in now.saturation
        ],
        columns=["interview", "codes", "fresh"],
    )
    base = alt.Chart(rows).encode(
        x=alt.X("interview:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("codes:Q", title="codes used so far", axis=alt.Axis(tickMinStep=1)),
        tooltip=["interview", "codes", alt.Tooltip("fresh:Q", title="new here")],
    )
    drawn: alt.LayerChart = (
        base.mark_line(color=hue("blue")) + base.mark_point(color=hue("blue"), filled=True, size=90)
    ).properties(height=240)
    return drawn


def days_chart(days: Sequence[Step]) -> alt.Chart:
    """Draw how the codings added up day by day: between two days of work nothing was added.

    The year stands beside the day where there are days of two.
    """
    years = {s.label[:4] for s in days}
    written = "%-d %b" if len(years) < 2 else "%-d %b %Y"
    rows = pd.DataFrame(
        [{"day": s.label, "codings": s.codings_so_far, "added": s.codings} for s in days],
        columns=["day", "codings", "added"],
    )
    blue = hue("blue")
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_area(line={"color": blue}, color=blue, opacity=0.25, interpolate="step-after")
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format=written, tickCount=6)),
            y=alt.Y("codings:Q", title="codings so far"),
            tooltip=["day:T", "codings", "added"],
        )
        .properties(height=240)
    )
    return drawn


def growth(now: Standing) -> None:
    """Show how codes and codings came up, as far as there are two points to draw a line between."""
    if len(now.saturation) > 1:
        section("Do new codes still come up?")
        lettered(saturation_chart(now), "Codes used so far, interview by interview")
    if len(now.days) > 1:
        section("Day by day")
        lettered(days_chart(now.days), "Codings so far by day")
