"""Find in words what could tell who somebody is, and tell it from names of nobody.

A capital inside a sentence is evidence of a name; at its beginning only a word that is nothing but
a name counts. What a name is, the table and packs say (`coding.language.names`) and what stands
around it: *my name is*, *I work at*. Countries, capitals, public figures and brands lead to nobody.
A name of nobody knows what is only to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from coding.language import names, packs
from coding.language.phrases import alternatives
from coding.model import RiskKind, RiskLevel
from coding.privacy.addresses import addresses, employers
from coding.privacy.capitals import NEAR, Capital, capitals, is_acronym
from coding.privacy.signs import signs
from coding.privacy.study_names import NameContext
from coding.privacy.towns import (
    LONGEST_TOWN,
    MIDDLING,
    end_of_organisation,
    nearness,
    surely_a_town,
)

_BRACKETED = re.compile(r"\[[^\[\]\n]*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """Characters `start` to `end` of a text that could tell readers who somebody is, and why."""

    start: int
    end: int
    words: str
    kind: RiskKind
    level: RiskLevel
    why: str
    instead: str = ""


NOTHING_KNOWN = NameContext()


def find(text: str, language: str = "", around: NameContext = NOTHING_KNOWN) -> list[Identifier]:
    """Return what in a text could tell who somebody is, by place; none overlaps another.

    What stands in square brackets is the editor's, and names nobody.

    >>> told = find("My brother Zoran lives in Kikinda, in Serbia.", "en")
    >>> [(identifier.words, str(identifier.kind)) for identifier in told]
    [('Zoran', 'name'), ('Kikinda', 'place')]
    >>> find("We use Zoom and Telegram; Putin is in Moscow. Hope dies last.", "en")
    []
    """
    spared = [match.span() for match in _BRACKETED.finditer(text)]
    taken: list[Identifier] = []

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in spared) and not any(
            i.start < end and start < i.end for i in taken
        )

    for identifier in _candidates(text, language, around):
        if free(identifier.start, identifier.end):
            taken.append(identifier)
    return sorted(taken, key=lambda identifier: identifier.start)


def _candidates(text: str, language: str, around: NameContext) -> Iterator[Identifier]:
    """Yield what may identify, the surest kinds first."""
    for start, end, kind, name in signs(text):
        yield _made(text, start, end, kind, RiskLevel.STOP, name)
    groups = list(capitals(text))
    for group in groups:
        yield from _secrets(text, group, around)
    for start, end in addresses(text, language):
        yield _made(text, start, end, RiskKind.ADDRESS, RiskLevel.STOP, "an address")
    for start, end, public in employers(text, language):
        level = RiskLevel.WARN if public else RiskLevel.STOP
        yield _made(text, start, end, RiskKind.EMPLOYER, level, "where somebody works or studies")
    for group in groups:
        yield from _named(text, group, language, around)


def _made(
    text: str, start: int, end: int, kind: RiskKind, level: RiskLevel, why: str
) -> Identifier:
    return Identifier(
        start=start,
        end=end,
        words=text[start:end],
        kind=kind,
        level=level,
        why=why,
        instead=INSTEAD.get(kind, "[…]"),
    )


INSTEAD = {
    RiskKind.NAME: "[name]",
    RiskKind.PLACE: "[a town]",
    RiskKind.EMPLOYER: "[a workplace]",
    RiskKind.CONTACT: "[contact]",
    RiskKind.ADDRESS: "[an address]",
    RiskKind.NUMBER: "[number]",
    RiskKind.UNCLEAR: "[name]",
}
"""What is proposed in place of an identifier; a person writes what fits better."""


def _secrets(text: str, group: list[Capital], around: NameContext) -> Iterator[Identifier]:
    for token in group:
        if around.secrets.intersection(names.forms(token.word, "")) or around.secrets.intersection(
            names.forms(token.word, "sr")
        ):
            yield _made(
                text,
                token.start,
                token.end,
                RiskKind.NAME,
                RiskLevel.STOP,
                "a name that the study’s own files hide",
            )


def _named(
    text: str, group: list[Capital], language: str, around: NameContext
) -> Iterator[Identifier]:
    """Yield what a group of capitalised words names: the longest names first."""
    whole = text[group[0].start : group[-1].end]
    if len(group) > 1 and names.is_open(whole, language):
        return
    at = 1 if group[0].first and _only_begins(group[0].word, language) else 0
    if _holy().search(text[max(0, group[0].start - NEAR) : group[min(1, len(group) - 1)].start]):
        return
    while at < len(group):
        for size in range(min(LONGEST_TOWN, len(group) - at), 0, -1):
            part = group[at : at + size]
            start, end = part[0].start, part[-1].end
            if _begins_open(text, start, end, language):
                break
            told = _told(text[start:end], part, language, around)
            if told is None:
                continue
            kind, level, why = told
            if kind is RiskKind.PLACE and (behind := end_of_organisation(text, end)):
                size += sum(end < token.start < behind for token in group[at + size :])
                if level is None or names.is_open(text[start:behind], language):
                    break
                named = "an organisation with a town’s name"
                yield _made(text, start, behind, RiskKind.EMPLOYER, level, named)
                # Where that overlaps what was found before it, the town is told still.
            if level is not None:
                yield _made(text, start, end, kind, level, why)
            break
        else:
            size = 1
        at += size


_Told = tuple[RiskKind, RiskLevel | None, str]


def _told(written: str, part: list[Capital], language: str, around: NameContext) -> _Told | None:
    """Return what one to three words name; a level of None for what names nobody."""
    first = part[0]
    if names.is_open(written, language) or _public_figure(part, language):
        return RiskKind.NAME, None, ""
    if len(part) == 1:
        return _one_word(first, language, around)
    person = _person(part, language)
    if person and not (first.first and names.is_word(first.word, language) and len(part) < 2):
        if all(names.folded(t.word) in around.pseudonyms for t in part):
            return RiskKind.NAME, None, ""
        return RiskKind.NAME, RiskLevel.STOP, "somebody’s name"
    town = names.place(written, language)
    if town:
        return RiskKind.PLACE, *nearness(*town, around)
    return None


_NEXT = re.compile(r" [^\W\d_]+")


def _begins_open(text: str, start: int, end: int, language: str) -> bool:
    """Say whether words with the next one or two, in small letters, lead to nobody: *New year*."""
    for _ in range(2):
        match = _NEXT.match(text, end)
        if match is None:
            return False
        end = match.end()
        if names.is_open(text[start:end], language):
            return True
    return False


def _only_begins(word: str, language: str) -> bool:
    """Say whether a word has its capital only since a sentence begins with it."""
    return names.is_small(word) or (
        names.is_word(word, language) and not names.is_given(word, language)
    )


@packs.cached
def _holy() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(packs.together('naming.holy'))}\s$", re.I)


def _public_figure(part: list[Capital], language: str) -> bool:
    """Say whether a public name stands with given names or initials: *Alexander Pushkin*."""
    public = [names.is_public(t.word, language) for t in part]
    beside = (len(t.word) == 1 or names.is_given(t.word, language) for t in part)
    return (
        len(part) > 1 and any(public) and all(p or b for p, b in zip(public, beside, strict=True))
    )


def _person(part: list[Capital], language: str) -> bool:
    """Say whether two or three words are a person's name."""
    given = [len(t.word) > 1 and names.is_given(t.word, language) for t in part]
    family = [names.is_family(t.word, language) for t in part]
    initial = [len(t.word) == 1 for t in part]
    opened = any(names.is_open(t.word, language) for t in part)
    if opened:
        return False
    return any(
        (given[a] and (family[b] or given[b] or initial[b] or not _ordinary(part[b], language)))
        or (family[a] and given[b])
        or (initial[a] and family[b])
        for a, b in pairwise(range(len(part)))
    )


def _ordinary(token: Capital, language: str) -> bool:
    return names.is_word(token.word, language)


def _one_word(token: Capital, language: str, around: NameContext) -> _Told | None:
    word = token.word
    plain = names.folded(word)
    if len(word) < 2 or plain in around.pseudonyms:
        return RiskKind.NAME, None, ""
    if is_acronym(word):
        return RiskKind.NAME, None, ""
    common = names.is_word(word, language)
    if token.first and (common or plain in around.small):
        return RiskKind.NAME, None, ""
    town = names.place(word, language)
    if names.is_given(word, language) and not (town and town[1] >= MIDDLING):
        return RiskKind.NAME, RiskLevel.STOP, "somebody’s name"
    if town and (
        not token.first or (surely_a_town(town, plain) and not names.in_dictionary(word, language))
    ):
        level, why = nearness(*town, around)
        doubtful = common and level is RiskLevel.STOP
        return RiskKind.PLACE, RiskLevel.WARN if doubtful else level, why
    if token.first:
        return RiskKind.NAME, None, ""
    if plain in around.small:
        return RiskKind.NAME, None, ""
    if names.is_family(word, language) and not common:
        return RiskKind.NAME, RiskLevel.STOP, "a family name"
    if common or names.is_known(word, language):
        return RiskKind.NAME, None, ""
    return RiskKind.UNCLEAR, RiskLevel.WARN, "a name of somebody or something"
