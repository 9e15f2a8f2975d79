"""One count under one name on all pages, and one filter that every one of them shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from page_steps import ROOT, open_page, words
from streamlit.testing.v1 import AppTest
from studies import code, study

from coding.files.tables import read_rows
from coding.model import EVERYTHING, CodingFilter
from coding.pages.parts.filtering import CODERS
from coding.project import Project

OF_THE_MACHINE = ("suggestions", "verify")
"""Pages that speak of passages: what a code is proposed for, and where words of a draft stand."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks to school", "safety", coder="ana")
    code(project, "Vera", "walks to school alone", "safety", coder="ben")
    code(project, "Vera", "The rent", "prices", coder="ben")
    code(project, "Oleg", "rent", "prices", coder="ana")
    return project


def numbers_of(project: Project, through: CodingFilter, tmp_path: Path) -> list[dict[str, int]]:
    """Return code → segments, as each of the ways of counting has them."""
    book = project.codes.book()
    grid = project.summaries.grid(list(book.by_id), through=through)
    covered = project.cases.matrix("transcript", through=through)
    project.codes.export(tmp_path / "c.csv", through=through)
    printed = read_rows(tmp_path / "c.csv", required=["id"])
    usage = project.segments.usage(through)
    return [
        {code: number for code, (number, _) in usage.items()},
        {
            code: sum(len(cell.segments) for (_, of), cell in grid.cells.items() if of == code)
            for code in usage
        },
        {
            code.id: sum(covered.cell(code.id, case).segments for case in covered.cases)
            for code in covered.codes
        },
        {row["id"]: int(row["segments"]) for row in printed if row["segments"] != "0"},
    ]


@pytest.mark.parametrize("through", [EVERYTHING, CodingFilter(coders=("ana",))])
def test_tree_tables_coverage_and_the_printed_codebook_have_the_same_numbers(
    project: Project, tmp_path: Path, through: CodingFilter
) -> None:
    first, *others = numbers_of(project, through, tmp_path)
    assert first["safety"] == 1, "two coders whose edges differ have not found it twice"
    assert first["life"] == first["safety"] + first["prices"]
    assert first["prices"] == (2 if through == EVERYTHING else 1)
    assert others == [first] * 3


def test_no_page_counts_passages_but_those_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    app = open_page(monkeypatch, "overview", project.folder)
    pages = {path.stem for path in (ROOT / "coding" / "pages").glob("[a-z]*.py")}
    for name in sorted(pages.difference(OF_THE_MACHINE)):
        app.switch_page(f"coding/pages/{name}.py").run()
        assert not app.exception, app.exception
        assert not re.findall(r".{0,20}\bpassages?\b.{0,20}", said(app), re.IGNORECASE), name


def test_whose_codings_a_theme_counts_are_those_below_it_too(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    codings = Counter(coding.coder for coding in project.codings.all())
    everybody = ", ".join(f"{name} {number}" for name, number in codings.most_common())
    theme = words(open_page(monkeypatch, "codebook", project.folder)).partition("More")[0]
    assert f"codings: {everybody}" in theme


def said(app: AppTest) -> str:
    """Return all that a page says: our own type, captions, labels, notes, tips."""
    kinds = ("markdown", "caption", "header", "title", "button", "selectbox", "multiselect", "info")
    elements = [element for kind in kinds for element in app.get(kind)]
    texts = [
        str(getattr(element, part, "") or "")
        for element in elements
        for part in ("value", "label", "help", "body")
    ]
    told = re.sub(r"<style>.*?</style>", "", "\n".join([words(app), *texts]), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", told)


def test_the_filter_is_on_every_page_that_counts_says_so_and_is_lifted_anywhere(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    app = open_page(monkeypatch, "codebook", project.folder)
    assert "2 segments in 2 interviews" in words(app)
    assert "Show everything" not in said(app)
    app.multiselect(key=CODERS).set_value(["ana"]).run()
    for page in ("codebook", "tables", "joint_display", "quotes"):
        app.switch_page(f"coding/pages/{page}.py").run()
        assert "coded by ana" in words(app), page
        assert "Show everything" in said(app), page
    assert "1 quote from 1 interview" in said(app) or "2 quotes from 2 interviews" in said(app)
    app.switch_page("coding/pages/codebook.py").run()
    assert "1 segment in 1 interview" in words(app)
    app.button(key="filter_off").click().run()
    assert "Only" not in words(app)
    assert "2 segments in 2 interviews" in words(app)
    for since, shown in ((1, False), (10**14, True)):  # what the desk chose before that, and after
        ben = {"codes": [], "coders": ["ben"], "transcripts": [], "where": {}, "n": since}
        app.session_state["channel"] = {"filter": ben}
        app.run()
        assert ("coded by ben" in words(app)) is shown
    told = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    [filter_of_desk] = [part["filter"] for part in told if "filter" in part]
    assert (filter_of_desk["n"], filter_of_desk["wanted"]["coders"]) == (10**14, ["ben"])
