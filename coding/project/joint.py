"""Lay figures and voices side by side, and hand the display out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from coding.analysis.coverage import carrying, passages, person_of, speakers
from coding.files import zips
from coding.model import Code, Coding, Participant, Quote
from coding.project.drawing import Drawing
from coding.project.part import ProjectPart
from coding.reports.joint_display import DisplayRow, write_display
from coding.survey.charts import bars, base
from coding.survey.joint import (
    Display,
    Material,
    Row,
    Stance,
    Theme,
    figures_of,
    lay_out,
    question_of,
    voices,
)
from coding.survey.telling import (
    balance_line,
    figure_line,
    rows_of,
    said_by,
    silent_lines,
    stance_line,
)

__all__ = [
    "Display",
    "Joint",
    "Row",
    "Stance",
    "Theme",
    "bars",
    "base",
    "charts",
    "rows_of",
    "said_by",
]


def charts(display: Display) -> bytes:
    """Return the chart of every row as PNG and as SVG, in a zip; what is missing stands in a text.

    Starting the process that draws takes about a second.
    """

    def drawn() -> Iterator[tuple[str, bytes]]:
        with Drawing() as drawing:
            for row in display.rows:
                title = row.question.title
                for kind in ("png", "svg"):
                    name = f"{row.question.id}.{kind}"
                    image = drawing.chart(row.figures, name, title=title, kind=kind)
                    if image:
                        yield name, image
            if drawing.missing:
                yield NOT_DRAWN, "\n".join(drawing.lines()).encode()

    return zips.pack(drawn())


NOT_DRAWN = "not drawn.txt"
"""What names, among the charts, those that could not be drawn."""


class Joint(ProjectPart):
    """The joint display of survey and interviews."""

    def display(self) -> Display:
        """Return the joint display of a project as it is now."""
        book = self.project.codes.book()
        questions = self.project.survey.questions()
        links = self.project.links.all()
        codings = self.store.codings.all()
        spoken, people = self.who(codings)
        codes = voices(book, links, questions)
        of_question = figures_of(questions)
        return lay_out(
            Material(
                questions=questions,
                book=book,
                codings=codings,
                links=links,
                spoken=spoken,
                people=people,
                quotes=self.project.quotes.find(codes, around=False),
                groups={
                    link.indicator: self.project.survey.figure(link.indicator)
                    for link in links
                    if link.indicator not in of_question
                    and question_of(link.indicator, of_question)
                },
                memos={memo.about: memo for memo in self.project.memos.all(kind="question")},
                picked=self._picked(),
            )
        )

    def who(self, codings: Sequence[Coding]) -> tuple[dict[str, str], dict[str, Participant]]:
        """Return coding → who says it, and who was interviewed."""
        infos = {info.id: info for info in self.project.transcripts.all()}
        voiced = zip(codings, self.project.speakers.voices(codings), strict=True)
        spoken = {coding.id: person_of(infos[coding.transcript], voice) for coding, voice in voiced}
        return spoken, speakers(infos.values(), self.project.participants.all())

    def _picked(self) -> list[Quote] | None:
        """Return the quotes in baskets, None while there is none."""
        baskets = self.project.baskets.all()
        if not any(basket.picks for basket in baskets):
            return None
        return [
            quote
            for basket in baskets
            for quote in self.project.quotes.find(basket=basket.id, around=False)
        ]

    def coverage(self, *, attribute: str = "") -> list[tuple[Code, str, int]]:
        """Count codings of each code by participant, or by a value of an attribute.

        Returns (code, participant's name or value, number of participants' passages coded); codes
        that are used nowhere are left out. Passages that two coders coded alike count once.
        """
        codings = self.store.codings.all()
        spoken, people = self.who(codings)
        return passages(self.project.codes.book(), codings, spoken, people, attribute=attribute)

    def carrying(self) -> dict[str, frozenset[str]]:
        """Return code → the people of the study whose words carry it, or a code below it."""
        codings = self.store.codings.all()
        return carrying(self.project.codes.book(), codings, self.who(codings)[0])

    def export(
        self,
        display: Display,
        path: Path,
        *,
        pictures: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the display to a .docx, .xlsx or .html file; raises CodingError.

        A chart that cannot be drawn is left out, and a note below the display says so.
        """
        lines = []
        wanted = pictures and path.suffix.lower() != ".xlsx"
        with Drawing() as drawing:
            for number, row in enumerate(display.rows, 1):
                name = row.question.title or row.question.text
                image = drawing.chart(row.figures, name) if wanted and row.figures else b""
                lines.append(_row(row, display, name, image))
                if progress:
                    progress(number, len(display.rows))
        sources = dict.fromkeys(
            figure.source for row in display.rows for figure in row.figures if figure.source
        )
        write_display(
            path,
            lines,
            title=f"{self.project.folder.name}: survey and interviews side by side",
            notes=[balance_line(display), *silent_lines(display), *drawing.lines()],
            source="; ".join(sources),
        )


def _row(row: Row, display: Display, name: str, image: bytes) -> DisplayRow:
    return DisplayRow(
        question=name,
        figures=[figure_line(figure) for figure in row.figures],
        themes=[f"{t.code.name}: {said_by(t, display)}" for t in row.themes],
        voices=[(f"“{' '.join(s.quote.words.split())}”", stance_line(s)) for s in row.quotes],
        together=str(row.relation) if row.relation else "not said yet",
        inference=row.inference or " ".join(t.note for t in row.themes if t.note),
        picture=image,
    )
