"""Order workers from a nursery, kill them at random moments, or let a crew of them crowd a study.

A worker is forked from a process that has loaded everything: it begins at once, so that a kill
meets an act and not the loading of the program.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coding.store import twofold
from faults.looking import told

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
WORKER = [sys.executable, "-m", "faults.worker"]


@dataclass
class Told:
    """What workers acknowledged: number → print of each act, and how many of each kind."""

    acts: dict[int, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def note(self, lines: list[str]) -> None:
        self.lines += lines
        self.acts |= told(lines)
        for line in lines:
            if line.startswith("did "):
                self.kinds[line.removeprefix("did ").partition("\t")[0]] += 1


@dataclass
class Nursery:
    """A process that forks workers."""

    process: subprocess.Popen[str]

    def order(self, **order: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the nursery died"
        return line.rstrip("\n")

    def rest(self) -> tuple[list[str], list[int]]:
        """Return what is said until the workers are over, and what they ended with."""
        lines: list[str] = []
        while not (line := self.line()).startswith("over "):
            lines.append(line)
        return lines, [int(word) for word in line.split()[1:]]

    def kill_at(self, moment: Moment, known: Told, **order: Any) -> None:
        """Let a worker begin, kill it at a moment, and note what it had acknowledged."""
        self.order(acts=0, **order)
        pid = int(self.line().removeprefix("ready "))
        known.note([self.line() for _ in range(moment.acts)])
        moment.wait(Path(order["folder"]))
        os.kill(pid, signal.SIGKILL)
        lines, statuses = self.rest()
        known.note(lines)
        assert statuses == [-signal.SIGKILL]

    def crowd(self, folder: Path, what: str, *, crew: int, acts: int) -> Told:
        """Let workers begin at one moment; return what they were told."""
        assert self.process.stdin
        self.order(folder=str(folder), what=what, crew=crew, acts=acts)
        ready = [self.line() for _ in range(crew)]
        assert all(line.startswith("ready ") for line in ready)
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        lines, statuses = self.rest()
        assert statuses == [0] * crew
        return Told(lines=lines)


@dataclass(frozen=True)
class Moment:
    """When to kill: after so many acts and seconds, or so soon after the next intention."""

    acts: int
    seconds: float
    in_the_midst: bool

    def wait(self, folder: Path) -> None:
        until = time.monotonic() + 0.3
        while self.in_the_midst and time.monotonic() < until:
            if any(name.startswith(twofold.PREFIX) for name in os.listdir(folder)):
                break
        time.sleep(self.seconds)

    @classmethod
    def some(cls, chance: random.Random) -> Moment:
        """Return a moment, every second one within an act over file and database."""
        midst = chance.random() < 0.5
        return cls(chance.randrange(5), chance.uniform(0, 0.004 if midst else 0.1), midst)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start a nursery, and end it."""
    process = subprocess.Popen(
        WORKER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(30)
        assert process.stdout
        process.stdout.close()
