"""Tell a person in sentences what identifies somebody, and what quotes tell together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coding.model import Advice, AdviceKind, Disclosure, RiskKind, RiskLevel
from coding.privacy.crowd import Crowd, narrowing
from coding.privacy.identifiers import Identifier
from coding.privacy.telling import Fact

LISTED = 6
"""Facts of a profile that are told at most."""

HINTS = {
    RiskKind.NAME: "Replace the name, or say that it leads to nobody.",
    RiskKind.PLACE: "Replace it by a region, such as [a town in the north].",
    RiskKind.EMPLOYER: "Replace it by a kind of workplace, such as [a hospital].",
    RiskKind.UNCLEAR: "Look whether it leads to somebody.",
}


def identified(identifier: Identifier, text: str, *, where: str, of: int) -> Disclosure:
    """Return what an identifier in a text gives away, to be told where it stands."""
    return Disclosure(
        level=identifier.level,
        kind=identifier.kind,
        where=f"{where}: “{_excerpt(text, identifier.start, identifier.end)}”",
        what=f"“{identifier.words}”, {identifier.why}",
        k=1,
        of=of,
        hint=HINTS.get(identifier.kind, "Replace it, or leave it out."),
        words=identifier.words,
        advice=(
            Advice(
                kind=AdviceKind.REPLACE,
                text=f"print {identifier.instead} instead",
                value=identifier.instead,
            ),
        ),
    )


def profile(
    crowd: Crowd,
    person: str,
    told: Mapping[Fact, str],
    quotes: int,
    label: str,
    floor: int,
) -> Disclosure | None:
    """Return what one person's quotes tell together, None unless words make fewer fit.

    `told` has by fact the coding that tells it.
    """
    by_label, k = len(crowd.fit(person, ())), len(crowd.fit(person, told))
    if k >= floor or k >= by_label:
        return None
    telling = narrowing(crowd, person, told)
    telling += [
        f for f in sorted(told) if f not in telling and len(crowd.fit(person, [f])) < by_label
    ]
    listed = "; ".join(map(str, telling[:LISTED]))
    of = len(crowd.labels)
    blurred = blurring(crowd, person, told, floor)
    hint = f"Leave out or blur {' and '.join(map(str, blurred))}."
    return Disclosure(
        level=RiskLevel.WARN,
        kind=RiskKind.PROFILE,
        where=f"{quotes} quotes of {person}" if quotes > 1 else f"quote of {person}",
        what=f"{f'“{label}” with ' if label else ''}{listed} fits {k} of {of} people",
        k=k,
        of=of,
        hint=hint,
        coding=told[telling[0]],
        participant=person,
        facts=tuple(map(str, telling)),
        advice=(
            Advice(
                kind=AdviceKind.SPLIT,
                text="print some of these quotes without a label, so that nobody joins them",
            ),
        ),
    )


def blurring(crowd: Crowd, person: str, told: Iterable[Fact], floor: int) -> list[Fact]:
    """Return few facts without which so many people fit as the floor asks for, or the label does.

    Those that let in most people are taken first, one by one; a smaller set may exist.
    """
    left, taken = set(told), list[Fact]()
    enough = min(floor, len(crowd.fit(person, ())))
    while left and len(crowd.fit(person, left)) < enough:
        best = max(sorted(left), key=lambda fact: len(crowd.fit(person, left - {fact})))
        if len(crowd.fit(person, left - {best})) == len(crowd.fit(person, left)):
            best = min(sorted(left), key=lambda fact: len(crowd.fit(person, [fact])))
        taken.append(best)
        left.remove(best)
    return taken


def _excerpt(text: str, start: int, end: int, near: int = 32) -> str:
    """Return some words around a place, on one line."""
    before, after = text[max(0, start - near) : start], text[end : end + near]
    before = before.partition(" ")[2] if start > near else before
    after = after.rpartition(" ")[0] if end + near < len(text) else after
    cut = ("…" if start > near else "", "…" if end + near < len(text) else "")
    return " ".join(f"{cut[0]}{before}{text[start:end]}{after}{cut[1]}".split())
