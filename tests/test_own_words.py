"""What a researcher adds to codings: a line of their own, stars, a bookmark, a section."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import code, study

from coding.errors import CodingError, Conflict, NotFound, SegmentError
from coding.project import Project
from coding.project.desk.answers import answer


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def segments(project: Project, **ask: object) -> list[list[object]]:
    told = answer(project, {"id": "q", "kind": "segments", "codes": ["life"], **ask}, "", "ana")
    return [[row[4], row[8], row[9]] for row in told["segments"]]


# ── in one's own words ──


def test_a_paraphrase_is_read_with_its_segment_and_found_by_its_words(project: Project) -> None:
    walk = code(project, "Vera", "My daughter walks", "safety")
    code(project, "Oleg", "the rent eats us up", "prices")
    project.memos.write("paraphrase", walk, "School is\n safe  enough.", coder="ana")
    assert segments(project, words="safe enough") == [
        ["My daughter walks", 0, ["School is safe enough."]]
    ]
    assert segments(project, words="eats us") == [["the rent eats us up", 0, []]]
    assert project.log.undo(coder="ana").summary == "paraphrase of Safety: My daughter walks"
    assert segments(project, words="safe enough") == []


def test_two_who_say_it_in_their_words_see_both(project: Project) -> None:
    walk = code(project, "Vera", "My daughter walks", "safety")
    project.memos.write("paraphrase", walk, "Ana's.", coder="ana", version=0)
    with pytest.raises(Conflict) as seen:
        project.memos.write("paraphrase", walk, "Ben's.", coder="ben", version=0)
    assert seen.value.clashes[0][1:] == ("Ben's.", "Ana's.")


def test_the_page_of_an_interview_is_told_its_own_paraphrases_alone(project: Project) -> None:
    vera, oleg = (project.transcripts.info(name).id for name in ("Vera", "Oleg"))
    walk = code(project, "Vera", "My daughter walks", "safety")
    before = project.desk.delta(oleg, "ana", -1)["rev"]
    project.memos.write("paraphrase", walk, "Safe.", coder="ana", key="m")
    assert [m[0] for m in project.desk.delta(vera, "ana", -1)["memos"]] == ["m"]
    assert project.desk.delta(oleg, "ana", -1)["memos"] == []
    assert project.desk.delta(oleg, "ana", before)["memos"] == []


# ── stars ──


def test_stars_narrow_the_segments_and_go_with_the_coding(project: Project) -> None:
    walk = code(project, "Vera", "My daughter walks", "safety")
    code(project, "Vera", "The rent is high", "prices")
    project.stars.give(walk, 2, coder="ben")
    assert segments(project, stars=1) == [["My daughter walks", 2, []]]
    assert segments(project, stars=3) == []
    project.stars.give(walk, 0, coder="ben")
    assert project.stars.all() == {}
    project.log.undo(coder="ben")
    assert project.stars.all() == {walk: 2}


def test_the_page_hears_of_a_star_from_somebody_else(project: Project) -> None:
    vera = project.transcripts.info("Vera").id
    walk = code(project, "Vera", "My daughter walks", "safety")
    before = project.desk.delta(vera, "ana", -1)["rev"]
    project.stars.give(walk, 3, coder="ben")
    assert [(row[0], row[-1]) for row in project.desk.delta(vera, "ana", before)["codings"]] == [
        (walk, 3)
    ]


def test_nobody_is_kept_from_undoing_a_coding_that_somebody_starred(project: Project) -> None:
    walk = code(project, "Vera", "My daughter walks", "safety")
    project.stars.give(walk, 1, coder="ben")
    project.log.undo(coder="ana")
    assert project.codings.all() == []
    project.log.undo(coder="ana", redo=True)
    assert project.stars.all() == {walk: 1}


@pytest.mark.parametrize("stars", [-1, 4])
def test_there_are_no_other_stars_than_up_to_three(project: Project, stars: int) -> None:
    walk = code(project, "Vera", "My daughter walks", "safety")
    with pytest.raises(CodingError):
        project.stars.give(walk, stars, coder="ana")
    with pytest.raises(NotFound):
        project.stars.give("none", 1, coder="ana")


# ── bookmarks ──


def test_each_coder_has_a_bookmark_in_each_interview_and_undo_lays_it_back(
    project: Project,
) -> None:
    vera = project.transcripts.info("Vera").id
    project.bookmarks.put(vera, 40, coder="ana")
    project.bookmarks.put("Vera", 7, coder="Ben B.")
    project.bookmarks.put(vera, 60, coder="ana")
    assert (project.bookmarks.of("ana", vera), project.bookmarks.all("Ben B.")) == (60, {vera: 7})
    project.log.undo(coder="ana")
    assert project.desk.delta(vera, "ana", -1)["bookmark"] == 40
    project.bookmarks.put(vera, None, coder="ana")
    assert project.bookmarks.of("ana", vera) is None
    with pytest.raises(SegmentError):
        project.bookmarks.put(vera, 10**6, coder="ana")


def test_the_picker_is_told_where_somebody_stopped(project: Project) -> None:
    vera, oleg = (project.transcripts.info(name).id for name in ("Vera", "Oleg"))
    project.store.places.put("ana", vera, 3)
    project.store.places.put("ben", oleg, 2)
    project.bookmarks.put(oleg, 0, coder="ana")
    told = answer(project, {"id": "q", "kind": "interviews"}, "", "ana")
    assert told["places"] == {vera: [3, False], oleg: [0, True]}


# ── into the report ──


def test_a_coding_goes_into_a_section_or_a_new_one_and_is_known_to_be_there(
    project: Project,
) -> None:
    walk = code(project, "Vera", "My daughter walks", "safety")
    rent = code(project, "Vera", "The rent is high", "prices")
    project.baskets.begin(" Daily   life ", walk, coder="ana")
    [chapter] = project.baskets.all()
    assert (chapter.name, [pick.coding for pick in chapter.picks]) == ("Daily life", [walk])
    for coding, inside in ((walk, True), (rent, False)):
        told = answer(project, {"id": "q", "kind": "sections", "coding": coding}, "", "ana")
        assert told["sections"] == [[chapter.id, "Daily life", inside]]
    with pytest.raises(CodingError):
        project.baskets.begin("Daily life", rent, coder="ana")
    project.log.undo(coder="ana")
    assert project.baskets.all() == []
