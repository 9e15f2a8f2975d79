"""Write a backup of the project, and bring one back."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option
from coding.errors import CodingError
from coding.model.moments import day_of

if TYPE_CHECKING:
    from coding.store.restoring import Restoration


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@project_option
@json_option
def backup(out: Path, folder: Path, as_json: bool) -> None:
    """Write a backup to OUT while the app runs; one named .db is the database alone."""
    sha = opened(folder, sound=False).backups.write(out)
    emit(as_json, {"file": str(out), "sha256": sha}, [f"Backed up to {out} (SHA-256 {sha})."])


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask, even if acts would be lost.")
@project_option
@coder_option
@json_option
def restore(file: Path, yes: bool, folder: Path, coder: str, as_json: bool) -> None:
    """Bring a backup back: all of it or nothing; the present state is backed up before."""
    from coding.files.archive import sha256_of
    from coding.project.backups import bring_back, would_change

    change = would_change(folder, file)
    for line in said(change):
        click.echo(line, err=True)
    if change.lost != 0 and not yes:
        ask(change)
    sha = sha256_of(file)
    seen = None if yes else change.revision
    change, before = bring_back(folder, file, coder=coder, seen=seen)
    kept = [f"What was there before is kept as {before}."] if before else []
    document = {
        "file": str(file),
        "sha256": sha,
        "now": dict(change.now),
        "then": dict(change.then),
        "lost": change.lost,
        "files": list(change.files),
        "before": str(before) if before else None,
    }
    emit(as_json, document, [f"Restored {file}.", *kept])


def said(change: Restoration) -> list[str]:
    """Say what a restore changes, line by line."""
    lines = [f"The backup was made on {_when(change.made)}."] if change.made else []
    for name, then in change.then.items():
        lines.append(f"{name:<12} {change.now.get(name, 0):>7,} now  {then:>7,} then")
    if change.lost is None:
        lines.append("The present database cannot be read, so what is lost cannot be said.")
    elif change.lost:
        acts = "1 act" if change.lost == 1 else f"{change.lost:,} acts"
        lines.append(f"{acts} since then would be lost, the last of them:")
        lines += [f"    {act}" for act in change.last]
    lines += [f"{name} would be as it was then." for name in change.files]
    return lines


def ask(change: Restoration) -> None:
    """Ask on a terminal whether acts may be lost; raises CodingError where nobody can answer."""
    if not sys.stdin.isatty():
        raise CodingError(
            "the backup was not brought back, since work would be lost",
            hint="Look at the figures above, and add --yes if you mean it.",
        )
    if not click.confirm("Bring the backup back? What is there now stays in a backup", err=True):
        raise CodingError("the backup was not brought back", hint="Nothing was changed.")


def _when(moment: str) -> str:
    try:
        return day_of(datetime.fromisoformat(moment).astimezone(), "%B %Y, %H:%M")
    except ValueError:
        return moment
