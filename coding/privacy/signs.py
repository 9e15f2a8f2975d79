"""Find what reaches or numbers a person: e-mail, telephone, account, document, car."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import RiskKind

LEAST_DIGITS = 7
"""Digits of the shortest telephone number that is told from a sum by its shape alone."""

LONGEST_NUMBER = 15
"""Digits of the longest telephone number (ITU-T E.164)."""

DOCUMENT = 8
"""Digits in a row from which a bare number is a document's; sums of money are grouped."""

_MAIL = r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
_ADDRESS = r"(?:https?://|www\.)\S+[\w/]|\b(?:t\.me|wa\.me|vk\.com|fb\.com|instagram\.com|facebook\.com)/\S+\w"
_HANDLE = r"(?<![\w@.])@[A-Za-z_][\w.]{2,}\w"
_IBAN = r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b"
_CAPITAL = r"[A-ZŠČĆŽĐ]{2}"
_RUSSIAN = r"[\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425]"
_PLATE = (
    rf"\b{_CAPITAL}[ -]\d{{3,4}}[ -]{_CAPITAL}\b"
    rf"|\b{_RUSSIAN}\d{{3}}{_RUSSIAN}{{2}} ?\d{{2,3}}\b"
)
_DIGITS = re.compile(r"(?<![\w.,/-])(?:\+|\(?\+?)?\d(?:[\d ()./-]{4,}\d)(?![\w])")
_DATE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}\s*[-/]\s*\d{4}"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_WRITTEN = re.compile(
    rf"(?P<mail>{_MAIL})|(?P<page>{_ADDRESS})|(?P<handle>{_HANDLE})|(?P<iban>{_IBAN})|(?P<plate>{_PLATE})"
)
_KINDS = {
    "mail": (RiskKind.CONTACT, "an e-mail address"),
    "page": (RiskKind.CONTACT, "a page that may be somebody’s"),
    "handle": (RiskKind.CONTACT, "an account’s name"),
    "iban": (RiskKind.NUMBER, "an account’s number"),
    "plate": (RiskKind.NUMBER, "a car’s number plate"),
}
NEAR = 40
"""Characters before a number in which its kind may be said."""


def signs(text: str) -> Iterator[tuple[int, int, RiskKind, str]]:
    """Yield start, end, kind and a name for each telephone number, e-mail address and the like.

    >>> [text[a:b] for text in ["Call 064 123 45 67, or ana@mail.rs"] for a, b, *_ in signs(text)]
    ['ana@mail.rs', '064 123 45 67']
    >>> list(signs("From 2014-2019 I paid 1 250 000 dinars on 12.03.2022, 350 000 in all."))
    []
    """
    taken = []
    for match in _WRITTEN.finditer(text):
        taken.append(match.span())
        kind, name = _KINDS[str(match.lastgroup)]
        yield match.start(), match.end(), kind, name
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if any(a < end and start < b for a, b in taken):
            continue
        told = _numbered(text, start, end)
        if told:
            yield start, end, *told


def _numbered(text: str, start: int, end: int) -> tuple[RiskKind, str] | None:
    written = text[start:end]
    digits = sum(map(str.isdigit, written))
    before = text[max(0, start - NEAR) : start]
    if _DATE.fullmatch(written.strip()):
        return None
    if _identities().search(before):
        return RiskKind.NUMBER, "a number of a document or an account"
    if _contacts().search(before) and digits >= LEAST_DIGITS - 1:
        return RiskKind.CONTACT, "a telephone number"
    if _GROUPED.fullmatch(written):
        return None
    if written.isdigit():
        if digits < DOCUMENT:
            return None
        if written[0] == "0" and digits <= LONGEST_NUMBER:
            return RiskKind.CONTACT, "a telephone number"
        return RiskKind.NUMBER, "a number of a document or an account"
    groups = re.findall(r"\d+", written)
    if LEAST_DIGITS <= digits <= LONGEST_NUMBER and len(groups) > 1:
        leads = written.lstrip("(").startswith(("+", "0", "8"))
        if leads or (digits >= LEAST_DIGITS and len(groups) >= 3 and not _years(groups)):
            return RiskKind.CONTACT, "a telephone number"
    return None


def _years(groups: list[str]) -> bool:
    return any(len(group) == 4 and group[:2] in ("19", "20") for group in groups)


@packs.cached
def _contacts() -> re.Pattern[str]:
    return re.compile(
        rf"{alternatives(packs.together('naming.contacts'))}\W*(?:\w+\W+){{0,2}}$", re.I
    )


@packs.cached
def _identities() -> re.Pattern[str]:
    return re.compile(
        rf"{alternatives(packs.together('naming.identities'))}\W*(?:\w+\W+){{0,2}}$", re.I
    )
