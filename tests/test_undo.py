"""Undo is never a dead end: what cannot be undone is said and passed by, edits by hand are acts.

Every case stands for a way in which undo was blocked for good: somebody's later change of another
line of the same file, an edit by hand, a coding that rests on what would be gone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import CODEBOOK, PARTICIPANTS, code, coded, study

from coding.codebook import taken_back
from coding.errors import CodingError, Conflict, NotFound, ProjectError
from coding.files.merging import merged_lines
from coding.model import Participant
from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def book(project: Project) -> Path:
    return project.folder / "codebook.yaml"


def people(project: Project) -> Path:
    return project.folder / "transcripts" / "participants.csv"


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Change words of a file as an editor does."""
    text = path.read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())


# ── the lines concerned, and no others ──

LINES = [
    ("edited", lambda p: p.codes.edit("prices", {"definition": "What things cost."}, coder="ana")),
    ("recoloured", lambda p: p.codes.edit("safety", {"color": "#4477aa"}, coder="ana")),
    ("added", lambda p: p.codes.add("Hope", parent="life", coder="ana")),
    ("moved", lambda p: p.codes.move("fear", parent="life", position=0, coder="ana")),
    ("merged", lambda p: p.codes.merge("prices", "safety", coder="ana")),
    ("removed", lambda p: p.codes.remove("prices", coder="ana")),
]


@pytest.mark.parametrize(("what", "act"), LINES, ids=[what for what, _ in LINES])
@pytest.mark.parametrize("who", ["by hand", "another coder"])
def test_what_others_wrote_since_stays_and_the_act_is_undone(
    project: Project, what: str, act: object, who: str
) -> None:
    assert callable(act)
    act(project)
    if who == "by hand":
        edit(
            book(project), ("name: Going back", "name: Return # or not"), ("# What", "# Look what")
        )
        book(project).write_text(book(project).read_text("utf-8") + "  - {id: home, name: Home}\n")
        expected = CODEBOOK.replace("name: Going back", "name: Return # or not")
        expected = expected.replace("# What", "# Look what") + "  - {id: home, name: Home}\n"
    else:
        Project(project.folder).codes.edit("return", {"name": "Return"}, coder="ben")
        expected = CODEBOOK.replace("Going back", "Return")
    project.codes.book()
    done = book(project).read_bytes()
    project.log.undo(coder="ana")
    assert book(project).read_text("utf-8") == expected
    assert project.check() == []
    project.log.undo(coder="ana", redo=True)
    assert book(project).read_bytes() == done


def test_another_field_of_the_same_code_stays(project: Project) -> None:
    project.codes.edit("prices", {"definition": "What things cost."}, coder="ana")
    Project(project.folder).codes.edit("prices", {"color": "#4477aa"}, coder="ben")
    project.log.undo(coder="ana")
    prices = project.codes.get("prices")
    assert (prices.definition, prices.color) == ("", "#4477aa")


def test_line_ends_changed_by_an_editor_do_not_stand_in_the_way(project: Project) -> None:
    project.codes.edit("prices", {"definition": "What things cost."}, coder="ana")
    by_hand = book(project).read_bytes().replace(b"\n", b"\r\n")
    book(project).write_bytes(by_hand)
    project.log.undo(coder="ana")
    assert book(project).read_bytes() == CODEBOOK.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (CODEBOOK.replace("Prices", "Costs"), "code Costs has been changed again since"),
        (CODEBOOK.replace("  - {id: fear", "  - {id: x, name: X}\n  - {id: fear"), ""),
    ],
)
def test_the_same_field_changed_since_is_not_written_over(now: str, said: str) -> None:
    done, before = CODEBOOK, CODEBOOK.replace("Prices", "The rent")
    if said:
        with pytest.raises(Conflict, match=said):
            taken_back(now, done, before)
    else:
        assert taken_back(now, done, before) == now.replace("Prices", "The rent")


def test_lines_that_come_together_are_put_where_they_mean_what_they_meant() -> None:
    """A theme comes back where somebody has put a code below another one since."""
    before = (
        "codes:\n  - id: life\n    name: Life\n    codes:\n      - {id: safety, name: Safety}\n"
        "  - id: work\n    name: Work\n  - {id: fear, name: Fear}\n"
    )
    done = before.replace("  - id: work\n    name: Work\n", "")
    put = "      - {id: home, name: Home}\n"
    now = done.replace("  - {id: fear", f"{put}  - {{id: fear")
    assert taken_back(now, done, before) == before.replace("  - id: work", f"{put}  - id: work")


def test_a_comment_that_was_rewritten_since_is_not_written_over() -> None:
    """Where only words beside the codes were changed, codes cannot tell."""
    done, before = CODEBOOK.replace("Ana", "Ben"), CODEBOOK
    with pytest.raises(Conflict, match="changed again since"):
        taken_back(done.replace("Ben", "Eva"), done, before)


def test_a_code_that_others_put_codes_below_is_not_taken_away(project: Project) -> None:
    hope = project.codes.add("Hope", coder="ana")
    Project(project.folder).codes.add("Small hope", parent=hope, coder="ben")
    with pytest.raises(Conflict, match="Hope has codes below it now") as caught:
        project.log.undo(coder="ana")
    assert "Move them elsewhere first" in caught.value.hint
    project.codes.move("small_hope", parent="", coder="ben")
    assert project.log.undo(coder="ana").summary == "code Hope added"
    assert "small_hope" in project.codes.book()


def test_lines_put_in_at_one_place_are_tried_in_either_order() -> None:
    assert list(merged_lines("a\n", "a\nb\n", "a\nc\n")) == ["a\nb\nc\n", "a\nc\nb\n"]
    assert list(merged_lines("a\nb\nc\n", "a\nX\nc\n", "a\nc\n")) == []


# ── participants: persons and cells ──


def test_a_cell_is_taken_back_and_the_others_stay(project: Project) -> None:
    vera, oleg = project.participants.all()
    changed = Participant(id="P01", pseudonym="Vesna", attributes=vera.attributes)
    project.participants.save([changed, oleg], coder="ana")
    edit(people(project), ("Male", "Man"), ("30-39", "40-49"))
    project.log.undo(coder="ana")
    assert people(project).read_text() == (
        "participant,pseudonym,gender,age_band\nP01,Vera,Female,40-49\nP02,Oleg,Man,40-49\n"
    )
    assert project.participants.all()[0].pseudonym == "Vera"
    project.log.undo(coder="ana", redo=True)
    assert [p.pseudonym for p in project.participants.all()] == ["Vesna", "Oleg"]


def test_the_same_cell_changed_since_is_named(project: Project) -> None:
    oleg = project.participants.all()[1]
    project.participants.save([Participant(id="P01", pseudonym="Vesna"), oleg], coder="ana")
    edit(people(project), ("Vesna", "Vira"))
    with pytest.raises(Conflict, match="the pseudonym of participant P01 has been changed again"):
        project.log.undo(coder="ana")
    assert "Vira" in people(project).read_text()


def test_a_person_somebody_was_interviewed_as_is_not_taken_away(project: Project) -> None:
    project.participants.save(
        [*project.participants.all(), Participant(id="P03", pseudonym="Mila")], coder="ana"
    )
    project.transcripts.edit("Oleg", participant="P03", coder="ben")
    with pytest.raises(Conflict, match="Oleg would belong to P03, who is not among"):
        project.log.undo(coder="ana")
    assert project.check() == []


def test_a_table_in_an_old_encoding_can_be_undone_too(project: Project) -> None:
    people(project).write_bytes(PARTICIPANTS.replace("Vera", "Вера Ивановна").encode("cp1251"))
    assert project.participants.all()[0].pseudonym == "Вера Ивановна"
    project.log.undo()
    assert people(project).read_text("utf-8") == PARTICIPANTS
    assert project.participants.all()[0].pseudonym == "Vera"


def test_the_first_table_of_participants_is_taken_away_again(tmp_path: Path) -> None:
    project = study(tmp_path / "p", {"Vera.txt": "Interviewer: Yes?\n\nVera: Yes.\n"})
    project.participants.save([Participant(id="P01")], coder="ana")
    assert people(project).exists()
    project.log.undo(coder="ana")
    assert not people(project).exists()
    assert Project(project.folder).participants.all() == []
    project.log.undo(coder="ana", redo=True)
    assert people(project).read_text() == "participant,pseudonym\nP01,\n"


# ── edits by hand ──


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("Going back", "Return"), ("Fear", "Dread")], "Return, Dread changed"),
        ([("  - id: return", "  - {id: home, name: Home}\n  - id: return")], "Home added"),
        ([("  - {id: fear, name: Fear}\n", ""), ("Prices", "P")], "P changed; Fear taken out"),
        ([("Written by Ana", "Written by Ben")], "how it is written"),
    ],
)
def test_an_edit_of_the_codebook_is_named_signed_and_undone(
    project: Project, changes: list[tuple[str, str]], said: str
) -> None:
    edit(book(project), *changes)
    edited = book(project).read_bytes()
    project.codes.book()
    act = project.log.acts()[0]
    assert act.summary == f"codebook.yaml edited by hand: {said}"
    assert (act.coder, act.signed, act.by_hand) == ("", "by hand", True)
    assert project.log.undo(by="ben").id == act.id
    assert book(project).read_text("utf-8") == CODEBOOK
    assert project.log.acts()[0].coder == "ben"
    project.log.undo(by="ana", redo=True, which=act.id)
    assert book(project).read_bytes() == edited


def test_an_edit_of_participants_is_named_and_undone(project: Project) -> None:
    edit(people(project), ("Vera", "Vesna"))
    people(project).write_text(people(project).read_text() + "P03,Mila,,\n")
    project.participants.all()
    act = project.log.acts()[0]
    assert act.summary == "participants.csv edited by hand: P01 changed; P03 added"
    project.log.undo(which=act.id, by="ana")
    assert people(project).read_text() == PARTICIPANTS


def test_many_codes_are_counted(project: Project) -> None:
    more = "".join(f"  - {{id: n{k}, name: N{k}}}\n" for k in range(7))
    book(project).write_text(CODEBOOK + more, "utf-8")
    project.codes.book()
    assert project.log.acts()[0].summary.endswith("N0, N1, N2, N3 and 3 more added")


def test_an_edit_by_hand_is_nobodys_own_and_undone_by_name(project: Project) -> None:
    """Ctrl Z is for what one did oneself; what stands in an editor is asked for by name."""
    code(project, "Vera", "The rent", "prices")
    edit(book(project), ("Fear", "Dread"))
    project.codes.book()
    by_hand = project.log.acts()[0]
    assert project.log.reversible("ana")[0] == "Prices on Vera: The rent"
    assert project.log.to_reverse()[0].id == by_hand.id
    assert by_hand.id not in [act.id for act in project.log.to_reverse(coder="ana")]
    project.log.undo(coder="ana")
    assert (coded(project), "Dread" in book(project).read_text("utf-8")) == ([], True)
    project.log.undo(coder="ana", which=by_hand.id)
    assert book(project).read_text("utf-8") == CODEBOOK
    with pytest.raises(NotFound, match="no such act to undo"):
        project.log.undo(coder="ana", which=by_hand.id)


def test_what_the_app_read_at_first_is_no_edit_by_hand(project: Project) -> None:
    assert not any(act.by_hand for act in project.log.acts())
    first = project.log.acts()[-1]
    with pytest.raises(NotFound):
        project.log.undo(which=first.id)


# ── said, and passed by ──


@pytest.fixture
def blocked(project: Project) -> Project:
    """Return a project in which Ana's last act cannot be undone, for Ben recoded her coding."""
    code(project, "Vera", "The rent", "prices")
    key = code(project, "Oleg", "rent", "prices")
    project.codings.recode(key, "fear", coder="ben")
    return project


def test_what_cannot_be_undone_is_said_once_and_passed_by(blocked: Project) -> None:
    log = blocked.log
    assert log.reversible("ana")[0] == "Prices on Oleg: rent"
    with pytest.raises(Conflict) as caught:
        log.undo(coder="ana")
    error = caught.value
    assert error.message == (
        "“Prices on Oleg: rent” cannot be undone now: it has been changed again since"
    )
    assert error.hint == (
        "Undo the later change first, or change it by hand. Undo again takes back the act before"
        " it."
    )
    assert error.lasting
    assert log.reversible("ana")[0] == "Prices on Vera: The rent", "what the button says comes next"
    assert log.undo(coder="ana").summary == "Prices on Vera: The rent"
    with pytest.raises(Conflict, match="there is nothing else to undo: “Prices on Oleg: rent”"):
        log.undo(coder="ana")
    assert log.reversible("ana")[0] == ""


def test_it_comes_first_again_once_nothing_stands_in_its_way(blocked: Project) -> None:
    with pytest.raises(Conflict):
        blocked.log.undo(coder="ana")
    assert [act.held for act in blocked.log.to_reverse(coder="ana")] == [
        "it has been changed again since. Undo the later change first, or change it by hand.",
        "",
    ]
    blocked.log.undo(coder="ben")
    assert blocked.log.reversible("ana")[0] == "Prices on Oleg: rent"
    assert blocked.log.undo(coder="ana").summary == "Prices on Oleg: rent"
    assert [act.held for act in blocked.log.acts()] == [""] * len(blocked.log.acts())


def test_redo_says_and_passes_by_likewise(project: Project) -> None:
    first = code(project, "Vera", "The rent", "prices")
    project.codings.recode(first, "fear", coder="ana")
    code(project, "Oleg", "rent", "prices")
    for _ in range(2):
        project.log.undo(coder="ana")
    project.codings.remove([first], coder="ben")
    with pytest.raises(Conflict, match="“Prices became Fear” cannot be redone now: ") as caught:
        project.log.undo(coder="ana", redo=True)
    assert caught.value.hint.endswith("Redo again does the act after it.")
    assert project.log.reversible("ana")[1] == "Prices on Oleg: rent"
    assert project.log.undo(coder="ana", redo=True).summary == "Prices on Oleg: rent"
    project.log.undo(coder="ben")
    assert project.log.undo(coder="ana", redo=True).summary == "Prices became Fear"


def test_while_the_codebook_is_faulty_older_codings_stay_reachable(project: Project) -> None:
    code(project, "Vera", "The rent", "prices")
    project.codes.add("Hope", coder="ana")
    book(project).unlink()
    with pytest.raises(ProjectError, match=r"“code Hope added” cannot be undone now: .* is gone"):
        project.log.undo(coder="ana")
    assert project.log.undo(coder="ana").summary == "Prices on Vera: The rent"
    assert project.files.mend()
    assert project.log.reversible("ana")[0] == "code Hope added"
    project.log.undo(coder="ana")
    assert book(project).read_text("utf-8") == CODEBOOK


def test_a_code_that_others_have_coded_with_is_not_taken_away(project: Project) -> None:
    hope = project.codes.add("Hope", coder="ana")
    key = code(project, "Oleg", "Back home", hope, coder="ben")
    with pytest.raises(Conflict, match="ben has codings with Hope") as caught:
        project.log.undo(coder="ana")
    assert "Take that off" in caught.value.hint
    assert project.check() == []
    project.codings.remove([key], coder="ben")
    project.log.undo(coder="ana")
    assert "hope" not in project.codes.book()
    with pytest.raises(Conflict, match="ben has codings with Hope"):
        project.log.undo(coder="ben")


def test_a_coding_in_somebodys_basket_is_not_taken_away(project: Project) -> None:
    key = code(project, "Vera", "The rent", "prices")
    basket = project.baskets.add("Report", coder="ben")
    project.baskets.put(basket, [key], coder="ben")
    with pytest.raises(Conflict, match="rests on it") as caught:
        project.log.undo(coder="ana")
    assert "Take the quote out of its section" in caught.value.hint
    project.log.undo(coder="ben")
    project.log.undo(coder="ana")
    assert coded(project) == []


def test_a_refused_undo_leaves_no_row_in_the_log_and_nothing_half_done(blocked: Project) -> None:
    revision = blocked.log.revision()
    for _ in range(2):
        with pytest.raises(CodingError):
            blocked.log.undo(coder="ana", which=blocked.log.acts(coder="ana")[0].id)
    assert blocked.log.revision() == revision
    assert blocked.check() == []


# ── the desk ──


def test_the_desk_says_what_cannot_be_undone_and_takes_the_next(project: Project) -> None:
    """The reason comes as a refusal, never as trouble that the page would send again and again."""
    code(project, "Vera", "The rent", "prices")
    project.codes.add("Hope", coder="ana")
    key = project.transcripts.info("Vera").id
    book(project).unlink()
    refused: dict[str, dict[str, str]] = {}

    def undo(number: int) -> dict[str, object]:
        ops = [{"id": f"undo-{number}", "kind": "undo"}]
        return project.desk.serve(
            {"coder": "ana", "transcript": key, "rev": 0, "ops": ops}, refused
        )

    reply = undo(1)
    assert "trouble" not in reply
    [told] = reply["refused"]  # type: ignore[misc]
    assert told["message"].startswith("“code Hope added” cannot be undone now")
    assert reply["undo"] == "Prices on Vera: The rent"
    assert undo(2)["ack"] == ["undo-2"]
    assert coded(project) == []
