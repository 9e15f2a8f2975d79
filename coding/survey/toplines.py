"""Read published survey figures: the rows of `toplines.csv` as indicators.

A figure keeps the string it was printed with: how many decimals it has matters when a report is
checked against it. An empty base is unknown, not 0. Nothing is refused here for being
implausible; `plausibility` looks at the figures afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coding.errors import SurveyError
from coding.language import packs
from coding.model import Indicator, Question

REQUIRED = ("indicator_id", "question_id", "option", "value")
"""The columns that a file of toplines must have."""

TYPES = ("single", "multi", "scale")
_NUMBER = re.compile(r"[-+−]?(?:\d[\d\s\u00a0\u202f]*)(?:[.,]\d+)?")
_UNKNOWN = {"", "-", "–", "—", "n/a", "na", "..", "?"}


def read_toplines(rows: Iterable[Mapping[str, str]], where: str) -> list[Indicator]:
    """Turn the rows of a table into indicators.

    Raises SurveyError, with the row, for a figure that is no number or a row without ids.

    >>> row = {"indicator_id": "a", "question_id": "q", "option": "Yes", "value": "42"}
    >>> [(i.printed, i.value, i.base_n) for i in read_toplines([row], "t.csv")]
    [('42', 42.0, None)]
    """
    figures: list[Indicator] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        cell = {name: (text or "").strip() for name, text in row.items()}
        place = f"{where}, row {number}"
        for name in ("indicator_id", "question_id"):
            if not cell.get(name):
                raise SurveyError(
                    f"`{name}` is empty", place, "Give each figure an id that stays the same."
                )
        key = cell["indicator_id"]
        seen[key] = seen.get(key, 0) + 1
        printed = (row.get("value") or "").strip()
        base = number_of(cell.get("base_n", ""), place, "base_n")
        figures.append(
            Indicator(
                id=key if seen[key] == 1 else f"{key}#{seen[key]}",
                question_id=cell["question_id"],
                question=cell.get("question", "") or cell.get("title", ""),
                type=cell.get("type", "").lower() or "single",
                option=cell.get("option", ""),
                subgroup=cell.get("subgroup", ""),
                printed=printed,
                value=number_of(printed, place, "value"),
                unit=cell.get("unit", "") or "%",
                percent_of=cell.get("percent_of", "").lower(),
                base_n=None if base is None else round(base),
                weighted=truth(cell.get("weighted", "")),
                source=cell.get("source", ""),
                field_dates=cell.get("field_dates", ""),
                ref=cell.get("ref", ""),
                title=cell.get("title", ""),
            )
        )
    if not figures:
        raise SurveyError("the table has no figures", where, "Put a row for each figure into it.")
    return figures


def number_of(text: str, where: str = "", what: str = "value") -> float | None:
    """Return the number that a cell states, None for an empty one or a dash.

    >>> number_of("57,4"), number_of("1 200"), number_of("n/a"), number_of("45 %")
    (57.4, 1200.0, None, 45.0)
    """
    bare = text.strip().removesuffix("%").strip()
    if bare.lower() in _UNKNOWN:
        return None
    if not _NUMBER.fullmatch(bare):
        raise SurveyError(
            f"`{what}` is {text!r}, which is no number",
            where,
            "Write it as 57.4 or leave it empty.",
        )
    return float(re.sub(r"\s", "", bare).replace(",", ".").replace("−", "-"))


def truth(text: str) -> bool | None:
    """Return what a yes-or-no cell says, None if it says nothing.

    >>> truth("yes"), truth("No"), truth("")
    (True, False, None)
    """
    word = text.strip().lower()
    if word in ("true", "1", *packs.together("answers.yes")):
        return True
    return False if word in ("false", "0", *packs.together("answers.no")) else None


def questions(indicators: Sequence[Indicator]) -> list[Question]:
    """Group indicators by question, in the order they first come up."""
    groups: dict[str, list[Indicator]] = {}
    for figure in indicators:
        groups.setdefault(figure.question_id, []).append(figure)
    return [
        Question(
            id=key,
            text=listed[0].question,
            type=listed[0].type,
            title=listed[0].title,
            ref=listed[0].ref,
            indicators=tuple(listed),
        )
        for key, listed in groups.items()
    ]


def matching(
    questions: Iterable[Question], words: Iterable[str], *, of_whom: str = ""
) -> list[Question]:
    """Return the questions in which all words stand, be it in an option; case does not matter.

    With `of_whom`, only their figures of that subgroup, and questions that have any.
    """
    wanted = [word.lower() for word in words]
    kept = []
    for question in questions:
        options = " ".join(figure.option for figure in question.indicators)
        text = f"{question.id} {question.ref} {question.title} {question.text} {options}".lower()
        if not all(word in text for word in wanted):
            continue
        if of_whom:
            figures = tuple(f for f in question.indicators if f.subgroup == of_whom)
            question = replace(question, indicators=figures)
        if question.indicators:
            kept.append(question)
    return kept
