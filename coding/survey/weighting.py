"""Find the weights of respondents, and number the strata and clusters they were drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.errors import SurveyError
from coding.language import packs
from coding.language.phrases import compiled

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NEAR_ONE = 0.02
"""How far from 1 the mean of a variable may lie that looks like a weight by its numbers alone."""

LARGE = 5
"""A mean from which on numbers called weights could be what somebody weighs or earns."""


def weights_of(
    numbers: Mapping[str, NDArray[Any]], frame: pd.DataFrame, weight: str, where: str
) -> tuple[NDArray[Any], list[str]]:
    """Return each respondent's weight and what is to be said of them, 1 without a variable.

    Raises SurveyError for a weight that is no number, negative or not there.
    """
    import numpy as np

    if not weight:
        return np.ones(len(frame)), []
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
    notes = []
    empty, none = int(np.isnan(weights).sum()), int((weights == 0).sum())
    if empty:
        notes.append(f"{empty} respondents without a weight count for nothing")
    if none:
        notes.append(f"{none} respondents have the weight 0 and count for nothing")
    weights = np.nan_to_num(weights)
    if not weights.sum():
        raise SurveyError(f"the weight variable `{weight}` is 0 throughout", where)
    return weights, notes


def numbered(frame: pd.DataFrame, name: str) -> NDArray[Any] | None:
    """Return for each respondent the number of the stratum or cluster, None without a variable.

    Each respondent of whom it is not known is one of their own.
    """
    import numpy as np
    import pandas as pd

    if not name:
        return None
    cells = frame[name].map(
        lambda cell: None if isinstance(cell, str) and not cell.strip() else cell
    )
    places, values = pd.factorize(cells)
    alone = places < 0
    return np.where(alone, len(values) + np.cumsum(alone) - 1, places)


def likely_weights(
    numbers: Mapping[str, NDArray[Any]], labels: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the variables that look like weights: none negative, and named so.

    Whole numbers are none if they are all alike. Without a telling name, numbers that are not all
    whole and whose mean is 1 are weights. What people weigh is no weight.
    """
    import numpy as np

    words = compiled(packs.together("missing.weights"))
    bodies = compiled(packs.together("missing.bodies"))
    found = []
    for name, column in numbers.items():
        known = column[~np.isnan(column)]
        if len(known) < 2 or known.min() < 0:
            continue
        label = labels.get(name, "")
        told_of = f"{name} {label}".replace("_", " ")
        named = bool(words.search(told_of)) and not bodies.search(told_of)
        whole = (known == np.floor(known)).all()
        if whole:
            named = named and known.min() < known.max()
            named = named and bool(words.fullmatch(name.replace("_", " ").strip()))
        if named or (not whole and abs(float(known.mean()) - 1) <= NEAR_ONE):
            found.append(name)
    return tuple(found)


def is_no_measurement(weights: NDArray[Any]) -> bool:
    """Tell whether what looks like weights cannot be kilograms or sums as well.

    >>> import numpy as np
    >>> is_no_measurement(np.array([0.4, 1.6])), is_no_measurement(np.array([61.0, 83.0]))
    (True, False)
    """
    import numpy as np

    return bool(np.nanmean(weights) < LARGE)
