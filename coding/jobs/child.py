"""Run a function in a process of its own: apart from the app, within limits, ended when asked.

    with Child(memory=1 << 30) as child:
        prepared = child.bounded(lambda: tell(3, 40), 60, prepare, transcript)

Python's threads share one interpreter, so that heavy work in one of them slows every page; and
other people's native code that fails takes its whole process along. A child does neither. It is a
plain `python -m coding.jobs.served`, since `multiprocessing` would run the app's own script again.

It guards against accidents: a child has little memory and time, no more of the environment than
it needs, leaves no core file with somebody's interview in it, and ends with its parent. What it
answers is believed, so that it is no wall against code that was taken over on purpose.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO, ParamSpec, TypeVar, cast

from coding.errors import CodingError

P = ParamSpec("P")
T = TypeVar("T")

LENGTH = 8
"""Bytes, big-endian, that say before each message how long it is."""

STEP = 0.2
"""Seconds between two looks at whether the work should stop."""

GRACE = 5.0
"""Seconds that a child which was told to end has before it is killed."""

PASSED_ON = frozenset(
    "PATH HOME LANG LC_ALL LC_CTYPE TZ TMPDIR TEMP TMP SYSTEMROOT LD_LIBRARY_PATH".split()
)
"""Variables of the environment that a child gets: secrets of the shell are none of its business."""

ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Keep libraries from taking address space for threads that a bounded child has no use for."""


class ChildDied(CodingError):
    """The child ended before its work did: out of memory, out of time, or a fault in its code."""


class NoChild(ChildDied):
    """No process can be started: too many there are, or too little memory."""


def send(file: BinaryIO, message: object) -> None:
    """Write one pickled message with its length before it."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    file.write(len(data).to_bytes(LENGTH, "big"))
    file.write(data)
    file.flush()


def received(file: BinaryIO) -> bytes:
    """Read one message, still pickled; raise EOFError if the other side is gone."""
    return _exactly(file, int.from_bytes(_exactly(file, LENGTH), "big"))


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return data


class Child:
    """A process that does what it is given, one piece after the other, until it is closed.

    `memory` bounds the bytes it may take (0: no bound; POSIX only); `reserved` are bytes of address
    space that it may set aside beyond those without using them, as engines of JavaScript do. One
    that is `patient` works with what others leave of the processor. It is started by the first
    call, and anew by the call after one that died or was cancelled.
    """

    def __init__(self, *, memory: int = 0, reserved: int = 0, patient: bool = False) -> None:
        self.memory = memory
        self.reserved = reserved
        self.patient = patient
        self.number = 0  # how many processes it has started
        self.ended = ""  # why the last one ended that nobody here ended
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._lock = threading.Lock()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def call(
        self,
        function: Callable[P, T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """Return what a module's function returns in the child; raise what it raises there."""
        return self.bounded(lambda: None, 0.0, function, *args, **named)

    def bounded(
        self,
        look: Callable[[], None],
        seconds: float,
        function: Callable[P, T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """Do as `call`, at most `seconds` long (0: as long as it takes).

        While others have the processor the time does not run, where the system tells (Linux).
        `look` is called now and then while the child works; whatever it raises ends the child
        and is raised here. Raises ChildDied if the child ends without an answer; should this
        process be gone by then, the child's own limit of time on the processor ends it.
        """
        with self._lock:
            process = self._started()
            try:
                with suppress(OSError):  # the pipe is broken: the answer says what became of it
                    send(cast(BinaryIO, process.stdin), (function, args, named, seconds, _here()))
                fine, answer = self._awaited(look, seconds, process.pid)
            except EOFError as error:
                reason = _reason(process)
                self._end()
                raise ChildDied(
                    f"the work was cut short ({reason})",
                    hint="Nothing else was touched. Try it with less at once.",
                ) from error
            except BaseException:
                self._end()
                raise
        if not fine:
            raise cast(BaseException, answer)
        return cast(T, answer)

    @property
    def lives(self) -> bool:
        """Say whether there is a process now."""
        process = self._process
        return process is not None and process.poll() is None

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            with _starting:
                starter = _starter()
            try:
                self._process = starter.submit(
                    _start, self.memory, self.reserved, self.patient
                ).result()
            except OSError as error:
                raise NoChild(
                    f"no other process can be started ({error.strerror or error})",
                    hint="Close other programs, and try again. Nothing else was touched.",
                ) from error
            self.number += 1
            self._answers = SimpleQueue()
            heard = (cast(BinaryIO, self._process.stdout), self._answers)
            threading.Thread(target=_hear, args=heard, name="child", daemon=True).start()
        return self._process

    def _awaited(self, look: Callable[[], None], seconds: float, pid: int) -> Any:
        """Return the answer; raise EOFError if there will be none."""
        end = time.monotonic() + seconds - kept_waiting(pid) if seconds else None
        while True:
            try:
                message = self._answers.get(timeout=STEP)
            except Empty:
                look()
                if end is not None and time.monotonic() > end + kept_waiting(pid):
                    raise ChildDied(
                        f"it took longer than {seconds:g} s and was stopped",
                        hint="Nothing else was touched. Try it with less at once.",
                    ) from None
                continue
            if not message:
                raise EOFError
            return pickle.loads(message)  # noqa: S301 - our own child

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        else:
            self.ended = _reason(process)
        process.wait(GRACE)
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()


def kept_waiting(pid: int) -> float:
    """Return the seconds that a process has waited for a processor; 0 where no system tells.

    Linux counts them in nanoseconds, as the second field of `schedstat` (proc_pid_schedstat(5)).
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _here() -> str:
    """Return the folder that paths are told from, "" if it is gone."""
    with suppress(OSError):
        return os.getcwd()
    return ""


def _hear(stdout: BinaryIO, answers: SimpleQueue[bytes]) -> None:
    """Put what a child answers in a queue, b"" at its end; on Windows no pipe can be waited for."""
    with stdout:
        try:
            while True:
                answers.put(received(stdout))
        except (EOFError, OSError, MemoryError):
            answers.put(b"")


_starting = threading.Lock()  # of two starters, the one that is let go would take its child along


@lru_cache(maxsize=1)
def _starter() -> ThreadPoolExecutor:
    """Return a thread that lives as long as this process.

    Linux ends a child with the thread that started it, and a page's thread ends with its page.
    """
    return ThreadPoolExecutor(1, thread_name_prefix="children")


def _start(memory: int, reserved: int, patient: bool) -> subprocess.Popen[bytes]:
    here = os.pathsep.join(path or os.getcwd() for path in sys.path)
    passed = {name: value for name, value in os.environ.items() if name.upper() in PASSED_ON}
    return subprocess.Popen(  # noqa: S603 - this very program
        [
            *(sys.executable, "-m", "coding.jobs.served"),
            *map(str, (os.getpid(), memory, reserved, int(patient))),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**passed, **ALONE, "PYTHONPATH": here},
        bufsize=-1,
    )


def _reason(process: subprocess.Popen[bytes]) -> str:
    """Say why a process that answers no more ended."""
    try:
        code = process.wait(GRACE)
    except subprocess.TimeoutExpired:
        return "it answers no more"
    return f"ended by signal {-code}" if code < 0 else f"exit code {code}"
