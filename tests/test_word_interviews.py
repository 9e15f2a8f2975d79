"""Word documents of all kinds: tables, lists, boxes, fields, and what was made not to be seen."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml.ns import nsdecls
from test_word_walk import W, document, paragraph, run
from transcript_files import docx, repacked, said

from coding.model import Role
from coding.transcripts import read_bytes

TALK = [
    ("Vera", "How did you come to the mill?"),
    ("Toth", "My aunt worked here, she said: try it."),
    ("Vera", "And did you like it?"),
    ("Toth", "No. The dust was terrible."),
    ("Vera", "Who decided that?"),
    ("Toth", "Nobody, we just did."),
]


def table(rows: list[list[str]], *, title: str = "", before: str = "") -> bytes:
    def fill(d: Any) -> None:
        if before:
            d.add_paragraph(before)
        made = d.add_table(0, len(rows[0]))
        if title:
            cells = made.add_row().cells
            cells[0].text = title
            cells[0].merge(cells[-1])
        for row in rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words

    return docx(fill)


def spoken(data: bytes) -> list[tuple[str, str]]:
    t = read_bytes(data, "a.docx")
    return [(turn.speaker, t.text[turn.start : turn.end]) for turn in t.turns if turn.speaker]


NUMBERED = [[str(i), *row] for i, row in enumerate(TALK, 1)]
TIMED = [[f"00:0{i}:00", *row] for i, row in enumerate(TALK)]
NOTED = [[*row, "laughs" if i == 3 else ""] for i, row in enumerate(TALK)]
ALL = [[f"{i}.", f"0:0{i}", *row, "!" if i == 2 else ""] for i, row in enumerate(TALK, 1)]
TABLES = {
    "plain": (TALK, ""),
    "headed": ([["Speaker", "Words"], *map(list, TALK)], ""),
    "headed in Hungarian": ([["Beszélő", "Szöveg"], *map(list, TALK)], ""),
    "headed in Georgian": ([["ვინ", "რა თქვა"], *map(list, TALK)], ""),
    "headed, numbered": ([["#", "Who", "What"], *NUMBERED], ""),
    "numbered in Polish": ([["Lp.", "Osoba", "Wypowiedź"], *NUMBERED], ""),
    "timed": (TIMED, ""),
    "timed, headed": ([["Zeit", "Wer", "Was"], *TIMED], ""),
    "noted": ([["Name", "Text", "Notes"], *NOTED], ""),
    "all": ([["Nr", "Zeit", "Name", "Text", "Memo"], *ALL], ""),
    "title": (TALK, "Interview 4"),
    "title, all": ([["Nr", "Zeit", "Name", "Text", "Memo"], *ALL], "Interview 4, at the mill"),
    "title in a cell of its own": ([["Interview 4", "", ""], ["#", "Who", "What"], *NUMBERED], ""),
    "words first": ([[words, who] for who, words in TALK], ""),
    "colons": ([[f"{who}:", words] for who, words in TALK], ""),
    "upper case": ([[who.upper(), words] for who, words in TALK], ""),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_turns_is_one_whatever_stands_around_it(kind: str) -> None:
    rows, title = TABLES[kind]
    heard = spoken(table([list(row) for row in rows], title=title))
    assert [(who.title(), words) for who, words in heard] == TALK


def test_one_odd_cell_is_nobodys_and_the_table_stays_one() -> None:
    rows = [list(row) for row in TALK]
    rows.insert(3, ["(the phone rings, both wait)", ""])
    rows.insert(5, ["", "And loud."])
    t = read_bytes(table(rows), "a.docx")
    assert spoken(table(rows)) == TALK
    others = [(t.text[x.start : x.end], x.role) for x in t.turns if not x.speaker]
    assert others == [
        *(("(the phone rings, both wait)", Role.OTHER), ("And loud.", Role.UNKNOWN)),
    ]


def test_an_odd_cell_does_not_take_the_numbers_and_times_of_a_table_away() -> None:
    rows = [list(row) for row in ALL]
    rows.insert(3, ["", "", "(the phone rings, both wait)", "", ""])
    t = read_bytes(table(rows), "a.docx")
    assert "Left out: 6 row numbers." in t.notes
    assert [turn.time for turn in t.turns if turn.speaker] == [1, 2, 3, 4, 5, 6]


def test_what_stands_in_other_columns_is_left_out_and_counted_unless_it_is_long() -> None:
    t = read_bytes(table(TABLES["all"][0]), "a.docx")
    assert "Left out: 6 row numbers." in t.notes
    assert "Left out: 1 side note." in t.notes
    assert [turn.time for turn in t.turns if turn.speaker] == [1, 2, 3, 4, 5, 6]
    both = [[who, words, f"Mondta: {words}"] for who, words in TALK]
    t = read_bytes(table(both), "a.docx")
    assert [turn.role for turn in t.turns][:2] == [Role.INTERVIEWER, Role.UNKNOWN]
    assert t.doubts[0].count == 6


def test_a_table_of_figures_is_no_interview() -> None:
    rows = [["Answer", "2024"], ["Yes", "41 %"], ["No", "12 %"]]
    assert read_bytes(table(rows, before="I: Which?"), "a.docx").speakers == ()


NUMBERING = (
    f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'>"
    "<w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='FORM'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
)
LISTED = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"


def numbered(form: str) -> bytes:
    blocks = [
        paragraph(run(words if i % 2 == 0 else f"A: {words}"), properties=LISTED * (i % 2 == 0))
        for i, (_, words) in enumerate(TALK)
    ]
    return repacked(document(*blocks), word__numbering=NUMBERING.replace("FORM", form).encode())


@pytest.mark.parametrize(
    ("form", "who"), [("Q%1:", "Q"), ("Question %1.", "Question"), ("I:", "I")]
)
def test_a_label_that_word_numbers_itself_is_read(form: str, who: str) -> None:
    heard = spoken(numbered(form))
    assert heard == [(who if x == "Vera" else "A", words) for x, words in TALK]


def test_a_number_before_a_paragraph_is_no_label_and_is_counted() -> None:
    t = read_bytes(numbered("%1."), "a.docx")
    assert "Left out: 3 automatic list marks." in t.notes
    assert set(t.speakers) <= {"A"}


BLACK = "<w:highlight w:val='black'/>"


@pytest.mark.parametrize(
    ("form", "what"),
    [
        *(("<w:vanish/>", "of hidden text"), ("<w:strike/>", "struck through")),
        *(("<w:dstrike/>", "struck through"), (BLACK, "blacked out")),
        ("<w:shd w:val='clear' w:color='auto' w:fill='000000'/>", "blacked out"),
        ("<w:color w:val='0D0D0D'/><w:shd w:val='clear' w:fill='000000'/>", "blacked out"),
        (f"<w:color w:val='000000'/>{BLACK}", "blacked out"),
    ],
)
def test_words_made_not_to_be_seen_are_left_out_and_counted(form: str, what: str) -> None:
    data = document(
        paragraph(run("I: Where?")),
        paragraph(run("T: At "), run("Petrov's ", form), run("in Nis ", form), run("a bakery.")),
        paragraph(run("I: So?")),
        paragraph(run("T: With "), run("Ivan", form)),
    )
    t = read_bytes(data, "a.docx")
    assert "Petrov" not in t.text
    assert said(t)[1] == ("T", "At a bakery.")
    assert t.notes[0] == f"Please check: 2 passages {what} (4 words) were left out."


@pytest.mark.parametrize(
    "form",
    [
        *("<w:highlight w:val='yellow'/>", f"<w:color w:val='FFFFFF'/>{BLACK}", "<w:b/>"),
        *("<w:shd w:val='clear' w:fill='D9D9D9'/>", "<w:vanish w:val='0'/>"),
    ],
)
def test_words_that_one_can_see_stay(form: str) -> None:
    t = read_bytes(document(paragraph(run("I: Seen "), run("too", form))), "a.docx")
    assert t.text == "I: Seen too"


def test_a_style_that_blacks_out_is_one_too() -> None:
    style = (
        f"<w:style {W} w:type='character' w:styleId='Gone'><w:name w:val='Gone'/><w:rPr>{BLACK}"
        "</w:rPr></w:style>"
    )
    gone = run("Ivan ", "<w:rStyle w:val='Gone'/>")
    t = read_bytes(document(paragraph(run("I: With "), gone, run("us")), styles=style), "a.docx")
    assert t.text == "I: With us"


def test_a_document_of_which_nothing_can_be_seen_says_why() -> None:
    from coding.errors import TranscriptError

    with pytest.raises(TranscriptError) as caught:
        read_bytes(document(paragraph(run("I: Why?", "<w:vanish/>"))), "a.docx")
    assert "1 passage of hidden text (2 words)" in caught.value.hint


def test_boxes_fields_and_empty_controls_are_nobodys_words() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        + run("17")
        + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    link = field.replace(" PAGE ", ' HYPERLINK "x" ').replace("17", "linked")
    simple = f"<w:fldSimple w:instr=' DATE '>{run('1 May')}</w:fldSimple>"
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + run("Click here to write.")
        + "</w:sdtContent></w:sdt>"
    )
    box = (
        "<w:r><w:pict><w:txbxContent xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/"
        "2006/main'><w:p><w:r><w:t>Confidential</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
    t = read_bytes(
        document(
            paragraph(run("I: Why?"), field, box),
            paragraph(run("T: So "), link, simple, run(" then."), empty),
        ),
        "a.docx",
    )
    heard = [(turn.speaker, t.text[turn.start : turn.end], turn.role) for turn in t.turns]
    assert heard == [
        ("I", "Why?", Role.INTERVIEWER),
        ("", "Confidential", Role.OTHER),
        ("T", "So linked then.", Role.PARTICIPANT),
    ]
    assert "Left out: 2 automatic fields." in t.notes
    assert "Left out: 1 empty form field." in t.notes


def test_a_field_that_never_ends_takes_no_words_with_it() -> None:
    begun = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    t = read_bytes(document(paragraph(run("I: Why?"), begun), paragraph(run("T: So."))), "a.docx")
    assert said(t) == [("I", "Why?"), ("T", "So.")]


@pytest.mark.parametrize(
    "form", ["<w:b/>", "<w:rStyle w:val='Loud'/>", "<w:rStyle w:val='Strong'/>"]
)
@pytest.mark.parametrize("soft", [True, False])
def test_names_in_bold_by_whatever_style_stand_for_speakers(form: str, soft: bool) -> None:
    style = (
        f"<w:style {W} w:type='character' w:styleId='Loud'><w:name w:val='Loud'/>"
        "<w:rPr><w:b/></w:rPr></w:style>"
    )
    turn = "<w:r><w:br/></w:r>"
    lines = [run(words, form * (i % 2 == 0)) for row in TALK for i, words in enumerate(row)]
    blocks = [paragraph(turn.join(lines))] if soft else [paragraph(line) for line in lines]
    assert spoken(document(*blocks, styles=style)) == TALK


def test_soft_returns_part_speakers_and_go_on_with_what_one_says() -> None:
    turn = "<w:r><w:br/></w:r>"
    lines = ("I: Why?", "T: So.", "And more.", "I: Oh?")
    t = read_bytes(document(paragraph(turn.join(map(run, lines)))), "a.docx")
    assert said(t) == [("I", "Why?"), ("T", "So.\nAnd more."), ("I", "Oh?")]
