"""Where a coding of a table stands, and what an incoming interview is called, from text alone."""

from __future__ import annotations

import pytest

from coding.errors import NotFound, SegmentError
from coding.model import Transcript, TranscriptInfo
from coding.transcripts.batch import person_in
from coding.transcripts.incoming import completed, unique
from coding.transcripts.placing import (
    InterviewNames,
    PlacedRow,
    RowPlace,
    place_rows,
)
from coding.transcripts.segments import check_segment

TEXT = "It is\nsafe here. It is calm, and it is safe there."


@pytest.mark.parametrize(
    ("row", "segment"),
    [
        ({"start": "0", "end": "5"}, (0, 5)),
        ({"start": "0", "end": "10", "words": "It is safe"}, (0, 10)),
        ({"words": "It is safe"}, (0, 10)),
        ({"start": "1", "end": "9", "words": "calm,  and"}, (23, 32)),
        ({"start": "", "end": "9", "words": " calm, "}, (23, 28)),
        ({"words": "IT IS CALM"}, (17, 27)),
        ({"start": "3", "end": "3", "words": "It is calm"}, (17, 27)),
        ({"words": "“It is calm … is safe there”"}, (17, 49)),
    ],
)
def test_a_row_stands_where_its_characters_or_its_words_say(
    row: dict[str, str], segment: tuple[int, int]
) -> None:
    """Its words count more than its offsets, which another program may have counted."""
    (placed,) = place_rows([RowPlace(2, **row)], TEXT)
    assert isinstance(placed, PlacedRow)
    assert (placed.start, placed.end) == segment


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"start": "x", "end": "5"}, "whole numbers"),
        ({"start": "5", "end": "5"}, "do not lie in the text"),
        ({"start": "5", "end": "6"}, "hold no words"),
        ({"words": " "}, "neither start and end nor text"),
        ({"words": "is safe"}, "stand 2 times"),
        ({"words": "It is"}, "stand 2 times"),
        ({"words": "it is dangerous"}, "do not stand in the transcript"),
    ],
)
def test_a_row_in_doubt_is_refused(row: dict[str, str], said: str) -> None:
    (refused,) = place_rows([RowPlace(2, **row)], TEXT)
    assert isinstance(refused, SegmentError)
    assert said in refused.message


def test_a_segment_lies_in_the_text_and_is_not_empty() -> None:
    check_segment(0, 1, 1)
    for start, end in ((-1, 1), (0, 0), (1, 1), (0, 2), (1, 0)):
        with pytest.raises(SegmentError):
            check_segment(start, end, 1)


def info(key: str, name: str) -> TranscriptInfo:
    return TranscriptInfo(
        id=key, name=name, language="", participant="", translation_of="", file=f"{name}.txt",
        sha256=key, notes=(), speakers=(), turns=1, words=1, length=9, imported="",
    )  # fmt: skip


def test_an_interview_is_found_however_it_is_spelled_unless_two_are_meant() -> None:
    names = InterviewNames([info("t1", "P01"), info("t2", "P02"), info("t3", "P02")])
    for told in ("P01", "P01.txt", "t1", "p01 ", "P-01.docx"):
        assert names.find(told) == "t1"
    assert names.find("t3") == "t3"
    for told, said in (("P02", "two interviews"), ("P03", "no transcript"), ("", "does not say")):
        with pytest.raises(NotFound, match=said):
            names.find(told)
    assert InterviewNames([info("t1", "P01")]).find("") == "t1"


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
