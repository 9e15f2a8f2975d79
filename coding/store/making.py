"""Make a project's database, whole or not at all, and say what a file is that is none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from coding.errors import DamageError, ProjectError
from coding.files.writing import UNFINISHED, keep_names
from coding.store.connection import connected, way_out

BESIDE = ("", "-wal", "-shm")
"""What SQLite adds to a database's name for the files beside it."""


def make(path: Path, version: int) -> None:
    """Make an empty database that its owner alone can read.

    It is made under another name and gets its own once it is whole, so that an empty file is
    never taken for a new project. Where another process makes one meanwhile, that one is taken.
    Raises ProjectError if it cannot be made.
    """
    left = path.with_name(f"{path.name}-wal")
    if left.exists():
        raise DamageError(
            f"{path.name} is gone, but what was last written is there",
            left.name,
            f"Put {path.name} back beside it, or move {left.name} away to begin anew.",
        )
    try:
        handle, name = tempfile.mkstemp(prefix=".coding-", suffix=UNFINISHED, dir=path.parent)
        os.close(handle)
        try:
            from coding.store.schema import bring_up_to_date  # sqlite-utils takes long to load

            with connected(Path(name)) as db:
                bring_up_to_date(db, version)
            _take_name(Path(name), path)
        finally:
            for ending in BESIDE:
                Path(name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_be_made(path, error) from error


def _take_name(made: Path, path: Path) -> None:
    """Let a file have its name, unless another has got it meanwhile."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            os.rename(made, path)
    keep_names(path.parent)


def _cannot_be_made(path: Path, error: OSError) -> ProjectError:
    return ProjectError(
        f"the project’s database cannot be made: {error.strerror}",
        str(path),
        "Make the folder writable, or copy the project elsewhere.",
    )


def not_ours(path: Path) -> DamageError:
    """Say that a file is no project's database, and the ways out."""
    what = "another program’s database, or a damaged one" if path.stat().st_size else "empty"
    return DamageError(
        f"the project’s database is {what}",
        path.name,
        way_out(path),
    )
