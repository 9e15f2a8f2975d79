"""Check cross-mentions: one figure is one thing in the whole draft.

A share of those who find elections unimportant is no share of those who did not vote. And what
the abstract or the conclusion says of a figure must be what the text says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

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

_OPINION = re.compile(
    r"\b(?:think|thinks|thought|believ\w*|consider\w*|find|finds|found|regard\w*|see|sees|saw|feel"
    r"|feels|felt|opinion\w*|attitude\w*|view\w*|important|unimportant|importance|pointless|point"
    r"|sense|meaning\w*|agree\w*|disagree\w*|support\w*|oppos\w*|approv\w*|disapprov\w*|assess\w*"
    r"|worth|matter|matters|счита\w*|дума\w*|полага\w*|важн\w*|смысл\w*|мнени\w*|одобря\w*"
    r"|поддержива\w*|smatra\w*|misl[ie]\w*|važn\w*|smisl\w*|podržava\w*|сматра\w*|важн\w*)\b",
    re.I,
)
_ACT = re.compile(
    r"\b(?:(?:did|have|has|had)(?: not|n['’]t)? (?:ever |never |also )?(?:vot\w+|participat\w+"
    r"|take part|taken part|attend\w*|go(?:ne)?|visit\w*|join\w*|protest\w*|donat\w*|appl\w+)"
    r"|do(?:es)?(?: not|n['’]t) (?:vote|participate|take part|go to the polls)"
    r"|voted|participated|took part|abstained|boycotted|stayed away|attended|joined"
    r"|(?:не )?(?:голосовал\w*|участвовал\w*|ходил\w*|приняли участи\w*|пришли)"
    r"|(?:nisu |nije )?(?:glasal\w*|učestvoval\w*|izašl\w*)|(?:нису )?(?:гласал\w*"
    r"|учествовал\w*))\b",
    re.I,
)
_ASKS_ACT = re.compile(
    r"^(?:have|has|did|do you follow|how often|when|what did|which of|вы |участвовал|da li ste)",
    re.I,
)


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
    if _ASKS_ACT.match(asked.question) or not _OPINION.search(f"{asked.question} {asked.option}"):
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
    if _OPINION.search(words):
        return "opinion"
    return "act" if _ACT.search(words) else ""


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
                hint=f"If this is the same figure, write {nearest.printed} %.",
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
    if ELSEWHERE.search(figure.text) and nearest.source.lower() not in figure.text.lower():
        return True
    years = re.findall(r"\b(?:19|20)\d\d\b", figure.text)
    return any(
        year not in f"{nearest.option} {nearest.question} {nearest.field_dates}" for year in years
    )


ELSEWHERE = re.compile(
    r"\b(?:(?:an)?other|previous|earlier|different) (?:poll|survey|study|source|report)"
    r"|according to"
    r"|census|statistic\w*|bank|office|ministry|agency|unhcr|eurostat|по данным"
    r"|друг\w+ (?:опрос|исследов)\w*"
    r"|prema|drug\w+ istraživanj\w*",
    re.I,
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
