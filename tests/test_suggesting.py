"""The machine proposes with reasons that add up, learns from decisions, and never codes itself."""

from __future__ import annotations

import itertools
import json
import socket
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from coding.__main__ import main
from coding.errors import CodingError, Conflict, NotFound
from coding.model import Choice, Origin
from coding.project import Project
from coding.project.desk.answers import QUESTIONS, answer
from coding.project.desk.operations import ACTS
from coding.suggest.learning import calibrate, combine, ridge
from coding.suggest.machine import Machine
from coding.suggest.reasons import reasons

CODEBOOK = """codes:
  - {id: safety, name: Safety, definition: Feeling safe or afraid in daily life.,
     keywords: [safe, afraid, at night]}
  - {id: money, name: Prices and rent, definition: What life costs., keywords: [rent, price, euro]}
  - {id: border, name: The border, definition: Crossing the border and passport control.,
     keywords: [border, passport]}
"""
TALK = """Interviewer: Do you feel safe here?

Anna: Yes, I am not afraid at night, I walk home alone.

Interviewer: And what does the flat cost?

Anna: The rent is six hundred euros, and the price of bread went up.

Interviewer: How did you leave?

Anna: By bus. At the border they took our passports for two hours.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "codebook.yaml").write_text(CODEBOOK)
    (tmp_path / "transcripts" / "a.txt").write_text(TALK)
    return Project(tmp_path)


def best(project: Project) -> list[tuple[str, str]]:
    found = project.suggestions.propose(coder="Ana", most=1)
    return sorted((s.text.split()[0], s.code) for s in found)


def test_the_codebook_alone_tells_what_a_passage_is_about(project: Project) -> None:
    assert best(project) == [("By", "border"), ("The", "money"), ("Yes,", "safety")]
    assert project.store.codings.all() == []


def test_a_negated_keyword_is_shown_as_one_and_reasons_name_keywords(project: Project) -> None:
    found = project.suggestions.propose(coder="Ana", most=1)
    about_safety = next(s for s in found if s.code == "safety")
    told = " ".join(r.text for r in about_safety.reasons if r.kind == "keywords")
    assert "“afraid” (negated)" in told
    about_money = next(s for s in found if s.code == "money")
    assert not about_money.negated
    assert about_money.runner_up[0] in ("safety", "border")


def test_two_reasons_of_a_suggestion_name_no_keyword_twice(tmp_path: Path) -> None:
    """*Rent* is what the code's text has most like the answer, but it is named as a keyword."""
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "codebook.yaml").write_text(
        "codes:\n  - {id: money, name: Household, definition: What people pay., keywords: [rent]}\n"
    )
    (tmp_path / "transcripts" / "a.txt").write_text("I: And?\n\nAnna: The rent, the rent.\n")
    [one] = Project(tmp_path).suggestions.propose(coder="Ana", most=1)
    told = {reason.kind: reason.text for reason in one.reasons}
    assert told["keywords"] == "keyword “rent”"
    assert "rent" not in told["definition"]


def test_reasons_add_up_to_the_log_odds(sample: Project) -> None:
    """On passages it has learned from and on those it has not, in both languages."""
    machine = sample.learning.machine()
    assert machine.learned
    proposed = machine.propose(coder="Ana")
    for one in proposed[:: len(proposed) // 60]:
        total = sum(r.weight for r in reasons(machine, one))
        assert total == pytest.approx(one.logit, abs=1e-4)


def test_accepting_makes_a_coding_and_rejecting_does_not(project: Project) -> None:
    suggestions = project.suggestions
    first, second, third = suggestions.keep(suggestions.propose(coder="Ana", most=1), coder="Ana")
    key = suggestions.decide(first.id, Choice.ACCEPT, coder="Ana")
    coding = project.codings.get(key)
    assert (coding.code, coding.origin, coding.text) == (first.code, Origin.SUGGESTION, first.text)
    assert suggestions.decide(second.id, Choice.REJECT, coder="Ana") == ""
    assert suggestions.decide(third.id, Choice.SKIP, coder="Ana") == ""
    assert len(project.codings.all()) == 1
    left = {(s.start, s.code) for s in suggestions.propose(coder="Ana")}
    assert (first.start, first.code) not in left
    assert (second.start, second.code) not in left
    assert (third.start, third.code) in left
    assert [d.choice for d in suggestions.decisions()] == ["accept", "reject", "skip"]
    assert project.status()["suggestions"] == 1
    with pytest.raises(Conflict, match="already"):
        suggestions.decide(first.id, Choice.REJECT, coder="Ana")
    with pytest.raises(NotFound):
        suggestions.decide("none", Choice.ACCEPT, coder="Ana")


def test_a_decision_is_undone_and_done_again_as_one_act(project: Project) -> None:
    suggestions = project.suggestions
    one = suggestions.keep(suggestions.propose(coder="Ana", limit=1), coder="Ana")[0]
    suggestions.decide(one.id, Choice.ACCEPT, coder="Ana")
    project.log.undo(coder="Ana")
    assert (project.codings.all(), suggestions.decisions()) == ([], [])
    assert suggestions.propose(coder="Ana", limit=1)[0].code == one.code
    project.log.undo(coder="Ana", redo=True)
    assert (len(project.codings.all()), len(suggestions.decisions())) == (1, 1)


def test_what_one_coder_refused_is_still_proposed_to_another(project: Project) -> None:
    suggestions = project.suggestions
    one = suggestions.keep(suggestions.propose(coder="Ana", limit=1), coder="Ana")[0]
    suggestions.decide(one.id, Choice.REJECT, coder="Ana")
    told = {(s.start, s.code) for s in suggestions.propose(coder="Boris")}
    assert (one.start, one.code) in told


def test_a_code_that_is_mostly_refused_rests_until_somebody_keeps_it_on(project: Project) -> None:
    suggestions = project.suggestions
    one = next(s for s in suggestions.propose(coder="x") if s.code == "money")
    for n in range(20):
        found = suggestions.keep([one], coder=f"c{n}")[0]
        suggestions.decide(found.id, Choice.REJECT, coder=f"c{n}")
    assert suggestions.resting() == {"money"}
    assert "money" not in {s.code for s in suggestions.propose(coder="new")}
    from dataclasses import replace

    suggestions.set_up(replace(suggestions.settings(), on=frozenset({"money"})), coder="Ana")
    assert "money" in {s.code for s in suggestions.propose(coder="new")}
    project.log.undo(coder="Ana")
    assert suggestions.resting() == {"money"}


def test_the_page_is_told_few_bytes_and_what_it_decides_is_taken_down(project: Project) -> None:
    info = project.transcripts.all()[0]
    ask = {"kind": "proposals", "from": 0, "to": info.length, "shown": 2}
    told = QUESTIONS["proposals"](project, ask, info.id, "Ana")
    assert len(told["passages"]) == 3
    assert len(json.dumps(told)) < 5000
    _, _, ((code, score, raw, _, start, end), *_) = told["passages"][0]
    why = {"kind": "why", "of": [[start, end, code]]}
    told_why = QUESTIONS["why"](project, why, info.id, "Ana")["whys"]
    assert [one["code"] for one in told_why] == [code]
    assert told_why[0]["reasons"]
    op = {
        "id": "op",
        "transcript": info.id,
        "start": start,
        "end": end,
        "model": told["model"],
        "trimmed": [start, start + 4],
        "verdicts": [["d1", code, "accept", score, raw, "c1"]],
    }
    ACTS["decide"](project, op, "Ana")
    assert (project.codings.get("c1").start, project.codings.get("c1").end) == (start, start + 4)
    assert project.suggestions.decisions()[0].end == end


def test_what_the_machine_would_have_said_is_noted_with_the_coding_and_undone_with_it(
    project: Project,
) -> None:
    """In blind mode: not visible, not learned from, and what it thought before the coding."""
    info = project.transcripts.all()[0]
    first = project.suggestions.propose(coder="Ana", transcript=info.id)[0]
    [other] = [c.id for c in project.codes.book() if c.id not in (first.code, "border")][:1]
    op = {
        "id": "op",
        "kind": "apply",
        "transcript": info.id,
        "start": first.start,
        "end": first.end,
        "codes": [other],
        "ids": ["c1"],
        "blind": True,
    }
    reply = project.desk.serve({"coder": "Ana", "transcript": info.id, "ops": [op]}, {})
    assert reply["ack"] == ["op"]
    [unseen] = project.suggestions.decisions()
    assert (unseen.visible, unseen.choice, unseen.coding) == (False, "reject", "")
    project.log.undo(coder="Ana")
    assert project.suggestions.decisions() == []
    assert project.codings.all(coder="Ana") == []


def test_everything_works_with_sockets_blocked(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something wanted to reach out")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert project.suggestions.propose(coder="Ana")


def test_it_is_measured_on_the_projects_own_codings(sample: Project) -> None:
    quality = sample.evaluation.evaluate()
    assert quality.folds == 6
    assert quality.precision_at_1 > 0.4
    assert quality.recall_at_3 > 0.55
    assert quality.calibration <= 0.02
    with pytest.raises(CodingError, match="fewer than two"):
        sample.evaluation.evaluate(coder="nobody")


ODD = {
    "no codes": ("codes: []\n", TALK),
    "no definitions": ("codes:\n  - {id: a, name: A}\n  - {id: b, name: Border}\n", TALK),
    "one word": (CODEBOOK, "Yes."),
    "an unknown language": (CODEBOOK, "I: Nuqneh?\n\nW: Qapla' batlh je, jiyaj.\n"),
    "200 codes": (
        "codes:\n" + "".join(f"  - {{id: c{n}, name: Code {n}}}\n" for n in range(200)),
        TALK,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_projects_break_nothing(name: str, tmp_path: Path) -> None:
    book, talk = ODD[name]
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "codebook.yaml").write_text(book)
    (tmp_path / "transcripts" / "a.txt").write_text(talk)
    project = Project(tmp_path)
    found = project.suggestions.propose(coder="Ana")
    assert bool(found) == (name != "no codes")
    assert project.learning.method()
    for one in found[:1]:
        said = project.suggestions.first_thought(one.transcript, one.start, one.end)
        assert said is not None


def test_a_machine_without_transcripts_proposes_nothing(project: Project) -> None:
    assert list(Machine([], project.codes.book()).propose()) == []


def test_the_same_from_the_command_line(project: Project) -> None:
    def run(*words: str, code: int = 0) -> dict:
        done = CliRunner().invoke(
            main, [*words, "--project", str(project.folder), "--json"], catch_exceptions=False
        )
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if not code else {}

    told = run("suggest", "--coder", "Ana", "--limit", "4")
    assert len(told["suggestions"]) == 4
    assert [s["score"] for s in told["suggestions"]] == sorted(
        (s["score"] for s in told["suggestions"]), reverse=True
    )
    one, other = told["suggestions"][:2]
    assert one["reasons"][0]["text"]
    assert run("decide", one["id"], "accept", "--coder", "Ana")["coding"]
    assert run("decide", other["id"], "reject", "--coder", "Ana") == {"rejected": other["id"]}
    run("decide", one["id"], "accept", "--coder", "Ana", code=1)
    run("evaluate", code=1)


def test_where_the_codebook_has_no_words_nothing_is_proposed_and_it_is_said(
    tmp_path: Path,
) -> None:
    """An English codebook beside Russian: command and desk say of which codes there is nothing."""
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "codebook.yaml").write_text(CODEBOOK)
    (tmp_path / "transcripts" / "a.txt").write_text(TALK)
    (tmp_path / "transcripts" / "r.txt").write_text(
        "Интервьюер: А сколько стоит квартира?\n\nВера: Шестьсот евро в месяц, и это дорого.\n"
    )
    project = Project(tmp_path)
    codes = ["safety", "money", "border"]
    assert project.suggestions.gaps("r") == project.suggestions.gaps() == {"ru": codes}
    assert project.suggestions.gaps("a") == {}
    assert project.suggestions.propose(coder="Ana", transcript="r") == []
    asked = {"id": 1, "kind": "proposals", "from": 0, "to": 99}
    assert answer(project, asked, "r", "Ana")["gaps"] == codes
    done = CliRunner().invoke(
        main, ["suggest", "--project", str(project.folder), "--transcript", "r", "--coder", "Ana"]
    )
    assert "Russian: no definition, keywords or examples for safety, money, border" in done.stdout


# ── what it learns with ──


@given(st.integers(2, 7), st.integers(0, 1000))
def test_scores_held_out_are_those_of_a_ridge_fitted_without_the_row(n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows, targets = chance.normal(size=(n + 2, 4)), chance.integers(0, 2, size=(n + 2, 2)) * 1.0
    kernel = rows @ rows.T
    found = ridge(kernel, targets, penalty=0.7, groups=[0, 0, *range(1, n + 1)])
    centred = targets - targets.mean(axis=0)
    for out in ([0, 1], *([i] for i in range(2, n + 2))):
        kept = [i for i in range(n + 2) if i not in out]
        inner = kernel[np.ix_(kept, kept)] + 0.7 * np.eye(len(kept))
        expected = kernel[np.ix_(out, kept)] @ np.linalg.solve(inner, centred[kept])
        assert np.allclose(found.held_out[out], expected)


def test_the_combiner_stays_near_what_is_expected_when_little_is_known() -> None:
    start, trust = np.array([0.0, 1.0]), np.array([5.0, 5.0])
    few, _ = combine(np.array([[1.0, 1.0]]), np.array([0.0]), start=start, precision=trust)
    assert np.abs(few - start).max() < 0.2
    rows = np.tile([[1.0, 1.0], [1.0, -1.0]], (400, 1))
    many, ceiling = combine(rows, np.tile([0.0, 1.0], 400), start=start, precision=trust)
    assert many[1] < -1
    assert ceiling > 0.95


def test_the_combiner_learns_how_often_people_do_not_do_what_everything_speaks_for() -> None:
    """6 of 10 passages that have the sign have the code, none of the others."""
    rows = np.tile([[1.0, 1.0], [1.0, -1.0]], (500, 1))
    decided = np.where(rows[:, 1] > 0, np.arange(1000) % 20 < 12, 0).astype(float)
    weights, ceiling = combine(rows, decided, start=np.array([0.0, 4.0]), precision=np.ones(2))
    assert ceiling == pytest.approx(0.6, abs=0.03)
    assert ceiling / (1 + np.exp(-weights.sum())) == pytest.approx(0.6, abs=0.02)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_calibration_never_falls_with_the_score(log: list[tuple[float, bool]]) -> None:
    right = calibrate([s for s, _ in log], [a for _, a in log])
    shares = right(np.linspace(0, 1, 21))
    assert all(0 <= a <= b + 1e-12 <= 1 + 1e-9 for a, b in itertools.pairwise(shares))


def test_as_it_last_learned_the_machine_proposes_nothing_that_was_decided_since(
    sample: Project,
) -> None:
    with sample.learning.as_learned() as new:
        assert new is None, "it has never learned"
    suggestions = sample.suggestions
    before = sample.learning.machine()
    first = suggestions.keep(suggestions.propose(coder="Nina", limit=1), coder="Nina")[0]
    suggestions.decide(first.id, Choice.ACCEPT, coder="Nina")
    with sample.learning.as_learned() as new:
        assert new == 1
        asked = sample.learning.machine()
        left = {(s.transcript, s.start, s.code) for s in suggestions.propose(coder="Nina")}
    assert (first.transcript, first.start, first.code) not in left
    assert asked.spans.weights is before.spans.weights


def test_what_accepted_runs_mean_is_the_sum_of_their_sentences(sample: Project) -> None:
    """As whole blocks have it, without making these."""
    spans = sample.learning.machine().spans
    for side, lessons in enumerate(spans.lessons):
        for code in (0, 4):
            places, meant = spans.accepted(side, code)
            runs = [
                (name, *run)
                for name, marks in (lessons.learned.marks if lessons.learned else {}).items()
                for *run, which in marks.runs
                if which == code
            ]
            assert places == runs
            assert len(meant) == len(runs)
            for (name, first, last), row in zip(runs, meant, strict=True):
                whole = spans.block(side, name).meant[first : last + 1].sum(axis=0)
                assert float(row @ whole) == pytest.approx(float((whole @ whole) ** 0.5), abs=1e-4)
