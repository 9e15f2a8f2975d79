"""What is read together is read over one connection, is never stale, and holds nobody up."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from studies import code, study

from coding.errors import DamageError, ProjectError
from coding.model import Seen
from coding.project import Project
from coding.store import Store, connection
from coding.store.connection import Connection


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return a list that grows with each connection that is opened."""
    paths: list[Path] = []
    to_write: Callable[[Path], Connection] = connection._to_write

    def noted(path: Path) -> Connection:
        paths.append(path)
        return to_write(path)

    monkeypatch.setattr(connection, "_to_write", noted)
    return paths


def left_beside(project: Project) -> list[str]:
    return sorted(path.name for path in project.folder.glob("project.db-*"))


def test_what_is_read_together_is_read_over_one_connection(
    tmp_path: Path, opened: list[Path]
) -> None:
    project = study(tmp_path / "p")
    opened.clear()
    with project.store.together():
        project.codings.all()
        with project.store.together():
            project.memos.all()
        project.codings.all()
        assert len(opened) == 1
    assert left_beside(project) == []
    project.codings.all()
    project.memos.all()
    assert len(opened) == 3


def test_what_others_do_meanwhile_is_seen_at_once(tmp_path: Path) -> None:
    project, other = study(tmp_path / "p"), Project(tmp_path / "p")
    with project.store.together():
        assert project.codings.all() == []
        made = code(other, "Vera", "rent", "prices")
        assert [c.id for c in project.codings.all()] == [made]


def test_an_act_is_in_the_database_itself_once_it_is_done(tmp_path: Path) -> None:
    """A copy of project.db alone has it, as it has without anything read together."""
    project = study(tmp_path / "p")
    with project.store.together():
        project.codings.all()
        made = code(project, "Vera", "rent", "prices")
        assert left_beside(project) == []
        shutil.copy(project.store.path, tmp_path / "copy.db")
        assert [c.id for c in project.codings.all()] == [made]
    assert [c.id for c in Store(tmp_path / "copy.db").codings.all()] == [made]


def test_what_is_written_without_an_act_is_in_the_database_itself_too(tmp_path: Path) -> None:
    """Where somebody is, what they passed on, what was proposed: none waits in a file beside it."""
    project = study(tmp_path / "p")
    vera = project.transcripts.info("Vera").id
    with project.store.together():
        for write in (
            lambda: project.store.places.put("ana", vera, 1),
            lambda: project.store.seen.note(
                [Seen(transcript=vera, start=0, end=4, coder="ana", codes=("rent",))]
            ),
            lambda: project.store.suggestions.keep([], coder="ana", model="m"),
        ):
            project.codings.all()
            write()
            assert left_beside(project) == []
    assert set(project.store.places.all("ana")) == {vera}


def test_memos_on_turns_cost_no_question_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    vera = project.transcripts.info("Vera").id
    asked: list[str] = []
    to_write: Callable[[Path], Connection] = connection._to_write

    def heard(path: Path) -> Connection:
        db = to_write(path)
        db.set_trace_callback(asked.append)
        return db

    def questions() -> int:
        asked.clear()
        project.store.memos.all()
        return len(asked)

    project.memos.write("turn", f"{vera}#1", "A thought", coder="ana")
    monkeypatch.setattr(connection, "_to_write", heard)
    of_one = questions()
    for number in range(5):
        project.memos.write("turn", f"{vera}#1", f"Another thought {number}", coder=f"c{number}")
    assert len(project.store.memos.all()) == 6
    assert questions() == of_one


def test_an_act_amid_reading_leaves_the_reader_what_it_reads_over(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    with project.store.together():
        with project.store.reading() as db:
            rows = db.execute("SELECT id FROM transcripts ORDER BY id")
            first = next(rows)
            project.memos.write("project", "", "A thought", coder="ana")
            assert len([first, *rows]) == len(project.transcripts.all())
        assert [m.text for m in project.memos.all()] == ["A thought"]
    assert left_beside(project) == []


def test_a_transaction_of_a_reader_ends_with_it_and_is_no_other_readers(tmp_path: Path) -> None:
    project, other = study(tmp_path / "p"), Project(tmp_path / "p")
    with project.store.together():
        with project.store.reading() as db:
            db.execute("BEGIN")
            assert db.execute("SELECT count(*) FROM memos").fetchone()[0] == 0
            other.memos.write("project", "", "A thought", coder="ben")
            assert len(project.memos.all()) == 1
            assert db.execute("SELECT count(*) FROM memos").fetchone()[0] == 0
        with project.store.reading() as db:
            assert not db.in_transaction
            assert db.execute("SELECT count(*) FROM memos").fetchone()[0] == 1


def test_a_database_put_in_the_place_of_another_is_read_anew(tmp_path: Path) -> None:
    project, other = study(tmp_path / "p"), study(tmp_path / "q")
    other.memos.write("project", "", "Elsewhere", coder="ben")
    with project.store.together():
        assert project.memos.all() == []
        (tmp_path / "q" / "project.db").replace(project.store.path)
        assert [m.text for m in project.memos.all()] == ["Elsewhere"]


def test_what_is_wrong_is_said_in_our_words_and_the_next_question_is_asked_anew(
    tmp_path: Path,
) -> None:
    project = study(tmp_path / "p")
    with project.store.together():
        with pytest.raises(DamageError), project.store.reading() as db:
            db.execute("SELECT * FROM nothing_of_ours")
        assert project.memos.all() == []
        whole = project.store.path.read_bytes()
        project.store.path.unlink()
        project.store.path.write_bytes(b"no database at all" * 9)
        with pytest.raises(ProjectError):
            project.memos.all()
        project.store.path.write_bytes(whole)
        assert project.memos.all() == []


def test_a_backup_is_brought_back_amid_reading(tmp_path: Path) -> None:
    """To bring it back everybody else is kept out, readers too: oneself is no other."""
    project = study(tmp_path / "p")
    out = tmp_path / "out.zip"
    project.backups.write(out)
    code(project, "Vera", "rent", "prices")
    with project.store.together():
        assert len(project.codings.all()) == 1
        project.backups.restore(out, coder="ana")
        assert project.codings.all() == []
