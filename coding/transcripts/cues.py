"""Read who says what, and when, from subtitles (.vtt and .srt).

Cues of one speaker in a row become one turn, from the first cue's begin to the last one's end.
Speakers come from voice tags (`<v Anna>`, as Teams writes) or from names before the words
(`Anna: Yes`, as Zoom writes); a cue without a name goes on with the speaker before it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coding.errors import TranscriptError
from coding.files.clean import tidy
from coding.model import ReadingAnswers
from coding.transcripts import labels
from coding.transcripts.heard import Heard
from coding.transcripts.labels import NOTHING_SAID
from coding.transcripts.notes import counted
from coding.transcripts.turns import Utterance, build

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
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PAUSE = 2.0
_MINUTE = 60.0
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _CueLine:
    """One line of words, the times of its cue, and its voice tag's name if it has one."""

    words: str
    voice: str
    start: float | None
    end: float | None


@dataclass(slots=True)
class _CueFile:
    """What was found in a file, and what was left out of it."""

    lines: list[_CueLine] = field(default_factory=list)
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
    said, notes = _utterances(file, answers)
    return build(said, answers, notes=(*_notes(file), *notes))


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
                file.remarks.append(f"A cue's name, left out: '{row.strip()}'.")
        elif not row.strip():
            inside = False
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
                file.remarks.append(f"A note in the file: '{words}'.")
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
        file.remarks.append(f"The file's header: '{words}'.")
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
            file.lines.append(_CueLine(" ".join(words.split("\n")).strip(), file.voice, start, end))
        if match:
            position = match.end()
            name = html.unescape(match["name"] or "")
            file.voice = " ".join(tidy(name)[0].split())


def _utterances(file: _CueFile, answers: ReadingAnswers) -> tuple[list[Utterance], tuple[str, ...]]:
    lines = file.lines
    raw = "\n".join("" if line.voice else line.words for line in lines)
    accepted = labels.accept(raw, labels.find(raw), answers=answers)
    notes = accepted.notes
    starts = {label.start: label for label in accepted.chosen}
    spoken: list[tuple[str, _CueLine, str]] = []
    position = nameless = 0
    for line in lines:
        label = starts.get(position)
        position += (0 if line.voice else len(line.words)) + 1
        if label:
            words = line.words[label.end - label.start :].strip()
            file.left["dialogue dash"] += line.words[0] in "-–—"
            spoken.append((label.name, line, words))
        else:
            nameless += not line.voice and any(who for who, *_ in spoken[-1:])
            spoken.append((line.voice or (spoken[-1][0] if spoken else ""), line, line.words))
    if not any(who for who, *_ in spoken):
        said = [_join("", group) for group in _paragraphs(lines)]
        return said, (
            *notes,
            f"{counted(len(lines), 'line')} of subtitles became {counted(len(said), 'turn')},"
            " ended by a full stop or a pause.",
        )
    said = []
    group: list[tuple[_CueLine, str]] = []
    for i, (who, line, words) in enumerate(spoken):
        group.append((line, words))
        if i + 1 == len(spoken) or spoken[i + 1][0] != who:
            said.append(_join(who, group))
            group = []
    if nameless:
        notes += (f"{counted(nameless, 'line')} without a name went to the speaker before.",)
    return said, notes


def _join(who: str, group: Sequence[tuple[_CueLine, str]]) -> Utterance:
    words = ""
    for _, part in group:
        gap = "" if not words or not part else "\n" if part.startswith(("- ", "– ", "— ")) else " "
        words += gap + part
    starts = [line.start for line, _ in group if line.start is not None]
    ends = [line.end for line, _ in group if line.end is not None]
    return Utterance(
        speaker=who,
        words=words,
        time=starts[0] if starts else None,
        time_end=ends[-1] if ends else None,
    )


def _paragraphs(lines: Sequence[_CueLine]) -> Iterator[list[tuple[_CueLine, str]]]:
    """Divide lines without speakers where a sentence ends, at a pause, or after a minute."""
    group: list[tuple[_CueLine, str]] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        group.append((line, line.words))
        begun, end = group[0][0].start, line.end
        if (
            after is None
            or _SENTENCE_END.search(line.words)
            or (end is not None and after.start is not None and after.start - end >= _PAUSE)
            or (end is not None and begun is not None and end - begun >= _MINUTE)
        ):
            yield group
            group = []


def _notes(file: _CueFile) -> Iterator[str]:
    left = [counted(count, what) for what, count in file.left.items() if count]
    yield f"Left out of the words: {', '.join(left)}; the times are kept with the turns."
    faults = [f"Please check: {fault}." for fault in file.faults]
    for remarks in (list(dict.fromkeys(file.remarks)), faults):
        yield from remarks[:_SHOWN]
        if len(remarks) > _SHOWN:
            yield f"... and {len(remarks) - _SHOWN} more of this kind."
