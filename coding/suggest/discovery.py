"""Find what the codebook has no word for: passages alike, themes nobody coded, doubtful codings.

Passages are compared by their vectors, less what all passages of a language have in common, so
that the way people talk does not make everything near everything, and by their words. The
question that a passage answers counts as well: with a theme's codings taken away, a cluster of its
passages comes back nearly twice as pure with it as without.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from coding.arithmetic.unit import unit
from coding.language import vectors as meaning
from coding.language import words as reading
from coding.suggest.corpus import Side
from coding.suggest.lessons import Decided
from coding.suggest.machine import Machine

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

WORDS = 8
"""The fewest words of a passage that is worth comparing."""

NEAR = 0.993
"""Passages belong to one cluster that are nearer than this share of all pairs."""

NEAR_ENOUGH = 0.7
"""What is nearer than this is near in any project, be it ever so small."""

BY_WORDS = 0.4
"""How much common words count beside meaning in how near two passages are."""

BY_QUESTION = 0.6
"""How much the questions count beside the answers."""

AT_LEAST = 3
"""Passages, from two interviews or more, that make a cluster."""

TYPICAL = 5
"""Words named as typical of a cluster."""

BLOCK = 1000
"""Rows compared at once."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage, by side and row, and how near it is to what was asked for (cosine)."""

    side: int
    row: int
    nearness: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Uncoded passages near each other: rows of one side, the middle one first.

    `typical` are the words that set them apart, as they were said.
    """

    side: int
    rows: tuple[int, ...]
    typical: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A coded passage that looks unlike the rest of its code.

    `score` is what the machine gives the code there without having learned from this passage,
    `other` a code it finds far likelier, with `other_score`.
    """

    side: int
    row: int
    code: int
    score: float
    other: int
    other_score: float


_NOTE = re.compile(r"\[([^\[\]\n]{1,30})\]")


class Space:
    """The passages of one side as points, near each other if they say alike things."""

    def __init__(self, side: Side) -> None:
        import numpy as np

        self.side = side
        self.usual = side.vectors.mean(axis=0) if len(side) else np.zeros(meaning.SIZE)
        self.vectors = unit(side.vectors - self.usual)
        questions = unit(side.question_vectors)
        given = np.abs(questions).sum(axis=1) > 0
        usual = questions[given].mean(axis=0) if given.any() else np.zeros(meaning.SIZE)
        self.questions = unit(np.where(given[:, None], questions - usual, 0.0))
        lengths = [s.stop - s.start for prepared in side.prepared for s in prepared.spans]
        asked = [p.asked for p in side.passages]
        self.worth = (np.array(lengths, dtype=int) >= WORDS) & ~np.array(asked, dtype=bool)

    @cached_property
    def near(self) -> float:
        """Return how near two passages of a cluster must be: `NEAR`, of pairs drawn evenly."""
        import numpy as np

        rows = np.flatnonzero(self.worth)
        rows = rows[:: max(1, len(rows) // BLOCK)]
        if len(rows) < AT_LEAST:
            return NEAR_ENOUGH
        pairs = self.nearness(rows, rows)[np.triu_indices(len(rows), 1)]
        return min(NEAR_ENOUGH, float(np.quantile(pairs, NEAR)))

    @cached_property
    def asked(self) -> csr_matrix:
        """Return TF-IDF of the questions, rows of length one."""
        import numpy as np
        from scipy.sparse import diags

        asked = self.side.asked
        length = np.sqrt(np.asarray(asked.multiply(asked).sum(axis=1)).ravel())
        return (diags(1 / np.maximum(length, 1e-9)) @ asked).tocsr()

    def nearness(self, rows: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
        """Return how near rows are to others, with the questions they answer: rows × others."""
        side = self.side
        asked = self.asked
        return _near(self.vectors, side.said, rows, others) + BY_QUESTION * _near(
            self.questions, asked, rows, others
        )

    def to(self, text: str) -> NDArray[Any]:
        """Return how near every passage is to a text."""
        import numpy as np

        asked = unit(self.side.meant([text]) - self.usual)
        said = self.side.weigh([text])
        by_words = np.asarray((self.side.said @ said.T).todense()).ravel()
        return np.asarray((1 - BY_WORDS) * (self.vectors @ asked[0]) + BY_WORDS * by_words)


def alike(
    spaces: Sequence[Space],
    text: str,
    *,
    language: str,
    besides: Collection[tuple[int, int]] = (),
    most: int = 30,
) -> list[Alike]:
    """Return the passages that say most nearly what a text says, in its language.

    `besides` are (side, row) to leave out, such as the passage that the text is from.
    """
    import numpy as np

    found: list[Alike] = []
    for i, space in enumerate(spaces):
        if space.side.language != reading.base(language) or not len(space.side):
            continue
        near = np.where(space.worth, space.to(text), -1.0)
        near[[row for side, row in besides if side == i]] = -1.0
        best = np.argsort(-near, kind="stable")[:most]
        found += [Alike(i, int(row), float(near[row])) for row in best if near[row] > 0]
    return sorted(found, key=lambda a: -a.nearness)[:most]


def clusters(spaces: Sequence[Space], machine: Machine, *, most: int = 12) -> list[Cluster]:
    """Group uncoded passages that lie near each other, the largest groups first.

    The passage with the most neighbours makes a cluster with them; of the rest the next one
    does, and so on. A passage that is near no other is in none.
    """
    import numpy as np

    found: list[Cluster] = []
    for i, space in enumerate(spaces):
        coded = np.zeros(len(space.side), bool)
        coded[list(machine.decided[i].coders)] = True
        rows = np.flatnonzero(space.worth & ~coded)
        near: list[NDArray[Any]] = []
        for block in np.array_split(rows, max(1, len(rows) // BLOCK)):
            for close in space.nearness(block, rows) >= space.near:
                near.append(np.flatnonzero(close))
        free = np.ones(len(rows), bool)
        for at in sorted(range(len(rows)), key=lambda n: -len(near[n])):
            if len(near[at]) < AT_LEAST:
                break
            members = [int(n) for n in near[at] if free[n]]
            interviews = {space.side.passages[rows[n]].transcript for n in members}
            if not free[at] or len(members) < AT_LEAST or len(interviews) < 2:
                continue
            free[members] = False
            centre = space.nearness(rows[[at]], rows[members])[0]
            order = [int(rows[members[n]]) for n in np.argsort(-centre, kind="stable")]
            found.append(Cluster(i, tuple(order), typical(space.side, order)))
    return sorted(found, key=lambda c: -len(c.rows))[:most]


def typical(side: Side, rows: Sequence[int]) -> tuple[str, ...]:
    """Return the words by which passages differ most from all others, as most often said.

    A single letter is no name for a theme: it is what is left of "T-shirt".
    """
    import numpy as np

    within = np.asarray(side.said[list(rows)].mean(axis=0)).ravel()
    usual = np.asarray(side.said.mean(axis=0)).ravel()
    spread = np.asarray((side.said[list(rows)] > 0).sum(axis=0)).ravel()
    apart = np.where(spread >= 2, within - usual, 0.0)
    apart[np.isin(side.vocabulary, side.small_words)] = 0.0
    apart[np.isin(side.vocabulary, _noted(side))] = 0.0
    best = (n for n in np.argsort(-apart, kind="stable") if apart[n] > 0)
    words = (_as_said(side, rows, int(side.vocabulary[n])) for n in best)
    return tuple(islice((word for word in words if len(word) > 1), TYPICAL))


def _noted(side: Side) -> NDArray[Any]:
    """Return the keys of what stands in square brackets, such as [laughs] or [pause]."""
    import numpy as np

    notes = {note for prepared in side.prepared for note in _NOTE.findall(prepared.text)}
    keys = {key for phrase in reading.phrases(sorted(notes), side.language) for key in phrase}
    return np.array(sorted(keys), np.uint64)


def _as_said(side: Side, rows: Sequence[int], key: int) -> str:
    forms: dict[int, int] = {}
    for row in rows:
        prepared, at = side.locate(row)
        span = prepared.spans[at]
        for form in prepared.words.form[span][prepared.words.lemma[span] == key]:
            forms[int(form)] = forms.get(int(form), 0) + 1
    return reading.spelled(max(forms, key=lambda form: (forms[form], -form)), side.language)


def slips(machine: Machine, *, below: float = 0.05, most: int = 20) -> list[Slip]:
    """Return codings that look unlike the rest of their code, the most doubtful first.

    Those whose code the machine, not having learned from them, gives less than `below`, while
    it finds another code, one that nobody put there nor akin to one, at least ten times as
    likely.
    """
    import numpy as np

    book = machine.book
    kin = [
        [machine.column[code] for code in {*book.family(c.id), *(up.id for up in book.path(c.id))}]
        for c in book
    ]
    found: list[Slip] = []
    for i, lesson in enumerate(machine.lessons):
        if lesson is None:
            continue
        coders = machine.decided[i].coders
        rows = np.array([r for r in lesson.rows if r in coders], dtype=int)
        for row, scores in zip(rows, machine.scores(i, rows), strict=True):
            put = sorted(set().union(*coders[int(row)].values()))
            rest = scores.copy()
            rest[[c for code in put for c in kin[code]]] = 0.0
            other = int(rest.argmax())
            found += [
                Slip(i, int(row), code, float(scores[code]), other, float(rest[other]))
                for code in put
                if scores[code] < below and rest[other] >= 10 * scores[code]
                and machine.model.counts[code] >= AT_LEAST
            ]  # fmt: skip
    return sorted(found, key=lambda s: s.score / s.other_score)[:most]


def novelty(space: Space, decided: Decided, rows: NDArray[Any]) -> NDArray[Any]:
    """Return how unlike anything coded passages are: 1 - cosine to the nearest coded one."""
    import numpy as np

    coded = np.array(sorted(decided.coders), dtype=int)
    if not len(coded) or not len(rows):
        return np.ones(len(rows))
    points = space.vectors
    blocks = np.array_split(rows, max(1, len(rows) // BLOCK))
    return np.concatenate([1 - (points[b] @ points[coded].T).max(axis=1) for b in blocks])


def _near(
    points: NDArray[Any], said: csr_matrix, rows: NDArray[Any], others: NDArray[Any]
) -> NDArray[Any]:
    import numpy as np

    by_words = np.asarray((said[rows] @ said[others].T).todense())
    return np.asarray((1 - BY_WORDS) * (points[rows] @ points[others].T) + BY_WORDS * by_words)
