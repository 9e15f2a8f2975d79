"""PDFs: paragraphs out of lines, columns and tables, and all that is printed beside the words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import pytest
from pdf_files import Paper, page, pdf
from transcript_files import has_note, refused, said

from coding.files import pdf as reader
from coding.files.pdf import SOFT
from coding.files.pdf_damage import damage
from coding.files.pdf_right_to_left import DrawnLetter, in_order, line_in_order, words_of
from coding.files.pdf_words import PdfWord
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


def test_the_last_column_of_the_last_page_may_be_short() -> None:
    def columns(*parts: Sequence[str]) -> Paper:
        paper = Paper()
        for i, part in enumerate(parts):
            paper.drawn += page(part, x=60 + 250 * i, top=760 - 4 * i).drawn
        return paper

    full = [
        "Anna: Where did you live then, and",
        "with whom?",
        "Boris: With my aunt, in the old",
        "house there.",
    ]
    first, last = columns(full * 4, full * 4), columns(full * 6, ["Anna: So."])
    words = [" ".join(full[:2])[6:], " ".join(full[2:])[7:]]
    assert [said_words for _, said_words in spoken(first, last)] == [*(words * 14), "So."]


def test_a_table_of_speakers_and_words_is_read_row_by_row() -> None:
    assert spoken(table([("Speaker", "Words"), *SAID], (70, 200)))[1:] == TALK
    t = read_bytes(
        pdf(table([(f"00:0{i}:05", *row) for i, row in enumerate(SAID)], (70, 160, 240))), "a.pdf"
    )
    assert said(t) == TALK
    assert [turn.time for turn in t.turns] == [5, 65, 125, 185]


def test_names_at_half_the_height_of_their_cells_belong_to_all_of_it() -> None:
    """As web pages set tables: beside a line in the middle, or between two lines."""
    paper, y = Paper(), 780.0
    for who, words in [*TALK, *TALK]:
        lines = words.replace(" of ", "\nof ").replace(" the ", "\nthe ", 1).split("\n")
        paper.write(70, y - 7 * (len(lines) - 1), who)
        for line in lines:
            paper.write(200, y, line)
            y -= 14
        y -= 4
    assert spoken(paper) == TALK * 2


def test_two_paragraphs_in_a_cell_keep_the_name_at_its_top() -> None:
    paper, y = Paper(), 780.0
    for who in ("Anna", "Boris") * 3:
        paper.write(70, y, who)
        for line in ("Here is what", "I have to say.", "", "And here", "is the rest of it."):
            paper.write(200, y, line)
            y -= 14 if line else -8
        y -= 6
    t = read_bytes(pdf(paper), "a.pdf")
    assert {turn.speaker for turn in t.turns if "Here" in t.text[turn.start : turn.end]} == {
        "Anna",
        "Boris",
    }


def test_columns_of_a_table_may_be_as_near_as_words_if_their_cells_are_in_line() -> None:
    """ "Interviewer" nearly touches the words, times nearly touch "Interviewer"."""
    paper, y = Paper(), 780.0
    rows = [("Time", "Speaker", "Text"), *((f"00:00:{10 + i}", *row) for i, row in enumerate(SAID))]
    for time, who, words in rows:
        paper.write(70, y, time)
        paper.write(116, y, who.replace("Anna", "Interviewer"))
        for line in words.split("\n"):
            paper.write(174, y, line)
            y -= 14
        y -= 4
    t = read_bytes(pdf(paper), "a.pdf")
    talk = [(who.replace("Anna", "Interviewer"), words) for who, words in TALK]
    assert said(t) == [("", "Time Speaker Text"), *talk]
    assert [turn.time for turn in t.turns] == [None, 10, 11, 12, 13]


@pytest.mark.parametrize(("back", "words"), [(2000, ["abcd"]), (2500, ["ab", "cd"])])
def test_letters_drawn_more_than_a_letters_height_left_of_their_word_are_another_word(
    back: int, words: list[str]
) -> None:
    """The pen goes back by thousandths of 11 points: 22 from the end of "ab" at 212, or 27.5."""
    paper = Paper()
    paper.drawn.append(f"BT /F1 11 Tf 200 700 Td [(ab) {back} (cd)] TJ ET")
    [sheet] = reader.pages(pdf(paper), "a.pdf")
    assert sorted(word.text for line in sheet.lines for word in line) == words


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
    paper.box(60, 690, 300, 14)
    paper.drawn.append("1 g")
    paper.write(70, 694, "Anna: In white on black.")
    t = read_bytes(pdf(paper), "a.pdf")
    assert "In white on black." in t.text
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


# ── from right to left ──


def seen(words: str) -> str:
    """Return words as they are drawn from the left: turned round, but for digits; `a` is א."""
    turned = words[::-1]
    return re.sub(r"[0-9:]*[0-9]", lambda found: found[0][::-1], turned)


def drawn(lines: Sequence[str], right: float = 520) -> Paper:
    """Return a page whose lines end at the same place on the right."""
    paper = Paper()
    for i, line in enumerate(lines):
        paper.write(right - width_of(line), 760 - 15 * i, seen(line))
    return paper


def width_of(line: str) -> float:
    (made,) = reader.pages(pdf(page([line])), "a.pdf")
    return made.lines[0][-1].right - made.lines[0][0].left


def hebrew(words: str) -> str:
    return "".join(chr(0x5D0 + ord(x) - 97) if "a" <= x <= "z" else x for x in words)


RIGHT = [
    "aba: bgd hwz xyz abc def ghij klm nop qrst aaa",
    "bbb 2014 ccc?",
    "dag: eee fff ggg hhh iii jjj kkk lll mmm nnn oo",
    "ppp [00:12] qqq.",
    "aba: rrr?",
    "dag: sss ttt.",
]


def test_lines_are_read_from_the_right_with_their_digits_from_the_left() -> None:
    t = read_bytes(pdf(drawn(RIGHT), hebrew=True), "a.pdf")
    assert said(t) == [
        (hebrew("aba"), hebrew(f"{RIGHT[0][5:]} {RIGHT[1]}")),
        (hebrew("dag"), hebrew(f"{RIGHT[2][5:]} {RIGHT[3]}")),
        (hebrew("aba"), hebrew("rrr?")),
        (hebrew("dag"), hebrew("sss ttt.")),
    ]


def test_a_sign_of_two_halves_is_one_whichever_way_its_page_is_read() -> None:
    """PDFium hands out the low half first where one reads from the right."""
    for line in ("ABC ~ DEF~", "abc ~ def~"):
        [sheet] = reader.pages(pdf(page([line]), hebrew=True), "a.pdf")
        assert sheet.unreadable == 0
        assert [word.text.count("😀") for word in sheet.lines[0]].count(1) == 2


def test_half_a_sign_alone_is_one_that_cannot_be_read() -> None:
    for line, missing in (("A} B", 1), ("A{ B", 1), ("A}} B", 2), ("A }", 1), ("A}{ {} B", 0)):
        [sheet] = reader.pages(pdf(page([line]), hebrew=True), "a.pdf")
        shown = "".join(word.text for word in sheet.lines[0])
        assert (sheet.unreadable, shown.count("\ufffd")) == (missing, missing), line


def test_columns_that_are_read_from_the_right_begin_with_the_right_one() -> None:
    lines = ["aba: abc def ghi", "dag: bbb ccc ddd", "aba: ccc ddd eee", "dag: ddd eee fff"]
    paper = drawn(lines)
    more = ["aba: eee fff ggg", "dag: fff ggg hhh", "aba: ggg hhh iii", "dag: hhh iii jjj"]
    paper.drawn += drawn(more, right=250).drawn
    t = read_bytes(pdf(paper, hebrew=True), "a.pdf")
    assert [words for _, words in said(t)] == [hebrew(line[5:]) for line in lines + more]


def test_signs_drawn_mirrored_tied_or_in_their_old_forms_are_letters_as_they_are_written() -> None:
    assert in_order("םולש") == "שלום"
    assert in_order(":2024-םולש") == "שלום-2024:"

    def letters(told: str, width: float = 5.0, *, tied: bool = False) -> list[DrawnLetter]:
        places = (
            [(0.0, width)] * len(told)
            if tied
            else [(width * i, width * i + width) for i in range(len(told))]
        )
        return [DrawnLetter(x, a, b, 0, 10) for x, (a, b) in zip(told, places, strict=True)]

    assert [text for text, *_ in words_of(letters("אל", tied=True))] == ["לא"]
    assert [text for text, *_ in words_of(letters("\u0623\u0644", tied=True))] == ["\u0644\u0623"]
    assert [text for text, *_ in words_of(letters("\u0644\u0623", tied=True))] == ["\u0644\u0623"]
    assert [text for text, *_ in words_of(letters("\ufe8d"))] == ["\u0627"]
    marked = [*letters("אב"), DrawnLetter("\u05b7", 6.0, 7.0, 0, 10)]
    assert [text for text, *_ in words_of(marked)] == ["ב\u05b7א"]
    words = [
        PdfWord(x, 10.0 * i, 10.0 * i + 8, 0, 10) for i, x in enumerate(("א", "two", "one", ")ב("))
    ]
    line = line_in_order(words, right_to_left=True)
    assert [word.text for word in line] == ["א", "one", "two", "(ב)"]
    assert [word.left for word in line] == [0, 10, 20, 30]


# ── damage ──


def packed(data: bytes) -> bytes:
    """Return a PDF with its pages' words packed."""

    def one(found: re.Match[bytes]) -> bytes:
        body = zlib.compress(found[1])
        told = b"<< /Filter /FlateDecode /Length %d >>" % len(body)
        return told + b"\nstream\n" + body + b"\nendstream"

    made = re.sub(rb"<< /Length \d+ >>\nstream\n(BT.*?)\nendstream", one, data, flags=re.DOTALL)
    place = made.index(b"xref\n0 ")
    return re.sub(rb"startxref\n\d+", b"startxref\n%d" % place, made)


def test_a_whole_pdf_is_sound_packed_or_not() -> None:
    assert damage(WHOLE) == ([], [])
    assert damage(packed(pdf(page(LINES), page(LINES)))) == ([], [])


def test_of_a_packed_page_that_is_damaged_it_is_said_which_one() -> None:
    data = packed(pdf(page(LINES), page(LINES[2:]), page(LINES)))
    at = data.index(b"stream\n", data.index(b"8 0 obj")) + 40
    broken = data[:at] + bytes([data[at] ^ 8]) + data[at + 1 :]
    assert damage(broken) == (["a packed part of it cannot be unpacked whole"], [2])
    note = "words may be missing or wrong, on 1 page (2)"
    assert has_note(read_bytes(broken, "a.pdf"), "Please check: the PDF is damaged", note)


def test_a_pdf_that_was_cut_off_says_so() -> None:
    assert damage(WHOLE[:-30])[0] == ["it ends too early"]
    moved = WHOLE.replace(b"startxref\n", b"startxref\n7")
    assert damage(moved)[0] == ["its table of contents is not where its end says"]
    assert has_note(read_bytes(moved, "a.pdf"), "Please check: the PDF is damaged")


def test_a_page_that_cannot_be_opened_is_named_and_the_others_are_read() -> None:
    data = pdf(page(LINES), page(LINES), page(LINES[4:]))
    t = read_bytes(data.replace(b"7 0 obj\n<< /Type /Page ", b"7 0 obj\n<< /Type /Pgae "), "a.pdf")
    assert [words for _, words in said(t)][-1] == TALK[-1][1]
    assert has_note(t, "Please check: 1 page (2)")


def test_a_letter_of_which_the_pdf_says_nothing_is_shown_as_such() -> None:
    told = pdf(page(["Anna: abc", "Boris: abz"]), hebrew=True)
    t = read_bytes(told.replace(b"<7a> <05e9>", b"<7a> <0000>"), "a.pdf")
    assert "\ufffd" in t.text
    assert has_note(t, "Please check: of 1 letter the PDF does not say")
