"""Who says what: told by the file, corrected by people, undone; all that stands on it follows."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import lay_out

from coding.errors import CodingError, Conflict, NotFound, SegmentError
from coding.model import Coding, Role, new_id, now
from coding.project import Project
from coding.project.overview import Need
from coding.store import seals
from coding.store.numbers import LATE

GROUP = """\
Moderator: Do you feel safe here?

Ilya: Safe, yes. The rent is another matter.

Ana: I do not go out at night.

Moderator: And the rent?

Ilya: It eats us up.

Ana: Ours is low.

Boris: I have no opinion.

Ilya: Nobody asked you, Boris.

Boris: Still I have none.

Ana: Let us go on.
"""
PEOPLE = """\
participant,pseudonym,gender,age_band
P01,Mitya,Male,40-49
P02,Anya,Female,30-39
P03,Borya,Male,60-69
"""


@pytest.fixture
def group(tmp_path: Path) -> Project:
    """Return a project with a group interview of four speakers, none of them anybody yet."""
    return Project(lay_out(tmp_path / "p", {"G.txt": GROUP}, others={"participants.csv": PEOPLE}))


def said(project: Project, transcript: str = "G") -> list[tuple[str, str, str]]:
    """Return speaker, participant and words of each turn."""
    whole = project.transcripts.get(transcript)
    return [(t.speaker, t.participant, whole.text[t.start : t.end]) for t in whole.turns]


def cast(project: Project, transcript: str = "G") -> dict[str, tuple[str, str, int, int]]:
    return {
        s.name: (str(s.role), s.participant, s.turns, s.words)
        for s in project.speakers.of(transcript)
    }


def place(project: Project, words: str, transcript: str = "G") -> tuple[int, int]:
    start = project.transcripts.get(transcript).text.index(words)
    return start, start + len(words)


def stored(project: Project) -> list[object]:
    """Return the rows that say who says what, byte for byte, their versions left out."""
    with project.store.reading() as db:
        rows: list[object] = []
        for table in ("turns", "speakers", "transcripts", "texts", "codings", "memos", "places"):
            for row in db.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall():
                rows.append({k: v for k, v in dict(row).items() if k not in ("version", "seen")})
    return rows


def searches_what_is_said(project: Project) -> None:
    """Let SQLite compare its search index with the words of the turns; raises if they differ."""
    with project.store.reading() as db:
        db.execute("BEGIN")
        db.execute("INSERT INTO spoken_index (spoken_index, rank) VALUES ('integrity-check', 1)")
        db.execute("ROLLBACK")


# ── who they are ──


def test_a_group_interview_is_nobodys_until_each_speaker_is_somebody(group: Project) -> None:
    group.transcripts.edit("G", participant="P01", coder="ana")
    assert {person for _, person, _ in said(group)} == {""}
    group.speakers.set_participant("G", "Ana", "P-02", coder="ana")
    assert cast(group)["Ana"] == ("participant", "P02", 3, 14)
    assert [who for who, person, _ in said(group) if person] == ["Ana"] * 3


def test_who_alone_answers_is_whom_the_interview_is_with(tmp_path: Path) -> None:
    text = "I: Why?\n\nVera: Because.\n\nI: And?\n\nVera: No.\n"
    project = Project(lay_out(tmp_path / "p", {"V.txt": text}, others={"participants.csv": PEOPLE}))
    project.transcripts.edit("V", participant="P02", coder="ana")
    assert cast(project, "V") == {
        "I": ("interviewer", "", 2, 2),
        "Vera": ("participant", "P02", 2, 2),
    }
    project.speakers.set_participant("V", "Vera", "P03", coder="ana")
    assert project.transcripts.info("V").participant == "P03"
    project.log.undo(coder="ana")
    assert (project.transcripts.info("V").participant, cast(project, "V")["Vera"][1]) == (
        "P02",
    ) * 2


def test_labels_that_are_called_like_participants_are_those_from_the_start(tmp_path: Path) -> None:
    text = GROUP.replace("Ilya:", "P-01:").replace("Ana:", "anya:")
    project = Project(lay_out(tmp_path / "p", {"G.txt": text}, others={"participants.csv": PEOPLE}))
    persons = {s.name: s.participant for s in project.speakers.of("G")}
    assert persons == {"Moderator": "", "P-01": "P01", "anya": "P02", "Boris": ""}


def test_a_name_that_somebody_has_joins_the_two_and_undo_parts_them(group: Project) -> None:
    group.speakers.set_participant("G", "Ilya", "P01", coder="ana")
    before = stored(group)
    group.speakers.rename("G", "Boris", "Ilya", coder="ana")
    assert group.log.acts()[0].summary == "G: Boris joined to Ilya, 2 turns"
    assert cast(group)["Ilya"][1:3] == ("P01", 5)
    assert "Boris" not in cast(group)
    group.log.undo(coder="ana")
    assert stored(group) == before


def test_where_one_is_left_who_answers_that_is_whom_the_interview_is_with(group: Project) -> None:
    """Not somebody who is a person already."""
    group.transcripts.edit("G", participant="P01", coder="ana")
    for name in ("Ana", "Boris"):
        group.speakers.rename("G", name, "Ilya", coder="ana")
    assert cast(group)["Ilya"][1] == "P01"
    group.log.undo(coder="ana")
    assert {person for _, person, _ in said(group)} == {""}
    group.speakers.set_participant("G", "Ilya", "P02", coder="ana")
    group.speakers.set_role("G", "Boris", Role.OTHER, coder="ana")
    assert cast(group)["Ilya"][1] == "P02"


def test_who_asks_is_corrected_and_the_other_answers_then(tmp_path: Path) -> None:
    text = "Ana: Why do you?\n\nEva: Because.\n\nAna: Do you?\n\nEva: Yes.\n\n" * 2
    project = Project(lay_out(tmp_path / "p", {"V.txt": text}, others={"participants.csv": PEOPLE}))
    project.speakers.set_role("V", "Ana", Role.INTERVIEWER, coder="ana")
    project.speakers.set_participant("V", "Eva", "P02", coder="ana")
    project.speakers.set_role("V", "Eva", Role.INTERVIEWER, coder="ana")
    roles = {name: row[0] for name, row in cast(project, "V").items()}
    assert roles == {"Ana": "participant", "Eva": "interviewer"}
    assert cast(project, "V")["Eva"][1] == ""  # who asks is nobody of the study


def test_once_a_person_says_who_asks_nobody_is_asked_to_check_it(tmp_path: Path) -> None:
    words = "Milica: Why?\nAna: So.\nMilica: When?\nAna: Then.\nMilica: I see.\nAna: Yes?\n"
    project = Project(lay_out(tmp_path / "p", {"A.txt": words}))
    asked = project.transcripts.info("A").notes
    assert "Please check: Is “Milica” the interviewer? 2 of 3 turns" in asked[0]

    def to_check() -> list[str]:
        waiting = project.overview.agenda("jelena")
        return [task.about[0][1] for task in waiting if task.need is Need.CHECK]

    assert to_check() == ["A"]
    project.speakers.set_role("A", "Milica", Role.INTERVIEWER, coder="jelena")
    [told] = project.transcripts.info("A").notes
    assert told == f"{asked[0].removeprefix('Please check: ')} A person has said who asks."
    assert to_check() == []
    project.log.undo(by="jelena")
    assert project.transcripts.info("A").notes == asked
    assert to_check() == ["A"]
    project.speakers.set_participant("A", "Ana", "P01", coder="jelena")
    assert to_check() == ["A"], "that Ana answers says nothing of Milica"
    project.speakers.set_participant("A", "Milica", "P02", coder="jelena")
    assert to_check() == []


def test_what_is_unknown_or_gone_is_refused(group: Project) -> None:
    acts = group.speakers
    refused: list[tuple[type[CodingError], Callable[[], object]]] = [
        (NotFound, lambda: acts.rename("G", "Olga", "Ana", coder="ana")),
        (CodingError, lambda: acts.rename("G", "Ana", " ", coder="ana")),
        (NotFound, lambda: acts.give("G", [99], "Ana", coder="ana")),
        (NotFound, lambda: acts.give("G", None, "Ana", coder="ana")),
        (NotFound, lambda: acts.continue_unlabelled("G", coder="ana")),
        (SegmentError, lambda: acts.join_turns("G", 3, 3, coder="ana")),
        (SegmentError, lambda: acts.split_turn("G", 1, 0, coder="ana")),
        (SegmentError, lambda: acts.move_border("G", 2, 5, coder="ana")),
        (CodingError, lambda: acts.set_role("G", "", Role.PARTICIPANT, coder="ana")),
    ]
    before = stored(group), len(group.log.acts())
    for error, act in refused:
        with pytest.raises(error):
            act()
    assert (stored(group), len(group.log.acts())) == before


def test_whoever_was_quicker_is_not_overrun(group: Project) -> None:
    seen = group.transcripts.info("G").edition
    group.speakers.give("G", [3], "Boris", coder="ben", seen=seen)
    with pytest.raises(Conflict, match="somebody else"):
        group.speakers.give("G", [4], "Boris", coder="ana", seen=seen)
    group.speakers.give("G", [4], "Boris", coder="ana", seen=group.transcripts.info("G").edition)


# ── what they say ──


def test_turns_are_given_to_others_known_or_new(group: Project) -> None:
    group.speakers.give("G", [2, 5], "Olga", coder="ana")
    assert [who for who, _, _ in said(group)][:5] == [
        "Moderator",
        "Olga",
        "Ana",
        "Moderator",
        "Olga",
    ]
    assert cast(group)["Ilya"][2] == 1
    group.speakers.give("G", [2], "", coder="ana")
    assert cast(group)[""] == ("unknown", "", 1, 7)
    group.speakers.continue_unlabelled("G", coder="ana")
    assert said(group)[1][0] == "Moderator"
    group.speakers.give("G", [1], "", role=Role.OTHER, coder="ana")
    assert "" not in cast(group)
    assert [a.summary for a in group.log.acts(limit=2)] == [
        "G: turn 1 given to nobody",
        "G: 1 turn of nobody given to the speaker before",
    ]


def test_a_label_taken_for_words_is_left_out_of_both_turns(group: Project) -> None:
    at, _ = place(group, "The rent is another matter.")
    group.speakers.split_turn("G", 2, at, again=at + 4, name="Ana", coder="ana")
    assert said(group)[1:3] == [("Ilya", "", "Safe, yes."), ("Ana", "", "rent is another matter.")]
    assert group.transcripts.info("G").turns == 11
    assert group.transcripts.search('"yes The"') == []
    assert group.check() == []


def test_a_border_that_moves_across_a_label_leaves_the_label_nobodys(group: Project) -> None:
    group.speakers.move_border("G", 3, place(group, "at night.")[0], coder="ana")
    assert [row[::2] for row in said(group)[2:4]] == [
        ("Ilya", "I do not go out"),
        ("Ana", "at night."),
    ]
    group.log.undo(coder="ana")
    group.speakers.move_border("G", 3, place(group, "The rent is")[0], coder="ana")
    assert [row[::2] for row in said(group)[1:4]] == [
        ("Ilya", "Safe, yes."),
        ("Ana", "The rent is another matter."),
        ("Ana", "I do not go out at night."),
    ]


def test_a_border_between_turns_without_a_label_just_moves(group: Project) -> None:
    group.speakers.split_turn("G", 2, place(group, "The rent is")[0], name="Ana", coder="ana")
    group.speakers.move_border("G", 3, place(group, "another")[0], coder="ana")
    assert [row[2] for row in said(group)[1:3]] == ["Safe, yes. The rent is", "another matter."]
    group.speakers.move_border("G", 3, place(group, "yes.")[0], coder="ana")
    assert [row[2] for row in said(group)[1:3]] == ["Safe,", "yes. The rent is another matter."]
    assert len(said(group)) == 11


def test_what_stands_on_a_turn_follows_it_when_numbers_change(group: Project) -> None:
    key = group.transcripts.info("G").id
    for number in (2, 5, 7):
        group.memos.write("turn", f"{key}#{number}", f"on {number}", coder="ana")
    group.store.places.put("ana", key, 5)

    def noted() -> dict[str, int]:
        return {m.text: int(m.about.partition("#")[2]) for m in group.memos.all(kind="turn")}

    group.speakers.split_turn("G", 2, place(group, "The rent is")[0], coder="ana")
    assert noted() == {"on 2": 2, "on 5": 6, "on 7": 8}
    assert group.store.places.turn("ana", key) == 6
    assert group.store.places.all("ana")[key][0] == 6
    group.memos.write("turn", f"{key}#3", "on the new one", coder="ana")
    group.speakers.join_turns("G", 5, 8, words=True, coder="ana")
    assert noted() == {"on 2": 2, "on the new one": 3, "on 5": 5, "on 7": 5}
    assert group.store.places.turn("ana", key) == 5
    assert [m.text for m in group.memos.all(kind="turn", about=f"{key}#3")] == ["on the new one"]
    group.log.undo(coder="ana")
    assert noted()["on 7"] == 8
    group.log.undo(coder="ana")  # the memo on the new one
    group.log.undo(coder="ana")
    assert noted() == {"on 2": 2, "on 5": 5, "on 7": 7}
    assert group.store.places.turn("ana", key) == 5


def test_a_memo_on_a_last_turn_that_came_to_be_by_a_split_stands_on_it(group: Project) -> None:
    transcript = group.transcripts.get("G")
    last = transcript.turns[-1]
    middle = transcript.text.index(" ", last.start + 1) + 1
    group.speakers.split_turn("G", last.number, middle, coder="ana")
    about = f"{transcript.id}#{last.number + 1}"
    group.memos.write("turn", about, "how it ends", coder="ana")
    assert [m.about for m in group.memos.all(kind="turn")] == [about]


def test_a_memo_on_a_turn_that_is_undone_stands_where_its_words_are(group: Project) -> None:
    """Ben writes on a turn that Ana's split made, and Ana takes the split back."""
    key = group.transcripts.info("G").id
    group.speakers.split_turn("G", 2, place(group, "The rent is")[0], coder="ana")
    group.memos.write("turn", f"{key}#3", "why?", coder="ben")
    group.log.undo(coder="ana")
    assert [m.about for m in group.memos.all(kind="turn")] == [f"{key}#2"]
    assert group.check() == []


def test_two_people_correct_one_interview_and_each_takes_back_their_own(group: Project) -> None:
    """What is counted from turns (how many a speaker has) stands in nobody's way."""
    group.speakers.split_turn("G", 2, place(group, "The rent is")[0], coder="ana")
    group.speakers.give("G", [4], "Ilya", coder="ben")
    group.log.undo(coder="ana")
    assert [who for who, _, _ in said(group)][:3] == ["Moderator", "Ilya", "Ilya"]
    assert cast(group)["Ilya"][2] == 4
    group.log.undo(coder="ben")
    group.log.undo(coder="ana", redo=True)
    assert len(said(group)) == 11
    assert group.check() == []


def test_a_search_has_hits_in_order_of_the_text_also_after_a_split(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", {"A.txt": GROUP, "B.txt": GROUP.replace("Ana", "Eva")})
    project = Project(folder)
    project.speakers.split_turn("A", 2, place(project, "The rent is", "A")[0], coder="ana")
    hits = [(hit.name, hit.start) for hit in project.transcripts.search("rent", limit=3)]
    assert hits == sorted(hits)
    assert hits[0] == ("A", place(project, "rent is another", "A")[0])
    searches_what_is_said(project)


def test_ids_of_new_turns_are_never_given_twice(group: Project) -> None:
    """Else what stood on a turn that is gone would stand on another."""

    def new_turns() -> set[int]:
        with group.store.reading() as db:
            return {row[0] for row in db.execute("SELECT id FROM turns WHERE id >= ?", [LATE])}

    group.speakers.split_turn("G", 2, place(group, "The rent is")[0], coder="ana")
    first = new_turns()
    group.log.undo(coder="ana")
    group.speakers.split_turn("G", 3, place(group, "go out")[0], coder="ana")
    assert first.isdisjoint(new_turns())


def test_the_id_of_a_turn_that_is_gone_is_not_given_to_an_interview_that_comes_in(
    group: Project, tmp_path: Path
) -> None:
    before = said(group)
    group.speakers.join_turns("G", 9, 10, words=True, coder="ana")  # the last turn there is
    file = tmp_path / "H.txt"
    file.write_text("I: Why?\n\nVera: Because.\n\nI: And?\n\nVera: No.\n")
    group.transcripts.import_files([file], coder="ben")
    group.log.undo(coder="ana")
    assert said(group) == before
    assert group.check() == []


def test_one_split_of_a_long_interview_is_a_short_row_in_the_log(tmp_path: Path) -> None:
    text = "".join(f"I: Why {n}?\n\nVera: Because of {n}, I say.\n\n" for n in range(4000))
    project = Project(lay_out(tmp_path / "p", {"V.txt": text}))
    assert project.transcripts.info("V").turns == 8000
    project.speakers.split_turn("V", 2, place(project, "I say", "V")[0], coder="ana")
    with project.store.reading() as db:
        rows = db.execute(
            "SELECT length(coalesce(before, '')) + length(coalesce(after, '')) FROM changes"
            " WHERE act = (SELECT max(seq) FROM acts)"
        ).fetchall()
    assert sum(row[0] for row in rows) < 2_000


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('UPDATE turns SET "end" = "end" + 20 WHERE number = 2', "lies across another"),
        ('UPDATE turns SET "end" = 9999 WHERE number = 10', "outside the text"),
        ("UPDATE turns SET speaker = 'Olga' WHERE number = 2", "the speaker “Olga”"),
    ],
)
def test_turns_that_were_written_wrong_are_found(group: Project, wrong: str, told: str) -> None:
    """Not damage, whose check value differs, but a mistake that was written down as it is."""
    key = group.transcripts.info("G").id
    with group.store.reading() as db:
        db.execute(wrong)
        seals.keep(db, "turns", seals.turns_sum(db, key), key)
    assert [problem.what for problem in group.check() if told in problem.what]


def test_import_taken_back_and_brought_again_keeps_what_was_said_of_speakers(
    tmp_path: Path,
) -> None:
    project = Project(lay_out(tmp_path / "p", {}, others={"participants.csv": PEOPLE}))
    file = tmp_path / "G.txt"
    file.write_text(GROUP)
    project.transcripts.import_files([file], coder="ana")
    project.speakers.rename("G", "Boris", "Bob", coder="ben")
    project.log.undo(coder="ana")
    assert [info.name for info in project.transcripts.all()] == []
    project.transcripts.import_files([file], coder="ana")
    assert "Bob" in cast(project)
    assert project.check() == []


# ── all of it, at random ──

KINDS = (
    "rename",
    "merge",
    "role",
    "person",
    "give",
    "unknown",
    "continue",
    "border",
    "split",
    "join",
)


def any_act(project: Project, kind: str, chance: random.Random) -> bool:
    """Do something to who says what; say whether it could be done."""
    acts, whole = project.speakers, project.transcripts.get("G")
    names = [s.name for s in whole.cast if s.name] or [""]
    number = chance.randrange(len(whole.turns)) + 1
    turn = whole.turns[number - 1]
    some = sorted(chance.sample(range(1, len(whole.turns) + 1), min(3, len(whole.turns))))
    with suppress(CodingError):
        if kind == "rename":
            acts.rename("G", chance.choice(names), f"N{chance.randrange(50)}", coder="ana")
        elif kind == "merge":
            acts.rename("G", chance.choice(names), chance.choice(names), coder="ana")
        elif kind == "role":
            acts.set_role("G", chance.choice(names), chance.choice(list(Role)), coder="ana")
        elif kind == "person":
            acts.set_participant(
                "G", chance.choice(names), chance.choice(["", "P01", "P9"]), coder="ana"
            )
        elif kind == "give":
            acts.give("G", some, chance.choice([*names, "New"]), coder="ana")
        elif kind == "unknown":
            acts.give("G", some, "", role=chance.choice([Role.UNKNOWN, Role.OTHER]), coder="ana")
        elif kind == "continue":
            acts.continue_unlabelled("G", coder="ana")
        elif kind == "border":
            acts.move_border("G", number, chance.randrange(len(whole.text)), coder="ana")
        elif kind == "split":
            at = chance.randrange(turn.start, turn.end)
            acts.split_turn(
                "G", number, at, again=min(turn.end, at + chance.randrange(4)), coder="ana"
            )
        else:
            last, words = number + chance.randrange(1, 3), chance.random() < 0.5
            acts.join_turns("G", number, last, words=words, coder="ana")
        return True
    return False


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=12), seed=st.integers(0, 10**6))
def test_whatever_is_corrected_codings_stay_on_their_words_and_all_of_it_is_undone(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("any") / "p"
    project = Project(lay_out(folder, {"G.txt": GROUP}, others={"participants.csv": PEOPLE}))
    info, text = project.transcripts.info("G"), GROUP
    sha = info.sha256
    with project.store.writing(coder="ben", verb="apply", summary="300 codings") as w:
        taken = set()
        while len(taken) < 300:
            start = chance.randrange(len(text) - 30)
            place = (
                start,
                start + chance.randrange(3, 30),
                chance.choice(["safety", "fear", "prices"]),
            )
            if place not in taken:
                taken.add(place)
                w.add_coding(
                    Coding(
                        id=new_id(),
                        transcript=info.id,
                        start=place[0],
                        end=place[1],
                        text=text[place[0] : place[1]],
                        code=place[2],
                        coder="ben",
                        created=now(),
                    )
                )
    project.memos.write("turn", f"{info.id}#5", "a thought", coder="ben")
    first = stored(project)
    states = [first]
    for kind in kinds:
        if any_act(project, kind, chance) and stored(project) != states[-1]:
            states.append(stored(project))
    whole = project.transcripts.get("G")
    assert (whole.sha256, len(project.codings.all())) == (sha, 300)
    assert all(text[c.start : c.end] == c.text for c in project.codings.all())
    assert project.check() == []
    searches_what_is_said(project)
    for state in reversed(states[:-1]):
        project.log.undo(coder="ana")
        assert stored(project) == state
    searches_what_is_said(project)
    for state in states[1:]:
        project.log.undo(coder="ana", redo=True)
        assert stored(project) == state
    assert project.check() == []
