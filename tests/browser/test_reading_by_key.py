"""A whole draft is gone through by keys alone: how many they are, and what is proved at the end.

    python -m pytest -m bench tests/browser/test_reading_by_key.py -s -n 0

measures all invented reports of `tests/reports`, or those that the variable CODING_REPORTS names,
each with every fifth of its planted errors (CODING_PLANTED: with one of so many).
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from gold_claims import folders, read_report
from playwright.sync_api import Page, expect
from reading_by_key import Reader, gold_by_place, places, proved, shifted, spoiled
from reports_gold import REPORTS
from steps import Show, go, ready

from coding.project import Project

EVERY = int(os.environ.get("CODING_PLANTED", "5"))
"""One of so many planted errors stands in a draft, all at once."""


def lay_out(folder: Path, place: Path, draft: str) -> Path:
    """Make a project whose survey is a report's, with the draft in it."""
    (place / "survey").mkdir(parents=True)
    shutil.copy(folder / "toplines.csv", place / "survey" / "toplines.csv")
    (place / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
    (place / "draft.md").write_text(draft, encoding="utf-8")
    return place


@pytest.mark.bench
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("searches", [False, True], ids=["proposals alone", "with search"])
def test_a_draft_takes_fewer_keys_than_it_has_figures(
    page: Page, show: Show, tmp_path: Path, searches: bool
) -> None:
    """Of all reports together, everything bound; what is misprinted is proved at the end."""
    keys: Counter[str] = Counter()
    figures = planted_in = found = 0
    named = os.environ.get("CODING_REPORTS", "")
    places_of = [Path(name) for name in named.split(os.pathsep)] if named else [REPORTS]
    for folder in folders(places_of):
        report = read_report(folder)
        draft, errors = spoiled(report, every=EVERY)
        where = lay_out(folder, tmp_path / f"{folder.name}-{searches}", draft)
        study = Project(where)
        before = study.drafts.verify(study.drafts.read(where / "draft.md"))
        app = show(where, coder="Nina")
        go(page, app, "/verify?draft=draft.md")
        expect(page.locator(".dv-card")).to_be_visible(timeout=120_000)
        ready(page)
        reader = Reader(
            page,
            gold_by_place(before.claims, shifted(report, errors)),
            places(before.claims),
            {figure.id: figure for figure in report.figures},
            searches=searches,
        )
        reader.read()
        after = study.drafts.verify(study.drafts.read(where / "draft.md"))
        right = proved(errors, after.findings)
        numbers = sum(claim.kind != "quotation" for claim in before.claims)
        print(
            f"{folder.name}: {numbers} figures, {dict(reader.keys)}, {reader.searched} searches, {right} of {len(errors)}"
        )
        keys += reader.keys
        figures, planted_in, found = figures + numbers, planted_in + len(errors), found + right
    per = 120 * keys.total() / figures
    print(f"{per:.0f} keys for 120 figures, {found} of {planted_in} proved: {dict(keys)}")
    assert per <= 120
    assert found >= (0.95 if searches else 0.75) * planted_in
