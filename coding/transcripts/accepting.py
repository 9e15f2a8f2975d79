"""Judge by the whole file which lines begin with a speaker's name, and which only look so.

A name comes back, is one that interviewers or respondents get, or stands where every paragraph has
one; "One thing is clear: I left." does not. A form above the interview ("Date: ...") is no speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from coding.model import NOTHING_SAID, ReadingAnswers
from coding.transcripts import known
from coding.transcripts.labels import LONG, SpeakerLabel, after_blank, find, key_of
from coding.transcripts.notes import listed
from coding.transcripts.spellings import in_series, spelt_as

_RUNNING = re.compile(r"(?P<stem>[^\W\d_]+)[ .]?(?P<number>\d{1,3})")


class Accepted(NamedTuple):
    """Which of the labels found in a text are speakers.

    `chosen` ones are, those with keys in `once` although each stands only once. `doubtful` ones
    were kept as words although they look like names: a person is to be asked. `body` is where
    the form above the interview ends.
    """

    chosen: list[SpeakerLabel]
    doubtful: list[SpeakerLabel]
    once: frozenset[str]
    body: int
    notes: tuple[str, ...]


def accept(
    text: str,
    labels: Sequence[SpeakerLabel],
    *,
    vouched: Collection[str] = (),
    answers: ReadingAnswers = NOTHING_SAID,
) -> Accepted:
    """Return those labels that are speakers, under one spelling each, and those in doubt.

    `vouched` holds keys that need no evidence, because the file says so otherwise.

    >>> text = "Anna: Hi?\\nBoris: Hi. One\\nthing: no.\\nAnna: Why?\\nBoris: So."
    >>> [label.name for label in accept(text, find(text)).chosen]
    ['Anna', 'Boris', 'Anna', 'Boris']
    """
    body = _after_form(text, labels)
    said = {key_of(name) for name in answers.speakers}
    denied = {key_of(name) for name in answers.words} - said
    labels = [label for label in labels if label.start >= body and label.key not in denied]
    if stems := running(labels):
        labels = [
            label._replace(key=stems[label.key][0], name=stems[label.key][1])
            if label.key in stems
            else label
            for label in labels
        ]
    counts = Counter(label.key for label in labels)
    names: dict[str, str] = {}
    for label in labels:
        names.setdefault(label.key, label.name)
    believed = {
        key
        for key, name in names.items()
        if key in vouched or key in said or _convinces(name, counts[key], names.values())
    }
    if len(believed) < len(names):
        like = {key: name for key, name in names.items() if known.looks_like_name(name)}
        like |= {key: names[key] for key in believed if key in names}
        believed |= {*spelt_as(like, believed), *in_series(like, believed)}
    single = [
        label
        for label in labels
        if label.key not in believed
        and counts[label.key] == 1
        and known.looks_like_name(label.name)
    ]
    once: set[str] = set()
    if single:
        more = _once_only(text, body, labels, single, believed)
        if len(believed) > 1:
            once = more - {labels[0].key}
        believed |= more
    kept = {label.key for label in single} | {
        key for key, n in counts.items() if n > 1 and known.is_plausible(names[key])
    }
    chosen = [label for label in labels if label.key in believed]
    doubtful = [label for label in labels if label.key in kept - believed]
    if doubtful and all(after_blank(text, label.start) for label in chosen[1:]):
        doubtful = [label for label in doubtful if after_blank(text, label.start)]
    return Accepted(
        chosen=_one_spelling(chosen, names),
        doubtful=doubtful,
        once=frozenset(once),
        body=body,
        notes=_spellings(chosen),
    )


def running(labels: Sequence[SpeakerLabel]) -> dict[str, tuple[str, str]]:
    """Return key → key and name without the number, of labels that only number what is said.

    They are those of questions, each number once and in order, and of answers with the same
    numbers. Numbers that come back are of persons.

    >>> lines = "Q1: Why?\\nA1: So.\\nQ2: Oh?\\nA2: Yes.\\nQ3: Who?\\nA3: He."
    >>> sorted(set(running(find(lines)).values()))
    [('a', 'A'), ('q', 'Q')]
    """
    numbers: dict[str, list[int]] = {}
    made: dict[str, tuple[str, str]] = {}
    for label in labels:
        if match := _RUNNING.fullmatch(label.name):
            made[label.key] = key_of(match["stem"]), match["stem"]
            numbers.setdefault(made[label.key][0], []).append(int(match["number"]))
    rising = {
        stem: row
        for stem, row in numbers.items()
        if len(row) > 2 and all(before < after for before, after in pairwise(row))
    }
    asked = [set(row) for stem, row in rising.items() if known.asks(stem)]
    kept = {
        stem
        for stem, row in rising.items()
        if known.asks(stem) or any(len(set(row) - those) <= 1 for those in asked)
    }
    return {key: (stem, name) for key, (stem, name) in made.items() if stem in kept}


def _convinces(name: str, count: int, others: Collection[str]) -> bool:
    """Tell whether a label is a speaker by how often it comes and what it is called."""
    if len(name) > LONG or name.count(" ") > 4:
        return count > 1 and known.is_capitalised(name)
    if known.is_speaker(name):
        return True
    if not known.is_plausible(name):  # unless it is one such as "An Nguyen"
        return count > 2 and " " in name and known.is_capitalised(name)
    if count == 1 and known.is_ordinary(name):
        if known.asks(name):
            return any(known.answers(other) for other in others)
        return known.answers(name) and any(known.asks(other) for other in others)
    return count >= (2 if known.looks_like_name(name) else 3)


def _once_only(
    text: str,
    body: int,
    labels: Sequence[SpeakerLabel],
    once: Sequence[SpeakerLabel],
    believed: Collection[str],
) -> set[str]:
    """Return the keys to believe of labels that stand only once."""
    first = text[body : once[0].start].strip() == ""
    if len(believed) == 1 and any(map(known.asks, believed)):
        return {once[0].key}  # somebody must answer
    if believed:
        begin = next(label.start for label in labels if label.key in believed)
        unlabelled = _unlabelled(text[min(begin, once[0].start) :])
        every = unlabelled <= (0.5 if len(believed) == 1 else 0.1)
        # in an interview of two a third name is doubtful; in a group some speak only once
        return {
            label.key
            for label in once
            if label.strong
            or (every and (len(believed) != 2 or " " in label.name))
            or (first and label is once[0] and not label.weak)
        }
    if len(once) > 1 and _unlabelled(text[once[0].start :]) <= 1:
        return {label.key for label in once}
    alone = first and not once[0].weak and once[0].name.count(" ") < 2 and len(once[0].name) > 1
    return {once[0].key} if alone else set()


def _unlabelled(text: str) -> float:
    """Return how many lines lack what looks like a label, for each line that has one."""
    starts = {label.start: label.end for label in find(text) if known.looks_like_name(label.name)}
    labelled = unlabelled = position = 0
    bare = False
    for line in text.split("\n"):
        if position in starts:
            labelled += 1
            bare = not text[starts[position] : position + len(line)].strip()
        elif line.strip():
            unlabelled += not bare
            bare = False
        position += len(line) + 1
    return unlabelled / max(labelled, 1)


def _after_form(text: str, labels: Sequence[SpeakerLabel]) -> int:
    """Return where the form above the interview (Date: ..., Place: ...) ends, or 0."""
    end = 0
    if text.startswith("---\n"):  # the front matter of Markdown
        end = text.find("\n---\n", 3)
        end = end + 4 if end > 0 else 0
    counts = Counter(label.key for label in labels)
    below = len(labels) > 5 and sum(n for n in counts.values() if n > 1) > len(labels) / 2
    entries = 0  # such as "Interviewer: Milica", above an interview whose labels come back
    for label in [label for label in labels[:24] if label.start >= end][:12]:
        above = text[end : label.start].splitlines()
        if len(above) > 12 or any(len(line) > 120 or "?" in line for line in above):
            break
        line_end = text.find("\n", label.end)
        line_end = len(text) if line_end < 0 else line_end
        if known.heads_form(label.key):
            end = line_end
        elif counts[label.key] > 1:
            break
        elif known.is_speaker(label.name) and _is_entry(text[label.end : line_end]):
            entries += 1
            end = line_end if entries > 1 and below else end
    stop = text.find("\n\n", end) if end else 0
    if stop > end and all(map(_is_entry, text[end:stop].split("\n")[:12])):
        end = stop  # the form goes on to its blank line
    return end


def _is_entry(line: str) -> bool:
    return len(line) <= 80 and not line.rstrip().endswith((".", "!", "?", "…"))


def _one_spelling(chosen: Sequence[SpeakerLabel], names: dict[str, str]) -> list[SpeakerLabel]:
    return [
        label if label.name == names[label.key] else label._replace(name=names[label.key])
        for label in chosen
    ]


def _spellings(chosen: Sequence[SpeakerLabel]) -> tuple[str, ...]:
    spellings: dict[str, list[str]] = {}
    for key, name in dict.fromkeys((label.key, label.name) for label in chosen):
        spellings.setdefault(key, []).append(name)
    several = [listed(names) for names in spellings.values() if len(names) > 1]
    return tuple(f"Taken as one speaker: {names}." for names in several)
