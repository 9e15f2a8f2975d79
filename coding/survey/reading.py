"""Read a file of published figures or of answers, whatever it is, as one survey."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import SurveyError, TableError
from coding.files.tables import read_rows
from coding.model import Indicator, Problem, Question
from coding.survey.plausibility import look
from coding.survey.tabulation import tabulate, with_intervals
from coding.survey.toplines import REQUIRED, questions, read_toplines

if TYPE_CHECKING:
    from coding.survey.microdata import Microdata

TOPLINES = ("toplines.csv", "toplines.xlsx")
"""Files of these names are published figures, whatever columns they have."""

TABLES = (".csv", ".xlsx", ".tsv")
SPSS = ".sav"
SUFFIXES = (*TABLES, SPSS)
"""The endings of the files that `read` understands."""

FEWEST = 20
"""A table with fewer rows than this is no survey of respondents."""


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """One file: its figures, what is odd about them, and the answers behind them if it has any."""

    name: str
    indicators: tuple[Indicator, ...]
    notes: tuple[Problem, ...]
    microdata: Microdata | None = None

    @property
    def questions(self) -> list[Question]:
        """Return the questions in the order of the file."""
        return questions(self.indicators)


def read(path: Path, weight: str = "") -> SurveyFile:
    """Read a file of published figures or of answers; `weight` names the weight variable.

    A table with two or more of the columns of `REQUIRED` is taken for published figures. Raises
    SurveyError, or TableError for a table with the wrong columns.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise SurveyError("there is no such file", str(path))
    if suffix == SPSS:
        from coding.survey.microdata import read_sav

        return _of_answers(path, read_sav(path, weight=weight))
    if suffix not in TABLES:
        raise SurveyError(
            f"`{suffix}` files cannot be read as a survey",
            path.name,
            f"Save it as {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}.",
        )
    columns = {name.casefold() for name in _columns(path)}
    named = [name for name in REQUIRED if name in columns]
    if path.name in TOPLINES or len(named) >= 2:
        if weight:
            raise SurveyError(
                "published figures have no weight variable", path.name, "Leave out --weight."
            )
        figures = with_intervals(read_toplines(read_rows(path, required=REQUIRED), path.name))
        return SurveyFile(path.name, tuple(figures), tuple(look(figures)))
    from coding.survey.microdata import read_answers

    rows = read_rows(path, required=())
    if len(rows) < FEWEST:
        raise TableError(
            f"no column {', '.join(f'`{name}`' for name in REQUIRED if name not in columns)}",
            path.name,
            f"Published figures need them; a table of answers needs {FEWEST} respondents or more.",
        )
    return _of_answers(path, read_answers(rows, path.name, weight=weight))


def _columns(path: Path) -> list[str]:
    rows = read_rows(path, required=())
    return [name.strip() for name in rows[0]] if rows else []


def _of_answers(path: Path, data: Microdata) -> SurveyFile:
    figures = tabulate(data, list(data.variables))
    notes = [Problem(where=path.name, what=note) for note in data.notes]
    if not figures:
        raise SurveyError(
            "no variable has answers that can be counted",
            path.name,
            "Value labels, or a few different answers, make a variable a question.",
        )
    return SurveyFile(path.name, tuple(figures), (*notes, *look(figures)), data)
