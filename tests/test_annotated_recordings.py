"""What programs write that transcribe or annotate recordings: JSON, oTranscribe, ELAN, Praat."""

from __future__ import annotations

import json
from typing import Any

import pytest
from transcript_files import has_note, refused, said

from coding.model import Role, Transcript
from coding.transcripts import read_bytes

TALK = [
    ("Ana", "Where did you live then?", 0.5, 2.0),
    ("Ivo", "By the river, in the old town.", 2.5, 6.0),
    ("Ana", "And after that?", 6.5, 7.0),
    ("Ivo", "We left, all of us.", 7.5, 9.25),
]
SAID = [(who, words) for who, words, *_ in TALK]
TIMES = [(start, end) for *_, start, end in TALK]


def times(t: Transcript) -> list[tuple[float | None, float | None]]:
    return [(turn.time, turn.time_end) for turn in t.turns]


def segments(scale: float = 1.0, **keys: str) -> list[dict[str, Any]]:
    names = {"who": "speaker", "words": "text", "start": "start", "end": "end"} | keys
    return [
        {
            names["who"]: who,
            names["words"]: f" {words}",
            names["start"]: start * scale,
            names["end"]: end * scale,
        }
        for who, words, start, end in TALK
    ]


WORDS = [{"word": word, "start": 1.0} for _, words, *_ in TALK for word in words.split()]
JSON: dict[str, Any] = {
    "whisperX": {
        "segments": [{**piece, "words": WORDS[:3]} for piece in segments()],
        "word_segments": WORDS,
        "language": "en",
    },
    "a bare list": segments(),
    "milliseconds": {"utterances": segments(1000, start="start_ms", end="end_ms")},
    "milliseconds by their size": {"id": 7, "utterances": segments(1000)},
    "pairs of times": {
        "chunks": [
            {"timestamp": [start, end], "text": words, "speaker": who}
            for who, words, start, end in TALK
        ]
    },
    "clock times": {
        "transcription": [
            {
                "timestamps": {
                    "from": f"00:00:{a:06.3f}".replace(".", ","),
                    "to": f"00:00:{b:06.3f}",
                },
                "text": words,
                "speaker": who,
            }
            for who, words, a, b in TALK
        ]
    },
    "times as texts": {
        "results": {
            "audio_segments": [
                {key: str(value) for key, value in piece.items()}
                for piece in segments(
                    start="start_time", end="end_time", who="speaker_label", words="transcript"
                )
            ]
        }
    },
}


def single(speaker: bool) -> list[dict[str, Any]]:
    """Return each word and each full stop as an item of its own, with ways to hear it."""
    items: list[dict[str, Any]] = []
    for who, words, start, end in TALK:
        for i, word in enumerate(words.split()):
            bare = word.rstrip(".,?")
            times = {"start_time": str(start if not i else end), "end_time": str(end)}
            voice = {"speaker_label": who} if speaker else {}
            items.append({"alternatives": [{"content": bare}], **times, **voice})
            if bare != word:
                items.append({"alternatives": [{"content": word[-1]}]})
    return items


JSON |= {
    "single words and stops": {"results": {"items": single(speaker=True)}},
    "words, and elsewhere who speaks when": {
        "results": {
            "items": single(speaker=False),
            "speaker_labels": {
                "segments": [
                    {
                        "speaker_label": piece["speaker"],
                        "items": [
                            {"start_time": str(t), "speaker_label": piece["speaker"]}
                            for t in (piece["start"], piece["end"])
                        ],
                    }
                    for piece in segments()
                ]
            },
        }
    },
    "ISO durations and the likeliest of several": {
        "recognizedPhrases": [
            {
                "speaker": who,
                "offset": f"PT{start}S",
                "duration": f"PT{end - start}S",
                "nBest": [{"lexical": words.lower(), "display": words}, {"display": "no"}],
            }
            for who, words, start, end in TALK
        ]
    },
    "names apart from the numbers": {
        "speakers": [{"id": 0, "name": "Ana"}, {"id": 1, "name": "Ivo"}],
        "monologues": [
            {
                "speaker": i % 2,
                "elements": [{"value": word, "ts": start, "end_ts": end} for word in words.split()],
            }
            for i, (_, words, start, end) in enumerate(TALK)
        ],
    },
}


@pytest.mark.parametrize("kind", JSON)
def test_a_machines_json_says_who_speaks_what_and_when(kind: str) -> None:
    t = read_bytes(json.dumps(JSON[kind]).encode(), "a.json")
    assert said(t) == SAID
    assert times(t) == TIMES


def test_whispers_json_without_speakers_asks_who_speaks_and_numbers_become_speakers() -> None:
    bare = [{k: v for k, v in piece.items() if k != "speaker"} for piece in segments()]
    t = read_bytes(json.dumps({"text": "x y", "segments": bare}).encode(), "a.json")
    assert [words for _, words in said(t)] == [words for _, words in SAID]
    assert {turn.role for turn in t.turns} == {Role.UNKNOWN}
    numbered = [{**piece, "speaker": i % 2} for i, piece in enumerate(segments())]
    t = read_bytes(json.dumps(numbered).encode(), "a.json")
    assert [who for who, _ in said(t)] == ["Speaker 0", "Speaker 1", "Speaker 0", "Speaker 1"]


@pytest.mark.parametrize(
    ("escaped", "read"),
    [
        ("a\\ud83d b", "a\ufffd b"),
        ("a\\u0007b", "a b"),
        ("a\\u0000b\\u2028c", "ab c"),
        ("a\\u00adb", "ab"),
    ],
)
def test_what_no_text_has_is_mended_also_where_an_escape_stands_for_it(
    escaped: str, read: str
) -> None:
    """Half of an emoji in one file stopped the import of all others: it cannot be stored."""
    t = read_bytes(f'[{{"text": "{escaped}", "speaker": "B{escaped}"}}]'.encode(), "a.json")
    assert said(t) == [(f"B{read}", read)]
    assert has_note(t, "1 damaged character") == ("\ufffd" in read)
    assert has_note(t, "1 control character") == (read == "a b")


def test_monologues_of_single_elements_are_put_together() -> None:
    told = {
        "monologues": [
            {
                "speaker": i % 2,
                "elements": [
                    {"type": "text" if part.strip() else "punct", "value": part, "ts": TALK[i][2]}
                    for part in words.replace(" ", "| |").split("|")
                ],
            }
            for i, (_, words) in enumerate(SAID)
        ]
    }
    t = read_bytes(json.dumps(told).encode(), "a.json")
    assert [words for _, words in said(t)] == [words for _, words in SAID]


def single(who: str, spread: float = 1.0, *, said: str = "") -> list[dict[str, Any]]:
    """Return each word that one says, or of one line of it, as an item with its time."""
    return [
        {"word": word, "start": spread * start + i / 10, "end": spread * start + i / 10 + 0.05}
        for name, words, start, _ in TALK
        if name == who and said in words
        for i, word in enumerate(words.split())
    ]


def heard(t: Transcript) -> list[tuple[str, str]]:
    """Return who says what, channels under the names that they stand for here."""
    names = {"Channel 1": "Ana", "Channel 2": "Ivo", "Channel left": "Ana", "Channel right": "Ivo"}
    return [(names.get(who, who), words) for who, words in said(t)]


def test_a_full_stop_that_is_an_element_has_no_blank_before_it() -> None:
    parts = [{"value": part} for part in ("Here", ",", "by", "the", "river", "!?")]
    t = read_bytes(json.dumps([{"speaker": "Ivo", "elements": parts}]).encode(), "a.json")
    assert said(t) == [("Ivo", "Here, by the river!?")]


VOICES = [(who, [piece for piece in segments(20) if piece["speaker"] == who]) for who, *_ in TALK]
BARE = [(who, [{k: v for k, v in p.items() if k != "speaker"} for p in ps]) for who, ps in VOICES]
NESTED = {
    "each channel's words": {
        "results": {
            "channels": [
                {"alternatives": [{"transcript": "a whole channel", "words": single(who, 20)}]}
                for who in ("Ana", "Ivo")
            ]
        }
    },
    "a channel beside each piece": [
        {"text": words, "start": start, "end": end, "channel": {"Ana": "left"}.get(who, "right")}
        for who, words, start, end in TALK
    ],
    "sections": {"sections": [{"title": "x", "turns": segments()[i : i + 2]} for i in (0, 2)]},
    "speaker by speaker": {"voices": [{"speaker": who, "said": ps} for who, ps in BARE[:2]]},
    "ways to hear it": {
        "recognizedPhrases": [
            {
                "channel": {"Ana": 1}.get(who, 2),
                "offset": f"PT{start}S",
                "nBest": [
                    {"display": words, "words": single(who, said=words)},
                    {"display": f"{words} Or something else altogether.", "words": single(who, 2)},
                ],
            }
            for who, words, start, _ in TALK
        ]
    },
}


@pytest.mark.parametrize("kind", NESTED)
def test_lists_in_the_same_place_of_like_things_are_one(kind: str) -> None:
    """One channel came after the other without times; sections lost who speaks in them."""
    t = read_bytes(json.dumps(NESTED[kind]).encode(), "a.json")
    assert heard(t) == SAID
    assert not has_note(t, "not kept")


def test_one_channel_is_no_speaker() -> None:
    told = [{"text": words, "start": start, "channel": 0} for _, words, start, _ in TALK]
    t = read_bytes(json.dumps(told).encode(), "a.json")
    assert {turn.role for turn in t.turns} == {Role.UNKNOWN}
    assert "Channel" not in t.text


@pytest.mark.parametrize(("scale", "kept"), [(3.0, False), (1.0, True)])
def test_times_that_begin_anew_with_each_recording_are_not_kept(scale: float, kept: bool) -> None:
    """Recordings of 28 seconds, and lines of 9, of which the second lies within the first."""
    parts = [{"text": "x", "segments": segments(scale)} for _ in range(2)]
    t = read_bytes(json.dumps(parts).encode(), "a.json")
    assert has_note(t, "its times are not kept") != kept
    if not kept:
        assert said(t) == SAID * 2
        assert {turn.time for turn in t.turns} == {None}


def test_pieces_without_words_are_counted() -> None:
    told = [*segments(), {"start": 9, "text": None}, {"start": 9.1, "text": " "}, {"start": 9.2}]
    t = read_bytes(json.dumps(told).encode(), "a.json")
    assert said(t) == SAID
    assert has_note(t, "Left out: 3 pieces without words.")


def test_otranscribes_page_is_read_with_its_times() -> None:
    page = "".join(
        f'<p><span class="timestamp" data-timestamp="{a}">0:0{int(a)}</span> {who}: {words}<br></p>'
        for who, words, a, _ in TALK
    )
    t = read_bytes(json.dumps({"text": page, "media": "a.mp3"}).encode(), "a.otr")
    assert said(t) == SAID
    assert [turn.time for turn in t.turns] == [0, 2, 6, 7]


def eaf(tiers: dict[str, list[tuple[str, float | None, float | None]]], **more: str) -> bytes:
    slots, notes, number = [], [], 0
    for name, pieces in tiers.items():
        rows = []
        for words, start, end in pieces:
            for time in (start, end):
                number += 1
                value = "" if time is None else f' TIME_VALUE="{round(time * 1000)}"'
                slots.append(f'<TIME_SLOT TIME_SLOT_ID="ts{number}"{value}/>')
            rows.append(
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{number}" TIME_SLOT_REF1='
                f'"ts{number - 1}" TIME_SLOT_REF2="ts{number}"><ANNOTATION_VALUE>{words}'
                "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
        notes.append(f'<TIER TIER_ID="{name}"{more.get(name, "")}>{"".join(rows)}</TIER>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT>'
        f"<TIME_ORDER>{''.join(slots)}</TIME_ORDER>{''.join(notes)}{more.get('below', '')}"
        "</ANNOTATION_DOCUMENT>"
    ).encode()


TIERS = {
    name: [(words, start, end) for who, words, start, end in TALK if who == name]
    for name in ("Ana", "Ivo")
}


def test_elans_tiers_are_speakers_and_their_annotations_turns() -> None:
    t = read_bytes(eaf({**TIERS}), "a.eaf")
    assert (said(t), times(t)) == (SAID, TIMES)
    named = read_bytes(eaf({**TIERS}, Ana=' PARTICIPANT="Ana Horvat"'), "a.eaf")
    assert {who for who, _ in said(named)} == {"Ana Horvat", "Ivo"}


def test_each_annotation_of_a_speaker_is_a_turn_with_its_times() -> None:
    pieces = [("and so", 0.0, 1.0), ("it went on", 1.0, 2.5), ("for years", 3.0, 4.0)]
    t = read_bytes(eaf({"Ana": [*pieces], "Ivo": [("Hm", 2.6, 2.8)]}), "a.eaf")
    assert said(t)[:2] == [("Ana", "and so"), ("Ana", "it went on")]
    assert times(t) == [(0.0, 1.0), (1.0, 2.5), (2.6, 2.8), (3.0, 4.0)]


def test_of_tiers_that_hang_on_each_other_the_one_with_the_words_is_read() -> None:
    child = (
        '<TIER TIER_ID="translation" PARENT_REF="Ana"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID='
        '"r1" ANNOTATION_REF="Ana2"><ANNOTATION_VALUE>Gde?</ANNOTATION_VALUE></REF_ANNOTATION>'
        "</ANNOTATION></TIER>"
    )
    t = read_bytes(eaf({**TIERS}, below=child), "a.eaf")
    assert said(t) == SAID
    assert has_note(t, "Left out: 1 tier (“translation”)")
    numbers = {"ref": [("A1", 0.5, 2.0), ("A2", 6.5, 7.0)]}
    words = (
        '<TIER TIER_ID="tx" PARTICIPANT="Ana" PARENT_REF="ref"><ANNOTATION><REF_ANNOTATION'
        ' ANNOTATION_ID="r1" ANNOTATION_REF="ref4"><ANNOTATION_VALUE>And after that, was it not'
        " cold?</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>"
    )
    t = read_bytes(eaf(numbers, below=words), "a.eaf")
    assert said(t) == [("Ana", "And after that, was it not cold?")]
    assert times(t) == [(6.5, 7.0)]


def test_an_annotation_without_a_time_stays_in_its_place() -> None:
    tiers = {"Ana": [("Why?", 1.0, 2.0), ("Oh?", None, None)], "Ivo": [("So.", 1.5, 1.8)]}
    t = read_bytes(eaf(tiers), "a.eaf")
    assert said(t) == [("Ana", "Why?"), ("Ivo", "So."), ("Ana", "Oh?")]
    assert times(t)[2] == (None, None)


@pytest.mark.parametrize("name", ["comments", "Notes", "comment@Ana", "Ana_notes", "Kommentar"])
def test_a_tier_of_comments_is_nobodys_speech_and_nobody_is_called_so(name: str) -> None:
    t = read_bytes(eaf({**TIERS, name: [("a car outside", 2.1, 2.4)]}), "a.eaf")
    assert said(t) == [SAID[0], ("", "a car outside"), *SAID[1:]]
    assert t.turns[1].role is Role.OTHER
    assert has_note(t, f"Kept as nobody’s speech: 1 annotation of “{name}”.")
    assert t.doubts == read_bytes(eaf({**TIERS}), "a.eaf").doubts, "nothing more is asked"


def test_a_tier_of_notes_that_is_all_there_is_is_read() -> None:
    t = read_bytes(eaf({"notes": [(words, a, b) for _, words, a, b in TALK]}), "a.eaf")
    assert said(t) == [("notes", words) for _, words in SAID]


def textgrid(tiers: dict[str, list[tuple[str, float, float]]], *, short: bool = False) -> str:
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", "xmax = 10"]
    lines += ["tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    for number, (name, pieces) in enumerate(tiers.items(), 1):
        lines += [
            f"    item [{number}]:",
            '        class = "IntervalTier"',
            f'        name = "{name}"',
        ]
        lines += [
            "        xmin = 0",
            "        xmax = 10",
            f"        intervals: size = {len(pieces)}",
        ]
        for i, (words, start, end) in enumerate(pieces, 1):
            quoted = words.replace('"', '""')
            lines += [f"        intervals [{i}]:", f"            xmin = {start}"]
            lines += [f"            xmax = {end}", f'            text = "{quoted}"']
    text = "\n".join(lines)
    if not short:
        return text
    bare = [line.partition("= ")[2] or line for line in text.split("\n")]
    kept = [line.replace("tiers? ", "") for line in bare if "item" not in line and "[" not in line]
    return "\n".join(kept)


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_praats_intervals_are_turns(short: bool, encoding: str) -> None:
    told = textgrid({**TIERS, "empty": [("", 0.0, 10.0)]}, short=short)
    t = read_bytes(told.encode(encoding), "a.TextGrid")
    assert (said(t), times(t)) == (SAID, TIMES)


def test_tiers_of_single_words_and_sounds_beside_longer_ones_are_left_out() -> None:
    words = [(word, 1.0, 2.0) for word in "where did you live".split()]
    t = read_bytes(textgrid({**TIERS, "words": words}).encode(), "a.TextGrid")
    assert said(t) == SAID
    assert has_note(t, "Left out: 1 tier (“words”)")
    quoted = {"Ana": [('She said "no" to it', 0.0, 1.0), ("And then? Yes.", 1.0, 2.0)]}
    assert 'said "no" to' in read_bytes(textgrid(quoted).encode(), "a.TextGrid").text


BAD = {
    "a.json": [b"", b"{", b"[" * 50_000, b"{}", b'{"a": [1, 2]}', b"null", b'"words"', b"\x00\xff"],
    "a.otr": [b"", b"<p>", b'{"text": ""}'],
    "a.eaf": [
        b"",
        b"<a/>",
        b"<ANNOTATION_DOCUMENT>",
        b"<ANNOTATION_DOCUMENT/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>',
        b"<ANNOTATION_DOCUMENT>" + b"<TIER>" * 3_000,
        b"PK\x03\x04",
    ],
    "a.TextGrid": [
        b"",
        b"words",
        textgrid(TIERS)[:200].encode(),
        b'"ooTextFile"\n"TextGrid"\n0\n1',
    ],
}


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name, several in BAD.items() for data in several]
)
def test_a_bad_file_is_refused_in_one_line(name: str, data: bytes) -> None:
    assert refused(data, name).hint


def test_tiers_that_hang_on_each_other_in_a_ring_end() -> None:
    ring = eaf({**TIERS}, Ana=' PARENT_REF="Ivo"', Ivo=' PARENT_REF="Ana"')
    assert read_bytes(ring, "a.eaf").turns
