"""Keep a child for the next piece of work: to start one takes longer than most of what it does.

    reader = lasting(memory=1 << 30)
    reader.bounded(lambda: None, 60, read, path)

One process has one of them for each bound, whoever asks: files of several projects and charts of
several documents come soon after each other. It is let go once nobody has needed it for a while.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar

from coding.jobs.child import Child

P = ParamSpec("P")
T = TypeVar("T")

IDLE = 20.0
"""Seconds that a child waits for the next piece of work before it is let go."""


class LastingChild(Child):
    """A child that goes when it has had nothing to do for `IDLE` seconds; the next call starts it.

    Where several threads have work for it, one waits for the other.
    """

    def __init__(self, *, memory: int = 0, reserved: int = 0) -> None:
        super().__init__(memory=memory, reserved=reserved)
        self._rest: threading.Timer | None = None
        self._resting = threading.Lock()
        atexit.register(self.close)

    def bounded(
        self,
        look: Callable[[], None],
        seconds: float,
        function: Callable[P, T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """Do as `Child.bounded`, and stay for a while."""
        self._wait(None)
        try:
            return super().bounded(look, seconds, function, *args, **named)
        finally:
            self._wait(IDLE)

    def _wait(self, seconds: float | None) -> None:
        """Go after so many seconds from now on; None: not before the work is done."""
        with self._resting:
            if self._rest:
                self._rest.cancel()
            self._rest = threading.Timer(seconds, self.close) if seconds else None
            if self._rest:
                self._rest.daemon = True
                self._rest.start()


@cache
def lasting(*, memory: int, reserved: int = 0) -> LastingChild:
    """Return this process's child with these bounds; see `Child` for what they mean."""
    return LastingChild(memory=memory, reserved=reserved)
