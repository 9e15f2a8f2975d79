"""Nothing coded is lost or done twice when the app itself dies and comes back.

These tests kill the app, so they have one of their own; otherwise as in `test_desk_safety`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import (
    codings,
    open_transcript,
    opened,
    running,
    wait_open,
    wait_saved,
    wait_until,
)
from desk_server import Server
from fast_coding import (
    WRITE_DOWN,
    assert_nothing_lost,
    code_words,
    shown,
    written_down,
)
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("outages") / "sample"))
    with running(folder) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened(browser, script=WRITE_DOWN) as page:
        yield page


def test_codings_made_while_the_server_is_killed_and_started_again_are_saved_once(
    app: Server, page: Page
) -> None:
    open_transcript(page, app, "P05")
    code_words(page, 35)
    app.kill()
    code_words(page, 20)
    app.start()
    code_words(page, 20)
    wait_until(lambda: len(codings(app.folder, "P05")) > 40)
    app.restart()
    code_words(page, 25)
    wait_saved(page)
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
    again = f"coding open {app.folder} --port {app.port}"
    page.get_by_text("The program has ended. You can go on: what you code is kept here").wait_for()
    assert page.get_by_text(again).count() == 1
    page.get_by_text("10 not saved yet – kept here, until the program is started again").wait_for()
    app.start()
    page.reload()
    wait_open(page, "P06")
    assert_nothing_lost(app, "P06", coded)


def test_any_page_says_in_its_own_words_that_the_program_has_ended(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/memos")
    page.get_by_role("heading", name="Memos").wait_for()
    wait_until(lambda: page.evaluate("Boolean(globalThis.__codingHub?.folder)"))
    app.kill()
    ended = page.get_by_role("dialog", name="The program has ended")
    ended.wait_for()
    assert "streamlit" not in ended.inner_text().lower()
    assert f"coding open {app.folder} --port {app.port}" in ended.inner_text().split("\n")
