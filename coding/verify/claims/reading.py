"""Read every number, fraction and quantifier of a draft as a claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from coding.model import Block, Claim, ClaimKind
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind, Number
from coding.verify.reading.quantified import met_in, shapes

_KINDS = {
    Kind.PERCENT: ClaimKind.SHARE,
    Kind.POINTS: ClaimKind.SHARE,
    Kind.COUNT: ClaimKind.COUNT,
    Kind.BASE: ClaimKind.COUNT,
    Kind.MEAN: ClaimKind.MEAN,
    Kind.MEDIAN: ClaimKind.MEAN,
}


def read_claims(reading: ReadDraft, study: Study) -> list[Claim]:
    """Return the numbers and quantifiers that say something of people, in order, unsettled."""
    listed = [_of_number(reading, n) for n in reading.numbers if n.kind in _KINDS]
    patterns = shapes(study.quantifiers)
    for sentence in reading.sentences:
        for met in met_in(reading.text, patterns, sentence):
            listed.append(
                Claim(
                    start=met.start,
                    end=met.end,
                    printed=reading.draft.text[met.start : met.end],
                    kind=ClaimKind.QUANTIFIER,
                    value=met.quantifier.low,
                    high=met.quantifier.high,
                )
            )
    listed.sort(key=lambda claim: (claim.start, claim.end))
    return _placed(reading, listed)


def _of_number(reading: ReadDraft, number: Number) -> Claim:
    return Claim(
        start=number.start,
        end=number.end,
        printed=reading.draft.text[number.start : number.end],
        kind=_KINDS[number.kind],
        value=number.value,
        decimals=number.decimals,
        about=number.about,
        points=number.kind is Kind.POINTS,
    )


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
