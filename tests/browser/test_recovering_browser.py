"""A researcher whose project is damaged gets it back in the browser, by reading and two clicks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desk_server import Server
from playwright.sync_api import Page, expect

from coding.project import Project


def test_a_damaged_project_is_brought_back_in_the_browser(page: Page, sample: Path) -> None:
    """It opens by the command that opens any other, which says on the terminal what is wrong."""
    study = Project(sample)
    study.backups.make()
    before = [(c.id, c.coder) for c in study.codings.all()]
    db = sqlite3.connect(study.store.path)
    db.execute("UPDATE codings SET text = text || '.'")
    db.commit()
    db.close()
    app = Server(sample, env={"CODING_CODER": "Nina"})
    try:
        page.goto(app.url)
        title = page.get_by_role("heading", name="This project is damaged")
        expect(title).to_be_visible()
        expect(page.get_by_text("in codings are not what was written")).to_be_visible()
        expect(page.get_by_text(f"{len(before)} codings then")).to_be_visible()
        page.get_by_role("button", name="Restore this backup").click()
        expect(page.get_by_text("The backup is restored.").first).to_be_visible()
        expect(title).to_have_count(0)
    finally:
        app.stop()
    assert "in codings are not what was written" in app.output
    assert [(c.id, c.coder) for c in Project(sample).codings.all()] == before
