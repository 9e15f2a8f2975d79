"""Choose what a number states among what it may state: a conditional logit (McFadden 1974).

P(j) = exp(s(j)) / Σ exp(s), over a claim's candidates and *none of them*; s is linear in what
`fitness` describes. Two fits have the same form: *rank* orders candidates, *confirm*, which was
fitted with planted errors as *none*, says whether one is meant at all. What is shown of it is set
right by logit p' = a + b · logit p, fitted on reports that the weights had not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.model import Claim, ClaimKind
from coding.verify.claims.candidates import PossibleStatement
from coding.verify.claims.describing import NAMES, Fits
from coding.verify.claims.misprinting import MISPRINTS
from coding.verify.claims.naming import WORDING, chances, named
from coding.verify.claims.ordering import ORDERING, PRIOR, by_value, by_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights.json")
"""What `tests/bench/fit_claims.py` writes."""

ENOUGH, ENOUGH_OF_FRACTION = 0.96, 0.99
"""How probable what a number states must be for the machine to say so unasked. A fraction in words
is near so many figures that its value proves little: seven of eleven that were taken wrongly from
reports left out of the fit were fractions."""

CLEARLY, UNLIKELY = 0.93, 0.4
"""How clearly words must name a figure of another value; how sure what agrees may be at most."""


def is_enough(claim: Claim, confidence: float) -> bool:
    """Say whether what a claim states is so probable that the machine says so unasked."""
    return confidence >= (ENOUGH_OF_FRACTION if claim.kind is ClaimKind.RATIO else ENOUGH)


@dataclass(frozen=True, slots=True)
class RankedStatement:
    """Something that a claim may state: how sure it is, what share words give it, its order.

    `confidence` is 0 where it does not have the printed value.
    """

    stated: PossibleStatement
    confidence: float
    words: float
    order: float = 0.0


@dataclass(frozen=True, slots=True)
class Chooser:
    """Weights of the features, in the order of `NAMES`, and how probabilities are set right.

    `words` are those of `naming`, in the order of its `WORDING`, `misprints` those of
    `misprinting`: without them no misprint is likelier than another. `order` are those of
    `ordering`, as they are thought of before any report was seen where there are none.
    """

    rank: Sequence[float]
    confirm: Sequence[float]
    words: Sequence[float] = ()
    misprints: Sequence[float] = ()
    order: Sequence[float] = ()
    shift: float = 0.0
    slope: float = 1.0

    def probabilities(self, fits: Fits) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return for each candidate, *none* last, what ranks it and how surely it is meant.

        The first are shares of 1 that order candidates. The second are probabilities that were
        set right for the likeliest; the others have what it leaves at most, *none* the rest.
        """
        import numpy as np

        rows = fits.told(self.words)
        ranked = chances(rows, np.asarray(self.rank))
        sure = chances(rows, np.asarray(self.confirm))
        shown = np.array([self._set_right(float(p)) for p in sure[:-1]])
        if len(shown) > 1:
            best = int(shown.argmax())
            rest, others = 1 - shown[best], shown.sum() - shown[best]
            if others > rest:
                shown[np.arange(len(shown)) != best] *= rest / others
        return ranked, np.append(shown, max(0.0, 1.0 - float(shown.sum())))

    def choices(self, fits: Fits) -> list[RankedStatement]:
        """Return what a claim may state, by value or words alone, in the order of proposals."""
        import numpy as np

        listed, rows = self.described(fits)
        if not listed:
            return []
        shares = chances(rows, np.asarray(self.order or PRIOR))
        ranked = [replace(one, order=float(p)) for one, p in zip(listed, shares, strict=True)]
        return sorted(ranked, key=lambda one: -one.order)

    def described(self, fits: Fits) -> tuple[list[RankedStatement], NDArray[Any]]:
        """Return what a claim may state, and (these × `ORDERING`) what puts it in order.

        What has the value comes first, in the order of the candidates.
        """
        import numpy as np

        ranked, sure = self.probabilities(fits)
        surest = float(sure[:-1].max(initial=0.0))
        agreeing = float(ranked[:-1].sum()) or 1.0
        fraction = fits.claim.kind is ClaimKind.RATIO
        shares = named(fits.words, self.words)
        misprinted = self._misprinted(fits, shares)
        listed, rows = [], []
        for n, candidate in enumerate(fits.candidates):
            words = shares.pop(candidate, 0.0)
            listed.append(RankedStatement(candidate, float(sure[n]), words))
            rows.append(by_value(float(ranked[n]) / agreeing, surest, words, fraction=fraction))
        for one, words in shares.items():
            listed.append(RankedStatement(one, 0.0, words))
            rows.append(by_words(misprinted.get(one, words)))
        return listed, np.array(rows).reshape(len(listed), len(ORDERING))

    def _misprinted(
        self, fits: Fits, shares: Mapping[PossibleStatement, float]
    ) -> dict[PossibleStatement, float]:
        """Share what words give to all that has another value by how each may be misprinted."""
        import numpy as np

        agreeing = set(fits.candidates)
        others = [n for n, one in enumerate(fits.words.statements) if one not in agreeing]
        if not others or not self.misprints:
            return {}
        rows = fits.misprints[others]
        rows[:, 0] = fits.words.rows[others] @ np.asarray(self.words)
        parts = chances(rows, np.asarray(self.misprints))
        told = [fits.words.statements[n] for n in others]
        whole = sum(shares[one] for one in told)
        return {one: whole * float(part) for one, part in zip(told, parts, strict=True)}

    def _set_right(self, p: float) -> float:
        p = min(1 - 1e-6, max(1e-6, p))
        return 1 / (1 + math.exp(-(self.shift + self.slope * math.log(p / (1 - p)))))


def clearly_named(listed: Sequence[RankedStatement]) -> PossibleStatement | None:
    """Return what words alone name clearly though it has another value; None if there is nothing.

    Nothing that has the printed value may be likely enough to be meant.
    """
    if any(one.confidence >= UNLIKELY for one in listed):
        return None
    first = max(listed, key=lambda one: one.words, default=None)
    return first.stated if first and first.words >= CLEARLY and not first.confidence else None


@cache
def fitted() -> Chooser:
    """Return the weights that are kept beside this module.

    Raises ValueError where they are of other features than these.
    """
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    own = tuple(tuple(kept[name]) for name in ("rank", "confirm", "words", "misprints", "order"))
    if own != (NAMES, NAMES, tuple(WORDING), tuple(MISPRINTS), tuple(ORDERING)):
        raise ValueError("the weights are of other features: fit them anew")
    return Chooser(
        rank=tuple(kept["rank"].values()),
        confirm=tuple(kept["confirm"].values()),
        shift=kept["shift"],
        slope=kept["slope"],
        words=tuple(kept["words"].values()),
        misprints=tuple(kept["misprints"].values()),
        order=tuple(kept["order"].values()),
    )
