"""Read the draft's text as words and sentences, with typography folded and places kept.

Curly and straight quotes, all dashes and all spaces are one; letters are NFC; emphasis marks,
soft hyphens and footnote marks are no words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from coding.files.clean import tidy
from coding.language.script import folded
from coding.language.sentences import sentences as cut

FOOTNOTE = r"\[\^[^\]\s]+\]|(?<=\S)\[\d{1,3}\]|[⁰¹²³⁴-⁹]+"
"""What points to a note: `[^3]`, `[12]` right after a word, superscript digits."""

_LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
_BROKEN = r"[-‐\u00ad][ \t]*\n[ \t>]*(?=[^\W\d_A-Z])"
"""Where the end of a line cuts a word in two."""

_TOKEN = re.compile(
    rf"(?P<skip>{FOOTNOTE}|^[ \t]*>|[*_`\\]+)"
    rf"|(?P<word>(?:\[\w\](?=\w))?{_LETTER}+(?:(?:['’ʼ´]|{_BROKEN}){_LETTER}+)*)"
    r"|(?P<dots>\.{3,}|…)|(?P<dash>[-‐-―−]+)|(?P<mark>[^\w\s])",
    re.MULTILINE,
)
_DOUBLE = dict.fromkeys(map(ord, "“”„‟«»″"), '"')
_SINGLE = dict.fromkeys(map(ord, "‘’‚‛ʼ´`′"), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060[]"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or punctuation mark at characters `start` to `end`.

    `form` is it with typography folded and case kept, `key` the same in small letters.
    """

    start: int
    end: int
    form: str
    key: str
    word: bool


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Return the words and punctuation marks between two characters.

    >>> [t.form for t in tokens("“It’s **safe** here[^2] – truly.”")]
    ['"', "It's", 'safe', 'here', '-', 'truly', '.', '"']
    """
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup
        if kind == "skip":
            continue
        if kind == "word":
            form = plain(match.group())
            if form.strip("_"):
                yield Token(match.start(), match.end(), form, _key(form), True)
            continue
        form = {"dots": "…", "dash": "-"}.get(kind or "") or _mark(match.group())
        yield Token(match.start(), match.end(), form, form, False)


_WORD = re.compile(rf"{_LETTER}+(?:(?:['’ʼ´]|{_BROKEN}){_LETTER}+)*")


def words(text: str, start: int, end: int) -> tuple[list[str], list[int], list[int]]:
    """Return the words of a transcript in small letters, with their starts and ends.

    >>> words("It’s Calm", 0, 9)
    (["it's", 'calm'], [0, 5], [4, 9])
    """
    matches = list(_WORD.finditer(text, start, end))
    return (
        [_key(m.group()) for m in matches],
        [m.start() for m in matches],
        [m.end() for m in matches],
    )


@lru_cache(65536)
def _key(word: str) -> str:
    return folded(plain(word).lower())


_JOINT = re.compile(_BROKEN)


def plain(word: str) -> str:
    """Return a word as it is spelled, whatever its typography: no soft hyphens, no tied letters."""
    if "\n" in word:
        word = _JOINT.sub("", word)
    if word.isascii() and "[" not in word:
        return word
    return tidy(word.translate(_INVISIBLE).translate(_SINGLE))[0]


def _mark(mark: str) -> str:
    return mark.translate(_DOUBLE).translate(_SINGLE)


# ── what is no text ──

_MARKUP = re.compile(
    r"<!--.*?-->|</?[a-zA-Z][^<>\n]*(?:\n[^<>\n]+)*>"
    r"|(?<=\])\((?:https?:|www\.|#|/|\./|mailto:)[^()\n]*\)"
    r"|(?:https?://|www\.)[^\s<>\"”»)\]]+",
    re.DOTALL,
)


_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
JOINER = "\u2060"
"""What fills up the place of a character that is written longer than it is; no word is parted."""


def without_markup(text: str) -> str:
    """Return a text with tags and addresses blanked in place: nobody reads what they hold.

    A character that is written by its name, as `&ldquo;`, stands for itself, filled up to as many
    characters.

    >>> without_markup('<a title="so">Here</a> [we](https://x.org/12)')
    '              Here     [we]                  '
    >>> without_markup("it&rsquo;s").replace(JOINER, ""), len(without_markup("it&rsquo;s"))
    ('it’s', 10)
    """
    if "&" in text:
        text = _ENTITY.sub(_spelled_out, text)
    if "<" not in text and "://" not in text and "www." not in text and "](" not in text:
        return text
    return _MARKUP.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def _spelled_out(entity: re.Match[str]) -> str:
    """Return the character that is meant, and what fills up its place; `<` opens no tag.

    Blanks stand outside of quotation marks and behind dashes; all else is joined to what follows.
    """
    meant = html.unescape(entity.group())
    if len(meant) != 1 or meant in "<>" or not (meant.isprintable() or meant.isspace()):
        return entity.group()
    many = len(entity.group()) - 1
    before, behind = entity.string[: entity.start()][-1:], entity.string[entity.end() :][:1]
    kind = unicodedata.category(meant)
    if kind in ("Zs", "Cf") or meant.isalnum() or (before.isalnum() and behind.isalnum()):
        return meant + JOINER * many
    opens = kind in ("Pi", "Ps") or (meant in "\"'" and behind.isalnum())
    return " " * many + meant if opens else meant + " " * many


# ── sentences ──


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end`."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Cut characters of a text into sentences.

    >>> text = "Of all, 42.3 % agree (e.g. Fig. 2). Few do not. “It is.” she said"
    >>> [text[s.start:s.end] for s in sentences(text, 0, len(text))]
    ['Of all, 42.3 % agree (e.g. Fig. 2).', 'Few do not.', '“It is.” she said']
    """
    return [Span(*span) for span in cut(text, start, end)]
