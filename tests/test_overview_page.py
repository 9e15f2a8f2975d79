"""What the overview says of a study: never more than is known, and never without of how many."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_steps import open_page, words
from studies import lay_out

from coding.model import BindingChoice, Coding, Origin, new_id, now
from coding.pages.parts.growth import days_chart
from coding.pages.parts.home import _short
from coding.project import Project
from coding.project.overview import Step

TEXT = "".join(f"Interviewer: And {n}?\n\nVera: Rent is high, {n}.\n\n" for n in range(24))
BOOK = "codes:\n  - id: rent\n    name: <b>Rent</b>\n    definition: What it costs.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    lay_out(
        tmp_path / "p",
        {"Vera.txt": TEXT},
        codebook=BOOK,
        others={
            "participants.csv": "participant,pseudonym\nP01,Vera\n",
            "index.csv": "file,participant,language\nVera.txt,P01,en\n",
        },
    )
    return Project(tmp_path / "p")


def code(project: Project, coder: str, answers: range, origin: Origin = Origin.PERSON) -> None:
    info = project.transcripts.all()[0]
    transcript = project.transcripts.get(info.id)
    said = [t for t in transcript.turns if t.speaker == "Vera"]
    with project.store.writing(coder=coder, verb="apply", summary="<b>Rent</b> on Vera") as w:
        for turn in (said[n] for n in answers):
            w.add_coding(
                Coding(
                    id=new_id(), transcript=info.id, start=turn.start, end=turn.end,
                    text=transcript.text[turn.start : turn.end], code="rent", coder=coder,
                    created=now(), origin=origin,
                )
            )  # fmt: skip


def shown(monkeypatch: pytest.MonkeyPatch, project: Project, coder: str = "Ana") -> str:
    return words(open_page(monkeypatch, "overview", project.folder, coder=coder))


def test_one_coder_is_told_of_no_agreement(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    code(project, "Ana", range(12))
    app = open_page(monkeypatch, "overview", project.folder, coder="Ana")
    assert "agree?" not in " ".join(header.value for header in app.header)
    assert "κ" not in words(app)


def test_agreement_stands_with_its_answers_and_the_name_of_a_code_is_words(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    code(project, "Ana", range(12))
    code(project, "Ilya", range(2, 13))
    said = shown(monkeypatch, project)
    assert "Ana and Ilya, 12 answers of Vera" in said
    assert ">10 / 12<" in said
    assert "&lt;b&gt;Rent" in said
    assert "<b>Rent" not in said


def test_of_few_answers_no_kappa_is_shown(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    code(project, "Ana", range(6))
    code(project, "Ilya", range(2, 8))
    said = shown(monkeypatch, project)
    assert ">too little<" in said
    assert "without κ, where fewer than 10 answers have it" in said


def test_whom_the_machine_helped_is_told_of_no_agreement_with_it(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    code(project, "Ana", range(12))
    code(project, "Ilya", range(12), Origin.SUGGESTION)
    assert "answers of Vera" not in shown(monkeypatch, project)


def test_nothing_waits_only_where_something_was_done(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    assert "Nothing waits" not in shown(monkeypatch, project)
    code(project, "Ana", range(12))
    assert "Nothing waits" in shown(monkeypatch, project)


def test_five_acts_at_most_and_one_button_is_filled(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    code(project, "Ana", range(12))
    code(project, "Ilya", range(4, 16))
    (project.folder / "draft.md").write_text("41 % say so.")
    for name in ("a", "b"):
        (project.folder / "transcripts" / f"{name}.txt").write_text("Ana: Well.\n")
    app = open_page(monkeypatch, "overview", project.folder, coder="Nina")
    acts = [button for button in app.button if str(button.key).startswith("next-")]
    assert 3 <= len(acts) <= 5
    assert [button.proto.type for button in acts] == ["primary"] + ["tertiary"] * (len(acts) - 1)
    assert [button.proto.shortcut for button in acts] == [str(n + 1) for n in range(len(acts))]
    assert acts[0].label == "Check it"
    assert "<strong>draft.md</strong> has not been checked." in words(app)


def test_a_draft_that_was_checked_says_what_does_not_hold_in_every_window_and_later_since_when(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    text = "As one of them said, “The rent is four hundred and the river is green”.\n"
    (project.folder / "draft.md").write_text(text)
    drafts = project.drafts
    checked = drafts.verified(drafts.read(project.folder / "draft.md"))
    drafts.remember("draft.md", text.encode(), checked, project.log.revision(), "2026-01-01T09:00")
    [task] = [t for t in project.overview.agenda("Nina") if t.about[:1] == (("draft.md",) * 2,)]
    assert "contradicted" in task.fault or "nobody has looked at" in task.fault
    assert "Not checked again" not in task.hint
    code(project, "Ana", range(2))
    [task] = [t for t in project.overview.agenda("Nina") if t.about[:1] == (("draft.md",) * 2,)]
    assert "Not checked again since: " in task.hint
    [claim] = checked.report.claims
    drafts.bind(claim, BindingChoice.OTHER, draft="draft.md", coder="Ana")
    (project.folder / "draft.md").write_text(text + "And more.\n")
    [task] = [t for t in project.overview.agenda("Nina") if t.about[:1] == (("draft.md",) * 2,)]
    assert task.fault.startswith(" has not been checked since ")


def test_acts_of_one_kind_are_one_line_without_ids(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    info = project.transcripts.all()[0]
    for start in (17, 60):
        project.codings.apply(info.id, start, start + 9, ["rent"], coder="Ana")
    project.memos.write("transcript", info.id, "Read again.", coder="Ana")
    said = shown(monkeypatch, project)
    assert "and 1 more like it" in said
    assert "memo on Vera" in said
    assert info.id not in said.split("pg-acts", 1)[1]
    assert "17-26" not in said


@pytest.mark.parametrize(
    ("ref", "short"),
    [("Graph 12", "12"), ("Table 3", "T3"), ("Q7", "Q7"), ("7", "7"), ("income", "inc"), ("", "")],
)
def test_a_square_says_which_question_it_is(ref: str, short: str) -> None:
    assert _short(ref) == short


@pytest.mark.parametrize(
    ("days", "written"),
    [(("2026-04-01", "2026-05-01"), "%-d %b"), (("2025-12-30", "2026-01-02"), "%-d %b %Y")],
)
def test_days_between_two_are_drawn_without_codings_and_of_two_years_with_theirs(
    days: tuple[str, str], written: str
) -> None:
    """A slope from one day to the next would say that something was coded on each between."""
    steps = tuple(
        Step(label=day, codings=3, codings_so_far=3 * n, new_codes=(), codes_so_far=1)
        for n, day in enumerate(days, 1)
    )
    drawn = days_chart(steps).to_dict()
    assert drawn["mark"]["interpolate"] == "step-after"
    assert drawn["encoding"]["x"]["axis"]["format"] == written
