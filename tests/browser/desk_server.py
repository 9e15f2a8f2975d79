"""Start the app as a researcher does and open a browser on it: what the browser tests share.

`Server` is one `coding open` process, `chromium()` a browser, `new_page()` a page of it whose
requests and console are written down in a `Watch`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60.0
LOCAL = ("localhost", "127.0.0.1")
# Opened at a page's own address, Streamlit first asks for these beside that page, in vain.
ASKED_IN_VAIN = ("/_stcore/health", "/_stcore/host-config")


class Server:
    """One `coding open` process on a folder; it works in that folder's parent.

    `output` holds what it printed. Nothing but this very process is ever ended.
    """

    def __init__(
        self, folder: Path, *, port: int = 0, env: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.port = port
        self.env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CODING_CODER": "tester",
            **(env or {}),
        }
        self.log = folder.parent / f"{folder.name}.{id(self)}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """The app's address, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None
        return self._process.pid

    @property
    def output(self) -> str:
        """What was printed since the first start."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start the process and wait until it answers."""
        command = [sys.executable, "-m", "coding", "open", str(self.folder), "--no-browser"]
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=self.folder.parent,
                env=self.env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._wait_for(lambda: re.search(r"at http://localhost:(\d+)", self.output))
        found = re.search(r"at http://localhost:(\d+)", self.output)
        assert found
        self.port = int(found[1])
        self._wait_for(self.answers)

    def answers(self) -> bool:
        """Say whether the app answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End the process at once, as a power cut would (kill -9)."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End the process as Ctrl+C does; return its exit code."""
        return self._end(signal.SIGINT)

    def restart(self) -> None:
        """Kill the process and start it again on the same port."""
        self.kill()
        self.start()

    def _end(self, how: signal.Signals) -> int:
        process = self._process
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(how)
        try:
            code = process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        self._process = None
        return code

    def _wait_for(self, ready: Any) -> None:
        until = time.monotonic() + PATIENCE
        while not ready():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                said = self.output
                self.kill()
                raise AssertionError(f"the app did not start:\n{said}")
            time.sleep(0.05)


def executable() -> str | None:
    """Return where Chromium is: $CODING_CHROMIUM, or wherever the system has it."""
    named = os.environ.get("CODING_CHROMIUM", "/usr/bin/chromium")
    if Path(named).exists():
        return named
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, quiet towards the network; end it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What the pages of one browser context asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def refused_by_policy(self) -> list[str]:
        """The errors that speak of the Content-Security-Policy."""
        return [e for e in self.errors if "Content Security Policy" in e or "unsafe-eval" in e]

    def look_at(self, context: BrowserContext) -> None:
        """Write down from now on what happens in a context."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("requestfailed", lambda r: self.failed.append(f"{r.url} {r.failure}"))
        context.on("console", self._said)
        context.on("weberror", lambda e: self.errors.append(str(e.error)))
        context.on("page", lambda p: p.on("websocket", lambda ws: self._asked(ws.url)))

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL:
            self.foreign.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(ASKED_IN_VAIN):
            self.errors.append(f"{message.text} ({where})")


def new_page(browser: Browser, watch: Watch, **options: Any) -> Page:
    """Open a page in a context of its own, 1280×800 unless `options` say otherwise."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    watch.look_at(context)
    return context.new_page()


def wait_until_drawn(page: Page) -> None:
    """Wait until Streamlit has run the page's script and no skeleton is left."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
