"""Answer a page that asks whether its study has changed: with a mark, and nothing of the study."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coding.project.news import newest_mark
from coding.serve.guard import is_of_another_origin

PATH = "/news"


async def news(request: Request) -> Response:
    """Answer with the mark of the study that is open, "" if no page has shown it yet."""
    if is_of_another_origin(request):
        return PlainTextResponse("Foreign origin", 403)
    folder = Path(os.environ["CODING_PROJECT"])
    transcript = request.query_params.get("transcript", "")
    return PlainTextResponse(await run_in_threadpool(newest_mark, folder, transcript))


def routes() -> list[Route]:
    """Return what the launcher answers about news."""
    return [Route(PATH, news, methods=["GET"])]
