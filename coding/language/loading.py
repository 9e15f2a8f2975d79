"""Read a pack of words from its file, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from coding.errors import LanguageError
from coding.language.shape import Pack, Phrases, Quantifier


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


Spelling = Callable[[Iterable[str]], Phrases]


def _as_it_is(words: Iterable[str]) -> Phrases:
    return tuple(dict.fromkeys(words))


def _small(words: Iterable[str]) -> Phrases:
    return tuple(dict.fromkeys(map(str.lower, words)))


def _in_cyrillic(words: Iterable[str]) -> Phrases:
    from coding.language.script import cyrillic

    listed = _small(words)
    return tuple(dict.fromkeys([*listed, *map(cyrillic, listed)]))


_PLAIN = ("language", "name", "also", "scripts", "dictionary", "stemmer", "spelling")
"""Keys whose values are no words."""


def _made(kind: type, given: Any, where: str, spelled: Spelling) -> Any:
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


def _value(kind: Any, value: Any, where: str, spelled: Spelling) -> Any:
    if kind is str:
        return str(value)
    if kind is bool:
        if not isinstance(value, bool):
            raise LanguageError(f"{value!r} is neither true nor false", where)
        return value
    if kind == Phrases:
        return spelled(_words(value, where))
    if is_dataclass(kind):
        return _made(kind, value, where, spelled)  # type: ignore[arg-type]
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise LanguageError("there must be a list of rows here", where, "Begin each with `- `.")
        (row, *_) = get_args(kind)
        return tuple(
            _made(row, entry, f"{where}, row {number}", spelled)
            for number, entry in enumerate(value, 1)
        )
    if get_origin(kind) is Mapping:
        return _mapping(get_args(kind)[1], value, where, spelled)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LanguageError(f"{value!r} is no number", where)
    return float(value)


def _mapping(kind: Any, value: Any, where: str, spelled: Spelling) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise LanguageError("there must be words here, each with its value", where)
    found: dict[str, Any] = {}
    for key, told in value.items():
        if kind == Phrases:
            listed = spelled(_words(told, where))
            found.update(dict.fromkeys(spelled([str(key)]), listed))
        elif kind is str:
            pairs = zip(spelled([str(key)]), spelled([str(told)]), strict=True)
            found.update(pairs)
        else:
            number = _value(float, told, f"{where}, `{key}`", spelled)
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


def merged(mine: Any, theirs: Any) -> Any:
    """Return two packs of a language, or parts of them, as one."""
    values: dict[str, Any] = {}
    for name in (f.name for f in fields(mine)):
        first, second = getattr(mine, name), getattr(theirs, name)
        if is_dataclass(first):
            values[name] = merged(first, second)
        elif isinstance(first, tuple):
            values[name] = tuple(dict.fromkeys([*first, *second]))
        elif isinstance(first, Mapping):
            values[name] = {**first, **second}
        else:
            values[name] = second or first
    return type(mine)(**values)
