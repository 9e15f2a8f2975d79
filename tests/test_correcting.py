"""What somebody corrects of an interview on its page arrives in the project, or says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from studies import upload

from coding.errors import CodingError, Conflict
from coding.model import Role
from coding.project import Project
from coding.project.intake.correcting import correct, interview_rows

TEXT = (
    "Interviewer: Why here?\n\nMila: It was near.\n\nThe school was, too.\n\n"
    "Interviewer: And now?\n\nMila: Still near.\n\nAnd cheap.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.new(tmp_path / "p")
    upload(project, "a.txt", TEXT.encode(), coder="ana")
    return project


def rows(project: Project) -> dict[str, Any]:
    info = project.transcripts.info("a")
    people = project.participants.all()
    return interview_rows(info, project.transcripts.get("a"), people, ack=0)


def act(project: Project, kind: str, **told: Any) -> None:
    seen = project.transcripts.info("a").edition
    correct(project, {"kind": kind, "file": "a", **told}, coder="ana", seen=seen)


def speakers(project: Project) -> list[str]:
    return [turn.speaker for turn in project.transcripts.get("a").turns]


def test_an_interview_shows_its_speakers_and_asks_whose_the_rest_is(project: Project) -> None:
    [file] = rows(project)["files"]
    assert [(s["name"], s["turns"]) for s in file["cast"]] == [("Interviewer", 2), ("Mila", 2)]
    [doubt] = file["doubts"]
    assert doubt["text"].startswith("Of 2 turns nobody knows who speaks")
    assert [value for value, _ in doubt["options"]] == ["continue", "=Mila", "headings"]
    assert doubt["others"] == [("=Interviewer", "Interviewer says them")]


@pytest.mark.parametrize(
    ("choice", "third", "role"),
    [
        ("continue", "Mila", Role.PARTICIPANT),
        ("=Interviewer", "Interviewer", Role.INTERVIEWER),
        ("headings", "", Role.OTHER),
    ],
)
def test_an_answer_settles_all_turns_of_nobody(
    project: Project, choice: str, third: str, role: Role
) -> None:
    act(project, "answer", choice=choice)
    turn = project.transcripts.get("a").turns[2]
    assert (turn.speaker, turn.role) == (third, role)
    assert rows(project)["files"][0]["doubts"] == []


def test_turns_are_given_and_speakers_renamed_joined_and_placed(project: Project) -> None:
    act(project, "give", numbers=[3, 6], name="Tara")
    assert speakers(project) == ["Interviewer", "Mila", "Tara", "Interviewer", "Mila", "Tara"]
    act(project, "rename", speaker="Tara", name="Mila")
    act(project, "role", speaker="Interviewer", role="other")
    act(project, "person", speaker="Mila", participant="P07")
    [other, mila] = rows(project)["files"][0]["cast"]
    assert (other["role"], mila["turns"], mila["participant"]) == ("other", 4, "P07")


def test_what_somebody_else_changed_meanwhile_is_not_written_over(project: Project) -> None:
    seen = project.transcripts.info("a").edition
    project.speakers.rename("a", "Mila", "Milica", coder="marko")
    told = {"kind": "role", "file": "a", "speaker": "Mila", "role": "other"}
    with pytest.raises(Conflict, match="in the meantime"):
        correct(project, told, coder="ana", seen=seen)


def test_an_answer_that_is_not_known_is_refused(project: Project) -> None:
    with pytest.raises(CodingError):
        act(project, "answer", choice="whoever")


def test_the_desk_hears_who_says_what_and_memos_go_with_their_turns(project: Project) -> None:
    """A split made elsewhere comes with the next reply; a memo on a later turn is on that turn."""
    info = project.transcripts.info("a")
    project.memos.write("turn", f"{info.id}#5", "sure?", coder="ana")
    before = project.desk.snapshot("a", "ana")
    start = project.transcripts.get("a").text.index("was near")
    operation = {"id": "op", "kind": "turns.split", "transcript": info.id, "number": 2}
    told = {"coder": "ana", "transcript": info.id, "rev": before["rev"]}
    reply = project.desk.serve({**told, "ops": [{**operation, "start": start}]}, {})
    assert reply["ack"] == ["op"]
    assert len(reply["turns"]) == len(before["turns"]) + 1
    assert reply["edition"] != before["edition"]
    assert [memo[2] for memo in reply["memos"]] == [f"{info.id}#6"]
    assert "turns" not in project.desk.serve({**told, "rev": reply["rev"]}, {})


def test_the_desk_hears_of_people_and_of_the_translation_beside_when_only_these_change(
    project: Project,
) -> None:
    info = project.transcripts.info("a")
    turns = project.transcripts.get("a").turns
    told: dict[str, Any] = {"coder": "ana", "transcript": info.id}
    known = project.desk.snapshot("a", "ana")

    def news() -> dict[str, Any]:
        nonlocal known
        known = project.desk.serve({**told, "rev": known["rev"], "ops": []}, {})
        return known

    table = project.folder / "transcripts" / "participants.csv"
    table.write_text("participant,pseudonym\nP77,Zora\n")
    project.files.refresh()
    assert news()["people"] == [["P77", "P77 Zora"]]
    assert not {"people", "parallel", "turns"} & set(news())
    words = "\n\n".join(f"{t.speaker}: Riječ {n}." for n, t in enumerate(turns))
    other = upload(
        project, "a-hr.txt", words.encode(), language="hr", translation_of="a", coder="ben"
    )
    assert project.transcripts.info(other.id).turns == len(turns)
    beside = news()["parallel"]
    assert (beside["name"], beside["turns"][1][3]) == ("a-hr", "Riječ 1.")
    assert beside["pairs"][1][:2] == [[2], [2]]
    second = project.transcripts.get(other.id).turns[1]
    project.speakers.split_turn(other.id, 2, second.start + len("Riječ "), coder="ben")
    pairs = news()["parallel"]["pairs"]
    assert {n for mine, _, _ in pairs for n in mine} == set(range(1, len(turns) + 1))
    project.log.undo(by="ben")
    again = news()["parallel"]
    assert (again["turns"], again["pairs"]) == (beside["turns"], beside["pairs"])
    project.transcripts.edit(other.id, translation_of="", coder="ben")
    assert news()["parallel"] is None


def test_an_operation_on_what_somebody_else_changed_is_refused_with_the_reason(
    project: Project,
) -> None:
    info = project.transcripts.info("a")
    project.speakers.rename("a", "Mila", "Milica", coder="marko")
    operation = {"id": "op", "kind": "turns.join", "transcript": info.id, "first": 1, "last": 2}
    outbox = {"coder": "ana", "transcript": info.id, "ops": [{**operation, "seen": info.edition}]}
    [refused] = project.desk.serve(outbox, {})["refused"]
    assert "in the meantime" in refused["message"]
    assert len(project.transcripts.get("a").turns) == 6


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_paragraphs_that_take_turns_are_two_speakers_also_after_they_came_in(
    project: Project, tmp_path: Path, ending: str
) -> None:
    """What Word has in bold is not in the text any more: the file is looked at again."""
    said = ["Why did you come?", "It was near.", "And the school?", "That, too.", "Still?", "Yes."]
    path = tmp_path / f"b.{ending}"
    if ending == "md":
        path.write_text("\n\n".join(f"**{x}**" if x.endswith("?") else x for x in said))
    else:
        document = docx.Document()
        for words in said:
            document.add_paragraph().add_run(words).bold = words.endswith("?")
        document.save(str(path))
    [info] = project.transcripts.import_files([path], coder="ana").added
    transcript = project.transcripts.get(info.id)

    def asked() -> list[str]:
        now = project.transcripts.info(info.id)
        people = project.participants.all()
        row = interview_rows(now, project.transcripts.get(info.id), people, ack=0)["files"][0]
        return [label for doubt in row["doubts"] for _, label in doubt["options"]]

    assert asked()[0] == "They take turns"
    answer = {"kind": "answer", "file": info.id, "choice": "turns"}
    correct(project, answer, coder="ana", seen=info.edition)
    turns = project.transcripts.get(info.id).turns
    assert [turn.speaker for turn in turns] == ["Bold paragraphs", "Other paragraphs"] * 3
    assert [(t.start, t.end) for t in turns] == [(t.start, t.end) for t in transcript.turns]
    assert asked() == []
    project.log.undo(by="ana")
    assert asked()[0] == "They take turns"
    with pytest.raises(CodingError, match="no two voices"):
        project.speakers.take_turns("a", coder="ana")
