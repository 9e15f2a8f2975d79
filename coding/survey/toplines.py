"""Read published survey figures: the rows of `toplines.csv` as indicators.

A figure keeps the string it was printed with: how many decimals it has matters when a report is
checked against it. An empty base is unknown, not 0. Nothing is refused here for being
implausible; `plausibility` looks at the figures afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count

from coding.errors import SurveyError
from coding.language import packs
from coding.model import Indicator, Problem, Question

REQUIRED = ("indicator_id", "question_id", "option", "value")
"""The columns that a file of toplines must have."""

TYPES = ("single", "multi", "scale")
_NUMBER = re.compile(r"[-+−]?(?:\d[\d\s\u00a0\u202f]*)(?:[.,]\d+)?")
_UNKNOWN = {
    "",
    "-",
    "–",
    "—",
    "n/a",
    "n.a.",
    "na",
    "n/d",
    "..",
    "...",
    ".",
    "?",
    "*",
    ":",
    "#n/a",
}
_MARKED = re.compile(r"^[(\[]?\s*(.*?)\s*[)\]]?\s*(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\([a-z*]\))?$", re.IGNORECASE)
_BOUND = re.compile(r"[<>≤≥~≈]\s*\d.*")
_COUNT = re.compile(r"\d{1,3}(?:[,.\s\u00a0\u202f'’]\d{3})+")


def read_toplines(rows: Iterable[Mapping[str, str]], where: str) -> list[Indicator]:
    """Turn the rows of a table into indicators.

    Raises SurveyError, with the row, for a figure that is no number or a row without ids.

    >>> row = {"indicator_id": "a", "question_id": "q", "option": "Yes", "value": "42"}
    >>> [(i.printed, i.value, i.base_n) for i in read_toplines([row], "t.csv")]
    [('42', 42.0, None)]
    """
    figures: list[Indicator] = []
    taken: set[str] = set()
    for number, row in enumerate(rows, 2):
        cell = {name: (text or "").strip() for name, text in row.items()}
        place = f"{where}, row {number}"
        for name in ("indicator_id", "question_id"):
            if not cell.get(name):
                raise SurveyError(
                    f"`{name}` is empty", place, "Give each figure an id that stays the same."
                )
        key = _free(cell["indicator_id"], taken)
        taken.add(key)
        printed, unit = _printed(row.get("value") or "", cell.get("unit", ""))
        base = _count(cell.get("base_n", ""), place)
        figures.append(
            Indicator(
                id=key,
                question_id=cell["question_id"],
                question=cell.get("question", "") or cell.get("title", ""),
                type=cell.get("type", "").lower() or "single",
                option=cell.get("option", ""),
                subgroup=cell.get("subgroup", ""),
                printed=printed,
                value=number_of(printed, place, "value"),
                unit=unit,
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


def _free(key: str, taken: Collection[str]) -> str:
    """Return an id that no row before has: a second `a` is `a#2`, unless that is there as well.

    >>> _free("a", {"b"}), _free("a", {"a", "a#2"})
    ('a', 'a#3')
    """
    names = chain([key], (f"{key}#{n}" for n in count(2)))
    return next(name for name in names if name not in taken)


def _printed(text: str, unit: str) -> tuple[str, str]:
    """Return a figure as it is printed without its sign for per cent, and its unit.

    >>> _printed("48,5 %", ""), _printed("48.5", "EUR")
    (('48,5', '%'), ('48.5', 'EUR'))
    """
    text = text.strip()
    bare = text.removesuffix("%").strip()
    return (bare, unit or "%") if bare != text and bare else (text, unit or "%")


def _count(text: str, where: str) -> float | None:
    """Return a number of people: in it, three digits behind a sign are thousands.

    >>> _count("1,200", ""), _count("1.200", ""), _count("1 200", ""), _count("n = 300", "")
    (1200.0, 1200.0, 1200.0, 300.0)
    """
    text = re.sub(r"^n\s*=\s*", "", text.strip(), flags=re.IGNORECASE)
    if _COUNT.fullmatch(text):
        return float(re.sub(r"\D", "", text))
    return number_of(text, where, "base_n")


def unread(rows: Iterable[Mapping[str, str]], where: str) -> list[Problem]:
    """Name the cells that hold more or less than a number, each with its row, and how it is read.

    >>> row = {"indicator_id": "a", "option": "Yes", "value": "<1"}
    >>> [problem.what for problem in unread([row], "t.csv")]
    ['“<1” is no number; it is kept as printed and counts as unknown']
    """
    problems = []
    for number, row in enumerate(rows, 2):
        text = (row.get("value") or "").strip()
        bare = text.removesuffix("%").strip()
        if not text or _NUMBER.fullmatch(bare):
            continue
        try:
            value = number_of(text)
        except SurveyError:
            continue
        what = (
            f"“{text}” is no number; it is kept as printed and counts as unknown"
            if value is None
            else f"“{text}” is read as {value:g}"
        )
        option = (row.get("option") or "").strip()
        problems.append(Problem(where=f"{where}, row {number}", what=what, hint=option))
    return problems


def number_of(text: str, where: str = "", what: str = "value") -> float | None:
    """Return the number that a cell states, None for an empty one or a dash.

    One with a mark for a note, or in brackets, is that number; `<1` states none.

    >>> number_of("57,4"), number_of("1 200"), number_of("n/a"), number_of("45 %")
    (57.4, 1200.0, None, 45.0)
    >>> number_of("48.5*"), number_of("(3.2)"), number_of("<1")
    (48.5, 3.2, None)
    """
    bare = text.strip().removesuffix("%").strip()
    if bare.lower() in _UNKNOWN or _BOUND.fullmatch(bare):
        return None
    marked = _MARKED.fullmatch(bare)
    bare = marked[1].removesuffix("%").strip() if marked else bare
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
