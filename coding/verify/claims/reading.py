"""Read every number, fraction and quantifier of a draft as a claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from coding.language import packs
from coding.language.numbers import spelled
from coding.language.phrases import alternatives
from coding.model import Block, Claim, ClaimKind
from coding.verify.evidence.people import interviewed
from coding.verify.evidence.study import Study
from coding.verify.reading import fractions, times
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.fractions import Fraction
from coding.verify.reading.number import Kind, Number
from coding.verify.reading.numbers import hedge_of
from coding.verify.reading.quantified import Met, every_in, shapes

_KINDS = {
    Kind.PERCENT: ClaimKind.SHARE,
    Kind.POINTS: ClaimKind.SHARE,
    Kind.COUNT: ClaimKind.COUNT,
    Kind.BASE: ClaimKind.COUNT,
    Kind.MEAN: ClaimKind.MEAN,
    Kind.MEDIAN: ClaimKind.MEAN,
}

SMALLEST_BASE = 100
"""The smallest number that is taken for a base wherever it stands alone."""


def read_claims(reading: ReadDraft, study: Study) -> list[Claim]:
    """Return the numbers, fractions and quantifiers that say something of people, in order.

    None is settled and no two overlap. What is quoted from people is theirs and left out.
    """
    listed = [
        *_numbers(reading, study),
        *_interviewed(reading, study),
        *_fractions(reading),
        *_quantifiers(reading, study),
    ]
    listed.sort(key=lambda claim: claim.start)
    return _placed(reading, _apart(listed))


def _numbers(reading: ReadDraft, study: Study) -> Iterator[Claim]:
    bases = _bases(reading, study)
    for number in reading.numbers:
        if number.kind in _KINDS:
            yield _of_number(reading, number, _KINDS[number.kind])
        elif number.value in bases and number.kind is Kind.BARE and not number.decimals:
            yield _of_number(reading, number, ClaimKind.COUNT)


def _bases(reading: ReadDraft, study: Study) -> set[float]:
    """Return how many people were asked, as the draft says elsewhere or the survey has it."""
    kinds = (Kind.COUNT, Kind.BASE)
    told = [n.value for n in reading.numbers if n.kind in kinds and not n.decimals]
    asked = [float(i.base_n) for i in study.indicators if i.base_n]
    return {value for value in (*told, *asked) if value >= SMALLEST_BASE}


def _interviewed(reading: ReadDraft, study: Study) -> Iterator[Claim]:
    """Return both numbers of "(4 of 6)" and "four of the six", where so many were interviewed."""
    people = len(interviewed(study))
    numbers = [
        *((s.start, s.end, s.value) for s in spelled(reading.text) if not s.decimals),
        *((m.start(), m.end(), float(m.group())) for m in _WHOLE.finditer(reading.text)),
    ]
    numbers.sort()
    for part, whole in pairwise(numbers):
        if not part[2] <= whole[2] == people or reading.is_spoken(part[0]):
            continue
        if _of_all().fullmatch(reading.text, part[1], whole[0]) is None:
            continue
        for start, end, value in (part, whole):
            yield Claim(
                start=start,
                end=end,
                printed=reading.printed(start, end),
                kind=ClaimKind.COUNT,
                value=value,
            )


_WHOLE = re.compile(r"(?<![\w.,/–-])\d{1,3}(?![\w/%–]|[.,]\d|\s?%)")


@packs.cached
def _of_all() -> re.Pattern[str]:
    """Return a pattern for what stands between some and all: 4 of 6, four out of the six."""
    of, small = (alternatives(packs.together(key)) for key in ("fractions.few", "stop"))
    return re.compile(rf"\s{of}\s(?:{small}\s)?", re.I)


def _of_number(reading: ReadDraft, number: Number, kind: ClaimKind) -> Claim:
    return Claim(
        start=number.start,
        end=number.end,
        printed=reading.printed(number.start, number.end),
        kind=kind,
        value=number.value,
        decimals=number.decimals,
        about=number.about,
        points=number.kind is Kind.POINTS,
    )


def _fractions(reading: ReadDraft) -> Iterator[Claim]:
    """Return fractions and so many times; a fraction of another figure is times alone."""

    def claim(fraction: Fraction, ended: int) -> Claim:
        return Claim(
            start=fraction.start,
            end=fraction.end,
            printed=reading.printed(fraction.start, fraction.end),
            kind=ClaimKind.RATIO,
            value=round(fraction.value, 6),
            about=hedge_of(reading.text, fraction.start, ended),
            times=fraction.times,
        )

    parts = fractions.find(reading.text, reading.language)
    ended = 0
    for fraction in (*times.find(reading.text, parts), *parts):
        if not reading.is_spoken(fraction.start):
            yield claim(fraction, ended)
        ended = fraction.end


# ── quantifiers ──


def _quantifiers(reading: ReadDraft, study: Study) -> Iterator[Claim]:
    """Return quantifiers that are no fractions: most, few, all but a hedge."""
    patterns = [(q, shape) for q, shape in shapes(study.quantifiers) if _is_open(q.exact)]
    for sentence in reading.sentences:
        for met in every_in(reading.text, patterns, sentence):
            if reading.is_spoken(met.start) or not _is_of_people(reading.text, met):
                continue
            yield Claim(
                start=met.start,
                end=met.end,
                printed=reading.printed(met.start, met.end),
                kind=ClaimKind.QUANTIFIER,
                value=met.quantifier.low,
                high=met.quantifier.high,
            )


def _is_open(exact: float | None) -> bool:
    """Say whether words name no fraction: "all" names the whole and stands behind a hedge only."""
    return exact is None or exact == 100


@packs.cached
def _people_behind() -> re.Pattern[str]:
    from coding.verify.reading.people import people

    return re.compile(rf"\s{people()}|\s?\(", re.I)


def _is_of_people(text: str, met: Met) -> bool:
    """Say whether "almost all" is said of people, or of a figure that follows in brackets."""
    return met.quantifier.exact != 100 or bool(_people_behind().match(text, met.end))


def _apart(listed: Sequence[Claim]) -> list[Claim]:
    """Leave out claims that lie in others: "one in five" is no count of one.

    Of those that overlap a ratio stands before what it is made of.
    """
    order = sorted(listed, key=lambda c: (c.kind is not ClaimKind.RATIO, not c.times, c.start))
    taken: list[Claim] = []
    for claim in order:
        if all(claim.end <= other.start or other.end <= claim.start for other in taken):
            taken.append(claim)
    return sorted(taken, key=lambda c: (c.start, c.end))


def _placed(reading: ReadDraft, listed: list[Claim]) -> list[Claim]:
    """Return claims with their sentences, heads and numbers among equals."""

    met: Counter[tuple[str, str, str]] = Counter()
    placed = []
    for claim in listed:
        paragraph = reading.paragraph(claim.start)
        sentence = reading.words(reading.sentence(claim.start))
        around = paragraph.around if paragraph.kind is Block.CELL else ""
        same = (claim.printed, sentence, around)
        placed.append(
            replace(
                claim,
                sentence=sentence,
                paragraph=paragraph.number,
                around=around,
                number=met[same],
            )
        )
        met[same] += 1
    return placed
