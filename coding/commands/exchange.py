"""Bring in what another program holds of a study, and write this one for others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option
from coding.files.writing import check_suffix

if TYPE_CHECKING:
    from coding.model.exchange import UnplacedPiece
    from coding.project.exchange import ExchangePlan, Given, Taken
    from coding.project.whole_study import HandedOn

LISTED = 20  # codes, sources and pieces that a person is shown


@main.command("import-project")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--look", is_flag=True, help="Only say what is in it and what would become of it.")
@click.option("--theirs", is_flag=True, help="Take over their definitions where codes differ.")
@click.option("--over", is_flag=True, help="Lay nearly the same texts over those that are here.")
@click.option(
    "--as",
    "holds",
    type=click.Choice(["codings", "answers", "codebook"]),
    help="What a table or Word document has, where that is not found out.",
)
@click.option("--map", "maps", multiple=True, metavar="COLUMN=WHAT", help="What a column holds.")
@click.option("--texts", multiple=True, metavar="COLUMN", help="A column of open answers.")
@click.option("--first", is_flag=True, help="Words that stand several times are the first.")
@click.option("--unsigned", default="", metavar="NAME", help="Who coded what nobody has signed.")
@click.option(
    "--same-name",
    type=click.Choice(["two", "one"]),
    default="two",
    help="A new code whose name one here has elsewhere: a second of that name, or that one.",
)
@project_option
@coder_option
@json_option
def import_project(
    file: Path,
    look: bool,
    theirs: bool,
    over: bool,
    holds: str | None,
    maps: tuple[str, ...],
    texts: tuple[str, ...],
    first: bool,
    unsigned: str,
    same_name: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Bring in a project of another program: codes, texts, codings, memos, cases."""
    from coding.project.exchange import ComingAs, ExchangeChoices, FileHolds, HowToRead, Take

    exchange = opened(folder).exchange
    how = HowToRead(holds=FileHolds(holds) if holds else None, maps=maps, texts=texts, first=first)
    foreign = exchange.read(file, how=how)
    plan = exchange.look(foreign)
    if look:
        columns = [
            {"sheet": s.name, "column": c.name, "letter": c.letter, "holds": str(c.holds)}
            for s in exchange.columns(file, how)
            for c in s.columns
        ]
        document = {**_planned(plan), "columns": columns, "notes": list(foreign.notes)}
        read_as = [f"{c['holds']:>10}  {c['column']}" for c in columns]
        emit(as_json, document, [*read_as, *_plan_lines(plan), *foreign.notes])
        return
    choices = ExchangeChoices(
        codes={
            code.key: code.namesakes[0].id
            for code in plan.codes
            if same_name == "one" and len(code.namesakes) == 1
        },
        theirs=frozenset(code.key for code in plan.codes if theirs and code.differences),
        sources={
            source.key: Take.USE
            for source in plan.sources
            if over and source.standing is ComingAs.NEARLY
        },
        unsigned=unsigned,
    )
    taken = exchange.take_in(foreign, choices, coder=coder)
    emit(as_json, _taken(taken), _taken_lines(taken))


@main.command()
@click.argument("kind", type=click.Choice(["qdpx", "qdc", "csv", "xlsx", "html", "folder"]))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--code", "codes", multiple=True, help="Only this code, with those below it.")
@click.option("--ids", is_flag=True, help="Name interviews and people in html and folder.")
@project_option
@json_option
def export(
    kind: str, out: Path, codes: tuple[str, ...], ids: bool, folder: Path, as_json: bool
) -> None:
    """Write the study to OUT: for other programs (qdpx; qdc has its codebook alone), as tables.

    csv has the codings, xlsx all tables, html one page that opens without any program, folder
    texts and tables for an archive.
    """
    if kind != "folder":
        out = out if out.suffix else out.with_suffix(f".{kind}")
        check_suffix(out, (f".{kind}",))
    project = opened(folder)
    done: Given | HandedOn
    if kind in ("qdpx", "qdc"):
        if codes:
            raise click.UsageError(f"{kind} has all codes: leave --code out")
        done = project.exchange.write(out)
    else:
        done = project.archive.export(out, kind, codes=codes, ids=ids)
    document = {
        "file": str(out),
        "sources": done.sources,
        "codes": done.codes,
        "codings": done.codings,
        "notes": list(done.notes),
    }
    said = f"{done.sources} sources, {done.codes} codes, {done.codings} codings written to {out}"
    emit(as_json, document, [said, *done.notes])


def _planned(plan: ExchangePlan) -> dict[str, Any]:
    return {
        "sources": [
            {
                "name": s.name,
                "kind": str(s.kind),
                "standing": str(s.standing),
                "transcript": s.own,
                "likeness": round(s.likeness, 3),
                "codings": s.codings,
            }
            for s in plan.sources
        ],
        "codes": [
            {
                "path": list(code.path),
                "standing": str(code.standing),
                "code": code.own,
                "near": [near.id for near in code.near],
                "namesakes": [near.id for near in code.namesakes],
                "differences": {d.field: [d.here, d.there] for d in code.differences},
                "codings": code.codings,
            }
            for code in plan.codes
        ],
        "codings": plan.fresh,
        "codings_there": plan.there,
        "memos": plan.memos,
        "cases": dict(plan.cases),
        "coders": list(plan.coders),
    }


def _plan_lines(plan: ExchangePlan) -> list[str]:
    lines = [f"{s.standing:>8}  {s.name} ({s.codings} codings)" for s in plan.sources[:LISTED]]
    lines += _more(len(plan.sources))
    for code in plan.codes[:LISTED]:
        near = ", ".join(" › ".join(near.path) for near in code.near)
        lines.append(
            f"{code.standing:>8}  {' › '.join(code.path)} ({code.codings})"
            + (f"  like {near}?" if near else "")
            + ("  a second of this name" if code.namesakes else "")
        )
    return [*lines, *_more(len(plan.codes)), f"{plan.fresh} new codings, {plan.there} in already"]


def _taken(taken: Taken) -> dict[str, Any]:
    """Return what is here of a file now, with what of it is new."""
    return {
        "sources": taken.sources + taken.sources_there,
        "codes": taken.codes + taken.codes_there,
        "codings": taken.codings + taken.codings_there,
        "new": {"sources": taken.sources, "codes": taken.codes, "codings": taken.codings},
        "memos": taken.memos,
        "participants": taken.people,
        "kept": taken.kept,
        "notes": taken.notes,
        "unplaced": [_piece(piece) for piece in taken.unplaced],
    }


def _piece(piece: UnplacedPiece) -> dict[str, str]:
    return {"where": piece.where, "words": piece.words, "why": piece.why}


def _taken_lines(taken: Taken) -> list[str]:
    lines = [
        f"{taken.sources} texts, {taken.codes} codes, {taken.codings} codings, {taken.memos} memos"
        " came in",
    ]
    if taken.sources_there or taken.codes_there or taken.codings_there:
        lines.append(
            f"{taken.sources_there} texts, {taken.codes_there} codes, {taken.codings_there} codings"
            " were there already"
        )
    lines += taken.notes
    if taken.kept:
        lines.append(
            f"{len(taken.kept)} sources cannot be coded here and are kept: {', '.join(taken.kept)}"
        )
    lines += [f"Not placed: {p.where}: {p.why}" for p in taken.unplaced[:LISTED]]
    return [*lines, *_more(len(taken.unplaced))]


def _more(count: int) -> list[str]:
    return [f"          and {count - LISTED} more"] if count > LISTED else []
