"""Start the app as a researcher does and open a browser on it: what the browser tests share.

`Server` is one `coding open` process, for tests that start, kill or look behind it; `Stage` is
one process for everything else, that shows one project after another. `chromium()` is a browser,
`new_page()` a page of it whose requests and console are written down in a `Watch`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    sync_playwright,
)

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
SPARING = [
    # A page lives for seconds here: little of its code is worth being translated for speed, and
    # what it leaves in memory is swept seldom and by one thread, the others have work to do.
    "--js-flags=--invocation-count-for-maglev=4000 --invocation-count-for-turbofan=20000"
    " --min-semi-space-size=64 --max-semi-space-size=64 --single-threaded-gc",
    "--disable-threaded-animation",
    "--disable-smooth-scrolling",
    "--disable-lcd-text",
]
"""With these a page takes a fifth less of the processor; where speed is measured they lie."""

PATIENCE = float(os.environ.get("CODING_PATIENCE", "60"))
"""Seconds that anything is waited for: more than it takes, since a busy machine breaks no promise."""

CODER = "tester"
"""Who codes in the app that the tests start."""

SWITCHED = "Switched to "
"""What `switched_app` answers when it shows another project."""

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
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "CODING_CODER": CODER, **(env or {})}
        self.log = folder.parent / f"{folder.name}.{id(self)}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def command(self) -> list[str]:
        """What is started."""
        open_ = ["-m", "coding", "open", str(self.folder), "--no-browser"]
        return [sys.executable, *open_, "--port", str(self.port)]

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
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder.parent,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.wait_for(lambda: re.search(r"at http://localhost:(\d+)", self.output))
        told = re.search(r"at http://localhost:(\d+)", self.output)
        assert told
        self.port = int(told[1])
        self.wait_for(self.answers)

    def answers(self) -> bool:
        """Say whether the app answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def tell(self, line: str) -> None:
        """Write a line to the process's standard input."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

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
        if process.stdin:
            process.stdin.close()
        self._process = None
        return code

    def wait_for(self, ready: Callable[[], Any]) -> None:
        """Wait until something is true of the process; if it ends first, say what it printed."""
        until = time.monotonic() + PATIENCE
        while not ready():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                said = self.output
                self.kill()
                raise AssertionError(f"the app did not start:\n{said}")
            time.sleep(0.05)


class _SwitchedServer(Server):
    """A process that can be told by its standard input what to serve: see `switched_app`."""

    @property
    def command(self) -> list[str]:
        """What is started."""
        return [sys.executable, str(Path(__file__).with_name("switched_app.py")), str(self.folder)]


@dataclass(frozen=True)
class Shown:
    """A project as the stage shows it."""

    folder: Path
    url: str


App = Server | Shown
"""A running app, as far as most tests look: it has a url and a folder."""


class Stage:
    """One app process on which one project after another is shown, for a whole test run.

    It starts with the first project. What Streamlit keeps of a project is thrown away when the
    next one comes; a page that is still open then would show that one: close it before.
    """

    def __init__(self) -> None:
        self._server: _SwitchedServer | None = None
        self._now: tuple[Path, str] | None = None

    def show(self, folder: Path, *, coder: str = CODER) -> Shown:
        """Show the project of a folder, opened by somebody, unless it is shown already."""
        if self._server is None:
            self._server = _SwitchedServer(folder, env={"CODING_CODER": coder})
            self._now = folder, coder
        if self._now != (folder, coder):
            told = self._server.output.count(SWITCHED)
            self._server.tell(json.dumps({"folder": str(folder), "coder": coder}))
            self._server.wait_for(lambda: self.output.count(SWITCHED) > told)
            self._now = folder, coder
        return Shown(folder, self._server.url)

    @contextmanager
    def showing(self, folder: Path, *, coder: str = CODER) -> Iterator[Shown]:
        """Show a project; afterwards the app must not have printed a traceback meanwhile."""
        before = len(self.output)
        yield self.show(folder, coder=coder)
        assert "Traceback" not in self.output[before:], self.output[before:]

    @property
    def output(self) -> str:
        """What the process has printed so far."""
        return self._server.output if self._server else ""

    def end(self) -> None:
        """End the process."""
        if self._server:
            self._server.kill()


def executable() -> str | None:
    """Return where Chromium is: $CODING_CHROMIUM, or wherever the system has it.

    The shell without windows is taken first: it draws the same and takes a third less time.
    """
    named = os.environ.get("CODING_CHROMIUM", "")
    if named and Path(named).exists():
        return named
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start Chromium, quiet towards the network, with `more` flags; end it afterwards."""
    with sync_playwright() as playwright:
        flags = [*FLAGS, *more]
        browser = playwright.chromium.launch(executable_path=executable(), args=flags)
        try:
            yield browser
        finally:
            browser.close()


NOTED = """
    globalThis.__spoke = { page: 0, app: 0 };
    globalThis.WebSocket = class extends WebSocket {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", () => { __spoke.app = performance.now(); });
      }
      send(data) {
        __spoke.page = performance.now();
        super.send(data);
      }
    };
"""
"""Note in a document when the page last said something to the app, and the app to the page."""


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

    dialogs: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew."""
        for noted in (self.requests, self.foreign, self.failed, self.errors, self.dialogs):
            noted.clear()

    def look_at(self, context: BrowserContext) -> None:
        """Write down from now on what happens in a context."""
        context.add_init_script(NOTED)
        context.on("request", lambda request: self._asked(request.url))
        context.on("requestfailed", lambda r: self.failed.append(f"{r.url} {r.failure}"))
        context.on("console", self._said)
        context.on("weberror", lambda e: self.errors.append(str(e.error)))
        context.on("dialog", self._was_asked)
        context.on("page", lambda p: p.on("websocket", lambda ws: self._asked(ws.url)))

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL:
            self.foreign.append(url)

    def _was_asked(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(ASKED_IN_VAIN):
            self.errors.append(f"{message.text} ({where})")


def options_with(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return a context's options: 1280×800 unless they say otherwise."""
    return {"viewport": {"width": 1280, "height": 800}, **options}


def new_page(browser: Browser, watch: Watch, **options: Any) -> Page:
    """Open a page in a context of its own, 1280×800 unless `options` say otherwise."""
    context = browser.new_context(**options_with(options))
    watch.look_at(context)
    return context.new_page()


def wait_for_frames(page: Page) -> None:
    """Wait until all that was asked for so far is drawn, and what it set off has been told."""
    page.evaluate(
        """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
             () => setTimeout(done))))"""
    )


def wait_until_still(page: Page) -> None:
    """Wait until nothing moves or fades any more, but for what never ends."""
    page.evaluate(
        """Promise.allSettled(document.getAnimations()
             .filter((motion) => motion.effect?.getComputedTiming().endTime < 10_000)
             .map((motion) => motion.finished)).then(() => true)"""
    )


def wait_until_drawn(page: Page) -> None:
    """Wait until Streamlit has run the page's script and no skeleton is left."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
