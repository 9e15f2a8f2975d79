"""Read survey figures and set codes and quotes beside them."""

from __future__ import annotations

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
)

if TYPE_CHECKING:
    from coding.model import Link


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--weight", default="", help="The variable that holds the weights.")
@project_option
@coder_option
@json_option
def survey(file: Path, weight: str, folder: Path, coder: str, as_json: bool) -> None:
    """Read published figures, or the answers behind them, into the project."""
    read = opened(folder).survey.adopt(file, weight=weight, coder=coder)
    notes = [f"{note.where}: {note.what}" if note.where else note.what for note in read.notes]
    document = {
        "questions": len(read.questions),
        "indicators": len(read.indicators),
        "notes": notes,
        "file": read.name,
        "respondents": read.microdata.respondents if read.microdata else None,
    }
    lines = [f"{len(read.questions)} questions, {len(read.indicators)} figures from {read.name}"]
    emit(as_json, document, [*lines, *notes])


@main.command()
@click.option("--question", default="", help="Only this question's.")
@click.option("--by", default="", help="In the groups that another question's answers make.")
@project_option
@json_option
def indicators(question: str, by: str, folder: Path, as_json: bool) -> None:
    """List the survey's figures, each as it was printed."""
    survey = opened(folder).survey
    figures = survey.of_subgroups(question, by) if by else survey.figures(question)
    keys = [
        *("id", "question_id", "question", "type", "option", "subgroup", "ci_low", "ci_high"),
        *("base_n", "effective_n", "percent_of", "unit", "weighted", "missing", "source"),
        *("field_dates", "ref", "title"),
    ]
    document = [
        {
            **{key: getattr(figure, key) for key in keys},
            "value": figure.printed,
            "number": figure.value,
        }
        for figure in figures
    ]
    lines = [
        f"{figure.id:<28} {figure.printed:>6} {figure.unit}  {figure.option} ({figure.subgroup})"
        + (f"  n = {figure.base_n}" if figure.base_n is not None else "")
        for figure in figures
    ]
    emit(as_json, document, lines)


@main.command()
@click.argument("reference", metavar="CODE|CODING")
@click.argument("indicator")
@click.argument("relation")
@click.option("--note", default="", help="What the two say together; a contradiction needs one.")
@click.option("--minority", is_flag=True, help="The quote is one of the few that say so.")
@click.option(
    "--version",
    type=int,
    help="Change only what stands there at this version (0: nothing yet); `links --json` has it.",
)
@project_option
@coder_option
@json_option
def link(
    reference: str,
    indicator: str,
    relation: str,
    note: str,
    minority: bool,
    version: int | None,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Set a code or a quote beside a figure: confirms, expands, partly, contradicts, silent.

    Of a quote it can also be said that it is `not` about the figure. What stands between the two
    already is changed.
    """
    project = opened(folder)
    key = project.links.put(
        reference, indicator, relation, note=note, minority=minority, version=version, coder=coder
    )
    made = next(made for made in project.links.all() if made.id == key)
    emit(as_json, _link(made), [key])


@main.command()
@click.option("--suggest", "proposed", is_flag=True, help="Propose figures for each code.")
@click.option("--code", "codes", multiple=True, help="Only for this code; may be repeated.")
@click.option("--limit", default=5, help="How many for each code.")
@click.option("--edit", metavar="LINK", help="Change what this link says; what is not given stays.")
@click.option("--relation", help="With --edit: what the two say together.")
@click.option("--note", help="With --edit: the note.")
@click.option("--minority/--no-minority", default=None, help="With --edit: one of the few.")
@click.option("--version", type=int, help="With --edit or --remove: only if it is at this version.")
@click.option("--remove", metavar="LINK", help="Take this link away.")
@project_option
@coder_option
@json_option
def links(
    proposed: bool,
    codes: tuple[str, ...],
    limit: int,
    edit: str | None,
    relation: str | None,
    note: str | None,
    minority: bool | None,
    version: int | None,
    remove: str | None,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List what stands beside what, or propose it; change a link, or take it away."""
    project = opened(folder)
    if edit:
        project.links.edit(
            edit, relation=relation, note=note, minority=minority, version=version, coder=coder
        )
    elif relation or note is not None or minority is not None:
        raise click.UsageError("--relation, --note and --minority go with --edit LINK")
    if remove:
        project.links.remove(remove, coder=coder, version=version)
    if proposed:
        document = [
            {
                **dict.fromkeys(("id", "coding", "relation"), ""),
                "code": proposal.code,
                "indicator": proposal.indicator,
                "note": "named in codebook.yaml" if proposal.named else "",
                "score": round(proposal.score, 4),
            }
            for proposal in project.links.proposals(codes, most=limit)
        ]
        lines = [
            f"{x['score']:.2f} {x['code']:<28} {x['indicator']}  {x['note']}" for x in document
        ]
    else:
        listed = [link for link in project.links.all() if not codes or link.code in codes]
        document = [_link(link) for link in listed]
        lines = [
            f"{link.id}  {link.code} {link.coding and '(a quote) '}{link.relation} {link.indicator}"
            f"{link.note and ': '}{link.note}"
            for link in listed
        ]
    emit(as_json, document, lines)


@main.command()
@click.argument("link")
@project_option
@coder_option
@json_option
def unlink(link: str, folder: Path, coder: str, as_json: bool) -> None:
    """Take a link away."""
    opened(folder).links.remove(link, coder=coder)
    emit(as_json, {"unlinked": link}, [f"unlinked {link}"])


def _link(link: Link) -> dict[str, Any]:
    keys = ("id", "code", "coding", "indicator", "note", "minority", "coder", "created", "version")
    return {
        **{key: getattr(link, key) for key in keys},
        "relation": str(link.relation),
        "score": None,
    }


@main.command("joint-display")
@click.option("--out", type=click.Path(path_type=Path), help="Write .docx, .xlsx or .html.")
@project_option
@json_option
def joint(out: Path | None, folder: Path, as_json: bool) -> None:
    """Lay figures and voices side by side, contradictions first."""
    from coding.project.joint import rows_of

    project = opened(folder)
    display = project.joint.display()
    if out:
        project.joint.export(
            display,
            out,
            progress=lambda done, total: progress(done, total, "rows written"),
        )
    document = rows_of(display)
    lines = [
        f"{row['relation'] or 'not said yet':<14} {row['question_id']:<12}"
        f" {', '.join(f['option'] + ' ' + f['value'] for f in row['figures'])[:60]}"
        f" | {', '.join(t['name'] + ' ' + t['said_by'] for t in row['themes'])}"
        for row in document
    ]
    emit(as_json, document, [*([f"written to {out}"] if out else []), *lines])
