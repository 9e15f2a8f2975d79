"""How codebook.yaml and participants.csv are kept in step with the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import (
    CODEBOOK,
    INDEX,
    PARTICIPANTS,
    VERA,
    code,
    coded,
    study,
)

from coding.errors import (
    CodingError,
    JustNow,
    ProjectError,
)
from coding.model import Participant
from coding.project import Project
from coding.project.uploads import Upload

# ── the codebook's file ──


def test_an_edit_by_hand_is_seen_at_once_and_logged(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = project.folder / "codebook.yaml"
    path.write_text(CODEBOOK + "  - {id: home, name: Home}\n")
    assert "home" in project.codes.book()
    newest = project.store.log.acts()[0]
    assert (newest.coder, newest.verb) == ("", "codebook")
    code(project, "Vera", "school", "home")


@pytest.mark.parametrize("broken", ["codes:\n  - {id: home\n", "codes:\n\t- id: a\n", "\x00"])
def test_while_the_file_is_faulty_its_last_version_serves(tmp_path: Path, broken: str) -> None:
    project = study(tmp_path / "p")
    path = project.folder / "codebook.yaml"
    path.write_text(broken)
    code(project, "Vera", "school", "safety")
    assert isinstance(project.files.codebook_fault, CodingError)
    for change in (
        lambda: project.codes.add("Home", coder="ana"),
        lambda: project.codes.merge("safety", "fear", coder="ana"),
        lambda: project.codes.remove("fear", coder="ana"),
        lambda: project.codes.edit("fear", {"name": "Dread"}, coder="ana"),
    ):
        with pytest.raises(CodingError):
            change()
    assert path.read_text() == broken, "what stands there is the researcher's"
    assert coded(project) == [("safety", "school", "ana")]
    assert [p.where.partition(":")[0] for p in project.check()] == ["codebook.yaml"]
    path.write_text(CODEBOOK)
    assert project.check() == []


def test_every_fault_of_the_file_is_listed_at_once(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    (project.folder / "codebook.yaml").write_text("codes:\n  - {id: a}\n  - {id: a, nane: A}\n")
    assert len(project.check()) >= 3


def test_a_file_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    (project.folder / "codebook.yaml").write_bytes(CODEBOOK.encode("cp1251"))
    assert [p.hint for p in project.check()] == ["Save it as UTF-8."]


def test_a_file_deleted_while_open_can_be_written_again(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = project.folder / "codebook.yaml"
    path.unlink()
    code(project, "Vera", "school", "safety")
    (problem,) = project.check()
    assert (problem.where, problem.what) == ("codebook.yaml", "the codebook’s file is gone")
    with pytest.raises(ProjectError, match="is gone"):
        project.codes.merge("safety", "fear", coder="ana")
    assert project.files.mend()
    assert path.read_text() == CODEBOOK
    assert project.check() == []
    assert not project.files.mend()


def test_codings_of_a_code_taken_out_by_hand_are_kept_and_named(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "would not go back", "return")
    (project.folder / "codebook.yaml").write_text(
        CODEBOOK.replace("  - id: return\n    name: Going back\n", "")
    )
    (problem,) = project.check()
    assert problem.what == "1 codings use code `return`, which is not in the codebook"
    assert coded(project) == [("return", "would not go back", "ana")]


def test_a_merge_takes_codings_memos_and_baskets_along(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    alone = code(project, "Vera", "walks to school", "safety")
    both, other = (code(project, "Oleg", "rent", c) for c in ("safety", "prices"))
    project.memos.write("coding", both, "rent again", coder="ana")
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [both], coder="ana")
    project.codes.merge("safety", "prices", coder="ana")
    assert {c.id: c.code for c in project.codings.all()} == {alone: "prices", other: "prices"}
    assert [m.about for m in project.memos.all()] == [other]
    assert [p.coding for p in project.baskets.get("Report").picks] == [other]
    assert "safety" not in project.codes.book()
    assert project.codes.book().by_id["prices"].keywords == {"": ("rent", "safe", "scared")}
    assert "# prices are a matter of their own" in (project.folder / "codebook.yaml").read_text()


def test_two_people_changing_the_codebook_at_once_both_get_their_change(tmp_path: Path) -> None:
    ana = study(tmp_path / "p")
    ben = Project(ana.folder)
    ana.codes.book(), ben.codes.book()
    ana.codes.edit("fear", {"definition": "Ana's words"}, coder="ana")
    ben.codes.edit("return", {"definition": "Ben's words"}, coder="ben")
    assert ana.codes.book().by_id["fear"].definition == "Ana's words"
    assert ana.codes.book().by_id["return"].definition == "Ben's words"
    assert ana.codes.book() == ben.codes.book()


# ── the participants' file ──


def test_participants_edited_outside_are_seen_at_once(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = project.folder / "transcripts" / "participants.csv"
    path.write_text(PARTICIPANTS.replace("Female", "Woman") + "P03,Eva,Female,20-29\n")
    assert [(p.id, p.attributes["gender"]) for p in project.participants.all()] == [
        ("P01", "Woman"),
        ("P02", "Male"),
        ("P03", "Female"),
    ]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("participant,gender\nP01,F\nP01,M\n", "appears twice"),
        ("participant,gender\n,F\n", "has no id"),
        ("person,gender\nP01,F\n", "no column `participant`"),
        ("", "empty"),
    ],
)
def test_while_that_file_is_faulty_it_is_neither_used_nor_written_over(
    tmp_path: Path, broken: str, said: str
) -> None:
    project = study(tmp_path / "p")
    path = project.folder / "transcripts" / "participants.csv"
    path.write_text(broken)
    assert [p.id for p in project.participants.all()] == ["P01", "P02"]
    assert any(said in p.what for p in project.check())
    with pytest.raises(CodingError, match=said):
        project.participants.save([Participant(id="P09")], coder="ana")
    assert path.read_text() == broken


def test_saved_participants_are_in_the_file_in_order(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    people = [Participant(id="P02", attributes={"city": "Novi Sad"}), Participant(id="P01")]
    project.participants.save(people, coder="ana")
    path = project.folder / "transcripts" / "participants.csv"
    assert path.read_text() == "participant,pseudonym,city\nP02,,Novi Sad\nP01,,\n"
    assert [p.id for p in Project(project.folder).participants.all()] == ["P02", "P01"]
    with pytest.raises(ProjectError, match="appears twice"):
        project.participants.save([Participant(id="P1"), Participant(id="P1")], coder="ana")


def test_people_are_added_to_a_file_in_an_old_encoding(tmp_path: Path) -> None:
    """Excel writes tables so; each import of somebody new was told to try again, for ever."""
    project = study(tmp_path / "p", others={})
    path = project.folder / "transcripts" / "participants.csv"
    path.write_bytes("participant,pseudonym,город\nP01,Вера,Белград\n".encode("cp1251"))
    oleg = Upload(key="o", name="Oleg.txt", data=b"I: And you?\n\nOleg: Well.\n", participant="P02")
    report = project.transcripts.import_uploads([oleg], coder="ana")
    assert (len(report.added), report.failed) == (1, [])
    text = path.read_text(encoding="utf-8")
    assert text == "participant,pseudonym,город\nP01,Вера,Белград\nP02,,\n"

    path.write_bytes("participant,pseudonym,город\nP01,Вера,Рим\n".encode("cp1251"))
    with (
        project.store.writing(coder="ana", verb="participants", summary="") as w,
        pytest.raises(JustNow, match="just been changed"),
    ):
        project.files.take_in(w, Participant(id="P03"))


def test_a_transcript_whose_participant_is_unknown_is_named(tmp_path: Path) -> None:
    project = study(tmp_path / "p", {"Vera.txt": VERA}, others={"index.csv": INDEX})
    assert [p.what for p in project.check()] == ["its participant `P01` is not in participants.csv"]
