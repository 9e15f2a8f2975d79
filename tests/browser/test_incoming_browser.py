"""Interviews come in as somebody brings them: dropped, looked at, asked about, imported."""

from __future__ import annotations

import random
import re
from io import BytesIO
from pathlib import Path

import pytest
from desk import opened, wait_until
from desk_server import Shown, Watch, wait_for_frames, wait_until_still
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from steps import Show, darkened, go, grave, ready
from studies import upload

from coding.model import Role
from coding.project import Project

Files = dict[str, bytes]
WORDS = (
    "the flat was near a school and we walked there each morning because the buses were late so"
    " my brother found work in a bakery before the winter came and people on our street helped"
).split()


def said(rng: random.Random, count: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(count)).capitalize() + "."


def interview(seed: int, *, turns: int = 12, bare: int = 0, answers: str = "Participant") -> str:
    """Return an invented interview; `bare` of its answers go on in a paragraph without a label."""
    rng = random.Random(seed)
    lines: list[str] = []
    for n in range(turns):
        lines += [f"Interviewer: {said(rng, 8)}", f"{answers}: {said(rng, 30)}"]
        if n < bare:
            lines.append(said(rng, 12))
    return "\n\n".join(lines)


def in_word(text: str) -> bytes:
    document = Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def many() -> Files:
    """Return forty files: most are plain sailing, three ask the same, one several, one is broken."""
    files = {f"P{n:02}.txt": interview(n).encode() for n in range(1, 41)}
    for n in (9, 15, 22):
        files[f"P{n:02}.txt"] = interview(n, bare=n).encode()
    files["P31.docx"] = b"PK\x03\x04 broken"
    del files["P31.txt"]
    return files


@pytest.fixture
def empty(show: Show, tmp_path: Path) -> Shown:
    """Return the app on a project in which nothing is yet."""
    Project.new(tmp_path / "study")
    return show(tmp_path / "study", coder="Nina")


def drop(page: Page, app: Shown, files: Files) -> None:
    """Drop files on the page as somebody does with the mouse, and wait until they were read."""
    go(page, app, "/transcripts")
    payload = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        for name, data in files.items()
    ]
    page.locator("input[type=file]").first.set_input_files(payload)  # type: ignore[arg-type]
    expect(head(page)).to_be_visible()
    ready(page)


def head(page: Page) -> Locator:
    return page.locator(".sp-head h2")


def row(page: Page, name: str) -> Locator:
    return page.locator(".sp-file", has_text=name)


def sums(page: Page) -> Locator:
    return page.locator(".sp-sums")


def test_forty_files_are_asked_about_once_and_come_in_with_one_key(
    page: Page, empty: Shown, watch: Watch
) -> None:
    """One answer does for the three that ask the same; what cannot be read stays and says why."""
    drop(page, empty, many())
    expect(head(page)).to_have_text("40 files")
    expect(sums(page)).to_have_text("36 ready, 3 need you, 1 cannot be read")
    expect(row(page, "P31.docx")).to_contain_text("save it again")
    expect(page.locator(".sp-title-of h3")).to_have_text("P09.txt")  # the first that asks
    question = page.locator(".sp-question")
    expect(question).to_contain_text("9 paragraphs have no label: who says them?")
    expect(question).to_contain_text("also in 2 other files with the same question")
    expect(page.locator(".sp-turn.sp-marked").first).to_contain_text("who speaks?")
    page.keyboard.press("y")
    expect(sums(page)).to_have_text("39 ready, 1 cannot be read")
    page.keyboard.press("Control+z")
    expect(sums(page)).to_have_text("36 ready, 3 need you, 1 cannot be read")
    page.keyboard.press("y")
    expect(sums(page)).to_have_text("39 ready, 1 cannot be read")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("39 transcripts imported:")).to_be_visible()
    listed = Project(empty.folder).transcripts.all()
    assert [t.name for t in listed] == [f"P{n:02}" for n in range(1, 41) if n != 31]
    assert [t.participant for t in listed] == [t.name for t in listed]
    told = Project(empty.folder).transcripts.get("P09").turns
    assert {turn.role for turn in told} == {Role.INTERVIEWER, Role.PARTICIPANT}
    page.get_by_role("link", name="Open P01 in Code").click()
    expect(page.locator(".cd-turn").first).to_be_visible()
    assert watch.errors == []


def test_what_nobody_knows_comes_in_as_not_known_if_somebody_wants_it_in_now(
    page: Page, empty: Shown
) -> None:
    drop(page, empty, {"a.txt": interview(1, bare=2).encode(), "b.txt": interview(2).encode()})
    page.get_by_role("button", name="Import it as it is").click()
    expect(page.get_by_text("1 transcript imported:")).to_be_visible()
    expect(page.get_by_text("some words are nobody’s yet")).to_be_visible()
    expect(sums(page)).to_have_text("1 ready")
    turns = Project(empty.folder).transcripts.get("a").turns
    assert [t.role for t in turns].count(Role.UNKNOWN) == 2


def test_what_is_written_from_the_right_is_laid_out_so(page: Page, empty: Shown) -> None:
    """A name that is asked about leaves the order of the numbers beside it alone."""
    text = "مصاحبه‌کننده: چرا رفتید؟\n\nسارا: خسته بودم (2023). We left.\n\n"
    drop(page, empty, {"a.txt": (text * 2).encode()})
    turns = page.locator(".sp-words")
    expect(turns.nth(1)).to_contain_text("We left.")
    expect(turns.nth(1)).to_have_css("direction", "rtl")
    names = page.locator(".sp-question strong bdi")
    expect(names).to_have_text(["مصاحبه‌کننده", "سارا"])
    expect(page.locator(".sp-question")).to_contain_text("of “سارا” it is 0 of 2")
    name = names.last.bounding_box()
    assert name
    behind = page.evaluate(
        """() => {
          const behind = [...document.querySelectorAll(".sp-question strong")].pop().nextSibling;
          const range = document.createRange();
          range.selectNode(behind);
          return range.getBoundingClientRect().left;
        }"""
    )
    assert behind >= name["x"] + name["width"] - 1


def test_speakers_are_named_joined_and_set_by_keys(page: Page, empty: Shown) -> None:
    """`r` renames, a name that exists joins, 1 2 3 say what somebody does; `j` goes on."""
    text = interview(3, answers="Mila") + "\n\nMila (tired): Yes.\n\nInterviewer: Oh?"
    text += "\n\nMila (tired): Yes, yes."
    drop(page, empty, {"a.txt": text.encode(), "b.txt": interview(4).encode()})
    page.keyboard.press("k")
    names = page.locator(".sp-called")
    expect(names).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    page.keyboard.type("Mila")
    page.keyboard.press("Enter")
    expect(names).to_have_count(2)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("3")
    interviewer = page.get_by_role("group", name="What Interviewer does")
    expect(interviewer.get_by_role("button", name="else")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("1")
    expect(interviewer.get_by_role("button", name="asks")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("j")
    expect(page.locator(".sp-title-of h3")).to_have_text("b.txt")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 transcripts imported:")).to_be_visible()
    cast = [s for s in Project(empty.folder).speakers.of("a") if s.turns]
    assert {(s.name, s.role, s.participant) for s in cast} == {
        ("Interviewer", Role.INTERVIEWER, ""),
        ("Mila", Role.PARTICIPANT, "P01"),
    }


def test_a_change_of_a_speaker_is_offered_for_the_other_files_and_nothing_comes_in_after_cancel(
    page: Page, empty: Shown
) -> None:
    drop(page, empty, {f"{n}.txt": interview(n).encode() for n in range(3)})
    page.get_by_role("button", name="Participant: rename").click()
    page.keyboard.type("Person")
    page.keyboard.press("Enter")
    expect(page.locator(".sp-offer")).to_contain_text("2 other files have “Participant” too")
    page.get_by_role("button", name="There as well").click()
    expect(row(page, "2.txt")).to_contain_text("Person")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("There is no interview yet")).to_be_visible()
    assert Project(empty.folder).transcripts.all() == []


def test_who_speaks_is_corrected_after_the_import_and_undone(page: Page, empty: Shown) -> None:
    """On Transcripts: rename, join, say who asks, give turns away; each click is one act."""
    project = Project(empty.folder)
    upload(project, "a.txt", interview(5, bare=3).encode(), coder="Nina")
    text = project.transcripts.get("a").text
    go(page, empty, "/transcripts")
    question = page.locator(".sp-question")
    expect(question).to_contain_text("Of 3 turns nobody knows who speaks")
    page.get_by_label("Turn 3", exact=True).check()
    page.get_by_label("Who says these turns").select_option("somebody else …")
    page.get_by_label("Name of the speaker").fill("Neighbour")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Neighbour: rename")).to_be_visible()
    expect(question).to_contain_text("Of 2 turns nobody knows who speaks")
    question.get_by_role("button", name="The speaker before goes on").click()
    expect(question).to_be_hidden()
    page.get_by_role("button", name="Neighbour: rename").click()
    page.keyboard.type("Participant")
    page.keyboard.press("Enter")
    expect(page.locator(".sp-called")).to_have_count(2)
    person = page.get_by_label("Who Participant is")
    person.select_option("somebody new …")
    page.get_by_label("Who Participant is: a new id").fill("P07")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Who Participant is")).to_have_value("P07")
    wait_until(lambda: Project(empty.folder).transcripts.info("a").participant == "P07")
    ready(page)
    after = Project(empty.folder)
    assert {t.speaker for t in after.transcripts.get("a").turns} == {"Interviewer", "Participant"}
    assert after.transcripts.get("a").text == text
    for left in range(4):
        page.get_by_role("button", name="↶ Undo").click()
        wait_until(lambda left=left: len(undone(empty)) == left + 1)  # type: ignore[misc]
    expect(question).to_contain_text("Of 3 turns nobody knows who speaks")


def test_what_is_half_typed_of_a_speaker_outlasts_what_others_do(page: Page, empty: Shown) -> None:
    """A new person's id, and the name for turns that are ticked, also while one more is ticked."""
    project = Project(empty.folder)
    upload(project, "a.txt", interview(5, bare=3).encode(), coder="Nina")
    go(page, empty, "/transcripts")
    page.get_by_label("Who Participant is").select_option("somebody new …")
    person = page.get_by_label("Who Participant is: a new id")
    person.fill("P0")
    page.get_by_label("Turn 3", exact=True).evaluate("box => box.click()")
    project.speakers.rename("a", "Interviewer", "Nora", coder="Marko")
    expect(page.locator(".sp-turns")).to_contain_text("Nora")
    expect(person).to_be_focused()
    page.keyboard.type("7")
    expect(person).to_have_value("P07")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Who Participant is")).to_have_value("P07")
    expect(page.get_by_role("button", name="Nora: rename")).to_be_visible()
    page.get_by_label("Who says these turns").select_option("somebody else …")
    name = page.get_by_label("Name of the speaker")
    name.fill("Neigh")
    page.get_by_label(re.compile(r"^Turn 4\b")).check()
    project.speakers.rename("a", "Nora", "Nada", coder="Marko")
    expect(page.locator(".sp-turns")).to_contain_text("Nada")
    expect(name).to_have_value("Neigh")
    expect(page.locator(".sp-foot")).to_contain_text("2 turns")
    name.press("Enter")
    expect(page.get_by_role("button", name="Neigh: rename")).to_be_visible()


def test_files_that_ask_are_gone_through_with_one_key_and_the_rest_is_left_out(
    page: Page, empty: Shown, watch: Watch
) -> None:
    drop(page, empty, many())
    title = page.locator(".sp-title-of h3")
    expect(title).to_have_text("P09.txt")
    page.get_by_role("button", name="Next that needs you").click()
    expect(title).to_have_text("P15.txt")
    page.keyboard.press("n")
    expect(title).to_have_text("P22.txt")
    page.keyboard.press("n")
    expect(title).to_have_text("P09.txt")
    page.get_by_role("button", name="Leave all 3 out").click()
    expect(sums(page)).to_have_text("36 ready, 1 cannot be read")
    expect(page.get_by_role("button", name="Next that needs you")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(sums(page)).to_have_text("36 ready, 3 need you, 1 cannot be read")
    page.get_by_role("button", name="Leave it out", exact=True).first.click()
    expect(sums(page)).to_have_text("36 ready, 3 need you")
    assert watch.errors == []


def test_of_a_long_interview_it_is_said_what_is_not_shown_and_the_rest_is_a_click_away(
    page: Page, empty: Shown, watch: Watch
) -> None:
    drop(page, empty, {"P01.txt": interview(1, turns=350).encode()})
    gap = page.locator(".sp-gap")
    expect(gap).to_contain_text("400 turns not shown here")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 transcript imported:")).to_be_visible()
    page.get_by_text("Who speaks", exact=True).last.click()
    expect(gap).to_contain_text("400 turns not shown here")
    gap.scroll_into_view_if_needed()
    gap.get_by_role("button", name="Show 300 more").click()
    expect(gap).to_contain_text("100 turns not shown here")
    expect(page.locator(".sp-turn")).to_have_count(600)
    gap.get_by_role("button", name="Show them").click()
    expect(page.locator(".sp-turn")).to_have_count(700)
    expect(gap).to_have_count(0)
    assert watch.errors == []


def undone(app: Shown) -> list[str]:
    """Return what was taken back of what was said of the interview."""
    acts = Project(app.folder).log.acts()
    return [act.id for act in acts if act.undone and act.verb == "speakers"]


def test_the_preview_can_be_read_and_reached_by_everybody(browser: Browser, empty: Shown) -> None:
    """Axe finds nothing serious, and at 375 pixels nothing lies beside the screen.

    In the dark only colours can differ.
    """
    faults: list[str] = []
    with opened(browser) as page:
        drop(page, empty, many())

        def judge(where: str, *rules: str) -> None:
            wait_for_frames(page)
            wait_until_still(page)
            serious = grave(page, {"runOnly": rules} if rules else {})
            faults.extend(f"{where}: {f['id']} {f['nodes'][0]['html'][:120]}" for f in serious)

        def look(where: str) -> None:
            ready(page)
            judge(where)
            with darkened(page):
                judge(f"{where}, in the dark", "color-contrast")

        look("a question")
        page.keyboard.press("y")
        expect(sums(page)).to_have_text("39 ready, 1 cannot be read")
        page.get_by_role("button", name="Participant: rename").click()
        look("a name")
        page.set_viewport_size({"width": 375, "height": 800})
        main = page.get_by_test_id("stMain")
        for where in ("the list", "a file"):
            wait_until(lambda: main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1)
            look(f"{where}, 375 pixels")
            row(page, "P01.txt").click() if where == "the list" else None
    assert faults == []


ANSWERS = (
    "respondent,age,What do you fear most?,Theme\n"
    "R1,34,Losing my house in the flood,Home\n"
    "R2,51,That nobody will come back here,Home; Absence\n"
)


def test_columns_of_a_table_are_told_and_its_codes_come_in(page: Page, empty: Shown) -> None:
    """A table of open answers: its codes are taken too, each respondent is a text; all undone."""
    drop(page, empty, {"answers.csv": ANSWERS.encode()})
    expect(page.locator(".sp-columns")).to_contain_text("2 respondents, one a row")
    held = page.get_by_label("What “Theme” holds")
    expect(held).to_have_value("nothing")
    held.select_option("tags")
    expect(page.locator(".sp-notes")).to_contain_text("tags from “Theme”")
    page.locator(".sp-do .sp-primary").click()
    expect(page.get_by_text("2 transcripts imported:")).to_be_visible()
    expect(page.get_by_text("With it came 3 codings; 2 codes are new.")).to_be_visible()
    study = Project(empty.folder)
    assert sorted(c.code for c in study.codings.all()) == ["absence", "home", "home"]
    assert [p.attributes["age"] for p in study.participants.all()] == ["34", "51"]
    page.get_by_role("button", name="↶ Undo").click()
    wait_until(lambda: not study.transcripts.all() and not study.codings.all())
