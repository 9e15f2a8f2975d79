"""Two people on one project: what one does, the other's window shows within 4 s, by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_server import Shown
from playwright.sync_api import Locator, Page, expect
from steps import Show, go

from coding.model import Relation, Role
from coding.pages.parts.company import BEAT
from coding.project import Project

SEEN = 4_000
"""Milliseconds after which what somebody did must be on the other's page; on a machine so busy
that drawing the page takes long, as many as one look for news and two drawings."""

Told = Callable[[Page], Locator]
Do = Callable[[Project], Told]


@pytest.fixture
def nina(show: Show, sample: Path) -> Shown:
    """Return the app on a copy of the sample, opened by Nina; Marko is the test's process."""
    return show(sample, coder="Nina")


def text(words: str) -> Told:
    """Look for words anywhere on the page."""
    return lambda page: page.get_by_text(words).first


def names_a_basket(study: Project) -> Told:
    study.baskets.add("Chapter one", coder="Marko")
    return text("basket Chapter one made")


def fills_a_basket(study: Project) -> Told:
    study.baskets.add("Chapter one", coder="Marko")
    quote = study.quotes.find()[0]
    study.baskets.put("Chapter one", [quote.coding], coder="Marko")
    return text(" ".join(quote.text.split())[:50])


def renames_an_interview(study: Project) -> Told:
    study.transcripts.edit(study.transcripts.all()[0].id, name="A first talk", coder="Marko")
    return lambda page: page.get_by_role("heading", name="A first talk")


def lays_a_file_down(study: Project) -> Told:
    (study.folder / "transcripts" / "fresh.txt").write_text("A: Hello there.", encoding="utf-8")
    return text("fresh.txt")


def adds_a_code(study: Project) -> Told:
    study.codes.add("Schools", coder="Marko")
    return lambda page: page.get_by_role("heading", name="Schools")


def edits_the_file_by_hand(study: Project) -> Told:
    file = study.folder / "codebook.yaml"
    file.write_text(
        file.read_text("utf-8") + "\n  - id: by_hand\n    name: Written by hand\n", encoding="utf-8"
    )
    return lambda page: page.get_by_role("heading", name="Written by hand")


def renames_a_proposed_code(study: Project) -> Told:
    passages, _ = study.suggestions.queue(coder="Nina", limit=1)
    study.codes.edit(passages[0][0].code, {"name": "Marko’s own"}, coder="Marko")
    return lambda page: page.locator(".pg-proposal", has_text="Marko’s own").first


def codes_a_passage(study: Project) -> Told:
    spoken(study, "safety")
    return lambda page: page.get_by_role("heading", name=f"{len(study.quotes.find())} quotes from")


def codes_on_the_desk(study: Project) -> Told:
    spoken(study, "safety")
    return lambda page: page.locator(".cd-label", has_text="Safety").first


def spoken(study: Project, code: str) -> None:
    """Put a code on what nobody has coded yet: a whole turn of the first interview."""
    transcript = study.transcripts.get(study.transcripts.all()[0].id)
    taken = study.codings.all(transcript=transcript.id)
    turn = next(
        t
        for t in transcript.turns
        if t.role is Role.PARTICIPANT
        and not any(c.start < t.end and t.start < c.end for c in taken)
    )
    study.codings.apply(transcript.id, turn.start, turn.end, [code], coder="Marko")


def links_a_figure(study: Project) -> Told:
    figure = study.survey.questions()[0].indicators[0]
    study.links.put("safety", figure.id, Relation.EXPANDS, note="as Marko sees it", coder="Marko")
    return text("as Marko sees it")


def corrects_the_survey(study: Project) -> Told:
    file = study.folder / "survey" / "toplines.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    title = study.joint.display().rows[0].question.text
    file.write_text("".join(line.replace(title, f"Corrected: {title}") for line in lines), "utf-8")
    return text("Corrected: ")


def infers(study: Project) -> Told:
    question = study.joint.display().rows[0].question.id
    study.memos.write("question", question, "Both say so.", coder="Marko")
    return text("Both say so.")


def settles_a_finding(study: Project) -> Told:
    report = study.drafts.verify(study.drafts.read(study.folder / "survey" / "draft.md"))
    finding = next(f for f in report.findings if f.level == "error")
    study.drafts.rule(finding, "not ours", reason="", coder="Marko")
    return text("Settled 1")


@pytest.mark.parametrize(
    ("address", "act"),
    [
        ("/", names_a_basket),
        ("/", lays_a_file_down),
        ("/transcripts", renames_an_interview),
        ("/codebook", adds_a_code),
        ("/codebook", edits_the_file_by_hand),
        ("/annotate", codes_on_the_desk),
        ("/suggestions", renames_a_proposed_code),
        ("/quotes", codes_a_passage),
        ("/quotes?view=Baskets", fills_a_basket),
        ("/survey", links_a_figure),
        ("/joint_display", links_a_figure),
        ("/joint_display", infers),
        ("/verify?draft=draft.md", settles_a_finding),
    ],
)
def test_what_somebody_else_does_is_seen_on_every_page(
    page: Page, nina: Shown, sample: Path, address: str, act: Do
) -> None:
    """Nobody reloads anything."""
    begun = time.monotonic()
    go(page, nina, address)
    if "draft" in address:
        expect(page.get_by_text("Checked at")).to_be_visible()
    drawing = 1000 * (time.monotonic() - begun)
    seen = act(Project(sample))(page)
    done = time.monotonic()
    expect(seen).to_be_visible(timeout=30_000)
    took = 1000 * (time.monotonic() - done)
    print(f"{address}: drawn in {drawing:.0f} ms, seen after {took:.0f} ms")
    assert took < max(SEEN, 1000 * BEAT + 2 * drawing)
