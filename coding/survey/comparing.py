"""Set groups against each other: by how much a figure differs, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.arithmetic.intervals import between
from coding.language import packs
from coding.model import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDifference:
    """How much a figure of one group lies above the same of another.

    In percentage points, or in the unit of a mean; `low` and `high` are its 95 % interval, None
    where a base is not known, or one of the two is everybody and the other a part. `clear`: the
    interval does not hold 0.
    """

    option: str
    group: str
    other: str
    value: float
    low: float | None
    high: float | None

    @property
    def clear(self) -> bool:
        """Tell whether the groups differ by more than chance would have it."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def is_everybody(group: str) -> bool:
    """Tell whether a group is called as all who were asked are.

    >>> is_everybody("All respondents"), is_everybody(""), is_everybody("women")
    (True, True, False)
    """
    return not group or group.casefold() in packs.together("overall")


def difference(figure: Indicator, other: Indicator) -> GroupDifference | None:
    """Return by how much a figure lies above another, None where one is not known.

    Shares as `coding.arithmetic.intervals.between`, means as independent normal ones: of other
    people. Of everybody and a part there is no interval.
    """
    if figure.value is None or other.value is None:
        return None
    apart = figure.value - other.value
    low = high = None
    ends = (figure.ci_low, figure.ci_high, other.ci_low, other.ci_high)
    within = is_everybody(figure.subgroup) != is_everybody(other.subgroup)
    if None not in ends and not within:
        a, b, c, d = (float(end or 0.0) for end in ends)
        if figure.unit == "%":
            low, high = between(
                figure.value / 100, (a / 100, b / 100), other.value / 100, (c / 100, d / 100)
            )
            low, high = 100 * low, 100 * high
        else:
            half = (((b - a) / 2) ** 2 + ((d - c) / 2) ** 2) ** 0.5
            low, high = apart - half, apart + half
    return GroupDifference(
        option=figure.option, group=figure.subgroup, other=other.subgroup,
        value=apart, low=low, high=high,
    )  # fmt: skip


def differences(figures: Sequence[Indicator], group: str, other: str) -> list[GroupDifference]:
    """Return the differences of two groups in all options that both have."""
    against = {figure.option: figure for figure in figures if figure.subgroup == other}
    made = [
        difference(figure, against[figure.option])
        for figure in figures
        if figure.subgroup == group and figure.option in against
    ]
    return [told for told in made if told]
