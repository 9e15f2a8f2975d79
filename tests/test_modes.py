"""Whose a project is: everything the program makes is its owner's alone, under any umask.

And where it lies: a synchronised folder or a network drive is named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_steps import open_page, words
from studies import VERA, code, lay_out, study, upload

from coding.__main__ import main
from coding.errors import CodingError
from coding.files.private import ROOM, clear_rooms, room
from coding.files.whereabouts import network_drive, synchronised_by
from coding.project import Project
from coding.serve.bundled import bundle

ROOT = Path(__file__).resolve().parents[1]
CARELESS = 0o022
"""The mask that leaves what is made open to all."""


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Let what is made carelessly be open to all, as on most machines."""
    old = os.umask(CARELESS)
    yield
    os.umask(old)


def coding(folder: Path, *words: object, code: int = 0) -> str:
    """Run a command in a folder, as careless as any shell; return what it says."""
    os.umask(CARELESS)
    with chdir(folder):
        done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == code, done.stderr
    return done.stdout + done.stderr


def open_ones(folder: Path) -> list[str]:
    """List the files and folders that others may read, by their own look at the modes."""
    return sorted(
        str(p.relative_to(folder))
        for p in [folder, *folder.rglob("*")]
        if not p.is_symlink() and p.stat().st_mode & 0o077
    )


def test_whatever_a_command_makes_is_its_owners_alone(tmp_path: Path) -> None:
    """Project, imports, exports of every kind, backups; after each command."""
    coding(tmp_path, "new", "deep/er/p", "--sample")
    folder = tmp_path / "deep" / "er" / "p"
    assert open_ones(tmp_path / "deep") == []
    out = folder / "out"
    out.mkdir(mode=0o700)
    (out / "P09.txt").write_text("I: Why?\n\nR: Because.")
    (out / "P09.txt").chmod(0o600)
    for command in (
        ["import", "out/P09.txt"],
        ["apply", "P01", 481, 734, "safety"],
        ["codings", "--out", "out/a.csv"],
        ["codings", "--out", "out/a.xlsx"],
        ["quotes", "--out", "out/q.docx"],
        ["quotes", "--out", "out/q.md"],
        ["quotes", "--out", "out/q.csv"],
        ["joint-display", "--out", "out/j.html"],
        ["joint-display", "--out", "out/j.xlsx"],
        ["verify", "survey/draft.md", "--comments", "out/c.docx", "--out", "out/f.csv"],
        ["backup", "out/b.zip"],
        ["backup", "out/b.db"],
        ["restore", "out/b.zip"],
        ["check"],
    ):
        coding(folder, *command)
        assert open_ones(folder) == [], command
    assert len(list(out.iterdir())) == 12
    assert (folder / "backups").stat().st_mode & 0o777 == 0o700


def test_whatever_is_made_behind_the_page_is_its_owners_alone(tmp_path: Path) -> None:
    project = Project.new(tmp_path / "p", sample=bundle())
    job = project.backups.keep_up()
    assert job
    job.outcome()
    assert len(project.backups.all()) == 1
    assert open_ones(project.folder) == []


def test_while_an_act_is_written_its_files_are_its_owners_alone(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    with project.store.writing(coder="ana", verb="memo", summary="") as w:
        w.put_setting("x", 1)
        assert (project.folder / "project.db-wal").stat().st_mode & 0o777 == 0o600
        assert (project.folder / "project.db-shm").stat().st_mode & 0o777 == 0o600


def test_a_folder_made_by_hand_is_said_to_be_open_and_closed_on_request(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p")
    link = folder / "transcripts" / "elsewhere.csv"
    (tmp_path / "elsewhere.csv").write_text("a\n")
    link.symlink_to(tmp_path / "elsewhere.csv")
    (folder / "my notes.txt").write_text("of no concern")
    said = coding(folder, "check")
    assert "Others with an account on this machine may read" in said
    assert "coding check --mend" in said
    names = {"participants.csv", "index.csv", "Vera.txt", "Oleg.txt"}
    open_now = {".", "codebook.yaml", "transcripts", *(f"transcripts/{name}" for name in names)}
    assert set(Project(folder).place.open_to_others()) == open_now
    assert "files and folders can be read by you alone now" in coding(folder, "check", "--mend")
    assert open_ones(folder) == ["my notes.txt"]
    assert (tmp_path / "elsewhere.csv").stat().st_mode & 0o777 == 0o644
    assert "Others" not in coding(folder, "check")


def test_the_front_page_says_it_once_and_closes_it_or_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lay_out(tmp_path / "p")
    app = open_page(monkeypatch, "overview", folder)
    assert "Others with an account on this computer may read" in words(app)
    app.button(key="close_folder").click().run()
    assert not app.exception
    assert "Others with an account" not in words(app)
    assert [p for p in open_ones(folder) if not p.startswith("backups")] == []

    (folder / "transcripts").chmod(0o770)
    app.run()
    app.button(key="leave_open").click().run()
    assert "Others with an account" not in words(app)
    assert (folder / "transcripts").stat().st_mode & 0o777 == 0o770
    assert not Project(folder).place.asks()


# ── what is under way ──


def test_an_upload_is_nowhere_but_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even while it is read: nothing may make a file in the temporary folder."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a file in the temporary folder")

    project = study(tmp_path / "p")
    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refused)
    monkeypatch.setattr(tempfile, "gettempdir", refused)
    info = upload(project, "P 09.txt", VERA.encode() + b"\nMore.", coder="ana")
    kept = project.folder / "transcripts" / info.file
    assert kept.read_bytes() == VERA.encode() + b"\nMore."
    assert kept.stat().st_mode & 0o777 == 0o600
    again = upload(project, "P 09.txt", b"I: Why?\n\nR: No.", coder="ana")
    assert again.file == "P 09-2.txt"
    with pytest.raises(CodingError):
        upload(project, "bad.docx", b"PK", coder="ana")
    assert not (project.folder / "transcripts" / "bad.docx").exists()


def test_a_room_of_a_killed_process_is_cleared_at_the_next_opening_and_no_other(
    tmp_path: Path,
) -> None:
    folder = lay_out(tmp_path / "p")
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom coding.files.private import room\n"
        "with room(Path(sys.argv[1])) as place:\n"
        "    (place / 'P01.txt').write_text('I: Why?')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    subprocess.run([sys.executable, "-c", script, str(folder)], env=env, check=False)
    assert list((tmp_path / "tmp").iterdir()) == []
    [left] = folder.glob(f"{ROOM}*")
    assert left.stat().st_mode & 0o777 == 0o700
    with room(folder) as mine:
        Project(folder)
        assert list(folder.glob(f"{ROOM}*")) == [mine]
    assert not mine.exists()


def test_a_room_of_another_machine_goes_after_a_day(tmp_path: Path) -> None:
    place = tmp_path / f"{ROOM}elsewhere-1-x"
    place.mkdir()
    clear_rooms(tmp_path)
    assert place.exists()
    day = time.time() - 86_500
    os.utime(place, (day, day))
    clear_rooms(tmp_path)
    assert not place.exists()


def test_pages_make_documents_inside_the_project_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    with project.room() as place:
        assert place.parent == project.folder
        assert place.stat().st_mode & 0o777 == 0o700
    for page in (ROOT / "coding" / "pages").rglob("*.py"):
        assert "tempfile" not in page.read_text("utf-8"), page


def test_where_the_project_may_not_be_written_to_a_room_is_made_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with room(tmp_path / "gone") as place:
        assert place.parent == tmp_path
        assert place.stat().st_mode & 0o777 == 0o700


# ── where it lies ──


@pytest.mark.parametrize(
    ("place", "program"),
    [
        ("/home/a/Dropbox/study", "Dropbox"),
        ("/home/a/Dropbox (Uni)/x/study", "Dropbox"),
        ("/home/a/OneDrive - University of X/study", "OneDrive"),
        ("/Users/a/Library/CloudStorage/OneDrive-Uni/study", "OneDrive"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud Drive"),
        ("/Users/a/iCloudDrive/study", "iCloud Drive"),
        ("/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/My Drive/study", "Google Drive"),
        ("/home/a/Nextcloud/study", "Nextcloud"),
        ("/home/a/nextcloud2/study", "Nextcloud"),
        ("/home/a/dropbox-habits/study", ""),
        ("/home/a/Interviews in the cloud/study", ""),
        ("/home/a/study", ""),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(place: str, program: str) -> None:
    assert synchronised_by(Path(place)) == program


@pytest.mark.parametrize(("mark", "program"), [(".stfolder", "Syncthing"), (".dropbox", "Dropbox")])
def test_a_synchronised_folder_is_known_by_its_mark(
    tmp_path: Path, mark: str, program: str
) -> None:
    (tmp_path / "shared" / "x" / "study").mkdir(parents=True)
    assert synchronised_by(tmp_path / "shared" / "x" / "study") == ""
    (tmp_path / "shared" / mark).mkdir()
    assert synchronised_by(tmp_path / "shared" / "x" / "study") == program


MOUNTS = """\
proc /proc proc rw 0 0
/dev/sdb1 /home/a/disk ext4 rw 0 0
server:/home /home nfs4 rw 0 0
//nas/our\\040data /mnt/our\\040data cifs rw 0 0
a@b: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdc /mnt/ssh2 fuseblk rw 0 0
/dev/sda1 / ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/a/study", "nfs4"),
        ("/home/a/disk/study", ""),
        ("/mnt/our data/study", "cifs"),
        ("/mnt/ssh/study", "sshfs"),
        ("/mnt/ssh2/study", ""),
        ("/srv/study", ""),
        ("/homestead/study", ""),
    ],
)
def test_a_network_drive_is_known_by_what_is_mounted(place: str, kind: str) -> None:
    assert network_drive(Path(place), MOUNTS) == kind


def test_a_project_in_a_synchronised_folder_is_named_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "Dropbox" / "p")
    code(project, "Vera", "school", "safety")
    [problem] = project.check()
    assert "Dropbox" in problem.what
    assert "Move it" in problem.hint
    assert "Dropbox" in coding(project.folder, "check", code=1)
    assert "Dropbox synchronises" in words(open_page(monkeypatch, "overview", project.folder))


def test_the_sample_is_copied_for_its_owner_alone(tmp_path: Path) -> None:
    project = Project.new(tmp_path / "p", sample=bundle())
    assert open_ones(project.folder) == []
