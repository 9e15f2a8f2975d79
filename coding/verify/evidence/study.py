"""Hold what a draft is checked against: interviews, participants and survey figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coding.model import Binding, Indicator, Participant, Transcript

Likeness = Callable[[Sequence[str]], Any]
"""Return how alike texts and the study's indicators are: a matrix, texts by indicators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a draft is checked against.

    `labels` has by participant what the study's scheme prints under a quote of theirs, in any
    language. `likeness` compares words by meaning, if the study has means to; without it words are
    compared letter by letter. `words_for` has, by indicator, what codes linked to it say in
    other languages. `bindings` has what people decided, by the claim's key; `coded` the people
    whose words carry a code, by its id. `interviewed` are all who were; where it is empty they are
    those of `transcripts`.
    """

    transcripts: Sequence[Transcript] = ()
    participants: Mapping[str, Participant] = field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    indicators: Sequence[Indicator] = ()
    quantifiers: Sequence[Mapping[str, object]] = ()
    words_for: Mapping[str, str] = field(default_factory=dict)
    likeness: Likeness | None = None
    bindings: Mapping[str, Binding] = field(default_factory=dict)
    coded: Mapping[str, frozenset[str]] = field(default_factory=dict)
    interviewed: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Return the words of the survey, by which the language of a short draft is guessed."""
        return " ".join(f"{figure.question} {figure.option}" for figure in self.indicators)
