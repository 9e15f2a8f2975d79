"""Make a label tell less: schemes with wider bands, or an attribute less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coding.errors import CodingError
from coding.model import Participant
from coding.quotes.labels import LabelPart, LabelScheme, folded, read_scheme, shared

WIDER = ("10", "20", "30")
"""Widths of bands that are tried, the finest first."""

Coarser = tuple[str, str, str, int]
"""A scheme, what it changes, the label that it makes, and how many people then bear it."""


def coarser(
    text: str, person: str, people: Sequence[Participant], language: str = ""
) -> list[Coarser]:
    """Return schemes under which more people share a person's label, those that change least first.

    >>> people = [Participant(id=f"P{n}", attributes={"gender": g, "age": a})
    ...           for n, (g, a) in enumerate([("F", "31"), ("F", "38"), ("F", "52"), ("M", "33")])]
    >>> for row in coarser("{gender}, {age} years old", "P0", people):
    ...     print(row)
    ('{gender}, {age|10} years old', 'age in bands of 10', 'F, 30–39 years old', 2)
    ('{gender}, {age|20} years old', 'age in bands of 20', 'F, 20–39 years old', 2)
    ('{gender}, {age|30} years old', 'age in bands of 30', 'F, 30–59 years old', 3)
    ('{gender}', 'without age', 'F', 3)
    """
    now = shared(people, LabelScheme(texts={"": text}), language).get(person)
    if now is None:
        return []
    found: dict[str, Coarser] = {}
    best = now[1]
    for scheme, what in _changed(text, _numbered(people)):
        try:
            label, k = shared(people, LabelScheme(texts={"": scheme}), language)[person]
        except CodingError:
            continue
        if k > best and label and label != now[0] and label not in found:
            found[label] = (scheme, what, label, k)
    return sorted(found.values(), key=lambda row: row[3])


def _numbered(people: Sequence[Participant]) -> frozenset[str]:
    """Return the attributes of which some value has a number, so that bands can hold it."""
    return frozenset(
        folded(name)
        for person in people
        for name, value in person.attributes.items()
        if any(map(str.isdigit, value))
    )


def _changed(text: str, numbered: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield schemes with one thing less, and what it is."""
    parts = read_scheme(text)
    names = [part.name for part in _all(parts) if part.name]
    for name in (name for name in names if name in numbered):
        shown = name.replace("_", " ")
        for width in WIDER:
            yield written(_with_bands(parts, name, width)), f"{shown} in bands of {width}"
    for name in names:
        if len(names) > 1:
            yield written(_without(parts, name)), f"without {name.replace('_', ' ')}"
    for first in names:
        for second in names:
            if first < second and len(names) > 2:
                left = _without(_without(parts, first), second)
                both = f"{first.replace('_', ' ')} and {second.replace('_', ' ')}"
                yield written(left), f"without {both}"


def _all(parts: Sequence[LabelPart]) -> list[LabelPart]:
    return [p for part in parts for p in (part, *_all(part.inside or ()))]


def _with_bands(parts: Sequence[LabelPart], name: str, bands: str) -> tuple[LabelPart, ...]:
    return tuple(
        replace(
            part,
            bands=bands if part.name == name else part.bands,
            inside=None if part.inside is None else _with_bands(part.inside, name, bands),
        )
        for part in parts
    )


def _without(parts: Sequence[LabelPart], name: str) -> tuple[LabelPart, ...]:
    kept = (
        part if part.inside is None else replace(part, inside=_without(part.inside, name))
        for part in parts
        if part.name != name
    )
    return tuple(part for part in kept if part.inside is None or part.inside)


def written(parts: Sequence[LabelPart]) -> str:
    """Write parts as a scheme again.

    >>> written(read_scheme("{job} ({gender}, {age|10} years old)"))
    '{job} ({gender}, {age|10} years old)'
    """
    text = ""
    for part in parts:
        middle = part.after if not part.name and part.inside is None else ""
        after = "" if middle else part.after
        if part.inside is not None:
            middle = written(part.inside)
        elif part.name:
            middle = f"{{{part.name}{f'|{part.bands}' if part.bands else ''}}}"
        text += (part.joint if text else "") + part.before + middle + after
    return re.sub(r"\s+", " ", text).strip()
