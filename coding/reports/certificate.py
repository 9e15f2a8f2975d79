"""Write the certificate of a checked draft: one page of Word or HTML to keep with the report."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coding.files.safety import check_suffix, clean, replacing

if TYPE_CHECKING:
    from docx.document import Document

SUFFIXES = (".docx", ".html")
SHOWN = 12
"""So many findings are listed of each kind; the rest are counted, to stay on one page."""

Row = tuple[str, int, str, str]
"""Level or decision, paragraph, words, what is said of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was checked: verdicts with their numbers, what stays open and what was settled."""

    draft: str
    sha256: str
    project: str
    date: str
    quotations: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    open: Sequence[Row] = ()
    settled: Sequence[Row] = ()
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        """Return its heading."""
        return f"Checked against its sources: {self.draft}"

    def lines(self) -> list[str]:
        """Return what it states, a sentence each."""
        return [
            _counted("quotation", "quotations", self.quotations),
            _counted("figure", "figures", self.figures),
            f"{len(self.open)} findings stay open, {len(self.settled)} were settled by a person.",
        ]


def _counted(one: str, many: str, verdicts: Mapping[str, int]) -> str:
    """Say how many there were of each verdict.

    >>> _counted("figure", "figures", {"match": 3, "rounded": 1})
    '4 figures: 3 match, 1 rounded.'
    """
    total = sum(verdicts.values())
    parts = ", ".join(f"{n} {verdict}" for verdict, n in verdicts.items())
    return f"{total} {one if total == 1 else many}" + (f": {parts}." if parts else ".")


def write_certificate(path: Path, certificate: Certificate) -> None:
    """Write it to a .docx or .html file, whole or not at all. Raises CodingError."""
    suffix = check_suffix(path, SUFFIXES)
    with replacing(path) as temporary:
        if suffix == ".docx":
            _document(certificate).save(str(temporary))
        else:
            temporary.write_text(_page(certificate), encoding="utf-8", newline="\n")


def _tables(one: Certificate) -> list[tuple[str, Sequence[Row], int]]:
    return [
        (title, rows[:SHOWN], max(0, len(rows) - SHOWN))
        for title, rows in (("What stays open", one.open), ("What was settled", one.settled))
        if rows
    ]


def _identity(one: Certificate) -> list[str]:
    return [
        f"Project: {one.project}",
        f"Date: {one.date}",
        f"SHA-256 of the draft: {one.sha256}",
    ]


def _document(one: Certificate) -> Document:
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(one.title), "", ""
    properties.created = properties.modified = datetime.now(UTC)
    document.add_heading(clean(one.title), level=1)
    for line in one.lines():
        document.add_paragraph(clean(line))
    for line in _identity(one):
        document.add_paragraph(clean(line))
    for title, rows, more in _tables(one):
        document.add_heading(title, level=2)
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for level, paragraph, words, said in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, (f"{level}, ¶ {paragraph}", words, said), strict=True):
                cell.paragraphs[0].add_run(clean(text)).font.size = Pt(8.5)
        if more:
            document.add_paragraph(f"… and {more} more.")
    for note in one.notes:
        document.add_paragraph(clean(note))
    return document


_STYLE = """
body { font: 15px/1.5 Georgia, "Noto Serif", serif; color: #222; margin: 2rem auto; }
body { max-width: 46rem; padding: 0 1rem; } h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
td { text-align: left; vertical-align: top; border-top: 1px solid #ccc; padding: .3rem .5rem; }
p { margin: 0 0 .4rem; } .id { color: #555; overflow-wrap: anywhere; }
"""


def _page(one: Certificate) -> str:
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        f"<title>{html.escape(one.title)}</title><style>{_STYLE}</style>",
        f"<h1>{html.escape(one.title)}</h1>",
        *(f"<p>{html.escape(line)}</p>" for line in one.lines()),
        *(f"<p class=id>{html.escape(line)}</p>" for line in _identity(one)),
    ]
    for title, rows, more in _tables(one):
        parts.append(f"<h2>{title}</h2><table>")
        for level, paragraph, words, said in rows:
            cells = (f"{level}, ¶ {paragraph}", words, said)
            parts.append(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in cells)}</tr>")
        parts.append("</table>" + (f"<p>… and {more} more.</p>" if more else ""))
    parts += [f"<p class=id>{html.escape(note)}</p>" for note in one.notes]
    return "\n".join(parts) + "\n"
