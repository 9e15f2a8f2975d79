"""Make interviews that look like speech: turns, sentences, and words as rare as in life."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

_SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ha he ka ke ki ko la le li lo ma me mi mo na ne ni no pa"
    " pe po ra re ri ro sa se si so ta te ti to va ve vi vo za zi an en in on ar er or al el st"
).split()
VOCABULARY = 20_000
SEED = 20_240_904


class Speech:
    """Draws words by Zipf's law, the same ones for the same seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            rank = len(words)
            length = 1 + (rank > 60) + (rank > 900) + (self.random.random() < 0.4)
            words["".join(self.random.choices(_SYLLABLES, k=length))] = None
        self.words = list(words)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def sentences(self, words: int) -> str:
        """Return about so many words as sentences."""
        drawn = self.random.choices(self.words, cum_weights=self.weights, k=words)
        at = 0
        said = []
        while at < len(drawn):
            piece = drawn[at : at + self.random.randint(4, 24)]
            at += len(piece)
            middle = len(piece) // 2
            if middle > 4:
                piece[middle] += ","
            said.append(" ".join(piece).capitalize() + ("?" if self.random.random() < 0.1 else "."))
        return " ".join(said)

    def interview(self, words: int) -> str:
        """Return an interview of about so many words, question and answer by turns."""
        lines = []
        left = words
        while left > 0:
            for speaker, low, high in (("Interviewer", 6, 30), ("Anna", 30, 180)):
                size = min(left, self.random.randint(low, high))
                left -= size
                if size:
                    lines.append(f"{speaker}: {self.sentences(size)}\n")
        return "\n".join(lines)


def write_interviews(folder: Path, count: int, words: int) -> list[Path]:
    """Write interviews as txt files; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    speech = Speech()
    paths = [folder / f"P{number:04}.txt" for number in range(count)]
    for path in paths:
        path.write_text(speech.interview(words), encoding="utf-8")
    return paths
