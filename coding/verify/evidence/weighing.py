"""Weigh how well words, and numbers, fit each figure of the survey.

What a word weighs depends on how few questions have it; what a number may be to a figure is the
figure itself, rounded, what it leaves of 100, or a sum of cells.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from coding.arithmetic.rounding import half_unit
from coding.model import Indicator
from coding.verify.evidence.axes import is_sum, is_whole, plain_answer_of
from coding.verify.evidence.features import Feature, read, stems
from coding.verify.evidence.study import Study
from coding.verify.reading.numbers import Kind, Number

if TYPE_CHECKING:
    from numpy.typing import NDArray


class WeighedSurvey:
    """The survey's figures with what their words weigh, read in the language of the draft.

    Words of another language meet none of its words, in whatever way they are read.
    """

    def __init__(self, study: Study, language: str) -> None:
        self.study = study
        self.indicators = list(study.indicators)
        self.language = language
        self.number = {indicator.id: n for n, indicator in enumerate(self.indicators)}
        self.questions: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in self.indicators:
            self.questions[indicator.question_id].append(indicator)

        def own(text: str) -> set[str]:
            return stems(read(text, self.language))

        self.asked = {q: own(_question(listed)) for q, listed in self.questions.items()}
        self.options = [read(indicator.option, self.language) for indicator in self.indicators]
        self.also = [
            own(study.words_for.get(i.id, "")) - self.asked[i.question_id] for i in self.indicators
        ]
        self.groups = [own(indicator.subgroup) for indicator in self.indicators]
        self._weigh()
        self._lay_out()

    def _weigh(self) -> None:
        """Weigh each stem by how few questions have it (inverse document frequency)."""
        seen: Counter[str] = Counter()
        for question, listed in self.questions.items():
            own = set(self.asked[question])
            for indicator in listed:
                own |= stems(self.options[self.number[indicator.id]])
            seen.update(own)
        many = len(self.questions) or 1
        self.weight = {s: math.log((many + 1) / (n + 0.5)) for s, n in seen.items()}

    def weigh(self, stem: str) -> float:
        """Return what a stem weighs."""
        return self.weight.get(stem, 1.0)

    def is_whole(self, indicator: Indicator) -> bool:
        """Say whether a figure is of everybody asked."""
        return is_whole(indicator.subgroup)

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
        met[[self._place[word] for word in words if word in self._place]] = True
        return met

    def _lay_out(self) -> None:
        """Lay the words of each indicator out as rows of weights over all stems."""
        import numpy as np

        options = []
        for n, indicator in enumerate(self.indicators):
            option = stems(self.options[n])
            options.append(option - self.asked[indicator.question_id] or option)
        about = [
            self.asked[indicator.question_id] | self.also[n]
            for n, indicator in enumerate(self.indicators)
        ]
        groups = [
            set() if self.is_whole(indicator) else self.groups[n]
            for n, indicator in enumerate(self.indicators)
        ]
        self.stems = sorted(set().union(*options, *about, *groups))
        self._place = {s: n for n, s in enumerate(self.stems)}
        weights = np.array([self.weigh(s) for s in self.stems])

        def rows(listed: Sequence[set[str]]) -> NDArray[Any]:
            made = np.zeros((len(listed), len(self.stems)))
            for n, own in enumerate(listed):
                made[n, [self._place[s] for s in own]] = 1.0
            return made

        self.of_question = rows(about) * weights
        weighed = rows(options) * weights
        self.of_option = weighed / np.maximum(weighed.sum(axis=1, keepdims=True), 1e-9)
        plain = rows(groups)
        self.of_group = plain / np.maximum(plain.sum(axis=1, keepdims=True), 1.0)
        self.of_whole = np.array(
            [0.5 if self.is_whole(indicator) else 0.0 for indicator in self.indicators]
        )
        self.answers: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for n, indicator in enumerate(self.indicators):
            if answer := plain_answer_of(indicator.option):
                self.answers[indicator.question_id].append((n, answer))

    def said(self, question: str, features: Sequence[Feature]) -> str:
        """Return whether words affirm (`yes`) or deny (`no`) what a question asks, else `""`."""
        if {"@dk", "@refused"} & stems(features):
            return "other"
        if any(f.stem == "@no" for f in features):
            return "no"
        about = [f for f in features if f.stem in self.asked[question]]
        if not about:
            return ""
        return "no" if any(f.denied for f in about) else "yes"

    # ── values ──

    def by_value(self, number: Number) -> Iterator[tuple[tuple[Indicator, ...], str]]:
        """Return what a number may be by its value alone."""
        for indicator in self.indicators:
            if indicator.value is None or not _same_unit(indicator, number):
                continue
            how = states(number, indicator.value)
            if how:
                yield (indicator,), how
            elif (
                indicator.unit == "%"
                and number.decimals
                and states(number, 100 - indicator.value) == "match"
            ):
                yield (indicator,), "complement"
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


def _question(listed: Sequence[Indicator]) -> str:
    return f"{listed[0].question} {listed[0].title}"


def _by_group(listed: Sequence[Indicator]) -> dict[tuple[str, str], list[Indicator]]:
    groups: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in listed:
        groups[indicator.subgroup, indicator.source].append(indicator)
    return groups


def _same_unit(indicator: Indicator, number: Number) -> bool:
    if number.kind is Kind.PERCENT:
        return indicator.unit == "%"
    if number.kind in (Kind.MEAN, Kind.MEDIAN):
        return indicator.unit != "%"
    return False


def states(number: Number, value: float) -> str:
    """Say whether a number states a value: `match`, `rounded` or `""`.

    Half a unit of the last place is allowed either way, and what a hedge allows.
    """
    gap = value - number.value
    if abs(gap) < 1e-9:
        return "match"
    if abs(gap) <= half_unit(number.decimals) + 1e-9:
        return "rounded"
    if number.about == "about" and abs(gap) <= 2.5:
        return "rounded"
    if number.about == "under" and -3 <= gap < 0:
        return "rounded"
    if number.about == "over" and 0 < gap <= 5:
        return "rounded"
    return ""
