"""Keep what people decided that the numbers and quotations of drafts state.

A binding is known by the words of its claim, so that it holds in the next version of a draft as
long as the sentence reads as it did. It is kept when the sentence changes: undo may bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coding.errors import CodingError, NotFound
from coding.model import (
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    Indicator,
    Sense,
    Statement,
    now,
)
from coding.project.part import ProjectPart

_SAID = {BindingChoice.OTHER: "another source", BindingChoice.NONE: "no figure"}
_TWO = (Sense.DIFFERENCE, Sense.RATIO)


class Claims(ProjectPart):
    """What people decided about the claims of drafts; a part of `Drafts`."""

    def bindings(self) -> dict[str, Binding]:
        """Return claim key → what was decided about it, oldest first."""
        return self.store.bindings.all()

    def bind(
        self,
        claim: Claim,
        choice: BindingChoice,
        statement: Statement | None = None,
        *,
        draft: str,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Say what a claim states: a figure, another source, or none. `draft` is the file's name.

        `version` is that of the binding as it was seen, 0 where there was none; raises Conflict if
        somebody else has decided otherwise since, NotFound for figures or codes that are not
        there, CodingError for what makes no sense.
        """
        binding = self._binding(claim, choice, statement, draft, coder, self._figures())
        said = str(statement) if statement else _SAID[choice]
        summary = f"“{_short(claim.printed)}” is {said}"
        with self.store.writing(coder=coder, verb="bind", summary=summary, act=act) as w:
            w.put_binding(binding, version=version)

    def bind_all(
        self,
        stated: Iterable[tuple[Claim, Statement]],
        *,
        draft: str,
        coder: str,
        act: str = "",
    ) -> int:
        """Bind several claims at once, as all of a paragraph: one act, undone at once.

        Those that somebody has decided about are left as they are; returns how many were bound.
        Raises what `bind` raises, and binds none then.
        """
        figures = self._figures()
        made = [
            self._binding(claim, BindingChoice.FIGURE, statement, draft, coder, figures)
            for claim, statement in stated
        ]
        there = self.bindings()
        made = [binding for binding in made if binding.id not in there]
        many = "1 claim" if len(made) == 1 else f"{len(made)} claims"
        with self.store.writing(coder=coder, verb="bind", summary=f"{many} bound", act=act) as w:
            for binding in made:
                w.put_binding(binding, version=0)
        return len(made)

    def unbind(
        self, claim: Claim, *, coder: str, version: int | None = None, act: str = ""
    ) -> None:
        """Take a decision back. Raises NotFound if there is none, Conflict as `bind` does."""
        if claim.key not in self.bindings():
            raise NotFound("nobody has decided what this states", hint="It is open.")
        summary = f"“{_short(claim.printed)}” is open again"

        with self.store.writing(coder=coder, verb="bind", summary=summary, act=act) as w:
            w.drop_binding(claim.key, version=version)

    def _figures(self) -> dict[str, Indicator]:
        return {figure.id: figure for figure in self.project.survey.figures()}

    def _binding(
        self,
        claim: Claim,
        choice: BindingChoice,
        statement: Statement | None,
        draft: str,
        coder: str,
        figures: dict[str, Indicator],
    ) -> Binding:
        stood: tuple[str, ...] = ()
        if (choice is BindingChoice.FIGURE) != (statement is not None):
            raise CodingError("a claim states figures, or it is another source’s or none")
        if statement is not None:
            if claim.kind is ClaimKind.QUOTATION:
                raise CodingError(
                    "a quotation states no figure", hint="It may be `other` or `none`."
                )
            _check_sense(claim, statement)
            if statement.sense is Sense.CODED:
                self.project.codes.get(statement.figures[0])
            else:
                stood = tuple(
                    (figures.get(key) or self.project.survey.figure(key)).printed
                    for key in statement.figures
                )
        return Binding(
            id=claim.key,
            decided=choice,
            statement=statement,
            coder=coder,
            at=now(),
            sentence=claim.sentence,
            printed=claim.printed,
            draft=draft,
            stood=stood,
        )


def adrift(bindings: Iterable[Binding], claims: Sequence[Claim], draft: str) -> tuple[Binding, ...]:
    """Return what was decided about sentences that a draft does not have any more.

    A file most of whose decisions hold here is an earlier version of it, whatever its name.
    """
    keys = {claim.key for claim in claims}
    by_draft: dict[str, list[Binding]] = {}
    for binding in bindings:
        by_draft.setdefault(binding.draft, []).append(binding)
    return tuple(
        binding
        for name, decided in by_draft.items()
        if name == draft or 2 * sum(b.id in keys for b in decided) > len(decided)
        for binding in decided
        if binding.id not in keys
    )


def notes_on(
    claims: Sequence[Claim], lost: Sequence[Binding], figures: Sequence[Indicator]
) -> list[str]:
    """Say which decisions rest on a figure that has changed or gone, or on sentences that have."""
    printed = {figure.id: figure.printed for figure in figures}
    told = []
    for claim in claims:
        binding = claim.binding
        stated = binding.statement if binding else None
        if binding is None or stated is None or stated.sense is Sense.CODED:
            continue
        which = f"“{_short(claim.printed)}” in paragraph {claim.paragraph}"
        for key, stood in zip(stated.figures, binding.stood, strict=False):
            if key not in printed:
                told.append(f"The survey has `{key}` no more: {which} is open again.")
            elif printed[key] != stood:
                told.append(
                    f"`{key}` is {printed[key] or 'empty'} in the survey now; it was"
                    f" {stood or 'empty'} when {which} was bound to it."
                )
    if len(lost) == 1:
        told.append("1 decision belongs to a sentence that is no longer in this draft.")
    elif lost:
        told.append(f"{len(lost)} decisions belong to sentences that are no longer in this draft.")
    return told


def _check_sense(claim: Claim, statement: Statement) -> None:
    """Raise CodingError where so many figures cannot make that up."""
    n, sense = len(statement.figures), statement.sense
    several = sense in (Sense.SUM, Sense.COMPLEMENT) or claim.kind is ClaimKind.QUANTIFIER
    if sense in _TWO:
        fits = n == 2
    elif sense is Sense.SUM:
        fits = n > 1
    else:
        fits = n == 1 or (n > 1 and several and sense is not Sense.CODED)
    if not fits or len(set(statement.figures)) != n:
        wanted = "two figures" if sense in _TWO or sense is Sense.SUM else "one figure"
        raise CodingError(f"`{statement}` is no {sense}", hint=f"It takes {wanted}.")


def _short(printed: str) -> str:
    words = " ".join(printed.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
