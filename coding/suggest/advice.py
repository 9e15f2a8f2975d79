"""Say how a code's entry in the codebook could be better, by what people coded with it.

Three kinds of advice, none of which changes anything by itself: words that tell the code's passages
from all others and would make good keywords, passages that its text does not lead to, and codes
that people confuse it with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coding.language import vectors as meaning
from coding.language import words as reading
from coding.model import Choice, Code, Codebook, Coding, Decision, Role, Transcript
from coding.suggest.code_lines import LINES, lines_of
from coding.suggest.segments import on, passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENOUGH = 50
"""Codings of a code from which advice is given."""

OFTEN = 3
"""Passages of a code that a word must be in, in two interviews at least, to be a keyword.

This, `SURE`, `TELLING` and `MOST` were chosen on the sample project with their scores in view:
`tests/bench/test_advice_bench.py` says what following them is worth there and elsewhere.
"""

UNLIKE = 5
"""Passages unlike a code's text that are told."""

SURE = 1.96
"""The z-score that the log odds of a keyword must have."""

TELLING = 0.2
"""The least share of a keyword's passages that have the code."""

PRIOR = 10.0
"""Passages that the prior of the log odds counts for."""

MOST = 10
"""Pieces of advice of one kind, for a code and a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A piece of what was said, and in which interview; `codes` are put there by anybody."""

    transcript: str
    start: int
    end: int
    text: str
    interview: str
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordAdvice:
    """A word that would make a keyword: in so many passages `inside` and `outside` the code."""

    language: str
    word: str
    inside: int
    outside: int
    interviews: int
    z: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlikeAdvice:
    """A passage that is coded but unlike the code's text, and the code whose text it is like."""

    place: Spoken
    likeness: float
    other: str
    other_likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionAdvice:
    """Another code that people put on the same words: two coders, or a person against the machine.

    `places` are some of them.
    """

    other: str
    coders: int
    machine: int
    places: tuple[tuple[str, int, int], ...]


def spoken_in(
    transcript: Transcript, codings: Iterable[Coding], *, interview: str
) -> tuple[list[Spoken], list[Spoken]]:
    """Return what is coded of a transcript, and every passage of it, interviewers left out.

    What several coders coded with the very same words is one, with the codes of all.
    """
    asked = [turn for turn in transcript.turns if turn.role is Role.INTERVIEWER]
    listed = passages(transcript)
    codes: dict[tuple[int, int], set[str]] = {}
    of_passage: dict[int, set[str]] = {}
    for coding in codings:
        if not any(turn.start <= coding.start < turn.end for turn in asked):
            codes.setdefault((coding.start, coding.end), set()).add(coding.code)
        for at in on(listed, coding.start, coding.end):
            of_passage.setdefault(at, set()).add(coding.code)

    def spoken(start: int, end: int, put: Iterable[str]) -> Spoken:
        return Spoken(
            transcript=transcript.id,
            start=start,
            end=end,
            text=transcript.text[start:end],
            interview=interview,
            codes=frozenset(put),
        )

    coded = [spoken(*place, put) for place, put in codes.items()]
    rest = [
        spoken(passage.start, passage.end, of_passage.get(at, ()))
        for at, passage in enumerate(listed)
        if not passage.asked
    ]
    return coded, rest


@dataclass(frozen=True)
class SaidInLanguage:
    """What is said in one language, its words read once for all codes and every codebook.

    `coded` is what was coded, `passages` is every passage, whether it was or not.
    """

    language: str
    coded: Sequence[Spoken]
    passages: Sequence[Spoken]

    @cached_property
    def coded_words(self) -> list[frozenset[int]]:
        """The words of what was coded, without small ones."""
        return _lemmas(self.coded, self.language)

    @cached_property
    def words(self) -> list[frozenset[int]]:
        """The words of each passage, likewise."""
        return _lemmas(self.passages, self.language)

    @cached_property
    def totals(self) -> Counter[int]:
        """In how many passages each word is."""
        return Counter(key for keys in self.words for key in keys)


@dataclass(frozen=True)
class Advisor:
    """What is said in one language beside the codebook: advises on each of its codes."""

    book: Codebook
    said: SaidInLanguage

    # ── keywords ──

    def keywords(self, code: str) -> list[KeywordAdvice]:
        """Return words that tell a code's passages from all others, the surest first.

        By the log odds of a passage having the word, with a prior in proportion to how common it
        is everywhere (Monroe, Colaresi and Quinn 2008, Political Analysis 16: 372-403). Small
        words, and keywords that any code has already, are left out.
        """
        said, language = self.said, self.said.language
        inside = [(s, keys) for s, keys in zip(said.coded, said.coded_words, strict=True)
                  if code in s.codes]  # fmt: skip
        there = [keys for s, keys in zip(said.passages, said.words, strict=True)
                 if code in s.codes]  # fmt: skip
        have = Counter(key for _, keys in inside for key in keys)
        rest = said.totals - Counter(key for keys in there for key in keys)
        others = len(said.passages) - len(there)
        found = []
        for key, count in have.items():
            if count < OFTEN or key in self._known:
                continue
            z = log_odds(count, len(inside), rest[key], others)
            interviews = {s.interview for s, keys in inside if key in keys}
            telling = count / (count + rest[key])
            if z >= SURE and telling >= TELLING and len(interviews) >= 2:
                found.append((-z, key, len(interviews)))
        return [
            KeywordAdvice(
                language=language,
                word=_as_said((s for s, keys in inside if key in keys), key, language),
                inside=have[key],
                outside=rest[key],
                interviews=interviews,
                z=round(-less, 2),
            )
            for less, key, interviews in sorted(found, key=lambda one: one[0])[:MOST]
        ]

    @cached_property
    def _known(self) -> set[int]:
        """Return the words that are keywords of any code already, or its name."""
        lines = [
            line.text
            for code in self.book
            for line in lines_of(code, self.said.language)
            if line.kind in ("keyword", "name")
        ]
        return {key for phrase in reading.phrases(lines, self.said.language) for key in phrase}

    # ── passages unlike the code's text ──

    def unlike(self, code: str, *, kin: Collection[str]) -> list[UnlikeAdvice]:
        """Return the code's passages that are most unlike its text, and more like another code's.

        Likeness is the cosine of both texts' vectors in standard deviations from the mean over all
        passages, since some texts are near to all. Codes in `kin`, its themes and what is below it,
        are no others. Empty where the language has no vectors, or the codebook no words in it.
        """
        import numpy as np

        ids = [other.id for other in self.book]
        at = ids.index(code)
        own = [row for row, spoken in enumerate(self.said.coded) if code in spoken.codes]
        if not own or not self._texts[at].any() or all(other in kin for other in ids):
            return []
        rest = self._near[own].copy()
        for row, n in enumerate(own):
            there = {code, *kin, *self.said.coded[n].codes}
            rest[row, [i for i, other in enumerate(ids) if other in there]] = -np.inf
        likest, likeness = rest.argmax(axis=1), rest.max(axis=1)
        near = self._near[own, at]
        return [
            UnlikeAdvice(
                place=self.said.coded[own[row]],
                likeness=round(float(near[row]), 3),
                other=ids[int(likest[row])],
                other_likeness=round(float(likeness[row]), 3),
            )
            for row in np.argsort(near - likeness, kind="stable")[:UNLIKE].tolist()
            if near[row] < 0 < likeness[row]
        ]

    @cached_property
    def _texts(self) -> NDArray[Any]:
        """Return what the codebook says of each code (codes × `SIZE`)."""
        import numpy as np

        return np.array([text_vector(code, self.said.language) for code in self.book])

    @cached_property
    def _near(self) -> NDArray[Any]:
        """Return how like what was coded is to the text of each code (coded × codes)."""
        import numpy as np

        coded, usual = (
            meaning.vectors([spoken.text for spoken in listed], self.said.language) @ self._texts.T
            for listed in (self.said.coded, self.said.passages)
        )
        return np.asarray((coded - usual.mean(axis=0)) / np.maximum(usual.std(axis=0), 1e-6))


def log_odds(inside: int, of: int, outside: int, of_others: int) -> float:
    """Return the z-score of a word's log odds inside against outside.

    >>> round(log_odds(20, 50, 10, 500), 1), round(log_odds(5, 50, 50, 500), 1)
    (8.5, 0.0)
    """
    from math import log, sqrt

    prior = PRIOR * (inside + outside + 0.5) / (of + of_others + 1)
    one, other = inside + prior, outside + prior
    apart = log(one / (of + PRIOR - one)) - log(other / (of_others + PRIOR - other))
    return apart / sqrt(1 / one + 1 / other)


def _lemmas(listed: Iterable[Spoken], language: str) -> list[frozenset[int]]:
    small = {
        key
        for word in reading.stop_words(language)
        for phrase in reading.phrases([word], language)
        for key in phrase
    }
    return [
        frozenset(reading.read(spoken.text, language).lemma.tolist()) - small for spoken in listed
    ]


def _as_said(listed: Iterable[Spoken], key: int, language: str) -> str:
    """Return a word as it is said most often."""
    forms: Counter[str] = Counter()
    for spoken in listed:
        said = reading.read(spoken.text, language)
        for start, end, lemma in zip(said.start, said.end, said.lemma, strict=True):
            if int(lemma) == key:
                forms[spoken.text[int(start) : int(end)].lower()] += 1
    return max(forms, key=lambda form: (forms[form], form))


def text_vector(code: Code, language: str) -> NDArray[Any]:
    """Return the unit vector of what the codebook says of a code in a language, 0 for nothing."""
    import numpy as np

    lines = lines_of(code, language)
    whole = np.zeros(meaning.SIZE, np.float32)
    for kind, weight in LINES:
        texts = [line.text for line in lines if line.kind == kind]
        if texts:
            whole += weight * meaning.vectors([" . ".join(texts)], language)[0]
    return np.asarray(whole / max(float(np.linalg.norm(whole)), 1e-9))


# ── codes that people confuse ──


def confused(
    codings: Sequence[Coding], decisions: Iterable[Decision], kin: Mapping[str, Collection[str]]
) -> dict[str, list[ConfusionAdvice]]:
    """Return code → the codes it is confused with, the most often confused first.

    Two coders confuse two codes where each put one of them, and not the other, on the same words
    (half of the shorter). Person and machine do where somebody refused one and put the other there.
    """
    mine: dict[tuple[str, str], list[Coding]] = {}
    for coding in codings:
        mine.setdefault((coding.transcript, coding.coder), []).append(coding)
    people: Counter[tuple[str, str]] = Counter()
    machine: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], list[tuple[str, int, int]]] = {}

    def differ(code: str, place: tuple[str, int, int], there: Iterable[Coding]) -> list[str]:
        """Return the other codes that a coder put on a place, if they did not put this one."""
        _, start, end = place
        on = {c.code for c in there if _same_words(c.start, c.end, start, end)}
        return [] if code in on else sorted(on - set(kin.get(code, ())) - {code})

    for (transcript, coder), listed in mine.items():
        for (where, other_coder), there in mine.items():
            if where != transcript or other_coder <= coder:
                continue
            for coding in listed:
                place = (transcript, coding.start, coding.end)
                for other in differ(coding.code, place, there):
                    pair = min(coding.code, other), max(coding.code, other)
                    back = [c for c in there if c.code == other]
                    if differ(other, place, listed) and back:
                        people[pair] += 1
                        places.setdefault(pair, []).append(place)
    for no in decisions:
        if no.choice is Choice.REJECT and no.visible:
            place = (no.transcript, no.start, no.end)
            for other in differ(no.code, place, mine.get((no.transcript, no.coder), ())):
                pair = min(no.code, other), max(no.code, other)
                machine[pair] += 1
                places.setdefault(pair, []).append(place)
    found: dict[str, list[ConfusionAdvice]] = {}
    for pair in sorted({*people, *machine}, key=lambda p: (-people[p] - machine[p], p)):
        if people[pair] + machine[pair] < OFTEN:
            continue
        for code, other in (pair, pair[::-1]):
            advice = ConfusionAdvice(
                other=other,
                coders=people[pair],
                machine=machine[pair],
                places=tuple(places[pair][:3]),
            )
            found.setdefault(code, []).append(advice)
    return {code: advice[:MOST] for code, advice in found.items()}


def _same_words(start: int, end: int, other: int, other_end: int) -> bool:
    """Say whether two segments share half of the shorter one.

    >>> _same_words(0, 10, 5, 40), _same_words(0, 10, 6, 40)
    (True, False)
    """
    shared = min(end, other_end) - max(start, other)
    return shared > 0 and 2 * shared >= min(end - start, other_end - other)
