"""Keep check values of what was written, so that damage is noticed before it is shown.

The check value of a table is the sum of 64-bit hashes of its rows: a change costs two hashes,
however long the table is, and a row that is gone or doubled is noticed as well as one that is
altered. Interviews are long and seldom change, so that each one's turns have a value of their own,
as has the search index; both are compared once in a process, right before they are first used.
The changes of each act in the log have one too, compared when the act is taken back.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from coding.errors import DamageError
from coding.model.tally import TurnRow
from coding.store.connection import Connection

RESTORE = "The database is damaged: bring back a backup of project.db."
WHOLE = ("codes", "suggestions")
"""Tables that are not in the log and are written as a whole."""

ACTS = "acts"
ACTS_KEPT = "seq, id, at, coder, verb, summary, reverses"
"""What never changes of an act once it is in the log; its state does."""

STATES = """
SELECT seq, state, held FROM acts WHERE state = 'undone' UNION
SELECT seq, state, held FROM acts WHERE held != ''
"""

INDEX = "spoken_index"
INDEX_PARTS = tuple(f"{INDEX}_{part}" for part in ("data", "idx", "config"))
"""What the search index is kept in and asked for words."""

TEXTS = {
    "texts": ("text",),
    "turns": ("speaker", "role"),
    "changes": ('"table"', "key", "before", "after"),
}
"""Columns of text in tables that SQLite's own check looks at only when everything is checked."""

_AROUND = 1 << 64

_compared: defaultdict[str, set[object]] = defaultdict(set)  # what this process saw to be sound


def weight(values: Iterable[Any]) -> int:
    """Return the 64-bit hash of a row's values, texts taken as their UTF-8 bytes."""
    return _weight(tuple(_in_utf8(v) if isinstance(v, str) else v for v in values))


def _weight(values: tuple[Any, ...]) -> int:
    return _hash(repr(values))


def _hash(told: str) -> int:
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest())


@contextmanager
def in_bytes(db: Connection) -> Iterator[None]:
    """Let texts come as bytes: damaged ones may be no UTF-8."""
    db.text_factory = bytes
    try:
        yield
    finally:
        db.text_factory = str


def _sum(db: Connection, query: str, values: Sequence[Any] = ()) -> int:
    """Return the sum of the weights of the rows that a query finds."""
    with in_bytes(db):
        cursor = db.cursor()
        cursor.row_factory = None
        return sum(map(_weight, cursor.execute(query, values))) % _AROUND


def table_sum(db: Connection, table: str) -> int:
    """Return the check value of a table as it stands."""
    columns = ACTS_KEPT if table == ACTS else "*"
    return _sum(db, f'SELECT {columns} FROM "{table}"')


def turns_sum(db: Connection, transcript: str) -> int:
    """Return the check value of an interview's turns as they stand."""
    return _sum(db, "SELECT * FROM turns WHERE transcript = ?", [transcript])


class TurnsSeal:
    """The check value of an interview's turns, worked out as they are written down."""

    def __init__(self, transcript: str) -> None:
        self.value = 0
        self._transcript = repr(_in_utf8(transcript))
        self._whose: dict[tuple[str, str], str] = {}

    def add(self, key: int, row: TurnRow) -> None:
        """Add a turn that has just come in, with the id that it has in the database.

        What is hashed is its row as `_weight` writes it, put together from what turns share.
        """
        number, start, end, label, role, time, time_end = row
        whose = self._whose.get((label, role))
        if whose is None:
            whose = f"{_in_utf8(label)!r}, {_in_utf8(role)!r}"
            self._whose[label, role] = whose
        self.value += _hash(
            f"({key}, {self._transcript}, {number}, {start}, {end}, {whose}, {time!r},"
            f" {time_end!r}, 1)"
        )


def _in_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def changes_sum(db: Connection, act: int) -> int:
    """Return the check value of an act's changes as they stand in the log."""
    return _sum(db, "SELECT * FROM changes WHERE act = ?", [act])


def schema_sum(db: Connection) -> int:
    """Return the check value of the definitions of tables and indexes."""
    return _sum(
        db,
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'",
    )


def index_sum(db: Connection) -> int:
    """Return the check value of the search index, all its parts."""
    with in_bytes(db):
        cursor = db.cursor()
        cursor.row_factory = None
        return (
            sum(
                _block_weight(part, row)
                for part in INDEX_PARTS
                for row in cursor.execute(f'SELECT * FROM "{part}"')
            )
            % _AROUND
        )


def write_index(db: Connection) -> None:
    """Let the index write down what it holds back until a transaction's end."""
    db.execute("SAVEPOINT written")
    db.execute("RELEASE written")


def _block_weight(part: str, values: tuple[Any, ...]) -> int:
    """Return the 64-bit hash of a row with a block of kilobytes, which is not copied for it."""
    digest = hashlib.blake2b(part.encode(), digest_size=8)
    for value in values:
        digest.update(value if isinstance(value, bytes) else repr(value).encode())
    return int.from_bytes(digest.digest())


def kept(db: Connection, name: str, key: str = "") -> int:
    """Return the check value that was written down for something, 0 if none was."""
    row = db.execute("SELECT seal FROM seals WHERE name = ? AND key = ?", [name, key]).fetchone()
    try:
        return int(row[0], 16) if row else 0
    except ValueError:  # damaged itself
        return -1


def keep(db: Connection, name: str, seal: int, key: str = "") -> None:
    """Write a check value down."""
    _keep_all(db, {(name, key): seal})


def _keep_all(db: Connection, told: Mapping[tuple[str, str], int]) -> None:
    """Write check values down, (name, key) → seal."""
    db.executemany(
        "INSERT INTO seals (name, key, seal) VALUES (?, ?, ?)"
        " ON CONFLICT (name, key) DO UPDATE SET seal = excluded.seal",
        [(name, key, f"{seal % _AROUND:x}") for (name, key), seal in told.items()],
    )


class Seals:
    """The check values that one act changes, written down at its end."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.more: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.interviews: set[str] = set()  # that came in
        self.searchable = False  # whether other words are in the search index now

    def swapped(
        self,
        table: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        *,
        key: str = "",
    ) -> None:
        """Note that a row (None: no row) has taken the place of another."""
        for row, sign in ((before, -1), (after, 1)):
            if row is not None:
                self.more[table, key] += sign * weight(row.values())

    def came_in(self, transcript: str, turns: int) -> None:
        """Note that an interview has come in, with the check value of its turns."""
        self.interviews.add(transcript)
        self.more["turns", transcript] += turns

    def write_down(self) -> None:
        """Write down the check values of what has changed, and of the acts new in the log."""
        told = {
            (table, key): more + (0 if key in self.interviews else kept(self.db, table, key))
            for (table, key), more in self.more.items()
            if more % _AROUND or key in self.interviews
        }
        if self.interviews or self.searchable:
            write_index(self.db)
            told[INDEX, ""] = index_sum(self.db)
        _keep_all(self.db, told | self._acts())
        self.more.clear()
        self.interviews.clear()
        self.searchable = False

    def _acts(self) -> dict[tuple[str, str], int]:
        last = kept(self.db, ACTS, "last")
        new = self.db.execute(
            f"SELECT {ACTS_KEPT} FROM acts WHERE seq > ? ORDER BY seq", [last]
        ).fetchall()
        if not new:
            return {}
        told = {("changes", str(row["seq"])): changes_sum(self.db, row["seq"]) for row in new}
        told[ACTS, ""] = kept(self.db, ACTS) + sum(weight(tuple(row)) for row in new)
        told[ACTS, "last"] = new[-1]["seq"]
        told[ACTS, "states"] = states_sum(self.db)
        return told


def seal_table(db: Connection, table: str) -> None:
    """Write down the check value of a whole table as it stands."""
    keep(db, table, table_sum(db, table))


def seal_states(db: Connection) -> None:
    """Write down the check value of the acts that were taken back, or could not be."""
    keep(db, ACTS, states_sum(db), "states")


def states_sum(db: Connection) -> int:
    """Return the check value of the acts that were taken back, or could not be, as they stand."""
    return _sum(db, STATES)


def seal_all(db: Connection, tables: Iterable[str]) -> None:
    """Write down the check values of everything as it stands: after a migration."""
    db.execute("DELETE FROM seals")
    for table in tables:
        seal_table(db, table)
    for (transcript,) in db.execute("SELECT id FROM transcripts").fetchall():
        keep(db, "turns", turns_sum(db, transcript), transcript)
    keep(db, INDEX, index_sum(db))
    last = 0
    for (last,) in db.execute("SELECT seq FROM acts ORDER BY seq").fetchall():
        keep(db, "changes", changes_sum(db, last), str(last))
    keep(db, ACTS, last, "last")
    seal_states(db)
    keep(db, "schema", schema_sum(db))


# ── compared right before use ──


def forget(place: str) -> None:
    """Compare everything in a database anew: it has been opened anew."""
    _compared[place].clear()


def place_of(db: Connection) -> str:
    """Return the path of a connection's database."""
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def check_interview(db: Connection, transcript: str) -> None:
    """Compare an interview's text and turns with what was imported, once in a process.

    Raises DamageError if they are something else.
    """
    compared = _compared[place_of(db)]
    if transcript in compared:
        return
    # A database of an older program is compared before it is brought up to date.
    which = "x.transcript = t.id" + (" AND x.sha256 = t.sha256" if _has_versions(db) else "")
    with in_bytes(db):
        row = db.execute(
            f"SELECT t.name, t.sha256, x.text FROM transcripts t LEFT JOIN texts x ON {which}"
            " WHERE t.id = ?",
            [transcript],
        ).fetchone()
    if row is None:
        return
    name, expected, text = row
    where = name.decode("utf-8", "replace")
    if (
        text is None
        or _has_bytes(db, "texts", "transcript", transcript)
        or hashlib.sha256(text).hexdigest().encode() != expected
    ):
        raise DamageError("the text is not what was imported (its hash differs)", where, RESTORE)
    if ("turns", transcript) not in compared:
        _check_turns(db, transcript, where)
    compared.add(transcript)


def check_turns(db: Connection, transcripts: Iterable[str]) -> None:
    """Compare interviews' turns with what was written, without the texts; raises DamageError."""
    compared = _compared[place_of(db)]
    for transcript in transcripts:
        if transcript not in compared and ("turns", transcript) not in compared:
            _check_turns(db, transcript, "project.db")
            compared.add(("turns", transcript))


def _check_turns(db: Connection, transcript: str, where: str) -> None:
    same = turns_sum(db, transcript) == kept(db, "turns", transcript)
    if not same or _has_bytes(db, "turns", "transcript", transcript):
        raise DamageError("its turns are not what was written", where, RESTORE)


def check_everything(db: Connection) -> None:
    """Compare every interview, older versions of it, and the search index; raises DamageError."""
    forget(place_of(db))
    for (transcript,) in db.execute("SELECT id FROM transcripts").fetchall():
        check_interview(db, transcript)
    _check_older(db)
    check_index(db)


def _check_older(db: Connection) -> None:
    """Compare every older version of a text with its hash; raises DamageError."""
    if not _has_versions(db):
        return
    with in_bytes(db):
        rows = db.execute(
            "SELECT t.name, x.sha256, x.text FROM texts x JOIN transcripts t"
            " ON t.id = x.transcript AND t.sha256 != x.sha256"
        )
        for name, expected, text in rows:
            if hashlib.sha256(text).hexdigest().encode() != expected:
                where = name.decode("utf-8", "replace")
                raise DamageError("an older version of its text is damaged", where, RESTORE)


def _has_versions(db: Connection) -> bool:
    """Say whether a database keeps versions of texts: one of an older program has one of each."""
    return any(row[1] == "sha256" for row in db.execute("PRAGMA table_info(texts)"))


def check_index(db: Connection) -> None:
    """Compare the search index with what was written, once in a process; raises DamageError."""
    compared = _compared[place_of(db)]
    if INDEX in compared:
        return
    parts = [*INDEX_PARTS, "turns"]
    listed, there = db.execute(
        "SELECT (SELECT coalesce(sum(turns), 0) FROM transcripts), (SELECT count(*) FROM turns)"
    ).fetchone()
    differs = listed != there or index_sum(db) != kept(db, INDEX)
    if differs or not all(whole(db, part) for part in parts):
        raise DamageError("the search index is not what was written", "project.db", RESTORE)
    compared.add(INDEX)


def check_changes(db: Connection, act: int) -> None:
    """Compare what the log has of an act with what was written; raises DamageError."""
    same = changes_sum(db, act) == kept(db, "changes", str(act))
    if not same or _has_bytes(db, "changes", "act", act):
        raise DamageError(
            f"what act {act} changed is not in the log as it was written", "project.db", RESTORE
        )


def _has_bytes(db: Connection, table: str, column: str, key: str | int) -> bool:
    """Say whether a text has turned into bytes: a single bit says which of them a value is."""
    kinds = " OR ".join(f"typeof({name}) = 'blob'" for name in TEXTS[table])
    query = f"SELECT 1 FROM {table} WHERE {column} = ? AND ({kinds}) LIMIT 1"
    return db.execute(query, [key]).fetchone() is not None


def whole(db: Connection, table: str) -> bool:
    """Say whether SQLite finds a table and its indexes in order."""
    return [row[0] for row in db.execute(f'PRAGMA integrity_check("{table}")')] == ["ok"]
