"""Write a whole study to read without any program: one page of HTML, or a plain folder of tables.

The page has every interview with its coded words in the colours of their codes, an index of the
codes with their passages, and the memos. It runs nothing and asks nothing of any machine. The
folder has the texts as `.txt` and all else as `.csv`, with a README that says what each column
is, so that an archive can take it in as it stands.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from coding.errors import CodingError
from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.table_writing import write_rows, write_sheets
from coding.files.writing import check_suffix, replacing

SHEET_NAME = 31
"""Letters that the name of a sheet may have."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCode:
    """A code: `number` is its place in the tree, such as 2.1; `path` has the names down to it."""

    id: str
    number: str
    path: str
    definition: str = ""
    color: str = ""

    @property
    def depth(self) -> int:
        """Return how many codes stand above it."""
        return self.number.count(".")

    @property
    def paint(self) -> str:
        """Return its colour where that is one that a page can show, else grey.

        >>> [ArchivedCode(id="", number="1", path="", color=c).paint for c in ("#4477aa", "red;x")]
        ['#4477aa', '#888888']
        """
        return self.color if re.fullmatch(r"#[0-9a-fA-F]{6}|[a-zA-Z]+", self.color) else "#888888"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPassage:
    """A coding as it is shown: characters `start` ≤ i < `end` of a turn's words, by its code.

    It is `carried` where it was made on another language's text, and stands beside it here.
    """

    coding: str
    code: ArchivedCode
    start: int
    end: int
    carried: bool = False

    def within(self, other: ArchivedPassage) -> bool:
        """Say whether it lies in a passage of the same code."""
        return other.code == self.code and other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class ArchivedPiece:
    """Words of a turn that lie under the same codes, the longest passage first."""

    words: str
    under: tuple[ArchivedPassage, ...]

    @property
    def codes(self) -> list[ArchivedCode]:
        """Return the codes, each once."""
        return list({passage.code.id: passage.code for passage in self.under}.values())

    @property
    def carried(self) -> bool:
        """Say whether all of them were put on another language's text."""
        return all(passage.carried for passage in self.under)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTurn:
    """What somebody says at a time; `passages` may overlap."""

    number: int
    speaker: str
    words: str
    time: str = ""
    passages: tuple[ArchivedPassage, ...] = ()

    @property
    def pieces(self) -> list[ArchivedPiece]:
        """Cut the words wherever a passage begins or ends.

        >>> code = ArchivedCode(id="a", number="1", path="A")
        >>> over = ArchivedPassage(coding="x", code=code, start=2, end=4)
        >>> turn = ArchivedTurn(number=1, speaker="", words="So it is", passages=(over,))
        >>> [(piece.words, len(piece.under)) for piece in turn.pieces]
        [('So', 0), (' i', 1), ('t is', 0)]
        """
        cuts = {0, len(self.words)}
        cuts |= {at for passage in self.passages for at in (passage.start, passage.end)}
        longest = sorted(self.passages, key=lambda p: (p.start - p.end, p.coding))
        return [
            ArchivedPiece(
                self.words[start:end], tuple(p for p in longest if p.start <= start < p.end)
            )
            for start, end in pairwise(sorted(cuts))
        ]

    @property
    def codes(self) -> list[ArchivedCode]:
        """Return the codes of its passages, each once."""
        return list({passage.code.id: passage.code for passage in self.passages}.values())

    @property
    def own(self) -> set[str]:
        """Return the ids of the codes that were put on its own words."""
        return {passage.code.id for passage in self.passages if not passage.carried}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedInterview:
    """An interview: what it is called, the label of whom it is with, its turns.

    `language` is a tag of BCP 47, `spoken` what the language is called.
    """

    number: int
    name: str
    label: str = ""
    language: str = ""
    spoken: str = ""
    turns: tuple[ArchivedTurn, ...] = ()

    @property
    def text(self) -> str:
        """Return it as plain text: a line for each turn, its speaker first."""
        return "".join(f"{turn.speaker} {turn.words}\n" for turn in self.turns)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRow:
    """Turns that belong together, a side for each text of an interview, the original's first."""

    sides: tuple[tuple[ArchivedTurn, ...], ...]
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTogether:
    """An interview in several languages: its texts, the original first, and what stands beside.

    A coding stands on all of its texts; where it was not made, it is `carried`.
    """

    texts: tuple[ArchivedInterview, ...]
    rows: tuple[ArchivedRow, ...]

    @property
    def carries(self) -> bool:
        """Say whether any of its texts shows a coding that was made on another one."""
        turns = (turn for text in self.texts for turn in text.turns)
        return any(passage.carried for turn in turns for passage in turn.passages)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeStudy:
    """A study as it is handed on: interviews with their codings, and tables by name.

    `together` has the numbers of originals → the interview with its translations. `tables` has
    name → (rows, columns with what each one holds). `notes` say what a reader has to know of it.
    """

    title: str
    codes: tuple[ArchivedCode, ...]
    interviews: tuple[ArchivedInterview, ...]
    together: Mapping[int, ArchivedTogether] = field(default_factory=dict)
    tables: Mapping[str, tuple[Sequence[Row], Mapping[str, str]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table, none if there is no such one."""
        return self.tables[table][0] if table in self.tables else ()

    @property
    def apart(self) -> list[ArchivedInterview]:
        """Return the interviews that have a place of their own: translations stand beside."""
        texts = (text for both in self.together.values() for text in both.texts[1:])
        beside = {text.number for text in texts}
        return [interview for interview in self.interviews if interview.number not in beside]

    @property
    def passages(self) -> dict[str, list[tuple[ArchivedInterview, ArchivedTurn, str]]]:
        """Return code → its passages as (interview, turn, words), those of two coders once.

        What goes on over several turns stands there turn by turn.
        """
        listed: dict[str, list[tuple[ArchivedInterview, ArchivedTurn, str]]] = {}
        for interview in self.interviews:
            for turn in interview.turns:
                places = dict.fromkeys((p.code.id, p.start, p.end) for p in turn.passages)
                for code, start, end in places:
                    listed.setdefault(code, []).append((interview, turn, turn.words[start:end]))
        return listed


def write_page(path: Path, study: WholeStudy) -> None:
    """Write a study as one page of .html, whole or not at all; raises CodingError."""
    check_suffix(path, (".html",))
    text = page("coding.reports", "whole_study.html.j2", study=study, passages=study.passages)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_workbook(path: Path, study: WholeStudy) -> None:
    """Write a study's tables as sheets of an .xlsx file; raises CodingError."""
    sheets = {
        name.capitalize()[:SHEET_NAME]: (rows, tuple(columns))
        for name, (rows, columns) in study.tables.items()
    }
    write_sheets(path, sheets)


def write_table(path: Path, study: WholeStudy, table: str) -> None:
    """Write one of a study's tables to a .csv file; raises CodingError."""
    check_suffix(path, (".csv",))
    rows, columns = study.tables[table]
    write_rows(path, rows, tuple(columns))


def write_folder(path: Path, study: WholeStudy) -> None:
    """Write a study as a new plain folder, whole or not at all.

    Raises CodingError where something stands there already, or nothing can be written.
    """
    if path.exists():
        hint = "Choose a name that is free; the folder is made anew."
        raise CodingError("there is something of this name already", str(path), hint)
    try:
        made = Path(tempfile.mkdtemp(prefix=".coding-", dir=path.resolve().parent))
    except OSError as error:
        hint = "Make the folder first in which it is to stand, or choose another."
        raise CodingError("the folder cannot be made", str(path), hint) from error
    try:
        (made / "interviews").mkdir()
        for interview in cleaned(list(study.interviews)):
            with replacing(made / "interviews" / f"{interview.number:03}.txt") as temporary:
                temporary.write_text(interview.text, encoding="utf-8", newline="\n")
        for name in study.tables:
            write_table(made / f"{name}.csv", study, name)
        with replacing(made / "README.txt") as temporary:
            temporary.write_text(_readme(cleaned(study)), encoding="utf-8", newline="\n")
        made.rename(path)
    except OSError as error:
        raise CodingError("the folder cannot be written", str(path)) from error
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(made)


def _readme(study: WholeStudy) -> str:
    lines = [study.title, "", *study.notes, ""]
    lines += [
        "interviews/NUMBER.txt: the words of an interview, a line for each turn, who speaks first.",
        "All files are UTF-8. Tables are comma-separated; a text that a spreadsheet would run as a",
        "formula has an apostrophe before it.",
    ]
    for name, (rows, columns) in study.tables.items():
        lines += ["", f"{name}.csv ({len(rows)} rows)"]
        lines += [f"  {column}: {what}" for column, what in columns.items()]
    return "\n".join(lines) + "\n"
