"""What stands under a code is counted once, and read with who says it and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import code, study

from coding.analysis.segments import coded
from coding.errors import CodingError, NotFound
from coding.model import Coding
from coding.project import Project
from coding.project.desk.answers import answer

TEXT = "abcdefghij" * 4
PLACES = st.tuples(
    st.integers(0, 30), st.integers(1, 9), st.sampled_from("xy"), st.sampled_from(["ana", "ben"])
)


def coding(n: int, start: int, end: int, code: str = "x", coder: str = "ana") -> Coding:
    return Coding(
        id=str(n),
        transcript="t",
        start=start,
        end=end,
        text=TEXT[start:end],
        code=code,
        coder=coder,
        created="",
    )


@given(st.lists(PLACES, max_size=12))
def test_segments_are_what_is_coded_at_all_each_character_in_one_of_its_code(
    places: list[tuple[int, int, str, str]],
) -> None:
    codings = sorted(
        (coding(n, at, at + long, of, by) for n, (at, long, of, by) in enumerate(places)),
        key=lambda c: (c.start, c.end),
    )
    segments = coded(codings)
    for of in "xy":
        covered = [i for s in segments if s.code == of for i in range(s.start, s.end)]
        assert len(covered) == len(set(covered))
        assert set(covered) == {i for c in codings if c.code == of for i in range(c.start, c.end)}
    assert all(s.text == TEXT[s.start : s.end] for s in segments)
    assert sorted(c.id for s in segments for c in s.codings) == sorted(c.id for c in codings)


def test_codings_that_merely_touch_are_two_segments_and_one_shared_letter_makes_them_one() -> None:
    assert [(s.start, s.end) for s in coded([coding(1, 0, 5), coding(2, 5, 9)])] == [(0, 5), (5, 9)]
    assert [(s.start, s.end) for s in coded([coding(1, 0, 5), coding(2, 4, 9)])] == [(0, 9)]


def test_a_long_coding_holds_those_inside_it_together() -> None:
    [segment] = coded([coding(1, 0, 20), coding(2, 2, 4), coding(3, 10, 12, coder="ben")])
    assert (segment.start, segment.end, segment.coders) == (0, 20, ("ana", "ben"))


# ── in a study ──


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks", "safety")
    code(project, "Vera", "daughter walks to school", "safety", coder="ben")
    code(project, "Vera", "The rent is high", "prices")
    code(project, "Oleg", "the rent eats us up", "prices", coder="ben")
    return project


def read(project: Project, *codes: str, **asked: object) -> list[tuple[str, str, int]]:
    return [(s.coded.text, s.called, s.turn) for s in project.segments.of(codes, **asked)]  # type: ignore[arg-type]


def test_a_theme_takes_what_stands_below_it_over_all_interviews(project: Project) -> None:
    assert read(project, "life") == [
        ("the rent eats us up", "Oleg", 2),
        ("My daughter walks to school", "Vera", 2),
        ("The rent is high", "Vera", 2),
    ]


def test_people_coders_words_and_order_narrow_and_arrange_it(project: Project) -> None:
    assert read(project, "life", where={"gender": ("Female",)}, words="RENT") == [
        ("The rent is high", "Vera", 2)
    ]
    assert [text for text, *_ in read(project, "safety", coder="ben")] == [
        "daughter walks to school"
    ]
    newest = [text for text, *_ in read(project, "life", order="newest")]
    assert newest[0] == "the rent eats us up"
    with pytest.raises(NotFound):
        read(project, "life", where={"shoe size": ("40",)})
    with pytest.raises(CodingError):
        read(project, "life", order="loudest")


def test_the_codebook_counts_segments_and_interviews_themes_with_all_below(
    project: Project,
) -> None:
    assert project.segments.usage() == {"life": (3, 2), "safety": (1, 1), "prices": (2, 2)}


def test_the_page_is_told_a_part_and_how_many_there_are(project: Project) -> None:
    ask = {"id": "q", "kind": "segments", "codes": ["life"], "most": 1, "from": 1}
    told = answer(project, ask, "", "ana")
    assert (told["total"], told["both"], len(told["segments"])) == (3, 1, 1)
    [[_, turn, start, end, text, who, of, codings, stars, own]] = told["segments"]
    assert (turn, text, who, of) == (2, "My daughter walks to school", "Vera", "safety")
    assert (end - start, stars, own) == (len(text), 0, [])
    assert [by for _, by, _ in codings] == ["ana", "ben"]
    assert [(name, many) for _, name, many in told["interviews"]] == [("Oleg", 1), ("Vera", 2)]
    usage = answer(project, {"id": "q", "kind": "usage"}, "", "ana")["usage"]
    assert ["life", 3, 2] in usage
