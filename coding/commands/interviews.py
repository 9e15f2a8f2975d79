"""Make and open projects, bring interviews in, print them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import (
    coder_option,
    emit,
    json_option,
    main,
    opened,
    progress,
    project_option,
    to_mind,
)
from coding.errors import CodingError, DamageError

if TYPE_CHECKING:
    from coding.model import ColumnUse, TranscriptInfo

MANY = 20
"""Interviews from which only those notes are printed that ask for a person's eye."""


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Fill it with the sample project.")
@json_option
def new(folder: Path, sample: bool, as_json: bool) -> None:
    """Make an empty project folder with a commented codebook.yaml."""
    from coding.project import Project
    from coding.serve.bundled import bundle

    project = Project.new(folder, sample=bundle() if sample else None)
    hint = f"Made {project.folder}. Open it with: coding open {folder}"
    emit(as_json, {"project": str(project.folder)}, [hint])


@main.command("open")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option("--port", type=click.IntRange(0, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open the browser as well.")
def open_app(folder: Path, port: int, browser: bool) -> None:
    """Start the app on a project, on this machine only.

    A damaged one, too: the app shows its backups and what each would change.
    """
    from coding.serve.launcher import launch

    try:
        project = opened(folder, sound=False)
        folder = project.folder
        project.backups.keep_up()
        for line in to_mind(project):
            click.echo(line, err=True)
    except DamageError as damage:
        click.echo(f"Error: {damage}", err=True)
    launch(folder, port=port, browser=browser)


@main.command("import")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--participant", default="", help="Who was interviewed (an id).")
@click.option("--language", default="", help="Language code, such as en or ru.")
@click.option("--translation-of", default="", metavar="TRANSCRIPT", help="Its original.")
@click.option(
    "--unlabelled",
    default="",
    metavar="continue|nobody|turns|SPEAKER",
    help="Who says the paragraphs without a label: who spoke before, not known, two who take turns"
    " (by bold type or dashes), or this speaker.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=USE",
    help="What a column of a table holds: speaker, words, start, end, tags (as codings),"
    " respondent (each row one person), attribute (of the respondent) or nothing.",
)
@click.option(
    "--split-languages",
    "split",
    is_flag=True,
    help="Split files that have an interview and its translation in one.",
)
@project_option
@coder_option
@json_option
def import_(
    files: tuple[Path, ...],
    participant: str,
    language: str,
    translation_of: str,
    unlabelled: str,
    columns: tuple[str, ...],
    split: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Read transcripts: FILE..., or whatever is new in transcripts/."""
    from coding.model import ReadingAnswers

    project = opened(folder)
    report = project.transcripts.import_files(
        files,
        coder=coder,
        participant=participant,
        language=language,
        translation_of=translation_of,
        answers=ReadingAnswers(unlabelled=unlabelled, columns=_columns(columns)),
        progress=progress,
    )
    index = None if files else project.transcripts.take_index(coder=coder)
    added = [*project.first_report.added, *report.added]
    failed = [*project.first_report.failed, *report.failed]
    if split:
        added = [
            one
            for info in added
            for one in (
                project.bilingual.split(info.id, coder=coder)
                if project.bilingual.look(info.id)
                else [info]
            )
        ]
    document = {
        "transcripts": [_imported(t) for t in added],
        "failed": [{"file": f, "message": _said(e), "hint": e.hint} for f, e in failed],
        "codings": report.codings,
        "new_codes": report.codes,
        "index": {"filled": list(index.filled), "notes": list(index.notes)} if index else None,
    }
    lines = [line for t in added for line in (_line(t), *_asking(t, len(added)))]
    for line in (*index.filled, *index.notes) if index else ():
        click.echo(f"index.csv: {line}", err=True)
    if report.codings:
        lines.append(f"With them came {report.codings} codings ({report.codes} new codes).")
    emit(as_json, document, lines or ["Nothing new."])
    for _, error in report.failed:
        click.echo(f"Error: {error}", err=True)
    if failed:
        sys.exit(1)


def _columns(told: tuple[str, ...]) -> dict[str, ColumnUse]:
    from coding.model import ColumnUse

    uses: dict[str, ColumnUse] = {}
    for each in told:
        name, sign, use = each.rpartition("=")
        try:
            uses[name.strip()] = ColumnUse(use.strip().casefold())
        except ValueError:
            sign = ""
        if not sign or not name.strip():
            kinds = ", ".join(ColumnUse)
            raise click.BadParameter(f"`{each}`: write NAME=USE; the uses are {kinds}.")
    return uses


def _line(t: TranscriptInfo) -> str:
    return f"{t.name}: {t.turns} turns, {t.words} words"


def _asking(t: TranscriptInfo, number: int) -> list[str]:
    """Return an interview's notes; of many interviews only what asks for a person's eye."""
    from coding.project.overview import doubtful

    return [f"    {note}" for note in (t.notes if number < MANY else doubtful(t.notes))]


def _said(error: CodingError) -> str:
    return f"{error.where}: {error.message}" if error.where else error.message


def _imported(t: TranscriptInfo) -> dict[str, Any]:
    keys = ("id", "name", "language", "turns", "words", "speakers", "sha256", "notes")
    return {key: getattr(t, key) for key in keys}


@main.command()
@project_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Say what the project holds."""
    document = opened(folder).status()
    lines = [f"{key:<12} {_plain(value)}" for key, value in document.items()]
    emit(as_json, document, lines)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@main.command()
@click.argument("transcript")
@project_option
def text(transcript: str, folder: Path) -> None:
    """Print a transcript's canonical text, to which every offset refers."""
    sys.stdout.buffer.write(opened(folder, sound=False).transcripts.get(transcript).text.encode())
    sys.stdout.buffer.flush()
