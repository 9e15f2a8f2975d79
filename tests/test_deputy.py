"""A large study's machine works in another process: it says the same, and no page waits for it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from child_acts import answers, dies_until, fails, niceness, waits_for
from studies import code, study

from coding.errors import NotFound
from coding.jobs.child import Child, ChildDied
from coding.jobs.deputy import Deputy
from coding.jobs.served import BACK
from coding.jobs.work import FINELY, Cancelled
from coding.project import Project, advice, learning, surroundings


@pytest.fixture(scope="module")
def deputy() -> Iterator[Deputy]:
    with closing(Deputy()) as made:
        yield made


def test_a_short_question_is_answered_while_a_long_one_goes_on(
    deputy: Deputy, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done and not (tmp_path / "go").exists():
            word, number = deputy.ask(answers, "meanwhile")
            assert number != os.getpid()
            (tmp_path / "new").write_text(word)
            (tmp_path / "new").rename(tmp_path / "go")

    assert deputy.ask(waits_for, tmp_path / "go", progress=progress) == "meanwhile"
    assert told[-1][0] > 0
    assert told[-1][1] == 1_000


def test_what_is_stopped_ends_and_leaves_the_rest_as_it_was(deputy: Deputy, tmp_path: Path) -> None:
    before = deputy.ask(answers, "")[1]

    def stop(done: int, _: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        deputy.ask(waits_for, tmp_path / "never", progress=stop)
    assert deputy.ask(answers, "") == ("", before)


def test_what_work_raises_is_raised_here(deputy: Deputy) -> None:
    with pytest.raises(NotFound, match="no such code") as told:
        deputy.ask(fails)
    assert told.value.hint == "Look it up."


def test_work_that_a_child_dies_of_is_tried_once_more_and_said(tmp_path: Path) -> None:
    with closing(Deputy()) as deputy:
        first = deputy.generation
        assert deputy.ask(dies_until, tmp_path / "once", 1) == 1
        assert (deputy.generation, deputy.mishap) == (first + 1, "")
        with pytest.raises(ChildDied, match=r"signal 9") as told:
            deputy.ask(dies_until, tmp_path / "always", 9)
        assert (tmp_path / "always").read_text() == "xx"
        assert "tried twice" in told.value.hint
        assert deputy.ask(answers, "fine")[0] == "fine"


def test_while_it_is_tried_again_the_death_is_said(tmp_path: Path) -> None:
    with closing(Deputy()) as deputy:
        said: list[str] = []

        def progress(done: int, _: int) -> None:
            said.append(deputy.mishap)
            if len(said) == 1:
                process = deputy._child._process
                assert process
                os.kill(process.pid, signal.SIGKILL)
            elif done:
                (tmp_path / "go").touch()

        assert deputy.ask(waits_for, tmp_path / "go", progress=progress) == ""
        assert said[0] == ""
        assert "signal 9" in said[-1]
        assert deputy.mishap == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no niceness")
def test_a_deputy_stands_back_for_the_app_and_other_children_do_not(deputy: Deputy) -> None:
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    assert deputy.ask(niceness) == min(mine + BACK, 19)
    with Child() as other:
        assert other.call(niceness) == mine


# ── the machine of a study ──


@pytest.mark.timeout(400)  # it learns five times
def test_a_large_studys_machine_is_elsewhere_and_says_the_same(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one folder, open in two ways; whatever is done meanwhile is learned there as here."""
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    here, apart = Project(folder), Project(folder)
    apart.learning.stays_apart = True
    assert apart.learning.deputy is None, "the sample is no large study"
    monkeypatch.setattr(learning, "MUCH", 1)
    apart = Project(folder)
    apart.learning.stays_apart = True
    told: list[tuple[int, int]] = []
    with apart.learning.as_learned() as new:
        assert new is None, "it has never learned"
    apart.suggestions.rank(coder="Nina", progress=lambda done, total: told.append((done, total)))
    shares = [done / max(total, 1) for done, total in told]
    assert shares == sorted(shares), "reading and ranking are one progress, which never falls back"
    assert {total for _, total in told} <= {0, FINELY}

    def said(project: Project) -> tuple[object, ...]:
        suggestions = project.suggestions
        queue, count = suggestions.queue(coder="Nina", limit=5)
        first = queue[0][0]
        place = first.transcript, first.start, first.end
        return (
            (queue, count, suggestions.why(*place, first.code), suggestions.gaps()),
            (project.discovery.clusters(), project.discovery.slips()),
            project.discovery.alike(*place, most=3),
            (project.learning.method(), project.learning.ceiling(), project.learning.model()),
            project.suggestions.thought(*place),
        )

    assert said(apart) == said(here)
    turn = apart.transcripts.get("P01").turns[3]
    code = here.codes.book().codes[2].id
    apart.codings.apply("P01", turn.start, turn.end, [code], coder="Nina")
    with apart.learning.as_learned() as new:
        assert new == 1
        told_before = apart.learning.method()
    apart.learning.learn()
    assert said(apart) == said(here)
    assert apart.learning.method() != told_before
    assert apart.learning.latest() is None, "this process has no machine"

    deputy, state = apart.learning.deputy, apart.learning.state
    assert deputy
    process = deputy._child._process
    assert process
    process.kill()
    process.wait()
    assert apart.learning.state != state, "whoever waits learns that it has to be learned anew"
    assert apart.suggestions.first_thought("P01", turn.start, turn.end) is None, "nobody waits"
    assert apart.learning.method() == here.learning.method()
    with pytest.raises(NotFound):
        apart.suggestions.queue(coder="Nina", transcript="no such interview")
    deputy.close()
    assert "thought" not in {thread.name for thread in threading.enumerate()}


def test_advice_on_the_codebook_of_a_large_study_is_worked_out_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = study(tmp_path / "p")
    code(here, "Vera", "walks to school alone", "safety")
    advised = here.advice.all(enough=1)
    assert [told.code for told in advised] == ["safety"]
    monkeypatch.setattr(learning, "MUCH", 1)
    monkeypatch.setattr(advice, "Advisor", None)  # what takes its time is not done here
    apart = Project(here.folder)
    apart.learning.stays_apart = True
    assert apart.advice.all(enough=1) == advised


def test_the_names_of_a_large_study_are_read_elsewhere_and_each_interview_once(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten seconds of it in this process would hold up whatever page is turned meanwhile."""
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    here = Project(folder)
    known, given_away = here.disclosure.names.context(), here.disclosure.look()
    monkeypatch.setattr(learning, "MUCH", 1)
    monkeypatch.setattr(surroundings, "small_words", None)
    apart = Project(folder)
    apart.learning.stays_apart = True
    told: list[tuple[int, int]] = []
    names = apart.disclosure.names
    assert names.context(lambda done, total: told.append((done, total))) == known
    assert told
    assert apart.disclosure.look() == given_away
    monkeypatch.setattr(apart.disclosure, "listened", None)  # nothing is read again
    first, *others = apart.participants.all()
    apart.participants.save([replace(first, pseudonym="Ada"), *others], coder="Nina")
    assert "ada" in names.context().pseudonyms
