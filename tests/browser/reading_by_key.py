"""A reader who knows what each number of a report states goes through its draft by keys alone.

The reader looks at what stands on the page and presses keys; every key is counted. What is known
beforehand is only the gold of `tests/reports`: which figure a number states, or that it is none.
Values are never looked at. Of a search the reader types the beginnings of the longest words of the answer,
then of the question and the group, letter by letter, until the figure is among the first three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gold_claims import GoldClaim, StatedReport
from measured_claims import Alike
from planted_errors import PlantedError, planted
from playwright.sync_api import Page, expect

from coding.model import Claim, Indicator, Sense, Statement

SEEN = 3
"""Hits of a search that are taken in at a glance."""

BEGINNING = 4
"""Letters of a word that are typed: a search goes by beginnings."""

DIGITS = 9
"""Figures near at hand that a digit takes."""

AHEAD = 6
"""Decisions that a reader is ahead of what the program has compared."""

SIGNS = {Sense.DIFFERENCE: "-", Sense.RATIO: ":"}


def spoiled(report: StatedReport, every: int, first: int = 0) -> tuple[str, list[PlantedError]]:
    """Return the draft with every so manieth planted error in it at once, and those errors.

    Their places and those of their claims are as in the spoiled draft.
    """
    errors = planted(report)[first::every]
    draft, shift, moved = report.draft, 0, []
    for error in sorted(errors, key=lambda each: each.start):
        start = error.start + shift
        draft = draft[:start] + error.printed + draft[start + len(error.right) :]
        moved.append(replace(error, draft="", start=start, end=start + len(error.printed)))
        shift += len(error.printed) - len(error.right)
    return draft, moved


def shifted(report: StatedReport, errors: Sequence[PlantedError]) -> list[GoldClaim]:
    """Return the gold claims where they stand in the spoiled draft."""
    by_start = {error.claim.start: error for error in errors}
    made, shift = [], 0
    for claim in sorted(report.claims, key=lambda each: each.start):
        error = by_start.get(claim.start)
        start, end = claim.start + shift, claim.end + shift
        if error is not None and error.claim.end == claim.end:
            shift += len(error.printed) - len(error.right)
            end = error.end
        made.append(replace(claim, start=start, end=end))
    return made


def telling(word: str) -> tuple[bool, int]:
    """Return by what a reader takes a word for a telling one: numbers, then its length."""
    return any(map(str.isdigit, word)), len(word)


@dataclass(slots=True)
class Reader:
    """Goes through the claims to look at; `keys` counts what was pressed, by what for.

    `searches` says whether a figure is looked for that is not proposed; else its claim is put off.
    `gold` has by the id of a place what its number states, None where gold knows nothing.
    """

    page: Page
    gold: Mapping[str, GoldClaim | None]
    claims: Mapping[str, Claim]
    figures: Mapping[str, Indicator]
    searches: bool = True
    keys: Counter[str] = field(default_factory=Counter)
    searched: int = 0
    handled: set[str] = field(default_factory=set)
    alike: Alike = field(init=False)

    def __post_init__(self) -> None:
        self.alike = Alike(tuple(self.figures.values()))

    def read(self) -> None:
        """Go through all that is to be looked at, once."""
        while (here := self.chosen()) and here not in self.handled:
            self.handled.add(here)
            if here not in self.claims or self.claims[here].kind == "quotation":
                self.press("passed over", "j")
            else:
                self.decide(here)
        self.rest()

    def decide(self, here: str) -> None:
        """Say what the chosen claim states."""
        gold = self.gold.get(here)
        if gold is None or not gold.truths:
            nothing = gold is None or gold.relation == "" or gold.kind not in ("share", "ratio")
            self.press("none", "x" if nothing else "o")
            return
        offered, listed = self.offered(), self.listed()
        fits = [n for n, statement in enumerate(offered) if self.alike.any(statement, gold.truths)]
        if self.likely(here) and fits[:1] == [0]:
            beside = self.likely_beside(here)
            if len(beside) > 1 and len(beside) >= len(listed) and self.all_right(beside):
                self.press("paragraph", "A")
            elif len(listed) > 1 and self.all_right(listed):
                self.press("list", "s")
            else:
                self.press("chosen", "1")
        elif fits[:1] == [0] and len(listed) > 1 and self.all_right(listed):
            self.press("list", "s")
        elif fits:
            self.press("chosen", str(fits[0] + 1))
        elif keys := self.by_digits(gold.truths):
            self.press("digits", *keys)
        elif self.searches:
            self.search(gold.truths[0])
        else:
            self.press("put off", "f")

    # ── what stands on the page ──

    def chosen(self) -> str:
        """Return the id of the chosen place."""
        return self.page.locator(".dv-card").get_attribute("data-of") or ""

    def offered(self) -> list[Statement]:
        """Return what the card proposes."""
        shown: list[list[str]] = self.page.locator(".dv-proposal").evaluate_all(
            "(all) => all.map((one) => [one.dataset.sense, one.dataset.figures])"
        )
        return [Statement(Sense(sense), tuple(listed.split())) for sense, listed in shown]

    def by_digits(self, truths: Sequence[Statement]) -> list[str]:
        """Return the keys for a figure that has a digit on the card, or for a sum of such."""
        shown: list[list[str]] = self.page.locator(".dv-cells [data-key]").evaluate_all(
            "(all) => all.map((one) => [one.dataset.figure, one.dataset.key])"
        )
        digits = dict(map(tuple, shown))
        for truth in truths:
            wanted = truth.figures[:1] if truth.sense is Sense.EQUAL else truth.figures
            if truth.sense in (Sense.EQUAL, Sense.SUM) and all(each in digits for each in wanted):
                return [*(f"Shift+Digit{digits[e]}" for e in wanted[:-1]), digits[wanted[-1]]]
        return []

    def likely(self, here: str) -> bool:
        """Say whether a place is shown as likely."""
        marks = self.page.locator(f'.dv-mark.dv-machine[data-ids~="{here}"]')
        return marks.count() > 0

    def likely_beside(self, here: str) -> list[str]:
        """Return the places of the same paragraph or table that are shown as likely."""
        shown: list[str] = self.page.locator(
            ":is(.dv-draft > p, blockquote, li, table):has(.dv-chosen) .dv-mark.dv-machine"
        ).evaluate_all("(all) => all.flatMap((one) => one.dataset.ids.split(' '))")
        return [each for each in dict.fromkeys(shown) if each in self.claims]

    def listed(self) -> list[str]:
        """Return the places that the card offers to bind together."""
        shown: list[str] = self.page.locator(".dv-beside li").evaluate_all(
            "(all) => all.map((one) => one.dataset.id)"
        )
        return shown

    def all_right(self, listed: Sequence[str]) -> bool:
        """Say whether what is proposed first for each place is what it states."""
        return all(map(self.is_right, listed))

    def is_right(self, place: str) -> bool:
        """Say whether what is proposed first for a place is what it states."""
        gold, first = self.gold.get(place), self.claims[place].proposals[:1]
        return bool(gold and first and self.alike.any(first[0].statement, gold.truths))

    # ── keys ──

    def search(self, truth: Statement) -> None:
        """Find the figures of a statement by their words and bind the claim to them."""
        wanted = truth.figures[:1] if truth.sense is Sense.EQUAL else truth.figures
        self.searched += 1
        self.press("search", "/")
        for number, figure in enumerate(wanted):
            if number and truth.sense in SIGNS:
                self.press("search", SIGNS[truth.sense])
            last = number == len(wanted) - 1
            plain = last and truth.sense is not Sense.COMPLEMENT
            taken = self.find(figure, last=plain)
            if last and not plain:
                self.press("search", "Shift+Enter")
            elif not taken:
                self.press("search", "Enter" if last else "Control+Enter")

    def find(self, figure: str, *, last: bool) -> bool:
        """Type until a figure is among the first, and go down to it; a digit takes a near one.

        Says whether that was so.
        """
        known = self.figures[figure]
        words: list[str] = []
        for text in (known.option, known.question or "", known.subgroup, known.option):
            longest = sorted(re.findall(r"\w+", text), key=telling, reverse=True)
            words += [word[:BEGINNING] for word in longest[:2]]
        letters, letters_typed = iter(" ".join(words)), 0
        while True:
            hits: list[str] = self.page.locator(".dv-results [data-figure]").evaluate_all(
                "(all) => all.map((one) => one.dataset.figure)"
            )
            if figure in hits[:DIGITS] and letters_typed == 0:
                digit = str(hits.index(figure) + 1)
                self.press("search", digit if last else f"Shift+Digit{digit}")
                return True
            if figure in hits[:SEEN]:
                break
            letter = next(letters, None)
            if letter is None:
                assert figure in hits, (known.option, hits[:5])
                break
            self.keys["search"] += 1
            letters_typed += 1
            self.page.keyboard.insert_text(letter)  # a letter of any script
        self.press("search", *["ArrowDown"] * hits.index(figure))
        return False

    def press(self, why: str, *keys: str) -> None:
        """Press keys and wait until what they do is shown."""
        for key in filter(None, keys):
            self.keys[why] += 1
            self.page.keyboard.press(key)
        waiting = self.page.locator(".dv-root").get_attribute("data-waiting")
        if int(waiting or 0) > AHEAD:
            self.rest()

    def rest(self) -> None:
        """Wait until all that was decided has been compared."""
        expect(self.page.locator('.dv-root[data-waiting="0"]')).to_be_visible()


def gold_by_place(
    claims: Sequence[Claim], gold: Sequence[GoldClaim]
) -> dict[str, GoldClaim | None]:
    """Return by the id of each claim's place the gold claim it overlaps most, if any."""
    found: dict[str, GoldClaim | None] = {}
    for number, claim in enumerate(claims):
        here = [g for g in gold if g.start < claim.end and g.end > claim.start]
        same = [g for g in here if (g.kind == "quantifier") == (claim.kind == "quantifier")] or here
        overlap = max(
            same, key=lambda g: min(g.end, claim.end) - max(g.start, claim.start), default=None
        )
        found[f"c{number}"] = overlap
    return found


def places(claims: Sequence[Claim]) -> dict[str, Claim]:
    """Return the claims by the id of their place."""
    return {f"c{number}": claim for number, claim in enumerate(claims)}


def proved(errors: Sequence[PlantedError], findings: Sequence[Any]) -> int:
    """Count the planted errors at which an error is found."""
    loud = [f for f in findings if f.level == "error"]
    return sum(any(f.start < e.end and f.end > e.start for f in loud) for e in errors)
