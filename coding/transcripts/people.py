"""Bring together what two people changed in the table of participants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coding.errors import Conflict
from coding.model import Participant
from coding.model.merging import merge_rows

NAME = "pseudonym"


def together(
    opened: Sequence[Participant], mine: Sequence[Participant], theirs: Sequence[Participant]
) -> list[Participant]:
    """Return the participants with what I changed since `opened`, and what others did.

    Two people who change different persons, or different cells of one, both get theirs. An
    attribute that I added is there for all, one that I took out is gone once nobody has it.
    Raises Conflict, with both texts, where both changed one cell.

    >>> vera = Participant(id="P01", pseudonym="Vera", attributes={"age": "30"})
    >>> mine = Participant(id="P01", pseudonym="Vesna", attributes={"age": "30"})
    >>> theirs = Participant(id="P01", pseudonym="Vera", attributes={"age": "31"})
    >>> [person] = together([vera], [mine], [theirs])
    >>> person.pseudonym, person.attributes["age"]
    ('Vesna', '31')
    """
    was, is_now = _columns(opened), _columns(mine)
    rows, clashes = merge_rows(_rows(opened, ()), _rows(mine, was), _rows(theirs, ()))
    if clashes:
        raise Conflict(
            "somebody else has changed this participant in the meantime",
            hint="Look at what stands there now and try again.",
            clashes=clashes,
        )
    dropped = {
        name for name in was if name not in is_now and not any(r.get(name) for r in rows.values())
    }
    columns = [name for name in dict.fromkeys([*_columns(theirs), *is_now]) if name not in dropped]
    return [
        Participant(
            id=key,
            pseudonym=row.get(NAME, ""),
            attributes={name: row.get(name, "") for name in columns},
        )
        for key, row in rows.items()
    ]


def _columns(people: Sequence[Participant]) -> list[str]:
    return list(dict.fromkeys(name for person in people for name in person.attributes))


def _rows(people: Sequence[Participant], also: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Return id → column → cell; `also` are columns that may have been taken out."""
    return {
        person.id: {
            NAME: person.pseudonym,
            **dict.fromkeys(also, ""),
            **person.attributes,
        }
        for person in people
    }
