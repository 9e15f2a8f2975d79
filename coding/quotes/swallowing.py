"""Tell what an omission swallows: a negation, a number or a name, without which a quote misleads.

It is asked about, never forbidden: an ellipsis shows that words are missing, but nobody reads in
it that one of them was "not". What goes with a whole sentence at an end of the quote was simply
not quoted; everything else that is left out counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.language import negation, numbers, packs, script
from coding.language.sentences import sentences
from coding.quotes.editing import omitted

_SCRIPTS = frozenset({"latin", "cyrillic", "greek", "armenian"})
"""Scripts in which a name begins with a capital."""

_ALL_CAPITAL = frozenset({"de"})
"""Languages in which every noun does: there only two such words in a row are taken for a name."""

_OPENS = "\"“”„«»‘’'([–—-"


class Loss(StrEnum):
    """What kind of word an omission swallows."""

    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A word, as the interview has it, that is left out, and why that matters."""

    kind: Loss
    word: str

    def __str__(self) -> str:
        return f"the {self.kind} “{self.word}” is left out"


def swallowed(
    source: str, printed: str, language: str = "", *, names: Collection[str] = ()
) -> list[Swallowed]:
    """Return the negations, numbers and names that a printed quote leaves out, in their order.

    A number or a name that still stands elsewhere in the quote is not lost. `names` are such as
    are known: a word with a capital where a sentence begins may be one of them, or any word.

    >>> source = "I would not go back. Ivan paid 300 euros for it, and then we left."
    >>> [str(loss) for loss in swallowed(source, "I would […] go back […] and we left", "en")]
    ['the negation “not” is left out', 'the number “300” is left out']
    >>> swallowed(source, "I would not go back.", "en")
    []
    """
    out = omitted(source, printed)
    if not out:
        return []
    cut = sentences(source, language=language)
    lost = set(_between(source, out, cut))
    kept = {_bare(word) for word in re.findall(r"[\w’'-]+", _blanked(source, out))}
    found: list[Swallowed] = []
    for place in out:
        if place not in lost:
            continue
        word = source[slice(*place)].strip("’'-")
        small = word.casefold()
        if negation.denies(small, language):
            found.append(Swallowed(Loss.NEGATION, word))
        elif _bare(word) in kept:
            continue
        elif numbers.is_number(small):
            found.append(Swallowed(Loss.NUMBER, word))
        elif word in names or is_name(source, place, language):
            found.append(Swallowed(Loss.NAME, word))
    return list(dict.fromkeys(found))


def _bare(word: str) -> str:
    return word.strip("’'-").casefold()


def _blanked(source: str, out: Sequence[tuple[int, int]]) -> str:
    for start, end in out:
        source = source[:start] + " " * (end - start) + source[end:]
    return source


def _between(
    source: str, out: Sequence[tuple[int, int]], cut: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return what is left out, but for whole sentences at the beginning and the end."""
    rest = _blanked(source, out)
    with_words = [any(map(str.isalnum, rest[start:end])) for start, end in cut]
    if not any(with_words):
        return list(out)
    first = cut[with_words.index(True)][0]
    last = cut[len(cut) - 1 - with_words[::-1].index(True)][1]
    return [place for place in out if first <= place[0] < last]


def names_in(text: str, language: str = "") -> frozenset[str]:
    """Return the words of a text that are written as names.

    >>> sorted(names_in("So Ivan left. Ivan and I met Vera Petrova. She knew.", "en"))
    ['Ivan', 'Petrova', 'Vera']
    """
    words = re.finditer(r"[^\W\d_][\w’'-]*", text)
    return frozenset(word.group() for word in words if is_name(text, word.span(), language))


def is_name(source: str, place: tuple[int, int], language: str) -> bool:
    """Tell whether a word is written as a name: with a capital where no sentence begins."""
    start, end = place
    word = source[start:end]
    if script.script_of(word) not in _SCRIPTS or not word[:1].isupper() or len(word) < 2:
        return False
    if word in packs.of("sentence_starters", language):
        return False
    before = source[max(0, start - 20) : start].rstrip(" \n" + _OPENS)
    if not before or before[-1] in ".!?…:":
        return False
    if language.partition("-")[0].lower() in _ALL_CAPITAL:
        return _has_capital_beside(source, place)
    return True


def _has_capital_beside(source: str, place: tuple[int, int]) -> bool:
    """Tell whether the next word, with nothing but a space between, has a capital too."""
    following = re.match(r" ([^\W\d_]+)", source[place[1] :])
    before = re.search(r"(?<![.!?…:] )\b([^\W\d_]+) $", source[: place[0]])
    beside = [match.group(1) for match in (following, before) if match]
    return any(len(word) > 1 and word[:1].isupper() and word[1:].islower() for word in beside)
