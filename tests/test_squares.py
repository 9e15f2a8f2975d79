"""Of which questions people decided what voices say, at a glance: worked out by hand."""

from __future__ import annotations

from itertools import pairwise

from coding.analysis.squares import squares
from coding.model import Indicator, Question, Relation


def question(key: str, *options: str, ref: str = "", title: str = "") -> Question:
    """Make a question with a figure for each option."""
    return Question(
        id=key,
        text=f"{key}?",
        type="single",
        title=title,
        ref=ref,
        indicators=tuple(
            Indicator(
                id=f"{key}_{option}",
                question_id=key,
                question=f"{key}?",
                option=option,
                printed="40",
                value=40.0,
            )
            for option in options
        ),
    )


def test_the_strongest_that_is_said_of_any_figure_of_a_question_counts() -> None:
    """A contradiction goes before all else, silence comes last; its figure is where one goes."""
    relations = [
        Relation.SILENT,
        Relation.CONFIRMS,
        Relation.EXPANDS,
        Relation.PARTLY_AGREES,
        Relation.CONTRADICTS,
    ]
    rent = question("rent", "yes", "no")
    for weaker, stronger in pairwise(relations):
        said = {"rent_yes": {weaker: "rent_yes"}, "rent_no": {stronger: "rent_no@sex=Women"}}
        (square,) = squares([rent], said)
        assert (square.relation, square.figure) == (stronger, "rent_no@sex=Women")


def test_what_says_nothing_of_the_figure_is_no_decision() -> None:
    (square,) = squares([question("rent", "yes")], {"rent_yes": {Relation.NOT_ABOUT: "rent_yes"}})
    assert (square.relation, square.figure) == (None, "rent_yes")


def test_a_question_has_its_number_in_the_survey_where_its_file_has_none() -> None:
    """One without figures has a number, too, and no square."""
    listed = [question("age"), question("rent", "yes"), question("work", "yes", ref="Graph 7")]
    assert [s.ref for s in squares(listed, {})] == ["2", "Graph 7"]


def test_a_code_beside_it_and_a_figure_in_the_report_are_told_apart() -> None:
    listed = [question("rent", "yes", "no", title="Rents"), question("work", "yes")]
    rent, work = squares(listed, {}, named={"work"}, reported={"rent_no"})
    assert (rent.title, rent.named, rent.reported) == ("Rents", False, True)
    assert (work.title, work.named, work.reported) == ("work?", True, False)
