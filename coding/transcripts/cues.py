"""Read who says what, and when, from subtitles (.vtt and .srt).

Cues of one speaker in a row become one turn, from the first cue's begin to the last one's end.
Speakers come from voice tags (`<v Anna>`, as Teams writes), from names before the words (`Anna:
Yes`, as Zoom writes) or above them. A cue without a name goes on with the speaker before it where
that one's sentence goes on; else it is nobody's.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from coding.errors import TranscriptError
from coding.files.clean import tidy
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.model.listing import counted
from coding.transcripts import labels
from coding.transcripts.heard import Heard
from coding.transcripts.shapes.spoken import Joined, SpokenLine, joined
from coding.transcripts.shapes.stamps import LineKind, could_name, is_numbered, name_of, parsed
from coding.transcripts.turns import build

_TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?(?!\S)"
_TIMING = re.compile(
    rf"^\s*(?P<start>{_TIME})?\s*(?P<arrow>-->|->|—>|→)\s*(?P<end>{_TIME})?"
    r"(?:\s+(?:vertical|line|position|size|align|region|[XY][12]):\S+)*\s*(?P<rest>.*)$"
)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|ruby|rt|lang|font|v)(?:[.\s][^<>\n]*)?/?>|<\d+(?::\d{2})+(?:[.,]\d+)?>"
    r"|\{\\[^{}\n]*\}|\{/?[ibuIBU]\}",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+(?P<name>[^<>\n]+)>|(?P<close></v>)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]\w*|#\d+|#[xX][0-9a-fA-F]+);")
_SHOWN = 10


@dataclass(slots=True)
class _CueFile:
    """What was found in a file, and what was left out of it."""

    lines: list[SpokenLine] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    voice: str = ""  # whose voice tag is open


def read(text: str, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    r"""Return the built text, its turns, notes and doubts.

    Raises TranscriptError when there is no cue at all.

    >>> read("1\n00:00:01,000 --> 00:00:02,500\nAnna: Yes &amp; no", "a.srt").text
    'Anna: Yes & no'
    """
    file = _CueFile()
    _read_lines(text.split("\n"), file)
    if not file.left["time mark"]:
        hint = "If it is plain text, give its name the ending .txt."
        raise TranscriptError("no line of it has the times of a subtitle", where, hint)
    if not file.lines:
        return Heard("")
    found = _said(file, answers)
    return build(found.said, answers, notes=(*_notes(file), *found.notes))


def are_in(text: str) -> bool:
    r"""Tell whether a text is the content of a file of subtitles, whatever it is called.

    >>> are_in("WEBVTT\n\n"), are_in("1\n00:00:01,000 --> 00:00:02,500\nYes"), are_in("1\n0:05")
    (True, True, False)
    """
    if text.startswith("WEBVTT"):
        return True
    rows = text[:1000].lstrip().split("\n", 2)
    return len(rows) > 1 and rows[0].strip().isdecimal() and bool(_timing(rows[1]))


def _read_lines(rows: Sequence[str], file: _CueFile) -> None:
    """Sort every row of a file into words, times and the rest."""
    timings = {i: match for i, row in enumerate(rows) if (match := _timing(row))}
    names = {
        i - 1
        for number, i in enumerate(timings, start=1)
        if i and i - 1 not in timings and _names_cue(rows, i - 1, number)
    }
    start: float | None = None
    end: float | None = None
    inside = False  # a cue
    i = _head(rows, timings, names, file)
    while i < len(rows):
        row, i = rows[i], i + 1
        if i - 1 in timings:
            match = timings[i - 1]
            start, end = _times(match, i, file)
            inside = True
            file.voice = ""
            if match["rest"].strip():
                _add(match["rest"], start, end, file)
        elif i - 1 in names:
            if re.fullmatch(r"\d+|[0-9a-fA-F-]{32,}(?:/[\d-]+)?", row.strip()):
                file.left["cue number"] += 1
            else:
                file.left["cue name"] += 1
                file.remarks.append(f"A cue’s name, left out: “{row.strip()}”.")
        elif not row.strip():
            inside = inside and row != ""  # a blank is a line of a cue, as captions that roll have
        elif inside:
            _add(row, start, end, file)
        elif (block := re.match(r"(NOTE|STYLE|REGION)(?:\s|$)", row)) and (
            i == 1 or not rows[i - 2].strip()
        ):
            begin = i - 1
            while i < len(rows) and rows[i].strip() and i not in timings and i not in names:
                i += 1
            words = " ".join(" ".join(rows[begin:i]).split()[1:])
            if block[1] == "NOTE":
                file.remarks.append(f"A note in the file: “{words}”.")
            else:
                file.left[f"{block[1].lower()} block"] += 1
        else:
            file.faults.append(f"line {i} belongs to no cue (words kept)")
            start, end, file.voice = None, None, ""
            _add(row, start, end, file)


def _head(
    rows: Sequence[str], timings: dict[int, re.Match[str]], names: set[int], file: _CueFile
) -> int:
    """Read the header of WebVTT; return the row after it."""
    if not re.match(r"WEBVTT(?:\s|$)", rows[0]):
        return 0
    end = 1
    while end < len(rows) and rows[end].strip() and end not in timings and end not in names:
        end += 1
    words = " ".join(" ".join(rows[:end]).split()[1:]).removeprefix("- ")
    if words:
        file.remarks.append(f"The file’s header: “{words}”.")
    return end


def _timing(row: str) -> re.Match[str] | None:
    match = _TIMING.match(row)
    if match is None or not (match["start"] or match["end"]):
        return None
    # "0:05 -> next" in speech has words on one side; a true arrow may lack one of its times
    return match if match["arrow"] == "-->" or (match["start"] and match["end"]) else None


def _names_cue(rows: Sequence[str], i: int, number: int) -> bool:
    """Tell whether row `i`, above the times of a cue, is its number or name and not words."""
    row = rows[i].strip()
    if not row or re.match(r"(?:WEBVTT|NOTE|STYLE|REGION)\b", row):
        return False
    if i and rows[i - 1].strip():  # no blank line before it: the right number, or words
        return row.isdecimal() and int(row) in (number, number - 1)
    return row.isdecimal() or rows[0].startswith("WEBVTT")


def _times(match: re.Match[str], number: int, file: _CueFile) -> tuple[float | None, float | None]:
    file.left["time mark"] += 1
    start = labels.seconds(match["start"]) if match["start"] else None
    end = labels.seconds(match["end"]) if match["end"] else None
    if start is None or end is None or match["arrow"] != "-->" or match["rest"].strip():
        file.faults.append(f"line {number} has malformed times (words kept)")
    elif end < start:
        file.faults.append(f"line {number} ends before it begins")
    return start, end


def _add(row: str, start: float | None, end: float | None, file: _CueFile) -> None:
    """Put one row of words into the file's lines, a line for each voice in it."""
    position = 0
    for match in [*_VOICE.finditer(row), None]:
        part = row[position : match.start() if match else len(row)]
        words, tags = _TAG.subn("", part)
        file.left["tag"] += tags + (match is not None)
        words = tidy(_ENTITY.sub(lambda m: html.unescape(m[0]), words))[0]
        if words.strip():
            words = " ".join(words.split("\n")).strip()
            block = file.left["time mark"]
            file.lines.append(SpokenLine(words, file.voice, start, end, block))
        if match:
            position = match.end()
            name = html.unescape(match["name"] or "")
            file.voice = " ".join(tidy(name)[0].split())


def _said(file: _CueFile, answers: ReadingAnswers) -> Joined:
    """Return what is said by whom: names of voices, above the words, or before them."""
    cues = [list(cue) for _, cue in groupby(file.lines, key=lambda line: line.block)]
    repeated = _unrolled(cues)
    file.left["repeated line"] += repeated
    lines = _bracketed([line for cue in _named_above(cues, file) for line in cue])
    said = joined(lines, answers, ranged=True, what="line")
    file.left["dialogue dash"] += said.dashes
    return said


def _unrolled(cues: list[list[SpokenLine]]) -> int:
    """Take lines away that captions show again while they roll; return how many.

    Who says a thing twice does it now and then: repeats must be in a third of the cues.
    """
    kept: list[list[SpokenLine]] = []
    shown: list[str] = []
    rolled = 0
    for cue in cues:
        words = [line.words for line in cue]
        again = next(
            (n for n in range(min(len(words), len(shown)), 0, -1) if shown[-n:] == words[:n]), 0
        )
        rolled += bool(again)
        kept.append(cue[again:])
        shown = words
    if rolled < 2 or 3 * rolled < len(cues):
        return 0
    dropped = sum(map(len, cues)) - sum(map(len, kept))
    cues[:] = kept
    return dropped


def _named_above(cues: list[list[SpokenLine]], file: _CueFile) -> list[list[SpokenLine]]:
    """Take the first line of cues for a name where it is one in most of them and comes back."""
    several = [cue for cue in cues if len(cue) > 1 and not cue[0].voice]
    first = [cue for cue in several if could_name(cue[0].words) and ":" not in cue[0].words]
    counts = Counter(name_of(cue[0].words) for cue in first)
    if (
        2 * len(first) < len(cues)
        or len(first) < 2
        or max(counts.values(), default=0) < 2
        or 2 * len(counts) > max(4, len(first))
    ):
        return cues
    above = {id(cue) for cue in first}
    file.left["name line"] += len(first)
    return [
        [replace(line, voice=name_of(cue[0].words)) for line in cue[1:]]
        if id(cue) in above
        else cue
        for cue in cues
    ]


def _bracketed(lines: list[SpokenLine]) -> list[SpokenLine]:
    """Take names in brackets before the words for names: numbered ones, and two that come back."""
    rows = [
        parsed(line.words, any_name=True) if line.words[:1] in "([<" and not line.voice else None
        for line in lines
    ]
    named = [row if row and row.kind is LineKind.NW and row.words else None for row in rows]
    names = Counter(row.name for row in named if row)
    back = {name for name, n in names.items() if n > 1}
    usual = len(back) > 1 and 2 * names.total() >= len(lines)
    return [
        replace(line, voice=row.name, words=row.words)
        if row and (is_numbered(row.name) or (usual and row.name in back))
        else line
        for line, row in zip(lines, named, strict=True)
    ]


def _notes(file: _CueFile) -> Iterator[str]:
    left = [counted(count, what) for what, count in file.left.items() if count]
    yield f"Left out of the words: {', '.join(left)}; the times are kept with the turns."
    faults = [f"Please check: {fault}." for fault in file.faults]
    for remarks in (list(dict.fromkeys(file.remarks)), faults):
        yield from remarks[:_SHOWN]
        if len(remarks) > _SHOWN:
            yield f"... and {len(remarks) - _SHOWN} more of this kind."
