"""Tell by words that a share is the figure of another row or column than its sentence names.

Nothing here is proved: words were read by a machine. What a person bound is compared with that
alone; only whether its condition is turned round is read from the words then too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.words import stem
from coding.model import Indicator
from coding.verify.evidence.axes import Axis, plain_answer_of
from coding.verify.evidence.crosstabs import Crosstab, base_of, crosstabs
from coding.verify.evidence.features import Feature, read, stems
from coding.verify.evidence.matching import Stated, stated, weighed
from coding.verify.evidence.study import Study
from coding.verify.evidence.weighing import WeighedSurvey
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind

SURE = 0.62
"""How well words must fit a question's figure before another one's value is called wrong."""

INVERTED = "inverted condition"
"""The verdict on a share of a column that is read as one of a row, or the other way round."""


def wrong_by_words(reading: ReadDraft, study: Study, cells: Mapping[int, str]) -> dict[int, Wrong]:
    """Return start → what is wrong by its words with a share.

    `cells` has start → id of the cell that a person bound a share to, `""` where that is none.
    """
    if not study.indicators:
        return {}
    survey = weighed(reading, study)
    known = crosstabs(survey)
    listed = stated(reading, study)
    printed: dict[int, set[float]] = defaultdict(set)
    for figure in listed:
        printed[figure.place.sentence.start].add(figure.number.value)
    found = {}
    for figure in listed:
        start = figure.number.start
        if start in cells:
            wrong = _turned(known, figure, cells[start])
        else:
            wrong = _in_table(survey, known, figure) or _other_option(survey, figure)
            if wrong and _is_anothers(wrong, printed[figure.place.sentence.start]):
                wrong = None
        if wrong is not None:
            found[start] = wrong
    return found


def _is_anothers(wrong: Wrong, printed: Collection[float]) -> bool:
    """Say whether words that seem to name a figure are those of another number of the sentence."""
    value = wrong.named.value
    return (
        wrong.verdict != INVERTED and value is not None and bool({value, round(value)} & {*printed})
    )


def _turned(known: Sequence[Crosstab], figure: Stated, cell: str) -> Wrong | None:
    """Return whether a share that was bound to a cell is said of the wrong side of its table."""
    for table in known:
        here = [i for i in table.cells if i.id == cell]
        if here and (wrong := _inverted(table, figure, here)):
            return wrong
    return None


LED = 0.42
"""The same where the number stands in the survey for another answer to that question."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A number that stands for one figure and is another's."""

    verdict: str
    named: Indicator
    printed: Indicator
    message: str


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
        if not (_in_full(survey, figure, row) and _in_full(survey, figure, column)):
            continue
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
            named,
            printed,
            f"For “{named.option}” among “{named.subgroup}” the table has {named.printed} %;"
            f" {printed.printed} % is the figure {where}.",
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
                cell,
                cell,
                f"{cell.printed} % is the share of “{cell.option}” among “{cell.subgroup}”, not"
                f" the share of “{cell.subgroup}” among “{cell.option}”: the table adds up by"
                f" {table.percent_of}.",
            )
    return None


def _in_full(survey: WeighedSurvey, figure: Stated, label: str) -> bool:
    """Say whether all words of an answer or group stand around a number; an answer alone has none.

    Of "60 years and older" the last word alone names nobody.
    """
    return names_in_full(survey, label, stems(figure.sentence) | stems(figure.zone))


def names_in_full(survey: WeighedSurvey, label: str, said: Collection[str]) -> bool:
    """Say whether all words of a label are said; behind a yes or no one may be wanting."""
    answers = {stem(word, survey.language) for word in packs.together("answers.yes")}
    wanting = stems(read(label, survey.language)) - answers - {*said, "@no"}
    return len(wanting) <= (1 if plain_answer_of(label) else 0)


def _answers(survey: WeighedSurvey, question: str) -> set[str]:
    listed = (survey.options[survey.number[i.id]] for i in survey.questions[question])
    return {s for features in listed for s in stems(features)}


def asks_for(survey: WeighedSurvey, question: str, said: Collection[str]) -> bool:
    """Say whether words have half of what a question asks, by the weight of its words.

    What it asks is more than its answers: "Are you a man or a woman?" asks for nothing else.
    """
    asked = {s: survey.weigh(s) for s in survey.asked[question]}
    if not asked.keys() - _answers(survey, question):
        return False
    return 2 * sum(w for s, w in asked.items() if s in said) >= sum(asked.values())


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
        if not survey.asked[question] - _answers(survey, question):
            continue
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
        if not (led or figure.number.decimals) or not _in_full(survey, figure, option):
            continue
        return Wrong(
            "neighbouring cell",
            other,
            printed,
            f"“{other.option}” was the answer of {other.printed} %; {printed.printed} % answered"
            f" “{printed.option}”.",
        )
    return None
