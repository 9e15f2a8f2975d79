"""Write the codebook for print: a table of codes with definitions, borders, examples and counts.

Word and HTML have it as an appendix needs it; the .csv has every field, in the
codebook's first language, for other programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.table_writing import write_rows
from coding.files.word_paper import WIDE, CellText, Paper, Stretch
from coding.files.writing import check_suffix, replacing

SUFFIXES = (".docx", ".html", ".csv")
CODE, DEFINITION, EXAMPLES, USED = "Code", "Definition", "Examples", "Used"
_WIDTHS = {CODE: 5.0, DEFINITION: 9.7, EXAMPLES: 8.0, USED: 3.0}
_COLUMNS = (
    *("id", "number", "name", "parent", "definition", "include", "exclude", "keywords"),
    *("examples", "color", "indicators", "segments", "interviews"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A code as it is printed; `number` says where in the tree it stands, such as 2.1.

    `names` are those in other languages and `examples` what people may say, each as (language,
    text); `segments` stand in so many `interviews`, those of the codes below it counted along.
    """

    id: str
    number: str
    name: str
    parent: str = ""
    names: Sequence[tuple[str, str]] = ()
    definition: str = ""
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    keywords: Sequence[str] = ()
    examples: Sequence[tuple[str, str]] = ()
    color: str = ""
    indicators: Sequence[str] = ()
    segments: int = 0
    interviews: int = 0

    @property
    def depth(self) -> int:
        """Return how many codes stand above it."""
        return self.number.count(".")

    @property
    def defined(self) -> list[tuple[str, str]]:
        """Return what it means, a line each, with the word that begins it."""
        lines = [
            ("", self.definition),
            ("Include:", "; ".join(self.include)),
            ("Exclude:", "; ".join(self.exclude)),
        ]
        return [(label, text) for label, text in lines if text.strip()]

    @property
    def used(self) -> list[str]:
        """Return how often it is used, in lines."""
        if not self.segments:
            return ["not used"]
        return [_many(self.segments, "segment"), f"in {_many(self.interviews, 'interview')}"]


def write_codebook(path: Path, codes: Sequence[PrintedCode], *, title: str, note: str = "") -> None:
    """Write a codebook to a .docx, .html or .csv file, whole or not at all.

    `note` says what the counts are of. Raises CodingError.
    """
    suffix = check_suffix(path, SUFFIXES)
    if suffix == ".csv":
        rows = [
            {
                **{name: getattr(code, name) for name in _COLUMNS},
                "examples": [text for _, text in code.examples],
            }
            for code in codes
        ]
        write_rows(path, rows, _COLUMNS)
        return
    codes, title, note = cleaned((codes, title, note))
    if suffix == ".docx":
        _paper(codes, title, note).save(path)
        return
    text = page(
        "coding.reports",
        "codebook.html.j2",
        codes=codes,
        title=title,
        note=note,
        columns=_shown(codes),
    )
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _shown(codes: Sequence[PrintedCode]) -> list[str]:
    """Return the columns in which anything stands."""
    there = {
        CODE: True,
        DEFINITION: any(code.defined for code in codes),
        EXAMPLES: any(code.examples for code in codes),
        USED: any(code.segments for code in codes),
    }
    return [name for name, filled in there.items() if filled]


def _paper(codes: Sequence[PrintedCode], title: str, note: str) -> Paper:
    paper = Paper(title, landscape=True)
    paper.paragraph(title, style="Title")
    paper.caption("Table", "codebook", f"{title}, {_many(len(codes), 'code')}.")
    columns = _shown(codes)
    whole = sum(_WIDTHS[name] for name in columns)
    widths = [round(_WIDTHS[name] * WIDE / whole, 2) for name in columns]
    table = paper.table(widths, columns, instead=f"The codebook: {_many(len(codes), 'code')}.")
    for code, after in zip(codes, [*codes[1:], None], strict=True):
        theme = code.depth == 0 and after is not None and after.depth > 0
        cells = {
            CODE: _name(code),
            DEFINITION: [
                CellText([Stretch(label, italic=True), " ", text] if label else [text])
                for label, text in code.defined
            ],
            EXAMPLES: [
                CellText([Stretch(text, language)], style="Table quote")
                for language, text in code.examples
            ],
            USED: [CellText([line]) for line in code.used],
        }
        table.row([cells[name] for name in columns], keep=theme)
    if note and USED in columns:
        paper.paragraph(note, style="Table note")
    return paper


def _name(code: PrintedCode) -> list[CellText]:
    style = "Table group" if code.depth == 0 else "Table text"
    texts = [CellText([Stretch(f"{code.number} {code.name}", bold=True)], style=style)]
    texts += [CellText([Stretch(name, language)]) for language, name in code.names]
    return [*texts, CellText([code.id], style="Table label")]


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
