"""Say who speaks without naming anybody: the label printed with a quote, by the study's scheme.

A scheme is a text with attributes in braces: `{gender}, {age_band} years old`. What a person has
no value for is left out with the words and signs that belong to it. `{age|10}` prints bands of ten
years, `{age|18-29, 30-44, 45+}` bands that were chosen: an exact value is never printed then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from coding.errors import CodingError, NotFound
from coding.files.tables import NO_VALUE
from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Participant

DEFAULT = "{gender}, {age_band} years old"
"""The scheme of a study that has set none."""

NAMING = ("pseudonym", "participant")
"""What names a person, and is printed only where a scheme says so by these words."""

COULD_IDENTIFY = 2
"""By so many people or fewer a label may be borne that could identify one of them."""

_PIECE = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}|([()\[\]])|([{}])")
_SIGN = re.compile(r"\s*[,;·•|/]\s*|\s+[–—-]\s+")
_AGE = re.compile(r"\d{1,3}(\s*[-–—]\s*\d{1,3}|\s*\+)?")
_SPAN = re.compile(r"\D*?(\d{1,4})\D*?[-‐-―−]\D*?(\d{1,4})\D*")
_NUMBER = re.compile(r"\D*?(\d{1,4})(?:[.,]\d+)?\D*")
_CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScheme:
    """How a study labels its people: a text for each language, `""` for any other."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str = "") -> str:
        """Return the scheme's text for a language.

        >>> LabelScheme(texts={"ru": "{gender}, {age} лет"}).text("ru-RU"), LabelScheme().text("en")
        ('{gender}, {age} лет', '{gender}, {age_band} years old')
        """
        short = language.lower().replace("_", "-").partition("-")[0]
        return self.texts.get(language) or self.texts.get(short) or self.texts.get("") or DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPart:
    """A piece of a label: an attribute, a bracket with parts in it, or words alone.

    `before` and `after` go with it, `joint` is printed before it where something stands already.
    """

    joint: str = ""
    before: str = ""
    name: str = ""
    bands: str = ""
    inside: tuple[LabelPart, ...] | None = None
    after: str = ""


# --- the label of a person ---------------------------------------------------------------------


def label_of(person: Participant | None, scheme: LabelScheme, language: str = "") -> str:
    """Describe who speaks as a report prints it; `""` if nothing is known that the scheme names.

    The id and the pseudonym never appear unless the scheme itself says `{participant}` or
    `{pseudonym}`, not even where an attribute repeats them.

    >>> anna = Participant(id="P1", attributes={"gender": "Female", "age_band": "30-39"})
    >>> label_of(anna, LabelScheme())
    'Female, 30-39 years old'
    >>> label_of(anna, LabelScheme(texts={"": "{city} ({gender}, {age_band|20})"}))
    '(Female, 20–39)'
    """
    if person is None:
        return ""
    return _printed(read_scheme(scheme.text(language)), _values(person))


def _values(person: Participant) -> dict[str, str]:
    """Return what is known of a person, by the attribute's folded name."""
    known = {folded(name): " ".join(value.split()) for name, value in person.attributes.items()}
    secret = {person.id.casefold(), person.pseudonym.casefold()}
    values = {name: v for name, v in known.items() if v.casefold() not in NO_VALUE | secret}
    return {**values, "pseudonym": person.pseudonym, "participant": person.id}


def _printed(parts: Sequence[LabelPart], values: Mapping[str, str]) -> str:
    label = ""
    for part in parts:
        after = part.after
        if part.inside is not None:
            middle = _printed(part.inside, values)
        elif part.name:
            middle = values.get(part.name, "")
            middle = banded(middle, part.bands) if part.bands and middle else middle
            # "30–39 years old", but neither "retired years old" nor "55 and older years old"
            if not _AGE.fullmatch(middle) and (words := _years().match(after)):
                after = after[words.end() :]
        else:
            middle = part.after
            after = ""
        if middle:
            label += (part.joint if label else "") + part.before + middle + after
    return label


@packs.cached
def _years() -> re.Pattern[str]:
    """Return a pattern for the words after an age: " years old", " лет"."""
    return re.compile(rf"\s*{alternatives(packs.together('ages.years'))}[^()\[\]]*", re.I)


def shared(
    people: Sequence[Participant], scheme: LabelScheme, language: str = ""
) -> dict[str, tuple[str, int]]:
    """Return id → label, and by how many of these people it is borne (k).

    >>> people = [Participant(id=f"P{n}", attributes={"gender": g}) for n, g in enumerate("FFM")]
    >>> shared(people, LabelScheme())
    {'P0': ('F', 2), 'P1': ('F', 2), 'P2': ('M', 1)}
    """
    labels = {person.id: label_of(person, scheme, language) for person in people}
    borne = Counter(labels.values())
    return {key: (label, borne[label]) for key, label in labels.items()}


def could_identify(label: str, k: int) -> bool:
    """Say whether a label that `k` people bear could tell readers who one of them is.

    That is one or two: of two, each knows the other by it.

    >>> [could_identify("Female", k) for k in (1, 2, 3)], could_identify("", 1)
    ([True, True, False], False)
    """
    return bool(label) and k <= COULD_IDENTIFY


# --- coarser values ----------------------------------------------------------------------------


def banded(value: str, bands: str) -> str:
    """Return the band that a number, or a band of numbers, lies in; `""` if none holds it.

    `bands` is a width, such as `10`, or the bands themselves, such as `18-29, 30-44, 45+`. A value
    that lies across bands gets all of them, so that nothing finer than a band is ever printed.

    >>> [banded(value, "10") for value in ("34", "30-34", "28–33", "65+", "retired")]
    ['30–39', '30–39', '20–39', '60+', '']
    >>> [banded(value, "18-29, 30-44, 45+") for value in ("34 years", "25-34", "70", "17")]
    ['30–44', '18–44', '45+', '']
    """
    span = _span_of(value)
    if span is None:
        return ""
    low, high = span
    width, chosen = _bands(bands)
    if width:
        first = low - low % width
        return f"{first}+" if high is None else _band(first, high - high % width + width - 1)
    there = [b for b in chosen if (high is None or b[0] <= high) and (b[1] is None or low <= b[1])]
    if not there or low < there[0][0]:
        return ""
    if (last := there[-1][1]) is None:
        return f"{there[0][0]}+"
    return "" if high is None or high > last else _band(there[0][0], last)


def _span_of(value: str) -> tuple[int, int | None] | None:
    """Return the lowest and highest number that a value says, None for no or an odd one."""
    if span := _SPAN.fullmatch(value):
        low, high = int(span[1]), int(span[2])
        return (low, high) if low <= high else None
    if number := _NUMBER.fullmatch(value):
        low = int(number[1])
        older = rf"\D*\d+\s*(?:\+|{alternatives(packs.together('ages.older'))})\D*"
        return low, None if re.fullmatch(older, value, re.I) else low
    return None


def _band(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


@lru_cache(maxsize=256)
def _bands(bands: str) -> tuple[int, tuple[tuple[int, int | None], ...]]:
    """Read bands: a width and none, or 0 and (lowest, highest or None) of each; raise CodingError.

    >>> _bands("10"), _bands("18–29, 30+")
    ((10, ()), (0, ((18, 29), (30, None))))
    """
    if re.fullmatch(r"\s*\d{1,3}\s*", bands) and int(bands) > 0:
        return int(bands), ()
    read: list[tuple[int, int | None]] = []
    for written in bands.split(","):
        band = re.fullmatch(r"\s*(\d{1,4})\s*(?:\+|[-‐-―−]\s*(\d{1,4}))\s*", written)
        if band is None:
            raise _unclear(f"`{written.strip()}` is no band")
        low, high = int(band[1]), int(band[2]) if band[2] else None
        above = read[-1][1] if read else low - 1
        if above is None or low <= above or (high is not None and high < low):
            raise _unclear(f"the bands `{bands.strip()}` do not follow each other")
        read.append((low, high))
    return 0, tuple(read)


def unbanded(person: Participant, text: str) -> list[tuple[str, str]]:
    """Return the attributes whose value no band of a scheme holds: they are not printed.

    >>> unbanded(Participant(id="P1", attributes={"age": "17", "sex": "F"}), "{sex}, {age|18-29}")
    [('age', '17')]
    """
    values = _values(person)
    return [
        (part.name, value)
        for part in _flat(read_scheme(text))
        if part.bands and (value := values.get(part.name, "")) and not banded(value, part.bands)
    ]


# --- reading a scheme --------------------------------------------------------------------------


def folded(name: str) -> str:
    """Make spellings of an attribute's name equal: `Age band` and `age_band`.

    >>> folded(" Age  band "), folded("age_band")
    ('age_band', 'age_band')
    """
    return "_".join(re.sub(r"[\s_]+", " ", name).strip().casefold().split())


def named(text: str) -> tuple[str, ...]:
    """Return the attributes that a scheme names, in its order, as `folded` writes them.

    >>> named("{Gender}, {age band|10} years old")
    ('gender', 'age_band')
    """

    return tuple(dict.fromkeys(part.name for part in _flat(read_scheme(text)) if part.name))


def _flat(parts: Sequence[LabelPart]) -> list[LabelPart]:
    """Return parts with those in brackets beside them."""
    return [p for part in parts for p in (part, *_flat(part.inside or ()))]


def check_scheme(text: str, people: Sequence[Participant]) -> None:
    """Raise CodingError for a scheme that cannot be read, NotFound where nobody has an attribute.

    A study without people yet may set any.
    """
    there = {folded(name): name for person in people for name in person.attributes}
    for name in named(text):
        if people and name not in {*there, *NAMING}:
            raise NotFound(
                f"no participant has an attribute `{name}`",
                "the label’s scheme",
                f"The attributes there are: {', '.join(there.values()) or 'none yet'}.",
            )


@lru_cache(maxsize=256)
def read_scheme(text: str) -> tuple[LabelPart, ...]:
    """Read a scheme into its parts; raise CodingError where braces or brackets are open."""
    pieces: list[str | LabelPart] = []
    open_ones: list[tuple[str, list[str | LabelPart]]] = []
    last = 0
    for match in _PIECE.finditer(text):
        pieces.append(text[last : match.start()])
        last = match.end()
        name, bands, bracket, stray = match.groups()
        if stray or (name is not None and not name.strip()):
            raise _unclear("a brace stands alone" if stray else "a pair of braces is empty")
        if name is not None:
            if bands is not None:
                _bands(bands)
            pieces.append(LabelPart(name=folded(name), bands=bands or ""))
        elif bracket in _CLOSING:
            open_ones.append((bracket, pieces))
            pieces = []
        else:
            if not open_ones or _CLOSING[open_ones[-1][0]] != bracket:
                raise _unclear(f"`{bracket}` closes nothing")
            inside = tuple(_parts(pieces))
            opening, pieces = open_ones.pop()
            pieces.append(LabelPart(before=opening, inside=inside, after=bracket))
    if open_ones:
        raise _unclear(f"`{open_ones[-1][0]}` is not closed")
    return tuple(_parts([*pieces, text[last:]]))


def _parts(pieces: Sequence[str | LabelPart]) -> list[LabelPart]:
    """Give each word and sign of a scheme to the attribute that it goes with."""
    made: list[LabelPart] = []
    joint = before = ""
    for place, piece in enumerate(pieces):
        if isinstance(piece, LabelPart):
            made.append(replace(piece, joint=joint, before=before + piece.before))
            joint = before = ""
            continue
        behind = bool(made) and place > 0 and isinstance(pieces[place - 1], LabelPart)
        ahead = place + 1 < len(pieces)
        words = _SIGN.split(piece)
        signs = _SIGN.findall(piece)
        if len(words) == 1 and behind and ahead:
            after, joint, before = _between(piece)
            made[-1] = replace(made[-1], after=made[-1].after + after)
            continue
        if behind:
            made[-1] = replace(made[-1], after=made[-1].after + words.pop(0).rstrip())
        else:
            signs.insert(0, "")
        if ahead and words:
            before = words.pop().lstrip()
        for sign, alone in zip(signs, words, strict=False):
            if alone.strip():
                made.append(LabelPart(joint=sign, after=alone.strip()))
        joint = signs[-1] if signs and ahead else ""
    return made


def _between(text: str) -> tuple[str, str, str]:
    """Return what of a text between two attributes goes with the first, joins, goes with the next.

    >>> _between(" from "), _between(" / "), _between(" years old ")
    (('', ' ', 'from '), ('', ' / ', ''), (' years old', ' ', ''))
    """
    if not re.search(r"\w", text):
        return "", text, ""
    bare = text.rstrip()
    if _years().match(text):
        return bare, text[len(bare) :], ""
    start = len(text) - len(text.lstrip())
    return "", text[:start], text[start:]


def _unclear(what: str) -> CodingError:
    return CodingError(
        what,
        "the label’s scheme",
        "Write attributes in braces, such as {gender}, {age|10} years old; bands as a width"
        " ({age|10}) or one by one ({age|18-29, 30-44, 45+}).",
    )
