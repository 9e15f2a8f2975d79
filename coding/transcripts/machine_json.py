"""Read who says what, and when, from the JSON of programs that transcribe (.json, .otr).

No program is known by its name: what is known is a list whose items have words, mostly a begin and
an end, and perhaps a speaker; lists in the same place of like things (the turns of each section,
the words of each channel) are one. Of several such lists it is the one with the longest pieces.
What oTranscribe keeps (.otr) is a web page inside of JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

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
_CHANNEL = ("channel", "channelTag", "channel_tag", "channel_label", "channelId", "channel_id")
_CHANNELS = "channels"
_BEST_FIRST = ("alternatives", "nBest")
"""What lists the ways in which something may be heard, the likeliest first."""

_IDS = ("id", "spkid", "speaker_id", "speakerId", "key", "index", "speaker")
_NAMES = ("name", "speaker_name", "speakerName", "displayName", "display_name", "label")
_MARK = re.compile(r"[.,;:!?…。，！？،؟।]+")
_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_PAIRS = ("timestamp", "timestamps", "offsets", "interval")
_DEEPEST = 12
_MOST = 1_000_000
_RATE = 2.5  # words a second in speech
_LONG = 10.0
"""Seconds from which a piece may be a part of the recording rather than a line of it."""
_BESIDE = 0.6
"""The share of a piece that lies within another if they do not follow each other."""
_HINT = "Known are lists of pieces with `text`, `start`, `end` and `speaker`, as Whisper writes."


@dataclass(frozen=True, slots=True)
class _SaidPiece:
    """A piece of what was transcribed, its times as the file has them."""

    words: str
    who: str
    start: float | None
    end: float | None
    channel: str = ""


class _Whose(NamedTuple):
    """The speaker and the channel that what stands in a thing has, unless it says otherwise."""

    who: str = ""
    channel: str = ""


class _SaidList(NamedTuple):
    """Pieces in order, how many items among them have no words, whether their times say nothing."""

    pieces: list[_SaidPiece]
    wordless: int = 0
    anew: bool = False
    whose: _Whose = _Whose()


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
    best = _best(told)
    pieces = list(_named(best.pieces, told))
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
    read_as = f"Read as a machine’s transcript of {counted(len(lines), 'piece')}, {timed:,} timed."
    lost = () if "\ufffd" in text else damaged("".join(line.words for line in lines))
    notes = (read_as, *_without(best), *lost, *replaced(spaced), *said.notes, *found.notes)
    return found._replace(notes=notes)


def _without(best: _SaidList) -> Iterator[str]:
    if best.wordless:
        yield f"Left out: {counted(best.wordless, 'piece')} without words."
    if best.anew:
        yield "What follows each other lies within the same minutes: its times are not kept."


def _loaded(text: str) -> Any:
    """Return what a JSON says, or a list of what each of its lines does, if they are one each."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _best(told: Any) -> _SaidList:
    """Return the list that says most in the longest pieces."""
    rated = [(_rate(said.pieces), said) for said in _lists(told)]
    most = max((letters for (letters, _), _ in rated), default=0)
    whole = [pair for pair in rated if 10 * pair[0][0] >= 9 * most]
    return max(whole, key=lambda pair: pair[0][1])[1] if whole else _SaidList([])


def _named(pieces: Sequence[_SaidPiece], told: Any) -> Iterator[_SaidPiece]:
    """Yield the pieces with the speakers' names where the file lists them apart.

    Pieces of which none has a speaker have the one of whom it is said elsewhere that they begin
    to speak at the same moment, or else their channel, if there is more than one.
    """
    names, voices = _cast(told, 0)
    alone = not any(piece.who for piece in pieces)
    parted = len({piece.channel for piece in pieces}) > 1
    for piece in pieces:
        who = piece.who
        if alone and piece.start is not None:
            who = voices.get(piece.start, "")
        if alone and not who and parted and piece.channel:
            who = f"Channel {piece.channel}"
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


def _lists(told: Any) -> list[_SaidList]:
    """Return what lists of things with words say, however deep they stand."""
    found: dict[tuple[str, ...], list[_SaidList]] = {}
    _walk(told, (), _Whose(), found)
    return [_united(lists) for lists in found.values()]


def _walk(
    told: Any, path: tuple[str, ...], whose: _Whose, found: dict[tuple[str, ...], list[_SaidList]]
) -> None:
    """Put lists with words into `found`, by where they stand."""
    if len(path) > _DEEPEST:
        return
    if isinstance(told, dict):
        whose = _Whose(_who(told) or whose.who, _channel(told) or whose.channel)
        for key, value in told.items():
            _walk(value, (*path, key), whose, found)
    elif isinstance(told, list) and len(told) <= _MOST:
        last = path[-1] if path else ""
        items = told[:1] if last in _BEST_FIRST else told
        said = _listed(items, whose)
        if said.pieces:
            found.setdefault(path, []).append(said)
        for number, item in enumerate(items, 1):
            if isinstance(item, dict | list):
                own = whose._replace(channel=str(number)) if last == _CHANNELS else whose
                _walk(item, (*path, "*"), own, found)


def _listed(items: Sequence[Any], whose: _Whose) -> _SaidList:
    pieces: list[_SaidPiece] = []
    wordless = 0
    for item in items:
        piece = _piece(item)
        if piece is None:
            wordless += isinstance(item, dict)
        elif pieces and piece.start is None and not any(map(str.isalnum, piece.words)):
            before = pieces[-1]  # a full stop that is an item of its own
            pieces[-1] = replace(before, words=before.words + piece.words.strip())
        else:
            channel = _channel(item) or whose.channel
            pieces.append(replace(piece, who=piece.who or whose.who, channel=channel))
    return _SaidList(pieces, wordless, whose=whose)


def _united(lists: Sequence[_SaidList]) -> _SaidList:
    """Return one list of those that stand in the same place of like things.

    Times are left out if pieces lie beside each other, such as all that each channel says in one,
    or if lists of the same voice do: then each is a recording of its own.
    """
    pieces = [piece for said in lists for piece in said.pieces]
    anew = _side_by_side([(piece.start, piece.end) for piece in pieces])
    if len({said.whose for said in lists}) == 1:
        ends = [(said.pieces[0].start, said.pieces[-1].end) for said in lists]
        anew = anew or _side_by_side(ends)
    if anew:
        pieces = [replace(piece, start=None, end=None) for piece in pieces]
    return _SaidList(pieces, sum(said.wordless for said in lists), anew)


def _side_by_side(spans: Sequence[tuple[float | None, float | None]]) -> bool:
    """Say whether most of what should follow each other lies within the same minutes."""
    timed = [(start, end) for start, end in spans if start is not None and end is not None]
    beside = 0
    for (start, end), (next_start, next_end) in pairwise(timed):
        shorter = min(end - start, next_end - next_start)
        shared = min(end, next_end) - max(start, next_start)
        beside += shorter >= _LONG and shared >= _BESIDE * shorter
    return 2 * beside > len(timed) - 1 > 0


def _channel(item: Any) -> str:
    told = (item.get(key) for key in _CHANNEL) if isinstance(item, dict) else ()
    named = next((v for v in told if isinstance(v, int | str) and not isinstance(v, bool)), "")
    return " ".join(tidy(str(named))[0].split())


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
                if any(word != word.strip() for word in words):
                    return "".join(words)
                return "".join(w if _MARK.fullmatch(w) else f" {w}" for w in words).strip()
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
