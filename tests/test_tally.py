"""What another process works out of an interview is written down as if it were worked out here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studies import upload

from coding.model import Role, Speaker, Transcript
from coding.model.tally import packed, tally
from coding.project import Project
from coding.store import seals
from coding.store.connection import connected
from coding.transcripts import read_bytes

TEXTS = {
    "two.txt": "Interviewer: Why?\n\nAnna: Because.\n\nNobody says this.\n\nAnna: So.\n",
    "bare.txt": "A text without labels.\n\nA second paragraph of it.\n",
    "timed.vtt": "WEBVTT\n\n00:02.000 --> 00:04.500\n<v Оля>Да, ещё.\n",
}


def of(name: str) -> Transcript:
    return read_bytes(TEXTS[name].encode(), name)


def test_rows_and_sums_are_those_of_the_turns() -> None:
    transcript, made = packed(of("two.txt"))
    assert transcript.turns == ()
    assert made.turns == (
        (1, 13, 17, "Interviewer", "interviewer", None, None),
        (2, 25, 33, "Anna", "participant", None, None),
        (3, 35, 52, "", "unknown", None, None),
        (4, 60, 63, "Anna", "participant", None, None),
    )
    assert made.voices == (
        ("Interviewer", "Interviewer", "interviewer", "", 1, 1, 13),
        ("Anna", "Anna", "participant", "", 2, 2, 25),
        ("", "", "unknown", "", 1, 3, 35),
    )
    assert (made.words, made.count, made.speakers) == (6, 4, ("Interviewer", "Anna"))


def test_two_labels_of_one_name_are_one_voice_under_the_first() -> None:
    read = of("two.txt")
    cast = (
        Speaker(label="Int", name="Interviewer", role=Role.INTERVIEWER, words=1),
        *(speaker for speaker in read.cast if speaker.name != "Interviewer"),
    )
    voices = tally(replace(read, cast=cast)).voices
    assert voices[0][:3] == ("Int", "Interviewer", "interviewer")


def test_what_is_written_is_sealed_as_it_stands(tmp_path: Path) -> None:
    """Whole seconds of a time, letters of any script, words of nobody."""
    project = Project.new(tmp_path / "study")
    for name, text in TEXTS.items():
        upload(project, name, text.encode(), coder="ana")
    with project.store.writing(coder="ana", verb="import", summary="") as w:
        for read in (replace(of(name), id=name, text=f"{of(name).text} ") for name in TEXTS):
            w.add_transcript(*packed(read))
    with connected(tmp_path / "study" / "project.db") as db:
        keys = [row[0] for row in db.execute("SELECT id FROM transcripts")]
        assert len(keys) == 6
        assert [seals.turns_sum(db, key) for key in keys] == [
            seals.kept(db, "turns", key) for key in keys
        ]
