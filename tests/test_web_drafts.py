"""A draft as a web page: what a reader of the page sees is its text, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from coding.drafts import read_bytes
from coding.drafts.web import read
from coding.errors import DraftError
from coding.model import Block, Draft
from coding.project import Project


def page(body: str) -> Draft:
    return read_bytes(f"<!doctype html><html><body>{body}</body></html>".encode(), "draft.html")


def words(draft: Draft) -> list[str]:
    return [draft.text[p.start : p.end] for p in draft.paragraphs]


@pytest.mark.parametrize(
    "body",
    [
        '<p class="w-50%" title="12 %">Of all, <b>41 %</b> agree.</p>',
        "<p>Of all, <a href='https://a.org/?x=45%25'>41 %</a> agree.<!-- 66 % --></p>",
        "<style>p{width:33%}</style><script>var x='44 %';</script><p>Of all, 41 % agree.",
        "<p hidden>5 %</p><div style='color:red; display: none'><p>6 %</div><p>Of all, 41 % agree.",
        "<p hidden>5 %<p>Of all, 41 % agree.",
        "<p>Of all, <del>39 %</del>41\n  % agree.</p><noscript>7 %</noscript>",
        "<p>Of all, <del><q>a</q></del>41<i hidden><br><q>b</q></i> %<q hidden>c</q> agree.</p>",
        "<svg><title>8 %</title><text>9 %</text></svg><p>Of all, 41&#32;% agree.<img alt='3 %'>",
    ],
    ids=["attributes", "address", "script", "hidden", "unclosed", "deleted", "quoted", "pictures"],
)
def test_only_what_is_seen_is_text(body: str) -> None:
    assert words(page(body)) == ["Of all, 41 % agree."]


def test_what_is_left_out_is_said() -> None:
    draft = page("<p>So.</p><img src=a><del>1</del><i hidden>2</i><p hidden>3<b hidden>4</b></p>")
    assert draft.notes == (
        "2 pieces of hidden text were left out.",
        "1 piece of deleted text was left out.",
        "Not looked at: what stands in 1 picture.",
    )


def test_headings_quotes_lists_and_lines_are_told_apart() -> None:
    draft = page(
        "<h2>Safety</h2><p>One<br>two<blockquote><p>We are <q>safe</q>.</p></blockquote>"
        "<ul><li>First<li>Second<sup>12</sup></ul><pre>a  b</pre>"
    )
    assert [(str(p.kind), w) for p, w in zip(draft.paragraphs, words(draft), strict=True)] == [
        ("heading", "Safety"),
        ("text", "One\ntwo"),
        ("quote", "We are “safe”."),
        ("text", "First"),
        ("text", "Second¹²"),
        ("text", "a  b"),
    ]


def test_rows_that_share_a_line_are_rows_of_one_table() -> None:
    """Each cell has the first cell of its row and the first row's of its column."""
    draft = page(
        "<table><caption>Trust (%)</caption><tr><th></th><th>Men</th><th>Women</th></tr>"
        "<tr><td>Yes</td><td>41</td><td>42</td></tr><tr><td>No<td>59<td>58</table><p>So."
    )
    cells = {draft.text[p.start : p.end]: p for p in draft.paragraphs if p.kind is Block.CELL}
    assert {name: (p.row, p.column, p.around) for name, p in cells.items()} == {
        "Men": (1, 2, ""),
        "Women": (1, 3, ""),
        "Yes": (2, 1, ""),
        "41": (2, 2, "Yes | Men"),
        "42": (2, 3, "Yes | Women"),
        "No": (3, 1, ""),
        "59": (3, 2, "No | Men"),
        "58": (3, 3, "No | Women"),
    }
    assert {p.table for p in cells.values()} == {1}
    assert words(draft)[0] == "Trust (%)"
    assert words(draft)[-1] == "So."


def test_a_cell_may_span_rows_and_columns() -> None:
    draft = page(
        "<table><tr><td>Group<th colspan=2>Adults<th>Young</tr>"
        "<tr><th rowspan=2>Yes<td>1 %<td>2 %<td>3 %</tr><tr><td>4 %<td>5 %<td>6 %</tr></table>"
    )
    around = {draft.text[p.start : p.end]: p.around for p in draft.paragraphs if p.row > 1}
    assert around["2 %"] == "Yes | Adults"
    assert around["3 %"] == "Yes | Young"
    assert around["4 %"] == "Yes | Adults"
    assert around["6 %"] == "Yes | Young"


def test_two_tables_are_two() -> None:
    draft = page("<table><tr><td>a<td>1</table><table><tr><td>b<td>2</table>")
    assert [p.table for p in draft.paragraphs] == [1, 1, 2, 2]


def test_a_table_in_a_cell_leaves_the_cells_behind_it_to_theirs() -> None:
    draft = page("<table><tr><td>a<table><tr><td>b</table></td><td>1</td></tr></table>")
    placed = {draft.text[p.start : p.end]: (p.table, p.column) for p in draft.paragraphs}
    assert (placed["b"], placed["1"]) == ((2, 1), (1, 2))


def test_a_page_without_words_is_refused_in_a_line() -> None:
    with pytest.raises(DraftError, match="holds no words"):
        page("<script>alert('words')</script>")


def test_a_page_of_elements_without_end_within_each_other_is_refused_at_once() -> None:
    assert words(page("<div>" * 900 + "So it is." + "</div>" * 900)) == ["So it is."]
    with pytest.raises(DraftError, match=r"draft\.html: its elements stand too deep"):
        page("<div>" * 20_000 + "So it is.")


def test_comments_go_into_a_word_file_of_the_same_words(tmp_path: Path) -> None:
    """A page itself has no room for them and is never changed."""
    (tmp_path / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
    project = Project(tmp_path)
    data = b"<h1>Safety</h1><p>A majority (44 %) say so; <i>the</i> rest do not."
    draft = read_bytes(data, "draft.html")
    project.drafts.comments(project.drafts.verify(draft), data, tmp_path / "out.docx")
    document = Document(str(tmp_path / "out.docx"))
    assert [p.text for p in document.paragraphs] == words(draft)
    assert [c.text.split(":")[0] for c in document.comments][:1] == ["ERROR"]


@given(st.text(alphabet="<>/ab =\"'&;!-%1\n", max_size=80))
def test_any_page_is_read_whole_and_in_order(text: str) -> None:
    """Whatever is open or closed wrongly: paragraphs lie one behind the other in the text."""
    read_text, paragraphs, _ = read(f"<table><tr><td>{text}</td></tr></table>{text}")
    at = 0
    for number, paragraph in enumerate(paragraphs, 1):
        assert paragraph.number == number
        assert at <= paragraph.start < paragraph.end <= len(read_text)
        at = paragraph.end
