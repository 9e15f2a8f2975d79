"""Work on studies in processes of their own: to be killed, to be traced, or to crowd one study.

    python -m faults.worker           a nursery: forks workers, a JSON order on each line of stdin
    python -m faults.worker ORDER     the worker itself, for strace

A worker says `ready PID`, and after each act that returned `did KIND<tab>SEQ:PRINT ...`, one
write for each line.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
import time
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import coding.project.drafts  # noqa: F401 (so that no worker spends its life on loading it)
from coding.errors import Conflict
from coding.model import Participant
from coding.project import Project
from faults.acts import ACTS, attempt
from faults.looking import prints

TOGETHER = 5  # acts for which somebody else has the study open, or not


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def work(order: dict[str, Any]) -> None:
    """Do acts of the kinds asked for, so many or until killed (0).

    Now and then somebody else has the study open: SQLite then leaves what is new in its WAL file.
    """
    chance = random.Random(order["seed"])
    project = Project(Path(order["folder"]))
    kinds: list[str] = order["kinds"] or list(ACTS)
    seen = project.log.revision()
    say(f"ready {os.getpid()}")
    with ExitStack() as others:
        for n in itertools.count():
            if order["acts"] and n >= order["acts"]:
                break
            if n % TOGETHER == 0:
                others.close()
                if chance.random() < 0.5:
                    others.enter_context(project.store.reading()).execute("SELECT * FROM acts")
            kind = kinds[n % len(kinds)] if order.get("in_turn") else chance.choice(kinds)
            if attempt(project, kind, chance):
                with project.store.reading() as db:
                    fresh = prints(db, seen)
                seen = max(fresh, default=seen)
                say(f"did {kind}\t" + " ".join(f"{seq}:{told}" for seq, told in fresh.items()))


# ── many at once ──


def crowd(order: dict[str, Any], name: str, gate: int) -> None:
    """Write one's share together with others: `did WHAT<tab>MILLISECONDS` or `conflict`."""
    project = Project(Path(order["folder"]))
    project.codes.book()
    say(f"ready {os.getpid()}")
    os.read(gate, 1)  # opens when all are ready
    for n in range(order["acts"]):
        begin = time.perf_counter()
        try:
            what = CROWDS[order["what"]](project, name, n)
        except Conflict:
            say("conflict")
            continue
        say(f"did {what}\t{(time.perf_counter() - begin) * 1000:.2f}")


def code(project: Project, name: str, n: int) -> str:
    start = n * 3
    done = project.codings.apply("Vera", start, start + 20, ["safety"], coder=f"{name} {n}")
    return done.codings[0]


def note(project: Project, name: str, n: int) -> str:
    [old] = project.memos.all(kind="project")
    text = f"{old.text} {name}.{n}"
    project.memos.write("project", "", text, coder=name, key=old.id, version=old.version)
    return f"{name}.{n}"


def define(project: Project, name: str, n: int) -> str:
    """Add a word to a definition, as a form would: against what it showed."""
    old = project.codes.get("fear")
    text = f"{old.definition} {name}.{n}".strip()
    project.codes.edit("fear", {"definition": text}, coder=name)
    return f"{name}.{n}"


def take_in(project: Project, name: str, n: int) -> str:
    """Add a participant to the table, as a form would: against what it showed."""
    people = project.participants.all()
    fresh = Participant(id=f"{name}.{n}", pseudonym=name)
    project.participants.save([*people, fresh], coder=name)
    return f"{name}.{n}"


CROWDS = {"codings": code, "memo": note, "definition": define, "participants": take_in}


# ── the nursery ──


def nurse() -> None:
    """Fork workers as ordered, one order after the other; say `over STATUS...` after each."""
    while line := sys.stdin.readline():
        order = json.loads(line)
        closed, opens = os.pipe()
        pids = []
        for n in range(order.get("crew", 1)):
            pid = os.fork()
            if pid == 0:
                os.close(opens)
                live(order, n, closed)
            pids.append(pid)
        os.close(closed)
        if "what" in order:
            sys.stdin.readline()
        os.close(opens)
        statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        say(f"over {' '.join(map(str, statuses))}")


def live(order: dict[str, Any], n: int, gate: int) -> None:
    """Be a worker, and end without tidying what belongs to the nursery."""
    status = 1
    try:
        crowd(order, f"w{n}", gate) if "what" in order else work(order)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(json.loads(sys.argv[1]))
    else:
        nurse()
