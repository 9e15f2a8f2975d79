"""Tell whether a number is said of women, of men or of those of an age alone."""

from __future__ import annotations

import re

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Indicator

_REST = 30
"""Characters after a group's first word in which another one may follow: "men and women"."""


@packs.cached
def _groups() -> dict[str, str]:
    """Return a pattern for words of each group: those of a gender, and ages."""

    def words(key: str) -> str:
        return alternatives(word for word in packs.together(key) if len(word.strip("*")) > 1)

    band = rf"\d{{2}}(?:\s?[-–—]\s?\d{{2}}|\s+{words('ages.to')}\s+\d{{2}}|\s?\+)?(?!\s?%|[\d.,]\d)"
    return {
        "women": words("people.women"),
        "men": words("people.men"),
        "ages": rf"{words('ages.aged')}\s+{band}",
    }


@packs.cached
def _limits() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for a group at the head of a sentence, right behind a number, and for all."""
    lead = alternatives([*packs.together("people.among"), *packs.together("people.of")])
    group = "|".join(f"(?P<{name}>{words})" for name, words in _groups().items())
    between = r"(?:[^\W\d]+\s+){0,2}?"
    whole = alternatives([*packs.together("totals"), *packs.together("overall")])
    return (
        re.compile(rf"\W*{lead}\s+{between}(?:{group})(?!['’])", re.I),
        re.compile(rf"\s*(?:\([^()]*\)\s*)?(?:{lead}\s+{between})?(?:{group})(?!['’])", re.I),
        re.compile(rf"\s*{lead}\s+{whole}", re.I),
    )


def limited_to(text: str, sentence: int, start: int, end: int) -> tuple[str, str]:
    """Return which group alone a number is said of, and in which words; two `""` for none.

    The number is characters `start` to `end` of a sentence that begins at `sentence`. A group that
    a sentence begins with holds for all of its numbers, one right behind a number for that.

    >>> text = "Of men, 41% agree, and 12% of women do. Of men and women 30%."
    >>> limited_to(text, 0, 8, 11), limited_to(text, 0, 23, 26), limited_to(text, 40, 57, 60)
    (('men', 'men'), ('women', 'women'), ('', ''))
    """
    head, behind, everybody = _limits()
    if everybody.match(text, end):
        return "", ""
    found = behind.match(text, end) or head.match(text, sentence, start)
    if found is None or found.lastgroup is None:
        return "", ""
    name = found.lastgroup
    rest = re.split(r"[.,;:!?()\d]", text[found.start(name) : found.end() + _REST])[0]
    others = (words for other, words in _groups().items() if other not in (name, "ages"))
    if name != "ages" and any(re.search(words, rest, re.I) for words in others):
        return "", ""
    return name, found[name]


def speaks_of_others(text: str, group: str) -> bool:
    """Say whether a draft speaks of others than one group: else its survey may be of that alone.

    >>> speaks_of_others("Of women, 41% agree.", "women"), speaks_of_others("Women, men", "women")
    (False, True)
    """
    if group == "ages":
        return len(set(re.findall(_groups()[group], text, re.I))) > 1
    return bool(re.search(_groups()["men" if group == "women" else "women"], text, re.I))


def speaks_of(figure: Indicator, group: str) -> bool:
    """Say whether a figure's own words name a group: then it may be of that one alone."""
    words = f"{figure.question} {figure.option} {figure.subgroup} {figure.title}"
    return bool(re.search(_groups()[group], words, re.I))
