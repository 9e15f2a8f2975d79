"""A report is asked about before it goes out: what stops it is shown and decided there."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from page_steps import open_page
from streamlit.testing.v1 import AppTest
from studies import code, study

from coding.model import IdentifierChoice
from coding.pages.parts import outlining, voicing
from coding.pages.parts.outlining import OutlineActs
from coding.pages.parts.voicing import FigureActs
from coding.project import Project

VERA = """\
Interviewer: Do you feel safe here?

Vera: My brother Zoran drives me home from Kikinda. The rent is high.
"""
STOPPED = "2 places in the words could tell readers who somebody is."
TOPLINES = (
    "indicator_id,question_id,question,option,value,base_n,source,subgroup\n"
    "safe_yes,safe,Do you feel safe?,Safe,81,200,Panel,all respondents\n"
)


@pytest.fixture
def named(tmp_path: Path) -> Project:
    """One section with a quote that names somebody and a place."""
    project = study(tmp_path / "p", {"Vera.txt": VERA})
    (project.folder / "survey").mkdir()
    (project.folder / "survey" / "toplines.csv").write_text(TOPLINES, "utf-8")
    coding = code(project, "Vera", "My brother Zoran drives me home from Kikinda.", "safety")
    project.baskets.add("Streets", coder="Nina")
    project.baskets.put("Streets", [coding], coder="Nina")
    return project


def wanted(desk: OutlineActs | FigureActs, suffix: str = "docx") -> Any:
    """Ask for the report as the page does; return the file that is on its way."""
    desk.hear([{"act": "export", "suffix": suffix, "n": desk.ack + 1}], "Nina")
    return desk.data()["file"]


def downloads(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("download_button")]


@pytest.mark.parametrize(
    ("page", "key", "made", "address"),
    [
        ("quotes", outlining.ACTS, OutlineActs, {"view": "Outline"}),
        ("figure", voicing.ACTS, FigureActs, {"figure": "safe_yes"}),
    ],
)
def test_a_report_that_names_somebody_leads_to_what_stops_it(
    named: Project,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    key: str,
    made: type[OutlineActs] | type[FigureActs],
    address: dict[str, str],
) -> None:
    """No file and no refusal comes of it, but the places to decide; the file is sent after that."""
    app = open_page(monkeypatch, page, named.folder, **address)
    desk = app.session_state[key]
    assert type(desk) is made
    assert wanted(desk) is None
    assert desk.refused == ""
    app.run()
    assert not app.exception
    assert any(STOPPED in error.value for error in app.error)
    assert downloads(app) == []

    app.text_input(key="all-why-report").set_value("they agreed")
    app.button(key="Keep all-all-report").click().run()
    assert not app.exception
    kept = {d.words: (d.decided, d.reason) for d in named.identifiers.all().values()}
    assert kept == dict.fromkeys(("Zoran", "Kikinda"), (IdentifierChoice.KEPT, "they agreed"))

    sent = wanted(app.session_state[key])
    assert sent["name"] == "report.docx"
    text = [p.text for p in Document(io.BytesIO(base64.b64decode(sent["base64"]))).paragraphs]
    assert any("My brother Zoran" in line for line in text)


def test_the_file_is_offered_where_the_last_place_was_decided(
    named: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who decided in the dialog gets the kind of file that was asked for there."""
    app = open_page(monkeypatch, "quotes", named.folder, view="Outline")
    assert wanted(app.session_state[outlining.ACTS], "md") is None
    for risk in [one for one in named.disclosure.look() if one.stops]:
        named.identifiers.decide([risk], IdentifierChoice.NONE, coder="Ben")
    app.run()
    assert not app.exception
    assert not app.error
    assert downloads(app) == ["Markdown"]


def test_what_cannot_be_printed_is_said_and_asks_for_nothing(tmp_path: Path) -> None:
    desk = OutlineActs(study(tmp_path / "p"))
    assert wanted(desk) is None
    assert desk.asks == ("", "")
    assert "there is nothing in the outline yet" in desk.refused


def test_quotes_found_are_offered_only_after_what_stops_them_was_decided(
    named: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, "quotes", named.folder)
    app.button(key="export-").click().run()
    assert any(STOPPED in error.value for error in app.error)
    assert downloads(app) == []
    for risk in [one for one in named.disclosure.look() if one.stops]:
        named.identifiers.decide([risk], IdentifierChoice.NONE, coder="Ben")
    app.button(key="export-").click().run()
    assert downloads(app) == ["Word", "Markdown", "Table (csv)"]
