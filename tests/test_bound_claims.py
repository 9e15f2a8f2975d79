"""What a person bound is compared with that alone: just inside a bound true, just outside wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from checked_drafts import COUNCIL, figure

from coding import drafts
from coding.model import (
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    ClaimState,
    Finding,
    Indicator,
    Level,
    Report,
    Sense,
    Statement,
)
from coding.project import Project
from coding.verify import Study, Verification
from coding.verify.checks import sums
from coding.verify.claims.comparing import compare
from coding.verify.claims.reading import read_claims
from coding.verify.reading.draft import ReadDraft

BINDINGS = {"other": BindingChoice.OTHER, "none": BindingChoice.NONE}
Said = Mapping[str, str]
"""Printed words → what they state: `a`, `a+b`, `a-b`, `a/b`, `100-a`, `code:a`, `other`, `none`."""


def statement(said: str, *, each: bool = False) -> Statement:
    if said.startswith("code:"):
        return Statement(Sense.CODED, (said.removeprefix("code:"),))
    if said.startswith("100-"):
        return Statement(Sense.COMPLEMENT, tuple(said.removeprefix("100-").split("+")))
    for sign, sense in (("-", Sense.DIFFERENCE), ("/", Sense.RATIO), ("+", Sense.SUM)):
        if sign in said:
            return Statement(Sense.EQUAL if each else sense, tuple(said.split(sign)))
    return Statement(Sense.EQUAL, (said,))


def bound(text: str, study: Study, said: Said) -> Report:
    verification = Verification(drafts.read_bytes(text.encode(), "a.md"), study)
    bindings = {}
    for claim in verification.report().claims:
        if claim.printed in said:
            what = said[claim.printed]
            each = claim.kind is ClaimKind.QUANTIFIER
            bindings[claim.key] = Binding(
                id=claim.key,
                decided=BINDINGS.get(what, BindingChoice.FIGURE),
                statement=None if what in BINDINGS else statement(what, each=each),
                coder="Ana",
                at="2026-01-02T10:00:00Z",
            )
    assert len(bindings) >= len(said), [c.printed for c in verification.report().claims]
    return verification.bound(bindings)


def loud(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.level is not Level.INFO]


def verdicts(text: str, study: Study, said: Said) -> list[str]:
    return [f"{f.level} {f.verdict}" for f in loud(bound(text, study, said))]


A, B, C = (
    figure("q1", "Yes, fully trust", 41.2, id="a", base_n=300),
    figure("q1", "No, do not trust", 38.4, id="b", base_n=300),
    figure("q1", "Difficult to answer", 20.4, id="c", base_n=300),
)
WHOLE = [
    figure("w", "Agree", 53, id="w", printed="53"),
    figure("w", "Not", 47, id="v", printed="47"),
]


def share(printed: str, value: float, **more: object) -> Claim:
    places = len(printed.replace(",", ".").partition(".")[2].rstrip(" %"))
    return Claim(
        start=0,
        end=len(printed),
        printed=printed,
        kind=ClaimKind.SHARE,
        value=value,
        decimals=places,
        **more,  # type: ignore[arg-type]
    )


def compared(claim: Claim, said: str, *figures: Indicator) -> str:
    return compare(claim, statement(said), {f.id: f for f in figures or (A, B, C)}).verdict


# ── numbers ──


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (share("41.2 %", 41.2), "agrees"),
        (share("41 %", 41), "rounds to it"),
        (share("42 %", 42), "differs"),
        (share("40 %", 40), "differs"),
        (share("41.3 %", 41.3), "differs"),
        (share("43.7 %", 43.7, about="about"), "rounds to it"),
        (share("43.8 %", 43.8, about="about"), "loosely"),
        (share("45.7 %", 45.7, about="about"), "loosely"),
        (share("45.8 %", 45.8, about="about"), "differs"),
        (share("44.2 %", 44.2, about="under"), "rounds to it"),
        (share("44.3 %", 44.3, about="under"), "loosely"),
        (share("41.1 %", 41.1, about="under"), "differs"),
        (share("36.2 %", 36.2, about="over"), "rounds to it"),
        (share("36.1 %", 36.1, about="over"), "loosely"),
        (share("41.3 %", 41.3, about="over"), "differs"),
        (share("40 to 42 %", 40, high=42), "agrees"),
        (share("42 to 45 %", 42, high=45), "differs"),
    ],
)
def test_a_share_agrees_at_its_precision_and_as_far_as_its_hedge_allows(
    claim: Claim, verdict: str
) -> None:
    """The figure is 41.2: about reaches 2.5 points and 2 more loosely, under 3, over 5."""
    assert compared(claim, "a") == verdict


@pytest.mark.parametrize(
    ("said", "verdict"),
    [(3.1, "rounds to it"), (3.0, "loosely"), (2.5, "loosely"), (2.4, "differs")],
)
def test_about_a_small_number_lies_only_what_is_near_it_in_proportion(
    said: float, verdict: str
) -> None:
    """Of 4.0: three tenths of what is said, and as much again loosely (3.1 · 1.3 = 4.03)."""
    figure = replace(A, value=4.0, printed="4.0")
    claim = share(f"{said} %", said, about="about")
    assert compared(claim, "a", figure, B, C) == verdict


def test_a_share_that_was_cut_off_is_said_to_be() -> None:
    cut = figure("q", "Yes", 38.7, id="x")
    assert compared(share("38 %", 38), "x", cut) == "cut off"
    assert compared(share("39 %", 39), "x", cut) == "rounds to it"
    assert compared(share("37 %", 37), "x", cut) == "differs"
    text = "38 % trust the new city council."
    [one] = loud(bound(text, Study(indicators=[cut]), {"38 %": "x"}))
    assert (one.level, one.verdict) == (Level.ERROR, "cut off")
    assert "cut off, not rounded" in one.message


def test_more_places_than_a_survey_prints_cannot_be_disproved() -> None:
    """53 stands for all from 52.5 to 53.5."""
    assert compared(share("53.4 %", 53.4), "w", *WHOLE) == "loosely"
    assert compared(share("53.6 %", 53.6), "w", *WHOLE) == "differs"
    finer = figure("z", "Other", 12.4, id="z")
    assert compared(share("53.4 %", 53.4), "w", *WHOLE, finer) == "differs"


@pytest.mark.parametrize(
    ("printed", "said", "verdict"),
    [
        ("79.6 %", "a+b", "agrees"),
        ("79.7 %", "a+b", "rounds to it"),
        ("79.8 %", "a+b", "differs"),
        ("58.8 %", "100-a", "agrees"),
        ("58.9 %", "100-a", "differs"),
        ("38.4 %", "100-a+c", "agrees"),
        ("38.5 %", "100-a+c", "rounds to it"),
        ("38.6 %", "100-a+c", "differs"),
    ],
)
def test_what_is_derived_may_differ_by_the_rounding_of_its_figures(
    printed: str, said: str, verdict: str
) -> None:
    value = float(printed.removesuffix(" %"))
    assert compared(share(printed, value), said) == verdict


@pytest.mark.parametrize(
    ("value", "said", "verdict"),
    [
        (124, "a", "agrees"),
        (123, "a", "differs"),
        (125, "a", "differs"),
        (300, "a", "agrees"),
        (299, "a", "differs"),
        (239, "a+b", "agrees"),
        (242, "a+b", "differs"),
        (176, "100-a", "agrees"),
        (179, "100-a", "differs"),
    ],
)
def test_a_count_is_the_share_of_those_asked_or_all_of_them(
    value: int, said: str, verdict: str
) -> None:
    """41.2 % of 300 are 123.6; where more than one figure is added each may be rounded."""
    claim = replace(share(str(value), float(value)), kind=ClaimKind.COUNT)
    assert compared(claim, said) == verdict


@pytest.mark.parametrize(
    ("value", "about", "share_of", "verdict"),
    [
        (117, "about", 41.2, "rounds to it"),
        (116, "about", 41.2, "loosely"),
        (111, "about", 41.2, "loosely"),
        (110, "about", 41.2, "differs"),
        (120, "over", 41.2, "rounds to it"),
        (125, "over", 41.2, "differs"),
        (130, "under", 41.2, "rounds to it"),
        (122, "under", 41.2, "differs"),
        (10, "about", 4.0, "rounds to it"),
        (9, "about", 4.0, "loosely"),
        (5, "about", 4.0, "differs"),
    ],
)
def test_people_that_are_hedged_lie_as_far_beside_a_share_of_those_asked_as_a_share_does(
    value: int, about: str, share_of: float, verdict: str
) -> None:
    """41.2 % of 300 are 123.6, where a point is three people; 4 % are 12."""
    claim = replace(share(str(value), float(value), about=about), kind=ClaimKind.COUNT)
    figure = replace(A, value=share_of, printed=str(share_of))
    assert compared(claim, "a", figure, B, C) == verdict


def test_a_count_of_a_weighted_share_is_to_be_checked() -> None:
    weighted = replace(A, weighted=True)
    claim = replace(share("129", 129.0), kind=ClaimKind.COUNT)
    assert compared(claim, "a", weighted) == "loosely"
    assert compared(replace(claim, value=130.0), "a", weighted) == "differs"
    assert compared(replace(claim, about="over"), "a", weighted) == "loosely"


@pytest.mark.parametrize(
    ("value", "about", "figures", "verdict"),
    [
        (50.0, "", 54.9, "agrees"),
        (50.0, "", 45.0, "agrees"),
        (50.0, "", 56.9, "loosely"),
        (50.0, "", 57.1, "differs"),
        (25.0, "", 28.7, "agrees"),
        (25.0, "", 28.8, "loosely"),
        (5.0, "", 6.5, "agrees"),
        (5.0, "", 8.6, "differs"),
        (50.0, "over", 50.1, "agrees"),
        (50.0, "over", 60.1, "loosely"),
        (50.0, "over", 47.9, "differs"),
        (50.0, "under", 49.9, "agrees"),
        (50.0, "under", 52.1, "differs"),
    ],
)
def test_a_fraction_names_what_lies_near_it(
    value: float, about: str, figures: float, verdict: str
) -> None:
    """2.5 points and a twentieth of it, two more loosely; over and under have one side."""
    claim = replace(share("half", value, about=about), kind=ClaimKind.RATIO)
    assert compared(claim, "x", figure("q", "Yes", figures, id="x")) == verdict


@pytest.mark.parametrize(
    ("value", "about", "bases", "verdict"),
    [
        (2.0, "", (300, 300), "agrees"),
        (2.6, "", (300, 300), "differs"),
        (1.6, "", (300, 300), "differs"),
        (2.02, "over", (300, 300), "agrees"),
        (2.1, "over", (300, 300), "differs"),
        (6.0, "", (300, 100), "agrees"),
        (6.0, "", (300, 300), "differs"),
        (6.0, "", (None, None), "differs"),
        (0.5, "", (300, 300), "agrees"),
        (0.3, "", (300, 300), "differs"),
    ],
)
def test_so_many_times_is_a_ratio_of_shares_or_of_people(
    value: float, about: str, bases: tuple[int | None, int | None], verdict: str
) -> None:
    """41.2 by 20.4 is 2.02; of 300 and 100 asked 123.6 and 20.4 people are 6.06 times as many."""
    claim = replace(share("times", value, about=about), kind=ClaimKind.RATIO, times=True)
    first, second = replace(A, base_n=bases[0]), replace(C, base_n=bases[1])
    assert compared(claim, "a/c", first, second) == verdict
    assert compared(claim, "c/a", first, second) == verdict
    assert compared(claim, "a", first, second) == "no value"


@pytest.mark.parametrize(
    ("low", "high", "figures", "verdict"),
    [
        (50.0, 100.0, 50.1, "agrees"),
        (50.0, 100.0, 50.0, "differs"),
        (50.0, 100.0, 49.0, "differs"),
        (0.0, 50.0, 49.9, "agrees"),
        (0.0, 50.0, 51.0, "differs"),
        (75.0, 100.0, 75.0, "agrees"),
        (75.0, 100.0, 73.0, "loosely"),
        (75.0, 100.0, 72.9, "differs"),
    ],
)
def test_a_half_is_a_definition_and_other_bounds_are_custom(
    low: float, high: float, figures: float, verdict: str
) -> None:
    claim = replace(share("most", low, high=high), kind=ClaimKind.QUANTIFIER)
    assert compared(claim, "x", figure("q", "Yes", figures, id="x")) == verdict


def test_a_difference_is_in_points_and_may_be_that_of_rounded_figures() -> None:
    """41.2 - 38.4 = 2.8; 41.6 and 38.4 are 3.2 apart, but 42 and 38, as rounded, 4."""
    points = replace(share("2.8", 2.8), points=True)
    assert compared(points, "a-b") == compared(points, "b-a") == "agrees"
    assert compared(replace(points, value=3.0), "a-b") == "differs"
    four = replace(share("4", 4.0), points=True)
    assert compared(four, "a-b", replace(A, value=41.6, printed="41.6"), B) == "loosely"


# ── what is said of it ──


STUDY = Study(indicators=[A, B, C])


@pytest.mark.parametrize(
    ("words", "said", "found"),
    [
        ("41.2 % trust", "a", []),
        ("41 % trust", "a", []),
        ("42 % trust", "a", ["error another value"]),
        ("About 43 % trust", "a", []),
        ("About 44 % trust", "a", ["check loose"]),
        ("About 47 % trust", "a", ["error another value"]),
        ("38.4 % trust", "a", ["error neighbouring cell"]),
        ("38.4 % trust", "b", []),
        ("38.4 % trust", "other", []),
        ("38.4 % trust", "none", []),
        ("58.8 % trust", "100-a", []),
        ("59.8 % trust", "100-a", ["error another value"]),
    ],
)
def test_what_a_person_bound_is_proved_or_wrong(words: str, said: str, found: list[str]) -> None:
    """Whatever the words seem to say: the figure that was chosen is what it is compared with."""
    printed = " ".join(words.removeprefix("About ").split()[:2])
    assert verdicts(f"{words} the new city council.", STUDY, {printed: said}) == found


def test_whose_figure_it_is_is_said_and_nothing_is_ordered() -> None:
    women = [replace(f, id=f"{f.id}-w", subgroup="Women", value=30 + n, printed=f"{30 + n}")
             for n, f in enumerate((A, B, C))]  # fmt: skip
    last = replace(A, id="a-22", value=36.5, printed="36.5", source="Survey of 2022")
    older = replace(A, id="a-21", value=38.4, printed="38.4", source="Survey of 2021")
    study = Study(indicators=[older, A, B, C, *women, last])
    for printed, whose in (
        ("38.4", "the answer “No, do not trust”"),
        ("30", "“Women”"),
        ("31", "the answer “No, do not trust” of “Women”"),
        ("36.5", "“Survey of 2022”"),
    ):
        [one] = loud(bound(f"{printed} % trust the council.", study, {f"{printed} %": "a"}))
        assert one.message == (
            f"It is bound to 41.2 %; the draft says {printed} %. That is the figure of {whose}."
        )
        assert "41.2" not in one.hint


def test_one_figure_with_two_values_names_the_right_place() -> None:
    text = "41.2 % trust the new city council.\n\nIn all, 44.1 % trust the new city council.\n"
    [one] = loud(bound(text, STUDY, {"41.2 %": "a", "44.1 %": "a"}))
    assert (one.verdict, one.excerpt) == ("another value", "44.1 %")
    assert [e.where for e in one.evidence if e.kind == "draft"] == ["paragraph 1"]


def test_points_a_person_bound_are_compared() -> None:
    text = "The council is trusted by 2.8 percentage points more than it is not."
    printed = "2.8 percentage points"
    assert verdicts(text, STUDY, {printed: "a-b"}) == []
    text = text.replace("2.8", "3.9")
    assert verdicts(text, STUDY, {printed.replace("2.8", "3.9"): "a-b"}) == ["error another value"]


# ── quantifiers ──


@pytest.mark.parametrize(
    ("words", "said", "found"),
    [
        ("Most respondents", "w", []),
        ("Most respondents", "v", ["error"]),
        ("Most respondents", "w+v", ["error"]),
        ("Half of the respondents", "v", []),
        ("Half of the respondents", "b", ["error"]),
        ("A third of the respondents", "b", ["check"]),
        ("A third of the respondents", "a", ["error"]),
        ("A minority of respondents", "v", []),
        ("A minority of respondents", "w", ["error"]),
    ],
)
def test_a_quantifier_that_a_person_bound_has_its_bounds(
    words: str, said: str, found: list[str]
) -> None:
    """53 and 47 %; a third is 29 to 38, and two points more are to be checked."""
    text = f"{words} go to the sea in summer."
    study = Study(indicators=[*WHOLE, A, replace(B, value=39.0, printed="39.0")])
    draft = drafts.read_bytes(text.encode(), "a.md")
    [claim] = Verification(draft, study).report().claims
    assert [v.split()[0] for v in verdicts(text, study, {claim.printed: said})] == found


def test_an_interval_that_crosses_the_bound_is_said() -> None:
    wide = Study(indicators=[replace(A, value=51.2, printed="51.2", ci_low=45.5, ci_high=56.9)])
    narrow = Study(indicators=[replace(A, value=51.2, printed="51.2", ci_low=50.1, ci_high=52.3)])
    for text, printed in (
        ("A majority (51.2%) fully trust the new city council.", "51.2%"),
        ("A majority of them fully trust the new city council.", "majority"),
    ):
        report = bound(text, wide, {printed: "a"})
        assert [(f.verdict, f.level) for f in report.findings] == [
            ("interval crosses the bound", Level.INFO)
        ]
        assert bound(text, narrow, {printed: "a"}).findings == ()


@pytest.mark.parametrize(
    ("text", "printed", "k", "found"),
    [
        ("Most interviewees feel safe.", "Most", 4, []),
        ("Most interviewees feel safe.", "Most", 3, ["error quantifier"]),
        ("A minority of interviewees feel safe.", "A minority", 2, []),
        ("A minority of interviewees feel safe.", "A minority", 4, ["error quantifier"]),
        ("In all, 4 participants feel safe.", "4", 4, []),
        ("In all, 4 participants feel safe.", "4", 3, ["error another value"]),
        ("In all, 6 participants feel safe.", "6", 4, ["error another value"]),
        ("Two of our six interviewees feel safe.", "Two", 2, []),
        ("Two of our six interviewees feel safe.", "Two", 3, ["error another value"]),
        ("In all, 67 % feel safe.", "67 %", 4, []),
        ("In all, 67 % feel safe.", "67 %", 5, ["error another value"]),
    ],
)
def test_k_of_n_interviewees_are_counted_in_the_codings(
    text: str, printed: str, k: int, found: list[str]
) -> None:
    """Six were interviewed; somebody who was not counts in no code."""
    people = [f"P{n}" for n in range(6)]
    carrying = frozenset([*people[:k], "P99"])
    study = Study(coded={"safe": carrying}, interviewed=frozenset(people))
    report = bound(text, study, {printed: "code:safe"})
    assert [f"{f.level} {f.verdict}" for f in loud(report)] == found
    assert not [f for f in report.findings if f.verdict == "k of N"]


def test_how_many_carry_a_code_is_said_as_k_of_n() -> None:
    people = [f"P{n}" for n in range(6)]
    study = Study(coded={"safe": frozenset(people[:3])}, interviewed=frozenset(people))
    [one] = loud(bound("Two of our six interviewees feel safe.", study, {"Two": "code:safe"}))
    assert one.message == (
        "The code is carried by the words of 3 of 6 people; the draft says Two. It differs by 1"
        " person."
    )


def test_a_code_counts_nobody_where_nobody_was_interviewed() -> None:
    study = Study(coded={"safe": frozenset({"P1"})})
    [claim] = bound("Most interviewees feel safe.", study, {"Most": "code:safe"}).claims
    assert claim.verdict == "no value"


# ── several together ──


def test_options_of_one_question_are_added_over_paragraphs_once_they_are_bound() -> None:
    """41.2 + 38.4 + 23.9 = 103.5: the survey's own table cannot be, which is said at each."""
    study = Study(indicators=[A, B, replace(C, value=23.9, printed="23.9")])
    text = "41.2 % like it.\n\n38.4 % are against.\n\nAnd 23.9 % shrug.\n"
    said = {"41.2 %": "a", "38.4 %": "b", "23.9 %": "c"}
    [one] = loud(bound(text, study, said))
    assert (one.level, one.verdict, one.excerpt) == (Level.ERROR, "sum above 100", "23.9 %")
    assert "41.2 + 38.4 + 23.9 = 103.5 %" in one.message
    [lone] = loud(bound("41.2 % like it.", study, {"41.2 %": "a"}))
    assert (lone.level, lone.verdict) == (Level.CHECK, "the survey’s own sum")
    assert loud(bound("41.2 % like it.", STUDY, {"41.2 %": "a"})) == []


@pytest.mark.parametrize(
    ("state", "levels"),
    [
        (ClaimState.PROPOSED, [Level.INFO]),
        (ClaimState.LITERAL, [Level.INFO]),
        (ClaimState.BOUND, [Level.CHECK]),
        (ClaimState.OPEN, []),
    ],
)
def test_what_nobody_bound_is_only_told_that_its_table_cannot_be(
    state: ClaimState, levels: list[Level]
) -> None:
    study = Study(indicators=[A, B, replace(C, value=23.9, printed="23.9")])
    reading = ReadDraft(drafts.read_bytes(b"41.2 % like it.", "a.md"), "en")
    stated = None if state is ClaimState.OPEN else statement("a")
    claims = [
        replace(claim, state=state, statement=stated, proposals=())
        for claim in read_claims(reading, study)
    ]
    reading.once("claims", lambda: claims)
    assert [f.level for f in sums.check(reading, study).findings] == levels


def test_rounding_may_bring_a_sum_above_100_by_so_much() -> None:
    """Three figures with one place: 100.1 may be, 100.2 not."""
    for third, found in ((20.5, []), (20.6, ["error sum above 100"])):
        study = Study(indicators=[A, B, replace(C, value=third, printed=f"{third}")])
        text = f"41.2 % like it, 38.4 % are against and {third} % shrug."
        said = {"41.2 %": "a", "38.4 %": "b", f"{third} %": "c"}
        assert verdicts(text, study, said) == found


def test_shares_of_different_people_do_not_add_up() -> None:
    women = replace(A, id="d", subgroup="Women", value=30.0, printed="30.0")
    other = replace(A, id="e", question_id="q9", value=30.0, printed="30.0")
    several = [replace(A, type="multi"), replace(B, type="multi")]
    text = "In all, 71.2 % care."
    assert verdicts(text, Study(indicators=[A, women]), {"71.2 %": "a+d"}) == [
        "error sum of different wholes"
    ]
    assert verdicts(text, Study(indicators=[A, other]), {"71.2 %": "a+e"}) == [
        "check sum of different wholes"
    ]
    text = "In all, 79.6 % care."
    assert verdicts(text, Study(indicators=several), {"79.6 %": "a+b"}) == [
        "check sum of different wholes"
    ]
    assert verdicts(text, STUDY, {"79.6 %": "a+b"}) == []


def test_one_cause_is_one_finding() -> None:
    """A wrong figure spoils the sum and the majority it stands in: that is named beside it."""
    text = "A majority (48.4 %) do not trust the council, while 53.4 % do and 20.4 % shrug."
    report = bound(text, STUDY, {"48.4 %": "b", "53.4 %": "a", "20.4 %": "c"})
    assert [f.excerpt for f in loud(report)] == ["48.4 %", "53.4 %"]
    [first, _] = loud(report)
    assert any("goes with it" in e.where for e in first.evidence)


# ── the study's own report ──

SAFE = "safety_safe"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("81.5% say that they have adapted well, whereas 19.4% express concerns.",
         {"81.5%": "adapt_well", "19.4%": "adapt_concern"}),
        ("64.4% of Russians have applied for it, 29.7% have not but plan to do so, and 6.3% have"
         " not applied.", {"64.4%": "trp_applied", "29.7%": "trp_plan", "6.3%": "trp_no"}),
        ("40.8% see the potential for a conflict, 31.2% do not, and 31.9% find it difficult to"
         " answer.", {"40.8%": "nato_yes", "31.2%": "nato_no", "31.9%": "nato_dk"}),
        ("59.7% of respondents did not vote in the Russian elections.",
         {"59.7%": "elections_unimportant"}),
        ("When it comes to Putin, 39.4% of our respondents approve of his activities.",
         {"39.4%": "putin_approve"}),
        ("Among those who do not approve of Putin, 30.9% assess it positively.",
         {"30.9%": "t1_pos_disapprove"}),
        ("Among those who support the actions of the Russian armed forces, 15.6% follow Russian"
         " news and media outlets.", {"15.6%": "t2_yes_russian"}),
        ("12% of the people who support the Russian armed forces follow Serbian media.",
         {"12%": "t2_yes_serbian"}),
        ("12.5% of respondents believe that the country is moving in the wrong direction.",
         {"12.5%": "direction_wrong"}),
        ("A majority of respondents (44.7%) agree that they should have the same rights.",
         {"44.7%": "lgbt_agree"}),
        ("The vast majority (40.2%) has no plan to leave.", {"40.2%": "plans_stay"}),
        ("Followers of Russian media support the army three times as often (15.6%) as all"
         " respondents (9.4%).", {"15.6%": "t2_yes_russian", "9.4%": "army_yes"}),
        ("The majority of our respondents feel safe (96.5%) and follow the war closely (39.3%).",
         {"96.5%": SAFE, "39.3%": "plans_stay"}),
        ("31.9% think that it cannot.", {"31.9%": "nato_no"}),
    ],
)  # fmt: skip
def test_each_proven_error_of_the_sample_is_an_error_once_its_claims_are_bound(
    sample_folder: Path, text: str, said: Said
) -> None:
    study = Study(indicators=Project(sample_folder).survey.figures())
    assert Level.ERROR in [f.level for f in loud(bound(text, study, said))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("15.6% of those who follow Russian media support the actions of the Russian armed forces"
         " in Ukraine, compared to 12% of those who follow Serbian ones.",
         {"15.6%": "t2_yes_russian", "12%": "t2_yes_serbian"}),
        ("59.7% find it not important to take part in Russian elections.",
         {"59.7%": "elections_unimportant"}),
        ("Among those who do not approve of Putin, 35.8% assess it positively.",
         {"35.8%": "t1_pos_disapprove"}),
        ("The majority of respondents feel safe (96.5%) and 39.4% gave no response on Putin.",
         {"96.5%": SAFE, "39.4%": "putin_noresponse"}),
    ],
)  # fmt: skip
def test_what_is_true_stays_silent_once_it_is_bound(
    sample_folder: Path, text: str, said: Said
) -> None:
    study = Study(indicators=Project(sample_folder).survey.figures())
    assert loud(bound(text, study, said)) == []


def test_of_what_somebody_decided_its_words_tell_nothing_more(sample_folder: Path) -> None:
    study = Study(indicators=Project(sample_folder).survey.figures())
    text = "Most respondents approve of the activities of Vladimir Putin as President."
    verification = Verification(drafts.read_bytes(text.encode(), "a.md"), study)
    assert [f.verdict for f in loud(verification.report())] == ["quantifier without a figure"]
    assert verdicts(text, study, {"Most": "other"}) == []
    assert verdicts(text, study, {"Most": "putin_approve"}) == ["error quantifier"]


def test_what_is_no_figure_is_not_worked_out() -> None:
    text = "Of these, 18 of 25 participants (70%) were women."
    assert verdicts(text, Study(), {"70%": "other"}) == ["error count and share"]
    assert verdicts(text, Study(), {"70%": "none"}) == []


def test_councils_figures_are_those_of_the_other_tests() -> None:
    """So that values by hand hold of both."""
    assert [i.value for i in COUNCIL.indicators] == [i.value for i in (A, B, C)]
