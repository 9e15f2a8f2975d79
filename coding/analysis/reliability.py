"""Say how far coders agree, in the coefficients that a methods section reports, with intervals.

The unit is an answer, as in `agreement`, and whether it has a code is a yes or a no of each coder
who has come to it. Several codes are pooled: the cases are then answers × codes. What somebody
accepted from the machine is nobody's own: that coder's yes or no of that answer is missing.

- Percent agreement and Cohen's kappa are those of two coders; of more, the mean over all pairs
  (Light 1971, Psychological Bulletin 76: 365-377).
- Krippendorff's alpha, nominal (Krippendorff 2019, Content Analysis, 4th ed., chapter 12).
- Krippendorff's cu-alpha, nominal: whether coders gave the same codes to the characters that they
  coded both (the same, section 12.6.5; Krippendorff et al. 2016, Quality & Quantity 50: 2347-2364).
  Characters under several codes have these together as their value. Of one code, the value is
  whether it is among them (section 12.6.6).

The intervals are percentiles of answers drawn again with replacement, what is seen in one answer
staying together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

LITTLE = 10
"""Below so many answers that have a code for anybody, a kappa is too little to say anything."""

DRAWS = 1000
"""How often answers are drawn again for an interval: its ends then move in the second decimal."""

SEED = 20161127
"""So that the same codings have the same interval whenever they are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What coders did with one answer.

    `yes` has coder → the codes it has for them, for those who have come to it; `open` has coder →
    the codes of which nothing is known, as they were accepted. `stretches` has coder → the
    segments of the answer under codes, (start, end, code), without those accepted.
    """

    yes: Mapping[str, frozenset[str]]
    open: Mapping[str, frozenset[str]]
    stretches: Mapping[str, Sequence[tuple[int, int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A measure with its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far coders agree on some codes.

    `units` are answers that two of them have come to, `cases` answers × codes of which two have
    said yes or no; of these `both` have a yes of everybody who said anything, `either` of anybody.
    """

    codes: tuple[str, ...]
    units: int
    cases: int
    both: int
    either: int
    percent: Coefficient
    cohen_kappa: Coefficient
    krippendorff_alpha: Coefficient
    krippendorff_cu_alpha: Coefficient

    @property
    def says_little(self) -> bool:
        """Tell whether too few answers have a code for a coefficient to mean anything."""
        return self.either < LITTLE


def reliability(
    answers: Sequence[Answer], coders: Sequence[str], codes: Sequence[str]
) -> Reliability:
    """Measure how far coders agree on codes, pooled over these.

    >>> def said(one, other):
    ...     yes = {"Ana": frozenset("x" * one), "Bo": frozenset("x" * other)}
    ...     return Answer(yes=yes, open={}, stretches={})
    >>> both = [said(*pair) for pair in zip((0, 1, 0, 0, 0, 0, 0, 0, 1, 0),
    ...                                     (1, 1, 1, 0, 0, 1, 0, 0, 0, 0))]
    >>> told = reliability(both, ("Ana", "Bo"), ("x",))
    >>> told.percent.value, round(told.krippendorff_alpha.value, 3)
    (60.0, 0.095)
    """
    import numpy as np

    shared = [answer for answer in answers if sum(c in answer.yes for c in coders) > 1]
    pairs = list(combinations(coders, 2))
    tables = np.zeros((len(shared), len(pairs), 4))
    coincidences = np.zeros((len(shared), 3))
    cases = both = either = 0
    for row, answer in enumerate(shared):
        for code in codes:
            said = {
                coder: code in answer.yes[coder]
                for coder in coders
                if coder in answer.yes and code not in answer.open.get(coder, ())
            }
            if len(said) < 2:
                continue
            cases += 1
            ones = sum(said.values())
            both, either = both + (ones == len(said)), either + (ones > 0)
            coincidences[row] += _coincidences(ones, len(said))
            for at, (one, other) in enumerate(pairs):
                if one in said and other in said:
                    tables[row, at, 2 * (not said[one]) + (not said[other])] += 1
    flat = tables.reshape(len(shared), 4 * len(pairs))
    along = _along(shared, coders, codes)
    return Reliability(
        codes=tuple(codes),
        units=len(shared),
        cases=cases,
        both=both,
        either=either,
        percent=_measured(flat, _percent),
        cohen_kappa=_measured(flat, _kappa),
        krippendorff_alpha=_measured(coincidences, _alpha),
        krippendorff_cu_alpha=_measured(along, _cu_alpha),
    )


def _measured(rows: Numbers, measure: Callable[[Numbers], Numbers]) -> Coefficient:
    """Return a measure of the sum of rows, and its interval from rows drawn again."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(measure(rows.sum(axis=0)))
        if not np.isfinite(value):
            return Coefficient(value=None, low=None, high=None)
        again = measure(_draws(len(rows)) @ rows)
    low, high = np.percentile(again[np.isfinite(again)], (2.5, 97.5))
    return Coefficient(value=value, low=min(float(low), value), high=max(float(high), value))


@lru_cache(maxsize=2)
def _draws(number: int) -> Numbers:
    """Return how often each of so many answers is drawn: draws × answers."""
    import numpy as np

    random = np.random.default_rng(SEED)
    return random.multinomial(number, np.full(number, 1 / number), size=DRAWS).astype(float)


def _percent(sums: Numbers) -> Numbers:
    """Return percent agreement from (…, pairs · 4): both yes, first, second, neither."""
    a, _, _, d, whole = _cells(sums)
    return _mean(100 * (a + d) / whole)


def _kappa(sums: Numbers) -> Numbers:
    """Return Cohen's kappa, the mean over pairs for which it is defined."""
    a, b, c, d, whole = _cells(sums)
    chance = ((a + b) * (a + c) + (c + d) * (b + d)) / (whole * whole)
    return _mean(((a + d) / whole - chance) / (1 - chance))


def _cells(sums: Numbers) -> tuple[Numbers, ...]:
    import numpy as np

    cells = sums.reshape(*sums.shape[:-1], -1, 4)
    return (*np.moveaxis(cells, -1, 0), cells.sum(axis=-1))


def _mean(of_pairs: Numbers) -> Numbers:
    import numpy as np

    there = np.isfinite(of_pairs)
    summed: Numbers = np.where(there, of_pairs, 0.0).sum(axis=-1) / there.sum(axis=-1)
    return summed


def _coincidences(ones: int, said: int) -> tuple[float, float, float]:
    """Return what a case adds to the coincidences yes-yes, no-no, and of yes and no both ways."""
    noes, paired = said - ones, said - 1
    return ones * (ones - 1) / paired, noes * (noes - 1) / paired, 2 * ones * noes / paired


def _alpha(sums: Numbers) -> Numbers:
    """Return Krippendorff's alpha of yes and no from their coincidences."""
    ones, noes, apart = sums[..., 0], sums[..., 1], sums[..., 2]
    ones, noes = ones + apart / 2, noes + apart / 2
    alpha: Numbers = 1 - apart * (ones + noes - 1) / (2 * ones * noes)
    return alpha


# ── along the text ──


def _along(answers: Sequence[Answer], coders: Sequence[str], codes: Sequence[str]) -> Numbers:
    """Return for each answer what cu-alpha needs: (characters apart, squares, each value's)."""
    import numpy as np

    wanted = frozenset(codes)
    values: dict[frozenset[str], int] = {}
    told: list[tuple[int, dict[int, float], float, float]] = []
    for row, answer in enumerate(answers):
        pieces = {
            coder: _pieces(answer.stretches[coder])
            for coder in coders
            if answer.stretches.get(coder) and not answer.open.get(coder)
        }
        paired = sum(coder in answer.yes for coder in coders) - 1
        lengths: dict[int, float] = {}
        apart = 0.0
        for one, other in combinations(pieces, 2):
            for start, end, mine in pieces[one]:
                for begin, stop, theirs in pieces[other]:
                    both = min(end, stop) - max(start, begin)
                    if both <= 0:
                        continue
                    first, second = (
                        values.setdefault(under & wanted, len(values)) for under in (mine, theirs)
                    )
                    apart += 2 * both / paired if first != second else 0.0
                    for value in (first, second):
                        lengths[value] = lengths.get(value, 0.0) + both / paired
        squares: float = sum(
            _shared(piece, [p for c, others in pieces.items() if c != coder for p in others]) ** 2
            for coder, own in pieces.items()
            for piece in own
        )
        if lengths:
            told.append((row, lengths, apart, squares))
    rows = np.zeros((len(answers), 2 + len(values)))
    for row, lengths, apart, squares in told:
        rows[row, :2] = apart, squares
        for value, length in lengths.items():
            rows[row, 2 + value] = length
    return rows


def _pieces(stretches: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, frozenset[str]]]:
    """Cut what one coder coded at every edge; each piece has all codes that lie over it.

    >>> [(*edges, sorted(codes)) for *edges, codes in _pieces([(0, 9, "x"), (4, 9, "y")])]
    [(0, 4, ['x']), (4, 9, ['x', 'y'])]
    """
    edges = sorted({edge for start, end, _ in stretches for edge in (start, end)})
    return [
        (start, end, under)
        for start, end in pairwise(edges)
        if (under := frozenset(c for first, last, c in stretches if first <= start < last))
    ]


def _shared(piece: tuple[int, int, Any], others: Sequence[tuple[int, int, Any]]) -> int:
    """Return how many characters of a piece lie under any of the others."""
    start, end, _ = piece
    covered, reached = 0, start
    for begin, stop, _ in sorted(others, key=lambda other: other[:2]):
        begin, stop = max(begin, reached), min(stop, end)
        if begin < stop:
            covered, reached = covered + stop - begin, stop
    return covered


def _cu_alpha(sums: Numbers) -> Numbers:
    """Return cu-alpha: characters apart against those that values would have apart by chance."""
    apart, squares, lengths = sums[..., 0], sums[..., 1], sums[..., 2:]
    whole = lengths.sum(axis=-1)
    chance = (whole * whole - (lengths * lengths).sum(axis=-1)) / (whole - squares / whole)
    alpha: Numbers = 1 - apart / chance
    return alpha
