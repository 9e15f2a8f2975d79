"""Check figures: a number says what the survey's table says, of the same people.

Errors are only what a look-up proves: the sentence names one row and one column of a table (or
one option of a question), and the number printed is that of another. A number that fits no
figure is none of the survey's: the draft may cite other sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.model import ClaimKind, ClaimState, Evidence, Indicator, Level, Sense
from coding.verify.checks.outcome import Outcome
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import AGREES, Compared, compare
from coding.verify.evidence.axes import Axis, plain_answer_of
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.crosstabs import Crosstab, base_of, crosstabs
from coding.verify.evidence.features import Feature
from coding.verify.evidence.matching import FigureMatch, Stated, stated, weighed
from coding.verify.evidence.study import Study
from coding.verify.evidence.weighing import WeighedSurvey
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind

NAME = "figures"

SURE = 0.62
"""How well words must fit a question's figure before another one's value is called wrong."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return what the survey says of each percentage, mean and median."""
    outcome = Outcome()
    listed = stated(reading, study)
    if not study.indicators:
        if listed:
            outcome.notes.append("There is no survey: figures were not looked up.")
        return outcome
    survey = weighed(reading, study)
    known = crosstabs(survey)
    turned: tuple[Stated, Wrong] | None = None
    bound = _bound(outcome, reading, study)
    for figure in listed:
        if figure.number.start in bound:
            continue
        wrong = _in_table(survey, known, figure) or _other_option(survey, figure)
        if wrong:
            first = turned if turned and wrong.verdict == turned[1].verdict else None
            same = first is not None and first[0].place.sentence == figure.place.sentence
            _say(outcome, reading, figure, wrong, again=same)
            turned = (
                (figure, wrong) if wrong.verdict == "inverted condition" and not same else turned
            )
        elif figure.best is not None:
            _agreed(outcome, reading, figure, figure.best)
        else:
            _unknown(outcome, reading, survey, figure)
    return outcome


def _bound(outcome: Outcome, reading: ReadDraft, study: Study) -> set[int]:
    """Report the shares that a person bound; return where they stand.

    What was said to be a figure is compared with it alone, and no other is looked for. A hedged
    one is no error: how far "about" reaches is custom.
    """
    figures = {indicator.id: indicator for indicator in study.indicators}
    starts = set()
    for claim in claims_of(reading, study):
        stated = claim.statement
        if claim.state is not ClaimState.BOUND or claim.kind is not ClaimKind.SHARE:
            continue
        if stated is None or claim.points or claim.value is None or stated.sense is Sense.CODED:
            continue
        starts.add(claim.start)
        compared = compare(claim, stated, figures)
        evidence = [figure_evidence(figures[key]) for key in stated.figures if key in figures]
        said = "" if compared.value is None else f"It is bound to {compared.value:.4g} %."
        outcome.examined.append(
            reading.looked_at(
                "figure",
                _word_for(compared, stated.sense),
                claim.start,
                claim.end,
                message=said,
                evidence=evidence,
            )
        )
        if compared.value is None or compared.agrees:
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK if claim.about else Level.ERROR,
                "another value",
                claim.start,
                claim.end,
                message=f"What it is bound to is {compared.value:.4g} %; the draft says"
                f" {claim.printed.strip()}. It differs by {compared.gap:.3g} points.",
                hint="The number is wrong, or it is bound to another figure than is meant.",
                evidence=evidence,
            )
        )
    return starts


def _word_for(compared: Compared, sense: Sense) -> str:
    """Return the verdict on a share that was bound, as it is called for others."""
    if compared.value is None:
        return "no such indicator"
    if not compared.agrees:
        return "another value"
    exact = {Sense.SUM: "sum of cells", Sense.COMPLEMENT: "complement"}.get(sense, "match")
    return exact if compared.verdict == AGREES else "rounded"


LED = 0.42
"""The same where the number stands in the survey for another answer to that question."""


UNBOUND = "Its words were read by a machine. Say which figure it states: then it is compared."
"""The hint where words alone tell what is meant: nothing is proved, so nothing is ordered."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A number that stands for one figure and is another's."""

    verdict: str
    level: Level
    named: Indicator
    printed: Indicator
    message: str
    hint: str


# ── tables of two questions ──


def _in_table(survey: WeighedSurvey, known: Sequence[Crosstab], figure: Stated) -> Wrong | None:
    """Return what is wrong with a number that a sentence places in a table."""
    if figure.number.kind is not Kind.PERCENT:
        return None
    for table in known:
        here = [i for i in table.cells if _is(i, figure)]
        if not here or not _about(survey, table, figure):
            continue
        zone = figure.zone
        rows = table.rows.named(zone, figure.sentence)
        columns = table.columns.named(zone, figure.sentence)
        if not columns:
            columns = table.columns.named(_from(figure))
        inverted = _inverted(table, figure, here)
        if inverted:
            return inverted
        if len(columns) != 1:
            continue
        (column,) = columns
        if not rows:
            rows = table.rows.named(figure.sentence)
        if len(rows) != 1:
            continue
        (row,) = rows
        named = table.cell(row, column)
        if named is None or _is(named, figure) or named.value is None:
            continue
        beside = next((i for i in here if i.option == row), None)
        above = next((i for i in here if i.subgroup == column), None)
        printed = beside or above
        if printed is None:
            continue
        where = f"of “{printed.subgroup}”" if beside else f"of the answer “{printed.option}”"
        return Wrong(
            "neighbouring cell",
            Level.CHECK,
            named,
            printed,
            f"For “{named.option}” among “{named.subgroup}” the table has {named.printed} %;"
            f" {printed.printed} % is the figure {where}.",
            UNBOUND,
        )
    return None


def _is(indicator: Indicator, figure: Stated) -> bool:
    return indicator.value is not None and abs(indicator.value - figure.number.value) < 1e-9


def _about(survey: WeighedSurvey, table: Crosstab, figure: Stated) -> bool:
    """Say whether a sentence speaks of a table: by its question, or both of its sides."""
    best = max((figure.words[survey.number[i.id]] for i in table.cells), default=0.0)
    return best >= (0.5 if figure.number.decimals else 0.75)


def _from(figure: Stated) -> list:  # type: ignore[type-arg]
    """Return the features of a sentence up to the number: a base that was named before holds on."""
    return [f for f in figure.sentence if f.at + figure.place.sentence.start < figure.number.start]


def _inverted(table: Crosstab, figure: Stated, here: Sequence[Indicator]) -> Wrong | None:
    """Return a share of a column that is read as one of a row, or the other way round."""
    base = base_of(figure, table)
    if base is None:
        return None
    of, measured = base
    if table.percent_of == "column":
        wrong = of is table.rows and measured is table.columns
    elif table.percent_of == "row":
        wrong = of is table.columns and measured is table.rows
    else:
        return None
    if not wrong:
        return None
    rows = table.rows.named(figure.zone, figure.sentence)
    columns = table.columns.named(figure.zone, figure.sentence)
    rows = rows or table.rows.named(_from(figure))
    columns = columns or table.columns.named(_from(figure))
    for cell in here:
        if cell.option in rows and cell.subgroup in columns:
            return Wrong(
                "inverted condition",
                Level.CHECK,
                cell,
                cell,
                f"{cell.printed} % is the share of “{cell.option}” among “{cell.subgroup}”, not"
                f" the share of “{cell.subgroup}” among “{cell.option}”: the table adds up by"
                f" {table.percent_of}.",
                UNBOUND,
            )
    return None


# ── options of one question ──


def _other_option(survey: WeighedSurvey, figure: Stated) -> Wrong | None:
    """Return a number that is another answer's than the one its words name."""
    if figure.number.kind is not Kind.PERCENT or figure.number.about:
        return None
    for question, listed in survey.questions.items():
        here = [i for i in listed if _is(i, figure)]
        if len(here) != 1 or len(listed) < 2:
            continue
        (printed,) = here
        siblings = [
            i for i in listed if i.subgroup == printed.subgroup and i.source == printed.source
        ]
        if len(siblings) < 2 or len({i.subgroup for i in listed if i.source == printed.source}) > 1:
            continue
        best = figure.best
        if best is not None and best.how == "match" and best.indicators[0].question_id != question:
            continue
        axis = Axis.of([i.option for i in siblings], survey.language, survey.asked[question])
        # That the sentence is about this question is seen below.
        topic = [Feature(s, False) for s in {s for own in axis.beside.values() for s in own}]
        named = axis.named(figure.zone, topic)
        if printed.option in named or len(named) != 1:
            continue
        (option,) = named
        other = next(i for i in siblings if i.option == option)
        if other.value is None or (
            plain_answer_of(other.option) and plain_answer_of(printed.option)
        ):
            continue
        if abs(other.value - figure.number.value) < 0.05:
            continue
        # The value has led to this question already, or the words must do so alone.
        led = best is not None and best.how == "match" and best.indicators[0] is printed
        if figure.words[survey.number[other.id]] < (LED if led else SURE):
            continue
        if not (led or figure.number.decimals):
            continue
        return Wrong(
            "neighbouring cell",
            Level.CHECK,
            other,
            printed,
            f"“{other.option}” was the answer of {other.printed} %; {printed.printed} % answered"
            f" “{printed.option}”.",
            UNBOUND,
        )
    return None


# ── what is said ──


def _say(
    outcome: Outcome, reading: ReadDraft, figure: Stated, wrong: Wrong, *, again: bool = False
) -> None:
    """Report a number; `again`: what is wrong was said of its sentence already."""
    number = figure.number
    evidence = [figure_evidence(wrong.named)]
    if wrong.printed is not wrong.named:
        evidence.append(figure_evidence(wrong.printed))
    outcome.examined.append(
        reading.looked_at(
            "figure",
            wrong.verdict,
            number.start,
            number.end,
            message=wrong.message,
            evidence=evidence,
        )
    )
    if again:
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            wrong.level,
            wrong.verdict,
            number.start,
            number.end,
            message=wrong.message,
            hint=wrong.hint,
            evidence=evidence,
        )
    )


def _agreed(outcome: Outcome, reading: ReadDraft, figure: Stated, best: FigureMatch) -> None:
    number = figure.number
    evidence = [figure_evidence(i) for i in best.indicators]
    message = {
        "match": "As the survey has it.",
        "rounded": f"Rounded from {best.indicators[0].printed} %.",
        "complement": f"What is left of 100 beside {best.indicators[0].printed} %.",
        "sum of cells": "The sum of "
        + " and ".join(f"{i.printed} % ({i.option})" for i in best.indicators)
        + ".",
    }[best.how]
    outcome.examined.append(
        reading.looked_at(
            "figure", best.how, number.start, number.end, message=message, evidence=evidence
        )
    )


def _unknown(outcome: Outcome, reading: ReadDraft, survey: WeighedSurvey, figure: Stated) -> None:
    number = figure.number
    alone = [i for i in survey.indicators if _is(i, figure) and i.unit == "%"]
    if number.decimals and alone and not reading.same_script(i.question for i in survey.indicators):
        evidence = [figure_evidence(i) for i in alone[:5]]
        message = "The value stands in the survey, but the survey's words are in another language."
        outcome.examined.append(
            reading.looked_at(
                "figure",
                "value only",
                number.start,
                number.end,
                message=message,
                evidence=evidence,
            )
        )
        return
    message = "No figure of the survey fits in words and value; it may be another source's."
    outcome.examined.append(
        reading.looked_at("figure", "no such indicator", number.start, number.end, message=message)
    )
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.INFO,
            "no such indicator",
            number.start,
            number.end,
            message=message,
            hint="If it is the survey's, add it to the toplines; else name its source.",
            evidence=[Evidence(kind="rule", text="Nothing is called wrong for being unknown.")],
        )
    )
