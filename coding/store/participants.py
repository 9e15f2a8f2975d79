"""Keep who was interviewed, in the order of participants.csv."""

from __future__ import annotations

import json
from typing import Any

from coding.model import Participant
from coding.store.connection import Connection
from coding.store.reader import Reader


class ParticipantRows(Reader):
    """The participants in the database."""

    def all(self) -> list[Participant]:
        """List the participants in the order of their file."""
        return list(self.kept("participants", read))


def read(db: Connection) -> list[Participant]:
    """List the participants in the order of their file."""
    rows = db.execute("SELECT id, pseudonym, attributes FROM participants ORDER BY position, id")
    return [
        Participant(id=key, pseudonym=pseudonym, attributes=json.loads(attributes))
        for key, pseudonym, attributes in rows
    ]


def row_of(person: Participant, position: int) -> dict[str, Any]:
    """Return what is written down of a participant, the id left out."""
    return {
        "pseudonym": person.pseudonym,
        "attributes": json.dumps(dict(person.attributes), ensure_ascii=False),
        "position": position,
    }
