"""Take the README's pictures: every page of the sample project, light and dark, at 1280×800.

    python -m tests.browser.screenshots [FOLDER]

FOLDER is `.github/screenshots` unless named. The pictures are taken of a fresh copy of the
sample, so they show what a newcomer sees.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from coding.project import Project
from coding.serve.bundled import bundle
from tests.browser.desk_server import ROOT, Server, Watch, chromium, new_page, wait_until_drawn

PAGES = {
    "overview": "/",
    "transcripts": "/transcripts",
    "codebook": "/codebook",
    "suggestion": "/annotate?transcript=P04&turn=30",
    "desk": "/annotate?transcript=P02&turn=59",
    "trust": "/suggestions?suggestions_view=How+far+to+trust+them",
    "quotes": "/quotes",
    "survey": "/survey",
    "joint-display": "/joint_display",
    "figure": "/figure?figure=safety_safe",
    "verify": "/verify?draft=draft.md",
}
SETTLED = 1500
"""Milliseconds that fonts, charts and the desk get after a page's script has run."""

LONGEST = 300_000
"""Milliseconds for pages that measure or learn first."""

UNDONE = ("Reading the transcripts …", "Each interview in turn is left out", "Checking the draft …")
"""What pages say that do."""

PRESSED = {"desk": ".a", "suggestion": "py", "verify": "nnnn"}
"""Keys that are pressed on a page before its picture is taken."""

AWAITED = {"suggestion": ("passages have suggestions", "Nearest accepted passages")}
"""What a page says once its keys can be pressed, and once they were."""


def settled(page: Page) -> None:
    """Wait until a page shows what it is to show."""
    wait_until_drawn(page)
    for words in UNDONE:
        expect(page.get_by_text(words)).to_have_count(0, timeout=LONGEST)
    page.wait_for_timeout(SETTLED)


def take(page: Page, name: str, address: str, path: Path) -> None:
    """Save one page as a picture."""
    page.goto(address)
    before, after = AWAITED.get(name, ("", ""))
    settled(page)
    expect(page.get_by_text(before).first).to_be_visible(timeout=LONGEST)
    for key in PRESSED.get(name, ""):
        page.keyboard.press(key)
        settled(page)
    expect(page.get_by_text(after).first).to_be_visible(timeout=LONGEST)
    page.screenshot(path=path, animations="disabled", caret="hide")


def main(folder: Path) -> None:
    """Save every page, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        for scheme in ("light", "dark"):
            study = Path(made) / scheme / "sample"
            Project.new(study, sample=bundle())
            app = Server(study, env={"CODING_CODER": "Nina"})
            try:
                page = new_page(browser, Watch(), color_scheme=scheme)
                for name, path in PAGES.items():
                    take(page, name, app.url + path, folder / f"{name}-{scheme}.png")
                page.context.close()
            finally:
                app.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".github" / "screenshots")
