"""Say what is known of those who were interviewed, and whether an attribution fits them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from coding.language import packs
from coding.model import Participant, Transcript, TranscriptInfo
from coding.verify.evidence.study import Study
from coding.verify.reading.attribution import Attribution, read_attribution
from coding.verify.reading.draft import ReadDraft

Ages = tuple[int, int]
"""Youngest and oldest, both included."""


def interviewed(study: Study) -> frozenset[str]:
    """Return the people who were interviewed; all of the study where it is not known who was."""
    return study.interviewed or people_of(study.transcripts) or frozenset(study.participants)


def people_of(transcripts: Iterable[Transcript | TranscriptInfo]) -> frozenset[str]:
    """Return whom interviews are with, and who else of the study speaks in them."""
    listed = list(transcripts)
    speaking = {speaker.participant for t in listed for speaker in t.cast}
    return frozenset(speaking | {t.participant for t in listed}) - {""}


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


def told_by(label: str, labels: Mapping[str, frozenset[str]]) -> Attribution:
    """Return what an attribution tells; one by the study's own scheme names a person.

    >>> labels = {"P1": frozenset({"Teacher from Perm"})}
    >>> told_by("teacher from Perm", labels).person, told_by("teacher from Omsk", labels).person
    (True, False)
    """
    made = read_attribution(label) if label else Attribution()
    return replace(made, person=True, source=False) if bearers(label, labels) else made


def bearers(label: str, labels: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the participants who are labelled so by the study's scheme."""
    wanted = _bare(label)
    fitting = (key for key, known in labels.items() if wanted in {_bare(own) for own in known})
    return frozenset(fitting) if wanted else frozenset()


def others_label(label: str, person: Participant, labels: Mapping[str, frozenset[str]]) -> str:
    """Return how a label is that of others by the study's scheme, `""` if it may be this one's.

    A label that says less than a person's own is no contradiction.

    >>> labels = {"P1": frozenset({"F, 30–39, cook"}), "P2": frozenset({"F, 30–39"})}
    >>> others_label("F, 30-39", Participant(id="P1"), labels)
    ''
    >>> others_label("F, 30–39, cook", Participant(id="P2"), labels)
    'this is the label of others; theirs is “F, 30–39”'
    """
    own = labels.get(person.id, frozenset())
    said = set(_bare(label).split())
    if not own or any(said <= set(_bare(mine).split()) for mine in own):
        return ""
    if not bearers(label, labels):
        return ""
    return f"this is the label of others; theirs is “{sorted(own)[0]}”"


def _bare(label: str) -> str:
    return " ".join(re.sub(r"[\s,;()\[\]]+", " ", re.sub("[‐-―−]", "-", label)).casefold().split())


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


def names_somebody(label: str, study: Study) -> bool:
    """Say whether an attribution has the name of somebody who was interviewed."""
    return bool(label) and any(names(label, person) for person in study.participants.values())


def names_of(reading: ReadDraft, study: Study) -> list[str]:
    """Return how those are called who were interviewed."""

    def gathered() -> list[str]:
        named = {name for p in study.participants.values() for name in (p.pseudonym, p.id)}
        named |= {turn.speaker for transcript in study.transcripts for turn in transcript.turns}
        return sorted(name for name in named if len(name) > 1)

    return reading.once("names", gathered)


def stands_in(name: str, words: str) -> bool:
    """Say whether a name stands in some words as a whole.

    >>> stands_in("Ana", "said Ana."), stands_in("Ana", "said Anastasia.")
    (True, False)
    """
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))
