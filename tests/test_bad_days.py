"""A full disk, a folder to be read only: one looks, searches and exports elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from damage import small_field
from page_steps import open_page
from studies import lay_out

from coding.errors import ProjectError
from coding.project import Project
from coding.store import connection

ROOT = Path(__file__).resolve().parents[1]

# Root may write where modes forbid it, so the folder is mounted anew, to be read only.
READ_ONLY = """
set -e
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
shift; exec "$@"
"""

# A disk of its own with the project on it, filled to the last byte.
FULL = """
set -e
cp -a "$1" "$1.kept"
mount -t tmpfs -o size=8m tmpfs "$1"
cp -a "$1.kept/." "$1/"
cat /dev/zero > "$1/film.mov" 2>/dev/null || true
shift; exec "$@"
"""

LOOKING = """
import sys
from pathlib import Path
from coding.errors import CodingError
from coding.project import Project

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".mov"}
project = Project(folder)
print(project.hindrance)
print(project.status()["codings"], len(project.transcripts.search("rent")))
project.quotes.export(out / "quotes.csv", project.quotes.find())
print(len((out / "quotes.csv").read_text().splitlines()))
print(project.transcripts.get("Vera").name, len(project.codes.book()), len(project.log.acts()) > 3)
desk = project.desk
page = desk.snapshot("Vera", "ana")
coding = {"kind": "remove", "id": "x1", "codings": [project.codings.all()[0].id]}
outbox = {"coder": "ana", "transcript": page["id"], "rev": page["rev"]}
print(sorted(desk.serve({**outbox, "ops": [], "place": [page["id"], 2]}, {})) != ["trouble"])
print(desk.serve({**outbox, "ops": [coding]}, {})["trouble"])
for act in (
    lambda: project.codings.apply("Vera", 0, 10, ["fear"], coder="ana"),
    lambda: project.memos.write("project", "", "A thought", coder="ana"),
    lambda: project.log.undo(coder="ana"),
    lambda: project.participants.save([], coder="ana"),
    lambda: project.codes.add("New", coder="ana"),
):
    try:
        act()
    except CodingError as error:
        assert "\\n" not in str(error)
        print(error.message)
after = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".mov"}
after = {p: data for p, data in after.items() if not p.name.startswith("project.db-")}  # its own
print("the same" if after == before else sorted(map(str, after.keys() ^ before.keys())))
"""


def apart(script: str, folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """Run a command where only it sees what is mounted."""
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", str(folder), *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )


def _can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    try_it = "mount -t tmpfs tmpfs /mnt && mount --bind /mnt /mnt"
    return (
        subprocess.run(["unshare", "-rm", "sh", "-c", try_it], capture_output=True).returncode == 0
    )


needs_mounts = pytest.mark.skipif(not _can_mount(), reason="needs `unshare` and leave to mount")
DAYS = {"a folder to be read": READ_ONLY, "a full disk": FULL}
WHY = {READ_ONLY: "the project’s folder may only be read", FULL: "the disk is full"}
on_bad_days = pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_field(tmp_path_factory.mktemp("kept") / "p").folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "p"))


@needs_mounts
@on_bad_days
def test_one_looks_searches_and_exports_and_nothing_is_changed(
    folder: Path, tmp_path: Path, day: str
) -> None:
    truth = Project(folder)
    codings = len(truth.codings.all())
    done = apart(day, folder, sys.executable, "-c", LOOKING, folder, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    why = WHY[day]
    lines = done.stdout.splitlines()
    assert lines[0] == why
    assert lines[1] == f"{codings} 2"
    assert int(lines[2]) > 3
    assert lines[3] == f"Vera {len(truth.codes.book())} True"
    assert lines[4] == "True"
    assert lines[5].startswith(f"project.db: nothing can be changed: {why}. ")
    assert lines[6:11] == [f"nothing can be changed: {why}"] * 5
    assert lines[11] == "the same"


@needs_mounts
@on_bad_days
def test_commands_look_and_say_so_and_acts_end_with_one_line(
    folder: Path, tmp_path: Path, day: str
) -> None:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return apart(day, folder, sys.executable, "-m", "coding", *arguments, "--project", folder)

    note = f"Nothing can be changed: {WHY[day]}. You can look, search, and export to another place."
    for looking in (["status"], ["search", "rent"], ["quotes", "--out", tmp_path / "q.csv"]):
        done = run(*looking)
        assert (done.returncode, done.stderr.splitlines()[0]) == (0, note), looking
    for act in (
        ["apply", "Vera", 3, 30, "fear"],
        ["undo"],
        ["import", ROOT / "transcripts" / "P01.md"],
    ):
        done = run(*act)
        assert done.returncode == 1, act
        said = done.stderr.strip().splitlines()
        assert said[0] == note
        assert len(said) == 2 or act[0] == "import", said
        assert said[1].startswith("Error: ")


@needs_mounts
def test_a_folder_that_was_never_opened_says_that_it_cannot_be(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p")
    done = apart(READ_ONLY, folder, sys.executable, "-m", "coding", "status", "--project", folder)
    assert done.returncode == 1
    assert "the project’s database cannot be made: Read-only file system" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@needs_mounts
def test_an_older_database_that_cannot_be_brought_up_to_date_is_said_so(folder: Path) -> None:
    with Project(folder).store.reading() as db:
        db.execute("PRAGMA user_version = 3")
    done = apart(READ_ONLY, folder, sys.executable, "-m", "coding", "status", "--project", folder)
    assert done.returncode == 1
    assert "older version" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@needs_mounts
def test_what_a_kill_left_unwritten_is_not_passed_over_in_a_folder_to_be_read(
    folder: Path,
) -> None:
    """Acts may still stand beside the database; without them it would tell less than there was."""
    program = (
        "import os, sys; from pathlib import Path; from coding.project import Project\n"
        "p = Project(Path(sys.argv[1]))\n"
        "with p.store.reading() as db:\n"
        "    db.execute('BEGIN'); db.execute('SELECT * FROM acts').fetchall()\n"
        "    p.memos.write('project', '', 'the last thought', coder='ana')\n"
        "    os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program, folder], cwd=ROOT, check=True)
    assert (folder / "project.db-wal").stat().st_size
    show = "print([m.text for m in Project(Path(sys.argv[1])).memos.all()])"
    look = f"import sys; from pathlib import Path; from coding.project import Project; {show}"
    done = apart(READ_ONLY, folder, sys.executable, "-c", look, folder)
    assert "the last thought" in done.stdout or "project.db" in done.stderr
    (folder / "project.db-shm").unlink()
    done = apart(READ_ONLY, folder, sys.executable, "-c", look, folder)
    assert "the last thought" in done.stdout or "ProjectError: project.db" in done.stderr, done


def test_a_hand_edit_is_read_in_once_it_can_be_written_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(folder)
    codes = len(project.codes.book())
    with monkeypatch.context() as full:
        full.setattr(connection, "ROOM", 1 << 62)
        with (folder / "codebook.yaml").open("a") as file:
            file.write("  - {id: hope, name: Hope}\n")
        assert project.hindrance == "the disk is full"
        assert len(project.codes.book()) == codes
        assert len(Project(folder).codes.book()) == codes
        with pytest.raises(ProjectError, match="nothing can be changed: the disk is full"):
            project.memos.write("project", "", "A thought", coder="ana")
    assert len(project.codes.book()) == codes + 1
    project.memos.write("project", "", "A thought", coder="ana")


def test_room_is_asked_for_in_the_way_that_every_system_knows(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no `statvfs`: no project could be opened there."""
    project = Project(folder)
    for free, said in ((connection.ROOM - 1, "the disk is full"), (connection.ROOM, "")):
        left = shutil._ntuple_diskusage(2 * free, free, free)
        monkeypatch.setattr("shutil.disk_usage", lambda _, left=left: left)
        assert project.hindrance == said


PAGES = ("overview", "transcripts", "codebook", "suggestions", "quotes", "survey", "joint_display")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_nothing_can_be_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    Project(folder)
    monkeypatch.setattr(connection, "ROOM", 1 << 62)
    app = open_page(monkeypatch, page, folder)
    assert [one.value for one in app.warning][:1] == [
        "**Nothing can be changed: the disk is full.** You can look, search, and export to"
        " another place. What you type is not kept."
    ]
    assert [one.value for one in app.error] == []
    monkeypatch.undo()
    assert not open_page(monkeypatch, page, folder).warning
