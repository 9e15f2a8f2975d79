"""An hour of a researcher, by the keyboard alone and without loading the page once.

A code is opened and its segments are read over the interviews; three are coded anew, two get a memo,
all hits of a phrase are coded at the width of a sentence; codes are looked at by groups, a cell is opened,
a segment of it seen where it stands; an interview is summed up, and is done.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from desk import open_transcript, study, wait_for, wait_saved, wait_until
from desk_server import CODER
from playwright.sync_api import Page, expect
from steps import Show

from coding.project import Project

READ = 40
RECODED, NOTED = (4, 13, 29), (7, 22)
"""Which of the segments read, counted from 0, are coded anew, and which get a memo."""

PHRASE = "my husband"
SUMMARY = "Leaving is told as a matter of days; papers come up again and again."


def back_to(page: Page, name: str) -> None:
    """Press Tab with Shift until a field called so has the focus."""
    for _ in range(20):
        if name in str(page.evaluate("document.activeElement?.ariaLabel ?? ''")):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"Tab never came to {name}")


def into_the_table(page: Page) -> None:
    """Press Tab until a cell has the focus."""
    for _ in range(20):
        if page.evaluate("document.activeElement?.matches('.cd-table td')"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never came to the table")


def read_on(page: Page, ids: list[str]) -> None:
    """Go to the next segment, in whichever interview it stands."""
    page.keyboard.press("a")
    wait_for(
        page, f"{ids}.includes(__codingHub.desk?.selected) && !__codingHub.desk.travel.between"
    )


def well_used(project: Project) -> str:
    """Return a theme with segments enough, the one that has the fewest of these."""
    usage = project.segments.usage()
    enough = (c.id for c in project.codes.book().children("") if usage[c.id][0] >= READ)
    return min(enough, key=lambda code: usage[code][0])


@pytest.mark.timeout(400)
def test_an_hour_of_work_needs_no_mouse_and_no_reload(page: Page, show: Show, sample: Path) -> None:
    app = show(sample)
    project = study(app.folder)
    theme = well_used(project)
    segments = project.segments.of([theme])[:READ]
    keys = page.keyboard
    assert len({s.coded.transcript for s in segments}) > 4
    open_transcript(page, app, "P01")
    page.evaluate("window.sameWindow = true; document.querySelector('.cd-scroller').focus()")

    # ── read a code over all interviews, coding anew and noting on the way ──
    keys.press("Shift+R")
    keys.type(project.codes.get(theme).name)
    keys.press("Enter")
    expect(page.locator(".cd-seg").first).to_be_visible()
    changed: list[str] = []
    for place, segment in enumerate(segments):
        ids = [coding.id for coding in segment.coded.codings]
        read_on(page, ids)
        chosen = str(page.evaluate("__codingHub.desk.selected"))
        if place in RECODED:
            changed.append(chosen)
            keys.press("r")
            keys.type("The war")
            keys.press("Enter")
            wait_saved(page)
        if place in NOTED:
            keys.press("m")
            keys.type(f"Compare with the others: {place}.")
            keys.press("Control+Enter")
            wait_saved(page)
    project = study(app.folder)
    assert {project.codes.get(project.codings.get(key).code).name for key in changed} == {"The war"}
    noted = [m.text for m in project.memos.all(kind="coding") if m.coder == CODER]
    assert sorted(noted) == [
        f"Compare with the others: {place}." for place in sorted(NOTED, key=str)
    ]

    # ── code the sentences in which a phrase stands ──
    before = {coding.id for coding in project.codings.all()}
    places = project.search.places(f'"{PHRASE}"', width="sentence")
    coded = project.search.coded_already(places, theme, CODER)
    free = [p for p, had in zip(places, coded, strict=True) if not had]
    wanted = {(p.transcript, p.start, p.end) for p in free if p.voice.role != "interviewer"}
    assert len(wanted) > 4
    keys.press("Shift+H")
    keys.type(f'"{PHRASE}"')
    keys.press("Tab")
    keys.press("Tab")
    keys.type("the sentence")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(page.locator(".cd-hit").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("t")
    keys.press("Control+Enter")
    wait_saved(page)
    fresh = [c for c in study(app.folder).codings.all(code=theme) if c.id not in before]
    assert {(c.transcript, c.start, c.end) for c in fresh} == wanted
    keys.press("Escape")

    # ── codes by groups: a cell, its segments, one of them where it stands, and back ──
    keys.press("Shift+T")
    cell = page.locator(".cd-table td[tabindex='0']")
    expect(cell).to_be_focused()
    back_to(page, "Rows")
    keys.type("gender")
    keys.press("Enter")
    expect(page.locator(".cd-table tbody tr")).to_have_count(2)
    groups = study(app.folder).summaries.groups("gender")
    first = (next(iter(groups.people)), groups.codes[0].id)
    into_the_table(page)
    expect(cell).to_have_text(str(groups.cells[first][0]))
    keys.press("Enter")
    read = page.locator(".cd-table-pane .cd-seg-read")
    expect(read).to_have_count(groups.cells[first][0])
    expect(read.first).to_be_focused()
    keys.press("ArrowDown")
    words = read.nth(1).locator(".cd-seg-text").inner_text()
    keys.press("Enter")
    wait_for(page, "__codingHub.desk?.selected")
    expect(page.locator(".cd-card")).to_be_visible()
    there = str(page.evaluate("__codingHub.desk.selected"))
    assert study(app.folder).codings.get(there).text[:60] in words
    keys.press("u")
    expect(page.locator(".cd-table-pane .cd-seg-read").first).to_be_visible()

    # ── sum an interview up, and be done with it ──
    back_to(page, "Rows")
    keys.type("interviews")
    keys.press("Enter")
    rows = page.locator(".cd-table tbody tr")
    expect(rows).to_have_count(6)
    into_the_table(page)
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.type(SUMMARY)
    keys.press("Control+Enter")
    expect(page.locator(".cd-table-count")).to_contain_text("1 of ")
    wait_until(lambda: [m.text for m in study(app.folder).memos.all(kind="summary")] == [SUMMARY])
    keys.press("u")
    wait_for(page, "__codingHub.desk?.selection && __codingHub.wire")
    keys.press("Shift+D")
    wait_until(lambda: [CODER] in study(app.folder).done.all().values())
    assert page.evaluate("window.sameWindow")
    acts = Counter(act.verb for act in study(app.folder).store.log.acts(coder=CODER))
    verbs = ("recode", "memo", "apply", "summary", "done")
    assert [acts[verb] for verb in verbs] == [3, 2, 1, 1, 1]
