"""A draft is read as it lies there, and comments come back at the very words."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st
from marked_drafts import DRAFTS, word

from coding import drafts
from coding.errors import DraftError
from coding.model import Block, Draft


def read(text: str, name: str = "draft.md") -> Draft:
    return drafts.read_bytes(text.encode(), name)


def blocks(draft: Draft) -> list[tuple[str, str]]:
    return [(str(p.kind), draft.text[p.start : p.end]) for p in draft.paragraphs]


def test_markdown_is_cut_into_its_blocks() -> None:
    draft = read(
        "# Title\n\nOne line\nand the next.\n\n> “Quoted.”\n> (Female, 30–39)\n\n"
        "- first\n- second\n\n[^1]: A note.\n"
    )
    assert blocks(draft) == [
        ("heading", "# Title"),
        ("text", "One line\nand the next."),
        ("quote", "> “Quoted.”"),
        ("quote", "> (Female, 30–39)"),
        ("text", "- first"),
        ("text", "- second"),
        ("note", "[^1]: A note."),
    ]


def test_a_cell_knows_the_heads_of_its_row_and_column() -> None:
    draft = read("| Answer | 2023 | 2024 |\n|---|---|---|\n| Yes | 41.2 % | 50 % |\n")
    cell = next(p for p in draft.paragraphs if draft.text[p.start : p.end] == "50 %")
    assert (cell.kind, cell.around, cell.table, cell.row) == (Block.CELL, "Yes | 2024", 1, 2)


def test_a_text_of_one_line_a_paragraph_is_cut_at_its_lines() -> None:
    long = "This paragraph goes on for a good while, " * 6
    draft = read(f"{long}.\n{long}.\n", "draft.txt")
    assert len(draft.paragraphs) == 2


def test_a_wrapped_text_is_not_cut_in_the_middle_of_a_sentence() -> None:
    draft = read("Half of the people who\nAnswered said so, and\nthe others did not.\n", "a.txt")
    assert len(draft.paragraphs) == 1


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
)
def test_offsets_are_those_of_the_file(text: str) -> None:
    """Paragraphs lie in order inside the file itself, with its line ends as `\\n`."""
    try:
        draft = drafts.read_bytes(text.encode(), "draft.md")
    except DraftError:
        return
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    assert draft.text == plain
    ends = 0
    for one in draft.paragraphs:
        assert ends <= one.start <= one.end <= len(plain)
        ends = one.end


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"%PDF-1.7 and so on", "PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        ("a.docx", b"PK\x03\x04 torn", "damaged"),
        ("a.docx", b"", "damaged"),
        ("a.md", b"%PDF-1.7", "PDF"),
        ("a.txt", b"PK\x03\x04", "Word or zip"),
        ("a.txt", b"  \n \n", "no words"),
        ("a.txt", b"", "no words"),
        ("a.txt", b"a\0b", "no text"),
        ("a.pdf", b"%PDF", "no draft"),
        ("draft", b"words", "no ending"),
    ],
)
def test_what_is_no_draft_is_named_with_a_way_out(name: str, data: bytes, said: str) -> None:
    with pytest.raises(DraftError, match=said) as caught:
        drafts.read_bytes(data, name)
    assert caught.value.hint or said == "no words"


def test_a_folder_and_a_missing_file_are_no_drafts(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.md", tmp_path):
        with pytest.raises(DraftError):
            drafts.read(path)


def test_other_encodings_are_read_and_named() -> None:
    text = "Опрошенные сказали, что чувствуют себя в безопасности. " * 8
    draft = drafts.read_bytes(text.encode("cp1251"), "draft.txt")
    assert draft.text == text
    assert "not UTF-8" in draft.notes[0]
    assert drafts.read_bytes(text.encode("utf-16"), "draft.txt").text == text


@pytest.fixture(scope="module")
def in_word() -> tuple[bytes, Draft]:
    data, _ = word((DRAFTS / "report-word.md").read_text())
    return data, drafts.read_bytes(data, "draft.docx")


def test_tracked_changes_are_read_as_accepted(in_word: tuple[bytes, Draft]) -> None:
    _, draft = in_word
    assert "Most of them (96.5%) feel safe" in draft.text
    assert "69.5%" not in draft.text
    assert draft.notes == ("Tracked changes are read as accepted: 2 insertions, 2 deletions.",)


def test_footnotes_and_tables_of_word_are_read(in_word: tuple[bytes, Draft]) -> None:
    _, draft = in_word
    notes = [p for p in draft.paragraphs if p.kind is Block.NOTE]
    assert [draft.text[p.start : p.end][:11] for p in notes] == ["The figures", "World Bank "]
    cell = next(p for p in draft.paragraphs if draft.text[p.start : p.end] == "47.7%")
    assert (cell.around, cell.table) == ("Political reasons | Share", 1)


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        *((name, "quote") for name in ("Quote", "Intense Quote", "Quotations", "Zitat", "Цитата")),
        *((name, "text") for name in ("Body Text", "List Bullet")),
    ],
)  # fmt: skip
def test_block_quotations_are_known_by_their_styles_name(style: str, kind: str) -> None:
    document = docx.Document()
    if style not in [known.name for known in document.styles]:
        document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Nobody met us at the station.", style=style)
    data = io.BytesIO()
    document.save(data)
    [paragraph] = drafts.read_bytes(data.getvalue(), "draft.docx").paragraphs
    assert str(paragraph.kind) == kind


def test_comments_stand_at_the_words_and_the_draft_is_as_it_was(
    in_word: tuple[bytes, Draft], tmp_path: Path
) -> None:
    """One at a few words inside a run, one over several runs, one in a footnote."""
    data, draft = in_word
    wanted = ["a pilot study was 33.5 years", "47.7%", "Levada Centre"]
    places = [(draft.text.index(w), draft.text.index(w) + len(w), f"about {w}") for w in wanted]
    drafts.comment(draft, data, tmp_path / "out.docx", places)
    commented = docx.Document(str(tmp_path / "out.docx"))
    assert [c.text for c in commented.comments] == [f"about {w}" for w in wanted]
    assert [_between(commented, c.comment_id) for c in commented.comments][:2] == wanted[:2]
    again = drafts.read_bytes((tmp_path / "out.docx").read_bytes(), "out.docx")
    assert again.text == draft.text


def _between(document: docx.document.Document, number: int) -> str:
    """Return the words between the marks of a comment."""
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    inside, words = False, ""
    for element in document.element.body.iter():
        if element.get(f"{space}id") == str(number):
            inside = element.tag == f"{space}commentRangeStart" or (
                inside and element.tag != f"{space}commentRangeEnd"
            )
        elif inside and element.tag == f"{space}t":
            words += element.text or ""
    return words


def test_a_plain_text_is_laid_out_with_its_comments(tmp_path: Path) -> None:
    text = "# Title\n\nWords before 12 % and after.\n\n> “Quoted.”\n"
    draft = read(text)
    at = text.index("12 %")
    drafts.comment(draft, text.encode(), tmp_path / "out.docx", [(at, at + 4, "wrong")])
    made = docx.Document(io.BytesIO((tmp_path / "out.docx").read_bytes()))
    assert [c.text for c in made.comments] == ["wrong"]
    assert _between(made, 0) == "12 %"
