"""Tell which survey figure a number of the draft states.

Candidates are ranked by words **and** value. Words alone cannot tell 31.2 from 31.9, and a value
alone says nothing: among a hundred figures the same 31.2 is right in one sentence and wrong in
another.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from coding.model import Indicator
from coding.verify.axes import WHOLE, is_sum
from coding.verify.base import Reading, Study
from coding.verify.clauses import Place, places
from coding.verify.features import Feature, alike, read, stems
from coding.verify.numbers import Kind, Number
from coding.verify.text import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOW = ("match", "rounded", "complement", "sum of cells")
"""What a number may be to a survey figure, the plainest first."""

_WORTH = {"match": 0.7, "rounded": 0.45, "complement": 0.2, "sum of cells": 0.1}
_NEEDS = {"match": 0.22, "rounded": 0.4, "complement": 0.5, "sum of cells": 0.5}


@dataclass(frozen=True, slots=True)
class Candidate:
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
    place: Place
    text: str
    zone: tuple[Feature, ...]
    sentence: tuple[Feature, ...]
    words: tuple[float, ...]
    candidates: tuple[Candidate, ...]
    nearest: Indicator | None
    """The figure whose words fit by far best, whatever its value; None if none does."""

    @property
    def best(self) -> Candidate | None:
        """Return the likeliest candidate."""
        return self.candidates[0] if self.candidates else None


class Survey:
    """The survey's figures with what their words weigh."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.indicators = list(study.indicators)
        self.number = {one.id: n for n, one in enumerate(self.indicators)}
        self.questions: dict[str, list[Indicator]] = defaultdict(list)
        for one in self.indicators:
            self.questions[one.question_id].append(one)
        self.asked = {q: stems(read(_question(listed))) for q, listed in self.questions.items()}
        self.options = [read(one.option) for one in self.indicators]
        self.also = [
            stems(read(study.words_for.get(one.id, ""))) - self.asked[one.question_id]
            for one in self.indicators
        ]
        self.groups = [stems(read(one.subgroup)) for one in self.indicators]
        self._weigh()
        self._lay_out()

    def _weigh(self) -> None:
        """Weigh each stem by how few questions have it (inverse document frequency)."""
        seen: Counter[str] = Counter()
        for question, listed in self.questions.items():
            own = set(self.asked[question])
            for one in listed:
                own |= stems(self.options[self.number[one.id]])
            seen.update(own)
        many = len(self.questions) or 1
        self.weight = {s: math.log((many + 1) / (n + 0.5)) for s, n in seen.items()}

    def weigh(self, one: str) -> float:
        """Return what a stem weighs."""
        return self.weight.get(one, 1.0)

    def is_whole(self, one: Indicator) -> bool:
        """Say whether a figure is of everybody asked."""
        return one.subgroup.strip().lower() in WHOLE

    # ── words ──

    def fit(self, features: Sequence[Feature], sentence: set[str], near: set[str]) -> list[float]:
        """Return how well the words around a number fit each indicator, 0 to about 1.3.

        `features` are those of its own words, `sentence` and `near` the stems of its sentence
        and of what stands before that.
        """
        import numpy as np

        own, said, before = (self._meets(part) for part in (stems(features), sentence, near))
        level = np.where(own, 1.0, np.where(said, 0.6, np.where(before, 0.35, 0.0)))
        of_option = self.of_option @ level
        for question, answers in self.answers.items():
            said_so = self.said(question, features)
            for n, answer in answers:
                of_option[n] = {"": 0.35, answer: 0.8}.get(said_so, 0.15)
        hits = self.of_question @ level
        of_group = self.of_group @ level + self.of_whole
        fits: list[float] = (0.5 * of_option + 0.55 * hits / (hits + 3.0) + 0.2 * of_group).tolist()
        return fits

    def _meets(self, words: set[str]) -> NDArray[Any]:
        """Return which stems of the survey stand among words."""
        import numpy as np

        met = np.zeros(len(self.stems), dtype=bool)
        for word in words:
            if word not in self._known:
                self._known[word] = [n for n, s in enumerate(self.stems) if alike(s, word)]
            met[self._known[word]] = True
        return met

    def _lay_out(self) -> None:
        """Lay the words of each indicator out as rows of weights over all stems."""
        import numpy as np

        options = []
        for n, one in enumerate(self.indicators):
            option = stems(self.options[n])
            options.append(option - self.asked[one.question_id] or option)
        about = [
            self.asked[one.question_id] | self.also[n] for n, one in enumerate(self.indicators)
        ]
        groups = [
            set() if self.is_whole(one) else self.groups[n] for n, one in enumerate(self.indicators)
        ]
        self.stems = sorted(set().union(*options, *about, *groups))
        self._known: dict[str, list[int]] = {}
        place = {s: n for n, s in enumerate(self.stems)}
        weights = np.array([self.weigh(s) for s in self.stems])

        def rows(listed: Sequence[set[str]]) -> NDArray[Any]:
            made = np.zeros((len(listed), len(self.stems)))
            for n, own in enumerate(listed):
                made[n, [place[s] for s in own]] = 1.0
            return made

        self.of_question = rows(about) * weights
        weighed = rows(options) * weights
        self.of_option = weighed / np.maximum(weighed.sum(axis=1, keepdims=True), 1e-9)
        plain = rows(groups)
        self.of_group = plain / np.maximum(plain.sum(axis=1, keepdims=True), 1.0)
        self.of_whole = np.array([0.5 if self.is_whole(one) else 0.0 for one in self.indicators])
        self.answers: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for n, one in enumerate(self.indicators):
            if answer := yes_or_no(one):
                self.answers[one.question_id].append((n, answer))

    def said(self, question: str, features: Sequence[Feature]) -> str:
        """Return whether words affirm (`yes`) or deny (`no`) what a question asks, else `""`."""
        if {"@dk", "@refused"} & stems(features):
            return "other"
        if any(f.stem == "@no" for f in features):
            return "no"
        about = [f for f in features if any(alike(f.stem, s) for s in self.asked[question])]
        if not about:
            return ""
        return "no" if any(f.denied for f in about) else "yes"

    # ── values ──

    def by_value(self, number: Number) -> Iterator[tuple[tuple[Indicator, ...], str]]:
        """Return what a number may be by its value alone."""
        for one in self.indicators:
            if one.value is None or not _same_unit(one, number):
                continue
            how = _stated(number, one.value)
            if how:
                yield (one,), how
            elif (
                one.unit == "%" and number.decimals and _stated(number, 100 - one.value) == "match"
            ):
                yield (one,), "complement"
        if not number.decimals or number.kind is not Kind.PERCENT:
            return
        for listed in self.questions.values():
            for group in _by_group(listed).values():
                values = [i for i in group if i.value is not None and not is_sum(i)]
                for size in (2, 3):
                    for several in combinations(values[:12], size):
                        total = sum(i.value or 0.0 for i in several)
                        if abs(total - number.value) < 0.051:
                            yield several, "sum of cells"


def yes_or_no(one: Indicator) -> str:
    """Return `yes` or `no` for an option that is just that, perhaps with a remark, else `""`."""
    match = _YES_NO.match(one.option)
    return {"y": "yes", "d": "yes", "д": "yes"}.get(match[0][0].lower(), "no") if match else ""


_YES_NO = re.compile(
    r"(?:yes|no|да|нет|da|ne|не)(?![\w ]*\w)|(?:yes|no|да|нет|da|ne)\b(?=[,;(\s])", re.I
)


def _question(listed: Sequence[Indicator]) -> str:
    return f"{listed[0].question} {listed[0].title}"


def _by_group(listed: Sequence[Indicator]) -> dict[tuple[str, str], list[Indicator]]:
    groups: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for one in listed:
        groups[one.subgroup, one.source].append(one)
    return groups


def _same_unit(one: Indicator, number: Number) -> bool:
    if number.kind is Kind.PERCENT:
        return one.unit == "%"
    if number.kind in (Kind.MEAN, Kind.MEDIAN):
        return one.unit != "%"
    return False


def decimals(one: Indicator) -> int:
    """Return how many decimals a survey figure is printed with."""
    _, _, after = one.printed.replace(",", ".").strip(" %").partition(".")
    return len(after)


def _stated(number: Number, value: float) -> str:
    """Say whether a number states a value: `match`, `rounded` or `""`.

    Half a unit of the last place is allowed either way, and what a hedge allows.
    """
    gap = value - number.value
    if abs(gap) < 1e-9:
        return "match"
    if abs(gap) <= 0.5 * 10**-number.decimals + 1e-9:
        return "rounded"
    if number.about == "about" and abs(gap) <= 2.5:
        return "rounded"
    if number.about == "under" and -3 <= gap < 0:
        return "rounded"
    if number.about == "over" and 0 < gap <= 5:
        return "rounded"
    return ""


# ── the draft ──


def stated(reading: Reading, study: Study) -> list[Stated]:
    """Return each percentage, mean and median of the draft with what it may state.

    Several checks ask for them: they are worked out once for a reading.
    """
    kept = reading.kept.get("stated")
    if kept is None:
        kept = reading.kept["stated"] = _stated_in(reading, Survey(study))
    return kept


def fitting(reading: Reading, study: Study, spans: Sequence[Span]) -> list[Indicator | None]:
    """Return for each sentence the figure of everybody whose words alone fit by far best.

    None where none does.
    """
    if not spans or not study.indicators:
        return [None] * len(spans)
    survey = Survey(study)
    texts = [reading.words(span) for span in spans]
    meaning = study.likeness(texts) if study.likeness is not None else None
    found = []
    for n, text in enumerate(texts):
        features = read(text)
        words = survey.fit(features, stems(features), set())
        if meaning is not None:
            words = [w + 0.5 * float(m) for w, m in zip(words, meaning[n], strict=True)]
        of_all = [
            w if survey.is_whole(one) else 0.0
            for w, one in zip(words, survey.indicators, strict=True)
        ]
        found.append(_nearest(survey, of_all))
    return found


def shares(reading: Reading, study: Study) -> dict[Span, list[Stated]]:
    """Return the percentages of each sentence that has any."""
    found: dict[Span, list[Stated]] = {}
    for one in stated(reading, study):
        if one.number.kind is Kind.PERCENT:
            found.setdefault(one.place.sentence, []).append(one)
    return found


def _stated_in(reading: Reading, survey: Survey) -> list[Stated]:
    study = survey.study
    kinds = (Kind.PERCENT, Kind.MEAN, Kind.MEDIAN)
    listed = [n for n in reading.numbers if n.kind in kinds]
    by_sentence: dict[Span, list[Number]] = defaultdict(list)
    for number in listed:
        by_sentence[reading.sentence(number.start)].append(number)
    order = {span: n for n, span in enumerate(reading.sentences)}
    found: list[tuple[Number, Place]] = []
    for span, numbers in by_sentence.items():
        where = places(reading.text, span, [(n.start, n.end) for n in numbers])
        found += list(zip(numbers, where, strict=True))
    meaning = _meaning(reading, study, [place for _, place in found])
    heads = _headings(reading)
    made = []
    for n, (number, place) in enumerate(found):
        bare = _bare(reading, place.zone, number)
        zone = read(bare)
        sentence = read(reading.text[place.sentence.start : place.sentence.end])
        before = reading.sentences[order[place.sentence] - 1] if order[place.sentence] else None
        near = stems(read(reading.text[before.start : before.end])) if before else set()
        paragraph = reading.paragraph(number.start)
        near |= stems(read(paragraph.around)) | heads.get(paragraph.number, set())
        if paragraph.table:
            zone += read(paragraph.around)
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


def _bare(reading: Reading, span: Span, number: Number) -> str:
    """Return a zone's words without its own number, in place."""
    text = reading.text
    inside = " " * (number.end - number.start)
    return text[span.start : number.start] + inside + text[number.end : span.end]


def _candidates(survey: Survey, number: Number, words: Sequence[float]) -> tuple[Candidate, ...]:
    found = []
    for indicators, how in survey.by_value(number):
        fits = [words[survey.number[i.id]] for i in indicators]
        fit = sum(fits) / len(fits)
        needs = _NEEDS[how] if number.decimals or how != "match" else _NEEDS["rounded"]
        if fit >= needs:
            gap = abs((indicators[0].value or 0.0) - number.value) if how == "rounded" else 0.0
            found.append(Candidate(indicators, how, fit, gap))
    found.sort(key=lambda c: -c.score)
    return tuple(found)


CLEAR = 0.85
"""How well words must fit one figure, and no other of its question nearly as well."""


def _nearest(survey: Survey, words: Sequence[float]) -> Indicator | None:
    if not words:
        return None
    order = sorted(range(len(words)), key=lambda n: -words[n])
    first = order[0]
    second = words[order[1]] if len(order) > 1 else 0.0
    if words[first] < CLEAR or words[first] - second < 0.12:
        return None
    return survey.indicators[first]


def _headings(reading: Reading) -> dict[int, set[str]]:
    from coding.model import Block

    last: set[str] = set()
    found = {}
    for one in reading.draft.paragraphs:
        if one.kind is Block.HEADING:
            last = stems(read(reading.text[one.start : one.end]))
        found[one.number] = last
    return found


def _meaning(reading: Reading, study: Study, where: Sequence[Place]) -> Any:
    """Return how alike zones with their sentences and indicators are, None without means."""
    if study.likeness is None or not where or not study.indicators:
        return None
    zones = study.likeness([reading.words(p.zone) for p in where])
    whole = study.likeness([reading.words(p.sentence) for p in where])
    return 0.6 * zones + 0.4 * whole
