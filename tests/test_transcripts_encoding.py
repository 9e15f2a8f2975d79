"""What reading bytes as text promises, and what holds of every file that can be made up."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from transcript_files import has_note, refused, text, word

from coding import transcripts
from coding.errors import TranscriptError
from coding.model import Role, Transcript, canonical
from coding.transcripts import read_bytes

RUSSIAN = (
    "Интервьюер: Почему вы уехали из России, и как быстро это произошло?\n\n"
    "Анна: Мы собрали вещи за два дня, потому что объявили мобилизацию. Здесь спокойно, можно"
    " гулять ночью, и дочь ходит в школу одна. Сербский язык похож на наш, и люди к нам добры.\n\n"
)


# Encodings


@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r"],
)
def test_russian_is_read_in_every_encoding_that_occurs(codec: str) -> None:
    t = read_bytes((RUSSIAN * 3).encode(codec), "P1.txt")
    assert t.text == RUSSIAN * 3
    assert t.speakers == ("Интервьюер", "Анна")
    assert not has_note(t, "Please check")


def test_a_guessed_encoding_is_named() -> None:
    t = read_bytes((RUSSIAN * 3).encode("cp1251"), "P1.txt")
    assert "Read as Windows-1251 (guessed)." in t.notes


def test_western_text_is_read_as_windows_1252() -> None:
    german = "Anna: Ich weiß nicht, wie es später wäre – für mich „ist“ es schön.\n\n" * 8
    t = read_bytes(german.encode("cp1252"), "P1.txt")
    assert t.text == german
    assert has_note(t, "Windows-1252")


def test_serbian_cyrillic_is_not_taken_for_another_alphabet() -> None:
    serbian = "Ана: Ћерка иде у школу, а ђак је љут, његов џеп је празан.\n\n" * 8
    assert read_bytes(serbian.encode("cp1251"), "P1.txt").text == serbian


def test_serbian_and_french_are_told_apart_but_a_person_is_asked() -> None:
    serbian = "Ana: Došli smo kada je počeo rat, ćerka ide u školu, a đak je naš čovek.\n\n" * 8
    french = "Ana: Je suis arrivée à l’été, où c’était très différent, là-bas, voilà.\n\n" * 8
    for content, codec in ((serbian, "cp1250"), (french, "cp1252")):
        t = read_bytes(content.encode(codec), "P1.txt")
        assert t.text == content
        assert has_note(t, "Please check:")


@pytest.mark.parametrize("content", ["Анна: Да, мы тут.", "Ana: Le café.", "И: Да?\nР: Нет."])
def test_a_short_text_in_an_old_encoding_is_never_guessed_silently(content: str) -> None:
    codec = "cp1252" if content.isascii() or "é" in content else "cp1251"
    t = read_bytes(content.encode(codec), "P1.txt")
    assert any(note.startswith("Please check:") for note in t.notes)


def test_damaged_utf8_stays_utf8() -> None:
    data = RUSSIAN.encode() + b"\xd0" + RUSSIAN.encode()
    t = read_bytes(data, "P1.txt")
    assert RUSSIAN in t.text
    assert has_note(t, "Please check:", "1 damaged character")


def test_text_is_canonical_and_free_of_control_characters() -> None:
    t = text("Anna: cafe\u0301\u2028so\x0b\ufeff\x07it is\r\rBoris: hi\x1a")
    assert t.text == "Anna: café\nso\n it is\n\nBoris: hi"
    assert has_note(t, "1 control character")


def test_what_cannot_be_seen_is_left_out_and_counted() -> None:
    content = "Anna: My em\u00adploy\u00ader told us, o\ufb03cially, zero\u200bwidth 5\u00a0000."
    for t in (text(content), read_bytes(word(content), "P1.docx")):
        assert t.text == "Anna: My employer told us, officially, zerowidth 5\u00a0000."
        assert has_note(t, "Left out: 4 unseen marks")
    assert text("Anna: \u0e01\u200b\u0e02").text == "Anna: \u0e01\u200b\u0e02"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"abc" * 90,
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"%PDF-1.4\nhello",
        b"PK\x03\x04" + b"abc" * 90,
        bytes(range(256)) * 4,
        b"abc\0\1\2def" * 40,
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".md", ".vtt", ".srt"])
def test_a_binary_file_under_the_name_of_a_text_is_refused(data: bytes, ending: str) -> None:
    assert refused(data, "P1" + ending).hint


@pytest.mark.parametrize(
    "data", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", "\u00a0\n".encode()]
)
@pytest.mark.parametrize("ending", transcripts.SUFFIXES)
def test_an_empty_file_is_refused(data: bytes, ending: str) -> None:
    refused(data, "P1" + ending)


# Properties

WORDS = st.text(
    st.sampled_from("abcXYZ éжЯčß 0123 .,;!?'\"-–()[]{}<>&*_#:/\\\t\n\u00a0\u0301😀"), max_size=60
)
LABELS = st.sampled_from(
    (
        *("Anna: ", "Interviewer: ", "И: ", "R: ", "**Anna:** ", "[0:05] Anna: ", "Once: ", ""),
        *("Anna (1:02):\n", "Anna   0:07\n", "He said: ", "- ", "# ", "Date: "),
    )
)
LINES = st.lists(st.tuples(LABELS, WORDS).map("".join), min_size=1, max_size=12)


def unless_empty(make: Callable[[], Transcript]) -> Transcript | None:
    try:
        return make()
    except TranscriptError as error:
        if "words" in error.message or "empty" in error.message:
            return None
        raise


def is_label(gap: str, names: Collection[str]) -> bool:
    """Tell whether what lies between two turns is nothing but names, signs, times and blanks."""
    for name in sorted(names, key=len, reverse=True):
        gap = re.sub(re.escape(name).replace(r"\ ", r"\s+"), " ", gap, flags=re.IGNORECASE)
    return not re.search(r"[^\W\d_]", gap)


def check(t: Transcript) -> None:
    """Turns are in order, apart, inside the text and without blanks; between them lie labels."""
    assert canonical(t.text) == t.text
    position = 0
    ours = ("Anna", "Interviewer", "И", "R", "Once", "He said", "Date")
    names = {*ours, *t.speakers, *re.findall(r"“([^”]+)”", " ".join(t.notes))}
    for number, turn in enumerate(t.turns, start=1):
        assert turn.number == number
        assert position <= turn.start < turn.end <= len(t.text)
        words = t.text[turn.start : turn.end]
        assert words == words.strip()
        assert is_label(t.text[position : turn.start], names)
        position = turn.end
        assert (turn.role in (Role.OTHER, Role.UNKNOWN)) == (not turn.speaker)
    assert is_label(t.text[position:], names)
    t.text.encode()


@settings(max_examples=150)
@example(["Anna: \t0", "Anna: \t", "Anna: \t"], "\n", ".txt")
@example(["Anna: 0:0:0", "Anna: ", "Anna: 0:00"], "\n", ".txt")
@example(["[0:05] Anna: ", "0X0", "Anna: ", "[0:05] Anna: "], "\n\n", ".txt")
@example(["Anna: 0\n0", *["Anna: \n2"] * 3], "\n", ".txt")
@example(["X:", "Anna: 0"], "\n", ".txt")  # no turn is made of it, and a note says so
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n"]), st.sampled_from([".txt", ".md"]))
def test_a_text_is_kept_whole_and_its_turns_fit(lines: list[str], gap: str, ending: str) -> None:
    content = gap.join(lines)
    t = unless_empty(lambda: text(content, "P1" + ending))
    if t is None:
        return
    if has_note(t, "Read as a machine’s transcript"):
        assert lost(re.sub(r"[\[(]?\d+:\d+(:\d+)?[\])]?", " ", content), t) == []
    else:
        assert t.text == canonical(content)
    check(t)


@settings(max_examples=100)
@given(LINES)
def test_subtitles_lose_no_word(lines: list[str]) -> None:
    rows = [" ".join(re.sub(r"[<>&{}]|[\[(]?\d+:\d+[\])]?", " ", line).split()) for line in lines]
    cues = [f"{i}\n00:00:{i:02}.000 --> 00:00:{i:02}.500\n{row}\n\n" for i, row in enumerate(rows)]
    t = unless_empty(lambda: text("WEBVTT\n\n" + "".join(cues), "P1.vtt"))
    if t is None:
        return
    check(t)
    assert lost(" ".join(rows), t) == []


@settings(max_examples=40)
@given(LINES)
def test_word_documents_lose_no_word(lines: list[str]) -> None:
    rows = [re.sub(r"[\[(]?\d+:\d+[\])]?", " ", line) for line in lines]
    t = unless_empty(lambda: read_bytes(word(*rows), "P1.docx"))
    if t is None:
        return
    check(t)
    assert lost(" ".join(rows), t) == []


def test_a_text_of_too_many_lines_is_refused_before_turns_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Blank lines do not count, and letters that an emoji makes wide do."""
    room = transcripts.MAX_MEMORY
    assert 50e6 + 1.3e6 * transcripts.LINE < room < 200e6 + 0.9e6 * transcripts.LINE
    four = "A: x\n\nB: y\n\n\nA: x\nB: y\n"
    monkeypatch.setattr(transcripts, "MAX_MEMORY", sys.getsizeof(four) + 4 * transcripts.LINE)
    assert len(text(four).turns) == 4
    monkeypatch.setattr("coding.transcripts.turns.plain", None)
    monkeypatch.setattr("coding.transcripts.cues.read", None)
    for name in ("P1.txt", "P1.vtt"):
        error = refused(b"A: x\r\nB: y\r\nA: x\r\nB: y\r\nA: x\r\n", name)
        assert error.message == "the file has too many lines to be one interview (5)"
        assert "Split it" in error.hint
        refused(four.replace("x", "😀").encode(), name)


def lost(source: str, t: Transcript) -> list[str]:
    """Return the source's words that stand neither in the text nor in the notes."""
    kept = t.text.casefold() + " ".join(t.notes).casefold()
    return [w for w in re.findall(r"\w+", canonical(source).casefold()) if w.strip("_") not in kept]


@pytest.mark.parametrize(
    "words",
    [
        "Intervieweur: Ça va?\n\nAnna: Oui, ça va très bien.\n",
        "Q: Vous êtes né où ?\n\nR: À Besançon, en été.\n",
        "Enquêteur : Où habitez-vous ?\n\nMarie : À Orléans.\n",
        "I: Come è andata?\n\nR: È andata così, perché non c'era più nulla.\n",
        "H: Mistä päädyit tänne?\n\nV: No, isä oli töissä.\n",
        "I: O senhor não sabia?\n\nR: Não, só então é que percebi.\n",
    ],
)
def test_small_words_of_a_short_text_tell_its_encoding(words: str) -> None:
    """In no word list they stand more than once, and most of a short text is made of them."""
    t = read_bytes(words.encode("latin-1"), "a.txt")
    assert t.text == words
    assert not has_note(t, "probably wrong")
