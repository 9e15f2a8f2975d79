"""Tables that a draft prints are worked out from their own cells, by hand values."""

from __future__ import annotations

import io

import docx
import pytest
from checked_drafts import COUNCIL, found

from coding import drafts
from coding.model import Block, Level
from coding.verify import Study, verify


def table(*rows: str) -> str:
    """Return a Markdown table of rows in which cells have a / between."""
    lines = [f"| {row.replace('/', ' | ')} |" for row in rows]
    rule = "|" + "---|" * (rows[0].count("/") + 1)
    return "\n".join(["Before it.", "", lines[0], rule, *lines[1:], "", "After it."])


def told(text: str) -> list[str]:
    return [f"{f.level} {f.verdict} {f.excerpt}" for f in found(text) if f.check == "tables"]


SURVEYS = ("Survey/Started/Completed/Completion rate/Views",)


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (("2021/11 482/9 433/82.2%/25 581", "2022/11 950/9 710/81.3%/16 028"), []),
        (
            ("2021/11 482/9 433/81.3%/25 581", "2022/11 950/9 710/82.2%/16 028"),
            ["error share of a row 81.3%", "error share of a row 82.2%"],
        ),
        (
            ("2020/100/50/50%/1", "2021/200/60/30%/2", "2022/400/100/35%/3"),
            ["error share of a row 35%"],
        ),
        (("2020/100/50/50%/1", "2021/200/60/30%/2", "2022/400/101/25%/3"), []),
        (("2020/100/50/50%/1", "2021/200/60/30%/2", "2022/400/103/25%/3"),
         ["error share of a row 25%"]),
        (("2020/100/50/50%/1", "2021/200/60/77%/2"), []),
        (("A/100/50/50%/1", "B/200/60/30%/2", "C/400/9/1%/3", "D/90/9/1%/3", "E/80/9/2%/3"), []),
        (("2020/100/50/12%/1", "2021/200/60/77%/2", "2022/400/100/35%/3"), []),
    ],
)  # fmt: skip
def test_a_column_of_shares_is_one_of_people_by_another(
    rows: tuple[str, ...], errors: list[str]
) -> None:
    """At least two rows and half of all follow the rule, or all do in another order."""
    assert told(table(*SURVEYS, *rows)) == errors


def test_a_percent_sign_may_stand_in_the_head() -> None:
    rows = ("Town/People/%", "Novi/30/30.0", "Stari/50/50.0", "Donji/20/21.0", "Total/100/100")
    assert told(table(*rows)) == ["error share of a row 21.0"]
    rows = ("Town/People/%", "Novi/30/30.0", "Stari/50/50.0", "Donji/20/20.0", "Total/100/100")
    assert told(table(*rows)) == []


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (("Town/People", "Novi/30", "Stari/50", "Total/80"), []),
        (("Town/People", "Novi/30", "Stari/50", "Total/81"), ["error total of a table 81"]),
        (("Town/People", "Novi/30", "Stari/50", "Total/110"), ["check total of a table 110"]),
        (("Town/People", "Novi/30", "Stari/50", "Total/170"), []),
        (("Town/People", "Novi/5", "Stari/13", "Total/36"), ["check total of a table 36"]),
        (("Town/People", "Novi/5", "Stari/13", "Total/37"), []),
        (("Town/People", "Novi/5", "Stari/113", "Total/316"), []),
        (("Town/People/Homes", "A/30/9", "B/50/8", "Total/110/17"), ["error total of a table 110"]),
        (("Town/Share", "Novi/33.3%", "Stari/66.8%", "Total/100%"), []),
        (("Town/Share", "A/33.3%", "B/66.9%", "Total/100%"), ["error total of a table 100%"]),
        (("Town/Agree", "Novi/40%", "Stari/60%", "Total/51%"), []),
        (("Town/Men/Women/Total", "Novi/3/4/7", "Stari/5/6/12"), ["error total of a table 12"]),
    ],
)  # fmt: skip
def test_a_total_is_the_sum_of_its_rows_or_columns(
    rows: tuple[str, ...], errors: list[str]
) -> None:
    """People are added exactly; shares may be off by the rounding of each. A row may be missing."""
    assert told(table(*rows)) == errors


def test_a_table_in_word_is_read_the_same() -> None:
    document = docx.Document()
    document.add_paragraph("Before it.")
    rows = [("Town", "People"), ("Novi", "30"), ("Stari", "50"), ("Total", "81")]
    made = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(words)
    file = io.BytesIO()
    document.save(file)
    report = verify(drafts.read_bytes(file.getvalue(), "a.docx"), Study())
    assert [(f.level, f.excerpt) for f in report.findings] == [(Level.ERROR, "81")]


HTML = """\
<p>Before it.</p>

<table class="x">
<thead><tr><th>Town</th><th><b>People</b></th></tr></thead>
<tbody>

<tr><td>Novi</td><td>30</td></tr>
<tr><td>Stari</td>
    <td>50</td></tr>
<tr><td>Total<td> <b>81</b> </tr>
</tbody></table>

After it.
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (HTML, "a.md"),
        (
            HTML.replace(">\n", ">")
            .replace("<table", "\n<table")
            .replace("</table>", "</table>\n"),
            "a.md",
        ),
        ("Before it.\n\nTown\tPeople\nNovi\t30\nStari\t50\nTotal\t81\n\nAfter it.\n", "a.txt"),
        ("Before it.\n\nTown\tPeople\nNovi\t30\nStari\t50\nTotal\t81\n\nAfter it.\n", "a.md"),
    ],
    ids=["html", "html on one line", "tabs in text", "tabs in Markdown"],
)
def test_tables_in_html_and_with_tabs_are_read_the_same(text: str, name: str) -> None:
    draft = drafts.read_bytes(text.encode(), name)
    report = verify(draft, Study())
    assert [(f.level, f.excerpt) for f in report.findings] == [(Level.ERROR, "81")]
    cells = [p for p in draft.paragraphs if p.table]
    assert [text[p.start : p.end] for p in cells] == [
        *("Town", "People", "Novi", "30", "Stari", "50", "Total", "81")
    ]
    assert [p.around for p in cells if p.column == 2][1:] == [
        *("Novi | People", "Stari | People", "Total | People")
    ]
    assert {(p.row, p.column) for p in cells} == {(r, c) for r in range(1, 5) for c in (1, 2)}


def test_one_line_with_a_tab_is_no_table() -> None:
    draft = drafts.read_bytes(b"Before it.\n\nSo\tit is 30.\nAfter it.\n", "a.txt")
    assert not any(p.table for p in draft.paragraphs)


def test_a_cell_of_a_table_can_be_bound_and_is_compared() -> None:
    text = table("Answer/Share", "Fully trust the council/41.2%", "Do not trust it/38.4%")
    report = verify(drafts.read_bytes(text.encode(), "a.md"), COUNCIL)
    assert [c.around for c in report.claims] == [
        "Fully trust the council | Share",
        "Do not trust it | Share",
    ]


def test_a_cell_of_markdown_keeps_every_sign_also_such_as_look_like_tags() -> None:
    text = "| <b>A</b> | 12% |\n|---|---|\n| <i> | 3% |\n"
    draft = drafts.read_bytes(text.encode(), "a.md")
    cells = [text[p.start : p.end] for p in draft.paragraphs if p.kind is Block.CELL]
    assert cells == ["<b>A</b>", "12%", "<i>", "3%"]


def test_a_row_of_one_cell_alone_heads_the_rows_below_it_up_to_the_next() -> None:
    rows = ["Answer/All", "Trust/", "Full/41%", "Age/", "Young/12%"]
    document = docx.Document()
    made = document.add_table(len(rows), 2)
    for line, row in zip(rows, made.rows, strict=True):
        for words, cell in zip(line.split("/"), row.cells, strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    cells = ["".join(f"<td>{words}</td>" for words in line.split("/") if words) for line in rows]
    page = f"<p>Trust.</p><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    files = {"a.md": table(*rows).encode(), "a.docx": file.getvalue(), "a.html": page.encode()}
    for name, data in files.items():
        draft = drafts.read_bytes(data, name)
        found = [p.around for p in draft.paragraphs if draft.text[p.start : p.end].endswith("%")]
        assert found == ["Trust | Full | All", "Age | Young | All"]


def test_the_first_row_heads_columns_even_if_it_has_one_cell() -> None:
    draft = drafts.read_bytes(table("Trust/", "Full/41%").encode(), "a.md")
    assert [p.around for p in draft.paragraphs if p.row == 2] == ["Trust", "Full"]
