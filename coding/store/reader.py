"""Read from the database; what makes no sense there is told as the damage that it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

from coding.store.connection import Connection, connected_to_read, newest_act
from coding.store.damage import compare

T = TypeVar("T")
Stamp = tuple[int, ...]

TICK = 2_100_000_000
"""Nanoseconds within which some file systems date two changes alike (FAT: two seconds)."""


@dataclass(frozen=True, slots=True)
class _AsRead(Generic[T]):
    """What was read, the number of the newest act then, and how the files looked.

    `sure` says that any change since would show in the stamp: the last one then was long over.
    """

    value: T
    act: int
    stamp: Stamp
    sure: bool


class Reader:
    """What every part of the store has: the path of the database, and a way to read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: dict[str, _AsRead[object]] = {}

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection for reading; what cannot be read for damage raises DamageError."""
        return reading(self.path)

    def kept(self, name: str, read: Callable[[Connection], T]) -> T:
        """Return what `read` reads, read anew only once the database is another.

        That is seen by its files, or, where these were changed a moment ago, by its newest act
        too. Nobody may change what is returned: it is handed to whoever asks.
        """
        known = cast("_AsRead[T] | None", self._kept.get(name))
        stamp, moment = stamp_of(self.path), time.time_ns()
        if known is not None and known.sure and known.stamp == stamp:
            return known.value
        with self.reading() as db:
            db.execute("BEGIN")  # the newest act and what is read are of one moment
            act = newest_act(db)
            same = known is not None and (known.act, known.stamp) == (act, stamp)
            value = known.value if known is not None and same else read(db)
            db.execute("ROLLBACK")
        self._kept[name] = _AsRead(
            value, act, stamp, moment - max(stamp[1::3], default=moment) > TICK
        )
        return value


def stamp_of(path: Path) -> Stamp:
    """Return what differs once a database was written to: of its file, and of what waits beside it.

    For each: which file it is, when it was changed, and its size.
    """
    told: list[int] = []
    for place in (os.fspath(path), f"{path}-wal"):
        try:
            file = os.stat(place)
        except FileNotFoundError:
            continue
        if file.st_size:  # without a change in it, it comes and goes with each reading
            told += [file.st_ino, file.st_mtime_ns, file.st_size]
    return tuple(told)


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Open the database to read from it; where a row makes no sense, look whether it is damaged.

    Raises DamageError then. What else goes wrong is a mistake of ours, and stays what it is.
    """
    with connected_to_read(path) as db:
        try:
            yield db
        except (ValueError, LookupError, TypeError, MemoryError):
            if db.in_transaction:
                db.execute("ROLLBACK")
            compare(db, path.name)
            raise
