"""Correct an interview as people do, and know of each character where it came from."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Marked = list[tuple[str, int | None]]
"""The characters of a text, each with the place it had in the old one; None for a new one."""

_WORD = re.compile(r"\w+")
_TURN = re.compile(r"\n\n")

OPENINGS = ["Yes", "No", "Well", "I think", "You know", "At first", "In the end", "My sister said"]
MIDDLES = [
    "the rent went up again", "we moved to the river", "nobody asked us", "the school was closed",
    "I stayed at home", "they came at night", "the bus did not run", "my mother was ill",
    "he found work", "we had no papers", "it was cold", "the neighbours helped",
]  # fmt: skip
ENDS = ["that winter", "for two years", "because of the war", "and that was it", "as always", ""]
QUESTIONS = ["And then?", "Why?", "Do you feel safe here?", "And the rent?", "Tell me more."]


def interview(seed: int, turns: int = 80) -> str:
    """Return an invented interview in which answers and questions come back."""
    rng = random.Random(seed)
    lines = []
    for _ in range(turns):
        lines.append(f"Interviewer: {rng.choice(QUESTIONS)}")
        said = [
            f"{rng.choice(OPENINGS)}, {rng.choice(MIDDLES)} {rng.choice(ENDS)}".strip()
            + rng.choice([".", ".", "!", f", in {rng.randint(1950, 2020)}."])
            for _ in range(rng.choice([1, 1, 2, 4, 7]))
        ]
        lines.append(f"Vera: {' '.join(said)}")
    return "\n\n".join(lines) + "\n"


def marked(text: str) -> Marked:
    """Return a text whose characters know where they are."""
    return [(letter, place) for place, letter in enumerate(text)]


def plain(text: Marked) -> str:
    """Return the characters alone."""
    return "".join(letter for letter, _ in text)


def _new(words: str) -> Marked:
    return [(letter, None) for letter in words]


def _words(text: Marked) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(plain(text))]


def insert(text: Marked, rng: random.Random) -> None:
    """Put in some words, be they said elsewhere as well."""
    words = _words(text)
    first = rng.randrange(len(words) - 8)
    said = plain(text)[words[first][0] : words[first + rng.randint(1, 7)][0]]
    at = rng.choice(words)[0]
    text[at:at] = _new(rng.choice([said, "quite honestly ", "really "]))


def delete(text: Marked, rng: random.Random) -> None:
    """Take out a few words."""
    words = _words(text)
    first = rng.randrange(len(words) - 6)
    del text[words[first][0] : words[first + rng.randint(1, 5)][0]]


def replace(text: Marked, rng: random.Random) -> None:
    """Put another word, or another spelling of it, where one stood."""
    start, end = rng.choice(_words(text))
    old = plain(text)[start:end]
    word = rng.choice([f"{old}s", old[:-1] or "a", "misheard"])
    text[start:end] = [(letter, text[start][1]) for letter in word]


def move(text: Marked, rng: random.Random) -> None:
    """Let a longer paragraph stand elsewhere."""
    starts = [0, *(match.end() for match in _TURN.finditer(plain(text)))]
    long = [n for n in range(len(starts) - 1) if starts[n + 1] - starts[n] > 60]
    if not long:
        return
    number = rng.choice(long)
    block = text[starts[number] : starts[number + 1]]
    del text[starts[number] : starts[number + 1]]
    at = rng.choice([0, *(match.end() for match in _TURN.finditer(plain(text)))])
    text[at:at] = block


def merge(text: Marked, rng: random.Random) -> None:
    """Let two turns be one: the label between them goes."""
    labels = list(re.finditer(r"\n\n\w+: ", plain(text)))
    if not labels:
        return
    label = rng.choice(labels)
    text[label.start() : label.end()] = _new(" ")


def split(text: Marked, rng: random.Random) -> None:
    """Let somebody else say something in the midst of a turn."""
    ends = [match.start() + 1 for match in re.finditer(r"[.!] ", plain(text))]
    if not ends:
        return
    at = rng.choice(ends)
    text[at : at + 1] = _new(f"\n\nInterviewer: {rng.choice(['Yes.', 'And then?'])}\n\nVera: ")


def respell(text: Marked, rng: random.Random) -> None:
    """Spell some words otherwise throughout."""
    whole = plain(text)
    chosen = set(rng.sample(sorted({whole[s:e] for s, e in _words(text) if e - s > 3}), 4))
    for start, end in reversed(_words(text)):
        word = whole[start:end]
        if word in chosen:
            other = word[:2] + "h" + word[2:-1] + "ej"
            text[start:end] = [(letter, text[start][1]) for letter in other]


EDITS: Mapping[str, Callable[[Marked, random.Random], None]] = {
    "insert": insert,
    "delete": delete,
    "replace": replace,
    "move": move,
    "merge": merge,
    "split": split,
    "respell": respell,
}
TIMES = {"respell": 1, "move": 5}
"""How often an edit is made in one correction; the rest ten times."""


def corrected(text: str, kinds: list[str], seed: int) -> Marked:
    """Return a text corrected in these ways, one after the other."""
    rng = random.Random(seed)
    whole = marked(text)
    for kind in kinds:
        for _ in range(TIMES.get(kind, 10)):
            EDITS[kind](whole, rng)
    return whole


def segments(text: str, seed: int, count: int) -> list[tuple[int, int]]:
    """Return segments as people code them: from one word of a turn to another of it."""
    rng = random.Random(seed)
    chosen = []
    turns = [match.span(1) for match in re.finditer(r"^\w+: (.+)$", text, re.MULTILINE)]
    while len(chosen) < count:
        start, end = rng.choice(turns)
        words = [(start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])]
        first = rng.randrange(len(words))
        last = min(len(words) - 1, first + rng.choice([0, 1, 2, 4, 8, 15, 30]))
        chosen.append((words[first][0], min(end, words[last][1] + rng.randint(0, 1))))
    return chosen


class Truth:
    """Where each character of the old text stands in a corrected one."""

    def __init__(self, text: Marked) -> None:
        self.words = plain(text)
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for n, (_, origin) in enumerate(text):
            if origin is not None:
                self._first.setdefault(origin, n)
                self._last[origin] = n

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where what stood at `start` ≤ i < `end` stands now, None if it is gone."""
        there = [n for n in range(start, end) if n in self._first]
        if not there:
            return None
        first = min(self._first[n] for n in there)
        last = max(self._last[n] for n in there) + 1
        said = self.words[first:last]
        first += len(said) - len(said.lstrip())
        return (first, first + len(said.strip())) if said.strip() else None
