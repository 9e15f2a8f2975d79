"""Prepare transcripts and the codebook for comparison, once for all decisions to come.

`prepare` reads one transcript; `Side` lays all of one language side by side with the codebook:
what each passage and question says as TF-IDF of lemmas and as vectors, and what each code's own
text (name, definition, keywords, examples) has in common with them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coding.arithmetic.unit import unit
from coding.language import vectors as meaning
from coding.language import words as reading
from coding.language.guess import reads_as
from coding.language.words import Words
from coding.model import Codebook, Transcript, Turn
from coding.suggest.answers import reads_whole
from coding.suggest.code_lines import LINES, CodeLine, lines_of, plain_language
from coding.suggest.hits import Hits
from coding.suggest.likeness import Likeness
from coding.suggest.rules import Keywords
from coding.suggest.segments import Passage, on, passages_and_sentences
from coding.suggest.slips import corrected

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

QUESTION = 0.5
"""How much keywords in the interviewer's question count beside those in the answer."""

GIVEN = 0.7
"""How much the question's words and meaning count beside a short answer's."""

SHORT = 40
"""Words of an answer up to which it is short: of a longer one the question says less, as √n."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One transcript as the machine reads it: passages, and the vectors of what they say.

    `spans[i]` and `asked[i]` are the words of passage `i` and of its question; `vectors` and
    `question_vectors` have a row for each passage, in half precision, which is kept beside the
    full one that is worked with; `given` is how much each one's question counts. `sentences` has
    a row (start, end, passage) for each sentence. `slips` are (start, end, word meant), in order.
    """

    transcript: str
    language: str
    text: str
    passages: tuple[Passage, ...]
    words: Words
    spans: tuple[slice, ...]
    asked: tuple[slice, ...]
    vectors: NDArray[Any]
    question_vectors: NDArray[Any]
    given: NDArray[Any]
    sentences: NDArray[Any]
    slips: tuple[tuple[int, int, str], ...] = ()

    def said(self, start: int, end: int) -> str:
        """Return the words between two places, slips as they are meant."""
        parts, at = [], start
        for begin, stop, word in self.slips[bisect_left(self.slips, (start, 0, "")) :]:
            if stop > end:
                break
            parts += [self.text[at:begin], word]
            at = stop
        return "".join([*parts, self.text[at:end]])


def prepare(transcript: Transcript) -> Prepared:
    """Read one transcript, in the language it seems to be in if nobody said which."""
    import numpy as np

    text = transcript.text
    language = reads_as(text, transcript.language)
    cut = list(passages_and_sentences(transcript))
    found = tuple(passage for passage, _ in cut)
    sentences = [(a, b, at) for at, (_, within) in enumerate(cut) for a, b in within]
    words = reading.read(text, language)
    questions = sorted({p.question for p in found})
    rows = {question: row for row, question in enumerate(questions)}
    turns = {turn.number: turn for turn in transcript.turns}
    given = np.array([_given(turns[p.turn], text) for p in found], np.float32)
    spoken = meaning.vectors([text[p.start : p.end] for p in found], reading.base(language))
    asked = meaning.vectors([text[a:b] for a, b in questions], reading.base(language))
    return Prepared(
        transcript=transcript.id,
        language=reading.base(language),
        text=text,
        passages=found,
        words=words,
        spans=tuple(words.between(p.start, p.end) for p in found),
        asked=tuple(words.between(*p.question) for p in found),
        vectors=spoken.astype(np.float16),
        question_vectors=(
            asked[np.array([rows[p.question] for p in found], dtype=int)] * given[:, None]
        ).astype(np.float16),
        given=given,
        sentences=np.array(sentences, np.int32).reshape(-1, 3),
    )


def _given(answer: Turn, text: str) -> float:
    """Return how much the question counts that a turn answers."""
    words = len(text[answer.start : answer.end].split())
    return GIVEN * min(1.0, (SHORT / max(words, 1)) ** 0.5)


@dataclass
class Side:
    """All passages of one language beside the codebook. Rows are passages, columns codes.

    `whole` asks for texts to be read as wholes, which is done if all are answers (`reads_whole`).
    The features that no decision changes: `keyword` (log1p of the idf of the keywords hit),
    and the similarity of the codes' text to passage and question by words and by vectors.
    """

    language: str
    prepared: Sequence[Prepared]
    book: Codebook
    whole: bool = False
    first: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        told = [line.text for lines in self.lines for line in lines]
        self.prepared = corrected(self.prepared, told, self.language)
        self.whole = self.whole and reads_whole(self.prepared)
        if self.whole:
            self.prepared = [self._read_whole(read) for read in self.prepared]
        self.first, at = {}, 0
        for prepared in self.prepared:
            self.first[prepared.transcript] = at
            at += len(prepared.passages)

    def _read_whole(self, read: Prepared) -> Prepared:
        import numpy as np

        said = [read.said(passage.start, passage.end) for passage in read.passages]
        return replace(read, vectors=self.meant(said).astype(np.float16))

    def read_whole(self) -> list[str]:
        """List the texts that are read as wholes: passages, sentences, lines of codes."""
        if not self.whole:
            return []
        said = [
            read.said(start, end)
            for read in self.prepared
            for start, end in (
                *((passage.start, passage.end) for passage in read.passages),
                *((start, end) for start, end, _ in read.sentences.tolist()),
            )
        ]
        lines = [line.text for lines in self.lines for line in lines]
        joined = [text for texts in self._told for text, _ in texts]
        return list(dict.fromkeys([*said, *lines, *joined]))

    @cached_property
    def _told(self) -> list[list[tuple[str, float]]]:
        """Return each code's lines of a kind as one text, and what it weighs."""
        return [
            [
                (" . ".join(texts), weight)
                for kind, weight in LINES
                if (texts := [line.text for line in lines if line.kind == kind])
            ]
            for lines in self.lines
        ]

    def meant(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return unit vectors of texts as this side reads them: whole or as words (texts × 256)."""
        return meaning.vectors(texts, self.language, whole=self.whole)

    def sums_meant(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return the sums of texts' words' vectors, likewise."""
        return meaning.sums(texts, self.language, whole=self.whole)

    def __len__(self) -> int:
        return sum(len(prepared.passages) for prepared in self.prepared)

    @cached_property
    def passages(self) -> list[Passage]:
        """List the passages in the order of the rows."""
        return [p for prepared in self.prepared for p in prepared.passages]

    def among(self, transcripts: Collection[str]) -> NDArray[Any]:
        """Say of each passage whether it is from one of these transcripts."""
        import numpy as np

        return np.repeat(
            np.array([prepared.transcript in transcripts for prepared in self.prepared], bool),
            [len(prepared.passages) for prepared in self.prepared],
        )

    def rows_at(self, transcript: str, start: int, end: int) -> list[int]:
        """Return the rows of the passages that a segment is on (see `segments.on`)."""
        first = self.first[transcript]
        passages = self.by_transcript[transcript].passages
        return [first + i for i in on(passages, start, end)]

    def locate(self, row: int) -> tuple[Prepared, int]:
        """Return the transcript of a row and the passage's place in it."""
        prepared = self.by_transcript[self.passages[row].transcript]
        return prepared, row - self.first[prepared.transcript]

    def text(self, row: int) -> str:
        """Return the words of a passage."""
        passage = self.passages[row]
        return self.locate(row)[0].text[passage.start : passage.end]

    @cached_property
    def by_transcript(self) -> dict[str, Prepared]:
        """Return the prepared transcripts by id."""
        return {prepared.transcript: prepared for prepared in self.prepared}

    @cached_property
    def lines(self) -> list[list[CodeLine]]:
        """Return the lines of each code's text in this language."""
        plain = plain_language(self.book)
        return [lines_of(code, self.language, plain) for code in self.book]

    # ── words ──

    @cached_property
    def vocabulary(self) -> NDArray[Any]:
        """Return the keys of all lemmas said, in order: the columns of the word matrices."""
        import numpy as np

        said = [prepared.words.lemma for prepared in self.prepared]
        return np.unique(np.concatenate(said)) if said else np.zeros(0, np.uint64)

    def counted(self, parts: Sequence[NDArray[Any]]) -> csr_matrix:
        """Count the lemmas of texts, 1 + log(count), columns as in `vocabulary`."""
        import numpy as np
        from scipy.sparse import csr_matrix

        keys = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
        rows = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        columns = np.searchsorted(self.vocabulary, keys)
        known = np.zeros(len(keys), bool)
        inside = columns < len(self.vocabulary)
        known[inside] = self.vocabulary[columns[inside]] == keys[inside]
        matrix = csr_matrix(
            (np.ones(int(known.sum()), np.float32), (rows[known], columns[known])),
            shape=(len(parts), len(self.vocabulary)),
        )
        matrix.sum_duplicates()
        matrix.data = 1 + np.log(matrix.data)
        return matrix

    def weighed(self, counts: csr_matrix) -> csr_matrix:
        """Return counts × idf with rows of length one."""
        import numpy as np
        from scipy.sparse import csr_matrix

        data = counts.data * self.idf[counts.indices]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        norm = np.sqrt(np.bincount(rows, data**2, counts.shape[0]))
        data = (data / np.maximum(norm, 1e-9)[rows]).astype(np.float32)
        return csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)

    @cached_property
    def idf(self) -> NDArray[Any]:
        """Return 1 + log((1 + n) / (1 + passages with the lemma)) for each lemma."""
        import numpy as np

        with_it = np.bincount(self._said.indices, minlength=len(self.vocabulary))
        return (1 + np.log((1 + len(self)) / (1 + with_it))).astype(np.float32)

    @cached_property
    def _said(self) -> csr_matrix:
        return self.counted(
            [prepared.words.lemma[s] for prepared in self.prepared for s in prepared.spans]
        )

    @cached_property
    def said(self) -> csr_matrix:
        """Return TF-IDF of what the passages say."""
        return self.weighed(self._said)

    @cached_property
    def asked(self) -> csr_matrix:
        """Return TF-IDF of the questions, each as much as it counts."""
        from scipy.sparse import diags

        counts = self.counted(
            [prepared.words.lemma[s] for prepared in self.prepared for s in prepared.asked]
        )
        given = [weight for prepared in self.prepared for weight in prepared.given.tolist()]
        return (diags(given) @ self.weighed(counts)).tocsr() if given else self.weighed(counts)

    @cached_property
    def code_words(self) -> csr_matrix:
        """Return TF-IDF of the codes' text, small words left out."""
        return self.weigh([". ".join(line.text for line in lines) for lines in self.lines])

    def weigh(self, texts: Sequence[str]) -> csr_matrix:
        """Return TF-IDF of other texts, small words left out."""
        import numpy as np

        keys = [reading.read(text, self.language).lemma for text in texts]
        telling = [k[~np.isin(k, self.small_words)] for k in keys]
        return self.weighed(self.counted(telling))

    # ── vectors ──

    @cached_property
    def vectors(self) -> NDArray[Any]:
        """Return the unit vectors of what the passages say."""
        return _stacked([prepared.vectors for prepared in self.prepared])

    @cached_property
    def question_vectors(self) -> NDArray[Any]:
        """Return the vectors of the questions, each as much as it counts."""
        return _stacked([prepared.question_vectors for prepared in self.prepared])

    @cached_property
    def code_vectors(self) -> NDArray[Any]:
        """Return the unit vector of each code's text: its lines' mean, weighed by `LINES`."""
        import numpy as np

        rows = np.zeros((len(self.book), meaning.SIZE), np.float32)
        for i, texts in enumerate(self._told):
            for text, weight in texts:
                rows[i] += weight * self.meant([text])[0]
        return unit(rows)

    # ── what passages and codes have in common ──

    @cached_property
    def keywords(self) -> Keywords:
        """Return the keywords of all codes, names included."""
        wanted = ("name", "keyword")
        return Keywords(
            [[line.text for line in lines if line.kind in wanted] for lines in self.lines],
            self.language,
        )

    @cached_property
    def hits(self) -> Hits:
        """Return the keywords found in passages and questions."""
        return Hits([(self.keywords.find(p.words), p.spans, p.asked) for p in self.prepared])

    @cached_property
    def line_facts(self) -> list[tuple[NDArray[Any], list[list[int]]]]:
        """Return for each code the vectors of its lines, and each line's telling lemmas."""
        import numpy as np

        found = []
        for lines in self.lines:
            texts = [line.text for line in lines]
            said = [reading.read(text, self.language).lemma for text in texts]
            found.append((
                self.meant(texts),
                [keys[~np.isin(keys, self.small_words)].tolist() for keys in said],
            ))  # fmt: skip
        return found

    @cached_property
    def small_words(self) -> NDArray[Any]:
        """Return the keys of the lemmas of the language's small words."""
        import numpy as np

        keys = {key for word in reading.stop_words(self.language)
                for phrase in reading.phrases([word], self.language) for key in phrase}  # fmt: skip
        return np.array(sorted(keys), np.uint64)

    def negated(self, row: int, code: int) -> bool:
        """Say whether every keyword of a code in a passage stands after a negation."""
        within, _ = self.hits.of(row, code)
        return bool(within) and all(hit.negated for hit in within)

    @cached_property
    def keyword(self) -> NDArray[Any]:
        """Return log1p of the summed idf of the keywords in passage and question."""
        import numpy as np

        said, asked = self.hits.strength(len(self.book))
        return np.log1p(said + QUESTION * asked)

    @cached_property
    def by_words(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the cosines of (passages, questions) with the codes' text, by words."""
        codes = self.code_words.T
        return (self.said @ codes).toarray(), (self.asked @ codes).toarray()

    @cached_property
    def by_vectors(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the cosines of (passages, questions) with the codes' text, by vectors."""
        codes = self.code_vectors.T
        return self.vectors @ codes, self.question_vectors @ codes

    def is_akin(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Say whether passages have anything in common with the codes' texts: rows × codes."""
        import numpy as np

        parts = [part[rows] != 0 for part in (*self.by_words, *self.by_vectors)]
        return np.any([*parts, self.keyword[rows] != 0], axis=0)

    @cached_property
    def meaning_likeness(self) -> Likeness:
        """Return how alike passages and codes' texts are in meaning."""
        others = self.code_vectors @ self.code_vectors.T
        return Likeness.of(*self.by_vectors, others=others, fair=True)

    @cached_property
    def word_likeness(self) -> Likeness:
        """Return how alike passages and codes' texts are in their words."""
        others = (self.code_words @ self.code_words.T).toarray()
        return Likeness.of(*self.by_words, others=others, fair=False)


def _stacked(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Put rows of half precision below each other, in full precision."""
    import numpy as np

    if not parts:
        return np.zeros((0, meaning.SIZE), np.float32)
    return np.concatenate(parts, dtype=np.float32)
