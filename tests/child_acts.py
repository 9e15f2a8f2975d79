"""What the tests of children let them do: this module is all that such a child has to load."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import NotFound

if TYPE_CHECKING:
    from coding.model import Transcript


def aborts(*_: object) -> bytes:
    os.abort()


def sleeps(*_: object) -> bytes:
    time.sleep(600)
    return b""


def number(*_: object) -> int:
    return os.getpid()


def reads_or_dies(path: Path) -> Transcript:
    """Read a file as an interview, but for those whose name says what becomes of the reader."""
    if path.stem == "aborts":
        os.abort()
    if path.stem == "hangs":
        time.sleep(600)
    if path.stem == "eats":
        bytearray(64 << 30)
    if path.stem == "recurses":
        signal.raise_signal(signal.SIGSEGV)
    from coding.transcripts import read

    return read(path)


def draws_or_dies(spec: dict[str, Any], kind: str, scale: float) -> bytes:
    """Draw a chart, but for that of the question about age."""
    if any("25-39" in str(rows) for rows in spec["datasets"].values()):
        os.abort()
    from coding.survey.charts import picture

    return picture(spec, kind, scale)


def surroundings() -> dict[str, str]:
    return dict(os.environ)


def limits() -> dict[str, tuple[int, int]]:
    import resource

    names = ("RLIMIT_CPU", "RLIMIT_CORE", "RLIMIT_AS", "RLIMIT_DATA")
    return {name: resource.getrlimit(getattr(resource, name)) for name in names}


def waits_for(path: Path, tell: Callable[[int, int], None]) -> str:
    """Tell how often it has looked until a file is there; return what that holds."""
    looked = 0
    while not path.exists():
        looked += 1
        tell(looked, 1_000)
        time.sleep(0.01)
    return path.read_text()


def niceness(*_: object) -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def answers(word: str, _: Callable[[int, int], None]) -> tuple[str, int]:
    return word, os.getpid()


def dies_until(path: Path, deaths: int, _: Callable[[int, int], None]) -> int:
    """Die so often, a line in a file for each time; then say how often."""
    died = len(path.read_text()) if path.exists() else 0
    if died < deaths:
        path.write_text("x" * (died + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return died


def fails(_: Callable[[int, int], None]) -> None:
    raise NotFound("there is no such code", hint="Look it up.")
