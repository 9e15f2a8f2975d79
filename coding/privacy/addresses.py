"""Find addresses, and where somebody works or studies, by the words that stand beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.language import names, packs
from coding.language.phrases import alternatives
from coding.language.words import base
from coding.privacy.capitals import WORD

_QUOTED = r"[\"“”„«‘]\s?(?:[^\"“”„»«‘’\n]{2,40})[\"”“»’]"


def addresses(text: str, language: str = "") -> Iterator[tuple[int, int]]:
    """Yield start and end of each street's name with the house behind it; they may overlap.

    What kinds of streets there are stands in the language's pack.

    >>> text = "We lived in Maple Street 14, off a street with shops."
    >>> [text[start:end] for start, end in addresses(text, "en")]
    ['Maple Street 14']
    """
    language = base(language)
    for pattern in _streets(language):
        for match in pattern.finditer(text):
            if not names.is_public(match["is"], language):
                yield match.span("is")


_CAPITALS = "".join(sign for sign in map(chr, range(0x41, 0x530)) if sign.isupper())
_CAPITALISED = rf"[{_CAPITALS}][^\W\d_]*"
_NAME = rf"{_CAPITALISED}(?:[ -]{_CAPITALISED}){{0,3}}"


@packs.cached
def _streets(language: str) -> tuple[re.Pattern[str], ...]:
    street = alternatives(packs.of("naming.streets", language))
    before, behind = rf"\b(?i:{street})", f"(?=[{_CAPITALS}])(?i:{street})"
    house = r"(?:,?\s(?:(?i:no|br|d|д|№)\.?\s?)?\d{1,4}\s?\w?\b)?"
    return (
        re.compile(rf"(?P<is>{before}\s{_CAPITALISED}(?:\s[^\W\d_]+){{0,2}},?\s\d{{1,4}}\w?\b)"),
        re.compile(rf"(?P<is>{before}[ ]{_CAPITALISED}{house})"),
        re.compile(
            rf"(?P<is>(?:\d{{1,4}}\s)?{_CAPITALISED}(?:\s{_CAPITALISED})?\s{behind}{house})(?!\w)"
        ),
    )


def employers(text: str, language: str = "") -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each place of work or study, and whether everybody knows it.

    One that has no name but its kind, or is but a town or a country, leads to nobody. A place
    may come more than once, and they may overlap.

    >>> text = "I work at Orbit. I worked at Google, and at a bakery in Serbia."
    >>> [(text[start:end], known) for start, end, known in employers(text, "en")]
    [('Orbit', False), ('Google', True)]
    """
    for pattern in _workplaces(base(language)):
        for match in pattern.finditer(text):
            start, end = _trimmed(text, *match.span("is"))
            if start < end and not _only_open(text[start:end], language):
                bare = text[start:end].strip('"“”„«»‘’')
                yield start, end, names.is_open(bare, language)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:"):
        end -= 1
    return start, end


def _only_open(written: str, language: str) -> bool:
    """Say whether a place of work is a town or country, or has no name but its kind."""
    if names.folded(written) in names.table().open:
        return True
    if names.place(written, language) and not names.is_public(written, language):
        return True
    named = [word for word in WORD.findall(written) if word[0].isupper()]
    kind = _kinds_of_places()
    return (
        bool(named)
        and not re.search(r"\d|[«»„“”\"]", written)
        and all(
            names.is_small(word) or names.folded(word) in names.table().open or kind.fullmatch(word)
            for word in named
        )
    )


@packs.cached
def _kinds_of_places() -> re.Pattern[str]:
    listed = (
        *packs.together("naming.organisations"),
        *packs.together("naming.names_of_organisations"),
    )
    return re.compile(alternatives(listed), re.I)


@packs.cached
def _workplaces(language: str) -> tuple[re.Pattern[str], ...]:
    employed = rf"\b(?i:{alternatives(packs.of('naming.employed', language))})"
    kind = rf"\b(?i:{alternatives(packs.of('naming.organisations', language))})"
    within = f"(?i:{alternatives(packs.of('naming.names_of_organisations', language))})"
    number = f"(?:(?i:{alternatives(packs.of('naming.numbered', language))})\\s?)"
    article = r"(?:(?i:the|a|an|our|my|this|called)\s){0,2}"
    words = r"(?:[^\W\d_]+\s){0,2}"
    return (
        re.compile(rf"(?P<is>{kind}\s(?:[^\W\d_]+\s)?{_QUOTED})"),
        re.compile(rf"(?P<is>{kind}\s{number}\d{{1,4}}\b)"),
        re.compile(rf"(?P<is>{kind}\s(?:(?i:called|named|of)\s)?{_NAME})"),
        re.compile(rf"(?P<is>{_NAME}\s(?:&\s|and\s)?(?=[{_CAPITALS}]){within})(?!\w)"),
        re.compile(rf"{employed}\s{article}{words}(?P<is>{_QUOTED})"),
        re.compile(rf"{employed}\s{article}(?P<is>{_NAME})"),
    )
