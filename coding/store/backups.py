"""Back a project up: its database and the files beside it, as one archive that proves itself.

An archive holds what cannot be made again: the database, codebook.yaml, the tables and interviews
in transcripts/ and the files in survey/. Where interviews and surveys are large, backups that are
made by themselves leave the largest out; the database has every interview's text. What was left
out, or cannot be read, is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coding.errors import CodingError, ProjectError
from coding.files import archive
from coding.files.private import private_folder, room
from coding.files.rotation import staying
from coding.files.writing import UNFINISHED, replacing
from coding.store.backup_names import BACKUPS, MOMENT, Backup, Why, backups, name_of
from coding.store.copies import Snapshot, snapshot
from coding.store.files import CODEBOOK, PLACES

DATABASE = "project.db"
FOLDERS = ("transcripts", "survey", "exchange")
DRAFTS = (".docx", ".md", ".txt")
"""Endings of report drafts beside a survey: nothing here changes them, so no restore does."""

SMALL = 50_000_000
"""Bytes of interviews and surveys that backups made by themselves carry along."""

LARGE = 64_000_000
"""Bytes above which a file is left out, and said to be: a recording that another program had."""

STAY = 5
"""How many of those made before a migration or before a restore stay."""


def keep(database: Path, why: Why) -> Backup:
    """Make a backup beside the database, and take away those that are not to stay.

    None goes for one made before a restore, lest it be the one that is brought back.

    Raises CodingError if it cannot be made: nothing is taken away then.
    """
    folder = own_folder(database)
    most = SMALL if why in (Why.ITSELF, Why.MIGRATION) else None
    with room(database.parent) as place:
        copied, told, members = _gathered(database, place, why, most)
        at = datetime.now(UTC)
        made = Backup(folder / name_of(at, copied.revision, why), at, copied.revision, why)
        archive.pack(made.path, members, told)
    if why is not Why.RESTORE:
        thin_out(database)
    return made


def write(database: Path, target: Path) -> str:
    """Write a backup to a file, whole or not at all; return its SHA-256.

    One whose name ends in .db is the database alone. Raises CodingError.
    """
    if target.suffix.lower() == ".db":
        with replacing(target) as temporary:
            snapshot(database, temporary)
            return archive.sha256_of(temporary)
    with room(database.parent) as place:
        _, told, members = _gathered(database, place, Why.BY_HAND, None)
        return archive.pack(target, members, told)


def keep_damaged(database: Path) -> Path:
    """Put a database that cannot be copied any more into an archive as it is, before a restore."""
    beside = [database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm")]
    files = {path.name: path for path in beside if path.is_file()}
    at = datetime.now(UTC)
    target = own_folder(database) / f"{at:{MOMENT}}-as-it-was.zip"
    files |= {name: path for name, path in _files(database.parent) if path.is_file()}
    archive.pack(target, files, {"made": at.isoformat(), "why": "damaged", "checked": False})
    return target


def thin_out(database: Path) -> None:
    """Take away the backups whose time has passed; those made by hand stay."""
    listed = backups(database)
    stay = staying(backup.at for backup in listed if backup.why is Why.ITSELF)
    for why in (Why.MIGRATION, Why.RESTORE):
        stay |= {backup.at for backup in [b for b in listed if b.why is why][:STAY]}
    for backup in listed:
        if backup.why is not Why.BY_HAND and backup.at not in stay:
            with suppress(OSError):
                backup.path.unlink()


def own_folder(database: Path) -> Path:
    """Return the folder of the backups, made for its owner alone and kept out of git."""
    folder = database.parent / BACKUPS
    ignore = folder / ".gitignore"
    try:
        private_folder(folder).chmod(0o700)
        if not ignore.exists():
            with replacing(ignore) as temporary:
                temporary.write_text("*\n", "utf-8")
    except OSError as error:
        raise ProjectError(
            f"backups cannot be kept: {error.strerror}", str(folder), "Make the folder writable."
        ) from error
    return folder


def _gathered(
    database: Path, place: Path, why: Why, most: int | None
) -> tuple[Snapshot, dict[str, Any], dict[str, Path | bytes]]:
    """Copy the database into `place`; return what it holds, the manifest, and what to pack."""
    folder = database.parent
    archive.check_room(place, 2 * database.stat().st_size)
    copied = snapshot(database, place / DATABASE, tuple(PLACES.values()))
    members: dict[str, Path | bytes] = {DATABASE: place / DATABASE}
    members |= {name: content for name, content in copied.files.items() if content is not None}
    left_out = []
    taken = 0
    for name, path in _files(folder):
        if name in copied.files:
            continue
        try:
            size = path.stat().st_size
        except OSError:
            continue
        small = most is None or path.suffix.lower() == ".csv" or taken + size <= most
        if not (archive.plain(name) and small and size <= LARGE and _can_be_read(path)):
            left_out.append(name)
            continue
        taken += size
        members[name] = path
    told = {
        "project": folder.name,
        "made": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "why": str(why),
        "revision": copied.revision,
        "version": copied.version,
        "held": dict(copied.held),
        "rows": dict(copied.rows),
        "left_out": sorted(left_out),
        "checked": True,
    }
    return copied, told, members


def _files(folder: Path) -> list[tuple[str, Path]]:
    """List codebook.yaml and the files in the project's folders, by name, the smallest first."""
    listed = [folder / CODEBOOK]
    for name in FOLDERS:
        with suppress(OSError):
            listed += [p for p in (folder / name).rglob("*") if p.is_file()]
    named = [
        (path.relative_to(folder).as_posix(), path)
        for path in listed
        if not path.name.endswith(UNFINISHED)
        and not (path.parent.name == "survey" and path.suffix.lower() in DRAFTS)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return sorted(named, key=lambda file: (_size(file[1]), file[0]))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _can_be_read(path: Path) -> bool:
    """Say whether a file can be read: one that cannot must not keep all else out of a backup."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def told_of(backup: Backup) -> Mapping[str, Any]:
    """Return what a backup's manifest says, {} if it cannot be read."""
    try:
        return archive.manifest(backup.path)
    except CodingError:
        return {}
