"""Work on a project in another process, to be killed or to crowd it; and look what is left.

Run as a program it is that other process: it opens the project, says "ready", waits for a line
on stdin, then codes and imports at random, and prints each id once the act has returned.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from studies import lay_out

from coding.files.writing import UNFINISHED
from coding.project import Project

CODES = ("safety", "prices", "return", "fear")
SENTENCES = 300
TOGETHER = 3  # interviews imported as one act


@dataclass
class Known:
    """What processes were told is done: ids of codings, and files imported."""

    codings: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def note(self, line: str) -> None:
        """Take in one whole line that a process printed."""
        kind, _, what = line.partition(" ")
        if kind == "coding":
            self.codings.add(what)
        elif kind == "file":
            self.files.add(what)


def field_of_work(place: Path) -> Project:
    """Make a project with one interview of some length."""
    text = "\n\n".join(
        f"{'IR'[n % 2]}: Sentence {n} is safe 🙂 and has words." for n in range(SENTENCES)
    )
    return Project(lay_out(place / "p", {"long.txt": text}))


def start(project: Project, worker: str, *, codings: int = 0) -> subprocess.Popen[str]:
    """Start a process that makes so many codings, or works until it is killed (0)."""
    root = Path(__file__).resolve().parents[1]
    return subprocess.Popen(
        [sys.executable, __file__, str(project.folder), worker, str(codings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


def go(process: subprocess.Popen[str]) -> None:
    """Wait until a process is ready, and let it begin."""
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    process.stdin.write("\n")
    process.stdin.flush()


def kill_after(project: Project, worker: str, seconds: float, known: Known) -> None:
    """Let a process work for a moment, kill it, and note what it had been told is done."""
    process = start(project, worker)
    go(process)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    out, err = process.communicate()
    assert (process.returncode, err) == (-signal.SIGKILL, "")
    for line in out.splitlines(keepends=True):
        if line.endswith("\n"):
            known.note(line.strip())


def losses(folder: Path, known: Known) -> list[str]:
    """Open a project again and list what is lost, half done or not in the log; [] if nothing."""
    project = Project(folder)
    told = [p for p in project.check() if not p.where.endswith(UNFINISHED)]
    found = [f"{p.where}: {p.what}" for p in told]
    there = {c.id for c in project.codings.all()}
    found += [f"coding {key} is lost" for key in known.codings - there]
    infos = {t.file: t for t in project.transcripts.all()}
    found += [f"interview {name} is lost" for name in known.files - set(infos)]
    for info in infos.values():
        transcript = project.transcripts.get(info.id)
        if not transcript.turns or len(transcript.text) != info.length:
            found.append(f"{info.name} is half imported")
        if not (project.folder / "transcripts" / info.file).exists():
            found.append(f"{info.name} has no file")
    for path in project.transcripts.waiting():
        whole = (folder.parent / f"from {path.name.split('-')[1]}" / path.name).read_bytes()
        if path.read_bytes() != whole:
            found.append(f"{path.name} is half a copy that passes for a whole interview")
    imports = {len(a.summary) for a in project.store.log.acts() if a.verb == "import"}
    if imports and (len(infos) - 1) % TOGETHER:
        found.append("part of an import is there")
    return found


def work(folder: Path, worker: str, codings: int) -> None:
    """Code and import, printing what is done."""
    chance = random.Random(worker)
    project = Project(folder)
    info = project.transcripts.info("long")
    project.transcripts.preview("warm.txt", b"I: Why?\n\nR: Because of that.")  # what loads late
    print("ready", flush=True)
    sys.stdin.readline()
    place = folder.parent / f"from {worker}"
    for n in range(codings) if codings else itertools.count():
        if not codings and n % 4 == 3:
            names = [f"E-{worker}-{n}-{i}.txt" for i in range(TOGETHER)]
            place.mkdir(exist_ok=True)
            for name in names:
                (place / name).write_text(f"I: Why?\n\nR: {name} " + "because of that. " * 900)
            report = project.transcripts.import_files(
                [place / name for name in names], coder=worker
            )
            assert report.failed == [], report.failed
            for name in names:
                print("file", name, flush=True)
        else:
            at = n * 7 % (info.length - 60) if codings else chance.randrange(info.length - 60)
            done = project.codings.apply(
                info.id, at, at + 20 + n % 37, [CODES[n % 4]], coder=f"{worker} {n}"
            )
            print("coding", done.codings[0], flush=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
