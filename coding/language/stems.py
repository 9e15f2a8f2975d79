"""Stem words with Snowball (Porter 1980; snowballstem.org)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache

_lock = threading.Lock()


@cache
def stemmer(name: str) -> Callable[[str], str]:
    """Return Snowball's stemmer of that name; one that leaves words as they are if it has none."""
    import snowballstemmer

    if name not in snowballstemmer.algorithms():
        return str
    made = snowballstemmer.stemmer(name)

    @cache
    def stem_of(word: str) -> str:
        with _lock:  # it keeps the word that it is at
            return str(made.stemWord(word))

    return stem_of
