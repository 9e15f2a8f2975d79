"""Count what suggestions find: the best few for 1,000 words, beside passages, an SVM and chance.

A proposal is one code on one extent and costs one judgement. It is right if it is the same mark as
a coding of its code (intersection over union ≥ .5); a coding is found once. Each interview is held
out; what is learned are the first codings of the others, these in an order that the seed draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench import coded
from coding.model import Coding, Role, Transcript
from coding.suggest.machine import Machine
from coding.suggest.measuring_runs import alike

Extent = tuple[int, int, str, float]
Proposer = Callable[[Machine, Transcript], list[Extent]]


@dataclass(frozen=True)
class Found:
    """Share of codings found, proposals judged for each right one, and (score, right) of each."""

    found: float
    judged: float
    promises: list[tuple[float, bool]]


def runs(machine: Machine, transcript: Transcript) -> list[Extent]:
    """Propose what the machine proposes."""
    ranking = machine.propose(transcripts={transcript.id}, most=0)
    codes = machine.book.codes
    return [(*machine.place(p)[1:], codes[p.code].id, p.score) for p in ranking[:400]]


def whole_passages(machine: Machine, transcript: Transcript) -> list[Extent]:
    """Propose codes for fixed passages, as was done before there were runs."""
    return _of_passages(machine, transcript, machine.scores)


def by_svm(machine: Machine, transcript: Transcript) -> list[Extent]:
    """Propose for the same passages by TF-IDF of lemmas and a linear SVM for each code."""
    from bench.test_suggest_bench import svm

    return _of_passages(machine, transcript, lambda side, rows: svm(machine, side, rows))


def shuffled(machine: Machine, transcript: Transcript) -> list[Extent]:
    """Propose what the machine proposes, in no order."""
    listed = runs(machine, transcript)
    return [listed[at] for at in np.random.default_rng(1).permutation(len(listed))]


def _of_passages(
    machine: Machine, transcript: Transcript, scored: Callable[..., np.ndarray]
) -> list[Extent]:
    found: list[Extent] = []
    for number, side in enumerate(machine.sides):
        if transcript.id not in side.first:
            continue
        first = side.first[transcript.id]
        listed = side.by_transcript[transcript.id].passages
        rows = np.array([first + n for n, p in enumerate(listed) if not p.asked], int)
        scores = scored(number, rows)
        for at in np.argsort(-scores.ravel(), kind="stable")[:400]:
            row, code = divmod(int(at), scores.shape[1])
            place = side.passages[rows[row]]
            found.append(
                (place.start, place.end, machine.book.codes[code].id, float(scores[row, code]))
            )
    return found


def words(transcript: Transcript) -> int:
    """Count the participants' words."""
    return sum(
        len(transcript.text[turn.start : turn.end].split())
        for turn in transcript.turns
        if turn.role is not Role.INTERVIEWER
    )


def learned_from(material: coded.Material, held: str, number: int, seed: int) -> list[Coding]:
    """Return the first codings of the other interviews, in the order in which they are read."""
    rest = [t for t in material.transcripts if material.interviews[t.id] != held]
    order = np.random.default_rng(seed).permutation(len(rest)) if seed else range(len(rest))
    place = {rest[at].id: nth for nth, at in enumerate(order)}
    own = [c for c in material.codings if c.transcript in place]
    return sorted(own, key=lambda c: (place[c.transcript], c.start, c.end))[:number]


def found(
    material: coded.Material,
    machine: Machine,
    propose: Sequence[Proposer],
    *,
    number: int,
    best: int = 10,
    seed: int = 0,
) -> list[Found]:
    """Hold each interview out, learn from `number` codings of the others, and count for each."""
    counts = np.zeros((len(propose), 4))
    promises: list[list[tuple[float, bool]]] = [[] for _ in propose]
    for held in dict.fromkeys(material.interviews.values()):
        machine.learn(learned_from(material, held, number, seed), ())
        for transcript in material.transcripts:
            if material.interviews[transcript.id] != held:
                continue
            own = [c for c in material.codings if c.transcript == transcript.id]
            looked = max(1, round(best * words(transcript) / 1000))
            for n, proposer in enumerate(propose):
                done: set[str] = set()
                listed = proposer(machine, transcript)
                for start, end, code, score in listed[:looked]:
                    same = {
                        c.id
                        for c in own
                        if c.code == code and alike((c.start, c.end), (start, end))
                    }
                    counts[n] += (1, bool(same - done), 0, 0)
                    promises[n].append((score, bool(same)))
                    done |= same
                counts[n] += (0, 0, len(done), len(own))
    return [
        Found(good / max(1, all_of), looked / max(1, right), said)
        for (looked, right, good, all_of), said in zip(counts, promises, strict=True)
    ]
