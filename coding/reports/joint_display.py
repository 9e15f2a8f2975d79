"""Write a joint display: a Word table as publishers want it, a workbook, or a page of HTML.

It is handed over in words and pictures: what stands in each cell, the chart of each row, what is
noted on its figures, and the methods. The three say the same; a column that nothing stands in is
left out of all of them.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.table_writing import write_sheets
from coding.files.word_paper import TEXT, WIDE, CellText, Image, Inline, Paper, Pointer, Stretch
from coding.files.writing import check_suffix, replacing

SUFFIXES = (".docx", ".xlsx", ".html")
FIGURES, TOGETHER, VOICES, INFERENCE = "Figures", "Together", "Voices", "Inference"
_WIDTHS = {FIGURES: 8.0, TOGETHER: 4.6, VOICES: 8.4, INFERENCE: 4.7}
PICTURE = 7.4
"""Centimetres that a chart is wide in its column."""

TALL, BEGUN = 9.0, 5.0
"""Centimetres of quotes beyond which a row goes on in others, since rows do not break over a page,
and how many the first of them has then."""

LETTERS, LINE = 50, 0.42
"""Letters of a quote that fit on a line of its column, and centimetres that a line is high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedVoice:
    """A quote as it is printed, with what stands `beside` it in the other language, and `under` it.

    Languages are tags of BCP 47.
    """

    words: str
    under: str = ""
    language: str = ""
    beside: str = ""
    beside_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStance:
    """The quotes of a stance under a line that says which, and of how many people."""

    head: str
    voices: Sequence[PrintedVoice]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayRow:
    """One row of the display, ready for the page.

    `group` is the heading that begins above it, `""` where none does. `figures` are lines, printed
    where there is no picture; `picture` is the chart as PNG, `instead` what is read in place of it,
    `credit` what it is taken from. `together` has what is said of each theme, with a note. `notes`
    are sentences on its figures.
    """

    question: str
    figures: Sequence[str]
    together: Sequence[tuple[str, str]] = ()
    stances: Sequence[PrintedStance] = ()
    inference: str = ""
    group: str = ""
    picture: bytes = b""
    instead: str = ""
    credit: str = ""
    notes: Sequence[str] = ()

    @property
    def caption(self) -> str:
        """Return what stands behind "Figure 1."."""
        title = _sentence(self.question)
        return f"{title} Source: {self.credit}." if self.credit else title


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDisplay:
    """A joint display, ready for the page; `notes` are on the whole, `methods` on how it is made.

    `language` is that of the words around the quotes.
    """

    title: str
    rows: Sequence[DisplayRow]
    methods: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = field(default_factory=list)
    language: str = "en-GB"

    @property
    def columns(self) -> list[str]:
        """Return the columns in which anything stands."""
        there = {
            FIGURES: True,
            TOGETHER: any(row.together for row in self.rows),
            VOICES: any(row.stances for row in self.rows),
            INFERENCE: any(row.inference.strip() for row in self.rows),
        }
        return [name for name, filled in there.items() if filled]


def write_display(path: Path, display: PrintedDisplay) -> None:
    """Write the display to a .docx, .xlsx or .html file, whole or not at all.

    Raises CodingError.
    """
    suffix = check_suffix(path, SUFFIXES)
    display = cleaned(display)
    if suffix == ".docx":
        _paper(display).save(path)
    elif suffix == ".xlsx":
        write_sheets(path, _sheets(display))
    else:
        with replacing(path) as temporary:
            temporary.write_text(_page(display), encoding="utf-8", newline="\n")


def _sentence(text: str) -> str:
    """Let a text end as a sentence does.

    >>> _sentence("Sense of safety"), _sentence("How safe? ")
    ('Sense of safety.', 'How safe?')
    """
    text = text.strip()
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


# --- xlsx --------------------------------------------------------------------------------------


def _sheets(display: PrintedDisplay) -> dict[str, tuple[list[dict[str, object]], list[str]]]:
    shown = display.columns
    grouped = ["Group"] if any(row.group for row in display.rows) else []
    sourced = [name for name in ("Source", "Notes") if any(_told(name, r) for r in display.rows)]
    rows, group = [], ""
    for row in display.rows:
        group = row.group or group
        rows.append({"Group": group, "Question": row.question, **_cells(row)})
    about = [("Title", display.title), *(("Note", note) for note in display.notes)]
    told: list[dict[str, object]] = [
        {"About": what, "Text": text} for what, text in [*about, *display.methods]
    ]
    return {
        "Joint display": (rows, [*grouped, "Question", *shown, *sourced]),
        "Methods": (told, ["About", "Text"]),
    }


def _told(column: str, row: DisplayRow) -> object:
    return row.credit if column == "Source" else row.notes


def _cells(row: DisplayRow) -> dict[str, object]:
    voices = ["\n".join([stance.head, *map(_in_a_line, stance.voices)]) for stance in row.stances]
    return {
        FIGURES: "\n".join(row.figures),
        TOGETHER: "\n".join(" ".join(filter(None, pair)) for pair in row.together),
        VOICES: "\n".join(voices),
        INFERENCE: row.inference,
        "Source": row.credit,
        "Notes": " ".join(row.notes),
    }


def _in_a_line(voice: PrintedVoice) -> str:
    return " ".join(filter(None, [voice.words, voice.beside, voice.under]))


# --- docx --------------------------------------------------------------------------------------


def _paper(display: PrintedDisplay) -> Paper:
    columns = display.columns
    wide = len(columns) > 2
    paper = Paper(display.title, language=display.language, landscape=wide)
    paper.paragraph(display.title, style="Title")
    paper.caption("Table", "table", _sentence(display.title))
    table = paper.table(
        _widths(columns, WIDE if wide else TEXT), columns, instead=_told_whole(display)
    )
    for number, row in enumerate(display.rows):
        whole = [len(columns)]
        if row.group:
            heading = CellText([Stretch(row.group, bold=True)], style="Table group")
            table.row([[heading]], spans=whole, keep=True)
        table.row([[CellText([Stretch(row.question, bold=True)])]], spans=whole, keep=True)
        cells = {
            FIGURES: _figure(row, number),
            TOGETHER: _together(row),
            INFERENCE: [CellText([line]) for line in _lines(row.inference)],
        }
        for at, voices in enumerate(_parted(row.stances)):
            first = {**cells, VOICES: voices} if at == 0 else {VOICES: voices}
            table.row([first.get(name, []) for name in columns], joined=at > 0)
    _annotate(paper, display)
    if display.methods:
        paper.turn(landscape=False)
        paper.heading("Methods")
        for about, text in display.methods:
            paper.heading(about, 2)
            paper.paragraph(text)
    return paper


def _told_whole(display: PrintedDisplay) -> str:
    rows = len(display.rows)
    beside = ", ".join(name.lower() for name in display.columns)
    return f"Joint display of {rows} row{'' if rows == 1 else 's'}: {beside}."


def _widths(columns: Sequence[str], whole: float) -> list[float]:
    """Share the width of a page among columns; that of the charts stays as wide as they are.

    >>> _widths([FIGURES, VOICES], 17.0)
    [8.0, 9.0]
    """
    rest = whole - _WIDTHS[FIGURES]
    shared = sum(_WIDTHS[name] for name in columns if name != FIGURES)
    return [
        _WIDTHS[name] if name == FIGURES else round(rest * _WIDTHS[name] / shared, 2)
        for name in columns
    ]


def _figure(row: DisplayRow, number: int) -> list[CellText]:
    if not row.picture:
        lines = [CellText([line]) for line in row.figures]
        credit = [CellText([f"Source: {row.credit}."], style="Table note")] if row.credit else []
        return [*lines, *credit]
    image = Image(row.picture, PICTURE, row.instead)
    return [CellText([image]), CellText([row.caption], caption=("Figure", f"row {number}"))]


def _together(row: DisplayRow) -> list[CellText]:
    texts = []
    for said, note in row.together:
        texts.append(CellText([Stretch(said, bold=True)]))
        texts += [CellText([line]) for line in _lines(note)]
    return texts


def _parted(stances: Sequence[PrintedStance]) -> list[list[CellText]]:
    """Return what stands in the cells of voices, each of which fits on a page.

    A few quotes stay in one; of many those beyond the first stand in rows of their own, so that
    pages are filled.
    """
    quotes: list[tuple[float, list[CellText]]] = []
    for stance in stances:
        head = [CellText([Stretch(stance.head, bold=True)])]
        for voice in stance.voices:
            words = CellText([Stretch(voice.words, voice.language)], "Table quote")
            other = Stretch(voice.beside, voice.beside_language)
            beside = [CellText([other], "Table beside")] if voice.beside else []
            under = [CellText([voice.under], "Table label")] if voice.under else []
            lines = (len(voice.words) + len(voice.beside)) // LETTERS + 2 + len(head) + len(beside)
            quotes.append((LINE * lines, [*head, words, *beside, *under]))
            head = []
    parts: list[list[CellText]] = [[]]
    whole = sum(height for height, _ in quotes)
    filled = 0.0
    for height, texts in quotes:
        if filled and whole > TALL and filled + height > BEGUN:
            parts.append([])
            filled = BEGUN
        parts[-1] += texts
        filled += height
    return parts


def _annotate(paper: Paper, display: PrintedDisplay) -> None:
    """Note below the table what is to be known of the figures of each row."""
    for number, row in enumerate(display.rows):
        if row.notes:
            named: Inline = Pointer(f"row {number}") if row.picture else _sentence(row.question)
            text = " ".join(row.notes)
            paper.paragraph(named, ". " if row.picture else " ", text, style="Table note")
    for note in display.notes:
        paper.paragraph(note, style="Table note")


# --- html --------------------------------------------------------------------------------------


def _page(display: PrintedDisplay) -> str:
    pictured = [number for number, row in enumerate(display.rows) if row.picture]
    return page(
        "coding.reports",
        "joint_display.html.j2",
        display=display,
        columns=display.columns,
        number={at: n for n, at in enumerate(pictured, 1)},
        image=[base64.b64encode(row.picture).decode() for row in display.rows],
        lines=_lines,
        sentence=_sentence,
    )
