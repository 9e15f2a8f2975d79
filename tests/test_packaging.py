"""What is installed: everything the program needs, under a name of its own, in tested versions."""

from __future__ import annotations

import ast
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
ABOUT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = ABOUT["project"]
LOADED_BY_NAME = {"pymorphy3-dicts-ru"}  # a dictionary that pymorphy3 finds
STARTED_BY_NAME = {"mypy", "pandas-stubs", "pytest-timeout", "pytest-xdist", "ruff"}  # tools


def requirements(listed: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, listed)}


def pinned() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return requirements([line for line in lines if not line.startswith("#")])


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements in a tree, nested ones too: imports are nothing else."""
    for inside in ("body", "orelse", "finalbody", "handlers", "cases"):
        for node in getattr(tree, inside, ()):
            yield node
            yield from statements(node)


owners_of_packages = cache(packages_distributions)


@cache
def imported_in(*folders: str) -> set[str]:
    """Return the distributions whose packages are imported below the folders."""
    files = [f for folder in folders for f in (ROOT / folder).rglob("*.py")]
    trees = [
        ast.parse(f.read_text(encoding="utf-8"))
        for f in [*files, ROOT / "app.py"]
        if "data" not in f.parts  # scripts that made the word vectors, with tools of their own
    ]
    names: set[str] = set()
    for node in (node for tree in trees for node in statements(tree)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    owners = owners_of_packages()
    return {
        canonicalize_name(owner)
        for name in names - sys.stdlib_module_names - {"coding"}
        for owner in owners.get(name, [])
    }


# ── what is asked for ──


def test_what_is_imported_is_asked_for_and_what_is_asked_for_is_imported() -> None:
    asked = set(requirements(PROJECT["dependencies"]))
    assert imported_in("coding") == asked - LOADED_BY_NAME


def test_what_tests_import_is_asked_for_by_the_program_or_its_tests() -> None:
    program = set(requirements(PROJECT["dependencies"]))
    tests = set(requirements(PROJECT["optional-dependencies"]["test"]))
    assert imported_in("tests") <= program | tests
    assert tests - STARTED_BY_NAME <= imported_in("tests")


def test_constraints_pin_everything_and_name_no_place() -> None:
    """So that the two commands of the README install what was tested, anywhere."""
    asked = requirements(
        [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]],
    )
    pins = pinned()
    assert set(asked) <= set(pins)
    for name, pin in pins.items():
        (specifier,) = pin.specifier
        assert specifier.operator == "=="
        assert pin.url is None
        if name in asked:
            assert specifier.version in asked[name].specifier
    assert PROJECT["name"] not in pins
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("-") or " @ " in line or "://" in line] == []


def test_streamlit_has_a_ceiling_as_interfaces_of_its_inside_are_used() -> None:
    streamlit = requirements(PROJECT["dependencies"])["streamlit"].specifier
    tested = next(iter(pinned()["streamlit"].specifier)).version
    major, minor = map(int, tested.split(".")[:2])
    assert tested in streamlit
    assert f"{major}.{minor + 1}.0" not in streamlit


@pytest.mark.parametrize("marker", ["open command", "test command"])
def test_the_readmes_commands_install_with_the_constraints(marker: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = readme.partition(f"<!-- {marker} -->")[2].partition("python3 ")[2].splitlines()[0]
    assert "-m pip install -q -c constraints.txt " in command


def test_no_document_says_to_install_the_strangers_package() -> None:
    """`coding` on the Python Package Index is another program."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("coding/**/*.py")]
    wrong = re.compile(r"(pip|pipx|uv|uvx)\b[^\n`]*\b(install|run|add) +(-\S+ +)*coding\b")
    assert [str(d) for d in documents if wrong.search(d.read_text(encoding="utf-8"))] == []


# ── how it is called ──


def test_the_distribution_has_a_name_of_its_own_and_the_command_is_coding() -> None:
    from coding.components.registry import DISTRIBUTION

    assert PROJECT["name"] == DISTRIBUTION != "coding"
    assert PROJECT["scripts"] == {"coding": "coding.__main__:main"}


def test_the_citation_file_has_what_a_reference_manager_needs() -> None:
    """The keys that version 1.2.0 of the format requires, and data that agree with the rest."""
    with (ROOT / "CITATION.cff").open(encoding="utf-8") as file:
        citation = YAML(typ="safe").load(file)
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "type", "abstract", "keywords"} <= set(citation)
    assert citation["authors"] == [{"name": author["name"]} for author in PROJECT["authors"]]
    assert str(citation["version"]) == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]


# ── what is in the wheel ──


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the wheel was unpacked, as an installation does."""
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_has_every_file_of_the_package(installed: Path) -> None:
    """Word lists, word vectors, templates, scripts and styles in whatever folder they lie."""
    wanted = {
        f.relative_to(ROOT)
        for f in (ROOT / "coding").rglob("*")
        if f.is_file() and not {"__pycache__", "bundle"} & set(f.relative_to(ROOT).parts)
    }
    assert {f.suffix for f in wanted} >= {".py", ".js", ".css", ".npz", ".yaml", ".j2"}
    assert {f for f in wanted if not (installed / f).is_file()} == set()


def test_the_wheel_brings_the_front_door_and_the_sample_project(installed: Path) -> None:
    bundle = installed / "coding" / "bundle"
    for name in ("app.py", ".streamlit/config.toml", "codebook.yaml", "survey/toplines.csv"):
        assert (bundle / name).read_bytes() == (ROOT / name).read_bytes()
    transcripts = {f.name for f in (ROOT / "transcripts").iterdir()}
    assert {f.name for f in (bundle / "transcripts").iterdir()} == transcripts


def test_streamlit_finds_the_components_of_an_installed_program(
    installed: Path, tmp_path: Path
) -> None:
    """Under the very names by which the pages mount them, with their files in place."""
    looking = (
        "import json, coding; from coding.components.registry import DISTRIBUTION;"
        "from streamlit.components.v2.manifest_scanner import scan_component_manifests;"
        "print(json.dumps([coding.__file__, [(f'{m.name}.{c.name}', str(root / c.asset_dir))"
        " for m, root in scan_component_manifests() for c in m.components"
        " if m.name == DISTRIBUTION]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", looking],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    where, listed = json.loads(done.stdout)
    assert Path(where).is_relative_to(installed)
    # Where the tests run, another copy may be installed besides.
    folders = {name: Path(f) for name, f in listed if Path(f).is_relative_to(installed)}
    files: dict[str, Any] = {}
    for room in pkgutil.iter_modules([str(ROOT / "coding" / "components")]):
        module = importlib.import_module(f"coding.components.{room.name}")
        files |= getattr(module, "FILES", {})
    assert set(folders) == {f"{PROJECT['name']}.{name}" for name in files}
    for name, arguments in files.items():
        folder = folders[f"{PROJECT['name']}.{name}"]
        assert (folder / arguments["js"]).is_file()
        for sheet in arguments.get("css", ()):
            assert (installed / "coding" / "components" / sheet).is_file()
