"""Tell which label of a survey table's side words name.

What tells the labels of a table's side apart are the features that one label alone has: of
"I approve" and "I don't approve" it is the denial, of "follows Serbian news" and "follows
Russian news" the country.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import compiled
from coding.language.words import stem
from coding.model import Indicator
from coding.verify.evidence.features import Feature, read
from coding.verify.reading.whom import limited_to, speaks_of, speaks_of_others


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a table: for each label the (stem, denied) that it alone has.

    `beside` are the stems it shares with other labels: "Russian" names "follows Russian news"
    only where news are spoken of.
    """

    marks: Mapping[str, frozenset[tuple[str, bool]]]
    beside: Mapping[str, frozenset[str]]

    @staticmethod
    def of(labels: Iterable[str], language: str, asked: Iterable[str] = ()) -> Axis:
        """Return the side with these labels; `asked` are the stems of the question.

        >>> axis = Axis.of(["I approve", "I don't approve", "No response"], "en")
        >>> axis.named(read("those who disapprove of him", "en"))
        {"I don't approve"}
        """
        unique = list(dict.fromkeys(labels))
        features = {label: {(f.stem, f.denied) for f in read(label, language)} for label in unique}
        for label, own in features.items():
            answer = answer_of(label)
            if answer:
                own -= {(stem(word, language), False) for word in packs.together("answers.yes")}
                own |= {(s, answer == "no") for s in asked if not s.startswith("@")}
                own |= {("@no", False)} if answer == "no" else set()
            if any(denied for _, denied in own):
                own |= {(s, True) for s, _ in own if not s.startswith("@")}
        counted = Counter(mark for own in features.values() for mark in own)
        shared = Counter(s for own in features.values() for s in {s for s, _ in own})
        return Axis(
            {
                label: frozenset(mark for mark in own if counted[mark] == 1)
                for label, own in features.items()
            },
            {
                label: frozenset(s for s, _ in own if shared[s] > 1)
                for label, own in features.items()
            },
        )

    def named(self, features: Iterable[Feature], within: Iterable[Feature] = ()) -> set[str]:
        """Return the labels that words name, by what is theirs alone.

        What a label shares with others may stand anywhere `within` the sentence.
        """
        listed = list(features)
        around = {f.stem for f in listed} | {f.stem for f in within}
        return {
            label
            for label, own in self.marks.items()
            if _hits(own, listed) and self._beside(label, around)
        }

    def _beside(self, label: str, around: set[str]) -> bool:
        shared = self.beside[label]
        return not shared or not shared.isdisjoint(around)

    def first(self, features: Sequence[Feature], within: Iterable[Feature] = ()) -> int | None:
        """Return the place of the first feature that names any label, None if none does."""
        named = self.named(features, within)
        every = frozenset(mark for label in named for mark in self.marks[label])
        return next((f.at for f in features if _hit(every, f)), None)


@packs.cached
def _answers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, compiled(packs.together(f"answers.{name}"))) for name in ("no", "yes"))


def answer_of(label: str) -> str:
    """Return `yes` or `no` for a label that begins with that answer, else `""`.

    >>> answer_of("Yes, fully trust"), answer_of("No"), answer_of("Nobody")
    ('yes', 'no', '')
    """
    return next((name for name, shape in _answers() if shape.match(label)), "")


def plain_answer_of(label: str) -> str:
    """Return `yes` or `no` for a label that is just that, perhaps with a remark, else `""`.

    >>> plain_answer_of("Yes"), plain_answer_of("No, never"), plain_answer_of("Не доверяю")
    ('yes', 'no', '')
    """
    for name, shape in _answers():
        if match := shape.match(label):
            rest = label[match.end() :]
            bare = not any(map(str.isalpha, rest))
            remark = rest[:1] in (",", ";", "(") or (rest[:1].isspace() and not _before(match[0]))
            return name if bare or remark else ""
    return ""


def _before(word: str) -> bool:
    """Say whether an answer is also the word that denies what follows: "ne", but not "no"."""
    return word.lower() in packs.together("denying_beginnings")


def _hits(own: frozenset[tuple[str, bool]], features: Sequence[Feature]) -> bool:
    return any(_hit(own, f) for f in features)


def _hit(own: frozenset[tuple[str, bool]], feature: Feature) -> bool:
    return (feature.stem, feature.denied) in own


def is_whole(name: str) -> bool:
    """Say whether a row or column is called as one of everybody is.

    >>> is_whole("All respondents"), is_whole("ukupno"), is_whole(""), is_whole("Women")
    (True, True, True, False)
    """
    plain = " ".join(name.lower().split())
    return not plain or plain in packs.together("totals")


def not_everybody(
    text: str, sentence: int, start: int, end: int, figures: Sequence[Indicator]
) -> str:
    """Return the words that say of whom alone a number is, if all its figures are everybody's.

    "" if none do, if the figures' own words are of such people, or the draft `text` speaks of no
    others. The number is characters `start` to `end` of a sentence that begins at `sentence`.
    """
    group, words = limited_to(text, sentence, start, end)
    if not group or not figures or not speaks_of_others(text, group):
        return ""
    everybody = all(is_whole(f.subgroup) and not speaks_of(f, group) for f in figures)
    return words if everybody else ""


def is_sum(indicator: Indicator) -> bool:
    """Say whether a row sums up the others."""
    return is_whole(indicator.option)
