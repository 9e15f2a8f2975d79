"""Let one child do several things at once, each with progress and an end that can be asked for.

    deputy = Deputy()
    deputy.ask(learn, folder, progress=job.tell)

A `Child` does one piece after the other. A deputy's child does each in a thread of its own, so that
a short question is answered while it works on a long one: it is asked how far it is, a few times a
second. What was going on in a child that died is begun once more in the next.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast
from uuid import uuid4

from coding.jobs.child import Child, ChildDied, NoChild
from coding.jobs.work import Cancelled, Job, State

T = TypeVar("T")

AT_ONCE = 0.02
"""Seconds in which most questions are answered: so long the child is waited for right away."""

STEPS = (0.02, 0.2)
"""Seconds between two looks at how far a piece of work is, at first and at last."""

TWICE = (
    "It was tried twice. There may be too little memory for it: close other programs and ask again."
    " Nothing else was touched."
)


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far a piece of work is: `state` is None if the child knows nothing of it."""

    state: State | None
    done: int = 0
    total: int = 0
    outcome: Any = None


class Deputy:
    """A child that stays until it is closed, and how it has fared.

    It stands back for the pages of the app, whatever it works on.
    """

    def __init__(self) -> None:
        self._child = Child(patient=True)
        weakref.finalize(self, self._child.close)
        self.mishap = ""  # what the last child died of, "" once another has done its work

    @property
    def generation(self) -> int:
        """Return the number of the child that does the next piece: what others knew is gone."""
        return self._child.number + (not self._child.lives)

    def ask(
        self,
        function: Callable[..., T],
        *args: Any,
        progress: Callable[[int, int], None] | None = None,
    ) -> T:
        """Return what `function(*args, tell)` returns in the child; raise what it raises there.

        `progress` is told what the function tells; whatever it raises ends the work at the next
        word of progress there, and is raised here. Raises ChildDied if the child dies of the work
        a second time.
        """
        try:
            return self._asked(function, args, progress)
        except NoChild:
            raise
        except ChildDied as death:
            self.mishap = death.message
        try:
            answer = self._asked(function, args, progress)
        except NoChild:
            raise
        except ChildDied as death:
            self.mishap = ""
            raise ChildDied(death.message, hint=TWICE) from death
        self.mishap = ""
        return answer

    def close(self) -> None:
        """End the child and all that it is at."""
        self._child.close()

    def _asked(
        self,
        function: Callable[..., T],
        args: tuple[Any, ...],
        progress: Callable[[int, int], None] | None,
    ) -> T:
        key = uuid4().hex
        told = self._child.call(_begin, key, partial(function, *args))
        step = STEPS[0]
        while told.state in (State.WAITING, State.RUNNING):
            try:
                if progress:
                    progress(told.done, told.total)
            except BaseException:
                self._child.call(_stop, key)
                raise
            time.sleep(step)
            step = min(1.5 * step, STEPS[1])
            told = self._child.call(_look, key)
        if told.state is None:
            raise ChildDied(f"the work was cut short ({self._child.ended})")
        if told.state is State.CANCELLED:
            raise Cancelled
        return cast(T, told.outcome)


# ── in the child ──

_jobs: dict[str, Job[Any]] = {}


def _begin(key: str, function: Callable[..., Any]) -> HowFar:
    job = _jobs[key] = Job(key, "", function)
    threading.Thread(target=job.run, name="deputy", daemon=True).start()
    job.wait(AT_ONCE)
    return _look(key)


def _look(key: str) -> HowFar:
    """Say how far work is, and forget it if it is over; raise what it raised."""
    job = _jobs.get(key)
    if job is None:
        return HowFar(None)
    if not job.ready:
        return HowFar(job.state, job.done, job.total)
    del _jobs[key]
    if job.state is State.CANCELLED:
        return HowFar(State.CANCELLED)
    return HowFar(State.DONE, job.done, job.total, job.outcome())


def _stop(key: str) -> None:
    """Ask work to stop; nobody looks at it any more."""
    job = _jobs.pop(key, None)
    if job is not None:
        job.cancel()
