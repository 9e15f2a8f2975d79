"""Lay figures and voices side by side, choose what stands there, and hand the display out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coding.analysis.coverage import speakers
from coding.errors import Clash, Conflict, NotFound
from coding.files import zips
from coding.files.table_writing import write_rows
from coding.language.packs import name_of
from coding.model import (
    EVERYTHING,
    BesideWords,
    Coding,
    CodingFilter,
    Link,
    Origin,
    Participant,
    Pick,
    PrintedLanguages,
    PrintedWords,
    Quote,
)
from coding.project.drawing import Drawing
from coding.project.part import ProjectPart
from coding.project.printing_display import fewer, printed_row
from coding.quotes.labels import NAMING, LabelScheme, label_of
from coding.quotes.tongues import TOLD, in_languages
from coding.reports.joint_display import PrintedDisplay, write_display
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
)
from coding.survey.layout import Layout, LayoutItem, fit_to_keep, items_from, layout_from
from coding.survey.methods import Facts, Methods, methods
from coding.survey.telling import (
    COLUMNS,
    balance_line,
    figure_name,
    heard,
    k_of_n,
    otherwise,
    question_name,
    rows_of,
    stance_line,
    stance_rows,
    stances_of,
    theme_line,
)

__all__ = [
    "COLUMNS",
    "TOLD",
    "Display",
    "Joint",
    "LayoutItem",
    "Methods",
    "PrintedLanguages",
    "Row",
    "Stance",
    "Theme",
    "balance_line",
    "bars",
    "base",
    "charts",
    "figure_name",
    "heard",
    "items_from",
    "k_of_n",
    "otherwise",
    "question_name",
    "rows_of",
    "stance_line",
    "stances_of",
    "theme_line",
]

SETTING = "joint display"
TITLE = "Figures and voices side by side"
"""What a display is called until it has a title of its own."""


def charts(display: Display) -> bytes:
    """Return the chart of every row as PNG and as SVG, in a zip; what is missing stands in a text.

    To start the process that draws takes about a second.
    """

    def drawn() -> Iterator[tuple[str, bytes]]:
        drawing = Drawing()
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

    def display(self, through: CodingFilter = EVERYTHING) -> Display:
        """Return the joint display of a project as it is now, of what a filter lets through."""
        questions = self.project.survey.questions()
        codings = self.project.filters.codings(through)
        links = self._links(through, codings)
        spoken, people = self.project.cases.who(codings)
        within = self.project.filters.interviews(through)
        if within is not None:
            asked = [info for info in self.project.transcripts.all() if info.id in within]
            people = speakers(asked, self.project.participants.all())
        of_question = figures_of(questions)
        quotes, printed, edited = self._chosen(codings, links)
        return lay_out(
            Material(
                questions=questions,
                book=self.project.codes.book(),
                links=links,
                codings=codings,
                quotes=quotes,
                printed=printed,
                edited=edited,
                spoken=spoken,
                people=people,
                groups={
                    link.indicator: self.project.survey.figure(link.indicator)
                    for link in links
                    if link.indicator not in of_question
                    and question_of(link.indicator, of_question)
                },
                memos={memo.about: memo for memo in self.project.memos.all(kind="question")},
                layout=self.layout(),
            )
        )

    def _links(self, through: CodingFilter, codings: Sequence[Coding]) -> list[Link]:
        """Return the links on codes and codings that a filter lets through."""
        links = self.project.links.all()
        if through == EVERYTHING:
            return links
        codes = self.project.filters.codes(through)
        let = {coding.id for coding in codings}
        return [
            link
            for link in links
            if (link.coding in let if link.coding else codes is None or link.code in codes)
        ]

    def _chosen(
        self, codings: Sequence[Coding], links: Sequence[Link]
    ) -> tuple[dict[str, Quote], dict[str, PrintedWords], set[str]]:
        """Return coding → its quote, → how it is printed, and those printed with other words.

        That is as a section prints it: the first that says anything of it, one with other words
        before others.
        """
        quotes = self.project.quotes.of({link.coding for link in links if link.coding})
        at = {coding.id: (coding.transcript, coding.start, coding.end) for coding in codings}
        picks = [pick for basket in self.project.baskets.all() for pick in basket.picks]
        said: dict[tuple[str, int, int], Pick] = {}
        for pick in sorted(picks, key=lambda pick: not pick.printed):
            if pick.coding in at and (pick.printed or pick.beside != BesideWords()):
                said.setdefault(at[pick.coding], pick)
        plain = Pick(id="", basket="", coding="", position=0, printed="")
        wanted = self.layout().languages
        translations = self.project.transcripts.translations()
        swapped = self.project.identifiers.swaps()
        printed: dict[str, PrintedWords] = {}
        for key, quote in quotes.items():
            pick = said.get(at[key], plain)
            shown = self.project.quotes.for_print(quote, pick, swapped)
            both = PrintedWords(
                words=shown.words,
                beside=shown.beside,
                language=quote.language,
                beside_language=quote.other_language,
            )
            chosen = pick.beside.languages or wanted
            printed[key] = in_languages(both, chosen, translated=quote.transcript in translations)
        edited = {key for key in quotes if at[key] in said and said[at[key]].printed}
        return quotes, printed, edited

    # ── what stands on it ──

    def layout(self) -> Layout:
        """Return which rows were chosen, their order and headings, and the title."""
        return layout_from(self.store.settings.get(SETTING))

    def arrange(
        self, items: Sequence[LayoutItem] | None, *, coder: str, version: int | None = None
    ) -> None:
        """Choose the rows of the display, in this order and under these headings.

        None takes the choice back: then all rows with something beside them stand there. Raises
        NotFound for a question that no survey has, CodingError for a row named twice, Conflict if
        the layout is not at `version` any more.
        """
        if items is not None:
            items = fit_to_keep(items)
            known = {question.id for question in self.project.survey.questions()}
            before = {item.question for item in self.layout().items or ()}
            for item in items:
                if item.question and item.question not in known | before:
                    raise NotFound(
                        f"there is no question `{item.question}`",
                        hint="`coding indicators` lists them with their figures.",
                    )
        rows = None if items is None else sum(bool(item.question) for item in items)
        summary = "all rows" if rows is None else f"{rows} row{'' if rows == 1 else 's'} in order"
        with self.store.writing(
            coder=coder, verb="settings", summary=f"joint display: {summary}"
        ) as w:
            layout = layout_from(w.setting(SETTING))
            if version is not None and version != layout.version:
                raise Conflict(
                    "somebody else has arranged the display in the meantime",
                    hint="Look at what stands there now and try again.",
                    version=layout.version,
                )
            made = replace(layout, items=items, version=layout.version + 1)
            w.put_setting(SETTING, made.as_data())

    def retitle(self, title: str, *, coder: str, opened: str | None = None) -> None:
        """Give the display a title of its own, `""` takes it back.

        `opened` is the title as it was before: raises Conflict with both if somebody else has
        given it another since.
        """
        title = " ".join(title.split())
        summary = f"joint display is called {title or TITLE}"
        with self.store.writing(coder=coder, verb="settings", summary=summary) as w:
            layout = layout_from(w.setting(SETTING))
            if opened is not None and layout.title not in (opened, title):
                raise Conflict(
                    "somebody else has given the display another title in the meantime",
                    hint="Look at what stands there now and try again.",
                    clashes=(Clash(("title",), title, layout.title),),
                    version=layout.title,
                )
            w.put_setting(SETTING, replace(layout, title=title).as_data())

    def print_in(self, languages: PrintedLanguages, *, coder: str) -> None:
        """Choose in which language quotes of interviews in two are printed."""
        summary = f"joint display printed in {TOLD[languages]}"
        with self.store.writing(coder=coder, verb="settings", summary=summary) as w:
            layout = layout_from(w.setting(SETTING))
            if layout.languages is not languages:
                w.put_setting(SETTING, replace(layout, languages=languages).as_data())

    # ── what goes out ──

    def export_stances(self, path: Path, display: Display) -> None:
        """Write figure × stance to a .csv or .xlsx file: k of N for each; raises CodingError."""
        rows = stance_rows(display)
        write_rows(path, rows, list(rows[0]) if rows else ["question"])

    def methods(self, display: Display) -> Methods:
        """Draft the methods section from what the project knows, and say what it does not."""
        infos = [info for info in self.project.transcripts.all() if not info.translation_of]
        codings = self.store.codings.all()
        segments = self.project.segments.every()
        languages = Counter(name_of(info.language) for info in infos if info.language)
        return methods(
            display,
            Facts(
                interviews=len(infos),
                languages=dict(languages.most_common()),
                groups=self._groups(display.participants),
                coders=len({c.coder for c in codings}),
                codes=len(self.project.codes.book()),
                segments=len(segments),
                accepted=sum(
                    all(c.origin is Origin.SUGGESTION for c in segment.codings)
                    for segment in segments
                ),
                together=tuple(self.project.together.sentences()),
            ),
        )

    def _groups(self, people: Sequence[Participant]) -> dict[str, dict[str, int]]:
        """Return attribute → value → participants, as far as the label of quotes prints it."""
        groups: dict[str, dict[str, int]] = {}
        for piece in re.findall(r"\{[^{}]+\}", self.project.labels.scheme().text()):
            attribute = piece.strip("{}").partition("|")[0].strip()
            alone = LabelScheme(texts={"": piece})
            values = Counter(label_of(person, alone, "") or "not known" for person in people)
            if attribute not in NAMING and set(values) - {"not known"}:
                groups[attribute.replace("_", " ")] = dict(sorted(values.items()))
        return groups

    def check_export(self, display: Display) -> None:
        """Raise CodingError if quotes, or what is written beside them, tell who somebody is."""
        self.project.disclosure.check_export(
            (stance.quote.coding for row in display.rows for stance in row.quotes),
            written=[
                (f"joint display, {question_name(row.question)}", words)
                for row in display.rows
                for words in (row.inference, *(theme.note for theme in row.themes))
                if words
            ],
        )

    def export(
        self,
        display: Display,
        path: Path,
        *,
        pictures: bool = True,
        through: CodingFilter = EVERYTHING,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the display to a .docx, .xlsx or .html file; raises CodingError.

        A chart that cannot be drawn is left out, and a note below the display says so, and what it
        is of where it was laid out `through` a filter. Nothing is
        written while its quotes have something in them that tells who somebody is.
        """
        self.check_export(display)
        lines, group = [], ""
        told = self.project.filters.told(through)
        narrowed = [] if through == EVERYTHING else [f"Shown: {told}."]
        wanted = pictures and path.suffix.lower() != ".xlsx"
        drawing = Drawing()
        for number, row in enumerate(display.rows, 1):
            figures, name = fewer(row).figures, question_name(row.question)
            image = drawing.in_cell(figures, name) if wanted else b""
            begun = row.group if row.group != group else ""
            lines.append(printed_row(row, display, group=begun, image=image))
            group = row.group
            if progress:
                progress(number, len(display.rows))
        write_display(
            path,
            PrintedDisplay(
                title=display.layout.title or TITLE,
                rows=lines,
                methods=self.methods(display).paragraphs,
                notes=[*narrowed, *drawing.lines()],
            ),
        )
