"""A speaker's label never becomes words by accident: whatever is joined, moved or split."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from processor import pace
from studies import lay_out
from transcript_files import text

from coding.errors import CodingError, SegmentError
from coding.model import Participant, ReadingAnswers
from coding.project import Project

GROUP = """\
Moderator: Do you feel safe?

Halyna: Safe, yes. The rent is too high.

Orest: I stay at home.

Halyna: I do not.

Orest: Well then.
"""
PEOPLE = "participant,pseudonym\nP01,Vera\n"
NAMES = ("Halyna", "Orest", "Moderator")


@pytest.fixture
def group(tmp_path: Path) -> Project:
    return Project(lay_out(tmp_path / "p", {"G.txt": GROUP}, others={"participants.csv": PEOPLE}))


def said(project: Project) -> list[tuple[str, str]]:
    whole = project.transcripts.get("G")
    return [(t.speaker, whole.text[t.start : t.end]) for t in whole.turns]


def printed(project: Project) -> str:
    """Return the words of all that is coded, as quotes for others have them."""
    key, end = project.transcripts.info("G").id, len(GROUP) - 1
    project.codings.apply(key, 0, end, ["safety"], coder="ana")
    words = "\n".join(quote.words for quote in project.quotes.find(["safety"]))
    project.log.undo(coder="ana")
    return words


def test_turns_joined_across_a_label_are_one_speakers_and_stay_apart(group: Project) -> None:
    before = said(group)
    group.speakers.join_turns("G", 2, 4, coder="ana")
    assert said(group)[1:4] == [
        ("Halyna", "Safe, yes. The rent is too high."),
        ("Halyna", "I stay at home."),
        ("Halyna", "I do not."),
    ]
    assert "2 of the labels between them kept apart" in group.log.acts(limit=1)[0].summary
    assert not any(name in printed(group) for name in NAMES)
    group.log.undo(coder="ana")
    assert said(group) == before


def test_what_stands_between_is_words_only_if_somebody_says_so(group: Project) -> None:
    group.speakers.join_turns("G", 2, 3, coder="ana")
    with pytest.raises(SegmentError, match="“Orest:” stands between them, which nobody says"):
        group.speakers.join_turns("G", 2, 3, coder="ana")
    group.speakers.join_turns("G", 2, 3, words=True, coder="ana")
    assert said(group)[1][1].endswith("high.\n\nOrest: I stay at home.")


def test_turns_with_nothing_but_space_between_them_become_one(group: Project) -> None:
    group.speakers.split_turn("G", 2, GROUP.index("The rent"), coder="ana")
    group.speakers.join_turns("G", 2, 4, coder="ana")
    assert [words for _, words in said(group)][1:3] == [
        "Safe, yes. The rent is too high.",
        "I stay at home.",
    ]


@pytest.mark.parametrize(
    ("number", "at"),
    [(1, "Moderator"), (3, "Orest: I"), (3, "est: I"), (1, "tor: Do")],
)
def test_a_border_is_not_moved_onto_a_label(group: Project, number: int, at: str) -> None:
    before = said(group)
    with pytest.raises(SegmentError):
        group.speakers.move_border("G", number, GROUP.index(at), coder="ana")
    assert said(group) == before
    group.speakers.move_border("G", number, GROUP.index(at), words=True, coder="ana")
    assert said(group)[number - 1][1].startswith(at.split()[0])


@pytest.mark.parametrize("name", ["", " \t", "\u200b", "\u202e\u200f"])
def test_a_name_that_cannot_be_seen_is_none(group: Project, name: str) -> None:
    with pytest.raises(CodingError, match="needs a name"):
        group.speakers.rename("G", "Orest", name, coder="ana")


def test_no_name_turns_the_direction_of_what_stands_beside_it(group: Project) -> None:
    turned, rtl = "\u202eannA\u202c", "\u05d3\u05df\u200f"
    both = text(
        f"I: Why?\n\n{turned}: So.\n\nI: Oh?\n\nannA: Yes.\n\n{rtl}: No.\n\nI: So?\n\n{rtl}: No."
    )
    assert [turn.speaker for turn in both.turns] == [
        "I",
        "annA",
        "I",
        "annA",
        *("\u05d3\u05df", "I", "\u05d3\u05df"),
    ]
    assert turned in both.text, "what the file has stays as it is"
    named = text("I: Why?\n\nB: So.\n", answers=ReadingAnswers(names={"B": turned}))
    assert named.turns[1].speaker == "annA"
    group.speakers.rename("G", "Orest", f"{turned} \u2066B\u2069", coder="ana")
    assert "annA B" in {speaker.name for speaker in group.transcripts.info("G").cast}


@pytest.mark.parametrize("at", [-1, 10**6])
def test_a_border_outside_of_the_text_is_refused(group: Project, at: int) -> None:
    before = said(group)
    with pytest.raises(SegmentError):
        group.speakers.move_border("G", 3, at, coder="ana")
    assert said(group) == before


def test_many_turns_are_given_without_looking_all_up_for_each(tmp_path: Path) -> None:
    text = "".join(f"S{n % 4}: Turn {n} is said.\n\n" for n in range(3000))
    project = Project(lay_out(tmp_path / "p", {"G.txt": text}))
    began = time.process_time()
    project.speakers.give("G", range(1, 1501), "Ana", coder="ana")
    assert time.process_time() - began < 3 * pace()
    assert [who for who, _ in said(project)].count("Ana") == 1500


@pytest.mark.parametrize("at", ["Orest: I", "I stay"])
@pytest.mark.parametrize("way", ["split", "border"])
def test_a_label_that_was_words_is_nobodys_again_where_a_turn_is_cut_at_it(
    group: Project, at: str, way: str
) -> None:
    """Before the label or behind it: neither turn keeps it."""
    group.speakers.join_turns("G", 2, 3, words=True, coder="ana")
    if way == "border":  # the third turn begins there
        group.speakers.give("G", [3], "Orest", coder="ana")
        group.speakers.move_border("G", 3, GROUP.index(at), coder="ana")
    else:
        group.speakers.split_turn("G", 2, GROUP.index(at), coder="ana")
    assert [words for _, words in said(group)][1:3] == [
        "Safe, yes. The rent is too high.",
        "I stay at home.",
    ]


def test_whatever_is_corrected_no_label_is_printed(group: Project) -> None:
    """Without `words`, no row of acts makes a label part of a quote; half a label neither."""
    chance = random.Random(15)
    pieces = {name[cut:] for name in NAMES for cut in range(len(name) - 3)}
    done = 0
    for _ in range(50):
        turns = group.transcripts.get("G").turns
        number = chance.randrange(len(turns)) + 1
        turn, place = turns[number - 1], chance.randrange(len(GROUP))
        with suppress(CodingError):
            match chance.randrange(5):
                case 0:
                    group.speakers.join_turns("G", number, number + 2, coder="ana")
                case 1:
                    group.speakers.move_border("G", number, place, coder="ana")
                case 2:
                    at = chance.randrange(turn.start, turn.end)
                    group.speakers.split_turn("G", number, at, coder="ana")
                case 3:
                    group.speakers.give("G", [number], chance.choice(NAMES), coder="ana")
                case _:
                    group.log.undo(coder="ana")
            done += 1
            words = printed(group)
            assert [piece for piece in pieces if f"{piece}:" in words] == []
    assert done > 20


# ── people who come after their interview ──


def persons(project: Project) -> dict[str, str]:
    return {s.name: s.participant for s in project.speakers.of("G")}


def add(project: Project, way: str, *people: Participant) -> None:
    listed = [*project.participants.all(), *people]
    if way == "table":
        project.participants.save(listed, coder="ana")
    else:
        rows = "".join(f"{p.id},{p.pseudonym}\n" for p in listed)
        file = project.folder / "transcripts" / "participants.csv"
        file.write_text("participant,pseudonym\n" + rows, encoding="utf-8")
        project.files.refresh()


@pytest.mark.parametrize("way", ["table", "file"])
def test_a_person_who_comes_later_is_the_speaker_who_is_called_so(group: Project, way: str) -> None:
    add(group, way, Participant(id="P02", pseudonym="halyna"), Participant(id="orest"))
    assert persons(group) == {"Moderator": "", "Halyna": "P02", "Orest": "orest"}
    [act] = group.log.acts(limit=1)
    assert act.summary.endswith("; Halyna in G is P02; Orest in G is orest")
    group.log.undo(coder=act.coder, which=act.id)
    assert set(persons(group).values()) == {""}
    assert group.check() == []


def test_a_person_who_came_is_not_placed_a_second_time(group: Project) -> None:
    """Whoever takes it back on purpose is not overruled by the next change of the list."""
    add(group, "table", Participant(id="P02", pseudonym="Halyna"))
    group.speakers.set_participant("G", "Halyna", "", coder="ana")
    add(group, "table", Participant(id="P03", pseudonym="Wanda"))
    assert persons(group)["Halyna"] == ""


@pytest.mark.parametrize(
    "people",
    [
        [Participant(id="P02", pseudonym="Halyna"), Participant(id="P03", pseudonym="Halyna")],
        [Participant(id="P02", pseudonym="Moderator")],
        [Participant(id="P02", pseudonym="Hal")],
        [Participant(id="Halyna", pseudonym="Orest")],
    ],
    ids=["two fit", "who asks", "half a name", "two speakers fit"],
)
def test_nobody_is_placed_where_it_is_not_clear(group: Project, people: list[Participant]) -> None:
    add(group, "table", *people)
    assert set(persons(group).values()) == {""}


def test_somebody_who_is_there_already_is_not_placed_twice(group: Project) -> None:
    group.speakers.set_participant("G", "Orest", "P01", coder="ana")
    group.participants.save([Participant(id="P01", pseudonym="Halyna")], coder="ana")
    assert persons(group) == {"Moderator": "", "Halyna": "", "Orest": "P01"}


def test_who_alone_answers_is_whom_the_interview_is_with(tmp_path: Path) -> None:
    text = "I: Why?\n\nWanda: Because.\n\nI: And?\n\nWanda: No.\n"
    project = Project(lay_out(tmp_path / "p", {"G.txt": text, "H.txt": text.replace("Why", "Who")}))
    project.transcripts.edit("H", participant="P09", coder="ana")
    add(project, "table", Participant(id="P02", pseudonym="Wanda"))
    assert project.transcripts.info("G").participant == "P02"
    assert project.transcripts.info("H").participant == "P09"
