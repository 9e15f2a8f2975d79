"""Do one act: one transaction, one row in the log with all that was changed.

`BEGIN IMMEDIATE` takes the write lock at once, so that a second writer waits rather than
fails; the lock for each file makes the threads of one process queue in order. Whatever raises
inside the block takes everything back. Undo and redo replay the rows that the log kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coding.errors import CodingError, Conflict
from coding.model import Act, new_id, now
from coding.store.changes import load
from coding.store.connection import DatabaseError, connected, lock_for, transaction
from coding.store.log import act_of
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
    folder, key = path.parent, act or new_id()
    with lock_for(path), connected(path) as db:
        try:
            with intended(folder, key) as intention, transaction(db):
                settle(folder, db)
                if act and db.execute("SELECT 1 FROM acts WHERE id = ?", [act]).fetchone():
                    raise Conflict("this has been done already")
                writer = Writer(db, summary)
                yield writer
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
                intention.carry_out(writer.replaced)
        except BaseException:
            settled(path)
            raise


def settled(path: Path) -> None:
    """Bring files and database together again where an act was cut short, if that can be done.

    Where it cannot (a full disk), what was intended stays written down until it can.
    """
    if not left_over(path.parent):
        return
    with (
        suppress(CodingError, DatabaseError, OSError),
        lock_for(path),
        connected(path) as db,
        transaction(db),
    ):
        settle(path.parent, db)


def reverse(
    path: Path,
    *,
    coder: str,
    redo: bool = False,
    act: str = "",
    by: str = "",
    also: Callable[[Writer], None] | None = None,
) -> Act:
    """Take back the last act (`redo`: do the last one taken back again); return that act.

    `coder` limits it to that coder's own acts, `""` takes anyone's; `by` signs the log. What
    the app read in by itself (signed by nobody) is not undone. `also` sees the changes before
    they are committed. Raises Conflict if there is nothing to take back, or if what the act
    changed has been changed again since.
    """
    verb = "redo" if redo else "undo"
    with lock_for(path):
        last = _last(path, coder, redo)
        if last is None:
            raise Conflict(f"there is nothing to {verb}")
        with writing(
            path,
            coder=by or coder or last.coder,
            verb=verb,
            summary=f"{verb}: {last.summary}",
            act=act,
            reverses=last.seq,
        ) as w:
            state = ("undone", "done") if redo else ("done", "undone")
            taken = w.db.execute(
                "UPDATE acts SET state = ? WHERE seq = ? AND state = ?",
                [state[1], last.seq, state[0]],
            )
            if not taken.rowcount:
                raise Conflict(f"this {verb} has just been done already")
            rows = w.db.execute(
                'SELECT "table", key, before, after FROM changes WHERE act = ? ORDER BY n',
                [last.seq],
            ).fetchall()
            for row in rows if redo else reversed(rows):
                before, after = load(row["before"]), load(row["after"])
                old, new = (before, after) if redo else (after, before)
                w.changes.replay(row["table"], row["key"], old, new)
            if also:
                also(w)
    return last


def _last(path: Path, coder: str, redo: bool) -> Act | None:
    state, order = ("undone", "ASC") if redo else ("done", "DESC")
    with connected(path) as db:
        row = db.execute(
            f"SELECT * FROM acts WHERE state = '{state}' AND reverses IS NULL AND coder != ''"
            f" AND (coder = ? OR ? = '') ORDER BY seq {order} LIMIT 1",
            [coder, coder],
        ).fetchone()
    return act_of(row) if row else None


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
