"""Read the label of an answer: whether it says that there is none, and why.

Labels follow the habits of the European Social Survey ("Not applicable*", "Refusal*"), the
General Social Survey ("IAP", ".d:  Do not Know"), the ANES ("-1. Inapplicable"), the Eurobarometer
("INAP. (not 1 in QA1)", "DK (SPONTANEOUS)"), the German Socio-Economic Panel ("[-2] trifft nicht
zu") and their like; the words stand in the language packs under `missing`.
"""

from __future__ import annotations

import re

from coding.language import packs
from coding.language.phrases import alternatives
from coding.language.script import folded
from coding.model import Absence

_KINDS = {
    "not_asked": Absence.NOT_ASKED,
    "dont_know": Absence.DONT_KNOW,
    "refused": Absence.REFUSED,
    "no_answer": Absence.NO_ANSWER,
}

_CODE = re.compile(
    r"^\s*[\[(]?\s*[-−]?\d+\s*[\])]?\s*[.:)=\]–-]?\s+(?=\D)|^\s*[\[(][-−]?\d+[\])]\s*"
    r"|^\s*\.[a-z]\s*[:=–-]?\s+(?=\D)"
)
_SEPARATORS = re.compile(r"[,/;:()\[\]|–—]|\s-\s|\.\s")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GENDERS = re.compile(r"(?<=\w{4})(?:\(-?\w{1,3}\)|/-?[^\W\dA-ZА-Я]{1,2}(?!\w))")
"""Endings for him and her: "ответил(а)", "siguran/na"."""

_EXTENDED = re.compile(r"\.[a-z]|[-–—?]+")
"""Kinds of missing values as Stata and the General Social Survey name them: `.i`, `.d`; signs."""


@packs.cached
def _patterns() -> dict[Absence, re.Pattern[str]]:
    return {
        kind: re.compile(alternatives(w.rstrip(".") for w in packs.together(f"missing.{key}")))
        for key, kind in _KINDS.items()
    }


@packs.cached
def _unclear() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("missing.unclear")))


@packs.cached
def _joins() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("missing.joins")))


@packs.cached
def _aside() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("missing.aside")))


def bare(label: str) -> str:
    """Return a label in small letters without a code before it and marks behind it.

    >>> bare("-1. Inapplicable*"), bare("[-2] Trifft nicht zu"), bare("Don’t know")
    ('inapplicable', 'trifft nicht zu', "don't know")
    """
    text = _CODE.sub("", " ".join(label.split()), count=1)
    text = text.casefold().replace("ß", "ss").replace("’", "'").replace("´", "'").replace("`", "'")
    return folded(text).strip(" *†‡[]()<>\"'.!").strip()


@packs.cached
def absence_of(label: str) -> Absence | None:
    """Return what kind of no answer a label names, None for one that names an answer.

    >>> [absence_of(x) for x in ("Not applicable*", "Refusal/DK", "Затрудняюсь ответить", "Green")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [<Absence.NOT_ASKED: 'not asked'>, <Absence.REFUSED: 'refused'>,
     <Absence.DONT_KNOW: "don't know">, None]
    """
    return _told_by(label) or _told_by(_GENDERS.sub("", label))


def _told_by(label: str) -> Absence | None:
    text = bare(label)
    whole = _kind(text)
    if whole or not text:
        return whole
    begun = _patterns()[Absence.NOT_ASKED].match(text)
    if begun and (" " in begun[0] or text[begun.end()] in ",.:;(-"):
        return Absence.NOT_ASKED
    text = bare(_BRACKETS.sub(" ", label)) or text
    if (whole := _kind(text)) is not None:
        return whole
    pieces = _pieces(text)
    kinds = [_kind(piece) for piece in pieces]
    if kinds and _vague(pieces[0]):
        inside = {_kind(bare(words)) for words in _BRACKETS.findall(label)} - {None}
        return inside.pop() if len(inside) == 1 else None
    if not kinds or kinds[0] is None:
        return None
    if kinds[0] is Absence.NOT_ASKED:
        return kinds[0]
    told_of = {kind for kind, piece in zip(kinds, pieces, strict=True) if not _vague(piece)}
    if None in told_of:
        return None
    if Absence.NOT_ASKED in told_of:
        return Absence.NOT_ASKED if told_of <= {*_SILENT} else None
    return kinds[0]


_SILENT = (Absence.NOT_ASKED, Absence.NO_ANSWER)


def _pieces(text: str) -> list[str]:
    """Return what a label says one after the other, without what it says to the interviewer."""
    pieces = [piece.strip(" *.'\"!") for piece in _SEPARATORS.split(_joins().sub("/", text))]
    return [piece for piece in pieces if piece and not _aside().fullmatch(piece)]


def _vague(text: str) -> bool:
    return bool(_unclear().fullmatch(text)) and _kind(text) is None


def _kind(text: str) -> Absence | None:
    return next((kind for kind, words in _patterns().items() if words.fullmatch(text)), None)


@packs.cached
def is_unclear(label: str) -> bool:
    """Tell whether a label may be no answer: an abbreviation of more than one thing, or part of it.

    >>> is_unclear("N/A"), is_unclear("None/Not applicable"), is_unclear("Not applicable")
    (True, True, False)
    """
    text = " ".join(label.split()).casefold().strip(" *")
    if _vague(text) or _vague(text.strip(" ()[]")) or _EXTENDED.fullmatch(text):
        return True
    pieces = _pieces(bare(label))
    return len(pieces) > 1 and any(map(_kind, pieces)) and absence_of(label) is None
