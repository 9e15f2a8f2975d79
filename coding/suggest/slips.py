"""Read a word that no dictionary knows as the one it is a slip of, if the study says that too.

Who answers in haste drops, doubles or swaps a letter, and the word is then like no other. What is
written as a name, with a capital inside a sentence, stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.language import vectors as meaning
from coding.language import words as reading
from coding.suggest.rules import SHORTEST

if TYPE_CHECKING:
    from coding.suggest.corpus import Prepared

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A word that is read as another, how often it stands there, and in how many turns."""

    language: str
    written: str
    read_as: str
    times: int
    turns: int


def misspellings(prepared: Iterable[Prepared]) -> list[Misspelling]:
    """List the words of transcripts that are read as others, the most frequent first."""
    times: dict[tuple[str, str, str], int] = {}
    turns: dict[tuple[str, str, str], set[tuple[str, int]]] = {}
    for read in prepared:
        starts = [passage.start for passage in read.passages]
        for start, end, word in read.slips:
            key = read.language, read.text[start:end].lower(), word
            turn = read.passages[bisect_right(starts, start) - 1].turn
            times[key] = times.get(key, 0) + 1
            turns.setdefault(key, set()).add((read.transcript, turn))
    return [
        Misspelling(*key, times=count, turns=len(turns[key]))
        for key, count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    ]


def corrected(
    prepared: Sequence[Prepared], told: Iterable[str], language: str
) -> Sequence[Prepared]:
    """Return transcripts with their slips read as what is meant; `told` are the codebook's texts.

    What stands in the text stays; lemmas and vectors become those of the words meant.
    """
    import numpy as np

    forms = [np.unique(read.words.form) for read in prepared]
    spelled = {
        int(key): reading.spelled(int(key), language)
        for key in np.unique(np.concatenate([np.zeros(0, np.uint64), *forms]))
    }
    words = {word for text in told for word in _WORD.findall(text.lower())}
    found = meant(set(spelled.values()), words, language)
    slips = {key: found[word] for key, word in spelled.items() if word in found}
    if not slips:
        return prepared
    keys = np.array(list(slips), np.uint64)
    return [
        _respelled(read, slips) if np.isin(own, keys).any() else read
        for read, own in zip(prepared, forms, strict=True)
    ]


def meant(said: Collection[str], told: Collection[str], language: str) -> dict[str, str]:
    """Return unknown word → known word, of those said or told, all in small letters.

    They are one letter apart: another, one more, one fewer, or two swapped (optimal string
    alignment), also where that is so of the dictionary form. What may be either of two is left.

    >>> said = ["freinds", "friends", "wating", "eating", "waiting", "alergy"]
    >>> meant(said, ["allergies"], "en")
    {'alergy': 'allergy', 'freinds': 'friends'}
    """
    from rapidfuzz.distance import OSA

    unknown = sorted(
        word for word in said
        if len(word) >= SHORTEST and word.isalpha() and word not in told
        and not reading.known_word(word, language)
    )  # fmt: skip
    if not unknown:
        return {}
    by_part: dict[str, list[str]] = {}
    for word in unknown:
        for part in _parts(word):
            by_part.setdefault(part, []).append(word)
    known = {
        word for word in {*said, *told}
        if len(word) >= SHORTEST - 1 and (word in told or reading.known_word(word, language))
    }  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for word in sorted(known | {reading.lemma(word, language) for word in known}):
        for slip in {slip for part in _parts(word) for slip in by_part.get(part, ())}:
            if OSA.distance(slip, word) == 1:
                found.setdefault(slip, {})[reading.lemma(word, language)] = word
    return {
        slip: word for slip in unknown if len(found.get(slip, ())) == 1
        for word in found[slip].values()
    }  # fmt: skip


def _parts(word: str) -> set[str]:
    """Return a word, and it without each of its letters: words one letter apart share one."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _respelled(read: Prepared, slips: Mapping[int, str]) -> Prepared:
    import numpy as np

    words = read.words
    lemma, vectors = words.lemma.copy(), read.vectors.copy()
    is_slip = np.isin(words.form, np.array(list(slips), np.uint64))
    begins = np.isin(words.start, read.sentences[:, 0])
    named = np.array([read.text[start].isupper() for start in words.start.tolist()], bool)
    at = np.flatnonzero(is_slip & (begins | ~named))
    meant = [slips[key] for key in words.form[at].tolist()]
    lemma[at] = np.array([reading.lemma_key(word, read.language) for word in meant], np.uint64)
    places = zip(words.start[at].tolist(), words.end[at].tolist(), meant, strict=True)
    made = replace(read, words=replace(words, lemma=lemma), slips=tuple(places))
    with_slip = [
        row for row, span in enumerate(read.spans)
        if np.searchsorted(at, span.start) < np.searchsorted(at, span.stop)
    ]  # fmt: skip
    passages = [read.passages[row] for row in with_slip]
    said = [made.said(passage.start, passage.end) for passage in passages]
    vectors[with_slip] = meaning.vectors(said, read.language)
    return replace(made, vectors=vectors)
