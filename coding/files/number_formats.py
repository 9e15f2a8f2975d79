"""Write a spreadsheet's numbers as its cells show them.

A cell of the format `0.0%` that stores 0.485 shows 48.5%; one of `0.0` that stores 48.4821 shows
48.5. Formats are those of ECMA-376 part 1, section 18.8.31; what tables of figures do not have
is left out (fractions such as 1/2) or passed over (colours).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
DIGITS = 10
"""Digits that a cell without a format shows at most of what is no whole number."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_NUMBER = re.compile(r"(?:[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+),*")
_EXPONENT = re.compile(r"[Ee][+-]0+")


def shown(value: float, form: str) -> str:
    r"""Return a number as a cell of this format shows it.

    >>> shown(0.485, "0.0%"), shown(48.4821, "0.0"), shown(1200, "#,##0"), shown(0.1 + 0.2, "")
    ('48.5%', '48.5', '1,200', '0.3')
    >>> shown(48.5, '0.0" %"'), shown(0.485, r"0.0\ %"), shown(-3.25, "0.0;(0.0)")
    ('48.5 %', '48.5 %', '(3.3)')
    """
    section, value = _section(value, form)
    if section.strip().lower() in ("", GENERAL.lower(), "@"):
        return _general(value)
    literals: list[str] = []

    def kept(match: re.Match[str]) -> str:
        literals.append(match[1] if match[1] is not None else match[2] or "")
        return "\0"

    bare = _LITERAL.sub(kept, section)
    number = _NUMBER.search(bare)
    if not number and literals and not bare.strip("\0 "):
        return " ".join("".join(literals).split())
    if not number or _EXPONENT.search(bare) or "/" in bare:
        return _general(value)
    scaled = Decimal(repr(float(value))) * (100 ** bare.count("%"))
    thousands = len(number[0]) - len(number[0].rstrip(","))
    whole, _, parts = number[0].rstrip(",").partition(".")
    scaled /= 1000**thousands
    figure = _written(scaled, whole, parts)
    text = bare[: number.start()] + figure + bare[number.end() :]
    for literal in literals:
        text = text.replace("\0", literal, 1)
    return " ".join(text.replace("\u00a0", " ").split())


def _section(value: float, form: str) -> tuple[str, float]:
    """Return the part of a format for this number, and the number that is written with it."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)
    if any(map(_CONDITION.search, sections)):
        return next((part for part in sections if _meets(value, part)), sections[-1]), value
    if value < 0 and len(sections) > 1 and sections[1].strip():
        return sections[1], -value
    if value == 0 and len(sections) > 2 and sections[2].strip():
        return sections[2], value
    return sections[0], value


def _meets(value: float, section: str) -> bool:
    condition = _CONDITION.search(section)
    if not condition:
        return True
    bound = float(condition[2])
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[condition[1]]


def _written(number: Decimal, whole: str, parts: str) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-len(parts)), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    digits, _, after = f"{abs(rounded):f}".partition(".")
    least = sum(1 for sign_ in whole if sign_ == "0")
    digits = digits.lstrip("0").rjust(least, "0") if least or digits.strip("0") else ""
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    needed = max((at + 1 for at, sign_ in enumerate(parts) if sign_ == "0"), default=0)
    while len(after) > needed and after.endswith("0"):
        after = after[:-1]
    return f"{sign}{digits}{'.' + after if after else ''}" or "0"


def _general(value: float) -> str:
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.{DIGITS}g}"
    return f"{Decimal(text):f}" if "e" in text and abs(value) > 1e-6 else text
