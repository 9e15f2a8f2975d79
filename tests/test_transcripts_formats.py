"""What reading subtitles and Word documents promises; the files are made in the tests."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from transcript_files import docx, has_note, refused, repacked, said, text, word

from coding.files import zips as archive
from coding.model import Role
from coding.transcripts import read, read_bytes

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "transcripts"

# Subtitles

VTT = """\
WEBVTT - made by hand

NOTE Recorded on Monday

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:02.500 align:start position:0%
Interviewer: Why did

2
00:00:02.500 --> 00:00:04.000
you <i>leave</i>?

3
00:05.000 --> 00:06.000
Anna: Fear &amp; war,<00:00:05.500> 2 &lt; 3.
"""


def test_cues_of_one_speaker_become_one_turn_with_its_times() -> None:
    t = text(VTT, "P1.vtt")
    assert t.text == "Interviewer: Why did you leave?\n\nAnna: Fear & war, 2 < 3."
    assert [(turn.time, turn.time_end) for turn in t.turns] == [(1.0, 4.0), (5.0, 6.0)]
    assert has_note(t, "3 cue numbers", "3 time marks", "3 tags", "1 style block")
    assert has_note(t, "Recorded on Monday")
    assert has_note(t, "without a name")


def test_voice_tags_name_the_speakers_even_two_in_one_cue() -> None:
    t = text(
        "WEBVTT\n\nf0a1b2c3-0000-4000-8000-0123456789ab/12-0\n00:01.000 --> 00:02.000\n"
        "<v Ana Ivić>Hi.</v> <v.loud Ivo>Yes,\nso: it is.</v>\n\n00:03.000 --> 00:04.000\n"
        "<v Ivo>One thing: no.</v>\n",
        "P1.vtt",
    )
    assert said(t) == [("Ana Ivić", "Hi."), ("Ivo", "Yes, so: it is. One thing: no.")]
    assert t.turns[1].time_end == 4.0
    assert has_note(t, "1 cue number")


def test_srt_keeps_dashes_and_a_header_and_drops_its_tags() -> None:
    t = text(
        "1\n00:00:00,500 --> 00:00:01,000\n[This interview is invented]\n\n"
        "2\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Milica: Why?</i>\n\n"
        "3\n00:00:03.000 --> 00:00:04.000\nAna: He asked:\n- Yes?\n- No.\n",
        "P1.srt",
    )
    assert said(t) == [
        ("", "[This interview is invented]"),
        ("Milica", "Why?"),
        ("Ana", "He asked:\n- Yes?\n- No."),
    ]
    assert t.turns[0].role is Role.OTHER
    assert t.turns[1].time_end == 2.5


def test_malformed_cues_keep_their_words_and_say_where() -> None:
    t = text(
        "1\n00:00:01,000 --> 00:00:02,000\nAna: one\n2\n00:00:03,000 -->\ntwo\n\nthree\n\n"
        "4\n00:00:05,000 --> 00:00:06,000 four\nfive\n42\n\n"
        "5\n00:00:09,000 --> 00:00:08,000\nsix\n",
        "P1.srt",
    )
    assert said(t) == [("Ana", "one two three four five 42 six")]
    for line in ("line 5 ", "line 8 ", "line 11 ", "line 16 "):
        assert has_note(t, "Please check", line)


def test_subtitles_without_speakers_end_turns_with_sentences_and_pauses() -> None:
    t = text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nWe left\n\n00:02.000 --> 00:03.000\nin spring.\n\n"
        "00:03.000 --> 00:04.000\nit is calm\n\n00:09.000 --> 00:10.000\nvery\n",
        "P1.vtt",
    )
    assert said(t) == [("", "We left in spring."), ("", "it is calm"), ("", "very")]
    assert has_note(t, "No speakers were recognised")


def test_a_text_under_the_name_of_subtitles_is_refused_with_a_hint() -> None:
    assert ".txt" in refused(b"Anna: Hi.\n", "P1.srt").hint


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_a_real_zoom_transcript_keeps_every_word_and_speaker() -> None:
    path = SAMPLES / "zoom-meeting001.vtt"
    t = read(path)
    payload = [
        re.sub(r"^[A-Z]\w+ [A-Z]\w+: ", "", line)
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
        if line.strip() and "-->" not in line and not line.strip().isdecimal()
    ]
    assert " ".join(words for _, words in said(t)).split() == " ".join(payload).split()
    assert t.speakers[:2] == ("Andrew Knight", "Paul McCartney")
    nobody = [t.text[turn.start : turn.end] for turn in t.turns if turn.role is Role.UNKNOWN]
    assert nobody == ["And that"]
    assert {turn.role for turn in t.turns if turn.speaker} == {Role.PARTICIPANT}
    assert (t.turns[0].time, t.turns[0].time_end) == (4.859, 21.24)
    assert has_note(t, "300 cue numbers", "300 time marks")
    assert has_note(t, "1 line without a name")


# Word documents


def test_a_word_document_becomes_labels_and_turns() -> None:
    t = read_bytes(word("Invented.", "Interviewer: Why?", "", "Anna: War.", "Fear."), "P1.docx")
    assert t.text == "Invented.\n\nInterviewer: Why?\n\nAnna: War.\nFear."
    assert said(t) == [("", "Invented."), ("Interviewer", "Why?"), ("Anna", "War."), ("", "Fear.")]
    assert [d.count for d in t.doubts] == [2]


def test_bold_names_in_a_word_document_are_speakers() -> None:
    def fill(d: Any) -> None:
        for name, words in [("Anna", " Why?"), ("Boris:", " So."), ("Anna", ""), ("Boris", " Ok.")]:
            d.add_paragraph().add_run(name).bold = True
            d.paragraphs[-1].add_run(words)
            if not words:
                d.add_paragraph("When?")

    t = read_bytes(docx(fill), "P1.docx")
    assert said(t) == [("Anna", "Why?"), ("Boris", "So."), ("Anna", "When?"), ("Boris", "Ok.")]


def test_headings_in_a_word_document_are_nobodys_words() -> None:
    def fill(d: Any) -> None:
        d.add_heading("P1", 0)
        d.add_paragraph("I: Why?")
        d.add_heading("Part 2", 1)
        d.add_paragraph("R: So.")

    t = read_bytes(docx(fill), "P1.docx")
    assert said(t) == [("", "P1"), ("I", "Why?"), ("", "Part 2"), ("R", "So.")]


def test_teams_headers_with_line_breaks_are_recognised() -> None:
    t = read_bytes(
        word("Ana Ivić   0:05\nWe left.\tSoon.", "Ivo   1:10\nWhy?", "Ana Ivić   1:12\nSo."),
        "a.docx",
    )
    assert said(t) == [("Ana Ivić", "We left. Soon."), ("Ivo", "Why?"), ("Ana Ivić", "So.")]
    assert [turn.time for turn in t.turns] == [5, 70, 72]
    assert has_note(t, "3 time marks")


@pytest.mark.parametrize("times", [False, True])
def test_a_table_of_speaker_and_words_becomes_turns(times: bool) -> None:
    rows = [("Speaker", "Words"), ("Ana", "Why did you leave?"), ("Ivo", "War."), ("", "And fear.")]

    def fill(d: Any) -> None:
        d.add_paragraph("Invented.")
        table = d.add_table(0, 2 + times)
        for i, row in enumerate(rows):
            cells = table.add_row().cells
            time = ("Time" if i == 0 else f"00:0{i}",) if times else ()
            for cell, words in zip(cells, time + row, strict=True):
                cell.text = words

    t = read_bytes(docx(fill), "P1.docx")
    assert said(t)[2:] == [("Ana", "Why did you leave?"), ("Ivo", "War."), ("", "And fear.")]
    assert t.speakers == ("Ana", "Ivo")
    assert [turn.time for turn in t.turns[2:]] == ([1, 2, 3] if times else [None] * 3)


def test_another_table_is_read_row_by_row() -> None:
    def fill(d: Any) -> None:
        d.add_paragraph("I: Which?")
        d.add_paragraph("R: These:")
        table = d.add_table(2, 2)
        for i, word_ in enumerate(["a long answer", "b", "c", "d"]):
            table.cell(i // 2, i % 2).text = word_

    t = read_bytes(docx(fill), "P1.docx")
    assert [words for _, words in said(t)[1:]] == ["These:", "a long answer", "b", "c", "d"]


def test_hidden_corners_of_a_word_document_are_read_and_deletions_are_not() -> None:
    """Links, content controls, text boxes and insertions are words; deleted text is none."""
    w = nsdecls("w")
    inner = (
        f"<w:p {w}><w:r><w:t>R: We </w:t></w:r>"
        "<w:hyperlink><w:r><w:t>left</w:t></w:r></w:hyperlink>"
        "<w:ins w:id='1' w:author='a'><w:r><w:t> soon</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText> never</w:delText></w:r></w:del>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> indeed</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility"
        "/2006'><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box."
        "</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:br/><w:t>and</w:t><w:noBreakHyphen/><w:t>so.</w:t></w:r></w:p>"
    )
    block = (
        f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>I: Ok?</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )

    def fill(d: Any) -> None:
        d.add_paragraph("I: Why?")
        d.paragraphs[-1]._p.addnext(parse_xml(inner))
        d.element.body[-2].addnext(parse_xml(block))

    t = read_bytes(docx(fill), "P1.docx")
    assert said(t) == [
        ("I", "Why?"),
        ("R", "We left soon indeed\nand-so."),
        ("", "In a box."),
        ("I", "Ok?"),
    ]
    assert has_note(t, "1 tracked deletion")


def test_notes_comments_and_page_headers_are_left_out_and_counted() -> None:
    def fill(d: Any) -> None:
        d.add_paragraph("I: Why?")
        d.add_paragraph("R: So.")
        d.sections[0].header.paragraphs[0].text = "Confidential"
        d.add_comment(d.paragraphs[0].runs, "Is this right?")

    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote/><w:footnote><w:p><w:r><w:t>x</w:t></w:r></w:p>"
    )
    t = read_bytes(
        repacked(docx(fill), word__footnotes=(notes + "</w:footnote></w:footnotes>").encode()),
        "P1.docx",
    )
    assert t.text == "I: Why?\n\nR: So."
    for what in ("1 footnote", "1 comment", "1 page header"):
        assert has_note(t, "Left out", what)


def test_a_zip_bomb_is_refused() -> None:
    bomb = repacked(word("Anna: Hi."), word__bomb=b" " * 20_000_000)
    assert "dangerous size" in refused(bomb, "P1.docx").message


def test_too_many_and_too_large_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = word("Anna: Hi.")
    monkeypatch.setattr(archive, "MAX_TOTAL", 1_000)
    assert "dangerous size" in refused(data, "P1.docx").message
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    assert "files" in refused(data, "P1.docx").message


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a/../../b.xml", "C:/evil.xml"])
def test_a_zip_that_names_files_outside_itself_is_refused(name: str) -> None:
    out = io.BytesIO(word("Anna: Hi."))
    with zipfile.ZipFile(out, "a") as copy:
        copy.writestr(name, "x")
    assert "outside" in refused(out.getvalue(), "P1.docx").message


def test_a_zip_that_holds_a_name_twice_is_refused() -> None:
    out = io.BytesIO(word("Anna: Hi."))
    with zipfile.ZipFile(out, "a") as copy, pytest.warns(UserWarning, match="Duplicate"):
        copy.writestr("word/document.xml", "x")
    assert "twice" in refused(out.getvalue(), "P1.docx").message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(encoding: str) -> None:
    evil = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/'
        'passwd">]><a>&x;</a>'
    )
    data = repacked(word("Anna: Hi."), word__document=evil.encode(encoding))
    assert "entities" in refused(data, "P1.docx").message


def test_broken_documents_are_refused_in_words() -> None:
    data = word("Anna: Hi.")
    assert "damaged" in refused(data[:-300], "P1.docx").message
    assert "damaged" in refused(data[:200] + b"\xff" * 300 + data[500:], "P1.docx").message
    assert "damaged" in refused(repacked(data, word__document=b"<a>"), "P1.docx").message
    assert "no words" in refused(word(""), "P1.docx").message
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as sheet:
        sheet.writestr("xl/workbook.xml", "<a/>")
    assert "no Word document" in refused(other.getvalue(), "P1.docx").message


def test_protected_and_old_documents_get_a_message_of_their_own() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    encrypted = ole + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refused(encrypted, "P1.docx").message
    assert ".doc" in refused(ole, "P1.docx").message
    assert "PDF" in refused(b"%PDF-1.7 ...", "P1.docx").message
    assert "save it as .docx" in refused(ole, "P1.doc").hint.casefold()
