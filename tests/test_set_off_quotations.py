"""Quotations that only their look tells of: italics, an indent, a column that is headed so.

A made-up one passed where nothing but italics or an indent set it off, or a table's head named it.
What is not like any interview may as well be a question or a remark: that is said in a note.
The interviews and drafts are invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from checked_drafts import interview
from docx.document import Document
from docx.shared import Cm

from coding import drafts
from coding.model import ClaimKind, Participant, Report
from coding.verify import Study, verify

SAID = "We came by the night train with two suitcases and our old dog"
MADE_UP = "I sold my grandmother's piano to pay for the lawyer and his cousin"
STUDY = Study(
    transcripts=[interview(f"Interviewer: How did you come?\nMara: {SAID}, alone.\n", "M-7", "P07")]
)
NOTE = "Not looked at: what is in italics or indented"


def word(*build: Callable[[Document], object]) -> Report:
    document = docx.Document()
    for number in range(4):
        document.add_paragraph(f"Running text {number} says what the report is about, at length.")
    for step in build:
        step(document)
    out = io.BytesIO()
    document.save(out)
    return verify(drafts.read_bytes(out.getvalue(), "draft.docx"), STUDY)


def plain(text: str) -> Callable[[Document], object]:
    return lambda document: document.add_paragraph(text)


def italic(text: str, label: str = "") -> Callable[[Document], object]:
    def add(document: Document) -> None:
        made = document.add_paragraph()
        made.add_run(text[:9]).italic = True  # Word parts what is written in one go
        made.add_run(text[9:]).italic = True
        made.add_run(label)

    return add


def indented(
    text: str, *, hanging: float = 0.0, style: str | None = None
) -> Callable[[Document], object]:
    def add(document: Document) -> None:
        form = document.add_paragraph(text, style=style).paragraph_format
        form.left_indent = Cm(1.25)
        if hanging:
            form.first_line_indent = Cm(-hanging)

    return add


def quotations(report: Report) -> list[tuple[str, str]]:
    found = [(e.excerpt, e.verdict) for e in report.examined if e.kind == "quotation"]
    claimed = [claim.printed for claim in report.claims if claim.kind is ClaimKind.QUOTATION]
    assert claimed == [words for words, _ in found]
    return found


def noted(report: Report) -> bool:
    return any(note.startswith(NOTE) for note in report.notes)


@pytest.mark.parametrize("look", [italic, indented])
def test_what_is_set_off_is_looked_up_in_the_interviews(
    look: Callable[[str], Callable[[Document], object]],
) -> None:
    assert quotations(word(look(SAID))) == [(SAID, "verbatim")]
    changed = SAID.replace("two", "nine")
    assert quotations(word(look(changed))) == [(changed, "meaning at risk")]
    made_up = word(look(MADE_UP))
    assert (quotations(made_up), noted(made_up)) == ([], True)
    assert not noted(word(look(SAID)))


@pytest.mark.parametrize("look", [italic, indented])
def test_what_is_set_off_and_attributed_is_a_quotation(
    look: Callable[[str], Callable[[Document], object]],
) -> None:
    assert quotations(word(look(MADE_UP), plain("(Female, 30–39)"))) == [(MADE_UP, "not found")]
    assert quotations(word(plain("One of them said:"), look(MADE_UP))) == [(MADE_UP, "not found")]


def test_its_attribution_may_stand_behind_it_upright() -> None:
    assert quotations(word(italic(MADE_UP, ". (Woman, 34)"))) == [(MADE_UP, "not found")]
    in_part = word(italic(MADE_UP, ", and so on for a while."))
    assert (quotations(in_part), noted(in_part)) == ([], False)


def test_what_a_colon_leads_to_is_listed_as_not_marked() -> None:
    blunt = word(plain("Another was blunt:"), italic(MADE_UP))
    assert quotations(blunt) == [(MADE_UP, "not marked")]


@pytest.mark.parametrize(
    "remark",
    [
        indented(MADE_UP, hanging=1.25),
        indented(MADE_UP, style="List Bullet"),
        italic("So it goes"),
        italic("In all 57 % of them feel safe where they live now"),
    ],
    ids=["bibliography", "list", "three words", "share"],
)
def test_what_hangs_lists_or_reports_is_no_quotation(
    remark: Callable[[Document], object],
) -> None:
    report = word(remark)
    assert (quotations(report), noted(report)) == ([], False)


def test_a_document_that_is_indented_as_a_whole_is_no_quotation() -> None:
    report = word(*[indented(f"{MADE_UP}, and {number} more.") for number in range(9)])
    assert (quotations(report), noted(report)) == ([], False)


@pytest.mark.parametrize("head", ["Illustrative quote", "Цитаты", "Zitat"])
def test_a_column_that_is_headed_so_holds_quotations(head: str) -> None:
    rows = [("Theme", head), ("Leaving", SAID), ("Money", MADE_UP), ("Return", "none of them")]

    def table(document: Document) -> None:
        made = document.add_table(0, 2)
        for row in rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words

    expected = [(SAID, "verbatim"), (MADE_UP, "not found")]
    assert quotations(word(table)) == expected
    markdown = "\n".join(f"| {a} | {b} |" for a, b in [rows[0], ("---", "---"), *rows[1:]])
    told = verify(drafts.read_bytes(markdown.encode(), "draft.md"), STUDY)
    assert quotations(told) == expected
    other = markdown.replace(head, "What it means")
    assert quotations(verify(drafts.read_bytes(other.encode(), "draft.md"), STUDY)) == []


def test_the_head_of_a_column_is_no_quotation_itself() -> None:
    markdown = f"| Quote | What we made of it |\n|---|---|\n| {SAID} | They speak of leaving. |\n"
    report = verify(drafts.read_bytes(markdown.encode(), "draft.md"), STUDY)
    assert quotations(report) == [(SAID, "verbatim")]


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [
        ("Female, 30–39", "verbatim"),
        ("Male, 30–39", "wrong speaker"),
        ("P07", "verbatim"),
        ("Men", "verbatim"),  # may be what the row is about
        ("Men of 30–39 years and what they say of leaving home", "verbatim"),
    ],
)
def test_who_is_quoted_may_stand_in_another_cell_of_the_row(beside: str, verdict: str) -> None:
    mara = Participant(id="P07", attributes={"gender": "Female", "age": "30-39"})
    study = Study(transcripts=STUDY.transcripts, participants={"P07": mara})
    table = f"| Who | Quote |\n|---|---|\n| {beside} | {SAID} |\n"
    report = verify(drafts.read_bytes(table.encode(), "draft.md"), study)
    assert quotations(report) == [(SAID, verdict)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("draft.md", f"They came late.\n\n*{SAID}*\n\n_{MADE_UP}_\n\nEnd of it.\n"),
        (
            "draft.html",
            f"<p>They came late.<p><em>{SAID}</em></p><p><i>I sold</i>"
            f"<i>{MADE_UP.removeprefix('I sold')}</i></p><p>End <em>of it all</em>, now.</p>",
        ),
    ],
)
def test_italics_of_markdown_and_of_pages_are_looked_up_too(name: str, text: str) -> None:
    report = verify(drafts.read_bytes(text.encode(), name), STUDY)
    assert quotations(report) == [(SAID, "verbatim")]
    assert noted(report)


def test_without_interviews_italics_are_not_said_to_be_quotations() -> None:
    draft = drafts.read_bytes(f"Some.\n\n*{MADE_UP}*\n".encode(), "draft.md")
    report = verify(draft, Study())
    assert quotations(report) == []
    assert not any("quotations were not looked up" in note for note in report.notes)
