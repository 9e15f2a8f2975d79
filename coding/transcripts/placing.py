"""Find where in a transcript a coding of a table stands: by characters, or by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coding.errors import CodingError, NotFound, SegmentError
from coding.language.finding import Finder, Found, Nearness, WordsWanted, in_order
from coding.model import TranscriptInfo
from coding.transcripts.incoming import plain
from coding.transcripts.segments import check_segment

_SHOWN = 60
_ENDING = re.compile(r"\.\w{2,4}$")


class InterviewNames:
    """The interviews of a study by what people call them: id, file, name, or their participant."""

    def __init__(self, listed: Iterable[TranscriptInfo]) -> None:
        self._exact: dict[str, str] = {}
        self._spelled: dict[str, str] = {}
        listed = list(listed)
        for info in listed:
            for name in (info.file, info.name, info.id):
                _bear(self._exact, name, info.id)
                _bear(self._spelled, _spelled(name), info.id)
        of_person: dict[str, str] = {}
        for info in listed:
            _bear(of_person, _spelled(info.participant), info.id)
        self._spelled = of_person | self._spelled
        self.only = listed[0].id if len(listed) == 1 else ""

    def find(self, told: str) -> str:
        """Return the id of the interview that is meant.

        Case, signs and the ending of a file make no difference where nothing else fits; nothing
        told means the only interview that there is. Raises NotFound for none, and for several.
        """
        if not told.strip() and self.only:
            return self.only
        for names, name in ((self._exact, told), (self._spelled, _spelled(told))):
            if name and name in names:
                if names[name]:
                    return names[name]
                raise NotFound(
                    f"two interviews are called “{told}”", hint="Give the one meant by its id."
                )
        if not told.strip():
            raise NotFound("the row does not say in which transcript", hint="Name it.")
        raise NotFound(f"there is no transcript “{told}”", hint="Import it first.")


def _bear(names: dict[str, str], name: str, key: str) -> None:
    """Let a name be that of one interview, or of none where two have it."""
    if name:
        names[name] = "" if names.get(name, key) != key else key


def _spelled(name: str) -> str:
    return plain(_ENDING.sub("", name.strip()))


class RowPlace(NamedTuple):
    """What a row of a table says of where its coding stands; `row` is its number.

    `same` says what may not be on one passage twice: who coded it with what.
    """

    row: int
    words: str = ""
    start: str = ""
    end: str = ""
    same: str = ""


class PlacedRow(NamedTuple):
    """Where a row's coding stands, and how near its words are to those there."""

    start: int
    end: int
    nearness: Nearness = Nearness.SPACED


def place_rows(
    rows: Sequence[RowPlace], text: str, *, first: bool = False
) -> list[PlacedRow | CodingError]:
    r"""Return where each row of a table stands in a text, or why that cannot be said.

    By `start` and `end` if its words stand there, else by its words, however they are spaced,
    quoted and capitalised: offsets of another program may count other characters. Words that
    stand there several times are placed by the order of the rows where that leaves no doubt, or
    else at the `first` of the places that it leaves.

    >>> [(p.start, p.end) for p in place_rows([RowPlace(2, "is  safe")], "It is\nsafe here.")]
    [(3, 10)]
    """
    placed: dict[int, PlacedRow | CodingError] = {}
    for number, row in enumerate(rows):
        try:
            if there := _by_characters(row, text):
                placed[number] = there
        except CodingError as error:
            placed[number] = error
    open_ = [number for number in range(len(rows)) if number not in placed]
    if open_:
        wanted = [WordsWanted(rows[n].row, rows[n].words.strip(), rows[n].same) for n in open_]
        for number, found in zip(open_, in_order(Finder(text), wanted, first=first), strict=True):
            placed[number] = _only(rows[number].words.strip(), found)
    return [placed[number] for number in range(len(rows))]


def _by_characters(row: RowPlace, text: str) -> PlacedRow | None:
    """Return the characters that a row names if its words stand there; raises SegmentError."""
    words = row.words.strip()
    if not (row.start and row.end):
        if not words:
            raise SegmentError("the row has neither start and end nor text")
        return None
    try:
        start, end = int(row.start), int(row.end)
    except ValueError:
        raise SegmentError("start and end must be whole numbers") from None
    if words and not 0 <= start < end <= len(text):
        return None  # lines or paragraphs, as some programs count
    check_segment(start, end, len(text))
    if words and text[start:end].split() != words.split():
        return None
    if not text[start:end].strip():
        raise SegmentError(f"characters {start}-{end} hold no words")
    return PlacedRow(start, end)


def _only(words: str, found: Found) -> PlacedRow | CodingError:
    if len(found.places) == 1:
        return PlacedRow(*found.places[0], found.nearness)
    if found.places:
        return SegmentError(
            f"the words stand {len(found.places)} times in the transcript: “{words[:_SHOWN]}”",
            hint="Give start and end or more of the words around them, or take the first place.",
        )
    return SegmentError(
        f"these words do not stand in the transcript: “{words[:_SHOWN]}”",
        hint="They must be the transcript’s own; spaces, quotation marks and case may differ.",
    )
