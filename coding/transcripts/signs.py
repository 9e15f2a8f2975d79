"""Find speakers' labels of rarer forms: a name and another sign than the colon, or a line alone.

`[Mila]`, `<Mila>`, `Mila -`, `#Mila:`, `1 I:`, `Q.` or MILA above the words are labels in some
files and words in most. One such line proves nothing; that its name and sign come back, that they
begin most paragraphs that have no label yet, and that the file alternates once they count, does.
What comes back without that is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from coding.language import packs
from coding.transcripts import known
from coding.transcripts.labels import LOOKED_AT, NAMED, SpeakerLabel, after_blank, key_of

_PAIRS = {"[": "]", "{": "}", "(": ")", "<": ">", "«": "»", "/": "/", '"': '"', "“": "”", "„": "“"}
_BRACKETS = ("[", "{", "<")
_NUMBER = r"(?:\d{1,5}[.):]?[ \t]+)?"
_ENCLOSED = re.compile(
    rf"[ \t]*{_NUMBER}(?P<open>[\[{{(<«/\"“„])(?P<name>{NAMED})(?P<close>[\]}})>»/\"”“])"
    r"[ \t]*(?P<sign>[:：]?)[ \t]*"
)
_SIGNED = re.compile(
    rf"[ \t]*(?P<before>[#@>*•·~|+-]*)[ \t]*{_NUMBER}(?P<name>\d{{0,3}}{NAMED})"
    r"(?P<sign>[?*\"'”]*[ \t]*(?:[:：]+(?![/\\\d)(]|-[)(])|[;>=|»~]|[-–—]+(?=[ \t])|\t))[*]*[ \t]*"
)
_SHORT = re.compile(
    r"[ \t]*(?P<name>[^\W\d_]{1,2}\d{0,2}(?:\.[ ]?[^\W\d_])*)(?P<sign>[.,])[ \t]+(?=\S)"
)
_CAPITALS = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*(?=\.[ \t]+\S)")
_TITLED = re.compile(r"[ \t]*(?:[^\W\d_]{1,3}\.[ \t]*)+(?:[^\W\d_]+\.?[ \t]*){0,3}[:：]")
_ALONE = re.compile(
    rf"[ \t]*(?P<before>#{{1,6}}[ \t]+|\*\*|__)?(?P<name>{NAMED})(?:\*\*|__)?[ \t]*$"
)
_BARE = re.compile(rf"[ \t]*(?P<name>{NAMED})[ \t]+(?=\S)")
ALONE = "alone"
_MINUTES = "A."
_TITLE = 60  # letters
_BLANKS = re.compile(r"[ \t]*")
_WORD = re.compile(r"[ \t]*([^\W\d_]+)")
_ALTERNATES = 0.8


class _Sign(NamedTuple):
    """A line that may begin with a speaker's label of the form `kind`."""

    kind: str
    label: SpeakerLabel


def beside(
    text: str, chosen: Sequence[SpeakerLabel], body: int, denied: Collection[str] = ()
) -> tuple[list[SpeakerLabel], list[SpeakerLabel]]:
    """Return labels of rarer forms that are speakers' too, and those that a person must judge.

    `chosen` are the labels known so far, `body` is where the form above the interview ends,
    `denied` holds keys that a person has called words.

    >>> talk = "Mila - Why?\\nAna - So.\\nMila - When?\\nAna - Then."
    >>> [label.name for label in beside(talk, (), 0)[0]]
    ['Mila', 'Ana', 'Mila', 'Ana']
    """
    if len(chosen) >= _most_lines(text):
        return [], []
    keys = {label.key for label in chosen}
    signs: dict[str, list[SpeakerLabel]] = {}
    lines = blocks = 0
    apart = len(chosen) > 2 and all(after_blank(text, x.start) for x in chosen[1:LOOKED_AT])
    labelled = (label.start for label in chosen)
    following = next(labelled, -1)
    for start, end, blank in _lines(text, body):
        while -1 < following < start:
            following = next(labelled, -1)
        if start == following or (apart and not blank):
            continue
        lines += 1
        blocks += blank
        for kind, label in _read(text, start, end, keys):
            if label.key not in denied:
                signs.setdefault(kind, []).append(label)
    more: list[SpeakerLabel] = []
    doubtful: list[SpeakerLabel] = []
    for kind, group in sorted(signs.items(), key=lambda item: -len(item[1])):
        taken = {label.start for label in more}
        group = [label for label in group if label.start not in taken]
        sure, unsure = _judge(text, kind, group, [*chosen, *more], (lines, blocks))
        more += sure
        doubtful += unsure
    taken = {label.start for label in more}
    return more, [label for label in doubtful if label.start not in taken]


def _most_lines(text: str) -> int:
    """Return how many lines of a text have words, or a few more: counting them takes long."""
    return text.count("\n") - text.count("\n\n") + (not text.endswith("\n"))


def _lines(text: str, position: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where each line with words begins and ends, and whether a blank one is before it."""
    blank = True
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if end - position and not text[position : min(end, position + 80)].isspace():
            yield position, end, blank
            blank = False
        else:
            blank = True
        position = end + 1


def _read(text: str, start: int, end: int, keys: Collection[str]) -> Iterator[_Sign]:
    """Yield the one form of a label that a line begins with, if any."""
    if found := _ENCLOSED.match(text, start, end):
        if found["close"] == _PAIRS[found["open"]] and (found["sign"] or found.end() < end):
            yield _sign(found["open"] + found["sign"], found, start)
        return
    if found := _SIGNED.match(text, start, end):
        sign = "".join(found["sign"].split(" "))
        if len(sign) < 4 and (sign != ";" or len(found["name"]) < 13):
            yield _sign(found["before"] + sign, found, start)
    if minuted := _minuted(text, start, end):
        yield _Sign(_MINUTES, minuted)
    elif found := _SHORT.match(text, start, end):
        initials = found["name"].isupper() or "." not in found["name"]
        if initials and not _TITLED.match(text, start, end):
            yield _sign(found["sign"], found, start)
    elif (
        end - start <= 64
        and (found := _ALONE.match(text, start, end))
        and not (found["name"].endswith(".") and len(found["name"]) > 5)
    ):
        yield _sign(ALONE + (found["before"] or "").strip(), found, start)
    elif keys and (found := _BARE.match(text, start, end)):
        name = found["name"]
        begins = not text[found.end()].islower()
        if len(name) > 1 and name.isupper() and begins and key_of(name) in keys:
            yield _sign("", found, start)


def _minuted(text: str, start: int, end: int) -> SpeakerLabel | None:
    """Return the name in capitals that a line of minutes begins with, as in `Mr. HALE. Yes.`.

    A title stands before it or none; of MRS. OKAFOR alone the first word is no name.
    """
    for found in _CAPITALS.finditer(text, start, min(end, start + _TITLE)):
        after = _WORD.match(text, found.end() + 1)
        if found[0].isupper() and not (after and len(after[1]) > 1 and after[1].isupper()):
            name = " ".join(text[start : found.end()].split())
            if len(name.split()) > 4 or not known.is_capitalised(name):
                return None
            words = _BLANKS.match(text, found.end() + 1)
            return SpeakerLabel(key_of(name), name, start, words.end() if words else end)
    return None


def _sign(kind: str, found: re.Match[str], start: int) -> _Sign:
    name = " ".join(found["name"].split())
    return _Sign(kind, SpeakerLabel(key_of(name), name, start, found.end()))


def _judge(
    text: str,
    kind: str,
    group: Sequence[SpeakerLabel],
    chosen: Sequence[SpeakerLabel],
    without: tuple[int, int],
) -> tuple[list[SpeakerLabel], list[SpeakerLabel]]:
    """Return the labels of one form that are speakers', and those that may be.

    `without` counts the lines that have no label yet, and those of them after a blank line.
    """
    keys = {label.key for label in chosen}
    counts = Counter(label.key for label in group)
    names = {label.key: label.name for label in group}
    known_ones = {key for key in counts if key in keys and not _stutters(kind, names[key])}
    back = {
        key
        for key, count in counts.items()
        if count > 1 and (kind == _MINUTES or _may_be(names[key], count))
    }
    back -= {key for key in keys if _stutters(kind, names.get(key, ""))}
    if kind == ALONE and not _punctuated(text, group):
        back = {key for key in back if _is_title(names[key])}
    lines, blocks = without
    if kind[:1] in _PAIRS:
        back = {key for key in back if known.looks_like_name(names[key])}
    names_alone = [x for x in group if x.key in back | known_ones]
    if kind.startswith(ALONE) and not (names_alone and _has_words(text, names_alone, chosen)):
        return [], []
    heading = sum(after_blank(text, label.start) or not label.start for label in group)
    of = blocks if 5 * heading >= 4 * len(group) else lines
    cover = sum(counts[key] for key in back | known_ones) / max(of, 1)
    cover *= 2 if kind.startswith(ALONE) else 1
    marks = [label for label in group if label.key in back | known_ones]
    alternates = alternation([*chosen, *marks])
    several = len(back | known_ones | keys) > 1
    sure = set(known_ones)
    if several and alternates >= _ALTERNATES and cover >= (0.5 if len(back) > 1 else 0.25):
        sure |= back
        if cover >= 0.5:  # who speaks only once, in the form of all others
            more = {key for key in counts if known.looks_like_name(names[key])}
            sure |= {key for key in more if not _is_sound(key)}
    if not chosen and kind[:1] in _BRACKETS and _one_asks(text, [*marks], lines):
        sure |= back
    unsure = {key for key in back | (counts.keys() & keys) if known.looks_like_name(names[key])}
    unsure -= {*sure, *(unsure if kind == "." else ())}
    if kind.startswith(ALONE):
        unsure = {key for key in unsure if counts[key] > 2 or names[key].isupper()}
    return (
        [label for label in group if label.key in sure],
        [label for label in group if label.key in unsure],
    )


def _one_asks(text: str, group: Sequence[SpeakerLabel], lines: int) -> bool:
    """Tell whether one name in brackets begins many paragraphs, each after one without a name."""
    starts = [label.start for label in group]
    others = starts[1:]
    bare = [text[label.end : start] for label, start in zip(group, others, strict=False)]
    parted = all(after_blank(text, start) for start in others)
    one = len({label.key for label in group}) == 1
    back = len(others) > 1 and 5 * len(group) >= lines
    return one and back and parted and all("\n\n" in words.rstrip() for words in bare)


def _has_words(text: str, group: Sequence[SpeakerLabel], chosen: Sequence[SpeakerLabel]) -> bool:
    """Tell whether words of their own follow nearly all lines that hold nothing but a name."""
    ordered = sorted([*chosen, *group], key=lambda label: label.start)
    starts = {label.start for label in group}
    bare = sum(
        label.start in starts and text[label.end : after].isspace()
        for label, after in zip(ordered, [*(x.start for x in ordered[1:]), len(text)], strict=True)
    )
    return 10 * bare <= len(group)


def alternation(labels: Sequence[SpeakerLabel]) -> float:
    """Return the share of labels that follow one of another speaker, in the order of the text.

    >>> a, b = SpeakerLabel("a", "A", 0, 1), SpeakerLabel("b", "B", 5, 6)
    >>> alternation([b, a, b._replace(start=9)])
    0.5
    """
    ordered = sorted(labels, key=lambda label: label.start)
    changes = sum(before.key != after.key for before, after in pairwise(ordered))
    return changes / max(len(ordered) - 1, 1)


def _stutters(kind: str, name: str) -> bool:
    """Tell whether a dash after a word may be a pause in speech: "I - I don't know"."""
    return kind.strip("-–—") == "" and kind != "" and known.is_ordinary(name)


def _is_title(name: str) -> bool:
    """Tell whether a line alone is written as no sentence of one word is: VERA, Mrs Toth."""
    return name.isupper() or known.is_speaker(name) or (" " in name and known.is_capitalised(name))


def _punctuated(text: str, group: Sequence[SpeakerLabel]) -> bool:
    """Tell whether sentences of a text end in stops, so that a word without one is none."""
    starts = {label.start for label in group}
    ends = [text[end - 1] for start, end, _ in _lines(text, 0) if start not in starts]
    return 5 * sum(end in '.!?…。？！:;"”)]-–' for end in ends) >= 4 * len(ends)


def _is_sound(key: str) -> bool:
    """Tell whether words are a transcriber's note such as "laughs", or no words, such as "mhm"."""
    sounds = {*packs.together("sounds"), *packs.together("fillers")}
    return key in sounds or key.split()[0] in packs.together("sounds")


def _may_be(name: str, count: int) -> bool:
    """Tell whether a name may be a speaker's where the file's form says so: no sentence's start."""
    long = len(name.split()) > 3 and not known.is_capitalised(name)
    return known.is_plausible(name) and (not long or count > 2) and not _is_sound(key_of(name))
