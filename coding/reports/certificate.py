"""Write the certificate of a checked draft: Word or HTML to keep with the report.

It says all that stays open, and nobody's name: what a participant, an interview or its file is
called is taken out of whatever it says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coding import __version__
from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.word_new import direct, new_document
from coding.files.writing import check_suffix, replacing
from coding.model import Report, Ruling

if TYPE_CHECKING:
    from docx.document import Document

SUFFIXES = (".docx", ".html")
REMARKS = "What was not looked at, guessed or counted"

WITHHELD = "[name withheld]"
"""What stands for a name."""

PROMISED = "fixed"
"""The decision that settles nothing until a later draft lacks what it is about."""

UNSEEN = ("not looked at", "not looked up", "not marked")
"""Verdicts on quotations that nothing was held against."""

Row = tuple[str, int, str, str]
"""Level or decision, paragraph, words, what is said of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was checked: verdicts with their numbers, what stays open and what was settled.

    `promised` are those of the open findings that somebody will fix. `sources` has a line for
    each file that the draft was held against: what it is, and its SHA-256.
    """

    draft: str
    sha256: str
    project: str
    date: str
    quotations: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    open: Sequence[Row] = ()
    promised: Sequence[Row] = ()
    sources: Sequence[str] = ()
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
            f"{len(self.open) + len(self.promised)} findings stay open,"
            f" {len(self.settled)} were settled by a person.",
            *self._promises(),
        ]

    def _promises(self) -> list[str]:
        if not self.promised:
            return []
        return [
            f"Of the open ones {len(self.promised)} will be fixed, as somebody said: they count as"
            " open until a later draft lacks them."
        ]


def certificate(
    report: Report,
    rulings: Mapping[str, Ruling],
    *,
    project: str,
    date: str,
    sources: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Certificate:
    """Return what the certificate of a checked draft says; `date` is a day, ISO 8601.

    What needs nobody's eye (a finding of level info) is not counted as open. `names` are what
    participants, interviews and their files are called: they are withheld.
    """
    quotations = Counter(e.verdict for e in report.examined if e.kind == "quotation")
    figures = Counter(e.verdict for e in report.examined if e.kind == "figure")
    settled, promised, waiting = [], [], []
    withheld = _withholding(names)
    for finding in report.findings:
        ruling = rulings.get(finding.key)
        words, place = withheld(finding.excerpt), finding.paragraph
        if ruling and ruling.decided != PROMISED:
            why = withheld(f"{ruling.reason} ({ruling.coder}, {ruling.at[:10]})".strip())
            settled.append((ruling.decided, place, words, why))
        elif finding.level == "info":
            continue
        elif ruling:
            said = f"{finding.message} {ruling.reason} ({ruling.coder}, {ruling.at[:10]})"
            promised.append((f"{finding.level}, will be fixed", place, words, withheld(said)))
        else:
            waiting.append((str(finding.level), place, words, withheld(finding.message)))
    return Certificate(
        draft=report.draft.name,
        sha256=report.draft.sha256,
        project=project,
        date=date,
        quotations=dict(quotations.most_common()),
        figures=dict(figures.most_common()),
        open=waiting,
        promised=promised,
        settled=settled,
        sources=sources,
        notes=[*_not_looked_at(report), *map(withheld, report.notes)],
    )


def _not_looked_at(report: Report) -> list[str]:
    """Say how many quotations nothing was held against, and where they stand."""
    places = [str(e.paragraph) for e in report.examined if e.verdict in UNSEEN]
    if not places:
        return []
    return [f"Not looked at: {len(places)} quotations, in paragraphs {', '.join(places)}."]


def _withholding(names: Sequence[str]) -> Callable[[str], str]:
    """Return what takes names out of a text.

    >>> _withholding(["Vera", "P1", "7"])("“Vera” of P1, not P12, said 7 words")
    '“[name withheld]” of [name withheld], not P12, said 7 words'
    """
    telling = sorted({n for n in names if len(n) > 1 and not n.isdigit()}, key=lambda n: -len(n))
    if not telling:
        return str
    shape = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, telling))})(?!\w)", re.IGNORECASE)
    return lambda text: shape.sub(WITHHELD, text)


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


def _tables(certificate: Certificate) -> list[tuple[str, Sequence[Row]]]:
    listed = (
        ("What stays open", certificate.open),
        ("What stays open and will be fixed", certificate.promised),
        ("What was settled", certificate.settled),
    )
    return [(title, rows) for title, rows in listed if rows]


def _identity(certificate: Certificate) -> list[str]:
    return [
        f"Project: {certificate.project}",
        f"Date: {certificate.date}",
        f"Checked by: coding {__version__}",
        f"SHA-256 of the draft: {certificate.sha256}",
        *certificate.sources,
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
    for title, rows in _tables(certificate):
        document.add_heading(title, level=2)
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for level, paragraph, words, said in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, (f"{level}, ¶ {paragraph}", words, said), strict=True):
                cell.paragraphs[0].add_run(text).font.size = Pt(8.5)
                direct(cell.paragraphs[0], text)
    if certificate.notes:
        document.add_heading(REMARKS, level=2)
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
        remarks=REMARKS,
    )
