"""Read whom the label of a quotation names: a person of the study, or a published source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import alternatives

CODE = r"\b[PRI]\s?\d{1,3}\b"
"""How people are numbered in any language: P12, R 3."""

_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b|§")
_PAGED = r"\b(?:19|20)\d\d[a-z]?\s*[:,]\s*(?:pp?\.?\s*)?\d"
_SEVERAL = re.compile(r"&|\bet al\b|\b[^\W\d_]\.|,\s*[^\W\d_]+\s+[^\W\d_]+,|;")
"""In a label: another author, or initials."""
_RANGE = r"[-‐-―−]"


@dataclass(frozen=True, slots=True)
class _Shapes:
    """How labels tell who is meant: patterns made of the language packs."""

    genders: Mapping[str, re.Pattern[str]]
    band: re.Pattern[str]
    open_band: re.Pattern[str]
    years: re.Pattern[str]
    person: re.Pattern[str]
    given: re.Pattern[str]
    source: re.Pattern[str]
    cited: re.Pattern[str]


@packs.cached
def _shapes() -> _Shapes:
    def words(key: str) -> str:
        return alternatives(packs.together(key))

    years = rf"(?=\s*(?:$|[,;)]|{words('ages.years')}))"
    return _Shapes(
        genders={
            "female": re.compile(words("people.women"), re.I),
            "male": re.compile(words("people.men"), re.I),
        },
        band=re.compile(rf"(?<!\d)(\d{{2}})\s*(?:{_RANGE}|{words('ages.to')})\s*(\d{{2}})(?!\d)"),
        open_band=re.compile(rf"(?<!\d)(\d{{2}})\s*(?:\+|{words('ages.older')})"),
        years=re.compile(rf"(?<!\d)(?:{words('ages.aged')}\s+)?(\d{{2}})(?!\d){years}", re.I),
        person=re.compile(rf"{words('people.interviewee_labels')}|{CODE}", re.I),
        given=re.compile(rf"[\W_]*{words('people.given')}(?:\s*[,;]|\s+{_YEAR.pattern})", re.I),
        source=re.compile(rf"{_PAGED}|{words('quoting.organisations')}", re.I),
        cited=re.compile(rf"https?:|www\.|{words('references')}", re.I),
    )


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an attribution tells of a person: `""` and None where it does not."""

    gender: str = ""
    ages: tuple[int, int] | None = None
    person: bool = False
    source: bool = False


def read_attribution(label: str) -> Attribution:
    """Return what an attribution tells.

    >>> read_attribution("Female, 30–39 years old")
    Attribution(gender='female', ages=(30, 39), person=True, source=False)
    >>> read_attribution("Levada Centre, 2023").source, read_attribution("Interviewee 4").person
    (True, True)

    An author with a year is a source, a given name with one is not: unless a page, initials or
    another author stand behind it.

    >>> read_attribution("Weber, 2023").source, read_attribution("Anna, 2023").source
    (True, False)
    >>> read_attribution("Thomas, 2019: 4").source, read_attribution("Thomas, A., 2019").source
    (True, True)
    """
    shapes = _shapes()
    genders = [name for name, shape in shapes.genders.items() if shape.search(label)]
    gender = genders[0] if len(genders) == 1 else ""
    ages: tuple[int, int] | None = None
    if band := shapes.band.search(label):
        ages = (int(band[1]), int(band[2]))
    elif older := shapes.open_band.search(label):
        ages = (int(older[1]), 120)
    elif years := shapes.years.search(label):
        ages = (int(years[1]), int(years[1]))
    if ages and not (10 <= ages[0] <= ages[1]):
        ages = None
    somebody = bool(gender or shapes.person.search(label))
    source = bool(shapes.cited.search(label)) and not gender
    source = source or (bool(shapes.source.search(label)) and not somebody)
    called = bool(shapes.given.match(label)) and not _SEVERAL.search(label)
    source = source or (bool(_YEAR.search(label)) and not somebody and not ages and not called)
    person = not source and (somebody or bool(ages))
    return Attribution(gender, ages, person, source)
