"""Point to what speaks for a code: keywords, a line of the codebook, and how common it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.suggest.corpus import QUESTION, Prepared, Side
from coding.suggest.hits import Hits
from coding.suggest.likeness import Likeness
from coding.suggest.rules import KeywordHit

SHOWN = 90
"""Letters of a line that are quoted."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A part of the log odds by whose words it is: the answer's and the question's."""

    answer: float = 0.0
    question: float = 0.0

    def __add__(self, other: Shares) -> Shares:
        return Shares(self.answer + other.answer, self.question + other.question)

    def times(self, factor: float) -> Shares:
        """Return both parts multiplied."""
        return Shares(self.answer * factor, self.question * factor)


def of_likeness(
    likeness: Likeness, row: int, code: int, among_passages: float, among_codes: float
) -> Shares:
    """Split both standard scores of one likeness, with these weights."""
    passages, codes = likeness.parts(row, code)
    answer, question = (among_passages * passages[i] + among_codes * codes[i] for i in (0, 1))
    return Shares(float(answer), float(question))


def of_keywords(hits: Hits, row: int, code: int, whole: float) -> Shares:
    """Split what keywords add by how many of them the answer and the question have."""
    within, before = hits.of(row, code)
    parts = len({h.keyword for h in within}), QUESTION * len({h.keyword for h in before})
    share = parts[0] / (sum(parts) or 1)
    return Shares(whole * share, whole * (1 - share) if before else 0.0)


def named(hits: Sequence[KeywordHit]) -> str:
    """Name keywords, and say which stand after a negation or are spelled otherwise."""
    said = {}
    for hit in hits:
        marks = [m for m, on in (("negated", hit.negated), ("spelled alike", hit.near)) if on]
        said[hit.keyword] = f"“{hit.keyword}”" + (f" ({', '.join(marks)})" if marks else "")
    if not said:
        return "none of its keywords"
    return ("keyword " if len(said) == 1 else "keywords ") + ", ".join(said.values())


def place(prepared: Prepared, hit: KeywordHit) -> tuple[str, int, int]:
    """Return where a keyword stands: transcript, start and end."""
    words = prepared.words
    return prepared.transcript, int(words.start[hit.first]), int(words.end[hit.last - 1])


def line(
    side: Side, prepared: Prepared, start: int, end: int, code: int, hits: Sequence[KeywordHit]
) -> str:
    """Quote the line of the code's text that is most like a segment.

    A keyword of `hits` is named by the reason of its own: another line goes before it.
    """
    import numpy as np

    lines = side.lines[code]
    if not lines:
        return "the codebook says nothing about it in this language"
    vectors, telling = side.line_facts[code]
    there = set(prepared.words.lemma[prepared.words.between(start, end)].tolist())
    # Exact words beside likeness in meaning, so that a line which is quoted wins.
    shared = [sum(key in there for key in keys) / (len(keys) or 1) for keys in telling]
    said = side.meant([prepared.said(start, end)])[0]
    likest = (-(vectors @ said + np.array(shared))).argsort(kind="stable").tolist()
    named_already = {hit.keyword for hit in hits}
    best = lines[next((n for n in likest if lines[n].text not in named_already), likest[0])]
    short = (
        best.text if len(best.text) <= SHOWN else best.text[: SHOWN - 2].rsplit(" ", 1)[0] + " …"
    )
    return f"its {best.kind}: “{short}”"
