"""Reduce a word to its stem: what its forms, and words made of it, have in common.

The dictionary form is cut by Snowball (Porter 1980; snowballstem.org), so that *approve* and
*approval* are one and *went* is *go*, but *support* is not *suppose* nor *government* *governor*.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache

from coding.language import packs

_lock = threading.Lock()


@packs.cached
def stem(word: str, language: str) -> str:
    """Return the stem of a word in one language, its dictionary form if there is no stemmer.

    >>> stem("approval", "en") == stem("approve", "en"), stem("government", "en")
    (True, 'govern')
    >>> stem("безопасный", "ru") == stem("безопасно", "ru")
    True
    """
    from coding.language.words import lemma

    name = packs.pack(language).stemmer
    found = lemma(word, language)
    return stemmer(name)(found) if name else found


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
