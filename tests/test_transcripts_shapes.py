"""What machines transcribed is read as they meant it: one interview of ours in their shapes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_files import has_note, said, text, word

from coding.model import Role, Transcript
from coding.transcripts import read_bytes

Talk = list[tuple[str, float, str]]
MILA, GORAN = "Mila Novak", "Goran Ilić"
TALK: Talk = [
    (MILA, 0, "Thanks for coming. How did you hear of it?"),
    (GORAN, 4, "From a neighbour, she had been there in spring. She told me a lot."),
    (MILA, 12, "And then?"),
    (GORAN, 15, "Then I went too. It was cold, and nobody spoke to me for a week."),
    (MILA, 31, "Why did you stay?"),
    (GORAN, 65, "Because of the school. My daughter liked it at once, at 10:30 on the first day."),
    (MILA, 3605, "What would you tell others?"),
    (GORAN, 3612, "Note that it takes time. One thing is clear: you need friends."),
]
LAST = 3630.0


def clock(seconds: float, form: str = "h:m:s") -> str:
    """Write a time: h 00, H 0, m 00, M minutes of all, s 00, f three decimals, , a comma."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if form == "short":
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    values = {"h": f"{hours:02}", "H": f"{hours}", "m": f"{minutes:02}", "s": f"{rest:02}"}
    values |= {"M": f"{whole // 60:02}", "f": f"{round(seconds % 1 * 1000):03}"}
    return "".join(values.get(sign, sign) for sign in form)


def ends(talk: Talk) -> list[tuple[str, float, float, str]]:
    """Return speaker, begin, end and words of each turn."""
    nexts = [begin for _, begin, _ in talk[1:]] + [LAST]
    return [(who, begin, end, words) for (who, begin, words), end in zip(talk, nexts, strict=True)]


def per_turn(
    form: Callable[[str, float, float, str], str], gap: str = "\n\n"
) -> Callable[[Talk], str]:
    return lambda talk: gap.join(form(*turn) for turn in ends(talk)) + "\n"


def cut(words: str) -> list[str]:
    """Return words in lines of three, as captions have them."""
    listed = words.split()
    return [" ".join(listed[i : i + 3]) for i in range(0, len(listed), 3)]


def rolling(talk: Talk) -> str:
    """Write captions that show each line twice, as they roll."""
    out, before = "WEBVTT\nKind: captions\n\n", " "
    for _, begin, end, words in ends(talk):
        lines = cut(words)
        step = (end - begin) / len(lines)
        for i, line in enumerate(lines):
            a, b = begin + i * step, begin + (i + 1) * step - 0.01
            timed = "<00:00:01.000><c> ".join(line.split(" ", 1)) + ("</c>" if " " in line else "")
            out += f"{clock(a, 'h:m:s.f')} --> {clock(b, 'h:m:s.f')} align:start position:0%\n"
            out += f"{before}\n{timed}\n\n"
            out += (
                f"{clock(b, 'h:m:s.f')} --> {clock(b + 0.01, 'h:m:s.f')} align:start\n{line}\n \n\n"
            )
            before = line
    return out


def captions(form: Callable[[int, str, str, str, str], str], stamp: str) -> Callable[[Talk], str]:
    """Write cues of six words each, all with a name."""

    def write(talk: Talk) -> str:
        cues, number = [], 0
        for who, begin, end, words in ends(talk):
            lines = cut(words)
            step = (end - begin) / len(lines)
            for i, line in enumerate(lines):
                number += 1
                a, b = clock(begin + i * step, stamp), clock(begin + (i + 1) * step, stamp)
                cues.append(form(number, a, b, who, line))
        return "\n\n".join(cues) + "\n"

    return write


def tsv(*columns: str, head: str = "", stamp: str = "h:m:s.f") -> Callable[[Talk], str]:
    def write(talk: Talk) -> str:
        rows = [head] if head else []
        for who, begin, end, words in ends(talk):
            cells = {"who": who, "begin": clock(begin, stamp), "end": clock(end, stamp)}
            cells |= {"words": words, "span": f"{cells['begin']} - {cells['end']}", "tier": "x"}
            rows.append("\t".join(cells[column] for column in columns))
        return "\n".join(rows) + "\n"

    return write


VTT = "WEBVTT\n\n"
GUID = "3f2a77a0-3b1d-4a3f-9b7e-0a6a0f5a7f5e"
SHAPES: dict[str, tuple[str, Callable[[Talk], str]]] = {
    "word 365": (
        "txt",
        lambda t: "Audio file\ninterview 3.wav\nTranscript\n"
        + per_turn(lambda w, a, b, x: f"{clock(a)} {w}\n{x}", "\n")(t),
    ),
    "teams docx, old": (
        "docx",
        per_turn(lambda w, a, b, x: f"0:0:{a:.1f} --> 0:0:{b:.1f}\n{w}\n{x}" if b < 60 else
                 f"{clock(a, 'H:m:s.f')} --> {clock(b, 'H:m:s.f')}\n{w}\n{x}"),
    ),
    "teams docx, new": ("docx", per_turn(lambda w, a, b, x: f"{w}   {clock(a, 'short')}\n{x}")),
    "teams vtt": (
        "vtt",
        lambda t: VTT + captions(
            lambda n, a, b, w, x: f"{GUID}/{n}-0\n{a} --> {b}\n<v {w}>{x}</v>",
            "h:m:s.f",
        )(t),
    ),
    "zoom vtt": (
        "vtt",
        lambda t: VTT + captions(lambda n, a, b, w, x: f"{n}\n{a} --> {b}\n{w}: {x}", "h:m:s.f")(t),
    ),
    "zoom txt": ("txt", per_turn(lambda w, a, b, x: f"[{w}] {clock(a)}\n{x}")),
    "zoom chat": (
        "txt",
        per_turn(lambda w, a, b, x: f"{clock(a)}\t From {w} to Everyone : {x}", "\n"),
    ),
    "zoom chat, new": (
        "txt",
        per_turn(lambda w, a, b, x: f"{clock(a)} From {w} to Everyone:\n\t{x}", "\n"),
    ),
    "otter txt": (
        "txt",
        lambda t: per_turn(lambda w, a, b, x: f"{w}  {clock(a, 'short')}  \n{x}")(t)
        + "\nTranscribed by https://otter.ai\n",
    ),
    "otter docx": ("docx", per_turn(lambda w, a, b, x: f"{w}  {clock(a, 'short')}\n\n{x}")),
    "nvivo": (
        "txt",
        tsv("span", "words", "who", head="Timespan\tContent\tSpeaker", stamp="H:m:s.f"),
    ),
    "nvivo, no head": ("txt", tsv("begin", "who", "words")),
    "f4 end": ("txt", per_turn(lambda w, a, b, x: f"{w}: {x} #{clock(b, 'h:m:s-')}0#")),
    "f4 start": ("txt", per_turn(lambda w, a, b, x: f"#{clock(a, 'h:m:s-')}0# {w}: {x}")),
    "trint": ("docx", per_turn(lambda w, a, b, x: f"{w} [{clock(a)}]\n{x}")),
    "trint, time first": ("txt", per_turn(lambda w, a, b, x: f"[{clock(a)}] {w}\n{x}")),
    "amberscript": ("txt", per_turn(lambda w, a, b, x: f"{clock(a)} {w}:\n{x}")),
    "amberscript, name first": ("txt", per_turn(lambda w, a, b, x: f"{w} ({clock(a)}): {x}")),
    "happyscribe": ("txt", per_turn(lambda w, a, b, x: f"[{clock(a, 'h:m:s.f')}] - {w}\n{x}")),
    "rev": ("docx", per_turn(lambda w, a, b, x: f"{w} ({clock(a, 'short')}):\n{x}")),
    "descript": ("txt", per_turn(lambda w, a, b, x: f"**[{clock(a)}] {w}:** {x}")),
    "descript, bold name": ("txt", per_turn(lambda w, a, b, x: f"**{w}:** [{clock(a)}] {x}")),
    "sonix": ("txt", per_turn(lambda w, a, b, x: f"{w}: [{clock(a)}] {x}")),
    "sonix, apart": ("txt", per_turn(lambda w, a, b, x: f"{w}\n[{clock(a)}] {x}")),
    "otranscribe": ("txt", per_turn(lambda w, a, b, x: f"{clock(a, 'short')} {w}: {x}")),
    "lone times": ("txt", per_turn(lambda w, a, b, x: f"{clock(a, 'short')}\n{w}: {x}", "\n")),
    "whisper.cpp": (
        "txt",
        captions(lambda n, a, b, w, x: f"[{a} --> {b}]  [{w}] {x}", "h:m:s.f"),
    ),
    "whisperx srt": (
        "srt",
        captions(lambda n, a, b, w, x: f"{n}\n{a} --> {b}\n[{w}]: {x}", "h:m:s,f"),
    ),
    "whisperx txt": ("txt", captions(lambda n, a, b, w, x: f"[{a} --> {b}] [{w}]: {x}", "h:m:s,f")),
    "noscribe": ("txt", per_turn(lambda w, a, b, x: f"{w}: [{clock(a)}] {x}")),
    "google meet": (
        "docx",
        lambda t: "Meeting - Transcript\n\n"
        + per_turn(lambda w, a, b, x: f"{clock(a)}\n\n{w}: {x}")(t),
    ),
    "webex": (
        "vtt",
        lambda t: VTT
        + captions(lambda n, a, b, w, x: f'{n} "{w}" (3)\n{a} --> {b}\n<v {w}>{x}', "h:m:s.f")(t),
    ),
    "premiere": (
        "txt",
        per_turn(lambda w, a, b, x: f"{clock(a)}:00 - {clock(b)}:00\n{w}\n{x}"),
    ),
    "elan": ("txt", tsv("who", "tier", "begin", "end", "words")),
    "elan, times last": ("txt", tsv("words", "who", "begin", "end")),
    "fireflies": ("txt", per_turn(lambda w, a, b, x: f"{w}\n{clock(a, 'M:s')}\n{x}")),
    "fireflies, dash": ("txt", per_turn(lambda w, a, b, x: f"{w} - {clock(a, 'M:s')}\n{x}")),
    "tactiq": ("txt", per_turn(lambda w, a, b, x: f"{clock(a)} {w}: {x}", "\n")),
    "transcribee": ("docx", per_turn(lambda w, a, b, x: f"{w}:\n[{clock(a)}] {x}")),
    "sbv": (
        "txt",
        captions(lambda n, a, b, w, x: f"{a},{b}\n{w}: {x}", "H:m:s.f"),
    ),
}  # fmt: skip


def made(name: str, talk: Talk = TALK) -> Transcript:
    ending, write = SHAPES[name]
    content = write(talk)
    if ending == "docx":
        return read_bytes(word(*content.strip().split("\n\n")), "P1.docx")
    return read_bytes(content.encode(), f"P1.{ending}")


def merged(t: Transcript) -> list[tuple[str, str, float | None]]:
    """Return speaker, words and begin of what is said in a row by one speaker."""
    out: list[tuple[str, str, float | None]] = []
    for turn in t.turns:
        words = " ".join(t.text[turn.start : turn.end].split())
        if turn.role is Role.OTHER and not turn.speaker:
            continue
        if out and turn.speaker and out[-1][0] == turn.speaker:
            out[-1] = (turn.speaker, f"{out[-1][1]} {words}", out[-1][2])
        else:
            out.append((turn.speaker, words, turn.time))
    return out


@pytest.mark.parametrize("name", SHAPES)
def test_the_interview_is_read_from_every_shape(name: str) -> None:
    t = made(name)
    got = merged(t)
    assert [(who, words) for who, words, _ in got] == [(who, words) for who, _, words in TALK]
    begins = [begin for _, begin, _ in TALK]
    if name == "f4 end":  # it has no time before the first turn: that begins at 0
        begins = [0.0, *begins[1:]]
    assert [begin for *_, begin in got] == pytest.approx(begins, abs=0.05)
    assert {x.speaker for x in t.turns} == {MILA, GORAN}


def test_captions_that_roll_have_their_words_once_and_no_speaker() -> None:
    talk = [("", begin, words) for _, begin, words in TALK]
    t = text(rolling(talk), "P1.vtt")
    spoken = " ".join(t.text[turn.start : turn.end] for turn in t.turns)
    assert spoken.split() == " ".join(words for *_, words in TALK).split()
    assert {turn.role for turn in t.turns} == {Role.UNKNOWN}
    assert has_note(t, "repeated lines")
    assert has_note(t, "Please check:", "who says")


def test_who_says_a_thing_twice_says_it_twice() -> None:
    cues = ["Anna: Yes.", "Anna: Yes.", "Anna: I do.", "Boris: Why?", "Anna: So.", "Boris: Hm."]
    body = "\n\n".join(f"00:0{i}.000 --> 00:0{i}.900\n{cue}" for i, cue in enumerate(cues))
    assert said(text("WEBVTT\n\n" + body, "P1.vtt"))[0] == ("Anna", "Yes. Yes. I do.")


@pytest.mark.parametrize(
    "content",
    [
        "I: When?\n\nAnna: Three years, I think, at 10:30 in the morning. Then more.\n\n" * 5,
        "I: When?\nAnna: At 10:30.\nI: Why at 10:30?\nAnna: Bus at 11:15\nI: So?\nAnna: Yes.\n",
        "We left at 10:30 and came at 12:15 to the town\n\nWe left at 10:30 and that was it\n" * 3,
        "Monday 10:30: we went. Tuesday 11:15: we came.\n\nAnna: 10:30: we left.\n\nI: Why?\n" * 2,
        "Anna | Boris\n\nI: Why a | b?\n\nAnna: So.\n",
    ],
)
def test_times_that_people_speak_of_make_no_headers(content: str) -> None:
    t = text(content)
    assert t.text == content
    assert not has_note(t, "machine’s transcript")


# Variants

NAMES = (
    ("Mila Novak", "Goran Ilić"),
    ("Speaker 1", "Speaker 2"),
    ("SPEAKER_00", "SPEAKER_01"),
    ("Мила Новак", "Горан Илић"),
    ("王芳", "김민수"),
    ("Novak, Mila (Ext)", "Guest 2"),
    ("INTERVIEWER", "P07"),
    ("Dr. Mila B.", "O'Brien-Ilić"),
)
# What else may be said: a sentence that begins as a name does, one word, a clock, three speakers.
ODD = [
    "Yes.",
    "No: I would not. Never.",
    "At 10:30 we left. So.",
    "Interviewer effects, you say?",
    "One thing is clear: we stay.",
    "- Well - she said - no.",
    "Hm. 12 of us. It was 5:1.",
    "“Why?” I asked.",
]
LINE_ENDS = ("\n", "\r\n", "\r")


def owners(t: Transcript, talk: Talk) -> tuple[int, int, int]:
    """Count the words with the right speaker, with none, and with a wrong one.

    A label that nobody can see behind a mark of a list counts as none: a person is asked.
    """
    wanted = [(x, who) for who, _, words in talk for x in words.split()]
    found = [
        (x, turn.speaker)
        for turn in t.turns
        if turn.role is not Role.OTHER
        for x in t.text[turn.start : turn.end].split()
    ]
    right = none = wrong = 0
    position = 0
    for spoken, who in found:
        ahead = next((i for i in range(position, len(wanted)) if wanted[i][0] == spoken), None)
        if ahead is None:
            none += 1  # a label kept as words, or the like
            continue
        position = ahead + 1
        right += who == wanted[ahead][1]
        none += who == ""
        wrong += who not in ("", wanted[ahead][1])
    return right, none, wrong


def in_shape(name: str, talk: Talk, line_end: str, mark: bool) -> Transcript:
    ending, write = SHAPES[name]
    content = write(talk)
    if ending == "docx":
        return read_bytes(word(*content.strip().split("\n\n")), "P1.docx")
    data = content.replace("\n", line_end).encode("utf-8-sig" if mark else "utf-8")
    return read_bytes(data, f"P1.{ending}")


@pytest.mark.parametrize("names", NAMES, ids=lambda pair: pair[0])
def test_names_of_any_form_are_read_from_every_shape(names: tuple[str, str]) -> None:
    """At least 95 % of all words have the right speaker, none a wrong one."""
    swap = dict(zip((MILA, GORAN), names, strict=True))
    talk = [(swap[who], begin, words) for who, begin, words in TALK]
    counts = {name: owners(in_shape(name, talk, "\n", mark=False), talk) for name in SHAPES}
    assert {name: c for name, c in counts.items() if c[2]} == {}
    assert sum(c[0] for c in counts.values()) >= 0.95 * sum(map(sum, counts.values()))


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(SHAPES)),
    st.lists(st.tuples(st.booleans(), st.sampled_from(ODD)), min_size=4, max_size=12),
    st.sampled_from(LINE_ENDS),
    st.booleans(),
)
def test_no_word_goes_to_a_wrong_speaker(
    name: str, turns: list[tuple[bool, str]], line_end: str, mark: bool
) -> None:
    turns = [(True, "Why?"), (False, "So."), *turns]
    talk = [(MILA if asks else GORAN, 7.0 * i, x) for i, (asks, x) in enumerate(turns)]
    assert owners(in_shape(name, talk, line_end, mark), talk)[2] == 0


def test_names_in_capitals_with_a_stop_are_labels_in_minutes() -> None:
    """Titles stand before them; a sentence of one word after them is none of the name."""
    talk = [
        ("The CHAIRMAN", "Will the witness begin?"),
        ("Mrs. DORN", "Yes. I was there. In the UK. At the time."),
        ("The CHAIRMAN", "And then?"),
        ("Mrs. DORN", "Nothing. That was it."),
    ]
    t = read_bytes("\n\n".join(f"  {who}. {words}" for who, words in talk).encode(), "a.txt")
    assert said(t) == talk


def test_a_sentence_that_ends_in_capitals_is_no_label() -> None:
    lines = [
        "We went to the UK. It was cold.",
        "I saw the BBC. It was odd.",
        "We left the UK. Why?",
    ]
    t = read_bytes("\n\n".join(lines * 2).encode(), "a.txt")
    assert {turn.speaker for turn in t.turns} == {""}


def test_a_name_and_a_time_without_a_blank_between_them_are_told_apart() -> None:
    """As pages are written that set them apart by their style alone."""
    talk = [("Ana", "01:00:05", "Why?"), ("Ivo", "01:00:09", "So."), ("Ana", "01:00:12", "And?")]
    page = "".join(
        f"<div><span>{who}</span><span>{time}</span><p>{words}</p></div>"
        for who, time, words in talk * 2
    )
    t = read_bytes(page.encode(), "a.html")
    assert said(t)[:3] == [("Ana", "Why?"), ("Ivo", "So."), ("Ana", "And?")]
    assert [turn.time for turn in t.turns][:3] == [3605, 3609, 3612]


def test_headings_of_columns_above_the_first_time_are_nobody_s_name() -> None:
    """A table that lost its columns on the way: all that it says would be that speaker's."""
    lines = ["Time Speaker Text"]
    lines += [f"[0:0{i}] {who} Something is said." for i, who in enumerate(["Ana", "Ivo"] * 3)]
    t = read_bytes("\n\n".join(lines).encode(), "a.txt")
    assert {turn.speaker for turn in t.turns} == {""}


def test_what_is_said_before_the_first_time_is_no_header() -> None:
    t = text(
        "I: Why did you come\n00:05\nhere?\nB: For the\n00:10\nschool.\nI: And?\n00:20\nB: So.\n"
    )
    assert said(t) == [
        ("I", "Why did you come here?"),
        ("B", "For the school."),
        ("I", "And?"),
        ("B", "So."),
    ]
    t = text("Interview 3\nDate: 3 May\n\n0:00 Mila Novak\nWhy?\n\n0:04 Goran\nSo.\n")
    assert said(t)[0] == ("Mila Novak", "Why?")
    assert has_note(t, "header", "Interview 3 / Date: 3 May")


def test_a_block_without_a_name_is_nobody_s() -> None:
    t = text("0:05 Speaker 1\nYes.\n\n0:09\nWho?\n\n0:20 Speaker 2\nHm.\n\n0:30 Speaker 1\nSo.\n")
    assert [(turn.speaker, turn.time) for turn in t.turns] == [
        ("Speaker 1", 5.0),
        ("", 9.0),
        ("Speaker 2", 20.0),
        ("Speaker 1", 30.0),
    ]
    assert t.turns[1].role is Role.UNKNOWN
    assert has_note(t, "Please check:", "1 paragraph has no label")


def test_a_cue_without_a_name_goes_on_only_with_an_unfinished_sentence() -> None:
    cues = ["Anna: Yes, I", "think so.", "Really?", "Anna: Yes."]
    body = "\n\n".join(f"00:0{i}.000 --> 00:0{i}.900\n{cue}" for i, cue in enumerate(cues))
    assert said(text("WEBVTT\n\n" + body, "P1.vtt")) == [
        ("Anna", "Yes, I think so."),
        ("", "Really?"),
        ("Anna", "Yes."),
    ]


@pytest.mark.parametrize(
    "days",
    [
        ("30.04.24", "01.05.24", "03.05.24"),
        ("12/30/2024", "12/31/2024", "01/02/2025"),
        ("2024-02-28", "2024-02-29", "2024-03-02"),
    ],
)
@pytest.mark.parametrize("shape", ["[{d}, {t}] {w}: {x}", "{d}, {t} - {w}: {x}"])
def test_the_times_of_a_chat_over_several_days_count_on(shape: str, days: tuple[str, ...]) -> None:
    said = [(days[0], "21:58", "Mira", "How was it?"), (days[0], "21:59", "Tom", "Fine.")]
    said += [(days[1], "08:01", "Mira", "And today?"), (days[2], "00:05", "Tom", "Too.")]
    chat = text("\n".join(shape.format(d=d, t=t, w=w, x=x) for d, t, w, x in said))
    hours = [21 + 58 / 60, 21 + 59 / 60, 24 + 8 + 1 / 60, 3 * 24 + 5 / 60]
    assert [turn.time for turn in chat.turns] == [round(hour * 3600, 3) for hour in hours]
    assert [turn.speaker for turn in chat.turns] == ["Mira", "Tom", "Mira", "Tom"]
    assert sum("go over 3 days and count on" in note for note in chat.notes) == 1


def test_the_times_of_a_chat_of_one_day_are_those_of_the_day() -> None:
    chat = text("[1.5.24, 21:58] Mira: Well?\n[1.5.24, 21:59] Tom: It was on 30.04.24, I think.")
    assert [turn.time for turn in chat.turns] == [79080.0, 79140.0]
    assert not any("count on" in note for note in chat.notes)


@pytest.mark.parametrize(
    ("first", "second", "left_out"),
    [
        ("1/3", "2/3", 2),
        ("1 of 3", "3 of 3", 2),
        ("7", "8", 2),
        ("Page 2/3", "", 1),
        ("Seite 2 von 3", "", 1),
        ("2/3", "", 0),
        ("4/3", "5/3", 0),
        ("2/3", "1/3", 0),
        ("1/3", "2/4", 0),
        ("1x3", "2x3", 0),
        ("7", "9", 0),
    ],
)
def test_a_line_is_a_page_number_only_where_it_counts(
    first: str, second: str, left_out: int
) -> None:
    lines = "[0:05] Anna:\nOne.\n\n{}\n\n[0:09] Bo:\nTwo.\n\n{}\n\n[0:19] Anna:\nThree.\n"
    t = text(lines.format(first, second))
    assert has_note(t, f"{left_out} page number") == (left_out > 0)
    kept = [line for line in (first, second) if line and not left_out]
    assert [line for line in (first, second) if line and line in t.text] == kept


def test_names_with_and_without_a_number_in_brackets_are_labels_alike() -> None:
    lines = "\n".join(f"[Interviewer] Why {n}?\n[Participant 07] Because of {n}." for n in range(4))
    assert said(text(lines))[:2] == [
        ("Interviewer", "Why 0?"),
        ("Participant 07", "Because of 0."),
    ]


def test_a_time_in_the_brackets_of_a_remark_is_no_header_and_takes_no_words_along() -> None:
    heard = "".join(
        f"Anna: Why {n}?\nIvo: I went to [inaudible 00:0{n}:12]\n[crosstalk 00:0{n}:20]\n"
        f"Anna: Right {n}.\nIvo: Because of {n} [laughs 0:0{n}]\n"
        for n in range(4)
    )
    turns = said(text(heard))
    assert {who for who, _ in turns} == {"Anna", "Ivo", ""}
    assert turns[1:4] == [
        ("Ivo", "I went to [inaudible 00:00:12]"),
        ("", "[crosstalk 00:00:20]"),
        ("Anna", "Right 0."),
    ]


def test_a_table_in_text_may_have_a_head_that_names_a_speaker() -> None:
    rows = "".join(f"| Anna | Why {n}? |\n| Ivo | Because of {n}. |\n" for n in range(4))
    found = text(f"| Speaker | Text |\n|---|---|\n{rows}", "a.md")
    assert said(found)[:2] == [("Anna", "Why 0?"), ("Ivo", "Because of 0.")]
    assert has_note(found, "head, left out", "Speaker | Text")


def test_json_with_a_piece_on_each_line_is_read() -> None:
    lines = '{"speaker": "I", "text": "Why?"}\n{"speaker": "M", "text": "So."}\n'
    assert said(text(lines, "a.json")) == [("I", "Why?"), ("M", "So.")]
