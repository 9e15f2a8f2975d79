"""What is written in a study stays text on the desk: nothing in it runs or asks for anything."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from desk import (
    codings,
    row,
    study,
    transcript,
    wait_for,
    wait_saved,
    wait_until,
)
from desk_server import Shown, Stage, Watch, wait_for_frames
from playwright.sync_api import Browser, Page, expect
from windows import WINDOWS

from coding.model import Role, Transcript, Turn


def bad(where: str) -> str:
    """Return words that are HTML, Markdown and script, and would ask for /beacon/WHERE."""
    return (
        f'{where} <img src="/beacon/{where}/1" onerror="window.ran=1"> ![x](/beacon/{where}/2)'
        f" <script>window.ran=1</script> [y](javascript:window.ran=1) :red[z] <svg onload=ran=1>"
        f" <style>*{{background:url(/beacon/{where}/3)}}</style> `{{{{7*7}}}}` $x$ &lt;b&gt;"
    )


@pytest.fixture(scope="module")
def hostile(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Run the app on a study in which every name and text is an attack."""
    folder = tmp_path_factory.mktemp("hostile") / "study"
    (folder / "transcripts").mkdir(parents=True)
    name = {k: json.dumps(bad(k)) for k in ("code", "child", "definition", "include", "keyword")}
    (folder / "codebook.yaml").write_text(
        f"codes:\n  - id: one\n    name: {name['code']}\n    definition: {name['definition']}\n"
        f"    include: [{name['include']}]\n    keywords: [{name['keyword']}]\n"
        f"    codes:\n      - id: two\n        name: {name['child']}\n",
        encoding="utf-8",
    )
    (folder / "transcripts" / "participants.csv").write_text(
        "participant,pseudonym,place\n"
        + ",".join(["X01", *(f'"{bad(k)}"'.replace('"', '""')[1:-1] for k in ("person", "place"))]),
        encoding="utf-8",
    )
    project = study(folder)
    spoken = [bad("first"), bad("second"), "plain words"]
    starts = [sum(len(s) + 1 for s in spoken[:n]) for n in range(len(spoken))]
    text = Transcript(
        name=bad("transcript"),
        text="\n".join(spoken),
        turns=tuple(
            Turn(
                number=n + 1,
                start=start,
                end=start + len(words),
                speaker=bad(f"speaker{n}"),
                role=Role.PARTICIPANT,
            )
            for n, (start, words) in enumerate(zip(starts, spoken, strict=True))
        ),
        participant="X01",
        file="x.txt",
    )
    with project.store.writing(coder="", verb="import", summary="made") as w:
        w.add_transcript(text)
    made = project.codings.apply(text.id, 0, len(spoken[0]), ["one"], coder=bad("coder"))
    project.memos.write("coding", made.codings[0], bad("memo"), coder=bad("coder"))
    project.memos.write("turn", f"{text.id}#1", bad("turn"), coder="tester")
    project.memos.write("code", "one", bad("note"), coder="tester")
    with stage.showing(folder) as shown:
        yield shown


def test_html_markdown_and_script_stay_text_everywhere_on_the_desk(
    hostile: Shown, page: Page, watch: Watch
) -> None:
    page.goto(f"{hostile.url}/annotate")
    wait_for(page, "globalThis.__codingHub?.wire && globalThis.__codingHub.desk")
    wait_saved(page)
    key = codings(hostile.folder, coder=bad("coder"))[0].id

    def sees(where: str) -> None:
        """Assert that the words of an attack stand on the screen as they were written."""
        there = page.evaluate(
            """(words) => [...document.querySelectorAll(".cd-root *")].some(
                 (e) => e.textContent === words || e.value === words || e.title?.includes(words)
                   || (!e.children.length && e.textContent.includes(words)))""",
            bad(where),
        )
        assert there, f"{where} is not shown as it was written"

    def is_safe() -> None:
        assert page.evaluate("window.ran") is None
        alien = "img, script, iframe, object, embed, link, style, a, svg:not(.cd-icon)"
        assert page.locator(f".cd-root :is({alien})").count() == 0

    for where in ("transcript", "first", "second", "speaker0", "speaker1", "code", "child"):
        sees(where)
    page.locator(f'.cd-label[data-id="{key}"]').hover()
    sees("coder")
    page.locator(f'.cd-label[data-id="{key}"]').click()
    sees("memo")
    page.keyboard.press("Escape")
    row(page, "one").locator(".cd-code").click()
    for where in ("definition", "include", "note"):
        sees(where)
    is_safe()
    row(page, "one").click(button="right")
    is_safe()
    page.get_by_role("menuitem", name="Edit").click()
    sees("include")
    page.keyboard.press("Escape")
    row(page, "one").click(button="right")
    page.get_by_role("menuitem", name="Remove from the codebook").click()
    is_safe()
    page.keyboard.press("Escape")
    row(page, "one").click(button="right")
    page.get_by_role("menuitem", name="Show only this code").click()
    is_safe()
    page.keyboard.press("Escape")
    page.locator(".cd-scroller").focus()
    for key_, part in (("m", ".cd-dialog"), ("c", ".cd-palette"), ("?", ".cd-dialog")):
        page.keyboard.press("x")
        page.keyboard.press(key_)
        expect(page.locator(part)).to_be_visible()
        is_safe()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Memos").click()
    is_safe()
    page.keyboard.press("Enter")
    expect(page.locator(".cd-dialog")).to_be_visible()
    page.locator(".cd-dialog textarea").fill(bad("typed"))
    page.locator(".cd-dialog").get_by_role("button", name="Save").click()
    wait_saved(page)
    page.locator(".cd-me").click()
    sees("coder")
    page.keyboard.press("Escape")
    page.locator(".cd-turn").nth(1).click(button="right")
    is_safe()
    page.keyboard.press("Escape")
    page.locator(".cd-scroller").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("v")  # a code whose name is the attack itself
    wait_saved(page)
    assert len(study(hostile.folder).codes.book()) == 3
    is_safe()
    page.keyboard.press("/")
    page.keyboard.type("beacon")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cd-hit").first).to_be_visible()
    is_safe()
    wait_for_frames(page)
    assert [url for url in watch.requests if "beacon" in url] == []
    assert watch.foreign == []
    assert watch.errors == []


def test_the_attacks_would_have_been_noticed(hostile: Shown, browser: Browser) -> None:
    """The same words put in as HTML ask for /beacon: the test above looks in the right place."""
    with WINDOWS.lent(browser) as window:
        page, watch = window.page, window.watch
        page.goto(f"{hostile.url}/annotate")
        wait_for(page, "globalThis.__codingHub?.desk")
        page.evaluate(
            "(html) => { document.querySelector('.cd-hint').innerHTML = html }", bad("probe")
        )
        wait_until(lambda: any("beacon/probe" in url for url in watch.requests))
    assert transcript(hostile.folder, bad("transcript")).turns[0].speaker == bad("speaker0")
