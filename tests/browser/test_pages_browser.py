"""The ordinary pages in a real browser: a quote into Word, dialogs, poisoned words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desk import wait_for
from desk_server import Shown, Watch, wait_for_frames, wait_until_still
from docx import Document
from playwright.sync_api import Page, expect
from steps import ADDRESSES, Show, choose, dialog, go, ready, walk

from coding.model import Participant, Role, Transcript, Turn
from coding.project import Project

POISON = "![x](http://127.0.0.1:9/beacon.png) <img src=x onerror=alert(1)> :material/close: $x$"


@pytest.fixture
def jelena(show: Show, sample: Path) -> Shown:
    """Return the app on a copy of the sample, with Jelena coding."""
    return show(sample, coder="Jelena")


def test_a_coded_segment_is_found_and_exported_to_word(
    page: Page, jelena: Shown, sample: Path, tmp_path: Path
) -> None:
    """From the front page to a docx that holds the quote and who says it.

    What the front page sends just as it is left does not bring it back.
    """
    go(page, jelena, "/")
    expect(page.get_by_text("6 interviews in 8 transcripts, 2 coders")).to_be_visible()
    quotes = page.get_by_role("link", name="Quotes", exact=True)
    wait_for(page, "globalThis.__codingHub?.wire")
    quotes.evaluate("(link) => { link.click(); __codingHub.wire({ n: Date.now() }); }")
    choose(page, "With all of these codes", "Political fear")
    page.keyboard.press("Escape")
    wanted = Project(sample).quotes.find(["political_fear"], apart=False)
    expect(page.get_by_role("heading", name=f"{len(wanted)} quotes from")).to_be_visible()

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Word", exact=True).click()
    path = tmp_path / "quotes.docx"
    coming.value.save_as(path)
    printed = " ".join(p.text for p in Document(str(path)).paragraphs)
    assert " ".join(wanted[0].text.split())[:60] in " ".join(printed.split())
    assert f"({wanted[0].attribution})" in printed


def test_a_quote_leads_to_its_place_in_the_interview(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """The link names the transcript and the turn."""
    go(page, jelena, "/quotes")
    quote = Project(sample).quotes.find()[0]
    page.get_by_role("link", name="Open in Code").first.click()
    page.wait_for_url(re.compile(f"/annotate.*transcript={quote.transcript}"))
    assert f"turn={Project(sample).quotes.turn_of(quote)}" in page.url


def test_a_link_of_the_overview_turns_the_page_without_loading_it(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """By mouse to an interview and a figure, by its number to what comes next."""
    go(page, jelena, "/")
    page.evaluate("window.stays = true")
    page.locator("a.pg-way", has_text="P03").click()
    page.wait_for_url(re.compile("/annotate.*transcript="))
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="27 ≠").click()
    page.wait_for_url(re.compile("/figure.*figure="))
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("button", name="Check it")).to_be_visible()
    page.keyboard.press("1")
    page.wait_for_url(re.compile("/verify.*draft=draft.md"))
    assert page.evaluate("window.stays")


def test_what_a_backup_would_change_comes_into_sight_with_its_buttons(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """It opens below what the overview of a laptop shows."""
    Project(sample).backups.make()
    page.set_viewport_size({"width": 1280, "height": 800})
    go(page, jelena, "/")
    page.get_by_role("button", name="Restore …").click()
    leave = page.get_by_role("button", name="Leave all as it is")
    expect(leave).to_be_in_viewport()
    expect(page.locator(".st-key-restore")).to_be_focused()
    leave.click()
    expect(leave).to_have_count(0)


def test_who_codes_is_asked_once_for_a_project(page: Page, show: Show, sample: Path) -> None:
    """Said in a dialog, it holds in another browser, on the coding page too."""
    app = show(sample, coder="")
    page.goto(app.url)
    asked = dialog(page)
    asked.get_by_label("Your name").click()
    page.keyboard.type("Ćira")
    page.keyboard.press("Enter")
    asked.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Coding as Ćira")).to_be_visible()
    assert page.context.browser
    with page.context.browser.new_context() as other:
        again = other.new_page()
        again.goto(f"{app.url}/annotate")
        expect(again.locator(".cd-me")).to_have_text("Ćira")
        expect(dialog(again)).to_have_count(0)


def test_a_code_is_added_renamed_merged_and_removed(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """All in dialogs; codebook.yaml follows at once and keeps its comments."""
    go(page, jelena, "/codebook")
    page.get_by_role("button", name="Add a code").click()
    dialog(page).get_by_label("Name English").fill("Schools and kindergartens")
    page.set_viewport_size({"width": 1280, "height": 500})  # the form is longer than that
    add = dialog(page).get_by_role("button", name="Add", exact=True)
    expect(add).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 800})
    add.click()
    expect(page.get_by_role("heading", name="Schools and kindergartens")).to_be_visible()
    code = "schools_and_kindergartens"

    page.locator(f".st-key-change-{code} button").click()
    dialog(page).get_by_label("Name", exact=True).or_(
        dialog(page).get_by_label("Name English")
    ).fill("Schools")
    dialog(page).get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Schools", exact=True)).to_be_visible()
    assert Project(sample).codes.book().by_id[code].name == "Schools"

    before = len(Project(sample).codings.all(code="political_fear"))
    page.locator(".st-key-change-safety button").click()
    dialog(page).get_by_role("radio", name="Merge").or_(
        dialog(page).get_by_role("button", name="Merge", exact=True)
    ).first.click()
    choose(page, "Into", "Political fear")
    dialog(page).get_by_test_id("stBaseButton-primary").click()
    expect(dialog(page)).to_have_count(0)
    assert len(Project(sample).codings.all(code="political_fear")) > before

    page.locator(f".st-key-change-{code} button").click()
    dialog(page).get_by_role("radio", name="Remove").or_(
        dialog(page).get_by_role("button", name="Remove", exact=True)
    ).first.click()
    dialog(page).get_by_role("button", name="Remove the code").click()
    expect(page.get_by_role("heading", name="Schools", exact=True)).to_have_count(0)
    assert code not in Project(sample).codes.book()
    assert "# ── Moving" in (sample / "codebook.yaml").read_text(encoding="utf-8")


def test_an_interview_is_taken_out_after_asking_and_comes_back(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """Its codings come back with it."""
    codings = len(Project(sample).codings.all())
    go(page, jelena, "/transcripts")
    page.get_by_role("button", name="Take out …").click()
    dialog(page).get_by_role("button", name="Take out", exact=True).click()
    expect(dialog(page)).to_have_count(0)
    assert len(Project(sample).codings.all()) < codings
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert len(Project(sample).codings.all()) == codings


def test_a_participant_is_edited_in_the_table_whatever_others_do(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """Each cell is kept when it is left, without a button; the file follows."""
    go(page, jelena, "/transcripts")
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    ready(page)
    wait_until_still(page)
    # The table is painted; beside the paint stand its cells for those who cannot see it.
    cell = table.locator("td", has_text=re.compile("^Vera$"))
    expect(cell).to_be_attached()
    table.click(position={"x": 250, "y": 55})
    expect(cell).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    field = page.locator(".gdg-input")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Vesna", delay=80)  # as fast as people type
    expect(field).to_have_value("Vesna")
    page.keyboard.press("Enter")
    expect(field).to_have_count(0)
    expect(page.get_by_text("Kept.").first).to_be_visible()
    Project(sample).memos.write("project", "study", "Meanwhile", coder="Marko")
    page.get_by_label("Name", exact=True).fill("P01 again")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("P01 again saved").first).to_be_visible()
    assert Project(sample).participants.all()[0].pseudonym == "Vesna"
    file = (sample / "transcripts" / "participants.csv").read_text(encoding="utf-8")
    assert "P01,Vesna," in file


def test_an_edit_that_does_not_show_is_offered_marked(
    page: Page, jelena: Shown, sample: Path
) -> None:
    """Words left out between without a sign are not kept; one click keeps them with it."""
    study = Project(sample)
    quote = next(q for q in study.quotes.find() if len(q.text.split()) > 12)
    study.baskets.add("Mine", coder="Jelena")
    study.baskets.put("Mine", [quote.coding], coder="Jelena")
    go(page, jelena, "/quotes?view=Outline")
    page.locator(".ol-item").click()
    page.get_by_role("button", name="Edit the words").click()
    words = quote.text.split()
    dialog(page).get_by_label("As printed").fill(" ".join([*words[:3], *words[5:]]))
    dialog(page).get_by_role("button", name="Save").click()
    expect(dialog(page).get_by_text("A reader could not see this edit")).to_be_visible()
    assert Project(sample).baskets.get("Mine").picks[0].printed == ""
    dialog(page).get_by_role("button", name="Print it like this").click()
    expect(page.get_by_text("Edited. What was said")).to_be_visible()
    assert "[…]" in Project(sample).baskets.get("Mine").picks[0].printed


def poisoned(folder: Path) -> Project:
    """Put the poison wherever words come from outside."""
    study = Project.new(folder)
    theme = study.codes.add(POISON, definition=POISON, coder=POISON)
    other = study.codes.add(f"b {POISON}", parent=theme, coder=POISON)
    fields = {"include": [POISON], "keywords": {"": [POISON]}, "examples": [POISON]}
    study.codes.edit(other, fields, coder=POISON)
    person = Participant(id=POISON, pseudonym=POISON, attributes={POISON: POISON, "gender": POISON})
    study.participants.save([person], coder=POISON)
    text = f"I: {POISON}\nA: {POISON} {POISON}"
    first = len(f"I: {POISON}")
    turns = (
        Turn(number=1, start=3, end=first, speaker=POISON, role=Role.INTERVIEWER),
        Turn(number=2, start=first + 4, end=len(text), speaker=POISON, role=Role.PARTICIPANT),
    )
    transcript = Transcript(
        name=POISON,
        text=text,
        turns=turns,
        participant=POISON,
        file=POISON,
        language=POISON,
        notes=(POISON, f"Please check: {POISON}"),
    )
    with study.store.writing(coder=POISON, verb="import", summary=POISON) as w:
        w.add_transcript(transcript)
    study.codings.apply(transcript.id, first + 4, len(text), [theme, other], coder=POISON)
    for kind, about in (("project", "study"), ("transcript", transcript.id), ("code", theme)):
        study.memos.write(kind, about, POISON, coder=POISON)
    study.baskets.add(POISON, coder=POISON)
    study.baskets.put(POISON, [q.coding for q in study.quotes.find()], coder=POISON)
    (folder / "transcripts" / "![x](http:a) <b> $x$.txt").write_text("A: b", encoding="utf-8")
    return study


@pytest.mark.timeout(300)
def test_poisoned_words_stay_words(page: Page, watch: Watch, show: Show, tmp_path: Path) -> None:
    """Whatever people and files are called: nothing is fetched, nothing runs, nothing is set."""
    poisoned(tmp_path / "study")
    app = show(tmp_path / "study", coder=POISON)

    def unharmed(where: str) -> None:
        ready(page)
        wait_for_frames(page)
        bad = [url for url in watch.requests if "beacon" in url or url.endswith("/x")]
        assert (bad, watch.dialogs) == ([], []), where
        assert page.locator("img[src*=beacon], img[src=x], .katex, [onerror]").count() == 0, where

    for address in [*ADDRESSES, "/annotate"]:
        walk(page, app, address)
        unharmed(address)
        if address != "/annotate":
            shown = page.get_by_text("<img src=x onerror=alert(1)>").first
            expect(shown).to_be_attached()
        if "?" not in address and address != "/annotate":
            page.get_by_role("button", name=re.compile("^Coding as")).click()
            expect(page.get_by_text("Who codes here?")).to_be_visible()
            unharmed(f"who codes on {address}")
            page.keyboard.press("Escape")

    walk(page, app, "/transcripts")
    hostile = {"name": f"{POISON.replace('/', '_')}.txt", "mimeType": "text/plain"}
    page.locator("input[type=file]").first.set_input_files(
        {**hostile, "buffer": f"Interviewer: {POISON}\n\nAnna: {POISON}\n".encode()}
    )
    expect(page.get_by_role("heading", name="1 file")).to_be_visible()
    unharmed("preview")
    page.get_by_role("button", name="Cancel").click()
    ready(page)
    page.get_by_role("button", name="Take out …").click()
    expect(dialog(page)).to_be_visible()
    unharmed("taking out")

    go(page, app, "/codebook")
    page.get_by_text("More").last.click()
    ready(page)
    page.get_by_role("button", name="Edit").last.click()
    expect(dialog(page)).to_be_visible()
    unharmed("changing a code")
    dialog(page).get_by_text("Place", exact=True).click()
    page.get_by_label("Under").click()
    expect(page.get_by_role("option").first).to_be_visible()
    unharmed("moving a code")

    go(page, app, "/quotes")
    page.get_by_label("With all of these codes").click()
    page.keyboard.press("Enter")
    unharmed("asking for a code")
    page.keyboard.press("Escape")
    page.get_by_text("Who speaks").click()
    unharmed("asking for an attribute")
    page.get_by_text("Write the question yourself").click()
    field = page.get_by_label("Question", exact=True)
    field.fill(POISON)
    field.press("Enter")
    expect(field).to_have_value(POISON)
    unharmed("asking a poisoned question")
    walk(page, app, "/quotes?view=Outline")
    page.locator(".ol-item").first.click()
    page.get_by_role("button", name="Edit the words").click()
    expect(dialog(page)).to_be_visible()
    unharmed("editing a quote")
    page.keyboard.press("Escape")
    for _ in range(page.locator(".ol-item").count()):
        page.locator(".ol-item .vc-x").first.click()
    expect(page.get_by_text("Nothing is in it yet")).to_be_visible()
    unharmed("news of what was done")
    go(page, app, "/quotes")
    page.get_by_role("button", name="Put into section").first.click()
    expect(page.get_by_test_id("stToast").first).to_be_visible()
    unharmed("a toast")
