"""Interviews and open answers in spreadsheets: what columns hold, said, proposed, remembered."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import time
from pathlib import Path

import openpyxl
import pytest
from processor import pace, worked
from transcript_files import has_note, refused, said

from coding.files import cell_grid
from coding.model import ColumnUse, DoubtKind, ReadingAnswers, Role, Transcript
from coding.project import Project
from coding.transcripts import read_bytes
from coding.transcripts.column_cells import are_few, are_names
from coding.transcripts.folder import BESIDE, new_files
from coding.transcripts.table_headings import head_of, names_of

TALK = [
    ("Interviewer", "Where did you live?"),
    ("Anna", "By the river; it was cold."),
    ("Interviewer", "And then?"),
    ("Anna", "We left. My brother stayed."),
    ("Interviewer", "Why?"),
    ("Anna", "Nobody knows, really."),
]
Rows = Sequence[Sequence[object]]


def table(rows: Rows, sign: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode()


def workbook(rows: Rows, *, before: Rows = (), sheet: str = "Talk") -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "About"
    for line in before:
        book.active.append(list(line))
    made = book.create_sheet(sheet)
    for line in rows:
        made.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(rows: Rows, **uses: str) -> Transcript:
    told = {name: ColumnUse(use) for name, use in uses.items()}
    return read_bytes(table(rows), "a.csv", answers=ReadingAnswers(columns=told))


def uses(t: Transcript) -> dict[str, str]:
    return {column.name: str(column.use) for column in t.columns}


def clock(seconds: int) -> str:
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}"


STAMPED = [(clock(5 * i), clock(5 * i + 4), *row) for i, row in enumerate(TALK)]
SHAPES: dict[str, tuple[Rows, float | None]] = {
    "headed": ([("speaker", "text"), *TALK], None),
    "no header": (TALK, None),
    "a header in a language nobody knows": ([("Kõneleja", "Lausung"), *TALK], None),
    "words first": ([("Content", "Who"), *((b, a) for a, b in TALK)], None),
    "times": ([("start", "end", "speaker", "text"), *STAMPED], 5.0),
    "seconds": (
        [
            ("start", "end", "speaker", "text"),
            *((f"{5.25 * i:.2f}", f"{5.25 * i + 4:.2f}", *row) for i, row in enumerate(TALK)),
        ],
        5.25,
    ),
    "milliseconds": (
        [
            ("start_ms", "end_ms", "speaker", "text"),
            *((5000 * i, 5000 * i + 4000, *row) for i, row in enumerate(TALK)),
        ],
        5.0,
    ),
    "numbers and a title": (
        [
            ("Interview 7", "", "", ""),
            ("#", "Time", "Who", "What"),
            *((i + 1, clock(5 * i), *row) for i, row in enumerate(TALK)),
        ],
        5.0,
    ),
    "Arabic under a title, milliseconds": (
        [
            ("مقابلة 7", "", ""),
            ("الوقت (ms)", "المتحدث", "النص"),
            *((5250 * i, *row) for i, row in enumerate(TALK)),
        ],
        5.25,
    ),
    "French, seconds with their unit": (
        [
            ("Horodatage", "Intervenant", "Propos"),
            *((f"{5.25 * i:.2f} s".replace(".", ","), *row) for i, row in enumerate(TALK)),
        ],
        5.25,
    ),
    "Chinese": ([("说话人", "时间", "内容"), *((c, a, d) for a, _, c, d in STAMPED)], 5.0),
    "out of order": ([("start", "end", "speaker", "text"), *STAMPED[::-1]], 5.0),
    "Russian": ([("Время", "Кто", "Реплика"), *((a, c, d) for a, _, c, d in STAMPED)], 5.0),
    "the speaker and two languages": (
        [("speaker", "original", "translation"), *((who, word, "Da.") for who, word in TALK)],
        None,
    ),
    "frames, as editors of films have them": (
        [
            ("Speaker Name", "Start Time", "End Time", "Text"),
            *(
                (who, f"00;00;{5 * i:02};00", f"00;00;{5 * i + 4:02};12", told)
                for i, (who, told) in enumerate(TALK)
            ),
        ],
        5.0,
    ),
    "labels in the words": (
        [("time", "text"), *((a, f"{c}: {d}") for a, _, c, d in STAMPED)],
        5.0,
    ),
}


SIDES = [("Where did you live?", "By the river."), ("And then?", "We left."), ("Why?", "War.")]
ASKED = [("inte", "Where did you live?"), ("part", "By the river."), ("inte", "And then?")]


def heard(t: Transcript) -> list[tuple[str, str]]:
    return [(str(turn.role)[:4], t.text[turn.start : turn.end]) for turn in t.turns]


@pytest.mark.parametrize(
    "rows",
    [
        [("Question", "Answer"), *SIDES],
        [("No", "Question", "Answer"), *((n, *row) for n, row in enumerate(SIDES, 1))],
        [("Interviewer", "Participant"), *SIDES],
        [("Frage", "Antwort"), *SIDES],
    ],
)
def test_a_column_for_who_asks_and_one_for_who_answers_are_both_read(rows: Rows) -> None:
    """Each row is a question and its answer; no column is lost, nothing is asked."""
    t = read(rows)
    assert heard(t)[:3] == ASKED
    assert not t.doubts


def test_a_column_for_who_asks_and_one_headed_by_a_name_are_both_read_and_asked_about() -> None:
    t = read([("Interviewer", "Salma Haddad"), *SIDES])
    assert heard(t)[:3] == ASKED
    assert t.speakers == ("Interviewer", "Salma Haddad")
    assert DoubtKind.COLUMNS in {doubt.kind for doubt in t.doubts}
    names = read([("Interviewer", "Transcript"), *(("Anna", words) for words, _ in SIDES)])
    assert "Transcript" not in names.speakers


def test_columns_headed_by_names_are_their_words_if_each_row_fills_one() -> None:
    """It is asked, since names may head something else."""
    rows = [("Time", "Anna", "Boris")]
    pairs = [pair for a, b in SIDES for pair in ((a, ""), ("", b))]
    rows += [(clock(2 * i), *pair) for i, pair in enumerate(pairs)]
    t = read(rows)
    assert said(t)[:3] == [
        ("Anna", "Where did you live?"),
        ("Boris", "By the river."),
        ("Anna", "And then?"),
    ]
    assert [turn.time for turn in t.turns][:3] == [0.0, 2.0, 4.0]
    assert DoubtKind.COLUMNS in {doubt.kind for doubt in t.doubts}


def test_two_columns_of_words_that_are_both_filled_are_no_speakers_columns() -> None:
    rows = [("Anna", "Boris"), *((f"{a} I asked.", f"{b} I said.") for a, b in SIDES)]
    assert not {turn.speaker for turn in read(rows).turns} & {"Anna", "Boris"}


def test_questions_with_the_one_who_answered_are_answers_and_no_interview() -> None:
    for heading in ("id", "respondent"):
        rows = [(heading, "question", "answer")]
        rows += [(f"r{n}", "Why?", f"Because of the war of {n}") for n in range(5)]
        assert len(read(rows).respondents) == 5, heading


def test_a_first_row_that_may_be_said_is_asked_about() -> None:
    """`Speaker | Good morning` may be headings, and what an unknown speaker says."""
    t = read([("Speaker", "Good morning"), *TALK])
    assert has_note(t, "Please check: “Speaker | Good morning” was taken for the headings")
    assert DoubtKind.COLUMNS in {doubt.kind for doubt in t.doubts}
    assert not read([("Speaker", "Lausung"), *TALK]).doubts


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_of_turns_is_read_whatever_its_columns_are_called(shape: str, sign: str) -> None:
    rows, second = SHAPES[shape]
    t = read_bytes(table(rows, sign), "a.tsv" if sign == "\t" else "a.csv")
    assert said(t) == TALK
    assert t.turns[1].time == second
    assert t.turns[0].role is Role.INTERVIEWER
    asked = DoubtKind.COLUMNS in {doubt.kind for doubt in t.doubts}
    assert asked == ("nobody knows" in shape)


def test_a_workbooks_fullest_sheet_is_read_with_its_times_and_the_others_named() -> None:
    rows = [
        ("Time", "Who", "What"),
        *((time(0, 0, 5 * i, 500_000 * (i > 4)), *row) for i, row in enumerate(TALK)),
    ]
    t = read_bytes(workbook(rows, before=[("Interview", 7)]), "a.xlsx")
    assert said(t) == TALK
    assert [turn.time for turn in t.turns] == [0, 5, 10, 15, 20, 25.5]
    assert has_note(t, "Only the sheet “Talk” is read, not “About”")
    assert not has_note(t, "begins with the same row")


def test_rows_that_a_filter_hides_are_read_and_said() -> None:
    rows = [("Who", "What"), *TALK]
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    book["Talk"].row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    t = read_bytes(out.getvalue(), "a.xlsx")
    assert said(t) == TALK
    assert has_note(t, "1 hidden row is read like the rest.")
    assert not has_note(read_bytes(workbook(rows), "a.xlsx"), "hidden")


def test_a_sheet_that_begins_as_the_one_that_is_read_may_be_its_other_half() -> None:
    rows = [("Who", "What"), *TALK]
    t = read_bytes(workbook(rows, before=rows[:3]), "a.xlsx")
    assert said(t) == TALK
    assert has_note(t, "Please check: “About” begins with the same row as “Talk”.")


def test_lines_in_a_cell_stay_lines_and_an_empty_speaker_is_asked_about() -> None:
    t = read([("Speaker", "Text"), *TALK, ("Anna", "So.\nIt was."), ("", "Who says this?")])
    assert said(t)[-2:] == [("Anna", "So.\nIt was."), ("", "Who says this?")]
    assert [doubt.kind for doubt in t.doubts] == [DoubtKind.UNLABELLED]


def test_what_cannot_be_told_is_asked_and_an_answer_settles_it() -> None:
    rows = [
        ("Farbe", "Ort", "Szöveg"),
        *((("rot", "blau")[i % 2], ("Bor", "Niš")[i % 2], d) for i, (_, d) in enumerate(TALK)),
    ]
    t = read(rows)
    assert t.doubts[0].kind is DoubtKind.COLUMNS
    assert has_note(t, "Please check", "What do the columns hold?")
    settled = read(rows, Ort="speaker", Szöveg="words")
    assert {who for who, _ in said(settled)} == {"Bor", "Niš"}
    assert DoubtKind.COLUMNS not in {doubt.kind for doubt in settled.doubts}


def test_a_column_that_is_not_there_and_a_table_without_words_say_what_there_is() -> None:
    data = table([("Speaker", "Text"), *TALK])
    answers = ReadingAnswers(columns={"Nobody": ColumnUse.WORDS})
    with pytest.raises(Exception, match="no column “Nobody”") as fault:
        read_bytes(data, "a.csv", answers=answers)
    assert "Speaker, Text" in fault.value.hint  # type: ignore[attr-defined]
    assert (
        "--column"
        in refused(table([("start", "end"), ("0:01", "0:02"), ("0:02", "0:03")]), "a.csv").hint
    )


ANSWERED = [
    ("respondent", "age", "gender", "phone", "What do you fear most?", "Theme"),
    ("R001", 34, "female", "064 1234567", "Losing my house in the flood", "Home"),
    ("R002", 51, "male", "064 7654321", "That nobody will come back here", "Home; Absence"),
    ("R003", 19, "female", "", "NA", ""),
    ("R004", 44, "male", "", "The water more than anything else", ""),
]


def test_answers_of_one_person_a_row_are_that_persons_with_attributes() -> None:
    t = read(ANSWERED)
    assert said(t) == [(row[0], row[4]) for row in ANSWERED[1:] if row[4] != "NA"]
    assert [(p.respondent, dict(p.attributes)) for p in t.respondents[:2]] == [
        ("R001", {"age": "34", "gender": "female"}),
        ("R002", {"age": "51", "gender": "male"}),
    ]
    assert t.text[t.respondents[1].start : t.respondents[1].end] == f"R002: {ANSWERED[2][4]}"
    assert (uses(t)["phone"], uses(t)["Theme"]) == ("nothing", "nothing")
    assert not t.doubts
    assert has_note(t, "1 row without an answer")
    assert has_note(t, "“Theme” looks like codes")


def test_a_gender_is_nobody_who_speaks() -> None:
    """*Female* and *Male* come back like speakers, but the heading says that a row is a person."""
    asked = "What do you fear?"
    rows = [("id", "Gender", "City", asked)]
    rows += [
        (str(n), ("Male", "Female")[n % 2], "Bor" if n % 3 else "Nis", f"The water in street {n}")
        for n in range(1, 9)
    ]
    held = uses(read([row[1:] for row in rows]))
    assert held == {"Gender": "nothing", "City": "nothing", asked: "words"}
    named = read(rows)
    assert uses(named)["Gender"] == uses(named)["City"] == "attribute"
    assert not named.doubts
    talk = [
        ("Speaker", "Gender", "City", "Text"),
        *(("AI"[n % 2], *row[1:]) for n, row in enumerate(rows[1:])),
    ]
    assert {who for who, _ in said(read(talk))} == {"A", "I"}


def test_rows_that_are_shown_are_rows_of_the_table_and_show_each_column() -> None:
    """What stands side by side belongs together; a column that is filled late is shown there."""
    talk = [("who", "text", "theme", "notes")]
    talk += [("Ana" if n % 2 else "I", f"So it went on in {n}", "", "") for n in range(9)]
    talk[5] = (*talk[5][:2], "Home", "")
    talk[8] = (*talk[8][:2], "Fear", "Cried")
    columns = read(talk, text="words", who="speaker").columns
    assert list(zip(*(column.shown for column in columns), strict=True)) == [
        talk[1], talk[5], talk[8]
    ]  # fmt: skip
    assert columns[2].examples == ("Home", "Fear")
    talk[5] = talk[8] = (*talk[8][:2], "", "")
    columns = read(talk, text="words", who="speaker").columns
    assert list(zip(*(column.shown for column in columns), strict=True)) == talk[1:4]


def test_several_questions_stand_above_their_answers() -> None:
    rows = [("id", "sex", "Why do you stay here now?", "Would you go back there?")]
    rows += [
        (
            f"P{i}",
            "fm"[i % 2],
            f"Because of {i} old friends of mine",
            f"No, never, not for {i} years",
        )
        for i in range(5)
    ]
    t = read(rows)
    first = t.respondents[0]
    assert t.text[first.start : first.end] == (
        "Why do you stay here now?\n\nP0: Because of 0 old friends of mine\n\n"
        "Would you go back there?\n\nP0: No, never, not for 0 years"
    )
    assert [turn.role for turn in t.turns[:2]] == [Role.OTHER, Role.PARTICIPANT]


def test_short_answers_under_a_question_are_answers_although_many_are_alike() -> None:
    said_ = ["Good", "It was far too slow for me", "no", "The staff were kind and helped us"] * 5
    rows = [("ID", "Score", "Why did you give this score?")]
    rows += [(f"x{i}", i % 10, answer) for i, answer in enumerate(said_)]
    t = read(rows)
    assert [(p.respondent, dict(p.attributes)) for p in t.respondents[:1]] == [
        ("x0", {"Score": "0"})
    ]
    assert [words for _, words in said(t)] == said_


def test_each_row_of_a_speaker_is_a_turn_with_its_time() -> None:
    rows = [("start", "speaker", "text"), *((clock(5 * i), "Anna", "and so on") for i in range(4))]
    assert [turn.time for turn in read(rows).turns] == [0, 5, 10, 15]


def test_a_comma_in_what_is_said_parts_no_columns() -> None:
    rows = [(who, f"Well, {n} of them left") for n, (who, _) in enumerate(TALK)]
    data = "\n".join(";".join(row) for row in [("Кто", "Реплика"), *rows]).encode("utf-8-sig")
    assert said(read_bytes(data, "a.csv")) == rows


def test_turns_with_a_number_each_are_no_respondents() -> None:
    rows = [("id", "text"), *((i, f"{who}: {what}") for i, (who, what) in enumerate(TALK, 1))]
    assert said(read(rows)) == TALK
    bare = read([("id", "text"), *((i, what) for i, (_, what) in enumerate(TALK, 1))])
    assert DoubtKind.COLUMNS in {doubt.kind for doubt in bare.doubts}


def test_tags_are_codings_only_if_somebody_says_so() -> None:
    rows = [
        ("Speaker", "Words", "Code"),
        *((*row, "home; fear" if i == 1 else "") for i, row in enumerate(TALK)),
    ]
    assert read(rows).tags == ()
    t = read(rows, Code="tags")
    assert [(tag.tag, t.text[tag.start : tag.end]) for tag in t.tags] == [
        ("home", TALK[1][1]),
        ("fear", TALK[1][1]),
    ]
    assert said(t) == TALK


def test_a_cell_of_the_guard_against_formulas_is_read_without_it() -> None:
    t = read([("Speaker", "Text"), ("I", "So?"), ("B", "'- No."), ("I", "Ah?"), ("B", "'=Yes.")])
    assert [words for _, words in said(t)] == ["So?", "- No.", "Ah?", "=Yes."]


BAD = [b"", b"\n\n", b",,,\n,,,\n", b'a,b\n"x,y\n', b"%PDF-1.4", b"PK\x03\x04", bytes(range(256))]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
@pytest.mark.parametrize("data", BAD)
def test_a_bad_table_is_refused_in_one_line(data: bytes, ending: str) -> None:
    assert refused(data, "a" + ending).hint


def test_a_cell_without_an_end_is_refused_and_bare_quotation_marks_are_words() -> None:
    assert "quotation mark" in refused(b'a,b\n"' + b"x," * 700_000, "a.csv").hint
    rows = [("Speaker", "Text"), *((who, f'"So" it was, {n}') for n, (who, _) in enumerate(TALK))]
    bare = "\n".join("\t".join(row) for row in rows).encode()
    assert said(read_bytes(bare, "a.tsv"))[0] == ("Interviewer", '"So" it was, 0')


def test_a_table_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell_grid, "MOST_CELLS", 10)
    assert "cells" in refused(table(TALK), "a.csv").message
    assert "cells" in refused(workbook(TALK), "a.xlsx").message


# ── in a project ──


@pytest.fixture
def study(tmp_path: Path) -> Project:
    return Project.new(tmp_path / "study")


def test_respondents_come_in_as_texts_of_their_own_with_codings_as_one_act(
    study: Project, tmp_path: Path
) -> None:
    place = study.folder / "transcripts" / "answers.csv"
    place.write_bytes(table(ANSWERED))
    told = ReadingAnswers(columns={"Theme": ColumnUse.TAGS})
    report = study.transcripts.import_files([place], coder="ana", answers=told)
    assert not report.failed
    assert (report.codings, report.codes) == (3, 2)
    assert [(t.name, t.participant, t.words) for t in report.added] == [
        ("answers R001", "R001", 6),
        ("answers R002", "R002", 6),
        ("answers R004", "R004", 6),
    ]
    assert {p.id: dict(p.attributes) for p in study.participants.all()}["R004"] == {
        "age": "44",
        "gender": "male",
    }
    assert sorted((c.text, c.code) for c in study.codings.all()) == [
        ("Losing my house in the flood", "home"),
        ("That nobody will come back here", "absence"),
        ("That nobody will come back here", "home"),
    ]
    assert study.transcripts.waiting() == []
    study.log.undo(coder="ana")
    assert (study.transcripts.all(), study.codings.all()) == ([], [])
    assert "answers.csv" in {path.name for path in study.transcripts.waiting()}
    study.log.undo(coder="ana", redo=True)
    assert len(study.transcripts.all()) == 3
    again = study.transcripts.import_files([place], coder="ana", answers=told)
    assert str(again.failed[0][1]).startswith("answers.csv: all that")


def test_what_columns_hold_is_remembered_for_the_next_table_with_the_same_headings(
    study: Project,
) -> None:
    headings = ("Farbe", "Ort", "Szöveg", "Code")
    rows = [
        (("rot", "blau")[i % 2], ("Bor", "Niš")[i % 2], d, "x" if i else "")
        for i, (_, d) in enumerate(TALK)
    ]
    told = {"Ort": ColumnUse.SPEAKER, "Szöveg": ColumnUse.WORDS, "Code": ColumnUse.TAGS}
    all_told = {"Farbe": ColumnUse.NOTHING, **told}
    first = table([headings, *rows])
    (study.folder / "transcripts" / "a.csv").write_bytes(first)
    report = study.transcripts.import_files(
        [], coder="ana", answers=ReadingAnswers(columns=all_told)
    )
    assert len(study.codings.all()) == report.codings == len(TALK) - 1
    assert report.codes == 1
    other = table([headings, *((a, b, c + " Indeed.", d) for a, b, c, d in rows)])
    seen = study.transcripts.preview("b.csv", other).transcript
    assert uses(seen) == {"Farbe": "nothing", "Ort": "speaker", "Szöveg": "words", "Code": "tags"}
    assert DoubtKind.COLUMNS not in {doubt.kind for doubt in seen.doubts}


def test_tables_beside_the_interviews_are_none(study: Project) -> None:
    for name in BESIDE:
        (study.folder / "transcripts" / name).write_text("file,participant\n", encoding="utf-8")
    assert new_files(study.folder, set()) == []


def test_a_table_whose_columns_were_told_is_as_it_was_and_is_revised_by_the_same_columns(
    study: Project, tmp_path: Path
) -> None:
    """Its file is not said to have been changed; a corrected one needs no columns said again."""
    rows = [("Kes", "Mida", "Märkus"), *((a, b, f"{b} {b} {b} and more") for a, b in TALK)]
    file = tmp_path / "a.csv"
    file.write_bytes(table(rows))
    told = {"Mida": ColumnUse.WORDS, "Kes": ColumnUse.SPEAKER, "Märkus": ColumnUse.NOTHING}
    study.transcripts.import_files([file], coder="ana", answers=ReadingAnswers(columns=told))
    assert study.check() == []
    assert study.revisions.changed_files().changed == ()
    file.write_bytes(table(rows).replace(b"By the river", b"Near the river"))
    revised = study.revisions.revise("a", file, coder="ana")
    assert revised.differs
    assert "Anna: Near the river; it was cold." in study.transcripts.get("a").text
    assert "and more" not in study.transcripts.get("a").text


def test_cells_are_names_that_come_back_or_a_few_words_from_half_on() -> None:
    assert are_names(["Ana", "Ben", "Ana"])
    assert not are_names(["Ana", "Ben", "Cleo"])
    assert are_few(["yes", "no", "yes", "no"])
    assert not are_few(["yes", "no", "so", "yes", "no"])


def test_a_row_heads_its_columns_by_one_known_word_of_two_or_by_far_shorter_cells() -> None:
    assert head_of([("speaker", "zzz"), ("a", "b"), ("c", "d")]) == (0, True)
    for letters, head in ((13, 0), (12, None)):
        below = [(f"x{n}", f"w{n}" + "w" * (letters - 2)) for n in range(3)]
        assert head_of([("zzz", "yyyy"), *below])[0] == head


def test_a_sign_parts_cells_where_half_of_the_rows_have_as_many() -> None:
    row, more = "a;b", ["x", "y", "z"]
    assert cell_grid.of_text("\n".join([row] * 3 + more), "a.csv").rows[0] == ("a", "b")
    others = [*more, "x;y;z"]
    assert cell_grid.of_text("\n".join([row] * 3 + others), "a.csv").rows[0] == ("a;b",)


def test_a_first_row_that_says_something_is_no_head_though_it_has_the_word_for_a_speaker() -> None:
    rows = [("Speaker", "Welcome to all of you here."), ("Anna", "Thank you for having me.")]
    rows += [("Speaker", "Why did you come?"), ("Anna", "Because of work.")]
    assert said(read_bytes(table(rows, ","), "a.csv")) == rows


def test_a_table_of_ten_thousand_columns_is_named_at_once() -> None:
    """Time grows as columns do: of 4,000 each was compared with each, half a minute."""
    heads = [*(f"Question {n}" for n in range(5_000)), *["Remark"] * 5_000]
    begun = worked()
    names = names_of(heads)
    assert worked() - begun < pace()
    assert len(set(names)) == 10_000
    assert names[-1] == "Remark (5000)"


def test_a_table_of_headings_alone_holds_no_words() -> None:
    assert "holds no words" in refused(b"Speaker,Text,Code,Coder", "a.csv").message
