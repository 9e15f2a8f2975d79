"""Check cross-mentions: one figure is one thing in the whole draft.

A share of those who find elections unimportant is no share of those who did not vote. And what
the abstract or the conclusion says of a figure must be what the text says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.model import Evidence, Indicator, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.citing import draft_evidence, figure_evidence
from coding.verify.evidence.matching import Stated, stated
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind

NAME = "cross-mentions"

NEAR = 5.0
"""Percentage points within which another value is likely to be meant for the same figure."""


@packs.cached
def _opinion() -> re.Pattern[str]:
    return compiled(packs.together("opinion"))


@packs.cached
def _act() -> re.Pattern[str]:
    """Return a pattern for what people did, or did not: "have never taken part", "voted"."""

    def words(name: str) -> str:
        return alternatives(packs.together(f"acts.{name}"))

    denials = alternatives(packs.together("negations"))
    return re.compile(
        rf"{words('auxiliaries')}(?:\s{denials})?(?:\s{words('between')})?\s{words('done')}"
        rf"|{words('not_done')}|{words('past')}",
        re.I,
    )


@packs.cached
def _asks_act() -> re.Pattern[str]:
    return compiled(packs.together("asks_acts"))


@packs.cached
def elsewhere() -> re.Pattern[str]:
    """Return a pattern for words that name another source than the survey."""
    return compiled(packs.together("sources"))


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return mentions of a figure that make it another thing than the survey asked."""
    outcome = Outcome()
    mentions: dict[str, list[tuple[Stated, Indicator]]] = defaultdict(list)
    for figure in stated(reading, study):
        if figure.best is not None and figure.best.how in ("match", "rounded"):
            mentions[figure.best.indicators[0].id].append((figure, figure.best.indicators[0]))
    for members in mentions.values():
        _constructs(outcome, reading, members)
    _two_values(outcome, reading, study)
    return outcome


def _constructs(
    outcome: Outcome, reading: ReadDraft, members: Sequence[tuple[Stated, Indicator]]
) -> None:
    """Find what people think printed as what they did."""
    asked = members[0][1]
    if _asks_act().match(asked.question) or not _opinion().search(
        f"{asked.question} {asked.option}"
    ):
        return
    kinds = [(_kind(figure), figure) for figure, _ in members]
    held = [figure for kind, figure in kinds if kind == "opinion"]
    for kind, figure in kinds:
        if kind != "act":
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.ERROR if held else Level.CHECK,
                "another construct",
                figure.number.start,
                figure.number.end,
                message=f"The survey asked “{asked.question}” ({asked.option}); the sentence says"
                " what people did.",
                hint="Say what they were asked, as elsewhere in the draft."
                if held
                else "Say what they were asked.",
                evidence=[
                    figure_evidence(asked),
                    *(
                        draft_evidence(reading, other.number.start, other.number.end)
                        for other in held[:2]
                    ),
                ],
            )
        )


def _kind(figure: Stated) -> str:
    words = figure.text
    if _opinion().search(words):
        return "opinion"
    return "act" if _act().search(words) else ""


def _two_values(outcome: Outcome, reading: ReadDraft, study: Study) -> None:
    """Find one figure printed with another value, in words that fit nothing else.

    It is likely and not proved, since words may mean more than they say; a value that is one
    slip of the pen away is named as such.
    """
    listed = stated(reading, study)
    right: dict[str, Stated] = {}
    for figure in listed:
        if figure.best is not None and figure.best.how == "match":
            right.setdefault(figure.best.indicators[0].id, figure)
    for figure in listed:
        nearest = figure.nearest
        if figure.best is not None or nearest is None or nearest.value is None:
            continue
        if figure.number.kind is not Kind.PERCENT or _names_another(figure, nearest):
            continue
        slip = _slip(f"{figure.number.value:g}", f"{nearest.value:g}")
        other = right.get(nearest.id)
        near = abs(figure.number.value - nearest.value) <= NEAR
        if not slip and not (near and other is not None):
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK,
                "other value elsewhere in the draft" if other else "other value in the survey",
                figure.number.start,
                figure.number.end,
                message=f"The words fit “{nearest.option}” of “{nearest.question}”, which is"
                f" {nearest.printed} %"
                + (
                    f", as paragraph {reading.paragraph(other.number.start).number} has it."
                    if other
                    else "."
                ),
                hint="Say which figure it states: then it is compared.",
                evidence=[
                    figure_evidence(nearest),
                    *(
                        [draft_evidence(reading, other.number.start, other.number.end)]
                        if other
                        else []
                    ),
                    *([Evidence(kind="rule", text="One slip of the pen apart.")] if slip else []),
                ],
            )
        )


def _names_another(figure: Stated, nearest: Indicator) -> bool:
    """Say whether the sentence names a source or year that the figure is not of."""
    if elsewhere().search(figure.text) and nearest.source.lower() not in figure.text.lower():
        return True
    years = re.findall(r"\b(?:19|20)\d\d\b", figure.text)
    return any(
        year not in f"{nearest.option} {nearest.question} {nearest.field_dates}" for year in years
    )


def _slip(printed: str, other: str) -> bool:
    """Say whether two numbers are one digit or two swapped digits apart.

    >>> _slip("72.6", "76.2"), _slip("57.4", "57.6"), _slip("12", "57")
    (True, True, False)
    """
    if len(printed) != len(other) or printed == other:
        return False
    differing = [n for n, (a, b) in enumerate(zip(printed, other, strict=True)) if a != b]
    if len(differing) == 1:
        return printed[0] == other[0]
    return len(differing) == 2 and [printed[n] for n in differing] == [
        other[n] for n in differing[::-1]
    ]
