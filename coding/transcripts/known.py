"""Judge a label by its own words: a name, one who asks, one who answers, or none of them.

The words stand in the packs of all languages; case, numbers and brackets do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from coding.language import packs

_WORD = re.compile(r"[^\W\d_]+")
_SURE = ("speakers.asks", "speakers.answers", "speakers.neutral")
# Also ordinary words: they must recur, or their other side must occur, to be believed.
_SHORT = ("speakers.asks_short", "speakers.answers_short", "speakers.neutral_short")


@packs.cached
def _told(*keys: str) -> frozenset[str]:
    """Return the words that stand under some keys of any pack."""
    return frozenset(word for key in keys for word in packs.together(key))


def _words(label: str) -> list[str]:
    words = _WORD.findall(label.casefold())
    return words if len(words) == 1 else [word for word in words if len(word) > 2]


def asks(label: str) -> bool:
    """Tell whether a label is one of those that interviewers get.

    >>> [asks(label) for label in ("INT 1", "И.", "Milica (interviewer)", "Anna", "I. Ivanov")]
    [True, True, True, False, False]
    """
    words = _words(label)
    return not _told("speakers.asks").isdisjoint(words) or (
        len(words) == 1 and words[0] in _told("speakers.asks_short")
    )


def answers(label: str) -> bool:
    """Tell whether a label is one of those that people interviewed get.

    >>> [answers(label) for label in ("P1", "Респондент 2", "О", "Anna")]
    [True, True, True, False]
    """
    words = _words(label)
    if asks(label):
        return False
    return not _told("speakers.answers").isdisjoint(words) or (
        len(words) == 1 and words[0] in _told("speakers.answers_short")
    )


def between(label: str) -> bool:
    """Tell whether a label is of who only hands on what the two sides say, an interpreter.

    >>> between("Interpreter 2"), between("Anna")
    (True, False)
    """
    return not _told("speakers.between").isdisjoint(_words(label))


def is_speaker(label: str) -> bool:
    """Tell whether a label can hardly be anything but a speaker's, even if it stands only once.

    >>> [is_speaker(label) for label in ("Interviewer", "P1", "Q", "The interviewer asked")]
    [True, True, False, False]
    """
    words = [word for word in _WORD.findall(label.partition("(")[0]) or [""] if len(word) > 1]
    others = [w for w in words if w.casefold() not in _told(*_SURE)]
    if len(others) < len(words):
        return all(not w.islower() or w in _told("speakers.beside") for w in others)
    if not _told("speakers.asks").isdisjoint(_words(label.partition("(")[2])):
        return True
    numbered = bool(re.fullmatch(r"[^\W\d_]{1,2}[ .#№]*\d+", label.strip()))
    return numbered and is_ordinary(label)


def is_ordinary(label: str) -> bool:
    """Tell whether a label of a speaker is an ordinary word or a letter as well.

    >>> is_ordinary("Answer"), is_ordinary("Q"), is_ordinary("Anna")
    (True, True, False)
    """
    words = _WORD.findall(label.casefold())
    return len(words) == 1 and words[0] in _told(*_SHORT)


def looks_like_name(name: str) -> bool:
    """Tell whether a label is written as names are: no sentence's first word, all capitals.

    >>> [looks_like_name(n) for n in ("Anna", "Ludwig van B.", "One thing is clear", "Note")]
    [True, True, False, False]
    """
    return is_plausible(name) and is_capitalised(name)


def is_capitalised(name: str) -> bool:
    """Tell whether no word of a label is in lower case, but for "von" and the like."""
    words = name.partition("(")[0].split()
    return all(not word.islower() or word in _told("particles") for word in words)


def is_plausible(name: str) -> bool:
    """Tell whether a label could be a name, because it does not begin as sentences or forms do."""
    if is_speaker(name):
        return True
    words = [word.strip(".,()") for word in name.casefold().split()]
    if "," in name and not (name.count(",") == 1 and len(words) <= 4):
        return False
    if len(words) == 1:
        return words[0].rstrip("0123456789#№-") not in _told("forms", "openers")
    initials = name.isupper() and all(len(word) == 1 for word in words)
    return initials or words[0] not in _told("forms", "openers", "starters")


def heads_form(label: str) -> bool:
    """Tell whether a label stands in the form above an interview.

    >>> heads_form("Date of interview"), heads_form("Anna")
    (True, False)
    """
    return label.casefold().split()[0].rstrip("0123456789") in _told("forms")


def heads_columns(label: str) -> bool:
    """Tell whether words are headings of columns beside each other, and nobody's name.

    >>> heads_columns("Time Speaker Text"), heads_columns("Speaker"), heads_columns("Speaker 2")
    (True, False, False)
    """
    words = label.casefold().split()
    kinds = ("columns.speaking", "columns.words", "columns.begin", "columns.finish")
    return len(words) > 1 and _told(*kinds).issuperset(words)


def asks_beside(label: str, others: Collection[str]) -> bool:
    """Tell whether a letter asks because another one answers: of П and О, in Serbian.

    >>> asks_beside("П", {"П", "О"}), asks_beside("P", {"P", "Anna"})
    (True, False)
    """
    pair = {label.casefold(), *(other.casefold() for other in others)}
    return len(pair) == 2 and any(
        pair == set(letters.split()) and letters.split()[0] == label.casefold()
        for letters in packs.together("speakers.pairs")
    )


def in_a_row(label: str, others: Collection[str]) -> bool:
    """Tell whether a letter only counts among others: of speakers А, Б, В the last one.

    >>> in_a_row("В", {"А", "Б", "В"}), in_a_row("В", {"В", "О"})
    (True, False)
    """
    folded = {other.casefold() for other in others}
    return any(
        not folded.isdisjoint(pack.speakers.rows.get(label.casefold(), ()))
        for pack in packs.every()
    )
