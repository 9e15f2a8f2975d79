"""Long work off the page: once for each input, with progress, stopped when asked, within limits."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from coding.errors import CodingError, NotFound
from coding.jobs.child import Child, ChildDied
from coding.jobs.work import KEPT, SWITCH_S, Cancelled, State, Work

PATIENCE = 20.0


def fails(_: object = None) -> None:
    raise NotFound("there is no such thing", "P01", "Look again.")


def dies() -> None:
    os._exit(3)


def sleeps(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def takes(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def chatters() -> str:
    os.write(1, b"a library's banner\n")
    print("and one in Python", flush=True)
    return "said"


def where() -> int:
    return os.getpid()


# ── the queue ──


def test_work_is_done_off_the_thread_that_asks_and_its_result_is_kept() -> None:
    work = Work()
    job = work.start("sum", "Adding", lambda tell: (threading.get_ident(), sum(range(4))))
    assert job.wait(PATIENCE)
    thread, total = job.outcome()
    assert (thread != threading.get_ident(), total) == (True, 6)
    assert job.state is State.DONE


def test_one_input_is_never_worked_on_twice_however_many_ask() -> None:
    work, begun, go = Work(), [], threading.Event()

    def slow(tell: object) -> str:
        begun.append(1)
        go.wait(PATIENCE)
        return "read"

    jobs = {id(work.start(("read", "P01"), "Reading", slow)) for _ in range(5)}
    go.set()
    assert work.start(("read", "P01"), "Reading", slow).outcome() == "read"
    assert (len(jobs), len(begun)) == (1, 1)


def test_work_is_done_in_order_but_what_is_wanted_first_comes_first() -> None:
    work, order, go = Work(), [], threading.Event()
    work.start("block", "", lambda tell: go.wait(PATIENCE))
    jobs = [
        work.start("a", "", lambda tell: order.append("a")),
        work.start("b", "", lambda tell: order.append("b")),
        work.start("c", "", lambda tell: order.append("c"), first=True),
    ]
    go.set()
    assert all(job.wait(PATIENCE) for job in jobs)
    assert order == ["c", "a", "b"]


def test_what_is_aside_holds_nothing_up_and_is_itself_done_in_order() -> None:
    work, order, go = Work(), [], threading.Event()
    long = work.start("measure", "", lambda tell: go.wait(PATIENCE), aside=True)
    behind = work.start("curve", "", lambda tell: order.append("curve"), aside=True)
    for name in "ab":
        assert work.start(name, "", lambda tell, name=name: order.append(name)).wait(PATIENCE)
    assert (order, long.state, behind.state) == (["a", "b"], State.RUNNING, State.WAITING)
    go.set()
    assert behind.wait(PATIENCE)
    assert order == ["a", "b", "curve"]


def test_progress_is_seen_while_the_work_goes_on() -> None:
    work, told, go = Work(), threading.Event(), threading.Event()

    def step(tell: object) -> None:
        tell(3, 40)  # type: ignore[operator]
        told.set()
        go.wait(PATIENCE)

    job = work.start("import", "Reading the interviews", step)
    assert told.wait(PATIENCE)
    assert (job.done, job.total, job.state, job.ready) == (3, 40, State.RUNNING, False)
    assert work.running() == [job]
    go.set()
    job.outcome()
    assert work.running() == []


def test_cancelled_work_stops_at_its_next_word_of_progress_and_can_be_started_anew() -> None:
    work, running = Work(), threading.Event()

    def endless(tell: object) -> None:
        while True:
            running.set()
            tell(1, 2)  # type: ignore[operator]
            time.sleep(0.01)

    job = work.start("evaluate", "Measuring", endless)
    assert running.wait(PATIENCE)
    work.cancel(lambda key: key == "evaluate")
    assert job.wait(PATIENCE)
    assert job.state is State.CANCELLED
    with pytest.raises(Cancelled):
        job.outcome()
    again = work.start("evaluate", "Measuring", lambda tell: "done")
    assert again.outcome() == "done"


def test_work_that_only_waits_is_cancelled_without_being_begun() -> None:
    work, go, begun = Work(), threading.Event(), []
    work.start("block", "", lambda tell: go.wait(PATIENCE))
    job = work.start("next", "", lambda tell: begun.append(1))
    job.cancel()
    assert job.state is State.CANCELLED
    go.set()
    work.start("last", "", lambda tell: None).outcome()
    assert begun == []


def test_a_mistake_is_raised_where_the_result_is_asked_for_and_the_next_work_goes_on() -> None:
    work = Work()
    job = work.start("bad", "", fails)
    assert job.wait(PATIENCE)
    assert job.state is State.FAILED
    with pytest.raises(NotFound, match="no such thing"):
        job.outcome()
    assert work.start("good", "", lambda tell: 1).outcome() == 1
    assert work.start("bad", "", lambda tell: 2).outcome() == 2


def test_finished_work_is_remembered_but_not_for_ever() -> None:
    work = Work()
    for number in range(KEPT + 5):
        work.start(number, "", lambda tell, n=number: n).outcome()
    assert work.find(KEPT + 4) is not None
    assert work.find(0) is None


# ── the child ──


def test_a_child_is_another_process_and_serves_more_than_once() -> None:
    with Child() as child:
        first = child.call(where)
        assert first != os.getpid()
        assert child.call(where) == first


def test_what_a_child_raises_is_raised_here_with_place_and_hint() -> None:
    with Child() as child:
        with pytest.raises(NotFound) as caught:
            child.call(fails)
        assert (caught.value.where, caught.value.hint) == ("P01", "Look again.")
        assert child.call(sleeps, 0) == "awake"


def test_a_child_that_dies_is_one_clear_mistake_and_the_next_call_has_a_new_one() -> None:
    with Child() as child:
        with pytest.raises(ChildDied, match="exit code 3"):
            child.call(dies)
        assert child.call(sleeps, 0) == "awake"


def test_a_child_that_lacks_what_it_is_asked_for_says_so_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file that is read so fails alone; not every one of a thousand starts a child anew."""

    def missing() -> None: ...

    missing.__qualname__ = "missing"
    monkeypatch.setattr(sys.modules[__name__], "missing", missing, raising=False)
    with Child() as child:
        first = child.call(where)
        with pytest.raises(AttributeError, match="missing"):
            child.call(missing)
        assert child.call(where) == first


def test_a_child_that_takes_too_long_is_stopped() -> None:
    with Child() as child:
        begun = time.monotonic()
        with pytest.raises(ChildDied, match=r"longer than 0\.5 s"):
            child.bounded(lambda: None, 0.5, sleeps, 60)
        assert time.monotonic() - begun < 10


def works(seconds: float) -> float:
    """Share one processor with another process, and work on it for some seconds of its time."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    until = time.process_time() + seconds
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
        try:
            while time.process_time() < until:
                pass
        finally:
            other.kill()
    return seconds


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell who waits")
def test_the_time_of_a_child_does_not_run_while_others_have_the_processor() -> None:
    with Child() as child:
        child.call(where)
        begun = time.monotonic()
        assert child.bounded(lambda: None, 1, works, 0.7) == 0.7
        assert time.monotonic() - begun > 1


def test_whoever_looks_in_can_end_a_child() -> None:
    def look() -> None:
        raise Cancelled

    with Child() as child, pytest.raises(Cancelled):
        child.bounded(look, 0, sleeps, 60)


@pytest.mark.parametrize(("megabytes", "fits"), [(100, True), (2000, False)])
def test_a_child_has_only_the_memory_it_was_given(megabytes: int, fits: bool) -> None:
    with Child(memory=1 << 30) as child:
        if fits:
            assert child.call(takes, megabytes) == megabytes << 20
        else:
            with pytest.raises(CodingError, match="not enough memory"):
                child.call(takes, megabytes)


def test_what_libraries_print_does_not_get_into_the_answer(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Child() as child:
        assert child.call(chatters) == "said"
    assert "a library's banner" in capfd.readouterr().err


def test_a_child_does_not_outlive_the_one_who_closes_it() -> None:
    with Child() as child:
        pid = child.call(where)
    assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text()


def test_a_page_waits_a_tenth_as_long_as_usual_for_work_behind_it() -> None:
    Work().start("any", "Any", lambda tell: None).wait(5)
    assert sys.getswitchinterval() == pytest.approx(SWITCH_S, rel=0.01)
