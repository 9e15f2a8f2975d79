"""Measure what is proposed, where it is proposed: runs of sentences of interviews held out.

A suggestion is right if it is the same mark as a coding of its code, intersection over union ≥ .5,
and only counts where people have looked: a run that nobody read tells nothing of what is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

from coding.model import Codebook, Coding
from coding.suggest.precision import Precision, SuggestionOutcome, precisions
from coding.suggest.runs import FIT

if TYPE_CHECKING:
    from coding.suggest.machine import Machine

PROPOSED = 0.3
"""The score from which a suggestion counts as proposed."""

BEST = 10
"""Suggestions looked at for 1,000 words, when it is asked how much they find."""


@dataclass(frozen=True, slots=True)
class JudgedSuggestion:
    """A suggestion beside what people coded: `found` are the ids of the codings that it is."""

    code: str
    interview: str
    score: float
    found: frozenset[str]


@dataclass(frozen=True, slots=True)
class JudgedInterview:
    """The suggestions for an interview, the best first, its codings and its words that were read.

    Words are the participants' alone.
    """

    interview: str
    judged: tuple[JudgedSuggestion, ...]
    codings: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionQuality:
    """How good suggestions are on interviews held out.

    Of `proposed` suggestions from 30 % on, `right` are; they were `said` to be right in that share,
    and `share` of them are. The ten best for 1,000 words find the share `found` of all codings, and
    `judged` of them have to be looked at for one that is right. `codes` has the precision of each
    code, `whole` that of all. All are nan where there is nothing to measure.
    """

    proposed: int
    right: int
    said: float
    share: float
    found: float
    judged: float
    codes: tuple[Precision, ...]
    whole: Precision


def judge(
    machine: Machine,
    looked_at: Machine,
    transcripts: Collection[str],
    codings: Iterable[Coding],
    interviews: Mapping[str, str],
) -> list[JudgedInterview]:
    """Let a machine propose for transcripts it has not learned from, and compare with codings.

    `looked_at` knows what people have decided there.
    """
    by_transcript: dict[str, list[Coding]] = {key: [] for key in transcripts}
    for coding in codings:
        if coding.transcript in by_transcript and coding.code in machine.column:
            by_transcript[coding.transcript].append(coding)
    found = []
    for number, side in enumerate(machine.sides):
        for transcript in transcripts:
            marks = looked_at.spans.lessons[number].decided.get(transcript)
            if transcript not in side.first or marks is None or not by_transcript[transcript]:
                continue
            own = by_transcript[transcript]
            judged = []
            for proposed in machine.propose(transcripts={transcript}, most=0):
                within = slice(proposed.first, proposed.last + 1)
                if not marks.known[within, proposed.code].all():
                    continue
                code = machine.book.codes[proposed.code].id
                _, start, end = machine.place(proposed)
                same = frozenset(
                    c.id for c in own if c.code == code and alike((c.start, c.end), (start, end))
                )
                judged.append(JudgedSuggestion(code, interviews[transcript], proposed.score, same))
            block = machine.spans.block(number, transcript)
            read = marks.known.all(axis=1) & ~block.asked
            words = int(block.words[read].sum())
            found.append(JudgedInterview(interviews[transcript], tuple(judged), len(own), words))
    return found


def alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two segments are the same mark.

    >>> alike((0, 10), (0, 5)), alike((0, 10), (0, 4))
    (True, False)
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and shared >= FIT * (max(one[1], other[1]) - min(one[0], other[0]))


def suggestion_quality(listed: Sequence[JudgedInterview], book: Codebook) -> SuggestionQuality:
    """Sum up what was judged."""
    outcomes, said, best = [], 0.0, [0, 0, 0]
    for interview in listed:
        done: set[str] = set()
        for judged in interview.judged:
            if judged.score >= PROPOSED:
                outcomes.append(
                    SuggestionOutcome(judged.code, judged.interview, bool(judged.found))
                )
                said += judged.score
        looked = max(1, round(BEST * interview.words / 1000))
        for judged in interview.judged[:looked]:
            best[0] += 1
            best[1] += bool(judged.found - done)
            done |= judged.found
        best[2] += len(done)
    right = sum(outcome.right for outcome in outcomes)
    codings = sum(interview.codings for interview in listed)
    return SuggestionQuality(
        proposed=len(outcomes),
        right=right,
        said=said / len(outcomes) if outcomes else nan,
        share=right / len(outcomes) if outcomes else nan,
        found=best[2] / codings if codings else nan,
        judged=best[0] / best[1] if best[1] else nan,
        codes=tuple(precisions(outcomes, [code.id for code in book])),
        whole=precisions([replace(told, code="") for told in outcomes], [""])[0],
    )
