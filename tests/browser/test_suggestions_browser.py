"""The Suggestions page in a real browser: keys, many at once, a new code from a group."""

from __future__ import annotations

import re
from pathlib import Path

from desk import wait_until
from desk_server import Shown, wait_until_drawn
from playwright.sync_api import Page, expect
from steps import Show, press_as_the_wire_says_something, ready

from coding.model import Choice, Origin
from coding.project import Project


def go(page: Page, app: Shown, view: str = "Decide") -> None:
    page.goto(f"{app.url}/suggestions?suggestions_view={view.replace(' ', '+')}")
    wait_until_drawn(page)


def active(page: Page, number: int) -> None:
    """Wait until the keys belong to one passage, and the page is at rest."""
    card = page.locator(f"[class*=st-key-active-{number}]")
    expect(card.get_by_role("button", name="Later")).to_contain_text("F")
    ready(page)


def test_the_queue_is_worked_through_with_three_keys(page: Page, show: Show, sample: Path) -> None:
    """q accepts, d refuses, f leaves for later; the next passage takes the keys.

    None is lost where the wire says something in the same moment, before it or after, nor where
    another key is pressed before it has been done.
    """
    app = show(sample, coder="Nina")
    study = Project(sample)
    passages, _ = study.suggestions.queue(coder="Nina", floor=0.3)
    go(page, app)
    active(page, 0)
    page.keyboard.press("q")
    if len(passages[0]) > 1:
        wait_until(lambda: study.suggestions.decisions(coder="Nina"), what="the first is accepted")
        ready(page)
        page.keyboard.press("d")
    active(page, 1)
    press_as_the_wire_says_something(page, "d")
    page.keyboard.press("f")  # too early for the next, which nobody has seen yet
    active(page, 2)
    press_as_the_wire_says_something(page, "f", first=False)
    active(page, 3)
    said = {(d.start, d.code): d.choice for d in study.suggestions.decisions(coder="Nina")}
    assert said[passages[0][0].start, passages[0][0].code] is Choice.ACCEPT
    assert all(said[passages[1][0].start, one.code] is Choice.REJECT for one in passages[1])
    assert all(said[passages[2][0].start, one.code] is Choice.SKIP for one in passages[2])
    [coding] = study.codings.all(coder="Nina")
    assert coding.origin is Origin.SUGGESTION

    page.get_by_role("link", name="Open in Code").first.click()
    page.wait_for_url(re.compile("/annotate.*transcript="))


def test_many_are_accepted_only_after_each_was_shown_and_ticked(
    page: Page, show: Show, sample: Path
) -> None:
    """Nothing is ticked beforehand; the others stay open. One undo takes all of it back."""
    app = show(sample, coder="Nina")
    study = Project(sample)
    go(page, app)
    expect(page.locator("[class*=st-key-active-]").first).to_be_visible()
    page.get_by_label("Code", exact=True).first.click()
    page.keyboard.type("Residence")
    page.get_by_role("option", name="Residence permit").first.click()
    page.get_by_role("button", name="Accept many").click()
    dialog = page.get_by_role("dialog")
    slider = dialog.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wanted = [
        s
        for s in study.suggestions.propose(coder="Nina", codes=["papers_residence"], most=1)
        if s.score >= 0.3
    ]
    assert len(wanted) > 2
    expect(dialog.locator("blockquote")).to_have_count(len(wanted))
    none = dialog.get_by_role("button", name="Code 0 passages as Residence permit")
    expect(none).to_be_disabled()
    dialog.get_by_text(re.compile("^Accept \\d+ %")).nth(1).click()
    dialog.get_by_role("button", name="Code 1 passage as Residence permit").click()
    expect(dialog).to_have_count(0)
    [accepted] = study.suggestions.decisions(coder="Nina")
    assert (accepted.start, accepted.code) == (wanted[1].start, wanted[1].code)
    assert [c.id for c in study.codings.all(coder="Nina")] == [accepted.coding]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back", exact=False).first).to_be_visible()
    assert study.codings.all(coder="Nina") == []


def test_a_blind_sample_is_judged_by_keys_and_goes_on_after_a_reload(
    page: Page, show: Show, sample: Path
) -> None:
    app = show(sample, coder="Nina")
    study = Project(sample)
    go(page, app, "Many at once")
    page.get_by_role("button", name="Draw 29").click()
    for judged, key in enumerate("qd"):
        if judged:
            page.reload()
        expect(page.get_by_text(f"{judged} of 29 judged")).to_be_visible()
        expect(page.get_by_role("button", name="It fits")).to_contain_text("Q")
        ready(page)
        page.keyboard.press(key)
        if not judged:
            expect(page.get_by_text("1 of 29 judged")).to_be_visible()
    expect(page.get_by_text("That does not show 90 %", exact=False)).to_be_visible()
    [made] = study.together.all()
    choices = study.together.judged(made)
    assert [choices[place] for place in made.sample[:2]] == [Choice.ACCEPT, Choice.REJECT]


def test_a_group_becomes_a_code(page: Page, show: Show, sample: Path) -> None:
    app = show(sample, coder="Nina")
    study = Project(sample)
    group = study.discovery.clusters()[0]
    go(page, app, "New themes")
    page.get_by_role("button", name="Make it a code").first.click()
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_label("Name", exact=True)
    expect(name).to_have_attribute("placeholder", "what they have in common")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog.get_by_text("a code needs a name")).to_be_visible()
    name.fill("Evenings on the phone")
    dialog.get_by_label("Definition").click()
    dialog.get_by_role("button", name=f"Add it, and code {len(group.places)} passages").click()
    expect(dialog).to_have_count(0)
    [code] = [c for c in study.codes.book() if c.name == "Evenings on the phone"]
    assert {c.text for c in study.codings.all(code=code.id)} == {p.text for p in group.places}


def test_a_code_is_switched_off(page: Page, show: Show, sample: Path) -> None:
    """What is typed into the table counts once it is kept."""
    app = show(sample, coder="Nina")
    study = Project(sample)
    go(page, app, "By code")
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 480, box["y"] + 52)  # the first code's "as usual"
    page.get_by_role("option", name="never").click()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Suggestions set up").first).to_be_visible()
    first = next(iter(study.codes.book())).id
    assert study.suggestions.settings().off == {first}
    assert first not in {s.code for s in study.suggestions.propose(coder="Nina")}
