"""Give the tests a sample project to look at and a small project to work on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import alone  # noqa: F401
import pytest
from hypothesis import HealthCheck, settings
from made import MADE
from reused import reuse

from coding.project import Project
from coding.store.backup_names import Why
from coding.store.backups import keep

if TYPE_CHECKING:
    from shared_out import SharedOut

PASSED = pytest.StashKey[bool]()
MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""Bytes that must be free in memory for what a run of all tests leaves there while it lasts."""

collect_ignore_glob = ["*conftest.py"]  # they hold no doctests, and share one name

# Some machines are set to keep no compiled modules: each of the many processes that tests start
# would compile the package anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

reuse()

# What a property test takes says how busy the machine is, not whether the property holds.
settings.register_profile(
    "whatever the load", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("whatever the load")

CODEBOOK = """\
codes:
  - id: safety
    name: Safety
    definition: Feeling safe or unsafe in daily life.
    codes:
      - id: safety_children
        name: Children's safety
  - id: prices
    name: Prices
    keywords: [expensive, rent]
  - id: return
    name: Going back
"""
PARTICIPANTS = """\
participant,pseudonym,gender,age_band
P01,Vera,Female,30-39
"""
INTERVIEW = """\
Interviewer: Do you feel safe here?
Vera: Yes. My daughter walks to school alone.
Interviewer: And the prices?
Vera: The rent is expensive, well, you know.
Vera: But I would not go back 🙂 not now.
"""


def pytest_configure(config: pytest.Config) -> None:
    """Let tests work in memory where there is room: each act reaches the disk before it is told.

    Waiting for that takes most of the time of the tests. What measures or harms works on the disk.
    """
    asked = str(config.getoption("markexpr"))
    slow = any(kind in asked and f"not {kind}" not in asked for kind in ("bench", "faults"))
    if not slow and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    if hasattr(config, "workerinput"):
        from shared_out import BACK, WINDOWS, number

        if number(config.workerinput["workerid"]) >= WINDOWS:
            os.nice(BACK)


@pytest.hookimpl(optionalhook=True)  # without xdist nobody calls it
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedOut | None:
    """Share the files out so that at most two browsers are open at once."""
    if config.getoption("dist") != "loadfile":
        return None
    from shared_out import SharedOut

    return SharedOut(config, log)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Note whether what the tests made is still wanted."""
    session.config.stash[PASSED] = exitstatus == pytest.ExitCode.OK


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give memory back when all tests have passed."""
    made: pytest.TempPathFactory | None = getattr(config, "_tmp_path_factory", None)
    if made and config.stash.get(PASSED, False) and not hasattr(config, "workerinput"):
        base = made.getbasetemp()
        if base.is_relative_to(MEMORY):
            shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample project's folder, made once: look, but change nothing in it.

    It has the backup that the app makes of a project which has none.
    """
    from coding.serve.bundled import bundle

    folder = tmp_path_factory.mktemp("made") / "sample"
    made = Project.new(folder, sample=bundle())
    keep(made.store.path, Why.ITSELF)
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let each test have what is made once."""
    MADE.begin_test()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a fresh project: one interview of five lines, P01, spoken by Vera, and four codes."""
    folder = tmp_path / "study"

    def make() -> Project:
        (folder / "transcripts").mkdir(parents=True)
        (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
        (folder / "transcripts" / "participants.csv").write_text(PARTICIPANTS, encoding="utf-8")
        (folder / "transcripts" / "P01.txt").write_text(INTERVIEW, encoding="utf-8")
        (folder / "transcripts" / "index.csv").write_text(
            "file,participant,language\nP01.txt,P01,en\n", encoding="utf-8"
        )
        return Project(folder)

    return MADE.project(folder, "project", make)


@pytest.fixture
def sample(sample_folder: Path, tmp_path: Path) -> Project:
    """Return a copy of the sample project that the test may change."""
    return Project(Path(shutil.copytree(sample_folder, tmp_path / "sample")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of `pytest -m faults`."""
    rows = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in report.user_properties
        if name == "fault"
    ]
    if rows:
        terminalreporter.section("what went wrong, and what was lost")
        terminalreporter.write_line(f"{'':<40}{'tried':>7}{'acknowledged':>14}{'lost':>6}")
        for what, tried, acknowledged, lost, kinds in rows:
            terminalreporter.write_line(
                f"{what:<40}{tried:>7,}{acknowledged:>14,}{lost:>6}  {kinds}"
            )
