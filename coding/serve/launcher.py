"""Start the app on one project: for this machine only, under a strict content policy.

`streamlit run app.py` works too. What is added here: the settings hold wherever the project
lies, a request that names another host is refused, and the browser is told to load nothing
from anywhere else and to run no script but the app's own.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import tomllib
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import click
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit.starlette import App

from coding.errors import CodingError
from coding.serve import news, recordings
from coding.serve.ahead import begin_loading
from coding.serve.bundled import bundle
from coding.serve.finishing import finish_first
from coding.serve.guard import HOSTS, Guard, headers, origins
from coding.serve.turning import Turning

PORTS_TRIED = 50
LAUNCHED = "CODING_LAUNCHED"
"""Set where recordings and news are answered, which plain `streamlit run` does not."""


def launch(folder: Path, *, port: int, browser: bool) -> None:
    """Serve the app on a project until Ctrl+C; port 0 stands for any free one.

    If the port is taken the next free one is used, unless it was named on the command line:
    then CodingError is raised.
    """
    chosen = free_port(port, exact=_named("port"))
    if chosen != port and port:
        click.echo(f"Port {port} is in use, so {chosen} is taken.", err=True)
    url = f"http://localhost:{chosen}"
    root = bundle()
    os.environ["CODING_PROJECT"] = str(folder.resolve())
    os.environ[LAUNCHED] = "1"
    sys.argv = [str(root / "app.py")]  # Streamlit looks for its settings beside this script
    logging.disable(logging.INFO)
    finish_first()
    app = App(
        root / "app.py",
        routes=[*recordings.routes(), *news.routes()],
        middleware=[
            Middleware(Guard, headers=headers(chosen), origins=origins(chosen)),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False),
            Middleware(Turning),
        ],
        lifespan=_greeting(f"Opened {folder} at {url} - stop with Ctrl+C", url if browser else ""),
    )
    try:
        app.run(config={**settings(root), "server.port": chosen})
    except KeyboardInterrupt:
        return


def settings(root: Path) -> dict[str, Any]:
    """Return the settings that nothing on this machine may change, not even its environment.

    The theme is not among them: Streamlit reads it from the file beside app.py.

    >>> settings(bundle())["server.address"]
    '127.0.0.1'
    """
    with (root / ".streamlit" / "config.toml").open("rb") as file:
        sections: dict[str, dict[str, Any]] = tomllib.load(file)
    return {
        **{
            f"{section}.{name}": value
            for section, options in sections.items()
            if section != "theme"
            for name, value in options.items()
        },
        "server.headless": True,
        "server.baseUrlPath": "",
        "server.enableAgentApi": False,
        "global.developmentMode": False,
        "logger.hideWelcomeMessage": True,
    }


def _greeting(line: str, url: str) -> Callable[[App], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: App) -> AsyncIterator[None]:
        click.echo(line)
        sys.stdout.flush()
        begin_loading()
        if url:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        yield

    return lifespan


def _named(option: str) -> bool:
    """Say whether an option was given on the command line rather than left at its default."""
    context = click.get_current_context(silent=True)
    source = context.get_parameter_source(option) if context else None
    return source is click.core.ParameterSource.COMMANDLINE


def free_port(port: int, *, exact: bool) -> int:
    """Return a port that nobody listens on: this one or, unless `exact`, one soon after it.

    For 0 any free one. Raises CodingError if none is free.
    """
    if port == 0:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])
    candidates = [port] if exact else range(port, min(port + PORTS_TRIED, 65536))
    for candidate in candidates:
        if _is_free(candidate):
            return candidate
    raise CodingError(
        f"port {port} is in use",
        hint="Close the other program, or let one be chosen with --port 0.",
    )


def _is_free(port: int) -> bool:
    """Try the port on both addresses that a browser may take `localhost` for."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                if os.name != "nt":
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError:
            if family == socket.AF_INET or _answers(address, port):
                return False
    return True


def _answers(address: str, port: int) -> bool:
    try:
        with socket.create_connection((address, port), timeout=0.5):
            return True
    except OSError:
        return False
