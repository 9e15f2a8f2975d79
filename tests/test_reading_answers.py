"""What a person answers about a file that leaves open who speaks, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies import upload
from transcript_files import said, text, word

from coding.model import CONTINUE, NOBODY, DoubtKind, ReadingAnswers, Role, Transcript
from coding.project import Project
from coding.transcripts import read_bytes

ASIDES = "I: Why?\n\nIt hurt.\n\nR: So.\n\nAnd more.\n\n(laughs)\n\nI: When?\n\nR: Then.\n"


def answered(content: str, **said_by: object) -> Transcript:
    return read_bytes(content.encode(), "P1.txt", answers=ReadingAnswers(**said_by))  # type: ignore[arg-type]


def kinds(t: Transcript) -> list[str]:
    return [doubt.kind.value for doubt in t.doubts]


def test_a_paragraph_without_a_label_is_nobodys_and_asked_about_once() -> None:
    t = text(ASIDES)
    assert said(t) == [
        *(("I", "Why?"), ("", "It hurt."), ("R", "So."), ("", "And more."), ("", "(laughs)")),
        *(("I", "When?"), ("R", "Then.")),
    ]
    assert [turn.role for turn in t.turns if not turn.speaker] == [
        *(Role.UNKNOWN, Role.UNKNOWN, Role.OTHER),
    ]
    [doubt] = t.doubts
    assert (doubt.kind, doubt.count) == (DoubtKind.UNLABELLED, 2)
    assert [t.text[slice(*place)] for place in doubt.places] == ["It hurt.", "And more."]
    assert "Please check: 2 paragraphs have no label: who says them?" in t.notes


def test_what_goes_on_is_one_turn_with_what_was_said_before() -> None:
    t = answered(ASIDES, unlabelled=CONTINUE)
    assert said(t)[:2] == [("I", "Why?\n\nIt hurt."), ("R", "So.\n\nAnd more.")]
    assert t.doubts == ()


def test_what_goes_on_after_a_noise_is_a_turn_of_its_own() -> None:
    t = answered("I: Why?\n\nR: So.\n\n(laughs)\n\nAnd more.\n\nMuch.\n", unlabelled=CONTINUE)
    assert said(t)[1:] == [("R", "So."), ("", "(laughs)"), ("R", "And more.\n\nMuch.")]


def test_paragraphs_without_a_label_can_belong_to_one_speaker_or_wait() -> None:
    t = answered(ASIDES, unlabelled="R")
    assert [who for who, _ in said(t)] == ["I", "R", "R", "R", "", "I", "R"]
    assert t.cast[1].turns == 4
    waiting = answered(ASIDES, unlabelled=NOBODY)
    assert said(waiting) == said(text(ASIDES))
    assert waiting.doubts == ()


def test_a_file_without_labels_is_nobodys_until_a_person_says_whose() -> None:
    diary = "We left in spring.\n\nIt is calm here.\n"
    t = text(diary)
    assert {turn.role for turn in t.turns} == {Role.UNKNOWN}
    assert [doubt.count for doubt in t.doubts] == [2]
    t = answered(diary, unlabelled="Participant")
    assert [(who.label, who.role, who.turns) for who in t.cast] == [
        ("Participant", Role.PARTICIPANT, 2)
    ]


def test_two_labels_of_one_name_are_one_speaker() -> None:
    group = "Mila: Why?\n\nAna: So.\n\nAna P.: Then.\n\nMila: When?\n\nAna: Now.\n\nAna P.: Oh.\n"
    t = answered(group, names={"Ana P.": "Ana"}, roles={"Mila": Role.INTERVIEWER})
    assert t.speakers == ("Mila", "Ana")
    assert [(who.label, who.name, who.turns) for who in t.cast] == [
        *(("Mila", "Mila", 2), ("Ana", "Ana", 2), ("Ana P.", "Ana", 2)),
    ]
    assert kinds(t) == []


def test_roles_and_persons_are_those_that_a_person_told() -> None:
    group = "Mila: So.\n\nAna: Why?\n\nIvo: Then.\n\nMila: So.\n\nAna: Why?\n\nIvo: Then.\n"
    t = answered(group, roles={"Mila": Role.INTERVIEWER}, participants={"Ana": "P01"})
    assert [turn.role for turn in t.turns[:3]] == [
        *(Role.INTERVIEWER, Role.PARTICIPANT, Role.PARTICIPANT),
    ]
    assert [turn.participant for turn in t.turns[:3]] == ["", "P01", ""]
    assert [doubt.about for doubt in t.doubts if doubt.kind is DoubtKind.PERSON] == ["Ivo"]


def test_a_label_in_doubt_is_a_speaker_or_words_as_a_person_says() -> None:
    talk = "Ana: Hi.\nBelgrade: a city.\nMilica: Why?\nAna: So.\nMilica: Ok?\n"
    assert ("", "Belgrade: a city.") in said(text(talk))
    assert ("Belgrade", "a city.") in said(answered(talk, speakers=frozenset({"Belgrade"})))
    t = answered(talk, words=frozenset({"Belgrade"}), unlabelled=CONTINUE)
    assert said(t)[0] == ("Ana", "Hi.\nBelgrade: a city.")
    assert DoubtKind.LABEL not in {doubt.kind for doubt in t.doubts}


def test_what_follows_a_label_in_doubt_waits_for_its_answer() -> None:
    talk = "Ana: Hi.\n\nBelgrade: a city.\n\nAnd more.\n\nMilica: Why?\n\nAna: So.\n\nMilica: Ok?\n"
    assert ("", "And more.") in said(answered(talk, unlabelled=CONTINUE))
    t = answered(talk, unlabelled=CONTINUE, words=frozenset({"Belgrade"}))
    assert said(t)[0] == ("Ana", "Hi.\n\nBelgrade: a city.\n\nAnd more.")


def test_an_answer_changes_who_speaks_in_a_word_document_and_not_its_text() -> None:
    data = word("I: Why?", "R: So.", "And more.", "I: When?", "R: Then.")
    asked = read_bytes(data, "a.docx")
    t = read_bytes(data, "a.docx", answers=ReadingAnswers(unlabelled=CONTINUE, names={"R": "Ana"}))
    assert t.text == asked.text
    assert said(t)[1] == ("Ana", "So.\nAnd more.")
    assert [t.text[slice(*place)] for place in asked.doubts[0].places] == ["And more."]


LINES = st.lists(
    st.tuples(st.sampled_from(["I: ", "R: ", "Ana: ", ""]), st.sampled_from(["So.", "Why?", "No"])),
    min_size=1,
    max_size=12,
)
ANSWERS = st.builds(
    ReadingAnswers,
    unlabelled=st.sampled_from(["", CONTINUE, NOBODY, "R", "Somebody"]),
    names=st.dictionaries(st.sampled_from(["I", "R", "Ana"]), st.sampled_from(["R", "Vera"])),
    roles=st.dictionaries(st.sampled_from(["I", "R"]), st.sampled_from(list(Role))),
    participants=st.dictionaries(st.sampled_from(["R", "Ana"]), st.sampled_from(["P01", ""])),
)


@settings(max_examples=150)
@given(LINES, ANSWERS, st.sampled_from(["\n", "\n\n"]))
def test_whatever_is_answered_every_word_keeps_its_place_and_the_cast_adds_up(
    lines: list[tuple[str, str]], answers: ReadingAnswers, gap: str
) -> None:
    data = gap.join(map("".join, lines)).encode()
    asked, t = read_bytes(data, "a.txt"), read_bytes(data, "a.txt", answers=answers)
    assert t.text == asked.text
    covered = {i for turn in t.turns for i in range(turn.start, turn.end)}
    assert {i for turn in asked.turns for i in range(turn.start, turn.end)} <= covered
    spoken = [turn for turn in t.turns if turn.speaker]
    assert sum(who.turns for who in t.cast) == len(spoken)
    assert {(turn.speaker, turn.role, turn.participant) for turn in spoken} == {
        (who.name, who.role, who.participant) for who in t.cast if who.turns
    }
    assert (asked.doubts == ()) <= (t.doubts == () or bool(answers.roles))


@pytest.mark.parametrize("ending", [".txt", ".docx"])
def test_answers_go_with_a_file_into_the_project(tmp_path: Path, ending: str) -> None:
    """A Word document is read in a child process, and its answers go there too."""
    content = ("I: Why?", "R: So.", "And more.", "I: When?", "R: Then.")
    data = word(*content) if ending == ".docx" else "\n\n".join(content).encode()
    project = Project.new(tmp_path / "study")
    answers = ReadingAnswers(unlabelled=CONTINUE, names={"R": "Vera"})
    shown = project.transcripts.preview("a" + ending, data, answers=answers).transcript
    assert shown.speakers == ("I", "Vera")
    info = upload(project, "a" + ending, data, coder="c", answers=answers)
    assert project.transcripts.get(info.id).speakers == ("I", "Vera")
    file = tmp_path / ("b" + ending)
    file.write_bytes(data if ending == ".docx" else data + b"\n\nI: Oh.")
    if ending == ".txt":
        each = {file: replace(answers, names={"R": "Ana"})}
        [info] = project.transcripts.import_files([file], coder="c", answers=each).added
        assert info.speakers == ("I", "Ana")


def test_two_short_answers_in_equal_words_are_two_and_a_dialogue_is_a_copy(tmp_path: Path) -> None:
    project = Project.new(tmp_path / "study")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Nothing, I think.\n", encoding="utf-8")
    for name in ("c.txt", "d.txt"):
        (tmp_path / name).write_text("I: Why?\nR: Nothing, I think.\n", encoding="utf-8")
    files = [tmp_path / f"{name}.txt" for name in "abcd"]
    report = project.transcripts.import_files(files, coder="c")
    assert [info.name for info in report.added] == ["a", "b", "c"]
    assert "Please check: it has the same words as “a”. Both are kept." in report.added[1].notes
    [(failed, fault)] = report.failed
    assert failed.endswith("d.txt")
    assert "already, as “c”" in fault.message
    again = project.transcripts.import_files(files[:2], coder="c")
    assert (len(again.added), len(again.failed)) == (0, 2)
    other = project.transcripts.preview("e.txt", b"Nothing, I think.\n")
    assert other.already == ""
    assert other.transcript.notes[-1].endswith("Both are kept.")
    assert project.transcripts.preview("b.txt", b"Nothing, I think.\n").already != ""


def test_the_marks_of_programs_are_passed_over(tmp_path: Path) -> None:
    """Word lays `~$P1.docx` beside a document that is open; an import of the folder failed."""
    project = Project.new(tmp_path / "study")
    for name in ("~$P1.docx", "._P1.txt", "P1.txt"):
        (tmp_path / name).write_bytes(b"I: Why?\nR: So.\n")
        (project.folder / "transcripts").mkdir(exist_ok=True)
        (project.folder / "transcripts" / name.replace("P1", "P2")).write_bytes(b"I: So?\nR: Ok.\n")
    files = [tmp_path / name for name in ("~$P1.docx", "._P1.txt", "P1.txt")]
    report = project.transcripts.import_files(files, coder="c")
    assert ([info.name for info in report.added], report.failed) == (["P1"], [])
    assert [path.name for path in project.transcripts.waiting()] == ["P2.txt"]


def test_words_are_counted_once_whoever_says_them() -> None:
    """Two labels of one name, a paragraph of nobody and a heading count, each once."""
    said = ("Ana: One two.", "Ivo: Three?", "Ana B: Four.", "Ivo: Why, so?", "Ana: Six.", "Oh.")
    text = "\n\n".join(["# An interview", *said, "Ana B: Five."])
    t = read_bytes(text.encode(), "P1.md", answers=ReadingAnswers(names={"Ana B": "Ana"}))
    assert t.words == sum(len(t.text[turn.start : turn.end].split()) for turn in t.turns)
    assert sum(speaker.words for speaker in t.cast) < t.words
