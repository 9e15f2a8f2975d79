"""Read what words tell of who says them: towns, jobs, family, dates, ages, rare events.

Each thing told is a `Fact` that two may share: *I'm a nurse* and «работаю медсестрой» are one.
A job counts behind *I work as* or *my husband is*, so that a doctor whom somebody went to see is
nobody's job; what is denied is not told. What is meant by each stands in the packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from coding.language import names, negation, numbers, packs
from coding.language.phrases import alternatives
from coding.language.words import base
from coding.privacy.towns import towns


class FactKind(StrEnum):
    """What a fact is about."""

    PLACE = "place"
    JOB = "job"
    KIN_JOB = "job in the family"
    FAMILY = "family"
    DATE = "date"
    AGE = "age"
    EVENT = "event"


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One thing that words tell of a person, the same whoever says it in whatever language."""

    kind: FactKind
    value: str

    def __str__(self) -> str:
        value = self.value.replace("_", " ")
        return f"{self.kind}: {value.title() if self.kind is FactKind.PLACE else value}"


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact with the characters `start` to `end` of a text that tell it."""

    fact: Fact
    start: int
    end: int


DENIED = 3
"""Words before a fact of which none may be a negation."""

ADJECTIVES = 2
"""Words that may stand between *I am a* and the job."""

OLDEST, YOUNGEST = 99, 5
"""Ages that are taken for one's own."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_YEAR = re.compile(r"(?<![\d.,])(?:19[3-9]\d|20[0-4]\d)(?![\d.,]\d|\d)")


@lru_cache(maxsize=8_192)
def facts(text: str, language: str = "") -> tuple[ToldFact, ...]:
    """Return what a text tells of whoever says it, by place.

    >>> told = facts("I work as a nurse in Kikinda. We have twins, I'm 34. I saw a doctor.", "en")
    >>> [str(t.fact) for t in told]
    ['job: nurse', 'place: Kikinda', 'family: twins', 'age: 34']
    >>> [str(t.fact) for t in facts("Я работаю медсестрой. Детей нет, к врачу не хожу.", "ru")]
    ['job: nurse']
    """
    found = [*_places(text, language), *_jobs(text, language), *_listed(text, language)]
    found += [*_dates(text, language), *_ages(text)]
    first: dict[Fact, ToldFact] = {}
    for told in sorted(found, key=lambda told: (told.start, told.end)):
        first.setdefault(told.fact, told)
    return tuple(first.values())


def _places(text: str, language: str) -> Iterator[ToldFact]:
    for start, end, name in towns(text, language):
        yield ToldFact(Fact(FactKind.PLACE, name), start, end)


def _jobs(text: str, language: str) -> Iterator[ToldFact]:
    pattern, of = _phrases_of(FactKind.JOB, base(language))
    for match in pattern.finditer(text):
        lead = text[max(0, match.start() - 60) : match.start()]
        lead = re.split(r"[.!?;\n]", lead)[-1]
        kind = _leads(lead)
        if kind is not None and not _denied(text, match.start(), language):
            yield ToldFact(Fact(kind, of(match[0])), match.start(), match.end())


def _leads(lead: str) -> FactKind | None:
    """Say whose job it is that follows these words: one's own, a relative's, or nobody's."""
    own, kin = _job_leads()
    words = _WORD.findall(lead)
    for between in range(ADJECTIVES + 1):
        skipped = words[len(words) - between :] if between else []
        if any(word.lower() in _small() for word in skipped):
            break
        head = lead
        for word in reversed(skipped):
            head = head[: head.rindex(word)]
        if kin.search(head):
            return FactKind.KIN_JOB
        if own.search(head):
            return FactKind.KIN_JOB if _kin_near().search(head) else FactKind.JOB
    return None


def _listed(text: str, language: str) -> Iterator[ToldFact]:
    for kind in (FactKind.FAMILY, FactKind.EVENT):
        pattern, of = _phrases_of(kind, base(language))
        for match in pattern.finditer(text):
            if not _denied(text, match.start(), language):
                yield ToldFact(Fact(kind, of(match[0])), match.start(), match.end())


def _dates(text: str, language: str) -> Iterator[ToldFact]:
    dated, of = _dated(base(language))
    taken = []
    for match in dated.finditer(text):
        number = match["day"] or match["after"]
        if not number and not match["year"]:
            continue
        taken.append(match.span())
        parts = [match["year"] or "", of(match["month"]).zfill(2), (number or "").zfill(2)]
        told = "-".join(part for part in parts if part.strip("0"))
        yield ToldFact(Fact(FactKind.DATE, told), match.start(), match.end())
    for match in _YEAR.finditer(text):
        if not any(a <= match.start() < b for a, b in taken):
            yield ToldFact(Fact(FactKind.DATE, match[0]), match.start(), match.end())


def _ages(text: str) -> Iterator[ToldFact]:
    counted = [(m.start(), m.end(), int(m[0])) for m in re.finditer(r"(?<!\d)\d{1,2}(?!\d)", text)]
    counted += [(n.start, n.end, int(n.value)) for n in numbers.spelled(text) if not n.decimals]
    before, after = _age_words()
    for start, end, value in counted:
        if YOUNGEST <= value <= OLDEST and before.search(text[max(0, start - 30) : start]):
            bare = re.match(r"\s*(?:[.,;!?…]|$)", text[end:])
            if bare or after.match(text[end : end + 30]):
                yield ToldFact(Fact(FactKind.AGE, str(value)), start, end)


def _denied(text: str, start: int, language: str) -> bool:
    sentence = re.split(r"[.!?;\n]", text[max(0, start - 60) : start])[-1]
    return any(
        negation.denies(word.lower(), language) for word in _WORD.findall(sentence)[-DENIED:]
    )


# --- patterns ----------------------------------------------------------------------------------


class _Groups:
    """Tell by which group of phrases a match was found."""

    def __init__(self, groups: dict[str, list[str]]) -> None:
        self._named = [
            (name, re.compile(alternatives(phrases), re.I)) for name, phrases in groups.items()
        ]

    def __call__(self, words: str) -> str:
        return next((name for name, pattern in self._named if pattern.fullmatch(words)), words)


@packs.cached
def _phrases_of(kind: FactKind, language: str = "") -> tuple[re.Pattern[str], _Groups]:
    """Return a pattern for the phrases of a kind in a language, and what tells their group.

    Those of all languages for one that is not known, or has no pack.
    """
    groups: dict[str, list[str]] = {}
    for pack in _packs_of(language):
        telling = pack.telling
        listed = {
            FactKind.FAMILY: telling.family,
            FactKind.EVENT: telling.events,
            FactKind.DATE: telling.months,
            FactKind.JOB: telling.jobs,
        }[kind]
        for name, phrases in listed.items():
            if name.isascii():
                groups.setdefault(name, []).extend(phrases)
    every = [phrase for phrases in groups.values() for phrase in phrases]
    return re.compile(rf"\b{alternatives(every)}", re.I), _Groups(groups)


def _packs_of(language: str) -> Sequence[packs.Pack]:
    pack = packs.pack(language)
    return [pack] if pack.telling.jobs else packs.every()


@packs.cached
def _dated(language: str) -> tuple[re.Pattern[str], _Groups]:
    """Return a pattern for a month with its day or year, and what tells the month's number."""
    months, of = _phrases_of(FactKind.DATE, language)
    day = r"(?:\b(?P<day>\d{1,2})(?:st|nd|rd|th|\.|-\w+)?\s(?:of\s)?)?"
    dated = (
        rf"{day}(?P<month>{months.pattern})(?:\s(?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?"
        r"(?:,?\s(?:of\s)?(?P<year>(?:19|20)\d\d))?"
    )
    return re.compile(dated, re.I), of


@packs.cached
def _job_leads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    own = alternatives(packs.together("telling.oneself"))
    kin = alternatives(packs.together("telling.kin"))
    link = r"(?:\s*[—–-]|\s[^\W\d_]{1,3}|'s|\s(?:works|worked)\sas)?(?:\s(?:a|an|the))?"
    return re.compile(rf"{own}\s*[—–-]?\s*$", re.I), re.compile(rf"{kin}{link}\s*$", re.I)


@packs.cached
def _kin_near() -> re.Pattern[str]:
    return re.compile(
        rf"{alternatives(packs.together('telling.kin'))}(?:\s[^\W\d_]+){{0,3}}\s*$", re.I
    )


@packs.cached
def _age_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = alternatives(packs.together("telling.ages"))
    after = alternatives(packs.together("ages.years"))
    return re.compile(rf"{before}\s*$", re.I), re.compile(rf"\s*-?\s*{after}", re.I)


@packs.cached
def _small() -> frozenset[str]:
    return frozenset(packs.together("stop"))


def listed_facts(value: str) -> list[Fact]:
    """Return what a value of an attribute tells: a town, a job, a state of the family.

    >>> [str(fact) for fact in listed_facts("Nurse")], [str(f) for f in listed_facts("Novi Sad")]
    (['job: nurse'], ['place: Novi Sad'])
    """
    found = []
    for kind in (FactKind.JOB, FactKind.FAMILY):
        pattern, of = _phrases_of(kind)
        found += [Fact(kind, of(match[0])) for match in pattern.finditer(value)]
    town = names.place(value) or names.place(value, "sr")
    return [*found, *([Fact(FactKind.PLACE, town[0])] if town else [])]
