"""Phrases are found as if each were tried at each place, in whatever order they are looked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.language import packs, phrases

LETTERS = "abAB еёЕЁ'’-*"


def listed(first: str) -> st.SearchStrategy[list[str]]:
    """Return up to forty phrases that begin with one of some signs."""
    phrase = st.tuples(st.sampled_from(first), st.text(LETTERS, max_size=4)).map("".join)
    return st.lists(phrase.map(str.strip), min_size=1, max_size=40)


PHRASES = st.one_of(listed("abABеёЕЁ'"), listed("abеё*"))
TEXTS = st.text(LETTERS.replace("*", "x\n."), max_size=60)


def one_by_one(words: list[str]) -> str:
    """Return the pattern of all phrases, the longest first, each tried at each place."""
    listed = sorted(dict.fromkeys(words), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(map(phrases._pattern, listed)) + ")"


def spans(pattern: str, text: str, flags: int) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text, flags)]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@example(
    words=[*"123456789", "ёbbbb", "еa b", "ёa"], text="еa b"
)  # the longest, by whichever letter it begins
@example(words=[*"123456789", "Abbbb", "aa b", "Aa"], text="aa b")
@given(words=PHRASES, text=TEXTS)
def test_many_phrases_are_found_where_each_would_be(
    words: list[str], text: str, flags: int
) -> None:
    found = spans(phrases.alternatives(words), text, flags)
    assert found == spans(one_by_one(words), text, flags)


@pytest.mark.parametrize("pack", packs.every(), ids=lambda pack: pack.language)
@given(data=st.data())
def test_what_packs_tell_people_by_is_found_where_each_would_be(
    pack: packs.Pack, data: st.DataObject
) -> None:
    words = [phrase for listed in pack.telling.jobs.values() for phrase in listed]
    if not words:
        return
    told = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=8))
    text = " and ".join(phrase.replace("*", "s") for phrase in told)
    pattern = phrases.alternatives(words)
    assert spans(pattern, text, re.I) == spans(one_by_one(words), text, re.I)
    assert spans(pattern, text.upper(), re.I) == spans(one_by_one(words), text.upper(), re.I)
