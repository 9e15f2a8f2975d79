"""Tell names of people and places from words, in whatever case they stand.

What is known comes from a table (see `data/build_names.py`: towns of GeoNames, names of people,
countries, months), from the packs, and for Russian from pymorphy3's dictionary. A name is looked
up by the forms that it may have in the nominative: *u Kikindi* by kikindi, kikind, kikinda ...
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

from coding.errors import CodingError
from coding.language import packs
from coding.language.phrases import compiled
from coding.language.script import latin, script_of
from coding.language.words import base, known_word, lemma, russian_parses

TABLE = ("names.npz", "6c40df7e4fb04d99ed2eb07f1766c7a4435170a6b3c231c37a821d77cbd89cea")
"""The table and the SHA-256 that it must have."""

CAPITAL = 65_000
"""What stands for the thousands of people of a country's capital."""

_SHORT = 2
"""Letters that are left of a name at least when an ending is taken off."""

_MANY_FORMS = 2_000
_GAPS = re.compile(r"[\s\u00a0]+|(?<=\w)-(?=\w)")


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names in small letters without accents; `places` with thousands of people, as `CAPITAL`."""

    places: Mapping[str, int]
    given: frozenset[str]
    family: frozenset[str]
    open: frozenset[str]
    words: frozenset[str]


@cache
def table() -> NameTable:
    """Read the table of names. Raises CodingError if it is missing or damaged."""
    import numpy as np

    name, expected = TABLE
    hint = "Install the program again."
    there = files("coding.language") / "data" / name
    try:
        data = there.read_bytes()
    except OSError as error:
        raise CodingError("the table of names is missing", name, hint) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise CodingError("the table of names is damaged", name, hint)
    with there.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        listed = {
            key: kept[key].tobytes().decode().split("\n")
            for key in ("places", "given", "family", "open", "words")
        }
        people = kept["thousands"].tolist()
    return NameTable(
        dict(zip(listed["places"], people, strict=True)),
        *(frozenset(listed[key]) for key in ("given", "family", "open", "words")),
    )


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """Return a name in small letters without accents; й stays, ё is е.

    >>> folded("Čačak"), folded("Đorđe"), folded("Алёна"), folded("Mali  Zvornik")
    ('cacak', 'dorde', 'алена', 'mali zvornik')
    """
    name = name.casefold()
    if not name.isascii():
        name = unicodedata.normalize("NFC", name).replace("ё", "е").replace("й", "\0")
        name = "".join(
            c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)
        )
        name = name.replace("\0", "й").replace("đ", "d").replace("ł", "l").replace("’", "'")
    return " ".join(name.split())


# --- forms -------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def forms(name: str, language: str = "") -> tuple[str, ...]:
    """Return a name as folded, and what it may be in the nominative, likelier ones first.

    >>> "kikinda" in forms("Kikindi", "sr"), "cacak" in forms("Čačku", "sr")
    (True, True)
    >>> "сызрань" in forms("Сызрани", "ru"), "anna" in forms("Anna's", "en")
    (True, True)
    >>> "nizni novgorod" in forms("Nižnjem Novgorodu", "sr")
    False
    """
    parts = [part for part in _GAPS.split(name) if part]
    if len(parts) == 1:
        return _forms(name, _tongue(name, language))
    each = [_forms(part, _tongue(part, language))[:45] for part in parts]
    if len(each) > 3:
        return (folded(name),)
    gap = "-" if "-" in name else " "
    made = (gap.join(chosen) for chosen in product(*each))
    return tuple(dict.fromkeys([folded(name), *islice(made, _MANY_FORMS)]))


def _tongue(name: str, language: str) -> str:
    """Return by which language's endings a word is read: its own, or one of its letters."""
    short = base(language) if language else ""
    cyrillic = script_of(name) == "cyrillic"
    if short in ("", "xx"):
        return "ru" if cyrillic else ""
    if cyrillic:
        return short if "cyrillic" in _scripts(short) else "ru"
    return short if "latin" in _scripts(short) else "en"


@packs.cached
def _scripts(language: str) -> tuple[str, ...]:
    pack = packs.pack(language)
    return (*pack.scripts, *(("cyrillic",) if pack.also_cyrillic else ()))


def _forms(word: str, tongue: str) -> tuple[str, ...]:
    made: dict[str, None] = {}
    pack = packs.pack(tongue)
    if pack.also_cyrillic:
        word = latin(word.lower())
    plain = folded(word)
    made[plain] = None
    if pack.dictionary == "pymorphy3":
        for parse in russian_parses(plain):
            made[parse.normal] = None
    for ending in _endings(tongue):
        stem = plain.removesuffix(ending)
        if stem == plain or len(stem) < _SHORT:
            continue
        for last in _bases(tongue):
            made[stem + last] = None
        for other in _stems(stem, pack.also_cyrillic):
            made[other] = None
            made[other + "a"] = None
    return tuple(made)


@packs.cached
def _endings(tongue: str) -> tuple[str, ...]:
    found = {folded(latin(e) if _south(tongue) else e) for e in packs.pack(tongue).naming.endings}
    return tuple(sorted(found, key=lambda ending: (-len(ending), ending)))


@packs.cached
def _bases(tongue: str) -> tuple[str, ...]:
    bases = packs.pack(tongue).naming.bases
    return ("", *dict.fromkeys(folded(latin(b) if _south(tongue) else b) for b in bases))


def _south(tongue: str) -> bool:
    return packs.pack(tongue).also_cyrillic


_SOFTENED = {"c": "k", "z": "g", "s": "h"}


def _stems(stem: str, south: bool) -> list[str]:
    """Return a stem with its fleeting a back, and as it was before i softened it."""
    if not south or len(stem) <= _SHORT:
        return []
    found = []
    if stem[-1] not in "aeiou" and stem[-2] not in "aeiou":
        found.append(f"{stem[:-1]}a{stem[-1]}")
    if stem[-1] in _SOFTENED:
        found.append(stem[:-1] + _SOFTENED[stem[-1]])
    return found


# --- what is a name ----------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def is_open(name: str, language: str = "") -> bool:
    """Say whether a name leads to nobody: a country, month, public figure, brand.

    >>> is_open("Srbije", "sr"), is_open("Путину", "ru"), is_open("Ruma", "sr")
    (True, True, False)
    """
    known, plain = table().open, folded(name)
    if _listed_given(plain):  # Slavica is no Slav
        return plain in known or plain in _public()
    return any(form in known for form in forms(name, language)) or is_public(name, language)


@lru_cache(maxsize=65_536)
def is_public(name: str, language: str = "") -> bool:
    """Say whether the packs have a name as one that anybody may know."""
    public = _public()
    return any(form in public for form in forms(name, language))


@packs.cached
def _public() -> frozenset[str]:
    return frozenset(map(folded, packs.together("naming.public")))


@lru_cache(maxsize=65_536)
def place(name: str, language: str = "") -> tuple[str, int] | None:
    """Return the town that a name is, with its thousands of people, or None.

    >>> place("Kikindi", "sr"), place("в Сызрани".split()[1], "ru"), place("Belgrade", "en")
    (('kikinda', 42), ('сызрань', 189), ('belgrade', 65000))
    """
    towns = table().places
    listed = forms(name, language)
    found = [(towns[form], -rank, form) for rank, form in enumerate(listed) if form in towns]
    if not found:
        return None
    people, _, form = max(found)
    return (_one_script(form), people)


def _one_script(form: str) -> str:
    """Return a town's name in Latin letters where Serbian has all of its letters."""
    written = folded(latin(form))
    return written if written.isascii() else form


@lru_cache(maxsize=65_536)
def is_given(word: str, language: str = "") -> bool:
    """Say whether a word can be somebody's given name, in any case.

    >>> is_given("Jelenom", "sr"), is_given("Сашей", "ru"), is_given("Katya", "en")
    (True, True, True)
    """
    if _tongue(word, language) == "ru":
        return any(parse.given for parse in russian_parses(folded(word)) if parse.known)
    listed = forms(word, language)
    return any(map(_listed_given, listed)) or _russian_given(listed[0])


def _listed_given(form: str) -> bool:
    return form in table().given or form in _given()


@packs.cached
def _given() -> frozenset[str]:
    return frozenset(map(folded, packs.together("naming.given")))


_ROMANISED = tuple(
    zip(
        "shch zh kh ts ch sh yo yu ya ye a b v g d e z i k l m n o p r s t u f y j".split(),
        "щ ж х ц ч ш е ю я е а б в г д е з и к л м н о п р с т у ф й й".split(),
        strict=True,
    )
)


def _russian_given(word: str) -> bool:
    """Say whether a word in Latin letters is a Russian given name: *Katya*, *Kolya*."""
    if len(word) <= _SHORT + 1 or script_of(word) != "latin":
        return False
    for latin_letters, letter in _ROMANISED:
        word = word.replace(latin_letters, letter)
    return any(p.given and p.known and p.normal == word for p in russian_parses(word))


@lru_cache(maxsize=65_536)
def is_family(word: str, language: str = "") -> bool:
    """Say whether a word can be a family name or patronymic, by a list or by how it ends.

    >>> is_family("Petrovićem", "sr"), is_family("Зиновьевой", "ru"), is_family("Ivanov", "en")
    (True, True, True)
    """
    tongue = _tongue(word, language)
    if tongue == "ru" and any(p.family and p.known for p in russian_parses(folded(word))):
        return True
    listed = forms(word, language)
    names, endings = table().family, _family_endings()
    return any(form in names for form in listed) or any(endings.fullmatch(form) for form in listed)


@packs.cached
def _family_endings() -> re.Pattern[str]:
    return compiled(map(folded, packs.together("naming.family")))


@lru_cache(maxsize=65_536)
def is_word(word: str, language: str = "") -> bool:
    """Say whether what may be a name is an ordinary word as well: *Hope*, *Вера*, *Nada*.

    >>> is_word("Hope", "en"), is_word("Вера", "ru"), is_word("Nada", "sr"), is_word("Jelena", "sr")
    (True, True, True, False)
    """
    plain = folded(latin(word.lower())) if packs.pack(language).also_cyrillic else folded(word)
    if any(form in table().words or form in _words() for form in (plain, *_plural(plain))):
        return True
    if _tongue(word, language) == "ru":
        parses = russian_parses(plain)
        return any(p.known and not (p.given or p.family or p.place) for p in parses)
    return _inflected(word, plain, language)


def _inflected(word: str, plain: str, language: str) -> bool:
    """Say whether a dictionary has a word as a form of another that names nobody."""
    if not packs.pack(language).dictionary or not known_word(word, language):
        return False
    of = folded(lemma(word, language))
    named = _listed_given(of) or of in table().family or of in table().places
    return of != plain and not named


def _plural(word: str) -> tuple[str, ...]:
    return (word[:-1],) if word.endswith("s") else ()


@lru_cache(maxsize=65_536)
def is_small(word: str) -> bool:
    """Say whether a word is one of the small ones of any language, whatever its case."""
    return folded(word) in _small()


@packs.cached
def _small() -> frozenset[str]:
    listed = (*packs.together("stop"), *packs.together("starters"), *packs.together("openers"))
    return frozenset(map(folded, listed))


@packs.cached
def _words() -> frozenset[str]:
    return frozenset(map(folded, packs.together("naming.words"))) | _small()


def in_dictionary(word: str, language: str = "") -> bool:
    """Say whether simplemma's dictionary of a language, which has no small towns, has a word."""
    dictionary = packs.pack(language).dictionary
    return bool(dictionary) and dictionary != "pymorphy3" and known_word(word, language)


@lru_cache(maxsize=65_536)
def is_known(word: str, language: str = "") -> bool:
    """Say whether a dictionary has a word, so that a capital need not make a name of it.

    Only where titles and offices are written with capitals; elsewhere a capital is a name's.
    """
    return base(language) == "en" and known_word(word, language)
