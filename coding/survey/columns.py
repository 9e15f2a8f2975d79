"""Make a question of a column: which answers there are, in what order, and of what kind.

An answer is a label, or the value where it has none. Points of a scale stand in the order of
their values, what is no answer behind them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coding.model import Absence
from coding.survey.absence_labels import absence_of
from coding.survey.missing import AnswerReading, Ground, Offered, balanced, readings, told
from coding.survey.ordering import along_a_scale, in_order
from coding.survey.variables import DATE, NUMBER, SCALE, SINGLE, OpenQuestion, Variable

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MOST_OPTIONS = 25
"""An unlabelled variable with more different answers than this is open or a measurement."""

MOST_LABELLED = 8 * MOST_OPTIONS
"""Beyond this many answers nobody could read a chart, whatever their labels."""

LONG = 30
"""Letters from which answers that few others gave are people's own words."""

LONGEST_SCALE = 11
"""Points of the longest scale that is told by its values alone: 0 to 10."""

NO_CELL = frozenset({"", "na", "n/a", "#null!", "#n/a", "<na>", ".", "nan", "null"})
"""What stands in a cell without an answer, in small letters; `None` is one of the answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as its file describes it: `ranges` are its user-missing values, `measure` SPSS's."""

    name: str
    label: str
    labels: Mapping[Any, str]
    ranges: Sequence[Mapping[str, Any]] = ()
    measure: str = ""
    decided: Mapping[str, Absence | None]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """What became of a column: a variable, an open question, or nothing; and how it was read.

    `absences` are the answers with their readings and numbers of respondents; `blank` are cells
    such as `NA` that were taken for none.
    """

    variable: Variable | None = None
    open_question: OpenQuestion | None = None
    numbers: NDArray[Any] | None = None
    absences: tuple[tuple[Offered, AnswerReading, int], ...] = ()
    blank: tuple[str, ...] = ()


def made_of(cells: pd.Series[Any], column: Column) -> MadeOf:
    """Return what a column holds."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(cells) or _days_in(cells):
        return _dated(cells, column)
    if cells.dtype.kind in "fiub":
        return _counted(cells.astype(float), column)
    return _worded(cells, column)


def _days_in(cells: pd.Series[Any]) -> bool:
    from datetime import date

    first = next((v for v in cells if v is not None and v == v), None)
    return isinstance(first, date)


def _dated(cells: pd.Series[Any], column: Column) -> MadeOf:
    import numpy as np
    import pandas as pd

    days = np.array(
        [
            float(np.datetime64(str(cell)[:10], "D").astype(int)) if pd.notna(cell) else np.nan
            for cell in cells
        ]
    )
    return MadeOf(variable=_measurement(column, DATE, days, np.full(len(days), -1)))


def _worded(cells: pd.Series[Any], column: Column) -> MadeOf:
    """Return a column of words: answers to choose from, or people's own."""
    import numpy as np
    import pandas as pd

    bare = cells.map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
    empty = bare.map(
        lambda cell: isinstance(cell, str) and cell.lower() in NO_CELL and cell not in column.labels
    ).to_numpy(dtype=bool)
    blank = tuple(sorted({cell for cell in bare[empty] if cell}))
    bare = bare.where(~empty, None)
    if not column.labels:
        as_numbers, labels = _numbers(bare)
        if as_numbers is not None and not (labels and column.kind == SINGLE):
            made = _counted(pd.Series(as_numbers), replace(column, labels=labels))
            return replace(made, blank=blank)
    places, found = pd.factorize(bare)
    values = list(found)
    if column.kind != SINGLE and not column.labels:
        days = _as_days(values) if len(values) > 1 else None
        if days is not None:
            measured = np.append(days, np.nan)[places]
            dated = _measurement(column, DATE, measured, np.full(len(measured), -1))
            return MadeOf(variable=dated, blank=blank)
        answered = int((places >= 0).sum())
        if _own_words([str(value) for value in values], answered):
            texts = tuple("" if place < 0 else str(values[place]) for place in places)
            return MadeOf(open_question=OpenQuestion(column.name, column.label, texts), blank=blank)
        if len(values) > MOST_OPTIONS:
            return MadeOf(blank=blank)
    unlabelled = [value for value in values if value not in column.labels]
    words = all(isinstance(value, str) for value in unlabelled)  # else they are times of day
    listed = [*column.labels, *(in_order(unlabelled) if words else sorted(unlabelled))]
    if len(listed) > MOST_LABELLED:
        return MadeOf(blank=blank)
    offered = [
        Offered(
            value=value,
            label=str(column.labels.get(value, value)),
            declared=within(value, column.ranges),
        )
        for value in listed
    ]
    read = readings(offered, column.decided)
    kept = {a.value: (a, r) for a, r in zip(offered, read, strict=True)}
    amounts = dict(
        zip(values, np.bincount(places[places >= 0], minlength=len(values)), strict=True)
    )
    absences = _absences(offered, read, amounts)
    return replace(_options(column, listed, values, places, kept), absences=absences, blank=blank)


def _own_words(values: Sequence[str], answered: int) -> bool:
    """Tell whether answers without labels are people's own words, and no codes or names."""
    if not values:
        return False
    if max(map(len, values)) >= LONG and 2 * len(values) >= answered:
        return True
    several = sum(1 for value in values if " " in value)
    if len(values) > MOST_OPTIONS:
        return several * 2 >= len(values)
    return answered >= 5 and len(values) == answered and several * 2 >= len(values)


_NUMBER = re.compile(r"[-−]?(?:0|[1-9]\d*)(?:[.,]\d+)?")
_THOUSANDS = re.compile(
    r"[-−]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[-−]?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+"
)
_UNTOLD = -10_000_000.0
"""Codes from here downwards stand for what is said in words amid numbers."""


def _numbers(cells: pd.Series[Any]) -> tuple[NDArray[Any] | None, dict[Any, str]]:
    """Return cells as numbers if all that are filled are, or say that there is no answer.

    What is said in words gets a code of its own, for which it is the label. A decimal comma is
    understood; where all that follow a comma are three digits, it stands between thousands.
    """
    import numpy as np

    filled = {cell for cell in cells if cell is not None and cell == cell}
    words = sorted(cell for cell in map(str, filled) if not _counts(cell))
    figures = [cell for cell in map(str, filled) if _counts(cell)]
    if not figures or not all(absence_of(word) for word in words):
        return None, {}
    thousands = all(_THOUSANDS.fullmatch(cell) for cell in figures if not cell.isdigit())
    if not thousands and not all(map(_NUMBER.fullmatch, figures)):
        return None, {}
    codes = {word: _UNTOLD - at for at, word in enumerate(words)}
    read = {cell: _as_number(cell, thousands) for cell in figures} | codes
    made = [read[str(cell)] if cell is not None and cell == cell else np.nan for cell in cells]
    return np.array(made, float), {code: word for word, code in codes.items()}


def _counts(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _THOUSANDS.fullmatch(cell))


def _as_number(cell: str, thousands: bool) -> float:
    plain = re.sub(r"[,\s\u00a0\u202f]", "", cell) if thousands else cell.replace(",", ".")
    return float(plain.replace("−", "-"))


_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%Y/%m/%d")


def _slashed(texts: Sequence[str]) -> Sequence[str]:
    """Return the form of dates with slashes, if their numbers leave one that fits them all."""
    parts = [text.split("/") for text in texts]
    if not all(len(part) == 3 and all(map(str.isdigit, part)) for part in parts):
        return ()
    months_first = all(int(part[0]) <= 12 for part in parts)
    days_first = all(int(part[1]) <= 12 for part in parts)
    if months_first == days_first:
        return ()
    return ("%m/%d/%Y",) if months_first else ("%d/%m/%Y",)


def _as_days(values: Sequence[Any]) -> NDArray[Any] | None:
    """Return texts as days since 1970 if all are dates in one form that leaves no doubt."""
    from datetime import datetime

    import numpy as np

    texts = [str(value) for value in values]
    for form in (*_DAYS, *_slashed(texts)):
        longest = 10 if form == _DAYS[0] else None
        try:
            days = [datetime.strptime(text[:longest], form) for text in texts]
        except ValueError:
            continue
        return np.array([float(np.datetime64(day, "D").astype(int)) for day in days])
    return None


def _counted(cells: pd.Series[Any], column: Column) -> MadeOf:
    """Return a column of numbers: answers with labels, points of a scale, or measurements."""
    import numpy as np
    import pandas as pd

    places, found = pd.factorize(cells)
    values = found.tolist()
    labels = {float(v): text for v, text in column.labels.items() if isinstance(v, int | float)}
    listed = sorted({*labels, *map(float, values)})
    amounts = dict(
        zip(values, np.bincount(places[places >= 0], minlength=len(values)), strict=True)
    )
    offered = [
        Offered(value=v, label=labels.get(v, ""), declared=within(v, column.ranges)) for v in listed
    ]
    read = readings(offered, column.decided)
    absences = _absences(offered, read, amounts)
    valid = [v for v, reading in zip(listed, read, strict=True) if reading.absence is None]
    telling = {v for v in valid if v in labels and labels[v].strip() != told(v)}
    kind = column.kind or _kind(valid, telling, column.measure)
    if kind == SINGLE and not column.kind and column.measure != "nominal":
        kind = SCALE if along_a_scale([labels.get(v, "") for v in valid]) else kind
    numbers = cells.to_numpy(dtype=float)
    if not labels and not column.kind and _identifies(column.name, numbers):
        return MadeOf(numbers=numbers)
    if kind == NUMBER:
        none = [v for v, reading in zip(listed, read, strict=True) if reading.absence]
        kept = {a.value: (a, r) for a, r in zip(offered, read, strict=True) if r.absence}
        made = _options(column, none, values, places, kept).variable
        assert made is not None
        measured = np.where(np.isin(numbers, none), np.nan, numbers)
        variable = replace(made, type=NUMBER, numbers=measured, values=())
        return MadeOf(variable=variable, numbers=numbers, absences=absences)
    if len(listed) > MOST_LABELLED:
        return MadeOf(numbers=numbers, absences=absences)
    between = _between(valid) if kind == SCALE and len(telling) < len(valid) else []
    naming = [*labels, *(v for v in listed if v not in labels), *between]
    kept = {a.value: (a, r) for a, r in zip(offered, read, strict=True)}
    for value in between:
        answer = Offered(value=value, label=labels.get(value, ""))
        kept[value] = (answer, AnswerReading(absence=None, ground=Ground.LABEL))
    made = _options(column, naming, values, places, kept).variable
    assert made is not None
    return MadeOf(variable=replace(made, type=kind), numbers=numbers, absences=absences)


def within(value: Any, ranges: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a value is one of those that an SPSS file declares as user-missing."""
    if isinstance(value, str):
        return any(value == missing["lo"] for missing in ranges)
    return any(
        not isinstance(missing["lo"], str) and missing["lo"] <= value <= missing["hi"]
        for missing in ranges
    )


def _absences(
    offered: Sequence[Offered], read: Sequence[AnswerReading], amounts: Mapping[Any, int]
) -> tuple[tuple[Offered, AnswerReading, int], ...]:
    return tuple(
        (answer, reading, int(amounts.get(answer.value, 0)))
        for answer, reading in zip(offered, read, strict=True)
        if reading.absence or reading.ground in (Ground.UNCLEAR, Ground.PERSON)
    )


_ID = re.compile(r"(?:.*_)?(?:[a-z]{0,10}_?)?id(?:_?(?:no|nr|num|ent))?", re.IGNORECASE)


FEWEST_NAMED = 10
"""Numbers that name fewer respondents than this could as well be answers."""


def _identifies(name: str, numbers: NDArray[Any]) -> bool:
    """Tell whether numbers name respondents: each once, one after the other or called so."""
    import numpy as np

    if len(numbers) < FEWEST_NAMED or (numbers != np.floor(numbers)).any():
        return False  # nan is no whole number either
    if len(np.unique(numbers)) < len(numbers):
        return False
    return bool((np.diff(numbers) == 1).all()) or bool(_ID.fullmatch(name))


def _between(valid: Sequence[float]) -> list[float]:
    """Return points of a scale that nobody chose."""
    if not valid or valid[-1] - valid[0] >= LONGEST_SCALE:
        return []
    if not all(value.is_integer() for value in valid):
        return []
    return [float(n) for n in range(int(valid[0]), int(valid[-1])) if n not in valid]


def _in_a_row(valid: Sequence[float]) -> bool:
    """Tell whether numbers count from 0 or 1 without leaving one out, as codes of regions do."""
    return valid[0] in (0.0, 1.0) and valid[-1] - valid[0] == len(valid) - 1


def _kind(valid: Sequence[float], telling: Collection[float], measure: str) -> str:
    """Tell what a variable of numbers is; `telling` are the values whose labels say more.

    Where labels do not say what it is, few whole numbers in a row are points of a scale.
    """
    whole = all(value.is_integer() for value in valid)
    bare = len(valid) - len(telling)
    if not telling and (not whole or len(valid) > MOST_OPTIONS):
        return NUMBER
    if len(valid) > MOST_OPTIONS and 4 * len(telling) < len(valid):
        return NUMBER
    if not telling and measure != "nominal" and len(valid) > LONGEST_SCALE and not _in_a_row(valid):
        return NUMBER
    if measure == "ordinal":
        return SCALE
    if telling:
        ends = {valid[0], valid[-1]} & set(telling)
        both = bare >= 2 and len(ends) == 2
        one = bare >= 4 and len(ends) == 1 and measure != "nominal"
        return SCALE if whole and (both or one) else SINGLE
    if measure == "nominal":
        return SINGLE
    short = len(valid) >= 5 and valid[0] >= 0 and valid[-1] < LONGEST_SCALE
    short = short or balanced(valid)
    short = short or (len(valid) >= 5 and valid[-1] >= LONGEST_SCALE and not _in_a_row(valid))
    return SCALE if short or (measure == "scale" and len(valid) >= 3) else SINGLE


def _options(
    column: Column,
    naming: Sequence[Any],
    values: Sequence[Any],
    places: NDArray[Any],
    kept: Mapping[Any, tuple[Offered, AnswerReading]],
) -> MadeOf:
    """Return a column as answers to choose from; `naming` has their values as they get ids.

    `kept` has each value with how it is read; `values` and `places` are as pandas factorizes.
    """
    import numpy as np

    numeric = all(isinstance(value, float) for value in naming)
    listed = sorted(naming) if numeric else list(naming)
    listed.sort(key=lambda value: kept[value][1].absence is not None)
    place_of = {value: at for at, value in enumerate(listed)}
    turned = np.array([place_of.get(v, -1) for v in values] + [-1], np.int16)
    missing = {at: kind for at, v in enumerate(listed) if (kind := kept[v][1].absence) is not None}
    points = tuple(math.nan if at in missing else v for at, v in enumerate(listed))
    return MadeOf(
        variable=Variable(
            name=column.name,
            label=column.label,
            type=SCALE if column.measure == "ordinal" else SINGLE,
            options=tuple(kept[value][0].label or told(value) for value in listed),
            codes=turned[places],
            missing=missing,
            values=points if numeric else (),
            naming=tuple(place_of[value] for value in naming),
        )
    )


def _measurement(column: Column, kind: str, numbers: NDArray[Any], codes: NDArray[Any]) -> Variable:
    return Variable(column.name, column.label, kind, (), codes, numbers=numbers)
