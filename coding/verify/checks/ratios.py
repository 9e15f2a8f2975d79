"""Check ratios and differences in words against the figures of their sentence.

"Three times as many (15.6 % against 9.4 %)" is wrong whatever the survey says, and so are "ten
percentage points" between 12 % and 30 %.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from coding.arithmetic.rounding import half_unit
from coding.language import packs
from coding.language.numbers import value_of
from coding.language.phrases import alternatives
from coding.model import Claim, ClaimKind, ClaimState, Evidence, Level
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import PlacedShare, own, shares_of
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import times
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.text import Span

NAME = "ratios"


SEVERAL = (3.0, 1000.0)
"""The ratios that "several times" may mean."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return ratios and differences that no two figures of their sentence have."""
    outcome = Outcome()
    shares = shares_of(reading, study)
    by_sentence: dict[Span, list[Claim]] = defaultdict(list)
    for claim in claims_of(reading, study):
        if claim.state is not ClaimState.NOT_A_FIGURE:
            by_sentence[reading.sentence(claim.start)].append(claim)
    for sentence, claims in by_sentence.items():
        here = shares.get(sentence, [])
        counts = [
            Amount(claim, claim.value, "people")
            for claim in claims
            if claim.kind is ClaimKind.COUNT and claim.value
        ]
        amounts = [Amount(s.claim, s.value, "%") for s in here if s.value > 0]
        _times(outcome, reading, study, sentence, (amounts, counts), claims)
        _points(outcome, reading, study, sentence, here, claims)
    return outcome


@dataclass(frozen=True, slots=True)
class Amount:
    """A share or a number of people that a sentence may hold against another."""

    claim: Claim
    value: float
    unit: str


@packs.cached
def _ratio() -> re.Pattern[str]:
    """Return a pattern for ratios in words: "more than three times as many", "twice as"."""

    def words(key: str) -> str:
        return alternatives(packs.together(key))

    hedges = "|".join(f"(?P<{name}>{words(f'hedges.{name}')})" for name in ("over", "nearly"))
    return re.compile(
        rf"(?:(?:{hedges}|{words('hedges.about')})\s)?(?:{words('times.before')}\s)?(?:(?P<several>{words('times.several')})"
        rf"|(?P<twice>{words('times.twice')})|(?P<thrice>{words('times.thrice')})"
        rf"|(?P<n>\d+(?:[.,]\d+)?|[^\W\d_]+)[\s-]{words('times.times')})"
        rf"(?=\s{words('times.as_')}|\s?$)",
        re.I,
    )


def _times(
    outcome: Outcome,
    reading: ReadDraft,
    study: Study,
    sentence: Span,
    amounts: Sequence[Sequence[Amount]],
    claims: Sequence[Claim],
) -> None:
    """Look whether any two shares, or any two counts, of a sentence have the ratio in its words.

    Where two stand there alone it is proved that they have not; of more, or where another year's
    may be meant, it is likely.
    """
    pairs = [pair for listed in amounts for pair in combinations(listed, 2)]
    if not pairs:
        return
    settled = [(c.start, c.end) for c in claims if c.binding is not None]
    for match in _ratio().finditer(reading.text, sentence.start, sentence.end):
        if any(start < match.end() and end > match.start() for start, end in settled):
            continue  # a person said which figures are meant
        said = 0.0 if match["several"] else _said(match)
        if not said and not match["several"]:
            continue
        low, high = SEVERAL if match["several"] else times(said, _hedge(match))
        ratios = [max(a.value, b.value) / min(a.value, b.value) for a, b in pairs]
        if any(low - 1e-9 <= ratio <= high + 1e-9 for ratio in ratios):
            continue
        alone = len(pairs) == 1 and not _YEAR.search(reading.text, sentence.start, sentence.end)
        nearest = min(range(len(pairs)), key=lambda n: abs(ratios[n] - low))
        a, b = pairs[nearest]
        most, least = max(a.value, b.value), min(a.value, b.value)
        outcome.say(
            reading.finding(
                NAME,
                Level.ERROR if alone else Level.CHECK,
                "ratio words",
                min(match.start(), a.claim.start),
                max(match.end(), b.claim.end),
                message=f"“{match.group().strip()}”, but {most:g} {a.unit}"
                f" is {ratios[nearest]:.1f} times {least:g} {a.unit}.",
                hint="The words or one of the figures are wrong.",
                evidence=[
                    Evidence(kind="rule", text=f"{most:g} / {least:g} = {most / least:.2f}"),
                    *own(reading, study, a.claim, b.claim),
                ],
            ),
            Near.WORDS,
            [a.claim, b.claim],
        )


def _hedge(match: re.Match[str]) -> str:
    return next((name for name in ("over", "nearly") if match[name]), "")


def _said(match: re.Match[str]) -> float:
    """Return how many times is said, 0 for a word that is no number."""
    if match["twice"] or match["thrice"]:
        return 2.0 if match["twice"] else 3.0
    if match["n"][0].isdigit():
        return float(match["n"].replace(",", "."))
    return float(value_of(match["n"]) or 0)


def _points(
    outcome: Outcome,
    reading: ReadDraft,
    study: Study,
    sentence: Span,
    shares: Sequence[PlacedShare],
    claims: Sequence[Claim],
) -> None:
    """Work out "so many percentage points more" between the two figures of a sentence.

    Points may also be held against another year's figure, which the sentence does not print.
    """
    if len(shares) != 2 or any(share.claim.about for share in shares):
        return
    first, second = shares
    gap = abs(first.value - second.value)
    spare = half_unit(first.claim.decimals) + half_unit(second.claim.decimals)
    for claim in claims:
        if not claim.points or claim.value is None or claim.about or claim.binding is not None:
            continue
        if abs(claim.value - gap) <= spare + half_unit(claim.decimals) + 1e-9:
            continue
        dated = _YEAR.search(reading.text, sentence.start, sentence.end)
        outcome.say(
            reading.finding(
                NAME,
                Level.CHECK if dated else Level.ERROR,
                "difference",
                min(first.start, claim.start),
                max(second.end, claim.end),
                message=f"{first.value:g} % and {second.value:g} % are {gap:.1f} percentage points"
                f" apart, not {claim.value:g}.",
                hint="One of the three numbers is wrong.",
                evidence=[
                    Evidence(kind="rule", text=f"|{first.value:g} - {second.value:g}| = {gap:.4g}"),
                    *own(reading, study, first.claim, second.claim),
                ],
            ),
            Near.COUNTED,
            [first.claim, second.claim, claim],
        )
