"""A change of codebook.yaml or participants.csv and of the database is done or not done.

Each act is cut short at each point there is: as a process that dies (another one then opens the
project), and as a COMMIT that fails in a process which goes on (the disk is full).
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.looking import whole
from studies import code, study, upload, where

from coding.errors import CodingError, ProjectError
from coding.model import Participant
from coding.project import Project
from coding.store import twofold, writing
from coding.store.connection import DatabaseError


class Died(BaseException):
    """Stands for a process that is gone: nothing catches it."""


@dataclass(frozen=True)
class State:
    """What files and database say; the log counts acts that are done."""

    book: str
    people: str
    copies: tuple[str, ...]
    codings: tuple[tuple[str, int, int, str], ...]
    participants: tuple[Participant, ...]
    done: int


def state(project: Project) -> State:
    files = [project.folder / "codebook.yaml", project.folder / "transcripts/participants.csv"]
    copies = [project.store.files.get(file.name) for file in files]
    return State(
        book=files[0].read_text("utf-8"),
        people=files[1].read_text("utf-8"),
        copies=tuple(copy.sha256 for copy in copies if copy),
        codings=tuple((c.id, c.start, c.end, c.code) for c in project.codings.all()),
        participants=tuple(project.store.participants.all()),
        done=sum(not act.undone for act in project.log.acts()),
    )


def people(project: Project) -> None:
    vera, oleg = project.participants.all()
    project.participants.save([oleg, vera, Participant(id="P03", pseudonym="Mila")], coder="ana")


ACTS: dict[str, Callable[[Project], object]] = {
    "add": lambda p: p.codes.add("Hope", coder="ana"),
    "edit": lambda p: p.codes.edit("fear", {"definition": "Of the law."}, coder="ana"),
    "recolour": lambda p: p.codes.edit("fear", {"color": "#4477aa"}, coder="ana"),
    "move": lambda p: p.codes.move("fear", parent="life", coder="ana"),
    "merge": lambda p: p.codes.merge("safety", "fear", coder="ana"),
    "retire": lambda p: p.codes.remove("safety", coder="ana"),
    "in vivo": lambda p: p.codes.add(
        "well, you know", segments=[("Vera", *where(p, "Vera", "well, you know"))], coder="ana"
    ),
    "participants": people,
    "upload": lambda p: upload(
        p, "Eva.txt", b"I: Why?\n\nEva: Because of that.", participant="P09", coder="ana"
    ),
    "undo": lambda p: p.log.undo(coder="ana"),
}


def write_nothing(*_: object, **__: object) -> None:
    raise Died


def cut(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Let the process die at a point of the next act over files and database."""
    put = twofold.put

    def then_die(file: Path, content: bytes | None) -> None:
        put(file, content)
        raise Died

    point: tuple[object, str, Callable[..., None]] = {
        "before the intention": (twofold, "write", write_nothing),
        "before the file": (twofold, "put", write_nothing),
        "before the commit": (twofold, "put", then_die),
        "after the commit": (twofold.Intention, "forget", write_nothing),
    }[at]
    monkeypatch.setattr(*point)
    monkeypatch.setattr(writing, "settled", lambda path: None)  # the dead tidy nothing


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with a coding, and an act of the codebook that can be undone."""
    project = study(tmp_path / "p")
    code(project, "Vera", "walks to school", "safety")
    code(project, "Vera", "The rent is high", "prices")
    project.codes.edit("return", {"definition": "To Russia."}, coder="ana")
    return project


CUTS = ["before the intention", "before the file", "before the commit", "after the commit"]


@pytest.mark.parametrize("at", CUTS)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_a_process_dies_in_is_done_or_not_done(
    project: Project, act: str, at: str
) -> None:
    before = state(project)
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, at)
        with pytest.raises(Died):
            ACTS[act](project)
    opened = Project(project.folder)
    assert whole(opened) == []
    after = state(opened)
    assert (after != before) is (at == "after the commit")
    if after == before:
        ACTS[act](opened)  # and it can be done now
        assert whole(opened) == []
        assert state(opened) != before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_whose_commit_fails_is_taken_back_and_said_so(project: Project, act: str) -> None:
    before, carry_out = state(project), twofold.Intention.carry_out

    def full(self: twofold.Intention, replaced: dict[str, str]) -> None:
        carry_out(self, replaced)
        raise DatabaseError("database or disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twofold.Intention, "carry_out", full)
        with pytest.raises(ProjectError, match="disk is full"):
            ACTS[act](project)
    assert state(project) == before
    assert whole(project) == []
    ACTS[act](project)
    assert whole(project) == []


def test_while_the_disk_is_full_what_cannot_be_taken_back_waits_and_is_then(
    project: Project,
) -> None:
    before, put = state(project), twofold.put
    calls: list[Path] = []

    def full(file: Path, content: bytes | None) -> None:
        calls.append(file)
        if len(calls) > 1:
            raise CodingError("the file cannot be written (No space left on device)", str(file))
        put(file, content)
        raise DatabaseError("database or disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twofold, "put", full)
        with pytest.raises(ProjectError, match="disk is full"):
            project.codes.add("Hope", coder="ana")
    assert len(list(project.folder.glob(f"{twofold.PREFIX}*"))) == 1
    assert state(Project(project.folder)) == before


def test_a_hand_edit_after_the_cut_is_kept(project: Project) -> None:
    """Nobody's words are written over: what differs from both is somebody's own edit."""
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, "before the commit")
        with pytest.raises(Died):
            project.codes.add("Hope", coder="ana")
    file = project.folder / "codebook.yaml"
    file.write_text(file.read_text("utf-8") + "  - {id: mine, name: Mine}\n", "utf-8")
    opened = Project(project.folder)
    assert {"hope", "mine"} <= set(opened.codes.book().by_id)
    assert whole(opened) == []


def test_another_process_in_the_midst_of_an_act_is_not_disturbed(project: Project) -> None:
    """Its intention is there, but it holds the write lock: whoever looks waits for it."""
    other = Project(project.folder)
    seen = []
    carry_out = twofold.Intention.carry_out

    def look(self: twofold.Intention, replaced: dict[str, str]) -> None:
        carry_out(self, replaced)
        seen.append(other.store.files.get("codebook.yaml"))
        assert twofold.left_over(project.folder) == []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twofold.Intention, "carry_out", look)
        project.codes.add("Hope", coder="ana")
    assert len(seen) == 1
    assert "hope" in other.codes.book().by_id
    assert whole(other) == []


def test_an_intention_is_for_its_owner_alone_and_a_torn_one_is_one_clear_line(
    project: Project,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        cut(patch, "before the file")
        with pytest.raises(Died):
            project.codes.add("Hope", coder="ana")
    [intention] = project.folder.glob(f"{twofold.PREFIX}*")
    assert stat.S_IMODE(intention.stat().st_mode) == 0o600
    intention.write_bytes(intention.read_bytes()[:40])
    with pytest.raises(CodingError, match="the note of how to end it is damaged") as caught:
        Project(project.folder).codes.add("Hope", coder="ana")
    assert "delete what begins with .coding-act-" in caught.value.hint


def test_what_cannot_be_written_down_is_told_by_the_files_that_people_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    with monkeypatch.context() as patch:

        def full(path: Path, _: str) -> None:
            raise CodingError("the file cannot be written (No space left)", str(path), "Make room.")

        patch.setattr(twofold, "write", full)
        with pytest.raises(CodingError) as caught:
            project.codes.add("Hope", coder="ana")
    assert (
        str(caught.value) == "codebook.yaml: the file cannot be written (No space left). Make room."
    )


def test_a_damaged_note_of_what_was_cut_short_is_told_in_plain_words(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    (project.folder / ".coding-act-x.json").write_text("{")
    with pytest.raises(CodingError) as caught:
        project.codes.add("Hope", coder="ana")
    assert caught.value.message.startswith("a change of codebook.yaml or participants.csv was cut")
    assert ".json" not in str(caught.value)
