"""Find towns in words, and tell how near naming one leads to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.language import names, packs
from coding.language.phrases import alternatives
from coding.model import RiskLevel
from coding.privacy.capitals import Capital, capitals, is_acronym
from coding.privacy.study_names import NameContext

LARGE = 1_000
"""Thousands of people from which a town is like a country: naming it tells hardly anything."""

MIDDLING = 200
"""Thousands of people from which a town narrows down who lives there, but names nobody."""

SHARED = 3
"""People of the study who must speak of a town before it is one of the study's own."""

PORTION = 3
"""It is then the study's own if more than one in so many of its people speak of it."""

SMALL_TOWN_FIRST = 5
"""Thousands of people from which a town is believed at a sentence's beginning."""

LONGEST_TOWN = 3
"""Words of which a town's name consists at most."""


def surely_a_town(town: tuple[str, int], plain: str) -> bool:
    """Say whether a town is one at the beginning of a sentence: as it stands, and no hamlet."""
    return town[1] >= SMALL_TOWN_FIRST and town[0] == plain


def nearness(name: str, thousands: int, around: NameContext) -> tuple[RiskLevel | None, str]:
    """Return how near a town leads to somebody: by its people, and by who of the study is there.

    A level of None is that of a town that leads to nobody.
    """
    spoken, home = around.spoken.get(name, 0), around.homes.get(name, 0)
    if thousands >= LARGE:
        return None, ""
    own = spoken >= SHARED and spoken * PORTION > around.people
    if home > 1 or own:
        return RiskLevel.INFO, "a town that several of the study speak of"
    if thousands >= MIDDLING or home:
        return RiskLevel.WARN, "a town"
    return RiskLevel.STOP, "a small town"


def towns(text: str, language: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name of each town that a text names, large ones too.

    >>> [name for *_, name in towns("From Kikinda to Novi Sad, and on to Moscow", "en")]
    ['kikinda', 'novi sad', 'moscow']
    """
    for group in capitals(text):
        lead = 1 if group[0].first and len(group) > 1 and names.is_small(group[0].word) else 0
        part = group[lead:]
        if len(part) <= LONGEST_TOWN and (town := _town_of(text, part, language)):
            behind = end_of_organisation(text, part[-1].end)
            if not behind or not names.is_open(text[part[0].start : behind], language):
                yield part[0].start, part[-1].end, town


def end_of_organisation(text: str, end: int) -> int:
    """Return where an organisation's name ends of which a town's, up to `end`, is the first word.

    0 where what follows is none: the town alone is a town.

    >>> text = "Levada Centre, the centre of Levada, Levada centre"
    >>> [end_of_organisation(text, m.end()) for m in re.finditer("Levada", text)]
    [13, 0, 0]
    """
    behind = _institution().match(text, end)
    return behind.end() if behind and (text[end] == "-" or behind["is"][0].isupper()) else 0


@packs.cached
def _institution() -> re.Pattern[str]:
    listed = alternatives(packs.together("naming.institutions"))
    return re.compile(rf"[ \u00a0-](?P<is>{listed})(?!\w)", re.I)


def _town_of(text: str, part: list[Capital], language: str) -> str:
    """Return the town that words name, "" where they are a word or a person's name as well."""
    written = text[part[0].start : part[-1].end]
    town = names.place(written, language)
    if town is None or (part[0].first and not surely_a_town(town, names.folded(written))):
        return ""
    if len(part) == 1:
        word = part[0].word
        open_name = names.is_open(word, language) and town[1] < LARGE
        given = names.is_given(word, language) and town[1] < MIDDLING
        if open_name or given or (part[0].first and names.is_word(word, language)):
            return ""
        if is_acronym(word):
            return ""
    return town[0]
