"""Let bits of a database turn by the hundred; a row of the table says how many were shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from damage import bad, field, flips, in_memory

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

TIMES = 200


@pytest.mark.parametrize("holding", [False, True])
def test_flipped_bits(
    tmp_path: Path, record_property: Callable[[str, object], None], holding: bool
) -> None:
    """Anywhere in the file, and in bytes that hold something."""
    with in_memory(tmp_path) as place:
        count, told = flips(field(place / "p"), place, range(TIMES), holding=holding)
    what = f"flipped bits{', none in empty space' if holding else ''}"
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(count.items()))
    record_property("fault", [what, TIMES, count["noticed"], len(bad(told)), kinds])
    assert bad(told) == {}
    assert count["noticed"] >= TIMES / 4, count
