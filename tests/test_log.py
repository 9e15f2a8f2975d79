"""What undo and redo promise: the log played back, for every kind of act, and never over others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from studies import CODEBOOK, OLEG, PARTICIPANTS, VERA, code, coded, study, where

from coding.errors import CodebookError, Conflict, ProjectError
from coding.model import Participant, new_id
from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with two codings of Ana's, a memo and a basket with one quote."""
    project = study(tmp_path / "p")
    key = code(project, "Vera", "My daughter walks to school alone.", "safety")
    code(project, "Vera", "The rent is high", "prices")
    project.memos.write("coding", key, "Alone!", coder="ana", key="memo")
    basket = project.baskets.add("Report", coder="ana")
    project.baskets.put(basket, [key], coder="ana")
    return project


def state(project: Project) -> tuple[object, ...]:
    """Return all that a researcher sees, versions left out."""
    return (
        project.folder.joinpath("codebook.yaml").read_bytes(),
        project.folder.joinpath("transcripts", "participants.csv").read_bytes(),
        [t.id for t in project.codes.book()],
        [replace(c, version=0) for c in project.codings.all()],
        [replace(m, version=0, updated="") for m in project.memos.all()],
        [
            (b.id, b.name, [(p.id, p.coding, p.printed) for p in b.picks])
            for b in project.baskets.all()
        ],
        project.participants.all(),
        [(t.id, t.name, t.participant, t.codings) for t in project.transcripts.all()],
        project.status(),
    )


def one(project: Project, text: str) -> str:
    return next(c.id for c in project.codings.all() if c.text.startswith(text))


def apply_two(p: Project) -> None:
    code(p, "Oleg", "the rent eats us up", "prices", "fear")


def apply_over(p: Project) -> None:
    """Extend a coding over one more sentence."""
    start, end = where(p, "Vera", "school alone. The rent is high")
    p.codings.apply("Vera", start, end, ["safety", "prices"], coder="ana", merge=True)


def remove(p: Project) -> None:
    p.codings.remove([one(p, "My daughter")], coder="ana")


def remove_all(p: Project) -> None:
    p.codings.remove([c.id for c in p.codings.all()], coder="ana")


def edges(p: Project) -> None:
    p.codings.move_edges(one(p, "My daughter"), *where(p, "Vera", "walks to school"), coder="ana")


def recode(p: Project) -> None:
    p.codings.recode(one(p, "My daughter"), "fear", coder="ana")


def add_memo(p: Project) -> None:
    p.memos.write("project", "", "A first thought", coder="ana")


def change_memo(p: Project) -> None:
    p.memos.write("coding", "", "She says: alone", coder="ana", key="memo")


def drop_memo(p: Project) -> None:
    p.memos.write("coding", "", " ", coder="ana", key="memo")


def add_basket(p: Project) -> None:
    p.baskets.add("Second report", coder="ana")


def rename_basket(p: Project) -> None:
    p.baskets.rename("Report", "The report", coder="ana")


def remove_basket(p: Project) -> None:
    p.baskets.remove("Report", coder="ana")


def put_quotes(p: Project) -> None:
    p.baskets.put("Report", [one(p, "The rent")], coder="ana")


def take_out(p: Project) -> None:
    p.baskets.take_out(p.baskets.get("Report").picks[0].id, coder="ana")


def edit_quote(p: Project) -> None:
    pick = p.baskets.get("Report").picks[0].id
    assert p.baskets.edit(pick, "My daughter walks … alone.", coder="ana") == []


def edit_code(p: Project) -> None:
    p.codes.edit(
        "prices", {"name": "Prices and rent", "include": ["what things cost"]}, coder="ana"
    )


def add_code(p: Project) -> None:
    p.codes.add("Home", parent="life", coder="ana")


def move_code(p: Project) -> None:
    p.codes.move("fear", parent="life", position=0, coder="ana")


def merge_codes(p: Project) -> None:
    p.codes.merge("safety", "fear", coder="ana")


def remove_code(p: Project) -> None:
    p.codes.remove("prices", coder="ana")


def edit_people(p: Project) -> None:
    people = [
        Participant(
            id="P01", pseudonym="Vera", attributes={"gender": "Female", "city": "Belgrade"}
        ),
        Participant(id="P02", pseudonym="Oleg, the elder"),
        Participant(id="P03", pseudonym="New"),
    ]
    p.participants.save(people, coder="ana")


def edit_transcript(p: Project) -> None:
    p.transcripts.edit("Vera", name="Vera, first talk", participant="P02", coder="ana")


def remove_transcript(p: Project) -> None:
    p.transcripts.remove("Vera", coder="ana")


def import_file(p: Project) -> None:
    path = p.folder.parent / "Third.txt"
    path.write_text("Interviewer: Why?\n\nEva: Because of the war.\n", encoding="utf-8")
    assert len(p.transcripts.import_files([path], coder="ana").added) == 1


def import_table(p: Project) -> None:
    path = p.folder.parent / "codings.csv"
    path.write_text("transcript,code,text\nVera,return,would not go back\nVera,fear,rent\n")
    assert p.codings.read_table(path, coder="ana").added == 2


ACTS = [
    *(apply_two, apply_over, remove, remove_all, edges, recode),
    *(add_memo, change_memo, drop_memo),
    *(add_basket, rename_basket, remove_basket, put_quotes, take_out, edit_quote),
    *(edit_code, add_code, move_code, merge_codes, remove_code),
    *(edit_people, edit_transcript, remove_transcript, import_file, import_table),
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_every_act_can_be_undone_and_redone(
    project: Project, act: Callable[[Project], None]
) -> None:
    """What stands there, both files byte for byte, is the same after, and again after redo."""
    before = state(project)
    revision = project.store.log.revision()
    act(project)
    after = state(project)
    assert after != before
    assert project.store.log.acts()[0].coder == "ana"
    assert project.store.log.revision() == revision + 1, "one act, one row in the log"
    for _ in range(2):
        project.log.undo(coder="ana")
        assert state(project) == before
        project.log.undo(coder="ana", redo=True)
        assert state(project) == after
    assert project.check() == []
    assert state(Project(project.folder)) == after


def test_all_acts_in_a_row_are_undone_one_by_one(project: Project) -> None:
    states = [state(project)]
    for act in (
        *(apply_two, add_memo, change_memo, add_basket, put_quotes, edit_quote, edit_code),
        *(add_code, move_code, edit_people, import_file, import_table, edit_transcript),
    ):
        act(project)
        states.append(state(project))
    for expected in reversed(states[:-1]):
        project.log.undo(coder="ana")
        assert state(project) == expected
    for expected in states[1:]:
        project.log.undo(coder="ana", redo=True)
        assert state(project) == expected


def test_undo_says_what_it_took_back(project: Project) -> None:
    code(project, "Oleg", "rent", "prices")
    assert project.log.undo(coder="ana").summary == "Prices on Oleg: rent"
    assert project.store.log.reversible("ana")[1] == "Prices on Oleg: rent"


def test_with_nothing_left_to_undo_it_says_so(tmp_path: Path) -> None:
    """What the app read in by itself is not undone."""
    project = study(tmp_path / "p")
    for redo in (False, True):
        with pytest.raises(Conflict, match=f"nothing to {'redo' if redo else 'undo'}"):
            project.log.undo(redo=redo)
    assert len(project.transcripts.all()) == 2


# ── whose act ──


def test_undo_is_of_ones_own_acts_when_a_coder_is_named(project: Project) -> None:
    code(project, "Oleg", "rent", "prices", coder="ben")
    project.log.undo(coder="ana")  # the quote put into the basket
    assert ("prices", "rent", "ben") in coded(project)
    assert project.baskets.get("Report").picks == ()
    project.log.undo(coder="ben")
    assert ("prices", "rent", "ben") not in coded(project)


def test_undo_of_anybodys_last_act_is_signed_by_who_does_it(project: Project) -> None:
    code(project, "Oleg", "rent", "prices", coder="ben")
    project.log.undo(by="ana")
    assert ("prices", "rent", "ben") not in coded(project)
    assert (project.store.log.acts()[0].coder, project.store.log.acts()[0].verb) == ("ana", "undo")


def test_a_fresh_act_ends_what_its_coder_could_have_redone(project: Project) -> None:
    code(project, "Oleg", "rent", "prices", coder="ana")
    code(project, "Oleg", "Back home", "return", coder="ben")
    project.log.undo(coder="ana")
    project.log.undo(coder="ben")
    code(project, "Oleg", "eats us up", "fear", coder="ana")
    with pytest.raises(Conflict, match="nothing to redo"):
        project.log.undo(coder="ana", redo=True)
    project.log.undo(coder="ben", redo=True)
    assert ("return", "Back home", "ben") in coded(project)


# ── conflicts ──


def test_an_act_changed_since_by_somebody_else_is_not_undone(project: Project) -> None:
    key = code(project, "Oleg", "rent", "prices", coder="ana")
    project.codings.recode(key, "fear", coder="ben")
    before = state(project)
    with pytest.raises(Conflict, match="changed again since"):
        project.log.undo(coder="ana")
    assert state(project) == before
    project.log.undo(coder="ben")
    project.log.undo(coder="ana")
    assert key not in {c.id for c in project.codings.all()}


def test_a_removed_coding_is_not_brought_back_onto_words_coded_anew(project: Project) -> None:
    """The very same code on the very same words stands there already: it must not double."""
    project.codings.remove([one(project, "The rent")], coder="ana")
    start, end = where(project, "Vera", "The rent is high")
    project.codings.apply("Vera", start, end, ["prices"], coder="ana")
    project.log.undo(coder="ana")
    project.log.undo(coder="ana")
    assert [c.text for c in project.codings.all()].count("The rent is high") == 1


def test_a_change_in_part_of_an_act_leaves_all_of_it(project: Project) -> None:
    """Undo is all or nothing too."""
    start, end = where(project, "Oleg", "the rent eats us up")
    keys = project.codings.apply("Oleg", start, end, ["prices", "fear"], coder="ana").codings
    project.codings.remove([keys[1]], coder="ben")
    with pytest.raises(Conflict):
        project.log.undo(coder="ana")
    assert keys[0] in {c.id for c in project.codings.all()}


# ── repeated requests ──


def test_a_repeated_act_does_nothing_twice(project: Project) -> None:
    act, key = new_id(), new_id()
    start, end = where(project, "Oleg", "rent")
    project.codings.apply("Oleg", start, end, ["prices"], coder="ana", ids=[key], act=act)
    for _ in range(2):
        with pytest.raises(Conflict, match="done already"):
            project.codings.apply("Oleg", start, end, ["prices"], coder="ana", ids=[key], act=act)
    assert [c.id for c in project.codings.all(transcript="Oleg")] == [key]
    assert [a.id for a in project.store.log.acts()].count(act) == 1


def test_a_repeated_undo_takes_back_one_act(project: Project) -> None:
    code(project, "Oleg", "rent", "prices")
    code(project, "Oleg", "Back home", "return")
    act = new_id()
    project.log.undo(coder="ana", act=act)
    with pytest.raises(Conflict, match="done already"):
        project.log.undo(coder="ana", act=act)
    assert [c.text for c in project.codings.all(transcript="Oleg")] == ["rent"]


def test_an_act_repeated_after_its_undo_stays_undone(project: Project) -> None:
    act, key = new_id(), new_id()
    start, end = where(project, "Oleg", "rent")
    project.codings.apply("Oleg", start, end, ["prices"], coder="ana", ids=[key], act=act)
    project.log.undo(coder="ana")
    with pytest.raises(Conflict, match="done already"):
        project.codings.apply("Oleg", start, end, ["prices"], coder="ana", ids=[key], act=act)
    assert project.codings.all(transcript="Oleg") == []


# ── the codebook's file ──


@pytest.mark.parametrize(
    "written",
    [
        CODEBOOK,
        CODEBOOK.replace("\n", "\r\n"),
        "\ufeff" + CODEBOOK,
        CODEBOOK.rstrip("\n"),
    ],
    ids=["unix", "windows", "bom", "no end of line"],
)
def test_undo_of_a_merge_restores_the_file_byte_for_byte(tmp_path: Path, written: str) -> None:
    """Comments, blank lines, line ends and byte order mark are the researcher's."""
    project = study(tmp_path / "p", {"Vera.txt": VERA, "Oleg.txt": OLEG}, codebook=written)
    path = project.folder / "codebook.yaml"
    code(project, "Vera", "My daughter walks", "safety")
    code(project, "Vera", "rent", "prices", coder="ben")
    project.codes.merge("safety", "prices", coder="ana")
    merged = path.read_bytes()
    assert merged != written.encode()
    assert coded(project) == [("prices", "My daughter walks", "ana"), ("prices", "rent", "ben")]
    for _ in range(2):
        project.log.undo(coder="ana")
        assert path.read_bytes() == written.encode()
        assert ("safety", "My daughter walks", "ana") in coded(project)
        assert project.check() == []
        project.log.undo(coder="ana", redo=True)
        assert path.read_bytes() == merged
        assert project.check() == []


def test_undo_of_a_coding_leaves_an_edit_by_hand_alone(project: Project) -> None:
    """Also one made a moment ago, which nobody has read in yet."""
    path = project.folder / "codebook.yaml"
    code(project, "Oleg", "rent", "prices")
    by_hand = path.read_text() + "  # a thought\n  - {id: home, name: Home}\n"
    path.write_text(by_hand)
    project.log.undo(coder="ana")
    assert path.read_text() == by_hand
    assert "home" in project.codes.book()


def test_undo_of_a_coding_leaves_a_faulty_file_alone(project: Project) -> None:
    path = project.folder / "codebook.yaml"
    code(project, "Oleg", "rent", "prices")
    path.write_text(CODEBOOK + "  - {id: home\n")
    project.log.undo(coder="ana")
    assert path.read_text() == CODEBOOK + "  - {id: home\n"


def test_undo_of_a_codebook_edit_does_not_write_over_a_faulty_file(project: Project) -> None:
    path = project.folder / "codebook.yaml"
    edit_code(project)
    path.write_text("codes:\n  - {id: home\n")
    with pytest.raises(CodebookError):
        project.log.undo(coder="ana")
    assert path.read_text() == "codes:\n  - {id: home\n"
    path.unlink()
    with pytest.raises(ProjectError, match="is gone"):
        project.log.undo(coder="ana")


def test_undo_of_a_codebook_edit_does_not_write_over_an_edit_by_hand(project: Project) -> None:
    path = project.folder / "codebook.yaml"
    edit_code(project)
    path.write_text(path.read_text() + "  - {id: home, name: Home}\n")
    project.log.undo(coder="ana")
    assert path.read_text() == CODEBOOK + "  - {id: home, name: Home}\n"
    edit_code(project)
    by_hand = path.read_text().replace("Prices and rent", "Rents")
    path.write_text(by_hand)
    with pytest.raises(Conflict, match="changed again since"):
        project.log.undo(coder="ana")
    assert path.read_text() == by_hand


def test_a_merge_reaches_what_was_taken_out_for_the_time_being(project: Project) -> None:
    project.transcripts.remove("Vera", coder="ben")
    project.codes.merge("safety", "fear", coder="ana")
    project.log.undo(coder="ben")
    assert ("fear", "My daughter walks to school alone.", "ana") in coded(project)
    assert project.check() == []


# ── the participants' file ──


@pytest.mark.parametrize(
    "written",
    [
        PARTICIPANTS.encode(),
        PARTICIPANTS.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"),
    ],
    ids=["comma", "excel"],
)
def test_undo_of_a_participants_edit_restores_the_file_byte_for_byte(
    tmp_path: Path, written: bytes
) -> None:
    project = study(tmp_path / "p", {"Vera.txt": VERA})
    path = project.folder / "transcripts" / "participants.csv"
    path.write_bytes(written)
    before = project.participants.all()
    assert [p.attributes["gender"] for p in before] == ["Female", "Male"]
    edit_people(project)
    after = path.read_bytes()
    for _ in range(2):
        project.log.undo(coder="ana")
        assert (path.read_bytes(), project.participants.all()) == (written, before)
        project.log.undo(coder="ana", redo=True)
        assert path.read_bytes() == after


def test_participants_in_an_old_encoding_survive_edit_undo_and_reopening(tmp_path: Path) -> None:
    project = study(tmp_path / "p", {"Vera.txt": VERA})
    path = project.folder / "transcripts" / "participants.csv"
    path.write_bytes(
        "participant,pseudonym,город\nP01,Вера,Белград\nP02,Олег,Нови Сад\n".encode("cp1251")
    )
    before = project.participants.all()
    assert before[0].attributes == {"город": "Белград"}
    acts = len(project.store.log.acts())
    assert Project(project.folder).participants.all() == before
    assert len(project.store.log.acts()) == acts, "reading the same again is no act"
    edit_people(project)
    project.log.undo(coder="ana")
    assert Project(project.folder).participants.all() == before
    project.log.undo(coder="ana", redo=True)


# ── imports ──


def test_undo_of_an_import_hides_it_and_what_was_coded_since(project: Project) -> None:
    import_file(project)
    code(project, "Third", "the war", "fear", coder="ben")
    project.log.undo(coder="ana")
    assert [t.name for t in project.transcripts.all()] == ["Oleg", "Vera"]
    assert ("fear", "the war", "ben") not in coded(project)
    project.log.undo(coder="ana", redo=True)
    assert ("fear", "the war", "ben") in coded(project)


def test_an_interview_taken_out_comes_back_with_its_codings_when_imported_again(
    project: Project,
) -> None:
    key = project.transcripts.info("Vera").id
    project.transcripts.remove("Vera", coder="ana")
    report = project.transcripts.import_files(
        [project.folder / "transcripts" / "Vera.txt"], coder="ana"
    )
    assert ([t.id for t in report.added], report.failed) == ([key], [])
    assert ("prices", "The rent is high", "ana") in coded(project)
