"""Work the figures of a survey out: from respondents' answers, or round published shares.

A figure for a subgroup has the id of the figure for everybody, `@`, and the answer that makes
the subgroup: `safe_yes@gender=Women`. A scale has a mean besides its shares, a measurement mean
and median, a date its first, middle and last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coding.arithmetic.intervals import wilson
from coding.errors import NotFound
from coding.language.latin import readable_id
from coding.model import Absence, Basis, Indicator
from coding.survey.estimates import Average, Design, average, design, shares
from coding.survey.variables import DATE, SCALE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.survey.variables import Microdata, Variable

SEPARATOR = "@"
"""Stands between the id of a figure and the subgroup it was worked out for."""

MEAN, MEDIAN = "mean", "median"
EARLIEST, LATEST = "earliest", "latest"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabulated:
    """The figures of some questions.

    `shares` are in the base, of measurements and dates mean, median and days instead; `means`
    are those of scales; `aside` are answers that are in no base, without a value. `averages`
    has (question, subgroup) → what its numbers come to.
    """

    shares: tuple[Indicator, ...]
    means: tuple[Indicator, ...]
    aside: tuple[Indicator, ...]
    averages: Mapping[tuple[str, str], Average]

    def called(self, prefix: str) -> Tabulated:
        """Return them with a prefix before the ids of figures and questions."""
        return Tabulated(
            shares=called(self.shares, prefix),
            means=called(self.means, prefix),
            aside=called(self.aside, prefix),
            averages={(prefix + name, group): a for (name, group), a in self.averages.items()},
        )


def called(figures: Sequence[Indicator], prefix: str) -> tuple[Indicator, ...]:
    """Return figures with a prefix before their ids and those of their questions."""
    return tuple(
        [replace(f, id=prefix + f.id, question_id=prefix + f.question_id) for f in figures]
    )


def tabulate(data: Microdata, names: Sequence[str], *, by: str = "") -> list[Indicator]:
    """Work out the shares of each option, in all or in the groups that `by` makes.

    The base are those who were asked, refusals among them so that these stay visible, or those
    with a valid answer, as `data.choices.basis` has it. Raises NotFound as `tables` does.
    """
    return list(tables(data, names, by=by).shares)


def tables(data: Microdata, names: Sequence[str], *, by: str = "") -> Tabulated:
    """Work out all figures of some questions, in all or in the groups that `by` makes.

    Raises NotFound for a `by` without answers to choose from, such as a measurement.
    """
    import numpy as np

    groups: list[tuple[str, NDArray[Any]]] = [("", np.ones(data.respondents, bool))]
    if by:
        other = data.variables[by]
        if other.numbers is not None:
            raise NotFound(f"`{by}` makes no groups", hint="Choose a question with few answers.")
        marks = other.chosen() & other.base(Basis.ASKED)[:, None]
        kept = [at for at in range(len(other.options)) if _makes_a_group(other, at)]
        groups = [(other.options[at], marks[:, at]) for at in kept]
    drawn = design(data.weights, data.strata, data.clusters)
    taken: set[str] = set()
    ids = _ids([data.variables[name] for name in names], taken)
    found = _Figures(data, drawn, by, {}, [], [], [])
    for name in names:
        for group, members in groups:
            found.add(data.variables[name], ids[name], group, members)
    return Tabulated(
        shares=tuple(found.shares),
        means=tuple(found.means),
        aside=tuple(found.aside),
        averages=found.averages,
    )


def _makes_a_group(variable: Variable, at: int) -> bool:
    return variable.missing.get(at) is not Absence.NOT_ASKED


def _ids(variables: Sequence[Variable], taken: set[str]) -> dict[str, list[str]]:
    """Return for each question an id of each option, then of mean, median and days.

    Options come first, so that their ids are what they were before there were means.
    """
    ids: dict[str, list[str]] = {}
    for variable in variables:
        named = [""] * len(variable.options)
        if variable.numbers is None:
            for at in variable.naming or range(len(variable.options)):
                named[at] = readable_id(f"{variable.name} {variable.options[at]}", taken)
                taken.add(named[at])
        ids[variable.name] = named
    for variable in variables:
        if variable.numbers is not None or variable.type == SCALE:
            days = (EARLIEST, MEDIAN, LATEST)
            for word in days if variable.type == DATE else (MEAN, MEDIAN):
                key = readable_id(f"{variable.name} {word}", taken)
                taken.add(key)
                ids[variable.name].append(key)
    return ids


@dataclass(slots=True)
class _Figures:
    """The figures worked out so far, and what they are worked out of."""

    data: Microdata
    drawn: Design
    by: str
    averages: dict[tuple[str, str], Average]
    shares: list[Indicator]
    means: list[Indicator]
    aside: list[Indicator]

    def add(
        self, variable: Variable, ids: Sequence[str], group: str, members: NDArray[Any]
    ) -> None:
        """Work out the figures of one question in one group of respondents."""
        if variable.numbers is None:
            self._shares(variable, ids, group, members)
        measured = variable.measured() if variable.type == SCALE else variable.numbers
        if measured is None:
            return
        own = ids[len(variable.options) :]
        if variable.type == DATE:
            self.shares += self._days(variable, own, group, members)
            return
        told = average(measured, self.data.weights, members, self.drawn)
        if told:
            self.averages[variable.name, group] = told
        figures = self._averages(variable, own, group, told)
        (self.means if variable.type == SCALE else self.shares).extend(figures)

    def _figure(self, variable: Variable, key: str, option: str, group: str) -> Indicator:
        """Return a figure as it is before anything is counted."""
        subgroup = f"{SEPARATOR}{self.by}={group}" if self.by else ""
        return Indicator(
            id=f"{key}{subgroup}",
            question_id=variable.name,
            question=variable.label,
            type=variable.type,
            option=option,
            subgroup=group if self.by else "all respondents",
            printed="",
            value=None,
            weighted=bool(self.data.weight),
            weight=self.data.weight,
            source=self.data.source,
        )

    def _shares(
        self, variable: Variable, ids: Sequence[str], group: str, members: NDArray[Any]
    ) -> None:
        data, basis = self.data, self.data.choices.basis
        inside = members & variable.base(basis) & (data.weights > 0)
        chosen = variable.chosen()
        base, estimates = shares(chosen, data.weights, inside, self.drawn)
        common = replace(
            self._figure(variable, "", "", group), percent_of="column", base_n=base.n, basis=basis
        )
        for at, (option, estimate) in enumerate(zip(variable.options, estimates, strict=True)):
            absence = variable.missing.get(at)
            named: dict[str, Any] = {
                "id": f"{ids[at]}{common.id}",
                "option": option,
                "missing": absence is not None,
                "absence": absence,
            }
            if absence is Absence.NOT_ASKED or (absence and basis is Basis.VALID):
                count = int((chosen[:, at] & members).sum())
                self.aside.append(replace(common, **named, count=count))
                continue
            known = estimate.share == estimate.share
            self.shares.append(
                replace(
                    common,
                    **named,
                    printed=f"{100 * estimate.share:.1f}" if known else "",
                    value=100 * estimate.share if known else None,
                    count=estimate.n,
                    effective_n=round(estimate.effective_n, 2),
                    ci_low=round(100 * estimate.low, 2) if known else None,
                    ci_high=round(100 * estimate.high, 2) if known else None,
                    se=100 * estimate.se if known else None,
                    deff=estimate.deff if known else None,
                )
            )

    def _averages(
        self, variable: Variable, ids: Sequence[str], group: str, told: Average | None
    ) -> list[Indicator]:
        """Return mean and median as figures."""
        mean, median = (
            replace(
                self._figure(variable, key, word, group),
                unit="",
                base_n=told.n if told else 0,
                effective_n=round(told.effective_n, 2) if told else 0.0,
                basis=Basis.VALID,
            )
            for key, word in zip(ids, (MEAN, MEDIAN), strict=True)
        )
        if told is None:
            return [mean, median]
        places = 1 if told.sd >= 10 else 2
        return [
            replace(
                mean,
                printed=f"{told.mean:.{places}f}",
                value=told.mean,
                ci_low=round(told.low, 4),
                ci_high=round(told.high, 4),
                se=told.se,
                deff=told.deff,
            ),
            replace(median, printed=f"{told.median:g}", value=told.median),
        ]

    def _days(
        self, variable: Variable, ids: Sequence[str], group: str, members: NDArray[Any]
    ) -> list[Indicator]:
        """Return the first, the middle and the last day; no number states them."""
        import numpy as np

        days = variable.numbers
        assert days is not None
        known = np.sort(days[members & ~np.isnan(days) & (self.data.weights > 0)])
        figures = []
        for key, word in zip(ids, (EARLIEST, MEDIAN, LATEST), strict=True):
            at = {EARLIEST: 0, MEDIAN: (len(known) - 1) // 2, LATEST: -1}[word]
            figures.append(
                replace(
                    self._figure(variable, key, word, group),
                    printed=str(np.datetime64(int(known[at]), "D")) if len(known) else "",
                    unit="",
                    base_n=len(known),
                    basis=Basis.VALID,
                )
            )
        return figures
