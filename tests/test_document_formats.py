"""OpenDocument texts, RTF texts and web pages say what the same interview in Word says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from document_files import as_html, as_odt, as_rtf, odt, rtf, zipped
from transcript_files import has_note, refused, said, word

from coding.files.web_page import as_declared
from coding.model import Role
from coding.transcripts import read_bytes

TALK = [
    ("Interviewer", "Where did you live, Frau Größe?"),
    ("Ана", "У граду 🙂, на кеју. “So it was.”"),
    ("Interviewer", "And then?"),
    ("Ана", "Then < nothing > & more."),
]
MADE = {".odt": as_odt, ".rtf": as_rtf, ".html": as_html, ".htm": as_html}


@pytest.mark.parametrize("ending", MADE)
def test_one_interview_says_the_same_in_every_kind_of_document(ending: str) -> None:
    told = read_bytes(MADE[ending](TALK), "P1" + ending)
    as_word = read_bytes(word(*(f"{who}: {what}" for who, what in TALK)), "P1.docx")
    assert said(told) == TALK
    assert (told.text, told.turns, told.cast) == (as_word.text, as_word.turns, as_word.cast)


ROWS = [("Vera", "How did it begin?"), ("Toth", "At the mill."), ("Vera", "Why?"), ("Toth", "So.")]


def odt_table(rows: list[tuple[str, str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in rows
    )
    return odt(f"<table:table>{cells}</table:table>")


def rtf_table(rows: list[tuple[str, str]]) -> bytes:
    return rtf(
        "".join(
            r"\trowd\cellx2000\cellx9000 "
            + "".join(rf"\pard\intbl {c}\cell " for c in row)
            + r"\row "
            for row in rows
        )
        + r"\pard "
    )


def html_table(rows: list[tuple[str, str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td><p>{c}</p></td>" for c in row) + "</tr>" for row in rows)
    return f"<table><tbody>{cells}</tbody></table>".encode()


def html_terms(rows: list[tuple[str, str]]) -> bytes:
    return ("<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in rows) + "</dl>").encode()


@pytest.mark.parametrize(
    ("make", "ending"),
    [(odt_table, ".odt"), (rtf_table, ".rtf"), (html_table, ".html"), (html_terms, ".html")],
)
def test_a_table_of_speakers_and_words_is_an_interview(make: object, ending: str) -> None:
    headed = [("Speaker", "Words"), *ROWS]
    for rows in (ROWS, headed):
        assert [t for t in said(read_bytes(make(rows), "a" + ending)) if t[0]] == ROWS  # type: ignore[operator]


def bold_names(ending: str) -> bytes:
    if ending == ".odt":
        style = '<text:p><text:span text:style-name="Bolder">{}</text:span> {}</text:p>'
        return odt("".join(style.format(*row) for row in ROWS))
    if ending == ".rtf":
        return rtf("".join(rf"\pard{{\b {a}}} {b}\par " for a, b in ROWS))
    style = "<style>.c1, .c2 {font-weight:700;color:#000}</style>"
    return (style + "".join(f'<p><span class="c1">{a}</span> {b}</p>' for a, b in ROWS)).encode()


@pytest.mark.parametrize("ending", [".odt", ".rtf", ".html"])
def test_names_in_bold_without_a_colon_are_speakers(ending: str) -> None:
    assert said(read_bytes(bold_names(ending), "a" + ending)) == ROWS


@pytest.mark.parametrize(("style", "bold"), [("Semibold", True), ("Medium", False)])
def test_odt_letters_are_bold_from_weight_600_on(style: str, bold: bool) -> None:
    """CSS calls 600 semi-bold and 500 medium; names in medium letters are none."""
    line = f'<text:p><text:span text:style-name="{style}">{{}}</text:span> {{}}</text:p>'
    t = read_bytes(odt("".join(line.format(*row) for row in ROWS)), "a.odt")
    assert (said(t) == ROWS) is bold


def tabbed(ending: str, rows: Sequence[tuple[str, str]]) -> bytes:
    if ending == ".odt":
        return odt("".join(f"<text:p>{a}<text:tab/>{b}</text:p>" for a, b in rows))
    return rtf("".join(rf"\pard {a}\tab {b}\par " for a, b in rows))


@pytest.mark.parametrize("ending", [".odt", ".rtf"])
def test_names_that_only_a_tab_parts_from_their_words_are_speakers(ending: str) -> None:
    assert said(read_bytes(tabbed(ending, ROWS), "a" + ending)) == ROWS


def test_a_tab_makes_no_speakers_of_a_list_or_of_words_that_do_not_come_back() -> None:
    lists = (
        [("1", "Bread"), ("2", "Milk"), ("1", "Tea"), ("2", "Salt")],
        [("Monday", "We left."), ("Tuesday", "We came."), ("Friday", "We slept.")],
        [("Vera", "She left."), ("Vera", "She came."), ("Vera", "She slept.")],
    )
    for rows in lists:
        t = read_bytes(tabbed(".odt", rows), "a.odt")
        assert {turn.speaker for turn in t.turns} == {""}


UNSEEN = {
    ".odt": odt(
        "<text:p>Vera: Why?</text:p><text:p>Toth: I"
        '<text:span text:style-name="Unseen"> never</text:span>'
        '<text:span text:style-name="Struck"> really</text:span>'
        '<text:span text:style-name="Black"> Ann</text:span> left.</text:p>'
        "<text:p>Vera: So?</text:p>"
    ),
    ".rtf": rtf(
        r"{\colortbl;\red255\green255\blue0;\red0\green0\blue0;}Vera: Why?\par Toth: I{\v  never}"
        r"{\strike  really}{\highlight2\cf2  Ann} {\highlight1 left.}\par Vera: So?\par"
    ),
    ".html": b"<p>Vera: Why?<p>Toth: I<span hidden> never</span><s> really</s><span"
    b' style="background:black"> Ann</span> left.<p>Vera: So?',
}


@pytest.mark.parametrize("ending", UNSEEN)
def test_what_cannot_be_seen_is_left_out_and_said(ending: str) -> None:
    t = read_bytes(UNSEEN[ending], "a" + ending)
    assert said(t)[1] == ("Toth", "I left.")
    assert has_note(t, "Please check", "hidden text")
    assert has_note(t, "Please check", "struck through")
    assert has_note(t, "Please check", "blacked out (1 word)")


HIDDEN = {
    ".odt": odt(
        '<text:p>Vera: Why?</text:p><text:section text:display="none"><text:p>Toth: Ann</text:p>'
        "<text:list><text:list-item><text:p>left</text:p></text:list-item></text:list>"
        "</text:section><text:p>Toth: So.</text:p>"
    ),
    ".html": b"<table><tr><td>Vera: Why?<tr style='display:none'><td>Toth: Ann<tbody hidden><tr>"
    b"<td>left<tbody><tr><td>Toth: So.</table>",
}


@pytest.mark.parametrize("ending", HIDDEN)
def test_sections_and_rows_that_are_hidden_are_no_words(ending: str) -> None:
    t = read_bytes(HIDDEN[ending], "a" + ending)
    assert said(t) == [("Vera", "Why?"), ("Toth", "So.")]
    assert has_note(t, "Please check", "hidden text (3 words)")


@pytest.mark.parametrize(
    "page",
    [
        b"<table><form><tr><td>Vera: Why?<tr><td>Toth: So. He left.</form></table>",
        b"<table><td>Vera: Why?</td><tr><td>Toth: So.</td> He left.</tr></table>",
        b"<table>Vera: Why?<tr><td>Toth: So. He left.</table>",
        b"<table><caption>Vera: Why?</caption><div>Toth: So.</div><tr><td>He left.</table>",
        b"<dl><p>Vera: Why?</p><dt>Toth: So.</dt><p>He left.</p></dl>",
    ],
)
def test_of_a_table_that_is_not_well_made_no_word_is_lost(page: bytes) -> None:
    t = read_bytes(page, "a.html")
    assert " ".join(words for _, words in said(t)).split() == "Why? So. He left.".split()


def test_letters_of_rtf_in_a_row_skip_what_repeats_each_for_old_programs() -> None:
    in_a_row = r"Vera: \u1044?\u1072 ?, \u1076\'e4\u1072\'e0"
    in_a_row += r"\uc2\u1078??\uc0\u1078\u1078 \uc1\u55357?\u56832?!"
    assert read_bytes(rtf(rf"Toth: Why?\par {in_a_row}"), "a.rtf").text.endswith("Да, дажжж😀!")


def test_a_text_box_of_rtf_is_not_read_again_as_old_programs_show_it() -> None:
    box = r"{\shp{\*\shpinst{\shptxt Kept.\par}}{\shprslt\pard Kept.\par}}"
    assert read_bytes(rtf(r"Vera: Why?\par" + box), "a.rtf").text.count("Kept.") == 1


def test_dark_blue_is_not_black_and_what_a_page_makes_invisible_is_hidden() -> None:
    for blue, words in ((47, "I left."), (48, "I never left.")):
        colors = rf"{{\colortbl;\red0\green0\blue{blue};}}"
        t = read_bytes(rtf(colors + r"Vera: Why?\par Toth: I{\highlight1  never} left."), "a.rtf")
        assert said(t)[1] == ("Toth", words)
    page = b"<p>Vera: Why?<p>Toth: I<span style='visibility: hidden'> never</span> left."
    assert said(read_bytes(page, "a.html"))[1] == ("Toth", "I left.")


BESIDE = {
    ".odt": odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Never.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>Part one</text:h><text:p>Vera: Why?<text:note><text:note-body><text:p>A note."
        "</text:p></text:note-body></text:note><office:annotation><text:p>Check!</text:p>"
        "</office:annotation></text:p><text:p>Toth: So<text:tab/>it<text:s text:c='2'/>was."
        "<text:line-break/>Yes. <text:page-number>7</text:page-number></text:p>"
        "<text:p>Vera: Oh?</text:p>",
        "<style:header><text:p>Study</text:p></style:header>",
    ),
    ".rtf": rtf(
        r"{\stylesheet{\s1 heading 1;}{\s0 Normal;}}{\header Study\par}\pard\s1 Part one\par\pard"
        r" Vera: Why?{\footnote A note.}{\*\annotation Check!}\par"
        r" Toth: So\tab it  was.\line Yes. {\field{\*\fldinst PAGE}{\fldrslt 7}}{\deleted Never.}"
        r"\par Vera: Oh?\par"
    ),
}


@pytest.mark.parametrize("ending", BESIDE)
def test_notes_comments_heads_numbers_and_deletions_are_no_words(ending: str) -> None:
    t = read_bytes(BESIDE[ending], "a" + ending)
    assert said(t) == [
        ("", "Part one"),
        ("Vera", "Why?"),
        ("Toth", "So it  was.\nYes."),
        ("Vera", "Oh?"),
    ]
    assert t.turns[0].role is Role.OTHER
    for what in ("footnote", "comment", "page header", "automatic field", "tracked deletion"):
        assert has_note(t, "Left out", what), what


def test_a_web_pages_scripts_menus_and_pictures_are_no_words() -> None:
    page = (
        b"<head><title>Menu: all</title><script>Vera: 'no'</script></head><nav>Home: x</nav>"
        b"<h1>Part one</h1><!-- Toth: never --><div>Vera: Why?<br>So?</div><img src=http://x/y.png>"
        b"<p>Toth:&nbsp;Because &amp; so.</p><div title='footer'>Page 1</div>"
    )
    t = read_bytes(page, "a.html")
    assert said(t) == [("", "Part one"), ("Vera", "Why?\nSo?"), ("Toth", "Because & so.")]
    assert has_note(t, "Left out", "embedded picture")
    assert has_note(t, "Left out", "page footer")


def test_a_page_is_read_in_the_alphabet_that_it_names_unless_it_is_utf8() -> None:
    page = '<meta charset="windows-1251"><p>Вера: Да.<p>Олег: Нет.<p>Вера: Так?'
    assert said(read_bytes(page.encode("cp1251"), "a.html"))[0] == ("Вера", "Да.")
    assert said(read_bytes(page.encode(), "a.html"))[1] == ("Олег", "Нет.")
    odd = '<meta charset="nonsense"><p>Да'.encode("cp1251")
    assert as_declared(odd) == odd


def test_rtf_letters_come_from_the_font_they_stand_in() -> None:
    body = (
        r"{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset238 Arial;}}"
        r"{\f0 \'c2\'e5\'f0\'e0: \'c4\'e0.}\par{\f1 \'8aime: \'9eena.}\par"
        r"{\f0 \'c2\'e5\'f0\'e0: A.}\par"
    )
    assert [who for who, _ in said(read_bytes(rtf(body), "a.rtf"))] == ["Вера", "Šime", "Вера"]


def test_rtf_skips_as_many_letters_after_one_in_unicode_as_it_says() -> None:
    t = read_bytes(
        rtf(r"A: {\uc2\u8364 ab}x{\uc0\u8364 y}\u8364 \'80z\par B: \bin3 }}}ok.\par"), "a.rtf"
    )
    assert t.text == "A: €x€y€z\n\nB: ok."


def test_marks_of_lists_that_name_a_speaker_are_labels() -> None:
    items = "".join(
        f"<text:list-item><text:p>{q}</text:p></text:list-item>" for q in ("Why?", "And?")
    )
    t = read_bytes(odt(f'<text:list text:style-name="Asked">{items}</text:list>'), "a.odt")
    assert {who for who, _ in said(t)} == {"Q"}
    t = read_bytes(
        rtf(r"{\listtext Q:\tab}Why?\par{\listtext A:\tab}So.\par{\listtext Q:}Oh?\par"), "a.rtf"
    )
    assert said(t) == [("Q", "Why?"), ("A", "So."), ("Q", "Oh?")]


BAD = {
    "a.odt": [b"", b"%PDF-1.4", b"words", zipped({"x.xml": "<a/>"}), odt("<text:p>"), odt("")],
    "a.rtf": [b"", b"words", rtf(""), b"{\\rtf1" + b"{" * 6_000, b"PK\x03\x04"],
    "a.html": [b"", b"<p></p>", b"<!-- Anna: Yes -->", b"<div>" * 3_000 + b"x", b"\x00\x01\x02"],
}


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name, several in BAD.items() for data in several]
)
def test_a_bad_document_is_refused_in_one_line(name: str, data: bytes) -> None:
    assert refused(data, name).hint


def test_an_odt_with_a_password_or_an_entity_is_refused_with_the_reason() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    locked = zipped({"content.xml": "x", "META-INF/manifest.xml": manifest})
    assert "password" in refused(locked, "a.odt").message
    bomb = zipped({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    assert "entities" in refused(bomb, "a.odt").message
