"""Let a thread read many times over one connection: to open one takes longer than most questions.

    with together(path):      # in this thread, as long as it lasts
        ...                   # each `reading(path)` has the same connection

Each question is still answered from what stands there at that moment. Whoever writes has a
connection alone: the shared one is let go before an act begins, so that what was written is in
the database itself as soon as the act is done, and waits in no file beside it. Nobody waits for
another thread or process while reading together: to bring back a backup all readers are kept out.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding.store.connection import Connection


@dataclass(slots=True)
class Shared:
    """A connection with the file that it is to, and how many read over it just now."""

    connection: Connection
    file: tuple[int, int]
    readers: int = 0


@dataclass(slots=True)
class _Reads:
    path: Path
    shared: Shared | None = None


class _Thread(threading.local):
    held: _Reads | None = None


_here = _Thread()


@contextmanager
def together(path: Path) -> Iterator[None]:
    """Let all that this thread reads from a database meanwhile be read over one connection."""
    if _here.held is not None:
        yield
        return
    _here.held = _Reads(path)
    try:
        yield
    finally:
        let_go()
        _here.held = None


def let_go() -> None:
    """Close what this thread reads over; if something reads over it just now, once that is done."""
    held = _here.held
    if held and held.shared:
        shared, held.shared = held.shared, None
        if not shared.readers:
            shared.connection.close()


def shared(path: Path, open_: Callable[[Path], Connection]) -> Shared | None:
    """Return what this thread reads over, opened if need be; None where each reads for itself.

    A file that was put in the place of another is opened anew.
    """
    held = _here.held
    if held is None or held.path != path:
        return None
    try:
        told = os.stat(path)
    except OSError:
        return None
    file = told.st_dev, told.st_ino
    if held.shared and held.shared.file != file:
        let_go()
    if held.shared is None:
        held.shared = Shared(open_(path), file)
    return held.shared if not held.shared.connection.in_transaction else None


@contextmanager
def over(shared: Shared) -> Iterator[Connection]:
    """Read over a shared connection, and leave it as it was."""
    shared.readers += 1
    try:
        yield shared.connection
    except BaseException:
        let_go()
        raise
    finally:
        shared.readers -= 1
        held = _here.held
        if not shared.readers and (held is None or held.shared is not shared):
            shared.connection.close()
        elif shared.connection.in_transaction:
            shared.connection.execute("ROLLBACK")
