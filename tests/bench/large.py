"""Read and propose for so many passages in this process, and print seconds and the most memory.

    PYTHONPATH=.:tests python tests/bench/large.py SAMPLE PASSAGES

It is a program of its own since the most memory that a process ever had tells of everything that
it ever did. The words are those of the sample, shuffled; seconds are the processor's.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from bench import coded
from coding.model import Coding, Role, Transcript, Turn
from coding.suggest.corpus import prepare
from coding.suggest.machine import Machine

LEARNED = 1_000
"""Passages with two codings each that are learned from."""


def spoken(sample: Path, passages: int) -> list[Transcript]:
    """Return invented transcripts of so many passages, questions included: shuffled words."""
    draw = random.Random(7)
    lines = [
        line
        for t in coded.sample(sample).transcripts
        if t.language == "en"
        for turn in t.turns
        for line in [t.text[turn.start : turn.end].split()]
        if len(line) > 8
    ]
    found = []
    for number in range(-(-passages // 500)):
        text, turns = "", []
        for n in range(500):
            words = draw.choice(lines)[:60].copy()
            draw.shuffle(words)
            role = Role.PARTICIPANT if n % 2 else Role.INTERVIEWER
            said = " ".join(words[: 40 if n % 2 else 9]) + "."
            turns.append(
                Turn(
                    number=n + 1, start=len(text), end=len(text) + len(said), speaker="", role=role
                )
            )
            text += said + "\n\n"
        found.append(Transcript(name=f"T{number}", text=text, turns=tuple(turns), language="en"))
    return found


def decided(machine: Machine, passages: int, codes: list[str]) -> list[Coding]:
    """Return two codings, drawn at random, on each of the first passages of the participants."""
    draw = random.Random(3)
    places = [p for p in machine.sides[0].passages if not p.asked][:passages]
    return [
        Coding(id=f"{n}-{k}", transcript=p.transcript, start=p.start, end=p.end, text="",
               code=draw.choice(codes), coder="A", created="")
        for n, p in enumerate(places) for k in range(2)
    ]  # fmt: skip


def peak() -> float:
    """Return the most memory that this process ever had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(sample: Path, passages: int) -> None:
    """Print seconds until all is read, and until all is proposed, and the most memory by then."""
    book = coded.sample(sample).book
    transcripts = spoken(sample, passages)
    prepare(transcripts[0])
    told: dict[str, float] = {"before MB": peak()}
    begun = time.process_time()
    machine = Machine([prepare(t) for t in transcripts], book)
    machine.learn(decided(machine, LEARNED, [code.id for code in book]), ())
    told |= {"read s": time.process_time() - begun, "read MB": peak()}
    ranking = machine.propose(coder="B")
    told |= {"proposed s": time.process_time() - begun, "proposed MB": peak()}
    print(json.dumps({"proposals": len(ranking), **told}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
