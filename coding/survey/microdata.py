"""Read survey answers, one row for each respondent: SPSS files and tables.

What counts as no answer stays an answer that can be seen, marked with why there is none; who was
not asked is in no base. What was assumed on the way is said in `Microdata.notes`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import SurveyError
from coding.model.listing import first_few
from coding.survey.assumptions import absent_answers, notes_on
from coding.survey.choices import Choices
from coding.survey.columns import MOST_OPTIONS, Column, MadeOf, made_of, within
from coding.survey.headings import without_headings
from coding.survey.joining import alike, joined, proposals, spelled_alike
from coding.survey.variables import KINDS, Microdata, OpenQuestion, Variable
from coding.survey.weighting import is_no_measurement, likely_weights, numbered, weights_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["MOST_OPTIONS", "Microdata", "Variable", "read_answers", "read_sav", "within"]

_FILE_LIMIT = 400 * 1024**2
_MARKS = (b"$FL2", b"$FL3")
_NONE = Choices()

_RAW_DATES = ("QYR", "MOYR", "WKYR")
_EPOCH = 141_428
"""Days from 14 October 1582, where SPSS begins to count, to 1970."""
_CALENDAR = 719_000
"""Days before and after 1970 that every calendar of Python has."""


@dataclass(slots=True)
class _Read:
    """What has been read of a file so far."""

    frame: pd.DataFrame
    where: str
    choices: Choices
    made: dict[str, MadeOf] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    open_questions: dict[str, OpenQuestion] = field(default_factory=dict)
    numbers: dict[str, NDArray[Any]] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def take(self, name: str, made: MadeOf) -> None:
        """Put what a column became in its place."""
        self.made[name] = made
        if made.numbers is not None:
            self.numbers[name] = made.numbers
        if name in (self.choices.weight, self.choices.strata, self.choices.cluster):
            return
        if made.variable:
            self.variables[name] = made.variable
        elif made.open_question:
            self.open_questions[name] = made.open_question
        else:
            self.aside.append(name)


def read_sav(path: Path, choices: Choices = _NONE) -> Microdata:
    """Read an SPSS file: value labels, user-missing values, multiple-response sets.

    Raises SurveyError for a file that is damaged or none of SPSS, and for a weight that is no
    number, negative or not there.
    """
    frame, meta = _opened(path)
    read = _Read(frame, path.name, choices)
    _check(choices, [*frame.columns, *(meta.mr_sets or {})], path.name)
    for name in frame.columns:
        cells = frame[name]
        if str(meta.original_variable_types.get(name, "")).startswith(_RAW_DATES):
            cells = _from_seconds(cells, path.name)
        column = Column(
            name=name,
            label=meta.column_names_to_labels.get(name) or name,
            labels=meta.variable_value_labels.get(name, {}),
            ranges=meta.missing_ranges.get(name, []),
            measure=meta.variable_measure.get(name) or "",
            decided=choices.decided(name),
            kind=choices.kinds.get(name, ""),
        )
        read.take(name, made_of(cells, column))
    for name, several in (meta.mr_sets or {}).items():
        there = [member for member in several["variable_list"] if member in read.made]
        if lost := [member for member in several["variable_list"] if member not in read.made]:
            read.told.append(f"{name} names variables that are not there: {first_few(lost, 5)}")
        if not there:
            continue
        members = [read.made[member].variable for member in there]
        counted = several["counted_value"] if several["is_dichotomy"] else None
        together = joined(
            name, several.get("label") or name, [m for m in members if m], counted=counted
        )
        for member in there:
            read.variables.pop(member, None)
            if member in read.aside:
                read.aside.remove(member)
        read.variables[name] = together
    return _finished(read)


def read_answers(
    rows: Sequence[Mapping[str, str]], where: str, choices: Choices = _NONE
) -> Microdata:
    """Turn the rows of a table, one for each respondent, into questions.

    Raises SurveyError as `read_sav` does.
    """
    import pandas as pd

    if not rows:
        raise SurveyError("the table has no respondents", where)
    rows, wordings = without_headings(rows)
    frame = pd.DataFrame(rows)
    read = _Read(frame, where, choices)
    if wordings:
        read.told.append("the rows below the first one that are no answers are read as wordings")
    _check(choices, list(frame.columns), where)
    for name in frame.columns:
        column = Column(
            name=name,
            label=wordings.get(name) or name,
            labels={},
            decided=choices.decided(name),
            kind=choices.kinds.get(name, ""),
        )
        made = made_of(frame[name].astype(object), column)
        if name == choices.weight and made.numbers is None:
            raise SurveyError(
                f"the weight variable `{name}` is no number", where, _numeric_there(read.numbers)
            )
        read.take(name, made)
    return _finished(read)


def _numeric_there(numbers: Mapping[str, object]) -> str:
    return f"Numeric variables: {', '.join(sorted(numbers)[:8]) or 'none'}."


def _opened(path: Path) -> tuple[pd.DataFrame, Any]:
    """Return an SPSS file's values and what it says of them; raises SurveyError."""
    import pyreadstat

    data = _checked(path)
    if data[:4] not in _MARKS:
        raise SurveyError(
            "this is no SPSS file", path.name, "Save it in SPSS as .sav, or as .csv with labels."
        )
    frame = meta = None
    for encoding in (None, "cp1251", "utf-8", "latin1"):
        try:
            frame, meta = pyreadstat.read_sav(str(path), user_missing=True, encoding=encoding)
            break
        except UnicodeDecodeError:
            continue
        except OverflowError as error:
            raise _no_date(path.name) from error
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
            if "string" in str(error).lower() and "encod" in str(error).lower():
                continue
            raise SurveyError(
                "the file is damaged or cut short", path.name, "Save or copy it once more."
            ) from error
    if frame is None or meta is None:
        raise SurveyError("the encoding of its texts is unknown", path.name, "Save it as UTF-8.")
    expected = meta.number_rows
    if expected is not None and 0 <= len(frame) < expected:
        raise SurveyError(
            f"the file is cut short: {len(frame):,} of {expected:,} respondents",
            path.name,
            "Copy it once more.",
        )
    return frame, meta


def _checked(path: Path) -> bytes:
    """Return the first bytes of a file that is not too large to read."""
    try:
        size = os.path.getsize(path)
        if size > _FILE_LIMIT:
            raise SurveyError(f"the file has more than {_FILE_LIMIT // 1024**2} MB", path.name)
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise SurveyError(
            f"the file cannot be read ({error.strerror or error})", path.name
        ) from error


def _no_date(where: str) -> SurveyError:
    hint = "Correct it in SPSS, or save the file as .csv with labels."
    return SurveyError("a date in it is on no calendar", where, hint)


def _from_seconds(cells: pd.Series[Any], where: str) -> pd.Series[Any]:
    """Return seconds since 14 October 1582 as days of the calendar; raises SurveyError."""
    import numpy as np
    import pandas as pd

    days = np.floor(cells.to_numpy(dtype=float) / 86_400) - _EPOCH
    if np.any(np.abs(days) > _CALENDAR):
        raise _no_date(where)
    return pd.Series(
        [None if day != day else np.datetime64(int(day), "D").item() for day in days], dtype=object
    )


def _check(choices: Choices, columns: Sequence[str], where: str) -> None:
    """Raise SurveyError if something was decided about a variable that is not there."""
    there = set(columns)
    named = {
        "weight": [choices.weight],
        "strata": [choices.strata],
        "cluster": [choices.cluster],
        "missing": [name for name in choices.missing if name != "*"],
        "kind": list(choices.kinds),
        "join": [member for members in choices.joined.values() for member in members],
    }
    for option, names in named.items():
        for name in names:
            if name and name not in there and option != "weight":
                raise SurveyError(
                    f"there is no variable `{name}`",
                    f"{where}, --{option}",
                    _nearest(name, columns),
                )
    for name, kind in choices.kinds.items():
        if kind not in KINDS:
            raise SurveyError(
                f"`{kind}` is no kind of question",
                f"{where}, {name}",
                f"One of {', '.join(KINDS)}.",
            )


def _nearest(name: str, columns: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(columns), 3, 0.5)
    return f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else ""


def _finished(read: _Read) -> Microdata:
    """Join what is to be joined, and put weights and design beside the questions."""
    choices, where = read.choices, read.where
    twins = {
        name: groups for name, variable in read.variables.items() if (groups := alike(variable))
    }
    if choices.spellings:
        for name in twins:
            read.variables[name] = spelled_alike(read.variables[name])
        twins = {}
    offered = proposals(read.variables, list(read.frame.columns), taken=choices.joined)
    for name, members in choices.joined.items():
        parts = [read.variables.pop(member) for member in members if member in read.variables]
        proposal = next((p for p in offered if p.members == tuple(members)), None)
        read.variables[name] = joined(
            name,
            proposal.label if proposal else name,
            parts,
            options=proposal.options if proposal else (),
        )
    likely = likely_weights(read.numbers, {n: v.label for n, v in read.variables.items()})
    for name in likely:
        if name not in choices.kinds and is_no_measurement(read.numbers[name]):
            read.variables.pop(name, None)
    weights, told = weights_of(read.numbers, read.frame, choices.weight, where)
    data = Microdata(
        respondents=len(read.frame),
        variables=dict(read.variables),
        weights=weights,
        weight=choices.weight,
        source=where,
        strata=numbered(read.frame, choices.strata),
        clusters=numbered(read.frame, choices.cluster),
        choices=choices,
        open_questions=dict(read.open_questions),
        absent=absent_answers(read.made),
        proposals=tuple(p for p in offered if p.name not in choices.joined),
        alike=twins,
        numeric=tuple(read.numbers),
        likely_weights=likely,
        columns=tuple(map(str, read.frame.columns)),
    )
    blank = {word: name for name, made in read.made.items() for word in made.blank}
    return replace(data, notes=(*read.told, *told, *notes_on(data, read.aside, blank)))
