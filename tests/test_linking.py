"""Codes and quotes beside figures: links by people, proposals, the joint display and its files."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner, Result
from processor import pace

from coding.__main__ import main
from coding.errors import CodingError, NotFound
from coding.model import Code, Indicator, Link, Relation
from coding.project import Project
from coding.survey.linking import (
    Proposal,
    balance,
    check_link,
    figures_beside,
    likeliest,
    offered,
    rank,
    relation_of,
)
from coding.survey.plausibility import is_total


@pytest.fixture
def bare(sample: Project) -> Project:
    """Return the sample without the links that come with it."""
    for one in sample.links.all():
        sample.links.remove(one.id, coder="nobody")
    return sample


def test_a_code_and_a_quote_are_linked_changed_and_cut(bare: Project) -> None:
    links = bare.links
    key = links.put("safety", "safety_safe", "confirms", coder="Ana")
    quote = bare.codings.all(code="safety")[0]
    other = links.put(
        quote.id, "safety_safe", "contradicts", note="Calm is not safe.", minority=True, coder="Ana"
    )
    one, two = links.all()
    assert (one.code, one.coding, one.relation) == ("safety", "", Relation.CONFIRMS)
    assert (two.coding, two.code, two.minority) == (quote.id, quote.code, True)
    assert bare.status()["links"] == 2

    assert links.put("safety", "safety_safe", "partly", coder="Ana") == key
    assert links.all()[0].relation is Relation.PARTLY_AGREES
    links.remove(key, coder="Ana")
    assert [x.id for x in links.all()] == [other]
    bare.log.undo(coder="Ana")
    bare.log.undo(coder="Ana")
    assert links.all()[0].relation is Relation.CONFIRMS


def test_a_figure_that_is_gone_takes_no_other_from_beside_its_quotes(bare: Project) -> None:
    first, second = bare.codings.all(code="safety")[:2]
    gone = next(figure.id for figure in bare.survey.figures() if figure.id != "safety_safe")
    bare.links.put(first.id, gone, "expands", coder="Ana")
    bare.links.put(second.id, "safety_safe", "confirms", coder="Ana")
    assert len(bare.links.beside_quotes()) == 2
    file = bare.survey.folder / "toplines.csv"
    kept = [line for line in file.read_text().splitlines() if not line.startswith(f"{gone},")]
    file.write_text("\n".join(kept))
    [beside] = bare.links.beside_quotes().values()
    assert [(relation, figure.id) for relation, figure in beside] == [
        (Relation.CONFIRMS, "safety_safe")
    ]


@pytest.mark.parametrize(
    ("reference", "indicator", "relation", "minority", "said"),
    [
        ("safety", "safety_safe", "contradicts", False, "a contradiction needs a note"),
        ("safety", "safety_safe", "loves", False, "`loves` is no relation"),
        ("safety", "safty_safe", "confirms", False, "Did you mean `safety_safe`"),
        ("safetyy", "safety_safe", "confirms", False, "Did you mean `safety`"),
        ("safety", "safety_safe", "confirms", True, "only a quote can be a minority voice"),
    ],
)
def test_what_makes_no_sense_is_refused(
    bare: Project, reference: str, indicator: str, relation: str, minority: bool, said: str
) -> None:
    with pytest.raises(CodingError, match=said):
        bare.links.put(reference, indicator, relation, minority=minority, coder="Ana")
    assert bare.links.all() == []
    with pytest.raises(NotFound):
        bare.links.remove("nothing", coder="Ana")


def test_links_follow_their_coding_and_their_code(bare: Project) -> None:
    """Removed with it, handed over when codes are merged, back when that is undone."""
    links = bare.links
    quote = bare.codings.all(code="safety_street")[0]
    links.put(quote.id, "safety_safe", "confirms", coder=quote.coder)
    links.put("safety_street", "safety_safe", "expands", coder=quote.coder)
    bare.codes.merge("safety_street", "safety_children", coder=quote.coder)
    assert {x.code for x in links.all() if not x.coding} == {"safety_children"}
    bare.log.undo(coder=quote.coder)
    bare.codings.remove([quote.id], coder=quote.coder)
    assert [x.coding for x in links.all()] == [""]
    bare.log.undo(coder=quote.coder)
    assert {x.coding for x in links.all()} == {"", quote.id}
    bare.codes.remove("safety_street", coder=quote.coder)
    assert links.all() == []
    assert bare.check() == []


def test_named_figures_come_first_then_the_likeliest(bare: Project) -> None:
    found = bare.links.proposals(["papers_citizenship"])
    assert (found[0].indicator, found[0].named) == ("citizenship_no", True)
    assert len(found) == 5
    scores = [one.score for one in found[1:]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    totals = {i.id for i in bare.survey.figures() if is_total(i)}
    every = {one.indicator for one in bare.links.proposals(named=False)}
    assert not totals & every
    assert not {"gender_men", "gender_women"} & every, "it says who answered"
    assert "lgbt_oppose_levada" in every
    bare.links.put("papers_citizenship", "citizenship_no", "confirms", coder="Ana")
    again = {one.indicator for one in bare.links.proposals(["papers_citizenship"])}
    assert "citizenship_no" not in again


def test_at_most_two_figures_of_one_question_are_proposed() -> None:
    import numpy as np

    found = rank({"wording": np.array([[9.0, 8, 7, 1, 0]])}, ["a", "a", "a", "b", None], most=3)
    assert [candidate.indicator for candidate in found] == [0, 1, 3]


def test_a_score_is_the_share_of_pairs_that_are_no_more_alike() -> None:
    """Six pairs, likenesses 5 3 1 and 4 3 0: 6/6, 4/6, 2/6 and 5/6, 4/6, 1/6."""
    import numpy as np

    found = rank({"wording": np.array([[5.0, 3, 1], [4, 3, 0]])}, ["a", "b", "c"])
    shares = [round(6 * candidate.score) for candidate in found]
    assert shares == [6, 4, 2, 5, 4, 1]


def test_ways_to_be_alike_count_the_same_whatever_their_units() -> None:
    """Two say the contrary of a third that counts in thousands; one tells nothing apart."""
    import numpy as np

    likeness = np.array([[1.0, 0, 0.5]])
    ways = {"wording": likeness, "name": -1000 * likeness, "option": likeness}
    found = rank({**ways, "flat": np.ones((1, 3))}, ["a", "b", "c"])
    assert [candidate.indicator for candidate in found] == [0, 2, 1]


def test_named_figures_come_first_and_linked_ones_not_at_all() -> None:
    """Of three ranked and one named, the named one, less what is linked, up to `most`."""
    calm = Code(id="calm", name="Calm", indicators=("b", "gone"))
    ranked = {"calm": [Proposal(code="calm", indicator=key, score=0.5) for key in "abc"]}
    known = {"a", "b", "c"}

    def keys(linked: set[tuple[str, str]], *, most: int = 5, named: bool = True) -> list[str]:
        listed = offered([calm], ranked, known=known, linked=linked, most=most, named=named)
        return [p.indicator + "!" * p.named for p in listed]

    assert keys(set()) == ["b!", "a", "c"]
    assert keys({("calm", "b"), ("other", "a")}) == ["a", "c"]
    assert keys(set(), named=False) == ["a", "b", "c"]
    assert keys(set(), most=2) == ["b!", "a"]
    twice = Code(id="calm", name="Calm", indicators=("b", "c"))
    assert len(offered([twice], ranked, known=known, linked=(), most=1)) == 2


def indicator(key: str, question: str, option: str, **more: bool) -> Indicator:
    return Indicator(
        id=key, question_id=question, question="", option=option, printed="1", value=1.0, **more
    )


def test_totals_and_refusals_are_proposed_for_nothing() -> None:
    figures = [
        indicator("safe", "q1", "Feels safe in the street"),
        indicator("all", "q1", "Total"),
        indicator("none", "q1", "Refused", missing=True),
        indicator("paid", "q2", "Has work that pays"),
    ]
    codes = [Code(id="safety", name="Safe in the street"), Code(id="work", name="Paid work")]
    found = likeliest(codes, figures, language="en")
    assert [p.indicator for p in found["safety"]] == ["safe", "paid"]
    assert [p.indicator for p in found["work"]] == ["paid", "safe"]
    assert likeliest([], figures, language="en") == likeliest(codes, [], language="en") == {}


@pytest.mark.parametrize("word", ["Contradicts", "contradicts ", "CONTRADICTS"])
def test_a_relation_is_known_by_its_word(word: str) -> None:
    assert relation_of(word) is Relation.CONTRADICTS
    with pytest.raises(CodingError, match="is no relation"):
        relation_of(word[:5])


def test_a_contradiction_says_what_and_a_minority_is_heard_in_a_quote() -> None:
    check_link(Relation.CONTRADICTS, note="Calm is not safe.", minority=True, of_quote=True)
    check_link(Relation.CONFIRMS, note="", minority=False, of_quote=False)
    with pytest.raises(CodingError, match="needs a note"):
        check_link(Relation.CONTRADICTS, note=" ", minority=False, of_quote=True)
    with pytest.raises(CodingError, match="only a quote"):
        check_link(Relation.CONFIRMS, note="", minority=True, of_quote=False)


def test_figures_beside_a_code_are_those_linked_then_those_named() -> None:
    figures = [indicator(key, "q", key) for key in "abc"]
    links = [
        Link(id="1", code="calm", coding="", indicator="c", relation=Relation.CONFIRMS),
        Link(id="2", code="calm", coding="x", indicator="gone", relation=Relation.CONFIRMS),
    ]
    beside = figures_beside([Code(id="calm", name="Calm", indicators=("a", "c"))], links, figures)
    assert {code: [f.id for f in listed] for code, listed in beside.items()} == {"calm": ["c", "a"]}


def test_the_balance_is_a_profile() -> None:
    found = balance(
        [("P1", "F 30"), ("P1", "F 30"), ("P2", "M 40")], participants=6, figures=10, voiced=4
    )
    assert (found.speaking, found.attributions, found.most_quoted) == (2, 2, "F 30")
    assert (found.quotes, found.silent) == (3, 6)


@pytest.fixture
def linked(bare: Project) -> Project:
    """Return the sample with a link of each relation."""
    links = bare.links
    links.put("safety", "safety_safe", "confirms", coder="Ana")
    links.put("adapt" if "adapt" in bare.codes.book() else "daily_life", "adapt_well", "expands",
              note="They tell how.", coder="Ana")  # fmt: skip
    links.put("return_war_end", "cond_war_end", "partly agrees", coder="Ana")
    quote = bare.codings.all(code="engagement")[0]
    links.put(
        quote.id, "engage_none", "contradicts", note="One did go.", minority=True, coder="Ana"
    )
    links.put("leaving", "emp_self", "silent", note="Nobody spoke of it.", coder="Ana")
    return bare


def test_the_samples_own_links_are_read_with_it_and_bad_rows_are_named(sample: Project) -> None:
    """One act, signed by nobody, so that nobody's first undo takes them away."""
    links = sample.links.all()
    assert len(links) == 10
    assert {x.coder for x in links} == {"Jelena", "Marko"}
    assert [x.minority for x in links if x.coding] == [False, True, True]
    assert sample.store.log.reversible("Jelena") == ("", "")
    assert sample.first_report.failed == []
    table = sample.folder / "more.csv"
    table.write_text(
        "code,transcript,start,end,indicator,relation,note\n"
        "safety,,,,safety_safe,loves,\n"
        "safety,P01,0,5,safety_safe,confirms,\n"
        "war,,,,army_no,confirms,\n"
    )
    failed = sample.links.read_table(table, coder="Ana")
    assert [number for number, _ in failed] == [2, 3]
    assert len(sample.links.all()) == 11


def test_the_command_changes_a_link_only_at_the_version_it_was_told(bare: Project) -> None:
    """Whoever is second has both texts in the one line of the mistake."""

    def link(relation: str, note: str, version: int) -> Result:
        words = ["link", "safety", "safety_safe", relation, "--note", note, "--coder", "Ana"]
        place = ["--version", str(version), "--json", "--project", str(bare.folder)]
        return CliRunner().invoke(main, words + place)

    first = link("expands", "Why.", 0)
    assert (first.exit_code, json.loads(first.stdout)["version"]) == (0, 1)
    second = link("confirms", "All six.", 0)
    assert second.exit_code == 1
    assert "Note: there stands “Why.”, yours is “All six.”." in second.stderr
    assert "Relation: there stands “expands”, yours is “confirms”." in second.stderr
    assert second.stderr.count("\n") == 1
    assert json.loads(link("confirms", "All six.", 1).stdout)["version"] == 2


def test_rows_stand_as_the_survey_has_them_and_what_is_silent_is_named(linked: Project) -> None:
    display = linked.joint.display()
    order = [question.id for question in linked.survey.questions()]
    beside = [row.question.id for row in display.rows]
    assert beside == sorted(beside, key=order.index)
    assert {row.question.id: row.relation for row in display.rows if row.relation} == {
        "g7": Relation.SILENT,
        "g15": Relation.CONFIRMS,
        "g16": Relation.EXPANDS,
        "g25": Relation.PARTLY_AGREES,
    }
    last = next(row for row in display.rows if row.question.id == "g41")
    assert (last.relation, last.themes) == (None, ())
    assert (last.quotes[0].minority, last.quotes[0].note) == (True, "One did go.")
    silent = [q.id for q in display.silent_questions]
    assert sorted([*beside, *silent]) == sorted(order)
    assert len(display.participants) == 6


def test_an_inference_is_kept_with_its_question(linked: Project) -> None:
    linked.memos.write("question", "g15", "They feel safe.\nAnd say why.", coder="Ana")
    row = next(r for r in linked.joint.display().rows if r.question.id == "g15")
    assert row.inference == "They feel safe.\nAnd say why."


def test_without_a_survey_or_links_there_is_no_row_and_no_fault(project: Project) -> None:
    assert project.joint.display().rows == ()
    assert project.links.proposals() == []
    assert project.cases.matrix().codes == ()


def test_the_display_opens_in_time(linked: Project) -> None:
    """111 figures, 32 codes, 449 codings: under a second; `tests/bench` has 400, 60, 5,000."""
    linked.joint.display()
    begun = time.thread_time()
    display = linked.joint.display()
    took = time.thread_time() - begun
    assert len(display.rows) == 5
    assert took < pace(), f"{took:.2f} s"
