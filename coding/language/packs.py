"""Read what is known about the words of a language, one file for each: its pack.

A pack is data that anybody may add to; `packs/en.yaml` says what each of its keys means. What
loops over languages asks here, so that a new language is a new file and no change of a module.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from coding.errors import LanguageError

Words = tuple[str, ...]
"""Words or phrases in small letters, as `phrases` reads them."""

P = ParamSpec("P")
R = TypeVar("R")

HOME = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier:
    """Words that stand for a share: from `low` to `high` per cent.

    `strict` bounds are definitions. `exact` is the share that a fraction names, None for other
    words. With `only_of` it counts only before people or "of", with `hedged_only` only behind a
    hedge ("almost all"); it is something else after or before the words of `not_after` and
    `not_before`.
    """

    words: Words
    low: float
    high: float
    strict: bool = False
    exact: float | None = None
    only_of: bool = False
    hedged_only: bool = False
    not_after: Words = ()
    not_before: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Words of which numbers are spelled, besides those of the CLDR's rule sets `spelling`."""

    spelling: Words = ()
    and_: Words = field(default=(), metadata={"key": "and"})
    point: Words = ()
    whole: Words = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    more: Mapping[str, float] = field(default_factory=dict)
    not_: Words = field(default=(), metadata={"key": "not"})
    counting: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What stands behind a number."""

    percent: Words = ()
    points: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedges:
    """What stands before a number: above it, below it, up to it, about it."""

    over: Words = ()
    under: Words = ()
    nearly: Words = ()
    about: Words = ()
    between: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What a number is called that is no share."""

    mean: Words = ()
    median: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What joins the numbers of a list."""

    joins: Words = ()
    before: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Words for ratios."""

    before: Words = ()
    several: Words = ()
    twice: Words = ()
    thrice: Words = ()
    times: Words = ()
    as_: Words = field(default=(), metadata={"key": "as"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How answers are named that are just that."""

    yes: Words = ()
    no: Words = ()
    dont_know: Words = ()
    refused: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Words for those whom a survey asked or who were interviewed, and what leads to them."""

    respondents: Words = ()
    pronouns: Words = ()
    whoever: Words = ()
    groups: Words = ()
    interviewees: Words = ()
    interviewee_labels: Words = ()
    counted: Words = ()
    women: Words = ()
    men: Words = ()
    among: Words = ()
    of: Words = ()
    out_of: Words = ()
    who: Words = ()
    which: Words = ()
    subjects: Words = ()
    share: Words = ()
    age: Words = ()
    gender: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """Words about how old somebody is."""

    years: Words = ()
    older: Words = ()
    to: Words = ()
    aged: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """Words that part clauses, and words that lead to a figure."""

    joins: Words = ()
    leads: Words = ()
    of_whom: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Words for what people did, apart from what they think."""

    done: Words = ()
    auxiliaries: Words = ()
    between: Words = ()
    not_done: Words = ()
    past: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """What speakers are called in transcripts; the short ones are ordinary words as well."""

    asks: Words = ()
    answers: Words = ()
    neutral: Words = ()
    asks_short: Words = ()
    answers_short: Words = ()
    neutral_short: Words = ()
    beside: Words = ()
    pairs: Words = ()
    rows: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Headings of a table's columns."""

    speaker: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that is known about the words of one language; `packs/en.yaml` explains each field."""

    language: str
    name: str = ""
    also: Words = ()
    scripts: Words = ()
    also_cyrillic: bool = False
    dictionary: str = ""
    stemmer: str = ""
    common: Words = ()
    stop: Words = ()
    negations: Words = ()
    no_denials: Words = ()
    turns: Words = ()
    denying_beginnings: Words = ()
    adverbs: Words = ()
    opposites: Mapping[str, str] = field(default_factory=dict)
    fillers: Words = ()
    sounds: Words = ()
    sentence_starters: Words = ()
    abbreviations: Words = ()
    closing: Words = ()
    numbering: Words = ()
    numbers: Numbers = Numbers()
    units: Units = Units()
    hedges: Hedges = Hedges()
    statistics: Statistics = Statistics()
    labels: Words = ()
    prefixes: Words = ()
    lists: Lists = Lists()
    quantifiers: tuple[Quantifier, ...] = ()
    times: Times = Times()
    totals: Words = ()
    overall: Words = ()
    answers: Answers = Answers()
    people: People = People()
    ages: Ages = Ages()
    whole: Words = ()
    clauses: Clauses = Clauses()
    rest: Words = ()
    surveys: Words = ()
    sources: Words = ()
    titles: Words = ()
    references: Words = ()
    namely: Words = ()
    opinion: Words = ()
    acts: Acts = Acts()
    asks_acts: Words = ()
    speakers: Speakers = Speakers()
    forms: Words = ()
    openers: Words = ()
    starters: Words = ()
    particles: Words = ()
    columns: Columns = Columns()


# ── which packs there are ──

_folders: list[Path] = [HOME]
_caches: list[Callable[[], None]] = []


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function made of the packs, until other packs are in use."""
    kept = functools.cache(function)
    _caches.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Use the packs of a folder as well, as long as the context lasts.

    A pack of a language that is known adds to what is known of it. Raises LanguageError if one
    cannot be used.
    """
    add(folder)
    try:
        every()
        yield
    finally:
        _folders.remove(folder)
        _forget()


def add(folder: Path) -> None:
    """Use the packs of a folder as well from now on."""
    _folders.append(folder)
    _forget()


def _forget() -> None:
    for clear in _caches:
        clear()


@cached
def every() -> tuple[Pack, ...]:
    """Return all packs, by language. Raises LanguageError if one cannot be used."""
    found: dict[str, Pack] = {}
    for folder in _folders:
        for path in sorted(folder.glob("*.yaml")):
            made = read(path.read_text(encoding="utf-8"), path.name)
            there = found.get(made.language)
            found[made.language] = _merged(there, made) if there else made
    return tuple(found.values())


@cached
def _by_code() -> dict[str, Pack]:
    packs = {pack.language: pack for pack in every()}
    return {code: pack for pack in every() for code in pack.also} | packs


def pack(language: str) -> Pack:
    """Return the pack of a language code, an empty one for a language without.

    >>> pack("en-GB").name, pack("hr").name, pack("tlh").name
    ('English', 'Serbian', '')
    """
    short = language.lower().replace("_", "-").partition("-")[0]
    return _by_code().get(short) or Pack(language="xx")


@cached
def together(key: str) -> Words:
    """Return the words that stand under one key in any language, each once.

    For texts of which the language is not known, or which mix them.

    >>> "never" in together("negations"), "да" in together("answers.yes")
    (True, True)
    """
    first, _, second = key.partition(".")
    found: dict[str, None] = {}
    for one in every():
        words = getattr(one, first)
        found.update(dict.fromkeys(getattr(words, second) if second else words))
    return tuple(found)


def of(key: str, language: str = "") -> Words:
    """Return the words under a key in one language, in any if it is `""` or has no pack."""
    made = pack(language) if language else None
    if made is None or made.language == "xx":
        return together(key)
    first, _, second = key.partition(".")
    words = getattr(made, first)
    return tuple(getattr(words, second) if second else words)


def name_of(language: str) -> str:
    """Return what a language is called, its code where no pack says.

    >>> name_of("ru"), name_of("hr"), name_of("")
    ('Russian', 'hr', '')
    """
    made = pack(language)
    return made.name or language if made.language == language else language


# ── reading one ──


def read(text: str, where: str) -> Pack:
    """Return the pack that a file's text holds.

    Raises LanguageError for a key that does not exist, or a value of another kind.

    >>> read("language: tok\\nnegations: ala, ala ala", "tok.yaml").negations
    ('ala', 'ala ala')
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        given = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = f", line {place.line + 1}" if place else ""
        problem = str(getattr(error, "problem", "") or "it is no YAML")
        hint = "A word with a colon, or one that begins with a sign, stands in quotes."
        raise LanguageError(problem, f"{where}{line}", hint) from error
    if not isinstance(given, dict) or not given.get("language"):
        hint = "Begin it with a line such as `language: de`."
        raise LanguageError("the pack does not say its language", where, hint)
    cyrillic = given.get("also_cyrillic") is True
    made = _made(Pack, given, where, _in_cyrillic if cyrillic else _small)
    assert isinstance(made, Pack)
    return made


Spelled = Callable[[Iterable[str]], Words]


def _as_it_is(words: Iterable[str]) -> Words:
    return tuple(dict.fromkeys(words))


def _small(words: Iterable[str]) -> Words:
    return tuple(dict.fromkeys(map(str.lower, words)))


def _in_cyrillic(words: Iterable[str]) -> Words:
    from coding.language.script import cyrillic

    listed = _small(words)
    return tuple(dict.fromkeys([*listed, *map(cyrillic, listed)]))


_PLAIN = ("language", "name", "also", "scripts", "dictionary", "stemmer", "spelling")
"""Keys whose values are no words."""


def _made(kind: type, given: Any, where: str, spelled: Spelled) -> Any:
    """Return a pack, or a part of one, of what a file gives."""
    if not isinstance(given, dict):
        raise LanguageError("there must be keys here, each with its words", where)
    hints = get_type_hints(kind)
    names = {str(f.metadata.get("key", f.name)): f.name for f in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in given.items():
        place = f"{where}, `{key}`"
        name = names.get(str(key))
        if name is None:
            raise LanguageError("there is no such key", place, _nearest(str(key), names))
        same = _as_it_is if key in _PLAIN else spelled
        values[name] = _value(hints[name], value, place, same)
    lacking = [f.name for f in fields(kind) if f.name in ("words", "low", "high")]
    for name in lacking:
        if name not in values:
            raise LanguageError(f"`{name}` is missing", where, "Give words, low and high.")
    made = kind(**values)
    if isinstance(made, Quantifier) and not 0 <= made.low < made.high <= 100:
        hint = "Give two percentages, the smaller one first."
        raise LanguageError(f"`low` is {made.low:g} and `high` {made.high:g}", where, hint)
    return made


def _value(kind: Any, value: Any, where: str, spelled: Spelled) -> Any:
    if kind is str:
        return str(value)
    if kind is bool:
        if not isinstance(value, bool):
            raise LanguageError(f"{value!r} is neither true nor false", where)
        return value
    if kind == Words:
        return spelled(_words(value, where))
    if is_dataclass(kind):
        return _made(kind, value, where, spelled)  # type: ignore[arg-type]
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise LanguageError("there must be a list of rows here", where, "Begin each with `- `.")
        (row, *_) = get_args(kind)
        return tuple(
            _made(row, one, f"{where}, row {number}", spelled)
            for number, one in enumerate(value, 1)
        )
    if get_origin(kind) is Mapping:
        return _mapping(get_args(kind)[1], value, where, spelled)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LanguageError(f"{value!r} is no number", where)
    return float(value)


def _mapping(kind: Any, value: Any, where: str, spelled: Spelled) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise LanguageError("there must be words here, each with its value", where)
    found: dict[str, Any] = {}
    for key, one in value.items():
        if kind == Words:
            told: Any = spelled(_words(one, where))
            found.update(dict.fromkeys(spelled([str(key)]), told))
        elif kind is str:
            pairs = zip(spelled([str(key)]), spelled([str(one)]), strict=True)
            found.update(pairs)
        else:
            number = _value(float, one, f"{where}, `{key}`", spelled)
            found.update(dict.fromkeys(spelled([str(key)]), number))
    return found


def _words(value: Any, where: str) -> list[str]:
    """Return words given with commas between, or as a list."""
    if isinstance(value, str):
        listed = value.split(",")
    elif isinstance(value, list) and all(isinstance(word, str | int | float) for word in value):
        listed = [str(word) for word in value]
    else:
        hint = "Write them with commas between: `not, never, nobody`."
        raise LanguageError(f"{value!r} are no words", where, hint)
    return [" ".join(word.replace("’", "'").split()) for word in listed if word.strip()]


def _nearest(key: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, list(names), n=1)
    return f"Do you mean `{near[0]}`?" if near else "packs/en.yaml explains the keys there are."


def _merged(one: Any, other: Any) -> Any:
    """Return two packs of a language, or parts of them, as one."""
    values: dict[str, Any] = {}
    for f in fields(one):
        mine, theirs = getattr(one, f.name), getattr(other, f.name)
        if is_dataclass(mine):
            values[f.name] = _merged(mine, theirs)
        elif isinstance(mine, tuple):
            values[f.name] = tuple(dict.fromkeys([*mine, *theirs]))
        elif isinstance(mine, Mapping):
            values[f.name] = {**mine, **theirs}
        else:
            values[f.name] = theirs or mine
    return type(one)(**values)
