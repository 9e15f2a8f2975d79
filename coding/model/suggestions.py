"""Say what the machine proposes and why, what people decide about it, and what they passed on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """What a person did with a suggestion; SKIP leaves it open."""

    ACCEPT = "accept"
    REJECT = "reject"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a coder decided about a code that was proposed for a segment, and what was shown.

    `score` is the probability shown with it and `raw` what the machine made of it before that
    was set right by earlier decisions. `visible` says whether the coder could see the proposal
    before deciding, `audit` whether it was drawn at random for checking, `model` which state of
    the machine made it. `coding` is the coding that an acceptance made.
    """

    id: str
    transcript: str
    start: int
    end: int
    code: str
    coder: str
    choice: Choice
    score: float
    raw: float
    visible: bool = True
    audit: bool = False
    model: str = ""
    coding: str = ""
    at: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Words that a coder had in sight and went on from without coding them.

    `codes` were proposed there and shown; where there are none, the coder has said that the words
    are read, whatever was shown.
    """

    transcript: str
    start: int
    end: int
    coder: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of why a code is proposed: `weight` is what it adds to the log odds.

    `kind` is keywords, words, passages, definition, question, around, length or frequency; `text`
    says it to a person; `evidence` are segments to look at, as (transcript, start, end).
    """

    kind: str
    weight: float
    text: str
    evidence: tuple[tuple[str, int, int], ...] = ()


def likelihood(score: float) -> str:
    """Return a score in a word.

    >>> [likelihood(score) for score in (0.7, 0.69, 0.3, 0.29)]
    ['likely', 'possible', 'possible', 'weak']
    """
    return "likely" if score >= 0.7 else "possible" if score >= 0.3 else "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A code that the machine proposes for a segment; a coding only by a person's act.

    `score` is the probability that a coder would put it there; `provisional` until enough
    decisions have shown how far such figures can be trusted (`raw` is the figure before that was
    set right by them). `id` is "" until it is kept. `runner_up` is the id of the next
    likeliest code and its score, `apart` the words here that speak for the one against the other.
    """

    id: str
    transcript: str
    start: int
    end: int
    text: str
    code: str
    score: float
    raw: float
    provisional: bool = True
    negated: bool = False
    reasons: tuple[Reason, ...] = ()
    runner_up: tuple[str, float] = ("", 0.0)
    apart: tuple[str, ...] = ()

    @property
    def likelihood(self) -> str:
        """Return the score in a word: likely from .7, possible from .3, else weak."""
        return likelihood(self.score)
