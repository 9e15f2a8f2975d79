"""Read a file of published figures or of answers, whatever it is, as one survey."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import SurveyError, TableError
from coding.files.tables import read_rows, titles_above, unsaid
from coding.model import Indicator, Problem, Question
from coding.model.listing import listed
from coding.survey.choices import Choices
from coding.survey.estimates import Average
from coding.survey.plausibility import look
from coding.survey.tabulation import called, tables, with_intervals
from coding.survey.toplines import REQUIRED, questions, read_toplines, unread

if TYPE_CHECKING:
    from coding.survey.variables import Microdata

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
    """One file: its figures, what is odd about them, and the answers behind them if it has any.

    `means` are the means and medians of scales, `aside` the answers that are in no base: they
    are figures too, but not among the shares of a question. `averages` has what the numbers of
    a question come to.
    """

    name: str
    indicators: tuple[Indicator, ...]
    notes: tuple[Problem, ...]
    microdata: Microdata | None = None
    means: tuple[Indicator, ...] = ()
    aside: tuple[Indicator, ...] = ()
    averages: Mapping[str, Average] = field(default_factory=dict)
    prefix: str = ""

    @property
    def questions(self) -> list[Question]:
        """Return the questions in the order of the file."""
        return questions(self.indicators)

    def called(self, prefix: str) -> SurveyFile:
        """Return it with a prefix before the ids of its questions and figures, and say so."""
        if not prefix:
            return self
        told = Problem(
            where=self.name,
            what=f"its figures are called “{prefix}…”, as another file has questions of these ids",
            hint="That is how codebook, links and commands name them.",
        )
        return replace(
            self,
            indicators=called(self.indicators, prefix),
            notes=(told, *self.notes),
            means=called(self.means, prefix),
            aside=called(self.aside, prefix),
            averages={prefix + name: average for name, average in self.averages.items()},
            prefix=prefix + self.prefix,
        )


def apart(survey: SurveyFile, others: Sequence[SurveyFile]) -> SurveyFile:
    """Return a survey with a prefix, the name of its file, if others have ids of its questions.

    Figures, links and bindings are known by them: whose figure is meant could not be told.
    """
    taken = {question.id for other in others for question in other.questions}
    own = [question.id for question in survey.questions]
    stem = re.sub(r"[^\w-]+", "_", Path(survey.name).stem)
    prefixes = ("", *(f"{stem}{number}." for number in ("", *range(2, 2 + len(others)))))
    free = (p for p in prefixes if taken.isdisjoint(p + key for key in own))
    return survey.called(next(free, f"{survey.name}."))


def read(path: Path, choices: Choices | str = "") -> SurveyFile:
    """Read a file of published figures or of answers; a weight alone is all that was decided.

    A table with two or more of the columns of `REQUIRED` is taken for published figures. Raises
    SurveyError, or TableError for a table with the wrong columns.
    """
    choices = Choices(weight=choices) if isinstance(choices, str) else choices
    return _read(path, choices).called(choices.prefix)


def _read(path: Path, choices: Choices) -> SurveyFile:
    suffix = path.suffix.lower()
    if not path.is_file():
        raise SurveyError("there is no such file", str(path))
    if suffix == SPSS:
        from coding.survey.microdata import read_sav

        return _of_answers(path, read_sav(path, choices))
    if suffix not in TABLES:
        raise SurveyError(
            f"`{suffix}` files cannot be read as a survey",
            path.name,
            f"Save it as {listed(SUFFIXES, last='or')}.",
        )
    columns = {name.casefold() for name in _columns(path)}
    named = [name for name in REQUIRED if name in columns]
    if path.name in TOPLINES or len(named) >= 2:
        if choices.weight or choices.strata or choices.cluster:
            raise SurveyError(
                "published figures have no weight variable", path.name, "Choose no weight for them."
            )
        kept, left_out = _figures_among(read_rows(path, required=REQUIRED, shown=True), path)
        figures = with_intervals(read_toplines(kept, path.name))
        odd = (*_unsaid(path), *left_out, *unread(kept, path.name), *look(figures))
        return SurveyFile(path.name, tuple(figures), odd)
    from coding.survey.microdata import read_answers

    rows = read_rows(path, required=(), shown=True)
    if len(rows) < FEWEST:
        raise TableError(
            f"no column {', '.join(f'`{name}`' for name in REQUIRED if name not in columns)}",
            path.name,
            f"Published figures need them; a table of answers needs {FEWEST} respondents or more.",
        )
    survey = _of_answers(path, read_answers(rows, path.name, choices))
    return replace(survey, notes=(*_unsaid(path), *survey.notes))


def _unsaid(path: Path) -> list[Problem]:
    return [
        Problem(where=path.name, what=f"{what[0].lower()}{what[1:-1]}") for what in unsaid(path)
    ]


def _columns(path: Path) -> list[str]:
    above = path.suffix.lower() == ".xlsx" and titles_above(path, REQUIRED)
    rows = read_rows(path, required=REQUIRED if above else ())
    return [name.strip() for name in rows[0]] if rows else []


def _figures_among(
    rows: Sequence[Mapping[str, str]], path: Path
) -> tuple[list[Mapping[str, str]], list[Problem]]:
    """Return the rows that hold figures, and say which texts above and below are left out."""
    texts = titles_above(path, REQUIRED) if path.suffix.lower() == ".xlsx" else []
    kept = []
    for row in rows:
        filled = [text.strip() for text in row.values() if text and text.strip()]
        if len(filled) == 1 and len(row) > 1:
            texts.append(filled[0])
        else:
            kept.append(row)
    what = "this row is left out, as it has no figure"
    return kept, [Problem(where=path.name, what=f"“{text}”: {what}") for text in texts if text]


def _of_answers(path: Path, data: Microdata) -> SurveyFile:
    found = tables(data, list(data.variables))
    figures = found.shares
    notes = [Problem(where=path.name, what=note) for note in data.notes]
    if not figures and not data.open_questions:
        raise SurveyError(
            "no variable has answers that can be counted",
            path.name,
            "Value labels, or a few different answers, make a variable a question.",
        )
    return SurveyFile(
        path.name,
        figures,
        (*notes, *look(figures)),
        data,
        found.means,
        found.aside,
        {name: told for (name, _), told in found.averages.items()},
    )
