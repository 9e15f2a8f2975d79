"""Decide which of the speakers ask and which of them answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from coding.model import Role
from coding.transcripts import known

_CLEARLY = 0.25  # by how much the share of questions must differ before a guess is made


def assign(
    speakers: Iterable[str], said: Iterable[tuple[str, str]]
) -> tuple[dict[str, Role], tuple[str, ...]]:
    """Return every speaker's role, and a note if it was guessed from who asks.

    `said` gives speaker and words of each turn; it is read only when the labels do not tell.

    >>> roles, notes = assign(("Ana", "Milica"), [("Milica", "Why?"), ("Ana", "Because.")])
    >>> roles["Milica"].value, notes[0][:43]
    ('interviewer', "Guessed that 'Milica' is the interviewer, b")
    """
    names = list(dict.fromkeys(speakers))
    letters = {name.strip(". ") for name in names}
    roles = {}
    for name in names:
        letter = name.strip(". ")
        asks = known.asks_beside(letter, letters) or (
            known.asks(name) and not known.in_a_row(letter, letters)
        )
        roles[name] = Role.INTERVIEWER if asks else Role.PARTICIPANT
    if len(names) != 2 or Role.INTERVIEWER in roles.values():
        return roles, ()
    turns: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    for speaker, words in said:
        turns[speaker] += 1
        questions[speaker] += words.rstrip(" \t\n*_\"'”’»)]").endswith(("?", "？"))
    share = {name: questions[name] / max(turns[name], 1) for name in names}
    other, asker = sorted(names, key=share.__getitem__)
    often = share[asker] >= 0.5 or questions[asker] > 1
    if share[asker] - share[other] < _CLEARLY or not often or known.answers(asker):
        return roles, ()
    roles[asker] = Role.INTERVIEWER
    note = (
        f"Guessed that '{asker}' is the interviewer, because {questions[asker]} of"
        f" {turns[asker]} turns end in a question ('{other}': {questions[other]} of"
        f" {turns[other]})."
    )
    return roles, (note,)
