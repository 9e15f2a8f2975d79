"""Show the outline of the report, put it together, and write it to a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import (
    coder_option,
    emit,
    json_option,
    languages_option,
    main,
    opened,
    project_option,
    written_option,
)
from coding.errors import CodingError

if TYPE_CHECKING:
    from coding.model import PrintedLanguages
    from coding.project import Project


@main.command()
@click.option("--section", "made", multiple=True, help="Make a section of this name.")
@click.option("--quote", "quotes", multiple=True, metavar="SECTION=CODING", help="Put one there.")
@click.option("--figure", "figures", multiple=True, metavar="SECTION=INDICATOR", help="Likewise.")
@click.option("--note", "notes", multiple=True, metavar="SECTION=TEXT", help="Write one there.")
@click.option("--heading", "headings", multiple=True, metavar="SECTION=TEXT", help="Likewise.")
@click.option("--move", metavar="ITEM=SECTION", help="To a section's end, or --before another.")
@click.option("--before", default="", help="The item, or section, that what is moved goes before.")
@click.option("--edit", metavar="ITEM=TEXT", help="Print an item with these words.")
@click.option("--anyway", is_flag=True, help="Also where an omission swallows a negation or such.")
@click.option("--beside", metavar="ITEM=TEXT", help="Print this beside a quote; whole, alike: so.")
@click.option("--printed-in", metavar="ITEM=LANGUAGES", help="Print a quote so; ITEM=: as all are.")
@click.option("--take-out", "taken", metavar="ITEM", help="Take an item out of its section.")
@written_option("--out", ".docx", ".md", ".html")
@click.option("--title", default="", help="What stands over the document.")
@languages_option
@project_option
@coder_option
@json_option
def outline(
    made: tuple[str, ...],
    quotes: tuple[str, ...],
    figures: tuple[str, ...],
    notes: tuple[str, ...],
    headings: tuple[str, ...],
    move: str | None,
    before: str,
    edit: str | None,
    anyway: bool,
    beside: str | None,
    printed_in: str | None,
    taken: str | None,
    out: Path | None,
    languages: str | None,
    title: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Show the report's sections with quotes and figures, or write them to a document."""
    from coding.analysis.hearing import lines
    from coding.project.outline import rows_of

    project = opened(folder)
    report = project.outline
    for name in made:
        project.baskets.add(name, coder=coder)
    for name, key in map(_named, quotes):
        project.baskets.put(name, [key], coder=coder)
    for name, key in map(_named, figures):
        report.put_figure(name, key, coder=coder)
    for name, text in map(_named, notes):
        report.put_note(name, text, coder=coder)
    for name, text in map(_named, headings):
        report.put_heading(name, text, coder=coder)
    if move:
        item, _, section = move.partition("=")
        if section or any(entry.item.id == item for s in report.sections() for entry in s.entries):
            report.move(item, section, before=before, coder=coder)
        else:
            report.move_section(item, before=before, coder=coder)
    if edit:
        _edit(project, *_named(edit, "item"), coder=coder, anyway=anyway)
    if beside:
        item, words = _named(beside, "item")
        own = "" if words in ("whole", "alike") else words
        project.baskets.edit_beside(item, own, whole=words == "whole", coder=coder)
    if printed_in:
        item, said = _named(printed_in, "item")
        project.baskets.print_in(item, _languages(said) if said else None, coder=coder)
    if languages:
        report.print_in(_languages(languages), coder=coder)
    if taken:
        report.take_out(taken, coder=coder)
    if out:
        report.export(out, title=title)
        click.echo(f"the outline was written to {out}", err=True)
        for line in project.revisions.warnings(report.printable()):
            click.echo(line, err=True)
    sections = report.sections() if as_json or not out else []
    shown = [
        line
        for section in sections
        for line in (
            section.name,
            *(f"  {entry.kind:<8}{' '.join(entry.words.split())}" for entry in section.entries),
        )
    ]
    if shown and not as_json:
        shown += ["", *lines(report.hearing())]
    none = ["There is nothing in the outline yet: make a section with --section NAME."]
    if as_json or not out:
        emit(as_json, rows_of(sections), shown or none)


def _named(given: str, what: str = "section") -> tuple[str, str]:
    """Read SECTION=TEXT or ITEM=TEXT, at the first sign of equality."""
    name, sign, text = given.partition("=")
    if not sign:
        raise click.UsageError(f"“{given}” names no {what}: write {what.upper()}=…")
    return name, text


def _languages(said: str) -> PrintedLanguages:
    from coding.model import PrintedLanguages

    try:
        return PrintedLanguages(said)
    except ValueError as e:
        choices = ", ".join(PrintedLanguages)
        raise click.UsageError(f"“{said}” is none of {choices}") from e


def _edit(project: Project, item: str, words: str, *, coder: str, anyway: bool) -> None:
    """Let an item say something else; raise CodingError with what has to be said of it first."""
    if item not in {pick.id for basket in project.baskets.all() for pick in basket.picks}:
        project.outline.edit(item, words, coder=coder)
    elif faults := project.baskets.edit(item, words, coder=coder, anyway=anyway):
        swallowed = faults == project.baskets.swallowed(item, words)
        hint = "Print it like this with --anyway, or take fewer words out."
        shown = f"Show it: {project.baskets.marked(item, words)}"
        raise CodingError("; ".join(faults), hint=hint if swallowed else shown)
