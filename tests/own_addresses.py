"""Ask the launcher's own addresses, without a server."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Message

from coding.serve import news, recordings
from coding.serve.guard import Guard, headers, origins

PORT = 8501


def asked(path: str, query: str = "", **headers_: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of what the launcher's own addresses answer."""
    sent: list[Message] = []
    app = Starlette(
        routes=[*recordings.routes(), *news.routes()],
        middleware=[Middleware(Guard, headers=headers(PORT), origins=origins(PORT))],
    )

    async def receive() -> Message:
        await asyncio.sleep(30 if sent or received else 0)
        received.append(1)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    received: list[int] = []
    scope: dict[str, Any] = {
        **{"type": "http", "method": "GET", "path": path, "root_path": ""},
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers_.items()
        ],
    }
    with ThreadPoolExecutor(1) as apart:  # this thread may have the browser's event loop
        apart.submit(asyncio.run, app(scope, receive, send)).result()  # type: ignore[arg-type]
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])
