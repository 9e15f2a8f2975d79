"""Let the browser of this machine hear a recording: in pieces, and nothing but recordings."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from coding.errors import CodingError
from coding.files.recordings import MEDIA
from coding.project.recordings import recording_in

PATH = "/recordings/{transcript}"


async def heard(request: Request) -> Response:
    """Answer with a recording, or with the ranges of it that were asked for (RFC 9110, 14).

    The request names a transcript, never a path. It is refused where the browser says that a page
    of another origin asks; `Guard` and the list of hosts stand before it as before all else.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return PlainTextResponse("Foreign origin", 403)
    folder = Path(os.environ["CODING_PROJECT"])
    try:
        path = await run_in_threadpool(recording_in, folder, request.path_params["transcript"])
    except CodingError as error:
        return PlainTextResponse(error.message, 404)
    return FileResponse(path, media_type=MEDIA[path.suffix.lower()])


def routes() -> list[Route]:
    """Return what the launcher answers besides Streamlit's own pages."""
    return [Route(PATH, heard, methods=["GET"])]
