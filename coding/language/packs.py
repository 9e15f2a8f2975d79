"""Find what is known about the words of a language: its pack.

A pack is data that anybody may add to; `packs/en.yaml` says what each of its keys means. What
loops over languages asks here, so that a new language is a new file and no change of a module.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from coding.language import kept
from coding.language.loading import merged, read
from coding.language.shape import Pack, Phrases, Quantifier

__all__ = [
    "Pack",
    "Phrases",
    "Quantifier",
    "add",
    "cached",
    "every",
    "name_of",
    "of",
    "pack",
    "read",
    "together",
    "using",
]

P = ParamSpec("P")
R = TypeVar("R")

HOME = Path(__file__).parent / "packs"

_folders: list[Path] = [HOME]
_caches: list[Callable[[], None]] = []


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function made of the packs, until other packs are in use."""
    kept = functools.cache(function)
    _caches.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Use the packs of a folder as well, as long as the context lasts.

    A pack of a language that is known adds to what is known of it. Raises LanguageError if one
    cannot be used.
    """
    add(folder)
    try:
        every()
        yield
    finally:
        _folders.remove(folder)
        _forget()


def add(folder: Path) -> None:
    """Use the packs of a folder as well from now on."""
    _folders.append(folder)
    _forget()


def _forget() -> None:
    for clear in _caches:
        clear()


@cached
def every() -> tuple[Pack, ...]:
    """Return all packs, by language. Raises LanguageError if one cannot be used."""
    found: dict[str, Pack] = {}
    for folder in _folders:
        for made in kept.packs_in(folder) if folder == HOME else kept.read_all(folder):
            there = found.get(made.language)
            found[made.language] = merged(there, made) if there else made
    return tuple(found.values())


@cached
def _by_code() -> dict[str, Pack]:
    packs = {pack.language: pack for pack in every()}
    return {code: pack for pack in every() for code in pack.also} | packs


def pack(language: str) -> Pack:
    """Return the pack of a language code, an empty one for a language without.

    >>> pack("en-GB").name, pack("hr").name, pack("tlh").name
    ('English', 'Serbian', '')
    """
    short = language.lower().replace("_", "-").partition("-")[0]
    return _by_code().get(short) or Pack(language="xx")


@cached
def together(key: str) -> Phrases:
    """Return the words that stand under one key in any language, each once.

    For texts of which the language is not known, or which mix them.

    >>> "never" in together("negations"), "да" in together("answers.yes")
    (True, True)
    """
    first, _, second = key.partition(".")
    found: dict[str, None] = {}
    for made in every():
        words = getattr(made, first)
        found.update(dict.fromkeys(getattr(words, second) if second else words))
    return tuple(found)


def of(key: str, language: str = "") -> Phrases:
    """Return the words under a key in one language, in any if it is `""` or has no pack."""
    made = pack(language) if language else None
    if made is None or made.language == "xx":
        return together(key)
    first, _, second = key.partition(".")
    words = getattr(made, first)
    return tuple(getattr(words, second) if second else words)


def name_of(language: str) -> str:
    """Return what a language is called, its code where no pack says.

    >>> name_of("ru"), name_of("hr"), name_of("")
    ('Russian', 'hr', '')
    """
    made = pack(language)
    return made.name or language if made.language == language else language
