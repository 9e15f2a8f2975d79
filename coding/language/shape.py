"""Say what a pack of words holds: each key of its file as a field.

`packs/en.yaml` explains every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Phrases = tuple[str, ...]
"""Words or phrases in small letters, as `coding.language.phrases` reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier:
    """Phrases that stand for a share: from `low` to `high` per cent.

    `strict` bounds are definitions. `exact` is the share that a fraction names, None for other
    words. With `only_of` it counts only before people or "of", with `hedged_only` only behind a
    hedge ("almost all"); it is something else after or before the words of `not_after` and
    `not_before`.
    """

    words: Phrases
    low: float
    high: float
    strict: bool = False
    exact: float | None = None
    only_of: bool = False
    hedged_only: bool = False
    not_after: Phrases = ()
    not_before: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Phrases of which numbers are spelled, besides those of the CLDR's rule sets `spelling`."""

    spelling: Phrases = ()
    and_: Phrases = field(default=(), metadata={"key": "and"})
    point: Phrases = ()
    whole: Phrases = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    more: Mapping[str, float] = field(default_factory=dict)
    not_: Phrases = field(default=(), metadata={"key": "not"})
    counting: Phrases = ()
    large: Mapping[str, Phrases] = field(default_factory=dict)
    groups: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What stands behind a number."""

    percent: Phrases = ()
    points: Phrases = ()
    bare_points: Phrases = ()
    pointing: Phrases = ()
    led: Phrases = ()
    shares: Phrases = ()
    scales: Phrases = ()
    others: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedges:
    """What stands before a number: above it, below it, up to it, about it, or no more than it."""

    exact: Phrases = ()
    over: Phrases = ()
    under: Phrases = ()
    nearly: Phrases = ()
    about: Phrases = ()
    between: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What a number is called that is no share."""

    mean: Phrases = ()
    median: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What joins the numbers of a list."""

    joins: Phrases = ()
    before: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fractions:
    """Phrases of which fractions are made: half, two thirds, every fifth, three out of four.

    Those of `alone`, `parts`, `ordinals`, `of_people` stand under the number they divide by.
    """

    alone: Mapping[str, Phrases] = field(default_factory=dict)
    parts: Mapping[str, Phrases] = field(default_factory=dict)
    one: Phrases = ()
    every: Phrases = ()
    ordinals: Mapping[str, Phrases] = field(default_factory=dict)
    of_people: Mapping[str, Phrases] = field(default_factory=dict)
    out_of: Phrases = ()
    few: Phrases = ()
    not_after: Phrases = ()
    not_before: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Phrases for ratios; those of `alone` and `more` stand under how many times they say."""

    alone: Mapping[str, Phrases] = field(default_factory=dict)
    more: Mapping[str, Phrases] = field(default_factory=dict)
    to_one: Phrases = ()
    as_many: Phrases = ()
    again: Phrases = ()
    before: Phrases = ()
    several: Phrases = ()
    twice: Phrases = ()
    thrice: Phrases = ()
    times: Phrases = ()
    as_: Phrases = field(default=(), metadata={"key": "as"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claiming:
    """Phrases by which a sentence tells what its numbers state, and how answers are graded."""

    earlier: Phrases = ()
    comparing: Phrases = ()
    changes: Phrases = ()
    leads: Phrases = ()
    strong: Phrases = ()
    weak: Phrases = ()
    middle: Phrases = ()
    none: Phrases = ()
    aside: Phrases = ()
    just_named: Phrases = ()
    together: Phrases = ()
    now: Phrases = ()
    began: Phrases = ()
    never: Phrases = ()
    pro: Phrases = ()
    contra: Phrases = ()
    respectively: Phrases = ()
    lowest: Phrases = ()
    highest: Phrases = ()
    between: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How answers are named that are just that."""

    yes: Phrases = ()
    no: Phrases = ()
    dont_know: Phrases = ()
    refused: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """How the files of surveys label what is no answer, by why there is none."""

    not_asked: Phrases = ()
    refused: Phrases = ()
    dont_know: Phrases = ()
    no_answer: Phrases = ()
    unclear: Phrases = ()
    aside: Phrases = ()
    joins: Phrases = ()
    marked: Phrases = ()
    unmarked: Phrases = ()
    weights: Phrases = ()
    bodies: Phrases = ()
    scales: Mapping[str, Phrases] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Phrases for those whom a survey asked or who were interviewed, and what leads to them."""

    respondents: Phrases = ()
    kinds: Phrases = ()
    replies: Phrases = ()
    does: Phrases = ()
    beside: Phrases = ()
    things: Phrases = ()
    against: Phrases = ()
    pronouns: Phrases = ()
    whoever: Phrases = ()
    groups: Phrases = ()
    interviewees: Phrases = ()
    interviewee_labels: Phrases = ()
    given: Phrases = ()
    counted: Phrases = ()
    women: Phrases = ()
    men: Phrases = ()
    among: Phrases = ()
    of: Phrases = ()
    out_of: Phrases = ()
    than: Phrases = ()
    who: Phrases = ()
    which: Phrases = ()
    subjects: Phrases = ()
    share: Phrases = ()
    age: Phrases = ()
    gender: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """Phrases about how old somebody is."""

    years: Phrases = ()
    older: Phrases = ()
    to: Phrases = ()
    aged: Phrases = ()
    before: Phrases = ()
    beyond: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """Phrases that part clauses, and words that lead to a figure."""

    joins: Phrases = ()
    leads: Phrases = ()
    of_whom: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Phrases for what people did, apart from what they think."""

    done: Phrases = ()
    auxiliaries: Phrases = ()
    between: Phrases = ()
    not_done: Phrases = ()
    past: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting:
    """Phrases by which a report tells whom it quotes: somebody interviewed, or another source."""

    says: Phrases = ()
    writes: Phrases = ()
    organisations: Phrases = ()
    following: Phrases = ()
    persons: Phrases = ()
    beside: Phrases = ()
    asked: Phrases = ()
    elisions: Phrases = ()
    styles: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """What speakers are called in transcripts; the short ones are ordinary words as well."""

    asks: Phrases = ()
    answers: Phrases = ()
    neutral: Phrases = ()
    between: Phrases = ()
    asks_short: Phrases = ()
    answers_short: Phrases = ()
    neutral_short: Phrases = ()
    beside: Phrases = ()
    pairs: Phrases = ()
    rows: Mapping[str, Phrases] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Headings of a table's columns; `identifying` ones hold what leads to a person.

    From `document` to `note` of tables with codings, from `definition` on of codebooks.
    """

    speaker: Phrases = ()
    speaking: Phrases = ()
    words: Phrases = ()
    begin: Phrases = ()
    finish: Phrases = ()
    tags: Phrases = ()
    person: Phrases = ()
    identifying: Phrases = ()
    pseudonym: Phrases = ()
    document: Phrases = ()
    quote: Phrases = ()
    code: Phrases = ()
    below: Phrases = ()
    group: Phrases = ()
    coder: Phrases = ()
    start: Phrases = ()
    end: Phrases = ()
    created: Phrases = ()
    note: Phrases = ()
    definition: Phrases = ()
    include: Phrases = ()
    exclude: Phrases = ()
    example: Phrases = ()
    color: Phrases = ()
    level: Phrases = ()
    key: Phrases = ()
    counted: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Names that lead to somebody, how their cases end, and what stands beside them."""

    endings: Phrases = ()
    bases: Phrases = ()
    given: Phrases = ()
    family: Phrases = ()
    public: Phrases = ()
    words: Phrases = ()
    called: Phrases = ()
    holy: Phrases = ()
    streets: Phrases = ()
    organisations: Phrases = ()
    names_of_organisations: Phrases = ()
    institutions: Phrases = ()
    employed: Phrases = ()
    numbered: Phrases = ()
    contacts: Phrases = ()
    identities: Phrases = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTelling:
    """What words tell of who says them; what has one name in several languages is one thing."""

    oneself: Phrases = ()
    kin: Phrases = ()
    jobs: Mapping[str, Phrases] = field(default_factory=dict)
    family: Mapping[str, Phrases] = field(default_factory=dict)
    events: Mapping[str, Phrases] = field(default_factory=dict)
    places: Phrases = ()
    ages: Phrases = ()
    months: Mapping[str, Phrases] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that is known about the words of one language; `packs/en.yaml` explains each field."""

    language: str
    name: str = ""
    also: Phrases = ()
    scripts: Phrases = ()
    also_cyrillic: bool = False
    dictionary: str = ""
    stemmer: str = ""
    letters: Phrases = ()
    common: Phrases = ()
    stop: Phrases = ()
    negations: Phrases = ()
    no_denials: Phrases = ()
    turns: Phrases = ()
    denying_beginnings: Phrases = ()
    adverbs: Phrases = ()
    opposites: Mapping[str, str] = field(default_factory=dict)
    fillers: Phrases = ()
    sounds: Phrases = ()
    sentence_starters: Phrases = ()
    abbreviations: Phrases = ()
    closing: Phrases = ()
    numbering: Phrases = ()
    numbers: Numbers = Numbers()
    units: Units = Units()
    hedges: Hedges = Hedges()
    statistics: Statistics = Statistics()
    labels: Phrases = ()
    prefixes: Phrases = ()
    lists: Lists = Lists()
    quantifiers: tuple[Quantifier, ...] = ()
    fractions: Fractions = Fractions()
    times: Times = Times()
    claims: Claiming = Claiming()
    totals: Phrases = ()
    overall: Phrases = ()
    answers: Answers = Answers()
    missing: Missing = Missing()
    people: People = People()
    ages: Ages = Ages()
    whole: Phrases = ()
    clauses: Clauses = Clauses()
    rest: Phrases = ()
    surveys: Phrases = ()
    sources: Phrases = ()
    titles: Phrases = ()
    references: Phrases = ()
    quoting: Quoting = Quoting()
    namely: Phrases = ()
    opinion: Phrases = ()
    acts: Acts = Acts()
    asks_acts: Phrases = ()
    speakers: Speakers = Speakers()
    forms: Phrases = ()
    openers: Phrases = ()
    starters: Phrases = ()
    particles: Phrases = ()
    columns: Columns = Columns()
    naming: Naming = Naming()
    telling: SelfTelling = SelfTelling()
