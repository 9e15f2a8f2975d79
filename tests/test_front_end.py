"""The plan of the front end, held by a machine: which module may import which, and how long it is.

floor 4   desk.js, draft.js: the only modules that put parts together
floor 3   input     what keys and mouse do
floor 2   view      what is shown
floor 1   state     what the page knows
floor 0   wire      what goes to Python and comes back
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

COMPONENTS = Path(__file__).resolve().parents[1] / "coding" / "components"
FLOORS = ("wire", "state", "view", "input")
LONGEST = 400

IMPORT = re.compile(
    r"""^(?:import|export)\b (?:[^"';=(]*? \bfrom)? \s* ["']([^"']+)["']""",
    re.MULTILINE | re.VERBOSE,
)


def scripts() -> dict[str, str]:
    """Return the text of each JavaScript module by its path below `components`."""
    return {
        path.relative_to(COMPONENTS).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(COMPONENTS.rglob("*.js"))
    }


def imports(files: Mapping[str, str]) -> dict[str, set[str]]:
    """Return which modules each module imports."""
    return {
        name: {resolved(name, target) for target in IMPORT.findall(text)}
        for name, text in files.items()
    }


def resolved(name: str, target: str) -> str:
    """Return the path that a relative import in a module means.

    >>> resolved("desk/view/dock.js", "../state/likely.js")
    'desk/state/likely.js'
    """
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def floor(name: str) -> int:
    folder = PurePosixPath(name).parent.name
    return FLOORS.index(folder) if folder in FLOORS else len(FLOORS)


def breaches(known: Mapping[str, set[str]]) -> list[str]:
    """Return the imports that go up, and those of a module at the top of a component."""
    return [
        f"{name} imports {target}"
        for name, targets in known.items()
        for target in sorted(targets)
        if floor(target) > floor(name) or floor(target) == len(FLOORS)
    ]


def ring(known: Mapping[str, set[str]]) -> list[str]:
    """Return the modules of one ring of imports in their order, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name not in done:
            for target in sorted(known.get(name, ())):
                if met := walk(target, [*path, name]):
                    return met
            done.add(name)
        return []

    return next((met for name in known if (met := walk(name, []))), [])


def test_a_script_imports_only_what_stands_below_it_or_beside_it() -> None:
    assert breaches(imports(scripts())) == []


def test_scripts_import_each_other_in_no_ring() -> None:
    assert ring(imports(scripts())) == []


def test_every_import_of_a_script_is_there() -> None:
    files = scripts()
    missing = [t for targets in imports(files).values() for t in targets if t not in files]
    assert missing == []


def test_a_breach_would_be_seen() -> None:
    """Two modules that know each other, and a view that reaches for an input."""
    files = {
        "desk/view/dock.js": 'import { word } from "../state/proposals.js";',
        "desk/state/proposals.js": 'import {\n  Dock,\n} from "../view/dock.js";',
        "desk/view/bar.js": "import '../input/keys.js';",
    }
    known = imports(files)
    assert breaches(known) == [
        "desk/state/proposals.js imports desk/view/dock.js",
        "desk/view/bar.js imports desk/input/keys.js",
    ]
    assert ring(known) == ["desk/view/dock.js", "desk/state/proposals.js", "desk/view/dock.js"]


@pytest.mark.parametrize("name", sorted(scripts()))
def test_a_script_answers_one_question(name: str) -> None:
    """It says which in its first line, and is short enough to be read at one sitting."""
    text = scripts()[name]
    assert text.startswith("// ")
    assert len(text.splitlines()) <= LONGEST
