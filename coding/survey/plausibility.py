"""Look at survey figures as a careful person would: what cannot be, or is not said.

Each check takes the indicators and names what it finds; nothing is refused or mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from coding.arithmetic.rounding import decimals, half_unit
from coding.language import packs
from coding.model import Indicator, Problem
from coding.model.listing import first_few
from coding.survey.comparing import is_everybody

ONE_ANSWER = ("single", "scale")
"""Types of question to which each respondent gives one answer."""


def look(indicators: Sequence[Indicator]) -> list[Problem]:
    """Return everything odd about the figures, in the order of the checks.

    >>> def one(option, printed):
    ...     return Indicator(id=option, question_id="q", question="", option=option,
    ...                      printed=printed, value=float(printed), percent_of="column")
    >>> [p.what for p in look([one("yes", "60.0"), one("no", "41.0")])]
    ['the options sum to 101.0 %, above 100 by more than rounding allows (0.1)']
    """
    return [
        *sums(indicators),
        *fractions(indicators),
        *twice(indicators),
        *out_of_range(indicators),
        *empty_bases(indicators),
        *bases_of_the_whole(indicators),
        *no_direction(indicators),
    ]


def sums(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find single-answer questions whose options sum above 100.

    Each option may have been rounded up by half of its last place, 0.05 where one is printed
    with a decimal. Shares of a column are added over options, shares of a row over subgroups,
    shares of the total over both; rows of totals are left out.
    """
    groups: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    for figure in indicators:
        if (
            figure.unit != "%"
            or figure.value is None
            or figure.type not in ONE_ANSWER
            or is_total(figure)
        ):
            continue
        over = {"row": figure.option, "total": ""}.get(figure.percent_of, figure.subgroup)
        groups[figure.question_id, over, figure.source, figure.field_dates].append(figure)
    problems = []
    for (question, over, *_), listed in groups.items():
        unique = list({(i.option, i.subgroup): i for i in listed}.values())
        total = sum(i.value or 0.0 for i in unique)
        spare = allowance(unique)
        if total > 100 + spare + 1e-9:
            problems.append(
                Problem(
                    where=f"{question} ({over})" if over else question,
                    what=f"the options sum to {total:.1f} %, above 100 by more than rounding"
                    f" allows ({spare:.3g})",
                    hint="One of them is misprinted, or respondents could give several answers"
                    f" (then its type is multi): {listing(unique)}.",
                )
            )
    return problems


def fractions(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find questions whose shares may be parts of one, printed without a per cent sign.

    None of them is above 1, and one is so large that as a share of a hundred it would leave
    nearly all respondents without an answer.
    """
    groups: dict[tuple[str, str, str], list[Indicator]] = defaultdict(list)
    for figure in indicators:
        if figure.unit == "%" and figure.value is not None and not is_total(figure):
            groups[figure.question_id, figure.subgroup, figure.source].append(figure)
    problems = []
    for (question, subgroup, _), listed in groups.items():
        values = [figure.value or 0.0 for figure in listed]
        total = sum(values)
        parts = (
            listed[0].count is None
            and LEAST_PART <= max(values) <= 1
            and min(values) >= 0
            and total != max(values)
        )
        if len(listed) > 1 and (parts or abs(total - 1) <= allowance(listed) + 1e-9):
            largest = max(listed, key=lambda figure: figure.value or 0.0)
            problems.append(
                Problem(
                    where=f"{question} ({subgroup})" if subgroup else question,
                    what=f"Please check: the shares sum to {total:g}; are they parts of 1, so that"
                    f" {largest.printed} is {100 * (largest.value or 0):g} %?",
                    hint="Write them in per cent, or format the cells of the sheet as per cent.",
                )
            )
    return problems


LEAST_PART = 0.05
"""The largest of some shares is at least this if they are parts of one."""


def allowance(indicators: Sequence[Indicator]) -> float:
    """Return how far rounding may carry a sum: half of the last place, for each option.

    The last place is that of the figure printed most finely: beside 57.4 a 42 means 42.0.
    """
    finest = max(decimals(indicator.printed) for indicator in indicators)
    return half_unit(finest) * len(indicators)


def is_total(indicator: Indicator) -> bool:
    """Say whether a row sums up the others."""
    return indicator.option.strip().lower() in packs.together("totals")


def listing(indicators: Iterable[Indicator]) -> str:
    """Return options with their figures."""
    return ", ".join(f"{i.option} {i.printed}" for i in indicators)


def twice(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find options that stand there twice with two values."""
    places: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    for figure in indicators:
        key = (
            figure.question_id,
            figure.option.lower(),
            figure.subgroup,
            figure.source,
            figure.field_dates,
        )
        places[key].append(figure)
    return [
        Problem(
            where=listed[0].question_id,
            what=f"“{listed[0].option}” stands there with"
            f" {' and '.join(i.printed for i in listed)}",
            hint="Keep the right one, or say in `subgroup` of whom each is true.",
        )
        for listed in places.values()
        if len({i.value for i in listed}) > 1
    ]


def out_of_range(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find shares below 0 or above 100."""
    return [
        Problem(
            where=f"{figure.question_id}: {figure.option}",
            what=f"{figure.printed} % is no share",
            hint="A share lies between 0 and 100; for another unit fill in `unit`.",
        )
        for figure in indicators
        if figure.unit == "%" and figure.value is not None and not 0 <= figure.value <= 100
    ]


def empty_bases(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find figures of nobody."""
    return [
        Problem(
            where=f"{figure.question_id}: {figure.option}",
            what=f"the base of {figure.printed} is {figure.base_n}",
            hint="Leave `base_n` empty if it is unknown.",
        )
        for figure in indicators
        if figure.base_n is not None and figure.base_n <= 0
    ]


def bases_of_the_whole(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find groups that each have the base of everybody: a part of people is fewer than all.

    One group may be everybody (only women were asked); of two, one at least is not. A problem is
    named once for all questions of a source that have the same groups.
    """
    bases: dict[tuple[str, str], dict[str, set[int | None]]] = {}
    for figure in indicators:
        if figure.percent_of in ("", "column") and not is_total(figure):
            of = bases.setdefault((figure.source, figure.question_id), {})
            name = "" if is_everybody(figure.subgroup) else figure.subgroup
            of.setdefault(name, set()).add(figure.base_n)
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, int]]] = defaultdict(list)
    for (source, question), of in bases.items():
        (base, *others) = of.get("") or {None}
        groups = tuple(name for name in of if name)
        if base and not others and len(groups) > 1 and all(of[g] == {base} for g in groups):
            found[source, groups].append((question, base))
    return [
        Problem(
            where=first_few([question for question, _ in listed], 1),
            what=f"Please check: {first_few(groups, 2)} have each the base of all respondents,"
            f" {listed[0][1]:,}; with so many, intervals and differences come out too sure",
            hint="Write how many of each group were asked into `base_n`, or leave it empty.",
        )
        for (_, groups), listed in found.items()
    ]


def no_direction(indicators: Sequence[Indicator]) -> list[Problem]:
    """Find two-way tables that do not say whether they add up by column, row or total."""
    tables: dict[str, list[Indicator]] = defaultdict(list)
    for figure in indicators:
        tables[figure.question_id].append(figure)
    problems = []
    for question, listed in tables.items():
        silent = [i for i in listed if i.unit == "%" and i.percent_of not in DIRECTIONS]
        by_source: dict[str, set[str]] = defaultdict(set)
        for figure in listed:
            by_source[figure.source].add(figure.subgroup)
        if silent and max(map(len, by_source.values())) > 1:
            problems.append(
                Problem(
                    where=question,
                    what="a table of two questions does not say what its shares are of",
                    hint="Write column, row or total into `percent_of`.",
                )
            )
    return problems


DIRECTIONS = ("column", "row", "total")
