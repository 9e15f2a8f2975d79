"""Share the tests out among the workers of a run: two have a browser, the third has none.

A third of the time that a browser test takes it waits: for a frame, for the app, for somebody to
have stopped typing. A third worker fills that time, on two cores, with tests that open no window,
and stands back (`os.nice`) as soon as a browser or its app has something to do: three browsers at
once starve each other. When no browser test is left, all three take what there is.
"""

from __future__ import annotations

from collections.abc import Iterable

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

WINDOWS = 2
"""How many workers open windows."""

BACK = 10
"""How far the others stand back: they get a tenth of a core that a browser asks for as well."""


def number(worker: str) -> int:
    """Return a worker's number by its name: gw0, gw1 ...

    >>> number("gw10")
    10
    """
    return int(worker.removeprefix("gw"))


def next_file(waiting: Iterable[str], *, windows: bool) -> str:
    """Return which file a worker that opens windows, or does not, takes next; "" for none.

    >>> next_file(["tests/test_a.py", "tests/browser/test_b.py"], windows=True)
    'tests/browser/test_b.py'
    >>> next_file(["tests/test_a.py"], windows=True)
    'tests/test_a.py'
    >>> next_file(["tests/browser/test_b.py", "tests/test_a.py"], windows=False)
    'tests/test_a.py'
    >>> next_file(["tests/browser/test_b.py"], windows=False)
    ''
    """
    apart: dict[bool, list[str]] = {True: [], False: []}
    for file in waiting:
        apart["tests/browser/" in file].append(file)
    return next(iter(apart[True] * windows + apart[False]), "")


class SharedOut(LoadFileScheduling):
    """All tests of a file go to one worker; which file comes next depends on who asks."""

    def _next_file(self, node: WorkerController) -> str:
        first = sorted(self.nodes, key=lambda worker: number(worker.gateway.id))[:WINDOWS]
        return next_file(self.workqueue, windows=node in first)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if file := self._next_file(node):
            self.workqueue.move_to_end(file, last=False)
            super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        if self.workqueue and not node.shutting_down and not self._next_file(node):
            node.shutdown()  # does what it has, then ends
        else:
            super()._reschedule(node)
