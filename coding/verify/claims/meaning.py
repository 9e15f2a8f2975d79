"""Measure how near the words around each number come to a figure's words in meaning.

"Gets up before six" shares no word with "wakes early", yet their vectors lie near each other. Each
measure is a cosine less its mean, over the answers to the question or over the whole survey: what
any words here have in common with any figure tells nothing. From texts and figures the mean of all
is taken first (Mu & Viswanath 2018, arXiv:1702.01417). A likeness only orders and weighs: where a
language has no table of vectors all of it is 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.language.vectors import vectors
from coding.verify.claims.around import DraftWords
from coding.verify.claims.worded import WordedSurvey
from coding.verify.evidence.features import read

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = 3.0
"""What brings differences of cosines, some 0.3 at most, to the size of the other features."""

FEW = 3
"""How many sentences a draft must have for half of their mean to be taken from it."""

CLAUSE, CONTEXT = "clause means the answer", "text around means the question"
GROUP = "clause means the group"
MEANT = (CLAUSE, CONTEXT, "sentence means question and answer", GROUP)
"""What is measured, all claims × figures."""


def meant(surroundings: DraftWords, *, numbers: bool = True) -> Mapping[str, NDArray[Any]]:
    """Return by name in `MEANT` how near each claim's words come to each figure's.

    Without `numbers` it is the same whatever numbers a draft prints.
    A bare yes or no has no answer of its own: there the answer's measure is 0.
    """
    import numpy as np

    survey, around = surroundings.survey, surroundings.around
    language = survey.language
    options = [figure.option for figure in survey.figures]
    both = [f"{q} {option}" for q, option in zip(survey.question, options, strict=True)]
    answer, question, whole = (
        _centred(vectors(texts, language)) for texts in (options, survey.question, both)
    )

    def of_draft(texts: Sequence[str]) -> NDArray[Any]:
        return vectors(texts if numbers else [_NUMBER.sub(" ", t) for t in texts], language)

    sentence = of_draft([words.words for words in around])
    clause = of_draft([words.clause for words in around])
    context = of_draft([words.context for words in around])
    text, sentences = surroundings.reading.text, surroundings.reading.sentences
    every = of_draft([text[span.start : span.end] for span in sentences])
    centre = every.sum(axis=0, keepdims=True) / (len(every) + FEW)
    own_answer = ~np.array([bool(plain) for plain in survey.plain], dtype=bool)
    measured = (
        _beyond_question(_centred(clause, centre) @ answer.T, survey) * own_answer,
        _beyond_all(_centred(context, centre) @ question.T),
        _beyond_all(_centred(sentence, centre) @ whole.T),
        _of_groups([words.clause for words in around], survey),
    )
    return {name: SCALE * values for name, values in zip(MEANT, measured, strict=True)}


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")


def _of_groups(clauses: Sequence[str], survey: WordedSurvey) -> NDArray[Any]:
    """Return how near a clause's words come to those of each figure's group; of everybody it is 0.

    It is the mean, over the words that tell a group from others, of the likest word's cosine, less
    its mean over all groups of the question: "parents" for "households with children".
    """
    import numpy as np

    made = np.zeros((len(clauses), len(survey.figures)))
    grouped = survey.grouped.nonzero()[0].tolist()
    labels = {
        survey.figures[n].subgroup: _words(survey.figures[n].subgroup, survey) for n in grouped
    }
    common = Counter(word for words in labels.values() for word in set(words))
    telling = {
        label: [word for word in words if common[word] <= len(labels) / 2]
        for label, words in labels.items()
    }
    spoken = [_words(clause, survey) for clause in clauses]
    wanted = sorted({word for words in telling.values() for word in words})
    every = sorted({word for words in spoken for word in words})
    if not wanted or not every:
        return made
    place, column = ({word: n for n, word in enumerate(words)} for words in (every, wanted))
    alike = vectors(every, survey.language) @ vectors(wanted, survey.language).T
    near = np.zeros((len(clauses), len(wanted)))
    for row, words in enumerate(spoken):
        if words:
            near[row] = alike[[place[word] for word in words]].max(axis=0)
    known = [n for n in grouped if telling[survey.figures[n].subgroup]]
    for n in known:
        made[:, n] = near[:, [column[word] for word in telling[survey.figures[n].subgroup]]].mean(
            axis=1
        )
    topics: dict[int, list[int]] = {}
    for n in known:
        topics.setdefault(int(survey.topic[n]), []).append(n)
    for members in topics.values():
        made[:, members] -= made[:, members].mean(axis=1, keepdims=True)
    return made


def _words(text: str, survey: WordedSurvey) -> list[str]:
    """Return the words of a text that tell something, without numbers."""
    found = (_WORD.match(text, feature.at) for feature in read(text, survey.language))
    return [match.group().lower() for match in found if match]


def _centred(rows: NDArray[Any], centre: NDArray[Any] | None = None) -> NDArray[Any]:
    """Return unit rows as seen from a centre, their mean if none is given; zeros stay zeros."""
    import numpy as np

    if not len(rows):
        return rows
    known = np.abs(rows).sum(axis=1, keepdims=True) > 0
    moved = (rows - (rows.mean(axis=0, keepdims=True) if centre is None else centre)) * known
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: NDArray[Any] = moved / np.where(length > 0, length, 1.0)
    return unit


def _beyond_all(cosines: NDArray[Any]) -> NDArray[Any]:
    """Take from each claim's cosines their mean over the survey."""
    return cosines - cosines.mean(axis=1, keepdims=True) if cosines.size else cosines


def _beyond_question(cosines: NDArray[Any], survey: WordedSurvey) -> NDArray[Any]:
    """Take from each claim's cosines their mean over the answers to the same question."""
    import numpy as np

    topics = np.arange(int(survey.topic.max(initial=0)) + 1)
    of_topic = (survey.topic[:, None] == topics).astype(float)
    means = cosines @ of_topic / np.maximum(of_topic.sum(axis=0), 1.0)
    beyond: NDArray[Any] = cosines - means[:, survey.topic]
    return beyond
