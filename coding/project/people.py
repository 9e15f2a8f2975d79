"""Write participants as the text of participants.csv, and read them from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from coding.errors import ProjectError
from coding.files.tables import rows_in
from coding.model import Participant
from coding.store.files import PARTICIPANTS


def participants_csv(people: Sequence[Participant]) -> str:
    """Return the text of participants.csv, attributes in order of first appearance."""
    attributes = list(dict.fromkeys(name for p in people for name in p.attributes))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["participant", "pseudonym", *attributes])
    for p in people:
        writer.writerow([p.id, p.pseudonym, *(p.attributes.get(a, "") for a in attributes)])
    return out.getvalue()


def people_of(rows: Sequence[Mapping[str, str]]) -> list[Participant]:
    """Return participants as the rows of their table have them; raises ProjectError."""
    people = [
        Participant(
            id=row["participant"].strip(),
            pseudonym=row.get("pseudonym", "").strip(),
            attributes={
                k: v.strip() for k, v in row.items() if k not in ("participant", "pseudonym")
            },
        )
        for row in rows
    ]
    check_ids(people)
    return people


def check_ids(people: Sequence[Participant]) -> None:
    """Raise ProjectError where a participant has no id, or two have the same."""
    seen: set[str] = set()
    for number, person in enumerate(people, 2):
        where = f"{PARTICIPANTS}:{number}"
        if not person.id:
            raise ProjectError(
                "a participant has no id", where, "Give each one an id, such as P07."
            )
        if person.id in seen:
            raise ProjectError(
                f"participant `{person.id}` appears twice", where, "Give one of them another id."
            )
        seen.add(person.id)


def people_in(text: str | None) -> list[Participant]:
    """Return the participants that the text of the file has; None is no file."""
    if text is None:
        return []
    return people_of(rows_in(text, required=["participant"], where=PARTICIPANTS))
