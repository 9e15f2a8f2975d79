"""Suggestions on the desk: a coder sees them, asks why, decides, trims, undoes, or has them off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import (
    CODER,
    bring,
    codings,
    dialog,
    notice,
    open_transcript,
    opened,
    place,
    said,
    selected,
    study,
    transcript,
    wait_for,
    wait_open,
    wait_saved,
)
from desk_server import Shown, Stage
from playwright.sync_api import Browser, Page, expect

from coding.model import Choice, Decision, Origin
from coding.project import Project

DESK = "__codingHub.desk.proposals"
READ = (
    f"[...{DESK}.passing.seen.values()].some(({{passage, spent, since}}) =>"
    f" passage.start === {DESK}.current.start"
    f" && spent + (since === undefined ? 0 : {DESK}.passing.now() - since) > 60_000)"
)
"""Whether the passage that has the focus was in sight for a minute, as its clock goes."""
BESIDE_WHY = (
    "(({desk, current}) => { const frame = desk.scroller.getBoundingClientRect();"
    " const box = desk.text.range(current.start, current.start + 1).getBoundingClientRect();"
    " return box.top >= frame.top && box.bottom <= frame.bottom; })"
    f"({DESK})"
)
"""Whether its first words are in sight."""
GRIPPED = (
    "(({desk, active, trims}) => { const [start, end] = trims.of(active);"
    " const [first, last] = desk.handles.elements.map((e) => e.getBoundingClientRect());"
    " const box = (at) => desk.text.range(at, at + 1).getBoundingClientRect();"
    " const on = (grip, letter) => grip.height && Math.abs(grip.top - letter.top) < 2;"
    " return on(first, box(start)) && on(last, box(end - 1)); })"
    f"({DESK})"
)
"""Whether a grip stands at the first and at the last of its letters."""


@pytest.fixture
def app(stage: Stage, sample: Path) -> Iterator[Shown]:
    with stage.showing(sample) as shown:
        yield shown


@pytest.fixture
def page(browser: Browser, app: Shown) -> Iterator[Page]:
    with opened(browser) as page:
        yield page


def begin(page: Page, app: Shown, name: str = "P01") -> None:
    """Open a transcript and wait until the machine has spoken."""
    open_transcript(page, app, name)
    wait_for(page, f"{DESK}.about")  # it learns for the first time


def current(page: Page) -> dict[str, Any]:
    """Return the place and the codes of the passage that has the focus."""
    found: dict[str, Any] = page.evaluate(
        f"""({{ points: {DESK}.current.points, codes: {DESK}.current.rows.map((row) => row.code),
               scores: {DESK}.current.rows.map((row) => row.score) }})"""
    )
    return found


def decided(app: Shown) -> list[Decision]:
    return study(app.folder).suggestions.decisions()


def test_a_suggestion_is_seen_understood_and_accepted(page: Page, app: Shown) -> None:
    """A line before the passage, the reasons, one key; the coding is marked as suggested."""
    begin(page, app)
    page.keyboard.press("p")
    one = current(page)
    start, end = one["points"]
    passage = transcript(app.folder, "P01").text[start:end]
    bring(page, place(transcript(app.folder, "P01"), start)[0])
    expect(page.locator("button.cd-proposed.cd-on")).to_be_visible()
    expect(page.locator(".cd-spoken")).to_have_text(re.compile("^Suggested: "))

    wait_for(page, GRIPPED)
    page.evaluate("__codingHub.desk.text.blocks[0].element.style.marginTop = '70px'")
    wait_for(page, GRIPPED)  # as when turns above get the height they have

    wait_for(page, f"{DESK}.current.whys")
    page.evaluate(
        "(({scroller}) => { scroller.scrollTop += scroller.clientHeight; })(__codingHub.desk)"
    )
    assert not page.evaluate(BESIDE_WHY)
    page.keyboard.press("y")
    why = page.locator(".cd-why")
    expect(why.locator(".cd-part").first).to_be_visible()
    wait_for(page, BESIDE_WHY)
    wait_for(page, GRIPPED)
    parts = [
        float(text.replace("−", "-")) for text in why.locator(".cd-weight").all_text_contents()
    ]
    together = re.search(r"Together ([+−]?[\d.]+)", why.inner_text())
    assert together
    assert sum(parts) == pytest.approx(float(together[1].replace("−", "-")), abs=0.3)
    page.keyboard.press("y")
    expect(why).to_be_hidden()

    page.keyboard.press("q")
    wait_saved(page)
    assert said(app.folder, "P01") == [(one["codes"][0], passage)]
    [coding] = codings(app.folder, "P01")
    [decision] = decided(app)
    assert coding.origin is Origin.SUGGESTION
    assert (decision.choice, decision.coding, decision.visible) == (
        Choice.ACCEPT,
        coding.id,
        True,
    )
    assert decision.score == pytest.approx(one["scores"][0], abs=0.001)
    expect(page.locator(".cd-dock li .cd-state-of").first).to_contain_text("accepted")

    page.keyboard.press("Control+z")
    wait_saved(page)
    assert decided(app) == []
    assert said(app.folder, "P01") == []
    expect(page.locator(".cd-dock li .cd-state-of")).to_have_count(0)


def test_refused_is_not_proposed_again_and_skipped_is(page: Page, app: Shown) -> None:
    begin(page, app)
    page.keyboard.press("p")
    one = current(page)
    page.keyboard.press("d")
    wait_saved(page)
    assert {(d.code, d.choice) for d in decided(app)} == {
        (code, Choice.REJECT) for code in one["codes"]
    }
    two = current(page)
    assert two["points"] > one["points"]
    page.keyboard.press("f")
    wait_saved(page)
    skipped = [d for d in decided(app) if d.choice is Choice.SKIP]
    assert {(d.start, d.code) for d in skipped} == {
        (two["points"][0], code) for code in two["codes"]
    }

    page.reload()
    wait_open(page, "P01")
    wait_for(page, f"{DESK}.about")
    told = study(app.folder).suggestions.propose(coder=CODER, transcript="P01")
    proposed = {(s.start, s.code) for s in told}
    assert not proposed & {(one["points"][0], code) for code in one["codes"]}
    assert {(two["points"][0], code) for code in two["codes"]} <= proposed


def test_of_selected_words_only_those_are_coded(page: Page, app: Shown) -> None:
    """What was proposed and what was coded are both on record."""
    begin(page, app)
    page.keyboard.press("p")
    one = current(page)
    text = transcript(app.folder, "P01")
    start, end = one["points"]
    page.keyboard.press("ArrowRight")  # the cursor stands at the passage's start
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    held = selected(page)
    expect(page.locator(".cd-trimmed")).to_be_visible()
    page.keyboard.press("q")
    wait_saved(page)
    [(code, words)] = said(app.folder, "P01")
    assert code == one["codes"][0]
    assert words == held
    assert text.text[start:end].startswith(words)
    assert len(words) < end - start
    [decision] = decided(app)
    assert (decision.start, decision.end) == (start, end)


def test_a_suggestion_is_trimmed_before_it_is_accepted(page: Page, app: Shown) -> None:
    """By sentence and by word, shown at once; Esc has it as proposed; the log keeps both."""
    begin(page, app)
    active = f"{DESK}.active"
    page.keyboard.press("p")
    while (
        page.evaluate(
            f"__codingHub.desk.model.sentences.filter(([a, b]) => a >= {active}.start"
            f" && b <= {active}.end).length"
        )
        < 2
    ):
        page.keyboard.press("p")
    start, end = current(page)["points"]
    text = transcript(app.folder, "P01").text
    page.keyboard.press("[")
    page.keyboard.press("}")
    expect(page.locator(".cd-trimmed")).to_contain_text("Accepting codes")
    page.keyboard.press("Escape")
    expect(page.locator(".cd-trimmed")).to_have_count(0)
    page.keyboard.press("[")
    page.keyboard.press("}")
    cut = page.evaluate(f"{DESK}.trims.of({active}).map((u) => __codingHub.desk.model.point(u))")
    assert start < cut[0] < cut[1] < end
    page.keyboard.press("q")
    wait_saved(page)
    [coding] = codings(app.folder, "P01")
    assert (coding.start, coding.end, coding.text) == (*cut, text[slice(*cut)])
    [decision] = decided(app)
    assert (decision.start, decision.end) == (start, end)


def test_what_was_read_and_passed_is_kept_and_what_was_jumped_over_is_not(
    page: Page, app: Shown
) -> None:
    begin(page, app)
    page.evaluate(f"{DESK}.passing.now = () => 0")
    page.keyboard.press("p")
    expect(page.locator("button.cd-proposed.cd-on")).to_be_visible()
    page.keyboard.press("j")  # at once: nobody has read it
    assert page.evaluate("__codingHub.passed.size") == 0
    page.keyboard.press("P")
    one = current(page)
    turn = page.evaluate("__codingHub.desk.selection.turn")
    page.evaluate(f"{DESK}.passing.now = () => performance.now() * 1000")
    wait_for(page, READ)  # the browser tells some frames later what is in sight
    page.keyboard.press("j")
    assert page.evaluate("__codingHub.passed.size") == 1
    wait_for(page, "__codingHub.passed.size === 0")  # once Python has acknowledged it
    assert study(app.folder).log.acts(coder=CODER) == []
    passed = study(app.folder).seen.all(coder=CODER)
    assert (*one["points"], sorted(one["codes"])) in [
        (s.start, s.end, sorted(s.codes)) for s in passed
    ]
    left = transcript(app.folder, "P01").turns[turn]
    assert max(s.end for s in passed) <= left.end
    assert decided(app) == []


def test_the_next_suggestions_are_found_beyond_the_window(page: Page, app: Shown) -> None:
    """Stepping visits every passage with suggestions in order, and says when it is through."""
    begin(page, app)
    total = page.evaluate(f"{DESK}.about.total")
    floor = page.evaluate(f"{DESK}.settings.floor")
    found = study(app.folder).suggestions.propose(coder=CODER, transcript="P01")
    spans = {(s.start, s.end) for s in found if s.score >= floor}
    places: list[tuple[int, int]] = []
    for start, end in sorted(spans):  # those that overlap stand together
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    assert total == len(places)
    page.keyboard.press("g")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    seen: list[tuple[int, ...]] = []
    while notice(page, "No further suggestions").count() == 0:
        page.keyboard.press("p")
        wait_for(page, f"{DESK}.heading === undefined")
        here = page.evaluate(f"{DESK}.current?.points ?? null")
        if here and (not seen or tuple(here) != seen[-1]):
            seen.append(tuple(here))
        assert len(seen) <= len(places)
    assert seen == places


def test_blind_shows_nothing_and_notes_what_would_have_been_said(page: Page, app: Shown) -> None:
    begin(page, app)
    page.get_by_role("button", name="Suggestions").first.click()
    page.get_by_label("Blind").check()
    page.keyboard.press("Escape")
    expect(page.locator(".cd-dock")).to_be_hidden()
    assert page.locator("button.cd-proposed").count() == 0
    page.locator(".cd-scroller").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("1")
    wait_saved(page)
    notes = decided(app)
    assert [d.visible for d in notes] == [False]
    [coding] = codings(app.folder, "P01")
    assert coding.origin is Origin.PERSON
    assert notes[0].choice == (Choice.ACCEPT if notes[0].code == coding.code else Choice.REJECT)
    page.keyboard.press("Control+z")
    wait_saved(page)
    assert decided(app) == []


def test_off_asks_nothing_and_stays_off(page: Page, app: Shown) -> None:
    begin(page, app)
    page.get_by_role("button", name="Suggestions").first.click()
    page.get_by_label("Off").check()
    page.keyboard.press("Escape")
    page.reload()
    wait_open(page, "P01")
    page.locator(".cd-scroller").focus()
    page.keyboard.press("x")
    page.keyboard.press("1")
    wait_saved(page)
    wait_for(page, "__codingHub.idle() > 1000")  # by then it asks, if it asks at all
    assert page.evaluate("__codingHub.asks.has('proposals')") is False
    assert page.evaluate(f"{DESK}.about") is None
    assert decided(app) == []
    page.keyboard.press("p")
    expect(notice(page, "switch them on")).to_be_visible()


def test_fewer_and_surer_ones_can_be_asked_for(page: Page, app: Shown) -> None:
    begin(page, app)
    usual = page.evaluate(f"{DESK}.about.total")
    page.get_by_role("button", name="Suggestions").first.click()
    page.get_by_label("How sure suggestions must be").fill("0")
    page.get_by_label("Codes for a passage").select_option("1")
    page.keyboard.press("Escape")
    wait_for(page, f"{DESK}.about?.total < {usual}")
    told = study(app.folder).suggestions.propose(coder=CODER, transcript="P01", most=1)
    assert page.evaluate(f"{DESK}.about.total") == sum(s.score >= 0.7 for s in told)
    page.reload()
    wait_open(page, "P01")
    assert page.evaluate(f"{DESK}.settings.floor") == 0.7


def test_passages_alike_lead_to_their_places(page: Page, app: Shown) -> None:
    begin(page, app)
    page.keyboard.press("x")
    page.keyboard.press("l")
    first = page.locator(".cd-result").first
    expect(first).to_be_focused()
    name = first.locator("b").inner_text()
    words = first.locator("span").inner_text().removesuffix(" …")
    page.keyboard.press("Enter")
    wait_open(page, name)
    text = transcript(app.folder, name).text
    start = text.index(words[:60])
    expect(page.locator(".cd-turn", has_text=text[start : start + 30]).first).to_be_in_viewport()


def test_without_codes_it_says_what_is_missing(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    folder = tmp_path / "bare"
    Project.new(folder)
    (folder / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
    file = tmp_path / "A.txt"
    file.write_text("I: Well?\nR: It was cold.\n", encoding="utf-8")
    Project(folder).transcripts.import_files([file], coder=CODER)
    with stage.showing(folder) as app, opened(browser) as page:
        open_transcript(page, app, "A")
        expect(page.locator(".cd-caveat")).to_contain_text("Add codes first")
        expect(page.locator(".cd-sum")).to_have_text("Nothing is suggested for this transcript.")
        page.keyboard.press("p")
        expect(notice(page, "No further suggestions")).to_be_visible()
        assert dialog(page, "Shortcuts").count() == 0
