"""Say what a difference of words does: nothing to the meaning, or a risk to it.

A removed "not" leaves two texts 97 % alike, so that no measure of likeness is safe: negations,
numbers and names are looked at word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coding.language import negation, packs
from coding.language.numbers import is_number


@packs.cached
def _fillers() -> frozenset[tuple[str, ...]]:
    phrases = (*packs.together("fillers"), *packs.together("sounds"))
    return frozenset(tuple(phrase.split()) for phrase in phrases)


def only_fillers(words: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Say whether words that were left out are fillers, or said again right beside.

    >>> only_fillers(["you", "know"], ["it"], ["is"]), only_fillers(["we"], [], ["we", "left"])
    (True, True)
    >>> only_fillers(["never"], [], [])
    False
    """
    at = 0
    fillers = _fillers()
    longest = max(map(len, fillers), default=0)
    while at < len(words):
        size = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in fillers), 0)
        if not size:
            break
        at += size
    rest = list(words[at:])
    if not rest:
        return True
    # What is left is a stammer: the same words, or the beginnings of them, follow or precede.
    return bool(
        rest == list(after[: len(rest)])
        or rest == list(before[len(before) - len(rest) :])
        or (
            len(rest) == 1
            and after
            and len(rest[0]) < len(after[0])
            and after[0].startswith(rest[0])
        )
    ) and not negation.count(rest)


def risky(source: Sequence[str], draft: Sequence[str]) -> str:
    """Return what puts the meaning at risk where `draft` stands for `source`: forms with case.

    `"a negation"`, `"a number"`, `"a name"`, or `""`.

    >>> risky(["would", "not"], ["would"]), risky(["don't"], ["do", "not"]), risky(["5"], ["6"])
    ('a negation', '', 'a number')
    >>> risky(["safe"], ["unsafe"]), risky(["in", "Moscow"], ["in", "Minsk"])
    ('a negation', 'a name')
    """
    was, now = [w.lower() for w in source], [w.lower() for w in draft]
    if negation.count(was) != negation.count(now):
        return "a negation"
    for said in was:
        for printed in now:
            if _opposite(said, printed) or _opposite(printed, said):
                return "a negation"
    if Counter(filter(is_number, was)) != Counter(filter(is_number, now)):
        return "a number"
    if Counter(filter(is_name, source)) != Counter(filter(is_name, draft)):
        return "a name"
    return ""


def _opposite(affirmed: str, denied: str) -> bool:
    """Say whether a word is another with a beginning that denies it: safe, unsafe."""
    return len(affirmed) > 2 and any(
        denied == beginning + affirmed for beginning in packs.together("denying_beginnings")
    )


def is_name(form: str) -> bool:
    """Say whether a word is written like a name: sentences begin in small letters here."""
    starters = packs.together("sentence_starters")
    return form[:1].isupper() and form.lower() not in map(str.lower, starters)
