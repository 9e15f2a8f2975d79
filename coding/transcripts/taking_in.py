"""Take a face sheet in: what it makes of the study's people, all that is odd about it named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coding.errors import TableError
from coding.files.grids import letter_of
from coding.model import Participant, Role, TranscriptInfo
from coding.model.listing import counted
from coding.transcripts.facesheet import (
    ID,
    PSEUDONYM,
    FaceSheet,
    StudyNames,
    spelled,
    value_of,
)
from coding.transcripts.incoming import Register

_MADE_DATE = re.compile(r"[^\W\d_]{3,5}\.?[- ]\d{1,2}|\d{1,2}[-. ][^\W\d_]{3,5}\.?")
_DASHES = re.compile(r"\s*[‐-―−]\s*|(?<=\d)\s*-\s*(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSheetTaken:
    """What taking a face sheet in would make of the study's people.

    `links` are interviews whose participant it tells, as transcript → participant; `speakers` are
    those of interviews with several who are called like somebody, as (transcript, label) →
    participant. `attributes` are those it fills, called as in the study. `others` counts values
    that are others in the study. `notes` name all that was changed in a value, and all that is not
    taken.
    """

    people: tuple[Participant, ...]
    attributes: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    matched: int = 0
    others: int = 0
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What is taken, in words.

        >>> FaceSheetTaken(people=(), attributes=("age", "town"), matched=1).said
        '2 attributes of 1 person'
        """
        people = counted(self.matched, "person", "people")
        return f"{counted(len(self.attributes), 'attribute')} of {people}"


def taken_in(
    sheet: FaceSheet,
    mapped: Mapping[int, str],
    people: Sequence[Participant],
    interviews: Sequence[TranscriptInfo],
    *,
    newcomers: bool = False,
    ours: bool = False,
) -> FaceSheetTaken:
    """Return the study's people with the attributes of a face sheet.

    `mapped` has by number of a column the attribute it becomes, ID or PSEUDONYM for the columns
    that hold those. A row whose id nobody has is left out and named, unless `newcomers` may come
    in or there is nobody yet. Empty cells change nothing, and with `ours` no cell changes what
    stands here. Raises TableError if no column names the
    people.
    """
    key = next((n for n, name in mapped.items() if name == ID), sheet.key)
    known = StudyNames(people, interviews)
    if not sheet.columns:
        raise TableError(
            "there are no columns with something in them below a line of headings",
            "the face sheet",
            "Its first line names the columns; each line below it is a person.",
        )
    if key < 0:
        raise TableError(
            "no column names people of the study",
            "the face sheet",
            f"Say which does, such as `{sheet.columns[0].name}={ID}`. The people are:"
            f" {', '.join(known.ids) or 'none yet'}.",
        )
    notes: list[str] = []
    whose, doubled = _whose(sheet, key, known, newcomers or not people, notes)
    names = {column.number: column.name for column in sheet.columns}
    there = {p.id: p for p in people}
    spelling = {_bare(a): a for p in people for a in p.attributes}
    attributes = {
        n: name if name == PSEUDONYM else spelling.get(_bare(name), name)
        for n, name in mapped.items()
        if name != ID
    }
    cells = {n: _cleaned(sheet, n, names[n], whose, notes) for n in attributes}
    rows: dict[str, dict[str, str]] = {}
    for number, _ in sheet.rows:
        if number in whose and number not in doubled:
            given = {a: cells[n][number] for n, a in attributes.items() if cells[n][number]}
            rows[whose[number]] = given
    others = _others(there, rows)
    for person, name, before, value in others:
        stays = f"“{before}” stays, not “{value}”" if ours else f"“{before}” becomes “{value}”"
        notes.append(f"{person}, {name}: {stays}.")
        if ours:
            del rows[person][name]
    made = _joined(people, rows, list(attributes.values()))
    absent = [p.id for p in people if p.id not in rows]
    if absent:
        notes.append(f"In the study, not in the face sheet: {', '.join(absent)}.")
    told = {number: value_of(cells[key]) for number, cells in sheet.rows}
    links = {
        interview: person
        for number, person in whose.items()
        for interview in known.interviews_of(told[number], person)
    }
    speakers = _recognised(made, interviews, links, notes)
    fresh = [key for key in rows if key not in there]
    if fresh:
        notes.append(f"New in the study: {', '.join(fresh)}.")
    return FaceSheetTaken(
        people=made,
        attributes=tuple(dict.fromkeys(a for a in attributes.values() if a != PSEUDONYM)),
        links=links,
        speakers=speakers,
        matched=len(rows),
        others=len(others),
        notes=tuple(notes),
    )


def _recognised(
    people: Sequence[Participant],
    interviews: Sequence[TranscriptInfo],
    links: dict[str, str],
    notes: list[str],
) -> dict[tuple[str, str], str]:
    """Return the speakers who are nobody yet and are called like one of the people.

    Where one alone answers, the interview is with that person.
    """
    speakers: dict[tuple[str, str], str] = {}
    register = Register(people)
    for info in interviews:
        answering = [s for s in info.cast if s.label and s.role is Role.PARTICIPANT]
        nobody = [s for s in answering if not s.participant and info.id not in links]
        for speaker in nobody:
            person = register.find(speaker.name)
            if person and len({s.name for s in answering}) == 1 and not info.participant:
                links[info.id] = person
            elif person:
                speakers[info.id, speaker.label] = person
            if person:
                notes.append(f"{info.name}: {speaker.name} is {person}.")
    return speakers


def _bare(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip().casefold())


def _whose(
    sheet: FaceSheet, key: int, known: StudyNames, newcomers: bool, notes: list[str]
) -> tuple[dict[int, str], set[int]]:
    """Return row → person, and rows of somebody who has one already."""
    whose: dict[int, str] = {}
    doubled: set[int] = set()
    foreign: list[str] = []
    first: dict[str, int] = {}
    for number, cells in sheet.rows:
        told = value_of(cells[key])
        if not told:
            if any(map(value_of, cells)):
                notes.append(f"Row {number} says nobody’s id: it is left out.")
            continue
        person = known.who(told)
        if not person and (person := known.by_figures(told)):
            notes.append(f"Row {number}: {told} is taken for {person}.")
        if not person and newcomers:
            person = next((p for p in first if spelled(p) == spelled(told)), told)
        if not person:
            foreign.append(f"{told} (row {number})")
            continue
        if person in first:
            doubled.add(number)
            other = dict(sheet.rows)[first[person]]
            same = list(map(value_of, other)) == list(map(value_of, cells))
            what = "says the same" if same else "says something else: it is left out"
            notes.append(f"{person} is there twice: row {number} {what} (row {first[person]}).")
            continue
        first[person] = number
        whose[number] = person
    if foreign:
        notes.append(f"In the face sheet, not in the study: {', '.join(foreign)}.")
    return whose, doubled


def _cleaned(
    sheet: FaceSheet, column: int, name: str, whose: Mapping[int, str], notes: list[str]
) -> dict[int, str]:
    """Return the values of a column by row, one spelling each; say what was changed or is odd."""
    raw = {number: cells[column] for number, cells in sheet.rows if number in whose}
    unknown = [number for number, cell in raw.items() if cell and not value_of(cell)]
    if unknown:
        kinds = ", ".join(dict.fromkeys(raw[number] for number in unknown))
        notes.append(f"{name}: {len(unknown)} cells say that nothing is known ({kinds}).")
    values = {number: value_of(cell) for number, cell in raw.items()}
    spellings: dict[str, Counter[str]] = {}
    for value in values.values():
        if value:
            spellings.setdefault(_DASHES.sub("-", value).casefold(), Counter())[value] += 1
    best = {}
    for alike, spelt in spellings.items():
        best[alike] = spelt.most_common(1)[0][0]
        variants = [value for value in spelt if value != best[alike]]
        if variants:
            listed = ", ".join(f"“{value}”" for value in variants)
            notes.append(f"{name}: {listed} is “{best[alike]}”, too.")
    dates = [n for n, value in values.items() if value and _MADE_DATE.fullmatch(value)]
    others = sum(map(bool, values.values())) - len(dates)
    for number in dates if others or len(dates) < 3 else ():  # a column of dates is one
        letter = letter_of(column)
        notes.append(
            f"Please check {name}, row {number} ({letter}{number}): “{values[number]}” may be a"
            " date that a spreadsheet made of a range, such as 10-19."
        )
    return {
        number: best[_DASHES.sub("-", value).casefold()] if value else ""
        for number, value in values.items()
    }


def _others(
    there: Mapping[str, Participant], rows: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, str, str, str]]:
    """Return person, attribute, value here and in the sheet, where the two are not the same."""
    found = []
    for person, row in rows.items():
        old = there.get(person, Participant(id=person))
        for name, value in row.items():
            before = old.pseudonym if name == PSEUDONYM else old.attributes.get(name, "")
            if before and before != value:
                found.append((person, name, before, value))
    return found


def _joined(
    people: Sequence[Participant],
    rows: Mapping[str, Mapping[str, str]],
    attributes: Sequence[str],
) -> tuple[Participant, ...]:
    """Return the people with what the rows say of them."""
    columns = dict.fromkeys(a for p in people for a in p.attributes)
    columns |= dict.fromkeys(a for a in attributes if a != PSEUDONYM)
    there = {p.id: p for p in people}
    made = []
    for key in dict.fromkeys([*there, *rows]):
        old = there.get(key, Participant(id=key))
        row = rows.get(key, {})
        made.append(
            Participant(
                id=key,
                pseudonym=row.get(PSEUDONYM, old.pseudonym),
                attributes={c: row.get(c, old.attributes.get(c, "")) for c in columns},
            )
        )
    return tuple(made)
