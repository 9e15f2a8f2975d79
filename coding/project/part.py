"""Say what every part of an open project has: the project, and its database."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from coding.project import Project

T = TypeVar("T")


class ProjectPart:
    """One subject of an open project, with the acts on it.

    A method reads through a door, calls one instrument, and writes the change and its row in
    the log in one transaction. `all` lists, `get` returns one or raises NotFound, `add`, `edit`
    and `remove` change.
    """

    known_as = ""
    """What it is called in its project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = project.store
        self._of_log: dict[str, tuple[int, object]] = {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what is made of the study alone, made once for each state of its log.

        Pages ask for it again and again. Nobody may change what is returned.
        """
        revision = self.store.log.revision()
        known = self._of_log.get(name)
        if known is None or known[0] != revision:
            known = self._of_log[name] = (revision, make())
        return cast("T", known[1])


class _LazyPart:
    """A part of a project that is loaded when it is first asked for, once for each project."""

    def __init__(self, place: str) -> None:
        self._module, _, self._kind = place.rpartition(".")
        self._name = ""

    def __set_name__(self, owner: type[Project], name: str) -> None:
        self._name = name

    def __get__(self, project: Project | None, owner: type[Project]) -> Any:
        if project is None:
            return self
        made = getattr(import_module(f"coding.project.{self._module}"), self._kind)(project)
        made.known_as = self._name
        return project.__dict__.setdefault(self._name, made)  # another thread may ask as well


def part(place: str) -> Any:
    """Return what loads a part of a project from `module.Class` when it is first asked for.

    A command wants few of them: to load all takes longer than most commands do.
    """
    return _LazyPart(place)


MOST_LETTERS = 40


def beginning(words: str) -> str:
    """Return how words begin, as acts in the log name what they are about.

    >>> beginning("I left"), beginning("We left in March, and the border was closed for a week.")
    ('I left', 'We left in March, and the border was …')
    """
    plain = " ".join(words.split())
    if len(plain) <= MOST_LETTERS:
        return plain
    return f"{plain[:MOST_LETTERS].rpartition(' ')[0] or plain[:MOST_LETTERS]} …"
