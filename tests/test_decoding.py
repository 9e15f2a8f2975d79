"""One decoder answers for all three doors: transcripts, drafts, tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding import drafts, transcripts
from coding.errors import CodingError, FileError
from coding.files.decode import decode, kind
from coding.files.tables import read_rows
from coding.model import canonical

RUSSIAN = "Мы собрали вещи за два дня и уехали. Здесь спокойно даже ночью. " * 6
SERBIAN = "Došli smo kada je počeo rat i ćerka ide u školu a đak je naš čovek. " * 6
ASKED, REFUSED = "asked", "refused"


def doors(data: bytes, folder: Path) -> dict[str, str]:
    """Return what each door makes of a file: the text, or that a person is asked, or a refusal.

    The file is a table of one column called `text`, which is a transcript and a draft as well.
    """
    answers = {}
    try:
        transcript = transcripts.read_bytes(data, "a.txt")
        asked = [note for note in transcript.notes if note.startswith("Please check:")]
        asks = any("who says" not in note for note in asked)  # who speaks is no matter of letters
        answers["transcript"] = ASKED if asks else transcript.text.split("\n")[1]
    except CodingError:
        answers["transcript"] = REFUSED
    try:
        answers["draft"] = drafts.read_bytes(data, "a.txt").text.split("\n")[1]
    except CodingError:
        answers["draft"] = REFUSED
    path = folder / "a.csv"
    path.write_bytes(data)
    try:
        answers["table"] = read_rows(path, required=["text"])[0]["text"]
    except CodingError:
        answers["table"] = REFUSED
    return answers


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251"])
def test_what_is_beyond_doubt_is_read_alike_at_every_door(codec: str, tmp_path: Path) -> None:
    words = RUSSIAN.strip()
    answers = doors(f"text\n{words}\n".encode(codec), tmp_path)
    assert answers == {"transcript": words, "draft": words, "table": words}


@pytest.mark.parametrize("codec", ["koi8-r", "utf-16-le"])
def test_what_only_one_encoding_fits_is_read_by_people_s_doors_and_refused_as_a_table(
    codec: str, tmp_path: Path
) -> None:
    words = RUSSIAN.strip()
    answers = doors(f"text\n{words}\n".encode(codec), tmp_path)
    assert answers == {"transcript": words, "draft": words, "table": REFUSED}


def test_where_two_encodings_fit_a_person_is_asked_or_the_file_refused(tmp_path: Path) -> None:
    """A draft was guessed here, and quotations then "differed" from the interviews."""
    data = f"text\n{SERBIAN}\n".encode("cp1250")
    assert doors(data, tmp_path) == {"transcript": ASKED, "draft": REFUSED, "table": REFUSED}
    with pytest.raises(CodingError, match=r"in doubt: Windows-1250 and .* would fit") as caught:
        drafts.read_bytes(data, "a.md")
    assert "UTF-8" in caught.value.hint


def test_a_damaged_file_is_never_read_in_silence(tmp_path: Path) -> None:
    data = f"text\n{RUSSIAN}\n".encode().replace("Мы".encode(), b"\xd0\xd1\x8b", 1)
    answers = doors(data, tmp_path)
    assert (answers["transcript"], answers["table"]) == (ASKED, REFUSED)
    assert answers["draft"].startswith("\ufffdы собрали")
    assert "1 characters of the file are damaged" in drafts.read_bytes(data, "a.txt").notes[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text("абвежзил яАБ éüčćđšж“”,.abcXYZ019", min_size=1, max_size=120),
    codec=st.sampled_from(["utf-8", "utf-16", "cp1251", "cp1252", "cp1250", "koi8-r", "cp866"]),
)
def test_no_two_doors_read_one_file_as_two_texts(words: str, codec: str, tmp_path: Path) -> None:
    words = "a " + words.replace(",", " ").strip()
    data = f"text\n{words}\n".encode(codec, "ignore")
    answers = {canonical(text).strip() for text in doors(data, tmp_path).values()} - {
        ASKED,
        REFUSED,
        "",
    }
    assert len(answers) <= 1


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", "a recording"),
        (b"RIFF and raff were here.", ""),
        (b"ID3\x04\0\0", "a recording"),
        (b"ID3,age,gender\n", ""),
        (b"GIF89a\1", "a picture"),
        (b"GIF8 is no picture.", ""),
    ],
)
def test_words_that_begin_like_a_recording_are_words(data: bytes, what: str) -> None:
    assert kind(data) == what


def test_what_is_no_text_is_refused_at_every_door(tmp_path: Path) -> None:
    for data in (b"%PDF-1.7\n", b"PK\x03\x04abc", bytes(range(256)) * 4):
        assert set(doors(data, tmp_path).values()) == {REFUSED}
        with pytest.raises(FileError):
            decode(data, "a.txt")
