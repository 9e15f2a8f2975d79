"""Say how a turn or a sentence is compared with those of a translation: its length and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coding.language.latin import readable_id
from coding.language.script import script_of
from coding.model import Role

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[^\W\d_]\w{3,}")
_ASKS = frozenset("?？؟")
_LONG = re.compile(r"[^\W\d_]{6,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignPart:
    """A turn or a sentence as it is compared: its length in characters, and what marks it."""

    length: int
    marks: frozenset[str] = frozenset()
    asks: bool = False
    role: Role = Role.UNKNOWN
    person: str = ""
    time: float | None = None


def part(
    text: str, role: Role = Role.UNKNOWN, person: str = "", time: float | None = None
) -> AlignPart:
    """Return a turn's or sentence's words as they are compared.

    >>> sorted(part("И в Белграде 15 лет?").marks), part("И в Белграде 15 лет?").asks
    (['15', 'belg', 'belgr'], True)
    """
    last = text.rstrip(" \"»”’')]")[-1:]
    asks = last in _ASKS or (last == ";" and script_of(text) == "greek")
    return AlignPart(
        length=len(text.strip()), marks=marks(text), asks=asks, role=role, person=person, time=time
    )


def marks(text: str) -> frozenset[str]:
    """Return the numbers of a text, and how its names and long words begin, in Latin letters.

    A word with a capital counts as a name unless a sentence begins with it: four letters of it
    are a mark, five of a word that is long.
    """
    found = set(_NUMBER.findall(text))
    for match in _NAME.finditer(text):
        if match[0][0].isupper() and re.search(r"[\w,;:)–—-]\s$", text[: match.start()][-2:]):
            found.add(_beginning(match[0])[:4])
    found.update(_beginning(word)[:5] for word in _LONG.findall(text))
    return frozenset(found - {""})


@lru_cache(maxsize=65_536)
def _beginning(name: str) -> str:
    return readable_id(name, (), otherwise="")
