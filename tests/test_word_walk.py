"""One walk through a Word document; transcripts and drafts each take what they need of it."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from transcript_files import docx, repacked, said

from coding import drafts
from coding.files import word_file
from coding.files.word import InWord, Walk, WordParagraph, WordTable
from coding.model import Block
from coding.transcripts import read_bytes

W = nsdecls("w")


def run(words: str, form: str = "") -> str:
    return f"<w:r><w:rPr>{form}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p {W}><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def document(*blocks: str, styles: str = "") -> bytes:
    def fill(made: Any) -> None:
        for block in blocks:
            made.element.body[-1].addprevious(parse_xml(block))
        if styles:
            made.styles.element.append(parse_xml(styles))

    return docx(fill)


def walked(data: bytes) -> tuple[list[Any], Walk]:
    parts = word_file.opened(data, "a.docx")
    walk = Walk(word_file.styles(parts, "a.docx"))
    return list(walk.blocks(word_file.body(parts, "a.docx"))), walk


MARKED = document(
    paragraph(
        run("I: Seen"),
        run(" hidden", "<w:vanish/>"),
        run(" struck", "<w:strike/>"),
        run(" twice", "<w:dstrike/>"),
        run(" both", "<w:strike/><w:vanish/>"),
        run(" neither", "<w:vanish w:val='0'/><w:strike w:val='false'/>"),
        run(" by style", "<w:rStyle w:val='Secret'/>"),
        run(" shown again", "<w:rStyle w:val='Secret'/><w:vanish w:val='off'/>"),
    ),
    styles=f"<w:style {W} w:type='character' w:styleId='Secret'><w:name w:val='Secret'/>"
    "<w:rPr><w:vanish/></w:rPr></w:style>",
)


def test_hidden_and_struck_words_are_told_apart() -> None:
    (first, *_), walk = walked(MARKED)
    assert isinstance(first, WordParagraph)
    assert [(r.words.strip(), r.hidden, r.struck) for r in first.runs] == [
        ("I: Seen", False, False),
        ("hidden", True, False),
        ("struck", False, True),
        ("twice", False, True),
        ("both", True, True),
        ("neither", False, False),
        ("by style", True, False),
        ("shown again", False, False),
    ]
    assert (walk.met[InWord.HIDDEN], walk.met[InWord.STRUCK]) == (3, 2)


def test_what_was_hidden_or_crossed_out_is_no_word_of_an_interview_and_is_counted() -> None:
    """Two runs that stand together are one passage; a draft has the words crossed out."""
    seen = "I: Seen struck twice neither shown again"
    transcript = read_bytes(MARKED, "a.docx")
    assert transcript.text == "I: Seen neither shown again"
    assert transcript.notes[:2] == (
        "Please check: 3 passages of hidden text (4 words) were left out.",
        "Please check: 1 passage struck through (2 words) was left out.",
    )
    draft = drafts.read_bytes(MARKED, "a.docx")
    assert draft.text.strip() == seen
    assert draft.notes == (
        "3 pieces of hidden text were left out.",
        "2 pieces of struck-through text were read like the rest.",
    )


CHANGED = document(
    paragraph(
        run("I: One "),
        f"<w:del w:id='1' w:author='a'>{run('gone').replace('w:t', 'w:delText')}</w:del>",
        properties="<w:rPr><w:del w:id='2' w:author='a'/></w:rPr>",
    ),
    paragraph(run("sentence."), f"<w:ins w:id='3' w:author='a'>{run(' New.')}</w:ins>"),
    f"<w:tbl {W}><w:tr><w:tc>{paragraph(run('kept'))}</w:tc></w:tr>"
    "<w:tr><w:trPr><w:del w:id='4' w:author='a'/></w:trPr>"
    f"<w:tc>{paragraph(run('row gone'))}</w:tc></w:tr></w:tbl>",
)


def test_tracked_changes_are_accepted_down_to_rows_and_paragraph_ends() -> None:
    """Drafts kept deleted rows, and transcripts cut a sentence where its break was deleted."""
    assert read_bytes(CHANGED, "a.docx").text == "I: One sentence. New.\n\nkept"
    draft = drafts.read_bytes(CHANGED, "a.docx")
    assert [draft.text[p.start : p.end] for p in draft.paragraphs] == [
        "I: One sentence. New.",
        "kept",
    ]
    assert draft.notes == ("Tracked changes are read as accepted: 1 insertions, 2 deletions.",)


def test_a_comment_stands_at_words_that_a_deleted_paragraph_end_had_parted(
    tmp_path: Any,
) -> None:
    import docx as python_docx

    draft = drafts.read_bytes(CHANGED, "a.docx")
    at = draft.text.index("One sentence")
    drafts.comment(draft, CHANGED, tmp_path / "b.docx", [(at, at + 12, "here")])
    again = drafts.read_bytes((tmp_path / "b.docx").read_bytes(), "b.docx")
    assert again.text == draft.text
    commented = python_docx.Document(str(tmp_path / "b.docx"))
    assert [comment.text for comment in commented.comments] == ["here"]


BOXED = paragraph(
    run("I: Before."),
    f"<w:r><w:pict><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:pict></w:r>",
)


def test_a_text_box_is_part_of_an_interview_and_left_out_of_a_draft_and_said() -> None:
    data = document(BOXED)
    blocks, walk = walked(data)
    assert [(block.boxed, block.runs[0].words) for block in blocks if block.runs] == [
        (False, "I: Before."),
        (True, "In a box."),
    ]
    assert walk.met[InWord.BOX] == 1
    assert walk.met[InWord.PICTURE] == 0
    assert said(read_bytes(data, "a.docx")) == [("", "I: Before."), ("", "In a box.")]
    draft = drafts.read_bytes(data, "a.docx")
    assert draft.text.strip() == "I: Before."
    assert draft.notes == ("1 text boxes were left out.",)


def cell(*inside: str) -> str:
    return f"<w:tc>{''.join(inside)}</w:tc>"


def test_a_table_in_a_table_keeps_its_words_and_in_a_draft_its_own_heads() -> None:
    inner = (
        f"<w:tbl><w:tr>{cell(paragraph(run('Answer')))}{cell(paragraph(run('2024')))}</w:tr>"
        f"<w:tr>{cell(paragraph(run('Yes')))}{cell(paragraph(run('41 %')))}</w:tr></w:tbl>"
    )
    outer = (
        f"<w:tbl {W}><w:tr>{cell(paragraph(run('Left')))}{cell(paragraph(run('Right')))}</w:tr>"
        f"<w:tr>{cell(paragraph(run('Here')))}{cell(inner, paragraph(run('End')))}</w:tr></w:tbl>"
    )
    data = document(outer)
    (table, *_), _ = walked(data)
    assert isinstance(table, WordTable)
    assert isinstance(table.rows[1][1][0], WordTable)
    assert "Here\n\nAnswer\n\n2024\n\nYes\n\n41 %" in read_bytes(data, "a.docx").text
    draft = drafts.read_bytes(data, "a.docx")
    cells = {draft.text[p.start : p.end]: p for p in draft.paragraphs if p.kind is Block.CELL}
    assert (cells["41 %"].around, cells["41 %"].table, cells["41 %"].row) == ("Yes | 2024", 2, 2)
    assert (cells["End"].around, cells["End"].table) == ("Here | Right", 1)


def test_notes_hang_at_their_marks_and_are_counted_in_an_interview() -> None:
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'>{paragraph(run('-'))}"
        f"</w:footnote><w:footnote w:id='1'>{paragraph(run('Source: us.'))}</w:footnote>"
        "</w:footnotes>"
    )
    mark = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    data = repacked(document(paragraph(run("I: Half."), mark)), word__footnotes=notes.encode())
    _, walk = walked(data)
    assert list(walk.marks) == [("footnote", "1")]
    parts = word_file.opened(data, "a.docx")
    assert [(kind, key) for kind, key, _ in word_file.notes(parts, "a.docx")] == [("footnote", "1")]
    assert read_bytes(data, "a.docx").text == "I: Half."
    draft = drafts.read_bytes(data, "a.docx")
    last = draft.paragraphs[-1]
    assert (last.kind, draft.text[last.start : last.end]) == (Block.NOTE, "Source: us.")
