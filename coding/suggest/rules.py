"""Find a codebook's keywords in what was said, word form by word form.

A keyword or phrase is met where its lemmas stand in a row. Words that no dictionary knows (a
slip of the pen, a name) also count if they are spelled nearly like a one-word keyword. A hit
shortly after a negation is marked, not dropped: “no fear” is still about fear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.language import words as reading
from coding.language.words import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 80
"""The rapidfuzz ratio from which an unknown word counts as a keyword misspelled."""

SHORTEST = 5
"""Letters a word must have before a misspelling is looked for."""

Phrase = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordHit:
    """A keyword in a text: words `first` to `last` (excluded), as the codebook spells it."""

    code: int
    keyword: str
    first: int
    last: int
    negated: bool = False
    near: bool = False


class Keywords:
    """The keywords of a codebook in one language, ready to be looked for.

    `listed[i]` are the keywords of code `i`.
    """

    def __init__(self, listed: Sequence[Iterable[str]], language: str) -> None:
        self.language = language
        self.codes: dict[Phrase, list[tuple[int, str]]] = {}
        for code, keywords in enumerate(listed):
            for keyword in dict.fromkeys(keywords):
                for phrase in reading.phrases([keyword], language):
                    owners = self.codes.setdefault(phrase, [])
                    if code not in (owner for owner, _ in owners):
                        owners.append((code, keyword))
        self._single = {
            reading.spelled(phrase[0], language): phrase
            for phrase in self.codes
            if len(phrase) == 1 and len(reading.spelled(phrase[0], language)) >= SHORTEST
        }
        self._spelled_like: dict[int, tuple[Phrase, ...]] = {}  # word form → keywords, once each

    def find(self, words: Words) -> list[KeywordHit]:
        """Return every keyword in a text, in the order of the text for each keyword."""
        import numpy as np

        order = np.argsort(words.lemma, kind="stable")
        sorted_lemmas = words.lemma[order]
        near = self._misspelled(words)
        hits: list[KeywordHit] = []
        for phrase, owners in self.codes.items():
            places = _places(words.lemma, order, sorted_lemmas, phrase)
            for at in (*places, *near.get(phrase, ())):
                hits.extend(
                    KeywordHit(
                        code=code,
                        keyword=keyword,
                        first=int(at),
                        last=int(at) + len(phrase),
                        negated=bool(words.negated[at]),
                        near=at in near.get(phrase, ()) or self._is_slip(words, int(at)),
                    )
                    for code, keyword in owners
                )
        return hits

    def _is_slip(self, words: Words, at: int) -> bool:
        """Say whether a word is read as another one than it is spelled (`slips`)."""
        form = reading.spelled(int(words.form[at]), self.language)
        return int(words.lemma[at]) != reading.lemma_key(form, self.language)

    def _misspelled(self, words: Words) -> Mapping[Phrase, list[int]]:
        """Return the places of unknown words that are spelled nearly like a keyword."""
        import numpy as np

        if not self._single or reading.base(self.language) == "xx":
            return {}
        known = {phrase[0] for phrase in self.codes}
        found: dict[Phrase, list[int]] = {}
        keys, first = np.unique(words.form, return_index=True)
        for key, place in zip(keys.tolist(), first.tolist(), strict=True):
            like = self._spelled_like.get(key)
            if like is None:
                like = self._spelled_like[key] = self._nearly(reading.spelled(key, self.language))
            if not like or int(words.lemma[place]) in known:
                continue
            places = np.flatnonzero(words.form == np.uint64(key)).tolist()
            for phrase in like:
                found.setdefault(phrase, []).extend(places)
        return found

    def _nearly(self, form: str) -> tuple[Phrase, ...]:
        """Return the keywords that a word no dictionary knows is nearly spelled like."""
        from rapidfuzz import fuzz, process

        if len(form) < SHORTEST or not form.isalpha() or reading.known_word(form, self.language):
            return ()
        near = process.extract(
            form, list(self._single), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3
        )
        return tuple(self._single[choice] for choice, _, _ in near)


def _places(
    lemmas: NDArray[Any], order: NDArray[Any], sorted_lemmas: NDArray[Any], phrase: Phrase
) -> NDArray[Any]:
    """Return where a phrase of lemmas begins."""
    import numpy as np

    key = np.uint64(phrase[0])
    low, high = np.searchsorted(sorted_lemmas, key), np.searchsorted(sorted_lemmas, key, "right")
    places = np.sort(order[low:high])
    places = places[places + len(phrase) <= len(lemmas)]
    for step, part in enumerate(phrase[1:], 1):
        places = places[lemmas[places + step] == np.uint64(part)]
    return places
