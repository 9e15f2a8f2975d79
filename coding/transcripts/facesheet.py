"""Read a face sheet: who was interviewed, with attributes, as a spreadsheet has them.

Nothing here decides for a person. Which column names the people is found by its values, since
headings say anything; columns that look as if they led to a person are not proposed; whatever is
odd (a date that was a range, one person twice, people who are not in the study) is named with its
row and column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.errors import TableError
from coding.files.grids import letter_of
from coding.files.sheets import LaidOutSheet
from coding.files.tables import NO_VALUE
from coding.language import packs
from coding.language.phrases import compiled
from coding.model import Participant, TranscriptInfo
from coding.transcripts.incoming import plain

ID, PSEUDONYM = "participant", "pseudonym"

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: [\d:]+)?|\d{1,2}[./]\d{1,2}[./](?:\d\d){1,2}")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+|https?://\S+|www\.\S+|@\w{3,}", re.I)
_PHONE = re.compile(r"\+?[\d\s()./-]{7,}")
_TWO_WORDS = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){1,2}")
_FEW, _SMALL, _SHORT = 12, 8, 40
_HEAD_ROWS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceColumn:
    """A column: its heading, what is in it, and whether it is proposed as an attribute.

    `letter` is what a spreadsheet calls it. `warning` says why it is not proposed where it looks
    as if it led to a person, or is hidden. `example` has some of its values.
    """

    number: int
    letter: str
    name: str
    filled: int
    values: int
    proposed: bool
    warning: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSheet:
    """A face sheet as it was read: columns, rows with their numbers, and notes on the reading.

    `key` is the number of the column whose values name people or interviews of the study, -1 if
    none does; `alias` that of the pseudonyms, -1 likewise.
    """

    columns: tuple[FaceColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    key: int = -1
    alias: int = -1
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> FaceColumn:
        """Return a column by heading or letter, whatever its case; raises TableError."""
        for spelled in (str.strip, str.casefold):
            for column in self.columns:
                if spelled(name) in (spelled(column.name), column.letter):
                    return column
        if len(name) <= 2:
            for column in self.columns:
                if column.letter == name.strip().upper():
                    return column
        raise TableError(
            f"there is no column `{name}`",
            "the face sheet",
            f"The columns are: {', '.join(column.name for column in self.columns)}.",
        )


def spelled(name: str) -> str:
    """Return what is left of an id where spellings are compared: no signs, case, leading zeros.

    >>> {spelled(name) for name in ("P-01", "P_01", "P 01", "P01", "p1")}
    {'p1'}
    """
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain(name))


class StudyNames:
    """How a study's people may be called: by id, pseudonym, interview or file, in any spelling."""

    def __init__(
        self, people: Sequence[Participant], interviews: Sequence[TranscriptInfo] = ()
    ) -> None:
        called: dict[str, set[str]] = {}
        for person in people:
            for name in (person.id, person.pseudonym):
                called.setdefault(spelled(name), set()).add(person.id)
        ids = {spelled(p.id): p.id for p in people}
        self._words: dict[str, set[str]] = {}  # word of a name → interviews without a person
        self._waiting: dict[str, str] = {}  # interview without a person → whom its name says
        for info in interviews:
            whose = info.participant or ids.get(spelled(info.name), info.name)
            for name in (info.name, info.file, info.file.rpartition(".")[0], info.participant):
                called.setdefault(spelled(name), set()).add(whose)
            if not info.participant:
                self._waiting[info.id] = whose
                for word in _numbered_words(info.name):
                    self._words.setdefault(word, set()).add(info.id)
        self._called = {n: whose.pop() for n, whose in called.items() if n and len(whose) == 1}

    def who(self, told: str) -> str:
        """Return whom an id in a face sheet means, `""` if nobody of the study.

        >>> anna = Participant(id="P01", pseudonym="Anna")
        >>> [StudyNames([anna]).who(told) for told in ("p-1", "Anna", "P2", "")]
        ['P01', 'P01', '', '']
        """
        key = spelled(told)
        return self._called.get(key) or (told if key and key in self._words else "")

    def by_figures(self, told: str) -> str:
        """Return whom a mere number means, where one person alone has it in the id."""
        wanted = told.lstrip("0") or "0"
        fitting = {
            whose
            for name, whose in self._called.items()
            if (re.sub(r"\D", "", name).lstrip("0") or "0") == wanted and re.search(r"\d", name)
        }
        return fitting.pop() if told.isdecimal() and len(fitting) == 1 else ""

    def interviews_of(self, told: str, person: str) -> list[str]:
        """Return the interviews without a participant that are with a person, called `told`."""
        by_word = self._words.get(spelled(told), set())
        return [key for key, whose in self._waiting.items() if whose == person or key in by_word]

    @property
    def ids(self) -> list[str]:
        """Return all people's ids, and names of interviews without anybody's."""
        return list(dict.fromkeys(self._called.values()))


def _numbered_words(name: str) -> set[str]:
    """Return the words of a name that have a figure, alone and with the word before.

    >>> sorted(_numbered_words("Interview P-01, Perm"))
    ['1', 'interviewp1', 'p1']
    """
    words = [word for word in re.split(r"[\W_]+", name) if word]
    pieces = [words[n : n + size] for size in (1, 2, 3) for n in range(len(words) - size + 1)]
    return {spelled("".join(piece)) for piece in pieces if re.search(r"\d", piece[-1])}


# --- reading -----------------------------------------------------------------------------------


def read_face_sheet(sheet: LaidOutSheet, known: StudyNames) -> FaceSheet:
    """Find header and columns of a face sheet; `known` says who is in the study.

    Raises TableError if there is nothing in it.
    """
    if not sheet.rows:
        raise TableError("the face sheet is empty", hint="Its first row names the columns.")
    at, notes = _header(sheet, known)
    body = sheet.rows[at + 1 :]
    heads = sheet.rows[at][1] if at >= 0 else ("",) * len(sheet.rows[0][1])
    used = [n for n in range(len(heads)) if heads[n] or any(cells[n] for _, cells in body)]
    empty = [n for n in used if not any(value_of(cells[n]) for _, cells in body)]
    if empty:
        names = ", ".join(heads[n] or letter_of(n) for n in empty)
        notes.append(f"Columns with nothing in them: {names}.")
    used = [n for n in used if n not in empty]
    names_of = _headings(heads, used, notes)
    values = {n: [value_of(cells[n]) for _, cells in body] for n in used}
    key = _key_column(values, known)
    by_name = [n for n in used if n != key and _pseudonyms().fullmatch(names_of[n])]
    columns = tuple(
        _column(n, names_of[n], values[n], n in sheet.hidden, n in (key, *by_name[:1]))
        for n in used
    )
    return FaceSheet(
        columns=columns,
        rows=body,
        key=key,
        alias=by_name[0] if by_name else -1,
        notes=(*sheet.notes, *notes),
    )


def _header(sheet: LaidOutSheet, known: StudyNames) -> tuple[int, list[str]]:
    """Return which row names the columns, -1 for none, and notes on rows above it."""
    head = sheet.rows[:_HEAD_ROWS]
    first = next((n for n, (_, cells) in enumerate(head) if any(known.who(c) for c in cells)), None)
    if first == 0:
        return -1, ["The first row has a person in it: the columns have no names."]
    width = max(sum(map(bool, cells)) for _, cells in sheet.rows)
    candidates = range(len(head) if first is None else first)
    full = (n for n in candidates if sum(map(bool, head[n][1])) >= max(1, 0.6 * width))
    at = next(full, (first or 1) - 1)
    above = [f"“{' · '.join(filter(None, cells))}”" for _, cells in head[:at]]
    return at, [f"Passed over above the names of the columns: {', '.join(above)}."] if above else []


def _headings(heads: Sequence[str], used: Sequence[int], notes: list[str]) -> dict[int, str]:
    """Return a name of its own for each column."""
    names: dict[int, str] = {}
    for number in used:
        name = re.sub(r"[{}|]", " ", heads[number]).strip(" :") or f"column {letter_of(number)}"
        if not heads[number]:
            notes.append(f"Column {letter_of(number)} has no name.")
        bare, n = name, 2
        while name.casefold() in {other.casefold() for other in names.values()}:
            name, n = f"{bare} ({n})", n + 1
        if name != bare:
            notes.append(f"Two columns are called {bare}: {letter_of(number)} is {name} here.")
        names[number] = name
    return names


def _key_column(values: Mapping[int, Sequence[str]], known: StudyNames) -> int:
    """Return the column that names most people of the study, -1 if none does for three in ten."""

    def named(number: int) -> int:
        return len({known.who(v) for v in values[number]} - {""})

    best = max(values, key=lambda n: (named(n), -n), default=-1)
    if best < 0 or not named(best):
        return -1
    cells = [value for value in values[best] if value]
    return best if sum(bool(known.who(value)) for value in cells) >= 0.3 * len(cells) else -1


def _column(number: int, name: str, values: Sequence[str], hidden: bool, taken: bool) -> FaceColumn:
    filled = [value for value in values if value]
    counted = Counter(value.casefold() for value in filled)
    warning = "" if taken else _leads_to_a_person(name, filled)
    if hidden and not warning:
        warning = "is hidden in the spreadsheet"
    few = len(counted) <= _FEW and (len(filled) <= _SMALL or len(counted) <= 0.75 * len(filled))
    described = bool(_described().search(_words(name)))
    short = sum(map(len, filled)) <= _SHORT * len(filled)
    examples = dict.fromkeys(filled)
    return FaceColumn(
        number=number,
        letter=letter_of(number),
        name=name,
        filled=len(filled),
        values=len(counted),
        proposed=not (warning or taken) and ((few and short) or described),
        warning=warning,
        example=", ".join(list(examples)[:3]),
    )


def _leads_to_a_person(name: str, values: Sequence[str]) -> str:
    """Say why a column looks as if it led to a person, `""` if it does not."""
    half = max(1, len(values) / 2)

    def mostly(shape: re.Pattern[str]) -> bool:
        return sum(bool(shape.fullmatch(value)) for value in values) >= half

    if _identifying().search(_words(name)):
        return "its heading looks identifying"
    if mostly(_MAIL):
        return "looks like addresses in the net"
    if mostly(_DATE):
        return "looks like dates"
    if mostly(_PHONE) and not mostly(re.compile(r"\d{1,4}\s*[-‐-―]\s*\d{1,4}")):
        return "looks like phone numbers"
    titled = all(word[0].isupper() for value in values for word in re.split("[ -]", value) if word)
    if titled and mostly(_TWO_WORDS) and len(set(values)) > 0.8 * len(values) and len(values) > 2:
        return "looks like names"
    return ""


@packs.cached
def _identifying() -> re.Pattern[str]:
    return compiled(packs.together("columns.identifying"))


@packs.cached
def _pseudonyms() -> re.Pattern[str]:
    return compiled(packs.together("columns.pseudonym"))


@packs.cached
def _described() -> re.Pattern[str]:
    """Return a pattern for headings of what labels are made of, whatever its values."""
    return compiled([*packs.together("people.age"), *packs.together("people.gender")])


def _words(heading: str) -> str:
    return heading.replace("_", " ")


def value_of(cell: str) -> str:
    """Return a cell without what says that nothing is known."""
    return "" if cell.strip().casefold() in NO_VALUE else cell.strip()
