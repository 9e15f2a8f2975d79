"""Find every line that could begin with a speaker's name.

A line such as "One thing is clear: I left." begins like "Anna: I left." does: which of them are
speakers is judged by the whole file afterwards, in `accepting`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from coding.files.clean import undirected
from coding.transcripts import known

TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
LONG = 40
"""Characters from which a label is rather a sentence than a name."""

_MARK = r"(?:\*{1,3}|_{1,3})"
SIGNS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0970-\u0dff\u0e00-\u109f\u1780-\u17d3\u200c\u200d"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
)
"""Vowel signs and accents of many scripts, which are no letters to `re`, and what has no width."""

_ADDED = rf"(?:[ ]?\([^\W\d_][\w{SIGNS} .,/'-]{{0,40}}\))?"
_NAME = rf"(?:[^\W\d_]|\ufffd)[\w\ufffd{SIGNS} \t\u00a0.,'’ʼ/&#№-]{{0,98}}?{_ADDED}"
NAMED = rf"[^\W\d_](?:[\w{SIGNS} .,'’ʼ/&№-]{{0,60}}?[\w{SIGNS}.])?{_ADDED}"
"""A name, as it stands in a label of whatever form."""

# Every form of a label has a colon early in its line, that of its time if no other. A line end is
# looked for many times as fast as a place where a line begins.
_COLON = re.compile(r"\n[^\n:：]{1,120}[:：]")
_FIRST_COLON = re.compile(r"[^\n:：]{1,120}[:：]")
_LABEL = re.compile(
    rf"""
    [ \t\u200e\u200f\u202a-\u202e\u2066-\u2069]*(?:(?:[-–—•>+*]|\d{{1,3}}[.)])[ \t]+)*  # a list
    (?P<bold>{_MARK})?
    (?:\\?[\[(]?(?P<before>{TIME})(?:[ ]?(?:-+>?|[–—])[ ]?(?P<until>{TIME}))?\\?[\])]?
       [ \t]*[-–—|]?[ \t]*)?
    (?P<bold_too>{_MARK})?
    (?:\[(?P<bracketed>[^\W\d_][^\[\]\n:]{{0,39}})\]|(?P<name>{_NAME}))
    {_MARK}?
    (?P<gap>[ \t\u00a0]*)
    (?:(?P<open>\\?[\[(])?(?P<after>{TIME})\\?[\])]?)?
    {_MARK}?[ \t\u00a0]*
    (?:(?P<colon>[:：]){_MARK}?(?![/\\\d:)(]|-[)(])
       (?:[ \t]*\\?[\[(](?P<late>{TIME})\\?[\])])?
    |  (?(after){_MARK}?[ \t\u00a0]*$|(?!)))
    """,
    re.VERBOSE | re.MULTILINE,
)
_PLAIN = re.compile(r"\s+[^\s\[(\\]")
_BOLD = re.compile(rf"^[ \t]*(?:\*\*|__)(?P<name>{_NAME})(?:\*\*|__)(?=[ \t]|$)", re.MULTILINE)


LOOKED_AT = 2_000
"""Labels by which one tells how a file parts its paragraphs: a long one has a million."""


class SpeakerLabel(NamedTuple):  # not a dataclass: a file has hundreds, and this is quicker to make
    """A speaker's name as it begins a line: characters `start` ≤ i < `end`, colon included.

    `strong` ones carry a time or bold type as well; `weak` ones lack the colon.
    """

    key: str
    name: str
    start: int
    end: int
    time: float | None = None
    time_end: float | None = None
    strong: bool = False
    weak: bool = False


def seconds(time: str) -> float:
    """Return a time of the clock in seconds.

    >>> seconds("1:02:03.5"), seconds("0:05")
    (3723.5, 5.0)
    """
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def key_of(name: str) -> str:
    """Return what two spellings of one label have in common.

    >>> key_of("Int. "), key_of("INT")
    ('int', 'int')
    """
    return " ".join(name.split()).rstrip(". ").casefold()


def find(text: str) -> list[SpeakerLabel]:
    """Return whatever could be a speaker's label, in order.

    >>> [label.name for label in find("Anna (0:05): Hi.\\nSee http://x.\\nShe came at 10:30")]
    ['Anna', 'She came at']
    """
    labels = []
    plain: dict[str, tuple[str, str]] = {}  # what was "Anna:" once need not be parsed again
    first = _FIRST_COLON.match(text)
    for line in chain([first] if first else [], _COLON.finditer(text)):
        start, end = line.span()
        start += line is not first
        written = text[start:end]
        named = plain.get(written)
        if named and _PLAIN.match(text, end):
            labels.append(SpeakerLabel(*named, start, end))
            continue
        match = _LABEL.match(text, start)
        named = _name(match["name"] or match["bracketed"]) if match else None
        if match and named:
            label = _read(match, *named)
            labels.append(label)
            if label == (*named, start, end, None, None, False, False):
                plain[written] = named
    if "**" in text or "__" in text:
        taken = {label.start for label in labels}
        bold = [
            SpeakerLabel(*named, match.start(), match.end(), weak=True)
            for match in _BOLD.finditer(text)
            if match.start() not in taken and (named := _name(match["name"]))
        ]
        sure = bold_speakers([label.name for label in bold], {label.key for label in labels})
        labels += [label for label in bold if label.key in sure]
        labels.sort(key=lambda label: label.start)
    return labels


def bold_speakers(names: Sequence[str], others: Collection[str]) -> set[str]:
    """Return the keys of those words in bold type that are speakers although no colon follows.

    Bold may be mere emphasis: two of them must come back, or they must be among the `others`
    that have a colon, or be what speakers are called.

    >>> sorted(bold_speakers(["Anna", "Boris", "Anna", "Boris", "Never"], ()))
    ['anna', 'boris']
    """
    counts = Counter(key_of(name) for name in names if known.looks_like_name(name))
    back = {key for key, count in counts.items() if count > 1}
    sure = {key for key in counts if key in others} | {
        key_of(name) for name in names if known.is_speaker(name)
    }
    return sure | back if len(sure | back) > 1 else sure


def _name(written: str) -> tuple[str, str] | None:
    """Return key and name of a label, or None for one that is too long."""
    name = " ".join(undirected(written).split())
    if (len(name) > LONG or name.count(" ") > 4) and (
        len(name) > 2.5 * LONG or not known.is_capitalised(name)
    ):
        return None  # a sentence, no name with all its titles
    return key_of(name), name


def _read(match: re.Match[str], key: str, name: str) -> SpeakerLabel:
    before, after, late, bold, bold_too, gap, opened, colon = match.group(
        "before", "after", "late", "bold", "bold_too", "gap", "open", "colon"
    )
    time = before or after or late
    strong = bool(bold or bold_too)
    if not time:
        return SpeakerLabel(key, name, match.start(), match.end(), strong=strong)
    wide = bool(opened or match["bracketed"] or len(gap) > 1 or gap == "\t")
    return SpeakerLabel(
        key,
        name,
        match.start(),
        match.end(),
        seconds(time),
        seconds(match["until"]) if match["until"] else None,
        strong or bool(colon) or wide,
        not colon and not wide,
    )


def after_blank(text: str, start: int) -> bool:
    r"""Tell whether a line begins after a blank one.

    >>> after_blank("So.\n \nAnna: Yes.", 6), after_blank("So.\nAnna: Yes.", 4)
    (True, False)
    """
    if text.endswith("\n\n", 0, start):  # nearly always
        return True
    before = text.rfind("\n", 0, max(start - 1, 0))
    return start > 0 and not text[before + 1 : start].strip()
