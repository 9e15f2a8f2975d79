"""A sentence ends at the same place wherever it is cut, by one cutter."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import study

from coding.language.sentences import sentences
from coding.model import Role, Transcript, Turn
from coding.suggest.segments import passages
from coding.verify.reading.text import sentences as of_draft

SAME = [
    ("en", ["Dr. Ana came.", "She left... in March.", "See p. 12 or No. 5 there."]),
    ("en", ["We paid rent, food, etc.", "Then it was 3 p.m. and calm.", "He said no.", "We left."]),
    ("ru", ["Это было в 2022 г. из Минска.", "Мы живём на ул. Ленина.", "И т.д.", "Вот так."]),
    ("sr", ["Stigli smo 2022. god. iz Minska.", "Tu su deca, posao itd.", "Mirno je."]),
]


@pytest.mark.parametrize(("language", "parts"), SAME)
def test_a_sentence_ends_at_one_place_for_passage_draft_and_page(
    language: str, parts: list[str], tmp_path: Path
) -> None:
    text = " ".join(parts)
    assert [text[a:b] for a, b in sentences(text, language=language)] == parts
    turn = Turn(number=1, start=0, end=len(text), speaker="A", role=Role.PARTICIPANT)
    transcript = Transcript(id="t", name="t", text=text, turns=(turn,), language=language)
    proposed = passages(transcript, target=1)
    assert [text[p.start : p.end] for p in proposed] == parts
    assert [text[s.start : s.end] for s in of_draft(text, 0, len(text))] == parts
    index = f"file,participant,language\nCut.txt,P01,{language}\n"
    project = study(
        tmp_path / "p", {"Cut.txt": f"Respondent: {text}\n"}, others={"index.csv": index}
    )
    project.transcripts.import_files([], coder="ana")
    found = project.desk.snapshot("Cut", "ana")
    cut = found["sentences"]
    shown = [found["text"][a:b] for a, b in zip(cut[::2], cut[1::2], strict=True)]
    assert shown == parts


def test_abbreviations_are_those_of_the_language() -> None:
    """God. is a year in Serbian, and none in English."""
    text = "Thank god. 2022 was over."
    assert len(sentences(text, language="en")) == 2
    assert len(sentences(text, language="sr")) == 1
