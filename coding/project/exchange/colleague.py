"""Read a colleague's copy of a study: its folder, its database, or a backup of it.

The copy is laid out anew in a private room and never written to. What it holds comes through the
same door as any other program's project, so that nothing of it is doubled and nothing wins in
silence. A coding that was taken off here meanwhile is not put on again, but listed; what was taken
off there stays here, and is counted.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import FileError
from coding.exchange import reading
from coding.files.writing import copy
from coding.model import sha256
from coding.model.exchange import ForeignProject, UnplacedPiece
from coding.project.backups import bring_back
from coding.store.backups import DATABASE
from coding.store.files import CODEBOOK

if TYPE_CHECKING:
    from coding.project import Project

BACKUP = ".zip"
COPIED = ("transcripts", "survey", "exchange")


def is_copy(path: Path) -> bool:
    """Say whether a path may be a copy of a study: a folder with one, its database, a backup.

    >>> is_copy(Path("Study.zip")), is_copy(Path("project.db")), is_copy(Path("notes.db"))
    (True, True, False)
    """
    if path.is_dir():
        return (path / DATABASE).exists()
    return path.suffix.lower() == BACKUP or path.name == DATABASE


def read_copy(project: Project, path: Path, where: str) -> ForeignProject:
    """Return what a copy of a study holds; raises CodingError."""
    if path.resolve() in (project.folder, project.folder / DATABASE):
        raise FileError("this is the study itself", where, "Name the other copy.")
    if not path.exists():
        raise FileError("there is no such file", where, "Check its name and folder.")
    with project.room() as room:
        folder = room / (path if path.is_dir() else path.parent).resolve().name
        folder.mkdir()
        source = path
        if path.is_dir() or path.name == DATABASE:
            beside = path if path.is_dir() else path.parent
            _lay_out(beside, folder)
            source = beside / DATABASE
        bring_back(folder, source, coder="")
        theirs = type(project)(folder)
        written = room / "copy.qdpx"
        behind = theirs.exchange.write(written).notes
        foreign = reading.read(written, where)
        foreign = replace(foreign, name=_called(path, where), notes=(*foreign.notes, *behind))
        removed_there = theirs.store.log.codings_taken_off()
    return _without_what_was_taken_off(project, foreign, removed_there)


def _called(path: Path, where: str) -> str:
    """Return what a copy is called by people: never by the place where it was read."""
    if path.is_dir():
        return path.resolve().name
    told = Path(where)
    return told.stem if told.name != DATABASE else told.parent.name


def _lay_out(source: Path, folder: Path) -> None:
    """Copy what stands in a study's folder beside its database; raises CodingError."""
    files = [source / CODEBOOK]
    files += [file for name in COPIED for file in (source / name).rglob("*")]
    for file in files:
        if file.is_file() and not file.is_symlink():
            inside = file.relative_to(source)
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            try:
                copy(file, folder / inside)
            except OSError as error:
                raise FileError(
                    f"it cannot be read: {error.strerror or error}",
                    f"{source.name}/{inside.as_posix()}",
                    "Close it in other programs, or ask for a backup of the study instead.",
                ) from error


def _without_what_was_taken_off(
    project: Project, foreign: ForeignProject, removed_there: frozenset[str]
) -> ForeignProject:
    """Leave out, and list, codings that were taken off here; count those taken off there."""
    here = {key.casefold() for key in project.store.log.codings_taken_off()}
    names = {source.key: source.name for source in foreign.sources}
    pieces = tuple(
        UnplacedPiece(
            where=names.get(coding.source, ""),
            words=coding.text,
            why="this coding was taken off here; put it on again if it is wanted",
        )
        for coding in foreign.codings
        if coding.key.casefold() in here
    )
    notes = list(foreign.notes)
    gone = len(removed_there & {coding.id for coding in project.codings.all()})
    if gone:
        notes.append(
            f"{gone} coding{'' if gone == 1 else 's'} of this study "
            f"{'was' if gone == 1 else 'were'} taken off in the copy; nothing is taken off here"
        )
    listed = project.transcripts.all()
    if not {info.id for info in listed} & {source.key for source in foreign.sources}:
        texts = {info.sha256 for info in listed}
        same = sum(sha256(source.text) in texts for source in foreign.sources)
        but = f", though {same} of its texts are the same" if same else ""
        notes.append(f"None of its interviews is one of this study’s: it is another study{but}")
    return replace(
        foreign,
        codings=tuple(c for c in foreign.codings if c.key.casefold() not in here),
        notes=tuple(notes),
        unplaced=(*foreign.unplaced, *pieces),
    )
