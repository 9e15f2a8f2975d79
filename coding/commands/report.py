"""Retrieve quotes for the report, check its draft, and look whether all is sound."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from coding.commands.base import (
    emit,
    filter_option,
    json_option,
    languages_option,
    main,
    opened,
    progress,
    project_option,
    to_mind,
    written_option,
)
from coding.model import CITING


@main.command()
@click.option("--code", "queries", multiple=True, help="A code, or a query: safety and not prices.")
@click.option("--where", multiple=True, metavar="ATTR=VALUE", help="Only these participants.")
@click.option("--words", default="", help="Only quotes with these words.")
@filter_option
@click.option("--basket", default="", help="Only the quotes of a basket, in its order.")
@written_option("--out", ".docx", ".md", ".csv", ".xlsx")
@click.option("--ids", is_flag=True, help="Name interviews and people in it: not for readers.")
@languages_option
@click.option("--cite", type=click.Choice(CITING), help="Say in it where each quote stands.")
@project_option
@json_option
def quotes(
    queries: tuple[str, ...],
    where: tuple[str, ...],
    words: str,
    kept: str,
    basket: str,
    out: Path | None,
    ids: bool,
    languages: str | None,
    cite: str | None,
    folder: Path,
    as_json: bool,
) -> None:
    """Retrieve quotes with their attribution, or write them to a document."""
    from coding.quotes.retrieve import parse_where

    project = opened(folder)
    people, around = parse_where(where), as_json or not out
    through = project.filters.named(kept)
    book = project.codes.book()
    theirs = [code for code in through.codes if code in book]
    if queries and theirs:
        every = " or ".join(f"({query})" for query in queries)
        queries = tuple(f"({every}) and {code}" for code in theirs)
    retrieved = project.quotes.find(
        queries or theirs,
        where=people,
        words=words,
        coders=through.coders,
        transcripts=() if through.codes and not theirs else project.filters.interviews(through),
        basket=basket,
        around=around,
    )
    if out:
        project.quotes.export(
            out, retrieved, basket=basket, cite=cite or "", ids=ids, languages=languages
        )
        click.echo(f"{len(retrieved)} quotes written to {out}", err=True)
        picks = project.baskets.get(basket).picks if basket else ()
        codings = [*(q.coding for q in retrieved), *(pick.coding for pick in picks)]
        for line in project.revisions.warnings(codings):
            click.echo(line, err=True)
    lines = [f"“{q.words}” ({q.attribution}) [{', '.join(q.codes)}]" for q in retrieved]
    if as_json or not out:
        emit(as_json, [asdict(q) for q in retrieved], lines)


@main.command()
@click.argument("draft", type=click.Path(path_type=Path))
@written_option("--comments", ".docx", what="The draft with Word comments")
@written_option("--out", ".csv", ".xlsx", what="The findings")
@written_option("--certificate", ".docx", ".html", what="What was checked and stays open")
@click.option("--ids", is_flag=True, help="Name interviews in comments and table: not for readers.")
@project_option
@json_option
def verify(
    draft: Path,
    comments: Path | None,
    out: Path | None,
    certificate: Path | None,
    ids: bool,
    folder: Path,
    as_json: bool,
) -> None:
    """Check a report draft's quotes and figures against interviews and survey."""
    from coding.project.drafts import as_data

    drafts = opened(folder).drafts
    report = drafts.verify(drafts.read(draft), progress)
    if comments:
        written = drafts.comments(report, draft.read_bytes(), comments, ids=ids)
        click.echo(f"{written} comments written to {comments}", err=True)
    if out:
        drafts.export(report, out, ids=ids)
        click.echo(f"{len(report.findings)} findings written to {out}", err=True)
    if certificate:
        drafts.certify(report, certificate)
        click.echo(f"certificate written to {certificate}", err=True)
    for note in report.notes:
        click.echo(note, err=True)
    document = as_data(report, drafts.rulings())
    lines = [
        f"{f['level']:<5} ¶{f['paragraph']:<4} {f['check']}, {f['verdict']}:"
        f" “{' '.join(f['excerpt'].split())[:60]}” {f['message']} {f['hint']}"
        for f in document["findings"]
        if f["level"] != "info"
    ]
    counts = document["counts"]
    lines.append(
        f"{len(document['examined'])} quotations and figures examined: {counts['error']} errors,"
        f" {counts['check']} to check, {counts['info']} remarks."
    )
    emit(as_json, document, lines)


@main.command()
@click.option(
    "--mend",
    is_flag=True,
    help="Write codebook.yaml again if it is gone; close the project to others on this machine.",
)
@project_option
@json_option
def check(mend: bool, folder: Path, as_json: bool) -> None:
    """Look whether everything in the project is sound."""
    project = opened(folder, sound=False)
    if mend and project.files.mend():
        click.echo("codebook.yaml was written again from its last version.", err=True)
    if mend and (open_ones := project.place.open_to_others()):
        refused = project.place.close()
        closed = len(open_ones) - len(refused)
        click.echo(f"{closed} files and folders can be read by you alone now.", err=True)
        for name in refused:
            click.echo(f"{name}: it belongs to somebody else and stays as it is.", err=True)
    elif not (mend or as_json):
        for line in to_mind(project):
            click.echo(line, err=True)
    problems = project.check()
    lines = [f"{p.where}: {p.what}. {p.hint}" for p in problems] or ["All is sound."]
    emit(as_json, [asdict(p) for p in problems], lines)
    if problems:
        sys.exit(1)
