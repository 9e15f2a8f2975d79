"""A face sheet as people keep it: columns found by values, everything odd named, one act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from coding.commands import main
from coding.errors import TableError
from coding.files.sheets import LaidOutSheet, read_sheet
from coding.model import Participant, TranscriptInfo
from coding.project import Project
from coding.transcripts.facesheet import (
    PSEUDONYM,
    FaceSheet,
    StudyNames,
    read_face_sheet,
    spelled,
    value_of,
)
from coding.transcripts.taking_in import FaceSheetTaken, taken_in

VERA = Participant(id="P01", pseudonym="Vera", attributes={"gender": "Female"})
OLEG = Participant(id="P02", pseudonym="Oleg")


def info(name: str, participant: str = "") -> TranscriptInfo:
    return TranscriptInfo(
        id=f"id of {name}", name=name, language="", participant=participant, translation_of="",
        file=f"{name}.docx", sha256="", notes=(), speakers=(), turns=1, words=1, length=1,
        imported="",
    )  # fmt: skip


def sheet(
    *rows: Sequence[str],
    people: Sequence[Participant] = (VERA, OLEG),
    interviews: Sequence[TranscriptInfo] = (),
) -> FaceSheet:
    width = max(map(len, rows))
    laid = [(n, (*row, *[""] * (width - len(row)))) for n, row in enumerate(rows, 1) if any(row)]
    return read_face_sheet(LaidOutSheet(rows=tuple(laid)), StudyNames(people, interviews))


def taken(read: FaceSheet, **how: object) -> FaceSheetTaken:
    mapped = {column.number: column.name for column in read.columns if column.proposed}
    return taken_in(read, mapped, [VERA, OLEG], [], **how)  # type: ignore[arg-type]


# ── which column is which ──


@pytest.mark.parametrize("ids", [("P-01", "P_02"), ("P 01", "p2"), ("p1", "P02"), ("Vera", "OLEG")])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_column_of_ids_is_found_by_its_values_whatever_it_is_called(
    ids: tuple[str, str], place: int
) -> None:
    rows = [["sex", "town"], ["F", "Perm"], ["M", "Omsk"]]
    for row, cell in zip(rows, ("Код", *ids), strict=True):
        row.insert(place, cell)
    read = sheet(*rows)
    assert read.key == place
    assert [p.attributes["town"] for p in taken(read).people] == ["Perm", "Omsk"]


def test_people_are_found_by_the_names_of_their_interviews_and_linked() -> None:
    interviews = [info("Interview P-01 Perm"), info("omsk 2", "P02"), info("Talk")]
    read = sheet(
        ["file", "age"], ["P01", "30"], ["omsk 2.docx", "41"], ["Talk", "52"],
        people=[OLEG], interviews=interviews,
    )  # fmt: skip
    made = taken_in(read, {1: "age"}, [OLEG], interviews)
    assert {p.id: p.attributes["age"] for p in made.people} == {
        "P02": "41", "P01": "30", "Talk": "52",
    }  # fmt: skip
    assert made.links == {"id of Interview P-01 Perm": "P01", "id of Talk": "Talk"}


def test_an_interview_of_a_persons_name_is_theirs_however_it_is_spelled() -> None:
    interviews = [info("P_1")]
    read = sheet(["id", "age"], ["p-001", "30"], interviews=interviews)
    assert taken_in(read, {1: "age"}, [VERA, OLEG], interviews).links == {"id of P_1": "P01"}


def test_what_leads_to_a_person_is_not_proposed_and_says_why() -> None:
    heads = ["id", "Full name", "Mob.", "E-mail", "DOB", "Адрес", "born", "who", "sex", "Alter"]
    rows = [
        [f"P0{n}", f"x{n}", f"+381 64 555 12{n}", f"a{n}@b.org", "x", "Улица", f"1990-04-0{n}",
         name, "F", f"{30 + n}"]
        for n, name in enumerate(["Ana Marić", "Ivan Petrov", "Élise Roy"], 1)
    ]  # fmt: skip
    people = [Participant(id=f"P0{n}") for n in (1, 2, 3)]
    read = sheet(heads, *rows, people=people)
    assert {c.name for c in read.columns if c.warning} == set(heads[1:8])
    assert [c.name for c in read.columns if c.proposed] == ["sex", "Alter"]


def test_only_columns_of_few_values_are_proposed_but_ages_always() -> None:
    rows = [[f"P{n}", f"remark {n}", str(20 + n), "FM"[n % 2]] for n in range(10, 23)]
    people = [Participant(id=f"P{n}") for n in range(10, 23)]
    read = sheet(["id", "remark", "Age", "sex"], *rows, people=people)
    assert [c.name for c in read.columns if c.proposed] == ["Age", "sex"]


def test_a_sheet_that_names_nobody_of_the_study_asks_which_column_does() -> None:
    read = sheet(["code", "sex"], ["X1", "F"], ["X2", "M"])
    with pytest.raises(TableError) as caught:
        taken_in(read, {1: "sex"}, [VERA, OLEG], [])
    assert "code=participant" in caught.value.hint
    made = taken_in(read, {0: "participant", 1: "sex"}, [VERA, OLEG], [], newcomers=True)
    assert [p.id for p in made.people] == ["P01", "P02", "X1", "X2"]


def test_a_study_without_people_gets_them_from_the_sheet() -> None:
    read = sheet(["code", "sex"], ["X1", "F"], ["X2", "M"], people=[])
    made = taken_in(read, {0: "participant", 1: "sex"}, [], [info("Talk")])
    assert [p.id for p in made.people] == ["X1", "X2"]
    assert "New in the study: X1, X2." in made.notes


def test_a_number_alone_means_the_one_person_with_it_and_this_is_said() -> None:
    read = sheet(["nr", "sex"], ["1", "F"], ["2", "M"])
    made = taken_in(read, {0: "participant", 1: "sex"}, [VERA, OLEG], [])
    assert [p.attributes["sex"] for p in made.people] == ["F", "M"]
    assert "Row 2: 1 is taken for P01." in made.notes


# ── headers ──


def test_rows_above_the_header_are_passed_over_and_said() -> None:
    read = sheet(
        ["Participants 2024"], ["", "Who", "", "Work"],
        ["id", "sex", "age", "job"], ["P01", "F", "30", "cook"], ["P02", "M", "40", "cook"],
    )  # fmt: skip
    assert [c.name for c in read.columns] == ["id", "sex", "age", "job"]
    assert any("“Participants 2024”" in note and "Who" in note for note in read.notes)


def test_columns_without_name_twice_named_or_empty_are_named() -> None:
    read = sheet(
        ["id", "age", "", "Age", "nothing"], ["P01", "30", "x", "31", ""], ["P02", "40", "y", "41"]
    )
    assert [c.name for c in read.columns] == ["id", "age", "column C", "Age (2)"]
    told = "\n".join(read.notes)
    assert "Columns with nothing in them: nothing." in told
    assert "Column C has no name." in told
    assert "D is Age (2) here" in told


def test_a_sheet_without_a_header_keeps_its_first_person() -> None:
    read = sheet(["P01", "F"], ["P02", "M"])
    assert [c.name for c in read.columns] == ["column A", "column B"]
    assert len(read.rows) == 2


# ── values ──


def test_a_date_that_excel_made_of_a_range_is_named_with_row_and_column() -> None:
    read = sheet(["id", "age_band"], ["P01", "Oct-19"], ["P02", "20–29"])
    assert any("row 2 (B2): “Oct-19”" in note for note in taken(read).notes)
    clean = sheet(["id", "age_band"], ["P01", "10-19"], ["P02", "20–29"])
    assert [note for note in taken(clean).notes if "Please check" in note] == []


def test_values_that_differ_by_dash_case_or_space_are_one_and_said() -> None:
    people = [Participant(id=f"P{n}") for n in range(4)]
    read = sheet(
        ["id", "age"], ["P0", "30–44"], ["P1", "30-44"], ["P2", "30 — 44"], ["P3", "30–44"],
        people=people,
    )  # fmt: skip
    made = taken_in(read, {1: "age"}, people, [])
    assert {p.attributes["age"] for p in made.people} == {"30–44"}
    assert "age: “30-44”, “30 — 44” is “30–44”, too." in made.notes


def test_cells_that_say_nothing_is_known_are_empty_and_counted() -> None:
    made = taken(sheet(["id", "sex"], ["P01", "n/a"], ["P02", "M"]))
    assert made.people[0].attributes["sex"] == ""
    assert "sex: 1 cells say that nothing is known (n/a)." in made.notes


def test_who_is_missing_foreign_twice_or_nobody_is_named() -> None:
    read = sheet(["id", "sex"], ["P01", "F"], ["P-01", "M"], ["P01", "F"], ["P09", "M"], ["", "M"])
    made = taken(read)
    assert made.people[0].attributes["sex"] == "F"
    assert [p.id for p in made.people] == ["P01", "P02"]
    for told in (
        "P01 is there twice: row 3 says something else: it is left out (row 2).",
        "P01 is there twice: row 4 says the same (row 2).",
        "In the face sheet, not in the study: P09 (row 5).",
        "Row 6 says nobody’s id: it is left out.",
        "In the study, not in the face sheet: P02.",
    ):
        assert told in made.notes
    assert "P09" in [p.id for p in taken(read, newcomers=True).people]


def test_what_stood_there_before_is_named_and_an_empty_cell_changes_nothing() -> None:
    made = taken_in(
        sheet(["id", "Gender", "alias"], ["P01", "f", "Mila"], ["P02", "", ""]),
        {1: "Gender", 2: PSEUDONYM}, [VERA, OLEG], [],
    )  # fmt: skip
    assert [(p.pseudonym, p.attributes) for p in made.people] == [
        ("Mila", {"gender": "f"}),
        ("Oleg", {"gender": ""}),
    ]
    assert "P01, gender: “Female” becomes “f”." in made.notes
    assert (made.attributes, made.said) == (("gender",), "1 attribute of 2 people")
    assert made.others == 2


def test_what_stood_there_before_stays_if_somebody_says_so() -> None:
    """Only what was empty is filled."""
    made = taken_in(
        sheet(["id", "Gender", "age"], ["P01", "f", "30"], ["P02", "m", ""]),
        {1: "Gender", 2: "age"}, [VERA, OLEG], [], ours=True,
    )  # fmt: skip
    assert [dict(p.attributes) for p in made.people] == [
        {"gender": "Female", "age": "30"},
        {"gender": "m", "age": ""},
    ]
    assert "P01, gender: “Female” stays, not “f”." in made.notes
    assert made.others == 1


@given(st.lists(st.lists(st.text("Pp01 -n/a,é", max_size=6), min_size=3, max_size=3), min_size=1))
def test_any_sheet_is_read_or_refused_and_no_row_goes_in_silence(rows: list[list[str]]) -> None:
    if not any(any(cell.strip() for cell in row) for row in rows):
        return
    read = sheet(*[[" ".join(cell.split()) for cell in row] for row in rows])
    if not read.columns:
        return
    made = taken_in(read, {read.columns[0].number: "participant"}, [VERA, OLEG], [])
    key = read.columns[0].number
    told = "\n".join(made.notes)
    persons = {cells[key] for _, cells in read.rows if spelled(cells[key]) in ("p1", "p2")}
    for number, cells in read.rows:
        named = f"ow {number}" in told or f"(row {number})" in told
        assert cells[key] in persons or named or not any(map(value_of, cells)), (number, told)


# ── files ──


def test_a_workbook_is_read_as_it_is_shown(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("People")
    for row in (["id", "name", "age", "met"], ["P01", "Ana", date(2026, 10, 19), date(2024, 5, 3)]):
        sheet.append(row)
    sheet["C2"].number_format = "d-mmm"
    sheet["D2"].number_format = "yyyy-mm-dd"
    sheet.append(["P02", "Ivo", 34.0, date(2024, 5, 4)])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Old").append(["x"])
    book.save(tmp_path / "face.xlsx")
    laid = read_sheet(tmp_path / "face.xlsx")
    assert laid.rows[1][1] == ("P01", "Ana", "19-Oct", "2024-05-03")
    assert laid.rows[2][1] == ("P02", "Ivo", "34", "2024-05-04")
    assert laid.hidden == {1}
    assert "Only the sheet “People” is read, not “Old”." in laid.notes
    assert "1 hidden row is read like the rest." in laid.notes
    read = read_face_sheet(laid, StudyNames([VERA, OLEG]))
    assert {c.name for c in read.columns if c.warning} == {"name", "met"}


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "face.xlsx").write_bytes(data)
    with pytest.raises(TableError):
        read_sheet(tmp_path / "face.xlsx")


# ── in a project ──


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_face_sheet_goes_in_as_one_act_and_comes_out_again(
    project: Project, tmp_path: Path
) -> None:
    project.transcripts.edit("P01", participant="", coder="ana")
    path = write(tmp_path / "face.csv", "code;Town;Sex\np-1;Perm;F\n")
    sheet = project.participants.read_sheet(path)
    before = (project.participants.all(), len(project.log.acts()))
    project.participants.take_sheet(sheet, {1: "Town", 2: "gender"}, coder="ana")
    assert project.participants.all()[0].attributes == {
        "gender": "F", "age_band": "30-39", "Town": "Perm",
    }  # fmt: skip
    assert project.transcripts.info("P01").participant == "P01"
    assert len(project.log.acts()) == before[1] + 1
    assert project.log.acts()[0].summary == "face sheet: 2 attributes of 1 person"
    project.log.undo(coder="ana")
    assert project.participants.all() == before[0]
    assert project.transcripts.info("P01").participant == ""


def test_speakers_who_are_called_like_somebody_are_that_person(
    project: Project, tmp_path: Path
) -> None:
    said = "Mila Kos: Rent, I think.\nI: And?\nOto: Work, mostly.\nI: So?\n"
    group = write(tmp_path / "group.txt", f"I: Why?\n{said}Mila Kos: No.\nI: Oh?\nOto: Yes.\n")
    alone = write(tmp_path / "talk.txt", "I: Why?\nOto: Because of it all.\nI: So?\nOto: So.\n")
    project.transcripts.import_files([group, alone], coder="ana")
    path = write(tmp_path / "face.csv", "id,alias,sex\nP7,Mila Kos,F\nP8,Oto,M\nP01,Vera,F\n")
    sheet = project.participants.read_sheet(path)
    taken = project.participants.take_sheet(
        sheet, {1: PSEUDONYM, 2: "gender"}, newcomers=True, coder="ana"
    )
    assert "group: Mila Kos is P7." in taken.notes
    cast = {s.name: s.participant for s in project.transcripts.info("group").cast}
    assert (cast["Mila Kos"], cast["Oto"]) == ("P7", "P8")
    assert project.transcripts.info("talk").participant == "P8"
    assert {t.participant for t in project.transcripts.get("talk").turns} == {"", "P8"}
    text = project.transcripts.get("group").text
    start = text.index("Rent")
    project.codings.apply("group", start, start + 12, ["safety"], coder="ana")
    assert [q.attribution for q in project.quotes.find()] == ["F"]
    project.log.undo(coder="ana")
    project.log.undo(coder="ana")
    assert {s.participant for s in project.transcripts.info("group").cast} == {""}


def test_the_command_takes_a_sheet_and_sets_the_label(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "face.csv", "id,Geschlecht,Alter,Phone\nP-01,weiblich,34,+381645551\n")

    def run(*arguments: str) -> tuple[list[dict[str, object]], str]:
        done = CliRunner().invoke(
            main, ["participants", *arguments, "--project", str(project.folder), "--json"]
        )
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout), done.stderr

    said, told = run(
        "--import", str(path), "--map", "Geschlecht=gender", "--map", "C=age",
        "--label", "{gender}, {age|10} years old",
    )  # fmt: skip
    assert said == [
        {
            "id": "P01",
            "pseudonym": "Vera",
            "attributes": {"gender": "weiblich", "age_band": "30-39", "age": "34"},
            "label": "weiblich, 30–39 years old",
            "k": 1,
        }
    ]
    assert "Not taken: Phone (its heading looks identifying)" in told
    assert run()[0] == said


def test_a_column_that_is_not_there_is_a_plain_mistake(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "face.csv", "id,sex\nP01,F\n")
    for told in ("Age=age", "sex"):
        done = CliRunner().invoke(
            main,
            ["participants", "--import", str(path), "--map", told,
             "--project", str(project.folder)],
        )  # fmt: skip
        assert done.exit_code == 1
        assert "Traceback" not in done.output


@pytest.mark.parametrize("text", ["x", "code,city\n"])
def test_a_sheet_of_headings_alone_is_refused_and_says_why(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "sheet.csv", text)
    done = CliRunner().invoke(
        main,
        [
            "participants",
            "--project",
            str(Project.new(tmp_path / "p").folder),
            "--import",
            str(path),
        ],
    )
    assert done.exit_code == 1
    assert "there are no columns with something in them" in done.stderr
