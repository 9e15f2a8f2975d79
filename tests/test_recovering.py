"""A project that is damaged opens as a page with what is damaged, and a way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from page_steps import ROOT, words
from streamlit.testing.v1 import AppTest
from studies import code, coded, study

from coding.errors import DamageError
from coding.pages.parts import opened
from coding.project import Project

TITLE = "This project is damaged"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    code(project, "Vera", "walks to school", "safety")
    return project


def front_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Open the app as at its start."""
    monkeypatch.setenv("CODING_PROJECT", str(project.folder))
    opened.reopen()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["coder"] = "Nina"
    app.run()
    assert not app.exception
    return app


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


def turned(path: Path) -> None:
    """Let a coder's name in a database be another, behind its back."""
    db = sqlite3.connect(path)
    db.execute("UPDATE codings SET coder = 'bnn'")
    db.commit()
    db.close()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def anothers(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (name)")
    db.close()


def scrambled(path: Path) -> None:
    path.write_bytes(b"my notes" * 999)


DAMAGES = {
    turned: "it is damaged",
    emptied: "database is empty",
    anothers: "another program’s database",
    scrambled: "file is not a database",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_app_shows_what_is_damaged_and_brings_a_backup_back(
    project: Project, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    project.backups.make()
    newest = project.backups.make()
    last = project.backups.make()
    project.backups.path(last.name).write_bytes(b"PK\x03\x04")
    path = project.store.path
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    damage(path)
    app = front_page(project, monkeypatch)
    assert titles(app) == [TITLE]
    told = " ".join(error.value for error in app.error).replace("\\", "")
    assert DAMAGES[damage] in told
    assert "coding restore" not in told, "here a button does it"
    assert f"coding restore {project.folder}/backups/{last.name}" in words(app)
    assert "recover_now" not in [button.key for button in app.button], "it is damaged as well"
    chosen = app.selectbox(key="backup_to_recover")
    assert len(chosen.options) == 3
    chosen.select(newest.name).run()
    held = (
        "1 coding then" if damage is turned else "It holds 2 transcripts, 1 coding, 5 codes and 0"
    )
    assert held in words(app)
    app.button(key="recover_now").click().run()
    assert not app.exception
    assert TITLE not in titles(app)
    again = Project(project.folder)
    assert coded(again) == [("safety", "walks to school", "ana")]
    assert again.check() == []


def test_damage_that_a_page_meets_while_the_app_is_open_leads_to_the_backups(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = project.backups.make()
    app = front_page(project, monkeypatch)

    def damaged(_: Project) -> None:
        raise DamageError("it is damaged", "project.db")

    with monkeypatch.context() as patch:
        patch.setattr(type(project.backups), "keep_up", damaged)
        app.run()
        assert not app.exception
        assert titles(app) == [TITLE]
        assert app.selectbox(key="backup_to_recover").value == kept.name
    app.button(key="look_again").click().run()
    assert TITLE not in titles(app)


def test_damage_without_a_backup_names_what_can_be_done(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.store.path.write_bytes(b"")
    app = front_page(project, monkeypatch)
    assert "There is no backup in backups/" in words(app)
