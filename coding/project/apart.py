"""Have the machine of a large study work in a process of its own, which has the study open too.

Python's threads share one interpreter: while one of them learns from forty interviews, every page
waits. What is marked `by_machine` is done by a deputy then, which reads the same database. What a
method is given and returns goes from process to process, so it has to be values.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from coding.jobs.child import NoChild
from coding.project.part import ProjectPart

if TYPE_CHECKING:
    from coding.project import Project

P = ParamSpec("P")
T = TypeVar("T")
Part = TypeVar("Part", bound=ProjectPart)
Tell = Callable[[int, int], None]


def by_machine(method: Callable[Concatenate[Part, P], T]) -> Callable[Concatenate[Part, P], T]:
    """Have a method done where the machine is: here, or by the study's deputy if it has one.

    `progress` has to be given by name. Raises ChildDied if the deputy dies of it twice.
    """

    @wraps(method)
    def asked(part: Part, *args: P.args, **named: P.kwargs) -> T:
        learning = part.project.learning
        deputy = learning.deputy
        if deputy is None:
            return method(part, *args, **named)
        given = dict(named)
        progress = cast("Tell | None", given.pop("progress", None))
        project = part.project
        where = type(project), project.folder, part.known_as, method.__name__
        asks = *where, args, given, progress is not None, learning.asks_as_learned
        try:
            return cast(T, deputy.ask(_done, *asks, progress=progress))
        except NoChild:
            return method(part, *args, **named)

    return cast("Callable[Concatenate[Part, P], T]", asked)


# ── in the deputy ──

_opening = threading.Lock()
_opened: dict[Path, Project] = {}


def _done(
    kind: type[Project],
    folder: Path,
    part: str,
    method: str,
    args: tuple[Any, ...],
    named: dict[str, Any],
    tells: bool,
    as_learned: bool,
    tell: Tell,
) -> Any:
    with _opening:
        if folder not in _opened:
            _opened[folder] = kind(folder)
        project = _opened[folder]
    do = getattr(getattr(project, part), method)
    if tells:
        named = {**named, "progress": tell}
    if not as_learned:
        return do(*args, **named)
    with project.learning.as_learned():
        return do(*args, **named)
