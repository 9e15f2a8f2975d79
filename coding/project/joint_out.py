"""Hand the joint display out: as plain data, as charts, and as a file for the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.model import Indicator
from coding.project.joint import Display, Stance, Theme
from coding.reports.joint_display import Line, write_display
from coding.survey.charts import bars, base, picture

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["bars", "base", "export", "picture", "rows_of", "said_by"]


def said_by(theme: Theme, display: Display) -> str:
    """Say how many speak of a theme: k of N, never a percentage."""
    return f"{len(theme.speaking)} of {len(display.participants)}"


def rows_of(display: Display) -> list[dict[str, Any]]:
    """Return the display as plain data, for scripts."""
    return [
        {
            "question_id": row.question.id,
            "question": row.question.text,
            "relation": str(row.relation) if row.relation else "",
            "inference": row.inference,
            "figures": [
                {
                    "indicator": one.id,
                    "option": one.option,
                    "subgroup": one.subgroup,
                    "value": one.printed,
                    "ci_low": one.ci_low,
                    "ci_high": one.ci_high,
                    "base_n": one.base_n,
                }
                for one in row.figures
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
                    "coding": one.quote.coding,
                    "text": one.quote.text,
                    "attribution": one.quote.attribution,
                    "relation": str(one.relation) if one.relation else "",
                    "minority": one.minority,
                    "note": one.note,
                }
                for one in row.quotes
            ],
        }
        for row in display.rows
    ]


def export(
    project: Project,
    display: Display,
    path: Path,
    *,
    pictures: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the display to a .docx, .xlsx or .html file; raises CodingError."""
    lines = []
    for number, row in enumerate(display.rows, 1):
        wanted = pictures and path.suffix.lower() != ".xlsx"
        lines.append(
            Line(
                question=row.question.title or row.question.text,
                figures=[figure_line(one) for one in row.figures],
                themes=[f"{t.code.name}: {said_by(t, display)}" for t in row.themes],
                voices=[
                    (f"“{' '.join(s.quote.text.split())}”", stance_line(s)) for s in row.quotes
                ],
                together=str(row.relation) if row.relation else "not said yet",
                inference=row.inference or " ".join(t.note for t in row.themes if t.note),
                picture=picture(bars(row.figures)) if wanted and row.figures else b"",
            )
        )
        if progress:
            progress(number, len(display.rows))
    sources = dict.fromkeys(one.source for row in display.rows for one in row.figures if one.source)
    write_display(
        path,
        lines,
        title=f"{project.folder.name}: survey and interviews side by side",
        notes=[balance_line(display), *_silent_lines(display)],
        source="; ".join(sources),
    )


def figure_line(one: Indicator) -> str:
    """Return a figure with its interval and base in a line."""
    of = base(one)
    if one.ci_low is not None and one.ci_high is not None:
        of = f"95 % interval {one.ci_low:.1f}–{one.ci_high:.1f}; {of}"
    return f"{one.option}: {one.printed} {one.unit} ({of})"


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


def _silent_lines(display: Display) -> list[str]:
    found = []
    if display.silent_questions:
        names = "; ".join(q.title or q.text for q in display.silent_questions)
        found.append(f"Figures with no voice: {names}.")
    if display.silent_codes:
        found.append(f"Themes with no figure: {'; '.join(c.name for c in display.silent_codes)}.")
    return found
