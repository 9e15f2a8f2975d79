"""Two people worked on copies of one study: the copy of one comes into that of the other."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from studies import code, study

from coding.errors import CodingError
from coding.project import Project
from coding.project.exchange import ExchangePlan, Taken


@pytest.fixture
def home(tmp_path: Path) -> Project:
    """Return a study with three codings and a memo, before it was copied."""
    project = study(tmp_path / "ours")
    code(project, "Vera", "My daughter walks to school alone", "safety", coder="ana")
    code(project, "Oleg", "the rent eats us up", "prices", coder="ana")
    code(project, "Oleg", "Safe, yes", "safety", coder="ana")
    project.memos.write("coding", _coding(project, "walks").id, "First thought.", coder="ana")
    return project


@pytest.fixture
def theirs(home: Project, tmp_path: Path) -> Project:
    shutil.copytree(home.folder, tmp_path / "theirs")
    return Project(tmp_path / "theirs")


def _coding(project: Project, words: str) -> object:
    return next(coding for coding in project.codings.all() if words in coding.text)


def join(home: Project, path: Path) -> tuple[ExchangePlan, Taken]:
    foreign = home.exchange.read(path)
    plan = home.exchange.look(foreign)
    return plan, home.exchange.take_in(foreign, coder="ana")


def told(project: Project) -> set[tuple[str, str, str]]:
    return {(coding.text, coding.code, coding.coder) for coding in project.codings.all()}


@pytest.mark.parametrize("way", ["folder", "database", "backup"])
def test_what_a_colleague_coded_comes_with_her_name_and_nothing_is_doubled(
    home: Project, theirs: Project, tmp_path: Path, way: str
) -> None:
    code(theirs, "Vera", "I would not go back now", "return", coder="bo")
    code(home, "Vera", "The rent is high", "prices", coder="ana")
    before = told(home)
    theirs.backups.write(tmp_path / "copy.zip")
    path = {
        "folder": theirs.folder,
        "database": theirs.folder / "project.db",
        "backup": tmp_path / "copy.zip",
    }[way]
    plan, taken = join(home, path)
    assert (plan.fresh, plan.there) == (taken.codings, taken.codings_there) == (1, 3)
    assert told(home) == before | {("I would not go back now", "return", "bo")}
    assert len(home.transcripts.all()) == 2
    again, _ = join(home, path)
    assert (again.fresh, again.there) == (0, 4)
    home.log.undo(coder="ana")  # the second time there was nothing to write
    assert told(home) == before


def test_the_copy_is_only_read(home: Project, theirs: Project) -> None:
    def content() -> dict[str, str]:
        return {
            str(path.relative_to(theirs.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in theirs.folder.rglob("*")
            if path.is_file() and not path.name.startswith("project.db-")
        }

    before = content()
    join(home, theirs.folder)
    assert content() == before
    assert not [p for p in home.folder.iterdir() if p.name.startswith(".coding")]


def test_what_both_changed_is_there_with_both_sides(home: Project, theirs: Project) -> None:
    for project, coder in ((home, "ana"), (theirs, "bo")):
        memo = project.memos.all()[0]
        project.memos.write(
            "coding",
            memo.about,
            f"As {coder} sees it.",
            coder=coder,
            key=memo.id,
            version=memo.version,
        )
        project.codes.edit("fear", {"definition": f"What {coder} calls fear."}, coder=coder)
        people = project.participants.all()
        changed = replace(people[0], attributes={**people[0].attributes, "age_band": coder})
        project.participants.save([changed, *people[1:]], coder=coder)
    plan, taken = join(home, theirs.folder)
    assert [c.path for c in plan.codes if c.differences] == [("Fear",)]
    memos = {memo.text for memo in home.memos.all()}
    assert {"As ana sees it.", "As bo sees it."} <= memos
    assert home.codes.book().by_id["fear"].definition == "What ana calls fear."
    assert any("What bo calls fear." in text for text in memos)
    assert home.participants.all()[0].attributes["age_band"] == "ana"
    assert any("age_band is “ana” here, “bo” in the file" in note for note in taken.notes)


def test_what_one_took_off_is_not_put_on_again_in_silence(home: Project, theirs: Project) -> None:
    theirs.codings.remove([_coding(theirs, "eats us up").id], coder="bo")
    home.codings.remove([_coding(home, "Safe, yes").id], coder="ana")
    plan, taken = join(home, theirs.folder)
    assert (plan.fresh, plan.there) == (0, 1)
    assert {text for text, _, _ in told(home)} == {
        "My daughter walks to school alone",
        "the rent eats us up",
    }
    [piece] = taken.unplaced
    assert (piece.where, piece.words) == ("Oleg", "Safe, yes")
    assert "taken off here" in piece.why
    assert any("1 coding of this study was taken off in the copy" in n for n in taken.notes)


def test_another_study_is_said_to_be_another(home: Project, tmp_path: Path) -> None:
    other = study(tmp_path / "other", {"Mira.txt": "Mira: I came here by train.\n"}, others={})
    _, taken = join(home, other.folder)
    assert any(note.endswith("it is another study") for note in taken.notes)


def test_another_study_with_texts_of_this_one_is_said_to_have_them(
    home: Project, tmp_path: Path
) -> None:
    """Two began from the same files, each by herself: the texts are the same, their ids are not."""
    _, taken = join(home, study(tmp_path / "other").folder)
    same = len(home.transcripts.all())
    assert any(f"though {same} of its texts are the same" in note for note in taken.notes)


def test_a_copy_is_called_as_people_call_it(home: Project, theirs: Project, tmp_path: Path) -> None:
    """What is dropped on the page lies in a room with a name of its own while it is read."""
    (tmp_path / ".room-x7").mkdir()
    backup = tmp_path / ".room-x7" / "1.zip"
    theirs.backups.write(backup)
    assert home.exchange.read(backup, "Copy of Bo.zip").name == "Copy of Bo"
    shutil.copy(theirs.folder / "project.db", tmp_path / ".room-x7")
    assert home.exchange.read(tmp_path / ".room-x7" / "project.db", "project.db").name == ""
    assert home.exchange.read(theirs.folder).name == "theirs"


def test_a_study_is_not_laid_over_itself(home: Project) -> None:
    for path in (home.folder, home.folder / "project.db"):
        with pytest.raises(CodingError, match="the study itself"):
            home.exchange.read(path)


def test_a_zip_that_is_no_backup_is_named_and_changes_nothing(
    home: Project, tmp_path: Path
) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    before = told(home)
    with pytest.raises(CodingError):
        home.exchange.read(tmp_path / "x.zip")
    assert told(home) == before


LOCKED = """
import os, sys
from pathlib import Path
from coding.errors import CodingError
from coding.project import Project
home, theirs = Project(Path(sys.argv[1])), Path(sys.argv[2])
home.exchange.read(theirs)  # everything is imported now, while it may be
(theirs / "transcripts" / "Vera.txt").chmod(0)
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    home.exchange.read(theirs)
except CodingError as error:
    print(error)
"""


def test_a_file_of_the_copy_that_cannot_be_read_is_named_in_a_line(
    home: Project, theirs: Project
) -> None:
    """A program that has it open keeps it to itself, on Windows at least."""
    with tempfile.TemporaryDirectory() as top:
        folders = [Path(top) / "ours", Path(top) / "theirs"]
        for project, folder in zip((home, theirs), folders, strict=True):
            shutil.copytree(project.folder, folder)
        for path in (Path(top), *Path(top).rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = subprocess.run(
            [sys.executable, "-c", LOCKED, *map(str, folders)], capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("theirs/transcripts/Vera.txt: it cannot be read: Permission")
