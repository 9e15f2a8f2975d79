"""Many interviews are read by several processes at once, to the same result as by one."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coding.errors import CodingError, NotFound
from coding.jobs import child as children
from coding.jobs.child import Child
from coding.jobs.crew import AHEAD, WEIGHT, Errand, Look, in_order
from coding.jobs.work import Cancelled
from coding.model.tally import packed
from coding.project import Project
from coding.project import outside as door
from coding.project.imports import BATCH
from coding.project.outside import Outside, ReadFile, Unread

MEMORY = 2 << 30


def in_a_child(number: int, pause: float = 0.0) -> tuple[int, int]:
    """Return a number and the process that had it (this very function runs there)."""
    time.sleep(pause)
    if number < 0:
        raise NotFound("no such number")
    return number, os.getpid()


def errand(number: int, pause: float = 0.0, *, weight: int = 1) -> Errand[tuple[int, int]]:
    def work(child: Child | None, look: Look) -> tuple[int, int]:
        if child is None:
            return in_a_child(number)
        return child.bounded(look, 60, in_a_child, number, pause)

    return Errand(work=work, weight=weight)


def test_what_comes_out_has_the_order_in_which_it_was_asked_for_and_several_work() -> None:
    tasks = [errand(n, 0.3 if n % 2 == 0 else 0.0) for n in range(8)]
    with closing(in_order(tasks, 2, memory=MEMORY)) as outcomes:
        numbers, processes = zip(*outcomes, strict=True)
    assert numbers == tuple(range(8))
    assert len(set(processes)) == 2
    assert os.getpid() not in processes


def test_what_is_not_to_be_done_apart_is_done_here_in_its_turn() -> None:
    here = Errand(work=lambda child, _: (child is None and 99, os.getpid()), apart=False)
    with closing(in_order([errand(1), here, errand(2)], 2, memory=MEMORY)) as outcomes:
        numbers, processes = zip(*outcomes, strict=True)
    assert numbers == (1, 99, 2)
    assert [process == os.getpid() for process in processes] == [False, True, False]


def test_a_mistake_is_raised_in_its_turn_and_ends_the_rest() -> None:
    came = []
    with (
        pytest.raises(NotFound),
        closing(in_order([errand(1), errand(-1), errand(2)], 2, memory=MEMORY)) as outcomes,
    ):
        came.extend(number for number, _ in outcomes)
    assert came == [1]


def test_no_more_is_begun_than_the_memory_holds() -> None:
    begun: list[int] = []

    def tasks() -> Iterator[Errand[tuple[int, int]]]:
        for n in range(4):
            begun.append(n)
            yield errand(n, weight=WEIGHT // 2 + 1)

    with closing(in_order(tasks(), 2, memory=MEMORY)) as outcomes:
        next(outcomes)
        assert begun == [0, 1]
    assert AHEAD > BATCH, "the children would wait while a batch is written down"


def test_whoever_closes_it_ends_children_at_work() -> None:
    outcomes = in_order([errand(1), errand(2, 50), errand(3, 50)], 2, memory=MEMORY)
    _, process = next(outcomes)
    begin = time.monotonic()
    outcomes.close()
    assert time.monotonic() - begin < 5
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_where_no_process_can_be_started_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "_start", _none_left)
    with closing(in_order([errand(n) for n in range(5)], 2, memory=MEMORY)) as outcomes:
        assert list(outcomes) == [(n, os.getpid()) for n in range(5)]


def mixed(folder: Path) -> list[Path]:
    """Return files of all fates: with and without labels, twice the same, empty, none, absent."""
    folder.mkdir()
    for n in range(12):
        words = f"Interviewer: Why {n}?\n\nAnna: Because of {n}.\n\nno label {n}\n"
        (folder / f"a{n:02}.txt").write_text(words * 3)
    (folder / "again.md").write_text((folder / "a01.txt").read_text())
    (folder / "empty.txt").write_text("")
    (folder / "noise.txt").write_bytes(b"\0\1\2" * 50)
    (folder / "no.docx").write_bytes(b"no zip")
    (folder / "long.txt").write_text("Ann: A word again. \n\nBea: Another.\n\n" * 60_000)
    return [*sorted(folder.iterdir()), folder / "absent.txt"]


def told(outcome: object) -> object:
    if isinstance(outcome, CodingError):
        return type(outcome), outcome.message, outcome.where, outcome.hint
    assert isinstance(outcome, ReadFile)
    transcript, made = outcome if outcome.tally else packed(outcome.transcript)
    assert made is not None
    fields = ("name", "text", "turns", "cast", "notes", "doubts")
    return (*(getattr(transcript, name) for name in fields), made.turns, made.voices, made.words)


def test_several_read_the_very_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [Unread(path=path) for path in mixed(tmp_path / "files")]
    files.append(Unread(path=Path("m.txt"), content=b"Mia: Yes.\n\nLea: No.\n\nMia: Yes.\n"))
    monkeypatch.setattr(door, "_processors", lambda: 2)
    outside = Outside()
    one = [told(outcome) for outcome in outside.transcripts(files, many=1000)]
    several = [told(outcome) for outcome in outside.transcripts(files, many=2)]
    assert several == one
    assert len([1 for outcome in one if isinstance(outcome[0], type)]) == 4  # type: ignore[index]


def test_small_texts_go_to_a_child_several_at_a_time_and_what_may_take_long_alone() -> None:
    files = [
        *(Unread(path=Path(f"{n}.txt"), content=b"Yes." * 100) for n in range(door.TOGETHER + 2)),
        Unread(path=Path("form.docx"), content=b"PK"),
        *(Unread(path=Path(f"{n}.vtt"), content=b"x" * (door.SMALL // 2 + 1)) for n in range(2)),
        Unread(path=Path("long.md"), content=b"x" * door.SMALL),
    ]
    groups = list(door._together(files))
    assert [unread for group in groups for unread in group] == files
    assert [len(group) for group in groups] == [door.TOGETHER, 2, 1, 1, 1, 1]


@pytest.mark.parametrize("starts", [True, False])
def test_an_import_by_several_says_where_it_is_and_can_be_cancelled(
    starts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = mixed(tmp_path / "files")
    monkeypatch.setattr(door, "_processors", lambda: 2)
    monkeypatch.setattr(Outside.transcripts, "__kwdefaults__", {"many": 2})
    if not starts:
        monkeypatch.setattr(children, "_start", _none_left)
    project = Project.new(tmp_path / "study")

    def until(number: int) -> Callable[[int, int, str], None]:
        def progress(done: int, total: int, name: str) -> None:
            assert total == len(paths)
            if done == number:
                raise Cancelled

        return progress

    with pytest.raises(Cancelled):
        project.transcripts.import_files(paths, coder="ana", progress=until(5))
    assert project.transcripts.all() == []
    report = project.transcripts.import_files(paths, coder="ana", progress=until(-1))
    names = [info.name for info in report.added]
    assert names == [*(f"a{n:02}" for n in range(12)), "long"]
    assert sorted(Path(where).name for where, _ in report.failed) == [
        *("absent.txt", "again.md", "empty.txt", "no.docx", "noise.txt"),
    ]


def _none_left(*_: object) -> None:
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
