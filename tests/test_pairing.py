"""Pairs of turns of two languages: right or said to be doubtful, also where turns are disturbed."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from processor import pace
from studies import upload

from coding import transcripts
from coding.commands import main
from coding.errors import CodingError, NotFound
from coding.model import Role, Turn
from coding.project import Project
from coding.quotes.align_parts import AlignPart, part
from coding.quotes.aligning import aligned
from coding.quotes.pairing import SURE, paired
from coding.quotes.parallel import NOT_ALIGNED, Parallel

ROOT = Path(__file__).parent.parent
PAIRS = (("P02.docx", "P02-ru.docx"), ("P05.srt", "P05-ru.srt"))
ROLES = (Role.INTERVIEWER, Role.PARTICIPANT, Role.OTHER, Role.UNKNOWN)

Row = tuple[tuple[int, ...], str, Role]
"""The turns that a turn was made of, its words, and who speaks."""


@cache
def said(name: str) -> tuple[Row, ...]:
    read = transcripts.read(ROOT / "transcripts" / name)
    return tuple(((n,), read.text[t.start : t.end], t.role) for n, t in enumerate(read.turns))


def disturbed(rows: list[Row], kind: str, times: int, chance: random.Random) -> list[Row]:
    for _ in range(times):
        at = chance.randrange(1, len(rows) - 3)
        first, second = rows[at], rows[at + 1]
        if kind == "dropped":
            del rows[at]
        elif kind == "merged":
            words = f"{first[1]} {second[1]}"
            rows[at : at + 2] = [(first[0] + second[0], words, first[2])]
        else:
            rows[at : at + 2] = [second, first]
    return rows


def misled(mine: list[Row], theirs: list[Row], known: bool) -> tuple[int, int, int]:
    """Count pairs, those that are wrong in silence, and those said to be doubtful."""
    sides = [
        [part(words, role if known else Role.UNKNOWN) for _, words, role in rows]
        for rows in (mine, theirs)
    ]
    there = [{n for row in rows for n in row[0]} for rows in (mine, theirs)]
    found = paired(*sides, swaps=True)
    wrong = 0
    for pair in found:
        ours = {n for i in pair.mine for n in mine[i][0]}
        others = {n for j in pair.theirs for n in theirs[j][0]}
        right = ours & there[1] == others & there[0]
        wrong += not right and not pair.doubtful
    return len(found), wrong, sum(pair.doubtful for pair in found)


@pytest.mark.parametrize("known", [True, False], ids=["roles known", "roles not known"])
@pytest.mark.parametrize("kind", ["dropped", "merged", "swapped"])
def test_disturbed_turns_are_paired_rightly_or_said_to_be_doubtful(kind: str, known: bool) -> None:
    pairs = wrong = doubtful = 0
    for names in PAIRS:
        for seed in range(4):
            mine, theirs = (list(said(name)) for name in names)
            disturbed(theirs, kind, 5, random.Random(seed))
            both = (theirs, mine) if seed % 2 else (mine, theirs)
            counted = misled(*both, known)
            pairs, wrong, doubtful = (
                a + b for a, b in zip((pairs, wrong, doubtful), counted, strict=True)
            )
    assert wrong <= 0.01 * pairs
    assert doubtful <= 0.15 * pairs


def test_turns_that_were_exchanged_far_apart_are_mostly_said_to_be_doubtful() -> None:
    """Two of one speaker each time; 4 % are wrong in silence without looking for such pairs."""
    pairs = wrong = doubtful = 0
    for names in PAIRS:
        for seed in range(3):
            mine, theirs = (list(said(name)) for name in names)
            chance = random.Random(seed)
            for _ in range(4):
                at = chance.randrange(len(theirs) - 20)
                far = next(n for n in range(at + 8, len(theirs)) if theirs[n][2] == theirs[at][2])
                theirs[at], theirs[far] = theirs[far], theirs[at]
            counted = misled(mine, theirs, known=True)
            pairs, wrong, doubtful = (
                a + b for a, b in zip((pairs, wrong, doubtful), counted, strict=True)
            )
    assert wrong <= 0.025 * pairs
    assert doubtful <= 0.12 * pairs


def moved(rows: list[Row], size: int, chance: random.Random) -> list[Row]:
    """Put a block of turns elsewhere, three turns away at least."""
    at = chance.randrange(1, len(rows) - size - 1)
    block, rest = rows[at : at + size], rows[:at] + rows[at + size :]
    to = chance.choice([n for n in range(len(rest) + 1) if abs(n - at) >= 3])
    return rest[:to] + block + rest[to:]


@pytest.mark.parametrize("known", [True, False], ids=["roles known", "roles not known"])
@pytest.mark.parametrize(("size", "most"), [(5, 0.14), (10, 0.22), (20, 0.3)])
def test_a_block_that_has_moved_is_said_to_be_doubtful(size: int, most: float, known: bool) -> None:
    """From 1 to 5 % were wrong in silence without trying runs elsewhere."""
    pairs = wrong = doubtful = 0
    for names in PAIRS:
        for seed in range(4):
            mine, theirs = (list(said(name)) for name in names)
            counted = misled(mine, moved(theirs, size, random.Random(seed)), known)
            pairs, wrong, doubtful = (
                a + b for a, b in zip((pairs, wrong, doubtful), counted, strict=True)
            )
    assert wrong <= 0.002 * pairs
    assert doubtful <= most * pairs


@pytest.mark.parametrize("known", [True, False], ids=["roles known", "roles not known"])
def test_nothing_of_an_undisturbed_translation_is_doubtful(known: bool) -> None:
    for names in PAIRS:
        mine, theirs = (list(said(name)) for name in names)
        assert misled(mine, theirs, known)[1:] == (0, 0)


def summed_up(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """Tell three turns in ten with the three behind them: the first sentence of each answer."""
    made, at = [], 0
    while at < len(rows):
        group = list(rows[at : at + 4]) if chance.random() < 0.3 else [rows[at]]
        answers = [row for row in group if row[2] is Role.PARTICIPANT] or group
        words = [re.split(r"(?<=[.!?…])\s", row[1])[0] for row in answers]
        whole = " ".join(words) if len(group) > 1 else rows[at][1]
        made.append((tuple(n for row in group for n in row[0]), whole, answers[0][2]))
        at += len(group)
    return made


@pytest.mark.parametrize("known", [True, False], ids=["roles known", "roles not known"])
def test_what_only_sums_up_or_is_another_talk_is_doubtful(known: bool) -> None:
    """Any two texts can be paired in order: half of these pairs were sure where roles are known."""
    pairs = wrong = 0
    for names in PAIRS:
        for seed in range(3):
            mine, theirs = (list(said(name)) for name in names)
            counted = misled(mine, summed_up(theirs, random.Random(seed)), known)
            pairs, wrong = pairs + counted[0], wrong + counted[1]
    assert wrong <= (0.02 if known else 0.04) * pairs
    strange = [((row[0][0] + 1000,), *row[1:]) for row in said(PAIRS[1][1])]
    _, wrong, doubtful = misled(list(said(PAIRS[0][0])), strange, known)
    assert wrong <= 0.05 * doubtful


def test_where_both_have_one_clock_a_summary_is_paired_by_it() -> None:
    rows, others = said(PAIRS[1][0]), said(PAIRS[1][1])
    whole = [part(words, role, time=10.0 * n) for n, (_, words, role) in enumerate(rows)]
    short = [
        part(words[: 20 + 7 * n % 90], role, time=10.0 * n)
        for n, (_, words, role) in enumerate(others)
    ]
    assert sum(pair.doubtful for pair in paired(whole, short, swaps=True)) <= 0.2 * len(rows)
    untimed = [replace(one, time=None) for one in short]
    assert sum(p.doubtful for p in paired(whole, untimed, swaps=True)) >= 0.6 * len(rows)


def test_undisturbed_turns_are_paired_one_by_one_and_none_is_doubtful() -> None:
    for names in PAIRS:
        mine, theirs = (list(said(name)) for name in names)
        assert misled(mine, theirs, known=True) == (len(mine), 0, 0)


def test_two_thousand_turns_are_paired_within_a_second() -> None:
    sides = [[part(w, r) for _, w, r in said(name)] for name in PAIRS[0]]
    paired(*sides)  # so that what is imported for it is there
    pace_before = pace()
    before = os.times().user
    paired(*((side * 20)[:2000] for side in sides), swaps=True)
    assert os.times().user - before < 1 * max(pace_before, pace())


parts = st.builds(
    AlignPart,
    length=st.integers(0, 300),
    marks=st.frozensets(st.sampled_from(["15", "belg", "1991"])),
    asks=st.booleans(),
    role=st.sampled_from(ROLES),
    person=st.sampled_from(["", "ana", "ilya"]),
    time=st.none() | st.floats(0, 1000),
)


@settings(max_examples=60)
@given(st.lists(parts, max_size=9), st.lists(parts, max_size=9))
def test_each_part_is_in_one_pair_and_pairs_keep_their_order(
    mine: list[AlignPart], theirs: list[AlignPart]
) -> None:
    found = paired(mine, theirs, swaps=True)
    assert sorted(i for pair in found for i in pair.mine) == list(range(len(mine)))
    assert sorted(j for pair in found for j in pair.theirs) == list(range(len(theirs)))
    kept = [pair for pair in found if not pair.swapped]
    for side in ("mine", "theirs"):
        numbers = [n for pair in kept for n in getattr(pair, side)]
        assert numbers == sorted(numbers)
    assert all(pair.doubtful == (pair.margin < SURE) and pair.margin >= 0 for pair in found)


# ── turns ──


def interview(*words: str) -> tuple[str, list[Turn]]:
    """Build a transcript in which questions are the interviewer's."""
    text, turns = "", []
    for number, said_so in enumerate(words, start=1):
        role = Role.INTERVIEWER if said_so.endswith("?") else Role.PARTICIPANT
        turns.append(Turn(number=number, start=len(text), end=len(text) + len(said_so), role=role))
        text += f"{said_so}\n"
    return text, turns


def numbers(mine: tuple[str, list[Turn]], theirs: tuple[str, list[Turn]], *by_hand: str) -> str:
    told = []
    for pair in by_hand:
        a, b = (tuple(int(n) for n in side.split("+") if n) for side in pair.split("="))
        told.append((a, b))
    found = aligned(mine[1], mine[0], theirs[1], theirs[0], told)
    return " ".join(
        f"{'+'.join(map(str, p.mine))}={'+'.join(map(str, p.theirs))}{'!' if p.by_hand else ''}"
        for p in found
    )


SAME = ("Да, я знаю это.", "Да, я знаю это.", "Да, я знаю это.")
SAID = ("Yes, I know that.", "Yes, I know that.", "Yes, I know that.")


def test_what_a_person_paired_stays_and_the_rest_is_paired_between() -> None:
    mine, theirs = interview(*SAME), interview(*SAID)
    assert numbers(mine, theirs) == "1=1 2=2 3=3"
    assert numbers(mine, theirs, "2=1") == "1= 2=1! 3=2+3"
    assert numbers(mine, theirs, "1=2+3") == "=1 1=2+3! 2= 3="


def test_pairs_by_hand_may_cross_and_say_so() -> None:
    mine, theirs = interview(*SAME), interview(*SAID)
    found = aligned(mine[1], mine[0], theirs[1], theirs[0], [((1,), (3,)), ((3,), (1,))])
    assert sorted(n for pair in found for n in pair.mine) == [1, 2, 3]
    assert sorted(n for pair in found for n in pair.theirs) == [1, 2, 3]
    assert [pair.swapped for pair in found if pair.by_hand].count(True) == 1


def test_what_has_no_turn_beside_it_follows_the_pair_before_it_from_either_side() -> None:
    mine = interview("Вы давно приехали сюда?", "В 1991 году, осенью, с мужем и двумя детьми.")
    theirs = interview(
        "Have you been here for long?",
        "In 1991, in autumn, with my husband and both children.",
        "Note of the translator: the recording breaks off at this place, for eleven minutes.",
    )
    both = Parallel.of(mine[1], mine[0], theirs[1], theirs[0])
    assert [(pair.mine, pair.theirs) for pair in both.pairs] == [
        ((1,), (1,)),
        ((2,), (2,)),
        ((), (3,)),
    ]
    seen = [(pair.mine, pair.theirs) for pair in both.turned().pairs]
    assert seen == [((1,), (1,)), ((2,), (2,)), ((3,), ())]


def test_nothing_is_shown_beside_words_of_a_doubtful_turn() -> None:
    mine, theirs = interview(*SAME), interview(*SAID[:2])
    both = Parallel.of(mine[1], mine[0], theirs[1], theirs[0])
    assert {both.beside(t.start, t.end) for t in mine[1]} <= {NOT_ALIGNED, ""}
    assert any(both.beside(t.start, t.end) == NOT_ALIGNED for t in mine[1])


# ── in a study ──


@pytest.fixture
def study(tmp_path: Path) -> Project:
    project = Project.new(tmp_path / "p")
    text = "Интервьюер: Давно?\n\nЯна: Да, я знаю это.\n\nЯна: Да, я знаю это.\n"
    other = "Interviewer: For long?\n\nJana: Yes, I know that.\n\nJana: Yes, I know that.\n"
    upload(project, "a.txt", text.encode(), language="ru", coder="ana")
    upload(project, "b.txt", other.encode(), language="en", translation_of="a", coder="ana")
    return project


def told(project: Project, transcript: str = "a") -> list[tuple[tuple[int, ...], ...]]:
    return [(pair.mine, pair.theirs) for pair in project.alignments.of(transcript).pairs]


def test_a_pair_by_hand_holds_from_both_sides_and_is_undone_and_done_again(study: Project) -> None:
    before = told(study)
    study.alignments.pair("a", (2,), (3,), coder="ana")
    assert ((2,), (3,)) in told(study)
    assert ((3,), (2,)) in told(study, "b")
    study.log.undo(by="ana")
    assert told(study) == before
    study.log.undo(by="ana", redo=True)
    assert ((2,), (3,)) in told(study)
    study.alignments.free("a", (2,), coder="ana")
    assert told(study) == before


def test_beside_a_turn_that_a_person_left_alone_stands_nothing(study: Project) -> None:
    said = study.transcripts.get("a")
    turn = said.turns[1]
    study.alignments.pair("a", (2,), (), coder="ana")
    assert study.alignments.of("a").beside(turn.start, turn.end) == ""


def test_quotes_go_by_what_a_person_paired_and_never_have_others_words_beside_them(
    sample: Project,
) -> None:
    quote = next(q for q in sample.quotes.find() if q.name == "P02" and q.translation)
    number = sample.quotes.turn_of(quote)
    other = sample.transcripts.get("P02-ru")
    there = other.turns[number + 1]

    def beside() -> str:
        return sample.quotes.of([quote.coding])[quote.coding].translation

    sample.alignments.pair("P02", (number,), (number + 2,), coder="ana")
    assert beside() in other.text[there.start : there.end]
    assert beside() != quote.translation
    sample.log.undo(coder="ana")
    assert beside() == quote.translation
    sample.speakers.join_turns(other.id, number - 1, number, words=True, coder="ana")
    assert beside() in (quote.translation, NOT_ALIGNED)


def test_a_pair_that_cannot_be_is_refused(study: Project) -> None:
    for mine, theirs in (((9,), (1,)), ((1, 3), (1,)), ((), ())):
        with pytest.raises(CodingError):
            study.alignments.pair("a", mine, theirs, coder="ana")
    with pytest.raises(NotFound):
        study.alignments.free("a", (1,), coder="ana")
    study.transcripts.edit("b", translation_of="", coder="ana")
    with pytest.raises(NotFound):
        study.alignments.of("a")


def test_the_command_lists_pairs_and_mends_them(study: Project) -> None:
    def run(*arguments: str) -> list[dict[str, object]]:
        done = CliRunner().invoke(
            main, ["align", "a", "--project", str(study.folder), "--json", *arguments]
        )
        assert done.exit_code == 0, done.output
        rows: list[dict[str, object]] = json.loads(done.output)
        return rows

    rows = run("--pair", "2=3", "--coder", "ana")
    assert [row["by_hand"] for row in rows if row["turns"] == [2]] == [True]
    assert [row["beside"] for row in rows if row["turns"] == [2]] == [[3]]
    assert all(row["doubtful"] for row in run("--doubtful"))
    assert not any(row["by_hand"] for row in run("--free", "2", "--coder", "ana"))
    plain = CliRunner().invoke(main, ["align", "a", "--project", str(study.folder)])
    assert re.search(r"1=1 +Давно\? +For long\?", plain.output)
    assert re.search(r"pairs, \d+ doubtful$", plain.output.strip())
    wrong = CliRunner().invoke(main, ["align", "a", "--project", str(study.folder), "--pair", "x"])
    assert wrong.exit_code != 0
