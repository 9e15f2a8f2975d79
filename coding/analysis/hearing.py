"""Say who is heard in a report and who is not: by person, by label, by section, by group.

Twelve people are no sample: shares are of quotes, never of people, and who is heard often is
pointed out, not corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.model import Participant
from coding.model.listing import listed

OFTEN = 2.0
"""How many times an even share of the quotes is said to be often."""

FEW = 3
"""Below so many quotes of one person or label nothing is said."""

MOST_VALUES = 8
"""Attributes with more values than this, such as a profession, make no groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteHeard:
    """One quote of a section: the passage, who says it, the label printed with it."""

    passage: tuple[str, int, int]
    person: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Who is heard: how often each person and label, in which sections, and which groups never.

    `people` and `labels` have (name, times), everybody who was interviewed among the former;
    `of_section` (section, its quotes, whose most of them are or "", how many of theirs); `often`
    whom and which labels are quoted more than twice as often as an even share; `missing` groups of
    the people interviewed that nobody quoted is of, as (attribute, value, people in it).
    """

    quotes: int
    people: tuple[tuple[str, int], ...]
    labels: tuple[tuple[str, int], ...]
    of_section: tuple[tuple[str, int, str, int], ...]
    often: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, str, int], ...]


def hearing(
    sections: Mapping[str, Sequence[QuoteHeard]],
    people: Sequence[Participant],
    label_of: Mapping[str, str],
) -> Hearing:
    """Return who is heard in sections (by name), of the people who were interviewed.

    A passage in two sections counts in each, and once in the whole. `label_of` has person → label.
    """
    passages: dict[tuple[str, int, int], QuoteHeard] = {}
    for quotes in sections.values():
        passages.update((told.passage, told) for told in quotes)
    names = {person.id: person.pseudonym or person.id for person in people}
    by_person = Counter(told.person for told in passages.values() if told.person in names)
    by_label = Counter(told.label for told in passages.values() if told.person in names)
    total = by_person.total()
    sharing = Counter(label_of.get(person.id, "") for person in people)
    alone: Mapping[str, int] = {}
    often = [
        (name, times)
        for counted, size in ((by_person, alone), (by_label, sharing))
        for key, times in counted.most_common()
        if times >= FEW and times > OFTEN * total * size.get(key, 1) / len(names)
        if (name := names.get(key, key))
    ]
    return Hearing(
        quotes=len(passages),
        people=tuple((names[key], by_person[key]) for key in names),
        labels=tuple(by_label.most_common()),
        of_section=tuple(_section(name, quotes, names) for name, quotes in sections.items()),
        often=tuple(dict.fromkeys(often)),
        missing=tuple(_missing(people, frozenset(by_person))),
    )


def _section(
    name: str, quotes: Sequence[QuoteHeard], names: Mapping[str, str]
) -> tuple[str, int, str, int]:
    counts = Counter(told.person for told in quotes if told.person in names)
    [(most, times)] = counts.most_common(1) or [("", 0)]
    return name, len(quotes), names.get(most, ""), times


def _missing(people: Sequence[Participant], quoted: frozenset[str]) -> list[tuple[str, str, int]]:
    """Return the groups of two or more people, of an attribute, in which nobody is quoted."""
    found = []
    for attribute in dict.fromkeys(name for person in people for name in person.attributes):
        sizes = Counter(person.attributes.get(attribute, "") for person in people)
        del sizes[""]
        if not 2 <= len(sizes) <= MOST_VALUES:
            continue
        heard = {p.attributes.get(attribute, "") for p in people if p.id in quoted}
        found += [
            (attribute, value, size)
            for value, size in sizes.items()
            if value not in heard and size > 1
        ]
    return found


def lines(hearing: Hearing) -> list[str]:
    """Say it in sentences: who is quoted often, who never, which groups are missing.

    >>> told = Hearing(quotes=4, people=(("Vera", 4), ("Oleg", 0)), labels=(("Woman", 4),),
    ...     of_section=(("Streets", 4, "Vera", 4),), often=(("Vera", 4),),
    ...     missing=(("gender", "Male", 2),))
    >>> for line in lines(told):
    ...     print(line)
    All 4 quotes are by Vera.
    Nobody quotes Oleg yet.
    Nobody of gender Male is quoted (2 people).
    """
    if not hearing.quotes:
        return []
    whose = dict(hearing.people)
    loud = {times for who, times in hearing.often if who in whose}
    said = [
        _of_all(times, hearing.quotes) + (f"by {who}." if who in whose else f"labelled “{who}”.")
        for who, times in hearing.often
        if who in whose or times not in loud  # a label that only one of them bears
    ]
    silent = [name for name, times in hearing.people if not times]
    if silent:
        said.append(f"Nobody quotes {listed(silent, last='or')} yet.")
    for attribute, value, size in hearing.missing:
        said.append(f"Nobody of {attribute.replace('_', ' ')} {value} is quoted ({size} people).")
    for section, quotes, most, times in hearing.of_section:
        if quotes >= FEW and 2 * times > quotes and (most, whose[most]) not in hearing.often:
            said.append(f"In {section}, {_of_all(times, quotes).lower()}by {most}.")
    return said


def _of_all(times: int, quotes: int) -> str:
    return f"{f'All {quotes}' if times == quotes else f'{times} of {quotes}'} quotes are "
