"""Let several children work at once, what comes out in the order in which it was asked for.

with closing(in_order(tasks, 3, memory=1 << 30)) as outcomes:
    for outcome in outcomes:
        ...
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, TypeVar

from coding.jobs.child import Child, NoChild
from coding.jobs.work import Cancelled

T = TypeVar("T")
Look = Callable[[], None]

AHEAD = 400
"""Pieces of work that are done, or under way, before the first is taken: more than a batch."""

WEIGHT = 12_000_000
"""What they may weigh together; one that is heavier has the children for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand(Generic[T]):
    """A piece of work: `work(child, look)` gives it to a child, with `look` as `Child` takes it.

    `work(None, look)` does it without one: where none can be started, and, if it is not to be done
    `apart`, by who takes the outcome, once its turn comes. `weight` is what it takes of memory, in
    whatever unit.
    """

    work: Callable[[Child | None, Look], T]
    weight: int = 0
    apart: bool = True


def in_order(
    tasks: Iterable[Errand[T]], crew: int, *, memory: int, reserved: int = 0
) -> Generator[T, None, None]:
    """Yield what the tasks return, in their order; `crew` children work, each within `memory`.

    What a task raises is raised here, which ends the others. Whoever closes the iterator ends
    the children, whatever they are doing.
    """
    over = threading.Event()
    idle: SimpleQueue[Child] = SimpleQueue()
    children = [Child(memory=memory, reserved=reserved) for _ in range(crew)]
    for child in children:
        idle.put(child)

    def look() -> None:
        if over.is_set():
            raise Cancelled

    def done(task: Errand[T]) -> T:
        child = idle.get()
        try:
            look()
            return task.work(child, look)
        except NoChild:
            return task.work(None, look)
        finally:
            idle.put(child)

    waiting: deque[tuple[Errand[T], Future[T] | None]] = deque()
    weight = 0
    pool = ThreadPoolExecutor(crew, thread_name_prefix="crew")
    try:
        for task in tasks:
            while waiting and (len(waiting) >= AHEAD or weight + task.weight > WEIGHT):
                weight -= waiting[0][0].weight
                yield _outcome(*waiting.popleft())
            waiting.append((task, pool.submit(done, task) if task.apart else None))
            weight += task.weight
        while waiting:
            yield _outcome(*waiting.popleft())
    finally:
        over.set()
        pool.shutdown(cancel_futures=True)
        for child in children:
            child.close()


def _outcome(task: Errand[T], future: Future[T] | None) -> T:
    return future.result() if future else task.work(None, lambda: None)
