"""Where a coding of a table stands, and what an incoming interview is called, from text alone."""

from __future__ import annotations

import pytest

from coding.errors import CodingError, NotFound, SegmentError
from coding.model import Origin, Transcript, TranscriptInfo
from coding.transcripts.batch import person_in
from coding.transcripts.incoming import completed, unique
from coding.transcripts.placing import by_any_name, check_segment, coding_of, segment_of

TEXT = "It is\nsafe here. It is calm, and it is safe there."


@pytest.mark.parametrize(
    ("row", "segment"),
    [
        ({"start": "0", "end": "5"}, (0, 5)),
        ({"start": "0", "end": "10", "text": "It is safe"}, (0, 10)),
        ({"text": "It is safe"}, (0, 10)),
        ({"start": "1", "end": "9", "text": "calm,  and"}, (23, 32)),
        ({"start": "", "end": "9", "text": " calm, "}, (23, 28)),
    ],
)
def test_a_row_stands_where_its_characters_or_its_words_say(
    row: dict[str, str], segment: tuple[int, int]
) -> None:
    """Its words count more than its offsets, which another program may have counted."""
    assert segment_of(row, TEXT) == segment


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"start": "x", "end": "5"}, "whole numbers"),
        ({"start": "5", "end": "5"}, "do not lie in the text"),
        ({"text": " "}, "neither start and end nor text"),
        ({"text": "is safe"}, "stand 2 times"),
        ({"text": "It is"}, "stand 2 times"),
        ({"text": "it is dangerous"}, "do not stand in the transcript"),
        ({"text": "IT IS CALM"}, "do not stand in the transcript"),
    ],
)
def test_a_row_in_doubt_is_refused(row: dict[str, str], said: str) -> None:
    with pytest.raises(SegmentError, match=said):
        segment_of(row, TEXT)


def test_a_segment_lies_in_the_text_and_is_not_empty() -> None:
    check_segment(0, 1, 1)
    for start, end in ((-1, 1), (0, 0), (1, 1), (0, 2), (1, 0)):
        with pytest.raises(SegmentError):
            check_segment(start, end, 1)


def row(**changes: str) -> dict[str, str]:
    return {"transcript": "P01", "code": "calm", "text": "calm", **changes}


def test_a_coding_is_signed_by_its_row_or_by_who_brings_it() -> None:
    def coding(**changes: str) -> tuple[str, str, Origin, str]:
        made = coding_of(row(**changes), {"P01": "t1"}, {"calm"}, "Ana", lambda _: TEXT)
        return made.transcript, made.coder, made.origin, made.text

    assert coding() == ("t1", "Ana", Origin.PERSON, "calm")
    assert coding(coder="Nina", origin="suggestion") == ("t1", "Nina", Origin.SUGGESTION, "calm")
    for changes in ({"transcript": "P02"}, {"code": "burnt"}):
        with pytest.raises(NotFound):
            coding(**changes)
    with pytest.raises(CodingError, match="hold no words"):
        coding(start="5", end="6", text="")


def info(key: str, name: str) -> TranscriptInfo:
    return TranscriptInfo(
        id=key, name=name, language="", participant="", translation_of="", file=f"{name}.txt",
        sha256=key, notes=(), speakers=(), turns=1, words=1, length=9, imported="",
    )  # fmt: skip


def test_a_name_that_two_interviews_have_means_neither() -> None:
    names = by_any_name([info("t1", "P01"), info("t2", "P02"), info("t3", "P02")])
    assert names["P01"] == names["P01.txt"] == names["t1"] == "t1"
    assert names["P02"] == names["P02.txt"] == ""
    assert names["t3"] == "t3"


def test_what_is_told_counts_more_than_the_index_and_that_more_than_the_file() -> None:
    transcript = Transcript(name="P01", text="x", turns=(), language="ru")
    index = {"participant": "P1", "language": "sr", "translation_of": "P01-sr"}
    whole = completed(transcript, {"participant": "P7"}, index)
    assert (whole.participant, whole.language, whole.translation_of) == ("P7", "sr", "P01-sr")
    assert completed(transcript, {}, {}).language == "ru"


def test_a_participant_is_guessed_from_whole_words_of_the_name_alone() -> None:
    assert person_in("p01-ru", {"P1": "", "P01": ""}) == "P01"
    assert person_in("P010", {"P1": "", "P01": ""}) == ""


def test_a_name_that_is_taken_gets_the_first_free_number() -> None:
    assert unique("P01", set()) == "P01"
    assert unique("P01", {"P01"}) == "P01-2"
    assert unique("P01", {"P01", "P01-2", "P01-3"}) == "P01-4"
