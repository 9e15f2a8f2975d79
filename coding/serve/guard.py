"""Guard the app: what it answers to, and what the browser may do with what it answers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnected
from streamlit.file_util import get_static_dir

HOSTS = ("localhost", "127.0.0.1")
FOREIGN = 1008
"""The WebSocket code for a policy violation (RFC 6455, 7.4.1)."""

NO_DEVICES = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)


def origins(port: int) -> tuple[str, ...]:
    """Return the origins that are this app.

    >>> origins(8501)
    ('http://localhost:8501', 'http://127.0.0.1:8501')
    """
    return tuple(f"http://{host}:{port}" for host in HOSTS)


def headers(port: int) -> dict[str, str]:
    """Return the headers that every answer bears."""
    return {
        "Content-Security-Policy": policy(port),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": NO_DEVICES,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def policy(port: int) -> str:
    """Return the Content-Security-Policy.

    Streamlit's page has short scripts of its own inside: they are allowed by their hashes. Its
    charts evaluate no text as script. Its styles are written while it runs, hence
    'unsafe-inline' for styles.
    """
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    wires = " ".join(f"ws://{host}:{port}" for host in HOSTS)
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *script_hashes(page)]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self'",
            f"connect-src 'self' {wires}",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def script_hashes(page: str) -> list[str]:
    """Return the sources that allow a page's inline scripts and no others.

    >>> script_hashes('<script src="a.js"></script><script>1</script>')
    ["'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"]
    """
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    found = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in found)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def is_of_another_origin(request: Request) -> bool:
    """Say whether the browser tells that a page of another origin asks, which needs no `Origin`."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


class Guard:
    """Refuse what comes from another origin; put the headers on every answer.

    A request or WebSocket whose `Origin` is not this very app (another port of this machine is
    another origin) is refused before Streamlit sees it: Streamlit, to judge a foreign origin, would
    ask services outside for this machine's own address. Study texts stay out of the browser's
    cache: files whose names change with their content stay cached; the desk's own scripts are
    asked for again each time, so that a new version is seen; nothing else is kept.
    """

    def __init__(
        self, app: ASGIApp, *, headers: Mapping[str, str], origins: Collection[str]
    ) -> None:
        self.app = app
        self.headers = headers
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; add to what comes back."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin")
        if origin is not None and origin not in self.origins:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": FOREIGN})
            else:
                await PlainTextResponse("Foreign origin", 403)(scope, receive, send)
            return
        if scope["type"] == "websocket":
            with suppress(WebSocketDisconnected):  # a page closed while it was told something
                await self.app(scope, receive, send)
            return
        path: str = scope["path"]

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.update(self.headers)
                if path.startswith("/_stcore/bidi-components/"):
                    answer["Cache-Control"] = "no-cache"
                elif not path.startswith("/static/"):
                    answer["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, add)
