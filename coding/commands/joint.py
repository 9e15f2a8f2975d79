"""Lay figures and voices side by side, count codes by cases, print the codebook."""

from __future__ import annotations

from pathlib import Path

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
from coding.errors import CodingError

HEADING = "# "
"""What a heading begins with among the rows that are named."""


@main.command("joint-display")
@click.option("--out", type=click.Path(path_type=Path), help="Write .docx, .xlsx or .html.")
@click.option(
    "--row",
    "rows",
    multiple=True,
    metavar="QUESTION|'# HEADING'",
    help="Choose the rows in this order; what begins with # is a heading over those behind it.",
)
@click.option("--all", "everything", is_flag=True, help="Take the choice of rows back.")
@click.option("--title", help="What the display is called.")
@project_option
@coder_option
@json_option
def joint(
    out: Path | None,
    rows: tuple[str, ...],
    everything: bool,
    title: str | None,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Lay figures and voices side by side: the rows that were chosen, in their order."""
    from coding.project.joint import LayoutItem, rows_of

    project = opened(folder)
    if rows and everything:
        raise click.UsageError("--row chooses rows, --all takes the choice back: one of the two")
    if rows:
        items = [
            LayoutItem(heading=row.removeprefix(HEADING))
            if row.startswith(HEADING)
            else LayoutItem(question=row)
            for row in rows
        ]
        project.joint.arrange(items, coder=coder)
    elif everything:
        project.joint.arrange(None, coder=coder)
    if title is not None:
        project.joint.retitle(title, coder=coder)
    display = project.joint.display()
    if out:
        project.joint.export(
            display,
            out,
            coder=coder,
            progress=lambda done, total: progress(done, total, "rows written"),
        )
        for left_out in project.joint.methods(display).left_out:
            click.echo(f"the methods leave out: {left_out}", err=True)
    for key in display.gone:
        click.echo(f"the row {key} is in no survey any more", err=True)
    document = rows_of(display)
    lines = [
        f"{row['question_id']:<12} {row['title'] or row['question']}"
        + "".join(f" | {t['name']}: {t['relation']}" for t in row["themes"])
        + "".join(f" | {s['relation']} {s['k']} of {s['n']}" for s in row["stances"])
        for row in document
    ]
    emit(as_json, document, [*([f"written to {out}"] if out else []), *lines])


@main.command()
@click.option("--by", default="", metavar="transcript|ATTRIBUTE", help="Participants if left out.")
@click.option(
    "--count",
    type=click.Choice(["passages", "words", "people", "any"]),
    default="passages",
    help="What --out counts; any is 1 or 0.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write .csv, .xlsx or .sav.")
@click.option("--ids", is_flag=True, help="Name interviews and people in it: not for readers.")
@project_option
@json_option
def matrix(by: str, count: str, out: Path | None, ids: bool, folder: Path, as_json: bool) -> None:
    """Count codes by cases: passages, words, and people who speak of them."""
    from coding.project.joint import Count

    project = opened(folder)
    covered = project.joint.coverage(by)
    if out:
        project.joint.export_matrix(out, by, count=Count(count), ids=ids)
    document = [
        {
            "code": code.id,
            "name": project.codes.book().called[code.id],
            "case": case,
            "passages": cell.passages,
            "words": cell.words,
            "people": list(cell.people),
        }
        for code in covered.codes
        for case in covered.cases
        for cell in [covered.cell(code.id, case)]
    ]
    lines = [
        f"{row['code']:<28} {row['case']:<20} {row['passages']:>5} passages {row['words']:>7} words"
        for row in document
        if row["passages"]
    ]
    emit(as_json, document, [*([f"written to {out}"] if out else []), *lines])


@main.command()
@click.option(
    "--within",
    default="words",
    metavar="words|turn|N",
    help="On the same words, in one turn, or N turns further on at most.",
)
@click.option("--themes", is_flag=True, help="Each code counts for the topmost above it.")
@click.option("--by", "coder", default="", metavar="CODER", help="One coder's codings alone.")
@click.option("--out", type=click.Path(path_type=Path), help="Write .csv or .xlsx.")
@project_option
@json_option
def meetings(
    within: str, themes: bool, coder: str, out: Path | None, folder: Path, as_json: bool
) -> None:
    """Count how often each two codes meet, the most often first."""
    if within not in ("words", "turn") and not within.isdecimal():
        raise click.UsageError("--within takes words, turn or a number of turns")
    near = None if within == "words" else 0 if within == "turn" else int(within)
    project = opened(folder)
    counted = project.quotes.co_occurrence(themes=themes, coder=coder, within=near)
    if out:
        many = project.quotes.export_meetings(out, themes=themes, coder=coder, within=near)
        click.echo(f"{many} pairs written to {out}", err=True)
    called = project.codes.book().called
    document = [
        {
            "code": one,
            "name": called.get(one, one),
            "other": other,
            "other_name": called.get(other, other),
            "meetings": times,
            "segments": counted.segments[one],
            "other_segments": counted.segments[other],
        }
        for (one, other), times in sorted(counted.pairs.items(), key=lambda item: -item[1])
    ]
    lines = [
        f"{row['meetings']:>5}  {row['name']} ({row['segments']}) and {row['other_name']}"
        f" ({row['other_segments']})"
        for row in document
    ]
    emit(as_json, document, lines)


@main.command()
@click.option(
    "--by", type=click.Choice(["theme", "code"]), default="theme", help="What is compared."
)
@click.option(
    "--coders", metavar="A B", help="Two coders; every two who share answers if left out."
)
@click.argument("other", nargs=-1, metavar="")
@project_option
@json_option
def agreement(
    by: str, coders: str | None, other: tuple[str, ...], folder: Path, as_json: bool
) -> None:
    """Say how far coders agree, of how many answers; too few say nothing."""
    from coding.project.overview import LITTLE

    project = opened(folder)
    agreements = project.overview.agreements(by_code=by == "code")
    pairs = [pair[:2] for pair in agreements.pairs()]
    if other and coders is None:
        raise click.UsageError("name coders behind --coders")
    if coders is not None:
        given = [coders, *other] if other else coders.split(",")
        asked = [" ".join(name.split()) for name in given]
        if len(set(asked)) != 2:
            raise click.UsageError("--coders takes two names, as in --coders Ana Bo or Ana,Bo")
        pairs = [pair for pair in pairs if set(pair) == set(asked)]
        if not pairs:
            raise CodingError(
                f"{' and '.join(asked)} share no answers",
                hint="They agree or differ only where both have coded an interview.",
            )
    called = project.codes.book().called
    names = {info.id: info.name for info in project.transcripts.all()}
    document = []
    lines = []
    for first, second in pairs:
        pair = agreements.between(first, second)
        where = [names[key] for key in pair.transcripts]
        lines.append(f"{first} and {second}: {pair.answers} answers of {', '.join(where)}")
        for theme in pair.themes:
            told = not theme.says_little and theme.kappa is not None
            low, high = theme.interval
            document.append(
                {
                    "first": first,
                    "second": second,
                    "code": theme.theme,
                    "name": called[theme.theme],
                    "kappa": round(theme.kappa, 4) if told and theme.kappa is not None else None,
                    "low": round(low, 4) if told else None,
                    "high": round(high, 4) if told else None,
                    "both": theme.both,
                    "either": theme.either,
                    "answers": theme.answers,
                    "interviews": where,
                }
            )
            said = f"κ {theme.kappa:.2f} ({low:.2f} to {high:.2f})" if told else "too little to say"
            lines.append(
                f"  {called[theme.theme]:<36} {said:<28} both {theme.both} of {theme.either},"
                f" of {theme.answers} answers"
            )
    if lines:
        few = f"Fewer than {LITTLE} answers with a code are too little to say"
        lines.append(f"{few}; accepted suggestions are left out.")
    emit(as_json, document, lines or ["No two coders have coded one interview yet."])


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Write .docx, .html, .csv or .qdc.",
)
@project_option
@json_option
def codebook(out: Path, folder: Path, as_json: bool) -> None:
    """Write the codebook: for print with examples and counts, or for other programs (.qdc)."""
    project = opened(folder)
    codes = project.codes.export(out)
    emit(as_json, {"codes": codes, "file": str(out)}, [f"{codes} codes written to {out}"])
