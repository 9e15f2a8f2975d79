"""Kill at 100 random moments, and let 8 processes make 100 codings each at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from crashing import Known, field_of_work, kill_after, losses
from test_crash import crowd

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]


def test_what_was_acknowledged_survives_a_hundred_kills(tmp_path: Path) -> None:
    project = field_of_work(tmp_path)
    chance = random.Random()
    known = Known()
    for n in range(100):
        kill_after(project, f"w{n}", chance.uniform(0, 0.5), known)
        assert losses(project.folder, known) == []
    print(
        f"\n100 kills: {len(known.codings):,} codings and {len(known.files):,} interviews had been"
    )
    print("acknowledged; none lost, no half import, none without its row in the log")


def test_eight_processes_of_a_hundred_codings(tmp_path: Path) -> None:
    project = field_of_work(tmp_path)
    crowd(project, processes=8, codings=100)
    print("\n8 processes × 100 codings at once: 800 there, no error shown")
