"""Say what a person decided about a file of answers: weights, bases, what counts as missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coding.errors import SurveyError
from coding.model import Absence, Basis
from coding.survey.missing import AbsentAnswer

ANSWER = "answer"
"""What a value is called that counts as an answer, whatever its label or the file says."""

ALL = "*"
"""Stands for all variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was decided about one file; what nothing is said of follows from the file.

    `missing` has variable (or `ALL`) → value, label or range `lo..hi` → absence, None for an
    answer like any other. `joined` has the name of a question with several answers → the
    variables of its options. `kinds` has variable → type. `spellings` joins answers that differ
    in capitals and blanks only. `confirmed`: a person has seen how missing answers are read.
    `prefix` stands before the ids of its questions and figures, since another file had some of
    them.
    """

    weight: str = ""
    strata: str = ""
    cluster: str = ""
    basis: Basis = Basis.ASKED
    missing: Mapping[str, Mapping[str, Absence | None]] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    spellings: bool = False
    confirmed: bool = False
    prefix: str = ""

    def decided(self, variable: str) -> dict[str, Absence | None]:
        """Return what was said of the values of a variable, by value, label or range."""
        return {**self.missing.get(ALL, {}), **self.missing.get(variable, {})}

    def kept(self) -> str | dict[str, Any]:
        """Return this as JSON can hold it: the weight alone where nothing else was decided."""
        if self == Choices(weight=self.weight):
            return self.weight
        return {
            "weight": self.weight,
            "strata": self.strata,
            "cluster": self.cluster,
            "base": str(self.basis),
            "missing": {
                name: {value: str(kind) if kind else ANSWER for value, kind in said.items()}
                for name, said in self.missing.items()
            },
            "joined": {name: list(members) for name, members in self.joined.items()},
            "kinds": dict(self.kinds),
            "spellings": self.spellings,
            "confirmed": self.confirmed,
            "prefix": self.prefix,
        }

    @staticmethod
    def of(kept: object) -> Choices:
        """Return what `kept` has written down, nothing decided for what it has not.

        >>> Choices.of("w") == Choices(weight="w") == Choices.of(Choices(weight="w").kept())
        True
        """
        if not isinstance(kept, Mapping):
            return Choices(weight=str(kept or ""))
        return Choices(
            weight=str(kept.get("weight", "")),
            strata=str(kept.get("strata", "")),
            cluster=str(kept.get("cluster", "")),
            basis=Basis(kept.get("base", Basis.ASKED)),
            missing={
                name: {
                    value: None if kind == ANSWER else Absence(kind) for value, kind in s.items()
                }
                for name, s in kept.get("missing", {}).items()
            },
            joined={name: tuple(members) for name, members in kept.get("joined", {}).items()},
            kinds=dict(kept.get("kinds", {})),
            spellings=bool(kept.get("spellings")),
            confirmed=bool(kept.get("confirmed")),
            prefix=str(kept.get("prefix", "")),
        )


_SAID = re.compile(r"(?P<name>[^=]+)=(?P<values>.*?)(?::(?P<kind>[^:]*))?")


def missing_of(texts: Sequence[str]) -> dict[str, dict[str, Absence | None]]:
    """Read `VAR=VALUES[:KIND]` as one says it on the command line.

    VALUES are values, labels or ranges with commas between, KIND one of `Absence` or `answer`,
    with `_` or `-` for a blank and without an apostrophe if one likes; without one, the values
    are those of people who were not asked. Raises SurveyError.

    >>> missing_of(["vote=66,-9..-1:not_asked", "age=999:dont_know", "own=-1:answer"])
    ... # doctest: +NORMALIZE_WHITESPACE
    {'vote': {'66': <Absence.NOT_ASKED: 'not asked'>, '-9..-1': <Absence.NOT_ASKED: 'not asked'>},
     'age': {'999': <Absence.DONT_KNOW: "don't know">}, 'own': {'-1': None}}
    """
    known: dict[str, Absence | None] = {_plain(kind): kind for kind in Absence}
    known[ANSWER] = None
    made: dict[str, dict[str, Absence | None]] = {}
    for text in texts:
        match = _SAID.fullmatch(text.strip())
        values = [value.strip() for value in (match["values"] if match else "").split(",")]
        if not match or not all(values):
            raise SurveyError(
                f"{text!r} does not say what is missing", "--missing", "Write VAR=66,77:refused."
            )
        kind = _plain(match["kind"]) if match["kind"] is not None else _plain(Absence.NOT_ASKED)
        if kind not in known:
            raise SurveyError(
                f"{match['kind']!r} is no kind of missing answer",
                "--missing",
                f"It is one of {', '.join(known)}.",
            )
        for value in values:
            _check_range(value)
        made.setdefault(match["name"].strip(), {}).update(dict.fromkeys(values, known[kind]))
    return made


def merged(
    before: Mapping[str, Mapping[str, Absence | None]],
    told: Mapping[str, Mapping[str, Absence | None]],
) -> dict[str, dict[str, Absence | None]]:
    """Return what was said before of missing answers, with what is said now put over it."""
    names = dict.fromkeys([*before, *told])
    return {name: {**before.get(name, {}), **told.get(name, {})} for name in names}


def decided_anew(
    choices: Choices, absent: Sequence[AbsentAnswer], counts_as: Sequence[Absence | None]
) -> dict[str, dict[str, Absence | None]]:
    """Return what is said of missing answers once each of `absent` counts as a person has it.

    Nothing is said of those that stay as they are read.
    """
    told: dict[str, dict[str, Absence | None]] = {}
    for answer, kind in zip(absent, counts_as, strict=True):
        if kind is not answer.absence:
            for name in answer.variables:
                told.setdefault(name, {})[answer.label or answer.value] = kind
    return merged(choices.missing, told)


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "_", word.strip().lower().replace("'", "").replace("’", ""))


def _check_range(value: str) -> None:
    low, dots, high = value.partition("..")
    if dots:
        try:
            float(low), float(high)
        except ValueError:
            raise SurveyError(f"{value!r} is no range of numbers", "--missing") from None
