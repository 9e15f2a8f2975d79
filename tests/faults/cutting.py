"""Cut the power: from what a process asked the disk to do, rebuild what the disk may hold then.

strace records each operation on files. A disk keeps its promises and no others: what was written to
a file is there after an fsync of the file, a new name after an fsync of its folder. Of the rest
everything, nothing or any part may be there; of a write, any of its sectors. Names of one
folder are kept in the order in which they were given, as journals do.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from faults.killing import ENVIRONMENT, ROOT, WORKER

SECTOR = 512
CALLS = (
    "openat,open,creat,write,writev,pwrite64,pwritev,ftruncate,truncate,rename,renameat,renameat2,"
    "unlink,unlinkat,fsync,fdatasync,mkdir,mkdirat,link,linkat,symlink,symlinkat,lseek,sendfile,"
    "copy_file_range,fallocate"
)
KNOWN = {
    *("openat", "open", "creat", "write", "pwrite64", "ftruncate", "rename", "renameat"),
    *("renameat2", "unlink", "unlinkat", "fsync", "fdatasync", "mkdir", "mkdirat", "lseek"),
}

_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?")
_FD = re.compile(r"^(\d+)<([^>]*)>")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')

Content = Literal["all", "synced", "some"]


def can_trace() -> bool:
    """Say whether strace is there and may look at a process."""
    if not shutil.which("strace"):
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    )


def record(folder: Path, kinds: Sequence[str], *, acts: int, seed: int) -> list[Step]:
    """Let a worker do acts on a study under strace; return its steps in order."""
    order = {"folder": str(folder), "kinds": kinds, "acts": acts, "seed": seed, "in_turn": True}
    trace = folder.parent / f"{folder.name}.trace"
    command = [
        "strace",
        "-f",
        "-xx",
        "-y",
        "-s",
        "100000000",
        "-o",
        str(trace),
        "-e",
        f"trace={CALLS}",
    ]
    done = subprocess.run(
        [*command, *WORKER, json.dumps(order)],
        env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    with trace.open(encoding="ascii") as lines:
        return list(steps(lines, folder))


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: on files of the study (names from its folder), or a line said on stdout."""

    call: str
    name: str = ""
    other: str = ""
    data: bytes = b""
    at: int = 0
    line: str = ""


def steps(lines: Iterable[str], folder: Path) -> Iterator[Step]:
    """Read a trace; raise where it has an operation on the study that is not understood."""
    root = f"{folder}{os.sep}"
    place: dict[tuple[str, str], int] = {}  # where the next write to a file goes

    def inside(path: str) -> str | None:
        path = os.path.normpath(path)
        if path == str(folder):
            return "."
        return path.removeprefix(root) if path.startswith(root) else None

    own = ""
    for thread, line in whole_lines(lines):
        own = own or thread
        match = _CALL.match(line)
        if match is None:
            continue
        call, arguments, result, result_path = match.groups()
        if int(result) < 0:
            continue
        fd = _FD.match(arguments)
        if call == "write" and fd and fd[1] == "1" and thread == own:
            yield Step("say", line=_bytes(arguments).decode())
            continue
        if call.startswith("open") or call == "creat":
            name = inside(_text(result_path))
            flags = arguments.rpartition('"')[2]
            if name is None or name.endswith("-shm"):
                continue
            place[result, name] = 0
            if "O_CREAT" in flags or call == "creat":
                yield Step("create", name)
            if "O_TRUNC" in flags or call == "creat":
                yield Step("truncate", name, at=0)
            assert "O_APPEND" not in flags, line[:200]
        elif fd:
            name = inside(_text(fd[2]))
            if name is None or name.endswith("-shm"):
                continue
            assert call in KNOWN, line[:200]
            if call == "lseek":
                place[fd[1], name] = int(result)
            elif call == "write":
                data = _bytes(arguments)[: int(result)]
                at = place[fd[1], name]
                place[fd[1], name] = at + len(data)
                yield Step("write", name, data=data, at=at)
            elif call == "pwrite64":
                at = int(arguments.rpartition(", ")[2])
                yield Step("write", name, data=_bytes(arguments)[: int(result)], at=at)
            elif call == "ftruncate":
                yield Step("truncate", name, at=int(arguments.rpartition(", ")[2]))
            elif call in ("fsync", "fdatasync"):
                yield Step("sync", name)
        else:
            paths = [
                inside(os.path.join(ROOT, _text(text))) for text, _ in _STRING.findall(arguments)
            ]
            if not any(paths) or (paths[0] or "").endswith("-shm"):
                continue
            assert call in KNOWN, line[:200]
            first = paths[0] or ""
            if call.startswith("rename"):
                assert all(paths), "a file came from outside of the study"
                yield Step("rename", first, other=str(paths[1]))
            elif call.startswith("unlink"):
                yield Step("unlink", first)
            elif call.startswith("mkdir"):
                yield Step("mkdir", first)


def whole_lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (thread, call) of a trace, each call where it has returned: threads cut into calls."""
    begun: dict[str, str] = {}
    for line in lines:
        thread, _, call = line.rstrip("\n").partition(" ")
        call = call.lstrip()
        if call.endswith("<unfinished ...>"):
            begun[thread] = call.removesuffix("<unfinished ...>").rstrip()
            continue
        if resumed := re.match(r"<\.\.\. \w+ resumed>", call):
            call = begun.pop(thread, "") + call[resumed.end() :]
        yield thread, call


def _text(escaped: str | None) -> str:
    return os.fsdecode(_unescaped(escaped or ""))


def _bytes(arguments: str) -> bytes:
    match = _STRING.search(arguments)
    assert match, arguments[:200]
    assert not match[2], "strace cut it short"
    return _unescaped(match[1])


def _unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


@dataclass
class Node:
    """A file: what it holds on a disk that lost power, and what was asked of it since."""

    synced: bytes = b""
    since: list[Step] = field(default_factory=list)

    def content(self, kind: Content, chance: random.Random) -> bytes:
        data = bytearray(self.synced)
        if kind == "synced":
            return bytes(data)
        for step in self.since:
            if kind == "some" and chance.random() < 0.5:
                continue
            if step.call == "truncate":
                del data[step.at :]
                data.extend(bytes(step.at - len(data)))
                continue
            end = step.at + len(step.data)
            data.extend(bytes(max(0, end - len(data))))
            if kind == "some" and chance.random() < 0.5:
                _tear(data, step, chance)
            else:
                data[step.at : end] = step.data
        return bytes(data)


def _tear(data: bytearray, step: Step, chance: random.Random) -> None:
    """Let some sectors of a write reach the disk, and others not."""
    for begin in range(0, len(step.data), SECTOR):
        if chance.random() < 0.5:
            piece = step.data[begin : begin + SECTOR]
            data[step.at + begin : step.at + begin + len(piece)] = piece


class Disk:
    """A disk with a study on it; `play` what a process asks, `write_out` what a cut leaves."""

    def __init__(self, folder: Path) -> None:
        self.folders: set[str] = {"."}
        self.names: dict[str, Node] = {}
        for path in folder.rglob("*"):
            name = str(path.relative_to(folder))
            if path.is_dir():
                self.folders.add(name)
            elif not name.endswith("-shm"):
                self.names[name] = Node(path.read_bytes())
        self.kept_names = dict(self.names)
        self.renamed: dict[str, list[dict[str, Node | None]]] = {}
        self.said: list[str] = []

    def play(self, step: Step) -> None:
        """Do one step."""
        if step.call == "say":
            self.said.append(step.line.rstrip("\n"))
        elif step.call == "mkdir":
            self.folders.add(step.name)  # a folder without its files is no loss
        elif step.call == "create":
            if step.name not in self.names:
                self._rename({step.name: Node()})
        elif step.call in ("write", "truncate"):
            self.names[step.name].since.append(step)
        elif step.call == "rename":
            self._rename({step.other: self.names[step.name], step.name: None})
        elif step.call == "unlink":
            self._rename({step.name: None})
        elif step.call == "sync":
            if step.name in self.folders:
                for change in self.renamed.pop(step.name, []):
                    _put(self.kept_names, change)
            else:
                node = self.names[step.name]
                node.synced = node.content("all", random.Random())
                node.since.clear()

    def _rename(self, change: dict[str, Node | None]) -> None:
        _put(self.names, change)
        place = os.path.dirname(next(iter(change))) or "."
        self.renamed.setdefault(place, []).append(change)

    def write_out(self, folder: Path, kind: Content, chance: random.Random) -> None:
        """Write the study as the disk may hold it if the power is cut now."""
        names = dict(self.names if kind == "all" else self.kept_names)
        if kind == "some":
            for changes in self.renamed.values():
                for change in changes[: chance.randrange(len(changes) + 1)]:
                    _put(names, change)
        for name in self.folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, node in names.items():
            (folder / name).write_bytes(node.content(kind, chance))


def _put(names: dict[str, Node], change: dict[str, Node | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node
