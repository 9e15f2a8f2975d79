"""A file that is being written is the old one or the new one, whenever one looks."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding.errors import CodingError
from coding.files.writing import UNFINISHED, Copies, copy, replacing, write

ROOT = Path(__file__).resolve().parents[1]
WAYS = ("write", "copy", "table")

# Kills itself when it reaches the call named: what a power cut at that moment leaves.
KILLED = """
import os, signal, sys
from pathlib import Path
from coding.files import writing
from coding.files.table_writing import write_rows

way, call, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
real = getattr(os, call)
def cut(*args):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, call, cut)
target = folder / "kept.csv"
if way == "write":
    writing.write(target, "new")
elif way == "copy":
    writing.copy(folder / "source", target)
else:
    write_rows(target, [{"a": "new"}], ["a"])
"""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_kill_before_the_last_step_leaves_the_old_file_whole(
    way: str, call: str, tmp_path: Path
) -> None:
    """What else it leaves is called unfinished, and is read by nobody."""
    (tmp_path / "kept.csv").write_text("old")
    (tmp_path / "source").write_text("new")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, way, call, str(tmp_path)], cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "kept.csv").read_text() == "old"
    left = {path.name for path in tmp_path.iterdir()} - {"kept.csv", "source"}
    assert len(left) == 1
    assert all(name.startswith(".") and name.endswith(UNFINISHED) for name in left)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200),
    st.binary(max_size=200),
    st.integers(0, 6),
    st.sampled_from([OSError(28, "No space left on device"), KeyboardInterrupt()]),
)
def test_whichever_step_fails_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, old: bytes, new: bytes, step: int, error: BaseException
) -> None:
    target = tmp_path / "kept"
    target.write_bytes(old)
    steps = iter(range(100))

    def unless(call):  # type: ignore[no-untyped-def]
        def made(*args, **more):  # type: ignore[no-untyped-def]
            if next(steps) == step:
                raise error
            return call(*args, **more)

        return made

    with pytest.MonkeyPatch.context() as patched:
        for name in ("fsync", "replace", "open", "close"):
            patched.setattr(os, name, unless(getattr(os, name)))
        try:
            write(target, new)
            outcome = {new}
        except (CodingError, OSError, KeyboardInterrupt):
            outcome = {old, new}
    assert target.read_bytes() in outcome
    for path in tmp_path.iterdir():
        assert path.name == "kept" or path.name.endswith(UNFINISHED)


@pytest.mark.parametrize(
    ("number", "hint"), [(errno.ENOSPC, "Make room on the disk"), (errno.EACCES, "a folder that")]
)
def test_why_nothing_can_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CodingError, match="cannot be written") as caught:
        write(tmp_path / "kept", b"words")
    assert hint in caught.value.hint


def test_the_content_reaches_the_disk_before_the_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, os.replace

    def fsync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "content")
        sync(handle)

    def replace(source: Path, target: Path) -> None:
        steps.append("name")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    write(tmp_path / "a", "new")
    assert steps == ["content", "name", "folder"]


@pytest.mark.parametrize("there", [True, False])
def test_what_is_written_can_be_read_by_its_owner_alone(there: bool, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("Interview")
    source.chmod(0o644)
    if there:
        target.write_text("old")
    for act in (lambda: write(target, "new"), lambda: copy(source, target)):
        act()
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_text() == "Interview"


def test_a_failed_block_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def half() -> None:
        with replacing(tmp_path / "a") as temporary:
            temporary.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "book").write_text("old")
    (tmp_path / "book").symlink_to(tmp_path / "far" / "book")
    write(tmp_path / "book", "new")
    assert (tmp_path / "book").is_symlink()
    assert (tmp_path / "far" / "book").read_text() == "new"


def test_copies_that_are_not_wanted_leave_nothing_behind(tmp_path: Path) -> None:
    copies = Copies()
    for name in ("a", "b"):
        copies.add(name.encode(), tmp_path / name)
    copies.discard()
    assert list(tmp_path.iterdir()) == []
