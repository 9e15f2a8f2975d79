"""Look whether anything is lost, half done or missing from the log, whatever happened to a study.

Every act that returned was acknowledged with a print of its row in the log and of all that the
log says it changed. So it is lost if the log does not have it as acknowledged, or if what stands in
the database and the files is not what the log, played from its beginning, says must stand there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from coding.files.writing import UNFINISHED
from coding.project import Project
from coding.store import twofold
from coding.store.changes import COUNTED, LOGGED, OF_INTERVIEWS, load
from coding.store.connection import Connection


def prints(db: Connection, after: int) -> dict[int, str]:
    """Return number → print of the acts that came after a number."""
    found = {}
    acts = "SELECT seq, id, coder, verb, summary, reverses FROM acts WHERE seq > ? ORDER BY seq"
    for act in db.execute(acts, [after]).fetchall():
        changes = db.execute(
            'SELECT n, "table", key, before, after FROM changes WHERE act = ? ORDER BY n',
            [act["seq"]],
        )
        told = json.dumps([tuple(act), *map(tuple, changes)])
        found[act["seq"]] = hashlib.sha256(told.encode()).hexdigest()[:16]
    return found


def losses(
    folder: Path,
    acknowledged: Mapping[int, str],
    *,
    brought_from: Path | None = None,
    in_flight: int = 2,
) -> list[str]:
    """Open a study again; list what is lost, half done or unlogged, [] if nothing.

    `brought_from` has the interviews imported from elsewhere. `in_flight` is how many rows
    of the log may be there that nobody was told of: those of the act that was cut short. What an
    interruption leaves in `*.unfinished` may be deleted: it is.
    """
    for path in folder.rglob(f"*{UNFINISHED}"):
        path.unlink()
    project = Project(folder)
    found = whole(project)
    with project.store.reading() as db:
        there = prints(db, 0)
        found += [
            f"act {seq} is lost" if seq not in there else f"act {seq} is not as acknowledged"
            for seq, told in acknowledged.items()
            if there.get(seq) != told
        ]
        newest = max(acknowledged, default=0)
        if acknowledged and sum(seq > newest for seq in there) > in_flight:
            found.append("there are acts that nobody did")
        found += unlike_the_log(db)
        found += codes_unlike_the_book(db, project)
    found += files_unlike_the_list(project, brought_from or folder.parent / f"from {folder.name}")
    return found


def whole(project: Project) -> list[str]:
    """List where files and database disagree, and what `check` finds."""
    found = [f"{p.where}: {p.what}" for p in project.check()]
    for name in ("codebook.yaml", "transcripts/participants.csv"):
        file = project.folder / name
        copy = project.store.files.get(file.name)
        if copy is None or hashlib.sha256(file.read_bytes()).hexdigest() != copy.sha256:
            found.append(f"{name} and its copy differ")
    book = project.codes.book()
    found += [f"coding on {c.code}" for c in project.codings.all() if c.code not in book.by_id]
    found += [path.name for path in project.folder.rglob(f"{twofold.PREFIX}*")]
    found += [path.name for path in project.folder.rglob("*.unfinished")]
    return found


def unlike_the_log(db: Connection) -> Iterator[str]:
    """Play the log from its beginning and list the rows that do not stand as it says."""
    for table in (*LOGGED, *OF_INTERVIEWS):
        wanted: dict[str, dict[str, object] | None] = {}
        changes = 'SELECT key, after FROM changes WHERE "table" = ? ORDER BY act, n'
        for key, after in db.execute(changes, [table]).fetchall():
            wanted[key] = load(after)
        there = {
            str(row["id"]): dict(row) for row in db.execute(f'SELECT * FROM "{table}"').fetchall()
        }
        for key in wanted.keys() | there.keys():
            row, told = there.get(key), wanted.get(key)
            if row is None and told is not None:
                yield f"{key} in {table} is lost, the log has it"
            elif row is not None and told is None:
                if table in OF_INTERVIEWS and key not in wanted:
                    continue  # as it came in with its interview
                yield f"{key} in {table} has no row in the log"
            elif (
                row
                and told
                and any(
                    row.get(name) != value
                    for name, value in told.items()
                    if name not in COUNTED.get(table, ())
                )
            ):
                yield f"{key} in {table} is not as the log has it"
    taken_back: dict[int, bool] = {}
    acts = db.execute("SELECT seq, verb, state, reverses FROM acts ORDER BY seq").fetchall()
    for act in acts:
        if act["reverses"]:
            taken_back[act["reverses"]] = act["verb"] == "undo"
    for act in acts:
        if taken_back.get(act["seq"]) is not None:
            undone = act["state"] != "done"
            if undone is not taken_back[act["seq"]]:
                yield f"act {act['seq']} is half undone"


def codes_unlike_the_book(db: Connection, project: Project) -> list[str]:
    """List where the table of codes and codebook.yaml differ."""
    rows = db.execute("SELECT id, name, parent FROM codes WHERE retired = 0").fetchall()
    there = {tuple(row) for row in rows}
    book = {(code.id, code.name, code.parent) for code in project.codes.book()}
    return [f"code {code} stands in one of the two" for code in sorted(there ^ book)]


def files_unlike_the_list(project: Project, brought_from: Path) -> Iterator[str]:
    """List the interviews without a file, and copies that are half of what they were made from."""
    place = project.folder / "transcripts"
    for info in project.transcripts.all():
        if not (place / info.file).is_file():
            yield f"{info.name} has no file"
    for path in place.glob("E*.txt"):
        source = brought_from / path.name
        if source.is_file() and path.read_bytes() != source.read_bytes():
            yield f"{path.name} is half a copy"


def told(lines: Iterable[str]) -> dict[int, str]:
    """Return number → print of what a process acknowledged: `did KIND SEQ:PRINT ...`."""
    found: dict[int, str] = {}
    for line in lines:
        if line.startswith("did "):
            for word in line.split("\t")[1].split():
                seq, _, told = word.partition(":")
                found[int(seq)] = told
    return found
