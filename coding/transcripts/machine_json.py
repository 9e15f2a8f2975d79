"""Read who says what, and when, from the JSON of programs that transcribe (.json, .otr).

No program is known by its name: what is known is a list whose items have words, mostly a begin and
an end, and perhaps a speaker; of several such lists the one with the longest pieces. What
oTranscribe keeps (.otr) is a web page inside of JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coding.errors import TranscriptError
from coding.files.clean import tidy
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.model.listing import counted
from coding.transcripts.documents import web_page
from coding.transcripts.heard import Heard
from coding.transcripts.notes import damaged, replaced
from coding.transcripts.shapes.spoken import SpokenLine, joined
from coding.transcripts.shapes.stamps import STAMP, clock
from coding.transcripts.turns import build

_WORDS = ("text", "transcript", "words", "content", "utterance", "value", "word", "punctuated_word")
_WORDS_OF_ONE = (*_WORDS, "display")
_SPEAKER = (
    *("speaker", "speaker_label", "speakerName", "speaker_name", "speakerLabel", "speaker_id"),
    *("speakerTag", "speaker_tag", "speakerId", "spk"),
)
_START = ("start", "start_time", "startTime", "begin", "from", "ts", "start_ms", "time", "offset")
_END = ("end", "end_time", "endTime", "to", "end_ts", "end_ms")
_BEST_FIRST = ("alternatives", "nBest")
"""What lists the ways in which something may be heard, the likeliest first."""

_IDS = ("id", "spkid", "speaker_id", "speakerId", "key", "index", "speaker")
_NAMES = ("name", "speaker_name", "speakerName", "displayName", "display_name", "label")
_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
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
        told = _loaded(text)
    except (ValueError, RecursionError) as e:
        message = "this is no JSON, or a damaged one"
        raise TranscriptError(message, where, "Have it written anew, or take its text.") from e
    page = told.get("text") if isinstance(told, dict) else None
    if isinstance(page, str) and any(tag in page for tag in ("</p>", "<br", "</span>")):
        return web_page(page, where, answers)
    pieces = list(_named(_best(told), told))
    if not pieces:
        raise TranscriptError("no list of what was said is in it", where, _HINT)
    scale = _scale(pieces)
    lines, spaced = [], 0
    for number, piece in enumerate(_parted(pieces)):
        start, end = (None if t is None else round(t * scale, 3) for t in (piece.start, piece.end))
        tidied, times = tidy(piece.words)  # an escape may stand for what no text has
        spaced += times
        words = " ".join(tidied.split())
        if words:
            lines.append(SpokenLine(words, piece.who, start, end, number))
    if lines and all(line.start is not None for line in lines):
        lines.sort(key=lambda line: line.start or 0.0)
    said = joined(lines, answers, ranged=True, what="piece")
    found = build(said.said, answers)
    timed = sum(line.start is not None for line in lines)
    read_as = f"Read as a machine's transcript of {counted(len(lines), 'piece')}, {timed:,} timed."
    lost = () if "\ufffd" in text else damaged("".join(line.words for line in lines))
    return found._replace(notes=(read_as, *lost, *replaced(spaced), *said.notes, *found.notes))


def _loaded(text: str) -> Any:
    """Return what a JSON says, or a list of what each of its lines does, if they are one each."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _best(told: Any) -> Iterator[_SaidPiece]:
    """Yield the pieces of the list that says most in the longest ones."""
    lists = list(_lists(told, 0))
    rated = [(_rate(pieces), pieces) for pieces in lists if pieces]
    most = max((letters for (letters, _), _ in rated), default=0)
    whole = [pair for pair in rated if 10 * pair[0][0] >= 9 * most]
    if whole:
        yield from max(whole, key=lambda pair: pair[0][1])[1]


def _named(pieces: Iterator[_SaidPiece], told: Any) -> Iterator[_SaidPiece]:
    """Yield the pieces with the speakers' names where the file lists them apart.

    Pieces of which none has a speaker have the one of whom it is said elsewhere that they begin
    to speak at the same moment.
    """
    listed = list(pieces)
    names, voices = _cast(told, 0)
    alone = not any(piece.who for piece in listed)
    for piece in listed:
        who = voices.get(piece.start, "") if alone and piece.start is not None else piece.who
        yield replace(piece, who=names.get(who, who))


def _cast(told: Any, depth: int) -> tuple[dict[str, str], dict[float, str]]:
    """Return speaker → name, and second → speaker, as lists without words have them."""
    names: dict[str, str] = {}
    voices: dict[float, str] = {}
    for each in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        if isinstance(each, dict | list) and depth <= _DEEPEST:
            more = _cast(each, depth + 1)
            names |= more[0]
            voices |= more[1]
    if isinstance(told, dict):
        speakers = told.get("speakers")
        for each in speakers if isinstance(speakers, list) else ():
            if isinstance(each, dict):
                key = next((each[k] for k in _IDS if isinstance(each.get(k), int | str)), None)
                name = next((each[k] for k in _NAMES if isinstance(each.get(k), str)), "").strip()
                if key is not None and name:
                    names[_called(key)] = " ".join(tidy(name)[0].split())
        start = _number(told, _START)
        if start is not None and (who := _who(told)) and _piece(told) is None:
            voices.setdefault(start, who)
    return names, voices


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
        pieces: list[_SaidPiece] = []
        for item in told:
            piece = _piece(item)
            if piece and pieces and piece.start is None and not any(map(str.isalnum, piece.words)):
                last = pieces[-1]  # a full stop that is an item of its own
                pieces[-1] = replace(last, words=last.words + piece.words.strip())
            elif piece:
                pieces.append(piece)
        if pieces:
            yield pieces
        for item in told:
            if isinstance(item, dict | list):
                yield from _lists(item, depth + 1)


def _piece(item: Any) -> _SaidPiece | None:
    """Return what an item of a list says, None if it says nothing."""
    if not isinstance(item, dict):
        return None
    words = _said(item) or _likeliest(item) or _elements(item)
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
    single: list[dict[str, Any]] = next((v for v in item.values() if _are_items(v)), [])
    if start is None and single:  # whose words are items of their own, each with its time
        start = next((t for each in single if (t := _number(each, _START)) is not None), None)
        end = next((t for each in single[::-1] if (t := _number(each, _END)) is not None), None)
    length = _seconds(item.get("duration"))
    if end is None and start is not None and length is not None:
        end = start + length
    return _SaidPiece(words, _who(item), start, end)


def _said(item: Mapping[str, Any]) -> str:
    told = (item.get(key) for key in _WORDS_OF_ONE)
    return next((words for words in told if isinstance(words, str) and words.strip()), "")


def _likeliest(item: Mapping[str, Any]) -> str:
    """Return what was most likely said, of an item that lists several ways to hear it."""
    for key in _BEST_FIRST:
        ways = item.get(key)
        if isinstance(ways, list) and ways and isinstance(ways[0], dict):
            return _said(ways[0])
    return ""


def _elements(item: Mapping[str, Any]) -> str:
    """Return the words of an item whose words are single items of their own."""
    for value in item.values():
        if _are_items(value):
            words = [_said(each) or str(each.get("value", "")) for each in value]
            if all(words):
                own = any(word != word.strip() for word in words)
                return ("" if own else " ").join(words)
    return ""


def _are_items(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _who(item: Mapping[str, Any]) -> str:
    for key in _SPEAKER:
        who = item.get(key)
        if isinstance(who, dict):
            who = who.get("name") or who.get("id")
        if isinstance(who, int | str) and not isinstance(who, bool) and str(who).strip():
            return _called(who)
    return ""


def _called(who: int | str) -> str:
    """Return what a speaker is called who has a number, or a name.

    >>> _called(0), _called("1"), _called(" Anna  T. ")
    ('Speaker 0', 'Speaker 1', 'Anna T.')
    """
    bare = " ".join(tidy(str(who))[0].split())
    return f"Speaker {bare}" if bare.isdecimal() else bare


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
        bare = value.strip()
        if iso := _ISO.fullmatch(bare):
            hours, minutes, seconds = (float(part or 0) for part in iso.groups())
            return hours * 3600 + minutes * 60 + seconds
        bare = bare.removesuffix("s")
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
