"""List what the numbers and quotations of a draft state, and say what one does."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import (
    coder_option,
    emit,
    json_option,
    main,
    opened,
    progress,
    project_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coding.model import Claim
    from coding.project.drafts import Drafts

SENSES = ("equal", "sum", "complement", "difference", "ratio")


@main.command()
@click.argument("draft", type=click.Path(path_type=Path))
@project_option
@json_option
def claims(draft: Path, folder: Path, as_json: bool) -> None:
    """List each number and quotation of a report draft with what it states."""
    from coding.drafts.claims import rows_of_claims

    drafts = opened(folder).drafts
    report = drafts.verified(drafts.read(draft), progress).report
    for note in report.notes:
        click.echo(note, err=True)
    rows = rows_of_claims(report.claims)
    lines = [
        f"{row['start']:>7} {row['state']:<13} {row['kind']:<10}"
        f" “{' '.join(row['printed'].split())[:50]}”"
        f" {', '.join(figure['indicator'] for figure in row['figures'][:3])}"
        f"{row['verdict'] and ': '}{row['verdict']}"
        for row in rows
    ]
    emit(as_json, rows, lines)


@main.command()
@click.argument("draft", type=click.Path(path_type=Path))
@click.argument("start", type=int)
@click.argument("figure", metavar="FIGURE|other|none|open")
@click.option(
    "--as",
    "how",
    type=click.Choice(SENSES),
    help="How the figures make it up; ID+ID are added unless this says otherwise.",
)
@click.option(
    "--version",
    type=int,
    help="Change only what was decided at this version (0: nothing yet); `claims --json` has it.",
)
@project_option
@coder_option
@json_option
def bind(
    draft: Path,
    start: int,
    figure: str,
    how: str | None,
    version: int | None,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Say what the claim at START states: figures of the survey, another source, or none.

    FIGURE is an indicator, several with + between, or code:ID for the people whose words carry a
    code; `open` takes a decision back.
    """
    from coding.drafts.claims import rows_of_claims

    drafts = opened(folder).drafts
    read = drafts.read(draft)
    claim = _beginning_at(drafts.claims(read), start)
    if figure == "open":
        drafts.unbind(claim, coder=coder, version=version)
    else:
        _decide(drafts, claim, figure, how, draft.name, coder, version)
    settled = _beginning_at(drafts.claims(read), start)
    [row] = rows_of_claims([settled])
    stated = row["figures"][0]["indicator"] if settled.sure and row["figures"] else ""
    line = f"“{' '.join(row['printed'].split())}” {row['state']} {stated}".strip()
    emit(as_json, row, [f"{line}{row['verdict'] and ': '}{row['verdict']}"])


def _decide(
    drafts: Drafts,
    claim: Claim,
    figure: str,
    how: str | None,
    draft: str,
    coder: str,
    version: int | None,
) -> None:
    from coding.drafts.claims import referred
    from coding.errors import CodingError, NotFound
    from coding.model import BindingChoice, Sense

    choice, statement = BindingChoice.FIGURE, None
    if figure in (BindingChoice.OTHER, BindingChoice.NONE):
        choice = BindingChoice(figure)
        if how:
            raise CodingError(f"`{figure}` is no figure", hint="Leave `--as` out, or name figures.")
    else:

        def is_figure(key: str) -> bool:
            with suppress(NotFound):
                return bool(drafts.project.survey.figure(key))
            return False

        statement = referred(figure, is_figure, Sense(how) if how else None)
    drafts.bind(claim, choice, statement, draft=draft, coder=coder, version=version)


def _beginning_at(listed: Sequence[Claim], start: int) -> Claim:
    """Return the claim that begins at a character. Raises NotFound with those next to it."""
    from coding.errors import NotFound

    for claim in listed:
        if claim.start == start:
            return claim
    near = sorted(listed, key=lambda claim: abs(claim.start - start))[:3]
    named = ", ".join(f"{c.start} “{' '.join(c.printed.split())[:20]}”" for c in near)
    hint = f"Nearest: {named}." if near else "The draft has no number and no quotation."
    raise NotFound(f"no claim begins at character {start}", hint=hint)
