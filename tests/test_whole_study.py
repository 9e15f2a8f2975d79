"""The whole study leaves the program: as tables, as one page, as a plain folder."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from studies import code, study

from coding.commands import main
from coding.errors import CodingError, NotFound
from coding.project import Project
from coding.reports.whole_study import ArchivedCode, ArchivedPassage, ArchivedTurn

CODEBOOK = """\
codes:
  - id: health
    name: Health
    color: "#4477aa"
    codes:
      - {id: other_h, name: Other}
  - id: costs
    name: Healthcare costs
    codes:
      - {id: other_c, name: Other}
  - {id: formula, name: "=1+1"}
"""


@pytest.fixture
def home(tmp_path: Path) -> Project:
    """Return a study of Vera and Oleg; two coders are on one passage, one goes over two turns."""
    project = study(tmp_path / "home", codebook=CODEBOOK)
    code(project, "Vera", "My daughter walks to school alone", "health")
    code(project, "Vera", "My daughter walks to school alone", "health", coder="bo")
    code(project, "Vera", "walks to school", "costs")
    code(project, "Oleg", "the rent eats us up", "other_c")
    vera = project.transcripts.get("Vera")
    first, second = [turn for turn in vera.turns if turn.participant or turn.number][:2]
    project.codings.apply(vera.id, first.start, second.end, ["formula"], coder="ana")
    [coding] = [c for c in project.codings.all() if c.code == "costs"]
    project.memos.write("coding", coding.id, "=cmd() look again", coder="ana")
    return project


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_codings_are_a_table_with_the_paths_of_their_codes_and_no_formula(
    home: Project, tmp_path: Path
) -> None:
    done = home.archive.export(tmp_path / "c.csv", "csv")
    rows = table(tmp_path / "c.csv")
    assert (done.sources, done.codes, done.codings) == (2, 5, len(rows)) == (2, 5, 5)
    by_path = {row["path"]: row for row in rows}
    assert set(by_path) == {"Health", "Healthcare costs", "Healthcare costs › Other", "'=1+1"}
    assert by_path["Healthcare costs"]["memo"] == "'=cmd() look again"
    vera = home.transcripts.get("Vera")
    for row in rows:
        words = home.transcripts.get(row["interview"]).text[int(row["start"]) : int(row["end"])]
        assert row["text"].splitlines()[0] in words
    over = by_path["'=1+1"]["text"]
    assert len(over.splitlines()) == 2
    assert all(turn.speaker not in over for turn in vera.turns if turn.speaker)


def test_a_code_is_not_taken_for_another_whose_name_begins_alike(
    home: Project, tmp_path: Path
) -> None:
    home.archive.export(tmp_path / "c.csv", "csv", codes=["health"])
    assert {row["path"] for row in table(tmp_path / "c.csv")} == {"Health"}
    home.archive.export(tmp_path / "d.csv", "csv", codes=["costs"])
    assert {row["path"] for row in table(tmp_path / "d.csv")} == {
        "Healthcare costs",
        "Healthcare costs › Other",
    }
    with pytest.raises(NotFound):
        home.archive.export(tmp_path / "e.csv", "csv", codes=["Heal"])
    assert not (tmp_path / "e.csv").exists()


def test_a_workbook_has_all_tables_and_the_matrix_noughts_and_ones(
    home: Project, tmp_path: Path
) -> None:
    home.archive.export(tmp_path / "s.xlsx", "xlsx")
    book = load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == ["Codings", "Matrix", "Codes", "Interviews", "Memos", "Links"]
    matrix = [[cell.value for cell in row] for row in book["Matrix"].rows]
    assert matrix[0] == ["interview", "health", "other_h", "costs", "other_c", "formula"]
    assert {row[0]: row[1:] for row in matrix[1:]} == {
        "Vera": [1, 0, 1, 0, 1],
        "Oleg": [0, 0, 0, 1, 0],
    }
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_page_opens_without_any_program_and_asks_nothing_of_any_machine(
    home: Project, tmp_path: Path
) -> None:
    path = tmp_path / "s.html"
    home.archive.export(path, "html")
    text = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<img|<link|@import|url\(|https?:|\son\w+=", text)
    page = etree.HTML(text)
    anchors = {node.get("id") for node in page.iter() if node.get("id")}
    links = [node.get("href") for node in page.iter("a")]
    assert links
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
    assert all(link.startswith("#") for link in links)
    marked = ["".join(mark.itertext()) for mark in page.iter("mark")]
    assert "walks to school" in marked
    quoted = ["".join(quote.itertext()) for quote in page.iter("blockquote")]
    once = [words for words in quoted if words.startswith("My daughter walks to school alone")]
    assert len(once) == 1  # although two coders have coded it
    titled = ("=1+1; Health", "Health")
    painted = {mark.get("style") for mark in page.iter("mark") if mark.get("title") in titled}
    assert painted == {"--c: #4477aa"}


def test_words_of_interviews_and_codes_never_become_markup(tmp_path: Path) -> None:
    book = 'codes:\n  - {id: x, name: "<script>x</script>"}\n'
    project = study(tmp_path / "s", codebook=book)
    code(project, "Vera", "walks to school", "x")
    project.archive.export(tmp_path / "s.html", "html")
    text = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;x" in text


def test_a_folder_says_what_each_of_its_columns_is(home: Project, tmp_path: Path) -> None:
    home.archive.export(tmp_path / "plain", "folder")
    readme = (tmp_path / "plain" / "README.txt").read_text(encoding="utf-8")
    tables = sorted((tmp_path / "plain").glob("*.csv"))
    assert [path.stem for path in tables] == [
        *("codes", "codings", "interviews", "links", "matrix", "memos")
    ]
    for path in tables:
        told = readme.split(f"\n{path.name} (")[1].split("\n\n")[0]
        header = path.read_text(encoding="utf-8-sig").splitlines()[0]
        assert all(f"  {column.strip(chr(34))}: " in told for column in header.split(","))
    texts = [p.read_text(encoding="utf-8") for p in (tmp_path / "plain" / "interviews").iterdir()]
    assert sum("[participant] " in text for text in texts) == 2
    with pytest.raises(CodingError, match="something of this name"):
        home.archive.export(tmp_path / "plain", "folder")
    with pytest.raises(CodingError, match="folder"):
        home.archive.export(tmp_path / "no" / "plain", "folder")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".coding-")]


def test_the_command_says_how_much_went_and_refuses_what_does_not_fit(
    home: Project, tmp_path: Path
) -> None:
    def said(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["export", *words, "--project", str(home.folder)])
        return done.exit_code, done.output

    assert said("html", str(tmp_path / "a"))[0] == 0
    assert (tmp_path / "a.html").exists()
    assert said("csv", str(tmp_path / "a.xlsx"))[0] == 1
    assert said("qdpx", str(tmp_path / "a.qdpx"), "--code", "costs")[0] == 2
    assert said("folder", str(tmp_path / "b"), "--json")[1].startswith("{")


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
)
def test_pieces_are_the_words_again_and_each_passage_its_own(
    words: str, spans: list[tuple[int, int]]
) -> None:
    here = ArchivedCode(id="a", number="1", path="A")
    passages = tuple(
        ArchivedPassage(coding=str(n), code=here, start=min(a, b), end=max(a, b))
        for n, (a, b) in enumerate(spans)
        if min(a, b) < max(a, b) <= len(words)
    )
    turn = ArchivedTurn(number=1, speaker="", words=words, passages=passages)
    assert "".join(piece.words for piece in turn.pieces) == words
    for passage in passages:
        under = "".join(piece.words for piece in turn.pieces if passage in piece.under)
        assert under == words[passage.start : passage.end]
