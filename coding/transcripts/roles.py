"""Decide which of the speakers ask and which answer; ask a person where labels do not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from coding.language.script import looks
from coding.model import DoubtKind, ReadingDoubt, Role
from coding.transcripts import known
from coding.transcripts.spellings import spelt_alike

_CLEARLY = 0.25  # by how much the share of questions must differ before a guess is made


def assign(
    speakers: Iterable[str], said: Iterable[tuple[str, str, int]], *, others: bool = False
) -> tuple[dict[str, Role], tuple[ReadingDoubt, ...]]:
    """Return every speaker's role, and a doubt if it was guessed from who asks.

    `said` gives speaker, last words and length of each turn; it is read only when the labels do
    not tell. `others` says that there are words of which nobody knows who says them.

    >>> turns = [("Milica", "Why?", 4), ("Ana", "Because.", 8)]
    >>> roles, doubts = assign(("Ana", "Milica"), turns)
    >>> roles["Milica"].value, doubts[0].about, doubts[0].text[:35]
    ('interviewer', 'Milica', 'Is “Milica” the interviewer? 1 of 1')
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
        if known.between(name):
            roles[name] = Role.OTHER
    names = [name for name in names if roles[name] is not Role.OTHER]
    if Role.INTERVIEWER in roles.values() or len(names) + others < 2:
        return roles, ()
    may = [name for name in names if not known.answers(name)]
    asker, clear, doubt = _guess(names, may or names, said, alone=len(names) == 2 and not others)
    if clear and may:
        roles[asker] = Role.INTERVIEWER
    return roles, (doubt,)


def _guess(
    names: Sequence[str],
    may: Sequence[str],
    said: Iterable[tuple[str, str, int]],
    *,
    alone: bool = False,
) -> tuple[str, bool, ReadingDoubt]:
    """Return who probably asks of those who `may`, whether that is clear, and the question.

    Who asks ends more turns in a question, speaks less at a time, and opens. Where two are
    `alone` and one of them is called a participant, the other need not ask much oftener.
    """
    turns: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    first = ""
    for speaker, words, length in said:
        if speaker not in names:
            continue
        first = first or speaker
        turns[speaker] += 1
        lengths[speaker] += length
        questions[speaker] += words.rstrip(" \t\n*_\"'”’»)]").endswith(("?", "？", "؟", ";"))
    share = {name: questions[name] / max(turns[name], 1) for name in names}
    mean = {name: lengths[name] / max(turns[name], 1) for name in names}
    longest = max(mean.values())
    score = {
        name: share[name] + 0.2 * (name == first) + 0.3 * (1 - mean[name] / max(longest, 1))
        for name in may
    }
    asker = max(may, key=lambda name: (score[name], turns[name]))
    others = [name for name in names if name != asker]
    highest = max((share[name] for name in others), default=0.0)
    often = share[asker] >= 0.5 or questions[asker] > 1 or not others
    by_label = alone and len(may) == 1 and share[asker] > highest
    clear = by_label or share[asker] - highest >= _CLEARLY
    clear = clear and often
    counts = f"{questions[asker]} of {turns[asker]} turns of it end in a question"
    beside = "".join(
        f", of “{x}” it is {questions[x]} of {turns[x]}" for x in others[:3] if turns[x]
    )
    return (
        asker,
        clear,
        ReadingDoubt(
            kind=DoubtKind.ASKER,
            text=f"Is “{asker}” the interviewer? {counts}{beside}.",
            about=asker,
            count=turns[asker],
        ),
    )


def same(turns: Counter[str]) -> Iterator[ReadingDoubt]:
    """Ask of two labels that look like one speaker's whether they are; `turns` counts by label.

    >>> [(d.about, d.beside) for d in same(Counter({"Ilya": 9, "Ilya, off camera": 1, "Ana": 3}))]
    [('Ilya, off camera', 'Ilya')]
    """
    labels = list(turns)
    for i, label in enumerate(labels):
        for other in labels[:i]:
            if _alike(label, other):
                rare, common = sorted((label, other), key=lambda x: (turns[x], -labels.index(x)))
                yield ReadingDoubt(
                    kind=DoubtKind.SAME,
                    text=f"Are “{rare}” and “{common}” one speaker?",
                    about=rare,
                    beside=common,
                    count=turns[rare],
                )
                break


def _alike(label: str, other: str) -> bool:
    """Tell whether two labels may be one speaker's: more of a name, a slip, letters alike."""
    one, two = sorted((" ".join(label.split()), " ".join(other.split())), key=len)
    if looks(one) == looks(two) or spelt_alike(one, two):
        return True
    one, two = one.casefold(), two.casefold()
    if [c for c in one if c.isdecimal()] != [c for c in two if c.isdecimal()]:
        return False
    if len(one) > 2 and two.startswith(one) and not two[len(one)].isalnum():
        return True
    return len(one) > 2 and len(one.split()) == 1 and one in two.replace(",", " ").split()
