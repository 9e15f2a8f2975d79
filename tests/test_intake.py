"""What is proposed of files before they come in, and what becomes of what somebody says of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from studies import study, upload

from coding.errors import CodingError
from coding.model import ReadingAnswers, Role
from coding.project import Project
from coding.project.intake import Intake
from coding.project.intake.acts import do
from coding.project.intake.rows import batch_rows
from coding.transcripts.batch import Named, new_ids, proposals

PLAIN = (
    "Interviewer: Why here?\n\nMila: It was near.\n\nInterviewer: And now?\n\nMila: Still near.\n"
)
BARE = (
    "Interviewer: Why here?\n\nMila: It was near.\n\nThe school was, too.\n\n"
    "Interviewer: And now?\n\nMila: Still near, {}.\n"
)
GROUP = (
    "Interviewer: Why here?\n\nMila: Near.\n\nTara: Cheap.\n\n"
    "Interviewer: And now?\n\nMila: Near.\n\nTara: Dear.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.new(tmp_path / "p")


def taken_up(project: Project, files: dict[str, str | bytes]) -> Intake:
    """Drop files, and read them."""
    intake = Intake()
    for name, content in files.items():
        intake.add(name, content.encode() if isinstance(content, str) else content)
    return read(project, intake)


def read(project: Project, intake: Intake) -> Intake:
    intake.people, intake.there = project.participants.all(), project.transcripts.all()
    intake.index = project.transcripts.index()
    for arrival, answers in intake.unread():
        try:
            outcome = project.transcripts.preview(arrival.name, arrival.data, answers=answers)
        except CodingError as error:
            intake.learn(arrival.key, answers, error)
        else:
            intake.learn(arrival.key, answers, outcome)
    return intake


def shown(intake: Intake) -> dict[str, dict[str, Any]]:
    """Return the line of each file by its name."""
    return {row["name"]: row for row in batch_rows(intake, busy=False, of="")["files"]}


def act(project: Project, intake: Intake, kind: str, file: str = "", **more: Any) -> None:
    """Do something to the file of a name, and read what that changed."""
    key = next((a.key for a in intake.files if a.name == file), "")
    do(intake, {"kind": kind, "file": key, **more})
    read(project, intake)


def answer(project: Project, intake: Intake, name: str, choice: str, *, everywhere: bool) -> None:
    """Answer the first question of a file."""
    doubt = shown(intake)[name]["doubts"][0]
    told = {key: doubt[key] for key in ("about", "beside")}
    act(
        project, intake, "answer", name,
        doubt=doubt["kind"], choice=choice, all=everywhere, **told,
    )  # fmt: skip


def people(files: list[str], known: dict[str, str], *, each: bool = False) -> list[str]:
    """Return whose interviews files of these names are."""
    named = [Named(key=stem, stem=stem) for stem in files]
    made = proposals(named, known, each=each)
    return [made[stem].participant for stem in files]


# ── whose interview it is ──


def test_an_id_is_known_again_whatever_sign_stands_in_it() -> None:
    known = {"P01": "", "P02": ""}
    assert people(["P-01", "P_01 final", "talk p 01", "P01b", "talk XP02"], known) == [
        *("P01", "P01", "P01", ""),
        "",
    ]


def test_a_pseudonym_in_a_name_tells_who_it_is_if_one_person_has_it() -> None:
    assert people(["Talk with Vera", "Severa"], {"P01": "Vera"}) == ["P01", ""]
    assert people(["Talk with Vera"], {"P01": "Vera", "P02": "Vera"}) == [""]


def test_ids_that_nobody_has_yet_are_proposed_where_most_names_are_numbered() -> None:
    assert people(["T-01 Mila_v2", "T-02 Ana_v2", "T-03"], {}) == ["T01", "T02", "T03"]
    assert people(["final_v2"], {}) == [""]
    assert people(["final_v2", "P07"], {}) == ["", "P07"]


def test_an_id_made_up_is_never_another_than_the_one_in_the_name() -> None:
    """P03's interview is not called P01, however the other files are called."""
    files = ["Focus group", "Think aloud", "P03 table", "Recording_v2"]
    assert people(files, {}) == ["", "", "P03", ""]
    assert people(files, {}, each=True) == ["P04", "P05", "P03", "P06"]


def test_one_participant_a_file_goes_on_after_the_ids_there_are() -> None:
    assert people(["a", "P08", "b"], {"P01": "", "P07": ""}, each=True) == ["P09", "P08", "P10"]
    assert people(["a"], {}, each=True) == ["P01"]
    assert people(["a"], {"Int9": ""}, each=True) == ["INT10"]


def test_an_answer_for_all_files_does_not_give_a_participants_words_to_who_asks(
    project: Project,
) -> None:
    """In one file the participant goes on; in the other only who asks has a label."""
    thinking = (
        "Researcher: Say what you see.\n\nA red door.\n\nA bell.\n\nResearcher: And?\n\nMore.\n"
    )
    intake = taken_up(project, {"bare.txt": BARE.format("a"), "thinking.txt": thinking})
    assert shown(intake)["bare.txt"]["doubts"][0]["also"] == 0
    answer(project, intake, "bare.txt", "continue", everywhere=True)
    (asked,) = shown(intake)["thinking.txt"]["doubts"]
    assert asked["options"][0] == ("Participant", "Somebody without a label answers")
    answer(project, intake, "thinking.txt", "Participant", everywhere=True)
    cast = shown(intake)["thinking.txt"]["cast"]
    assert [(s["name"], s["role"], s["turns"]) for s in cast] == [
        ("Researcher", "interviewer", 2),
        ("Participant", "participant", 3),
    ]


def test_two_speakers_are_not_offered_the_same_new_participant(project: Project) -> None:
    """Nor is a file whose speaker is found out later."""
    host = "Host: We left.\n\nIvo: We stayed.\n\nHost: It was far.\n\nIvo: It was near.\n"
    intake = taken_up(project, {"g.txt": GROUP, "z.txt": host})
    intake.said = replace(intake.said, each=True)
    given = []
    for _ in range(2):
        given.append(shown(intake)["g.txt"]["doubts"][0]["options"][0][0])
        answer(project, intake, "g.txt", given[-1], everywhere=False)
    assert given == ["P01", "P02"]  # the next, whatever a file was offered before
    answer(project, intake, "z.txt", "Host", everywhere=False)
    assert shown(intake)["z.txt"]["participant"] == "P03"


def test_a_translation_is_told_by_its_name_and_language_and_is_the_same_person() -> None:
    named = [
        Named(key="1", stem="P02", language="en"),
        Named(key="2", stem="P02-ru", language="ru"),
        Named(key="3", stem="P03-ru", language="en"),
        Named(key="4", stem="P04_ru", language="ru"),
        Named(key="5", stem="P05", language="ru"),
        Named(key="6", stem="P05-ru", language="ru"),
    ]
    made = proposals(named, {"P02": "", "P03": "", "P04": ""}, each=True, there={"P04": "en"})
    assert [made[key].original for key in "123456"] == ["", "1", "", "P04", "", ""]
    assert [made[key].participant for key in "1234"] == ["P02", "P02", "P03", "P04"]


def test_a_file_in_which_several_answer_is_nobody_s_of_its_own(project: Project) -> None:
    rows = shown(taken_up(project, {"talk.txt": PLAIN, "group.txt": GROUP}))
    assert (rows["group.txt"]["participant"], rows["talk.txt"]["participant"]) == ("", "P01")


# ── what is shown ──


def test_files_stand_in_three_groups_and_say_why(project: Project) -> None:
    """A fault says how to mend it; what is there already is not brought in twice."""
    upload(project, "old.txt", PLAIN.encode(), coder="ana")
    files: dict[str, str | bytes] = {"again.txt": PLAIN, "bare.txt": BARE.format("a")}
    rows = shown(taken_up(project, {**files, "bad.docx": b"PK\x03\x04", "ok.txt": PLAIN + "x"}))
    assert {name: row["state"] for name, row in rows.items()} == {
        "again.txt": "in",
        "bad.docx": "bad",
        "bare.txt": "asks",
        "ok.txt": "ready",
    }
    assert "“old”" in rows["again.txt"]["say"]
    assert "save it again" in rows["bad.docx"]["say"]
    assert rows["bare.txt"]["say"] == "1 paragraph without a label: who speaks?"
    assert rows["bare.txt"]["unknown"] == 1


def test_the_same_text_dropped_twice_comes_in_once(project: Project) -> None:
    rows = shown(taken_up(project, {"a.txt": PLAIN, "b.txt": PLAIN}))
    assert (rows["a.txt"]["state"], rows["b.txt"]["state"]) == ("ready", "in")
    assert "a.txt" in rows["b.txt"]["say"]


def test_the_words_in_question_are_marked(project: Project) -> None:
    intake = taken_up(project, {"bare.txt": BARE.format("a")})
    turns = batch_rows(intake, busy=False, of="")["text"]["turns"]
    assert [turn[0] for turn in turns if turn[5]] == [3]
    assert turns[2][4] == [("The school was, too.", False)]
    assert turns[2][2] == Role.UNKNOWN


def test_of_a_long_file_the_beginning_and_what_is_in_question_are_shown(project: Project) -> None:
    text = PLAIN * 200 + "\n" + BARE.format("a") + "\n" + PLAIN * 3
    intake = taken_up(project, {"long.txt": text})

    def numbers() -> list[object]:
        turns = batch_rows(intake, busy=False, of="")["text"]["turns"]
        return [("left out", turn) if isinstance(turn, int) else turn[0] for turn in turns]

    last = intake.transcript(intake.files[0].key)
    assert last is not None
    count = len(last.turns)
    marked = [801, 802, 803, 804, 805]
    assert numbers() == [*range(1, 301), ("left out", 500), *marked, ("left out", count - 805)]
    act(project, intake, "more", "long.txt", shown=600)
    assert numbers() == [*range(1, 601), ("left out", 200), *marked, ("left out", count - 805)]
    act(project, intake, "more", "long.txt", shown=count)
    assert numbers() == [*range(1, count + 1)]


# ── what is said ──


def test_an_answer_holds_for_all_files_that_ask_the_same_and_is_taken_back_as_one(
    project: Project,
) -> None:
    files: dict[str, str | bytes] = {f"{n}.txt": BARE.format(n) for n in "abc"}
    intake = taken_up(project, files | {"d.txt": PLAIN})
    assert shown(intake)["a.txt"]["doubts"][0]["also"] == 2
    answer(project, intake, "a.txt", "continue", everywhere=True)
    assert {row["state"] for row in shown(intake).values()} == {"ready"}
    assert [row["unknown"] for row in shown(intake).values()] == [0, 0, 0, 0]
    act(project, intake, "undo")
    assert [row["state"] for row in shown(intake).values()] == ["asks", "asks", "asks", "ready"]


def test_an_answer_can_be_for_one_file_alone(project: Project) -> None:
    files: dict[str, str | bytes] = {f"{n}.txt": BARE.format(n) for n in "ab"}
    intake = taken_up(project, files)
    answer(project, intake, "a.txt", "continue", everywhere=False)
    assert [row["state"] for row in shown(intake).values()] == ["ready", "asks"]


def test_who_asks_is_said_once_for_all_files_and_settles_the_others_side(project: Project) -> None:
    text = "Milica: Why here?\n\nAna: Near, {}.\n\nMilica: And now?\n\nAna: The same.\n"
    intake = taken_up(project, {f"{n}.txt": text.format(n) for n in "ab"})
    doubt = shown(intake)["a.txt"]["doubts"][0]
    assert doubt["options"] == [
        ("Milica", "Milica asks"),
        ("Ana", "Ana asks"),
        ("nobody", "Nobody asks"),
    ]
    assert doubt["also"] == 1
    answer(project, intake, "a.txt", "Ana", everywhere=True)
    for row in shown(intake).values():
        assert row["state"] == "ready"
        assert [(s["name"], s["role"]) for s in row["cast"]] == [
            ("Milica", "participant"),
            ("Ana", "interviewer"),
        ]
    act(project, intake, "undo")
    answer(project, intake, "a.txt", "nobody", everywhere=False)
    assert {s["role"] for s in shown(intake)["a.txt"]["cast"]} == {"participant"}


def test_two_labels_of_one_speaker_are_joined_or_kept_apart(project: Project) -> None:
    text = PLAIN + "\nMila, off camera: Still.\n\nInterviewer: Oh?\n\nMila, off camera: Yes.\n"
    intake = taken_up(project, {"a.txt": text})
    assert shown(intake)["a.txt"]["say"].startswith("“Mila, off camera” and “Mila”: one person?")
    answer(project, intake, "a.txt", "join", everywhere=False)
    assert [s["name"] for s in shown(intake)["a.txt"]["cast"]] == ["Interviewer", "Mila"]
    act(project, intake, "undo")
    answer(project, intake, "a.txt", "apart", everywhere=False)
    assert len(shown(intake)["a.txt"]["cast"]) == 3
    assert "one person" not in shown(intake)["a.txt"]["say"]


def test_asked_later_words_stay_nobody_s_and_the_file_is_ready(project: Project) -> None:
    intake = taken_up(project, {"a.txt": BARE.format("a")})
    answer(project, intake, "a.txt", "nobody", everywhere=True)
    row = shown(intake)["a.txt"]
    assert (row["state"], row["unknown"], row["unknownWords"]) == ("ready", 1, 4)


def test_a_name_that_exists_joins_and_takes_its_side(project: Project) -> None:
    text = PLAIN + "\nMila (tired): Still.\n\nInterviewer: Oh?\n\nMila (tired): Yes.\n"
    intake = taken_up(project, {"a.txt": text})
    assert [s["name"] for s in shown(intake)["a.txt"]["cast"]] == [
        *("Interviewer", "Mila", "Mila (tired)"),
    ]
    act(project, intake, "rename", "a.txt", speaker="Mila (tired)", name="Mila")
    cast = shown(intake)["a.txt"]["cast"]
    assert [(s["name"], s["turns"], s["role"]) for s in cast] == [
        ("Interviewer", 3, "interviewer"),
        ("Mila", 4, "participant"),
    ]
    assert cast[1]["label"] == "Mila, Mila (tired)"


def test_who_is_joined_leaves_behind_what_was_said_of_them(project: Project) -> None:
    intake = taken_up(project, {"g.txt": GROUP})
    act(project, intake, "role", "g.txt", speaker="Tara", role="other")
    act(project, intake, "rename", "g.txt", speaker="Tara", name="Mila")
    cast = shown(intake)["g.txt"]["cast"]
    assert [(s["name"], s["role"], s["turns"]) for s in cast] == [
        ("Interviewer", "interviewer", 2),
        ("Mila", "participant", 4),
    ]


def test_an_answer_that_names_a_speaker_is_for_files_that_have_that_speaker(
    project: Project,
) -> None:
    files: dict[str, str | bytes] = {n: BARE.format(n) for n in ("a.txt", "b.txt")}
    other = BARE.format("c").replace("Mila", "Tara")
    intake = taken_up(project, {**files, "c.txt": other})
    answer(project, intake, "a.txt", "Mila", everywhere=True)
    assert [row["unknown"] for row in shown(intake).values()] == [0, 0, 1]


def test_what_is_said_of_a_speaker_is_offered_for_the_other_files(project: Project) -> None:
    intake = taken_up(project, {"a.txt": PLAIN, "b.txt": PLAIN + "More.", "c.txt": GROUP})
    act(project, intake, "rename", "a.txt", speaker="Mila", name="Participant")
    assert intake.offer is not None
    assert intake.offer.text.startswith("2 other files have “Mila” too")
    assert "Mila" in [s["name"] for s in shown(intake)["b.txt"]["cast"]]
    act(project, intake, "share")
    assert "Participant" in [s["name"] for s in shown(intake)["b.txt"]["cast"]]
    act(project, intake, "undo")
    assert "Mila" in [s["name"] for s in shown(intake)["b.txt"]["cast"]]
    assert "Participant" in [s["name"] for s in shown(intake)["a.txt"]["cast"]]


def test_who_alone_answers_is_whom_the_interview_is_with(project: Project) -> None:
    intake = taken_up(project, {"a.txt": PLAIN})
    assert shown(intake)["a.txt"]["cast"][1]["participant"] == "P01"
    act(project, intake, "person", "a.txt", speaker="Mila", participant="M7")
    row = shown(intake)["a.txt"]
    assert (row["participant"], row["cast"][1]["participant"]) == ("M7", "M7")
    act(project, intake, "with", "a.txt", participant="M8")
    row = shown(intake)["a.txt"]
    assert (row["participant"], row["cast"][1]["participant"]) == ("M8", "M8")


# ── coming in ──


def test_files_come_in_as_one_act_with_what_was_said_of_them(project: Project) -> None:
    """New participants come with them; undo takes out both."""
    intake = taken_up(project, {"P01.txt": PLAIN, "P-02.txt": BARE.format("a"), "g.txt": GROUP})
    answer(project, intake, "P-02.txt", "continue", everywhere=True)
    answer(project, intake, "g.txt", "P03", everywhere=False)
    answer(project, intake, "g.txt", "", everywhere=False)
    report = project.transcripts.import_uploads(
        intake.uploads([arrival.key for arrival in intake.files]), coder="ana"
    )
    assert report.failed == []
    assert {t.name: t.participant for t in project.transcripts.all()} == {
        "P01": "P01",
        "P-02": "P02",
        "g": "",
    }
    assert [p.id for p in project.participants.all()] == ["P01", "P02", "P03"]
    assert project.log.acts()[0].summary == "3 transcripts imported: g, P01, P-02"
    project.log.undo(coder="ana")
    assert (project.transcripts.all(), project.participants.all()) == ([], [])


def test_two_files_of_one_name_are_two_interviews(project: Project) -> None:
    intake = Intake()
    intake.add("P01.txt", PLAIN.encode())
    intake.add("P01.txt", GROUP.encode())
    read(project, intake)
    project.transcripts.import_uploads(
        intake.uploads([arrival.key for arrival in intake.files]), coder="ana"
    )
    assert sorted(t.name for t in project.transcripts.all()) == ["P01", "P01-2"]


def test_a_translation_is_linked_to_the_file_it_came_with(project: Project) -> None:
    russian = PLAIN.replace("It was near", "Это было совсем рядом с моей школой и с домом")
    intake = taken_up(project, {"P01-ru.txt": russian, "P01.txt": PLAIN})
    act(project, intake, "language", "P01-ru.txt", language="ru")
    act(project, intake, "language", "P01.txt", language="en")
    row = shown(intake)["P01-ru.txt"]
    assert (row["of"], row["participant"]) == ("P01", "P01")
    keys = [arrival.key for arrival in intake.files]
    project.transcripts.import_uploads(intake.uploads(keys), coder="ana")
    original = project.transcripts.info("P01")
    assert project.transcripts.info("P01-ru").translation_of == original.id


def test_what_the_index_says_counts_more_than_a_name_and_less_than_a_person(
    tmp_path: Path,
) -> None:
    project = study(tmp_path / "s")
    index = project.folder / "transcripts" / "index.csv"
    index.write_text("file,participant,language\nP01.txt,P02,sr\n", encoding="utf-8")
    intake = taken_up(project, {"P01.txt": PLAIN})
    row = shown(intake)["P01.txt"]
    assert (row["participant"], row["language"]) == ("P02", "sr")
    act(project, intake, "with", "P01.txt", participant="P01")
    assert shown(intake)["P01.txt"]["participant"] == "P01"


def test_a_file_left_out_stays_out_and_undo_brings_it_back(project: Project) -> None:
    intake = taken_up(project, {"a.txt": PLAIN, "b.txt": GROUP})
    keys = [arrival.key for arrival in intake.files]
    act(project, intake, "drop", files=keys[:1])
    assert list(shown(intake)) == ["b.txt"]
    act(project, intake, "undo")
    act(project, intake, "drop", files=keys)
    assert not shown(intake)
    act(project, intake, "undo")
    assert list(shown(intake)) == ["a.txt", "b.txt"]


def test_participants_of_the_study_are_offered_by_name(tmp_path: Path) -> None:
    intake = taken_up(study(tmp_path / "s"), {"g.txt": GROUP.replace("Tara", "Vera")})
    [mila, vera] = shown(intake)["g.txt"]["doubts"]
    assert vera["options"][0] == ("P01", "P01 Vera")
    assert mila["options"][0] == ("P03", "P03, new")
    assert isinstance(intake.answers(intake.files[0].key), ReadingAnswers)


ODD = "Farbe,Ort,Kolme,Code\n" + "".join(
    f"{who},So it went on in year {n},{'home' * (n < 2)}\n"
    for n, who in enumerate(["rot,Bor", "blau,Pula"] * 3)
)


def test_what_columns_hold_is_asked_said_and_offered_for_tables_with_the_same_headings(
    project: Project,
) -> None:
    intake = read(project, taken_up(project, {"a.csv": ODD, "b.csv": ODD.replace("year", "day")}))
    lines = shown(intake)
    assert lines["a.csv"]["say"].startswith("what do its columns hold?")
    assert lines["a.csv"]["doubts"][0]["options"] == [("as read", "That is right")]
    act(project, intake, "column", "a.csv", column="Ort", use="speaker")
    act(project, intake, "column", "a.csv", column="Code", use="tags")
    held = {c["name"]: c["use"] for c in shown(intake)["a.csv"]["columns"]}
    assert held == {"Farbe": "nothing", "Ort": "speaker", "Kolme": "words", "Code": "tags"}
    assert "columns" not in {doubt["kind"] for doubt in shown(intake)["a.csv"]["doubts"]}
    assert intake.offer is not None
    act(project, intake, "share")
    assert {c["name"]: c["use"] for c in shown(intake)["b.csv"]["columns"]} == held
    act(project, intake, "undo")
    assert shown(intake)["b.csv"]["doubts"][0]["kind"] == "columns"


def test_no_column_is_left_that_holds_the_words(project: Project) -> None:
    intake = read(project, taken_up(project, {"a.csv": ODD}))
    act(project, intake, "column", "a.csv", column="Kolme", use="nothing")
    assert intake.news
    assert {c["use"] for c in shown(intake)["a.csv"]["columns"]} >= {"words"}


def test_respondents_of_a_table_get_no_ids_of_their_own(project: Project) -> None:
    rows = "respondent,age,What do you fear most?\n" + "".join(
        f"R{n},{30 + n},The water more than {n} other things\n" for n in range(4)
    )
    intake = read(project, taken_up(project, {"a.csv": rows}))
    line = shown(intake)["a.csv"]
    assert (line["respondents"], line["participant"], line["state"]) == (4, "", "ready")


@pytest.mark.parametrize(
    ("stems", "told"),
    [
        (["a v2", "b v3", "c", "d", "e"], {}),
        (["a v2", "b v3", "c", "d"], {}),
        (["a v2", "b v3", "c"], {"a v2": "V2", "b v3": "V3"}),
    ],
)
def test_letters_are_an_id_s_where_more_than_half_of_the_files_are_numbered_so(
    stems: list[str], told: dict[str, str]
) -> None:
    assert new_ids([Named(key=stem, stem=stem) for stem in stems], ["P01"]) == told
