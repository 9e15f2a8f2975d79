"""Let the browser of this machine hear a recording: in pieces, and nothing but recordings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from coding.errors import CodingError
from coding.files.mp3 import head_for
from coding.files.recordings import MEDIA
from coding.project.recordings import recording_in
from coding.serve.guard import is_of_another_origin

PATH = "/recordings/{transcript}"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE = 1 << 18


async def heard(request: Request) -> Response:
    """Answer with a recording, or with the ranges of it that were asked for (RFC 9110, 14).

    The request names a transcript, never a path. It is refused where the browser says that a page
    of another origin asks; `Guard` and the list of hosts stand before it as before all else. An
    mp3 of changing bitrate gets a head that tells where each moment lies: see `files.mp3`.
    """
    if is_of_another_origin(request):
        return PlainTextResponse("Foreign origin", 403)
    folder = Path(os.environ["CODING_PROJECT"])
    try:
        path = await run_in_threadpool(recording_in, folder, request.path_params["transcript"])
    except CodingError as error:
        return PlainTextResponse(error.message, 404)
    try:
        if path.suffix.lower() == ".mp3" and (head := await run_in_threadpool(head_for, path)):
            return _headed(request, head, path)
    except OSError:
        return PlainTextResponse("the recording cannot be read", 404)
    return FileResponse(path, media_type=MEDIA[path.suffix.lower()])


def _headed(request: Request, head: bytes, path: Path) -> Response:
    """Answer with a head and the file's own bytes behind it, or with one range of them."""
    status = path.stat()
    size = len(head) + status.st_size
    tag = f'"{len(head)}-{status.st_size}-{status.st_mtime_ns}"'
    headers = {"accept-ranges": "bytes", "etag": tag}
    first, last, code = 0, size - 1, 200
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if asked and any(asked.groups()) and request.headers.get("if-range", tag) == tag:
        begin, end = asked.groups()
        first = int(begin) if begin else max(size - int(end), 0)
        last = min(int(end), size - 1) if begin and end else size - 1
        code = 206
        headers["content-range"] = f"bytes {first}-{last}/{size}"
        if first > last:
            return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    headers["content-length"] = str(last - first + 1)
    content = _pieces(head, path, first, last)
    return StreamingResponse(content, code, headers, media_type=MEDIA[".mp4"])


def _pieces(head: bytes, path: Path, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from the first to the last one, of a head and the file behind it."""
    left = last - first + 1
    begun = head[first : last + 1]
    if begun:
        yield begun
        left -= len(begun)
    with path.open("rb") as file:
        file.seek(max(first - len(head), 0))
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            yield piece
            left -= len(piece)


def routes() -> list[Route]:
    """Return what the launcher answers about recordings."""
    return [Route(PATH, heard, methods=["GET"])]
