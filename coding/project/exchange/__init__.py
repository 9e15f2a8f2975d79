"""Bring in what another program holds of a study, and hand over what this one does.

    plan = project.exchange.look(foreign)                            nothing is changed yet
    taken = project.exchange.take_in(foreign, choices, coder="ana")  one act, undone as one

`foreign` is what a reader of `coding.exchange` made of a file. Codes are matched by their paths,
sources by their texts; what is here already is not doubled, and nothing here is written over
unless `choices` say so.
"""

from __future__ import annotations

from coding.exchange.plan import (
    CodePlan,
    ComingAs,
    ExchangeChoices,
    ExchangePlan,
    FieldDifference,
    NearCode,
    SourcePlan,
    Take,
)
from coding.model.exchange import ForeignProject
from coding.project.exchange.looking import look
from coding.project.exchange.taking import Taken, take_in
from coding.project.part import ProjectPart

__all__ = [
    "CodePlan",
    "ComingAs",
    "Exchange",
    "ExchangeChoices",
    "ExchangePlan",
    "FieldDifference",
    "NearCode",
    "SourcePlan",
    "Take",
    "Taken",
]

AS_PLANNED = ExchangeChoices()


class Exchange(ProjectPart):
    """The acts on what comes from other programs and goes to them."""

    def look(self, foreign: ForeignProject) -> ExchangePlan:
        """Say what a foreign project would bring, without changing anything."""
        return look(self.project, foreign)

    def take_in(
        self,
        foreign: ForeignProject,
        choices: ExchangeChoices = AS_PLANNED,
        *,
        coder: str,
        act: str = "",
    ) -> Taken:
        """Bring a foreign project in as one act, as planned but for what `choices` say.

        Raises CodingError, and nothing of it is in then.
        """
        return take_in(self.project, foreign, choices, coder=coder, act=act)
