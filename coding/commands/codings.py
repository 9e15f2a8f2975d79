"""Put codes on words and take them off; undo; find words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import (
    coder_option,
    default_coder,
    emit,
    filter_option,
    json_option,
    main,
    opened,
    project_option,
    written_option,
)
from coding.model import CodingFilter

if TYPE_CHECKING:
    from coding.model import Coding
    from coding.project.import_codings import CodedSheet

MOST_LISTED = 50  # acts that undo and redo list


@main.command()
@click.argument("transcript")
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@click.option("--merge", is_flag=True, help="Extend an overlapping coding with the same code.")
@project_option
@coder_option
@json_option
def apply(
    transcript: str,
    start: int,
    end: int,
    codes: tuple[str, ...],
    merge: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Code characters START to END of a transcript."""
    done = opened(folder).codings.apply(transcript, start, end, codes, coder=coder, merge=merge)
    lines = [f"{i}{'  (was there)' if i in done.merged else ''}" for i in done.codings]
    emit(as_json, {"codings": done.codings, "merged": done.merged}, lines)


@main.command()
@click.option("--transcript", default="")
@click.option("--code", default="", help="A theme stands for itself and the codes below it.")
@click.option("--coder", default="", help="Only this coder's.")
@click.option(
    "--starred",
    type=click.IntRange(1, 3),
    is_flag=False,
    flag_value=1,
    help="Only those with a star, or with so many at least.",
)
@filter_option
@written_option("--out", ".csv", ".xlsx")
@project_option
@json_option
def codings(
    transcript: str,
    code: str,
    coder: str,
    starred: int | None,
    kept: str,
    out: Path | None,
    folder: Path,
    as_json: bool,
) -> None:
    """List codings, or write them to a table."""
    project = opened(folder)
    stars = project.stars.all()
    through = project.filters.codings(project.filters.get(kept)) if kept else None
    within = None if through is None else {c.id for c in through}
    listed = [
        c
        for c in project.codings.all(transcript=transcript, code=code, coder=coder)
        if stars.get(c.id, 0) >= (starred or 0) and (within is None or c.id in within)
    ]
    names = {t.id: t.name for t in project.transcripts.all()}
    said = {m.about: m.text for m in project.memos.all(kind="paraphrase")}
    documents = [
        {**_coding(c), "stars": stars.get(c.id, 0), "paraphrase": said.get(c.id, "")}
        for c in listed
    ]
    if out:
        from coding.files.table_writing import write_rows

        called = project.codes.book().called
        rows = [
            {
                **row,
                "transcript": names[str(row["transcript"])],
                "code name": called.get(str(row["code"]), str(row["code"])),
            }
            for row in documents
        ]
        write_rows(out, rows, [*COLUMNS, "stars", "paraphrase", "code name"])
        click.echo(f"{len(listed)} codings written to {out}", err=True)
    lines = [
        f"{names[c.transcript]} {c.start}-{c.end}  {c.code}  ({c.coder})  {c.text[:60]!r}"
        + (f"  {'★' * stars[c.id]}" if c.id in stars else "")
        for c in listed
    ]
    if as_json or not out:
        emit(as_json, documents, lines)


COLUMNS = ("id", "transcript", "start", "end", "text", "code", "coder", "created", "origin")


def _coding(coding: Coding) -> dict[str, Any]:
    return {key: getattr(coding, key) for key in COLUMNS}


@main.command()
@click.option("--save", metavar="NAME", help="Keep what the other options say under a name.")
@click.option("--code", "codes", multiple=True, help="Of --save: a code, with those below it.")
@click.option("--by", "coders", multiple=True, metavar="CODER", help="Of --save: whose codings.")
@click.option("--transcript", "transcripts", multiple=True, help="Of --save: an interview.")
@click.option(
    "--where",
    multiple=True,
    metavar="ATTR=VALUE",
    help="Of --save: interviews in which such a person speaks.",
)
@click.option("--remove", metavar="NAME", help="Take one away.")
@project_option
@coder_option
@json_option
def filters(
    save: str | None,
    codes: tuple[str, ...],
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    where: tuple[str, ...],
    remove: str | None,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List saved filters with how many codings each lets through; save or remove one."""
    from coding.project.filters import as_data
    from coding.quotes.retrieve import parse_where

    project = opened(folder)
    if save is None and (codes or coders or transcripts or where):
        raise click.UsageError("--code, --by, --transcript and --where say what --save keeps")
    if save is not None:
        wanted = CodingFilter(
            codes=codes, coders=coders, transcripts=transcripts, where=parse_where(where)
        )
        project.filters.save(save, wanted, coder=coder)
    if remove is not None:
        project.filters.remove(remove, coder=coder)
    document = [
        {"name": name, **as_data(kept), "codings": len(project.filters.codings(kept))}
        for name, kept in project.filters.all().items()
    ]
    lines = [f"{row['name']:<28} {row['codings']:>6} codings" for row in document]
    emit(as_json, document, lines)


@main.command("import-codings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=WHAT",
    help="What a column holds, such as `Quote=words`, `Theme=above`, `Q1=code by Ana`.",
)
@click.option("--new-codes", is_flag=True, help="Add the codes that the codebook lacks.")
@click.option("--first", is_flag=True, help="Words that stand several times are the first.")
@click.option("--look", is_flag=True, help="Say how the columns are read, and change nothing.")
@project_option
@coder_option
@json_option
def import_codings(
    file: Path,
    maps: tuple[str, ...],
    new_codes: bool,
    first: bool,
    look: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Read codings made elsewhere from a .csv or .xlsx FILE."""
    codings = opened(folder).codings
    if look:
        _show_columns(codings.look_at_table(file, maps=maps), as_json)
        return
    report = codings.read_table(file, coder=coder, maps=maps, first=first, new_codes=new_codes)
    failed = [{"row": row, "message": error.told} for row, error in report.failed]
    document = {"added": report.added, "already_there": report.already_there, "failed": failed}
    emit(as_json, document, [f"{report.added} added, {report.already_there} were there already"])
    for note in report.notes:
        click.echo(note, err=True)
    for row, error in report.failed:
        click.echo(f"Error: {file.name}:{row}: {error}", err=True)
    if failed:
        sys.exit(1)


def _show_columns(sheets: Sequence[CodedSheet], as_json: bool) -> None:
    """Print what each column of a table is read as, with some of what stands in it."""
    rows = [
        {
            "sheet": sheet.name,
            "column": column.name,
            "letter": column.letter,
            "holds": column.holds.value,
            "coder": column.coder or sheet.coder,
            "example": column.example,
        }
        for sheet in sheets
        for column in sheet.columns
    ]
    lines = [
        f"{row['letter']:>3}  {row['holds']:<10} {row['column'][:30]:<32}{row['example'][:60]}"
        for row in rows
    ]
    emit(as_json, rows, lines)


@main.command()
@click.argument("coding")
@project_option
@coder_option
@json_option
def remove(coding: str, folder: Path, coder: str, as_json: bool) -> None:
    """Take one coding off."""
    opened(folder).codings.remove([coding], coder=coder)
    emit(as_json, {"removed": coding, "undone": coding}, [f"removed {coding}"])


_whose = click.option(
    "--coder", default="", help="Only this coder's acts (default: anybody's, edits by hand too)."
)
_which = click.option("--act", "which", default="", metavar="ID", help="This act, as listed.")
_listing = click.option(
    "--list", "listing", is_flag=True, help="List the acts, the next one first."
)


def _reverse(
    folder: Path, coder: str, which: str, listing: bool, as_json: bool, *, redo: bool = False
) -> None:
    log = opened(folder).log
    if listing:
        acts = log.to_reverse(coder=coder, redo=redo, limit=MOST_LISTED)
        keys = ("id", "at", "signed", "verb", "summary", "held")
        lines = [
            f"{act.id}  {act.at[:16]}  {act.signed}: {act.summary}"
            + (f"\n    not now: {act.held}" if act.held else "")
            for act in acts
        ]
        emit(as_json, [{key: getattr(act, key) for key in keys} for act in acts], lines)
        return
    act = log.undo(coder=coder, redo=redo, by=coder or default_coder(), which=which)
    word = "redone" if redo else "undone"
    emit(as_json, {word: act.summary, "act": act.id, "verb": act.verb}, [f"{word}: {act.summary}"])


@main.command()
@_whose
@_which
@_listing
@project_option
@json_option
def undo(folder: Path, coder: str, which: str, listing: bool, as_json: bool) -> None:
    """Take back the last act, or the one before it if that could not be."""
    _reverse(folder, coder, which, listing, as_json)


@main.command()
@_whose
@_which
@_listing
@project_option
@json_option
def redo(folder: Path, coder: str, which: str, listing: bool, as_json: bool) -> None:
    """Do the last act again that was taken back."""
    _reverse(folder, coder, which, listing, as_json, redo=True)


@main.command()
@click.argument("query")
@click.option("--where", multiple=True, metavar="ATTR=VALUE", help="Only these participants.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    help="At most so many hits; 0 for all.",
)
@project_option
@json_option
def search(query: str, where: tuple[str, ...], limit: int, folder: Path, as_json: bool) -> None:
    """Search the transcripts: words, "words together", beginning*.

    Below a hit in an interview of two languages stands what is beside it in the other.
    """
    from coding.quotes.retrieve import parse_where

    project = opened(folder)
    hits = project.transcripts.search(query, where=parse_where(where), limit=limit)
    keys = ("transcript", "name", "start", "end", "before", "hit", "after")
    beside = [project.alignments.beside(h.transcript, h.start, h.end) for h in hits]
    lines = []
    for h, there in zip(hits, beside, strict=True):
        lines.append(f"{h.name} {h.start}: …{h.before}[{h.hit}]{h.after}…")
        lines += [f"    {line}" for line in there.splitlines()]
    rows = [
        {**{key: getattr(h, key) for key in keys}, "beside": there}
        for h, there in zip(hits, beside, strict=True)
    ]
    emit(as_json, rows, lines)
    if limit and len(hits) == limit:
        click.echo(f"The first {limit} hits; --limit 0 shows all.", err=True)
