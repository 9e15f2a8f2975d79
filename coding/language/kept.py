"""Keep what was read of the program's own packs beside its compiled code, as Python keeps that.

To read them takes a third of a second, in each process anew. What is kept is told by the sizes and
dates of the packs and of the code that reads them, and whatever is wrong with it, they are read.
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from pathlib import Path

from coding.language import loading, shape
from coding.language.loading import read
from coding.language.shape import Pack

_DAMAGED = (
    *(OSError, ValueError, EOFError, LookupError, TypeError, AttributeError, ImportError),
    pickle.UnpicklingError,
)
"""What reading a file raises that is not there, or not as it was written."""


def read_all(folder: Path) -> tuple[Pack, ...]:
    """Read the packs of a folder, by their files' names. Raises LanguageError."""
    paths = sorted(folder.glob("*.yaml"))
    return tuple(read(path.read_text(encoding="utf-8"), path.name) for path in paths)


def packs_in(folder: Path) -> tuple[Pack, ...]:
    """Return the packs of the program's own folder, as they were read once if they are the same.

    Raises LanguageError.
    """
    files = [*sorted(folder.glob("*.yaml")), Path(loading.__file__), Path(shape.__file__)]
    stamp = [(p.name, stat.st_size, stat.st_mtime_ns) for p in files for stat in [p.stat()]]
    place = folder / "__pycache__" / f"packs.{sys.implementation.cache_tag}.pickle"
    with suppress(*_DAMAGED):
        told, packs = pickle.loads(place.read_bytes())  # noqa: S301 - beside our own compiled code
        if told == stamp:
            return tuple(packs)
    packs = read_all(folder)
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # where nothing can be written, nothing is kept
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(pickle.dumps((stamp, packs)))  # half of it is read as damaged
    return packs
