"""Find speakers' labels in the middle of a line, as in "Q: How long? A: Three years.".

They stand after the end of a sentence, or in brackets where one speaker comes in while the other
speaks: "(I: Mhm.)". A person who retells a conversation writes the same. So a label inside of a
line counts if its speaker has labels at lines' beginnings, or if the file alternates only with it.
A name that stands there once, or that may be a word like any other ("Hope: that is all"), is asked
about all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from coding.transcripts import known
from coding.transcripts.labels import NAMED, SIGNS, SpeakerLabel, key_of
from coding.transcripts.signs import alternation

_COLON = re.compile("[:：]")
_BEFORE = re.compile(
    r"(?:(?<![^\n])[ \t]*|[.!?…。？！\"”’»)\]–—-][ \t]+)"
    rf"(?P<name>[^\W\d_][\w{SIGNS}'’ -]{{0,31}}(?:[ ]?\([^()\n]+\))?)\Z"
)
_CAME_IN = re.compile(rf"[\[(](?P<name>{NAMED})[:：][ \t]*(?P<words>[^\[\]()\n]*)[\])]")
WITHIN = "… "
"""What a label is called by that is in question inside of lines alone, before its name."""

_LONGEST = 60  # characters before the colon that are looked at
_ALTERNATES = 0.9


def inside(
    text: str,
    chosen: Sequence[SpeakerLabel],
    body: int,
    denied: Collection[str] = (),
    said: Collection[str] = (),
) -> tuple[list[SpeakerLabel], list[SpeakerLabel]]:
    """Return labels inside of lines, and those that a person must judge.

    After words in brackets the one goes on who spoke before: a label without words says so. Keys
    are `denied`, or `said` to be speakers', as WITHIN and the label where only those in lines are.

    >>> talk = "Q: How long? A: Three years.\\nQ: Why? A: The school."
    >>> q = [SpeakerLabel("q", "Q", 0, 2), SpeakerLabel("q", "Q", 29, 31)]
    >>> [label.name for label in inside(talk, q, 0)[0]]
    ['A', 'A']
    """
    keys = {label.key for label in chosen}
    ours = sum(text[label.end - 1] in ":：" for label in chosen)
    if text.count(":") + text.count("：") == ours:  # as in most files: none is left over
        return [], []
    labels = [label for label in _labels(text, chosen, body) if label.key not in denied]
    counts = Counter(label.key for label in [*chosen, *labels])
    sure = {label.key for label in labels if label.key in keys}
    others = [x for x in labels if x.key not in sure and known.looks_like_name(x.name)]
    back = [label for label in others if counts[label.key] > 1 or known.is_speaker(label.name)]
    before = alternation([*chosen, *[x for x in labels if x.key in sure]])
    with_them = alternation([*chosen, *[x for x in labels if x.key in sure], *back])
    if back and with_them >= _ALTERNATES and before < _ALTERNATES / 2:
        sure |= {label.key for label in back}
        back = []
    here = [label for label in labels if label.key in sure]
    by_turns = max(with_them, before) >= _ALTERNATES and alternation(chosen) < _ALTERNATES / 2
    asked = set() if by_turns else _ambiguous(text, here)
    asked -= {key for key in asked if key_of(WITHIN + key) in said}
    here = [label for label in labels if label.key in sure - asked]
    unsure = [label for label in back if label.key not in sure]
    unsure += [
        label._replace(name=WITHIN + label.name)
        for label in labels
        if label.key in asked and key_of(WITHIN + label.key) not in denied
    ]
    came_in = list(_came_in(text, [*chosen, *here], body))
    return sorted([*here, *came_in]), unsure


def _ambiguous(text: str, labels: Sequence[SpeakerLabel]) -> set[str]:
    """Return the keys of names that may be words inside of lines.

    It is the only one there, or the text has them as words: in small letters, or before such.
    """
    counts = Counter(label.key for label in labels)
    return {
        label.key
        for label in labels
        if not known.is_speaker(label.name)
        and not (len(label.name) == 1 and counts[label.key] > 1)
        and (
            len(labels) == 1
            or text[label.end :].lstrip()[:1].islower()
            or re.search(rf"(?<!\w){re.escape(label.name.lower())}(?!\w)", text)
        )
    }


def _labels(text: str, chosen: Sequence[SpeakerLabel], position: int) -> Iterator[SpeakerLabel]:
    """Yield a label for each colon that may end one and is in none of the chosen ones."""
    starts = [label.start for label in chosen]
    for colon in _COLON.finditer(text, position):
        end = colon.end()
        before = bisect_right(starts, end) - 1
        if (before >= 0 and end <= chosen[before].end) or not text[end : end + 1].isspace():
            continue
        if found := _BEFORE.search(text, max(end - _LONGEST, 0), end - 1):
            name = found["name"]
            yield SpeakerLabel(key_of(name), name, found.start("name"), end)


def _came_in(text: str, labels: Sequence[SpeakerLabel], position: int) -> Iterator[SpeakerLabel]:
    """Yield the labels of who comes in in brackets, each with one of who goes on behind it."""
    names = {label.key: label.name for label in labels}
    ordered = sorted(labels, key=lambda label: label.start)
    at = 0
    for found in _CAME_IN.finditer(text, position) if names else ():
        key = key_of(found["name"])
        while at < len(ordered) and ordered[at].start < found.start():
            at += 1
        if key in names and at and found["words"].strip():
            speaker = ordered[at - 1]
            yield SpeakerLabel(key, names[key], found.start(), found.start("words"))
            end = found.end("words")
            yield SpeakerLabel(speaker.key, speaker.name, end, end + 1)
