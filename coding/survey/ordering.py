"""Put answers in words in the order of the scale that they are, which no value tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from coding.language import packs
from coding.survey.absence_labels import absence_of, bare

FEWEST_ORDERED = 2
"""So many answers make a scale in words."""

FEWEST_LABELLED = 3
"""So many labelled values make a scale of which a mean can be taken."""

_FIRST_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ ,.\u00a0\u202f'](?=\d{3}(?!\d))")


def in_order(answers: Iterable[str]) -> list[str]:
    """Return answers along their scale, by the numbers in them, else by the alphabet.

    What is no answer, such as "don't know", says nothing about the others and stands last.

    >>> in_order(["Agree", "Don't know", "Strongly agree", "Disagree"])
    ['Strongly agree', 'Agree', 'Disagree', "Don't know"]
    >>> in_order(["10-19", "5-9", "Under 5", "20 or more"]), in_order(["Green", "Blue"])
    (['Under 5', '5-9', '10-19', '20 or more'], ['Blue', 'Green'])
    """
    listed = sorted(answers)
    said = [answer for answer in listed if absence_of(answer) is None]
    none = [answer for answer in listed if absence_of(answer) is not None]
    for places in _scales():
        along = [answer for answer in listed if bare(answer) in places]
        if len({bare(answer) for answer in along}) >= FEWEST_ORDERED and {*along} >= {*said}:
            rest = [answer for answer in none if answer not in along]
            return [*sorted(along, key=lambda answer: places[bare(answer)]), *rest]
    numbers = [_FIRST_NUMBER.search(_THOUSANDS.sub("", answer)) for answer in said]
    if len(said) >= FEWEST_ORDERED and all(numbers):
        begins = {
            answer: (float(number[0].replace(",", ".")), answer[:1].isdigit())
            for answer, number in zip(said, numbers, strict=True)
            if number
        }
        return [*sorted(said, key=begins.__getitem__), *none]
    return listed


def along_a_scale(labels: Sequence[str]) -> bool:
    """Tell whether labels, in the order of their values, go along one scale, whichever way.

    >>> along_a_scale(["Bad", "Fair", "Good"]), along_a_scale(["Bad", "Fair", "Other"])
    (True, False)
    """
    names = [bare(label) for label in labels]
    if len(names) < FEWEST_LABELLED:
        return False
    for places in _scales():
        if all(name in places for name in names):
            order = [places[name] for name in names]
            if order in (sorted(set(order)), sorted(set(order), reverse=True)):
                return True
    return False


@packs.cached
def _scales() -> tuple[Mapping[str, int], ...]:
    """Return the places of the answers of each scale of each language."""
    made = []
    for pack in packs.every():
        for words in pack.missing.scales.values():
            places: dict[str, int] = {}
            for at, word in enumerate(words):
                places.setdefault(bare(word), at)
            made.append(places)
    return tuple(made)
