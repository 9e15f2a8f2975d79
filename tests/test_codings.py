"""What putting codes on words promises, by hand and from a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import (
    VERA,
    code,
    coded,
    standing,
    study,
    where,
)

from coding.errors import (
    Conflict,
    NotFound,
    SegmentError,
    TableError,
)

# ── coding ──


def test_codes_are_put_on_the_words_that_stand_there(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    start, end = where(project, "Oleg", "всё ещё")
    done = project.codings.apply("Oleg", start, end, ["return", "fear"], coder="ana")
    assert done.merged == []
    assert [(c.id, c.code, c.text, c.coder, c.version) for c in project.codings.all()] == [
        (done.codings[1], "fear", "всё ещё", "ana", 1),
        (done.codings[0], "return", "всё ещё", "ana", 1),
    ]


def test_the_same_code_on_the_same_words_is_not_doubled(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Oleg", "rent", "prices")
    acts = len(project.store.log.acts())
    start, end = where(project, "Oleg", "rent")
    done = project.codings.apply("Oleg", start, end, ["prices", "prices"], coder="ana")
    assert (done.codings, done.merged) == ([key, key], [key, key])
    assert len(project.store.log.acts()) == acts, "nothing changed, so nothing is logged"
    code(project, "Oleg", "rent", "prices", coder="ben")
    assert coded(project) == [("prices", "rent", "ana"), ("prices", "rent", "ben")]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("My daughter walks", "walks to school", "My daughter walks to school"),
        ("walks to school", "My daughter walks", "My daughter walks to school"),
        ("walks", "My daughter walks to school", "My daughter walks to school"),
        ("My daughter walks to school", "walks", "My daughter walks to school"),
    ],
)
def test_overlapping_codings_of_one_code_can_be_joined(
    tmp_path: Path, first: str, second: str, joined: str
) -> None:
    """The one that was there grows; nothing is coded twice."""
    project = study(tmp_path / "p")
    key = code(project, "Vera", first, "safety")
    start, end = where(project, "Vera", second)
    done = project.codings.apply("Vera", start, end, ["safety"], coder="ana", merge=True)
    assert (done.codings, done.merged) == ([key], [key])
    assert coded(project) == [("safety", joined, "ana")]
    assert project.check() == []


def test_a_segment_across_several_codings_makes_them_one(tmp_path: Path) -> None:
    """Memos and places in baskets go over to the one that stays."""
    project = study(tmp_path / "p")
    first = code(project, "Vera", "My daughter", "safety")
    second = code(project, "Vera", "to school", "safety")
    project.memos.write("coding", second, "which school?", coder="ana")
    basket = project.baskets.add("Report", coder="ana")
    project.baskets.put(basket, [second], coder="ana")
    start, end = where(project, "Vera", "daughter walks to school alone")
    project.codings.apply("Vera", start, end, ["safety"], coder="ana", merge=True)
    assert coded(project) == [("safety", "My daughter walks to school alone", "ana")]
    assert [(m.about, m.text) for m in project.memos.all()] == [(first, "which school?")]
    assert [p.coding for p in project.baskets.get("Report").picks] == [first]
    project.log.undo(coder="ana")
    assert [c.id for c in project.codings.all()] == [first, second]
    assert [m.about for m in project.memos.all()] == [second]


def test_only_ones_own_codings_of_that_code_are_joined(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks", "safety", coder="ben")
    code(project, "Vera", "daughter walks to", "fear")
    start, end = where(project, "Vera", "walks to school")
    project.codings.apply("Vera", start, end, ["safety"], coder="ana", merge=True)
    assert len(project.codings.all()) == 3


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (-1, 5, "do not lie in the text"),
        (5, 5, "do not lie in the text"),
        (9, 5, "do not lie in the text"),
        (0, len(VERA) + 1, "do not lie in the text"),
        (10**30, 10**30 + 1, "do not lie in the text"),
        (35, 37, "hold no words"),
    ],
)
def test_a_segment_outside_the_text_or_without_words_is_refused(
    tmp_path: Path, start: int, end: int, said: str
) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Vera", "school", "safety")
    before = standing(project)
    with pytest.raises(SegmentError, match=said):
        project.codings.apply("Vera", start, end, ["safety"], coder="ana")
    with pytest.raises(SegmentError, match=said):
        project.codings.move_edges(key, start, end, coder="ana")
    assert standing(project) == before


def test_an_unknown_code_is_refused_with_the_nearest_ones(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    before = standing(project)
    with pytest.raises(NotFound) as caught:
        project.codings.apply("Vera", 0, 5, ["safety", "safty"], coder="ana")
    assert caught.value.hint == "Did you mean `safety`?"
    assert standing(project) == before


def test_a_theme_stands_for_itself_and_the_codes_below_it(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "walks to school", "safety")
    code(project, "Vera", "The rent is high", "prices")
    code(project, "Vera", "would not go back", "return")
    assert [c.code for c in project.codings.all(code="life")] == ["safety", "prices"]
    assert [c.code for c in project.codings.all(code="safety")] == ["safety"]
    assert len(project.codings.all(transcript="Vera")) == 3
    assert project.codings.all(transcript="Oleg") == project.codings.all(coder="ben") == []


def test_codings_are_listed_in_the_order_of_the_text(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    for words in ("go back now", "My daughter", "The rent"):
        code(project, "Vera", words, "life")
    code(project, "Oleg", "rent", "life")
    assert [c.text for c in project.codings.all()] == [
        "rent",
        "My daughter",
        "The rent",
        "go back now",
    ]


def test_moved_edges_keep_words_and_offsets_together(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Vera", "walks to school", "safety")
    project.codings.move_edges(
        key, *where(project, "Vera", "My daughter walks"), coder="ben", version=1
    )
    moved = project.codings.get(key)
    assert (moved.text, moved.coder, moved.version) == ("My daughter walks", "ana", 2)
    with pytest.raises(Conflict):
        project.codings.move_edges(key, *where(project, "Vera", "walks"), coder="ana", version=1)
    assert project.codings.get(key) == moved


def test_edges_moved_onto_an_equal_coding_join_it(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    kept = code(project, "Vera", "walks to school", "safety")
    moved = code(project, "Vera", "My daughter", "safety")
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [moved], coder="ana")
    span = where(project, "Vera", "walks to school")
    with pytest.raises(Conflict):
        project.codings.move_edges(moved, *span, coder="ana", version=7)
    project.codings.move_edges(moved, *span, coder="ana", version=1)
    assert [c.id for c in project.codings.all()] == [kept]
    assert [p.coding for p in project.baskets.get("Report").picks] == [kept]


def test_a_coding_can_get_another_code(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Vera", "walks to school", "safety")
    project.codings.recode(key, "fear", coder="ana", version=1)
    assert (project.codings.get(key).code, project.codings.get(key).version) == ("fear", 2)
    with pytest.raises(Conflict):
        project.codings.recode(key, "return", coder="ben", version=1)
    with pytest.raises(NotFound):
        project.codings.recode(key, "nope", coder="ana")
    assert coded(project) == [("fear", "walks to school", "ana")]


def test_a_coding_recoded_to_what_stands_there_joins_it(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    kept = code(project, "Vera", "walks to school", "fear")
    key = code(project, "Vera", "walks to school", "safety")
    project.codings.recode(key, "fear", coder="ana")
    assert [c.id for c in project.codings.all()] == [kept]


def test_a_removed_coding_leaves_the_baskets_too(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Vera", "walks to school", "safety")
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [key], coder="ana")
    project.codings.remove([key], coder="ana")
    assert (project.codings.all(), project.baskets.get("Report").picks) == ([], ())
    assert project.status()["quotes"] == 0
    project.log.undo(coder="ana")
    assert [p.coding for p in project.baskets.get("Report").picks] == [key]


def test_a_note_on_what_was_removed_stays_is_listed_and_is_joined_by_undo(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    coding = code(project, "Vera", "school alone", "safety")
    project.memos.write("coding", coding, "Is this not pride?", coder="ben")
    project.memos.write("code", "fear", "Too broad?", coder="ben")
    assert project.memos.loose() == []
    project.codings.remove([coding], coder="ana")
    project.codes.remove("fear", coder="ana")
    assert [m.text for m in project.memos.loose()] == ["Is this not pride?", "Too broad?"]
    project.log.undo(coder="ana")
    assert [m.text for m in project.memos.loose()] == ["Is this not pride?"]
    project.log.undo(coder="ana")
    assert project.memos.loose() == []
    assert [m.text for m in project.memos.all(kind="coding", about=coding)] == [
        "Is this not pride?"
    ]


def test_removing_what_is_not_there_is_refused(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = code(project, "Vera", "walks to school", "safety")
    with pytest.raises(NotFound, match="no coding nope"):
        project.codings.remove([key, "nope"], coder="ana")
    assert [c.id for c in project.codings.all()] == [key]
    project.codings.remove([], coder="ana")
    assert [c.id for c in project.codings.all()] == [key]


# ── codings made elsewhere ──


def table(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "codings.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_codings_come_in_by_place_or_by_words(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    start, end = where(project, "Vera", "walks to school")
    rows = table(
        tmp_path,
        "transcript,code,coder,start,end,text\n"
        f"Vera,safety,ben,{start},{end},\n"
        f"Vera.txt,fear,,{start},{end},walks  to school\n"
        f"Vera,return,ben,9,5,\n"
        f"{project.transcripts.info('Oleg').id},prices,ben,,,rent\n",
    )
    report = project.codings.read_table(rows, coder="ana")
    assert [(n, e.message) for n, e in report.failed] == [
        (4, f"characters 9-5 do not lie in the text, which has {len(VERA)}")
    ]
    assert (report.added, report.already_there) == (3, 0)
    assert coded(project) == [
        ("prices", "rent", "ben"),
        ("fear", "walks to school", "ana"),
        ("safety", "walks to school", "ben"),
    ]
    again = project.codings.read_table(rows, coder="ana")
    assert (again.added, again.already_there) == (0, 3)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Nobody,safety,,,rent", "no transcript “Nobody”"),
        ("Vera,nope,,,rent", "no code `nope`"),
        ("Vera,safety,,,", "neither start and end nor text"),
        ("Vera,safety,,,Rents", "do not stand in the transcript"),
        ("Oleg,safety,,,you feel safe here? Safe", "do not stand in the transcript"),
        ("Vera,safety,,,go back", "stand 2 times"),
        ("Vera,safety,a,9,", "whole numbers"),
        ("Vera,safety,5,9999,", "do not lie in the text"),
        ("Vera,safety,35,37,", "hold no words"),
        ("Vera,safety,0,5,rent", ""),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_the_others_go_in(
    tmp_path: Path, row: str, said: str
) -> None:
    """Wrong offsets do no harm where the words stand there just once."""
    project = study(tmp_path / "p")
    good = "Oleg,fear,,,eats us up"
    path = table(tmp_path, f"transcript,code,start,end,text\n{row}\n{good}\n")
    report = project.codings.read_table(path, coder="ana")
    assert ("fear", "eats us up", "ana") in coded(project)
    if said:
        ((number, fault),) = report.failed
        assert (number, report.added) == (2, 1)
        assert said in fault.message
    else:
        assert ("safety", "rent", "ana") in coded(project)


def test_a_table_of_another_program_is_read_by_what_its_columns_hold(tmp_path: Path) -> None:
    """Codes by name, in capitals, with a blank; words with curled quotes; who coded, by heading."""
    project = study(tmp_path / "p")
    path = table(
        tmp_path,
        "Document name,Coded text,Codes,Created by\n"
        'vera.docx,"“Walks  to\nschool”",Safety; fear ,Ben\n'
        "Vera,WALKS TO SCHOOL,FEAR,Ben\n",
    )
    report = project.codings.read_table(path, coder="ana")
    assert (report.added, report.already_there, report.failed) == (2, 1, [])
    assert sorted(coded(project)) == [
        ("fear", "walks to school", "Ben"),
        ("safety", "walks to school", "Ben"),
    ]
    assert any("quotation marks" in note for note in report.notes)
    path.write_text("a,b,c\nVera,walks to school,safety\nVera,walks to school,safety\n", "utf-8")
    with pytest.raises(TableError, match="--map"):
        project.codings.read_table(path, coder="ana", maps=["a=out", "c=out"])
    maps = ["a=document", "B=words", "c=code by Nina"]
    assert project.codings.read_table(path, coder="ana", maps=maps).added == 1
    assert ("safety", "walks to school", "Nina") in coded(project)


def test_a_matrix_and_the_sheets_of_two_coders_come_in(tmp_path: Path) -> None:
    from openpyxl import Workbook

    project = study(tmp_path / "p")
    book = Workbook()
    for coder, marks in (("Ana", (1, 0)), ("Ben", (1, 1))):
        sheet = book.create_sheet(coder)
        sheet.append(["Interview", "Quote", "Safety", "Fear"])
        sheet.append(["Vera", "walks to school", *marks])
        sheet.append(["", "I would not go back now.", 0, 1])
    book.remove(book.worksheets[0])
    book["Ben"].row_dimensions[2].hidden = True
    book.save(tmp_path / "two.xlsx")
    report = project.codings.read_table(tmp_path / "two.xlsx", coder="nobody")
    assert report.failed == []
    assert sorted(coded(project)) == [
        ("fear", "I would not go back now.", "Ana"),
        ("fear", "I would not go back now.", "Ben"),
        ("fear", "walks to school", "Ben"),
        ("safety", "walks to school", "Ana"),
        ("safety", "walks to school", "Ben"),
    ]
    assert any("nothing under “Interview”" in note for note in report.notes)
    hidden = [note for note in report.notes if "hidden" in note]
    assert hidden == ["Sheet Ben: 1 hidden row is read like the rest."]


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    before = standing(project)
    for content in ("transcript,code\nVera,safety\n", "code,text\nsafety,rent\n", ""):
        with pytest.raises(TableError):
            project.codings.read_table(table(tmp_path, content), coder="ana")
    assert standing(project) == before
