"""List the people of the study, read their attributes from a face sheet, set their label."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option
from coding.errors import CodingError

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.participants import FaceSheet


@main.command()
@click.option("--import", "sheet", type=click.Path(path_type=Path), help="A face sheet: csv, xlsx.")
@click.option("--map", "maps", multiple=True, metavar="COLUMN=ATTRIBUTE", help="Take this column.")
@click.option("--add", is_flag=True, help="Let people come in who are not in the study yet.")
@click.option("--label", metavar="SCHEME", help="Set the label printed with quotes.")
@click.option("--language", default="", help="Only for quotes in this language.")
@project_option
@coder_option
@json_option
def participants(
    sheet: Path | None,
    maps: tuple[str, ...],
    add: bool,
    label: str | None,
    language: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List the people of the study with their labels; read a face sheet; set the label."""
    project = opened(folder, sound=False)
    if maps and not sheet:
        raise click.UsageError("--map says what columns of --import FILE become.")
    if sheet:
        _take(project, sheet, maps, add, coder)
    if label is not None:
        project.labels.set(label, language=language, coder=coder)
        for name in project.labels.unheard_of(language):
            click.echo(
                f"Nobody has an attribute `{name}` yet: labels leave it out until somebody does.",
                err=True,
            )
    from coding.project.labels import could_identify

    labels = project.labels.of_people(language=language)
    document = [
        {
            "id": person.id,
            "pseudonym": person.pseudonym,
            "attributes": dict(person.attributes),
            "label": labels[person.id][0],
            "k": labels[person.id][1],
        }
        for person in project.participants.all()
    ]
    click.echo(f"Label: {project.labels.scheme().text(language)}", err=True)
    lines = []
    for key, (label, k) in labels.items():
        could = ": could identify one person" if could_identify(label, k) else ""
        lines.append(f"{key:<10} {label or 'no label'}  (k = {k}{could})")
    emit(as_json, document, lines or ["Nobody yet."])


def _take(project: Project, path: Path, maps: tuple[str, ...], newcomers: bool, coder: str) -> None:
    """Take a face sheet in; say what was taken, left out, cleaned or is odd."""
    sheet = project.participants.read_sheet(path)
    mapped = _mapped(sheet, maps)
    taken = project.participants.take_sheet(sheet, mapped, newcomers=newcomers, coder=coder)
    names = {column.number: column.name for column in sheet.columns}
    left = [
        f"{column.name} ({column.warning or f'{column.values} different values'})"
        for column in sheet.columns
        if column.number not in (*mapped, sheet.key)
    ]
    said = [f"{path.name}: {taken.matched} people."]
    said += [f"{names[n]} → {name}" for n, name in mapped.items()]
    if left:
        said.append(f"Not taken: {', '.join(left)}. Take one with --map COLUMN=ATTRIBUTE.")
    for line in [*said, *sheet.notes, *taken.notes]:
        click.echo(line, err=True)


def _mapped(sheet: FaceSheet, maps: tuple[str, ...]) -> dict[int, str]:
    """Return what each column becomes: as told, or what is proposed if nothing is."""
    from coding.project.participants import PSEUDONYM

    mapped: dict[int, str] = {}
    for told in maps:
        column, sign, attribute = told.rpartition("=")
        if not (sign and column.strip() and attribute.strip()):
            raise CodingError(
                f"cannot read `--map {told}`", hint="Write COLUMN=ATTRIBUTE, such as Sex=gender."
            )
        mapped[sheet.column(column).number] = attribute.strip()
    if not mapped:
        mapped = {column.number: column.name for column in sheet.columns if column.proposed}
        if sheet.alias >= 0:
            mapped[sheet.alias] = PSEUDONYM
    return mapped
