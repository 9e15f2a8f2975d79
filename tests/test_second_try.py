"""`.ci/second-try` hides nothing: what passed only at the second try is named, counted, limited."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / ".ci" / "second-try"
SHAKY = '''\
from pathlib import Path


def test_{name}():
    """Fail the first time."""
    seen = Path("{name}.seen")
    before = seen.exists()
    seen.touch()
    assert before
'''
SOUND = "def test_sound():\n    pass\n"
BROKEN = "def test_broken():\n    assert False\n"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, its pytest without the plugins that it need not load."""
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p xdist"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def tried_twice(folder: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests as `.ci/run` does, in a folder of their own; return how the second try ended."""
    for number, test in enumerate(tests):
        (folder / f"test_{number}.py").write_text(test, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    run(folder, sys.executable, "-m", "pytest", "-q", "-n", "0")
    return run(folder, "bash", str(SCRIPT), sys.executable)


@pytest.mark.parametrize(
    ("tests", "code", "named"),
    [
        ((SOUND, SHAKY.format(name="a")), 0, ["test_1.py::test_a"]),
        (
            (SHAKY.format(name="a"), SOUND, SHAKY.format(name="b")),
            1,
            ["test_0.py::test_a", "test_2.py::test_b"],
        ),
        ((BROKEN, SHAKY.format(name="a")), 1, ["test_1.py::test_a"]),
    ],
    ids=["one is forgiven", "two are not", "nor what fails again"],
)
def test_what_passes_only_at_the_second_try_is_named_and_forgiven_once(
    tmp_path: Path, tests: tuple[str, ...], code: int, named: list[str]
) -> None:
    done = tried_twice(tmp_path, *tests)
    assert done.returncode == code, done.stdout + done.stderr
    told = done.stdout.partition("Passed only at the second try: ")[2].split()
    assert told == ([str(len(named)), *named] if named else [])


def test_without_a_first_try_it_fails(tmp_path: Path) -> None:
    """A run that never came to its tests leaves nothing that could pass."""
    done = run(tmp_path, "bash", str(SCRIPT), sys.executable)
    assert done.returncode != 0
