"""Texts from outside in every field of every document: it is written, and opens again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import docx
import pandas as pd
import pytest
from lxml import etree
from lxml import html as html_parser
from openpyxl import load_workbook

from coding import drafts
from coding.errors import CodingError
from coding.files.html import page
from coding.files.table_writing import write_rows
from coding.files.tables import read_rows
from coding.model import Block, Draft, Indicator, Paragraph, Quote
from coding.pages.parts import charts
from coding.project.drawing import Drawing
from coding.reports.certificate import Certificate, write_certificate
from coding.reports.joint_display import (
    DisplayRow,
    PrintedDisplay,
    PrintedStance,
    PrintedVoice,
    write_display,
)
from coding.reports.quotes import write_quotes

TEXTS = {
    "NUL": "begin \0 end",
    "control characters": "begin \x01\x07\x08\x0b\x0c\x1b\x1f end",
    "C1 controls": "begin \x7f\x85\x9f end",
    "lone surrogates": "begin \ud800 \udfff end",
    "non-characters": "begin \ufffe\uffff end",
    "direction": "begin \u202e\u2067\u202b end",
    "markup": "begin <b>&amp;]]></script><!-- {{ x }} {% y %} =1+1 \\u0000 end",
    "a long word": f"begin {'x' * 9_000} end",
    "40,000 characters": f"begin {'many words ' * 3_635} end",
}
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EVERY = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
PNG = b"\x89PNG\r\n\x1a\n"


def word(path: Path) -> str:
    """Return all words of a Word document, those of its comments and its title too."""
    document = docx.Document(str(path))
    said = [comment.text for comment in document.comments]
    return "\n".join([*document.element.itertext(), *said, document.core_properties.title])


def sheet(path: Path) -> str:
    rows = load_workbook(path).active
    assert rows is not None
    return "\n".join(str(cell) for row in rows.iter_rows(values_only=True) for cell in row)


def web(path: Path) -> str:
    return str(html_parser.document_fromstring(path.read_text(encoding="utf-8")).text_content())


def plain(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


OPENED: dict[str, Callable[[Path], str]] = {
    ".docx": word,
    ".xlsx": sheet,
    ".html": web,
    ".csv": plain,
    ".md": plain,
}


def quotes(path: Path, text: str) -> int:
    quote = Quote(
        coding="c", transcript="t", name=text, start=0, end=9, text=text, translation=text,
        participant=text, attribution=text, codes=("safety", text), coders=(text,),
    )  # fmt: skip
    groups = {"safety": text}
    pairs, places = [(quote, ""), (quote, text)], ["", text]
    write_quotes(path, pairs, title=text, groups=groups, places=places, ids=True)
    return 14 if path.suffix in (".csv", ".xlsx") else 10


def display(path: Path, text: str) -> int:
    row = DisplayRow(
        question=text, figures=[text], together=[(text, text)], inference=text, group=text,
        stances=[PrintedStance(head=text, voices=[PrintedVoice(words=text, under=text)])],
        credit=text, notes=[text],
    )  # fmt: skip
    write_display(
        path, PrintedDisplay(title=text, rows=[row], methods=[(text, text)], notes=[text])
    )
    return 11 if path.suffix == ".xlsx" else 14


def certified(path: Path, text: str) -> int:
    rows = [(text, 1, text, text)]
    write_certificate(
        path,
        Certificate(
            draft=text, sha256=text, project=text, date=text, quotations={text: 1},
            figures={text: 2}, open=rows, kept=rows, notes=[text],
        ),
    )  # fmt: skip
    return 13


def commented(path: Path, text: str) -> int:
    words = "We feel safe here, they say."
    draft = Draft(
        name=f"{text}.md",
        text=words + text,
        sha256="",
        paragraphs=(
            Paragraph(number=1, start=0, end=len(words), kind=Block.TEXT),
            Paragraph(number=2, start=len(words), end=len(words + text), kind=Block.TEXT),
        ),
        notes=(),
    )
    drafts.comment(draft, b"", path, [(0, 7, text)])
    first = path.read_bytes()
    again = drafts.read_bytes(first, "draft.docx")
    drafts.comment(again, first, path, [(0, 7, text)])
    return 3


DOCUMENTS = [
    *((quotes, suffix) for suffix in (".docx", ".md", ".csv", ".xlsx")),
    *((display, suffix) for suffix in (".docx", ".xlsx", ".html")),
    *((certified, suffix) for suffix in (".docx", ".html")),
    (commented, ".docx"),
]


@EVERY
@pytest.mark.parametrize(
    ("write", "suffix"), DOCUMENTS, ids=[f"{w.__name__}{suffix}" for w, suffix in DOCUMENTS]
)
def test_any_text_in_any_field_makes_a_document_that_opens_again(
    tmp_path: Path, write: Callable[[Path, str], int], suffix: str, text: str
) -> None:
    """Each field is there from its first to its last word; a cell that cannot hold it says so."""
    path = tmp_path / f"document{suffix}"
    if suffix == ".xlsx" and len(text) > 32_000:
        with pytest.raises(CodingError, match="too many for a cell"):
            write(path, text)
        assert not path.exists()
        return
    fields = write(path, text)
    opened = OPENED[suffix](path)
    assert opened.count("begin") >= fields
    assert opened.count("end") >= fields
    assert not ILLEGAL.search(opened)


@pytest.mark.parametrize("write", [display, certified])
def test_what_turns_the_direction_of_writing_does_not_reach_the_next_words(
    tmp_path: Path, write: Callable[[Path, str], int]
) -> None:
    path = tmp_path / "document.html"
    write(path, "begin \u202e\u2067\u202b end")
    opened = web(path)
    assert "begin \u202e\u2067\u202b end\u202c\u2069\u202c" in opened
    assert opened.count("\u2067") == opened.count("\u2069") > 3


@EVERY
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_any_text_may_head_a_table_and_be_read_back(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"table{suffix}"
    if len(text) > 32_000 and suffix == ".xlsx":
        pytest.skip("a cell is too small for it; tested above")
    write_rows(path, [{text: text, "id": "1"}], [text, "id"])
    [row] = read_rows(path, required=["id"])
    assert row["id"] == "1"
    assert all("begin" in value for key, value in row.items() if key != "id")
    assert not ILLEGAL.search("".join([*row, *row.values()]))


def test_a_page_of_html_keeps_its_own_markup_and_no_one_elses() -> None:
    """The macros of a template give markup, which is not escaped again."""
    row = DisplayRow(question="q", figures=["<i>\0"], inference="<i>")
    made = page(
        "coding.reports", "joint_display.html.j2",
        display=PrintedDisplay(title="t", rows=[row], notes=["n"]),
        columns=["Figures", "Inference"], number={}, image=[""], lines=str.splitlines,
        sentence=str,
    )  # fmt: skip
    assert "<p dir=auto>&lt;i&gt;</p>" in made
    assert "<p dir=auto>n</p>" in made


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    """Return one painter for all charts."""
    return Drawing()


@EVERY
def test_a_chart_is_drawn_whatever_its_labels_hold(drawing: Drawing, text: str) -> None:
    """Without cleaning, one control character ends the process that draws."""
    figures = [
        Indicator(
            id=f"{n}{text}", question_id=text, question=text, option=f"{n} {text}", printed=text,
            value=50.0 + n, ci_low=40.0, ci_high=70.0, base_n=100, subgroup=text, unit=text,
            source=text,
        )
        for n in range(3)
    ]  # fmt: skip
    image = drawing.chart(figures, "png", title=text)
    svg = drawing.chart(figures, "svg", title=text, kind="svg")
    assert drawing.missing == []
    assert image.startswith(PNG)
    width = int.from_bytes(image[16:20], "big")
    assert width < 4_000
    root: Any = etree.parse(io.BytesIO(svg)).getroot()
    assert "begin" in "".join(root.itertext())


def chart(name: str) -> alt.LayerChart:
    """Return a chart of two layers with data of their own."""
    rows = pd.DataFrame([{"code": name, "times": 3}])
    bars = alt.Chart(rows).encode(x="times:Q", y=alt.Y("code:N", title=name))
    line = alt.Chart(pd.DataFrame([{"times": 2}])).encode(x="times:Q")
    return alt.LayerChart(layer=[bars.mark_bar(), bars.mark_text(), line.mark_rule()])


def test_a_chart_on_a_page_is_cleaned() -> None:
    told = charts.told(chart("Sa\x07fe \u202etsop"))
    assert told["layer"][0]["encoding"]["y"]["title"] == "Safe \u202etsop\u202c"
    assert [row["code"] for [row] in told["datasets"].values()] == ["Safe \u202etsop\u202c"]


def test_the_data_of_every_chart_have_one_name_whatever_they_hold() -> None:
    """A window that is given new data while it draws finds them in what it draws."""
    one, other = charts.told(chart("Safe")), charts.told(chart("Harm"))
    assert one["datasets"] == {"rows": [{"code": "Safe", "times": 3}]}
    assert other["datasets"] == {"rows": [{"code": "Harm", "times": 3}]}
    for told in (one, other):
        bars, texts, line = (layer["data"] for layer in told["layer"])
        assert bars == texts == {"name": "rows"}
        assert line == {"values": [{"times": 2}]}
    whole = chart("Safe").layer[0]
    assert charts.told(whole)["data"] == {"name": "rows"}


def test_every_chart_of_a_page_is_shown_by_the_one_function_that_cleans() -> None:
    pages = Path(charts.__file__).parents[1].rglob("*.py")
    shown = re.compile(r"(altair|vega_lite)_chart\(")
    assert [p.name for p in pages if shown.search(p.read_text("utf-8"))] == ["charts.py"]
