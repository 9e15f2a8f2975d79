"""Give the browser tests a browser, a sample project, a running app and a watched page.

    def test_something(show, sample, page, watch):
        app = show(sample, coder="Nina")
        page.goto(f"{app.url}/annotate")

What `show` returns has url and folder: one process, the `stage`, shows all projects of a test run one after
another. A test that starts or ends the app, or looks at it from outside, takes `server` instead:
it starts a process of its own, which also has pid, port, output, kill(), stop() and restart() on
the same port. When a test is over its page must have asked nothing of any other machine, nor
tried what the policy forbids, and the app must not have printed a traceback.
Every test in this folder is marked `browser`. Helpers to import stand in `desk_server`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from desk import opened
from desk_server import PATIENCE, SPARING, Server, Shown, Stage, Watch, chromium, executable
from playwright.sync_api import Browser, Page, expect
from windows import WINDOWS, Window

expect.set_options(timeout=1000 * PATIENCE)
TOGETHER = 5 * PATIENCE
"""Seconds that a test may take."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(TOGETHER))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium; without it skip, or fail if CODING_REQUIRE_BROWSER=1."""
    if executable() is None:
        if os.environ.get("CODING_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is required but not installed; name it with CODING_CHROMIUM")
        pytest.skip("Chromium is not installed; name it with CODING_CHROMIUM")
    with chromium(*SPARING) as opened:
        yield opened


@pytest.fixture
def sample(sample_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample project that the test may change."""
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Return the app that shows one project after another."""
    stage = Stage()
    yield stage
    stage.end()


@pytest.fixture
def show(stage: Stage) -> Iterator[Callable[..., Shown]]:
    """Return a function that shows a project to the test, opened by a `coder`."""
    with ExitStack() as shown:
        yield lambda folder, **who: shown.enter_context(stage.showing(folder, **who))


@pytest.fixture(scope="module")
def app(
    stage: Stage, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """Return the app on a copy of the sample that the tests of one file share."""
    folder = Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("shared") / "sample"))
    with stage.showing(folder) as shown:
        yield shown


@pytest.fixture
def server() -> Iterator[Callable[..., Server]]:
    """Return a function that starts the app on a folder; what it started ends with the test."""
    started: list[Server] = []

    def start(folder: Path, **options: object) -> Server:
        app = Server(folder, **options)  # type: ignore[arg-type]
        started.append(app)
        return app

    yield start
    for app in started:
        app.kill()
    assert [app.output for app in started if "Traceback" in app.output] == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    WINDOWS.spoiled = WINDOWS.spoiled or report.failed
    return report


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Return the window of the test's page."""
    with WINDOWS.lent(browser) as window:
        yield window
        assert window.watch.foreign == []
        assert window.watch.refused_by_policy == []


@pytest.fixture
def watch(window: Window) -> Watch:
    """Return the record of the test's page: requests, foreign, failed, errors."""
    return window.watch


@pytest.fixture
def page(window: Window) -> Page:
    """Return a page of 1280×800, as good as new; see `watch` for what it asked and said."""
    return window.page


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Return a second window."""
    with opened(browser) as page:
        yield page
