"""Say in one look at a survey of which questions people decided what voices say, and what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coding.model import Question, Relation

STRONGEST = (
    Relation.CONTRADICTS,
    Relation.PARTLY_AGREES,
    Relation.EXPANDS,
    Relation.CONFIRMS,
    Relation.SILENT,
)
"""What is said of a question of whose figures several things are said: the first of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSquare:
    """A question of the survey, and what people said of its figures and the voices beside them.

    `relation` is the strongest that anybody decided, None where nobody did; `named` tells whether
    a code stands beside it at all; `figure` is the id of the figure to look at; `reported` tells
    whether a figure of it is in the report or in a draft.
    """

    ref: str
    title: str
    figure: str
    relation: Relation | None = None
    named: bool = False
    reported: bool = False


def squares(
    questions: Sequence[Question],
    said: Mapping[str, Mapping[Relation, str]],
    *,
    named: Collection[str] = (),
    reported: Collection[str] = (),
) -> list[FigureSquare]:
    """Return the questions that have figures, in order, and what was decided of each.

    `said` has id of a figure → relation → the figure, or the group of it, of which that is said.
    `named` are questions that a code names, `reported` figures of the report and its drafts.
    """
    listed = []
    for number, question in enumerate(questions, 1):
        if not question.indicators:
            continue
        decided = {
            relation: figure
            for indicator in question.indicators
            for relation, figure in said.get(indicator.id, {}).items()
        }
        relation = next((r for r in STRONGEST if r in decided), None)
        listed.append(
            FigureSquare(
                ref=question.ref or str(number),
                title=question.title or question.text,
                figure=decided[relation] if relation else question.indicators[0].id,
                relation=relation,
                named=question.id in named,
                reported=any(indicator.id in reported for indicator in question.indicators),
            )
        )
    return listed
