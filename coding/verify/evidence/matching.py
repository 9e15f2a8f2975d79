"""Tell which survey figure a number of the draft states.

Candidates are ranked by words **and** value. Words alone cannot tell 31.2 from 31.9, and a value
alone says nothing: among a hundred figures the same 31.2 is right in one sentence and wrong in
another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coding.model import Indicator
from coding.verify.evidence.features import Feature, read, stems
from coding.verify.evidence.study import Study
from coding.verify.evidence.weighing import WeighedSurvey
from coding.verify.reading.clauses import Surroundings, surroundings
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind, Number
from coding.verify.reading.text import Span

_WORTH = {"match": 0.7, "rounded": 0.45, "complement": 0.2, "sum of cells": 0.1}
_NEEDS = {"match": 0.22, "rounded": 0.4, "complement": 0.5, "sum of cells": 0.5}


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A survey figure a number may state: `how`, with the indicators it is made of."""

    indicators: tuple[Indicator, ...]
    how: str
    words: float
    gap: float = 0.0
    """By how much the number and a rounded figure differ."""

    @property
    def score(self) -> float:
        """Return how likely it is, by words and value, to be put in order only."""
        return self.words + _WORTH[self.how] - 0.08 * self.gap


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of the draft, where it stands, and what it seems to state.

    `best` is None where no survey figure fits in words and value. `words` has for each
    indicator how well its words fit; `text` is the zone without the number, `zone` its features.
    """

    number: Number
    place: Surroundings
    text: str
    zone: tuple[Feature, ...]
    sentence: tuple[Feature, ...]
    words: tuple[float, ...]
    candidates: tuple[FigureMatch, ...]
    nearest: Indicator | None
    """The figure whose words fit by far best, whatever its value; None if none does."""

    @property
    def best(self) -> FigureMatch | None:
        """Return the likeliest candidate."""
        return self.candidates[0] if self.candidates else None


def weighed(reading: ReadDraft, study: Study) -> WeighedSurvey:
    """Return the survey's figures with what their words weigh, worked out once for a draft."""
    return reading.once("survey", lambda: WeighedSurvey(study, reading.language))


def stated(reading: ReadDraft, study: Study) -> list[Stated]:
    """Return each percentage, mean and median of the draft with what it may state.

    Several checks ask for them: they are worked out once for a reading.
    """
    return reading.once("stated", lambda: _stated_in(reading, weighed(reading, study)))


def fitting(reading: ReadDraft, study: Study, spans: Sequence[Span]) -> list[Indicator | None]:
    """Return for each sentence the figure of everybody whose words alone fit by far best.

    None where none does.
    """
    if not spans or not study.indicators:
        return [None] * len(spans)
    survey = weighed(reading, study)
    texts = [reading.words(span) for span in spans]
    meaning = study.likeness(texts) if study.likeness is not None else None
    fits = []
    for n, text in enumerate(texts):
        features = read(text, reading.language)
        words = survey.fit(features, stems(features), set())
        if meaning is not None:
            words = [w + 0.5 * float(m) for w, m in zip(words, meaning[n], strict=True)]
        of_all = [
            w if survey.is_whole(indicator) else 0.0
            for w, indicator in zip(words, survey.indicators, strict=True)
        ]
        fits.append(_nearest(survey, of_all))
    return fits


def shares(reading: ReadDraft, study: Study) -> dict[Span, list[Stated]]:
    """Return the percentages of each sentence that has any."""
    by_sentence: dict[Span, list[Stated]] = {}
    for figure in stated(reading, study):
        if figure.number.kind is Kind.PERCENT:
            by_sentence.setdefault(figure.place.sentence, []).append(figure)
    return by_sentence


def _stated_in(reading: ReadDraft, survey: WeighedSurvey) -> list[Stated]:
    study, language = survey.study, reading.language
    kinds = (Kind.PERCENT, Kind.MEAN, Kind.MEDIAN)
    listed = [n for n in reading.numbers if n.kind in kinds]
    by_sentence: dict[Span, list[Number]] = defaultdict(list)
    for number in listed:
        by_sentence[reading.sentence(number.start)].append(number)
    order = {span: n for n, span in enumerate(reading.sentences)}
    placed: list[tuple[Number, Surroundings]] = []
    for span, numbers in by_sentence.items():
        where = surroundings(reading.text, span, [(n.start, n.end) for n in numbers])
        placed += list(zip(numbers, where, strict=True))
    meaning = _meaning(reading, study, [place for _, place in placed])
    heads = _headings(reading)
    made = []
    for n, (number, place) in enumerate(placed):
        bare = _bare(reading, place.zone, number)
        zone = read(bare, language)
        sentence = read(reading.text[place.sentence.start : place.sentence.end], language)
        before = reading.sentences[order[place.sentence] - 1] if order[place.sentence] else None
        near = stems(read(reading.text[before.start : before.end], language)) if before else set()
        paragraph = reading.paragraph(number.start)
        near |= stems(read(paragraph.around, language)) | heads.get(paragraph.number, set())
        if paragraph.table:
            zone += read(paragraph.around, language)
        words = survey.fit(zone, stems(sentence), near)
        if meaning is not None:
            words = [w + 0.5 * float(m) for w, m in zip(words, meaning[n], strict=True)]
        made.append(
            Stated(
                number,
                place,
                bare,
                tuple(zone),
                tuple(sentence),
                tuple(words),
                _candidates(survey, number, words),
                _nearest(survey, words),
            )
        )
    return made


def _bare(reading: ReadDraft, span: Span, number: Number) -> str:
    """Return a zone's words without its own number, in place."""
    text = reading.text
    inside = " " * (number.end - number.start)
    return text[span.start : number.start] + inside + text[number.end : span.end]


def _candidates(
    survey: WeighedSurvey, number: Number, words: Sequence[float]
) -> tuple[FigureMatch, ...]:
    candidates = []
    for indicators, how in survey.by_value(number):
        fits = [words[survey.number[i.id]] for i in indicators]
        fit = sum(fits) / len(fits)
        needs = _NEEDS[how] if number.decimals or how != "match" else _NEEDS["rounded"]
        if fit >= needs:
            gap = abs((indicators[0].value or 0.0) - number.value) if how == "rounded" else 0.0
            candidates.append(FigureMatch(indicators, how, fit, gap))
    candidates.sort(key=lambda c: -c.score)
    return tuple(candidates)


CLEAR = 0.85
"""How well words must fit one figure, and no other of its question nearly as well."""


def _nearest(survey: WeighedSurvey, words: Sequence[float]) -> Indicator | None:
    if not words:
        return None
    order = sorted(range(len(words)), key=lambda n: -words[n])
    first = order[0]
    second = words[order[1]] if len(order) > 1 else 0.0
    if words[first] < CLEAR or words[first] - second < 0.12:
        return None
    return survey.indicators[first]


def _headings(reading: ReadDraft) -> dict[int, set[str]]:
    from coding.model import Block

    last: set[str] = set()
    heads = {}
    for paragraph in reading.draft.paragraphs:
        if paragraph.kind is Block.HEADING:
            last = stems(read(reading.text[paragraph.start : paragraph.end], reading.language))
        heads[paragraph.number] = last
    return heads


def _meaning(reading: ReadDraft, study: Study, where: Sequence[Surroundings]) -> Any:
    """Return how alike zones with their sentences and indicators are, None without means."""
    if study.likeness is None or not where or not study.indicators:
        return None
    zones = study.likeness([reading.words(p.zone) for p in where])
    whole = study.likeness([reading.words(p.sentence) for p in where])
    return 0.6 * zones + 0.4 * whole
