"""Tell how finely a figure is printed, and what rounding to that place allows."""

from __future__ import annotations


def decimals(printed: str) -> int:
    """Return how many decimals a figure is printed with.

    >>> decimals("57.4"), decimals("42"), decimals("3,25 %")
    (1, 0, 2)
    """
    _, _, after = printed.replace(",", ".").strip(" %").partition(".")
    return len(after)


def half_unit(places: int) -> float:
    """Return half a unit of the last place of a figure printed with so many decimals.

    Rounding moves a value by no more: 57.4 stands for all from 57.35 to 57.45.

    >>> half_unit(0), half_unit(1)
    (0.5, 0.05)
    """
    return 0.5 * float(10**-places)
