"""Tell how likely it is that a coded passage speaks to a figure: by its words and its codes.

Nobody's decision is taken: what comes out orders what is proposed. A passage is compared by its
own words (word vectors against the figure and against its answer alone, letters, dictionary forms)
and by the codes that it carries, with those above them. `tests/bench/test_voices_bench.py` tries
each part, and fits the weight and the two numbers that make a likelihood of what they say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.language import negation, packs
from coding.language.vectors import vectors
from coding.model import Codebook, Indicator
from coding.survey.linking import code_text, indicator_text, option_text, wording

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.language.words import Words

CODES = 2.0
"""How much more the codes of a passage say than its words."""

AT, STEEP = -4.1, 1.9
"""The log odds that a passage speaks to a figure, where it is as alike as is usual, and for each
standard deviation more."""

_NEAR_NOTHING = 1e-9


class Passages:
    """Passages of one language, read once: what is compared with each figure.

    Reading 5,000 passages takes seconds, comparing them with a figure milliseconds.
    """

    def __init__(self, texts: Sequence[str], language: str) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.language = language
        self.vectors = vectors(texts, language)
        self.ways = (
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
            TfidfVectorizer(analyzer=self._lemmas, sublinear_tf=True),
        )
        self.matrices = [_fitted(way, texts) for way in self.ways]

    def _lemmas(self, text: str) -> Sequence[str]:
        return _telling(text, self.language)

    def alike(self, whole: str, answer: str) -> NDArray[Any]:
        """Return how alike each passage is to a figure and to its answer, on standard scores."""
        import numpy as np

        figure = vectors([whole, answer], self.language)
        parts = [*np.asarray(self.vectors @ figure.T).T]
        for way, matrix in zip(self.ways, self.matrices, strict=True):
            if matrix is not None:
                parts.append(np.asarray((matrix @ way.transform([whole]).T).todense())[:, 0])
        return standard(np.sum([standard(part) for part in parts], axis=0))


@packs.cached
def _telling(text: str, language: str) -> tuple[str, ...]:
    """Return the dictionary forms of a text's words that tell something."""
    from coding.language.words import spelled

    idle = _idle(language)
    words = (spelled(key, language) for key in _words(text, language).lemma)
    return tuple(word for word in words if word.isalpha() and word not in idle)


@packs.cached
def _idle(language: str) -> frozenset[str]:
    from coding.language.words import stop_words

    return stop_words(language)


def _fitted(way: Any, texts: Sequence[str]) -> Any:
    """Return the texts as a way of comparing has them, None where no text has a word for it."""
    try:
        return way.fit_transform(texts)
    except ValueError:  # "empty vocabulary"
        return None


def standard(scores: NDArray[Any]) -> NDArray[Any]:
    """Return scores as standard deviations from what is usual, 0 where all are the same.

    >>> import numpy as np
    >>> standard(np.array([1.0, 3.0])).tolist(), standard(np.array([2.0])).tolist()
    ([-1.0, 1.0], [0.0])
    """
    centred = scores - scores.mean() if len(scores) else scores
    spread = float(scores.std()) if len(scores) else 0.0
    return centred / spread if spread > _NEAR_NOTHING else centred * 0


def by_codes(
    book: Codebook, figure: Indicator, language: str, carried: Sequence[Sequence[str]]
) -> NDArray[Any]:
    """Return how like a figure the codes of each passage are, with those above them."""
    import numpy as np

    codes = list(book)
    if not codes or not carried:
        return np.zeros(len(carried))
    whole, answer = indicator_text(figure), option_text(figure)
    said = [code_text(code, language) for code in codes]
    names = vectors([code.names.get(language, code.name) for code in codes], language)
    alike = (
        standard(wording(said, [whole])[:, 0])
        + standard((names @ vectors([whole], language).T)[:, 0])
        + standard((vectors(said, language) @ vectors([answer], language).T)[:, 0])
    )
    of_code = {
        code.id: max(float(alike[at[up.id]]) for up in book.path(code.id))
        for at in [{code.id: place for place, code in enumerate(codes)}]
        for code in codes
    }
    least = min(of_code.values())
    return standard(
        np.array([max((of_code.get(c, least) for c in each), default=least) for each in carried])
    )


def likelihoods(by_words: NDArray[Any], of_codes: NDArray[Any]) -> list[float]:
    """Return for each passage how likely it is that it speaks to the figure, from 0 to 1."""
    scores = standard(by_words + CODES * of_codes)
    return [1 / (1 + math.exp(-(AT + STEEP * float(score)))) for score in scores]


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a passage says to an answer by a word of it: `with` or `against` it, and the words.

    `denied` says that the passage denies the word.
    """

    lean: str
    words: str
    denied: bool = False

    @property
    def told(self) -> str:
        """Say what is seen, not what is meant.

        >>> Leaning("against", "not safe", denied=True).told
        'denies a word of the answer: “not safe”'
        """
        what = {
            ("with", False): "has a word of the answer",
            ("against", True): "denies a word of the answer",
            ("with", True): "denies what the answer denies",
            ("against", False): "has a word that the answer denies",
        }[self.lean, self.denied]
        return f"{what}: “{self.words}”"


def leaning(answer: str, text: str, language: str, *, others: Sequence[str] = ()) -> Leaning | None:
    """Say whether a passage has a word of an answer as it is, or denied; None if neither is told.

    A word of the answer that a negation reaches speaks against it, unless the answer denies it
    too. Words that the `others` of its question share with it tell nothing; nor does a passage
    in which both stand. It is a hint for who reads it: of what is meant it says little, and of
    what is said in other words nothing.

    >>> leaning("Feels safe", "I do not feel safe here.", "en", others=["Feels unsafe"])
    Leaning(lean='against', words='not feel safe', denied=True)
    >>> leaning("Feels safe", "It is safe here.", "en")
    Leaning(lean='with', words='safe', denied=False)
    >>> leaning("Feels safe", "Prices went up.", "en") is None
    True
    """
    from coding.language.words import spelled

    shared = {key for other in others for key in map(int, _words(other, language).lemma)}
    idle = _idle(language)
    asked = _words(answer, language)
    wanted: dict[int, bool] = {}
    for key, denied in zip(map(int, asked.lemma), asked.negated, strict=True):
        word = spelled(key, language)
        telling = word.isalpha() and word not in idle and not negation.denies(word, language)
        if telling and key not in shared:
            wanted[key] = bool(denied)
    said = _words(text, language)
    met: dict[str, Leaning] = {}
    for place, key in enumerate(map(int, said.lemma)):
        if key in wanted:
            denied = bool(said.negated[place])
            first = _denying(said, text, place, language) if denied else place
            lean = "with" if denied == wanted[key] else "against"
            words = text[_start(text, int(said.start[first])) : int(said.end[place])]
            met.setdefault(lean, Leaning(lean, " ".join(words.split()), denied))
    return next(iter(met.values())) if len(met) == 1 else None


def _start(text: str, place: int) -> int:
    """Return where the word begins of which something stands at a place, as "n't" in "don't".

    >>> _start("you don't", 6)
    4
    """
    while place and not text[place - 1].isspace():
        place -= 1
    return place


@packs.cached
def _words(text: str, language: str) -> Words:
    from coding.language.words import read

    return read(text, language)


def _denying(said: Words, text: str, place: int, language: str) -> int:
    """Return the place of the word that denies another."""
    for at in range(place - 1, -1, -1):
        if negation.denies(text[int(said.start[at]) : int(said.end[at])].lower(), language):
            return at
    return place
