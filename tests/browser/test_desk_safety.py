"""Nothing coded is lost or done twice, whatever happens to the wire; nothing in a study runs.

Each test codes one word after another with two keys each, as fast as the keys can be pressed.
What was selected at each press is written down in the page, and must be what is on disk.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import (
    CODER,
    codings,
    dialog,
    open_transcript,
    opened,
    row,
    running,
    study,
    transcript,
    wait_for,
    wait_open,
    wait_saved,
    wait_until,
)
from desk_server import Server, Watch, new_page
from playwright.sync_api import Browser, Page, expect

from coding.model import Role, Transcript, Turn

WRITE_DOWN = """
  window.coded = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "1" || event.target.closest("input")) return;
    window.coded.push(getSelection().toString());
  }, true);
"""


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run the app; each test works on a transcript of its own."""
    folder = Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("safety") / "sample"))
    with running(folder) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened(browser) as page:
        page.add_init_script(WRITE_DOWN)
        yield page


def go_to(page: Page, turn: int) -> None:
    """Go to a turn by its number."""
    page.keyboard.press("g")
    page.keyboard.type(str(turn))
    page.keyboard.press("Enter")


def code_words(page: Page, number: int) -> None:
    """Select and code the next words, one by one, without waiting for anything."""
    for _ in range(number):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("1")


def written_down(page: Page) -> list[str]:
    """Return what was selected each time a code was applied."""
    found: list[str] = page.evaluate("window.coded")
    return found


def assert_nothing_lost(app: Server, name: str, expected: list[str]) -> None:
    """Assert that the tester has coded just these words, each once, and all is sound."""
    assert "" not in expected
    project = study(app.folder)
    made = codings(app.folder, name)
    assert sorted(c.text for c in made) == sorted(expected)
    assert len({(c.start, c.end) for c in made}) == len(expected)
    acts = [act for act in project.acts(coder=CODER) if f" on {name} " in act.summary]
    applied = [act for act in acts if act.verb == "apply"]
    assert len(applied) == len(expected), "an act was lost or done twice"
    assert project.check() == []


def shown(page: Page) -> int:
    """Return how many of the tester's codings are painted, none of them as pending."""
    number: int = page.evaluate(
        """(() => {
             const ids = new Set([...document.querySelectorAll(".cd-mark:not(.cd-pending)")]
               .flatMap((mark) => mark.dataset.ids.split(" ")));
             const { codings } = __codingHub.desk.model.view;
             return [...ids].filter((id) => codings.get(id)?.coder === "tester").length;
           })()"""
    )
    return number


def test_codings_made_while_the_connection_is_cut_are_saved_once(app: Server, page: Page) -> None:
    open_transcript(page, app, "P04")
    code_words(page, 35)
    page.context.set_offline(True)
    code_words(page, 35)
    wait_for(page, "document.querySelector('.cd-state').textContent.includes('not saved yet')")
    assert len(codings(app.folder, "P04")) < 70, "the connection was not cut"
    expect(page.locator(".cd-pending").first).to_be_visible()
    page.context.set_offline(False)
    code_words(page, 30)
    wait_saved(page, 30)
    assert len(written_down(page)) == 100
    assert_nothing_lost(app, "P04", written_down(page))
    assert shown(page) == 100


def test_codings_made_while_the_server_is_killed_and_started_again_are_saved_once(
    app: Server, page: Page
) -> None:
    open_transcript(page, app, "P05")
    code_words(page, 35)
    app.kill()
    code_words(page, 20)
    app.start()
    code_words(page, 20)
    wait_until(lambda: len(codings(app.folder, "P05")) > 40, 30)
    app.restart()
    code_words(page, 25)
    wait_saved(page, 30)
    assert len(written_down(page)) == 100
    assert_nothing_lost(app, "P05", written_down(page))
    assert shown(page) == 100
    page.reload()
    wait_open(page, "P05")
    assert shown(page) == 100


def test_work_that_was_never_saved_survives_a_reload_of_the_page(app: Server, page: Page) -> None:
    open_transcript(page, app, "P06")
    app.kill()
    code_words(page, 10)
    coded = written_down(page)
    app.start()
    page.reload()
    wait_open(page, "P06")
    assert_nothing_lost(app, "P06", coded)


def test_two_tabs_that_code_one_transcript_at_once_both_show_all(app: Server, page: Page) -> None:
    text = transcript(app.folder, "P03")
    other = page.context.new_page()
    other.add_init_script(WRITE_DOWN)
    for tab, turn in ((page, 5), (other, 75)):
        open_transcript(tab, app, "P03")
        go_to(tab, turn)
    for _ in range(50):
        code_words(page, 1)
        code_words(other, 1)
    for tab in (page, other):  # and both the same words at the same moment
        go_to(tab, len(text.turns))
        tab.keyboard.press("x")
    page.keyboard.press("1")
    other.keyboard.press("1")
    wait_saved(page)
    wait_saved(other)
    written = written_down(page) + written_down(other)
    last = text.text[text.turns[-1].start : text.turns[-1].end]
    assert (len(written), written[50], written[-1]) == (102, last, last)
    for tab in (page, other):
        wait_until(lambda tab=tab: shown(tab) == 101, 10, what="a tab shows all")
    made = codings(app.folder, "P03")
    assert sorted(c.text for c in made) == sorted(written[:-1])
    assert study(app.folder).check() == []


def test_codings_made_amid_reruns_and_page_switches_are_saved_once(app: Server, page: Page) -> None:
    open_transcript(page, app, "P01")

    def rerun() -> None:
        page.get_by_role("link", name="Overview").focus()
        page.keyboard.press("r")

    def other_transcript() -> None:
        page.keyboard.press(">")
        wait_open(page, "P02")
        page.keyboard.press("<")

    def other_page() -> None:
        page.get_by_role("link", name="Quotes").click()
        expect(page.locator(".cd-root")).to_have_count(0)
        page.get_by_role("link", name="Code", exact=True).click()

    disturbances = [rerun, other_transcript, other_page, rerun] * 2
    turns = (5, 7, 11, 17, 21, 23, 25, 31)  # no words of theirs are coded twice
    for turn, disturb in zip(turns, disturbances, strict=True):
        go_to(page, turn)
        code_words(page, 10)
        disturb()
        if disturb is rerun:
            page.locator(".cd-scroller").focus()
            code_words(page, 4)
        else:
            expect(page.get_by_role("region", name="Transcript P01")).to_be_focused()
            go_to(page, turn)
            page.keyboard.press("j")
            code_words(page, 3)
    wait_saved(page, 30)
    assert len(written_down(page)) == 108
    assert_nothing_lost(app, "P01", written_down(page))
    assert shown(page) == 108


# ── what is written in a study stays text ──


def bad(where: str) -> str:
    """Return words that are HTML, Markdown and script, and would ask for /beacon/WHERE."""
    return (
        f'{where} <img src="/beacon/{where}/1" onerror="window.ran=1"> ![x](/beacon/{where}/2)'
        f" <script>window.ran=1</script> [y](javascript:window.ran=1) :red[z] <svg onload=ran=1>"
        f" <style>*{{background:url(/beacon/{where}/3)}}</style> `{{{{7*7}}}}` $x$ &lt;b&gt;"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
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
    made = project.apply(text.id, 0, len(spoken[0]), ["one"], coder=bad("coder"))
    project.write_memo("coding", made.codings[0], bad("memo"), coder=bad("coder"))
    project.write_memo("turn", f"{text.id}#1", bad("turn"), coder="tester")
    project.write_memo("code", "one", bad("note"), coder="tester")
    with running(folder) as started:
        yield started


def test_html_markdown_and_script_stay_text_everywhere_on_the_desk(
    hostile: Server, browser: Browser
) -> None:
    watch = Watch()
    page = new_page(browser, watch)
    page.set_default_timeout(15_000)
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
    assert len(study(hostile.folder).codebook()) == 3
    is_safe()
    page.keyboard.press("/")
    page.keyboard.type("beacon")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cd-result").first).to_be_visible()
    is_safe()
    page.wait_for_timeout(200)
    assert [url for url in watch.requests if "beacon" in url] == []
    assert watch.foreign == []
    assert watch.errors == []
    page.context.close()


def test_the_attacks_would_have_been_noticed(hostile: Server, browser: Browser) -> None:
    """The same words put in as HTML ask for /beacon: the test above looks in the right place."""
    watch = Watch()
    page = new_page(browser, watch)
    page.goto(f"{hostile.url}/annotate")
    wait_for(page, "globalThis.__codingHub?.desk")
    page.evaluate("(html) => { document.querySelector('.cd-hint').innerHTML = html }", bad("probe"))
    wait_until(lambda: any("beacon/probe" in url for url in watch.requests))
    page.context.close()
    assert transcript(hostile.folder, bad("transcript")).turns[0].speaker == bad("speaker0")


def test_a_dialog_keeps_what_was_written_when_somebody_else_was_quicker(
    app: Server, page: Page
) -> None:
    """Two people write a memo on one turn: the second sees both texts and loses neither."""
    open_transcript(page, app, "P01")
    go_to(page, 9)
    about = f"{transcript(app.folder, 'P01').id}#9"
    page.keyboard.press("m")
    page.keyboard.type("first")
    page.keyboard.press("Control+Enter")
    wait_saved(page)
    (memo,) = study(app.folder).memos(kind="turn", about=about)
    page.keyboard.press("m")
    page.keyboard.type(", mine")
    study(app.folder).write_memo("turn", about, "Theirs.", coder="Marko", key=memo.id)
    page.keyboard.press("Control+Enter")
    conflict = dialog(page, "Memo: changed by somebody else meanwhile")
    expect(conflict).to_contain_text("Theirs.")
    expect(conflict.get_by_role("textbox")).to_have_value("first, mine")
    conflict.get_by_role("textbox").fill("Theirs. Mine.")
    page.keyboard.press("Control+Enter")
    wait_saved(page)
    assert [m.text for m in study(app.folder).memos(about=about)] == ["Theirs. Mine."]
