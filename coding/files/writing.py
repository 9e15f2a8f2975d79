"""Write files whole or not at all.

What is written goes to a file of its own in the same folder, reaches the disk, and only then
takes the old one's place, in one step of the file system. So a reader, a kill, a full disk or a
power cut meets the old file or the new one. What an interruption leaves behind ends in
`UNFINISHED` and may be deleted. New files can be read by their owner alone.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from coding.errors import CodingError

UNFINISHED = ".unfinished"

WAITING = 8
"""Files that are copied, and wait for the disk, at the same time: it takes them in one go."""


def check_suffix(path: Path, suffixes: Sequence[str]) -> str:
    """Return the file's ending in lower case; raises CodingError if it is none of these."""
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise CodingError(
            f"`{suffix}` files cannot be written here" if suffix else "the file has no ending",
            str(path),
            f"Let the name end in {' or '.join(suffixes)}.",
        )
    return suffix


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Hand out a temporary file in the same folder; it takes the place of `path` at the end.

    If the block fails, `path` stays as it was and nothing is left behind. A link is followed.
    Raises CodingError where nothing can be written.
    """
    target = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=".coding-", suffix=UNFINISHED, dir=target.parent)
    except OSError as e:
        raise _unwritable(path, e) from e
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _reach_the_disk(temporary)
        os.replace(temporary, target)
        keep_names(target.parent)
    except OSError as e:
        raise _unwritable(path, e) from e
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def write(path: Path, content: str | bytes) -> None:
    """Write a text (as UTF-8, line ends as they are) or bytes; raises CodingError."""
    with replacing(path) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)


def copy(source: Path, target: Path) -> None:
    """Copy a file's content; raises CodingError, and OSError where the source cannot be read."""
    with (
        source.open("rb") as original,
        replacing(target) as temporary,
        temporary.open("wb") as file,
    ):
        shutil.copyfileobj(original, file)


class Copies:
    """Copies of many files, made while others work, before they take their places together."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WAITING, thread_name_prefix="copies")
        self._made: list[tuple[Future[Path], Path]] = []

    def add(self, source: Path | bytes, target: Path) -> None:
        """Begin to copy a file or bytes, to stand at `target` once `put` was called."""
        self._made.append((self._pool.submit(_copy, source, target.parent), target))

    def put(self) -> None:
        """Wait until all copies have reached the disk, let them take their places.

        Raises OSError if one cannot be made: then none takes its place.
        """
        made = [(copy.result(), target) for copy, target in self._made]
        for temporary, target in made:
            os.replace(temporary, target)
        for folder in {target.parent for _, target in made}:
            keep_names(folder)
        self._pool.shutdown()

    def discard(self) -> None:
        """Take the copies away again, those that have their places too."""
        self._pool.shutdown(cancel_futures=True)
        for copy, target in self._made:
            if not copy.cancelled() and not copy.exception():
                copy.result().unlink(missing_ok=True)
                target.unlink(missing_ok=True)


def _copy(source: Path | bytes, folder: Path) -> Path:
    """Copy a file or bytes to one of its own in a folder, and let it reach the disk."""
    handle, name = tempfile.mkstemp(prefix=".coding-", suffix=UNFINISHED, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(source, bytes):
                file.write(source)
            else:
                with source.open("rb") as original:
                    shutil.copyfileobj(original, file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _reach_the_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def keep_names(folder: Path) -> None:
    """Let a folder's new names reach the disk too, where its file system knows how."""
    with suppress(OSError):  # the new file stands there already: an error would say it does not
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> CodingError:
    folder = path.parent
    if path.is_dir():
        return CodingError("this is a folder, not a file", str(path), "Add a file name.")
    if not folder.is_dir():
        hint = "Make the folder first, or choose another."
        return CodingError(f"the folder {folder} does not exist", str(path), hint)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return CodingError(
        f"the file cannot be written ({error.strerror or error})",
        str(path),
        "Make room on the disk, and try again."
        if full
        else "Close it in other programs, or choose a folder that you may write to.",
    )
