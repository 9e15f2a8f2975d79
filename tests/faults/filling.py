"""Fill the disk under a study, and see what each act does and says then.

The study lies on a file system of its own (tmpfs) in a mount namespace. A ballast leaves so many
pages free that the act fails earlier or later: on its intention, on a file, on a page of the
database, on COMMIT. Run inside the namespace, it prints one JSON line for each act that was tried.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.errors import CodingError
from coding.project import Project
from coding.store import connection
from faults.acts import ACTS
from faults.acts import attempt as possible
from faults.killing import ENVIRONMENT
from faults.looking import losses, prints

PAGE = 4096
MEGABYTES = 6
ENOUGH = 200  # free pages with which every act can be done
_APART = ("unshare", "-rm", "sh", "-c")
_MOUNT = f'mount -t tmpfs -o size={MEGABYTES}m,mode=700 tmpfs "$1" && shift && exec "$@"'


@dataclass(frozen=True, slots=True)
class Tried:
    """What an act did with so many pages free: `said` is "" where it was done.

    `false` is what it said if that was not so: said not to be done, it must have changed nothing.
    """

    kind: str
    free: int
    said: str
    false: bool
    found: list[str]


def can_fill(place: Path) -> bool:
    """Say whether a file system of one's own can be had here."""
    if not shutil.which("unshare"):
        return False
    command = [*_APART, _MOUNT, "sh", str(place), "true"]
    return subprocess.run(command, capture_output=True).returncode == 0


def fill(place: Path, study: Path, kinds: Sequence[str], pages: Sequence[int]) -> list[Tried]:
    """Try acts on copies of a study with so many pages free; return what came of each."""
    program = [sys.executable, "-m", "faults.filling"]
    order = json.dumps({"study": str(study), "kinds": list(kinds), "pages": list(pages)})
    done = subprocess.run(
        [*_APART, _MOUNT, "sh", str(place), *program, str(place), order],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return [Tried(**json.loads(line)) for line in done.stdout.splitlines()]


def seed_for(kind: str, study: Path, place: Path) -> int:
    """Return a seed with which an act of a kind can be done on a study."""
    for seed in range(50):
        folder = place / "p"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(study, folder)
        if possible(Project(folder), kind, random.Random(seed)):
            return seed
    raise AssertionError(f"{kind} cannot be done on this study")


def attempt(place: Path, study: Path, kind: str, free: int, seed: int) -> Tried:
    """Try one act; what was said is held against what is there, at once and after room was made.

    That the disk is full before the act begins is not seen: it fills up in its midst.
    """
    folder, ballast = place / "p", place / "ballast"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(study, folder)
    project = Project(folder)
    with project.store.reading() as db:
        before = prints(db, 0)
    files = held(folder)
    leave_free(ballast, free)
    connection.ROOM = 0
    said = ""
    try:
        ACTS[kind](project, random.Random(seed))
    except CodingError as error:
        said = str(error)
    at_once = held(folder)
    waiting = list(folder.glob(".coding-act-*"))
    ballast.unlink()
    found = losses(folder, before, in_flight=0 if said else 2)
    untold = held(folder) != files or (at_once != files and not waiting)
    false = bool(said) and (untold or bool(found))
    return Tried(kind, free, said, false, found)


def held(folder: Path) -> dict[str, str]:
    """Return what the files hold that people see: name → print; the database has its own test."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("project.db", ".coding-"))
    }


def leave_free(ballast: Path, pages: int) -> None:
    """Write until nothing fits any more, then give so many pages back."""
    with ballast.open("wb", buffering=0) as file:
        size = 0
        try:
            while True:
                size += file.write(bytes(PAGE))
        except OSError:
            file.truncate(max(0, size // PAGE - pages) * PAGE)
            os.fsync(file.fileno())


def main(place: Path, order: str) -> None:
    told = json.loads(order)
    origin = Path(told["study"]).parent / "elsewhere"
    origin.mkdir(exist_ok=True)
    (place / "from p").symlink_to(origin)
    study = Path(told["study"])
    for kind in told["kinds"]:
        seed = seed_for(kind, study, place)
        for free in told["pages"]:
            tried = attempt(place, study, kind, free, seed)
            print(json.dumps({name: getattr(tried, name) for name in Tried.__slots__}))
            if not tried.said and free:
                break  # with more room it can be done, too


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
