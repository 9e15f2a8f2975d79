"""Keep who speaks in each interview: one row for each label, apart from the turns that bear it.

A turn keeps the label that its file had, so that a speaker is renamed, joined to another or given
a person in one row, however much they say. Labels of one name are one speaker. The row with the
label `""` counts the turns of which nobody knows who says them. How many turns and words a speaker
has is counted from the turns (see `coding.store.changes.COUNTED`); who has none is not listed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.model import Role, Speaker, Turn
from coding.model.tally import VoiceRow, counted
from coding.store.connection import Connection

CAST = (
    "(SELECT json_group_array(json_array(label, name, role, participant, turns, words)) FROM"
    " (SELECT * FROM speakers WHERE transcript = t.id AND turns > 0 ORDER BY first))"
)
"""Finds the speakers of a transcript `t` that say something, as `cast_of` reads them."""

COLUMNS = ("id", "transcript", "label", "name", "role", "participant", "turns", "words", "first")
_SAID = 'SELECT start, "end", speaker, role FROM turns WHERE transcript = ? ORDER BY start'


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """A turn as the database keeps it; its `role` counts where it has no label."""

    id: int
    start: int
    end: int
    label: str
    role: str
    time: float | None
    time_end: float | None


def key_of(transcript: str, label: str) -> str:
    """Return the id of a label's row."""
    return f"{transcript}#{label}"


def cast_of(listed: str) -> tuple[Speaker, ...]:
    """Return the speakers of a transcript, labels of one name as one, who speaks first first."""
    by_name: dict[str, Speaker] = {}
    for label, name, role, participant, turns, words in json.loads(listed):
        same = by_name.get(name)
        by_name[name] = Speaker(
            label=same.label if same else label,
            name=name,
            role=same.role if same else Role(role),
            participant=same.participant if same else participant,
            turns=turns + (same.turns if same else 0),
            words=words + (same.words if same else 0),
        )
    return tuple(by_name.values())


def of_labels(db: Connection, transcript: str) -> dict[str, Speaker]:
    """Return label → speaker of a transcript, those without turns among them."""
    rows = db.execute(
        "SELECT label, name, role, participant, turns, words FROM speakers WHERE transcript = ?"
        " ORDER BY first",
        [transcript],
    )
    return {
        label: Speaker(
            label=label,
            name=name,
            role=Role(role),
            participant=participant,
            turns=turns,
            words=words,
        )
        for label, name, role, participant, turns, words in rows
    }


def unplaced(db: Connection) -> list[tuple[str, str]]:
    """List transcript and name of who answers without being anybody of the study yet."""
    rows = db.execute(
        "SELECT DISTINCT s.transcript, s.name FROM speakers AS s"
        " JOIN transcripts AS t ON t.id = s.transcript WHERE t.removed = 0"
        " AND s.role = ? AND s.participant = '' AND s.turns > 0 ORDER BY t.name, s.first",
        [str(Role.PARTICIPANT)],
    )
    return [tuple(row) for row in rows]


def said(
    db: Connection, transcripts: Sequence[str]
) -> dict[str, tuple[list[int], list[int], list[Speaker]]]:
    """Return transcript → where each of its turns begins, ends, and who says it."""
    found: dict[str, tuple[list[int], list[int], list[Speaker]]] = {
        key: ([], [], []) for key in transcripts
    }
    cast = {key: of_labels(db, key) for key in transcripts}
    nobody = {str(role): Speaker(label="", name="", role=role) for role in Role}
    cursor = db.cursor()
    cursor.row_factory = None
    for key, (starts, ends, voices) in found.items():
        for start, end, label, role in cursor.execute(_SAID, [key]):
            starts.append(start)
            ends.append(end)
            voices.append(cast[key].get(label, nobody[role]) if label else nobody[role])
    return found


def turn_of(number: int, row: Any, by_label: Mapping[str, Speaker]) -> Turn:
    """Return a row of start, end, label, role, time, time_end as the turn with this number."""
    start, end, label, role, time, time_end = row
    speaker = by_label.get(label) if label else None
    return Turn(
        number=number,
        start=start,
        end=end,
        speaker=speaker.name if speaker else label,
        role=speaker.role if speaker else Role(role),
        participant=speaker.participant if speaker else "",
        time=time,
        time_end=time_end,
    )


def rows_of(transcript: str, participant: str, voices: Iterable[VoiceRow]) -> list[dict[str, Any]]:
    """Return the rows for the speakers of an interview as it comes in.

    Where one speaker answers, that is whom the interview is with.
    """
    rows = [
        row_of(transcript, label, name=name, role=role, participant=person, count=count)
        for label, name, role, person, *count in voices
    ]
    _give_person(rows, participant)
    return rows


def row_of(
    transcript: str,
    label: str,
    *,
    name: str,
    role: str,
    participant: str = "",
    count: Sequence[int] = (0, 0, 0),
) -> dict[str, Any]:
    """Return what is written down of one label."""
    values = (key_of(transcript, label), transcript, label, name, str(role), participant, *count)
    return dict(zip(COLUMNS, values, strict=True))


def _give_person(rows: list[dict[str, Any]], participant: str) -> None:
    answering = [row for row in rows if row["role"] == Role.PARTICIPANT]
    if len({row["name"] for row in answering}) == 1:
        for row in answering:
            row["participant"] = row["participant"] or participant


def put(db: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows of speakers."""
    db.executemany(
        f"INSERT INTO speakers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
        [list(row.values()) for row in rows],
    )


def take_stock(db: Connection) -> None:
    """Write down the speakers that turns name, in interviews read before speakers were kept."""
    for transcript, participant in db.execute("SELECT id, participant FROM transcripts").fetchall():
        counts_of, roles = counted(_said(db, transcript))
        rows = [
            row_of(transcript, label, name=label, role=roles[label], count=count)
            for label, count in counts_of.items()
        ]
        _give_person(rows, participant)
        put(db, rows)


def counts(db: Connection, transcript: str) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Yield (table, key, columns) for what is counted from the turns of an interview."""
    said = list(_said(db, transcript))
    words = sum(words for *_, words in said)
    yield "transcripts", transcript, {"turns": len(said), "words": words}
    tallied, _ = counted(said)
    for (label,) in db.execute(
        "SELECT label FROM speakers WHERE transcript = ?", [transcript]
    ).fetchall():
        turns, words, first = tallied.get(label, (0, 0, 0))
        columns = {"turns": turns, "words": words, "first": first}
        yield "speakers", key_of(transcript, label), columns


def text_of(db: Connection, transcript: str) -> str:
    """Return the text of a transcript as it reads now, "" for none.

    In a database that has not been brought up to date yet, that is the only one.
    """
    columns = {row[1] for row in db.execute("PRAGMA table_info(texts)")}
    newest = " AND x.sha256 = t.sha256" if "sha256" in columns else ""
    row = db.execute(
        f"SELECT x.text FROM transcripts t JOIN texts x ON x.transcript = t.id{newest}"
        " WHERE t.id = ?",
        [transcript],
    ).fetchone()
    return str(row[0]) if row else ""


def _said(db: Connection, transcript: str) -> Iterator[tuple[str, str, int, int]]:
    text = text_of(db, transcript)
    for start, end, label, role in db.execute(_SAID, [transcript]).fetchall():
        yield label, role, start, len(text[start:end].split())
