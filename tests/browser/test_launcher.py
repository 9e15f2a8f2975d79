"""What `coding open` promises: this machine only, strict headers, nothing from elsewhere."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import desk
import pytest
from desk_server import ROOT, Server, Watch, wait_until_drawn
from playwright.sync_api import Page

from coding.errors import CodingError


def ask(port: int, path: str = "/", **headers: str) -> tuple[int, Message, bytes]:
    """Return status, headers and body of a GET request; `headers` may name another Host."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": f"localhost:{port}", **headers})
    answer = connection.getresponse()
    body = answer.read() if answer.status != 101 else b""
    connection.close()
    return answer.status, answer.headers, body


LOOSE = """\
[server]
address = "0.0.0.0"
allowedHosts = ["*"]
[browser]
gatherUsageStats = true
"""


@pytest.fixture(scope="module")
def running(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an app of its own that the tests look at from outside.

    Neither the settings file in the current folder nor the environment opens it up.
    """
    folder = Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("launched") / "sample"))
    settings = folder.parent / ".streamlit" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(LOOSE)
    env = {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "STREAMLIT_SERVER_BASE_URL_PATH": "x"}
    with desk.running(folder, env=env) as app:
        yield app


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_pages_load_without_asking_anything_of_another_machine(
    running: Server, page: Page, watch: Watch
) -> None:
    for path in ("/", "/transcripts", "/codebook", "/annotate", "/quotes"):
        page.goto(running.url + path)
        wait_until_drawn(page)
    assert watch.refused_by_policy == []
    own = (running.url, running.url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in watch.requests if not url.startswith(own)] == []
    assert any(url.startswith("ws://") for url in watch.requests)


def test_the_policy_runs_no_script_but_the_apps_own(
    running: Server, page: Page, watch: Watch
) -> None:
    app = running
    policy = {
        name: sources
        for name, *sources in (
            part.split() for part in ask(app.port)[1]["Content-Security-Policy"].split(";")
        )
    }
    for name in ("default-src", "base-uri", "frame-ancestors", "form-action"):
        assert policy[name] == ["'none'"]
    own, *hashes = policy["script-src"]
    assert own == "'self'"
    assert all(re.fullmatch(r"'sha256-[\w+/]+='", source) for source in hashes)
    assert policy["connect-src"] == [
        "'self'",
        f"ws://localhost:{app.port}",
        f"ws://127.0.0.1:{app.port}",
    ]
    page.goto(app.url)
    wait_until_drawn(page)
    page.evaluate(
        "const s = document.createElement('script'); s.text = 'window.ran = true';"
        "document.body.append(s)"
    )
    assert page.evaluate("window.ran") is None
    assert watch.refused_by_policy
    watch.errors.clear()  # what was just tried on purpose


def test_every_answer_bears_the_headers_and_only_hashed_files_are_kept(
    running: Server,
) -> None:
    app = running
    script = re.search(rb"static/js/index\.[\w-]+\.js", ask(app.port)[2])
    assert script
    kept = {f"/{script[0].decode()}": True, "/": False, "/annotate": False, "/media/x.docx": False}
    for path, may_be_kept in kept.items():
        headers = ask(app.port, path)[1]
        assert headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert ("immutable" in headers["Cache-Control"]) is may_be_kept
        assert ("no-store" in headers["Cache-Control"]) is not may_be_kept


def test_a_request_that_names_another_host_is_refused(running: Server) -> None:
    """A page elsewhere whose name is made to point to this machine learns nothing."""
    app = running
    wire = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert ask(app.port, Host="127.0.0.1")[0] == 200
    assert ask(app.port, "/_stcore/stream", **wire)[0] == 101
    for host in ("evil.example", f"evil.example:{app.port}", "localhost.evil.example"):
        status, _, body = ask(app.port, Host=host)
        assert (status, body) == (400, b"Invalid host header")
        assert ask(app.port, "/_stcore/stream", **wire, Host=host)[0] >= 400
    assert ask(app.port, "/_stcore/stream", **wire, Origin="http://evil.example")[0] >= 400


def test_it_listens_on_this_machine_only_whatever_settings_lie_about(running: Server) -> None:
    assert ask(running.port, Host="evil.example")[0] == 400
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)} | {"::1"}
    if sys.platform == "linux":
        others.add("127.0.0.2")  # answers too where a program listens on every interface
    for address in others - {"127.0.0.1"}:
        with pytest.raises(OSError, match=r".*"):
            socket.create_connection((str(address), running.port), timeout=2)


def test_it_starts_again_on_the_same_port_and_ctrl_c_stops_it_silently_after_one_line(
    server: Callable[..., Server], sample: Path, page: Page
) -> None:
    app = server(sample)
    before = app.pid, app.port
    app.restart()
    assert app.answers()
    assert (app.pid != before[0], app.port) == (True, before[1])
    page.goto(app.url)
    wait_until_drawn(page)
    assert app.stop() == 0
    assert app.output == 2 * f"Opened {sample} at {app.url} - stop with Ctrl+C\n"


def test_a_port_that_was_named_but_is_taken_is_an_error_with_a_hint(
    sample: Path, taken: int
) -> None:
    command = [sys.executable, "-m", "coding", "open", str(sample), "--port", str(taken)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--no-browser"], cwd=sample, env=env, capture_output=True, text=True, timeout=60
    )
    hint = "Close the other program, or let one be chosen with --port 0."
    assert (done.returncode, done.stderr) == (1, f"Error: port {taken} is in use. {hint}\n")


def test_instead_of_a_default_port_that_is_taken_the_next_free_one_is_used(taken: int) -> None:
    from coding.serve.launcher import free_port

    assert taken < free_port(taken, exact=False) <= 65535
    assert free_port(0, exact=True) > 0
    with pytest.raises(CodingError, match="in use"):
        free_port(taken, exact=True)
