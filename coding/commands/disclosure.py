"""Look who could be recognised from labels and words, and decide about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option
from coding.errors import CodingError, NotFound
from coding.model import Disclosure, IdentifierChoice

if TYPE_CHECKING:
    from coding.project import Project

EVERY = "all"
"""What names all that stop an export."""

SHOWN = 8
"""Letters of an id that are printed; any beginning that fits one alone will do."""


@main.command()
@click.option("--draft", type=click.Path(path_type=Path), help="Look at a draft: .docx, .md, .txt.")
@click.option("--all", "everything", is_flag=True, help="Look at all that is coded, chosen or not.")
@click.option("--floor", type=int, help="Set how many people must fit a label (2 at first).")
@click.option("--keep", multiple=True, metavar="ID", help="Print it as it is; give a --reason.")
@click.option("--replace", "swaps", multiple=True, metavar="ID=TEXT", help="Print [TEXT] instead.")
@click.option("--nobody", multiple=True, metavar="ID", help="It identifies nobody.")
@click.option("--reopen", multiple=True, metavar="ID", help="Take a decision back.")
@click.option("--everywhere", is_flag=True, help="Decide about these words wherever they stand.")
@click.option("--reason", default="", help="Why.")
@coder_option
@project_option
@json_option
def disclosure(
    draft: Path | None,
    everything: bool,
    floor: int | None,
    keep: tuple[str, ...],
    swaps: tuple[str, ...],
    nobody: tuple[str, ...],
    reopen: tuple[str, ...],
    everywhere: bool,
    reason: str,
    coder: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Say who could be recognised from labels and words; decide about it (ID may be `all`)."""
    project = opened(folder)
    if floor is not None:
        project.disclosure.set_floor(floor, coder=coder)
    found = _look(project, draft, everything)
    for keys, choice in ((keep, IdentifierChoice.KEPT), (nobody, IdentifierChoice.NONE)):
        if keys:
            project.identifiers.decide(
                _named(found, keys), choice, reason=reason, everywhere=everywhere, coder=coder
            )
    for swap in swaps:
        key, _, text = swap.partition("=")
        project.identifiers.decide(
            _named(found, [key]),
            IdentifierChoice.REPLACED,
            reason=reason,
            replacement=text,
            coder=coder,
        )
    for key in reopen:
        for one in _named(project.identifiers.settled(), [key]):
            project.identifiers.reopen(one, coder=coder)
    if keep or swaps or nobody or reopen:
        found = _look(project, draft, everything)
    if draft is None and not project.disclosure.chosen() and not everything:
        click.echo("Nobody has chosen a quote yet: all that is coded was looked at.", err=True)
    emit(as_json, [_row(one) for one in found], _lines(found))


def _look(project: Project, draft: Path | None, everything: bool) -> list[Disclosure]:
    if draft is not None:
        return project.disclosure.of_draft(project.drafts.read(draft))
    return project.disclosure.look(everything=everything)


def _named(found: Sequence[Disclosure], keys: Sequence[str]) -> list[Disclosure]:
    """Return what ids name; raises NotFound for one that names nothing, or several things."""
    if EVERY in keys:
        if named := [one for one in found if one.stops]:
            return named
        raise CodingError("nothing stops an export", hint="There is nothing to decide.")
    named = []
    for key in keys:
        fitting = {one.key: one for one in found if one.words and one.key.startswith(key)}
        if not key or len(fitting) != 1:
            raise NotFound(f"`{key}` names nothing here", hint="Take an id from the list.")
        named += fitting.values()
    return named


def _row(one: Disclosure) -> dict[str, object]:
    decision = one.decision
    return {
        "id": one.key[:SHOWN] if one.decidable else "",
        "level": str(one.level),
        "kind": str(one.kind),
        "where": one.where,
        "what": one.what,
        "k": one.k,
        "of": one.of,
        "hint": one.hint,
        "words": one.words,
        "participant": one.participant,
        "coding": one.coding,
        "paragraph": one.paragraph or None,
        "facts": list(one.facts),
        "advice": [
            {"text": advice.text, "value": advice.value, "k": advice.k} for advice in one.advice
        ],
        "decision": str(decision.decided) if decision else "",
        "reason": decision.reason if decision else "",
        "by": decision.coder if decision else "",
    }


def _lines(found: Sequence[Disclosure]) -> list[str]:
    lines = []
    for one in found:
        state = f" ({one.decision.decided})" if one.decision else ""
        key = f"{one.key[:SHOWN]} " if one.decidable else ""
        lines.append(f"{one.level!s:<4} {key}{one.where}: {one.what}{state}. {one.hint}")
    stopping = sum(one.stops for one in found)
    lines.append(f"{len(found)} things to know, {stopping} of which stop an export.")
    return lines
