"""Reduce words to what a survey's answers are told apart by: stems, each affirmed or denied.

"Do not approve" and "disapprove" are the stem of "approve" denied; "find it hard to say" and
"difficult to answer" are one kind of answer. Which words deny, tell nothing or name such an
answer stands in the language packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coding.language import negation, packs
from coding.language.phrases import compiled
from coding.language.words import stem

REACH = 1
"""Content words that a negation reaches, adverbs not counted."""

_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PAUSE = re.compile(r"[.;:!?]\s|,\s")

KINDS = {"@dk": "answers.dont_know", "@refused": "answers.refused", "@all": "overall"}
"""Kinds of answers that are told by whole phrases, with where the packs have them."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A stem at a character of a text; `denied` if it stands under a negation."""

    stem: str
    denied: bool
    at: int = 0


@packs.cached
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, compiled(packs.together(key))) for kind, key in KINDS.items())


@packs.cached
def _telling_nothing() -> frozenset[str]:
    """Return the words that name no topic: small ones, and those of any survey report."""
    return frozenset(packs.together("stop")) | frozenset(packs.together("surveys"))


@packs.cached
def _adverb() -> re.Pattern[str]:
    return compiled(packs.together("adverbs"))


@packs.cached
def _opposites(language: str) -> dict[str, str]:
    """Return stem → stem of what it denies."""
    contraries = packs.pack(language).opposites.items()
    return {stem(word, language): stem(denied, language) for word, denied in contraries}


def read(text: str, language: str) -> list[Feature]:
    """Return the features of a text, in order.

    >>> [(f.stem, f.denied) for f in
    ...     read("Those who do not approve of Putin find it hard to say", "en")]
    [('approv', True), ('putin', False), ('@dk', False)]
    """
    features: list[Feature] = []
    hidden: list[tuple[int, int]] = []
    for kind, shape in _kinds():
        for match in shape.finditer(text):
            features.append(Feature(kind, False, match.start()))
            hidden.append(match.span())
    words: list[str] = []
    places: list[int] = []
    last = 0
    for match in _LETTERS.finditer(text):
        if any(a <= match.start() < b for a, b in hidden):
            continue
        if _PAUSE.search(text, last, match.start()):
            words.append(",")
            places.append(last)
        last = match.end()
        words.append(match.group().lower().replace("’", "'"))
        places.append(match.start())
    idle = {word for word in words if _idle(word)}
    passing = frozenset(idle | {word for word in words if _passed_over(word)})
    under = negation.denied(words, reach=REACH, passing=passing)
    opposites = _opposites(language)
    for word, place, denied in zip(words, places, under, strict=True):
        if word in idle or word == "," or negation.denies(word):
            continue
        root = stem(word, language)
        if root in opposites:
            root, denied = opposites[root], not denied
        features.append(Feature(root, denied, place))
    if words and _left_open(words[-1]):
        features.append(Feature("@no", False, places[-1]))
    return sorted(features, key=lambda f: f.at)


def _idle(word: str) -> bool:
    return word in _telling_nothing() or (len(word) < 3 and not word.isdigit())


def _passed_over(word: str) -> bool:
    """Say whether a word is an adverb; a short one is what is denied: "not fully"."""
    return len(word) > 5 and bool(_adverb().fullmatch(word))


def _left_open(word: str) -> bool:
    """Say whether a text that ends with this word denies what was said before: "who do not"."""
    return negation.denies(word) and word not in packs.together("answers.no")


def stems(features: Iterable[Feature]) -> set[str]:
    """Return the stems alone."""
    return {f.stem for f in features}
