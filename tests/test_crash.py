"""What a power cut of the program promises: nothing acknowledged is lost, nothing half is there.

The long versions are in `bench/test_crash_bench.py`.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from crashing import Known, field_of_work, go, kill_after, losses, start
from studies import lay_out

from coding.project import Project


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    """A process that codes and imports is killed after 0 to 0.4 seconds, until much was done."""
    project = field_of_work(tmp_path)
    chance = random.Random(12)
    known = Known()
    kills = 0
    while kills < 12 or len(known.codings) <= 10 or len(known.files) <= 5:
        assert kills < 60, f"{len(known.codings)} codings and {len(known.files)} files were done"
        kill_after(project, f"w{kills}", chance.uniform(0, 0.4), known)
        kills += 1
        assert losses(project.folder, known) == []


def test_eight_processes_at_once_lose_nothing_and_see_no_error(tmp_path: Path) -> None:
    project = field_of_work(tmp_path)
    crowd(project, processes=8, codings=20)


def crowd(project: Project, *, processes: int, codings: int) -> None:
    """Let processes code at the same moment; all must be there, and no error shown."""
    known = Known()
    crew = [start(project, f"w{n}", codings=codings) for n in range(processes)]
    for process in crew:
        go(process)
    for process in crew:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        for line in out.splitlines():
            known.note(line)
    assert len(known.codings) == processes * codings
    assert {c.id for c in project.codings.all()} == known.codings
    assert losses(project.folder, known) == []
    acts = [a for a in project.store.log.acts() if a.verb == "apply"]
    assert len(acts) == processes * codings


def test_a_folder_opened_for_the_first_time_by_several_at_once_is_read_in_once(
    tmp_path: Path,
) -> None:
    texts = {f"{n}.txt": f"I: Why?\n\nR: Because of {n}." for n in range(30)}
    rows = "".join(f"{n},safety,ana,Because of {n}.\n" for n in range(30))
    table = {"codings.csv": f"transcript,code,coder,text\n{rows}"}
    folder = lay_out(tmp_path / "p", texts, others=table)
    command = [sys.executable, "-m", "coding", "status", "--json", "--project", str(folder)]
    crew = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in crew:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, "")
    project = Project(folder)
    assert (len(project.transcripts.all()), len(project.codings.all())) == (30, 30)
    assert project.check() == []


def test_a_first_opening_that_is_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    """Neither interviews nor the codings beside them are left out for good."""
    project = field_of_work(tmp_path)
    rows = "".join(f"long,safety,ana,Sentence {n} is safe\n" for n in range(100, 200))
    table = project.folder / "transcripts" / "codings.csv"
    table.write_text(f"transcript,code,coder,text\n{rows}")
    (project.folder / "project.db").unlink()
    for seconds in (0.15, 0.2, 0.25, 0.3, 0.35):
        process = start(project, "w", codings=1)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        process.communicate()
    again = Project(project.folder)
    assert len([c for c in again.codings.all() if c.coder == "ana"]) == 100
    # What a kill left of a file that was being written is said, and harms nothing.
    assert [p for p in again.check() if not p.where.endswith(".unfinished")] == []
