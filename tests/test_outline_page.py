"""What the outline's page promises: each act once and in order, what is refused is said."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from studies import code, study

from coding.pages.parts.outlining import OutlineActs
from coding.project import Project

TOPLINES = (
    "indicator_id,question_id,question,option,value,base_n,source,subgroup\n"
    "safe_yes,safe,Do you feel safe?,Safe,81,200,Panel,all respondents\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two sections, three quotes of two people, one survey."""
    project = study(tmp_path / "p")
    (project.folder / "survey").mkdir()
    (project.folder / "survey" / "toplines.csv").write_text(TOPLINES, "utf-8")
    for name in ("Streets", "Rents"):
        project.baskets.add(name, coder="ana")
    keys = [
        code(project, "Vera", "My daughter walks to school alone.", "safety"),
        code(project, "Vera", "The rent is high, well, you know.", "prices"),
        code(project, "Oleg", "the rent eats us up", "prices"),
    ]
    project.baskets.put("Streets", keys[:1], coder="ana")
    project.baskets.put("Rents", keys[1:], coder="ana")
    return project


@pytest.fixture
def desk(project: Project) -> OutlineActs:
    return OutlineActs(project)


def say(desk: OutlineActs, *acts: dict[str, Any]) -> dict[str, Any]:
    """Let acts come up as the page sends them; return what it shows then."""
    desk.hear([{**act, "n": desk.ack + n} for n, act in enumerate(acts, 1)], "ana")
    return desk.data()


def shown(data: dict[str, Any]) -> dict[str, list[str]]:
    return {s["name"]: [item["text"] for item in s["items"]] for s in data["sections"]}


WALKS, HIGH, EATS = (
    "“My daughter walks to school alone.”",
    "“The rent is high, well, you know.”",
    "“the rent eats us up”",
)


def test_the_outline_is_ordered_and_written(desk: OutlineActs, project: Project) -> None:
    streets, rents = project.baskets.all()
    eats = rents.items[1].id
    data = say(
        desk,
        {"act": "move", "item": eats, "section": streets.id, "before": streets.items[0].id},
        {"act": "words", "section": rents.id, "kind": "note", "text": "Both pay."},
        {"act": "words", "section": rents.id, "kind": "heading", "text": "Now"},
        {"act": "section", "name": "Last"},
        {"act": "move section", "section": rents.id, "before": streets.id},
    )
    assert [*shown(data).items()] == [
        ("Rents", [HIGH, "Both pay.", "Now"]), ("Streets", [EATS, WALKS]), ("Last", []),
    ]  # fmt: skip
    note = data["sections"][0]["items"][1]
    data = say(
        desk,
        {"act": "write", "item": note["id"], "text": "One pays.", "version": note["version"]},
        {"act": "take out", "item": eats},
        {"act": "rename", "section": rents.id, "name": "Prices", "version": rents.version},
    )
    assert desk.refused == ""
    assert shown(data)["Prices"] == [HIGH, "One pays.", "Now"]
    data = say(desk, {"act": "undo"}, {"act": "undo"})
    assert shown(data)["Streets"] == [EATS, WALKS]


def test_each_act_is_done_once_and_what_is_refused_is_said_with_both_texts(
    desk: OutlineActs, project: Project
) -> None:
    streets = project.baskets.get("Streets")
    act = {"act": "words", "section": streets.id, "kind": "note", "text": "Once.", "n": 5}
    assert desk.hear([act], "ana")
    assert not desk.hear([act], "ana")
    assert shown(desk.data())["Streets"] == [WALKS, "Once."]
    project.baskets.rename("Streets", "Ways", coder="ben")
    rename = {"act": "rename", "section": streets.id, "name": "Roads", "version": streets.version}
    say(desk, rename)
    assert "There stands “Ways”, yours is “Roads”" in desk.refused
    assert project.baskets.all()[0].name == "Ways"
    say(desk, {"act": "take out", "item": "nothing"})
    assert "not in the outline any more" in desk.refused
    assert say(desk, {"act": "section", "name": "New"})["refused"] == ""


def test_what_is_refused_is_said_though_the_next_act_is_done(desk: OutlineActs) -> None:
    """Two acts may come up together: the second does not wipe out what became of the first."""
    data = say(desk, {"act": "take out", "item": "nothing"}, {"act": "section", "name": "New"})
    assert "not in the outline any more" in data["refused"]
    assert "New" in shown(data)


def test_a_quote_says_whom_its_label_fits_and_where_else_it_is_used(
    desk: OutlineActs, project: Project
) -> None:
    [pick] = project.baskets.get("Streets").picks
    project.baskets.put("Rents", [pick.coding], coder="ana")
    [quote] = desk.data()["sections"][0]["items"]
    assert (quote["k"], quote["of"], quote["few"]) == (1, 2, True)
    assert quote["also"] == ["Rents"]
    assert (quote["language"], quote["interview"], quote["codes"]) == ("en", "Vera", ["Safety"])
    hearing = desk.data()["hearing"]
    assert (hearing["quotes"], hearing["people"]) == (3, [["Vera", 2], ["Oleg", 1]])


def test_the_report_goes_out_as_a_file(desk: OutlineActs) -> None:
    data = say(desk, {"act": "export", "suffix": "docx"})
    assert data["refused"] == ""
    file = data["file"]
    document = Document(io.BytesIO(base64.b64decode(file["base64"])))
    assert (file["name"], WALKS in [p.text for p in document.paragraphs]) == ("report.docx", True)
    assert say(desk, {"act": "section", "name": "More"})["file"] is None


def test_dialogs_and_other_pages_are_asked_for(desk: OutlineActs, project: Project) -> None:
    streets = project.baskets.get("Streets")
    say(desk, {"act": "edit", "item": streets.items[0].id})
    assert desk.asks == ("edit", streets.items[0].id)
    say(desk, {"act": "figure", "section": streets.id})
    assert desk.asks == ("figure", streets.id)
    figure = project.outline.put_figure("Streets", "safe_yes", coder="ana")
    assert desk.data()["sections"][0]["items"][1]["text"] == "Safe: 81 %"
    say(desk, {"act": "voices", "item": figure})
    assert (desk.page, desk.place) == ("figure", {"figure": "safe_yes"})
    quote = project.baskets.get("Streets").picks[0].coding
    say(desk, {"act": "figures", "figure": "safe_yes", "coding": quote})
    assert desk.place == {"figure": "safe_yes", "quote": quote}
