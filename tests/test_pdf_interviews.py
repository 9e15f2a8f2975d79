"""PDFs: paragraphs out of lines, columns and tables, and all that is printed beside the words."""

from __future__ import annotations

import pytest
from pdf_files import Paper, page, pdf
from transcript_files import has_note, refused, said

from coding.files import pdf as reader
from coding.files.pdf import SOFT
from coding.model import Role
from coding.transcripts import read_bytes
from coding.transcripts.pdf_lines import lines_of

LINES = [
    "Anna: How did you come to live in this town, of all",
    "the towns there are?",
    "Boris: My aunt had a house here, and in the summer we",
    "came to stay with her. It was a winter with very little",
    "of anything.",
    "Anna: And then?",
    "Boris: Then we stayed.",
]
TALK = [
    ("Anna", "How did you come to live in this town, of all the towns there are?"),
    (
        "Boris",
        "My aunt had a house here, and in the summer we came to stay with her. It was a winter"
        " with very little of anything.",
    ),
    ("Anna", "And then?"),
    ("Boris", "Then we stayed."),
]


def spoken(*papers: Paper) -> list[tuple[str, str]]:
    return said(read_bytes(pdf(*papers), "a.pdf"))


def test_lines_become_paragraphs_where_the_next_word_had_no_room() -> None:
    assert spoken(page(LINES)) == TALK


def test_words_go_on_over_the_end_of_a_page_and_heads_and_numbers_are_none() -> None:
    papers = []
    for number, part in enumerate([LINES[:4], LINES[4:], LINES[5:]], 1):
        paper = page(part, top=740)
        paper.write(70, 800, "Study North, wave 2", size=8)
        paper.write(500, 800, "confidential", size=8)
        paper.write(290, 30, f"Page {number} of 3", size=8)
        papers.append(paper)
    t = read_bytes(pdf(*papers), "a.pdf")
    assert said(t) == [*TALK, *TALK[2:]]
    assert has_note(t, "Left out: 6 running heads")
    assert has_note(t, "Left out: 3 page numbers")


def test_a_name_that_stands_at_the_top_of_pages_is_no_head() -> None:
    papers = [page(["Anna: Yes.", f"Boris: And number {n}.", *LINES]) for n in range(3)]
    assert spoken(*papers) == [
        turn for n in range(3) for turn in (("Anna", "Yes."), ("Boris", f"And number {n}."), *TALK)
    ]


@pytest.mark.parametrize("which", ["each line", "each fifth line", "each paragraph"])
def test_numbers_in_the_margin_are_no_words(which: str) -> None:
    paper, number = page(LINES * 3), 0
    for i, line in enumerate(LINES * 3):
        begins = ":" in line
        if (
            which == "each line"
            or (which == "each fifth line" and i % 5 == 4)
            or (which == "each paragraph" and begins)
        ):
            number = i + 1 if "line" in which else number + 1
            paper.write(40, 760 - 15 * i, str(number), size=8)
    t = read_bytes(pdf(paper), "a.pdf")
    assert said(t) == TALK * 3
    assert has_note(t, "Left out", "printed", "number")


def test_columns_are_read_one_after_the_other_under_what_goes_across() -> None:
    paper = Paper()
    paper.write(150, 790, "Interview 7, at the mill by the river", size=16)
    left = [
        "Anna: Why did you",
        "leave the town?",
        "Boris: Nobody stayed",
        "there in the end.",
        "Anna: But you did",
        "come back again?",
    ]
    right = [
        "Boris: For a summer,",
        "with my brother.",
        "Anna: Was it good to",
        "see it all again?",
        "Boris: It was strange",
        "and very quiet.",
    ]
    for x, lines in ((70, left), (320, right)):
        for i, line in enumerate(lines):
            paper.write(x, 750 - 15 * i, line)
    t = read_bytes(pdf(paper), "a.pdf")
    assert said(t) == [
        ("", "Interview 7, at the mill by the river"),
        ("Anna", "Why did you leave the town?"),
        ("Boris", "Nobody stayed there in the end."),
        ("Anna", "But you did come back again?"),
        ("Boris", "For a summer, with my brother."),
        ("Anna", "Was it good to see it all again?"),
        ("Boris", "It was strange and very quiet."),
    ]


def table(rows: list[tuple[str, ...]], places: tuple[int, ...]) -> Paper:
    paper, y = Paper(), 780.0
    for row in rows:
        *beside, words = row
        for x, cell in zip(places, beside, strict=False):
            paper.write(x, y, cell)
        for line in words.split("\n"):
            paper.write(places[len(beside)], y, line)
            y -= 14
        y -= 6
    return paper


SAID = [(who, words.replace(" the ", " the\n", 1)) for who, words in TALK]


def test_a_table_of_speakers_and_words_is_read_row_by_row() -> None:
    assert spoken(table([("Speaker", "Words"), *SAID], (70, 200)))[1:] == TALK
    t = read_bytes(
        pdf(table([(f"00:0{i}:05", *row) for i, row in enumerate(SAID)], (70, 160, 240))), "a.pdf"
    )
    assert said(t) == TALK
    assert [turn.time for turn in t.turns] == [5, 65, 125, 185]


def test_a_row_goes_on_on_the_next_page() -> None:
    second = table([("", "and\nthe rest of it"), *SAID], (70, 200))
    assert spoken(table(SAID, (70, 200)), table(SAID, (70, 200))) == TALK * 2
    first = table([*SAID, ("Boris", "We stayed for good,")], (70, 200))
    assert spoken(first, second)[4] == ("Boris", "We stayed for good, and the rest of it")


def test_a_word_broken_at_a_lines_end_is_put_together_but_for_hyphens_of_its_own() -> None:
    lines = [
        "Anna: Was it a well-known house with an extraor-",
        "dinary view, and were you happy there, and well-",
        "known in town?",
        "Boris: No.",
    ]
    assert spoken(page(lines))[0] == (
        "Anna",
        "Was it a well-known house with an extraordinary view, and were you happy there, and"
        " well-known in town?",
    )


def test_names_in_bold_alone_above_their_words_are_speakers() -> None:
    paper, y = Paper(), 780
    for who, words in [*TALK[2:], *TALK[2:]]:
        paper.write(70, y, who, bold=True)
        paper.write(70, y - 15, words)
        y -= 45
    assert spoken(paper) == [*TALK[2:], *TALK[2:]]


def test_what_is_blacked_out_or_beside_the_page_is_left_out() -> None:
    paper = page(["Anna: Who was it?", "Boris: It was Marija who came."])
    paper.box(125, 742, 31, 14)
    paper.write(70, -40, "Anna: Never seen.")
    t = read_bytes(pdf(paper), "a.pdf")
    assert "Never seen" not in t.text
    assert "Marija" not in t.text
    assert has_note(t, "Please check", "blacked out (1 word)")


def test_a_scan_says_that_it_is_one_and_a_page_of_one_is_asked_about() -> None:
    scan = Paper()
    scan.show_picture()
    fault = refused(pdf(scan, scan), "a.pdf")
    assert "a scan" in fault.message
    assert "OCR" in fault.hint
    assert has_note(
        read_bytes(pdf(page(LINES), scan), "a.pdf"), "Please check", "1 page (2)", "scan"
    )


def test_a_page_with_nothing_on_it_holds_no_words() -> None:
    t = read_bytes(pdf(page(LINES), Paper(), page(LINES), Paper()), "a.pdf")
    assert has_note(t, "Please check: 1 page (2) holds no words")
    assert "no words" in refused(pdf(Paper()), "a.pdf").message


WHOLE = pdf(page(LINES))
BAD = {
    "empty": b"",
    "words": b"Anna: Why?",
    "a picture": b"\x89PNG\r\n",
    "cut off": WHOLE[:40],
    "only a head": b"%PDF-1.7\n%%EOF",
    "pages in a ring": WHOLE.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
    "a password": pdf(page(LINES), locked=True),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_pdf_is_refused_in_one_line(kind: str) -> None:
    fault = refused(BAD[kind], "a.pdf")
    assert fault.hint
    assert ("password" in fault.message) == (kind == "a password")


def test_too_many_pages_and_letters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 1)
    assert "too many pages" in refused(pdf(page(LINES), page(LINES)), "a.pdf").message
    monkeypatch.setattr(reader, "MOST_LETTERS", 10)
    assert refused(WHOLE, "a.pdf").hint


def test_a_hyphen_at_a_lines_end_is_told_from_one_in_a_word() -> None:
    pages = list(reader.pages(pdf(page(["A well-known extraor-", "dinary house"])), "a.pdf"))
    words = [word.text for word in pages[0].lines[0]]
    assert words == ["A", "well-known", f"extraor{SOFT}"]
    lines, _ = lines_of(pages)
    assert [line.text for line in lines][1] == "dinary house"


def test_a_page_that_holds_only_a_picture_has_no_lines() -> None:
    scan = Paper()
    scan.show_picture()
    (made,) = reader.pages(pdf(scan), "a.pdf")
    assert (made.lines, made.pictures) == ((), 1)
    assert Role.UNKNOWN not in {turn.role for turn in read_bytes(WHOLE, "a.pdf").turns}
