"""Say under a question's figures of whom they are, how weighted, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model import Basis, Indicator
from coding.survey.estimates import Average

BASES = {Basis.ASKED: "those asked", Basis.VALID: "those with a valid answer"}


def of_whom(figures: Sequence[Indicator], aside: Sequence[Indicator] = ()) -> str:
    """Say the base of some figures, and who is in none; unweighted numbers of respondents.

    >>> one = Indicator(id="a", question_id="q", question="", option="", printed="", value=1.0,
    ...                 base_n=97, basis=Basis.ASKED)
    >>> of_whom([one])
    'Of those asked, n = 97'
    >>> from dataclasses import replace
    >>> of_whom([replace(one, base_n=None)]), of_whom([one, replace(one, base_n=None)])
    ('Of those asked, n unknown', 'Of those asked, n = 97, of some unknown')
    >>> of_whom([one, replace(one, base_n=1200), replace(one, base_n=80)])
    'Of those asked, n = 80 to 1,200, by figure'
    """
    bases = sorted({figure.base_n for figure in figures if figure.base_n is not None})
    open_ones = any(figure.base_n is None for figure in figures)
    whom = next((BASES[figure.basis] for figure in figures if figure.basis), "")
    told = f"Of {whom}, " if whom else ""
    if bases:
        by_figure = ", by figure" if len(bases) > 1 else ""
        told += f"n = {_range(bases, '{:,}')}{by_figure}{', of some unknown' if open_ones else ''}"
    else:
        told += "n unknown"
    out = [f"{figure.option} {figure.count:,}" for figure in aside if figure.count]
    return told + (f"; in no base: {', '.join(out)}" if out else "")


def weighting(figures: Sequence[Indicator]) -> str:
    """Say how figures are weighted, with effective n and design effect; `""` if nothing is known.

    Where the design effect is another for each figure, its smallest and largest.
    """
    weight = next((figure.weight for figure in figures if figure.weight), "")
    effects = sorted(figure.deff for figure in figures if figure.deff is not None)
    numbers = sorted(f.effective_n for f in figures if f.effective_n is not None)
    if not weight and (not effects or effects[-1] < 1.005):
        return "Not weighted" if effects else ""
    told = f"Weighted by {weight}" if weight else "Not weighted"
    if numbers:
        told += f", effective n = {_range(numbers, '{:,.0f}')}"
    if effects:
        told += f", design effect {_range(effects, '{:.2f}')}"
    return told


def _range(numbers: Sequence[float], form: str) -> str:
    low, high = form.format(numbers[0]), form.format(numbers[-1])
    return low if low == high else f"{low} to {high}"


def source_of(figures: Sequence[Indicator]) -> str:
    """Say where figures come from, each credited to its own source; `""` if nothing is known."""
    told = dict.fromkeys(
        ", ".join(filter(None, [figure.source, figure.ref, figure.field_dates]))
        for figure in figures
    )
    named = "; ".join(filter(None, told))
    return f"Source: {named}" if named else ""


def below(figures: Sequence[Indicator], aside: Sequence[Indicator] = ()) -> list[str]:
    """Return the lines that stand under a chart of some figures."""
    return list(filter(None, [
        ". ".join(filter(None, [of_whom(figures, aside), weighting(figures)])),
        source_of(figures),
    ]))  # fmt: skip


def average_line(told: Average) -> str:
    """Say what the numbers of a scale or measurement come to.

    >>> average_line(Average(5, 5.4, 1.63, 2.2, 8.6, 3.6, 5.0, 5.0, 1.0))
    'Mean 5.40 (95 % interval 2.20 to 8.60), standard error 1.63, median 5; n = 5 valid answers'
    """
    places = 1 if told.sd >= 10 else 2
    mean, low, high, se = (f"{x:.{places}f}" for x in (told.mean, told.low, told.high, told.se))
    return (
        f"Mean {mean} (95 % interval {low} to {high}), standard error {se},"
        f" median {told.median:g}; n = {told.n:,} valid answers"
    )
