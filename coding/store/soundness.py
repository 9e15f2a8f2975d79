"""Look over the whole database for whatever is not as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from coding.store.changes import LOGGED
from coding.store.connection import SQLITE_VERSION, Connection
from coding.store.damage import damaged
from coding.store.seals import INDEX, changes_sum, index_sum, kept, turns_sum

Fault = tuple[str, str, str]

_SAFE_WITH_SEVERAL = (3, 51, 3)
_BACKUP = "Bring back a backup."


def faults(
    db: Connection, name: str, progress: Callable[[str], None] | None = None
) -> Iterator[Fault]:
    """Yield (where, what, hint) for each fault; `name` is the database's file."""
    for (line,) in db.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield name, f"SQLite finds it damaged: {line}", _BACKUP
    for row in db.execute("PRAGMA foreign_key_check").fetchall():
        yield name, f"a row of {row[0]} points to nothing in {row[2]}", _BACKUP
    yield from _transcripts(db, progress)
    for told in damaged(db):
        yield name, f"it is damaged: {told} not what was written", _BACKUP
    if index_sum(db) != kept(db, INDEX):
        yield name, "the search index is not what was written", _BACKUP
    for (act,) in db.execute("SELECT seq FROM acts ORDER BY seq").fetchall():
        if changes_sum(db, act) != kept(db, "changes", str(act)):
            yield name, f"what act {act} changed is not in the log as it was written", _BACKUP
    for table in LOGGED:
        unlogged = db.execute(
            f'SELECT id FROM "{table}" WHERE id NOT IN (SELECT key FROM changes WHERE "table" = ?)',
            [table],
        )
        for (key,) in unlogged.fetchall():
            yield name, f"{key} in {table} has no row in the log", _BACKUP
    retired = db.execute(
        "SELECT code, count(*) FROM codings JOIN codes ON codes.id = code"
        " WHERE retired = 1 GROUP BY code"
    )
    for code, n in retired.fetchall():
        yield (
            "codebook.yaml",
            f"{n} codings use code `{code}`, which is not in the codebook",
            "Put the code back, or recode them.",
        )
    coders = db.execute("SELECT count(DISTINCT coder) FROM codings").fetchone()[0]
    if coders > 1 and SQLITE_VERSION < _SAFE_WITH_SEVERAL:
        version = ".".join(map(str, SQLITE_VERSION))
        yield (
            name,
            f"SQLite {version} can damage a file that several people write to",
            "Install pysqlite3 (0.6 or later), or let one person write at a time.",
        )


def _transcripts(db: Connection, progress: Callable[[str], None] | None) -> Iterator[Fault]:
    """Compare each text with its hash, its turns with their number, each coding with its words.

    Bytes are compared, for a damaged text may not be readable as one.
    """
    listed = db.execute(
        "SELECT id, name, sha256, turns, (SELECT count(*) FROM turns"
        "  JOIN spoken_index_docsize AS found ON found.id = turns.id WHERE transcript = t.id)"
        " FROM transcripts AS t"
    ).fetchall()
    for key, name, expected, turns, indexed in listed:
        if progress:
            progress(name)
        rows = db.execute(
            "SELECT sha256, CAST(text AS BLOB) FROM texts WHERE transcript = ?", [key]
        )
        texts = dict(tuple(row) for row in rows)
        wrong = {s for s, told in texts.items() if hashlib.sha256(told).hexdigest() != s}
        if expected in wrong or expected not in texts:
            yield name, "its text is not what was imported", _BACKUP
            continue
        for _ in wrong:
            yield name, "an older version of its text is not what was written", _BACKUP
        if turns != indexed:
            yield name, f"{indexed} of its {turns} turns are there", _BACKUP
        elif turns_sum(db, key) != kept(db, "turns", key):
            yield name, "its turns are not what was written", _BACKUP
        elif told := _turns(db, key, len(texts[expected].decode())):
            yield name, told, _BACKUP
        read = {sha: text.decode() for sha, text in texts.items() if sha not in wrong}
        codings = db.execute(
            'SELECT id, start, "end", CAST(text AS BLOB), wording FROM codings'
            " WHERE transcript = ?",
            [key],
        )
        for coding, start, end, words, wording in codings.fetchall():
            if wording not in wrong and read.get(wording, "")[start:end].encode() != words:
                yield (
                    f"{name} {start}-{end}",
                    f"the words of coding {coding} do not stand there",
                    "Remove the coding and code the passage again.",
                )


def _turns(db: Connection, transcript: str, length: int) -> str:
    """Say what is wrong with the turns of an interview, `""` if they are in order and somebody's.

    They must lie in the text one behind the other, and each label must have its speaker.
    """
    at = 0
    for start, end, label in db.execute(
        "SELECT start, \"end\", iif(speaker = '' OR speaker IN (SELECT label FROM speakers"
        " WHERE transcript = turns.transcript), NULL, speaker) FROM turns WHERE transcript = ?"
        " ORDER BY start, number",
        [transcript],
    ).fetchall():
        if not at <= start < end <= length:
            return f"its turn at characters {start}-{end} lies across another, or outside the text"
        if label is not None:
            return f"nobody is known to be the speaker “{label}” of one of its turns"
        at = end
    return ""
