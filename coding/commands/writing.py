"""Sum interviews up, star codings and say them in one's own words, list and write memos."""

from __future__ import annotations

from pathlib import Path

import click

from coding.commands.base import (
    coder_option,
    emit,
    filter_option,
    json_option,
    main,
    opened,
    project_option,
    written_option,
)

_where = click.option(
    "--where", multiple=True, metavar="ATTR=VALUE", help="Only interviews with these participants."
)


@main.command()
@click.argument("cell", metavar="[INTERVIEW CODE TEXT]", nargs=-1)
@click.option("--code", "codes", multiple=True, metavar="CODE", help="This column, and others.")
@_where
@written_option("--out", ".docx", ".xlsx", ".csv")
@click.option("--ids", is_flag=True, help="Name interviews and people in it: not for readers.")
@filter_option
@project_option
@coder_option
@json_option
def summaries(
    cell: tuple[str, ...],
    codes: tuple[str, ...],
    where: tuple[str, ...],
    out: Path | None,
    ids: bool,
    kept: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List what each interview has on each code in your own words, or write one: "" takes it back.

    The columns are the themes at the top, or the codes that are named.
    """
    from coding.quotes.retrieve import parse_where

    if len(cell) not in (0, 3):
        raise click.UsageError("a summary takes three: the interview, the code, the text")
    project = opened(folder)
    if cell:
        interview, code, text = cell
        key = project.summaries.write(interview, code, text, coder=coder)
        emit(as_json, {"summary": key}, [key])
        return
    through = project.filters.named(kept)
    grid = project.summaries.grid(codes, where=parse_where(where), through=through)
    if out:
        project.summaries.export(out, grid, ids=ids)
    document = [
        {
            "transcript": row.key,
            "interview": row.name,
            "participant": row.person.id if row.person else "",
            "code": code.id,
            "name": code.name,
            "segments": len(found.segments),
            "summary": found.text,
            "coder": found.summary.coder if found.summary else "",
            "updated": found.summary.updated if found.summary else "",
        }
        for row in grid.rows
        for code in grid.codes
        for found in [grid.cell(row.key, code.id)]
    ]
    lines = [
        f"{row['interview']:<20} {row['code']:<24} {row['segments']:>4} segments"
        f"  {' '.join(str(row['summary']).split())}"
        for row in document
        if row["segments"] or row["summary"]
    ]
    told = f"{grid.written} of {len(grid.cells)} cells in which anything is coded are summed up"
    emit(as_json, document, [*([f"written to {out}"] if out else []), *lines, told])


@main.command()
@click.argument("coding")
@click.argument("stars", type=click.IntRange(0, 3), default=1)
@project_option
@coder_option
@json_option
def star(coding: str, stars: int, folder: Path, coder: str, as_json: bool) -> None:
    """Give a coding a star, or up to three; 0 takes them off."""
    opened(folder).stars.give(coding, stars, coder=coder)
    emit(as_json, {"coding": coding, "stars": stars}, [f"{coding} {'★' * stars or 'no star'}"])


@main.command()
@click.argument("coding")
@click.argument("text")
@project_option
@coder_option
@json_option
def paraphrase(coding: str, text: str, folder: Path, coder: str, as_json: bool) -> None:
    """Say in your own words what a coding's words say, in a line; "" takes it back."""
    project = opened(folder)
    project.memos.say("paraphrase", project.codings.get(coding).id, text, coder=coder)
    emit(as_json, {"coding": coding, "paraphrase": " ".join(text.split())}, [text])


@main.command()
@click.option("--kind", default="", help="Only those on a code, coding, turn, transcript ...")
@click.option("--coder", default="", help="Only this coder's.")
@click.option("--words", default="", help="Only with these words in them, or in what they are on.")
@written_option("--out", ".docx", ".md", ".xlsx", ".csv")
@click.option(
    "--ids", is_flag=True, help="With names and the words of interviews: not for readers."
)
@project_option
@json_option
def memos(
    kind: str, coder: str, words: str, out: Path | None, ids: bool, folder: Path, as_json: bool
) -> None:
    """List all memos, paraphrases and summaries with what they are on, or write them down."""
    project = opened(folder)
    listed = project.memo_list.all(kind=kind, coder=coder, words=words)
    if out:
        project.memo_list.export(out, kind=kind, coder=coder, words=words, ids=ids)
    document = [
        {
            "id": placed.memo.id,
            "kind": placed.memo.kind,
            "about": placed.memo.about,
            "on": project.memo_list.place_of(placed),
            "transcript": placed.transcript,
            "turn": placed.turn,
            "code": placed.code,
            "words": placed.words,
            "text": placed.memo.text,
            "coder": placed.memo.coder,
            "created": placed.memo.created,
            "updated": placed.memo.updated,
            "gone": placed.gone,
        }
        for placed in listed
    ]
    lines = [
        f"{placed.memo.updated[:10]} {placed.memo.coder:<10} {placed.memo.kind:<11}"
        f" {project.memo_list.place_of(placed)}: {' '.join(placed.memo.text.split())}"
        for placed in listed
    ]
    emit(as_json, document, [*([f"written to {out}"] if out else []), *lines])
