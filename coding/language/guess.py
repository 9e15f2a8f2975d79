"""Guess which language a text is in, from its commonest small words.

A guess for people to confirm when an interview comes in, and for texts that say nothing of it.
"""

from __future__ import annotations

import re
from collections import Counter

from coding.language import packs
from coding.language.script import script_of

_READ = 20_000
_ENOUGH = 0.08
_AHEAD = 1.15


def guess(text: str) -> str:
    """Return a two-letter language code, or `""` where none is clearly ahead.

    >>> guess("Well, you know, it was the way they live there, and that is what it is.")
    'en'
    >>> guess("Ну вот, мы уехали, и это было не так, как все думали."), guess("12:30")
    ('ru', '')
    """
    words = re.findall(r"[^\W\d_]+", text[:_READ].lower())
    counts = Counter(words)
    scores = sorted(
        ((sum(counts[word] for word in pack.common), pack.language) for pack in packs.every()),
        reverse=True,
    )
    (best, language), (second, _) = (*scores, (0, ""), (0, ""))[:2]
    clear = words and best / len(words) >= _ENOUGH and best >= _AHEAD * second
    return language if clear else ""


def reads_as(text: str, said: str = "") -> str:
    """Return the language that a text is read in: as somebody said, as guessed, or by its letters.

    >>> reads_as("Yes.", "sr"), reads_as("Да, спокойно"), reads_as("Calm")
    ('sr', 'ru', 'en')
    """
    return said or guess(text) or ("ru" if script_of(text) == "cyrillic" else "en")
