"""Work the figures of a survey out: from respondents' answers, or round published shares.

A figure for a subgroup has the id of the figure for everybody, `@`, and the answer that makes
the subgroup: `safe_yes@gender=Women`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coding.arithmetic.intervals import wilson
from coding.language.latin import readable_id
from coding.model import Indicator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.survey.microdata import Microdata, Variable

SEPARATOR = "@"
"""Stands between the id of a figure and the subgroup it was worked out for."""


def parts(key: str) -> tuple[str, str]:
    """Return the id of the figure for everybody, and the variable whose answers make subgroups.

    >>> parts("safe_yes@gender=Women"), parts("safe_yes")
    (('safe_yes', 'gender'), ('safe_yes', ''))
    """
    plain, _, group = key.partition(SEPARATOR)
    return plain, group.partition("=")[0]


def with_intervals(figures: Sequence[Indicator]) -> list[Indicator]:
    """Give published shares the interval that their base allows, as if it were unweighted."""
    given = []
    for figure in figures:
        share, base = figure.value, figure.base_n or 0
        if figure.unit == "%" and share is not None and 0 <= share <= 100 and base > 0:
            low, high = wilson(share / 100, base)
            figure = replace(figure, ci_low=round(100 * low, 2), ci_high=round(100 * high, 2))
        given.append(figure)
    return given


def tabulate(data: Microdata, names: Sequence[str], *, by: str = "") -> list[Indicator]:
    """Work out the shares of each option, in all or in the groups that `by` makes.

    The base are those who gave any answer, what counts as missing included: it stays visible.
    """
    import numpy as np

    groups: list[tuple[str, NDArray[Any]]] = [("", np.ones(data.respondents, bool))]
    if by:
        other = data.variables[by]
        marks = other.chosen()
        groups = [(option, marks[:, at]) for at, option in enumerate(other.options)]
    taken: set[str] = set()
    figures: list[Indicator] = []
    for name in names:
        ids = _ids(data.variables[name], taken)
        for group, members in groups:
            subgroup = f"{by}={group}" if by else ""
            figures += _figures(data, name, ids, members, subgroup, group)
    return figures


def _ids(variable: Variable, taken: set[str]) -> list[str]:
    """Return an id for each option of a question, and take them."""
    ids = []
    for option in variable.options:
        ids.append(readable_id(f"{variable.name} {option}", taken))
        taken.add(ids[-1])
    return ids


def _figures(
    data: Microdata,
    name: str,
    ids: Sequence[str],
    members: NDArray[Any],
    subgroup: str,
    group: str,
) -> list[Indicator]:
    """Return the figures of one question in one group of respondents."""
    from coding.survey.estimates import shares

    variable = data.variables[name]
    inside = members & variable.asked() & (data.weights > 0)
    base, estimates = shares(variable.chosen()[inside], data.weights[inside])
    figures = []
    for at, (option, estimate) in enumerate(zip(variable.options, estimates, strict=True)):
        known = estimate.share == estimate.share
        figures.append(
            Indicator(
                id=f"{ids[at]}{SEPARATOR}{subgroup}" if subgroup else ids[at],
                question_id=name,
                question=variable.label,
                type=variable.type,
                option=option,
                subgroup=group if subgroup else "all respondents",
                printed=f"{100 * estimate.share:.1f}" if known else "",
                value=100 * estimate.share if known else None,
                percent_of="column",
                base_n=base.n,
                effective_n=round(base.effective_n, 2),
                ci_low=round(100 * estimate.low, 2) if known else None,
                ci_high=round(100 * estimate.high, 2) if known else None,
                weighted=bool(data.weight),
                missing=at in variable.missing,
                source=data.source,
            )
        )
    return figures
