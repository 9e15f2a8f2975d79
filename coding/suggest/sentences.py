"""Lay sentences beside the codebook, one transcript at a time, as it is asked for.

A sentence is read with what stands around it: the question before it and its neighbours in the
turn. Of a long study only the transcripts at hand are kept; what is usual for a code's text is
worked out once, on sentences of transcripts drawn evenly.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coding.arithmetic.axes import first_axes
from coding.arithmetic.unit import unit
from coding.suggest.corpus import QUESTION, Prepared, Side
from coding.suggest.hits import Hits
from coding.suggest.likeness import Likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

AXES = 256
"""Axes that the words of sentences are laid on: their latent semantic analysis (Deerwester et al.
1990, Journal of the American Society for Information Science 41: 391-407)."""

AROUND = 4
"""Sentences before and after one, in its turn, that are read with it."""

NEIGHBOURS = 0.5
"""How much they count beside it, all together."""

DRAWN = 5_000
"""Passages on which the axes, and what is usual, are worked out."""

KEPT = 10_000
"""Sentences whose transcripts are kept at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencePlaces:
    """Where the sentences of one transcript stand, and who says them. Rows are sentences."""

    transcript: str
    start: NDArray[Any]
    end: NDArray[Any]
    passage: NDArray[Any]
    turn: NDArray[Any]
    asked: NDArray[Any]
    words: NDArray[Any]

    def __len__(self) -> int:
        return len(self.start)

    def on(self, start: int, end: int) -> NDArray[Any]:
        """Return the sentences that a segment covers by half, or which hold half of it."""
        import numpy as np

        low = int(np.searchsorted(self.end, start, "right"))
        high = int(np.searchsorted(self.start, end))
        rows = np.arange(low, max(low, high))
        shared = np.minimum(self.end[rows], end) - np.maximum(self.start[rows], start)
        return rows[2 * shared >= np.minimum(self.end[rows] - self.start[rows], end - start)]

    def is_short_turn(self, first: int, last: int) -> bool:
        """Say whether sentences are all of a turn, and that no longer than a passage."""
        turn = self.turn[first]
        before = first == 0 or self.turn[first - 1] != turn
        after = last + 1 == len(self) or self.turn[last + 1] != turn
        return bool(before and after and self.passage[first] == self.passage[last])


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceBlock(SentencePlaces):
    """The sentences of one transcript with all that no decision changes. Rows are sentences.

    `meant` and `worded` are sums over words (rows × 256), so that those of sentences in a row add
    up to those of the run; `by_vector` and `by_word` are what the ridges learn from: sentence,
    question and neighbours side by side. `likeness` and `near` (rows × codes × 5) are how alike
    sentences, and their neighbours, are to the codes' texts, by `meaning`, `wording` and keywords.
    """

    meant: NDArray[Any]
    worded: NDArray[Any]
    by_vector: NDArray[Any]
    by_word: NDArray[Any]
    likeness: NDArray[Any]
    near: NDArray[Any]
    meaning: Likeness
    wording: Likeness
    hits: Hits


class Sentences:
    """The sentences of one language; see `SentenceBlock`."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._blocks: OrderedDict[str, SentenceBlock] = OrderedDict()
        self._making = threading.RLock()

    def __contains__(self, transcript: object) -> bool:
        return transcript in self.side.first

    def place(self, transcript: str, first: int, last: int) -> tuple[int, int]:
        """Return the characters of a run of sentences."""
        bounds = self.side.by_transcript[transcript].sentences
        return int(bounds[first, 0]), int(bounds[last, 1])

    def places(self, transcript: str) -> SentencePlaces:
        """Return where the sentences of a transcript stand: little beside making its block."""
        return SentencePlaces(**self._places(self.side.by_transcript[transcript]))

    def _places(self, prepared: Prepared) -> dict[str, Any]:
        import numpy as np

        start, end, passage = prepared.sentences.T.astype(int)
        passages = [prepared.passages[at] for at in passage.tolist()]
        said = [prepared.text[a:b] for a, b in zip(start, end, strict=True)]
        return {
            "transcript": prepared.transcript,
            "start": start,
            "end": end,
            "passage": passage,
            "turn": np.array([p.turn for p in passages], int),
            "asked": np.array([p.asked for p in passages], bool),
            "words": np.array([len(words.split()) for words in said], int),
        }

    def block(self, transcript: str) -> SentenceBlock:
        """Return the sentences of a transcript, made when they are first asked for."""
        with self._making:
            block = self._blocks.get(transcript)
            if block is None:
                block = self._made(self.side.by_transcript[transcript])
                self._blocks[transcript] = block
                while len(self._blocks) > 1 and sum(map(len, self._blocks.values())) > KEPT:
                    self._blocks.popitem(last=False)
            self._blocks.move_to_end(transcript)
            return block

    def _made(self, prepared: Prepared) -> SentenceBlock:
        import numpy as np

        side, places = self.side, self._places(prepared)
        start, end, passage, turn = (places[name] for name in ("start", "end", "passage", "turn"))
        said = [prepared.said(a, b) for a, b in zip(start, end, strict=True)]
        spans = [prepared.words.between(a, b) for a, b in zip(start, end, strict=True)]
        first = side.first[prepared.transcript]
        rows = first + passage
        meant = side.sums_meant(said)
        counts = side.counted([prepared.words.lemma[span] for span in spans])
        counted = counts.copy()
        counted.data = np.exp(counts.data - 1) * side.idf[counts.indices]
        worded = np.asarray(counted @ self.axes, np.float32)
        vectors, tfidf = unit(meant), side.weighed(counts)
        on_axes = np.asarray(tfidf @ self.axes, np.float32)
        question, asked_words = side.question_vectors[rows], side.asked[rows]
        by_vector = [vectors, question, NEIGHBOURS * unit(around(vectors, turn))]
        nearby = _words_around(tfidf, turn) @ self.axes
        by_word = [on_axes, np.asarray(asked_words @ self.axes), NEIGHBOURS * np.asarray(nearby)]
        hits = Hits([(
            side.keywords.find(prepared.words), spans,
            [prepared.asked[at] for at in passage.tolist()],
        )])  # fmt: skip
        by_meaning, by_words = (
            Likeness(*parts, usual.mean, usual.spread, usual.fair)
            for parts, usual in zip(
                _alike(side, vectors, tfidf, question, asked_words), self.usual, strict=True
            )
        )
        likeness = self._likeness(by_meaning, by_words, hits)
        return SentenceBlock(
            **places,
            meant=meant,
            worded=worded,
            by_vector=np.concatenate(by_vector, axis=1, dtype=np.float32),
            by_word=np.concatenate(by_word, axis=1, dtype=np.float32),
            likeness=likeness,
            near=_mean_around(likeness, turn),
            meaning=by_meaning,
            wording=by_words,
            hits=hits,
        )

    def _likeness(self, by_meaning: Likeness, by_words: Likeness, hits: Hits) -> NDArray[Any]:
        import numpy as np

        rows = np.arange(len(by_meaning.said))
        said, before = hits.strength(len(self.side.book), known=self.rarity)
        columns = []
        for likeness in (by_meaning, by_words):
            columns += [likeness.among_passages(rows), likeness.among_codes(rows)]
        columns.append(np.log1p(said + QUESTION * before))
        return np.stack(columns, axis=-1, dtype=np.float32)

    @cached_property
    def rarity(self) -> dict[tuple[int, str], float]:
        """Return the idf of the keywords, over the passages drawn."""
        return Hits([
            (self.side.keywords.find(p.words), p.spans, p.asked) for p in self.drawn
        ]).rarity()  # fmt: skip

    @cached_property
    def drawn(self) -> list[Prepared]:
        """Return transcripts drawn evenly, of about `DRAWN` passages together."""
        prepared = self.side.prepared
        count = sum(len(p.passages) for p in prepared)
        return list(prepared[:: max(1, -(-count // DRAWN))])

    @cached_property
    def usual(self) -> tuple[Likeness, Likeness]:
        """Return what is usual of sentences and the codes' texts, in meaning and in words."""
        import numpy as np
        from scipy.sparse import vstack

        side = self.side
        vectors, words, question, asked = [], [], [], []
        for prepared in self.drawn:
            said = [prepared.said(a, b) for a, b, _ in prepared.sentences.tolist()]
            spans = [prepared.words.between(a, b) for a, b, _ in prepared.sentences.tolist()]
            rows = side.first[prepared.transcript] + prepared.sentences[:, 2]
            vectors.append(side.meant(said))
            words.append(side.weighed(side.counted([prepared.words.lemma[s] for s in spans])))
            question.append(side.question_vectors[rows])
            asked.append(side.asked[rows])
        alike = _alike(
            side,
            np.concatenate(vectors),
            vstack(words).tocsr(),
            np.concatenate(question),
            vstack(asked).tocsr(),
        )
        meant = side.code_vectors @ side.code_vectors.T
        worded = (side.code_words @ side.code_words.T).toarray()
        return (
            Likeness.of(*alike[0], others=meant, fair=True),
            Likeness.of(*alike[1], others=worded, fair=False),
        )

    @cached_property
    def axes(self) -> NDArray[Any]:
        """Return the axes of words (lemmas × `AXES`), from the passages drawn."""
        import numpy as np

        side = self.side
        rows = [
            row
            for prepared in self.drawn
            for row in range(
                side.first[prepared.transcript],
                side.first[prepared.transcript] + len(prepared.passages),
            )
        ]
        said = side.said[rows]
        count = min(AXES, *said.shape)
        if count < 1:
            return np.zeros((said.shape[1], AXES), np.float32)
        found = np.zeros((said.shape[1], AXES), np.float32)
        found[:, :count] = first_axes(said, count)
        return found


Pair = tuple["NDArray[Any]", "NDArray[Any]"]


def _alike(
    side: Side,
    vectors: NDArray[Any],
    words: csr_matrix,
    question: NDArray[Any],
    asked: csr_matrix,
) -> tuple[Pair, Pair]:
    """Return the cosines of sentences and of questions with the codes' texts, both ways."""
    meant, worded = side.code_vectors.T, side.code_words.T
    by_words = (words @ worded).toarray(), (asked @ worded).toarray()
    return (vectors @ meant, question @ meant), by_words


def _pairs(turn: NDArray[Any]) -> list[tuple[int, NDArray[Any]]]:
    """Return for each distance the sentences whose neighbour so far on is in the same turn."""
    import numpy as np

    return [
        (apart, np.flatnonzero(turn[apart:] == turn[:-apart]))
        for apart in range(1, min(AROUND, len(turn) - 1) + 1)
    ]


def around(rows: NDArray[Any], turn: NDArray[Any]) -> NDArray[Any]:
    """Return the sum of each row's neighbours in its turn, each over its distance.

    >>> import numpy as np
    >>> around(np.array([[1.0], [2.0], [4.0], [8.0]]), np.array([1, 1, 1, 2])).ravel().tolist()
    [4.0, 5.0, 2.5, 0.0]
    """
    import numpy as np

    found = np.zeros_like(rows)
    for apart, here in _pairs(turn):
        found[here] += rows[here + apart] / apart
        found[here + apart] += rows[here] / apart
    return found


def _mean_around(rows: NDArray[Any], turn: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    found, count = np.zeros_like(rows), np.zeros(len(rows), np.float32)
    for apart, here in _pairs(turn):
        found[here] += rows[here + apart]
        found[here + apart] += rows[here]
        count[here] += 1
        count[here + apart] += 1
    return np.asarray(found / np.maximum(count, 1)[:, None, None])


def _words_around(words: csr_matrix, turn: NDArray[Any]) -> csr_matrix:
    """Return the words of each row's neighbours, weighed as in `around`, rows of length one."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    one, other, share = [np.zeros(0, int)], [np.zeros(0, int)], [np.zeros(0, np.float32)]
    for apart, here in _pairs(turn):
        one += [here, here + apart]
        other += [here + apart, here]
        share += [np.full(2 * len(here), 1 / apart, np.float32)]
    beside = csr_matrix(
        (np.concatenate(share), (np.concatenate(one), np.concatenate(other))),
        shape=(len(turn), len(turn)),
    )
    near = (beside @ words).tocsr()
    length = np.sqrt(np.asarray(near.multiply(near).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(length, 1e-9)) @ near).tocsr()
