"""Serve as a child: take functions from stdin, do them, answer on stdout. See `coding.jobs.child`.

Run as `python -m coding.jobs.served BYTES`; `BYTES` bounds the address space (0: no bound).
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any, BinaryIO

from coding.errors import CodingError
from coding.jobs.child import receive, send


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Do what is asked until the other side closes."""
    while True:
        try:
            function, args, named = receive(stdin)
        except EOFError:
            return
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


def bound(memory: int) -> None:
    """Bound this process's address space to so many bytes, where the system can."""
    if memory and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """Serve on the process's own pipes; whatever libraries print goes to stderr instead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the app's; it closes the pipes then
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    bound(int(sys.argv[1]))
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
