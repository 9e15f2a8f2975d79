"""How interviews come into a project: whole or not at all, and never twice."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from unicodedata import normalize

import pytest
from studies import (
    VERA,
    lay_out,
    standing,
    study,
)

from coding.project import Project


def test_a_file_from_elsewhere_is_copied_into_the_project(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "Eva.txt"
    path.write_text("Interviewer: Why?\n\nEva: Because.\n")
    (info,) = project.transcripts.import_files([path], coder="ana", participant="P02").added
    assert (info.name, info.participant, info.file) == ("Eva", "P02", "Eva.txt")
    assert (project.folder / "transcripts" / "Eva.txt").read_bytes() == path.read_bytes()


def test_another_interview_under_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "Vera.txt"
    path.write_text("Interviewer: Why?\n\nVera: Because, the second time.\n")
    (info,) = project.transcripts.import_files([path], coder="ana").added
    assert (info.name, info.file) == ("Vera-2", "Vera-2.txt")
    assert project.transcripts.get("Vera").text == VERA
    assert (project.folder / "transcripts" / "Vera.txt").read_text() == VERA


def test_an_interview_imported_twice_is_said_and_not_doubled(tmp_path: Path) -> None:
    """It is known by its text, whatever its file is called."""
    project = study(tmp_path / "p")
    before = standing(project)
    copy = tmp_path / "copy of Vera.txt"
    copy.write_bytes(VERA.replace("\n", "\r\n").encode("utf-8-sig"))
    report = project.transcripts.import_files([copy], coder="ana")
    ((file, fault),) = report.failed
    assert (file, report.added) == (str(copy), [])
    assert "in the project already, as “Vera”" in fault.message
    assert standing(project) == before
    assert not (project.folder / "transcripts" / copy.name).exists()


def test_two_equal_files_at_once_go_in_once(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Interviewer: Why?\n\nEva: Because.\n")
    report = project.transcripts.import_files([tmp_path / "a.txt", tmp_path / "b.txt"], coder="ana")
    assert [t.name for t in report.added] == ["a"]
    assert [f.message for _, f in report.failed] == [
        "this interview is in the project already, as “a”"
    ]


def test_a_file_that_fails_leaves_the_others_in_and_nothing_of_itself(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    good, bad = tmp_path / "good.txt", tmp_path / "bad.docx"
    good.write_text("Interviewer: Why?\n\nEva: Because.\n")
    bad.write_bytes(b"PK\x03\x04 this is not a zip")
    report = project.transcripts.import_files([bad, good], coder="ana")
    assert [t.name for t in report.added] == ["good"]
    assert [file for file, _ in report.failed] == [str(bad)]
    assert sorted(p.name for p in (project.folder / "transcripts").iterdir()) == [
        *("Oleg.txt", "Vera.txt", "good.txt", "index.csv", "participants.csv")
    ]


def test_a_copy_that_a_killed_import_left_is_used_again(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "Eva.txt"
    path.write_text("Interviewer: Why?\n\nEva: Because.\n")
    place = project.folder / "transcripts"
    (place / "Eva.txt").write_bytes(path.read_bytes())
    (place / ".half.unfinished").write_text("Interviewer: Wh")
    (info,) = project.transcripts.import_files([path], coder="ana").added
    assert (info.name, info.file) == ("Eva", "Eva.txt")
    assert [p.name for p in place.iterdir() if p.name.startswith(".")] == []


def test_a_translation_finds_its_original_by_file_name(tmp_path: Path) -> None:
    others = {"index.csv": "file,translation_of,language\na-en.txt,b-ru.txt,en\nb-ru.txt,,ru\n"}
    texts = {
        "a-en.txt": "Interviewer: Why?\n\nEva: Because.\n",
        "b-ru.txt": "Интервьюер: Почему?\n\nЕва: Потому что.\n",
    }
    project = study(tmp_path / "p", texts, others=others)
    original = project.transcripts.info("b-ru")
    translation = project.transcripts.info("a-en")
    assert translation.translation_of == original.id
    assert project.transcripts.other_language(original) == translation
    assert project.transcripts.other_language(translation) == original


def test_a_translation_that_came_in_before_its_original_is_linked_when_that_comes(
    tmp_path: Path,
) -> None:
    files = {"b-en.txt": "I: Why?\n\nA: So.\n", "c-en.txt": "I: Who?\n\nB: I.\n"}
    index = "file,translation_of,language\nb-en.txt,b-ru.txt,en\nc-en.txt,gone.txt,en\n"
    project = Project(lay_out(tmp_path / "s", files, others={"index.csv": index}))
    project.transcripts.import_files([], coder="ana")
    assert project.transcripts.info("b-en").translation_of == "b-ru.txt"
    other = tmp_path / "b-ru.txt"
    other.write_text("I: Зачем?\n\nA: Так.\n")
    [original] = project.transcripts.import_files([other], coder="ana").added
    assert project.transcripts.info("b-en").translation_of == original.id
    assert project.transcripts.info("c-en").translation_of == "gone.txt"
    assert "b-en translates it" in project.log.acts()[0].summary
    project.log.undo(by="ana")
    assert project.transcripts.info("b-en").translation_of == "b-ru.txt"


def test_a_name_that_is_no_text_is_imported_all_the_same(tmp_path: Path) -> None:
    """File systems keep bytes; `P\\xff.txt` has no name in UTF-8."""
    folder = os.fsencode(lay_out(tmp_path / "p", {"Vera.txt": VERA}) / "transcripts")
    try:
        with open(os.path.join(folder, b"P\xff.txt"), "w") as file:
            file.write("Interviewer: Why?\n\nEva: Because.\n")
    except OSError:
        pytest.skip("this file system keeps only names that are text")
    project = Project(tmp_path / "p")
    assert [(t.name, t.file) for t in project.transcripts.all()] == [
        ("P?", "P?.txt"),
        ("Vera", "Vera.txt"),
    ]
    assert project.transcripts.waiting() == []


def test_what_is_not_in_the_project_yet_is_listed(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    assert project.transcripts.waiting() == []
    (project.folder / "transcripts" / "New.txt").write_text("Eva: Hello there.\n")
    (project.folder / "transcripts" / ".New.swp").write_text("editor")
    (project.folder / "transcripts" / "notes.doc").write_text("x")
    assert [p.name for p in project.transcripts.waiting()] == ["New.txt"]


def test_a_name_that_a_system_spells_in_other_characters_is_the_same_name(tmp_path: Path) -> None:
    """What a Mac packs has ć and й as two characters each; what people type has one."""
    nfc, nfd = partial(normalize, "NFC"), partial(normalize, "NFD")
    folder = lay_out(
        tmp_path / "p",
        {nfd("Jovanović.txt"): VERA, nfd("Алексей.txt"): VERA.replace("Vera", "Lyosha")},
        others={
            "participants.csv": "participant\nP1\nP2\n",
            "index.csv": "file,participant,language,translation_of\n"
            + nfc("Jovanović.txt,P1,en,\nАлексей.txt,P2,en,Jovanović.txt\n"),
        },
    )
    project = Project(folder)
    first, second = (project.transcripts.info(nfc(name)) for name in ("Jovanović", "Алексей"))
    assert (first.participant, second.participant) == ("P1", "P2")
    assert second.translation_of == first.id
    for spelled in (nfc("Jovanović.txt"), nfd("Jovanović.txt"), nfd("Jovanović")):
        assert project.transcripts.info(spelled).id == first.id
    told = project.transcripts.told_by_index()
    assert (told.changes, told.notes) == ({}, ())

    other = tmp_path / nfc("Jovanović.txt")  # where both are one file, it would take its place
    other.write_text("Interviewer: Why?\n\nEva: Because.\n", "utf-8")
    (info,) = project.transcripts.import_files([other], coder="ana").added
    assert info.file == nfc("Jovanović-2.txt")

    there = folder / "transcripts"
    (there / nfd("Алексей.txt")).rename(there / nfc("Алексей.txt"))
    assert project.transcripts.waiting() == []
