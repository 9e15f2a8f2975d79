"""Make participants of the cases of a foreign project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coding.exchange.plan import level
from coding.model import Participant
from coding.model.exchange import ForeignCase, ForeignProject
from coding.model.listing import first_few
from coding.transcripts.facesheet import ID, PSEUDONYM
from coding.transcripts.incoming import Register, plain, unique

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ComingPeople:
    """The participants with those that come: which source is with whom, which case is who.

    `notes` is what is to be said about them.
    """

    of_source: Mapping[str, str]
    of_case: Mapping[str, str]
    people: list[Participant]
    notes: list[str]


def people_with(before: Sequence[Participant], foreign: ForeignProject) -> ComingPeople:
    """Return what the cases of a foreign project make of the participants.

    A case that is called like somebody here is that person: what is known here stays, what is
    not is filled in. Sources that have attributes of their own and are in no case are cases.
    """
    people = {person.id: person for person in before}
    register = Register(before)
    of_source: dict[str, str] = {}
    of_case: dict[str, str] = {}
    pseudonyms = foreign.own.get("participants", {})
    theirs: set[str] = set()
    notes: list[str] = []
    several: list[str] = []
    by_pseudonym: list[str] = []
    for case in cases_of(foreign):
        name = level(case.name) or "case"
        key = register.find(name) or name
        if key in theirs:  # another case of the file is called so, too
            key = unique(name, theirs)
        theirs.add(key)
        if key in people and plain(key) != plain(name):
            by_pseudonym.append(f"{name} for {key}")
        of_case[case.key] = key
        there = people.get(key, Participant(id=key))
        values = {attribute(n): level(v) for n, v in case.values.items() if level(n)}
        known = {n: v for n, v in there.attributes.items() if v}
        pseudonym = there.pseudonym or str(pseudonyms.get(case.key, {}).get("pseudonym", ""))
        attributes = {**there.attributes, **values, **known}
        people[key] = replace(there, pseudonym=pseudonym, attributes=attributes)
        register.add(people[key])
        for told, value in values.items():
            if known.get(told, value) != value:
                notes.append(
                    f"{key}: {told} is “{known[told]}” here, “{value}” in the file; ours stays."
                )
        for source in case.sources:
            if of_source.setdefault(source, key) != key:
                several.append(f"{foreign.sources_by_key[source].name}: {key}")
    if several:
        notes.append(
            "Please check: some texts belong to several cases; each is with the first of them"
            f" (not with {first_few(several, SHOWN)})."
        )
    if by_pseudonym:
        notes.append(
            "Please check: a case with somebody’s pseudonym here was taken for them:"
            f" {first_few(by_pseudonym, SHOWN)}."
        )
    return ComingPeople(of_source, of_case, list(people.values()), notes)


def known_by_name(told: Sequence[tuple[str, str, str]]) -> list[str]:
    """Say who was taken for somebody here by name alone: text, what they are called, participant.

    >>> known_by_name([("Talk 3", "Vera", "P01")])[0].removeprefix("Please check: ")
    'whoever is called as somebody here was taken for them: in Talk 3, Vera for P01.'
    >>> known_by_name([])
    []
    """
    if not told:
        return []
    whom = [f"in {text}, {label} for {who}" for text, label, who in told]
    return [
        "Please check: whoever is called as somebody here was taken for them:"
        f" {first_few(whom, SHOWN)}."
    ]


def attribute(name: str) -> str:
    """Return what an attribute is called here: two names are those of columns of their own.

    >>> attribute("Age  group"), attribute("Participant")
    ('Age group', 'Participant (attribute)')
    """
    plain = level(name)
    return f"{plain} (attribute)" if plain.casefold() in (ID, PSEUDONYM) else plain


def cases_of(foreign: ForeignProject) -> list[ForeignCase]:
    """Return the cases, those among them that are sources with attributes of their own."""
    cased = {source for case in foreign.cases for source in case.sources}
    return [
        *(
            replace(case, sources=tuple(s for s in case.sources if s in foreign.sources_by_key))
            for case in foreign.cases
        ),
        *(
            ForeignCase(
                key=source.key, name=source.name, values=source.attributes, sources=(source.key,)
            )
            for source in foreign.sources
            if source.attributes and source.key not in cased
        ),
    ]
