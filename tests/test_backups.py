"""What backups promise: whole, of one moment, proved, made without being asked for.

Values are worked out by hand. What is made in a page is tested at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crashing import field_of_work, go, start
from hypothesis import given
from hypothesis import strategies as st
from page_steps import open_page, words
from studies import code, coded, standing, study

from coding.errors import CodingError, Conflict, FileError, ProjectError
from coding.files import archive
from coding.files.rotation import staying
from coding.project import Project
from coding.project import backups as part
from coding.project.backups import bring_back, would_change
from coding.store import VERSION
from coding.store.backup_names import Why, backups
from coding.store.backups import keep, keep_damaged, thin_out
from coding.store.connection import way_out

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    code(project, "Vera", "walks to school", "safety")
    return project


def coding(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "coding", *map(str, words)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def database_of(archive_path: Path, place: Path) -> sqlite3.Connection:
    """Unpack a backup's database by hand."""
    with zipfile.ZipFile(archive_path) as file:
        place.write_bytes(file.read("project.db"))
    return sqlite3.connect(place)


def age(db: sqlite3.Connection) -> None:
    """Make a database one of an older program, before there were check values."""
    db.execute("DROP INDEX acts_undone")
    db.execute("DROP TABLE seals")
    db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm002%' OR name LIKE 'm007%'")
    db.execute("PRAGMA user_version = 1")


# ── what is in a backup ──


def test_a_backup_holds_the_database_the_codebook_the_tables_and_the_interviews(
    project: Project, tmp_path: Path
) -> None:
    (project.folder / "survey").mkdir()
    (project.folder / "survey" / "toplines.csv").write_text("a\n")
    (project.folder / "survey" / "draft.md").write_text("a draft is nobody's here")
    (project.folder / "transcripts" / ".hidden").write_text("x")
    sha = project.backups.write(tmp_path / "out.zip")
    assert sha == hashlib.sha256((tmp_path / "out.zip").read_bytes()).hexdigest()
    with zipfile.ZipFile(tmp_path / "out.zip") as file:
        told = json.loads(file.read("manifest.json"))
        assert sorted(file.namelist()) == [
            *("codebook.yaml", "manifest.json", "project.db", "survey/toplines.csv"),
            *("transcripts/Oleg.txt", "transcripts/Vera.txt"),
            *("transcripts/index.csv", "transcripts/participants.csv"),
        ]
        for name, said in told["files"].items():
            content = file.read(name)
            assert said == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    assert told["held"] == {
        "transcripts": 2,
        "codings": 1,
        "codes": 5,
        "memos": 0,
        "acts": project.log.revision(),
    }
    assert (told["revision"], told["version"]) == (project.log.revision(), VERSION)
    assert told["rows"]["codings"] == 1
    assert told["left_out"] == []
    db = database_of(tmp_path / "out.zip", tmp_path / "copy.db")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT code, text FROM codings").fetchall() == [
        ("safety", "walks to school")
    ]


def test_what_another_program_had_goes_along_and_comes_back_but_for_long_recordings(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = project.folder / "exchange"
    kept.mkdir()
    (kept / "scan.pdf").write_bytes(b"%PDF")
    (kept / "talk.mp3").write_bytes(b"x" * 90_000)
    monkeypatch.setattr("coding.store.backups.LARGE", 80_000)
    spare = project.backups.make()
    assert spare.left_out == ("exchange/talk.mp3",)
    (kept / "scan.pdf").unlink()
    project.backups.restore(project.backups.path(spare.name), coder="ana")
    assert (kept / "scan.pdf").read_bytes() == b"%PDF"
    assert (kept / "talk.mp3").exists()


def test_one_named_db_is_the_database_alone(project: Project, tmp_path: Path) -> None:
    sha = project.backups.write(tmp_path / "copy.db")
    assert sha == hashlib.sha256((tmp_path / "copy.db").read_bytes()).hexdigest()
    db = sqlite3.connect(tmp_path / "copy.db")
    assert db.execute("SELECT text FROM codings").fetchall() == [("walks to school",)]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("copy")] == ["copy.db"]


def test_large_interviews_are_left_out_by_itself_and_said_so_but_not_by_hand(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The smallest go in first; tables always do."""
    sizes = {p.name: p.stat().st_size for p in (project.folder / "transcripts").iterdir()}
    assert sizes["Oleg.txt"] < sizes["Vera.txt"]
    monkeypatch.setattr("coding.store.backups.SMALL", sizes["index.csv"] + sizes["Oleg.txt"])
    itself = archive.manifest(keep(project.store.path, Why.ITSELF).path)
    assert itself["left_out"] == ["transcripts/Vera.txt"]
    assert {"transcripts/Oleg.txt", "transcripts/participants.csv"} <= set(itself["files"])
    assert project.backups.make().left_out == ()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to read")
def test_a_file_that_cannot_be_read_is_left_out_and_said_so(project: Project) -> None:
    """It kept every backup from being made."""
    (project.folder / "transcripts" / "broken.txt").symlink_to("/proc/self/mem")
    made = project.backups.make()
    assert made.left_out == ("transcripts/broken.txt",)
    assert "transcripts/Vera.txt" in archive.manifest(project.backups.path(made.name))["files"]


def test_a_file_that_is_called_as_a_backup_of_no_day_is_none(project: Project) -> None:
    made = project.backups.make()
    (project.folder / "backups" / made.name.replace(made.name[:8], "20261345")).touch()
    assert [spare.name for spare in project.backups.all()] == [made.name]


def test_a_backup_of_a_damaged_database_is_refused_and_leaves_nothing(project: Project) -> None:
    code(project, "Vera", "school", "prices")
    path = project.store.path
    data = bytearray(path.read_bytes())
    data[2 * 4096 : 3 * 4096] = bytes(4096)
    path.write_bytes(data)
    with pytest.raises(ProjectError, match=r"damaged|malformed"):
        project.backups.make()
    assert project.backups.all() == []


def test_a_full_disk_is_left_room(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**8)
    )
    with pytest.raises(FileError, match="not enough room"):
        project.backups.make()
    assert [p.name for p in (project.folder / "backups").iterdir()] == [".gitignore"]


def test_backups_are_their_owners_alone_and_no_part_of_git(project: Project) -> None:
    made = project.backups.make()
    folder = project.folder / "backups"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / made.name).stat().st_mode & 0o777 == 0o600
    assert (folder / ".gitignore").read_text() == "*\n"


# ── under load ──


def test_a_backup_while_others_code_is_of_one_moment(tmp_path: Path) -> None:
    """Each coding has its row in the log, and no act waits for a backup to be done."""
    project = field_of_work(tmp_path)
    process = start(project, "w")
    go(process)
    written = began = 0
    try:
        while written < 6 or len(project.codings.all()) <= began:
            assert written < 60, "nothing was coded while backups were written"
            project.backups.write(tmp_path / f"{written}.zip")
            began = began or len(project.codings.all())
            written += 1
        project.backups.write(tmp_path / f"{written}.zip")
    finally:
        process.kill()
        process.communicate()
    counts = []
    for n in range(written + 1):
        db = database_of(tmp_path / f"{n}.zip", tmp_path / f"{n}.db")
        codings, acts, unlogged = db.execute(
            "SELECT (SELECT count(*) FROM codings),"
            " (SELECT count(*) FROM acts WHERE verb = 'apply'),"
            " (SELECT count(*) FROM codings WHERE id NOT IN (SELECT key FROM changes))"
        ).fetchone()
        assert (codings, unlogged) == (acts, 0)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counts.append(codings)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


BETWEEN = """
import sys
from pathlib import Path
from coding.project import Project
from coding.store import twofold
p = Project(Path(sys.argv[1]))
put = twofold.Intention.put

def slowly(intention):
    put(intention)
    print("between", flush=True)
    sys.stdin.readline()

twofold.Intention.put = slowly
p.codes.edit("fear", {"name": "Dread"}, coder="ben")
"""


def test_the_codebooks_file_in_a_backup_is_that_of_its_database(
    project: Project, tmp_path: Path
) -> None:
    """A backup waits for another process that stands between the file and the COMMIT."""
    process = subprocess.Popen(
        [sys.executable, "-c", BETWEEN, str(project.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stdout.readline() == "between\n"
    out = tmp_path / "out.zip"
    backing_up = threading.Thread(target=project.backups.write, args=[out])
    backing_up.start()
    backing_up.join(1.0)
    process.communicate("\n")
    backing_up.join()
    with zipfile.ZipFile(out) as file:
        content = file.read("codebook.yaml").decode()
    db = database_of(out, tmp_path / "copy.db")
    assert "name: Dread" in content
    query = "SELECT content FROM files WHERE id = 'codebook.yaml'"
    assert db.execute(query).fetchone() == (content,)


# ── made by itself ──


def look(project: Project) -> None:
    """Let the project look whether a backup is due, and wait for it."""
    project.backups._look_again = 0.0
    job = project.backups.keep_up()
    if job is not None:
        job.outcome()


def test_one_is_made_by_itself_after_a_change_and_never_two_for_one_state(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(project)
    look(project)
    other = Project(project.folder)
    look(other)
    assert [b.why for b in project.backups.all()] == ["by itself"]
    code(project, "Vera", "school", "prices")
    look(project)
    assert len(project.backups.all()) == 1, "ten minutes have not passed"
    monkeypatch.setattr(part, "EVERY", timedelta(0))
    look(project)
    look(other)
    assert [b.held["codings"] for b in project.backups.all()] == [2, 1]


def test_two_apps_at_the_same_moment_make_one(project: Project) -> None:
    others = [Project(project.folder) for _ in range(4)]
    jobs = [other.backups.keep_up() for other in others]
    for job in jobs:
        assert job
        job.outcome()
    assert len(project.backups.all()) == 1


def test_a_backup_that_cannot_be_made_is_said_and_tried_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.folder / "backups").write_text("a file is in the way")
    look(project)
    assert "cannot be kept" in str(project.backups.fault)
    (project.folder / "backups").unlink()
    look(project)
    assert project.backups.fault is None
    assert len(project.backups.all()) == 1


# ── which stay ──

moments = st.lists(
    st.integers(0, 200 * 24 * 60).map(
        lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    ),
    unique=True,
    max_size=150,
)


@given(moments)
def test_the_last_six_and_those_of_12_hours_7_days_and_8_weeks_stay(
    all_of_them: list[datetime],
) -> None:
    stay = staying(all_of_them)

    def last_of(pattern: str, number: int) -> set[datetime]:
        last: dict[str, datetime] = {}
        for at in sorted(all_of_them):
            last[at.strftime(pattern)] = at
        return set(sorted(last.values())[-number:])

    lately = set(sorted(all_of_them)[-6:])
    assert stay == lately | last_of("%Y %j %H", 12) | last_of("%Y %j", 7) | last_of("%G %V", 8)
    assert len(stay) <= 33
    assert not all_of_them or max(all_of_them) in stay


@given(moments)
def test_thinning_out_after_each_backup_keeps_what_thinning_out_at_the_end_does(
    all_of_them: list[datetime],
) -> None:
    """Otherwise a copy that was to be the last of its week would have gone before."""
    there: set[datetime] = set()
    for at in sorted(all_of_them):
        there = staying({*there, at})
    assert there == staying(all_of_them)


def test_only_those_made_by_themselves_are_thinned_out(project: Project) -> None:
    folder = project.folder / "backups"
    project.backups.make()
    [made] = project.backups.all()
    for n in range(90):
        (folder / f"20260301-{n // 60:02}{n % 60:02}00-000-r{n}-auto.zip").touch()
        (folder / f"20260101-{n // 60:02}{n % 60:02}00-000-r{n}-restore.zip").touch()
        (folder / f"20260201-{n // 60:02}{n % 60:02}00-000-r{n}-hand.zip").touch()
    (folder / "mine.zip").touch()
    thin_out(project.store.path)

    def left(why: Why) -> list[str]:
        return [b.path.name[:15] for b in backups(project.store.path) if b.why is why]

    last_six = [f"20260301-01{n}00" for n in (29, 28, 27, 26, 25, 24)]
    assert left(Why.ITSELF) == [*last_six, "20260301-005900"]
    assert left(Why.RESTORE) == [f"20260101-01{n}00" for n in (29, 28, 27, 26, 25)]
    assert len(left(Why.BY_HAND)) == 91
    assert (folder / made.name).exists()
    assert (folder / "mine.zip").exists()


# ── restore ──


def test_a_restored_project_is_as_it_was_and_sound(project: Project, tmp_path: Path) -> None:
    project.participants.all()
    out = tmp_path / "out.zip"
    project.backups.write(out)
    before = (project.folder / "codebook.yaml").read_bytes()
    was = (coded(project), project.memos.all(), project.participants.all(), project.codes.book())
    code(project, "Oleg", "rent", "prices", coder="ben")
    project.codes.edit("fear", {"name": "Dread"}, coder="ana")
    project.memos.write("project", "study", "a thought", coder="ana")
    (project.folder / "transcripts" / "Vera.txt").unlink()
    acts = project.log.revision()

    change = project.backups.difference(out)
    assert (change.now["codings"], change.then["codings"]) == (2, 1)
    assert (change.now["memos"], change.then["memos"], change.lost) == (1, 0, 3)
    assert change.last[0].endswith("ana")
    assert change.files == ("codebook.yaml", "transcripts/Vera.txt")

    project.backups.restore(out, coder="ana")
    for each in (project, Project(project.folder)):
        assert was == (coded(each), each.memos.all(), each.participants.all(), each.codes.book())
        assert each.check() == []
        assert each.log.revision() == acts + 1
    assert (project.folder / "codebook.yaml").read_bytes() == before
    assert (project.folder / "transcripts" / "Vera.txt").exists()
    assert "brought back by ana" in project.log.acts(limit=1)[0].summary
    assert sorted(p.name for p in project.folder.iterdir()) == [
        *("backups", "codebook.yaml", "project.db", "transcripts")
    ]

    [kept] = project.backups.all()
    assert kept.why == "before a restore"
    project.backups.restore(project.backups.path(kept.name), coder="ana")
    assert len(coded(project)) == 2
    assert project.codes.book().by_id["fear"].name == "Dread"
    assert project.check() == []


def test_open_pages_learn_of_a_restore_as_of_any_act(project: Project, tmp_path: Path) -> None:
    """The coding page asks for what was touched since the act it knows of."""
    out = tmp_path / "out.zip"
    [old] = project.codings.all()
    project.backups.write(out)
    new = code(project, "Vera", "rent", "prices")
    project.codings.remove([old.id], coder="ana")
    known = project.log.revision()
    bring_back(project.folder, out, coder="ben")
    reply = project.desk.delta(old.transcript, "ana", known)
    assert reply["rev"] > known
    assert [row[0] for row in reply["codings"]] == [old.id]
    assert reply["gone"] == [new]


def test_a_restore_is_no_act_that_undo_takes_back(project: Project, tmp_path: Path) -> None:
    project.backups.write(tmp_path / "out.zip")
    code(project, "Vera", "rent", "prices")
    project.backups.restore(tmp_path / "out.zip", coder="ana")
    project.log.undo(coder="ana")
    assert coded(project) == []


def test_a_restore_is_refused_if_somebody_has_worked_since_it_was_agreed_to(
    project: Project, tmp_path: Path
) -> None:
    project.backups.write(tmp_path / "out.zip")
    change = project.backups.difference(tmp_path / "out.zip")
    code(project, "Vera", "rent", "prices", coder="ben")
    was = standing(project)
    with pytest.raises(Conflict):
        project.backups.restore(tmp_path / "out.zip", coder="ana", seen=change.revision)
    assert standing(project) == was


def test_into_an_empty_folder_a_backup_makes_the_project_anew(
    project: Project, tmp_path: Path
) -> None:
    project.backups.write(tmp_path / "out.zip")
    bring_back(tmp_path / "other laptop" / "p", tmp_path / "out.zip", coder="ana")
    again = Project(tmp_path / "other laptop" / "p")
    assert (coded(again), again.check()) == (coded(project), [])
    assert again.first_report.added == []
    assert (tmp_path / "other laptop").stat().st_mode & 0o777 == 0o700


def test_a_database_kept_by_an_older_program_is_brought_back(
    project: Project, tmp_path: Path
) -> None:
    """`project.db-v1` stood beside the project; its copy of the codebook is in it."""
    old = project.folder / "project.db-v1"
    with project.store.reading() as db:
        db.execute("VACUUM INTO ?", [str(old)])
    with sqlite3.connect(old) as db:
        age(db)
    book = (project.folder / "codebook.yaml").read_bytes()
    project.codes.edit("fear", {"name": "Dread"}, coder="ana")
    project.backups.restore(old, coder="ana")
    assert (project.folder / "codebook.yaml").read_bytes() == book
    assert project.check() == []


@pytest.mark.parametrize("harm", ["emptied", "overwritten", "header", "page"])
def test_a_damaged_database_is_kept_as_it_is_and_the_backup_brought_back(
    project: Project, tmp_path: Path, harm: str
) -> None:
    project.backups.write(tmp_path / "out.zip")
    code(project, "Vera", "rent", "prices")
    path = project.store.path
    data = bytearray(path.read_bytes())
    if harm == "emptied":
        data.clear()
    elif harm == "overwritten":
        data[:] = b"something else" * 1000
    elif harm == "header":
        data[:100] = bytes(100)
    else:
        data[2 * 4096 : 3 * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    assert would_change(project.folder, tmp_path / "out.zip").then["codings"] == 1
    _, kept = bring_back(project.folder, tmp_path / "out.zip", coder="ana")
    again = Project(project.folder)
    assert (len(coded(again)), again.check()) == (1, [])
    assert kept
    with zipfile.ZipFile(kept) as file:
        assert file.read("project.db") == data
    with again.store.reading() as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_damaged_database_that_was_kept_is_never_the_way_out(
    project: Project, tmp_path: Path
) -> None:
    """What was put aside as it was is damaged; the newest backup before it is named."""
    project.backups.write(tmp_path / "out.zip")
    path = project.store.path
    path.write_bytes(b"something else" * 1000)
    keep_damaged(path)
    assert "There is no backup" in way_out(path)
    bring_back(project.folder, tmp_path / "out.zip", coder="ana")
    made = keep(path, Why.ITSELF)
    keep_damaged(path)
    assert str(made.path) in way_out(path)
    assert "the newest of 1 there" in way_out(path)


# ── what is no backup ──


def rewritten(source: Path, target: Path, **changed: bytes) -> Path:
    """Write a backup again with members changed, as somebody who means harm might."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name, None) or old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return target


def test_a_backup_that_is_damaged_foreign_or_hostile_changes_nothing(
    project: Project, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    project.backups.write(good)
    code(project, "Vera", "rent", "prices")
    was = standing(project)
    manifest = archive.manifest(good)
    data = good.read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "words.txt").write_text("words")
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    (tmp_path / "flipped.zip").write_bytes(flipped)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.txt", "x")
    with sqlite3.connect(tmp_path / "foreign.db") as db:
        db.execute("CREATE TABLE x (y)")
    evil = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    outside = {**manifest, "files": {**manifest["files"], "../evil": evil}}
    rewritten(good, tmp_path / "book.zip", **{"codebook.yaml": b"codes: []\n"})
    rewritten(good, tmp_path / "more.zip", **{"transcripts/new.txt": b"x"})
    rewritten(
        good,
        tmp_path / "outside.zip",
        **{"manifest.json": json.dumps(outside).encode(), "../evil": b"x"},
    )
    newer = tmp_path / "newer.db"
    project.backups.write(newer)
    with sqlite3.connect(newer) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    triggered = tmp_path / "triggered.db"
    project.backups.write(triggered)
    with sqlite3.connect(triggered) as db:
        age(db)
        db.execute("CREATE TRIGGER t AFTER INSERT ON acts BEGIN DELETE FROM codings; END")
    names = (
        *("cut.zip", "empty.zip", "words.txt", "flipped.zip", "other.zip", "foreign.db"),
        *("book.zip", "more.zip", "outside.zip", "newer.db", "triggered.db", "gone.zip"),
    )
    for name in names:
        with pytest.raises(CodingError) as caught:
            project.backups.restore(tmp_path / name, coder="ana")
        assert caught.value.hint, name
    assert standing(project) == was
    assert project.backups.all() == []
    assert not list(tmp_path.rglob("evil"))
    assert not list(project.folder.glob(".coding-*"))


def test_a_backup_that_unfolds_to_more_than_it_says_is_stopped(
    project: Project, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    project.backups.write(good)
    bomb = rewritten(good, tmp_path / "bomb.zip", **{"codebook.yaml": bytes(50_000_000)})
    (tmp_path / "place").mkdir()
    with pytest.raises(FileError, match=r"codebook\.yaml is not what was packed"):
        archive.unpack(bomb, tmp_path / "place")
    said = archive.manifest(bomb)["files"]["codebook.yaml"]["size"]
    assert (tmp_path / "place" / "codebook.yaml").stat().st_size <= said


# ── kills ──

# One process that has the program loaded, and a fork of it for each step to be killed at.
KILLED = """
import os, sys, signal, traceback
from pathlib import Path
from coding.project.backups import bring_back
from coding.files import writing
import coding.store.restoring as restoring, coding.store.twofold as twofold
step = seen = 0

def dying(function):
    def counted(*args, **named):
        global seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **named)
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return counted

restoring.keep = dying(restoring.keep)
restoring.put_over = dying(restoring.put_over)
restoring._log_restore = dying(restoring._log_restore)
restoring._finish = dying(restoring._finish)
twofold.write = dying(twofold.write)
for step, folder in enumerate(sys.argv[2:], 1):
    if not (child := os.fork()):
        try:
            bring_back(Path(folder), Path(sys.argv[1]), coder="ana")
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(ended, flush=True)
    if not ended:
        break
"""
STEPS = 30
"""More than a restore has."""


def test_a_restore_that_is_killed_at_any_step_is_done_or_not_done(
    project: Project, tmp_path: Path
) -> None:
    """Database and codebook.yaml are both old or both new, and the project is sound."""
    out = tmp_path / "out.zip"
    project.backups.write(out)
    project.codes.edit("fear", {"name": "Dread"}, coder="ana")
    code(project, "Vera", "rent", "prices")
    ways = set()
    folders = [tmp_path / f"killed {step}" for step in range(1, STEPS)]
    for folder in folders:
        shutil.copytree(project.folder, folder)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(out), *map(str, folders)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    codes = [int(line) for line in done.stdout.splitlines()]
    assert set(codes[:-1]) == {-signal.SIGKILL}, done.stderr
    assert codes[-1] == 0, done.stderr
    for folder, ended in zip(folders, codes, strict=False):
        again = Project(folder)
        assert again.check() == []
        assert not list(folder.glob(".coding-*"))
        state = (len(coded(again)), again.codes.book().by_id["fear"].name)
        assert state in ((2, "Dread"), (1, "Fear"))
        assert f"name: {state[1]}" in (folder / "codebook.yaml").read_text()
        ways.add((ended, state))
    assert ways == {(-9, (2, "Dread")), (-9, (1, "Fear")), (0, (1, "Fear"))}


def test_a_backup_that_is_killed_at_any_moment_is_whole_or_not_there(tmp_path: Path) -> None:
    project = field_of_work(tmp_path)
    chance = random.Random(5)
    whole = 0
    for n in range(8):
        out = tmp_path / f"{n}.zip"
        process = subprocess.Popen(
            [sys.executable, "-m", "coding", "backup", str(out), "--project", str(project.folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 1.2))
        process.kill()
        process.wait()
        if out.exists():
            archive.check(out)
            whole += 1
    Project(project.folder)
    assert not list(project.folder.glob(".coding-room-*"))
    assert project.check() == []


def test_a_restore_while_another_process_codes_harms_neither(tmp_path: Path) -> None:
    """What was acknowledged before it is in the backup made then; what comes after is kept."""
    project = field_of_work(tmp_path)
    out = tmp_path / "out.zip"
    project.backups.write(out)
    process = start(project, "w", codings=150)
    go(process)
    time.sleep(0.3)
    restored = 0
    for _ in range(3):
        try:
            project.backups.restore(out, coder="ana")
            restored += 1
        except Conflict:
            continue
    out_lines, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    acknowledged = {line.split()[1] for line in out_lines.splitlines()}
    assert len(acknowledged) == 150
    assert restored
    kept: set[str] = set()
    for backup in project.backups.all():
        db = database_of(project.backups.path(backup.name), tmp_path / "one.db")
        kept |= {key for (key,) in db.execute("SELECT id FROM codings")}
    there = {c.id for c in project.codings.all()}
    assert acknowledged <= kept | there
    assert Project(project.folder).check() == []


# ── before a migration ──


def test_before_a_new_version_the_old_database_is_backed_up(project: Project) -> None:
    with sqlite3.connect(project.store.path) as db:
        age(db)
    again = Project(project.folder)
    [kept] = again.backups.all()
    assert (kept.why, kept.held["codings"]) == ("before a new version", 1)
    assert archive.manifest(again.backups.path(kept.name))["version"] == 1
    again.backups.restore(again.backups.path(kept.name), coder="ana")
    assert (coded(again), again.check()) == ([("safety", "walks to school", "ana")], [])


# ── commands ──


def test_the_commands_back_up_and_bring_back(project: Project, tmp_path: Path) -> None:
    out, at = tmp_path / "out.zip", ("--project", project.folder)
    done = coding("backup", out, "--json", *at)
    assert json.loads(done.stdout) == {
        "file": str(out),
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }
    code(project, "Vera", "rent", "prices")
    refused = coding("restore", out, *at)
    assert refused.returncode == 1
    assert "1 act since then would be lost" in refused.stderr
    assert "add --yes" in refused.stderr
    assert len(coded(project)) == 2
    done = coding("restore", out, "--yes", "--json", *at)
    told = json.loads(done.stdout)
    assert (told["file"], told["sha256"]) == (str(out), archive.sha256_of(out))
    assert (told["now"]["codings"], told["then"]["codings"], told["lost"]) == (2, 1, 1)
    assert Path(told["before"]).is_file()
    assert len(coded(project)) == 1
    assert coding("restore", out, *at).returncode == 0, "no act is lost, so nobody is asked"


# ── the page ──


def test_the_front_page_makes_lists_and_restores_backups(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, "overview", project.folder)
    app.button(key="back_up").click().run()
    assert not app.exception
    by_hand = [b for b in project.backups.all() if b.why == "by hand"]
    assert [b.held["codings"] for b in by_hand] == [1]
    code(project, "Vera", "rent", "prices", coder="Nina")
    app.run()
    assert (
        "by hand · 2 transcripts · 1 coding · 5 codes"
        in app.selectbox(key="chosen_backup").options[0]
    )
    app.selectbox(key="chosen_backup").select(by_hand[0].name).run()
    app.button(key="restore_backup").click().run()
    said = words(app)
    assert "2 codings now" in said
    assert "1 coding then" in said
    assert "Prices on Vera" in said
    app.button(key="restore_now").click().run()
    assert not app.exception
    assert len(coded(project)) == 1
    assert project.check() == []


def test_only_a_backup_made_by_hand_can_be_deleted_on_the_page(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = project.backups.make()
    by_itself = keep(project.store.path, Why.ITSELF)
    app = open_page(monkeypatch, "overview", project.folder)
    app.selectbox(key="chosen_backup").select(by_itself.path.name).run()
    assert "delete_backup" not in [button.key for button in app.button]
    app.selectbox(key="chosen_backup").select(by_hand.name).run()
    app.button(key="delete_backup").click().run()
    assert not app.exception
    assert [backup.name for backup in project.backups.all()] == [by_itself.path.name]
    with pytest.raises(ProjectError, match="only a backup made by hand"):
        project.backups.delete(by_itself.path.name)
    assert by_itself.path.exists()


def test_the_app_makes_a_backup_by_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(monkeypatch, "overview", project.folder)
    deadline = time.monotonic() + 20
    while not project.backups.all() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [b.why for b in project.backups.all()] == ["by itself"]
