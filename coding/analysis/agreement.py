"""Say how far two coders agree, theme by theme, and never without of how many answers.

The unit is an answer: a turn that a participant says. It has a theme for a coder who put one of
the theme's codes on a character of it. What a coder has not come to is no disagreement: of an
interview those answers count that both have come to, which is all of them for who is done with it
and else those up to the last one that has a code of theirs. What a coder accepted from the machine
is not theirs alone: answers in which one of the two did are left out for that theme.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coding.analysis.reliability import LITTLE, Answer, Reliability, reliability
from coding.arithmetic.intervals import agreement
from coding.model import Codebook, Coding, Origin, Role, Transcript

Answers = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAgreement:
    """How far two coders agree on a theme: in how many answers it stands for whom.

    `places` are the answers in which they differ, as (transcript, start, end).
    """

    theme: str
    both: int
    first_only: int
    second_only: int
    neither: int
    places: tuple[tuple[str, int, int], ...] = ()

    @property
    def answers(self) -> int:
        """Return of how many answers this is said."""
        return self.both + self.differ + self.neither

    @property
    def differ(self) -> int:
        """Return in how many answers one of them has the theme and the other has not."""
        return self.first_only + self.second_only

    @property
    def either(self) -> int:
        """Return in how many answers one of them has the theme."""
        return self.both + self.differ

    @property
    def says_little(self) -> bool:
        """Tell whether too few answers have the theme for a kappa to be shown."""
        return self.either < LITTLE

    @property
    def kappa(self) -> float | None:
        """Return Cohen's kappa, None where nobody has the theme or both have it everywhere.

        Cohen 1960, Educational and Psychological Measurement 20: 37-46.

        >>> told = ThemeAgreement(theme="x", both=20, first_only=5, second_only=10, neither=15)
        >>> round(told.kappa, 2)
        0.4
        """
        first, second = self.both + self.first_only, self.both + self.second_only
        all_of = self.answers
        chance = first * second + (all_of - first) * (all_of - second)
        if all_of * all_of == chance:
            return None
        return (all_of * (self.both + self.neither) - chance) / (all_of * all_of - chance)

    @property
    def interval(self) -> tuple[float, float]:
        """Return its 95 % interval."""
        low, high = agreement(self.both, self.differ, self.neither)
        return (low, high) if self.kappa is None else (min(low, self.kappa), max(high, self.kappa))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """How far two coders agree in the interviews that both coded, the worst theme first.

    Themes of which too little can be said stand behind the others, the most coded of them first.
    """

    first: str
    second: str
    transcripts: tuple[str, ...]
    answers: int
    themes: tuple[ThemeAgreement, ...]


def answers_of(transcript: Transcript) -> Answers:
    """Return what participants say, turn by turn; what nobody is known to say may be theirs."""
    said = (Role.PARTICIPANT, Role.UNKNOWN)
    return tuple((t.start, t.end) for t in transcript.turns if t.role in said and t.start < t.end)


class Agreements:
    """What each coder has put on each answer, ready to be compared two by two."""

    def __init__(
        self,
        book: Codebook,
        codings: Iterable[Coding],
        answers: Mapping[str, Answers],
        done: Mapping[str, Collection[str]],
        *,
        by_code: bool = False,
    ) -> None:
        """Take in codings; `answers` has transcript → its answers, `done` → who is done with it.

        `by_code` compares code by code; else each code counts for the topmost above it.
        """
        self._order = [code.id for code in book if by_code or not code.parent]
        top = {code.id: code.id if by_code else book.path(code.id)[0].id for code in book}
        self._answers = answers
        self._own: dict[str, dict[str, dict[str, set[int]]]] = {}
        self._accepted: dict[str, dict[str, dict[str, set[int]]]] = {}
        self._stretches: dict[tuple[str, str, int], list[tuple[int, int, str]]] = {}
        last: dict[str, dict[str, int]] = {}
        starts = {key: [start for start, _ in listed] for key, listed in answers.items()}
        ends = {key: [end for _, end in listed] for key, listed in answers.items()}
        for coding in codings:
            key = coding.transcript
            if coding.code not in top or key not in answers:
                continue
            hit = range(bisect_right(ends[key], coding.start), bisect_left(starts[key], coding.end))
            own = coding.origin is Origin.PERSON
            kept = (self._own if own else self._accepted).setdefault(coding.coder, {})
            kept.setdefault(key, {}).setdefault(top[coding.code], set()).update(hit)
            for answer in hit if own else ():
                stretch = (coding.start, coding.end, top[coding.code])
                self._stretches.setdefault((coding.coder, key, answer), []).append(stretch)
            if own and hit:
                reach = last.setdefault(coding.coder, {})
                reach[key] = max(reach.get(key, -1), hit[-1])
        self._reach = last
        for key, who in done.items():
            for coder in who:
                if key in answers and coder in last:
                    last[coder][key] = len(answers[key]) - 1

    def pairs(self) -> list[tuple[str, str, int]]:
        """List each two coders who share answers, with how many, those who share most first."""
        shared = []
        for first, second in combinations(sorted(self._reach), 2):
            number = sum(self._shared(first, second).values())
            if number:
                shared.append((first, second, number))
        return sorted(shared, key=lambda pair: -pair[2])

    def _shared(self, first: str, second: str) -> dict[str, int]:
        """Return transcript → how many of its answers both coders have come to."""
        one, other = self._reach.get(first, {}), self._reach.get(second, {})
        return {
            key: min(one[key], other[key]) + 1
            for key in self._answers
            if key in one and key in other
        }

    def between(self, first: str, second: str) -> PairAgreement:
        """Compare two coders theme by theme."""
        shared = self._shared(first, second)
        told = [self._on(theme, first, second, shared) for theme in self._order]
        there = [theme for theme in told if theme.either]
        return PairAgreement(
            first=first,
            second=second,
            transcripts=tuple(shared),
            answers=sum(shared.values()),
            themes=tuple(
                sorted(
                    there,
                    key=lambda t: (
                        t.says_little,
                        -t.either if t.says_little else 1 if t.kappa is None else t.kappa,
                    ),
                )
            ),
        )

    def _on(self, theme: str, first: str, second: str, shared: Mapping[str, int]) -> ThemeAgreement:
        both = first_only = second_only = neither = 0
        places: list[tuple[str, int, int]] = []
        for key, reach in shared.items():
            one, other = (self._marks(self._own, coder, key, theme) for coder in (first, second))
            machine = self._marks(self._accepted, first, key, theme) | self._marks(
                self._accepted, second, key, theme
            )
            here = frozenset(range(reach)) - machine
            both += len(one & other & here)
            first_only += len((one - other) & here)
            second_only += len((other - one) & here)
            neither += len(here - one - other)
            places += [(key, *self._answers[key][at]) for at in sorted((one ^ other) & here)]
        return ThemeAgreement(
            theme=theme,
            both=both,
            first_only=first_only,
            second_only=second_only,
            neither=neither,
            places=tuple(places),
        )

    def reliability(
        self, coders: Sequence[str], codes: Collection[str] | None = None
    ) -> tuple[Reliability, list[Reliability]]:
        """Measure how far coders agree over all codes that one of them used, and code by code.

        Answers count that two of them have come to; `codes` narrows down what is asked.
        """
        answers = [
            self._said(key, at, coders)
            for key, listed in self._answers.items()
            for at in range(len(listed))
        ]
        used = {
            code for answer in answers for coder in coders for code in answer.yes.get(coder, ())
        }
        asked = [code for code in self._order if code in (used if codes is None else codes)]
        each = [reliability(answers, coders, [code]) for code in asked]
        return reliability(answers, coders, asked), each

    def shared_by(self, coders: Collection[str]) -> list[str]:
        """List the transcripts of which two or more of some coders have come to an answer."""
        return [
            key
            for key in self._answers
            if sum(self._reach.get(coder, {}).get(key, -1) >= 0 for coder in coders) > 1
        ]

    def _said(self, key: str, at: int, coders: Sequence[str]) -> Answer:
        """Return what coders did with one answer."""
        come = [coder for coder in coders if self._reach.get(coder, {}).get(key, -1) >= at]
        start, end = self._answers[key][at]
        return Answer(
            yes={
                coder: frozenset(
                    code
                    for code, marks in self._own.get(coder, {}).get(key, {}).items()
                    if at in marks
                )
                for coder in come
            },
            open={
                coder: frozenset(
                    code
                    for code, marks in self._accepted.get(coder, {}).get(key, {}).items()
                    if at in marks
                )
                for coder in come
            },
            stretches={
                coder: [
                    (max(start, first), min(end, last), code)
                    for first, last, code in self._stretches.get((coder, key, at), ())
                ]
                for coder in come
            },
        )

    @staticmethod
    def _marks(
        kept: Mapping[str, Mapping[str, Mapping[str, set[int]]]], coder: str, key: str, theme: str
    ) -> frozenset[int]:
        return frozenset(kept.get(coder, {}).get(key, {}).get(theme, ()))


def with_me(pairs: Sequence[tuple[str, str, int]], me: str) -> tuple[str, str] | None:
    """Return the pair to show first: mine with whom I share most, else the two who do.

    >>> with_me([("Ana", "Eva", 40), ("Ana", "Ilya", 9)], "Ilya"), with_me([], "Ana")
    (('Ana', 'Ilya'), None)
    """
    mine = [pair for pair in pairs if me in pair[:2]]
    return next(((first, second) for first, second, _ in mine or pairs), None)
