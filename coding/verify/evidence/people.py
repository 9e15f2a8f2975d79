"""Say what is known of those who were interviewed, and whether an attribution fits them."""

from __future__ import annotations

import re

from coding.language import packs
from coding.model import Participant
from coding.verify.reading.quoted import Attribution, read_attribution

Ages = tuple[int, int]
"""Youngest and oldest, both included."""


def known(person: Participant) -> tuple[str, Ages | None]:
    """Return a participant's gender and ages, `""` and None where they are not known.

    >>> known(Participant(id="P1", attributes={"Gender": "Female", "age_band": "30-39"}))
    ('female', (30, 39))
    """
    told = {key.strip().casefold(): value for key, value in person.attributes.items()}
    genders, bands = packs.together("people.gender"), packs.together("people.age")
    gender = next((read_attribution(told[k]).gender for k in genders if told.get(k)), "")
    ages = next((read_attribution(told[k]).ages for k in bands if told.get(k)), None)
    return gender, ages


def contradiction(label: Attribution, person: Participant) -> str:
    """Return how a label contradicts what is known of a participant, `""` if it does not."""
    gender, ages = known(person)
    if label.gender and gender and label.gender != gender:
        return f"the label says {label.gender}, the participant is {gender}"
    if label.ages and ages and (label.ages[0] > ages[1] or label.ages[1] < ages[0]):
        return f"the label says {band(label.ages)}, the participant is {band(ages)}"
    return ""


def names(label: str, person: Participant) -> bool:
    """Say whether an attribution has a participant's id or pseudonym as a word of its own."""
    return any(
        name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", label)
        for name in (person.id, person.pseudonym)
    )


def band(ages: Ages) -> str:
    """Return ages as they are printed.

    >>> band((30, 39)), band((34, 34))
    ('30–39', '34')
    """
    return f"{ages[0]}–{ages[1]}" if ages[0] != ages[1] else str(ages[0])
