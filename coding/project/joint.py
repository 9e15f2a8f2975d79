"""Lay figures and voices side by side, choose what stands there, and hand the display out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coding.analysis.coverage import (
    Count,
    Matrix,
    MatrixCell,
    carrying,
    matrix,
    person_of,
    speakers,
    value_of,
)
from coding.analysis.interviews import as_interviews
from coding.analysis.segments import coded
from coding.errors import Clash, Conflict, NotFound
from coding.files import zips
from coding.files.table_writing import write_rows
from coding.language.packs import name_of
from coding.model import EVERYTHING, Coding, CodingFilter, Link, Origin, Participant, Quote
from coding.project.drawing import Drawing
from coding.project.part import ProjectPart
from coding.project.printing_display import fewer, printed_row
from coding.quotes.labels import NAMING, LabelScheme, label_of
from coding.reports.joint_display import PrintedDisplay, write_display
from coding.reports.matrix import write_matrix
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
    question_name,
    rows_of,
    stance_line,
    stance_rows,
    stances_of,
    theme_line,
)

__all__ = [
    "COLUMNS",
    "Count",
    "Display",
    "Joint",
    "LayoutItem",
    "Matrix",
    "MatrixCell",
    "Methods",
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
    "question_name",
    "rows_of",
    "stance_line",
    "stances_of",
    "theme_line",
    "value_of",
]

TRANSCRIPT = "transcript"
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
        spoken, people = self.who(codings)
        within = self.project.filters.interviews(through)
        if within is not None:
            asked = [info for info in self.project.transcripts.all() if info.id in within]
            people = speakers(asked, self.project.participants.all())
        of_question = figures_of(questions)
        quotes, words = self._chosen(codings, links)
        return lay_out(
            Material(
                questions=questions,
                book=self.project.codes.book(),
                links=links,
                codings=codings,
                quotes=quotes,
                words=words,
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

    def who(self, codings: Sequence[Coding]) -> tuple[dict[str, str], dict[str, Participant]]:
        """Return coding → who says it, and who was interviewed.

        Who is heard in an interview and in its translation is one person.
        """
        infos = as_interviews(self.project.transcripts.all())
        counted = self.project.alignments.counted(codings)
        voiced = list(zip(counted, self.project.speakers.voices(counted), strict=True))
        spoken = {coding.id: person_of(infos[coding.transcript], voice) for coding, voice in voiced}
        heard = [info for key, info in infos.items() if key == info.id]
        people = speakers(heard, self.project.participants.all())
        for coding, voice in voiced:
            if (person := spoken[coding.id]) and person not in people:
                people[person] = Participant(id=person, pseudonym=voice.speaker)
        return spoken, people

    def _chosen(
        self, codings: Sequence[Coding], links: Sequence[Link]
    ) -> tuple[dict[str, Quote], dict[str, str]]:
        """Return coding → its quote, and → the words a section prints of it, for linked codings."""
        quotes = self.project.quotes.of({link.coding for link in links if link.coding})
        at = {coding.id: (coding.transcript, coding.start, coding.end) for coding in codings}
        edits: dict[tuple[str, int, int], str] = {}
        for basket in self.project.baskets.all():
            for pick in basket.picks:
                if pick.printed and pick.coding in at:
                    edits.setdefault(at[pick.coding], pick.printed)
        words = {
            key: self.project.quotes.as_printed(quote, edits[at[key]])[0]
            for key, quote in quotes.items()
            if at[key] in edits
        }
        return quotes, words

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

    # ── coverage ──

    def coverage(self, by: str = "", *, through: CodingFilter = EVERYTHING) -> Matrix:
        """Count what each case has on each code: `Matrix` with segments, words, people.

        `by` is `""` for participants, `transcript` for interviews, else an attribute; the cases are
        then ids or values. Raises NotFound for an attribute that nobody has.
        """
        if through == EVERYTHING:
            return self.once(f"coverage by {by}", lambda: self._covered(by, through))
        return self._covered(by, through)

    def _covered(self, by: str, through: CodingFilter) -> Matrix:
        book, listed = self.project.codes.book(), self.project.transcripts.all()
        within = self.project.filters.interviews(through)
        known = as_interviews(listed)
        segments = [
            (read.coded, person_of(known[read.coded.transcript], read.voice))
            for read in self.project.segments.of(list(book.by_id), through=through)
        ]
        whole = [key for key, info in known.items() if key == info.id]
        heard = [known[key] for key in whole if within is None or key in within]
        people = speakers(heard, self.project.participants.all())
        for _, who in segments:
            if who and who not in people:
                people[who] = Participant(id=who)
        attributes = self._attributes()
        if by == TRANSCRIPT and by not in attributes:
            cases = [info.id for info in heard]
            return matrix(book, segments, cases, lambda s, _: known[s.transcript].id)
        if by and by not in attributes:
            raise NotFound(
                f"nobody has an attribute `{by}`",
                hint=f"There are {', '.join([TRANSCRIPT, *attributes])}.",
            )
        of_person = {
            key: person.attributes.get(by, "") if by else key for key, person in people.items()
        }
        cases = [of_person[key] for key in people]
        return matrix(book, segments, cases, lambda _, who: of_person[who])

    def _attributes(self) -> list[str]:
        """Return what is known of those who were interviewed, whatever a filter lets through."""
        people = speakers(self.project.transcripts.all(), self.project.participants.all())
        return list(dict.fromkeys(name for p in people.values() for name in p.attributes))

    def cases(self, by: str = "", *, ids: bool = False) -> dict[str, str]:
        """Return case → what it is called: nobody's name, unless `ids` asks for it.

        An interview is "interview 7", a participant is called by the first interview.
        """
        known = as_interviews(self.project.transcripts.all())
        infos = [info for key, info in known.items() if key == info.id]
        numbers = self.project.transcripts.neutral_numbers()
        if by == TRANSCRIPT:
            return {i.id: i.name if ids else f"interview {numbers[i.id]}" for i in infos}
        people = speakers(infos, self.project.participants.all())
        if by:
            values = (person.attributes.get(by, "") for person in people.values())
            return {value: value or "not known" for value in values}
        if ids:
            return {key: key for key in people}
        heard_in: dict[str, list[int]] = {
            key: sorted(numbers[info.id] for info in infos if key in speakers([info], ()))
            for key in people
        }
        shared = Counter(at[0] for at in heard_in.values() if at)
        seen: Counter[int] = Counter()
        names = {}
        for key, at in heard_in.items():
            seen[at[0]] += 1
            beside = f", speaker {seen[at[0]]}" if shared[at[0]] > 1 else ""
            names[key] = f"interview {at[0]}{beside}"
        return names

    def export_matrix(
        self,
        path: Path,
        by: str = "",
        *,
        count: Count = Count.SEGMENTS,
        ids: bool = False,
        through: CodingFilter = EVERYTHING,
    ) -> None:
        """Write code × case to a .csv, .xlsx or .sav file; raises CodingError.

        Nobody is named in it, unless `ids` asks for it.
        """
        covered, called, paths = (
            self.coverage(by, through=through),
            self.cases(by, ids=ids),
            self.project.codes.paths(),
        )
        write_matrix(
            path,
            {code.id: paths[code.id] for code in covered.codes},
            {case: called[case] for case in covered.cases},
            {key: value_of(cell, count) for key, cell in covered.cells.items()},
        )

    def export_stances(self, path: Path, display: Display) -> None:
        """Write figure × stance to a .csv or .xlsx file: k of N for each; raises CodingError."""
        rows = stance_rows(display)
        write_rows(path, rows, list(rows[0]) if rows else ["question"])

    def carrying(self) -> dict[str, frozenset[str]]:
        """Return code → the people of the study whose words carry it, or a code below it."""
        codings = self.store.codings.all()
        return carrying(self.project.codes.book(), codings, self.who(codings)[0])

    # ── what goes out ──

    def methods(self, display: Display) -> Methods:
        """Draft the methods section from what the project knows, and say what it does not."""
        infos = [info for info in self.project.transcripts.all() if not info.translation_of]
        codings = self.store.codings.all()
        segments = coded(self.project.alignments.counted(codings))
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

    def check_export(self, display: Display, *, coder: str = "") -> None:
        """Raise CodingError if quotes of a display have words that tell who somebody is."""
        words = {s.quote.coding: s.words for row in display.rows for s in row.quotes}
        self.project.disclosure.check_export(words, coder=coder, printed=words)

    def export(
        self,
        display: Display,
        path: Path,
        *,
        coder: str = "",
        pictures: bool = True,
        through: CodingFilter = EVERYTHING,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the display to a .docx, .xlsx or .html file; raises CodingError.

        A chart that cannot be drawn is left out, and a note below the display says so, and what it
        is of where it was laid out `through` a filter. Nothing is
        written while its quotes have something in them that tells who somebody is.
        """
        self.check_export(display, coder=coder)
        lines, group = [], ""
        told = self.project.filters.told(through)
        narrowed = [] if through == EVERYTHING else [f"Shown: {told}."]
        wanted = pictures and path.suffix.lower() != ".xlsx"
        languages = {info.id: info.language for info in self.project.transcripts.all()}
        drawing = Drawing()
        for number, row in enumerate(display.rows, 1):
            figures, name = fewer(row).figures, question_name(row.question)
            image = drawing.in_cell(figures, name) if wanted else b""
            begun = row.group if row.group != group else ""
            lines.append(printed_row(row, display, languages, group=begun, image=image))
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
