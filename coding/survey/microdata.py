"""Read survey answers, one row for each respondent: SPSS files and tables.

An answer is a label: the value label of a .sav, or the cell of a table. What the survey counts
as no answer (user-missing values such as "Refused") stays an answer that can be seen, marked as
missing; an empty cell means that the question was not put, or left out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import SurveyError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MOST_OPTIONS = 25
"""A variable with more different answers than this is taken to be open or a measurement."""

_FILE_LIMIT = 400 * 1024**2
_MARKS = (b"$FL2", b"$FL3")


@dataclass(frozen=True, slots=True)
class Variable:
    """A question as respondents answered it.

    `codes` has for each respondent the place of the answer in `options`, -1 for none. For a set
    of several answers, `parts` has instead a column of such places for each of its variables.
    `missing` marks the options that count as no answer.
    """

    name: str
    label: str
    type: str
    options: tuple[str, ...]
    codes: NDArray[Any]
    missing: frozenset[int] = frozenset()
    parts: tuple[NDArray[Any], ...] = ()

    def chosen(self) -> NDArray[Any]:
        """Return respondents × options, true where a respondent gave the option."""
        import numpy as np

        places = np.arange(len(self.options))
        marks = np.zeros((len(self.codes), len(self.options)), bool)
        for codes in self.parts or (self.codes,):
            marks |= codes[:, None] == places
        return marks

    def asked(self) -> NDArray[Any]:
        """Return which respondents gave any answer, be it "don't know"."""
        return self.codes >= 0


@dataclass(frozen=True, slots=True)
class Microdata:
    """Everything a file of answers holds: questions by name, weights, and what was left aside."""

    respondents: int
    variables: Mapping[str, Variable]
    weights: NDArray[Any]
    weight: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""


def read_sav(path: Path, *, weight: str = "") -> Microdata:
    """Read an SPSS file: value labels, user-missing values, multiple-response sets.

    Raises SurveyError for a file that is damaged or none of SPSS, and for a weight that is no
    number, negative or not there.
    """
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
    sets = {
        name: several for name, several in (meta.mr_sets or {}).items() if several["variable_list"]
    }
    inside = {name for several in sets.values() for name in several["variable_list"]}
    variables: dict[str, Variable] = {}
    aside: list[str] = []
    numbers: dict[str, NDArray[Any]] = {}
    for name in frame.columns:
        labels = meta.variable_value_labels.get(name, {})
        ranges = meta.missing_ranges.get(name, [])
        made = _variable(
            frame[name],
            name=name,
            label=meta.column_names_to_labels.get(name) or name,
            labels=labels,
            missing=lambda value, ranges=ranges: _within(value, ranges),
            scale=meta.variable_measure.get(name) == "ordinal",
        )
        if frame[name].dtype.kind in "fiu":
            numbers[name] = frame[name].to_numpy(dtype=float)
        if name in inside:
            continue
        if made is None:
            aside.append(name)
        elif name != weight:
            variables[name] = made
    for name, several in sets.items():
        variables[name] = _answers(name, several, frame, meta)
    return _weighed(variables, numbers, frame, weight, aside, path.name)


def read_answers(rows: Sequence[Mapping[str, str]], where: str, *, weight: str = "") -> Microdata:
    """Turn the rows of a table, one for each respondent, into questions.

    Raises SurveyError as `read_sav` does.
    """
    import numpy as np
    import pandas as pd

    if not rows:
        raise SurveyError("the table has no respondents", where)
    frame = pd.DataFrame(rows).map(lambda cell: str(cell).strip())
    variables: dict[str, Variable] = {}
    aside: list[str] = []
    numbers: dict[str, NDArray[Any]] = {}
    for name in frame.columns:
        column = frame[name].replace("", None)
        as_numbers = pd.to_numeric(
            frame[name].str.replace(",", ".", regex=False).replace("", "nan"), errors="coerce"
        ).to_numpy(dtype=float)
        if not np.isnan(as_numbers).all() or name == weight:
            numbers[name] = as_numbers
        made = _variable(
            column, name=name, label=name, labels={}, missing=lambda _: False, scale=False
        )
        if made is None:
            aside.append(name)
        elif name != weight:
            variables[name] = made
    return _weighed(variables, numbers, frame, weight, aside, where)


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


def _within(value: Any, ranges: Sequence[Mapping[str, Any]]) -> bool:
    if isinstance(value, str):
        return any(value == missing["lo"] for missing in ranges)
    return any(
        not isinstance(missing["lo"], str) and missing["lo"] <= value <= missing["hi"]
        for missing in ranges
    )


def _variable(
    column: pd.Series[Any],
    *,
    name: str,
    label: str,
    labels: Mapping[Any, str],
    missing: Any,
    scale: bool,
) -> Variable | None:
    """Return a column as a question, None if it has too many different answers for one."""
    import numpy as np
    import pandas as pd

    if column.dtype.kind == "M" or (column.dtype == object and not labels and _dates(column)):
        return None
    places, values = pd.factorize(column)
    listed = list(labels) + [v for v in sorted(values, key=_order) if v not in labels]
    if not labels and len(listed) > MOST_OPTIONS:
        return None
    if len(listed) > 8 * MOST_OPTIONS:
        return None
    place_of = {value: at for at, value in enumerate(listed)}
    turned = np.array([place_of[v] for v in values] + [-1], dtype=int)
    return Variable(
        name=name,
        label=label,
        type="scale" if scale else "single",
        options=tuple(_named(value, labels) for value in listed),
        codes=turned[places],
        missing=frozenset(at for at, value in enumerate(listed) if missing(value)),
    )


def _order(value: object) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _named(value: object, labels: Mapping[Any, str]) -> str:
    if value in labels:
        return str(labels[value])
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _dates(column: pd.Series[Any]) -> bool:
    first = next((v for v in column if v is not None and v == v), None)
    return first is not None and not isinstance(first, str | int | float)


def _answers(name: str, several: Mapping[str, Any], frame: pd.DataFrame, meta: Any) -> Variable:
    """Return a multiple-response set as one question."""
    import numpy as np
    import pandas as pd

    members = several["variable_list"]
    label = several.get("label") or name
    if several["is_dichotomy"]:
        options = tuple(meta.column_names_to_labels.get(v) or v for v in members)
        counted = several["counted_value"]
        columns = [frame[v] for v in members]
        parts = tuple(
            np.where(_equal(column, counted), at, -1) for at, column in enumerate(columns)
        )
        asked = np.any([column.notna().to_numpy() for column in columns], axis=0)
        return Variable(name, label, "multi", options, np.where(asked, 0, -1), parts=parts)
    labels: dict[Any, str] = {}
    for member in members:
        labels.update(meta.variable_value_labels.get(member, {}))
    stacked = pd.concat([frame[v] for v in members])
    for value in sorted(stacked.dropna().unique(), key=_order):
        labels.setdefault(value, _named(value, {}))
    place_of = {value: at for at, value in enumerate(labels)}
    parts = tuple(
        frame[v].map(lambda value: place_of.get(value, -1)).fillna(-1).to_numpy(dtype=int)
        for v in members
    )
    asked = np.any([part >= 0 for part in parts], axis=0)
    return Variable(
        name, label, "multi", tuple(labels.values()), np.where(asked, 0, -1), parts=parts
    )


def _equal(column: pd.Series[Any], counted: object) -> NDArray[Any]:
    import numpy as np

    try:
        return np.asarray(column == type(column.dropna().iloc[0])(counted))
    except (IndexError, TypeError, ValueError):
        return np.asarray(column == counted)


def _weighed(
    variables: Mapping[str, Variable],
    numbers: Mapping[str, NDArray[Any]],
    frame: pd.DataFrame,
    weight: str,
    aside: Sequence[str],
    where: str,
) -> Microdata:
    """Put the weights beside the questions."""
    import numpy as np

    notes = []
    if aside:
        names = ", ".join(aside[:6]) + (" …" if len(aside) > 6 else "")
        notes.append(
            f"{len(aside)} variable{'s' if len(aside) > 1 else ''} with open answers, dates or"
            f" measurements left aside: {names}"
        )
    weights = np.ones(len(frame))
    if weight:
        if weight not in numbers:
            there = ", ".join(sorted(numbers)[:8]) or "none"
            what = "is no number" if weight in frame.columns else "is not there"
            raise SurveyError(
                f"the weight variable `{weight}` {what}", where, f"Numeric variables: {there}."
            )
        weights = numbers[weight]
        if np.nanmin(weights, initial=0.0) < 0:
            raise SurveyError(
                f"the weight variable `{weight}` has negative weights", where, "Name another one."
            )
        empty = int(np.isnan(weights).sum())
        if empty:
            notes.append(f"{empty} respondents without a weight count for nothing")
        weights = np.nan_to_num(weights)
        if not weights.sum():
            raise SurveyError(f"the weight variable `{weight}` is 0 throughout", where)
    return Microdata(
        respondents=len(frame),
        variables=dict(variables),
        weights=weights,
        weight=weight,
        notes=tuple(notes),
        source=where,
    )
