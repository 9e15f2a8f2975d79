"""Find what rests on something that is not there: codings without their code, and the like."""

from __future__ import annotations

from coding.store.connection import Connection

Loose = dict[tuple[str, str], tuple[str, str]]
"""(table, id) of what hangs in the air → what is wrong with it, and how to mend that."""

_TAKE_OFF = "Take that off, or give it another code, first."


def loose_ends(db: Connection) -> Loose:
    """Return all that rests on a code, coding or participant which is gone."""
    found: Loose = {}
    for key, coder, code in db.execute(
        "SELECT c.id, c.coder, codes.name FROM codings AS c JOIN codes ON codes.id = c.code"
        " WHERE codes.retired = 1"
    ):
        said = f"{coder} has codings with {code}, which would not be in the codebook"
        found["codings", key] = (said, _TAKE_OFF)
    for key, code in db.execute(
        "SELECT links.id, codes.name FROM links JOIN codes ON codes.id = links.code"
        " WHERE codes.retired = 1"
    ):
        said = f"{code} is linked to a figure and would not be in the codebook"
        found["links", key] = (said, "Take that link away first.")
    for (key,) in db.execute(
        "SELECT id FROM links WHERE coding != '' AND coding NOT IN (SELECT id FROM codings)"
    ):
        said = "a coding that would be gone is linked to a figure"
        found["links", key] = (said, "Take that link away first.")
    for key, name, person in db.execute(
        "SELECT id, name, participant FROM transcripts WHERE removed = 0 AND participant != ''"
        " AND participant NOT IN (SELECT id FROM participants)"
    ):
        said = f"{name} would belong to {person}, who is not among the participants"
        found["transcripts", key] = (said, "Correct the transcript’s participant first.")
    for key, name, said_by, person in db.execute(
        "SELECT s.id, t.name, s.name, s.participant FROM speakers s JOIN transcripts t"
        " ON t.id = s.transcript AND t.removed = 0 WHERE s.participant != ''"
        " AND s.participant NOT IN (SELECT id FROM participants)"
    ):
        said = f"{said_by} in {name} would be {person}, who is not among the participants"
        found["speakers", key] = (said, "Correct who the speaker is first.")
    return found
