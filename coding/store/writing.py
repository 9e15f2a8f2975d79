"""Do one act: one transaction, one row in the log with all that was changed.

`BEGIN IMMEDIATE` takes the write lock at once, so that a second writer waits rather than
fails; the lock for each file makes the threads of one process queue in order. Whatever raises
inside the block takes everything back. Undo and redo: see `coding.store.reversing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coding.errors import CodingError, Conflict
from coding.model import new_id, now
from coding.store.connection import (
    DatabaseError,
    connected,
    expect_room,
    hindrance,
    lock_for,
    transaction,
)
from coding.store.twofold import intended, left_over, settle
from coding.store.writer import Writer


@contextmanager
def writing(
    path: Path, *, coder: str, verb: str, summary: str, act: str = "", reverses: int | None = None
) -> Iterator[Writer]:
    """Do one act: its changes and its row in the log, all or nothing.

    `act` is the act's own id where the caller made one, so that a repeated request is
    recognised: raises Conflict if the log has it already. An act without an id that changed
    nothing leaves no row in the log. A fresh act ends what its coder could have redone. Files
    that the act replaces are replaced right before it is committed; see `coding.store.twofold`.
    """
    expect_room(path)
    folder, key = path.parent, act or new_id()
    with lock_for(path), connected(path) as db:
        try:
            with intended(folder, key) as intention, transaction(db):
                settle(folder, db)
                if act and db.execute("SELECT 1 FROM acts WHERE id = ?", [act]).fetchone():
                    raise Conflict("this has been done already")
                writer = Writer(db, summary)
                yield writer
                writer.changes.count_anew()
                writer.changes.index_anew()
                if writer.changed:
                    if reverses is None:
                        db.execute(
                            "UPDATE acts SET state = 'past' WHERE state = 'undone' AND coder = ?",
                            [coder],
                        )
                    _log(writer, key, coder, verb, reverses)
                elif act:
                    # Nothing changed, yet a repeated request must still find that it was done.
                    _log(writer, act, coder, verb, reverses, state="past")
                writer.changes.seals.write_down()
                intention.carry_out(writer.replaced)
        except BaseException:
            settled(path)
            raise


def settled(path: Path) -> None:
    """Bring files and database together again where an act was cut short, if that can be done.

    Where it cannot (a full disk), what was intended stays written down until it can.
    """
    if not left_over(path.parent) or hindrance(path):
        return
    with (
        suppress(CodingError, DatabaseError, OSError),
        lock_for(path),
        connected(path) as db,
        transaction(db),
    ):
        settle(path.parent, db)


def _log(
    w: Writer,
    act: str,
    coder: str,
    verb: str,
    reverses: int | None,
    state: str = "done",
) -> None:
    seq = w.db.execute(
        "INSERT INTO acts (id, at, coder, verb, summary, reverses, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [act, now(), coder, verb, w.summary, reverses, state],
    ).lastrowid
    w.db.executemany(
        'INSERT INTO changes (act, n, "table", key, before, after) VALUES (?, ?, ?, ?, ?, ?)',
        [(seq, n, *change) for n, change in enumerate(w.changes.made)],
    )
