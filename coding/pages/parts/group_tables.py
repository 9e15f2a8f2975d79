"""Show a question's figures in groups: each cell with its interval, each group with its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from coding.model import Indicator, Question
from coding.pages.parts.markup import Markup, el, show, together
from coding.pages.parts.places import one_place
from coding.project.survey import (
    Average,
    GroupDifference,
    SmallBases,
    differences,
    is_everybody,
)

MINUS = "−"


def group_table(
    question: Question,
    shown: Sequence[Indicator],
    averages: Mapping[tuple[str, str], Average],
    small: SmallBases,
) -> None:
    """Show a table of options by groups, and the difference between two of these."""
    groups = list(dict.fromkeys(f.subgroup for f in shown if f.base_n != 0))
    with st.container(key=f"groups-{question.id}"):
        seen = [g for g in groups if _smallness(shown, g, small) != "hidden"]
        apart: dict[str, GroupDifference] = {}
        with one_place(horizontal=True, vertical_alignment="bottom"):
            offered = sorted(seen, key=is_everybody)  # parts are set against each other first
            pair = offered[:2]
            if len(seen) > 2:
                one = st.selectbox(
                    "Difference between", offered, key=f"one-{question.id}", width=220
                )
                rest = [group for group in offered if group != one]
                other = st.selectbox("and", rest, key=f"other-{question.id}", width=220)
                pair = [one, other]
        if len(pair) == 2:
            apart = {d.option: d for d in differences(list(shown), *pair)}
        show(_table(question, shown, groups, apart, small))
        lines = [_mean_line(group, averages.get((question.id, group)), small) for group in seen]
        means = [line for line in lines if line]
        few = [g for g in groups if _smallness(shown, g, small) == "flagged"]
        hidden = [g for g in groups if g not in seen]
        show(
            el("p", "note", told) if (told := _who_is_in_both(groups, pair, apart)) else "",
            el("p", "average", "Mean: " + " · ".join(means)) if means else "",
            el("p", "note", f"◇ fewer than {small.flagged} people: {', '.join(few)}")
            if few
            else "",
            el("p", "note", f"Not shown, fewer than {small.hidden} people: {', '.join(hidden)}")
            if hidden
            else "",
        )


def _who_is_in_both(
    groups: Sequence[str], pair: Sequence[str], apart: Mapping[str, GroupDifference]
) -> str:
    """Say what the interval of a difference takes for granted, where groups may share people."""
    if not apart or not any(map(is_everybody, groups)):
        return ""  # groups by one attribute
    if any(map(is_everybody, pair)):
        return "A difference of everybody and a part of them has no interval here."
    if all(told.low is None for told in apart.values()):
        return ""
    return f"The interval takes {pair[0]} and {pair[1]} for different people."


def _pair(apart: Mapping[str, GroupDifference]) -> tuple[str, str]:
    """Return which groups are set against each other."""
    told = next(iter(apart.values()))
    return told.group, told.other


def _smallness(shown: Sequence[Indicator], group: str, small: SmallBases) -> str:
    return next((small.of(f.base_n) for f in shown if f.subgroup == group), "")


def _mean_line(group: str, told: Average | None, small: SmallBases) -> str:
    if told is None or small.of(told.n) == "hidden":
        return ""
    return f"{group} {told.mean:.2f} ({told.low:.2f} to {told.high:.2f}, n = {told.n:,})"


def _table(
    question: Question,
    shown: Sequence[Indicator],
    groups: Sequence[str],
    apart: Mapping[str, GroupDifference],
    small: SmallBases,
) -> Markup:
    options = list(dict.fromkeys(figure.option for figure in shown))
    cells = {(figure.option, figure.subgroup): figure for figure in shown}
    bases = {figure.subgroup: figure.base_n for figure in shown}
    heads = [
        el(
            "th",
            "",
            el("span", "group", ("◇ " if small.of(bases[g]) == "flagged" else "") + g),
            el("span", "of", f"n = {bases[g]:,}" if bases[g] is not None else "n unknown"),
        )
        for g in groups
    ]
    if apart:
        known = any(told.low is not None for told in apart.values())
        interval = ", 95 % interval" if known else ""
        heads.append(
            el(
                "th",
                "",
                el("span", "group", "difference"),
                el("span", "of", " − ".join(_pair(apart)) + interval),
            )
        )
    rows = []
    for option in options:
        row = [_cell(cells.get((option, group)), small) for group in groups]
        if apart:
            row.append(_apart(apart.get(option)))
        missing = any(cells[key].missing for key in cells if key[0] == option)
        rows.append(el("tr", "absent" if missing else "", el("th", "", option), *row))
    table = el(
        "table",
        "groups",
        el("thead", "", el("tr", "", el("th", "", ""), *heads)),
        el("tbody", "", *rows),
        title=question.title or question.text,
    )
    return el("div", "wide", table)


def _cell(figure: Indicator | None, small: SmallBases) -> Markup:
    if figure is None or figure.value is None or small.of(figure.base_n) == "hidden":
        return el("td", "", "·")
    inside = together(
        [
            el("span", "value", figure.printed),
            el("span", "of", f"{figure.ci_low:.0f}–{figure.ci_high:.0f}")
            if figure.ci_low is not None and figure.ci_high is not None and figure.unit == "%"
            else "",
        ]
    )
    if figure.unit != "%":
        return el("td", "", inside)
    share = max(0.0, min(100.0, figure.value))
    return Markup(f'<td style="--share:{share:.1f}%">{inside}</td>')


def _apart(told: GroupDifference | None) -> Markup:
    """Return a difference with its interval, set strong where chance does not explain it."""
    if told is None:
        return el("td", "", "·")
    value = f"{told.value:+.1f}".replace("-", MINUS)
    interval = (
        f"{told.low:+.1f} to {told.high:+.1f}".replace("-", MINUS)
        if told.low is not None and told.high is not None
        else ""
    )
    hint = "The interval does not hold 0." if told.clear else "The interval holds 0."
    return el(
        "td",
        "apart",
        el("strong" if told.clear else "span", "value", value),
        el("span", "of", interval),
        title=hint if interval else "",
    )
