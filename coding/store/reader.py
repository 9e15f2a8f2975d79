"""Read from the database; what makes no sense there is told as the damage that it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from coding.store.connection import Connection, connected
from coding.store.damage import compare


class Reader:
    """What every part of the store has: the path of the database, and a way to read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection for reading; what cannot be read for damage raises DamageError."""
        return reading(self.path)


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """Open the database to read from it; where a row makes no sense, look whether it is damaged.

    Raises DamageError then. What else goes wrong is a mistake of ours, and stays what it is.
    """
    with connected(path) as db:
        try:
            yield db
        except (ValueError, LookupError, TypeError, MemoryError):
            if db.in_transaction:
                db.execute("ROLLBACK")
            compare(db, path.name)
            raise
