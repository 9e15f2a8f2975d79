"""The survey beside the interviews in a real browser: link, see, export, open in Word."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
from docx import Document
from playwright.sync_api import Page, expect
from steps import Show, choose, go, ready

from coding.model import NAMED, Relation
from coding.project import Project


def without_links(folder: Path) -> Project:
    """Open a project and take away the links that came with it."""
    study = Project(folder)
    for one in study.links.all():
        study.links.remove(one.id, coder="nobody")
    return study


def test_a_theme_is_linked_with_each_relation_and_exported(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    app = show(sample, coder="Nina")
    study = without_links(sample)
    go(page, app, "/survey")
    page.get_by_label("Find a question").fill("Graph 15")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sense of safety in Serbia").first).to_be_visible()
    for number, relation in enumerate(NAMED, 1):
        ready(page)
        page.get_by_role("button", name="Set a code or quote beside it").first.click()
        asked = page.get_by_role("dialog")
        expect(asked).to_be_visible()
        choose(page, "Code", ["Safety", "Children", "Street", "State and", "Visits"][number - 1])
        ready(page)  # each answer draws the dialog anew: a click meanwhile meets what goes
        asked.get_by_text(str(relation), exact=False).last.click()
        ready(page)
        put = asked.get_by_role("button", name="Set them side by side")
        if relation is Relation.CONTRADICTS:
            put.click()
            expect(asked.get_by_text("needs a note", exact=False)).to_be_visible()
            ready(page)
        asked.get_by_label("Note").fill(f"Note {number}")
        page.keyboard.press("Tab")
        ready(page)
        put.click()
        expect(asked).to_have_count(0)
        expect(page.get_by_role("button", name="Take away")).to_have_count(number)
    assert {x.relation for x in study.links.all()} == set(NAMED)

    page.get_by_role("link", name="Joint display").first.click()
    row = page.locator("[class*=st-key-row-g15]")
    expect(row).to_be_visible()
    for relation in NAMED:
        expect(row.get_by_text(str(relation), exact=False).first).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Word", exact=True).click()
    path = tmp_path / "display.docx"
    coming.value.save_as(path)
    document = Document(str(path))
    [table] = document.tables
    assert "Figure 1. Sense of safety in Serbia." in table.rows[2].cells[0].text
    assert "contradicts" in table.rows[2].cells[1].text


def test_a_control_character_in_a_label_makes_a_document_and_the_app_lives(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    """The renderer of charts ends its process over one: it used to take the whole app along."""
    table = sample / "survey" / "toplines.csv"
    rows = table.read_text(encoding="utf-8-sig")
    assert "Feels safe" in rows
    few = [row for row in rows.splitlines() if re.search(r"\b(question|g15|g25|g27|g41)\b", row)]
    table.write_text("\n".join(few).replace("Feels safe", "Feels\x07 safe"), encoding="utf-8")
    app = show(sample, coder="Nina")
    go(page, app, "/joint_display")
    for kind in ("Word", "Charts (PNG and SVG)"):
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as coming:
            page.get_by_role("button", name=kind, exact=True).click()
        coming.value.save_as(tmp_path / kind)
        page.keyboard.press("Escape")
    document = Document(str(tmp_path / "Word"))
    [told, *_] = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert "Feels safe: 96.5 %" in told
    assert "could not be drawn" not in "\n".join(p.text for p in document.paragraphs)
    assert len(document.inline_shapes) == len(Project(sample).joint.display().rows) == 4
    with zipfile.ZipFile(tmp_path / "Charts (PNG and SVG)") as charts:
        assert "not drawn.txt" not in charts.namelist()
        assert len(charts.namelist()) == 2 * len(document.inline_shapes)
    go(page, app, "/survey")
    expect(page.get_by_text("4 questions from toplines.csv")).to_be_visible()


def test_a_bar_is_clicked_and_shows_what_stands_beside_it(
    page: Page, show: Show, sample: Path
) -> None:
    study = without_links(sample)
    study.links.put("safety", "safety_safe", "confirms", note="All six.", coder="Nina")
    study.links.put("fear_silence", "safety_unsafe", "expands", note="Two do.", coder="Nina")
    app = show(sample, coder="Nina")
    go(page, app, "/survey")
    page.get_by_label("Find a question").fill("Graph 15")
    page.keyboard.press("Enter")
    card = page.locator("[class*=st-key-question-g15]")
    expect(card.get_by_text("Two do.")).to_be_visible()
    chart = card.locator("canvas, svg.marks").first
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + 22)
    expect(card.get_by_text("Beside “Feels safe", exact=False)).to_be_visible()
    expect(card.get_by_text("All six.")).to_be_visible()
    expect(card.get_by_text("Two do.")).to_have_count(0)


def test_an_spss_file_is_dropped_in_and_split_by_gender(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    draw = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "gender": draw.integers(1, 3, 200).astype(float),
            "trust": draw.integers(1, 4, 200).astype(float),
            "w": draw.uniform(0.5, 2, 200),
        }
    )
    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"gender": "Gender of the respondent", "trust": "Trust in parliament"},
        variable_value_labels={
            "gender": {1: "Man", 2: "Woman"},
            "trust": {1: "Yes", 2: "No", 3: "Refused"},
        },
    )
    app = show(sample, coder="Nina")
    go(page, app, "/survey")
    page.get_by_role("button", name="Add a survey").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("2 questions, 5 figures read", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Read it")).to_be_hidden()
    page.get_by_text("200 respondents, not weighted", exact=False).click()
    choose(page, "Weight", "w")
    page.get_by_role("button", name="Read it so, and confirm").click()
    expect(page.get_by_text("200 respondents, weighted by w", exact=False)).to_be_visible()
    page.get_by_label("Find a question").fill("trust parliament")
    page.keyboard.press("Enter")
    card = page.locator("[class*=st-key-question-trust]")
    expect(card).to_be_visible()
    choose(page, "In the groups of", "Gender")
    expect(card.get_by_role("columnheader", name=re.compile("^Man n = "))).to_be_visible()
    expect(card.get_by_role("columnheader", name="difference")).to_be_visible()
    with page.expect_download() as download:
        card.get_by_role("button", name="SVG").click()
    drawn = Path(download.value.path()).read_text("utf-8")
    assert "Trust in parliament" in drawn
    assert "Source: answers.sav" in drawn
