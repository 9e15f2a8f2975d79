"""Tell whether two labels are one name, spelt in two ways."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

_MOST = 60  # names that every other is held against, letter by letter
_LONG = 5  # letters of a name in which one may be a slip
_BRACKETS = re.compile(r"\(([^()]*)\)")


def spelt_alike(label: str, other: str) -> bool:
    """Tell whether labels differ only in brackets, dots, spaces, case, or a letter of a long word.

    >>> spelt_alike("JB", "J. B."), spelt_alike("Ana (interviewer)", "Ana")
    (True, True)
    >>> spelt_alike("Interveiwer", "Interviewer"), spelt_alike("Respondent 1", "Respondent 2")
    (True, False)
    """
    added, added_too = _added(label), _added(other)
    if added and added_too and added != added_too:
        return False
    if same_letters(label, other):
        return True
    one, two = sorted((_letters(label), _letters(other)), key=len)
    if [c for c in one if c.isdecimal()] != [c for c in two if c.isdecimal()]:
        return False
    return len(one) >= _LONG and len(two) - len(one) < 2 and one_slip(one, two)


def same_letters(label: str, other: str) -> bool:
    """Tell whether labels are the same but for brackets, dots, spaces and case.

    >>> same_letters("J.B.", "JB (by phone)"), same_letters("Mario", "Maria")
    (True, False)
    """
    return _letters(label) == _letters(other) != ""


def spelt_as(names: Mapping[str, str], believed: Collection[str]) -> Iterator[str]:
    """Yield the keys of those names that are another spelling of a believed one.

    >>> list(spelt_as({"jb": "JB", "j.b": "J.B.", "ana": "Ana"}, {"jb"}))
    ['j.b']
    """
    if not believed or len(believed) == len(names):
        return
    others = [names[key] for key in believed if key in names][:_MOST]
    for key, name in names.items():
        if key not in believed and any(spelt_alike(name, other) for other in others):
            yield key


def in_series(names: Mapping[str, str], believed: Iterable[str]) -> Iterator[str]:
    """Yield the keys of those names that are a believed one but for the number.

    >>> list(in_series({"b1": "B1", "b2": "B2", "c2": "C2"}, ["b1"]))
    ['b1', 'b2']
    """
    stems = {stem for key in believed if (stem := _stem(names.get(key, "")))}
    yield from (key for key, name in names.items() if stems and _stem(name) in stems)


def one_slip(one: str, two: str) -> bool:
    """Tell whether two words differ in one letter that is wrong, missing, or changed places."""
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    rest, other = one[start:], two[start:]
    if len(one) == len(two):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest == other[1:]


def _added(label: str) -> str:
    found = _BRACKETS.search(label)
    return found[1].casefold().strip(". ") if found else ""


def _letters(label: str) -> str:
    return "".join(filter(str.isalnum, _BRACKETS.sub("", label).casefold()))


def _stem(label: str) -> str:
    match = re.fullmatch(r"(?P<stem>[^\W\d_]+)[ .#№-]*\d{1,3}", label)
    return match["stem"].casefold() if match else ""
