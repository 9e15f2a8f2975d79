"""The plan of the house, held by a machine: who may import whom, and what an import may cost.

    floor 3 · rooms         app.py, pages/, components/, commands/, launcher, __main__
    floor 2 · desk          project/
    floor 1 · doors         transcripts/, codebook*, survey*, drafts*, store/, exchange/, bundled
    floor 1 · instruments   every other module: pure functions
    floor 0 · words         model/, errors

Imports go down. On one floor a module knows only its own household: a package, or the files
that share the beginning of a name with it (`codebook`, `codebook_lines`).
"""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

WORDS = {"model", "errors"}
DOORS = {"transcripts", "codebook", "store", "survey", "drafts", "reports", "files", "language"}
DESK = {"project"}
ROOMS = {"app", "pages", "components", "commands", "serve", "__main__"}
BESIDE = {
    ("app", "pages"),
    ("app", "components"),
    ("pages", "components"),
    ("__main__", "commands"),
    ("commands", "serve"),
}
WHAT_PAGES_KNOW = WORDS | DESK | {"pages", "components"}

OUTSIDE = {"io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile"}
HEAVY = {
    "altair",
    "charset_normalizer",
    "docx",
    "lxml",
    "numpy",
    "openpyxl",
    "pandas",
    "pymorphy3",
    "pyreadstat",
    "rapidfuzz",
    "ruamel",
    "scipy",
    "simplemma",
    "sklearn",
    "spacy",
    "sqlite_utils",
    "statsmodels",
    "streamlit",
    "vl_convert",
}
BEHIND_A_LAZY_IMPORT = {"coding.store.schema"}
ONLY_IN = {
    "streamlit": ROOMS - {"__main__", "commands"},
    "starlette": {"serve"},
    "sqlite3": {"store"},
    "pysqlite3": {"store"},
    "sqlite_utils": {"store"},
    "spacy": {"language", "privacy"},
}
COMMANDS = [
    *("new", "open", "import", "status", "text", "apply", "codings", "import-codings"),
    *("remove", "undo", "redo", "search", "suggest", "decide", "evaluate", "quotes", "check"),
    *("survey", "indicators", "link", "links", "joint-display", "verify"),
]


@dataclass(frozen=True)
class Import:
    """`module` imports `target` on a line; `lazy` inside a function, `typing` for types only."""

    module: str
    target: str
    line: int
    lazy: bool
    typing: bool

    @property
    def package(self) -> str:
        return self.target.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def household(module: str) -> str:
    """Return the household of a module of ours: `coding.codebook.lines` lives in `codebook`."""
    name = module.removeprefix("coding.").partition(".")[0]
    shared = name.partition("_")[0]
    return shared if shared in DOORS else name


def floor(module: str) -> int:
    home = household(module)
    return 0 if home in WORDS else 2 if home in DESK else 3 if home in ROOMS else 1


@cache
def house() -> dict[str, ast.Module]:
    """Return every module of ours by name, parsed."""
    files = [ROOT / "app.py", *sorted((ROOT / "coding").rglob("*.py"))]
    return {
        ".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            f.read_text(encoding="utf-8"), f.name
        )
        for f in files
        if not {"bundle", "data"} & set(f.relative_to(ROOT).parts)  # data has scripts that made it
    }


def imports_in(module: str, node: ast.AST, *, lazy: bool, typing: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(module, name.name, child.lineno, lazy, typing)
        elif isinstance(child, ast.ImportFrom):
            start = "." * child.level + (child.module or "")
            for name in child.names:
                target = f"{start}.{name.name}"
                known = target if target in house() else start
                yield Import(module, known, child.lineno, lazy, typing)
        else:
            yield from imports_in(
                module,
                child,
                lazy=lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef),
                typing=typing
                or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)),
            )


@cache
def imports() -> tuple[Import, ...]:
    """Return every import in the house."""
    found = (imports_in(name, tree, lazy=False, typing=False) for name, tree in house().items())
    return tuple(one for several in found for one in several)


def ours() -> list[Import]:
    return [one for one in imports() if one.package == "coding"]


def test_imports_are_absolute() -> None:
    assert [str(one) for one in imports() if one.target.startswith(".")] == []


def test_imports_go_down_and_never_sideways() -> None:
    breaches = []
    for one in ours():
        here, there = household(one.module), household(one.target)
        if here == there or one.target == "coding" or (here, there) in BESIDE:
            continue
        if floor(one.target) >= floor(one.module):
            breaches.append(str(one))
    assert breaches == []


def test_pages_know_the_desk_its_words_and_each_other_but_nothing_behind_the_desk() -> None:
    looked_at = [one for one in ours() if household(one.module) in ("app", "pages", "components")]
    assert [str(one) for one in looked_at if household(one.target) not in WHAT_PAGES_KNOW] == []


def test_words_need_only_the_standard_library() -> None:
    words = [one for one in imports() if floor(one.module) == 0 and household(one.module) in WORDS]
    allowed = sys.stdlib_module_names | {"coding"}
    assert [str(one) for one in words if one.package not in allowed] == []


def test_instruments_touch_no_file_and_no_database() -> None:
    instruments = [
        one
        for one in imports()
        if floor(one.module) == 1 and household(one.module) not in DOORS | {"coding"}
    ]
    assert [str(one) for one in instruments if one.package in OUTSIDE] == []


@pytest.mark.parametrize("package", ONLY_IN)
def test_each_big_package_is_known_in_one_place(package: str) -> None:
    users = [one for one in imports() if one.package == package]
    assert [str(one) for one in users if household(one.module) not in ONLY_IN[package]] == []


def test_heavy_packages_are_imported_where_they_are_needed_below_the_rooms() -> None:
    """So that the command line starts fast."""
    early = [one for one in imports() if not one.lazy and not one.typing]
    assert [
        str(one)
        for one in early
        if (
            one.package in HEAVY
            and floor(one.module) < 3
            and one.module not in BEHIND_A_LAZY_IMPORT
        )
        or one.target in BEHIND_A_LAZY_IMPORT
    ] == []


def test_importing_a_module_does_nothing() -> None:
    """Only app.py and the pages are scripts: what nobody imports and Streamlit runs."""
    imported = {one.target for one in ours()}
    busy = []
    for name, tree in house().items():
        if household(name) in ("app", "pages") and name not in imported and name != "coding.pages":
            continue
        for node in tree.body:
            call = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
            if call or isinstance(node, ast.For | ast.While | ast.With | ast.Delete):
                busy.append(f"{name}:{node.lineno}")
    assert busy == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in house().items() if not ast.get_docstring(tree)] == []


def test_what_pages_share_keeps_its_doctests() -> None:
    """Pages are scripts, so the suite does not collect their folder; what they import is none."""
    shared = {one.target for one in ours() if one.target.startswith("coding.pages.")}
    for name in sorted(shared):
        assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_help_lists_every_command_and_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "coding", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    listed = re.findall(r"^  ([\w-]+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE)
    assert [name for name in COMMANDS if name not in listed] == []
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()
    }
    assert "click" in loaded
    assert loaded & (HEAVY | {"sqlite3", "pysqlite3", "starlette"}) == set()


def test_the_readme_explains_every_command() -> None:
    from coding.__main__ import main

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"| `{name}" not in readme] == []
    assert [
        name for name, command in main.commands.items() if not command.get_short_help_str()
    ] == []


def test_the_version_is_the_same_everywhere() -> None:
    from coding import __version__

    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert about["version"] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_streamlit_knows_every_setting() -> None:
    """A setting with a slip of the pen in its name protects nobody."""
    from streamlit.config import get_config_options

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    def names(table: dict[str, object], above: str = "") -> Iterator[str]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from names(value, f"{above}{key}.")
            else:
                yield above + key

    assert set(names(settings)) <= set(get_config_options())


def test_the_readme_explains_every_key() -> None:
    """The table of the desk's own help stands in the README word for word."""
    keys = ROOT / "coding" / "components" / "desk" / "assets" / "keys.js"
    table = keys.read_text(encoding="utf-8").partition("SHORTCUTS")[2].partition("];")[0]
    said = re.findall(r'\["[^"]+", "([^"]+)"\]', table)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert said
    assert [what for what in said if f"| {what} |" not in readme] == []
