"""Find words in what was said, with the index that SQLite keeps of the turns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from heapq import merge
from itertools import islice

from coding.errors import CodingError
from coding.files.clean import tidy
from coding.model import Hit
from coding.store.connection import Connection
from coding.store.numbers import LATE
from coding.store.seals import check_index, check_interview, write_index
from coding.store.speakers import text_of

TOKENIZER = "tokenize='unicode61 remove_diacritics 2'"
Forms = Callable[[str], Iterable[str]]
GATHERED = 4 << 20
"""Bytes of words that the index gathers, four times what SQLite lets it: a third less work."""

_AT_ONCE = 32  # turns
_DROPPED = "\u0301\u0301"
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_APART = "[.,'’ \u00a0\u202f]"
_GROUPED = re.compile(rf"\d{{1,3}}(?:{_APART}\d{{3}})+")
_TERM = re.compile(rf'"([^"]+)"|((?<!\S){_GROUPED.pattern}(?!\S)|\S+)')
_GOES_ON = re.compile(rf"{_APART}\d{{3}}(?!\d)")
_WENT_ON = re.compile(r"\d[.,'’\u00a0\u202f]$")


def folded(text: str) -> str:
    """Return words as the index has them: `ё` is `е`, and no character changes its place.

    A hyphen at the end of a line becomes two accents, which the index drops: the word is whole.
    """
    return text.replace("ё", "е").replace("Ё", "Е").replace("-\n", _DROPPED)


def as_it_is(text: str) -> bool:
    """Tell whether the index has every word of a text as it stands: nothing is to be folded."""
    return text.isascii() and "-\n" not in text


def hold_more(db: Connection) -> None:
    """Let the index gather more words in memory before it sorts them: many come in at once.

    It keeps that itself from then on.
    """
    kept = db.execute("SELECT v FROM spoken_index_config WHERE k = 'hashsize'").fetchone()
    if kept is None:
        db.execute(
            "INSERT INTO spoken_index (spoken_index, rank) VALUES ('hashsize', ?)", [GATHERED]
        )


def put_in(db: Connection, turns: Iterable[tuple[int, str]], *, as_it_is: bool = False) -> None:
    """Put the words of turns (id, words) into the index, as they are if they are of such a text."""
    db.executemany(
        "INSERT INTO spoken_index (rowid, words) VALUES (?, ?)",
        turns if as_it_is else ((turn, folded(words)) for turn, words in turns),
    )


def put_in_again(db: Connection) -> None:
    """Make the index anew from the turns of every interview, one text in memory at a time."""
    db.execute("INSERT INTO spoken_index (spoken_index) VALUES ('delete-all')")
    for (transcript,) in db.execute("SELECT DISTINCT transcript FROM texts").fetchall():
        text = text_of(db, transcript)
        turns = db.execute(
            'SELECT id, start, "end" FROM turns WHERE transcript = ? ORDER BY id', [transcript]
        ).fetchall()
        put_in(db, ((turn, text[start:end]) for turn, start, end in turns))
    write_index(db)


def take_out(db: Connection, turn: int, words: str) -> None:
    """Take a turn out of the index, which must be told the very words that it has of it."""
    db.execute(
        "INSERT INTO spoken_index (spoken_index, rowid, words) VALUES ('delete', ?, ?)",
        [turn, folded(words)],
    )


def vocabulary(db: Connection) -> list[str]:
    """List every word that is said in any interview, as the index has it: small, no accents."""
    check_index(db)
    db.execute("BEGIN")
    db.execute("CREATE VIRTUAL TABLE temp.said USING fts5vocab('main', 'spoken_index', 'row')")
    words = [row[0] for row in db.execute("SELECT term FROM temp.said")]
    db.execute("ROLLBACK")
    return words


def search(
    db: Connection,
    query: str,
    *,
    people: Sequence[str] | None = None,
    limit: int = 200,
    forms: Forms | None = None,
) -> list[Hit]:
    """Find words in the order of the transcripts; see `TranscriptRows.search`.

    The index says in which turns they are. Where in a turn, SQLite can only say of words that
    it holds; to read them through `spoken` would cost a whole text each time, so a few turns at
    a time are put into an index in memory that holds its words.
    """
    match = _match(query, forms)
    check_index(db)
    among = None if people is None else json.dumps(list(people))
    db.execute("BEGIN")
    db.execute(f"CREATE VIRTUAL TABLE temp.held USING fts5 (words, {TOKENIZER})")
    late = db.execute("SELECT EXISTS (SELECT 1 FROM turns WHERE id >= ?)", [LATE]).fetchone()[0]
    found = [
        db.execute(
            'SELECT v.id, t.id, t.name, v.start, v."end", t.rowid FROM spoken_index'
            " JOIN turns v ON v.id = spoken_index.rowid JOIN transcripts t ON t.id = v.transcript"
            f" WHERE spoken_index MATCH ? AND spoken_index.rowid {which} ? AND t.removed = 0"
            " AND (? IS NULL OR EXISTS (SELECT 1 FROM speakers s"
            " WHERE s.id = v.transcript || '#' || v.speaker"
            " AND s.participant IN (SELECT value FROM json_each(?))))"
            f" ORDER BY {order}",
            [match, LATE, among, among],
        )
        for which, order in (("<", "spoken_index.rowid"), (">=", "t.rowid, v.start"))[: 1 + late]
    ]
    rows = merge(*found, key=lambda row: (row[5], row[3]))
    read = lru_cache(maxsize=1)(partial(_text, db))
    hits: list[Hit] = []
    while (not limit or len(hits) < limit) and (turns := list(islice(rows, _AT_ONCE))):
        db.executemany(
            "INSERT INTO held (rowid, words) VALUES (?, ?)",
            [(turn, folded(read(of)[start:end])) for turn, of, _, start, end, _ in turns],
        )
        marked = dict(
            db.execute(
                "SELECT rowid, highlight(held, 0, char(2), char(3)) FROM held WHERE held MATCH ?",
                [match],
            ).fetchall()
        )
        for turn, of, name, start, *_ in turns:
            hits += _hits(of, name, read(of), start, marked.get(turn, ""))
        db.execute("DELETE FROM held")
    db.execute("ROLLBACK")
    return hits[:limit] if limit else hits


def _text(db: Connection, transcript: str) -> str:
    check_interview(db, transcript)
    return text_of(db, transcript)


def _match(query: str, forms: Forms | None = None) -> str:
    """Return the words of a query as SQLite's full-text search takes them, all in quotes.

    `forms` has what a word that stands alone may look like besides.
    """
    terms = []
    query = tidy(query)[0]
    for phrase, word in _TERM.findall(folded(query).replace("\0", " ")):
        term = phrase or word
        star = "*" if not phrase and term.endswith("*") else ""
        if any(c.isalnum() for c in term):
            bare = term.rstrip("*").replace('"', '""')
            whole = _HYPHEN.sub("", bare)  # as it is where its hyphen ends a line
            either = f' OR "{whole}"{star}' if whole != bare else ""
            if not star and (otherwise := _otherwise_written(bare)):
                either += f' OR "{otherwise}"'
            if forms and not phrase and not star:
                either += "".join(f' OR "{form}"' for form in forms(bare))
            terms.append(f'("{bare}"{star}{either})')
    if not terms:
        raise CodingError(
            "the search has no word in it", hint='Try border, border*, or "going back".'
        )
    return " AND ".join(terms)


def _otherwise_written(number: str) -> str:
    """Return a number as it is written with its thousands apart, or without, "" for no number.

    The index knows no signs: "5 000" stands for 5,000 and 5.000 as well.

    >>> _otherwise_written("5000"), _otherwise_written("1,250,000"), _otherwise_written("2022")
    ('5 000', '1250000', '2 022')
    """
    if _GROUPED.fullmatch(number):
        return re.sub(_APART, "", number)
    if number.isdecimal() and len(number) > 3 and number[0] != "0":
        return f"{int(number):,}".replace(",", " ")
    return ""


def _part_of_a_number(text: str, start: int, end: int) -> bool:
    """Tell whether what was found as a number with thousands is a piece of a greater one."""
    return bool(
        _GROUPED.fullmatch(text, start, end)
        and (_GOES_ON.match(text, end) or _WENT_ON.search(text, max(0, start - 2), start))
    )


def _hits(transcript: str, name: str, text: str, start: int, marked: str) -> Iterable[Hit]:
    at = start
    for piece in re.split("(\2[^\3]*\3)", marked):
        words = piece.strip("\2\3")
        if piece.startswith("\2"):
            end = at + len(words)
            if _part_of_a_number(text, at, end):
                at = end
                continue
            yield Hit(
                transcript=transcript,
                name=name,
                start=at,
                end=end,
                before=text[max(0, at - 60) : at].replace("\n", " "),
                hit=text[at:end],
                after=text[end : end + 60].replace("\n", " "),
            )
        at += len(words)
