"""Passages alike are found, uncoded ones grouped, and codings that look out of place named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coding.model import Coding
from coding.project import Project
from coding.project.suggestions import Order
from coding.suggest.corpus import prepare
from coding.suggest.discovery import Space, alike, clusters, slips
from coding.suggest.machine import Machine

WINTER = """I: And the winter?
R: {0}
I: And the food?
R: {1}
"""
COLD = [
    "In winter it was very cold and the heating in the flat did not work at all.",
    "The winter was cold, we had no heating and slept in our coats.",
    "It was a cold winter, and nobody repaired the heating in our flat.",
]
BREAD = [
    "I learned to bake bread from my neighbour, every Sunday we bake together.",
    "My sister taught me how one bakes a proper bread with seeds.",
    "We bake our own bread now because the bakery closed in spring.",
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return three interviews that speak of the cold and of bread, and one code for bread."""
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "codebook.yaml").write_text("codes:\n  - {id: bread, name: Bread}\n")
    for n, (cold, bread) in enumerate(zip(COLD, BREAD, strict=True)):
        (tmp_path / "transcripts" / f"{n}.txt").write_text(WINTER.format(cold, bread))
    return Project(tmp_path)


def place(project: Project, words: str) -> tuple[str, int, int]:
    for info in project.transcripts.all():
        at = project.transcripts.get(info.id).text.find(words)
        if at >= 0:
            return info.id, at, at + len(words)
    raise AssertionError(words)


def test_what_says_nearly_the_same_comes_first(project: Project) -> None:
    found = project.discovery.alike(*place(project, COLD[0]))
    assert {p.text for p in found[:2]} == set(COLD[1:])
    assert COLD[0] not in {p.text for p in found}
    assert [p.nearness for p in found] == sorted((p.nearness for p in found), reverse=True)
    sought = project.discovery.about("freezing without a radiator", most=3)
    assert {p.text for p in sought} == set(COLD)


def test_a_single_letter_is_no_name_for_a_group(tmp_path: Path) -> None:
    shirts = [
        "We printed a T-shirt with flowers and sold every T-shirt at the market.",
        "Every T-shirt with flowers was sold, nobody else printed a T-shirt there.",
        "My first T-shirt was printed in an hour, a T-shirt with flowers on the front.",
    ]
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "codebook.yaml").write_text("codes:\n  - {id: bread, name: Bread}\n")
    for n, (shirt, bread) in enumerate(zip(shirts, BREAD, strict=True)):
        (tmp_path / "transcripts" / f"{n}.txt").write_text(WINTER.format(shirt, bread))
    groups = Project(tmp_path).discovery.clusters()
    named = next(g.typical for g in groups if {p.text for p in g.places} == set(shirts))
    assert "shirt" in named
    assert [word for word in named if len(word) < 2] == []


def test_uncoded_passages_near_each_other_make_a_group_until_they_are_coded(
    project: Project,
) -> None:
    discovering = project.discovery
    groups = {frozenset(p.text for p in g.places): g for g in discovering.clusters()}
    assert set(groups) == {frozenset(COLD), frozenset(BREAD)}
    assert {"cold", "heating"} <= set(groups[frozenset(COLD)].typical)
    for words in BREAD:
        transcript, start, end = place(project, words)
        project.codings.apply(transcript, start, end, ["bread"], coder="Ana")
    assert [{p.text for p in g.places} for g in discovering.clusters()] == [set(COLD)]

    code = project.codes.add(
        "Cold flats", segments=[place(project, words) for words in COLD], coder="Ana"
    )
    assert {c.text for c in project.codings.all(code=code)} == set(COLD)
    assert discovering.clusters() == []
    project.log.undo(coder="Ana")
    assert code not in project.codes.book()
    assert len(discovering.clusters()) == 1


def test_a_group_is_never_of_one_interview_alone(project: Project) -> None:
    machine = project.learning.machine()
    same = [p for p in project.learning.prepared() if "Sunday" in p.text] * 3
    lonely = Machine(same[:1], machine.book)
    assert clusters([Space(side) for side in lonely.sides], lonely) == []


def test_a_slip_is_found_and_one_found_right_is_not_brought_up_again(sample: Project) -> None:
    """A coding moved to a wrong code is among the most doubtful."""
    machine = sample.learning.machine()
    side = next(i for i, s in enumerate(machine.sides) if s.language == "en")
    scores = {
        (row, code): machine.scores(side, np.array([row]))[0][code]
        for row, coders in machine.decided[side].coders.items()
        for codes in coders.values()
        for code in codes
    }
    (row, right), _ = max(scores.items(), key=lambda pair: pair[1])
    passage = machine.sides[side].passages[row]
    wrong = "lgbt_rights"
    moved: list[Coding] = [
        c
        for c in sample.codings.all(transcript=passage.transcript)
        if c.code == machine.book.codes[right].id
        and row in machine.sides[side].rows_at(c.transcript, c.start, c.end)
    ]
    for coding in moved:
        sample.codings.recode(coding.id, wrong, coder=coding.coder)
    found = sample.discovery.slips()
    doubts = [d for d in found if set(d.codings) & {c.id for c in moved}]
    assert doubts
    assert doubts[0].code == wrong
    sample.discovery.found_right(doubts[0].codings, coder="Ana")
    assert doubts[0].codings not in {d.codings for d in sample.discovery.slips()}
    sample.log.undo(coder="Ana")
    assert doubts[0].codings in {d.codings for d in sample.discovery.slips()}


def test_little_is_no_mistake(tmp_path: Path) -> None:
    """No transcript, one word, no code: nothing is found and nothing fails."""
    Project.new(tmp_path / "empty")
    project = Project(tmp_path / "empty")
    assert project.discovery.clusters() == []
    assert project.discovery.slips() == []
    assert project.discovery.about("anything") == []
    (tmp_path / "one.txt").write_text("Ja.")
    project.transcripts.import_files([tmp_path / "one.txt"], coder="Ana")
    info = project.transcripts.all()[0]
    assert project.discovery.alike(info.id, 0, 3) == []
    assert project.discovery.clusters() == []
    machine = project.learning.machine()
    assert slips(machine) == []
    assert alike([Space(s) for s in machine.sides], "", language="en") == []
    assert prepare(project.transcripts.get(info.id)).passages


def test_the_queue_has_three_orders_and_skipped_comes_last(sample: Project) -> None:
    suggestions = sample.suggestions
    surest, waiting = suggestions.queue(coder="Nina", floor=0.3, limit=1000)
    assert waiting == len(surest)
    best = [passage[0].score for passage in surest]
    assert best == sorted(best, reverse=True)
    assert all(one.score >= 0.3 for passage in surest for one in passage)
    assert all(one.reasons for passage in surest for one in passage)

    read, _ = suggestions.queue(coder="Nina", floor=0.3, order=Order.READING, limit=1000)
    listed = [t.id for t in sample.transcripts.all()]
    places = [(listed.index(p[0].transcript), p[0].start) for p in read]
    assert places == sorted(places)

    new, _ = suggestions.queue(coder="Nina", floor=0.15, order=Order.NOVELTY, limit=1000)
    coded = {
        (c.transcript, row)
        for c in sample.codings.all()
        for side in sample.learning.machine().sides
        if c.transcript in side.first
        for row in side.rows_at(c.transcript, c.start, c.end)
    }

    def is_coded(passage: tuple) -> bool:  # type: ignore[type-arg]
        side = next(s for s in sample.learning.machine().sides if passage[0].transcript in s.first)
        rows = side.rows_at(passage[0].transcript, passage[0].start, passage[0].end)
        return (passage[0].transcript, rows[0]) in coded

    flags = [is_coded(p) for p in new]
    assert not any(flags[:20])
    assert sum(flags[-200:]) > 195  # one that is not may have the very words of one that is

    from coding.model import Choice, Decision, new_id

    one = surest[0][0]
    suggestions.record(
        [
            Decision(
                id=new_id(), transcript=one.transcript, start=one.start, end=one.end,
                code=one.code, coder="Nina", choice=Choice.SKIP, score=one.score, raw=one.raw,
            )
        ]
    )  # fmt: skip
    again, _ = suggestions.queue(coder="Nina", floor=0.3, limit=1000)
    assert (again[-1][0].transcript, again[-1][0].start) == (one.transcript, one.start)
