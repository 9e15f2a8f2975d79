"""Count how many people of a study fit all that is told of one: its k.

Whoever is not known to fit does not hide anybody, so a person counts only if their attributes or
their own interviews tell the same. The one who speaks always fits. The more is told, the fewer
fit; k never rises with another quote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from coding.privacy.telling import Fact, FactKind


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a study: what is printed of each, what is known of each, and their ages."""

    labels: Mapping[str, str]
    known: Mapping[str, frozenset[Fact]]
    ages: Mapping[str, tuple[int, int]]

    def fit(self, person: str, told: Iterable[Fact]) -> frozenset[str]:
        """Return who fits a person's label and all that their quotes tell, themselves among them.

        >>> nurse, twins = Fact(FactKind.JOB, "nurse"), Fact(FactKind.FAMILY, "twins")
        >>> known = {"a": frozenset([nurse, twins]), "b": frozenset([nurse]), "c": frozenset()}
        >>> crowd = Crowd(dict.fromkeys("abc", "Female"), known, {})
        >>> [len(crowd.fit("a", told)) for told in ([], [nurse], [nurse, twins])]
        [3, 2, 1]
        """
        wanted = list(told)
        label = self.labels.get(person, "")
        return frozenset(
            other
            for other in self.labels
            if other == person
            or (self.labels[other] == label and all(self.fits(other, fact) for fact in wanted))
        ) | {person}

    def fits(self, person: str, fact: Fact) -> bool:
        """Say whether a person is known to be such; an age fits within the span that is known."""
        if fact in self.known.get(person, ()):
            return True
        if fact.kind is FactKind.AGE and person in self.ages:
            low, high = self.ages[person]
            return low <= int(fact.value) <= high
        return False


def narrowing(crowd: Crowd, person: str, told: Collection[Fact]) -> list[Fact]:
    """Return facts that together narrow as all of them do, those that narrow most first.

    >>> nurse, twins, rent = (Fact(FactKind.FAMILY, v) for v in ("nurse", "twins", "rent"))
    >>> known = {"a": frozenset([nurse, twins, rent]), "b": frozenset([nurse, rent])}
    >>> narrowing(Crowd(dict.fromkeys("ab", ""), known, {}), "a", [nurse, rent, twins])
    [Fact(kind=<FactKind.FAMILY: 'family'>, value='twins')]
    """
    least = len(crowd.fit(person, told))
    chosen: list[Fact] = []
    left = sorted(told)
    while len(crowd.fit(person, chosen)) > least:
        best = min(left, key=lambda fact: (len(crowd.fit(person, [*chosen, fact])), fact))
        chosen.append(best)
        left.remove(best)
    return chosen
