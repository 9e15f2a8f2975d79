"""Read what short texts say apart from their words: years, degrees, ends of orders, pro or contra.

Answers, groups and the words around a number are read alike, so that they can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.verify.evidence.features import Feature

YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)(?:\s?(?P<part>[HQ][1-4])\b)?")
"""A year, perhaps with the half or quarter of it in which a survey was made: 2024 H1."""


def years_in(text: str) -> frozenset[str]:
    """Return the years that a text names in digits, with and without their part.

    >>> sorted(years_in("Survey 2023 H2, 2021-04/2021-05"))
    ['2021', '2023', '2023 H2']
    """
    every = YEAR.finditer(text)
    return frozenset(name for match in every for name in (match["year"], year_name(match)))


def year_name(match: re.Match[str]) -> str:
    """Return a year as precisely as it is named."""
    return f"{match['year']} {match['part']}" if match["part"] else match["year"]


@packs.cached
def _graded(name: str) -> re.Pattern[str]:
    return compiled(packs.together(f"claims.{name}"))


@packs.cached
def lacking() -> re.Pattern[str]:
    """Return a pattern for answers that lack something: none of these, nothing."""
    return re.compile(rf"\W*{alternatives(packs.together('claims.none'))}", re.I)


def grade_of(text: str) -> str:
    """Return how strongly an answer is put: `strong`, `weak`, `middle` or `""`.

    >>> [grade_of(option) for option in ("Very safe", "Rather unsafe", "Neither", "Yes")]
    ['strong', 'weak', 'middle', '']
    """
    for name in ("middle", "weak", "strong"):
        if _graded(name).search(text):
            return name
    return ""


MARKS = {
    "@middle": "claims.middle",
    "@lowest": "claims.lowest",
    "@highest": "claims.highest",
    "@between": "claims.between",
    "@never": "claims.never",
}
"""What words stand for that labels put otherwise: a middle answer, never, ends of ordered groups.
"""


@packs.cached
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((mark, compiled(packs.together(key))) for mark, key in MARKS.items())


@packs.cached
def _bounded() -> re.Pattern[str]:
    """Return a pattern for "under 35", "over-60s", "60 and older"."""
    under, over = (alternatives(packs.together(f"hedges.{name}")) for name in ("under", "over"))
    older = alternatives(packs.together("ages.older"))
    years = r"(?<!\d)\d{1,3}(?!\d)"
    return re.compile(
        rf"(?:{under}[\s-](?P<top>{years})|{over}[\s-](?P<low>{years})"
        rf"|(?P<least>{years})(?:\+|\s\w+\s{older}|\s{older}))",
        re.I,
    )


def marks_in(text: str) -> list[Feature]:
    """Return what words stand for that no label prints, in order of the text.

    >>> [f.stem for f in marks_in("Among the young 41 %, of those over 60 a third")]
    ['@lowest', '@over 60']
    """
    found = [
        Feature(mark, False, match.start())
        for mark, shape in _marks()
        for match in shape.finditer(text)
    ]
    for match in _bounded().finditer(text):
        top, low = match["top"], match["low"] or match["least"]
        name = f"@under {top}" if top else f"@over {low}"
        found.append(Feature(name, False, match.start(str(match.lastgroup))))
    return sorted(found, key=lambda f: f.at)


AGES = re.compile(r"\d+")


def ranges_of(label: str, *, is_first: bool = False, is_last: bool = False) -> tuple[str, ...]:
    """Return what a group that is a range of numbers may be called: under 35, over 60.

    The last of several is open to what is above, the first to what is below.

    >>> ranges_of("18–34 years"), ranges_of("60 years and older")
    (('@under 35', '@under 34'), ('@over 60', '@over 59'))
    >>> ranges_of("55–64", is_last=True), ranges_of("to 10 years", is_first=True)
    (('@over 55', '@over 54'), ('@under 10', '@under 11'))
    """
    numbers = [int(n) for n in AGES.findall(label)]
    if not numbers:
        return ()
    first, last = numbers[0], numbers[-1]
    bound = next((f.stem for f in marks_in(label) if f.stem.startswith(("@under", "@over"))), "")
    if bound.startswith("@under") or (is_first and first == last and not bound):
        return (f"@under {first}", f"@under {first + 1}")
    if bound or first == last or is_last:
        return (f"@over {first}", f"@over {first - 1}")
    return (f"@under {last + 1}", f"@under {last}")


def lean_of(text: str, features: Iterable[Feature]) -> list[tuple[int, int]]:
    """Return where words are for (1) or against (-1) something: (character, which), in order.

    What is for it and denied is against it; so is a denial at the end: "57 % do not".

    >>> from coding.verify.evidence.features import read
    >>> text = "They do not support it, 12 % are in favour"
    >>> lean_of(text, read(text, "en"))
    [(12, -1), (33, 1)]
    """
    listed = list(features)
    denied = {f.at for f in listed if f.denied}
    found = {f.at: -1 for f in listed if f.stem == "@no"}
    for match in leaning("contra").finditer(text):
        found[match.start()] = -1
    for match in leaning("pro").finditer(text):
        at = match.start()
        if not any(m.start() <= at < m.end() for m in leaning("contra").finditer(text)):
            found[at] = -1 if denied & set(range(at, match.end())) else 1
    return sorted(found.items())


@packs.cached
def undecided() -> re.Pattern[str]:
    """Return a pattern for answers of those who do not know, or do not say."""
    names = ("answers.dont_know", "answers.refused")
    return compiled([phrase for name in names for phrase in packs.together(name)])


@packs.cached
def leaning(name: str) -> re.Pattern[str]:
    """Return a pattern for words of a kind that says where an answer leans: pro, contra, never."""
    return compiled(packs.together(f"claims.{name}"))
