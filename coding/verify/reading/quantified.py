"""Find quantifiers in a draft: "most", "almost half", "more than one in ten".

What they mean is a table of words and numbers that a project may edit. Hedges before them are
grammar and turn any of them: "more than a third" begins where a third does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coding.errors import Conflict
from coding.language import packs
from coding.language.packs import Quantifier
from coding.language.phrases import alternatives
from coding.model.merging import merge_rows
from coding.verify.reading.numbers import hedge_before
from coding.verify.reading.patterns import in_words, is_pattern
from coding.verify.reading.people import people
from coding.verify.reading.text import Span

NEARLY = 10.0
"""Percentage points below a half, or all, at which "almost" begins."""


def table() -> list[dict[str, object]]:
    """Return the table of quantifiers as a project starts with it, one row for each meaning."""
    return [_row(quantifier) for pack in packs.every() for quantifier in pack.quantifiers]


def _row(quantifier: Quantifier) -> dict[str, object]:
    return {
        "words": ", ".join(quantifier.words),
        "low": quantifier.low,
        "high": quantifier.high,
        "strict": quantifier.strict,
    }


def fault_of(row: Mapping[str, object]) -> str:
    """Return why a row of a table cannot be used, `""` if it can.

    >>> fault_of({"words": "the bulk", "low": 70, "high": 60, "strict": True})
    '“the bulk” cannot mean 70 to 60 %'
    """
    try:
        made = read_table([row])
    except (KeyError, ValueError):
        return f"this row of the table cannot be used: {dict(row)}"
    if not made or is_pattern(str(row["words"])):
        return f"“{row['words']}” are no words"
    low, high = made[0].low, made[0].high
    return "" if 0 <= low < high <= 100 else f"“{row['words']}” cannot mean {low:g} to {high:g} %"


def of_today(rows: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return a kept table as rows of words, and the patterns in it that cannot be.

    Tables were kept with patterns once: each becomes the words that it finds.

    >>> of_today([{"words": "(?:the )?bulk", "low": 60, "high": 100, "strict": True}])[0]
    [{'words': 'the bulk, bulk', 'low': 60, 'high': 100, 'strict': True}]
    """
    kept: list[dict[str, Any]] = []
    lost: list[str] = []
    for row in rows:
        try:
            kept.append({**row, "words": ", ".join(in_words(str(row["words"])))})
        except ValueError:
            lost.append(str(row["words"]))
    return kept, lost


def rows_together(
    opened: Sequence[Mapping[str, Any]],
    mine: Sequence[Mapping[str, Any]],
    theirs: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return a table with what I changed in it since `opened`, and what others did.

    Raises Conflict, with both texts, where both changed one row.

    >>> was = [{"words": "half", "low": 45.0}, {"words": "most", "low": 50.0}]
    >>> mine = [{"words": "half", "low": 48.0}, {"words": "most", "low": 50.0}]
    >>> theirs = [{"words": "half", "low": 45.0}, {"words": "most", "low": 55.0}]
    >>> rows_together(was, mine, theirs)
    [{'words': 'half', 'low': 48.0}, {'words': 'most', 'low': 55.0}]
    """
    rows, clashes = merge_rows(_by_words(opened), _by_words(mine), _by_words(theirs))
    if clashes:
        raise Conflict(
            "somebody else has changed this row of the table in the meantime",
            hint="Look at what stands there now and try again.",
            clashes=clashes,
        )
    return list(rows.values())


def _by_words(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return rows by their words; those that have the same are told apart by a number."""
    keyed: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        key = words = str(row.get("words", ""))
        again = 1
        while key in keyed:
            again += 1
            key = f"{words} ({again})"
        keyed[key] = row
    return keyed


def read_table(rows: Sequence[Mapping[str, object]]) -> list[Quantifier]:
    """Read a project's own table; the packs' if it is empty.

    How a word is used (only before people, a fraction, only behind a hedge) is what its pack
    says; a word that no pack has is a quantifier wherever it stands. Raises KeyError and
    ValueError for a row without words or numbers.
    """
    made = []
    for row in rows or table():
        words = in_words(str(row["words"]))
        low, high, strict = float(str(row["low"])), float(str(row["high"])), bool(row["strict"])
        used: dict[Quantifier, list[str]] = {}
        for word in words:
            used.setdefault(_use(word), []).append(word)
        made += [
            replace(use, words=tuple(listed), low=low, high=high, strict=strict)
            for use, listed in used.items()
        ]
    return made


@packs.cached
def _uses() -> Mapping[str, Quantifier]:
    return {
        word: replace(quantifier, words=(), low=0, high=100, strict=False)
        for pack in packs.every()
        for quantifier in pack.quantifiers
        for word in quantifier.words
    }


def _use(word: str) -> Quantifier:
    return _uses().get(word) or Quantifier(words=(), low=0, high=100)


@dataclass(frozen=True, slots=True)
class Met:
    """A quantifier at characters `start` to `end`, its hedge included and its bounds turned."""

    quantifier: Quantifier
    start: int
    end: int


Shape = tuple[Quantifier, re.Pattern[str]]


def shapes(rows: Sequence[Mapping[str, object]]) -> list[Shape]:
    """Return what the quantifiers of a table look like."""
    return [(quantifier, _shape(quantifier)) for quantifier in read_table(rows)]


@packs.cached
def _shape(quantifier: Quantifier) -> re.Pattern[str]:
    denied = rf"(?!\s{alternatives(quantifier.not_before)})" if quantifier.not_before else ""
    return re.compile(alternatives(quantifier.words) + denied, re.I)


@packs.cached
def _of_people() -> re.Pattern[str]:
    """Return a pattern for "of" or people, perhaps with an article before them."""
    others = alternatives([*packs.together("people.of"), *packs.together("people.does")])
    return re.compile(rf"\s(?:{people()}|{others})", re.I)


_SET_OFF = re.compile(r"\s?\(|,|\s\w+\s\d")
"""How a fraction may be set off from its figure: a third (33 %), a third, or 33 %."""


def met_in(text: str, listed: Sequence[Shape], span: Span) -> Iterator[Met]:
    """Return the quantifiers of a sentence that may go with a figure of it.

    Those behind "of" or "for" only say of whom one speaks.
    """
    for met in every_in(text, listed, span):
        if not _of_whom().search(text, max(span.start, met.start - 24), met.start):
            yield met


def every_in(text: str, listed: Sequence[Shape], span: Span) -> Iterator[Met]:
    """Return the quantifiers of a sentence: of those that overlap the longest."""
    every = [
        met
        for quantifier, shape in listed
        for match in shape.finditer(text, span.start, span.end)
        if (met := _met(text, quantifier, match, span)) is not None
    ]
    every.sort(key=lambda m: (m.start, m.start - m.end))
    last = -1
    for met in every:
        if met.start >= last:
            last = met.end
            yield met


def _met(text: str, quantifier: Quantifier, match: re.Match[str], span: Span) -> Met | None:
    """Return a quantifier with its hedge, None where the words are something else."""
    begin = max(span.start, match.start() - 32)
    if quantifier.not_after and _behind(quantifier.not_after).search(text, begin, match.start()):
        return None
    hedge = hedge_before().search(text, begin, match.start())
    kind = str(hedge.lastgroup) if hedge else ""
    kind = "" if kind == "exact" else kind
    if quantifier.exact == 100 and kind in ("over", "under"):
        return None  # above all, up to all
    if kind in ("", "about"):  # other hedges stand before shares only
        of_people = _of_people().match(text, match.end())
        fraction = quantifier.exact is not None and _SET_OFF.match(text, match.end())
        if quantifier.hedged_only or (quantifier.only_of and not (of_people or fraction)):
            return None
    start = hedge.start() if hedge else match.start()
    return Met(hedged(quantifier, kind) if kind else quantifier, start, match.end())


@packs.cached
def _behind(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{alternatives(words)}\s$", re.I)


@packs.cached
def _of_whom() -> re.Pattern[str]:
    """Return a pattern for words before a quantifier that only says of whom one speaks."""
    of_whom, small = (alternatives(packs.together(k)) for k in ("clauses.of_whom", "stop"))
    return re.compile(rf"{of_whom}\s(?:{small}\s)?$", re.I)


def hedged(quantifier: Quantifier, hedge: str) -> Quantifier:
    """Return a quantifier as a hedge turns it: `over`, `under`, `nearly` or `about`.

    A fraction is turned at what it names: more than half is a definition. Of other customary
    words the middle of their bounds is.

    >>> half = Quantifier(words=("half",), low=45, high=55, exact=50)
    >>> [(q.low, q.high, q.strict) for q in (hedged(half, h) for h in ("over", "nearly"))]
    [(50, 100, True), (40.0, 50, False)]
    """
    exact = quantifier.exact
    if hedge == "about" or (exact is None and (quantifier.strict or quantifier.high >= 100)):
        return quantifier
    if hedge == "nearly":
        if exact is None or exact % 50:
            return quantifier
        return replace(quantifier, low=exact - NEARLY, high=exact, strict=False)
    if exact is not None and exact >= LARGE:
        if hedge == "over":
            return replace(quantifier, low=exact, high=50 if exact < 50 else 100, strict=True)
        last_place = 0.0 if exact == int(exact) else 0.1
        return replace(quantifier, low=0, high=exact + last_place, strict=True)
    middle = exact if exact is not None else (quantifier.low + quantifier.high) / 2
    if hedge == "over":
        return replace(quantifier, low=middle - 0.5, high=min(100.0, middle * 1.9), strict=False)
    return replace(quantifier, low=middle * 0.5, high=middle + 0.5, strict=False)


LARGE = 25.0
"""The smallest fraction of which "more than" and "less than" are definitions: a quarter."""
