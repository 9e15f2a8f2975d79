"""Work out once in a process what many tests have in common: tables, the sample read and learned.

The tables of a new database are the same each time. What a text says depends on nothing but the
text and the language packs, how sentences stand to a codebook on nothing but the two, and what is
learned from decisions on nothing but these. Tests, and the app that browser tests look at, work on
one copy of the sample after another: all alike.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from coding.language import packs
from coding.model import Codebook, Coding, Decision, Seen
from coding.project import surroundings
from coding.store import schema
from coding.store.connection import Connection, sqlite3
from coding.suggest import corpus, machine, spans
from coding.suggest.corpus import Prepared, Side
from coding.suggest.machine import Machine
from coding.suggest.sentences import Sentences

T = TypeVar("T")

KEPT = 8
"""How many of a kind are kept: those of the tests that run one after another."""


class Latest:
    """What was made last, each with all it was made of."""

    def __init__(self) -> None:
        self._kept: list[tuple[tuple[object, ...], object]] = []
        self._lock = threading.Lock()

    def __call__(self, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return what was made of equal things, else make it."""
        with self._lock:
            for at, (equal, made) in enumerate(self._kept):
                if equal == made_of:
                    self._kept.append(self._kept.pop(at))
                    return made  # type: ignore[return-value]
        new = make()
        with self._lock:
            self._kept = [*self._kept[1 - KEPT :], (made_of, new)]
        return new


class Same:
    """A thing that equals itself alone: compared by what it is, not by what it says."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    __hash__ = None  # type: ignore[assignment]


def begun() -> Callable[[Connection, int], None]:
    """Return what lays out the tables of a new database, worked out once and copied from then on.

    In a database that has tables it does what it always does.
    """
    lay_out, tables = schema.bring_up_to_date, dict[int, Connection]()
    lock = threading.Lock()

    def laid_out(connection: Connection, version: int) -> None:
        new = connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is None
        with lock:
            if new and version in tables:
                tables[version].backup(connection)
                connection.execute("PRAGMA journal_mode=WAL")
                return
            lay_out(connection, version)
            if new:
                tables[version] = sqlite3.connect(":memory:", check_same_thread=False)
                connection.backup(tables[version])

    return laid_out


def reuse() -> None:
    """Let this process read equal texts once, and learn once from equal decisions."""
    schema.bring_up_to_date = begun()
    corpus.prepare = packs.cached(corpus.prepare)
    surroundings.facts = packs.cached(surroundings.facts)
    sides, sentences, taught = Latest(), Latest(), Latest()
    teach = Machine.taught

    def side(language: str, prepared: Sequence[Prepared], book: Codebook, whole: bool) -> Side:
        made_of = language, [*map(Same, prepared)], book.codes, whole
        return sides(made_of, lambda: Side(language, prepared, book, whole))

    def taught_once(
        self: Machine,
        codings: Sequence[Coding],
        rejections: Sequence[Decision],
        seen: Sequence[Seen] = (),
    ) -> Machine:
        made_of = [*map(Same, self.sides)], self.book.codes, codings, rejections, seen
        return taught(made_of, lambda: teach(self, codings, rejections, seen))

    machine.Side = side  # type: ignore[misc,assignment]
    spans.Sentences = lambda of: sentences((Same(of),), lambda: Sentences(of))  # type: ignore[misc,assignment]
    Machine.taught = taught_once  # type: ignore[method-assign]
