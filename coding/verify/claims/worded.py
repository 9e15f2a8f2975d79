"""Read the survey's figures as words: of which question, answer, group and year each one is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coding.language import packs
from coding.model import Indicator
from coding.verify.claims.marking import (
    AGES,
    MARKS,
    grade_of,
    lacking,
    lean_of,
    leaning,
    ranges_of,
    undecided,
    years_in,
)
from coding.verify.evidence.axes import answer_of, is_sum, is_whole, plain_answer_of
from coding.verify.evidence.features import Feature, read, stems

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _is_made_up(group: str, bases: Mapping[str, int], named: frozenset[str]) -> bool:
    """Say whether a group is all of its question's: the only one, or what others in a row make up.

    None is larger: men are not everybody though the young and the middle-aged are as many.

    >>> bases = {"users": 300, "young users": 100, "old users": 201, "women": 150, "men": 150}
    >>> [_is_made_up(group, bases, frozenset()) for group in bases]
    [True, False, False, False, False]
    """
    if named & bases.keys():
        return False
    others = [n for label, n in bases.items() if label != group]
    whole = bases[group]
    sums = (sum(others[a:b]) for a in range(len(others)) for b in range(a + 2, len(others) + 1))
    if whole < max(others, default=0):
        return False
    return not others or any(abs(n - whole) <= ROUNDED_BASES * whole for n in sums)


ROUNDED_BASES = 0.02
"""By what part of it a base may differ from the sum of those of its groups: some did not say."""


class WordedSurvey:
    """The survey's figures (F of them) in stems (S), with what each stem weighs.

    A stem weighs ln((Q + 1) / (n + ½)) + 0.3 where n of Q questions have it. `asked` (F × S) has
    those weights for the stems of a figure's question; `affirmed` and `denied` those for its
    answer, without the question's own, `group` those of its group, without what all who were asked
    are called ("other voters" has none), the last three as parts of 1.
    `is_part` is whether a figure's group is all whom its question was asked, yet not everybody;
    `of_base` (F × S) has the stems of what all of them are called.
    `also` has words in other languages that stand for a figure, by its id.
    """

    def __init__(
        self, figures: Sequence[Indicator], language: str, also: Mapping[str, str] | None = None
    ) -> None:
        self.figures = tuple(figures)
        self.language = language
        self.at = {figure.id: n for n, figure in enumerate(self.figures)}
        self.question = [self._question(figure) for figure in self.figures]
        also = also or {}

        def own(text: str) -> set[str]:
            return stems(read(text, language))

        asked_of = {text: own(text) for text in dict.fromkeys(self.question)}
        for n, figure in enumerate(self.figures):
            asked_of[self.question[n]] |= own(also.get(figure.id, ""))
        options = [read(figure.option, language) for figure in self.figures]
        self.sequences = [tuple((f.stem, f.denied) for f in option) for option in options]
        whole = self._everybody()
        called = [{(m.stem, m.denied) for m in read(f.subgroup, language)} for f in self.figures]
        shared: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for n in range(len(self.figures)):
            shared[self.question[n]] |= called[n] if whole[n] else set()
        groups = [
            set() if all_ else own - shared[text]
            for all_, own, text in zip(whole, called, self.question, strict=True)
        ]
        self.is_part = [
            all_ and f.subgroup not in self._called_everybody
            for all_, f in zip(whole, self.figures, strict=True)
        ]
        self._bases = [
            {stem for stem, _ in own} if all_ else set()
            for all_, own in zip(whole, called, strict=True)
        ]
        self.plain = [plain_answer_of(figure.option) for figure in self.figures]
        self.answer = [answer_of(figure.option) for figure in self.figures]
        self.is_total = [is_sum(figure) for figure in self.figures]
        self.is_lacking = [
            bool(lacking().match(f.option)) or self.answer[n] == "no"
            for n, f in enumerate(self.figures)
        ]
        without, never = undecided(), leaning("never")
        self.is_undecided = [bool(without.search(figure.option)) for figure in self.figures]
        self.is_never = [bool(never.search(figure.option)) for figure in self.figures]
        self.grade = [grade_of(figure.option) for figure in self.figures]
        self.lean = [self._lean(n, options[n]) for n in range(len(self.figures))]
        self.called = self._called()
        self._lay_out(asked_of, options, groups, whole)

    @staticmethod
    def _question(figure: Indicator) -> str:
        return " ".join(f"{figure.question} {figure.title}".split())

    def _lean(self, n: int, option: Sequence[Feature]) -> int:
        """Return 1 for an answer that is for something, -1 for one against it, else 0."""
        if self.answer[n]:
            return 1 if self.answer[n] == "yes" else -1
        own = lean_of(self.figures[n].option, option)
        return own[0][1] if own else -1 if self.is_lacking[n] else 0

    def _everybody(self) -> list[bool]:
        """Return by figure whether its group is everybody who was asked its question.

        It is called so or alone given with most questions; or, where a question has no such group,
        it is its only one ("those who volunteer"), or others of it make it up.
        """
        named = self._called_everybody
        bases: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for n, figure in enumerate(self.figures):
            bases[self.question[n], figure.source].setdefault(figure.subgroup, figure.base_n or 0)
        return [
            figure.subgroup in named
            or _is_made_up(figure.subgroup, bases[self.question[n], figure.source], named)
            for n, figure in enumerate(self.figures)
        ]

    @cached_property
    def _called_everybody(self) -> frozenset[str]:
        """Return the groups that are everybody: called so, or alone given with most questions."""
        asked = {figure.question_id for figure in self.figures}
        given: dict[str, set[str]] = defaultdict(set)
        for figure in self.figures:
            given[figure.subgroup].add(figure.question_id)
        most = {group for group, listed in given.items() if len(listed) > 0.6 * len(asked)}
        whole = {group for group in given if is_whole(group)}
        return frozenset(whole | most if len(most) == 1 else whole)

    def _called(self) -> list[frozenset[str]]:
        """Return by figure the marks that stand for its group among ordered ones."""
        groups: dict[str, set[str]] = defaultdict(set)
        for n, figure in enumerate(self.figures):
            if any(map(str.isdigit, figure.subgroup)):
                groups[self.question[n]].add(figure.subgroup)
        ordered: dict[str, list[str]] = {
            text: sorted(listed, key=lambda label: [int(n) for n in AGES.findall(label)])
            for text, listed in groups.items()
        }
        called = []
        for n, figure in enumerate(self.figures):
            row = ordered.get(self.question[n], [])
            marks: set[str] = set()
            if figure.subgroup in row and len(row) > 1:
                at = row.index(figure.subgroup)
                end = len(row) - 1
                marks.add("@lowest" if at == 0 else "@highest" if at == end else "@between")
                if at in (0, end):
                    label = figure.subgroup
                    marks |= {*ranges_of(label, is_first=at == 0, is_last=at == end)}
            called.append(frozenset(marks))
        return called

    def _lay_out(
        self,
        asked_of: Mapping[str, set[str]],
        options: Sequence[Sequence[Feature]],
        groups: Sequence[set[tuple[str, bool]]],
        whole: Sequence[bool],
    ) -> None:
        import numpy as np

        seen: dict[str, set[str]] = {text: set(own) for text, own in asked_of.items()}
        for n, option in enumerate(options):
            seen[self.question[n]] |= stems(option)
        counted = Counter(stem for own in seen.values() for stem in own)
        many = len(seen) or 1
        self.weights = {s: math.log((many + 1) / (n + 0.5)) + 0.3 for s, n in counted.items()}
        called = set().union(*self.called)
        of_groups = {stem for marks in groups for stem, _ in marks}.union(*self._bases)
        every = sorted(set(counted) | of_groups | set(MARKS) | called)
        self.column = {stem: n for n, stem in enumerate(every)}
        self.weight = np.array([self.weights.get(stem, 1.0) for stem in every])
        shape = (len(self.figures), len(every))
        self.asked, self.affirmed, self.denied = (np.zeros(shape) for _ in range(3))
        self.group, self.group_denied = (np.zeros(shape) for _ in range(2))
        self.stands, self.of_base = np.zeros(shape), np.zeros(shape)
        contested = self._contested(options)
        for n, option in enumerate(options):
            question = asked_of[self.question[n]]
            self._fill(self.asked, n, question)
            self._fill(self.of_base, n, self._bases[n])
            self._fill(self.group, n, {stem for stem, denied in groups[n] if not denied})
            self._fill(self.group_denied, n, {stem for stem, denied in groups[n] if denied})
            marks = {(f.stem, f.denied) for f in option}
            kept = {mark for mark in marks if mark[0] not in question - contested[self.question[n]]}
            told = kept or marks
            if self.grade[n] == "middle":
                told = {("@middle", False)}
            if leaning("never").search(self.figures[n].option):
                told = {mark for mark in told if mark[0] != "@no"} | {("@never", False)}
            for mark in self.called[n]:
                self.stands[n, self.column[mark]] = 1.0
            if self.plain[n]:
                more = {mark for mark in told if mark[0] not in (self.plain[n], "@no")}
                told = {(stem, self.plain[n] == "no") for stem in question if stem[0] != "@"}
                told |= {mark for mark in more if mark[0] not in question}
            self._fill(self.affirmed, n, {stem for stem, denied in told if not denied})
            self._fill(self.denied, n, {stem for stem, denied in told if denied})
        told = self.affirmed.sum(axis=1) + self.denied.sum(axis=1)
        self.told = told
        self.affirmed /= np.maximum(told, 1e-9)[:, None]
        self.denied /= np.maximum(told, 1e-9)[:, None]
        told = self.group.sum(axis=1) + self.group_denied.sum(axis=1)
        self.grouped = ~np.array(whole, dtype=bool)
        self.group /= np.maximum(told, 1e-9)[:, None]
        self.group_denied /= np.maximum(told, 1e-9)[:, None]

    def _contested(self, options: Sequence[Sequence[Feature]]) -> dict[str, set[str]]:
        """Return by question the stems that one answer affirms and another denies."""
        said: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for n, option in enumerate(options):
            said[self.question[n]] |= {(f.stem, f.denied) for f in option}
        return {
            text: {stem for stem, denied in marks if denied and (stem, False) in marks}
            for text, marks in said.items()
        }

    def _fill(self, rows: NDArray[Any], row: int, own: Iterable[str]) -> None:
        for stem in own:
            column = self.column[stem]
            rows[row, column] = self.weight[column]

    # ── figures that belong together ──

    @cached_property
    def cells(self) -> dict[tuple[str, str, str], list[int]]:
        """Return the figures of one question, group and source, by these, in the file's order."""
        made: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for n, figure in enumerate(self.figures):
            made[figure.question_id, figure.subgroup, figure.source].append(n)
        return dict(made)

    @cached_property
    def next_in_order(self) -> dict[int, int]:
        """Return by figure that of the next answer to its question, as the survey lists them."""
        return {a: b for cell in self.cells.values() for a, b in pairwise(cell)}

    @cached_property
    def next_by_size(self) -> dict[int, int]:
        """Return by figure that of the answer to its question that is next in size."""
        values = [figure.value or 0.0 for figure in self.figures]
        sized = (sorted(cell, key=lambda n: -values[n]) for cell in self.cells.values())
        return {a: b for cell in sized for a, b in pairwise(cell)}

    @cached_property
    def known(self) -> NDArray[Any]:
        """Return (F × S) which stems a figure's question, answer, group or base has."""
        own: NDArray[Any] = (self.asked + self.affirmed + self.denied + self.of_base) > 0
        known: NDArray[Any] = own | ((self.group + self.group_denied) > 0)
        return known

    @cached_property
    def family(self) -> NDArray[Any]:
        """Return (F × S) which stems a figure's question, any of its answers or groups has."""
        import numpy as np

        own = self.known
        made = np.zeros_like(own)
        for topic in range(int(self.topic.max(initial=0)) + 1):
            members = self.topic == topic
            made[members] = own[members].any(axis=0)
        return made

    def stems_of(self, figures: Iterable[int]) -> frozenset[int]:
        """Return the columns of all stems that some figures' questions, answers or groups have."""
        rows = list(figures)
        own = self.asked[rows] + self.affirmed[rows] + self.denied[rows] + self.group[rows]
        own = own + self.group_denied[rows]
        return frozenset(int(n) for n in own.sum(axis=0).nonzero()[0])

    @cached_property
    def twins(self) -> list[list[int]]:
        """Return by figure those of the same answer in other groups, years or sources."""
        made: dict[tuple[str, str], list[int]] = defaultdict(list)
        keys = [
            (text.casefold(), figure.option.casefold())
            for text, figure in zip(self.question, self.figures, strict=True)
        ]
        for n, key in enumerate(keys):
            made[key].append(n)
        return [[other for other in made[key] if other != n] for n, key in enumerate(keys)]

    def core(self, figure: int) -> tuple[tuple[str, bool], ...]:
        """Return what an answer says apart from how strongly: (stem, denied), in order."""
        return tuple(mark for mark in self.sequences[figure] if mark[0] not in self._degrees)

    @cached_property
    def _degrees(self) -> frozenset[str]:
        words = [w for name in ("strong", "weak") for w in packs.together(f"claims.{name}")]
        return frozenset(stems(read(" ".join(words), self.language)))

    @cached_property
    def topic(self) -> NDArray[Any]:
        """Return by figure the number of its question, the same in every group and source."""
        import numpy as np

        known: dict[str, int] = {}
        numbers = [known.setdefault(text.casefold(), len(known)) for text in self.question]
        return np.array(numbers, dtype=int)

    @cached_property
    def years(self) -> list[frozenset[str]]:
        """Return the years that each figure is of, by its source and field dates."""
        return [years_in(f"{figure.source} {figure.field_dates}") for figure in self.figures]

    @cached_property
    def told_years(self) -> list[frozenset[str]]:
        """Return the years that each figure's question or answer names."""
        return [
            years_in(f"{text} {figure.option}")
            for text, figure in zip(self.question, self.figures, strict=True)
        ]

    @cached_property
    def newest(self) -> str:
        """Return the last year that any figure is of, "" if none has one."""
        return max((max(years) for years in self.years if years), default="")
