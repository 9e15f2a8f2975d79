"""Tell which row and which column of a survey table words name, and of whom a share is.

What tells the labels of a table's side apart are the features that one label alone has: of
"I approve" and "I don't approve" it is the denial, of "follows Serbian news" and "follows
Russian news" the country.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.model import Indicator
from coding.verify.evidence.features import Feature, alike, read, stems

if TYPE_CHECKING:
    from coding.verify.evidence.matching import Stated
    from coding.verify.evidence.survey import Survey

WHOLE = {"total", "all", "all respondents", "everyone", "", "всего", "итого", "ukupno", "укупно"}
"""What a column or row of everybody is called."""

_BASE = re.compile(
    r"(?:\b(?P<prep>among|amongst|of|from|for)\s+)?(?:all\s+|the\s+|these\s+)*\b(?:(?P<whoever>those"
    r"|people|persons|respondents|russians|adults)\b(?P<who>(?:\s+\w+){0,2}?\s+(?:who|that|which)\b)?"
    r"|(?:supporters|opponents|followers|users|readers|viewers|consumers|adherents|critics)\b)"
    r"|(?P<among>среди|из тех|из числа|među|od onih|међу|од оних)",
    re.I,
)
_SHARE = re.compile(r"\b(?:share|percentage|proportion|portion|number|rate|level)\s+$", re.I)


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
        counted = Counter(one for own in features.values() for one in own)
        shared = Counter(s for own in features.values() for s in {s for s, _ in own})
        return Axis(
            {
                label: frozenset(one for one in own if counted[one] == 1)
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
        return not shared or any(alike(s, one) for s in shared for one in around)

    def first(self, features: Sequence[Feature], within: Iterable[Feature] = ()) -> int | None:
        """Return the place of the first feature that names any label, None if none does."""
        named = self.named(features, within)
        every = frozenset(one for label in named for one in self.marks[label])
        return next((f.at for f in features if _hit(every, f)), None)


_ANSWER = re.compile(r"(yes|no|да|нет|da|ne|не)(?![\w])", re.I)


def _hits(own: frozenset[tuple[str, bool]], features: Sequence[Feature]) -> bool:
    return any(_hit(own, f) for f in features)


def _hit(own: frozenset[tuple[str, bool]], feature: Feature) -> bool:
    return any(denied == feature.denied and alike(s, feature.stem) for s, denied in own)


def is_sum(one: Indicator) -> bool:
    """Say whether a row sums up the others."""
    return one.option.strip().lower() in WHOLE


@dataclass(frozen=True, slots=True)
class Table:
    """A question's figures by option and subgroup."""

    question: str
    cells: tuple[Indicator, ...]
    rows: Axis
    columns: Axis
    percent_of: str

    def cell(self, row: str, column: str) -> Indicator | None:
        """Return the figure of an option in a subgroup."""
        return next((i for i in self.cells if i.option == row and i.subgroup == column), None)


def tables(survey: Survey) -> list[Table]:
    """Return the survey's tables of two or more options in two or more subgroups."""
    found = []
    for question, listed in survey.questions.items():
        by_source: dict[str, list[Indicator]] = defaultdict(list)
        for one in listed:
            by_source[one.source].append(one)
        for cells in by_source.values():
            groups = {i.subgroup for i in cells}
            options = {i.option for i in cells}
            if len(groups) < 2 or len(options) < 2 or len(cells) < 0.7 * len(groups) * len(options):
                continue
            inner = [i for i in cells if not survey.is_whole(i)]
            # A table's question names both of its sides: what names its columns is no answer.
            sides = {s for g in groups for s in stems(read(g))}
            asked = {s for s in survey.asked[question] if not any(alike(s, t) for t in sides)}
            found.append(
                Table(
                    question,
                    tuple(cells),
                    Axis.of([i.option for i in cells if not is_sum(i)], asked),
                    Axis.of([i.subgroup for i in cells]),
                    inner[0].percent_of if inner else "",
                )
            )
    return found


def base_of(one: Stated, table: Table) -> tuple[Axis, Axis] | None:
    """Return of which side of a table a share is said to be, and which side is measured.

    What follows "among those who" is the base; the other side is what is measured. None where
    the words do not say.
    """
    match = _marker(one.text)
    if match is None:
        return None
    # "Those Russians who support": whoever they are called, their base is what they do.
    begin = match.end() if match["whoever"] else match.start()
    behind = [f for f in one.zone if f.at >= begin]
    before = [f for f in one.zone if f.at < match.start()]
    around = one.sentence
    row, column = table.rows.first(behind, around), table.columns.first(behind, around)
    if row is not None and (column is None or row < column):
        measured = column is not None or table.columns.first(before, around) is not None
        return (table.rows, table.columns) if measured else None
    if column is not None:
        measured = row is not None or table.rows.first(before, around) is not None
        return (table.columns, table.rows) if measured else None
    return None


def _marker(text: str) -> re.Match[str] | None:
    """Return the words that lead to the base: "among" before "of those who" before the bare.

    Of a "share of those who support among those who follow" the former is what is measured.
    """
    found = [
        match
        for match in _BASE.finditer(text)
        if (match["prep"] or match["who"] or not match["whoever"])
        and not (match["prep"] and _SHARE.search(text[: match.start()]))
    ]
    among = [m for m in found if m["among"] or (m["prep"] or "").lower().startswith("among")]
    return next(iter(among or found), None)
