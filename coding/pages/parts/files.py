"""Make files that are handed out, and read those that are dropped, in a room of their own.

Neither is kept in the project's folder; both are gone once their content is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from coding.project import Project


def content_of(study: Project, name: str, write: Callable[[Path], object]) -> bytes:
    """Return what `write` writes to a file of this name; raises what it raises."""
    with study.room() as room:
        path = room / name
        write(path)
        return path.read_bytes()


@contextmanager
def dropped(study: Project, name: str, data: bytes) -> Iterator[Path]:
    """Hand out a file that somebody dropped, under its own name, as long as the block lasts."""
    with study.room() as room:
        path = room / Path(name).name
        path.write_bytes(data)
        yield path
