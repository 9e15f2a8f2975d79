"""Let everything go wrong by the hundred; the table at the end says what was lost.

    python -m pytest -m faults tests/faults -s -n 0

The table is printed after the tests, by `tests/conftest.py`. `test_faults.py` is the short form.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.acts import ACTS
from faults.campaigns import Outcome, crowded, cuts, full_disks, kills, lived_in
from faults.cutting import can_trace
from faults.filling import ENOUGH, can_fill
from faults.killing import Nursery, nursery

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

SEED = random.randrange(10**6)

Tell = Callable[[str, Outcome], None]


@pytest.fixture(scope="module")
def workers() -> Iterator[Nursery]:
    with nursery() as one:
        yield one


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_in(tmp_path_factory.mktemp("faults") / "study", acts=3 * len(ACTS), seed=SEED)


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Return how a row gets into the table; it fails if anything was lost."""

    def row(what: str, outcome: Outcome) -> None:
        took = sorted(outcome.milliseconds)
        p95 = f"p95 {took[int(len(took) * 0.95)]:.0f} ms" if took else ""
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(outcome.kinds.items()))
        lost = len(outcome.found)
        record_property(
            "fault", [what, outcome.tried, outcome.acknowledged, lost, f"{kinds} {p95}".strip()]
        )
        assert outcome.found == [], f"seed {SEED}"

    return row


def test_kills(workers: Nursery, study: Path, tmp_path: Path, tell: Tell) -> None:
    outcome = kills(workers, study, tmp_path, 320, seed=SEED)
    tell("random kills", outcome)
    assert outcome.tried >= 300
    assert set(outcome.kinds) == set(ACTS)


@pytest.mark.skipif(not can_trace(), reason="needs `strace`, and leave to use it")
def test_power_cuts(study: Path, tmp_path: Path, tell: Tell) -> None:
    outcome = cuts(study, tmp_path, 450, seed=SEED, acts=4 * len(ACTS))
    tell("power-cut states", outcome)
    assert outcome.tried >= 330


@pytest.mark.parametrize(
    ("what", "acts"), [("codings", 100), ("memo", 50), ("definition", 25), ("participants", 25)]
)
def test_writers(workers: Nursery, tmp_path: Path, tell: Tell, what: str, acts: int) -> None:
    outcome = crowded(workers, tmp_path, what, crew=8, acts=acts)
    tell(f"8 writers × {acts}: {what}", outcome)
    assert outcome.acknowledged >= acts


def test_full_disks(study: Path, tmp_path: Path, tell: Tell) -> None:
    if not can_fill(tmp_path):
        pytest.skip("needs `unshare` and a mount of one's own")
    kinds = [kind for kind in ACTS if kind != "by hand"]  # what an editor does is not ours
    half, false = full_disks(study, tmp_path, range(ENOUGH), kinds)
    assert half.tried >= 44
    tell("acts on a full disk, half done", half)
    tell("acts on a full disk, said and not so", false)
