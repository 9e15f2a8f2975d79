"""A researcher whose project is damaged gets it back in the browser, by reading and two clicks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from playwright.sync_api import Page, expect
from steps import Show

from coding.project import Project


def test_a_damaged_project_is_brought_back_in_the_browser(
    page: Page, show: Show, sample: Path
) -> None:
    study = Project(sample)
    study.backups.make()
    before = [(c.id, c.coder) for c in study.codings.all()]
    db = sqlite3.connect(study.store.path)
    db.execute("UPDATE codings SET text = text || '.'")
    db.commit()
    db.close()
    page.goto(show(sample, coder="Nina").url)
    title = page.get_by_role("heading", name="This project is damaged")
    expect(title).to_be_visible()
    expect(page.get_by_text("in codings are not what was written")).to_be_visible()
    expect(page.get_by_text(f"{len(before)} codings then")).to_be_visible()
    page.get_by_role("button", name="Restore this backup").click()
    expect(page.get_by_text("The backup is restored.").first).to_be_visible()
    expect(title).to_have_count(0)
    assert [(c.id, c.coder) for c in Project(sample).codings.all()] == before
