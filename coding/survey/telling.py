"""Tell a joint display in words: figures with their bases, who speaks, what is silent."""

from __future__ import annotations

from typing import Any

from coding.model import Indicator
from coding.survey.charts import base
from coding.survey.joint import Display, Row, Stance, Theme


def said_by(theme: Theme, display: Display) -> str:
    """Say how many speak of a theme: k of N, never a percentage."""
    return f"{len(theme.speaking)} of {len(display.participants)}"


def figure_line(figure: Indicator) -> str:
    """Return a figure with its interval and base in a line.

    >>> figure_line(Indicator(id="a", question_id="q", question="", option="Safe",
    ...                       printed="60", value=60.0, base_n=200, ci_low=53.1, ci_high=66.6))
    'Safe: 60 % (95 % interval 53.1–66.6; all respondents, n = 200)'
    """
    of = base(figure)
    if figure.ci_low is not None and figure.ci_high is not None:
        of = f"95 % interval {figure.ci_low:.1f}–{figure.ci_high:.1f}; {of}"
    return f"{figure.option}: {figure.printed} {figure.unit} ({of})"


def stance_line(stance: Stance) -> str:
    """Return who says a quote, and how it stands to the figure."""
    parts = [stance.quote.attribution and f"({stance.quote.attribution})"]
    if stance.linked and stance.relation:
        parts.append(str(stance.relation) + (", a minority voice" if stance.minority else ""))
    return " ".join(filter(None, parts))


def balance_line(display: Display) -> str:
    """Say in a sentence what the evidence rests on."""
    b = display.balance
    most = f", {round(100 * b.most_share)} % of them from {b.most_quoted}" if b.most_quoted else ""
    return (
        f"{b.speaking} of {b.participants} participants are quoted, under {b.attributions}"
        f" different labels; {b.quotes} quotes{most}. {b.silent} of {b.figures} questions have no"
        " voice beside them."
    )


def silent_lines(display: Display) -> list[str]:
    """Name the figures with no voice and the themes with no figure, a sentence for each kind."""
    lines = []
    if display.silent_questions:
        names = "; ".join(q.title or q.text for q in display.silent_questions)
        lines.append(f"Figures with no voice: {names}.")
    if display.silent_codes:
        lines.append(f"Themes with no figure: {'; '.join(c.name for c in display.silent_codes)}.")
    return lines


def rows_of(display: Display) -> list[dict[str, Any]]:
    """Return the display as plain data, for scripts."""
    return [_row(row, display) for row in display.rows]


def _row(row: Row, display: Display) -> dict[str, Any]:
    return {
        "question_id": row.question.id,
        "question": row.question.text,
        "relation": str(row.relation) if row.relation else "",
        "inference": row.inference,
        "figures": [
            {
                "indicator": figure.id,
                "option": figure.option,
                "subgroup": figure.subgroup,
                "value": figure.printed,
                "ci_low": figure.ci_low,
                "ci_high": figure.ci_high,
                "base_n": figure.base_n,
            }
            for figure in row.figures
        ],
        "themes": [
            {
                "code": theme.code.id,
                "name": theme.code.name,
                "said_by": said_by(theme, display),
                "participants": list(theme.speaking),
                "indicators": list(theme.indicators),
                "relation": str(theme.relation) if theme.relation else "",
                "note": theme.note,
            }
            for theme in row.themes
        ],
        "quotes": [
            {
                "coding": stance.quote.coding,
                "text": stance.quote.text,
                "attribution": stance.quote.attribution,
                "relation": str(stance.relation) if stance.relation else "",
                "minority": stance.minority,
                "note": stance.note,
            }
            for stance in row.quotes
        ],
    }
