"""Read who says what, and when, from the JSON of programs that transcribe (.json, .otr).

No program is known by its name: what is known is a list whose items have words, mostly a begin and
an end, and perhaps a speaker; of several such lists the one with the longest pieces. What
oTranscribe keeps (.otr) is a web page inside of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coding.errors import TranscriptError
from coding.model import ReadingAnswers
from coding.transcripts.documents import web_page
from coding.transcripts.heard import Heard
from coding.transcripts.labels import NOTHING_SAID
from coding.transcripts.notes import counted
from coding.transcripts.shapes.spoken import SpokenLine, joined
from coding.transcripts.shapes.stamps import STAMP, clock
from coding.transcripts.turns import build

_WORDS = ("text", "transcript", "words", "content", "utterance", "value", "word", "punctuated_word")
_SPEAKER = ("speaker", "speaker_label", "speakerName", "speaker_name", "speakerLabel", "speaker_id")
_START = ("start", "start_time", "startTime", "begin", "from", "ts", "start_ms", "time", "offset")
_END = ("end", "end_time", "endTime", "to", "end_ts", "end_ms")
_PAIRS = ("timestamp", "timestamps", "offsets", "interval")
_DEEPEST = 12
_MOST = 1_000_000
_RATE = 2.5  # words a second in speech
_HINT = "Known are lists of pieces with `text`, `start`, `end` and `speaker`, as Whisper writes."


@dataclass(frozen=True, slots=True)
class _SaidPiece:
    """A piece of what was transcribed, its times as the file has them."""

    words: str
    who: str
    start: float | None
    end: float | None


def read(text: str, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    r"""Return what a machine's JSON says; raises TranscriptError.

    >>> told = '{"segments": [{"start": 0.5, "end": 2, "text": " Yes.", "speaker": "A"}]}'
    >>> read(told, "a.json").text
    'A: Yes.'
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as e:
        message = "this is no JSON, or a damaged one"
        raise TranscriptError(message, where, "Have it written anew, or take its text.") from e
    page = told.get("text") if isinstance(told, dict) else None
    if isinstance(page, str) and any(tag in page for tag in ("</p>", "<br", "</span>")):
        return web_page(page, where, answers)
    pieces = list(_best(told))
    if not pieces:
        raise TranscriptError("no list of what was said is in it", where, _HINT)
    scale = _scale(pieces)
    lines = []
    for number, piece in enumerate(_parted(pieces)):
        start, end = (None if t is None else round(t * scale, 3) for t in (piece.start, piece.end))
        words = " ".join(piece.words.split())
        if words:
            lines.append(SpokenLine(words, piece.who, start, end, number))
    if lines and all(line.start is not None for line in lines):
        lines.sort(key=lambda line: line.start or 0.0)
    said = joined(lines, answers, ranged=True, what="piece")
    found = build(said.said, answers)
    timed = sum(line.start is not None for line in lines)
    read_as = f"Read as a machine's transcript of {counted(len(lines), 'piece')}, {timed:,} timed."
    return found._replace(notes=(read_as, *said.notes, *found.notes))


def _best(told: Any) -> Iterator[_SaidPiece]:
    """Yield the pieces of the list that says most in the longest ones."""
    lists = list(_lists(told, 0))
    rated = [(_rate(pieces), pieces) for pieces in lists if pieces]
    most = max((letters for (letters, _), _ in rated), default=0)
    whole = [pair for pair in rated if 10 * pair[0][0] >= 9 * most]
    if whole:
        yield from max(whole, key=lambda pair: pair[0][1])[1]


def _rate(pieces: Sequence[_SaidPiece]) -> tuple[int, tuple[bool, bool, float]]:
    """Say how many letters pieces have, whether they have speakers and times, how long they are."""
    letters = sum(len("".join(piece.words.split())) for piece in pieces)
    named = any(piece.who for piece in pieces)
    timed = any(piece.start is not None for piece in pieces)
    return letters, (named, timed, letters / max(len(pieces), 1))


def _lists(told: Any, depth: int) -> Iterator[list[_SaidPiece]]:
    """Yield what every list of things with words says, however deep it stands."""
    if depth > _DEEPEST:
        return
    if isinstance(told, dict):
        for value in told.values():
            yield from _lists(value, depth + 1)
    elif isinstance(told, list) and len(told) <= _MOST:
        pieces = [piece for item in told if (piece := _piece(item))]
        if pieces:
            yield pieces
        for item in told:
            if isinstance(item, dict | list):
                yield from _lists(item, depth + 1)


def _piece(item: Any) -> _SaidPiece | None:
    """Return what an item of a list says, None if it says nothing."""
    if not isinstance(item, dict):
        return None
    words = next((v for key in _WORDS if isinstance(v := item.get(key), str) and v.strip()), "")
    if not words:
        words = _elements(item)
    if not words:
        return None
    start = _number(item, _START)
    end = _number(item, _END)
    for key in _PAIRS:
        pair = item.get(key)
        if isinstance(pair, dict):
            start = _number(pair, _START) if start is None else start
            end = _number(pair, _END) if end is None else end
        elif isinstance(pair, list) and len(pair) == 2:
            start, end = _seconds(pair[0]), _seconds(pair[1])
    return _SaidPiece(words, _who(item), start, end)


def _elements(item: Mapping[str, Any]) -> str:
    """Return the words of an item whose words are single items of their own."""
    for value in item.values():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            words = [each.get("value") for each in value]
            if all(isinstance(word, str) for word in words):
                return "".join(map(str, words))
    return ""


def _who(item: Mapping[str, Any]) -> str:
    for key in _SPEAKER:
        who = item.get(key)
        if isinstance(who, dict):
            who = who.get("name") or who.get("id")
        if isinstance(who, int) and not isinstance(who, bool):
            return f"Speaker {who}"
        if isinstance(who, str) and who.strip():
            bare = " ".join(who.split())
            return f"Speaker {bare}" if bare.isdecimal() else bare
    return ""


def _number(item: Mapping[str, Any], keys: Sequence[str]) -> float | None:
    for key in keys:
        if (seconds := _seconds(item.get(key))) is not None:
            return seconds
    return None


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if 0 <= value < 1e12 else None
    if isinstance(value, str):
        bare = value.strip().removesuffix("s")
        if match := STAMP.fullmatch(bare):
            return clock(match["start"])
        try:
            return float(bare)
        except ValueError:
            return None
    return None


def _scale(pieces: Sequence[_SaidPiece]) -> float:
    """Return what one unit of the times is in seconds: 1, or 0.001."""
    ends = [piece.end or piece.start or 0.0 for piece in pieces]
    words = sum(len(piece.words.split()) for piece in pieces)
    length = max(ends, default=0.0)
    return 0.001 if length and words / length < _RATE / 20 else 1.0


def _parted(pieces: Sequence[_SaidPiece]) -> Iterator[_SaidPiece]:
    """Yield the pieces, a speaker who is nobody's name as none."""
    for piece in pieces:
        unknown = piece.who.casefold() in ("unknown", "none", "null", "speaker unknown")
        yield replace(piece, who="") if unknown else piece
