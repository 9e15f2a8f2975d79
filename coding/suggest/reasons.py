"""Say why a code is proposed: the parts of its log odds, in words a researcher can check.

Every part is a sum's term, and together they are the log odds of the score. What the
interviewer's question adds to any of them stands apart, so that one can see whether the answer
or the question spoke for the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.model import Reason
from coding.suggest.corpus import QUESTION, Side
from coding.suggest.lessons import Lesson
from coding.suggest.likeness import Likeness
from coding.suggest.machine import FEATURES, Machine
from coding.suggest.ranking import Proposed
from coding.suggest.rules import KeywordHit

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

WORDS_SHOWN = 4
PASSAGES_SHOWN = 3
WORTH = 0.02
"""The least a word adds to be named."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A part of the log odds by whose words it is: the answer's and the question's."""

    answer: float = 0.0
    question: float = 0.0


def reasons(machine: Machine, proposed: Proposed) -> tuple[Reason, ...]:
    """Return why a code is proposed, the weightiest part first; the parts sum to the log odds."""
    side = machine.sides[proposed.side]
    lesson = machine.lessons[proposed.side]
    row, code = proposed.row, proposed.code
    weights = dict(zip(FEATURES, machine.weights, strict=True))
    definition = _likeness(side.meaning_likeness, row, code, weights, "definition")
    wording = _likeness(side.word_likeness, row, code, weights, "wording")
    keyword, hits = _keywords(side, row, code, weights["keywords"])
    learned = _learned(side, lesson, row, code)
    by_words = [weights["words"] * part for part in learned[0]]
    by_vectors = [weights["vectors"] * part for part in learned[1]]
    question = (
        definition.question + wording.question + keyword.question + by_words[1] + by_vectors[1]
    )
    passage = side.passages[row]
    found = [
        Reason(
            kind="keywords",
            weight=keyword.answer,
            text=_named(hits) if hits else "none of its keywords",
            evidence=tuple(_place(side, row, hit) for hit in hits),
        ),
        Reason(
            kind="words",
            weight=by_words[0],
            text=_telling(side, lesson, row, code, weights["words"]),
        ),
        Reason(
            kind="passages",
            weight=by_vectors[0],
            text="the passages where it was accepted",
            evidence=_nearest(side, lesson, row, code),
        ),
        Reason(
            kind="definition",
            weight=definition.answer + wording.answer,
            text=_line(side, row, code),
        ),
        Reason(
            kind="question",
            weight=question,
            text="what the interviewer asked",
            evidence=((passage.transcript, *passage.question),) if passage.question[1] else (),
        ),
        Reason(
            kind="frequency",
            weight=float(weights["base rate"] * machine.base[code] + weights["constant"]),
            text=_frequency(machine, code),
        ),
    ]
    empty = ("words", "passages") if lesson is None else ()
    kept = [r for r in found if r.kind not in empty and (r.weight or r.kind == "frequency")]
    return tuple(sorted(kept, key=lambda r: (r.kind == "frequency", -r.weight)))


def _likeness(
    likeness: Likeness, row: int, code: int, weights: dict[str, float], name: str
) -> Shares:
    """Split both standard scores of one likeness between answer and question."""
    passages, codes = likeness.parts(row, code)
    answer, question = (
        weights[f"{name} among passages"] * passages[i] + weights[f"{name} among codes"] * codes[i]
        for i in (0, 1)
    )
    return Shares(float(answer), float(question))


def _keywords(side: Side, row: int, code: int, weight: float) -> tuple[Shares, list[KeywordHit]]:
    """Split the keywords' part by the idf that the answer's and the question's hits have."""
    within, before = side.hits.of(row, code)
    whole = float(weight * side.keyword[row, code])
    parts = len({h.keyword for h in within}), QUESTION * len({h.keyword for h in before})
    share = parts[0] / (sum(parts) or 1)
    return Shares(whole * share, whole * (1 - share) if before else 0.0), within


def _named(hits: Sequence[KeywordHit]) -> str:
    said = {}
    for hit in hits:
        marks = [m for m, on in (("negated", hit.negated), ("spelled alike", hit.near)) if on]
        said[hit.keyword] = f"“{hit.keyword}”" + (f" ({', '.join(marks)})" if marks else "")
    return ("keyword " if len(said) == 1 else "keywords ") + ", ".join(said.values())


def _place(side: Side, row: int, hit: KeywordHit) -> tuple[str, int, int]:
    prepared, _ = side.locate(row)
    return (
        prepared.transcript,
        int(prepared.words.start[hit.first]),
        int(prepared.words.end[hit.last - 1]),
    )


def _learned(
    side: Side, lesson: Lesson | None, row: int, code: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return what answer and question add to both ridges' scores."""
    if lesson is None:
        return (0.0, 0.0), (0.0, 0.0)
    own_words, own_vectors = _own(lesson, row, code)
    (said, shares), (asked, shares_asked) = _words_in(side.said, row), _words_in(side.asked, row)
    vector, question = side.vectors[row], side.question_vectors[row]
    return (
        (
            float(shares @ lesson.by_word[said, code]) - own_words * float(shares @ shares),
            float(shares_asked @ lesson.by_question_word[asked, code])
            - own_words * float(shares_asked @ shares_asked),
        ),
        (
            float(vector @ lesson.by_vector[:, code]) - own_vectors * float(vector @ vector),
            float(question @ lesson.by_question_vector[:, code])
            - own_vectors * float(question @ question),
        ),
    )


def _words_in(words: csr_matrix, row: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the words of a passage by their columns, and their tf-idf."""
    inside = slice(words.indptr[row], words.indptr[row + 1])
    return words.indices[inside], words.data[inside]


def _own(lesson: Lesson, row: int, code: int) -> tuple[float, float]:
    """Return what to take off, for a passage the machine has learned from (see `Ridge`)."""
    import numpy as np

    at = int(lesson.place(np.array([row]))[0])
    if at < 0:
        return 0.0, 0.0
    return float(lesson.words.own[at, code]), float(lesson.vectors.own[at, code])


def _telling(side: Side, lesson: Lesson | None, row: int, code: int, weight: float) -> str:
    """Name the words that add most (coefficient × tf-idf), as they stand in the passage."""
    if lesson is None:
        return ""
    words, shares = _words_in(side.said, row)
    own, _ = _own(lesson, row, code)
    terms = weight * shares * (lesson.by_word[words, code] - own * shares)
    best = [i for i in terms.argsort()[::-1][:WORDS_SHOWN] if terms[i] >= WORTH]
    prepared, at = side.locate(row)
    span = prepared.spans[at]
    forms: dict[int, str] = {}
    for place in range(span.start, span.stop):
        key = int(prepared.words.lemma[place])
        forms.setdefault(
            key, prepared.text[prepared.words.start[place] : prepared.words.end[place]]
        )
    named = [forms.get(int(side.vocabulary[words[i]]), "") for i in best]
    if not any(named):
        return "words as in other codes’ passages"
    return "words as in its passages: " + ", ".join(f"“{word}”" for word in named if word)


def _nearest(
    side: Side, lesson: Lesson | None, row: int, code: int
) -> tuple[tuple[str, int, int], ...]:
    """Return the passages with the code that add most to the score by vectors."""
    import numpy as np

    if lesson is None:
        return ()
    have = np.flatnonzero((lesson.targets[:, code] > 0) & lesson.known[:, code])
    have = have[lesson.rows[have] != row]
    alike = side.vectors[lesson.rows[have]] @ side.vectors[row]
    best = have[np.argsort(-(alike * lesson.vectors.weights[have, code]))[:PASSAGES_SHOWN]]
    places = [side.passages[lesson.rows[i]] for i in best]
    return tuple((p.transcript, p.start, p.end) for p in places)


def _line(side: Side, row: int, code: int) -> str:
    """Quote the line of the code's text that is most like the passage."""
    import numpy as np

    lines = side.lines[code]
    if not lines:
        return "the codebook says nothing about it in this language"
    vectors, telling = side.line_facts[code]
    prepared, at = side.locate(row)
    there = set(prepared.words.lemma[prepared.spans[at]].tolist())
    # Exact words beside likeness in meaning, so that a line which is quoted wins.
    shared = [sum(key in there for key in keys) / (len(keys) or 1) for keys in telling]
    best = lines[int((vectors @ side.vectors[row] + np.array(shared)).argmax())]
    shown = best.text if len(best.text) <= 90 else best.text[:88].rsplit(" ", 1)[0] + " …"
    return f"its {best.kind}: “{shown}”"


def _frequency(machine: Machine, code: int) -> str:
    count = round(float(machine.counts[code]))
    if not machine.learned:
        return "nothing is known yet of how common it is"
    return f"{count} of {machine.rows} coded passages have it"
