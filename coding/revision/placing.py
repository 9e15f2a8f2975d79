"""Say where a coded passage stands in a corrected text, and how sure that is.

A passage is proved by its words: `kept` and `moved` ones read as they did, of `changed` ones the
place is certain and most words are left. What could as well be another place (the same words stand
beside it, or only chance holds it) is `unsure`: a person decides with both texts before them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from coding.revision.runs import Run, runs_of, runs_within
from coding.revision.tokens import Tokens, read_as, tokens_of

ALIKE = 0.6
"""How alike (rapidfuzz ratio) the words of a passage whose place is certain must be to before."""

RATHER = 0.4
"""How alike they must be for the place to be shown as a likely one, to a person who decides."""

BLOCK = 20
"""Words in a row by which a place is known; with fewer, by a passage's own or what is beside."""

MOVED_BLOCK = 12
"""Likewise of what was moved: it went as one."""

NEAR = 8
"""Words that may have changed on either side of a run of few words which stand elsewhere, too."""

SPELLED = 0.5
"""How alike one word must be to be another spelling of one that stood in its place."""

SIDE_BY_SIDE = 4_000
"""Pairs of words up to which a stretch that was written anew is compared word by word."""


class Fate(StrEnum):
    """What became of a passage when its text was corrected."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a passage stands in the new text; for an UNSURE one, the likeliest place if any.

    `start` and `end` are code points of the new text, equal where no place is likely. `before`
    and `after` are the words in the old and the new text. `why` says what makes it unsure.
    `elsewhere` says that it was moved, whatever became of its words.
    """

    fate: Fate
    start: int
    end: int
    before: str
    after: str
    why: str = ""
    elsewhere: bool = False

    @property
    def sure(self) -> bool:
        """Say whether the passage stands there without a person's having to decide it."""
        return self.fate is not Fate.UNSURE


@dataclass(frozen=True)
class EditMap:
    """What stands where, of an old text in a new one: runs of equal words, in the old order."""

    old: Tokens
    new: Tokens
    runs: tuple[Run, ...]

    @cached_property
    def _olds(self) -> list[int]:
        return [run.old for run in self.runs]

    @cached_property
    def images(self) -> list[int]:
        """Return for each old word the number of the new word that it is, -1 for none."""
        images = [-1] * len(self.old)
        for run in self.runs:
            images[run.old : run.old + run.length] = range(run.new, run.new + run.length)
        return images

    @cached_property
    def origins(self) -> list[int]:
        """Return for each new word the number of the old word that it was, -1 for none."""
        origins = [-1] * len(self.new)
        for run in self.runs:
            origins[run.new : run.new + run.length] = range(run.old, run.old + run.length)
        return origins

    def place(self, start: int, end: int) -> Placement:
        """Return where the characters `start` ≤ i < `end` of the old text stand in the new one."""
        before = self.old.text[start:end]
        first, last = self.old.first_in(start), self.old.end_in(end)
        if first >= last:
            return _unsure(before, "there are no words in it")
        found = self._exact(first, last)
        if found is None:
            return self._changed(start, end, first, last)
        run, place = found
        new_start, new_end = self._edges(start, end, first, last, place)
        after = self.new.text[new_start:new_end]
        why = self._elsewhere_too(first, last, run)
        if why:
            return _unsure(before, why, new_start, new_end, after)
        same = _plain(before) == _plain(after)
        fate = Fate.CHANGED if not same else Fate.MOVED if run.moved else Fate.KEPT
        return Placement(
            fate=fate,
            start=new_start,
            end=new_end,
            before=before,
            after=after,
            elsewhere=run.moved,
        )

    # ── the very words ──

    def _exact(self, first: int, last: int) -> tuple[Run, int] | None:
        """Return a run that holds some of the words, and where all stand equal beside those."""
        words = self.old.line[first:last]
        for run in self._runs_in(first, last):
            if run.firm:
                place = first + run.shift
                if place >= 0 and self.new.line[place : place + len(words)] == words:
                    return run, place
        return None

    def _runs_in(self, first: int, last: int) -> list[Run]:
        """List the runs that hold words of the old text from one to before another."""
        at = max(bisect_right(self._olds, first) - 1, 0)
        held = []
        for run in self.runs[at:]:
            if run.old >= last:
                break
            if _end(run) > first:
                held.append(run)
        return held

    def _edges(self, start: int, end: int, first: int, last: int, place: int) -> tuple[int, int]:
        """Return the characters of a passage whose words stand equal from a new word on."""
        old, new, count = self.old, self.new, last - first
        begins = _inside(old, first, start, new, place)
        ends = _inside(old, last - 1, end, new, place + count - 1)
        return begins, max(ends, begins + 1)

    def _elsewhere_too(self, first: int, last: int, run: Run) -> str:
        """Say why words in a run could as well be others beside them, "" if they could not.

        They could where all that they have to go by, themselves and what stands between them and
        the nearest change, stands again in what was put in or taken out there.
        """
        end = _end(run)
        if run.given:
            return ""
        enough = run.length >= (MOVED_BLOCK if run.moved else BLOCK)
        known = enough or self._once(max(first, run.old), min(last, end))
        if not known and (run.moved or not self._between(first, last, run)):
            return "the same words stand in other places, too"
        if (last <= end and self._again(first, end, end, run.shift, later=True)) or (
            first >= run.old and self._again(run.old, last, run.old, run.shift, later=False)
        ):
            return "the same words stand beside it, and some of them were put in or taken out"
        return ""

    def _once(self, start: int, end: int) -> bool:
        """Say whether words of the old text stand once in both."""
        words = self.old.line[start:end]
        return all(tokens.line.count(words) == 1 for tokens in (self.old, self.new))

    def _between(self, first: int, last: int, run: Run) -> bool:
        """Say whether a passage in a short run is known by what stayed on both sides of that.

        Few words have changed there; and they were replaced one by one, or the passage's own do
        not stand again nearby.
        """
        gaps = self._gaps(run)
        if not all(0 <= old <= NEAR and 0 <= new <= NEAR for old, new in gaps):
            return False
        if all(old == new for old, new in gaps):
            return True
        words = self.old.line[first:last]
        for tokens, by in ((self.old, 0), (self.new, run.shift)):
            around = tokens.line[max(first + by - 2 * NEAR, 0) : last + by + 2 * NEAR]
            if around.count(words) > 1:
                return False
        return True

    def _gaps(self, run: Run) -> list[tuple[int, int]]:
        """Return how many words, old and new, lie between a run and what stayed on either side."""
        stayed = [other for other in self.runs if other.firm and not other.moved]
        at = stayed.index(run)
        left = stayed[at - 1] if at else Run(0, 0, 0)
        right = stayed[at + 1] if at + 1 < len(stayed) else Run(len(self.old), len(self.new), 0)
        return [
            (one.old - _end(other), one.new - other.new - other.length)
            for other, one in ((left, run), (run, right))
        ]

    def _again(self, start: int, end: int, gap: int, shift: int, *, later: bool) -> bool:
        """Say whether old words stand again across the change that lies at the border `gap`."""
        words = self.old.line[start:end]
        for tokens, known, by in ((self.old, self.images, 0), (self.new, self.origins, shift)):
            own, border, far = start + by, gap + by, gap + by
            if later:
                while far < len(known) and known[far] < 0:
                    far += 1
                low, high = own + 1, far + len(words) - 1
            else:
                while far > 0 and known[far - 1] < 0:
                    far -= 1
                low, high = far - len(words) + 1, own + len(words) - 1
            if far != border and tokens.line.find(words, max(low, 0), max(high, 0)) >= 0:
                return True
        return False

    # ── other words in the same place ──

    def _changed(self, start: int, end: int, first: int, last: int) -> Placement:
        """Return where a passage stands whose words are not all there any more."""
        before = self.old.text[start:end]
        held = [run for run in self._runs_in(first, last) if run.firm]
        if any(
            one.moved != next_one.moved or one.new + one.length > next_one.new
            for one, next_one in pairwise(held)
        ):
            return _unsure(before, "its words stand in different places now")
        moved = bool(held) and held[0].moved
        inner = (max(first, held[0].old), min(last, _end(held[-1]))) if held else (last, first)
        low = self._border(first, inner[0], moved, begin=True)
        high = self._border(last, inner[1], moved, begin=False)
        if low is None or high is None:
            likely = [image for image in self.images[first:last] if image >= 0]
            if not likely or max(likely) - min(likely) > 2 * (last - first) + 4:
                return _unsure(before, "its words are not there any more")
            low, high, doubt = min(likely), max(likely) + 1, "where it begins or ends was rewritten"
        else:
            doubt = ""
        if low >= high:
            return _unsure(before, "its words were taken out")
        new_start = _inside(self.old, first, start, self.new, low)
        new_end = max(_inside(self.old, last - 1, end, self.new, high - 1), new_start + 1)
        after = self.new.text[new_start:new_end]
        doubt = doubt or self._doubt(first, last, low, high, held, before, after)
        if doubt:
            like = _alike(before, after) >= RATHER
            return _unsure(before, doubt, *((new_start, new_end, after) if like else ()))
        return Placement(
            fate=Fate.CHANGED,
            start=new_start,
            end=new_end,
            before=before,
            after=after,
            elsewhere=moved,
        )

    def _doubt(
        self,
        first: int,
        last: int,
        low: int,
        high: int,
        held: Sequence[Run],
        before: str,
        after: str,
    ) -> str:
        """Say why a passage with other words in its place is not sure, "" if it is."""
        if any(origin >= 0 and not first <= origin < last for origin in self.origins[low:high]):
            return "other passages stand between its words now"
        if _alike(before, after) < ALIKE:
            return "most of its words were rewritten"
        for run in (held[0], held[-1]) if held else ():
            part = max(first, run.old), min(last, _end(run))
            if told := self._elsewhere_too(*part, run):
                return told
        return ""

    def _border(self, edge: int, known: int, moved: bool, *, begin: bool) -> int | None:
        """Return the new word that a passage begins with (or ends before), None if that is open.

        `edge` is its border in the old text, `known` the nearest one inside it that an anchor
        holds: what lies between is looked at word by word, from the nearest anchor outside on.
        """
        old_low, new_low = self._anchor(min(edge, known), moved, later=False)
        old_high, new_high = self._anchor(max(edge, known), moved, later=True)
        if new_high < new_low:
            return None
        if edge == known:
            return new_high if begin else new_low
        pairs = self._pairs(old_low, old_high, new_low, new_high)
        before = max((old for old in pairs if old < edge), default=old_low - 1)
        behind = min((old for old in pairs if old >= edge), default=old_high)
        left = pairs[before] + 1 if before in pairs else new_low
        right = pairs.get(behind, new_high)
        outside, inside = (edge - before - 1, behind - edge)[:: 1 if begin else -1]
        if left == right or not inside:
            return right if begin else left
        if not outside:
            return left if begin else right
        return None

    def _anchor(self, border: int, moved: bool, *, later: bool) -> tuple[int, int]:
        """Return the nearest border, old and new, that an anchor holds from one on, or until it."""
        runs = [run for run in self.runs if run.firm and run.moved == moved]
        if later:
            run = next((run for run in runs if _end(run) > border), None)
            if run is None:
                return len(self.old), len(self.new)
            at = max(border, run.old)
        else:
            run = next((run for run in reversed(runs) if run.old < border), None)
            if run is None:
                return 0, 0
            at = min(border, _end(run))
        return at, at + run.shift

    def _pairs(self, old_low: int, old_high: int, new_low: int, new_high: int) -> dict[int, int]:
        """Return old word → new word between two borders: equal, or another spelling of it."""
        if (old_high - old_low) * (new_high - new_low) <= SIDE_BY_SIDE:
            olds = [read_as(self.old.words(i, i + 1)) for i in range(old_low, old_high)]
            news = [read_as(self.new.words(i, i + 1)) for i in range(new_low, new_high)]
            return {old_low + i: new_low + j for i, j in _paired(olds, news)}
        return {
            old: self.images[old]
            for old in range(old_low, old_high)
            if new_low <= self.images[old] < new_high
        }


def edit_map(old: str, new: str) -> EditMap:
    """Return what stands where, of one text in another.

    >>> placed = edit_map("I was scared at night.", "Well, I was scared at nights.").place(6, 12)
    >>> placed.fate.value, placed.start, placed.after
    ('kept', 12, 'scared')
    """
    one, other = tokens_of(old, new)
    return EditMap(one, other, tuple(runs_of(one, other)))


def retyped(old: str, start: int, end: int, words: str) -> EditMap:
    """Return the same where nothing but the characters `start` ≤ i < `end` was typed anew.

    What stands around them is known to have stayed, however often it recurs.
    """
    new = old[:start] + words + old[end:]
    one, other = tokens_of(old, new)
    low, high = one.end_in(start), one.first_in(end)
    if low and one.ends[low - 1] > start:
        low -= 1
    behind = len(one) - high
    inner = (low, high, low, len(other) - behind)
    return EditMap(one, other, tuple(runs_within(one, other, inner)))


def _end(run: Run) -> int:
    return run.old + run.length


def _unsure(before: str, why: str, start: int = 0, end: int = 0, after: str = "") -> Placement:
    return Placement(fate=Fate.UNSURE, start=start, end=end, before=before, after=after, why=why)


def _inside(old: Tokens, word: int, at: int, new: Tokens, image: int) -> int:
    """Return the character beside or within a new word that is `at`, beside or within an old one.

    A border within a word stays as far from its beginning, if the word is as long as before;
    spaces that belong to a passage do so if they are the same in the new text.
    """
    begins, ends = old.starts[word], old.ends[word]
    start, end = new.starts[image], new.ends[image]
    if begins < at < ends:
        return start + at - begins if end - start == ends - begins else start
    if at <= begins:
        space = old.text[at:begins]
        return start - len(space) if space and new.text[:start].endswith(space) else start
    space = old.text[ends:at]
    return end + len(space) if space and new.text.startswith(space, end) else end


def _plain(text: str) -> str:
    return " ".join(text.split())


def _alike(before: str, after: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(_plain(before).casefold(), _plain(after).casefold()) / 100


def _paired(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int]]:
    """Return which words of two short lists are each other, in order, by the best sum."""
    from rapidfuzz import fuzz

    def like(old: str, new: str) -> float:
        if old == new:
            return 1.0
        ratio = fuzz.ratio(old, new) / 100
        return ratio if ratio >= SPELLED else 0.0

    likes = [[like(old, new) for new in news] for old in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likes[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if likes[i][j] and best[i][j] == likes[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
