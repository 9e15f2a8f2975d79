"""What the desk promises: each act of the flow, on two interviews that stand in `studies`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from docx import Document
from studies import (
    CODEBOOK,
    INDEX,
    OLEG,
    PARTICIPANTS,
    VERA,
    code,
    coded,
    lay_out,
    standing,
    study,
    where,
)

from coding.errors import (
    CodebookError,
    CodingError,
    Conflict,
    NotFound,
    ProjectError,
    SegmentError,
    TableError,
)
from coding.files.tables import read_rows
from coding.model import Participant
from coding.project import Project

# ── opening ──


def test_opening_a_folder_reads_in_what_it_holds(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    assert [(t.name, t.participant, t.language, t.file) for t in project.transcripts.all()] == [
        ("Oleg", "P02", "en", "Oleg.txt"),
        ("Vera", "P01", "en", "Vera.txt"),
    ]
    assert [p.pseudonym for p in project.participants.all()] == ["Vera", "Oleg"]
    assert [c.id for c in project.codes.book()] == ["life", "safety", "prices", "return", "fear"]
    assert project.first_report.failed == []
    assert project.check() == []


def test_opening_it_again_reads_nothing_twice(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    before = standing(project)
    again = Project(project.folder)
    assert standing(again) == before
    assert again.first_report.added == []


def test_codings_in_the_folder_are_read_in_with_it(tmp_path: Path) -> None:
    table = "transcript,code,coder,text\nVera,safety,ana,walks to school\nOleg,nope,ana,rent\n"
    project = study(tmp_path / "p", others={"codings.csv": table})
    assert coded(project) == [("safety", "walks to school", "ana")]
    assert [place for place, _ in project.first_report.failed] == ["codings.csv:3"]
    project.codings.remove([project.codings.all()[0].id], coder="ana")
    assert coded(Project(project.folder)) == [], "what was removed does not come back"


def test_codings_wait_for_a_codebook_that_can_be_read(tmp_path: Path) -> None:
    """A typing mistake in codebook.yaml on the first day must not lose the codings there are."""
    folder = lay_out(
        tmp_path / "p",
        codebook=CODEBOOK.replace("name: Prices", "nane: Prices"),
        others={"codings.csv": "transcript,code,coder,text\nVera,safety,ana,walks to school\n"},
    )
    project = Project(folder)
    assert isinstance(project.files.codebook_fault, CodebookError)
    assert len(project.transcripts.all()) == 2
    (folder / "codebook.yaml").write_text(CODEBOOK)
    assert coded(Project(folder)) == [("safety", "walks to school", "ana")]


def test_a_faulty_table_of_codings_is_named_until_it_is_mended(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", others={"codings.csv": "interview,code\nVera,safety\n"})
    for _ in range(2):
        ((file, fault),) = Project(folder).first_report.failed
        assert (file, type(fault)) == ("codings.csv", TableError)
    (folder / "transcripts" / "codings.csv").write_text("transcript,code,text\nVera,fear,rent\n")
    assert coded(Project(folder)) == [("fear", "rent", "")]


def test_a_folder_without_a_codebook_is_no_project_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Vera.txt").write_text(VERA)
    with pytest.raises(ProjectError, match=r"no codebook\.yaml"):
        Project(tmp_path)
    assert os.listdir(tmp_path) == ["Vera.txt"]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        Project(tmp_path / "nowhere")


def test_a_new_project_is_empty_and_sound(tmp_path: Path) -> None:
    project = Project.new(tmp_path / "fresh")
    assert project.status() == {
        "transcripts": 0,
        "turns": 0,
        "words": 0,
        "codes": 0,
        "codings": 0,
        "quotes": 0,
        "suggestions": 0,
        "links": 0,
        "coders": [],
    }
    assert project.check() == []


def test_a_new_project_is_never_put_into_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ProjectError, match="not empty"):
        Project.new(tmp_path)
    assert os.listdir(tmp_path) == ["notes.txt"]


# ── importing ──


def test_a_file_from_elsewhere_is_copied_into_the_project(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "Eva.txt"
    path.write_text("Interviewer: Why?\n\nEva: Because.\n")
    (info,) = project.transcripts.import_files([path], coder="ana", participant="P02").added
    assert (info.name, info.participant, info.file) == ("Eva", "P02", "Eva.txt")
    assert (project.folder / "transcripts" / "Eva.txt").read_bytes() == path.read_bytes()


def test_another_interview_under_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "Vera.txt"
    path.write_text("Interviewer: Why?\n\nVera: Because, the second time.\n")
    (info,) = project.transcripts.import_files([path], coder="ana").added
    assert (info.name, info.file) == ("Vera-2", "Vera-2.txt")
    assert project.transcripts.get("Vera").text == VERA
    assert (project.folder / "transcripts" / "Vera.txt").read_text() == VERA


def test_an_interview_imported_twice_is_said_and_not_doubled(tmp_path: Path) -> None:
    """It is known by its text, whatever its file is called."""
    project = study(tmp_path / "p")
    before = standing(project)
    copy = tmp_path / "copy of Vera.txt"
    copy.write_bytes(VERA.replace("\n", "\r\n").encode("utf-8-sig"))
    report = project.transcripts.import_files([copy], coder="ana")
    ((file, fault),) = report.failed
    assert (file, report.added) == (str(copy), [])
    assert "in the project already, as “Vera”" in fault.message
    assert standing(project) == before
    assert not (project.folder / "transcripts" / copy.name).exists()


def test_two_equal_files_at_once_go_in_once(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Interviewer: Why?\n\nEva: Because.\n")
    report = project.transcripts.import_files([tmp_path / "a.txt", tmp_path / "b.txt"], coder="ana")
    assert [t.name for t in report.added] == ["a"]
    assert [f.message for _, f in report.failed] == [
        "this interview is in the project already, as “a”"
    ]


def test_a_file_that_fails_leaves_the_others_in_and_nothing_of_itself(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    good, bad = tmp_path / "good.txt", tmp_path / "bad.docx"
    good.write_text("Interviewer: Why?\n\nEva: Because.\n")
    bad.write_bytes(b"PK\x03\x04 this is not a zip")
    report = project.transcripts.import_files([bad, good], coder="ana")
    assert [t.name for t in report.added] == ["good"]
    assert [file for file, _ in report.failed] == [str(bad)]
    assert sorted(p.name for p in (project.folder / "transcripts").iterdir()) == [
        *("Oleg.txt", "Vera.txt", "good.txt", "index.csv", "participants.csv")
    ]


def test_a_copy_that_a_killed_import_left_is_used_again(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "Eva.txt"
    path.write_text("Interviewer: Why?\n\nEva: Because.\n")
    place = project.folder / "transcripts"
    (place / "Eva.txt").write_bytes(path.read_bytes())
    (place / ".half.unfinished").write_text("Interviewer: Wh")
    (info,) = project.transcripts.import_files([path], coder="ana").added
    assert (info.name, info.file) == ("Eva", "Eva.txt")
    assert [p.name for p in place.iterdir() if p.name.startswith(".")] == []


def test_a_translation_finds_its_original_by_file_name(tmp_path: Path) -> None:
    others = {"index.csv": "file,translation_of,language\na-en.txt,b-ru.txt,en\nb-ru.txt,,ru\n"}
    texts = {
        "a-en.txt": "Interviewer: Why?\n\nEva: Because.\n",
        "b-ru.txt": "Интервьюер: Почему?\n\nЕва: Потому что.\n",
    }
    project = study(tmp_path / "p", texts, others=others)
    original = project.transcripts.info("b-ru")
    translation = project.transcripts.info("a-en")
    assert translation.translation_of == original.id
    assert project.transcripts.other_language(original) == translation
    assert project.transcripts.other_language(translation) == original


def test_a_name_that_is_no_text_is_imported_all_the_same(tmp_path: Path) -> None:
    """File systems keep bytes; `P\\xff.txt` has no name in UTF-8."""
    folder = os.fsencode(lay_out(tmp_path / "p", {"Vera.txt": VERA}) / "transcripts")
    try:
        with open(os.path.join(folder, b"P\xff.txt"), "w") as file:
            file.write("Interviewer: Why?\n\nEva: Because.\n")
    except OSError:
        pytest.skip("this file system keeps only names that are text")
    project = Project(tmp_path / "p")
    assert [(t.name, t.file) for t in project.transcripts.all()] == [
        ("P?", "P?.txt"),
        ("Vera", "Vera.txt"),
    ]
    assert project.transcripts.waiting() == []


def test_what_is_not_in_the_project_yet_is_listed(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    assert project.transcripts.waiting() == []
    (project.folder / "transcripts" / "New.txt").write_text("Eva: Hello there.\n")
    (project.folder / "transcripts" / ".New.swp").write_text("editor")
    (project.folder / "transcripts" / "notes.pdf").write_text("x")
    assert [p.name for p in project.transcripts.waiting()] == ["New.txt"]


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
        f"Vera,return,ben,0,0,I would not go back now.\n"
        f"{project.transcripts.info('Oleg').id},prices,ben,,,rent\n",
    )
    report = project.codings.read_table(rows, coder="ana")
    assert [(n, e.message) for n, e in report.failed] == [
        (4, f"characters 0-0 do not lie in the text, which has {len(VERA)}")
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
        ("Vera,safety,,,Rent", "do not stand in the transcript"),
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


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    before = standing(project)
    for content in ("transcript,code\nVera,safety\n", "code,text\nsafety,rent\n", ""):
        with pytest.raises(TableError):
            project.codings.read_table(table(tmp_path, content), coder="ana")
    assert standing(project) == before


# ── memos ──


def test_a_memo_is_written_changed_and_deleted(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.memos.write("code", "safety", "Whose safety?", coder="ana")
    project.memos.write("code", "safety", "Whose safety? Theirs.", coder="ben", key=key, version=1)
    (memo,) = project.memos.all(kind="code", about="safety")
    assert (memo.id, memo.coder, memo.text, memo.version) == (
        key,
        "ana",
        "Whose safety? Theirs.",
        2,
    )
    assert memo.updated >= memo.created
    project.memos.write("code", "safety", "  ", coder="ana", key=key, version=2)
    assert project.memos.all() == []


def test_a_memo_changed_by_somebody_else_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.memos.write("project", "", "one", coder="ana")
    project.memos.write("project", "", "two", coder="ben", key=key, version=1)
    for text in ("three", ""):
        with pytest.raises(Conflict, match="somebody else"):
            project.memos.write("project", "", text, coder="ana", key=key, version=1)
    assert [m.text for m in project.memos.all()] == ["two"]


def test_memos_are_on_what_a_study_is_made_of(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    with pytest.raises(CodingError, match="no memos on a cat"):
        project.memos.write("cat", "Tom", "meow", coder="ana")
    project.memos.write("transcript", "t", "a", coder="ana")
    project.memos.write("turn", "t#2", "b", coder="ana")
    assert [m.text for m in project.memos.all()] == ["a", "b"]
    assert [m.text for m in project.memos.all(kind="turn")] == ["b"]


# ── searching by who speaks ──


def test_search_keeps_to_the_participants_asked_for(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    found = project.transcripts.search("rent", where={"gender": ("female",)})
    assert [(h.name, h.hit) for h in found] == [("Vera", "rent")]
    assert project.transcripts.search("rent", where={"gender": ("Other",)}) == []
    both = project.transcripts.search("rent", where={"age_band": ("30–39", "40-49")})
    assert [h.name for h in both] == ["Oleg", "Vera"]
    with pytest.raises(NotFound, match="attribute `town`"):
        project.transcripts.search("rent", where={"town": ("Belgrade",)})


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
    assert (problem.where, problem.what) == ("codebook.yaml", "the codebook's file is gone")
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


def test_a_transcript_whose_participant_is_unknown_is_named(tmp_path: Path) -> None:
    project = study(tmp_path / "p", {"Vera.txt": VERA}, others={"index.csv": INDEX})
    assert [p.what for p in project.check()] == ["its participant `P01` is not in participants.csv"]


# ── quotes and baskets ──


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with three quotes, two of them of Vera's."""
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks to school alone.", "safety")
    code(project, "Vera", "The rent is high, well, you know.", "prices")
    code(project, "Oleg", "the rent eats us up", "prices", "fear")
    return project


def test_a_quote_knows_who_said_it_and_what_stands_around(project: Project) -> None:
    quote = project.quotes.find(["safety"])[0]
    assert (quote.text, quote.attribution, quote.participant, quote.codes, quote.coders) == (
        "My daughter walks to school alone.",
        "Female, 30-39 years old",
        "P01",
        ("safety",),
        ("ana",),
    )
    assert quote.before.endswith("Vera: Yes. ")
    assert quote.after.startswith(" The rent is high")


@pytest.mark.parametrize(
    ("queries", "options", "found"),
    [
        ([], {}, ["the rent", "My daughter", "The rent"]),
        (["prices"], {}, ["the rent", "The rent"]),
        (["life"], {}, ["the rent", "My daughter", "The rent"]),
        (["prices and not fear"], {}, ["The rent"]),
        (["fear", "safety"], {}, ["the rent", "My daughter"]),
        (["prices"], {"where": {"gender": ("Male",)}}, ["the rent"]),
        ([], {"words": "school"}, ["My daughter"]),
        ([], {"coder": "ben"}, []),
    ],
)
def test_quotes_answer_codes_people_and_words(
    project: Project, queries: list[str], options: dict[str, object], found: list[str]
) -> None:
    quotes = project.quotes.find(queries, **options)  # type: ignore[arg-type]
    assert [" ".join(q.text.split()[:2]) for q in quotes] == found


def test_a_quote_has_its_translation_beside_it(tmp_path: Path) -> None:
    texts = {
        "a-en.txt": "Interviewer: Why?\n\nEva: Because of the war.\n",
        "b-ru.txt": "Интервьюер: Почему?\n\nЕва: Из-за войны.\n",
    }
    others = {"index.csv": "file,translation_of\na-en.txt,b-ru.txt\n"}
    project = study(tmp_path / "p", texts, others=others)
    code(project, "b-ru", "Из-за войны.", "fear")
    code(project, "a-en", "Because of the war.", "fear")
    for around in (True, False):
        assert [(q.text, q.translation) for q in project.quotes.find(around=around)] == [
            ("Because of the war.", "Из-за войны."),
            ("Из-за войны.", "Because of the war."),
        ]


def test_a_basket_keeps_its_order(project: Project) -> None:
    """Also after quotes were taken out and others put in."""
    oleg, school, rent = (q.coding for q in project.quotes.find())
    project.baskets.add("Report", coder="ana")

    def order() -> list[str]:
        return [q.coding for q in project.quotes.find(basket="Report")]

    assert project.baskets.put("Report", [rent, school], coder="ana") == 2
    assert order() == [rent, school]
    project.baskets.take_out(project.baskets.get("Report").picks[0].id, coder="ana")
    assert project.baskets.put("Report", [school, oleg, rent], coder="ana") == 2
    assert order() == [school, oleg, rent]
    project.baskets.take_out(project.baskets.get("Report").picks[0].id, coder="ana")
    project.baskets.take_out(project.baskets.get("Report").picks[0].id, coder="ana")
    project.baskets.put("Report", [school], coder="ana")
    assert order() == [rent, school]
    picks = [p.id for p in project.baskets.get("Report").picks]
    project.baskets.arrange("Report", picks[::-1], coder="ana")
    assert order() == [school, rent]
    with pytest.raises(CodingError, match="has changed in the meantime"):
        project.baskets.arrange("Report", picks[:1], coder="ana")
    with pytest.raises(NotFound):
        project.baskets.put("Report", ["nope"], coder="ana")


def test_baskets_have_names_of_their_own(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    first = project.baskets.add("  The   report ", coder="ana")
    project.baskets.add("Talk", coder="ana")
    for bad in ("The report", " "):
        with pytest.raises(CodingError):
            project.baskets.add(bad, coder="ana")
        with pytest.raises(CodingError):
            project.baskets.rename("Talk", bad, coder="ana")
    project.baskets.rename(first, "A report", coder="ana")
    project.baskets.remove("A report", coder="ana")
    project.baskets.add("Book", coder="ana")
    assert [b.name for b in project.baskets.all()] == ["Talk", "Book"]
    with pytest.raises(NotFound, match="no basket “A report”") as caught:
        project.baskets.get("A report")
    assert caught.value.hint == "There are: Talk, Book."


def test_an_edited_quote_shows_what_was_done_to_it(project: Project) -> None:
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [q.coding for q in project.quotes.find(["safety"])], coder="ana")
    (pick,) = project.baskets.get("Report").picks
    faults = project.baskets.edit(pick.id, "My daughter walks alone.", coder="ana")
    assert faults == ["the words 'to school' are missing without an ellipsis"]
    assert project.baskets.get("Report").picks[0].printed == ""
    marked = project.baskets.marked(pick.id, "My daughter walks alone.")
    assert marked == "My daughter walks […] alone."
    assert project.baskets.edit(pick.id, marked, coder="ana", version=1) == []
    assert project.baskets.get("Report").picks[0].printed == marked
    with pytest.raises(Conflict):
        project.baskets.edit(pick.id, "My daughter […]", coder="ben", version=1)
    assert project.baskets.edit(pick.id, project.baskets.source(pick.id), coder="ana") == []
    assert project.baskets.get("Report").picks[0].printed == ""


def paragraphs(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs]


def test_a_basket_is_exported_as_printed(project: Project, tmp_path: Path) -> None:
    project.baskets.add("Report", coder="ana")
    quotes = project.quotes.find()
    project.baskets.put("Report", [quotes[1].coding, quotes[0].coding], coder="ana")
    pick = project.baskets.get("Report").picks[0]
    project.baskets.edit(pick.id, "My daughter walks […] alone.", coder="ana")
    project.quotes.export(
        tmp_path / "q.docx",
        project.quotes.find(basket="Report"),
        basket="Report",
        title="Chapter 1",
    )
    text = paragraphs(tmp_path / "q.docx")
    assert text[0] == "Chapter 1"
    assert text[2:] == [
        "“My daughter walks […] alone.”",
        "(Female, 30-39 years old)",
        "“the rent eats us up”",
        "(Male, 40-49 years old)",
    ]


def test_all_quotes_are_exported_under_their_codes(project: Project, tmp_path: Path) -> None:
    project.quotes.export(tmp_path / "q.docx", project.quotes.find())
    text = paragraphs(tmp_path / "q.docx")
    assert [line for line in text[2:] if not line.startswith("(")] == [
        "Safety",
        "“My daughter walks to school alone.”",
        "Prices",
        "“the rent eats us up”",
        "“The rent is high, well, you know.”",
        "Fear",
        "“the rent eats us up”",
    ]
    project.quotes.export(tmp_path / "q.csv", project.quotes.find())
    rows = read_rows(tmp_path / "q.csv", required=["text"])
    assert [(r["transcript"], r["codes"], r["attribution"]) for r in rows] == [
        ("Oleg", "fear; prices", "Male, 40-49 years old"),
        ("Vera", "safety", "Female, 30-39 years old"),
        ("Vera", "prices", "Female, 30-39 years old"),
    ]
    project.quotes.export(tmp_path / "q.md", project.quotes.find(["safety"]))
    assert "> “My daughter walks to school alone.”" in (tmp_path / "q.md").read_text()


def test_an_edit_is_printed_also_when_the_words_got_another_code(
    project: Project, tmp_path: Path
) -> None:
    """The quote in the basket stays the same quote; it is not put in twice either."""
    project.baskets.add("Report", coder="ana")
    (quote,) = project.quotes.find(["safety"])
    project.baskets.put("Report", [quote.coding], coder="ana")
    project.baskets.edit(
        project.baskets.get("Report").picks[0].id, "My daughter […] alone.", coder="ana"
    )
    code(project, "Vera", quote.text, "fear")
    (again,) = project.quotes.find(["fear and safety"], words="daughter")
    assert project.baskets.put("Report", [again.coding], coder="ana") == 0
    project.quotes.export(
        tmp_path / "q.docx", project.quotes.find(basket="Report"), basket="Report"
    )
    assert "“My daughter […] alone.”" in paragraphs(tmp_path / "q.docx")


def test_an_edit_of_a_passage_that_has_grown_shows_what_it_leaves_out(
    project: Project, tmp_path: Path
) -> None:
    project.baskets.add("Report", coder="ana")
    (quote,) = project.quotes.find(["safety"])
    project.baskets.put("Report", [quote.coding], coder="ana")
    project.baskets.edit(
        project.baskets.get("Report").picks[0].id, "My daughter […] alone.", coder="ana"
    )
    span = where(project, "Vera", f"{quote.text} The rent is high")
    project.codings.move_edges(quote.coding, *span, coder="ana")
    project.quotes.export(
        tmp_path / "q.docx", project.quotes.find(basket="Report"), basket="Report"
    )
    assert "“My daughter […] alone. […]”" in paragraphs(tmp_path / "q.docx")


def test_a_file_that_cannot_be_written_is_said_so(project: Project, tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "q.docx", tmp_path / "q.pdf", tmp_path / "p"):
        with pytest.raises(CodingError):
            project.quotes.export(path, project.quotes.find())
    assert sorted(os.listdir(tmp_path)) == ["p"]


def test_codes_that_meet_are_counted(project: Project) -> None:
    table = project.quotes.co_occurrence()
    assert table.count("fear", "prices") == 1
    assert table.count("safety", "prices") == 0
    assert project.quotes.co_occurrence(themes=True).count("life", "fear") == 1


def test_a_study_of_one_interview_has_a_status(project: Project) -> None:
    status = project.status()
    assert status["transcripts"] == 2
    assert status["turns"] == 6
    assert status["words"] == sum(
        project.transcripts.get(t.id).words for t in project.transcripts.all()
    )
    assert (status["codes"], status["codings"], status["coders"]) == (5, 4, ["ana"])
    assert OLEG in {project.transcripts.get(t.id).text for t in project.transcripts.all()}
