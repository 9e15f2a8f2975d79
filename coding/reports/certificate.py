"""Write the certificate of a checked draft: one page of Word or HTML to keep with the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.word_new import direct, new_document
from coding.files.writing import check_suffix, replacing
from coding.model import Report, Ruling

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


def certificate(
    report: Report, rulings: Mapping[str, Ruling], *, project: str, date: str
) -> Certificate:
    """Return what the certificate of a checked draft says; `date` is a day, ISO 8601.

    What needs nobody's eye (a finding of level info) is not counted as open.
    """
    quotations = Counter(e.verdict for e in report.examined if e.kind == "quotation")
    figures = Counter(e.verdict for e in report.examined if e.kind == "figure")
    settled = [(f, rulings[f.key]) for f in report.findings if f.key in rulings]
    waiting = [f for f in report.findings if f.key not in rulings and f.level != "info"]
    return Certificate(
        draft=report.draft.name,
        sha256=report.draft.sha256,
        project=project,
        date=date,
        quotations=dict(quotations.most_common()),
        figures=dict(figures.most_common()),
        open=[(str(f.level), f.paragraph, f.excerpt, f.message) for f in waiting],
        settled=[
            (r.decided, f.paragraph, f.excerpt, f"{r.reason} ({r.coder}, {r.at[:10]})".strip())
            for f, r in settled
        ],
        notes=list(report.notes),
    )


def _counted(singular: str, plural: str, verdicts: Mapping[str, int]) -> str:
    """Say how many there were of each verdict.

    >>> _counted("figure", "figures", {"match": 3, "rounded": 1})
    '4 figures: 3 match, 1 rounded.'
    """
    total = sum(verdicts.values())
    parts = ", ".join(f"{n} {verdict}" for verdict, n in verdicts.items())
    return f"{total} {singular if total == 1 else plural}" + (f": {parts}." if parts else ".")


def write_certificate(path: Path, certificate: Certificate) -> None:
    """Write it to a .docx or .html file, whole or not at all. Raises CodingError."""
    suffix = check_suffix(path, SUFFIXES)
    certificate = cleaned(certificate)
    with replacing(path) as temporary:
        if suffix == ".docx":
            _document(certificate).save(str(temporary))
        else:
            temporary.write_text(_page(certificate), encoding="utf-8", newline="\n")


def _tables(certificate: Certificate) -> list[tuple[str, Sequence[Row], int]]:
    listed = (("What stays open", certificate.open), ("What was settled", certificate.settled))
    return [(title, rows[:SHOWN], max(0, len(rows) - SHOWN)) for title, rows in listed if rows]


def _identity(certificate: Certificate) -> list[str]:
    return [
        f"Project: {certificate.project}",
        f"Date: {certificate.date}",
        f"SHA-256 of the draft: {certificate.sha256}",
    ]


def _document(certificate: Certificate) -> Document:
    from docx.shared import Cm, Pt

    document = new_document(certificate.title)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.add_heading(certificate.title, level=1)
    for line in certificate.lines():
        document.add_paragraph(line)
    for line in _identity(certificate):
        document.add_paragraph(line)
    for title, rows, more in _tables(certificate):
        document.add_heading(title, level=2)
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for level, paragraph, words, said in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, (f"{level}, ¶ {paragraph}", words, said), strict=True):
                cell.paragraphs[0].add_run(text).font.size = Pt(8.5)
                direct(cell.paragraphs[0], text)
        if more:
            document.add_paragraph(f"… and {more} more.")
    for note in certificate.notes:
        document.add_paragraph(note)
    return document


def _page(certificate: Certificate) -> str:
    return page(
        "coding.reports",
        "certificate.html.j2",
        certificate=certificate,
        identity=_identity(certificate),
        tables=_tables(certificate),
    )
