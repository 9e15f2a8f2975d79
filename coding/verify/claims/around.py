"""Find the words around each number of a draft, and how near to it they stand.

A word d words away has the level exp(−(0.6 · max(0, d − 3) + side + 5 · numbers between + 6 ·
breaks between) / 14), and 10 more off in brackets that hold another number; `side` is 0 on the
number's own side, else 5, breaks are semicolons, colons and dashes. Of whom a number is stands
before it rather than behind: there `side` is 2, or 6. The sentence before has the level 0.3, those
before it in the paragraph 0.22, those behind 0.12, a heading 0.25, the heads of a table's row and
column 0.8. The own side is what stands before a number in brackets, or behind words such as "at";
inside the brackets if there are words; else what follows.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.model import Block, Claim, ClaimKind
from coding.verify.claims.counting import people_beside
from coding.verify.claims.dating import times_of
from coding.verify.claims.marking import YEAR, grade_of, lean_of, marks_in, year_name, years_in
from coding.verify.claims.pairing import paired
from coding.verify.claims.worded import WordedSurvey
from coding.verify.evidence.features import Feature, read
from coding.verify.reading.clauses import surroundings
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.text import Span

PER_WORD, FREE_WORDS, PER_NUMBER, PER_BREAK, SCALE = 0.6, 3, 5.0, 6.0, 14.0
FAR_SIDE, BASE_BEFORE, BASE_BEHIND, NEXT_CLAUSE, BRACKETED = 5.0, 2.0, 6.0, 8.0, 10.0
PAIRED, UNPAIRED = 0.95, 0.4
"""The level of words that a list pairs with a number, and by what those of its others fall."""
_BREAK = re.compile(r"[;:]\s|\s[–—-]\s")
BEFORE, EARLIER, LATER, HEADING, HEADS, PARAGRAPH_BEFORE = 0.3, 0.22, 0.12, 0.25, 0.8, 0.15
"""Levels of words outside the sentence."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class SaidNear:
    """A feature near a number: its level, as words and as those that say of whom it is.

    `inside` is whether it is of the sentence, `own` on the number's side, `zone` of its clause.
    """

    feature: Feature
    level: float
    whom: float
    inside: bool = False
    own: bool = False
    zone: bool = False


@dataclass(slots=True)
class ClaimWords:
    """What stands around one claim.

    `words` are those of its sentence, `own_words` of its own side, `clause` of its clause, all with
    the heads of a table's cell; `context` are the sentence's and those of what says what it speaks
    of: the sentences before, the heading. `people` are those that `counting` finds, `time` is that
    of `dating`; `lean` is 1 where its clause is for something, -1 where against.
    """

    claim: Claim
    sentence: Span
    said: list[SaidNear] = field(default_factory=list)
    own_words: str = ""
    words: str = ""
    clause: str = ""
    context: str = ""
    years: dict[str, float] = field(default_factory=dict)
    bases: list[int] = field(default_factory=list)
    people: dict[int, bool] = field(default_factory=dict)
    grades: set[str] = field(default_factory=set)
    time: str = ""
    lean: int = 0


class DraftWords:
    """What stands around each claim of a draft, as levels of the survey's stems.

    Arrays are claims × stems: `near` of any stem, `affirmed` and `denied` of those that are said so
    and denied, `own_affirmed`, `own_denied` of the number's own side, `inside_affirmed`,
    `inside_denied` of its sentence, `zone_affirmed`, `zone_denied` of its clause, `whom` and
    `whom_denied` of words that say of whom it is.
    """

    def __init__(self, reading: ReadDraft, claims: Sequence[Claim], survey: WordedSurvey) -> None:
        self.reading = reading
        self.survey = survey
        self.claims = tuple(claims)
        self._read: dict[tuple[int, int], list[Feature]] = {}
        self._zones: dict[int, dict[int, Span]] = {}
        self._times: dict[int, dict[int, str]] = {}
        self._pairs: dict[int, dict[int, Span]] = {}
        self._starts = [claim.start for claim in self.claims]
        self._paragraph_starts = [p.start for p in reading.draft.paragraphs]
        self._placed = self._by_paragraph()
        self.around = [self._around(claim) for claim in self.claims]
        self._lay_out()

    def _lay_out(self) -> None:
        import numpy as np

        shape = (len(self.claims), len(self.survey.column))
        self.near, self.affirmed, self.denied = (np.zeros(shape) for _ in range(3))
        self.whom, self.whom_denied = (np.zeros(shape) for _ in range(2))
        self.zone_affirmed, self.zone_denied = (np.zeros(shape) for _ in range(2))
        self.own_affirmed, self.own_denied = (np.zeros(shape) for _ in range(2))
        self.inside_affirmed, self.inside_denied = (np.zeros(shape) for _ in range(2))
        column = self.survey.column
        for row, around in enumerate(self.around):
            for said in around.said:
                at = column.get(said.feature.stem)
                if at is None:
                    continue
                denied = said.feature.denied
                level = said.level
                self.near[row, at] = max(self.near[row, at], level)
                whom = self.whom_denied if denied else self.whom
                whom[row, at] = max(whom[row, at], said.whom)
                side = self.denied if denied else self.affirmed
                side[row, at] = max(side[row, at], level)
                if said.inside:
                    (self.inside_denied if denied else self.inside_affirmed)[row, at] = 1.0
                if said.zone:
                    (self.zone_denied if denied else self.zone_affirmed)[row, at] = 1.0
                if said.own:
                    own = self.own_denied if denied else self.own_affirmed
                    own[row, at] = max(own[row, at], level)

    # ── words ──

    def _features(self, start: int, end: int) -> list[Feature]:
        """Return the features of characters of the draft, their places those of the draft."""
        key = (start, end)
        if key not in self._read:
            text = self.reading.text[start:end]
            found = [*read(text, self.reading.language), *marks_in(text)]
            self._read[key] = [Feature(f.stem, f.denied, f.at + start) for f in found]
        return self._read[key]

    def _by_paragraph(self) -> dict[int, list[Span]]:
        placed: dict[int, list[Span]] = {}
        for sentence in self.reading.sentences:
            placed.setdefault(self.reading.paragraph(sentence.start).number, []).append(sentence)
        return placed

    def _around(self, claim: Claim) -> ClaimWords:
        reading = self.reading
        sentence = reading.sentence(claim.start)
        around = ClaimWords(claim, sentence)
        around.said += self._inside(claim, sentence, around)
        zone = self._zone(sentence, claim)
        around.clause = reading.text[zone.start : zone.end]
        around.context = around.words
        paragraph = reading.paragraph(claim.start)
        if paragraph.kind is Block.CELL:
            heads = [*read(paragraph.around, reading.language), *marks_in(paragraph.around)]
            around.said += [
                SaidNear(f, HEADS, HEADS, inside=True, own=True, zone=True) for f in heads
            ]
            around.own_words += f" {paragraph.around}"
            around.words += f" {paragraph.around}"
            around.clause += f" {paragraph.around}"
            around.years |= dict.fromkeys(years_in(paragraph.around), HEADS)
        for span, level in self._outside(claim, sentence):
            for feature in self._features(span.start, span.end):
                around.said.append(SaidNear(feature, level, level))
            for year in years_in(reading.text[span.start : span.end]):
                around.years[year] = max(around.years.get(year, 0.0), level)
            if level >= EARLIER:
                around.context += f" {reading.text[span.start : span.end]}"
        grade = grade_of(around.own_words) or grade_of(reading.text[zone.start : zone.end])
        around.grades = {grade} if grade else set()
        around.time = self._time(claim, sentence)
        around.lean = self._lean(claim, sentence)
        return around

    def _time(self, claim: Claim, sentence: Span) -> str:
        if sentence.start not in self._times:
            numbers = [c for c in self._claims_between(sentence) if c.kind is not ClaimKind.COUNT]
            spans = [Span(c.start, c.end) for c in numbers]
            times = times_of(self.reading.text, sentence, spans)
            self._times[sentence.start] = {
                span.start: time for span, time in zip(spans, times, strict=True)
            }
        return self._times[sentence.start].get(claim.start, "")

    def _lean(self, claim: Claim, sentence: Span) -> int:
        """Return whether the words nearest to a number in its clause are for or against."""
        zone = self._zone(sentence, claim)
        features = [
            Feature(f.stem, f.denied, f.at - zone.start)
            for f in self._features(sentence.start, sentence.end)
            if zone.start <= f.at < zone.end
        ]
        leaning = lean_of(self.reading.text[zone.start : zone.end], features)
        nearest = min(leaning, key=lambda one: abs(one[0] + zone.start - claim.start), default=None)
        return nearest[1] if nearest else 0

    def _outside(self, claim: Claim, sentence: Span) -> Iterator[tuple[Span, float]]:
        """Return the spans around a sentence that tell what it speaks of, with their level."""
        reading = self.reading
        paragraph = reading.paragraph(claim.start)
        paragraphs = reading.draft.paragraphs
        here = max(0, bisect_right(self._paragraph_starts, claim.start) - 1)
        if paragraph.kind is not Block.CELL:
            spans = self._placed.get(paragraph.number, [])
            at = next((n for n, s in enumerate(spans) if s.start == sentence.start), 0)
            for n, span in enumerate(spans):
                if n == at - 1:
                    yield span, BEFORE
                elif n != at:
                    yield span, EARLIER if n < at else LATER
        text_before = False
        for before in reversed(paragraphs[max(0, here - 60) : here]):
            if before.kind is Block.HEADING:
                yield Span(before.start, before.end), HEADING
                return
            if before.kind is Block.TEXT and not text_before:
                text_before = True
                level = BEFORE if paragraph.kind is Block.CELL else PARAGRAPH_BEFORE
                yield (
                    self._placed[before.number][-1]
                    if self._placed.get(before.number)
                    else Span(before.start, before.end),
                    level,
                )

    def _inside(self, claim: Claim, sentence: Span, around: ClaimWords) -> list[SaidNear]:
        text = self.reading.text
        words = [m.start() for m in _WORD.finditer(text, sentence.start, sentence.end)]
        first = bisect_left(words, claim.start)
        last = max(first, bisect_left(words, claim.end) - 1)
        numbers = [
            (c.start, c.end) for c in self._numbers_between(sentence) if c.start != claim.start
        ]
        own = _own_side(text, sentence, claim)
        breaks = [m.start() for m in _BREAK.finditer(text, sentence.start, sentence.end)]
        zone = self._zone(sentence, claim)
        partner, strangers = self._paired(sentence, claim)
        theirs = _brackets_of_others(text, sentence, claim, numbers)
        said = []

        def level(at: int) -> tuple[float, float, bool]:
            place = bisect_right(words, at) - 1
            distance = first - place if at < claim.start else place - last
            low, high = sorted((at, claim.start))
            between = sum(low < start < high for start, _ in numbers)
            parted = sum(low < mark < high for mark in breaks)
            apart = any(a <= at < b for a, b in theirs)
            mine = not apart and any(a <= at < b for a, b in own)
            gone = PER_WORD * max(0, distance - FREE_WORDS) + PER_NUMBER * between
            gone += PER_BREAK * parted + BRACKETED * apart
            side = 0.0 if mine else FAR_SIDE
            whom = 0.0 if mine else BASE_BEFORE if at < claim.start else BASE_BEHIND
            if at >= claim.end and not zone.start <= at < zone.end:
                whom += NEXT_CLAUSE
            near = math.exp(-(gone + side) / SCALE)
            return near, math.exp(-(gone + whom) / SCALE), mine and not between

        for feature in self._features(sentence.start, sentence.end):
            if claim.start <= feature.at < claim.end:
                continue
            if any(start <= feature.at < end for start, end in numbers):
                continue
            height, whom, mine = level(feature.at)
            here = zone.start <= feature.at < zone.end
            here = here and not any(a <= feature.at < b for a, b in theirs)
            if partner and partner.start <= feature.at < partner.end:
                height, whom, mine, here = PAIRED, PAIRED, True, True
            elif any(span.start <= feature.at < span.end for span in strangers):
                height, whom, mine, here = UNPAIRED * height, UNPAIRED * whom, False, False
            said.append(SaidNear(feature, height, whom, inside=True, own=mine, zone=here))
        for match in YEAR.finditer(text, sentence.start, sentence.end):
            behind = match.start() >= claim.end
            counted = any(c.start <= match.start() < c.end for c in self._claims_between(sentence))
            if counted or (behind and any(claim.end <= a < match.start() for a, _ in numbers)):
                continue
            height, _, mine = level(match.start())
            name = year_name(match)
            around.years[name] = max(around.years.get(name, 0.0), height + (0.2 if mine else 0))
        around.words = text[sentence.start : sentence.end]
        around.own_words = " ".join(self._clear(text, a, b, numbers, claim) for a, b in own)
        if partner:
            around.own_words = text[partner.start : partner.end]
        around.people = people_beside(self.reading, sentence, claim)
        counts = (c.value for c in self._counts_between(sentence) if c.start != claim.start)
        around.bases = [int(n) for n in counts if n is not None and n not in around.people]
        return said

    def _paired(self, sentence: Span, claim: Claim) -> tuple[Span | None, list[Span]]:
        """Return the words that a list pairs with a number, and those of the list's others."""
        if sentence.start not in self._pairs:
            spans = [Span(c.start, c.end) for c in self._numbers_between(sentence)]
            self._pairs[sentence.start] = paired(self.reading.text, sentence, spans)
        pairs = self._pairs[sentence.start]
        others = [span for start, span in pairs.items() if start != claim.start]
        partner = pairs.get(claim.start)
        return partner, others if partner else []

    def _zone(self, sentence: Span, claim: Claim) -> Span:
        """Return the clauses of a sentence that are about a number."""
        if sentence.start not in self._zones:
            numbers = self._numbers_between(sentence) or [claim]
            spans = [(c.start, c.end) for c in numbers]
            listed = surroundings(self.reading.text, sentence, spans)
            self._zones[sentence.start] = {
                c.start: place.zone for c, place in zip(numbers, listed, strict=True)
            }
        return self._zones[sentence.start].get(claim.start, sentence)

    @staticmethod
    def _clear(
        text: str, start: int, end: int, numbers: Sequence[tuple[int, int]], claim: Claim
    ) -> str:
        """Return the words of a side up to the next number."""
        if end <= claim.start:
            last = max((b for _, b in numbers if start <= b <= end), default=start)
            return text[last:end]
        following = min((a for a, _ in numbers if start <= a <= end), default=end)
        return text[start:following]

    def _numbers_between(self, span: Span) -> list[Claim]:
        kinds = (ClaimKind.SHARE, ClaimKind.RATIO, ClaimKind.MEAN)
        return [c for c in self._claims_between(span) if c.kind in kinds]

    def _counts_between(self, span: Span) -> list[Claim]:
        return [c for c in self._claims_between(span) if c.kind is ClaimKind.COUNT]

    def _claims_between(self, span: Span) -> Sequence[Claim]:
        starts = self._starts
        return self.claims[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


@packs.cached
def _led() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(packs.together('claims.leads'))}[\s*_]*$", re.I)


def _own_side(text: str, sentence: Span, claim: Claim) -> list[tuple[int, int]]:
    """Return the characters that are on a number's own side."""
    opened = text.rfind("(", sentence.start, claim.start)
    closed = text.find(")", claim.end, sentence.end)
    shut = text.find(")", opened, claim.start) if opened >= 0 else -1
    if opened >= 0 and closed >= 0 and shut < 0:
        if len(_LETTERED.findall(text[opened : claim.start] + text[claim.end : closed])) >= 2:
            return _own_part(text, opened + 1, closed, claim)
        return [(sentence.start, opened)]
    if _led().search(text, sentence.start, claim.start) or not _LETTERED.search(
        text, claim.end, sentence.end
    ):
        return [(sentence.start, claim.start)]
    return [(claim.end, sentence.end)]


_BRACKETS = re.compile(r"\([^()]*\)")


def _brackets_of_others(
    text: str, sentence: Span, claim: Claim, numbers: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the brackets of a sentence that hold other numbers and not this one."""
    found = (m.span() for m in _BRACKETS.finditer(text, sentence.start, sentence.end))
    return [
        (a, b)
        for a, b in found
        if not a < claim.start < b and any(a < start < b for start, _ in numbers)
    ]


def _own_part(text: str, start: int, end: int, claim: Claim) -> list[tuple[int, int]]:
    """Return the side of a number within brackets: what follows it up to the next, or precedes."""
    following = re.compile(r"[,;]|\d").search(text, claim.end, end)
    after = following.start() if following else end
    if _LETTERED.search(text, claim.end, after):
        return [(claim.end, after)]
    before = max(text.rfind(mark, start, claim.start) for mark in ",;")
    return [(max(start, before + 1), claim.start)]


_LETTERED = re.compile(r"[^\W\d_]{3,}")


@packs.cached
def phrase(key: str) -> re.Pattern[str]:
    """Return a pattern for the phrases that packs have under a key."""
    return compiled(packs.together(key))
