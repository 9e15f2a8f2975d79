"""Lay figures and voices side by side, count codes by cases, print the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import (
    coder_option,
    emit,
    filter_option,
    json_option,
    languages_option,
    main,
    opened,
    progress,
    project_option,
    written_option,
)

if TYPE_CHECKING:
    from coding.project.overview import Agreeing, Coefficient, Reliability

HEADING = "# "
"""What a heading begins with among the rows that are named."""


@main.command("joint-display")
@written_option("--out", ".docx", ".xlsx", ".html")
@click.option(
    "--row",
    "rows",
    multiple=True,
    metavar="QUESTION|'# HEADING'",
    help="Choose the rows in this order; what begins with # is a heading over those behind it.",
)
@click.option("--all", "everything", is_flag=True, help="Take the choice of rows back.")
@click.option("--title", help="What the display is called.")
@languages_option
@filter_option
@project_option
@coder_option
@json_option
def joint(
    out: Path | None,
    rows: tuple[str, ...],
    everything: bool,
    title: str | None,
    languages: str | None,
    kept: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Lay figures and voices side by side: the rows that were chosen, in their order."""
    from coding.project.joint import LayoutItem, PrintedLanguages, rows_of

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
    if languages:
        project.joint.print_in(PrintedLanguages(languages), coder=coder)
    through = project.filters.named(kept)
    display = project.joint.display(through)
    if out:
        project.joint.export(
            display,
            out,
            through=through,
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
    type=click.Choice(["segments", "words", "people", "any"]),
    default="segments",
    help="What --out counts; any is 1 or 0.",
)
@written_option("--out", ".csv", ".xlsx", ".sav")
@click.option("--ids", is_flag=True, help="Name interviews and people in it: not for readers.")
@filter_option
@project_option
@json_option
def matrix(
    by: str, count: str, out: Path | None, ids: bool, kept: str, folder: Path, as_json: bool
) -> None:
    """Count codes by cases: segments, words, and people who speak of them."""
    from coding.project.cases import Count

    project = opened(folder)
    through = project.filters.named(kept)
    covered = project.cases.matrix(by, through=through)
    if out:
        project.cases.export(out, by, count=Count(count), ids=ids, through=through)
    document = [
        {
            "code": code.id,
            "name": project.codes.book().called[code.id],
            "case": case,
            "segments": cell.segments,
            "words": cell.words,
            "people": list(cell.people),
        }
        for code in covered.codes
        for case in covered.cases
        for cell in [covered.cell(code.id, case)]
    ]
    names = {info.id: info.name for info in project.transcripts.all()}
    lines = [
        f"{row['code']:<28} {names.get(str(row['case']), row['case']):<20}"
        f" {row['segments']:>5} {'segment ' if row['segments'] == 1 else 'segments'}"
        f" {row['words']:>7} words"
        for row in document
        if row["segments"]
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
@written_option("--out", ".csv", ".xlsx")
@filter_option
@project_option
@json_option
def meetings(
    within: str,
    themes: bool,
    coder: str,
    out: Path | None,
    kept: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Count how often each two codes meet, the most often first."""
    if within not in ("words", "turn") and not within.isdecimal():
        raise click.UsageError("--within takes words, turn or a number of turns")
    near = None if within == "words" else 0 if within == "turn" else int(within)
    project = opened(folder)
    through = project.filters.named(kept)
    counted = project.meetings.count(themes=themes, coder=coder, within=near, through=through)
    if out:
        many = project.meetings.export(
            out, themes=themes, coder=coder, within=near, through=through
        )
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
    "--by",
    type=click.Choice(["code", "theme"]),
    default="code",
    help="Code by code, or each code as the theme above it.",
)
@click.option("--coders", metavar="A B ...", help="Two coders or more; everybody if left out.")
@click.option("--code", "codes", multiple=True, help="A theme stands for those below it, too.")
@click.argument("other", nargs=-1, metavar="")
@project_option
@json_option
def agreement(
    by: str,
    coders: str | None,
    codes: tuple[str, ...],
    other: tuple[str, ...],
    folder: Path,
    as_json: bool,
) -> None:
    """Say how far coders agree, of how many answers; of few it says little."""
    if other and coders is None:
        raise click.UsageError("name coders behind --coders")
    asked = None
    if coders is not None:
        given = [coders, *other] if other else coders.split(",")
        asked = list(dict.fromkeys(" ".join(name.split()) for name in given))
        if len(asked) < 2:
            raise click.UsageError("--coders takes two names, as in --coders Ana Bo or Ana,Bo")
    project = opened(folder)
    told = project.overview.reliability(asked, codes, by_code=by == "code")
    called = project.codes.book().called
    document = {
        "coders": list(told.coders),
        "transcripts": list(told.interviews),
        **_measured(told.whole),
        "per_code": [
            {"code": each.codes[0], "name": called[each.codes[0]], **_measured(each)}
            for each in told.each
        ],
    }
    emit(as_json, document, _agreement_lines(told, called))


MEASURES = ("percent", "cohen_kappa", "krippendorff_alpha", "krippendorff_cu_alpha")


def _measured(told: Reliability) -> dict[str, Any]:
    """Return measures, each with its interval, and of how many answers they are said."""
    row: dict[str, Any] = {
        **{"units": told.units, "cases": told.cases, "both": told.both, "either": told.either},
        "says_little": told.says_little,
    }
    for name in MEASURES:
        measure: Coefficient = getattr(told, name)
        row[name] = _rounded(measure.value)
        row[f"{name}_interval"] = [_rounded(measure.low), _rounded(measure.high)]
    return row


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def _agreement_lines(told: Agreeing, called: Mapping[str, str]) -> list[str]:
    from coding.project.overview import LITTLE

    if not told.coders:
        return ["No two coders have coded one interview yet."]
    whole = told.whole
    lines = [
        f"{', '.join(told.coders)}: {whole.units} answers of {', '.join(told.interviews)}",
        f"  all codes: {_said(whole)}",
    ]
    worst_first = sorted(
        told.each,
        key=lambda e: (e.says_little, -e.either if e.says_little else e.cohen_kappa.value or 0),
    )
    for each in worst_first:
        said = "too little to say" if each.says_little else _said(each)
        of = f"all {each.both} of {each.either}, of {each.cases} answers"
        lines.append(f"  {called[each.codes[0]]:<36} {of:<32} {said}")
    few = f"Fewer than {LITTLE} answers with a code are too little to say"
    return [*lines, f"{few}; accepted suggestions are left out."]


def _said(told: Reliability) -> str:
    """Say the measures in a line, those that are defined."""
    signs = zip(("agree", "κ", "α", "cu-α"), MEASURES, strict=True)
    parts = []
    for sign, name in signs:
        measure: Coefficient = getattr(told, name)
        if measure.value is None or measure.low is None or measure.high is None:
            continue
        places = 0 if name == "percent" else 2
        low, high = f"{measure.low:.{places}f}", f"{measure.high:.{places}f}"
        unit = " %" if name == "percent" else ""
        parts.append(f"{sign} {measure.value:.{places}f}{unit} ({low} to {high})")
    return ", ".join(parts)


@main.command()
@written_option("--out", ".docx", ".html", ".csv", ".qdc", required=True)
@filter_option
@project_option
@json_option
def codebook(out: Path, kept: str, folder: Path, as_json: bool) -> None:
    """Write the codebook: for print with examples and counts, or for other programs (.qdc)."""
    project = opened(folder)
    codes = project.codes.export(out, through=project.filters.named(kept))
    emit(as_json, {"codes": codes, "file": str(out)}, [f"{codes} codes written to {out}"])
