"""The app answers only to itself: a page of another origin reaches nothing behind the guard."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from coding.serve.bundled import bundle
from coding.serve.guard import FOREIGN, Guard, headers, origins
from coding.serve.launcher import settings

PORT = 8501
FOREIGNERS = [
    "http://evil.example",
    "http://localhost:8502",
    "http://127.0.0.1:3000",
    "https://localhost:8501",
    "http://localhost",
    "http://localhost:8501.evil.example",
    "null",
    "",
]


def asked(kind: str, origin: str | None, path: str = "/") -> tuple[list[str], list[Message]]:
    """Return what got past the guard, and what the one who asked was sent."""
    seen: list[str] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"a study"})

    async def receive() -> Message:
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": kind, "path": path, "headers": []}
    if origin is not None:
        scope["headers"].append((b"origin", origin.encode()))
    guard = Guard(app, headers=headers(PORT), origins=origins(PORT))
    with ThreadPoolExecutor(1) as apart:  # this thread may have the browser's event loop
        apart.submit(asyncio.run, guard(scope, receive, send)).result()
    return seen, sent


@pytest.mark.parametrize("origin", FOREIGNERS)
def test_a_foreign_origin_is_refused_before_the_app_sees_it(origin: str) -> None:
    seen, sent = asked("http", origin)
    assert (seen, sent[0]["status"]) == ([], 403)
    assert asked("websocket", origin) == ([], [{"type": "websocket.close", "code": FOREIGN}])


@pytest.mark.parametrize("origin", [*origins(PORT), None])
def test_the_apps_own_pages_and_a_page_that_is_opened_come_through(origin: str | None) -> None:
    assert asked("http", origin)[0] == ["http"]
    assert asked("websocket", origin)[0] == ["websocket"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", b"no-store"),
        ("/media/quotes.docx", b"no-store"),
        ("/_stcore/bidi-components/desk/desk.js", b"no-cache"),
        ("/static/js/index.js", None),
    ],
)
def test_every_answer_bears_the_headers_and_study_texts_are_not_kept(
    path: str, kept: bytes | None
) -> None:
    answer = dict(asked("http", None, path)[1][0]["headers"])
    assert b"script-src 'self'" in answer[b"content-security-policy"]
    assert answer[b"referrer-policy"] == b"no-referrer"
    assert answer.get(b"cache-control") == kept


def test_an_error_offers_no_way_out_of_this_machine() -> None:
    """Streamlit would offer the words of an error to a search engine and to a chatbot."""
    said = settings(bundle())
    assert said["client.showErrorLinks"] is False
    assert said["client.showErrorDetails"] == "none"


def test_no_act_waits_until_the_whole_memory_is_swept() -> None:
    """Streamlit would do so after each act, with all that the libraries hold."""
    assert settings(bundle())["runner.postScriptGC"] is False
