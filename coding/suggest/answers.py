"""Tell answers to an open question from interviews, and which of them are read as wholes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.language import vectors as meaning

if TYPE_CHECKING:
    from coding.suggest.corpus import Prepared

WHOLE = 0.8
"""The share of what is said that is whole short turns from which it is taken for answers."""

FEWEST_WHOLE = 20
"""Passages from which on answers are read as wholes: of fewer nothing is learned."""

SENTENCES_WHOLE = 1.5
"""Sentences of an answer up to which they are, on average: those of the benchmark have 1 to 1.25.
Of longer ones parts may be coded, and that gets no better by it (nor do interviews)."""

READ_WHOLE = (
    "Short answers in English are read as wholes, by a small language model (MiniLM) that came with"
    " the program and runs on this computer."
)
"""What is told where suggestions rest on that."""

MOST_WHOLE = 200_000
"""Characters up to which they are: a thousand take about .15 s of a processor."""


def are_answers(prepared: Sequence[Prepared]) -> bool:
    """Say whether nobody asks, and what is said are short turns: answers to an open question."""
    passages = [p for read in prepared for p in read.passages]
    turns = {(passage.transcript, passage.turn) for passage in passages}
    return len(turns) >= WHOLE * len(passages) and not any(p.asked for p in passages)


def reads_whole(prepared: Sequence[Prepared]) -> bool:
    """Say whether texts of one language can be read as wholes: answers, some and not too many."""
    letters = sum(len(read.text) for read in prepared)
    return (
        bool(prepared)
        and prepared[0].language in meaning.ENCODED
        and letters <= MOST_WHOLE
        and (passages := sum(len(read.passages) for read in prepared)) >= FEWEST_WHOLE
        and sum(len(read.sentences) for read in prepared) <= SENTENCES_WHOLE * passages
        and are_answers(prepared)
    )


def can_be_read_whole(prepared: Sequence[Prepared]) -> bool:
    """Say whether the texts of any language can be read as wholes."""
    languages = {read.language for read in prepared}
    return any(reads_whole([r for r in prepared if r.language == said]) for said in languages)
