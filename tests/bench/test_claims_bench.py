"""Measure what the numbers of reports are said to state, untouched and with planted errors.

    python -m pytest -m bench tests/bench/test_claims_bench.py -s -n 0

The reports are those of `tests/reports`, or those that the variable CODING_REPORTS names: folders
with a report each, or folders of such, with the system's path separator between; nothing is fitted
to those of `tests/reports_unseen`. CODING_PLANTED=5 takes every fifth planted error. What is
counted is said in `measured_claims`. A report that weights were fitted on shows less than one that
they were not.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from gold_claims import folders
from measured_claims import Measured, measure, part, table
from reports_gold import REPORTS

from coding.project import Project

pytestmark = [pytest.mark.bench, pytest.mark.timeout(7200)]


def test_what_numbers_state_is_confirmed_rarely_wrongly_and_errors_are_not_swallowed(
    tmp_path: Path,
) -> None:
    """The goals hold of all reports together."""

    def project_of(folder: Path) -> Project:
        place = tmp_path / folder.name
        (place / "survey").mkdir(parents=True)
        shutil.copy(folder / "toplines.csv", place / "survey" / "toplines.csv")
        (place / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
        return Project(place)

    named = os.environ.get("CODING_REPORTS", "")
    places = [Path(name) for name in named.split(os.pathsep)] if named else [REPORTS]
    step = int(os.environ.get("CODING_PLANTED", "1"))
    listed = [measure(folder, project_of, step=step) for folder in folders(places)]
    assert listed, "there are no reports"
    whole = sum(listed, Measured())
    print("\n" + table([*listed, whole]))
    for one in listed:
        print(f"\n{one.name}", *one.wrong, sep="\n  ")
    assert whole.wrongly <= 0.02 * whole.confirmed
    assert whole.coverage >= 0.50
    assert whole.linked <= 0.03 * whole.elsewhere
    assert whole.swallowed <= 0.04 * whole.planted
    assert part(whole.first, whole.stating) >= 0.92
    assert part(whole.among, whole.stating) >= 0.97
    assert part(120 * whole.keys, whole.shares) <= 90
    assert whole.chosen >= 0.75 * whole.planted
    assert whole.proved >= 0.95 * whole.planted
    errors = whole.true_errors + whole.false_errors
    assert whole.true_errors >= 0.90 * errors
