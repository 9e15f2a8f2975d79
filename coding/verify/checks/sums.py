"""Check sums: shares of one question in which each person counts once cannot exceed 100.

Each share may have been rounded up by half of its last place. Questions with several answers
are exempt, since one person is counted in several of their shares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from coding.arithmetic.rounding import decimals, half_unit
from coding.language import negation, packs
from coding.language.phrases import compiled
from coding.model import Evidence, Indicator, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.axes import is_sum
from coding.verify.evidence.citing import draft_evidence, figure_evidence
from coding.verify.evidence.features import read
from coding.verify.evidence.matching import Stated, stated
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind, Number

NAME = "sums"
ONE_ANSWER = ("single", "scale")


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return options of one question that sum above 100, and complements that do."""
    outcome = Outcome()
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
        outcome.findings.append(
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
    _complements(outcome, reading, listed, hidden)
    return outcome


def _together(reading: ReadDraft, listed: Sequence[Stated]) -> list[list[tuple[Stated, Indicator]]]:
    """Return figures of one paragraph that are options of one question, each option once."""
    paragraphs: dict[int, list[Stated]] = defaultdict(list)
    for figure in listed:
        if figure.number.kind is Kind.PERCENT and figure.best is not None:
            where = reading.paragraph(figure.number.start)
            # In a table the paragraph is a cell; what stands in one table is together.
            paragraphs[-where.table if where.table else where.number].append(figure)
    groups_found = []
    for members in paragraphs.values():
        groups: dict[tuple[str, str, str], dict[str, tuple[Stated, Indicator]]] = defaultdict(dict)
        wanted = {
            _key(figure.best.indicators[0])
            for figure in members
            if figure.best is not None and figure.best.how in ("match", "rounded")
        }
        for figure in members:
            for candidate in figure.candidates:
                indicator = candidate.indicators[0]
                key = _key(indicator)
                if candidate.how not in ("match", "rounded") or key not in wanted:
                    continue
                if indicator.type in ONE_ANSWER and _plain_part(indicator):
                    groups[key].setdefault(indicator.option, (figure, indicator))
                    break
        for group in groups.values():
            numbers = {s.number for s, _ in group.values()}
            if len(group) >= 2 and len(numbers) == len(group):
                groups_found.append(sorted(group.values(), key=lambda pair: pair[0].number.start))
    return groups_found


def _key(indicator: Indicator) -> tuple[str, str, str]:
    over = {"row": indicator.option, "total": ""}.get(indicator.percent_of, indicator.subgroup)
    return indicator.question_id, over, indicator.source


def _plain_part(indicator: Indicator) -> bool:
    return indicator.unit == "%" and not is_sum(indicator)


def _allowance(
    number: Number, indicator: Indicator, group: Sequence[tuple[Stated, Indicator]]
) -> float:
    """Return by how much rounding may have raised a share.

    The last place is that of the figure printed most finely: beside 31.2 a 34 means 34.0.
    """
    places = max(max(decimals(i.printed), s.number.decimals) for s, i in group)
    exact = abs((indicator.value or 0.0) - number.value) < 1e-9
    return half_unit(places if exact else number.decimals)


def _table_breaks(group: Sequence[tuple[Stated, Indicator]]) -> bool:
    return sum(i.value or 0.0 for _, i in group) > 100 + 0.05 * len(group)


def _elsewhere(listed: Sequence[Stated], group: Sequence[tuple[Stated, Indicator]]) -> list[Stated]:
    """Return other places where the draft prints another value for one of these options.

    They are figures that the survey does not have, in words that fit the option.
    """
    names = {i.id for _, i in group}
    inside = {s.number for s, _ in group}
    return [
        figure
        for figure in listed
        if figure.number not in inside
        and figure.best is None
        and figure.nearest is not None
        and figure.nearest.id in names
    ]


def _complements(
    outcome: Outcome, reading: ReadDraft, listed: Sequence[Stated], hidden: set[Number]
) -> None:
    """Find “x agree, y do not” above 100: no survey is needed to see that it cannot be."""
    for first, second in pairwise(listed):
        if first.place.sentence != second.place.sentence or {first.number, second.number} & hidden:
            continue
        kinds = {first.number.kind, second.number.kind}
        asked = [s.best.indicators[0] for s in (first, second) if s.best is not None]
        if any(i.type not in ONE_ANSWER for i in asked) or len({i.question_id for i in asked}) > 1:
            continue
        if kinds != {Kind.PERCENT} or not _opposed(reading, first, second):
            continue
        total = first.number.value + second.number.value
        spare = sum(half_unit(n.decimals) for n in (first.number, second.number))
        if total <= 100 + spare + 1e-9:
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.ERROR,
                "complements above 100",
                first.number.start,
                second.number.end,
                message=f"{first.number.value:g} + {second.number.value:g} = {total:g} %: the"
                f" second is"
                " said to be those of whom the first is not true.",
                hint="One of the two figures is wrong.",
                evidence=[Evidence(kind="rule", text="What is so and what is not so make 100 %.")],
            )
        )


def _ends_denying(words: str) -> bool:
    """Say whether words end with a denial, as in "41 % do not"."""
    listed = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", words.lower().replace("’", "'"))
    return bool(listed) and negation.denies(listed[-1])


def _opposed(reading: ReadDraft, first: Stated, second: Stated) -> bool:
    """Say whether the second figure is of those who do not what the first are said to do."""
    clause = second.place.clause
    words = (
        reading.text[clause.start : second.number.start]
        + reading.text[second.number.end : clause.end]
    )
    if _ends_denying(words):
        return not any(f.denied for f in first.zone)
    if compiled(packs.together("rest")).search(words):
        return True
    features = read(words, reading.language)
    denied = {f.stem for f in features if f.denied}
    affirmed = {f.stem for f in first.zone if not f.denied}
    others = {f.stem for f in features if not f.denied}
    if not denied or any(f.denied for f in read(first.text, reading.language)):
        return False
    return denied <= affirmed and len(others - affirmed) <= 1
