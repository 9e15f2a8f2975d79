"""Lay the keywords that were found beside passages and questions: one pass for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.suggest.rules import KeywordHit

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEGATED = 0.6
"""What a keyword after a negation counts beside one that is affirmed."""


class Hits:
    """The keywords in passages and their questions. Rows are passages, columns codes.

    `texts` has for each transcript the keywords found in it, the words of each passage, and
    those of the question that each answers; passages stand in the order of the text. Rows are
    counted through all transcripts. A hit that reaches over a border is in neither side.
    """

    def __init__(
        self, texts: Sequence[tuple[Sequence[KeywordHit], Sequence[slice], Sequence[slice]]]
    ) -> None:
        import numpy as np

        self.size = sum(len(spans) for _, spans, _ in texts)
        self._asked = np.full(self.size, -1)
        self._hits: list[KeywordHit] = []
        rows, questions, begun, number = [], [], 0, 0
        for hits, spans, asked in texts:
            bounds = np.array([(h.first, h.last) for h in hits], int).reshape(-1, 2)
            rows.append(_inside([(s.start, s.stop) for s in spans], bounds, begun))
            told = sorted({(s.start, s.stop) for s in asked if s.start < s.stop})
            questions.append(_inside(told, bounds, number))
            at = {question: number + place for place, question in enumerate(told)}
            for row, span in enumerate(asked, begun):
                self._asked[row] = at.get((span.start, span.stop), -1)
            self._hits.extend(hits)
            begun, number = begun + len(spans), number + len(told)
        none = np.zeros(0, int)
        self._row = np.concatenate([none, *rows])
        self._question = np.concatenate([none, *questions])
        self._within = self._gathered(self._row)
        self._before = self._gathered(self._question)

    def _gathered(self, places: NDArray[Any]) -> Mapping[tuple[int, int], list[KeywordHit]]:
        gathered: dict[tuple[int, int], list[KeywordHit]] = {}
        for place, hit in zip(places.tolist(), self._hits, strict=True):
            if place >= 0:
                gathered.setdefault((place, hit.code), []).append(hit)
        return gathered

    def of(self, row: int, code: int) -> tuple[list[KeywordHit], list[KeywordHit]]:
        """Return the keywords of a code in a passage, and those in its question."""
        question = int(self._asked[row])
        return self._within.get((row, code), []), self._before.get((question, code), [])

    def rarity(self) -> dict[tuple[int, str], float]:
        """Return the idf of each code's keywords: log((n + 1) / (1 + passages with it))."""
        import numpy as np

        with_it: dict[tuple[int, str], set[int]] = {}
        for row, hit in zip(self._row.tolist(), self._hits, strict=True):
            if row >= 0:
                with_it.setdefault((hit.code, hit.keyword), set()).add(row)
        return {
            key: float(np.log((self.size + 1) / (1 + len(rows)))) for key, rows in with_it.items()
        }

    def strength(
        self, codes: int, *, known: Mapping[tuple[int, str], float] | None = None
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the summed idf of each code's keywords in (passages, questions).

        The idf of a keyword is as in `rarity`, or as `known` from elsewhere; a passage has it once,
        affirmed if it is affirmed anywhere in it, and × `NEGATED` otherwise.
        """
        import numpy as np

        said = np.zeros((self.size, codes), np.float32)
        asked = np.zeros_like(said)
        told = (self._row >= 0) | (self._question >= 0)
        counted = [hit for hit, is_told in zip(self._hits, told, strict=True) if is_told]
        if not counted:
            return said, asked
        number: dict[tuple[int, str], int] = {}
        key = np.array([number.setdefault((h.code, h.keyword), len(number)) for h in counted])
        weight = np.array([NEGATED if hit.negated else 1.0 for hit in counted])
        owner = np.array([column for column, _ in number])
        keys, rows, best = _best(key, self._row[told], weight)
        rarity = np.log((self.size + 1) / (1 + np.bincount(keys, minlength=len(owner))))
        if known is not None:
            rarity = np.array(
                [known.get(key, rare) for key, rare in zip(number, rarity, strict=True)]
            )
        np.add.at(said, (rows, owner[keys]), (best * rarity[keys]).astype(np.float32))
        keys, questions, best = _best(key, self._question[told], weight)
        answers, of = self._answers(questions)
        keys, best = keys[of], best[of]
        np.add.at(asked, (answers, owner[keys]), (best * rarity[keys]).astype(np.float32))
        return said, asked

    def _answers(self, questions: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the rows that answer each of the questions, and which of these each answers."""
        import numpy as np

        order = np.argsort(self._asked, kind="stable")
        asked = self._asked[order]
        low, high = (np.searchsorted(asked, questions, side) for side in ("left", "right"))
        counts = high - low
        of = np.repeat(np.arange(len(questions)), counts)
        step = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
        return order[low[of] + step], of


def _inside(spans: Sequence[tuple[int, int]], bounds: NDArray[Any], first: int) -> NDArray[Any]:
    """Return the number, from `first` on, of the span that holds each of the bounds, else -1."""
    import numpy as np

    if not len(spans):
        return np.full(len(bounds), -1)
    starts, stops = np.array(spans).T
    at = np.searchsorted(starts, bounds[:, 0], "right") - 1
    held = (at >= 0) & (bounds[:, 1] <= stops[at])
    return np.where(held, at + first, -1)


def _best(
    key: NDArray[Any], place: NDArray[Any], weight: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return each (key, place) once, by key, with its greatest weight; places below 0 left out."""
    import numpy as np

    key, place, weight = (column[place >= 0] for column in (key, place, weight))
    order = np.lexsort((-weight, place, key))
    key, place, weight = key[order], place[order], weight[order]
    first = np.ones(len(key), bool)
    first[1:] = (key[1:] != key[:-1]) | (place[1:] != place[:-1])
    return key[first], place[first], weight[first]
