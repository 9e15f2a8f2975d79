"""What is counted of a report's claims: confirmed, wrongly, covered, swallowed, found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from gold_claims import StatedReport, read_report
from measured_claims import Alike, Measured, measure, table, tallied, tallied_error, tallied_proof
from planted_errors import PlantedError, Slip
from test_planted_errors import DRAFT, lay_out

from coding.model import (
    Claim,
    ClaimKind,
    ClaimProposal,
    ClaimState,
    Draft,
    Finding,
    Level,
    Report,
    Sense,
    Statement,
)
from coding.project import Project
from coding.verify.claims.comparing import AGREES, DIFFERS


@pytest.fixture
def gold(tmp_path: Path) -> StatedReport:
    return read_report(lay_out(tmp_path))


def said(
    printed: str,
    *figures: str,
    sense: Sense = Sense.EQUAL,
    state: ClaimState = ClaimState.PROPOSED,
    verdict: str = AGREES,
    proposed: tuple[str, ...] = (),
) -> Claim:
    at = DRAFT.index(printed)
    return Claim(
        start=at,
        end=at + len(printed),
        printed=printed,
        kind=ClaimKind.SHARE,
        state=state,
        verdict=verdict,
        statement=Statement(sense, figures) if figures else None,
        proposals=tuple(
            ClaimProposal(
                statement=Statement(Sense.EQUAL, (key,)), value=0, confidence=0, words=0, order=0
            )
            for key in proposed
        ),
    )


def found(printed: str, level: Level, check: str = "sums") -> Finding:
    at = DRAFT.index(printed)
    return Finding(
        check=check,
        level=level,
        verdict="sum",
        start=at,
        end=at + len(printed),
        excerpt=printed,
        message="",
        hint="",
        sentence="",
    )


def report(*items: Claim | Finding) -> Report:
    return Report(
        draft=Draft(name="draft.md", text=DRAFT, paragraphs=(), sha256=""),
        findings=tuple(item for item in items if isinstance(item, Finding)),
        examined=(),
        claims=tuple(item for item in items if isinstance(item, Claim)),
    )


def test_shares_are_those_that_state_one_figure_a_sum_a_rest_or_none(gold: StatedReport) -> None:
    """Of nine rows seven: no points, no people. One states none, one is printed wrongly."""
    counted = tallied(gold, report())
    assert (counted.shares, counted.stating, counted.elsewhere) == (7, 5, 1)
    assert (counted.confirmed, counted.first, counted.coverage) == (0, 0, 0)


def test_confirmed_wrongly_is_another_figure_none_no_claim_or_a_figure_printed_wrongly(
    gold: StatedReport,
) -> None:
    """Right: 40, the 60 by its other truth. Wrong: 75, 41 (another source), 12 (38 in the survey).

    2 of the 5 that state a figure are covered.
    """
    counted = tallied(
        gold,
        report(
            said("40%", "cafe_yes", state=ClaimState.LITERAL),
            said("60%", "cafe_yes", sense=Sense.COMPLEMENT),
            said("75 %", "cafe_yes", "cafe_dk", sense=Sense.SUM),
            said("41%", "cafe_yes"),
            said("12%", "sun_no"),
        ),
    )
    assert (counted.confirmed, counted.wrongly, counted.linked) == (5, 3, 1)
    assert counted.coverage == 0.4


def test_a_share_that_stands_in_a_quotation_is_the_share_and_not_the_quotation(
    gold: StatedReport,
) -> None:
    """Both hold all of its characters, and the quotation comes first."""
    share = said("40%", "cafe_yes")
    quotation = replace(share, start=share.start - 5, end=share.end + 5, kind=ClaimKind.QUOTATION)
    quotation = replace(quotation, state=ClaimState.OPEN, statement=None)
    assert tallied(gold, report(quotation, share)).confirmed == 1
    assert tallied(gold, report(quotation)).confirmed == 0


def test_a_number_that_is_no_claim_counts_as_wrongly_confirmed(gold: StatedReport) -> None:
    counted = tallied(gold, report(said("Dogs", "dogs_a")))
    assert (counted.confirmed, counted.wrongly, counted.stray) == (1, 1, 1)


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (ClaimState.OPEN, AGREES),
        (ClaimState.BOUND, AGREES),
        (ClaimState.PROPOSED, DIFFERS),
        (ClaimState.LITERAL, DIFFERS),
    ],
)
def test_only_what_the_program_says_unasked_and_agrees_is_confirmed(
    gold: StatedReport, state: ClaimState, verdict: str
) -> None:
    claim = said("40%", "cafe_no", state=state, verdict=verdict)
    assert tallied(gold, report(claim)).confirmed == 0


def test_the_right_figure_is_looked_for_first_and_among_three(gold: StatedReport) -> None:
    """40: first. 38: third. 100: fourth, too late. 12 is printed wrongly and not asked."""
    counted = tallied(
        gold,
        report(
            said("40%", proposed=("cafe_yes", "sun_no")),
            said("38%", proposed=("sun_no", "dogs_b", "dogs_a")),
            said("100%", proposed=("sun_no", "dogs_b", "dogs_a", "seen")),
            said("12%", proposed=("sun_no",)),
        ),
    )
    assert (counted.first, counted.among) == (1, 2)


def test_a_loud_finding_is_true_at_a_wrong_number_and_false_elsewhere(gold: StatedReport) -> None:
    """Quotations are another matter, and so is what is only said."""
    counted = tallied(
        gold,
        report(
            found("12%", Level.ERROR),
            found("40%", Level.ERROR),
            found("county", Level.CHECK),
            found("38%", Level.INFO),
            found("38%", Level.ERROR, check="quotes"),
        ),
    )
    assert (counted.true_errors, counted.false_errors) == (1, 1)
    assert (counted.true_checks, counted.false_checks) == (0, 1)
    debatable = replace(gold, claims=tuple(replace(c, holds="debatable") for c in gold.claims))
    assert tallied(debatable, report(found("40%", Level.ERROR))).false_errors == 0


def test_a_planted_error_is_swallowed_or_found_if_the_clean_report_has_not_found_it(
    gold: StatedReport,
) -> None:
    error = PlantedError(
        draft=DRAFT,
        start=DRAFT.index("40%"),
        end=DRAFT.index("40%") + 3,
        printed="40%",
        right="44%",
        slip=Slip.DIGIT,
        claim=gold.claims[0],
    )
    swallowing = report(said("40%", "cafe_no", proposed=("cafe_no", "cafe_yes")))
    counted = tallied_error(error, gold, report(), swallowing)
    assert (counted.planted, counted.swallowed, counted.named) == (1, 1, 1)
    finding = report(found("40%", Level.ERROR), found("40%", Level.CHECK))
    counted = tallied_error(error, gold, report(), finding)
    assert (counted.swallowed, counted.errors, counted.checks) == (0, 1, 0)
    checking = report(found("40%", Level.CHECK))
    assert tallied_error(error, gold, report(), checking).checks == 1
    assert tallied_error(error, gold, checking, checking).checks == 0
    assert tallied_proof(error, report(), finding).proved == 1
    assert tallied_proof(error, finding, finding).proved == 0
    assert tallied_proof(error, report(), checking).proved == 0


def test_what_is_left_of_answers_is_the_sum_of_the_others_where_one_was_given(
    gold: StatedReport,
) -> None:
    """A café has three answers of all; of several answers nothing is left."""
    rest = Statement(Sense.COMPLEMENT, ("cafe_yes",))
    others = Statement(Sense.SUM, ("cafe_dk", "cafe_no"))
    assert Alike(gold.figures).any(rest, [others])
    assert not Alike(gold.figures).any(rest, [Statement(Sense.SUM, ("cafe_no_m", "cafe_dk_m"))])
    several = [replace(figure, type="multi") for figure in gold.figures]
    assert not Alike(several).any(rest, [others])
    assert Alike(several).any(rest, [rest])


def test_where_each_of_several_figures_is_meant_one_of_them_is_right(gold: StatedReport) -> None:
    each = Statement(Sense.EQUAL, ("cafe_dk", "cafe_dk_m"))
    alike = Alike(gold.figures)
    assert alike.any(Statement(Sense.EQUAL, ("cafe_dk_m",)), [each])
    assert not alike.any(Statement(Sense.EQUAL, ("cafe_no_m",)), [each])
    assert not alike.any(Statement(Sense.DIFFERENCE, ("cafe_dk", "cafe_dk_m")), [each])


def test_a_report_is_measured_with_its_planted_errors_bound(tmp_path: Path) -> None:
    """The whole way with a real project: the report and five drafts, checked and bound."""
    folder = lay_out(tmp_path)

    def project_of(place: Path) -> Project:
        (tmp_path / "study" / "survey").mkdir(parents=True)
        survey = tmp_path / "study" / "survey" / "toplines.csv"
        survey.write_bytes((place / "toplines.csv").read_bytes())
        (tmp_path / "study" / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
        return Project(tmp_path / "study")

    measured = measure(folder, project_of)
    assert (measured.name, measured.shares, measured.planted) == (tmp_path.name, 7, 5)
    assert f"{measured.planted:>9}" in table([measured, measured + Measured()])
