"""The page of a figure: what it is told, and what is done there, without a browser."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from page_steps import open_page

from coding.model import IdentifierChoice, Relation
from coding.pages.parts.voicing import FigureActs
from coding.project import Project
from coding.project.figure_board import figure_board, figures_in_order, index_board


def said(desk: FigureActs, *acts: dict[str, Any]) -> dict[str, Any]:
    """Do acts in their order, and return what the page is told then."""
    numbered = [{"n": desk.ack + 1 + n, **act} for n, act in enumerate(acts)]
    assert desk.hear(numbered, "Nina")
    return desk.data()


def stopping(card: dict[str, Any]) -> list[str]:
    """Return the words on a card that stop the export."""
    return [words for words, _, stops in card["tells"] if stops]


@pytest.fixture
def desk(sample: Project) -> FigureActs:
    """Return the desk of the sample, opened on a figure."""
    opened = FigureActs(sample)
    opened.figure = "safety_safe"
    return opened


def test_a_figure_is_told_with_its_question_its_base_and_whose_it_is(sample: Project) -> None:
    board = figure_board(sample, "safety_safe")
    assert [answer["option"] for answer in board["answers"]] == ["Feels safe", "Feels unsafe"]
    assert board["about"] == (
        "All respondents, n = 300, weighted. 95 % interval, as if unweighted: the effective n is"
        " not printed. BCSP/TMG Insights online survey, 2024-09-04 to 2024-10-03."
    )
    assert board["ref"] == "Graph 15"
    assert [theme["name"] for theme in board["themes"]] == ["Safety"]
    assert len(board["people"]) == 6


def test_a_card_says_whose_words_where_they_stand_and_whom_the_label_fits(sample: Project) -> None:
    board = figure_board(sample, "safety_safe")
    [placed] = board["placed"]
    assert (placed["relation"], placed["name"], placed["label"], placed["k"]) == (
        "expands",
        "Vera",
        "Female, 30-39 years old",
        1,
    )
    first = board["open"][0]
    transcript = sample.transcripts.get(first["transcript"])
    [turn] = [t for t in transcript.turns if t.number == first["turn"]]
    said_there = " ".join(transcript.text[turn.start : turn.end].split())
    assert first["text"] in said_there
    assert first["asked"].endswith("?")


def test_three_quotes_are_placed_put_into_two_sections_and_exported(desk: FigureActs) -> None:
    silent = [card["coding"] for card in desk.data()["open"] if not stopping(card)]
    one, two, three = silent[:3]
    data = said(
        desk,
        {"act": "section", "name": "Settling in"},
        {"act": "section", "name": "Fear"},
        {"act": "put figure", "section": "Settling in"},
        {"act": "place", "coding": one, "relation": "confirms"},
        {"act": "place", "coding": two, "relation": "partly agrees"},
        {"act": "place", "coding": three, "relation": "contradicts", "note": "Not there."},
        {"act": "put", "coding": one, "section": "Settling in"},
        {"act": "put", "coding": two, "section": "Settling in"},
        {"act": "put", "coding": three, "section": "Fear"},
    )
    assert data["refused"] == ""
    assert [[item["kind"] for item in s["items"]] for s in data["sections"]] == [
        ["figure", "quote", "quote"],
        ["quote"],
    ]
    assert sum(times for _, times in data["heard"]) == 3
    placed = {card["coding"]: card for card in data["placed"]}
    assert placed[three]["sections"] == ["Fear"]
    assert placed[three]["note"] == "Not there."

    file = said(desk, {"act": "export"})["file"]
    document = Document(io.BytesIO(base64.b64decode(file["base64"])))
    printed = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Settling in" in printed
    assert " ".join(placed[one]["text"].split())[:40] in printed
    assert said(desk, {"act": "undo"})["file"] is None


def test_a_name_in_a_quote_is_told_at_choice_and_stops_the_export_until_decided(
    desk: FigureActs,
) -> None:
    coded = [card["coding"] for card in desk.data()["open"]]
    for found in desk.study.disclosure.of_quotes(coded):
        if found.decision:  # the sample comes with them
            desk.study.identifiers.reopen(found, coder="Nina")
    [card] = [card for card in desk.data()["open"] if "Milica walks alone" in card["text"]]
    assert stopping(card) == ["Milica"]
    data = said(
        desk,
        {"act": "section", "name": "A"},
        {"act": "put", "coding": card["coding"], "section": "A"},
        {"act": "export"},
    )
    assert data["file"] is None, "what stops it is asked first: see test_handing_out"
    for disclosure in desk.study.disclosure.of_quotes([card["coding"]]):
        if disclosure.stops:
            desk.study.identifiers.decide(
                [disclosure], IdentifierChoice.KEPT, reason="A pseudonym.", coder="Nina"
            )
    assert said(desk, {"act": "export"})["file"] is not None
    [card] = [card for card in desk.data()["open"] if "Milica walks alone" in card["text"]]
    assert "Milica" not in [words for words, _, _ in card["tells"]]


def test_a_label_that_too_few_fit_is_told_with_coarser_ones_to_choose(desk: FigureActs) -> None:
    first = desk.data()["open"][0]
    assert (first["k"], desk.data()["floor"]) == (1, 2)
    [_, scheme, k] = first["coarser"][0]
    assert k >= 2
    data = said(desk, {"act": "scheme", "text": scheme, "language": first["language"]})
    assert data["refused"] == ""
    assert (data["open"][0]["k"], data["open"][0]["coarser"]) == (k, [])
    assert said(desk, {"act": "undo"})["open"][0]["k"] == 1


def test_the_passage_of_a_quote_from_which_somebody_came_is_the_first(sample: Project) -> None:
    far = sample.codings.all(code="daily_prices")[0]
    words = " ".join(far.text.split())
    board = figure_board(sample, "safety_safe", first=far.id)
    assert board["open"][0]["text"] == words
    assert words not in [card["text"] for card in figure_board(sample, "safety_safe")["open"]]
    placed = figure_board(sample, "safety_safe")["placed"][0]["coding"]
    again = figure_board(sample, "safety_safe", first=placed)
    assert placed not in [card["coding"] for card in again["open"]]


def test_each_act_is_done_once_and_what_is_refused_is_said(desk: FigureActs) -> None:
    coding = desk.data()["open"][0]["coding"]
    act = {"n": 5, "act": "place", "coding": coding, "relation": "confirms"}
    assert desk.hear([act], "Nina")
    assert not desk.hear([act], "Nina")
    assert len([x for x in desk.study.links.all() if x.coding == coding]) == 1
    later = {"n": 6, "act": "place", "coding": coding, "relation": "contradicts"}
    assert desk.hear([act, later], "Nina")
    assert "needs a note" in desk.data()["refused"]
    [link] = [x for x in desk.study.links.all() if x.coding == coding]
    assert link.relation is Relation.CONFIRMS
    assert said(desk, {"act": "undo"})["refused"] == ""
    assert all(card["coding"] != coding for card in desk.data()["placed"])


def test_the_word_on_a_theme_is_changed_at_the_version_it_was_opened_with(
    desk: FigureActs,
) -> None:
    [theme] = desk.data()["themes"]
    act = {"act": "theme", "code": "safety", "relation": "expands", "note": "More."}
    [theme] = said(desk, {**act, "version": theme["version"]})["themes"]
    assert (theme["relation"], theme["note"]) == ("expands", "More.")
    data = said(desk, {**act, "relation": "confirms", "version": theme["version"] - 1})
    assert data["refused"]
    assert data["themes"][0]["relation"] == "expands"
    data = said(desk, {"act": "no theme", "link": theme["id"], "version": theme["version"]})
    assert data["themes"] == []


def test_items_of_the_report_move_and_go(desk: FigureActs) -> None:
    one, two = (card["coding"] for card in desk.data()["open"][:2])
    data = said(
        desk,
        {"act": "section", "name": "A"},
        {"act": "put", "coding": one, "section": "A"},
        {"act": "put", "coding": two, "section": "A"},
    )
    first, second = (item["id"] for item in data["sections"][0]["items"])
    move = {"act": "move", "item": second, "section": "A", "before": first}
    assert [i["id"] for i in said(desk, move)["sections"][0]["items"]] == [second, first]
    data = said(desk, {"act": "take out", "item": first})
    assert [i["id"] for i in data["sections"][0]["items"]] == [second]


def test_all_figures_say_which_have_no_chosen_quote(sample: Project) -> None:
    told = index_board(sample)
    figures = {f["id"]: f for question in told["questions"] for f in question["figures"]}
    assert set(figures) == set(figures_in_order(sample))
    assert {key for key, figure in figures.items() if figure["quoted"]} == {
        "safety_safe",
        "cond_war_end",
        "engage_none",
    }
    assert figures["safety_safe"]["k"] == [0, 1, 0]
    assert figures["engage_none"]["k"] == [0, 0, 1]
    coding = sample.codings.all(code="safety")[1].id
    sample.links.place(coding, "safety_unsafe", "not about it", coder="Nina")
    told = index_board(sample)
    [unsafe] = [f for q in told["questions"] for f in q["figures"] if f["id"] == "safety_unsafe"]
    assert not unsafe["quoted"]


def test_a_figure_that_is_gone_gives_way_to_all_figures(sample: Project) -> None:
    desk = FigureActs(sample)
    desk.figure = "nothing"
    data = desk.data()
    assert data["mode"] == "index"
    assert "there is no indicator" in data["refused"]


def test_the_page_opens_on_the_figure_in_its_address(
    sample: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, "figure", Path(sample.folder), figure="engage_none")
    assert [e.value for e in app.error] == []
    desk: FigureActs = app.session_state["figure-acts"]
    assert desk.figure == "engage_none"
    assert desk.data()["title"] == "Political and civic engagement"
