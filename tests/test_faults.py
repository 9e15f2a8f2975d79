"""Nothing lost, nothing half done, on bad days: the short form of `pytest -m faults`.

Processes are killed, the power is cut, many write at once, the disk is full. `tests/faults/` has
the long form, with the counts that the issue asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.acts import ACTS, TWOFOLD
from faults.campaigns import crowded, cuts, full_disks, kills, lived_in
from faults.cutting import can_trace
from faults.filling import can_fill
from faults.killing import Nursery, nursery


@pytest.fixture(scope="module")
def workers() -> Iterator[Nursery]:
    with nursery() as one:
        yield one


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_in(tmp_path_factory.mktemp("faults") / "study", acts=len(ACTS))


def test_kills_at_random_moments_lose_nothing(
    workers: Nursery, study: Path, tmp_path: Path
) -> None:
    outcome = kills(workers, study, tmp_path, 12, seed=3)
    assert outcome.found == []
    assert outcome.acknowledged > 3


@pytest.mark.skipif(not can_trace(), reason="needs `strace`, and leave to use it")
def test_power_cuts_lose_nothing(study: Path, tmp_path: Path) -> None:
    outcome = cuts(study, tmp_path, 36, seed=3, acts=len(ACTS))
    assert outcome.found == []
    assert (outcome.tried, outcome.acknowledged > 15) == (36, True)


@pytest.mark.parametrize("what", ["codings", "memo", "definition", "participants"])
def test_what_writers_at_once_were_told_is_done(
    workers: Nursery, tmp_path: Path, what: str
) -> None:
    outcome = crowded(workers, tmp_path, what, crew=4, acts=5)
    assert outcome.found == []
    assert outcome.acknowledged >= 5


def test_a_full_disk_leaves_nothing_half_and_what_is_said_is_so(
    study: Path, tmp_path: Path
) -> None:
    if not can_fill(tmp_path):
        pytest.skip("needs `unshare` and a mount of one's own")
    half, false = full_disks(study, tmp_path, [0, 8, 14], TWOFOLD[:4])
    assert (half.found, false.found) == ([], [])
    assert half.tried >= 4
