"""Set words as a language prints them: quotation marks within others, dashes, apostrophes.

Marks are those of the Unicode CLDR 45 (`main/*/delimiters.json`). Where it gives the same marks
within as without, what the country's style guides have within is taken: French “ ” (Lexique des
règles typographiques en usage à l'Imprimerie nationale), Bulgarian ‚ ‘, Dutch “ ” within ‘ ’.
Whatever verification reads as a quotation or a dash stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coding.language.script import script_of

_NARROW = "\u202f"
_FIRM = "\u00a0"


@dataclass(frozen=True, slots=True)
class Marks:
    """How a language prints: marks of a quotation, of one within it, and a dash with its blanks.

    `inside` stands between a quotation's marks and its words, in French a narrow blank.
    """

    outer: tuple[str, str]
    inner: tuple[str, str]
    dash: str = " –"
    inside: str = ""


_LOW = Marks(("„", "“"), ("‚", "‘"))
_GUILLEMETS = Marks(("«", "»"), ("„", "“"), _FIRM + "—")
_LATIN_GUILLEMETS = Marks(("«", "»"), ("“", "”"))
_ENGLISH = Marks(("“", "”"), ("‘", "’"))
_TABLE: Mapping[str, Marks] = {
    "en": _ENGLISH,
    "ru": _GUILLEMETS,
    "uk": _GUILLEMETS,
    "be": _GUILLEMETS,
    "sr": Marks(("„", "“"), ("‘", "‘")),
    "sr-latn": Marks(("„", "”"), ("’", "’")),
    "me": Marks(("„", "”"), ("’", "’")),
    "bs": Marks(("„", "”"), ("‘", "’")),
    "hr": _LOW,
    "sl": _LOW,
    "mk": _LOW,
    "bg": _LOW,
    "de": _LOW,
    "cs": _LOW,
    "sk": _LOW,
    "pl": Marks(("„", "”"), ("«", "»")),
    "hu": Marks(("„", "”"), ("»", "«")),
    "ro": Marks(("„", "”"), ("«", "»")),
    "fr": Marks(("«", "»"), ("“", "”"), inside=_NARROW),
    "it": _LATIN_GUILLEMETS,
    "es": _LATIN_GUILLEMETS,
    "el": _LATIN_GUILLEMETS,
    "pt": Marks(("“", "”"), ("‘", "’")),
    "tr": Marks(("“", "”"), ("‘", "’")),
    "nl": Marks(("‘", "’"), ("“", "”")),
    "sv": Marks(("”", "”"), ("’", "’")),
    "fi": Marks(("”", "”"), ("’", "’")),
    "nb": Marks(("«", "»"), ("‘", "’")),
    "da": Marks(("“", "”"), ("‘", "’")),
}

_PAIRS = {
    "“": '”“"',
    "”": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    '"': '"”“',
    "‘": "’‘'",
    "‚": "‘’'",
    "’": "’",
    "'": "'’",
    "‹": "›",
}
_MARK = re.compile(r"[“”„«»\"‘’‚'‹›]")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_SPACED_HYPHEN = re.compile(r"(?<=\S)[ \u00a0]+--?(?=[ \u00a0]+\S)")
_SPACED_DASH = re.compile(r"(?<=\S)[ \u00a0]+[–—](?=[ \u00a0]+\S)")
_DOUBLE_HYPHEN = re.compile(r"(?<=\w)--(?=\w)")
_RANGE = re.compile(r"(?<![\w.,-])(\d{1,4})-(\d{1,4})(?![\w-])")
_ENDS = re.compile(r"(?<=\w)['`´]|['`´](?=\w)")
_DOTS = re.compile(r"\.\.\.")


def marks_of(language: str, words: str = "") -> Marks:
    """Return how a language prints; Serbian by the script of the words, English where not known.

    >>> marks_of("sr", "Идем кући").outer, marks_of("sr", "Idem kući").outer, marks_of("de").outer
    (('„', '“'), ('„', '”'), ('„', '“'))
    """
    tag = tag_of(language, words).lower()
    return _TABLE.get(tag) or _TABLE.get(tag.partition("-")[0]) or _ENGLISH


def tag_of(language: str, words: str = "") -> str:
    """Return the tag (BCP 47) of words in a language: Serbian has its script in it.

    >>> tag_of("sr", "Идем кући"), tag_of("sr", "Idem kući"), tag_of("ru", "Иду"), tag_of("")
    ('sr-Cyrl', 'sr-Latn', 'ru', '')
    """
    language = language.replace("_", "-")
    if language.lower() == "sr" and words:
        return "sr-Cyrl" if script_of(words) == "cyrillic" else "sr-Latn"
    return language


def quoted(words: str, language: str) -> str:
    """Return words as a quotation: typeset, between the language's own marks.

    >>> quoted('He said "no" - and left', "en"), quoted('Он сказал "нет" - и ушёл', "ru")
    ('“He said ‘no’ – and left”', '«Он сказал „нет“\\xa0— и ушёл»')
    """
    marks = marks_of(language, words)
    return marks.outer[0] + marks.inside + typeset(words, language) + marks.inside + marks.outer[1]


def typeset(words: str, language: str, *, depth: int = 1) -> str:
    """Return words with the language's apostrophes and dashes, and its marks within a quotation.

    `depth` 1 says that the words will stand between the outer marks, 0 that they will not. A mark
    that closes nothing stays as it was.

    >>> typeset("She's 10-12 - 'maybe' more", "de")
    'She’s 10–12 – ‚maybe‘ more'
    """
    marks = marks_of(language, words)
    words = _APOSTROPHE.sub("’", words)
    words = _ENDS.sub("’", _with_marks(words, marks, depth))
    words = _SPACED_HYPHEN.sub(marks.dash, words)
    if marks.dash != _ENGLISH.dash:
        words = _SPACED_DASH.sub(marks.dash, words)
    words = _DOUBLE_HYPHEN.sub(marks.dash + " ", words)
    return _DOTS.sub("…", _RANGE.sub(r"\1–\2", words))


def _with_marks(words: str, marks: Marks, depth: int) -> str:
    """Let quotations within the words have the marks of their depth."""
    open_at: list[tuple[int, str]] = []
    closed: list[tuple[int, int]] = []
    for match in _MARK.finditer(words):
        at, mark = match.start(), match.group()
        before, after = words[at - 1 : at] if at else "", words[at + 1 : at + 2]
        if before.isalnum() and after.isalnum():
            continue  # an apostrophe
        closing = [place for place, (_, opened) in enumerate(open_at) if mark in _PAIRS[opened]]
        if closing and not (after.isalnum() and not before.isalnum()):
            closed.append((open_at[closing[-1]][0], at))
            del open_at[closing[-1] :]
        elif mark in _PAIRS and after.strip() and not before.isalnum():
            open_at.append((at, mark))
    put: dict[int, str] = {}
    for start, end in closed:
        around = sum(a < start and end < b for a, b in closed)
        within = (depth + around) % 2
        opens, closes = marks.inner if within else marks.outer
        put[start] = opens if within else opens + marks.inside
        put[end] = closes if within else marks.inside + closes
    return "".join(put.get(at, letter) for at, letter in enumerate(words))
