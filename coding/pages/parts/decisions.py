"""Show what people decided about suggestions, and where codings came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from coding.model import Decision
from coding.pages.parts.charts import ink, lettered, on_top
from coding.pages.parts.markup import el, show
from coding.pages.parts.widgets import section
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.evaluation import Share, origins, shares, unseen_agreement
from coding.project.look import hue
from coding.project.suggestions import CALIBRATED


def decided(study: Project) -> None:
    """Show what people said to proposals, and where codings came from."""
    section("What you decided")
    every = study.suggestions.decisions()
    seen = [d for d in every if d.visible]
    if not seen:
        show(el("p", "note", "Nothing yet. Decide on the Code page, or in the queue here."))
    else:
        left = CALIBRATED - sum(d.choice != "skip" for d in seen)
        shown: list[tuple[str, Sequence[Decision]]] = [
            ("in the flow of work", [d for d in seen if not d.audit]),
            ("drawn at random", [d for d in seen if d.audit]),
        ]
        rows = [(name, share) for name, listed in shown for share in shares(listed)]
        if rows:
            lettered(accepted(rows), "Share of proposals accepted, by how likely they were said")
        show(
            el(
                "p",
                "note",
                f"Scores are provisional until {CALIBRATED} decisions: {left} to go."
                if left > 0
                else "Scores are set right by these decisions.",
            )
        )
    agreed, compared = unseen_agreement(every)
    if compared:
        show(
            el(
                "p",
                "note",
                f"Blind: in {agreed} of {counted(compared, 'passage')} coded without seeing a"
                " suggestion, the machine’s first thought was one of the codes put there.",
            )
        )
    by = origins(study.codings.all())
    if by:
        section("Where codings came from")
        lettered(sources(by), "Codings by coder, made by hand or from a suggestion")


def accepted(rows: Sequence[tuple[str, Share]]) -> alt.LayerChart | alt.FacetChart:
    """Draw the share accepted with its interval."""
    data = pd.DataFrame(
        [
            {
                "likelihood": share.likelihood,
                "how": how,
                "share": share.accepted / share.shown,
                "low": share.low,
                "high": share.high,
                "shown": share.shown,
                "accepted": share.accepted,
                "said": f"{share.accepted:,} of {share.shown:,}",
            }
            for how, share in rows
        ]
    )
    base = alt.Chart(data).encode(
        y=alt.Y("likelihood:N", sort=["likely", "possible", "weak"], title=None),
        yOffset=alt.YOffset("how:N"),
        color=alt.Color(
            "how:N",
            title=None,
            scale=alt.Scale(
                domain=["in the flow of work", "drawn at random"],
                range=[hue("blue"), hue("orange")],
            ),
            legend=on_top(),
        ),
    )
    bars = base.mark_rule(strokeWidth=3).encode(
        x=alt.X(
            "low:Q",
            title="accepted",
            axis=alt.Axis(format="%", tickCount=5),
            scale=alt.Scale(domain=[0, 1]),
        ),
        x2="high:Q",
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x="share:Q",
        tooltip=[
            alt.Tooltip("likelihood:N", title="said to be"),
            alt.Tooltip("how:N", title="decided"),
            alt.Tooltip("accepted:Q"),
            alt.Tooltip("shown:Q", title="of"),
        ],
    )
    numbers = base.mark_text(
        align=alt.ExprRef("datum.share > 0.9 ? 'right' : datum.share < 0.1 ? 'left' : 'center'"),
        dy=-14,
    ).encode(x="share:Q", text="said:N", color=alt.value(ink()))
    return alt.layer(bars, points, numbers).properties(height=190)


def sources(by: Mapping[str, Mapping[str, int]]) -> alt.Chart:
    """Draw for each coder how many codings came from where."""
    names = {"person": "by hand", "suggestion": "from a suggestion"}
    rows = pd.DataFrame(
        [
            {"coder": who, "from": names.get(origin, origin), "codings": n}
            for who, counts in by.items()
            for origin, n in counts.items()
        ]
    )
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            y=alt.Y("coder:N", sort=list(by), title=None),
            x=alt.X("codings:Q", title="codings", axis=alt.Axis(tickCount=8, tickMinStep=1)),
            color=alt.Color(
                "from:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=[hue("orange"), hue("blue")]),
                legend=on_top(),
            ),
            tooltip=["coder:N", "from:N", "codings:Q"],
        )
        .properties(height=alt.Step(32))
    )
    return drawn
