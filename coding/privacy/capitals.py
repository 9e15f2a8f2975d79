"""Find words with capitals that stand side by side, and tell where a capital says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENING = "\"'“”„‟«‹‘‚(*_"
_ENDING = ".!?…:;—–\n"
_NOTE = re.compile(r"[\[(][^\[\]()\n]*[\])]\s*$")
_LONGEST_ACRONYM = 6

NEAR = 60
"""Characters before a word in which is looked for what it begins, or follows."""


@dataclass(frozen=True, slots=True)
class Capital:
    """A word with a capital; `first`: the first of its sentence, where a capital tells nothing."""

    start: int
    end: int
    word: str
    first: bool


def capitals(text: str) -> Iterator[list[Capital]]:
    """Yield capitalised words that stand side by side: *Sremska Mitrovica*, *Ana Petrović*."""
    group: list[Capital] = []
    for match in WORD.finditer(text):
        word = match[0]
        if not word[0].isupper() or (len(word) == 1 and text[match.end() : match.end() + 1] != "."):
            continue
        token = Capital(match.start(), match.end(), word, _is_first(text, match.start()))
        if (
            group
            and re.fullmatch(r"[ \u00a0-]|\. ", text[group[-1].end : token.start])
            and (not token.first or len(group[-1].word) == 1)
        ):
            group.append(token)
            continue
        if group:
            yield group
        group = [token]
    if group:
        yield group


def is_acronym(word: str) -> bool:
    """Say whether a word is in capitals, and short enough to be letters of several.

    >>> is_acronym("UNHCR"), is_acronym("SUBOTICA")
    (True, False)
    """
    return word.isupper() and len(word) <= _LONGEST_ACRONYM


def _is_first(text: str, start: int) -> bool:
    """Say whether a word begins a sentence, a line, or a speech in quotation marks."""
    before = _NOTE.sub("", text[max(0, start - NEAR) : start])
    bare = before.rstrip(" \t\u00a0")
    opened = bare.rstrip(_OPENING + " ")
    if opened != bare:
        return True
    return not bare or bare[-1] in _ENDING or bare[-1] == "•" or bare.endswith((" -", "\n-"))
