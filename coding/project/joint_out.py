"""Hand the joint display out: as plain data, as charts, and as a file for the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coding.files import zips
from coding.reports.joint_display import DisplayRow, write_display
from coding.survey.charts import bars, base, picture
from coding.survey.joint import Display
from coding.survey.telling import (
    balance_line,
    figure_line,
    rows_of,
    said_by,
    silent_lines,
    stance_line,
)

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["bars", "base", "charts", "export", "picture", "rows_of", "said_by"]


def charts(display: Display) -> bytes:
    """Return the chart of every row as PNG and as SVG, in a zip."""

    def drawn() -> Iterator[tuple[str, bytes]]:
        for row in display.rows:
            chart = bars(row.figures, title=row.question.title)
            for kind in ("png", "svg"):
                yield f"{row.question.id}.{kind}", picture(chart, kind)

    return zips.pack(drawn())


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
            DisplayRow(
                question=row.question.title or row.question.text,
                figures=[figure_line(figure) for figure in row.figures],
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
    sources = dict.fromkeys(
        figure.source for row in display.rows for figure in row.figures if figure.source
    )
    write_display(
        path,
        lines,
        title=f"{project.folder.name}: survey and interviews side by side",
        notes=[balance_line(display), *silent_lines(display)],
        source="; ".join(sources),
    )
