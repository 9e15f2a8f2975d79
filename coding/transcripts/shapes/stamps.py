"""Read the lines of machine-made transcripts: times, names and words, in whatever order.

A line is taken for itself here; what it is in its file, the whole file decides (see `blocks`).
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from coding.transcripts import known

DATE = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))"
_DAY = rf"(?:{DATE}(?:T|,?[ ]))?"
# 1:02:03.5 · 0:0:5.32 (Teams) · 00:00:05:12 and ;12 (frames) · 00:01:02-3 before # (f4) · 2:05 PM
_COLONS = (
    r"(?:\d{1,2}:\d{1,2}:\d{1,2}(?:[:;]\d{2})?|\d{2};\d{2};\d{2};\d{2}|\d{1,3}:\d{2})(?![\d:]|;\d)"
    r"(?:[.,]\d{1,6}(?![\d:])|-\d{1,2}(?=\#))?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\b\.?)?"
)
_UNITS = r"(?:\d{1,2} ?h ?)?\d{1,3} ?m(?:in)? ?\d{1,2}(?:[.,]\d{1,3})? ?s\b"
CLOCK = rf"{_DAY}(?:{_COLONS}|{_UNITS})"
_UNTIL = r"[ \t]*(?:-{1,2}>|—>|→|[-–—,])[ \t]*"
_STAMP = (
    rf"(?:\\?[\[({{<\#][ ]?)?(?P<start>{CLOCK}(?:,[ ]{DATE})?)(?:{_UNTIL}(?P<end>{CLOCK}))?"
    r"(?:[ ]?\\?[\])}>\#]|(?![\w:]))"
)
STAMP = re.compile(_STAMP)
HASHED = re.compile(rf"[ \t]*\#(?P<start>{CLOCK})\#")
MARK = re.compile(rf"[\[(\#]{CLOCK}[\])\#]")
"""A time in brackets, as people and programs put it into what is said."""
_LEAD = re.compile(rf"{_STAMP}[ \t\u00a0]*(?:[-–—|,]+(?=\s))?:?[ \t\u00a0]*")
_TRAIL = re.compile(
    r"(?P<name>[^\n]{1,60}?)(?P<colon>[ \t]*(?:(?<!\d):|:(?!\d)))?(?:[ \t\u00a0]*[-–—|,])?"
    # A page may set name and time apart without a blank between them.
    r"(?:(?<!\w)|(?<=[^\W\d_])(?=\d{1,2}:\d\d:\d\d))(?<![.:]\d)"
    rf"[ \t\u00a0]*{_STAMP}(?P<after>[ \t]*:(?!\S))?[ \t]*(?P<words>.*)"
)
_END = re.compile(rf"(?P<words>.*\S)[ \t\u00a0]+{_STAMP}[ \t]*")
_NAMED = re.compile(
    r"(?:\[(?P<square>[^\[\]\n]{1,50})\]|\((?P<round>[^()\n]{1,50})\)|<(?P<angle>[^<>\n]{1,50})>"
    r"|(?P<plain>[^\n:：\[\](){}<>]{1,50}(?:\([^()\n]{1,24}\))?))"
    r"[ \t\u00a0]*(?P<colon>[:：](?![/\\\d]))?[ \t\u00a0]*(?P<words>.*)"
)
_NUMBERED = re.compile(r"[^\W\d_]{2,}[ _]?\d{1,3}")
_AROUND = " \t\u00a0*_|:：,-–—"
_HALF_DAY = 12 * 3600
_FRAMES = 25.0


class LineKind(Enum):
    """What stands on a line: T time, N name, W words, R what may be a name or words."""

    T = auto()
    TN = auto()
    TNW = auto()
    TR = auto()
    NT = auto()
    NTW = auto()
    WT = auto()
    N = auto()
    NW = auto()
    W = auto()


class TimedRow(NamedTuple):
    """A line with words or times: its times in seconds, its name, its words.

    `rest` is what follows the time of a line of kind TR. `gap` tells of a blank line before it.
    """

    kind: LineKind
    line: str
    gap: bool = False
    start: float | None = None
    end: float | None = None
    name: str = ""
    words: str = ""
    rest: str = ""
    colon: bool = False


def clock(time: str) -> float:
    """Return a time as machines write it, in seconds.

    >>> clock("0:0:5.320"), clock("00:01:02-3"), clock("00:00:05:12"), clock("5m20s")
    (5.32, 62.3, 5.48, 320.0)
    >>> clock("2:00:05 PM"), clock("2:05 PM"), clock("12.03.22, 14:05")
    (50405.0, 50700.0, 50700.0)
    """
    time, dated = re.subn(rf"^{DATE}(?:T|,?[ ])|,[ ]{DATE}$", "", time)
    if "s" in time:
        parts = [float(part.replace(",", ".")) for part in re.findall(r"\d+(?:[.,]\d+)?", time)]
        return float(sum(part * 60**power for power, part in enumerate(reversed(parts))))
    half = re.search(r"([AaPp])\.?[Mm]", time)
    parts_of = re.findall(r"\d+(?:[.,]\d+)?", time.replace(";", ":").replace("-", "."))
    numbers = [float(part.replace(",", ".")) for part in parts_of]
    if len(numbers) == 4:
        numbers[2:] = [numbers[2] + min(numbers[3] / _FRAMES, 0.99)]
    if len(numbers) == 2 and (half or dated):
        numbers.append(0.0)  # a time of the day has hours, one of a recording minutes
    total = 0.0
    for number in numbers:
        total = total * 60 + number
    if half:
        total %= _HALF_DAY
        total += _HALF_DAY * (half[1] in "Pp")
    return round(total, 3)


def name_of(text: str) -> str:
    """Return a name without the signs around it.

    >>> name_of("**[Speaker 1]:**"), name_of("- Novak, Mila (Ext)")
    ('Speaker 1', 'Novak, Mila (Ext)')
    """
    text = text.strip(_AROUND)
    pairs = {"[": "]", "(": ")", "<": ">", "{": "}"}
    if text[:1] in pairs and text[-1:] == pairs[text[:1]]:
        text = text[1:-1].strip(_AROUND)
    return " ".join(text.split())


def could_name(text: str) -> bool:
    """Tell whether words could be somebody's name, as programs print it: no sentence, no form.

    >>> [could_name(x) for x in ("Guest 2", "SPEAKER_00", "Ана Ћ.", "We left.", "and then")]
    [True, True, True, False, False]
    """
    name = name_of(text)
    if not name or len(name) > 50 or name.count(" ") > 5 or not any(map(str.isalpha, name)):
        return False
    if not _closed(name) or known.heads_columns(name):
        return False
    if re.search(r"[?!…;:：\"“”/]|\.\.|[.,]$", name) and not re.search(r"\b\w\.$", name):
        return False
    first = name.lstrip("@#")[:1]
    return (
        not first.islower()
        or known.is_speaker(name)
        or _NUMBERED.fullmatch(name) is not None
        or name.isupper()
    )


def _closed(words: str) -> bool:
    """Tell whether each bracket of words is closed: a time in an open one goes with its words.

    >>> _closed("Mila (Ext)"), _closed("I went to [inaudible")
    (True, False)
    """
    return all(words.count(a) <= words.count(b) for a, b in ("[]", "()", "{}", "<>"))


def is_numbered(name: str) -> bool:
    """Tell whether a name is a word and a number, as programs call people.

    >>> is_numbered("SPEAKER_00"), is_numbered("speaker 1"), is_numbered("Anna")
    (True, True, False)
    """
    return _NUMBERED.fullmatch(name) is not None


def parsed(line: str, *, gap: bool = False, any_name: bool = False) -> TimedRow:
    """Return what stands on a line; `any_name` may stand in brackets, not only a numbered one.

    >>> row = parsed("[00:05] Anna: Yes.")
    >>> row.kind.name, row.start, row.name, row.words
    ('TNW', 5.0, 'Anna', 'Yes.')
    >>> [parsed(x).kind.name for x in ("0:05", "Anna  0:05", "0:05 Anna", "So. #00:01:02-3#")]
    ['T', 'NT', 'TR', 'WT']
    """
    text = line.strip().replace("**", "").replace("__", "") if "**" in line else line.strip()
    if text[:2] == "# " or text[:2] == "##":
        text = text.lstrip("# ")
    if not any(map(str.isdigit, text)):
        return _unstamped(line, text, gap, any_name)
    lead = _LEAD.match(text)
    if lead:
        start, end = _seconds(lead)
        rest = text[lead.end() :]
        if not rest.strip("-–—| \t:"):
            return TimedRow(LineKind.T, line, gap, start, end)
        named = _named(rest)
        if named and (named[1] or known.is_plausible(named[0])):
            kind = LineKind.TNW if named[1] else LineKind.TN
            return TimedRow(kind, line, gap, start, end, *named, rest, True)
        return TimedRow(LineKind.TR, line, gap, start, end, rest=rest)
    trail = _TRAIL.match(text)
    words = trail["words"].strip() if trail else ""
    if trail and could_name(trail["name"]) and (not words or _is_set_off(trail, text)):
        start, end = _seconds(trail)
        kind = LineKind.NTW if words else LineKind.NT
        colon = bool(trail["colon"] or trail["after"])
        return TimedRow(kind, line, gap, start, end, name_of(trail["name"]), words, "", colon)
    ended = _END.fullmatch(text) if text[-1].isdigit() or text[-1] in "])}>#sMm" else None
    if ended and _closed(ended["words"]):
        start, end = _seconds(ended)
        return TimedRow(LineKind.WT, line, gap, start, end, words=ended["words"])
    return _unstamped(line, text, gap, any_name)


def _is_set_off(trail: re.Match[str], text: str) -> bool:
    """Tell whether a time between a name and words is no word itself: "Anna left at 10:30 and"."""
    return (
        bool(trail["colon"] or trail["after"]) or text[trail.end("name") :].lstrip()[:1] in "[(<#"
    )


def _unstamped(line: str, text: str, gap: bool, any_name: bool) -> TimedRow:
    if text[:1] in "([<":
        named = _named(text)
        if named and (any_name or is_numbered(named[0])):
            kind = LineKind.NW if named[1] else LineKind.N
            return TimedRow(kind, line, gap, None, None, *named, text)
    if len(text) <= 60 and could_name(text):
        return TimedRow(LineKind.N, line, gap, name=name_of(text))
    return TimedRow(LineKind.W, line, gap, words=text)


def _seconds(match: re.Match[str]) -> tuple[float, float | None]:
    return clock(match["start"]), clock(match["end"]) if match["end"] else None


def _named(text: str) -> tuple[str, str] | None:
    """Return the name that words begin with, by its colon or brackets, and the words after it."""
    match = _NAMED.match(text)
    if not match:
        return None
    written = match["square"] or match["round"] or match["angle"] or match["plain"]
    if match["plain"] and not match["colon"]:
        return None
    if not could_name(written):
        return None
    if match["round"] and not (match["colon"] or is_numbered(name_of(written))):
        return None
    return name_of(written), match["words"].strip()
