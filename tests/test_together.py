"""Many suggestions at once: only after a blind sample of these has shown what was wanted."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from studies import study

from coding.__main__ import main
from coding.arithmetic.intervals import at_least, at_most, exact, judged_for
from coding.errors import CodingError, Conflict, NotFound
from coding.model import Choice, Coding, Origin, Suggestion
from coding.project import Project
from coding.project.suggestions import Suggestions
from coding.project.together import Batch, BatchPart
from coding.suggest.together import (
    Member,
    attempts,
    digest_of,
    parts_of,
    reached,
    sampled,
    sentence,
)

# ── the arithmetic ──


@given(st.integers(1, 200), st.data())
@settings(max_examples=40)
def test_a_bound_is_the_share_at_which_so_many_right_would_be_just_that_rare(
    n: int, data: st.DataObject
) -> None:
    """Clopper and Pearson's definition: P(as many right or more | the bound) is the error."""
    right = data.draw(st.integers(1, n))
    assert binom.sf(right - 1, n, at_least(right, n)) == pytest.approx(0.05)
    wrong = n - right
    assert at_most(wrong, n) == pytest.approx(1 - at_least(right, n))
    low, high = exact(right, n)
    assert low <= right / n <= high


@given(st.sampled_from([0.7, 0.8, 0.9, 0.95]), st.integers(0, 6))
@settings(max_examples=20)
def test_the_size_said_beforehand_is_the_least_that_reaches_the_bound(
    bound: float, wrong: int
) -> None:
    size = judged_for(bound, wrong)
    assert at_least(size - wrong, size) >= bound > at_least(size - 1 - wrong, size - 1)


# ── the sample ──


def members(*counts: int) -> list[Member]:
    """Return so many members of the codes a, b, c ..."""
    return [
        Member(transcript="t", start=9 * n, end=9 * n + 5, code=code, score=0.5, raw=0.5)
        for code, count in zip("abc", counts, strict=False)
        for n in range(count)
    ]


def test_each_member_is_drawn_equally_often_and_in_any_order() -> None:
    drawn = [sampled(members(5), 2, apart=False, seed=seed) for seed in range(400)]
    first = [m[0].start for m in drawn]
    assert all(len({m.place for m in sample}) == 2 for sample in drawn)
    assert all(60 <= first.count(start) <= 100 for start in (0, 9, 18, 27, 36))


def test_apart_each_code_has_its_own_sample_and_one_too_small_has_none() -> None:
    drawn = sampled(members(8, 3, 9), 3, apart=True, seed=1)
    assert sorted(m.code for m in drawn) == ["a"] * 3 + ["c"] * 3
    assert sampled(members(3), 3, apart=False) == []


def test_members_are_the_same_set_in_any_order_and_another_with_one_more() -> None:
    several = members(4, 2)
    shuffled = random.Random(3).sample(several, len(several))
    assert digest_of(several) == digest_of(shuffled) != digest_of(several[1:])


def test_a_sample_counts_as_a_further_one_if_it_shares_a_member_with_one_before() -> None:
    one, two = members(3), members(0, 4)
    assert attempts(one, []) == attempts(one, [{m.place for m in two}]) == 1
    assert attempts(one, [{one[2].place}, {one[0].place}]) == 3


def batch(sample: list[Member], *, apart: bool = False, bound: float = 0.8) -> Batch:
    sizes = dict.fromkeys({m.code for m in sample} if apart else {""}, 100)
    codes = tuple(sorted({m.code for m in sample}))
    return Batch(
        id="x",
        coder="ana",
        at="",
        model="",
        codes=codes,
        transcripts=("t",),
        floor=0.3,
        bound=bound,
        error=0.05,
        wrong=0,
        apart=apart,
        attempt=1,
        count=100,
        digest="",
        sample=tuple(m.place for m in sample),
        sizes=sizes,
        meanings={},
        said={},
    )


def test_fourteen_right_of_fourteen_show_eighty_per_cent_and_one_that_cannot_be_said_does_not() -> (
    None
):
    """Rule of .05 ^ (1 / 14) = .807; what a person cannot say of counts as not right."""
    sample = members(14)
    made = batch(sample)
    right = {m.place: Choice.ACCEPT for m in sample}
    [part] = parts_of(made, right)
    assert (part.low, part.reached) == (pytest.approx(0.05 ** (1 / 14)), True)
    assert reached(made, [part]) == ("a",)
    [part] = parts_of(made, {**right, sample[3].place: Choice.SKIP})
    assert (part.right, part.reached, part.hopeless) == (13, False, True)
    assert reached(made, [part]) == ()


def test_nothing_is_shown_before_the_last_is_judged() -> None:
    sample = members(15)
    [part] = parts_of(batch(sample), {m.place: Choice.ACCEPT for m in sample[1:]})
    assert (part.judged, part.low, part.reached, part.hopeless) == (14, 0.0, False, False)


def test_a_further_sample_says_how_sure_all_are_together() -> None:
    """Each by itself 97.5 %, one or the other wrong in .05 + .025 of cases."""
    sample = members(36)
    made = replace(batch(sample, bound=0.9), attempt=2, error=0.025, accepted="now")
    parts = parts_of(made, {m.place: Choice.ACCEPT for m in sample})
    said = sentence(made, parts, {"a": "Calm"}, 3)
    assert "at least 90 % of the proposals are right" in said
    assert "(one-sided 97.5 % exact binomial bound; 92.5 % for all 2 samples)" in said


def test_apart_one_code_may_be_accepted_and_another_not() -> None:
    sample = members(14, 14)
    made = batch(sample, apart=True)
    said = {m.place: Choice.REJECT if m.code == "b" else Choice.ACCEPT for m in sample}
    assert reached(made, parts_of(made, said)) == ("a",)


# ── in a project ──

WORDS = "We left in spring."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a study of one interview, in which the code `fear` is proposed on 40 sentences."""
    text = "Interviewer: Well?\n" + "".join(
        f"Vera: Sentence {n} is here. {WORDS}\nInterviewer: And {n}?\n" for n in range(40)
    )
    made = study(tmp_path / "p", {"Vera.txt": text})
    info = made.transcripts.info("Vera")
    starts = [made.transcripts.get("Vera").text.index(f"Sentence {n} is") for n in range(40)]

    def propose(
        self: Suggestions, *, coder: str, floor: float = 0.0, **_: object
    ) -> list[Suggestion]:
        own = {(c.transcript, c.start) for c in self.store.codings.all(coder=coder)}
        return [
            Suggestion(
                id="",
                transcript=info.id,
                start=start,
                end=start + 13,
                text="",
                code="fear",
                score=0.9 - n / 100,
                raw=0.9,
            )
            for n, start in enumerate(starts)
            if (info.id, start) not in own and 0.9 - n / 100 >= floor
        ]

    monkeypatch.setattr(Suggestions, "propose", propose)
    return made


def judge(project: Project, made: Batch, wrong: int = 0) -> None:
    """Judge all of a sample: the first so many do not fit."""
    for n, place in enumerate(project.together.waiting(made)):
        project.together.judge(made, place, Choice.REJECT if n < wrong else Choice.ACCEPT)


def fear(project: Project) -> list[Coding]:
    return project.codings.all(code="fear", coder="ana")


def test_the_rest_is_accepted_in_one_act_that_says_the_bound_and_is_undone_in_one(
    project: Project,
) -> None:
    made = project.together.draw(coder="ana", codes=["fear"], bound=0.8, seed=1)
    assert (len(made.sample), made.count, made.error) == (14, 40, 0.05)
    with pytest.raises(CodingError, match="14 of the sample are not judged yet"):
        project.together.accept(made.id, coder="ana")
    judge(project, made)
    assert len(fear(project)) == 14
    assert project.together.accept(made.id, coder="ana") == 26
    assert {c.origin for c in fear(project)} == {Origin.SUGGESTION}
    assert len(fear(project)) == 40
    act = project.log.acts()[0]
    assert "at least 80 % right (14 of 14 drawn at random, 95 % exact bound)" in act.summary
    told = project.together.sentence(project.together.get(made.id))
    assert "Of 40 passages that software proposed" in told
    assert "The other 26 were then accepted together: at least 80 % of the proposals" in told
    project.log.undo(coder="ana")
    assert len(fear(project)) == 14
    assert project.together.get(made.id).open
    project.log.undo(coder="ana", redo=True)
    assert len(fear(project)) == 40


def test_what_nobody_looked_at_is_no_decision_and_raises_no_trust(project: Project) -> None:
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    judge(project, made)
    project.together.accept(made.id, coder="ana")
    decided = project.suggestions.decisions()
    assert len(decided) == 14
    assert all(d.audit for d in decided)
    assert next(t for t in project.suggestions.trust() if t.code == "fear").shown == 14


def test_a_sample_that_falls_short_leaves_the_rest_to_the_person(project: Project) -> None:
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    judge(project, made, wrong=1)
    with pytest.raises(CodingError, match="does not show that 80 % are right"):
        project.together.accept(made.id, coder="ana")
    assert len(fear(project)) == 13
    project.together.let_go(made.id, coder="ana")
    again = project.together.draw(coder="ana", bound=0.8, seed=2)
    assert (again.attempt, again.error, len(again.sample)) == (2, 0.025, 17)


def test_one_that_may_be_wrong_makes_the_sample_larger(project: Project) -> None:
    made = project.together.draw(coder="ana", bound=0.8, wrong=1, seed=1)
    assert len(made.sample) == 22
    judge(project, made, wrong=1)
    assert project.together.accept(made.id, coder="ana") == 18


def test_too_few_are_not_sampled(project: Project) -> None:
    with pytest.raises(CodingError, match="59 would have to be judged, and there are only 40"):
        project.together.draw(coder="ana", bound=0.95)
    with pytest.raises(CodingError, match="there are only 11"):
        project.together.draw(coder="ana", bound=0.8, floor=0.8)


def test_a_batch_that_has_changed_is_refused_and_says_in_what(project: Project) -> None:
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    judge(project, made)
    other = next(m for m in project.together.members(made) if m.place not in made.sample)
    project.codings.apply(other.transcript, other.start, other.end, ["fear"], coder="ana")
    with pytest.raises(Conflict, match="1 of its suggestions was decided or coded"):
        project.together.accept(made.id, coder="ana")
    project.log.undo(coder="ana")
    project.codes.edit("fear", {"definition": "Something else."}, coder="ana")
    with pytest.raises(Conflict, match="is defined otherwise"):
        project.together.accept(made.id, coder="ana")
    project.log.undo(coder="ana")
    project.speakers.rename("Vera", "Vera", "Wera", coder="ben")  # it changes no words
    project.revisions.retype("Vera", 3, "Sentence 0 is there. We left.", coder="ben")
    with pytest.raises(Conflict, match="Vera was corrected"):
        project.together.accept(made.id, coder="ana")
    project.log.undo(coder="ben")
    with project.store.writing(coder="x", verb="x", summary="x") as w:
        w.put_setting(f"together-members {made.id}", [["t", 0, 5, "fear", 0.5, 0.5]])
    with pytest.raises(Conflict, match="its members are others"):
        project.together.accept(made.id, coder="ana")
    assert len(fear(project)) == 14


def test_only_who_judged_accepts_and_only_one_sample_is_judged_at_a_time(project: Project) -> None:
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    with pytest.raises(Conflict, match="being judged already"):
        project.together.draw(coder="ana", bound=0.8)
    judge(project, made)
    with pytest.raises(Conflict, match="ana has judged this sample"):
        project.together.accept(made.id, coder="ben")
    with pytest.raises(NotFound):
        project.together.judge(made, ("t", 0, 5, "fear"), Choice.ACCEPT)
    with pytest.raises(NotFound):
        project.together.get("nothing")


@pytest.mark.parametrize("meanwhile", ["accept", "let_go"])
def test_a_batch_that_another_window_closes_meanwhile_is_closed_once(
    project: Project, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """The other one acts after this one has looked, and before it writes."""
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    judge(project, made)
    other = Project(project.folder).together
    looked = project.together.parts

    def parts(batch: Batch) -> list[BatchPart]:
        told = looked(batch)
        getattr(other, meanwhile)(made.id, coder="ana")
        return told

    monkeypatch.setattr(project.together, "parts", parts)
    with pytest.raises(Conflict, match="closed already"):
        project.together.accept(made.id, coder="ana")
    assert [act.verb for act in project.log.acts()].count("accept many") == (meanwhile == "accept")
    assert len(fear(project)) == (40 if meanwhile == "accept" else 14)


def test_judging_goes_on_in_another_window_and_an_undone_judgement_waits_again(
    project: Project,
) -> None:
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    first, second, *_ = project.together.waiting(made)
    project.together.judge(made, first, Choice.ACCEPT)
    again = Project(project.folder)
    assert again.together.open_for("ana") == made
    assert again.together.waiting(made)[0] == second
    again.log.undo(coder="ana")
    assert again.together.waiting(made)[0] == first


def test_what_was_missed_is_drawn_from_places_outside_and_told_as_recall(project: Project) -> None:
    """What fits there becomes a person's own coding; what was coded before is asked of nobody."""
    info = project.transcripts.info("Vera")
    text = project.transcripts.get("Vera").text
    made = project.together.draw(coder="ana", bound=0.8, floor=0.6, seed=1)
    assert made.count == 31
    judge(project, made)
    project.together.accept(made.id, coder="ana")
    where = text.index(WORDS, text.index("Sentence 39"))
    project.codings.apply(info.id, where, where + len(WORDS), ["fear"], coder="ana")
    missed = project.missed.draw(made.id, coder="ana", size=5, seed=1)
    assert (missed.open, missed.coded, missed.size) == (8, 1, 5)
    waiting = project.missed.waiting(made)
    assert len(waiting) == 5
    project.missed.judge(made, waiting[0], True)
    for place in waiting[1:]:
        project.missed.judge(made, place, False)
    [coding] = [c for c in fear(project) if c.start == waiting[0][1]]
    assert coding.origin is Origin.PERSON
    told = project.together.sentence(project.together.get(made.id))
    found = 31 * at_least(14, 14, error=0.025)
    share = found / (found + 1 + 8 * at_most(1, 5, error=0.025))
    assert f"at least {int(100 * share)} % of the passages with these codes" in told
    with pytest.raises(Conflict):
        project.missed.judge(made, waiting[0], False)
    project.log.undo(coder="ana")
    assert len(project.missed.waiting(made)) == 1


def test_the_command_line_samples_judges_and_accepts(project: Project) -> None:
    """Exit 1 and one line where the bound is not shown; no score is told while it is judged."""

    def run(*words: str, code: int = 0) -> Any:
        there = ("--project", str(project.folder), "--coder", "ana", "--json")
        done = CliRunner().invoke(main, ["accept-many", *words, *there])
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if not code else done.stderr

    assert run("list") == []
    told = run("sample", "--code", "fear", "--bound", "0.8", "--from", "0.6", "--seed", "1")
    assert (told["sample"], told["suggestions"], told["left"]) == (14, 31, 14)
    assert "score" not in json.dumps(told["next"])
    assert "not judged yet" in run("accept", code=1)
    for _ in range(14):
        told = run("judge", "fits")
    assert told["parts"][0]["reached"]
    told = run("accept")
    assert told["state"] == "accepted"
    assert len(fear(project)) == 31
    told = run("missed", "--size", "4", "--seed", "1")
    for _ in range(told["left"]):
        told = run("judge", "not")
    assert "of the passages with these codes are" in told["sentence"]
    assert [made["state"] for made in run("list")] == ["accepted"]


def test_the_methods_section_says_what_was_accepted_together(project: Project) -> None:
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    judge(project, made)
    project.together.accept(made.id, coder="ana")
    design = dict(project.joint.methods(project.joint.display()).paragraphs)["Design"]
    assert project.together.sentence(project.together.get(made.id)) in design
    project.log.undo(coder="ana")
    assert "accepted together" not in str(project.joint.methods(project.joint.display()))


def test_a_batch_is_frozen(project: Project) -> None:
    """What is drawn is of what was proposed then, whatever is proposed since."""
    made = project.together.draw(coder="ana", bound=0.8, seed=1)
    assert replace(made) == project.together.get(made.id)
    assert digest_of(project.together.members(made)) == made.digest
