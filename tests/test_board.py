"""A checked draft as the page shows it: what stands, what is contradicted, what to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coding.drafts.board import board, counts, names_of, spots
from coding.model import (
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    ClaimProposal,
    ClaimState,
    Draft,
    Finding,
    Indicator,
    Level,
    Paragraph,
    Question,
    Report,
    Ruling,
    Sense,
    Statement,
)

TEXT = "Of all, 41 % trust it and 38 % do not."
YES, NO = Statement(Sense.EQUAL, ("q-yes",)), Statement(Sense.EQUAL, ("q-no",))


def claim(start: int, state: ClaimState = ClaimState.OPEN, **more: Any) -> Claim:
    return Claim(
        start=start, end=start + 4, printed=TEXT[start : start + 4], kind=ClaimKind.SHARE,
        value=float(TEXT[start : start + 2]), sentence=TEXT, paragraph=1, state=state, **more,
    )  # fmt: skip


def finding(start: int, end: int, level: Level = Level.ERROR, verdict: str = "wrong") -> Finding:
    return Finding(
        check="figures", level=level, verdict=verdict, start=start, end=end,
        excerpt=TEXT[start:end], message="It is not.", hint="", sentence=TEXT, paragraph=1,
    )  # fmt: skip


def report(*claims: Claim, findings: tuple[Finding, ...] = ()) -> Report:
    paragraphs = (Paragraph(number=1, start=0, end=len(TEXT)),)
    draft = Draft(name="d.md", text=TEXT, sha256="a", paragraphs=paragraphs)
    return Report(draft=draft, findings=findings, examined=(), claims=claims)


def marks(checked: Report, *rulings: Ruling) -> list[str]:
    return [spot.mark for spot in spots(checked, {ruling.id: ruling for ruling in rulings})]


def ruled(about: Finding, decided: str) -> Ruling:
    return Ruling(
        id=about.key, decided=decided, reason="so", coder="Ana", at="2026-01-02T10:00:00Z"
    )


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        (ClaimState.OPEN, "look"),
        (ClaimState.PROPOSED, "machine"),
        (ClaimState.LITERAL, "proved"),
        (ClaimState.BOUND, "bound"),
        (ClaimState.OTHER_SOURCE, "other"),
        (ClaimState.NOT_A_FIGURE, "other"),
    ],
)
def test_a_claim_is_shown_by_its_state(state: ClaimState, mark: str) -> None:
    assert marks(report(claim(8, state))) == [mark]


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [("agrees", "bound"), ("rounds to it", "bound"), ("differs", "look"), ("no value", "look")],
)
def test_a_bound_claim_stands_only_where_it_was_found_to_agree(verdict: str, mark: str) -> None:
    assert marks(report(claim(8, ClaimState.BOUND, statement=YES, verdict=verdict))) == [mark]


def test_what_only_the_machine_reads_never_counts_as_standing() -> None:
    listed = spots(report(claim(8, ClaimState.PROPOSED), claim(26, ClaimState.BOUND)), {})
    assert {m: n for m, n in counts(listed).items() if n} == {"machine": 1, "bound": 1}


def test_an_error_contradicts_its_claim_whatever_its_state() -> None:
    wrong = finding(8, 12)
    for state in (ClaimState.BOUND, ClaimState.LITERAL, ClaimState.PROPOSED, ClaimState.OPEN):
        assert marks(report(claim(8, state), findings=(wrong,))) == ["contradicted"]


def test_nothing_that_is_pressed_takes_a_contradiction_away() -> None:
    """Only that it is another source's: kept and promised ones are as wrong as before."""
    wrong = finding(8, 12)
    checked = report(claim(8, ClaimState.BOUND), findings=(wrong,))
    for decided in ("fixed", "accepted"):
        assert marks(checked, ruled(wrong, decided)) == ["contradicted"]
    assert marks(checked, ruled(wrong, "not ours")) == ["bound"]


def test_a_likely_error_is_looked_at_until_somebody_has() -> None:
    likely = finding(8, 12, Level.CHECK)
    checked = report(claim(8, ClaimState.BOUND), findings=(likely,))
    assert marks(checked) == ["look"]
    assert marks(checked, ruled(likely, "accepted")) == ["bound"]


def test_a_finding_about_several_claims_stands_for_itself() -> None:
    checked = report(claim(8), claim(26), findings=(finding(8, 30),))
    assert [(s.id, s.mark) for s in spots(checked, {})] == [
        ("c0", "look"),
        (names_of(checked.findings)[0], "contradicted"),
        ("c1", "look"),
    ]


def test_what_a_finding_is_called_does_not_change_with_others() -> None:
    """The page names it so in what it sends while bindings make findings come and go."""
    stays, comes = finding(8, 30), finding(2, 5)
    assert names_of([comes, stays])[1] == names_of([stays])[0]
    assert len(set(names_of([stays, stays, comes]))) == 3


def test_a_proposal_says_nothing_of_its_value_before_it_is_chosen() -> None:
    """Neither a verdict nor what it gives, nor how sure the machine is."""
    proposal = ClaimProposal(
        statement=YES, value=41.2, confidence=0.9, words=0.8, order=0.9, shares=("trust",)
    )
    shown = shown_of(claim(8, ClaimState.PROPOSED, statement=YES, proposals=(proposal,)))
    assert shown["proposals"] == [
        {"sense": "equal", "figures": ["q-yes"], "shares": ["trust"], "lacks": []}
    ]
    assert not {"verdict", "states", "value"} & set(shown)


def test_a_bound_claim_says_who_and_what_follows() -> None:
    binding = Binding(
        id="k", decided=BindingChoice.FIGURE, statement=NO, coder="Ana", at="2026-01-02T10:00:00Z"
    )
    shown = shown_of(claim(8, ClaimState.BOUND, statement=NO, binding=binding, verdict="differs"))
    assert shown["bound"]["by"] == "Ana"
    assert (shown["verdict"], shown["states"]) == ("differs", ["q-no"])


def test_of_equal_numbers_in_a_sentence_the_right_one_is_marked() -> None:
    twice = replace(claim(8), sentence="41 % here, 41 % there", number=1)
    assert shown_of(twice)["sentence"] == ["41 % here, ", "41 %", " there"]


def shown_of(one: Claim) -> dict[str, Any]:
    figures = tuple(
        Indicator(id=f"q-{option}", question_id="q", question="Trust?", option=option,
                  printed=value, value=float(value))
        for option, value in (("yes", "41.2"), ("no", "38.4"))
    )  # fmt: skip
    question = Question(id="q", text="Trust?", type="single", title="", ref="", indicators=figures)
    data = board(report(one), {}, [question], lambda _: ("", ""))
    shown: dict[str, Any] = data["places"]["c0"]
    return shown
