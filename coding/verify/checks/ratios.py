"""Check ratios and differences in words against the figures of their sentence.

"Three times as many (15.6 % against 9.4 %)" is wrong whatever the survey says, and so are "ten
percentage points" between 12 % and 30 %.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coding.arithmetic.rounding import half_unit
from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Claim, ClaimKind, ClaimState, Evidence, Level
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import PlacedShare, own, shares_of
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import times
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.sources import marks_in, note_places
from coding.verify.reading.text import Span

NAME = "ratios"


SEVERAL = (3.0, 1000.0)
"""The ratios that "several times" may mean."""

BEHIND = 8
"""Characters behind a sentence in which the mark of its note may stand."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return ratios and differences that no two figures of their sentence have, or of its notes."""
    outcome = Outcome()
    shares = shares_of(reading, study)
    claims = [c for c in claims_of(reading, study) if c.state is not ClaimState.NOT_A_FIGURE]
    by_sentence: dict[Span, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_sentence[reading.sentence(claim.start)].append(claim)
    notes = note_places(reading.draft)
    for sentence in reading.sentences:
        here = by_sentence.get(sentence, [])
        said = _ratios_said(reading, sentence, here)
        if said:
            pairs = _pairs(here) or _pairs([*here, *_noted(reading, sentence, notes, claims)])
            _times(outcome, reading, study, sentence, said, pairs)
        if here:
            _points(outcome, reading, study, sentence, shares.get(sentence, []), here)
    return outcome


def _noted(
    reading: ReadDraft,
    sentence: Span,
    notes: Mapping[str, tuple[int, int]],
    claims: Sequence[Claim],
) -> list[Claim]:
    """Return the claims of the notes that a sentence leads to; a mark may stand behind its end."""
    end = min(sentence.end + BEHIND, reading.paragraph(sentence.start).end)
    marks = dict.fromkeys(marks_in(reading.draft.text[sentence.start : end]))
    places = [notes[key] for key in marks if key in notes]
    return [c for c in claims for start, end in places if start <= c.start < end]


@dataclass(frozen=True, slots=True)
class Amount:
    """A share or a number of people that a sentence may hold against another."""

    claim: Claim
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class RatioSaid:
    """Words that say how many times something is something else, and what they may mean."""

    start: int
    end: int
    low: float
    high: float


@packs.cached
def _several() -> re.Pattern[str]:
    several, joins = (alternatives(packs.together(f"times.{n}")) for n in ("several", "as_"))
    return re.compile(rf"{several}(?=\s{joins}|\s?$)", re.I)


def _ratios_said(reading: ReadDraft, sentence: Span, claims: Sequence[Claim]) -> list[RatioSaid]:
    """Return the ratios in the words of a sentence that no person has bound."""
    said = [
        RatioSaid(match.start(), match.end(), *SEVERAL)
        for match in _several().finditer(reading.text, sentence.start, sentence.end)
    ]
    for claim in claims:
        if claim.times and claim.value and claim.binding is None:
            value = claim.value if claim.value >= 1 else 1 / claim.value
            said.append(RatioSaid(claim.start, claim.end, *times(value, claim.about)))
    return said


def _pairs(claims: Sequence[Claim]) -> list[tuple[Amount, Amount]]:
    """Return all pairs of shares, and all of numbers of people."""
    listed: dict[str, list[Amount]] = {"%": [], "people": []}
    for claim in claims:
        unit = {ClaimKind.SHARE: "%", ClaimKind.COUNT: "people"}.get(claim.kind)
        if unit and claim.value and claim.value > 0 and not claim.points:
            listed[unit].append(Amount(claim, claim.value, unit))
    return [pair for amounts in listed.values() for pair in combinations(amounts, 2)]


def _times(
    outcome: Outcome,
    reading: ReadDraft,
    study: Study,
    sentence: Span,
    listed: Sequence[RatioSaid],
    pairs: Sequence[tuple[Amount, Amount]],
) -> None:
    """Look whether any two shares, or any two counts, of a sentence have the ratio in its words.

    Where two stand there alone it is proved that they have not; of more, or where another year's
    may be meant, it is likely.
    """
    ratios = [max(a.value, b.value) / min(a.value, b.value) for a, b in pairs]
    for said in listed if pairs else ():
        if any(said.low - 1e-9 <= ratio <= said.high + 1e-9 for ratio in ratios):
            continue
        alone = len(pairs) == 1 and not _YEAR.search(reading.text, sentence.start, sentence.end)
        nearest = min(range(len(pairs)), key=lambda n: abs(ratios[n] - said.low))
        a, b = pairs[nearest]
        most, least = max(a.value, b.value), min(a.value, b.value)
        inside = [c for c in (a.claim, b.claim) if sentence.start <= c.start < sentence.end]
        outcome.say(
            reading.finding(
                NAME,
                Level.ERROR if alone else Level.CHECK,
                "ratio words",
                min([said.start, *(claim.start for claim in inside)]),
                max([said.end, *(claim.end for claim in inside)]),
                message=f"“{reading.printed(said.start, said.end).strip()}”, but {most:g} {a.unit}"
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
        begin, end = min(first.start, claim.start), max(second.end, claim.end)
        if ";" in reading.text[begin:end]:
            continue  # what a semicolon parts is said of two things
        dated = _YEAR.search(reading.text, sentence.start, sentence.end)
        outcome.say(
            reading.finding(
                NAME,
                Level.CHECK if dated else Level.ERROR,
                "difference",
                begin,
                end,
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
