"""Take acts back and do them again: the log played back, never over what came later.

An act that cannot be taken back now is said once, and passed by from then on: whoever asks again
gets the one before it. It is tried anew each time, so that it comes first again as soon as what
stood in its way is gone. A file that people write too is not put back as it was: whoever reverses
an act says how its lines are taken out of what has been written since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coding.errors import CodebookError, CodingError, Conflict, JustNow, NotFound
from coding.model import Act
from coding.store.changes import load
from coding.store.connection import IntegrityError, connected, lock_for, transaction
from coding.store.log import BY_HAND, IN_TURN, REVERSIBLE, act_of
from coding.store.resting import loose_ends
from coding.store.seals import check_changes, seal_states
from coding.store.writer import Writer
from coding.store.writing import writing

FOLLOWS: Mapping[str, str] = {"participants": "participants.csv"}
"""The table whose rows are what a file says; they are read from it again."""

_AGAIN = {
    "undo": " Undo again takes back the act before it.",
    "redo": " Redo again does the act after it.",
}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file that an act has changed: as the act left it, and as it was to be; None: no file."""

    name: str
    old: str | None
    new: str | None


Rewrite = Callable[[Writer, Rewriting], None]
"""Lets a file hold what it should; raises CodingError where that cannot be done."""


class _Held(Exception):
    """An act that cannot be reversed now, and why."""

    def __init__(self, reason: CodingError) -> None:
        super().__init__(reason)
        self.reason = reason


def reverse(
    path: Path,
    rewrite: Rewrite,
    *,
    coder: str,
    redo: bool = False,
    act: str = "",
    by: str = "",
    which: str = "",
) -> Act:
    """Take back the last act (`redo`: do the last one taken back again); return that act.

    `coder` limits it to that coder's own acts; `""` takes anyone's, edits of a file by hand
    among them; `which` names one act by its id. `by` signs the log. Raises a CodingError that is
    `lasting` for an act that cannot be reversed now: asked again, the one before it is taken.
    Raises Conflict if nothing is left.
    """
    verb = "redo" if redo else "undo"
    held: CodingError | None = None
    with lock_for(path):
        for candidate in _candidates(path, coder, redo, which):
            try:
                with writing(
                    path,
                    coder=by or coder or candidate.coder,
                    verb=verb,
                    summary=f"{verb}: {candidate.summary}",
                    act=act,
                    reverses=candidate.seq,
                ) as w:
                    _play(w, rewrite, candidate, redo)
                return candidate
            except _Held as stopped:
                again = "" if which else _AGAIN[verb]
                reason = _told(candidate, verb, stopped.reason, again)
                if which or candidate.held != str(stopped.reason):
                    _hold(path, candidate.seq, str(stopped.reason))
                    raise reason from stopped.reason
                held = held or _told(candidate, verb, stopped.reason, "")
    if held:
        held.message = f"there is nothing else to {verb}: {held.message}"
        raise held
    raise Conflict(f"there is nothing to {verb}")


def next_act(path: Path, rewrite: Rewrite, *, coder: str, redo: bool = False) -> Act | None:
    """Return the act that `reverse` would be about, without doing it; None if there is none.

    One that has not been tried yet counts; one that was held is tried and taken back again.
    """
    for candidate in _candidates(path, coder, redo):
        if not candidate.held:
            return candidate
        try:
            with lock_for(path), connected(path) as db:
                db.execute("BEGIN IMMEDIATE")
                try:
                    _play(Writer(db, ""), rewrite, candidate, redo)
                finally:
                    db.execute("ROLLBACK")
        except (_Held, CodingError):
            continue
        return candidate
    return None


def acts_in_turn(path: Path, coder: str, redo: bool, which: str = "") -> Iterator[Act]:
    """Yield the acts that can be asked for, the next one first; of anyone for `""`."""
    with connected(path) as db:
        for row in db.execute(
            f"SELECT *, {BY_HAND} AS by_hand FROM acts WHERE {REVERSIBLE}"
            f" AND (coder = ? OR ? = '') AND (id = ? OR ? = '') AND {IN_TURN[redo]}",
            [coder, coder, which, which],
        ):
            yield act_of(row)


def _candidates(path: Path, coder: str, redo: bool, which: str = "") -> list[Act]:
    """List the acts to be tried in turn: those that are held, then one that is not."""
    tried: list[Act] = []
    for act in acts_in_turn(path, "" if which else coder, redo, which):
        tried.append(act)
        if not act.held:
            break
    if which and not tried:
        verb = "redo" if redo else "undo"
        hint = f"`coding {verb} --list` lists those there are."
        raise NotFound(f"there is no such act to {verb}", hint=hint)
    return tried


def _play(w: Writer, rewrite: Rewrite, act: Act, redo: bool) -> None:
    """Put what stood before an act, or its undo, where that left something; raises _Held.

    To redo an act is to take its undo back, and to undo it again to take back its redo: what was
    merged then comes apart again just as it was.
    """
    was, becomes = ("undone", "done") if redo else ("done", "undone")
    taken = w.db.execute(
        "UPDATE acts SET state = ?, held = '' WHERE seq = ? AND state = ?", [becomes, act.seq, was]
    )
    if not taken.rowcount:
        raise JustNow(f"this {'redo' if redo else 'undo'} has just been done already")
    check_changes(w.db, act.seq)
    rows = w.db.execute(
        'SELECT "table", key, before, after FROM changes WHERE act ='
        " (SELECT max(seq) FROM acts WHERE seq = ? OR reverses = ?) ORDER BY n DESC",
        [act.seq, act.seq],
    ).fetchall()
    files = {row["key"] for row in rows if row["table"] == "files"}
    loose = loose_ends(w.db)
    try:
        for row in rows:
            old, new = load(row["after"]), load(row["before"])
            if row["table"] == "files":
                rewrite(w, Rewriting(row["key"], _content(old), _content(new)))
            elif FOLLOWS.get(row["table"]) not in files:
                w.changes.replay(row["table"], row["key"], old, new)
    except JustNow:
        raise
    except CodingError as reason:
        raise _Held(reason) from reason
    except IntegrityError as error:
        raise _Held(
            Conflict(
                "something that was done since rests on it, or has taken its place",
                hint="Take the quote out of its section, or the same code off these words, first.",
            )
        ) from error
    for key, (said, hint) in loose_ends(w.db).items():
        if key not in loose:
            raise _Held(Conflict(said, hint=hint))


def _content(row: dict[str, Any] | None) -> str | None:
    return None if row is None else str(row["content"])


def _told(act: Act, verb: str, reason: CodingError, again: str) -> CodingError:
    """Say which act cannot be reversed now, why, how to mend it, and what asking again does."""
    message = f"“{act.summary.strip()}” cannot be {verb.removesuffix('o')}one now: {reason.message}"
    hint = f"{reason.hint}{again}".strip()
    if isinstance(reason, CodebookError):
        told: CodingError = CodebookError([CodingError(message, reason.where, hint)])
    else:
        told = type(reason)(message, reason.where, hint)
    told.lasting = True
    return told


def _hold(path: Path, seq: int, reason: str) -> None:
    """Note why an act cannot be reversed, so that it need not be said again."""
    with connected(path) as db, transaction(db):
        db.execute("UPDATE acts SET held = ? WHERE seq = ?", [reason, seq])
        seal_states(db)
