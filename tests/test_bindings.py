"""What people decide that numbers of a draft state: kept by words, undone, never overwritten."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from coding.errors import Conflict, NotFound
from coding.model import BindingChoice, Claim, ClaimState, Draft, Sense, Statement
from coding.project import Project

FIRST = "41 % trust the council. 38 % do not trust it.\n"
SECOND = "A new beginning. 41 % trust the council. 39 % do not trust it.\n"
HEADS = ("indicator_id", "question_id", "question", "option", "value", "unit")


@pytest.fixture
def study(project: Project) -> Project:
    survey_with(project, "41.2")
    return project


def survey_with(project: Project, trusting: str) -> None:
    (project.folder / "survey").mkdir(exist_ok=True)
    rows = [
        ("q-yes", "q", "Do you trust the council?", "Trust", trusting, "%"),
        ("q-no", "q", "Do you trust the council?", "No trust", "38.4", "%"),
    ]
    path = project.folder / "survey" / "toplines.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADS, *rows])


def draft_of(study: Project, text: str, name: str = "draft.md") -> Draft:
    path = study.folder / name
    path.write_text(text, encoding="utf-8")
    return study.drafts.read(path)


def share(study: Project, draft: Draft, printed: str) -> Claim:
    [claim] = [c for c in study.drafts.verify(draft).claims if c.printed == printed]
    return claim


def bind(study: Project, claim: Claim, figure: str, **more: object) -> None:
    statement = Statement(Sense.EQUAL, (figure,))
    given = {"draft": "draft.md", "coder": "Ana", **more}
    study.drafts.bind(claim, BindingChoice.FIGURE, statement, **given)  # type: ignore[arg-type]


def test_a_binding_holds_in_the_next_draft_where_the_sentence_is_the_same(study: Project) -> None:
    """Its place has moved; the other sentence has changed, and that is said."""
    first = draft_of(study, FIRST)
    bind(study, share(study, first, "41 %"), "q-yes")
    bind(study, share(study, first, "38 %"), "q-no")
    second = draft_of(study, SECOND)
    report = study.drafts.verify(second)
    states = {claim.printed: claim.state for claim in report.claims}
    assert states["41 %"] is ClaimState.BOUND
    assert states["39 %"] is not ClaimState.BOUND
    [lost] = study.drafts.adrift(report)
    assert lost.printed == "38 %"
    assert "1 decision belongs to a sentence that is no longer in this draft." in report.notes


def test_a_figure_that_has_changed_since_is_said(study: Project) -> None:
    draft = draft_of(study, FIRST)
    bind(study, share(study, draft, "41 %"), "q-yes")
    survey_with(study, "44.0")
    [told] = [n for n in Project(study.folder).drafts.verify(draft).notes if "q-yes" in n]
    assert "44.0 in the survey now; it was 41.2 when" in told


def test_a_figure_that_is_gone_leaves_its_claim_open_and_is_said(study: Project) -> None:
    draft = draft_of(study, FIRST)
    bind(study, share(study, draft, "41 %"), "q-yes")
    path = study.folder / "survey" / "toplines.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("q-yes", "q-other"), encoding="utf-8")
    again = Project(study.folder)
    assert share(again, draft, "41 %").state is ClaimState.OPEN
    assert any("no more" in note for note in again.drafts.verify(draft).notes)


def test_what_somebody_else_decided_meanwhile_is_never_overwritten(study: Project) -> None:
    claim = share(study, draft_of(study, FIRST), "41 %")
    bind(study, claim, "q-no", coder="Marko", version=0)
    with pytest.raises(Conflict):
        bind(study, claim, "q-yes", version=0)
    [binding] = study.drafts.bindings().values()
    assert (str(binding.statement), binding.coder) == ("q-no", "Marko")
    with pytest.raises(Conflict):
        study.drafts.unbind(claim, coder="Ana", version=7)
    bind(study, claim, "q-yes", version=binding.version)
    [binding] = study.drafts.bindings().values()
    assert str(binding.statement) == "q-yes"


def test_all_of_a_paragraph_is_one_act(study: Project) -> None:
    """What somebody has decided already stays; undone and redone it is at once."""
    draft = draft_of(study, FIRST)
    pairs = [
        (share(study, draft, "41 %"), Statement(Sense.EQUAL, ("q-yes",))),
        (share(study, draft, "38 %"), Statement(Sense.EQUAL, ("q-no",))),
    ]
    bind(study, pairs[0][0], "q-no", coder="Marko")
    assert study.drafts.bind_all(pairs, draft="draft.md", coder="Ana") == 1
    assert {str(b.statement) for b in study.drafts.bindings().values()} == {"q-no"}
    study.log.undo(coder="Ana")
    assert [b.coder for b in study.drafts.bindings().values()] == ["Marko"]
    study.log.undo(coder="Ana", redo=True)
    assert len(study.drafts.bindings()) == 2


def test_a_decision_is_taken_back_and_comes_again(study: Project) -> None:
    claim = share(study, draft_of(study, FIRST), "41 %")
    study.drafts.bind(claim, BindingChoice.OTHER, draft="draft.md", coder="Ana")
    assert share(study, draft_of(study, FIRST), "41 %").state is ClaimState.OTHER_SOURCE
    study.drafts.unbind(claim, coder="Ana")
    assert study.drafts.bindings() == {}
    study.log.undo(coder="Ana")
    assert [b.decided for b in study.drafts.bindings().values()] == [BindingChoice.OTHER]
    with pytest.raises(NotFound):
        study.drafts.unbind(share(study, draft_of(study, FIRST), "38 %"), coder="Ana")


def test_a_figure_that_is_not_there_is_named_with_those_near_it(study: Project) -> None:
    claim = share(study, draft_of(study, FIRST), "41 %")
    with pytest.raises(NotFound) as refused:
        bind(study, claim, "q-yess")
    assert "q-yes" in str(refused.value)
    assert study.drafts.bindings() == {}


def test_bindings_are_in_a_backup(study: Project, tmp_path: Path) -> None:
    claim = share(study, draft_of(study, FIRST), "41 %")
    bind(study, claim, "q-yes")
    shutil.copytree(study.folder, tmp_path / "copy")
    copied = Project(tmp_path / "copy")
    assert copied.drafts.bindings() == study.drafts.bindings()
    assert list(copied.check()) == list(study.check())
