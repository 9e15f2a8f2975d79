"""What was decided, proposed and shown of a code counts for the code that it is merged into."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import code, study, where

from coding.model import Choice, Decision, Seen, Suggestion
from coding.project import Project
from coding.store.merged import became


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def decide(project: Project, words: str, about: str, choice: Choice, coder: str = "ana") -> None:
    transcript = project.transcripts.info("Vera").id
    start, end = where(project, "Vera", words)
    place = {"transcript": transcript, "start": start, "end": end}
    decision = Decision(
        id=f"{words} {about} {coder}",
        **place,
        code=about,
        coder=coder,
        choice=choice,
        score=0.5,
        raw=0.5,
    )
    project.suggestions.record([decision])


def decided(project: Project) -> list[tuple[str, str]]:
    return [(d.code, str(d.choice)) for d in project.suggestions.decisions()]


def fared(project: Project, about: str) -> tuple[int, int]:
    told = next(t for t in project.suggestions.trust() if t.code == about)
    return told.shown, told.accepted


def passed(project: Project, *words: str) -> list[tuple[str, ...]]:
    spans = [where(project, "Vera", said) for said in words]
    return [s.codes for s in project.seen.all() if (s.start, s.end) in spans]


def test_refusals_and_trust_go_over_with_a_merged_code_and_come_back(project: Project) -> None:
    decide(project, "walks", "safety", Choice.REJECT)
    decide(project, "school", "safety", Choice.ACCEPT)
    decide(project, "rent", "fear", Choice.REJECT, "ben")
    before = decided(project)
    project.codes.merge("safety", "fear", coder="ana")
    for _ in range(2):
        assert decided(project) == [("fear", "reject"), ("fear", "accept"), ("fear", "reject")]
        assert fared(project, "fear") == (3, 1)
        project.log.undo(coder="ana")
        assert decided(project) == before
        assert (fared(project, "safety"), fared(project, "fear")) == ((2, 1), (1, 0))
        project.log.undo(coder="ana", redo=True)
    assert project.check() == []


def test_what_was_refused_for_the_other_code_is_no_refusal_once_both_are_one(
    project: Project,
) -> None:
    """Of the coder's own: Ben's refusal of what Ana coded stays his."""
    code(project, "Vera", "My daughter walks to school alone.", "fear")
    decide(project, "walks to school", "safety", Choice.REJECT)
    decide(project, "walks to school", "safety", Choice.REJECT, "ben")
    decide(project, "rent", "safety", Choice.REJECT)
    project.codes.merge("safety", "fear", coder="ana")
    left = [(d.code, d.coder) for d in project.suggestions.decisions()]
    assert left == [("fear", "ben"), ("fear", "ana")]
    assert fared(project, "fear") == (2, 0)
    project.log.undo(coder="ana")
    assert len(decided(project)) == 3


def test_words_that_only_touch_the_refused_ones_are_no_answer_to_the_refusal(
    project: Project,
) -> None:
    """Ana has the other code on the first two letters of a word, and refused this on the rest."""
    start, _ = where(project, "Vera", "walks")
    project.codings.apply("Vera", start, start + 2, ["fear"], coder="ana")
    decide(project, "lks", "safety", Choice.REJECT)
    project.codes.merge("safety", "fear", coder="ana")
    assert decided(project) == [("fear", "reject")]


def test_what_is_meant_at_the_very_moment_of_a_merge_is_the_code_made_anew() -> None:
    merges = {"rent": [("prices", "2026-01-02")], "prices": [("rent", "2026-01-02")]}
    assert became("rent", "2026-01-02", merges) == "rent"
    assert became("rent", "2026-01-01", merges) == "prices"


def test_likewise_where_the_coding_has_the_code_that_goes(project: Project) -> None:
    code(project, "Vera", "walks", "safety")
    decide(project, "walks to school", "fear", Choice.REJECT)
    project.codes.merge("safety", "fear", coder="ana")
    assert decided(project) == []


def test_what_was_shown_and_passed_is_read_as_the_code_it_became(project: Project) -> None:
    transcript = project.transcripts.info("Vera").id

    def show(words: str, *codes: str) -> None:
        start, end = where(project, "Vera", words)
        seen = Seen(transcript=transcript, start=start, end=end, coder="ana", codes=codes)
        project.seen.note([seen])

    show("walks", "safety", "fear")
    show("school", "safety")
    project.codes.merge("safety", "fear", coder="ana")
    assert passed(project, "walks", "school") == [("fear",), ("fear",)]
    project.codes.merge("fear", "prices", coder="ana")
    assert passed(project, "walks", "school") == [("prices",), ("prices",)]
    project.log.undo(coder="ana")
    project.log.undo(coder="ana")
    assert passed(project, "walks", "school") == [("fear", "safety"), ("safety",)]
    project.log.undo(coder="ana", redo=True)
    project.codes.add("Safety", key="safety", coder="ana")
    show("rent", "safety")
    assert passed(project, "school", "rent") == [("fear",), ("safety",)]


def test_a_suggestion_that_waits_is_accepted_as_the_code_it_became(project: Project) -> None:
    info = project.transcripts.info("Vera")
    start, end = where(project, "Vera", "walks")
    made = Suggestion(
        id="",
        transcript=info.id,
        start=start,
        end=end,
        text="walks",
        code="safety",
        score=0.5,
        raw=0.5,
    )
    kept = project.suggestions.keep([made], coder="ana")[0]
    project.codes.merge("safety", "fear", coder="ana")
    coding = project.suggestions.decide(kept.id, Choice.ACCEPT, coder="ana")
    assert project.codings.get(coding).code == "fear"


def test_suggestions_of_a_code_that_was_taken_out_wait_no_longer(project: Project) -> None:
    info = project.transcripts.info("Vera")
    made = Suggestion(
        id="", transcript=info.id, start=0, end=5, text="", code="safety", score=0.5, raw=0.5
    )
    project.suggestions.keep([made], coder="ana")
    assert project.status()["suggestions"] == 1
    project.codes.remove("safety", coder="ana")
    assert project.status()["suggestions"] == 0
