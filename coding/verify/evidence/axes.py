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

from coding.model import Indicator
from coding.verify.evidence.features import Feature, alike, read

WHOLE = {"total", "all", "all respondents", "everyone", "", "всего", "итого", "ukupno", "укупно"}
"""What a column or row of everybody is called."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a table: for each label the (stem, denied) that it alone has.

    `beside` are the stems it shares with other labels: "Russian" names "follows Russian news"
    only where news are spoken of.
    """

    marks: Mapping[str, frozenset[tuple[str, bool]]]
    beside: Mapping[str, frozenset[str]]

    @staticmethod
    def of(labels: Iterable[str], asked: Iterable[str] = ()) -> Axis:
        """Return the side with these labels; `asked` are the stems of the question.

        >>> axis = Axis.of(["I approve", "I don't approve", "No response"])
        >>> axis.named(read("those who disapprove of him"))
        {"I don't approve"}
        """
        unique = list(dict.fromkeys(labels))
        features = {label: {(f.stem, f.denied) for f in read(label)} for label in unique}
        for label, own in features.items():
            answer = _ANSWER.match(label)
            if answer:
                denied = answer[1].lower() in ("no", "нет", "ne", "не")
                own -= {(s, d) for s, d in own if s in ("yes",)}
                own |= {(s, denied) for s in asked if not s.startswith("@")}
                own |= {("@no", False)} if denied else set()
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
        return not shared or any(alike(s, near) for s in shared for near in around)

    def first(self, features: Sequence[Feature], within: Iterable[Feature] = ()) -> int | None:
        """Return the place of the first feature that names any label, None if none does."""
        named = self.named(features, within)
        every = frozenset(mark for label in named for mark in self.marks[label])
        return next((f.at for f in features if _hit(every, f)), None)


_ANSWER = re.compile(r"(yes|no|да|нет|da|ne|не)(?![\w])", re.I)


def _hits(own: frozenset[tuple[str, bool]], features: Sequence[Feature]) -> bool:
    return any(_hit(own, f) for f in features)


def _hit(own: frozenset[tuple[str, bool]], feature: Feature) -> bool:
    return any(denied == feature.denied and alike(s, feature.stem) for s, denied in own)


def is_sum(indicator: Indicator) -> bool:
    """Say whether a row sums up the others."""
    return indicator.option.strip().lower() in WHOLE
