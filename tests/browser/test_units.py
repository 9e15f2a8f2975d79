"""Unit tests of the desk's scripts, in one bare page without the app.

The cases stand in `units/*.js`, each a promise by name; here each is a test of its own. The
page loads the scripts themselves from a server on this machine that serves nothing else.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
UNITS = Path(__file__).with_name("units")
SERVED = {
    "units": UNITS,
    "cases": ROOT / "tests" / "cases",
    "common": ROOT / "coding" / "components" / "common",
    "desk": ROOT / "coding" / "components" / "desk",
    "draft": ROOT / "coding" / "components" / "draft",
    "speakers": ROOT / "coding" / "components" / "speakers",
    "voices": ROOT / "coding" / "components" / "voices",
}


def names() -> list[str]:
    """Return the names of all cases, those of the table of operations among them."""
    written = [
        name
        for path in sorted(UNITS.glob("*.js"))
        for name in re.findall(r'^test\("(.+)", ', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    table = json.loads((SERVED["cases"] / "operations.json").read_text(encoding="utf-8"))
    return written + [f"operations: {case['name']}" for case in table["cases"]]


class Handler(SimpleHTTPRequestHandler):
    """Serve the folders named in `SERVED` and nothing else."""

    def translate_path(self, path: str) -> str:
        top, _, rest = path.partition("?")[0].lstrip("/").partition("/")
        folder = SERVED.get(top, UNITS / "nowhere").resolve()
        asked = (folder / rest).resolve()
        return str(asked if asked.is_relative_to(folder) else folder / "nowhere")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def said(browser: Browser) -> Iterator[dict[str, str]]:
    """Return what went wrong by the name of the case, "" where nothing did."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(UNITS)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/units/page.html")
        yield page.evaluate("async () => (await import('/units/all.js')).run()")
        assert errors == []
    finally:
        page.close()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("name", names())
def test_the_scripts_keep_the_promise(said: dict[str, str], name: str) -> None:
    assert said.get(name, "this case was not run") == ""


def test_every_case_that_is_run_is_told(said: dict[str, str]) -> None:
    assert sorted(said) == sorted(names())
