"""The Verify page: a draft is checked, its findings are gone through and settled.

What is clicked and pressed in the draft itself is tested in `browser/test_verify_browser.py`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest

from coding.pages.parts import waiting
from coding.pages.parts.claiming import ClaimActs
from coding.pages.parts.wording import escaped
from coding.project import Project

Open = Callable[..., AppTest]


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens the page as Nina on a draft of the project's folder."""

    def page(draft: str = "draft.md", at: Path = folder) -> AppTest:
        return open_page(monkeypatch, "verify", at, draft=draft)

    return page


def test_what_is_done_at_the_desk_is_written_once(opened: Open, folder: Path) -> None:
    """Of acts that come again, as they do until they are acknowledged, none is done twice."""
    study = Project(folder)
    verified = study.drafts.verified(study.drafts.read(folder / "survey" / "draft.md"))
    claims = verified.report.claims
    first = next(n for n, claim in enumerate(claims) if claim.printed == "96.5%")
    figure = study.survey.figures()[0].id
    bind = {"act": "bind", "id": f"c{first}", "choice": "figure", "sense": "equal",
            "figures": [figure], "version": 0}  # fmt: skip
    desk = ClaimActs(study, verified)
    desk.hear([{"n": 1, **bind}], "Nina")
    desk.hear([{"n": 1, **bind}, {"n": 2, "act": "undo"}], "Nina")
    assert study.drafts.bindings() == {}
    assert desk.refused == ""
    desk.hear([{"n": 3, **bind}, {"n": 4, **bind, "choice": "other"}], "Nina")
    assert "somebody" in desk.refused or "changed" in desk.refused
    [binding] = study.drafts.bindings().values()
    assert str(binding.statement) == figure


def test_a_finding_is_settled_by_what_it_is_known_by_whatever_was_bound_since(
    folder: Path,
) -> None:
    """And where somebody else has settled it first, their act and name are told."""
    study = Project(folder)
    verified = study.drafts.verified(study.drafts.read(folder / "survey" / "draft.md"))
    desk, other = ClaimActs(study, verified), ClaimActs(study, verified)
    finding = [f for f in verified.report.findings if f.level == "error"][-1]
    assert finding != verified.report.findings[0]
    rule = {"act": "rule", "id": "c0", "finding": finding.key, "decided": "fixed", "reason": "",
            "version": 0}  # fmt: skip
    desk.hear([{"n": 1, **rule}], "Nina")
    assert list(study.drafts.rulings()) == [finding.key]
    other.hear([{"n": 1, **rule, "decided": "accepted", "reason": "So."}], "Mark")
    clash = other.data()["clash"]
    assert (clash["act"]["reason"], clash["by"]) == ("So.", "Nina")
    other.hear([{"n": 2, **rule, "finding": "gone"}], "Mark")
    assert "not found any more" in other.refused


def test_while_a_draft_is_checked_its_name_stands_above_how_far_that_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(monkeypatch, "verify", folder, glance=0, draft="draft.md")
    named = [escaped("Verify: draft.md")]
    assert ([title.value for title in page.title], len(page.get("progress"))) == (named, 1)
    monkeypatch.setattr(waiting, "GLANCE", 100)
    page.run()
    assert ([title.value for title in page.title], len(page.get("progress"))) == (named, 0)


def test_a_draft_that_cannot_be_read_is_one_clear_line(opened: Open, folder: Path) -> None:
    (folder / "broken.docx").write_bytes(b"%PDF-1.7")
    app = opened("broken.docx")
    [error] = app.error
    assert "PDF file under another name" in error.value
    assert str(folder) not in error.value


def test_the_certificate_begins_with_what_is_open(opened: Open) -> None:
    app = opened()
    [button] = [b for b in app.button if b.label == "Certificate"]
    button.click().run()
    assert not app.exception, app.exception
    shown = words(app)
    assert shown.index("Open · ") < shown.index("How a claim leaves the list")
    assert "Male, 24–28 years old" in shown
    [many] = re.findall(r"Nobody has looked at · (\d+)", shown)
    assert f"{many} claims have not been looked at by anybody" in shown
