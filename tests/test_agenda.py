"""What a study asks for next and how far it has got, without a study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studies import lay_out

from coding.analysis.agenda import Need, Task, agenda, standing
from coding.analysis.progress import Coverage
from coding.analysis.segments import coded
from coding.errors import CodebookError, CodingError
from coding.model import Code, Codebook, Coding, TranscriptInfo
from coding.project import Project

BOOK = Codebook(
    (
        Code(id="calm", name="Calm", definition="Said to be calm."),
        Code(id="street", name="Street", definition="Calm outside.", parent="calm"),
        Code(id="work", name="Work", definition="Paid or not."),
    )
)


def info(
    key: str,
    participant: str = "P1",
    language: str = "ru",
    translation_of: str = "",
    notes: Sequence[str] = (),
    codings: int = 0,
) -> TranscriptInfo:
    return TranscriptInfo(
        id=key, name=key.upper(), language=language, participant=participant,
        translation_of=translation_of, file=f"{key}.txt", sha256=key, notes=tuple(notes),
        speakers=(), turns=1, words=9, length=50, imported="", codings=codings,
    )  # fmt: skip


def coding(transcript: str, code: str, coder: str = "Ana", day: str = "2024-05-01") -> Coding:
    return Coding(
        id=f"{transcript}{code}{coder}", transcript=transcript, start=0, end=1, text="x",
        code=code, coder=coder, created=f"{day}T10:00:00.000+00:00",
    )  # fmt: skip


def asked(
    listed: Sequence[TranscriptInfo], codings: Sequence[Coding] = (), **more: object
) -> dict[Need, list[str]]:
    given: dict[str, object] = {"book": BOOK, "participants": {"P1"}, **more}
    tasks = agenda("Ana", listed=listed, codings=codings, **given)  # type: ignore[arg-type]
    return {task.need: [name for _, name in task.about] for task in tasks}


def test_a_study_in_order_asks_for_nothing() -> None:
    codings = [coding("a", "street"), coding("a", "work")]
    assert asked([info("a")], codings) == {}


def test_the_most_pressing_comes_first() -> None:
    faults = [(Need.CODEBOOK, CodingError("no list of codes", "line 3", "Write one."))]
    tasks = agenda(
        "Ana", book=BOOK, listed=[info("a", participant="")], codings=[], participants=set(),
        waiting=["b.txt"], faults=faults,
    )  # fmt: skip
    assert [task.need for task in tasks] == [
        *(Need.CODEBOOK, Need.WAITING, Need.UNASSIGNED, Need.UNTOUCHED),
    ]
    assert tasks[0] == Task(need=Need.CODEBOOK, fault="line 3: no list of codes", hint="Write one.")
    assert tasks[1].about == (("b.txt", "b.txt"),)


def test_every_problem_of_a_codebook_is_a_task() -> None:
    fault = CodebookError([CodingError("no name", "line 3"), CodingError("no id")])
    tasks = agenda(
        "Ana", book=BOOK, listed=[], codings=[], participants=(), faults=[(Need.CODEBOOK, fault)]
    )
    assert [task.fault for task in tasks] == ["line 3: no name", "no id"]


def test_notes_are_to_be_looked_at_until_an_interview_is_coded() -> None:
    notes = ["Please check: who speaks first?"]
    read = [coding("a", "street"), coding("a", "work")]
    assert Need.CHECK in asked([info("a", notes=notes)], read)
    assert Need.CHECK not in asked([info("a", notes=notes, codings=1)], read)
    assert Need.CHECK not in asked([info("a", notes=["3 cues joined."])], read)


def test_what_is_asked_of_who_speaks_is_asked_once_and_not_again_once_it_is_said(
    tmp_path: Path,
) -> None:
    files = {
        "bare.txt": "The school was far.\n\nWe walked.\n\nEvery day.\n",
        "mixed.txt": "I: Why?\n\nA: So.\n\nThe school, too.\n\nI: Oh?\n\nA: Yes.\n",
        "group.txt": "I: Why?\n\nAda: So.\n\nBea: No.\n\nI: Oh?\n\nAda: Yes.\n\nBea: Ah.\n",
    }
    project = Project(lay_out(tmp_path / "s", files))
    project.transcripts.import_files(project.transcripts.waiting(), coder="ana")

    def now() -> dict[str, list[str]]:
        asked: dict[str, list[str]] = {"bare": [], "mixed": [], "group": []}
        for task in project.overview.agenda("ana"):
            if task.need in (Need.CHECK, Need.UNASSIGNED, Need.SPEAKERS, Need.UNHEARD):
                for _, name in task.about:
                    asked[name].append(task.need.value)
        return asked

    assert now() == {
        "bare": ["unheard"], "mixed": ["unassigned", "unheard"], "group": ["unassigned"],
    }  # fmt: skip
    project.speakers.continue_unlabelled("mixed", coder="ana")
    project.speakers.set_participant("mixed", "A", "P1", coder="ana")
    project.speakers.set_participant("group", "Ada", "P2", coder="ana")
    project.speakers.give("bare", None, "Cleo", coder="ana")
    assert now() == {"bare": ["unassigned"], "mixed": [], "group": ["speakers"]}


def test_an_interview_is_touched_with_its_translation_and_by_each_coder_alone() -> None:
    listed = [info("a"), info("a-en", language="en", translation_of="a"), info("b")]
    codings = [coding("a-en", "street"), coding("b", "work", coder="Nina")]
    assert asked(listed, codings)[Need.UNTOUCHED] == ["B"]


def test_a_participant_who_is_in_no_file_is_told_from_none() -> None:
    found = asked([info("a", participant="P7"), info("b", participant="")])
    assert (found[Need.UNKNOWN], found[Need.UNASSIGNED]) == (["A"], ["B"])


def test_a_theme_is_used_if_a_code_below_it_is_and_nothing_is_unused_before_the_first_coding() -> (
    None
):
    assert asked([info("a")], [coding("a", "street")])[Need.UNUSED] == ["Work"]
    assert Need.UNUSED not in asked([info("a")])


def test_only_what_is_in_another_language_than_most_wants_a_translation() -> None:
    listed = [info("a"), info("b"), info("c", language="en"), info("d", language="")]
    assert asked(listed)[Need.UNTRANSLATED] == ["C"]
    pair = [*listed, info("c-ru", translation_of="c")]
    assert Need.UNTRANSLATED not in asked(pair)


def share(transcript: str, coder: str, codings: int, coded: int, words: int) -> Coverage:
    return Coverage(transcript=transcript, coder=coder, codings=codings, coded=coded, words=words)


def test_what_is_coded_in_an_interview_and_its_translation_is_added_up() -> None:
    listed = [info("a"), info("a-en", translation_of="a"), info("b")]
    codings = [
        coding("a", "street"),
        coding("a-en", "work"),
        coding("b", "work", "Nina", "2024-05-02"),
    ]
    covered = [
        share("a", "Ana", 1, 5, 50),
        share("a-en", "Ana", 1, 10, 50),
        share("b", "Nina", 1, 1, 9),
    ]
    now = standing(listed, codings, coded(codings), covered)
    assert [[t.id for t in group] for group in now.interviews] == [["a", "a-en"], ["b"]]
    assert (now.coders, now.codings) == (("Ana", "Nina"), 3)
    assert now.shares == (share("a", "Ana", 2, 15, 100), share("b", "Nina", 1, 1, 9))
    assert now.shares[0].share == 0.15
    assert [(step.label, step.codings_so_far) for step in now.days] == [
        ("2024-05-01", 2),
        ("2024-05-02", 3),
    ]
    assert [(step.label, step.codes_so_far) for step in now.saturation] == [
        *(("a", 1), ("a-en", 2), ("b", 2)),
    ]
