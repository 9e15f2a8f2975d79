"""Serve as a child: take functions from stdin, do them, answer on stdout. See `coding.jobs.child`.

Run as `python -m coding.jobs.served PARENT MEMORY RESERVED PATIENT`: it ends with the process of
the number `PARENT`; for the others, bytes and 0 or 1, see `Child`.
"""

from __future__ import annotations

import math
import os
import pickle
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Any, BinaryIO

from coding.errors import CodingError
from coding.jobs.child import STEP, received, send

PR_SET_PDEATHSIG = 1
"""What Linux calls the signal that comes when the parent dies (prctl(2))."""


BACK = 5
"""How much nicer a patient child is than its parent: where both want a processor, the parent has it
three times as long; a child that got hardly any would keep who looks at suggestions waiting."""

BELOW_NORMAL = 0x4000
"""What Windows calls the priority of a process that stands back (SetPriorityClass)."""


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Do what is asked until the other side closes."""
    while True:
        try:
            message = received(stdin)
        except EOFError:
            return
        try:
            function, args, named, seconds, here = pickle.loads(message)  # noqa: S301 - our parent
        except (AttributeError, ImportError) as fault:  # what is asked for is not there
            send(stdout, (False, _portable(fault)))
            continue
        _allow(seconds)
        with suppress(OSError):
            os.chdir(here)
        send(stdout, _answer(function, args, named))


def _answer(function: Any, args: tuple[Any, ...], named: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **named)
    except MemoryError:
        return False, CodingError(
            "there is not enough memory for this", hint="Try it with less at once."
        )
    except Exception as fault:  # noqa: BLE001 - the caller's process raises it
        return False, _portable(fault)


def _portable(fault: Exception) -> Exception:
    """Return an error that can be sent: itself, or its words if it cannot be pickled."""
    try:
        pickle.loads(pickle.dumps(fault))  # noqa: S301 - what was just made here
    except (pickle.PicklingError, TypeError, AttributeError):
        return RuntimeError(f"{type(fault).__name__}: {fault}")
    return fault


def _allow(seconds: float) -> None:
    """Let the next work have so much time on the processor: twice the time the parent waits."""
    if sys.platform != "win32":
        import resource

        most = math.ceil(time.process_time() + 2 * seconds) + 1 if seconds else -1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def bound(memory: int, reserved: int) -> None:
    """Bound what this process may take of memory, where the system can; leave no core file."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory + reserved,) * 2)
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def stand_back() -> None:
    """Work with what others leave of the processor; what nobody else wants is had whole."""
    if sys.platform == "win32":
        import ctypes

        itself = ctypes.c_void_p(-1)
        ctypes.windll.kernel32.SetPriorityClass(itself, BELOW_NORMAL)
    else:
        os.nice(BACK)


def end_with(parent: int) -> None:
    """End this process as soon as its parent is gone, whatever it is doing then."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    elif sys.platform != "win32":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(STEP)
    os._exit(1)


def main() -> None:
    """Serve on the process's own pipes; whatever libraries print goes to stderr instead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the app's; it closes the pipes then
    parent, memory, reserved, patient = map(int, sys.argv[1:])
    end_with(parent)
    if patient:
        stand_back()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    bound(memory, reserved)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
