"""Take one change of codebook.yaml or participants.csv out of what the file says now.

What has been written since, by hand or in the app, stays: of the codebook the lines of the codes
concerned are taken back, of the participants the persons and cells concerned. Where those have
been changed again since, nothing is done. Edits by hand are named by what they changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coding import codebook as codebook_door
from coding.codebook import Differences
from coding.errors import CodingError, Conflict
from coding.files.merging import merged_lines
from coding.model import Participant
from coding.model.listing import first_few
from coding.project.people import participants_csv, people_in
from coding.store.files import PARTICIPANTS

MOST_NAMED = 4  # codes or persons that one line of the log names

_LATER = "Undo the later change first, or change it by hand."

_Table = Mapping[str, Mapping[str, str]]
"""Id of a person → column → cell; the pseudonym is the column ""."""


def taken_back(name: str, now: str | None, done: str | None, before: str | None) -> str | None:
    """Return what a file says now, without what changed `before` into `done`; None: no file.

    Raises Conflict if the lines concerned have been changed again since.
    """
    if now == done:
        return before
    if name != PARTICIPANTS:
        return codebook_door.taken_back(now or "", done or "", before or "")
    people = _people_back(people_in(now), people_in(done), people_in(before))
    if now is not None and done is not None and before is not None:
        for text in merged_lines(done, before, now):
            if text != now and _says(text, people):
                return text
    if people == people_in(now):
        raise _changed_since(f"how {PARTICIPANTS} is written")
    return participants_csv(people) if people or before is not None else None


# ── participants ──


def _people_back(
    now: Sequence[Participant], done: Sequence[Participant], before: Sequence[Participant]
) -> list[Participant]:
    is_now, was_done, was_before = _table(now), _table(done), _table(before)
    rows = {key: dict(row) for key, row in is_now.items()}
    for key in dict.fromkeys([*was_done, *was_before]):
        row, old, new = (table.get(key) for table in (is_now, was_done, was_before))
        if old == new:
            continue
        if old is None and new is not None:
            if row is not None:
                raise Conflict(f"there is a participant {key} again", PARTICIPANTS, _LATER)
            rows[key] = dict(new)
        elif row is None or (new is None and _bare(row) != _bare(old)):
            raise _changed_since(f"participant {key}")
        elif new is None:
            del rows[key]
        else:
            _cells_back(key, rows[key], old or {}, new)
    gone = _columns(done) - _columns(before)
    gone = {c for c in gone if not any(row.get(c) for row in rows.values())}
    columns = [c for c in _in_order(now, before) if c not in gone]
    return [
        Participant(
            id=key,
            pseudonym=rows[key].get("", ""),
            attributes={column: rows[key].get(column, "") for column in columns},
        )
        for key in _order([p.id for p in now], [p.id for p in done], [p.id for p in before], rows)
    ]


def _cells_back(
    key: str, row: dict[str, str], old: Mapping[str, str], new: Mapping[str, str]
) -> None:
    for column in dict.fromkeys([*old, *new]):
        was, becomes = old.get(column, ""), new.get(column, "")
        if was == becomes:
            continue
        if row.get(column, "") != was:
            raise _changed_since(f"{column or 'the pseudonym'} of participant {key}")
        row[column] = becomes


def _order(
    now: Sequence[str], done: Sequence[str], before: Sequence[str], there: Mapping[str, object]
) -> list[str]:
    """Return ids in their order: as it was before, if nobody has put them in another since."""
    kept = [key for key in now if key in done]
    if kept == [key for key in done if key in now]:
        ordered = [key for key in before if key in there]
        for above, key in zip(["", *now], now, strict=False):
            if key in there and key not in ordered:
                ordered.insert(ordered.index(above) + 1 if above in ordered else 0, key)
        return ordered
    ordered = [key for key in now if key in there]
    return [*ordered, *(key for key in there if key not in ordered)]


def _table(people: Sequence[Participant]) -> _Table:
    return {p.id: {"": p.pseudonym, **p.attributes} for p in people}


def _bare(row: Mapping[str, str] | None) -> dict[str, str]:
    return {column: cell for column, cell in (row or {}).items() if cell}


def _columns(people: Sequence[Participant]) -> set[str]:
    return {name for person in people for name in person.attributes}


def _in_order(now: Sequence[Participant], before: Sequence[Participant]) -> list[str]:
    return list(dict.fromkeys(name for p in (*now, *before) for name in p.attributes))


def _says(text: str, people: Sequence[Participant]) -> bool:
    try:
        return people_in(text) == list(people)
    except CodingError:
        return False


def _changed_since(what: str) -> Conflict:
    return Conflict(f"{what} has been changed again since", PARTICIPANTS, _LATER)


# ── the name of an edit by hand ──


def codebook_edited(before: str | None, after: str) -> str:
    """Name what an edit of codebook.yaml by hand changed, as the log says it."""
    if before is None:
        return "codebook.yaml read"
    return _edited("codebook.yaml", codebook_door.differences(before, after))


def participants_edited(before: str | None, after: str) -> str:
    """Name what an edit of participants.csv by hand changed, as the log says it."""
    if before is None:
        return f"{PARTICIPANTS} read"
    old, new = _table(people_in(before)), _table(people_in(after))
    changed = [key for key in new if key in old and _bare(new[key]) != _bare(old[key])]
    kept = [[key for key in table if key in old and key in new] for table in (old, new)]
    if not changed and kept[0] != kept[1]:
        changed = [key for key, was in zip(kept[1], kept[0], strict=True) if key != was]
    return _edited(
        PARTICIPANTS,
        Differences(
            added=tuple(key for key in new if key not in old),
            changed=tuple(changed),
            gone=tuple(key for key in old if key not in new),
        ),
    )


def _edited(name: str, changes: Differences) -> str:
    parts = [
        f"{first_few(names, MOST_NAMED)} {what}"
        for names, what in (
            (changes.changed, "changed"),
            (changes.added, "added"),
            (changes.gone, "taken out"),
        )
        if names
    ]
    return f"{name} edited by hand: {'; '.join(parts) or 'how it is written'}"
