"""What pages need is loaded before anybody turns to them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from page_steps import ROOT

from coding.pages import parts
from coding.serve import ahead, launcher

LOAD = """
import sys
from coding.serve.ahead import begin_loading
assert not {"altair", "pandas"} & set(sys.modules)
begin_loading().join()
print(*sys.modules)
"""


def test_every_part_of_a_page_and_what_it_needs_is_loaded() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert {"altair", "pandas", "coding.project.quotes"} <= loaded
    own = {f"{ahead.PARTS}.{file.stem}" for file in Path(parts.__path__[0]).glob("[!_]*.py")}
    assert len(own) > 40
    assert own <= loaded


def test_half_of_the_time_is_left_to_whoever_asks_for_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, rests = iter([0.0, 0.25, 1.0, 1.5]), []
    monkeypatch.setattr(ahead.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(ahead.time, "sleep", rests.append)
    monkeypatch.setattr(ahead.gc, "freeze", lambda: None)
    ahead.load(["json", "csv"])
    assert rests == [0.25, 0.5]


def test_the_app_begins_to_load_as_soon_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(launcher, "begin_loading", lambda: begun.append(True))

    async def stand() -> None:
        async with launcher._greeting("Opened", "")(None):  # type: ignore[arg-type]
            assert begun == [True]

    asyncio.run(stand())
