"""Guess in which old encoding a text was written, by which letters stand beside which.

Any bytes mean something in an old encoding; only in the right one are they words. How often two
letters are neighbours in a language stands in `data/letters.txt`. A reading costs the bits that
its pairs of letters take by the best of the languages that its encoding is used for: a wrong one
breaks words, so it costs many more. What costs too much in every encoding is in none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from math import log2
from pathlib import Path
from typing import NamedTuple

_WESTERN = "de fr es pt it nl sv da nb fi is ca gl"
_CENTRAL = "pl cs sk hu ro sl hr sq de"
_CYRILLIC = "ru uk bg mk sr"
# In the order in which equal readings are named: what they are called, whose letters they have.
ENCODINGS: Mapping[str, tuple[str, str]] = {
    "cp1252": ("Windows-1252", _WESTERN),
    "cp1251": ("Windows-1251", _CYRILLIC),
    "cp1250": ("Windows-1250", _CENTRAL),
    "cp1253": ("Windows-1253", "el"),
    "cp1254": ("Windows-1254", "tr"),
    "cp1255": ("Windows-1255", "he"),
    "cp1256": ("Windows-1256", "ar fa"),
    "cp1257": ("Windows-1257", "lt lv et"),
    "koi8_r": ("KOI8-R", "ru"),
    "koi8_u": ("KOI8-U", "uk"),
    "mac_cyrillic": ("Mac Cyrillic", _CYRILLIC),
    "cp866": ("DOS 866", "ru"),
    "iso8859_5": ("ISO 8859-5", "ru bg mk sr"),
    "iso8859_2": ("ISO 8859-2", _CENTRAL),
    "iso8859_6": ("ISO 8859-6", "ar"),
    "iso8859_7": ("ISO 8859-7", "el"),
    "iso8859_13": ("ISO 8859-13", "lt lv et"),
    "mac_roman": ("Mac Roman", _WESTERN),
    "mac_latin2": ("Mac Central European", _CENTRAL),
    "mac_turkish": ("Mac Turkish", "tr"),
    "cp850": ("DOS 850", _WESTERN),
    "cp852": ("DOS 852", _CENTRAL),
}
# Encodings of many letters, with the language whose commonest characters must be in them.
_MANY: Mapping[str, tuple[str, str]] = {
    "cp932": ("Shift-JIS", "ja"),
    "euc_jp": ("EUC-JP", "ja"),
    "gb18030": ("GB 18030", "zh"),
    "cp949": ("Korean (Windows-949)", "ko"),
    "cp874": ("Thai (Windows-874)", "th"),
}
_COMMON = {"ja": 0.4, "zh": 0.2, "ko": 0.2, "th": 0.6}
_FILES = Path(__file__).with_name("data") / "letters.txt"
# Blanks, digits, ASCII signs and the typographic ones that all of these encodings have.
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~«»„“”‘’‚‹›–—…№§©®·•€°\u00a0\u00ad\u200e\u200f]+")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u045f\u0490\u0491]+")
_RUSSIAN_MARKS = "«»„“”‘’‚‹›–—…№§©®™°±µ·†‡•€\u00a0\u00ad"
# What stands for letters where only quotation marks and dashes are beyond ASCII.
_NO_MARKS = re.compile(r"[^\W\d_][“”‘«»](?=[^\W\d_])|[‚„ˆ‰‹›†‡]")
_SAMPLE = 20_000
_NEVER = 22.0  # bits of a pair that a language does not have: rarer than any that it has
_TOO_MUCH = 4.5  # bits a pair above what a language's own words cost
_NEAR = 2.0
_RARE = 0.7  # bits a pair by which an encoding beside Windows' own must be better
_FEW = 24
_SOME = 8  # letters


class _InCodec(NamedTuple):
    """A text in one encoding, and how many bits a pair of its letters costs."""

    codec: str
    language: str
    bits: float
    fits: bool


class EncodingGuess(NamedTuple):
    """An encoding, the others that are not ruled out, and whether there is enough to tell by."""

    codec: str
    name: str
    others: tuple[str, ...]
    fits: bool
    short: bool


def guessed(data: bytes) -> EncodingGuess:
    """Return the likeliest encoding of bytes that are no UTF-8.

    >>> guessed("Ελένη: Φύγαμε το πρωί, γιατί δεν υπήρχε δουλειά.".encode("cp1253")).name
    'Windows-1253'
    >>> guessed(bytes(range(128, 256))).fits
    False
    """
    sample = telling(data)
    windows = sample.decode("cp1252", "replace")
    if not _pairs(windows) and not _NO_MARKS.search(windows):
        return EncodingGuess("cp1252", "Windows-1252", (), True, False)
    readings = sorted(_readings(sample), key=lambda reading: reading.bits)
    best = readings[0]
    pairs = _pairs(sample.decode(best.codec, "replace")).total()
    if not best.fits:
        many = [codec for codec in _MANY if _is_common(sample, codec)]
        if many:
            others = tuple(_MANY[codec][0] for codec in many[1:])
            return EncodingGuess(many[0], _MANY[many[0]][0], others, True, len(sample) < 40)
    sure = best.codec == "cp1251" and is_russian(sample.decode("cp1251", "replace"))
    others = tuple(
        ENCODINGS[reading.codec][0]
        for reading in readings[1:]
        if not sure
        and (reading.bits <= best.bits + _NEAR or (best.fits and _plausible(sample, reading, best)))
    )
    name = ENCODINGS[best.codec][0]
    return EncodingGuess(best.codec, name, others, best.fits, pairs < _FEW and not others)


def telling(data: bytes) -> bytes:
    """Return lines with letters beyond ASCII, some of them: only they can tell."""
    lines: list[bytes] = []
    length = 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line)
            length += len(line)
            if length > _SAMPLE:
                break
    return b"\n".join(lines)[: 4 * _SAMPLE]


def _readings(sample: bytes) -> Iterator[_InCodec]:
    """Give each different text that encodings make of the bytes, with its best language."""
    texts: dict[str, list[str]] = {}
    for codec in ENCODINGS:
        texts.setdefault(sample.decode(codec, "replace"), []).append(codec)
    for text, codecs in texts.items():
        pairs = _pairs(text)
        if not pairs:
            continue
        languages = {lang for codec in codecs for lang in ENCODINGS[codec][1].split()}
        costs = ((_bits(pairs, _table(lang)), _table(lang).own, lang) for lang in languages)
        bits, own, language = min(costs)
        rare = 0.0 if codecs[0].startswith("cp125") else _RARE
        yield _InCodec(codecs[0], language, bits + rare, bits <= own + _TOO_MUCH)


def _plausible(sample: bytes, reading: _InCodec, best: _InCodec) -> bool:
    """Tell whether both are readings in Latin letters, of which only a person can be sure."""
    texts = [sample.decode(codec, "replace") for codec in (reading.codec, best.codec)]
    words = [_WORD.findall(text) for text in texts]
    return all(
        word.isalpha() and all(c < "\u0250" for c in word) and not _swaps(word)
        for listed in words
        for word in listed
    )


def _swaps(word: str) -> bool:
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


def _pairs(text: str) -> Counter[str]:
    """Count the neighbours of letters beyond ASCII, in small letters; `_` is a word's edge.

    What no word has, a capital after a small letter or two scripts in one, is U+FFFD.
    """
    pairs: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(text)).items():
        if word.isascii():
            continue
        mixed = any("a" <= c.lower() <= "z" for c in word) and any(c > "\u024f" for c in word)
        for a, b in pairwise(f"_{word}_"):
            if not (a.isascii() and b.isascii()):
                broken = mixed or (a.islower() and b.isupper())
                pairs["\ufffd" if broken else (a + b).lower()] += times
    return pairs


class _Table(NamedTuple):
    bits: Mapping[str, float]
    own: float


@cache
def _table(language: str) -> _Table:
    """Return what each pair of letters costs in a language, and what its own words cost."""
    shares = {pair[:2]: int(pair[2:]) / 100_000 for pair in _stored()[language].split()}
    bits = {pair: -log2(share) for pair, share in shares.items()}
    return _Table(bits, sum(shares[pair] * cost for pair, cost in bits.items()))


@cache
def _stored() -> Mapping[str, str]:
    rows = _FILES.read_text("utf-8").splitlines()
    return dict(row.split("\t") for row in rows)


def _bits(pairs: Counter[str], table: _Table) -> float:
    cost = sum(table.bits.get(pair, _NEVER) * times for pair, times in pairs.items())
    return cost / pairs.total()


def _is_common(sample: bytes, codec: str) -> bool:
    """Tell whether enough of the characters are among the commonest of a language."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return False
    common = set(_stored()[_MANY[codec][1]])
    letters = [c for c in text if not c.isascii() and c.isalpha()]
    share = sum(c in common for c in letters) / max(1, len(letters))
    latin = sum(map(str.isascii, filter(str.isalpha, text)))
    return share >= _COMMON[_MANY[codec][1]] and len(letters) > max(latin, _SOME)


def is_russian(text: str) -> bool:
    """Tell whether a text decoded as cp1251 can be meant: the wrong codec breaks words.

    Latin-1 mixes alphabets inside a word, KOI8-R swaps the cases, others leave symbols.

    >>> is_russian("Мне здесь спокойно"), is_russian("caf\u0439"), is_russian("лМЕ ГДЕЯЭ")
    (True, False, False)
    """
    if not all(c.isascii() or c.isalpha() or c in _RUSSIAN_MARKS for c in set(text)):
        return False
    words = Counter(word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii())
    letters = sum(len(word) * times for word, times in words.items())
    lower = sum(sum(map(str.islower, word)) * times for word, times in words.items())
    cased = sum(
        times for word, times in words.items() if word.islower() or word.isupper() or word.istitle()
    )
    return (
        letters >= 3 * words.total() > 0
        and all(_CYRILLIC_WORD.fullmatch(word) for word in words)
        and cased >= 0.97 * words.total()
        and lower > letters / 2
    )


# UTF-8 read as Windows-1252 ("Ã©" for "é") or as Windows-1251.
_GARBLED = re.compile(
    r"[\u00c2-\u00c5\u00ce-\u00d1\u00d7-\u00db\u00e2][\u0080-\u00bf\u0152-\u0178\u2013-\u20ac]"
    r"|(?:[\u0420\u0421][\u00a0-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u2122]){2}"
)
_PIECE = re.compile(r"[^ \t]+")


def garbled(text: str) -> tuple[int, ...]:
    """Return the numbers of lines whose letters were read wrongly before they were saved.

    >>> garbled("caf\u00e9\\ncaf\u00c3\u00a9"), garbled("\u00c3")
    ((2,), ())
    """
    if text.isascii() or not _GARBLED.search(text):
        return ()
    return tuple(
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if _GARBLED.search(line)
        and any(_GARBLED.search(word) and _ungarbled(word) for word in _PIECE.findall(line))
    )


def _ungarbled(word: str) -> bool:
    """Tell whether a word's letters, as the bytes that they once were, are words in UTF-8."""
    for codec in ("cp1252", "cp1251"):
        pieces = [c.encode(codec, "ignore") or c.encode("latin-1", "ignore") for c in word]
        try:
            if all(pieces) and b"".join(pieces).decode("utf-8") != word:
                return True
        except UnicodeDecodeError:
            continue
    return False
