"""Read survey figures and set codes and quotes beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import (
    coder_option,
    emit,
    json_option,
    main,
    opened,
    project_option,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coding.model import Indicator, Link
    from coding.project.survey import Average


NO_WEIGHT = "none"
"""What `--weight` is given to read a file without the weight it had before."""


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--weight", default="", help="The variable that holds the weights; none for none.")
@click.option("--strata", help="The variable that holds the strata of the sample.")
@click.option("--cluster", help="The variable that holds the clusters (primary sampling units).")
@click.option(
    "--base",
    type=click.Choice(["asked", "valid"]),
    help="Of whom shares are taken: all who were asked, or those with a valid answer.",
)
@click.option(
    "--missing",
    multiple=True,
    metavar="VAR=VALUES[:KIND]",
    help="Values, labels or ranges (-9..-1) that are no answer; VAR may be *, KIND is not_asked,"
    " refused, dont_know, no_answer or answer. May be repeated.",
)
@click.option(
    "--join",
    multiple=True,
    metavar="NAME[=VAR,VAR...]",
    help="Join items to one question with several answers: one that is proposed, or your own.",
)
@click.option("--kind", multiple=True, metavar="VAR=KIND", help="single, scale or number.")
@click.option("--same-spelling", is_flag=True, help="`Yes` and `yes` are one answer.")
@click.option(
    "--open", "own", default="", help="Bring the answers to this open question in as a transcript."
)
@click.option("--attribute", multiple=True, help="With --open: what each respondent answered to.")
@click.option("--confirm", is_flag=True, help="How missing answers are read is right.")
@project_option
@coder_option
@json_option
def survey(
    file: Path,
    weight: str,
    strata: str | None,
    cluster: str | None,
    base: str | None,
    missing: tuple[str, ...],
    join: tuple[str, ...],
    kind: tuple[str, ...],
    same_spelling: bool,
    own: str,
    attribute: tuple[str, ...],
    confirm: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Read published figures, or the answers behind them, into the project.

    What was said of a file before holds until it is said otherwise; what was assumed is told.
    """
    from coding.project.survey import Basis, merged, missing_of

    project = opened(folder)
    before = project.survey.remembered(file.name)
    choices = replace(
        before,
        weight="" if weight == NO_WEIGHT else weight or before.weight,
        strata=before.strata if strata is None else strata,
        cluster=before.cluster if cluster is None else cluster,
        basis=Basis(base) if base else before.basis,
        missing=merged(before.missing, missing_of(missing)),
        kinds={**before.kinds, **dict(_pair(text) for text in kind)},
        spellings=before.spellings or same_spelling,
        confirmed=before.confirmed or confirm,
    )
    choices = project.survey.with_joins(file, choices, join)
    read = project.survey.adopt(file, weight=weight, choices=choices, coder=coder)
    brought = ""
    if own:
        brought = project.open_answers.bring_in(read.name, own, attribute, coder=coder).name
    notes = [f"{note.where}: {note.what}" if note.where else note.what for note in read.notes]
    data = read.microdata
    document = {
        "questions": len(read.questions),
        "indicators": len(read.indicators),
        "notes": notes,
        "file": read.name,
        "respondents": data.respondents if data else None,
        "weight": data.weight if data else "",
        "base": str(data.choices.basis) if data else "",
        "weights": list(data.likely_weights) if data else [],
        "joins": [{"name": p.name, "members": list(p.members)} for p in data.proposals]
        if data
        else [],
        "transcript": brought,
        "open": list(data.open_questions) if data else [],
        "missing": [
            {
                "value": absent.value,
                "label": absent.label,
                "kind": str(absent.absence) if absent.absence else "answer",
                "told_by": str(absent.ground),
                "variables": list(absent.variables),
                "respondents": absent.respondents,
            }
            for absent in (data.absent if data else ())
        ],
    }
    lines = [f"{len(read.questions)} questions, {len(read.indicators)} figures from {read.name}"]
    emit(as_json, document, [*lines, *notes])


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise click.BadParameter(f"{text!r}: write NAME=VALUE")
    return name.strip(), value.strip()


@main.command()
@click.option("--question", default="", help="Only this question's.")
@click.option("--by", default="", help="In the groups that another question's answers make.")
@click.option("--means", is_flag=True, help="Also mean and median of scales, as figures.")
@click.option("--flag-below", type=int, help="Flag shares in groups on fewer than this many.")
@click.option("--hide-below", type=int, help="Hide shares in groups on fewer than this many.")
@project_option
@json_option
def indicators(
    question: str,
    by: str,
    means: bool,
    flag_below: int | None,
    hide_below: int | None,
    folder: Path,
    as_json: bool,
) -> None:
    """List the survey's figures, each as it was printed.

    In groups, shares of few people are flagged (below 30) or hidden (below 10).
    """
    survey = opened(folder).survey
    small = survey.small()
    small = replace(
        small,
        flagged=small.flagged if flag_below is None else flag_below,
        hidden=small.hidden if hide_below is None else hide_below,
    )
    told = survey.in_groups(question, by) if by else None
    averages = told.averages if told else survey.averages()
    figures = list(told.shares) if told else survey.figures(question)
    if means:
        figures += told.means if told else survey.means(question)
    document = [
        figure_row(figure, averages, small.of(figure.base_n) if by else "") for figure in figures
    ]
    lines = [
        f"{row['id']:<28} {row['value']:>6} {row['unit']}  {row['option']} ({row['subgroup']})"
        + (f"  n = {row['base_n']}" if row["base_n"] is not None else "")
        + (f"  ({row['small']})" if row["small"] else "")
        for row in document
    ]
    emit(as_json, document, lines)


KEYS = (
    *("id", "question_id", "question", "type", "option", "subgroup", "ci_low", "ci_high"),
    *("base_n", "effective_n", "deff", "se", "count", "percent_of", "unit", "weighted", "weight"),
    *("missing", "source", "field_dates", "ref", "title"),
)


def figure_row(
    figure: Indicator, averages: Mapping[tuple[str, str], Average], small: str
) -> dict[str, Any]:
    """Return a figure as scripts read it; of a hidden one neither value nor interval."""
    group = figure.subgroup if "@" in figure.id else ""
    average = averages.get((figure.question_id, group))
    row = {
        **{key: getattr(figure, key) for key in KEYS},
        "base": str(figure.basis) if figure.basis else "",
        "missing_kind": str(figure.absence) if figure.absence else "",
        "value": figure.printed,
        "number": figure.value,
        "mean": average.mean if average else None,
        "mean_se": average.se if average else None,
        "median": average.median if average else None,
        "small": small,
    }
    if small == "hidden":
        row.update(value="", number=None)
        hidden = ("ci_low", "ci_high", "se", "deff", "count", "mean", "mean_se", "median")
        row.update(dict.fromkeys(hidden))
    return row


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
@click.option("--limit", type=click.IntRange(0), default=5, help="How many for each code.")
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
