"""Queue long work behind the page: each input once, with progress and cancelling.

    job = work.start(("verify", sha), "Checking the draft", lambda tell: check(draft, tell))
    job.wait(0.25)
    if job.ready:
        report = job.outcome()

A page never computes: it starts a job, shows how far that is and comes back. Whoever starts a job
under a key that is waiting, running or done gets that very job, however many tabs ask for it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Tell = Callable[[int, int], None]
"""Called by work with (done, total); raises `Cancelled` once somebody has asked it to stop."""

KEPT = 32
"""Finished jobs that are remembered, so that a page that comes back finds what it asked for."""


SWITCH_S = 0.0005
"""Seconds for which work may go on while a page waits, a tenth of what Python allows a thread: a
page that asks the database a hundred times waits as often, and would stand half a second still."""


FINELY = 1_000
"""Into so many parts the progress of several steps is cut."""


class Cancelled(BaseException):
    """Ends a job that was asked to stop; no error, so nothing that mends errors catches it."""


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Generic[T]):
    """One piece of long work: what it is, how far it has come, and what came out."""

    def __init__(
        self,
        key: Hashable,
        what: str,
        function: Callable[[Tell], T],
        patience: float = 0.0,
        *,
        aside: bool = False,
    ) -> None:
        self.key = key
        self.what = what
        self.patience = patience
        self.aside = aside
        self.wanted = time.monotonic()
        self.done = 0
        self.total = 0
        self._function = function
        self._future: Future[T] = Future()
        self._stop = threading.Event()

    @property
    def state(self) -> State:
        """Return where the job is."""
        if self._future.cancelled():
            return State.CANCELLED
        if not self._future.done():
            return State.RUNNING if self._future.running() else State.WAITING
        fault = self._future.exception()
        if fault is None:
            return State.DONE
        return State.CANCELLED if isinstance(fault, Cancelled) else State.FAILED

    @property
    def ready(self) -> bool:
        """Say whether `outcome` answers at once."""
        return self._future.done()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for the end; say whether it has come."""
        return bool(wait([self._future], seconds).done)

    def outcome(self) -> T:
        """Return what came out, waiting for it; raise what the work raised.

        Raises Cancelled if somebody stopped it.
        """
        if self._future.cancelled():
            raise Cancelled
        return self._future.result()

    def cancel(self) -> None:
        """Ask the job to stop: at once if it only waits, else at its next word of progress."""
        self._stop.set()
        self._future.cancel()

    def tell(self, done: int, total: int) -> None:
        """Note how far the work has come; raise Cancelled if it is to stop.

        It is to stop as well if nobody has asked for it during its patience.
        """
        self.done, self.total = done, total
        forgotten = self.patience and time.monotonic() - self.wanted > self.patience
        if forgotten or self._stop.is_set():
            raise Cancelled

    def run(self) -> None:
        """Do the work, in the thread that calls, unless it was cancelled before it began."""
        if not self._future.set_running_or_notify_cancel():
            return
        try:
            self.tell(0, 0)
            result = self._function(self.tell)
        except BaseException as fault:  # noqa: BLE001 - `outcome` raises it to whoever asks
            self._future.set_exception(fault)
        else:
            self._future.set_result(result)


def one_rise(tell: Tell | None) -> Callable[[float], Tell | None]:
    """Return what gives each step of a work its share of one progress, which never falls back.

    `step(to)` is for a step that ends at the share `to` of the whole. It begins where the word of
    the one before left off: what is there already, and is told nothing of, takes up no room.

    >>> told = []
    >>> step = one_rise(lambda done, total: told.append((done, total)))
    >>> first, last = step(0.5), step(1)
    >>> first(1, 2), first(2, 2), last(1, 4), last(4, 4), told
    (None, None, None, None, [(250, 1000), (500, 1000), (625, 1000), (1000, 1000)])
    """
    if tell is None:
        return lambda _: None
    reached = 0

    def step(to: float) -> Tell:
        begun: int | None = None

        def told(done: int, total: int) -> None:
            nonlocal begun, reached
            begun = reached if begun is None else begun
            reached = max(reached, begun + round((FINELY * to - begun) * done / max(total, 1)))
            tell(reached, FINELY)

        return told

    return step


class Work:
    """The jobs of one open project, done one after the other by one thread that the first starts.

    What is long and can wait has a thread of its own, `aside`, so that nothing else waits for it.
    The threads are daemons: an app that is closed does not wait for them.
    """

    def __init__(self, *, name: str = "work") -> None:
        self._name = name
        self._jobs: OrderedDict[Hashable, Job[Any]] = OrderedDict()
        self._waiting: dict[bool, deque[Job[Any]]] = {}
        self._news = threading.Condition()

    def start(
        self,
        key: Hashable,
        what: str,
        function: Callable[[Tell], T],
        *,
        first: bool = False,
        patience: float = 0.0,
        aside: bool = False,
    ) -> Job[T]:
        """Return the job of this key, started if there is none; `first` puts it before others.

        What is `aside` is never waited for by what is not.
        One that failed or was cancelled is started anew. One with `patience` (seconds, 0: for
        ever) ends by itself if nobody starts it again in that time.
        """
        with self._news:
            known = self._jobs.get(key)
            if known is not None and known.state not in (State.FAILED, State.CANCELLED):
                known.wanted = time.monotonic()
                self._jobs.move_to_end(key)
                return known
            job = Job(key, what, function, patience, aside=aside)
            self._jobs[key] = job
            waiting = self._waiting.get(aside)
            if waiting is None:
                waiting = self._waiting[aside] = deque()
                name = f"{self._name} aside" if aside else self._name
                threading.Thread(target=self._work, args=(waiting,), name=name, daemon=True).start()
            (waiting.appendleft if first else waiting.append)(job)
            self._forget()
            self._news.notify_all()
        return job

    def find(self, key: Hashable) -> Job[Any] | None:
        """Return the job of this key if there is one."""
        with self._news:
            return self._jobs.get(key)

    def forget(self, key: Hashable) -> None:
        """Forget a job that is over, so that its work is done anew when it is asked for."""
        with self._news:
            job = self._jobs.get(key)
            if job is not None and job.ready:
                del self._jobs[key]

    def running(self) -> list[Job[Any]]:
        """List the jobs that wait or run, oldest first."""
        with self._news:
            return [job for job in self._jobs.values() if not job.ready]

    def cancel(self, wanted: Callable[[Hashable], bool]) -> None:
        """Cancel the unfinished jobs whose key is wanted."""
        with self._news:
            for key, job in self._jobs.items():
                if wanted(key) and not job.ready:
                    job.cancel()

    def _forget(self) -> None:
        finished = [key for key, job in self._jobs.items() if job.ready]
        for key in finished[: max(0, len(finished) - KEPT)]:
            del self._jobs[key]

    def _work(self, waiting: deque[Job[Any]]) -> None:
        sys.setswitchinterval(SWITCH_S)
        while True:
            with self._news:
                while not waiting:
                    self._news.wait()
                job = waiting.popleft()
            job.run()
