"""What a search finds can be coded: at the width that was seen, in one act, and taken back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from studies import code, coded, study

from coding.errors import CodingError, NotFound
from coding.project import Project
from coding.project.desk.answers import answer

TALK = """\
Interviewer: Is school far?

Ana: My schools were far. We went by bus. School is school.

Ana: I go there no more.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(
        tmp_path / "p", {"Ana.txt": TALK}, others={"index.csv": "file,language\nAna.txt,en\n"}
    )


def found(project: Project, query: str, **how: str) -> list[str]:
    return [place.text for place in project.search.places(query, **how)]


def test_words_are_found_as_they_stand_and_forms_whatever_they_look_like(project: Project) -> None:
    assert found(project, "school") == ["school", "School", "school"]
    assert found(project, "school", way="forms") == ["school", "schools", "School", "school"]
    assert found(project, "go", way="forms") == ["went", "go"]
    assert found(project, "scho*") == ["school", "schools", "School", "school"]


def test_a_pattern_is_a_regular_expression_within_what_is_said(project: Project) -> None:
    assert found(project, r"\bschools?\b \w+", way="pattern") == [
        "school far",
        "schools were",
        "School is",
    ]
    assert found(project, "^Ana", way="pattern") == [], "a label is nobody's words"
    beyond = found(project, r"is school\.\s+Ana: I go", way="pattern")
    assert beyond == ["is school."], "what lies beyond the turn is left out, the next label too"
    with pytest.raises(CodingError, match="cannot be read"):
        found(project, "(school", way="pattern")


def test_a_pattern_that_would_never_end_is_given_up(tmp_path: Path) -> None:
    project = study(tmp_path / "p", {"A.txt": "Ana: " + "a" * 4000 + "!"})
    with pytest.raises(CodingError, match="too long"):
        found(project, "(a|a)+$", way="pattern")


def test_hits_of_one_sentence_or_turn_are_one_place_of_that_width(project: Project) -> None:
    assert found(project, "school", width="sentence") == ["Is school far?", "School is school."]
    assert found(project, "school", width="turn") == [
        "Is school far?",
        "My schools were far. We went by bus. School is school.",
    ]
    [_, place] = project.search.places("school", width="sentence")
    assert len(place.hits) == 2
    assert found(project, r"far\. We", way="pattern", width="sentence") == [
        "My schools were far. We went by bus."
    ]


def test_the_interviewers_words_and_what_has_the_code_say_so(project: Project) -> None:
    code(project, "Ana", "School is school.", "safety")
    ask = {"id": "q", "kind": "hits", "query": "school", "width": "sentence", "code": "safety"}
    told = answer(project, ask, "", "ana")
    assert [(place[4], place[7]) for place in told["places"]] == [
        ("Is school far?", "interviewer"),
        ("School is school.", "coded"),
    ]
    assert [place[5] for place in told["places"]] == [[[3, 9]], [[0, 6], [10, 16]]]
    assert answer(project, ask, "", "ben")["places"][1][7] == "", "it is not ben's code"


def test_words_are_told_with_the_rest_of_their_sentence(project: Project) -> None:
    ask = {"id": "q", "kind": "hits", "query": "bus"}
    [place] = answer(project, ask, "", "ana")["places"]
    assert (place[9], place[4], place[10]) == ("We went by ", "bus", ".")
    [place] = answer(project, {**ask, "width": "sentence"}, "", "ana")["places"]
    assert (place[9], place[4], place[10]) == ("", "We went by bus.", "")
    [place] = answer(project, {**ask, "width": "turn"}, "", "ana")["places"]
    assert (place[9], place[10]) == ("", "")


def test_what_was_chosen_is_coded_in_one_act_that_one_undo_takes_back(project: Project) -> None:
    places = project.search.places("school", width="sentence")
    spans = [(p.transcript, p.start, p.end) for p in places]
    project.codings.apply_to(spans, "safety", coder="ana")
    assert [text for _, text, _ in coded(project)] == ["Is school far?", "School is school."]
    assert project.log.undo(coder="ana").summary == "Safety on 2 places"
    assert coded(project) == []


def test_where_one_place_is_none_nothing_is_coded_anywhere(project: Project) -> None:
    [place, *_] = project.search.places("school")
    with pytest.raises(CodingError):
        project.codings.apply_to(
            [(place.transcript, place.start, place.end), (place.transcript, 9000, 9001)],
            "safety",
            coder="ana",
        )
    with pytest.raises(NotFound):
        project.codings.apply_to([(place.transcript, 0, 1)], "no_such", coder="ana")
    assert coded(project) == []


def test_a_desk_that_is_opened_while_forms_are_read_behind_it_waits_for_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    words = project.store.transcripts.vocabulary

    def vocabulary() -> list[str]:
        begun.set()
        may_end.wait()
        return words()

    monkeypatch.setattr(project.store.transcripts, "vocabulary", vocabulary)
    behind = project.search.get_ready(after=0)
    begun.wait()
    again = threading.Thread(target=project.search.get_ready, daemon=True)
    again.start()
    again.join(timeout=10)
    waits = again.is_alive()
    may_end.set()
    behind.join()
    assert not waits


def test_dictionaries_are_read_behind_the_desk_and_the_forms_once_for_the_same_texts(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No search reads an interview with all its turns, either; a new text is found at once."""
    read: list[str] = []
    words = project.store.transcripts.vocabulary

    def vocabulary() -> list[str]:
        read.append(threading.current_thread().name)
        return words()

    monkeypatch.setattr(project.store.transcripts, "vocabulary", vocabulary)
    monkeypatch.setattr(project.transcripts, "get", None)
    project.search.get_ready(after=0)
    behind = project.search.get_ready(after=0)
    behind.join()
    assert read == [behind.name], "it was asked for twice, and is done once"
    assert found(project, "go", way="forms") == ["went", "go"]
    assert found(project, "going", way="forms") == ["went", "go"]
    assert len(read) == 1
    monkeypatch.undo()
    (project.folder / "transcripts" / "Ben.txt").write_text("Ben: He goes.", encoding="utf-8")
    project.transcripts.import_files([], coder="Ana")
    assert found(project, "go", way="forms") == ["went", "go", "goes"]
