"""Lay a survey's questions out as tables, and tell of which side of one a share is said to be."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.model import Indicator
from coding.verify.evidence.axes import Axis, is_sum
from coding.verify.evidence.features import read, stems
from coding.verify.evidence.matching import Stated
from coding.verify.evidence.weighing import WeighedSurvey


@packs.cached
def _base() -> re.Pattern[str]:
    """Return a pattern for words that lead to whom a share is of."""

    def words(*keys: str) -> str:
        return alternatives(word for key in keys for word in packs.together(f"people.{key}"))

    small = alternatives((*packs.together("stop"), *packs.together("people.pronouns")))
    return re.compile(
        rf"(?:(?P<prep>{words('among', 'of')})\s+)?(?:{small}\s+){{0,3}}?"
        rf"(?:(?P<whoever>{words('whoever')})(?P<who>(?:\s+\w+){{0,2}}?\s+{words('who', 'which')})?"
        rf"|{words('groups')})|(?P<among>{words('among')})",
        re.I,
    )


@packs.cached
def _share() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(packs.together('people.share'))}\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Crosstab:
    """A question's figures by option and subgroup."""

    question: str
    cells: tuple[Indicator, ...]
    rows: Axis
    columns: Axis
    percent_of: str

    def cell(self, row: str, column: str) -> Indicator | None:
        """Return the figure of an option in a subgroup."""
        return next((i for i in self.cells if i.option == row and i.subgroup == column), None)


def crosstabs(survey: WeighedSurvey) -> list[Crosstab]:
    """Return the survey's tables of two or more options in two or more subgroups."""
    tables = []
    for question, listed in survey.questions.items():
        by_source: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in listed:
            by_source[indicator.source].append(indicator)
        for cells in by_source.values():
            groups = {i.subgroup for i in cells}
            options = {i.option for i in cells}
            if len(groups) < 2 or len(options) < 2 or len(cells) < 0.7 * len(groups) * len(options):
                continue
            inner = [i for i in cells if not survey.is_whole(i)]
            # A table's question names both of its sides: what names its columns is no answer.
            sides = {s for g in groups for s in stems(read(g, survey.language))}
            asked = survey.asked[question] - sides
            tables.append(
                Crosstab(
                    question,
                    tuple(cells),
                    Axis.of([i.option for i in cells if not is_sum(i)], survey.language, asked),
                    Axis.of([i.subgroup for i in cells], survey.language),
                    inner[0].percent_of if inner else "",
                )
            )
    return tables


def base_of(figure: Stated, table: Crosstab) -> tuple[Axis, Axis] | None:
    """Return of which side of a table a share is said to be, and which side is measured.

    What follows "among those who" is the base; the other side is what is measured. None where
    the words do not say.
    """
    match = _marker(figure.text)
    if match is None:
        return None
    # "Those Russians who support": whoever they are called, their base is what they do.
    begin = match.end() if match["whoever"] else match.start()
    behind = [f for f in figure.zone if f.at >= begin]
    before = [f for f in figure.zone if f.at < match.start()]
    around = figure.sentence
    row, column = table.rows.first(behind, around), table.columns.first(behind, around)
    if row is not None and (column is None or row < column):
        measured = column is not None or table.columns.first(before, around) is not None
        return (table.rows, table.columns) if measured else None
    if column is not None:
        measured = row is not None or table.rows.first(before, around) is not None
        return (table.columns, table.rows) if measured else None
    return None


@packs.cached
def _among() -> re.Pattern[str]:
    return compiled(packs.together("people.among"))


def _marker(text: str) -> re.Match[str] | None:
    """Return the words that lead to the base: "among" before "of those who" before the bare.

    Of a "share of those who support among those who follow" the former is what is measured.
    """
    markers = [
        match
        for match in _base().finditer(text)
        if (match["prep"] or match["who"] or not match["whoever"])
        and not (match["prep"] and _share().search(text[: match.start()]))
    ]
    among = [m for m in markers if m["among"] or _among().fullmatch(m["prep"] or "")]
    return next(iter(among or markers), None)
