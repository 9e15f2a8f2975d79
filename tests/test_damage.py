"""Damage is noticed before it is shown: nothing wrong appears on a page, and no traceback."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from damage import bad, flips, in_memory, small_field
from studies import code, coded, lay_out, study

from coding.errors import DamageError, ProjectError
from coding.project import Project
from coding.store import Store, seals
from coding.store.damage import SEALED

SHORT = 40


def test_of_forty_flipped_bits_none_is_shown_and_none_ends_in_a_traceback(tmp_path: Path) -> None:
    """Of bytes that hold something: half of a small database is empty."""
    with in_memory(tmp_path) as place:
        project = small_field(place / "p")
        count, told = flips(project, place, range(SHORT), holding=True)
    assert bad(told) == {}
    assert count["noticed"] >= SHORT / 8, count  # else nothing was put to the test


def harm(project: Project, *statements: str) -> None:
    """Change the database behind the store's back."""
    db = sqlite3.connect(project.store.path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_field(tmp_path_factory.mktemp("full") / "p")


def copied(project: Project, place: Path) -> Project:
    shutil.copytree(project.folder, place / "copy")
    return Project(place / "copy")


def test_many_damaged_rows_are_counted(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    for words in ("school", "daughter", "My", "walks"):
        code(project, "Vera", words, "safety")
    harm(project, "UPDATE codings SET text = 'School'")
    with pytest.raises(DamageError, match="it is damaged: 4 rows in codings are not what was"):
        Project(project.folder)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE transcripts SET participant = 'P09'",
        "UPDATE participants SET pseudonym = 'Wera'",
        "UPDATE codings SET coder = 'bnn'",
        "DELETE FROM codings WHERE rowid = (SELECT min(rowid) FROM codings)",
        "UPDATE memos SET text = CAST(x'56ff' AS TEXT)",
        "UPDATE baskets SET name = 'Rapport'",
        "UPDATE picks SET position = position + 1",
        "UPDATE files SET content = replace(content, 'Daily', 'Dayly')",
        "UPDATE decisions SET verdict = 'adcept' WHERE verdict = 'accept'",
        "UPDATE suggestions SET score = 0.9",
        "UPDATE codes SET retired = 1 WHERE id = 'fear'",
        "UPDATE places SET turn = turn + 1",
        "UPDATE seen SET code = 'safety'",
        "UPDATE acts SET coder = 'bnn' WHERE coder = 'ben'",
        "UPDATE acts SET state = 'doze' WHERE state = 'done'",
        "UPDATE acts SET state = 'done' WHERE state = 'undone'",
        "UPDATE acts SET held = 'because'",
        "INSERT INTO settings VALUES ('suggest', '{', 1)",
        "INSERT INTO rulings VALUES ('r', 'right', '', 'ana', '', '', 1)",
        "INSERT INTO links VALUES ('l', 'fear', '', 'q', 'confirms', '', 0, 'ana', '', 1)",
        "DROP INDEX codings_code",
        "UPDATE seals SET seal = 'zz' WHERE name = 'memos'",
        "DELETE FROM seals WHERE name = 'memos'",
    ],
)
def test_what_is_not_as_it_was_written_is_one_line_at_the_next_opening(
    full: Project, tmp_path: Path, damage: str
) -> None:
    project = copied(full, tmp_path)
    harm(project, damage)
    with pytest.raises(DamageError) as caught:
        Project(project.folder)
    assert "backup" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_damaged_definition_that_is_no_text_any_more_is_one_line(tmp_path: Path) -> None:
    """SQLite quotes it in its message, which then cannot be read itself."""
    file = study(tmp_path / "p").folder / "project.db"
    data = file.read_bytes()
    harmed = data.replace(b"translation_of TEXT NOT", b"translation_of TEXT NO\xd4", 1)
    assert harmed != data
    file.write_bytes(harmed)
    with pytest.raises(DamageError, match="malformed") as caught:
        Project(tmp_path / "p")
    assert "backup" in str(caught.value)


def test_a_damaged_row_is_named(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Vera", "school", "safety")
    harm(project, "UPDATE codings SET text = 'School'")
    with pytest.raises(DamageError, match=f"{key} in codings is not what was written"):
        Project(project.folder)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE turns SET speaker = 'Vira' WHERE number = 2",
        'UPDATE turns SET "end" = "end" - 1 WHERE number = 1',
        "DELETE FROM turns WHERE number = 2",
        "DELETE FROM texts",
        "UPDATE texts SET text = replace(text, 'school', 'School')",
    ],
)
def test_a_damaged_interview_is_not_shown_and_the_others_are(tmp_path: Path, damage: str) -> None:
    project = study(tmp_path / "p")
    vera = project.transcripts.info("Vera").id
    where = "AND" if "WHERE" in damage else "WHERE"
    harm(project, f"{damage} {where} transcript = '{vera}'")
    again = Project(project.folder)
    assert again.transcripts.get("Oleg").text.startswith("Interviewer:")
    for look in (
        lambda: again.transcripts.get("Vera"),
        lambda: again.store.transcripts.words_at(vera, 0, 5),
        lambda: code(again, "Vera", "school", "safety"),
        lambda: again.transcripts.search("daughter"),
    ):
        with pytest.raises(DamageError):
            look()
    assert [p.where for p in again.check()] == ["Vera"]


@pytest.mark.parametrize(
    "damage", ["UPDATE texts SET text = upper(text)", "DELETE FROM spoken_index_idx"]
)
def test_no_backup_is_made_of_what_is_damaged(tmp_path: Path, damage: str) -> None:
    """It would push out the sound ones in time."""
    project = study(tmp_path / "p")
    kept = project.backups.make()
    harm(project, damage)
    with pytest.raises(DamageError):
        project.backups.make()
    assert [backup.name for backup in project.backups.all()] == [kept.name]


def test_a_damaged_search_index_is_not_searched(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    harm(project, "DELETE FROM spoken_index_idx")
    again = Project(project.folder)
    assert len(again.transcripts.get("Vera").turns) == 4
    with pytest.raises(DamageError, match="search index"):
        again.transcripts.search("rent")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("texts", "text"),
        ("turns", "speaker"),
        ("turns", "role"),
        ("changes", "table"),
        ("changes", "key"),
        ("changes", "before"),
        ("changes", "after"),
        ("codings", "text"),
        ("memos", "text"),
    ],
)
def test_a_text_that_one_bit_has_made_bytes_of_is_noticed(
    tmp_path: Path, table: str, column: str
) -> None:
    """SQLite keeps text and bytes alike but for one bit before them, which no hash of both sees."""
    project = small_field(tmp_path / "p")
    strict = (
        f"UPDATE sqlite_schema SET sql = replace(sql, ') {{}}', ') {{}}') WHERE name = '{table}'"
    )
    harm(project, "PRAGMA writable_schema = ON", strict.format("STRICT", "/* -- */"))
    harm(project, f'UPDATE "{table}" SET "{column}" = CAST("{column}" AS BLOB)')
    harm(project, "PRAGMA writable_schema = ON", strict.format("/* -- */", "STRICT"))
    with pytest.raises(DamageError):
        read_and_take_back(project.folder)


def read_and_take_back(folder: Path) -> None:
    opened = Project(folder)
    for info in opened.transcripts.all():
        opened.transcripts.get(info.id)
    opened.log.undo(coder="ana")


def test_an_act_whose_log_is_damaged_is_not_taken_back(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.memos.write("project", "", "first", coder="ana")
    project.memos.write("project", "", "second", coder="ana", key=key, version=1)
    harm(project, "UPDATE changes SET before = replace(before, 'first', 'fibst')")
    again = Project(project.folder)
    with pytest.raises(DamageError, match="not in the log as it was written"):
        again.log.undo(coder="ana")
    assert [m.text for m in again.memos.all()] == ["second"]


def test_damage_that_comes_while_a_project_is_open_is_no_traceback(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    harm(project, "UPDATE codings SET origin = 'perron'")
    with pytest.raises(DamageError, match="in codings is not what was written"):
        project.codings.all()


def test_an_open_project_is_compared_again_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    harm(project, "UPDATE codings SET coder = 'anb'")
    project.files.refresh()
    monkeypatch.setattr("coding.store.AGAIN", -1)
    with pytest.raises(DamageError):
        project.files.refresh()


def test_every_table_that_people_see_has_a_check_value(full: Project) -> None:
    with full.store.reading() as db:
        rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    others = ("spoken_index", "sqlite_", "_sqlite_")
    tables = {row[0] for row in rows if not row[0].startswith(others)}
    assert tables - set(SEALED) == {"texts", "turns", "changes", "seals"}  # each has its own way


def test_a_database_of_the_version_before_gets_its_check_values(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety")
    harm(
        project,
        "DROP TABLE seals",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm007%'",
        "PRAGMA user_version = 6",
    )
    again = Project(project.folder)
    assert coded(again) == [("safety", "school", "ana")]
    assert len(again.transcripts.search("rent")) == 2
    again.log.undo(coder="ana")
    assert coded(Project(project.folder)) == []


# ── what is no project's database ──


@pytest.mark.parametrize("content", [b"", b"my notes\n", b"SQLite format 3\0", b"\0" * 4096])
def test_a_file_that_is_no_database_is_refused_with_ways_out(
    tmp_path: Path, content: bytes
) -> None:
    folder = lay_out(tmp_path / "p")
    (folder / "project.db").write_bytes(content)
    with pytest.raises(DamageError) as caught:
        Project(folder)
    assert "backup" in caught.value.hint
    assert "away to begin anew" in caught.value.hint
    assert (folder / "project.db").read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p")
    db = sqlite3.connect(folder / "project.db")
    db.execute("CREATE TABLE songs (name)")
    db.close()
    before = (folder / "project.db").read_bytes()
    with pytest.raises(DamageError, match="another program’s database"):
        Project(folder)
    assert (folder / "project.db").read_bytes() == before


def test_moved_away_it_lets_the_folder_begin_anew(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p")
    (folder / "project.db").touch()
    (folder / "project.db").rename(folder / "old.db")
    assert len(Project(folder).transcripts.all()) == 2


def test_acts_left_beside_a_database_that_is_gone_are_not_written_over(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p")
    (folder / "project.db-wal").write_bytes(b"what was last written")
    with pytest.raises(ProjectError, match="is gone"):
        Project(folder)
    assert not (folder / "project.db").exists()


def test_a_database_that_cannot_be_made_whole_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seals, "seal_table", fail)
    monkeypatch.setattr("coding.store.VERSION", 1_000)  # none such is there to be copied
    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path / "project.db")
    assert list(tmp_path.iterdir()) == []
