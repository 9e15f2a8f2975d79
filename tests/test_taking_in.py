"""What another program holds comes into a study as one act, doubles nothing, and goes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding.errors import Conflict
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    MemoOn,
)
from coding.project import Project
from coding.project.exchange import ComingAs, ExchangeChoices, Take

TEXT = "Interviewer: Why did you leave?\nVera: It was not safe. The rent went up twice.\n"
SAFE = (TEXT.index("It was"), TEXT.index(" The rent"))
RENT = (TEXT.index("The rent"), len(TEXT) - 1)


def coding(key: str, code: str, span: tuple[int, int], **more: str) -> ForeignCoding:
    return ForeignCoding(
        key=key, source="s", start=span[0], end=span[1], text=TEXT[slice(*span)], code=code, **more
    )


THEIRS = ForeignProject(
    program="Other",
    name="Study",
    codes=(
        ForeignCode(key="1", name="Leaving", codable=False),
        ForeignCode(
            key="2", name="Safety", parent="1", description="Feeling safe.", color="#112233"
        ),
        ForeignCode(key="3", name="Prices"),
    ),
    sources=(ForeignSource(key="s", name="Vera", text=TEXT),),
    codings=(
        coding("a", "2", SAFE, coder="Ana", created="2026-05-02T09:10:07+00:00", memo="Strong."),
        coding("b", "3", RENT),
        coding("c", "", RENT, memo="Ask again."),
    ),
    memos=(
        ForeignMemo(key="m", text="Whole study."),
        ForeignMemo(key="n", text="On a code.", on=MemoOn.CODE, about="3", title="Prices"),
    ),
    cases=(ForeignCase(key="p", name="P01", values={"city": "Novi Sad"}, sources=("s",)),),
    notes=("Offsets were counted.",),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.new(tmp_path / "study")


def held(project: Project) -> list[tuple[str, str, str]]:
    return sorted((c.code, c.text, c.coder) for c in project.codings.all())


def test_codes_texts_codings_people_and_memos_come_in_together(project: Project) -> None:
    taken = project.exchange.take_in(THEIRS, coder="bo")
    assert (taken.sources, taken.codes, taken.codings, taken.people) == (1, 3, 2, 1)
    assert held(project) == [
        ("prices", "The rent went up twice.", "bo"),
        ("safety", "It was not safe.", "Ana"),
    ]
    assert [c.created for c in project.codings.all(code="safety")] == [
        "2026-05-02T09:10:07.000+00:00"
    ]
    book = project.codes.book()
    assert [c.id for c in book.path("safety")] == ["leaving", "safety"]
    assert (book.by_id["safety"].definition, book.by_id["safety"].color) == (
        "Feeling safe.",
        "#112233",
    )
    (info,) = project.transcripts.all()
    assert project.transcripts.get(info.id).text == TEXT
    assert (info.participant, info.speakers) == ("P01", ("Interviewer", "Vera"))
    assert project.participants.all()[0].attributes == {"city": "Novi Sad"}
    memos = {(m.kind, m.text) for m in project.memos.all()}
    assert memos == {
        ("coding", "Strong."),
        ("turn", "“The rent went up twice.” Ask again."),
        ("project", "Whole study."),
        ("code", "Prices\n\nOn a code."),
    }
    assert (project.folder / "transcripts" / "Vera.txt").read_text("utf-8") == TEXT
    assert taken.notes == ["Offsets were counted."]


def test_it_is_one_act_that_is_undone_and_done_again(project: Project) -> None:
    before = (project.folder / "codebook.yaml").read_text()
    project.exchange.take_in(THEIRS, coder="bo")
    now = held(project)
    project.log.undo(coder="bo", by="bo")
    assert (held(project), project.transcripts.all(), project.memos.all()) == ([], [], [])
    assert (project.folder / "codebook.yaml").read_text() == before
    with pytest.raises(Conflict):
        project.log.undo(coder="bo", by="bo")
    project.log.undo(coder="bo", by="bo", redo=True)
    assert held(project) == now


def test_what_was_taken_back_comes_in_anew(project: Project) -> None:
    project.exchange.take_in(THEIRS, coder="bo")
    now = held(project)
    project.log.undo(coder="bo", by="bo")
    project.exchange.take_in(THEIRS, coder="bo")
    assert held(project) == now
    assert len(project.transcripts.all()) == 1


def test_nothing_is_doubled_by_bringing_in_the_same_again(project: Project) -> None:
    project.exchange.take_in(THEIRS, coder="bo")
    memos, acts = project.memos.all(), project.log.revision()
    plan = project.exchange.look(THEIRS)
    assert {code.standing for code in plan.codes} == {ComingAs.SAME}
    assert (plan.sources[0].standing, plan.fresh) == (ComingAs.SAME, 1)  # unsigned: bo's by now
    again = project.exchange.take_in(THEIRS, coder="bo")
    assert (again.sources, again.codes, again.codings, again.memos) == (0, 0, 0, 0)
    assert (again.sources_there, again.codings_there) == (1, 2)
    assert (project.memos.all(), project.log.revision()) == (memos, acts)


def test_a_text_that_is_spaced_otherwise_is_the_same_interview(project: Project) -> None:
    file = project.folder.parent / "Vera.txt"
    file.write_text(TEXT.replace("\n", "\n\n").replace("The rent", "The  rent"), "utf-8")
    project.transcripts.import_files([file], coder="bo")
    assert project.exchange.look(THEIRS).sources[0].standing is ComingAs.SAME
    taken = project.exchange.take_in(THEIRS, coder="bo")
    assert (taken.sources, taken.sources_there, taken.unplaced) == (0, 1, [])
    assert held(project) == [
        ("prices", "The  rent went up twice.", "bo"),
        ("safety", "It was not safe.", "Ana"),
    ]
    assert project.transcripts.all()[0].participant == "P01"


def test_a_text_that_was_corrected_is_laid_over_only_when_somebody_says_so(
    project: Project,
) -> None:
    lines = [f"Vera: Line {n} of it." for n in range(8)]
    file = project.folder.parent / "Vera.txt"
    file.write_text(TEXT.replace("twice", "two times") + "\n".join(lines), "utf-8")
    project.transcripts.import_files([file], coder="bo")
    text = TEXT + "\n".join(lines)
    theirs = ForeignProject(
        program="Other",
        codes=THEIRS.codes,
        sources=(ForeignSource(key="s", name="Vera", text=text),),
        codings=THEIRS.codings[:2],
    )
    plan = project.exchange.look(theirs).sources[0]
    assert (plan.standing, plan.own_name) == (ComingAs.NEARLY, "Vera")
    over = ExchangeChoices(sources={"s": Take.USE})
    taken = project.exchange.take_in(theirs, over, coder="bo")
    assert held(project) == [("safety", "It was not safe.", "Ana")]
    assert [(p.words, p.why) for p in taken.unplaced] == [
        ("The rent went up twice.", "these words stand otherwise in the text here")
    ]
    project.log.undo(coder="bo", by="bo")
    assert project.exchange.take_in(theirs, coder="bo").sources == 1
    assert [info.name for info in project.transcripts.all()] == ["Vera", "Vera-2"]


def test_ours_stays_where_a_code_differs_and_theirs_is_kept_beside_it(project: Project) -> None:
    above = project.codes.add("Leaving", coder="bo")
    project.codes.add("Safety", parent=above, definition="Calm.", coder="bo")
    project.codes.add("Price", coder="bo")
    plan = {code.path[-1]: code for code in project.exchange.look(THEIRS).codes}
    assert plan["Leaving"].standing is ComingAs.SAME
    assert [(d.field, d.here, d.there) for d in plan["Safety"].differences] == [
        ("definition", "Calm.", "Feeling safe."),
        ("color", "", "#112233"),
    ]
    assert [near.id for near in plan["Prices"].near] == ["price"]
    project.exchange.take_in(THEIRS, coder="bo")
    safety = project.codes.get("safety")
    assert (safety.definition, safety.color) == ("Calm.", "#112233")
    assert [m.text for m in project.memos.all(kind="code", about="safety")] == [
        "Definition in Other: Feeling safe."
    ]
    assert {code.id for code in project.codes.book()} == {"leaving", "safety", "price", "prices"}


def test_a_person_takes_theirs_joins_codes_and_leaves_some_out(project: Project) -> None:
    above = project.codes.add("Leaving", coder="bo")
    project.codes.add("Safety", parent=above, definition="Calm.", coder="bo")
    project.codes.add("Price", coder="bo")
    choices = ExchangeChoices(
        codes={"3": "price"}, theirs=frozenset({"2"}), unsigned="Other's coder"
    )
    project.exchange.take_in(THEIRS, choices, coder="bo")
    assert project.codes.get("safety").definition == "Feeling safe."
    assert project.memos.all(kind="code", about="safety") == []
    assert ("price", "The rent went up twice.", "Other's coder") in held(project)
    project.log.undo(coder="bo", by="bo")
    choices = ExchangeChoices(left_out=frozenset({"3"}))
    project.exchange.take_in(THEIRS, choices, coder="bo")
    assert [code for code, *_ in held(project)] == ["safety"]
    assert "prices" not in project.codes.book()


def test_two_texts_of_the_same_words_stay_two(project: Project) -> None:
    theirs = ForeignProject(
        program="Other",
        sources=tuple(ForeignSource(key=k, name=f"Answer {k}", text="Yes.") for k in "ab"),
    )
    assert project.exchange.take_in(theirs, coder="bo").sources == 2
    plan = project.exchange.look(theirs)
    assert {s.standing for s in plan.sources} == {ComingAs.SAME}
    assert len({s.own for s in plan.sources}) == 2


def test_two_codes_of_one_path_stay_two(project: Project) -> None:
    codes = tuple(ForeignCode(key=k, name="Prices") for k in "12")
    span = (0, 11)
    theirs = ForeignProject(
        program="Other",
        codes=codes,
        sources=THEIRS.sources,
        codings=(coding("a", "2", span, coder="x"),),
    )
    project.exchange.take_in(theirs, coder="bo")
    assert held(project) == [("prices_2", "Interviewer", "x")]
    project.exchange.take_in(theirs, coder="bo")
    assert len(project.codes.book()) == 2


def test_places_without_words_are_listed_and_not_guessed(project: Project) -> None:
    theirs = ForeignProject(
        program="Other",
        codes=THEIRS.codes,
        sources=THEIRS.sources,
        codings=(
            coding("a", "2", (4, 4)),
            coding("b", "2", (len(TEXT) - 1, len(TEXT) + 5)),
            coding("c", "9", SAFE),
        ),
    )
    taken = project.exchange.take_in(theirs, coder="bo")
    assert [piece.why for piece in taken.unplaced] == [
        "there are no words at this place",
        "there are no words at this place",
        "the code is not in the file",
    ]
    assert held(project) == []
    (memo,) = project.memos.all(kind="project")
    assert memo.text.splitlines()[:2] == [
        "From Other, without a place here:",
        "Vera, 4-4, Leaving › Safety: there are no words at this place",
    ]
    project.exchange.take_in(theirs, coder="bo")
    assert project.memos.all(kind="project") == [memo]


def test_what_is_known_of_a_person_here_stays(project: Project) -> None:
    project.exchange.take_in(THEIRS, coder="bo")
    case = ForeignCase(key="p", name="p-01", values={"city": "Belgrade", "age": "30"})
    taken = project.exchange.take_in(ForeignProject(program="Other", cases=(case,)), coder="bo")
    (person,) = project.participants.all()
    assert (person.id, person.attributes) == ("P01", {"city": "Novi Sad", "age": "30"})
    assert taken.notes == ["P01: city is “Novi Sad” here, “Belgrade” in the file; ours stays."]


def test_two_cases_of_one_name_are_two_people_and_columns_keep_their_names(
    project: Project,
) -> None:
    cases = tuple(
        ForeignCase(key=key, name="P01", values={"Participant": key, "age": "3"}) for key in "ab"
    )
    theirs = ForeignProject(program="Other", cases=cases)
    for _ in range(2):
        project.exchange.take_in(theirs, coder="bo")
        assert [
            (p.id, p.attributes["Participant (attribute)"]) for p in project.participants.all()
        ] == [
            ("P01", "a"),
            ("P01-2", "b"),
        ]
    assert project.check() == []


@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\x85", "\u2028", "\u00ad", "\u200b", "\ufeff"])
def test_signs_that_nobody_sees_stay_where_the_codings_count_them(
    project: Project, odd: str
) -> None:
    text = f"Vera: It{odd} was{odd}\nnot safe. Why?\n"
    coded = ForeignCoding(
        key="a", source="s", start=6, end=20, text=text[6:20], code="3", coder="x"
    )
    source = ForeignSource(key="s", name="Vera", text=text)
    theirs = ForeignProject(
        program="Other", codes=THEIRS.codes, sources=(source,), codings=(coded,)
    )
    project.exchange.take_in(theirs, coder="bo")
    assert held(project) == [("prices", text[6:20], "x")]
    assert project.check() == []


def test_an_act_that_fails_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coding.project.exchange.taking._Taking._codings", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        project.exchange.take_in(THEIRS, coder="bo")
    assert (project.transcripts.all(), list(project.codes.book())) == ([], [])
    assert list((project.folder / "transcripts").iterdir()) == []


def test_a_code_keeps_the_guid_by_which_it_came_first(project: Project) -> None:
    for number in (1, 2):
        code = ForeignCode(key=f"{number:08}-0000-4000-8000-000000000000", name="Prices")
        project.exchange.take_in(ForeignProject(program="Other", codes=(code,)), coder="bo")
    (kept,) = project.store.keepsakes.all()
    assert (kept.id, kept.content["guid"][:8]) == ("code prices", "00000001")
