"""A project that Taguette itself has made comes in with every word where Taguette has it.

    python -m pytest -m outside tests/outside -n 0

Taguette is installed into an environment of its own, or `CODING_TAGUETTE` names the Python of one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from coding.project import Project
from coding.project.exchange.opening import read_database

MAKER = Path(__file__).with_name("make_taguette.py")
VERSION = "1.5.2"

pytestmark = [pytest.mark.outside, pytest.mark.timeout(900)]


@pytest.fixture(scope="session")
def taguette(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the Python of an environment with Taguette; skip where it cannot be installed."""
    if python := os.environ.get("CODING_TAGUETTE"):
        return python
    home = tmp_path_factory.mktemp("taguette")
    venv.create(home, with_pip=True)
    python = str(home / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", f"taguette=={VERSION}"], capture_output=True
    )
    if done.returncode:
        pytest.skip("Taguette cannot be installed here")
    return python


@pytest.mark.parametrize("seed", range(3))
def test_every_word_that_taguette_cuts_out_is_coded(
    taguette: str, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "made.sqlite3"
    done = subprocess.run(
        [taguette, str(MAKER), str(path), str(seed)], capture_output=True, text=True, check=True
    )
    words: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    foreign = read_database(path, path.name)
    assert len(words) > 200
    assert foreign.unplaced == ()
    found = {c.selection.removeprefix("highlight "): c.text for c in foreign.codings}
    assert {key: bare(text) for key, text in found.items()} == {
        key: bare(text) for key, text in words.items()
    }
    project = Project.new(tmp_path / "study")
    taken = project.exchange.take_in(foreign, coder="me")
    tagged = [c for c in foreign.codings if c.code]
    assert taken.codings == len({(c.source, c.start, c.end, c.code) for c in tagged})


def bare(words: str) -> str:
    """Return words without their blanks, composed."""
    import unicodedata

    return "".join(unicodedata.normalize("NFC", words).split())
