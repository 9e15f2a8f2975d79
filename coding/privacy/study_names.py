"""Know of a study's names what its texts and participants tell, to judge each name by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coding.language import names
from coding.privacy.capitals import WORD


@dataclass(frozen=True, slots=True, kw_only=True)
class NameContext:
    """What the study tells of its names; all as `coding.language.names.folded` has them.

    `small` are words that somebody of the study's texts has in small letters, `secrets` the real
    names that it hides, `pseudonyms` those it made up. `homes` are towns by the number of people
    that an attribute puts there, `spoken` by the number of those who speak of them of all `people`.
    """

    small: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    pseudonyms: frozenset[str] = frozenset()
    homes: Mapping[str, int] = field(default_factory=dict)
    spoken: Mapping[str, int] = field(default_factory=dict)
    people: int = 0


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that somebody has in small letters, as a name is folded.

    >>> sorted(small_words(["Hope is all I have, I hope. Nada!"]))
    ['all', 'have', 'hope', 'is']
    """
    found: set[str] = set()
    for text in texts:
        found |= {word for word in WORD.findall(text) if word.islower()}
    return frozenset(map(names.folded, found))
