"""Check sums: shares of one question in which each person counts once cannot exceed 100.

Each share may have been rounded up by half of its last place. Questions with several answers
are exempt, since one person is counted in several of their shares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from coding.model import Evidence, Indicator, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.citing import draft_evidence, figure_evidence
from coding.verify.evidence.features import alike, read
from coding.verify.evidence.matching import Stated, stated
from coding.verify.evidence.study import Study
from coding.verify.evidence.weighing import decimals
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind, Number

NAME = "sums"
ONE_ANSWER = ("single", "scale")

_REST = re.compile(
    r"\b(?:the (?:rest|others|remaining|remainder)|остальны\w*|ostali\w*|preostali\w*|остали\w*"
    r"|преостали\w*)\b",
    re.I,
)


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return options of one question that sum above 100, and complements that do."""
    found = Outcome()
    listed = stated(reading, study)
    together = _together(reading, listed)
    hidden: set[Number] = set()
    for group in together:
        total = sum(s.number.value for s, _ in group)
        spare = sum(_allowance(s.number, i, group) for s, i in group)
        if total <= 100 + spare + 1e-9:
            continue
        hidden |= {s.number for s, _ in group}
        start = min(s.number.start for s, _ in group)
        end = max(s.number.end for s, _ in group)
        question = group[0][1]
        parts = " + ".join(f"{s.number.value:g}" for s, _ in group)
        others = _elsewhere(listed, group)
        found.findings.append(
            reading.finding(
                NAME,
                Level.ERROR,
                "sum above 100",
                start,
                end,
                message=f"{parts} = {total:.1f} %: to “{question.question or question.title}” each"
                f" person gave one answer, and rounding allows {100 + spare:.2f} % at most.",
                hint="One of these figures is wrong"
                + (", also where the survey's table has it." if _table_breaks(group) else ".")
                + (f" Elsewhere the draft has {others[0].number.value:g} %." if others else ""),
                evidence=[
                    *(figure_evidence(i) for _, i in group),
                    *(draft_evidence(reading, o.number.start, o.number.end) for o in others),
                ],
            )
        )
    _complements(found, reading, listed, hidden)
    return found


def _together(reading: ReadDraft, listed: Sequence[Stated]) -> list[list[tuple[Stated, Indicator]]]:
    """Return figures of one paragraph that are options of one question, each option once."""
    paragraphs: dict[int, list[Stated]] = defaultdict(list)
    for one in listed:
        if one.number.kind is Kind.PERCENT and one.best is not None:
            where = reading.paragraph(one.number.start)
            # In a table the paragraph is a cell; what stands in one table is together.
            paragraphs[-where.table if where.table else where.number].append(one)
    found = []
    for members in paragraphs.values():
        groups: dict[tuple[str, str, str], dict[str, tuple[Stated, Indicator]]] = defaultdict(dict)
        wanted = {
            _key(one.best.indicators[0])
            for one in members
            if one.best is not None and one.best.how in ("match", "rounded")
        }
        for one in members:
            for candidate in one.candidates:
                indicator = candidate.indicators[0]
                key = _key(indicator)
                if candidate.how not in ("match", "rounded") or key not in wanted:
                    continue
                if indicator.type in ONE_ANSWER and _plain_part(indicator):
                    groups[key].setdefault(indicator.option, (one, indicator))
                    break
        for group in groups.values():
            numbers = {s.number for s, _ in group.values()}
            if len(group) >= 2 and len(numbers) == len(group):
                found.append(sorted(group.values(), key=lambda pair: pair[0].number.start))
    return found


def _key(one: Indicator) -> tuple[str, str, str]:
    over = {"row": one.option, "total": ""}.get(one.percent_of, one.subgroup)
    return one.question_id, over, one.source


def _plain_part(one: Indicator) -> bool:
    return one.unit == "%" and one.option.strip().lower() not in ("total", "всего", "ukupno")


def _allowance(number: Number, one: Indicator, group: Sequence[tuple[Stated, Indicator]]) -> float:
    """Return by how much rounding may have raised a share.

    The last place is that of the figure printed most finely: beside 31.2 a 34 means 34.0.
    """
    places = max(max(decimals(i), s.number.decimals) for s, i in group)
    exact = abs((one.value or 0.0) - number.value) < 1e-9
    return 0.5 * float(10 ** -(places if exact else number.decimals))


def _table_breaks(group: Sequence[tuple[Stated, Indicator]]) -> bool:
    return sum(i.value or 0.0 for _, i in group) > 100 + 0.05 * len(group)


def _elsewhere(listed: Sequence[Stated], group: Sequence[tuple[Stated, Indicator]]) -> list[Stated]:
    """Return other places where the draft prints another value for one of these options.

    They are figures that the survey does not have, in words that fit the option.
    """
    names = {i.id for _, i in group}
    inside = {s.number for s, _ in group}
    return [
        one
        for one in listed
        if one.number not in inside
        and one.best is None
        and one.nearest is not None
        and one.nearest.id in names
    ]


def _complements(
    found: Outcome, reading: ReadDraft, listed: Sequence[Stated], hidden: set[Number]
) -> None:
    """Find “x agree, y do not” above 100: no survey is needed to see that it cannot be."""
    for one, other in pairwise(listed):
        if one.place.sentence != other.place.sentence or {one.number, other.number} & hidden:
            continue
        kinds = {one.number.kind, other.number.kind}
        asked = [s.best.indicators[0] for s in (one, other) if s.best is not None]
        if any(i.type not in ONE_ANSWER for i in asked) or len({i.question_id for i in asked}) > 1:
            continue
        if kinds != {Kind.PERCENT} or not _opposed(reading, one, other):
            continue
        total = one.number.value + other.number.value
        spare = sum(0.5 * 10**-n.decimals for n in (one.number, other.number))
        if total <= 100 + spare + 1e-9:
            continue
        found.findings.append(
            reading.finding(
                NAME,
                Level.ERROR,
                "complements above 100",
                one.number.start,
                other.number.end,
                message=f"{one.number.value:g} + {other.number.value:g} = {total:g} %: the"
                f" second is"
                " said to be those of whom the first is not true.",
                hint="One of the two figures is wrong.",
                evidence=[Evidence(kind="rule", text="What is so and what is not so make 100 %.")],
            )
        )


def _opposed(reading: ReadDraft, one: Stated, other: Stated) -> bool:
    """Say whether the second figure is of those who do not what the first are said to do."""
    clause = other.place.clause
    words = (
        reading.text[clause.start : other.number.start]
        + reading.text[other.number.end : clause.end]
    )
    if re.search(r"\b(?:do|does|did|have|has|are|is|were|would|will) not\W*$", words.strip(), re.I):
        return not any(f.denied for f in one.zone)
    if _REST.search(words):
        return True
    features = read(words)
    denied = {f.stem for f in features if f.denied}
    affirmed = {f.stem for f in one.zone if not f.denied}
    others = {f.stem for f in features if not f.denied}
    if not denied or any(f.denied for f in read(one.text)):
        return False
    return all(any(alike(d, a) for a in affirmed) for d in denied) and len(others - affirmed) <= 1
