"""Write the certificate of a checked draft: Word or HTML to keep with the report.

It says all that stays open, and no name of who was interviewed: what a participant, an interview or
its file is called is taken out of whatever it says. Who bound and decided is named.
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
from coding.model import Claim, ClaimKind, ClaimState, Indicator, Report, Ruling

if TYPE_CHECKING:
    from docx.document import Document

SUFFIXES = (".docx", ".html")
COMPARED = "What was compared"
WIDTHS = (3.2, 5.3, 8.5)
"""Centimetres of a table's columns in Word."""
REMARKS = "What was not looked at, guessed or counted"

WITHHELD = "[name withheld]"
"""What stands for a name."""

PROMISED = "fixed"
"""The decision that settles nothing until a later draft lacks what it is about."""

DECISIONS = {PROMISED: "will be fixed", "accepted": "kept", "not ours": "another source’s"}
"""What was decided about a finding, as the page calls it too."""

UNSEEN = ("not looked at", "not looked up", "not marked")
"""Verdicts on quotations that nothing was held against."""

Row = tuple[str, int, str, str]
"""Level or decision, paragraph, words, what is said of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was checked: claims and verdicts with their numbers, what stays open and what is kept.

    `claims` has how many stand how, in the page's words, `undecided` is how many of them nobody has
    looked at. `waiting` has by paragraph the claims of which nobody has said what they state.
    `promised` are those of the open findings that somebody will fix, `kept` those that somebody
    leaves as they are for a reason, `elsewhere` those that are another source's. `bound` has who
    said of which claim what it states. `sources` has a line for each file that the draft was held
    against: what it is, and its SHA-256.
    """

    draft: str
    sha256: str
    project: str
    date: str
    quotations: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    claims: Mapping[str, int] = field(default_factory=dict)
    undecided: int = 0
    open: Sequence[Row] = ()
    promised: Sequence[Row] = ()
    waiting: Sequence[Row] = ()
    sources: Sequence[str] = ()
    kept: Sequence[Row] = ()
    elsewhere: Sequence[Row] = ()
    bound: Sequence[Row] = ()
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        """Return its heading."""
        return f"Checked against its sources: {self.draft}"

    def lines(self) -> list[str]:
        """Return what it states, a sentence each."""
        waiting = len(self.open) + len(self.promised)
        return [
            f"{_many(waiting, 'finding')} {'stays' if waiting == 1 else 'stay'} open.",
            *self._decided(),
            *self._undecided(),
            _counted("claim", "claims", self.claims),
            _counted("quotation", "quotations", self.quotations),
            _counted("figure", "figures", self.figures),
        ]

    def _undecided(self) -> list[str]:
        many = self.undecided
        if not many:
            return []
        told = "has" if many == 1 else "have"
        return [f"{_many(many, 'claim')} {told} not been looked at by anybody."]

    def _decided(self) -> list[str]:
        said = []
        if self.promised:
            said.append(
                f"Of the open ones {len(self.promised)} will be fixed, as somebody said: they count"
                " as open until a later draft lacks them."
            )
        if self.kept:
            said.append(
                f"{_many(len(self.kept), 'more finding')} somebody keeps for a reason; the draft"
                " still has what they are about."
            )
        if self.elsewhere:
            said.append(f"{_many(len(self.elsewhere), 'finding')} somebody left to another source.")
        return said


def certificate(
    report: Report,
    rulings: Mapping[str, Ruling],
    *,
    project: str,
    date: str,
    sources: Sequence[str] = (),
    names: Sequence[str] = (),
    figures: Sequence[Indicator] = (),
    claims: Mapping[str, int] | None = None,
    standing: Mapping[str, str] | None = None,
) -> Certificate:
    """Return what the certificate of a checked draft says; `date` is a day, ISO 8601.

    What needs nobody's eye (a finding of level info) is not counted as open, what is kept for a
    reason stands apart. `names` are what participants, interviews and their files are called: they
    are withheld. `figures` are the survey's, `claims` says how many claims stand how,
    `standing` how each does, by its key, all in the words of the page.
    """
    quotations = Counter(e.verdict for e in report.examined if e.kind == "quotation")
    numbers = Counter(e.verdict for e in report.examined if e.kind == "figure")
    named = {figure.id: figure for figure in figures}
    standing = standing or {}
    rows: dict[str, list[Row]] = {name: [] for name in ("", *DECISIONS)}
    withheld = _withholding(names)
    for finding in report.findings:
        ruling = rulings.get(finding.key)
        if finding.level == "info" and (ruling is None or ruling.decided == PROMISED):
            continue
        said, by = finding.message, ""
        if ruling is not None:
            by = f" {ruling.reason} ({ruling.coder}, {ruling.at[:10]})".replace("  ", " ")
        label = DECISIONS[ruling.decided] if ruling else ""
        level = f"{finding.level}, {label}" if label else str(finding.level)
        row = (level, finding.paragraph, withheld(finding.excerpt), withheld(said + by))
        rows[ruling.decided if ruling else ""].append(row)
    return Certificate(
        draft=withheld(report.draft.name),
        sha256=report.draft.sha256,
        project=withheld(project),
        date=date,
        claims=claims or {},
        undecided=sum(map(_waits, report.claims)),
        quotations=dict(quotations.most_common()),
        figures=dict(numbers.most_common()),
        open=rows[""],
        promised=rows[PROMISED],
        kept=rows["accepted"],
        elsewhere=rows["not ours"],
        waiting=[(*row[:2], *map(withheld, row[2:])) for row in _waiting(report, standing)],  # type: ignore[misc]
        bound=[
            (standing.get(claim.key, ""), *_bound(claim, withheld, named))
            for claim in report.claims
            if claim.binding
        ],
        sources=sources,
        notes=[*_not_looked_at(report), *map(withheld, report.notes)],
    )


WAITING = {
    ClaimState.OPEN: "Nobody has said what it states.",
    ClaimState.PROPOSED: "The program holds a figure for likely; nobody has said so.",
}
"""What is said of claims that nobody has looked at."""


def _waits(claim: Claim) -> bool:
    """Tell whether somebody has yet to say what a claim states; a quotation is looked up."""
    return claim.state in WAITING and claim.kind is not ClaimKind.QUOTATION


def _waiting(report: Report, standing: Mapping[str, str]) -> list[Row]:
    """Return the claims that nobody has looked at, those of a paragraph in a row."""
    kept: dict[tuple[int, ClaimState, str], list[str]] = {}
    for claim in report.claims:
        if _waits(claim):
            place = (claim.paragraph, claim.state, standing.get(claim.key, ""))
            kept.setdefault(place, []).append(" ".join(claim.printed.split()))
    return [
        (called, paragraph, ", ".join(words), WAITING[state])
        for (paragraph, state, called), words in sorted(kept.items())
    ]


def _called(claim: Claim, named: Mapping[str, Indicator]) -> str:
    """Return what a claim states in the survey's words, with the ids of its figures."""
    if claim.sure is None:
        return ""
    known = [named[key] for key in claim.sure.figures if key in named]
    words = " / ".join(f"{f.option}, {f.subgroup}" if f.subgroup else f.option for f in known)
    return f"{words} ({claim.sure.reference})" if words else claim.sure.reference


def _bound(
    claim: Claim, withheld: Callable[[str], str], named: Mapping[str, Indicator]
) -> tuple[int, str, str]:
    """Say who decided what a claim states, and what arithmetic makes of it."""
    binding = claim.binding
    by = f" ({binding.coder}, {binding.at[:10]})" if binding else ""
    stated = f"{_called(claim, named)}: {claim.verdict}" if claim.sure else ""
    words = withheld(" ".join(claim.printed.split()))
    return claim.paragraph, words, withheld(f"{stated}{by}".strip())


def _not_looked_at(report: Report) -> list[str]:
    """Say how many quotations and claims nothing was held against, and where they stand."""
    unseen = [e.paragraph for e in report.examined if e.verdict in UNSEEN]
    waiting, likely = (
        [claim.paragraph for claim in report.claims if claim.state is state and _waits(claim)]
        for state in WAITING
    )
    return [
        f"{said}: {len(places)}, in {_paragraphs(places)}."
        for said, places in (
            ("Quotations that nothing was held against", unseen),
            ("Claims to look at, of which nobody has said what they state", waiting),
            ("Claims that the program only holds for likely", likely),
        )
        if places
    ]


def _paragraphs(places: Sequence[int]) -> str:
    """Return where something stands, each paragraph once.

    >>> _paragraphs([3, 3, 4, 5, 9])
    'paragraphs 3-5, 9'
    """
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    listed = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    one = len(listed) == 1 and "-" not in listed[0]
    return f"paragraph{'' if one else 's'} {', '.join(listed)}"


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


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


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
        ("What nobody has looked at", certificate.waiting),
        ("What is kept for a reason", certificate.kept),
        ("What is another source’s", certificate.elsewhere),
        ("Who bound what", certificate.bound),
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
    for title, rows in _tables(certificate):
        document.add_heading(title, level=2)
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        table.autofit = False
        for level, paragraph, words, said in rows:
            cells = table.add_row().cells
            for cell, width in zip(cells, WIDTHS, strict=True):
                cell.width = Cm(width)
            for cell, text in zip(cells, (f"{level}, ¶ {paragraph}", words, said), strict=True):
                cell.paragraphs[0].add_run(text).font.size = Pt(8.5)
                direct(cell.paragraphs[0], text)
    if certificate.notes:
        document.add_heading(REMARKS, level=2)
    for note in certificate.notes:
        document.add_paragraph(note)
    document.add_heading(COMPARED, level=2)
    for line in _identity(certificate):
        document.add_paragraph(line)
    return document


def _page(certificate: Certificate) -> str:
    return page(
        "coding.reports",
        "certificate.html.j2",
        certificate=certificate,
        identity=_identity(certificate),
        tables=_tables(certificate),
        remarks=REMARKS,
        compared=COMPARED,
    )
