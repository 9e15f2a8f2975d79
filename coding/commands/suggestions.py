"""Let the machine propose, decide, and measure how good it is."""

from __future__ import annotations

from dataclasses import asdict
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
    from coding.model import Suggestion


@main.command()
@click.option("--transcript", default="", help="Only for this one.")
@click.option("--code", "codes", multiple=True, help="Only this code, or a theme's.")
@click.option(
    "--limit", type=click.IntRange(0), default=0, help="At most so many, the best first; 0 for all."
)
@click.option(
    "--most",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="Codes for each passage; 0 for all.",
)
@project_option
@coder_option
@json_option
def suggest(
    transcript: str,
    codes: tuple[str, ...],
    limit: int,
    most: int,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Propose codings, with reasons; nothing is coded by it."""
    from coding.language.packs import name_of

    project = opened(folder)
    proposed = project.suggestions.propose(
        coder=coder,
        transcript=transcript,
        codes=codes,
        limit=limit,
        most=most,
        progress=lambda done, total: progress(done, total, "transcripts read"),
    )
    proposed = project.suggestions.keep(proposed, coder=coder)
    names = {t.id: t.name for t in project.transcripts.all()}
    gaps = project.suggestions.gaps(transcript)
    misspelled = project.suggestions.misspellings(transcript)
    document = {
        "method": project.learning.method(),
        "gaps": gaps,
        "read_as_others": [asdict(word) for word in misspelled],
        "suggestions": [_suggestion(s) for s in proposed],
    }
    lines = [
        f"{s.score:.2f} {s.likelihood:<8} {s.code}  {names[s.transcript]} {s.start}-{s.end}"
        f"  {s.id}\n     “{s.text[:100]}”\n     {'; '.join(r.text for r in s.reasons[:2])}"
        for s in proposed
    ]
    lacking = [
        f"{name_of(language)}: no definition, keywords or examples for {', '.join(missing)}"
        for language, missing in gaps.items()
    ]
    listed = ", ".join(f"{word.written} → {word.read_as} ({word.times})" for word in misspelled)
    read = [f"words read as others, and how often: {listed}"] if listed else []
    emit(as_json, document, [project.learning.method(), *lines, *lacking, *read])


def _suggestion(s: Suggestion) -> dict[str, Any]:
    keys = ("id", "transcript", "start", "end", "text", "code", "score", "provisional", "negated")
    return {
        **{key: getattr(s, key) for key in keys},
        "likelihood": s.likelihood,
        "runner_up": s.runner_up[0],
        "apart": list(s.apart),
        "reasons": [asdict(reason) for reason in s.reasons],
    }


@main.command()
@click.argument("suggestion")
@click.argument("choice", type=click.Choice(["accept", "reject", "skip"]))
@project_option
@coder_option
@json_option
def decide(suggestion: str, choice: str, folder: Path, coder: str, as_json: bool) -> None:
    """Decide about a proposed coding: accept, reject, or skip for now."""
    from coding.model import Choice

    coding = opened(folder).suggestions.decide(suggestion, Choice(choice), coder=coder)
    word = {"accept": "coding", "reject": "rejected", "skip": "skipped"}[choice]
    emit(as_json, {word: coding or suggestion}, [f"{word} {coding or suggestion}"])


@main.command()
@click.option("--coder", default="", help="On this coder's codings alone.")
@click.option(
    "--folds", type=click.IntRange(0), default=0, help="Groups of interviews held out; 0: one each."
)
@project_option
@json_option
def evaluate(coder: str, folds: int, folder: Path, as_json: bool) -> None:
    """Say how good suggestions are on this project's own codings, by interviews held out."""
    if folds == 1:
        raise click.UsageError("--folds takes two groups or more: one is held out at a time")
    measured = opened(folder).evaluation.measure(
        coder=coder,
        folds=folds,
        progress=lambda done, total: progress(done, total, "interviews held out"),
    )
    suggestions = _finite(asdict(measured.suggestions))
    proposed = {c["code"]: c for c in suggestions.pop("codes")}
    document = _finite(asdict(measured.quality))
    for c in document["codes"]:
        told = proposed[c["code"]]
        c |= {"precision": told["share"], "proposed": told["n"]}
        c |= {key: told[key] for key in ("right", "low", "high")}
    whole = suggestions["whole"]
    document["suggestions"] = suggestions
    document["read_whole"] = measured.read_whole
    lines = [
        f"{key.replace('_', ' '):<24} {value}"
        for part in (document, suggestions)
        for key, value in part.items()
        if key not in ("codes", "suggestions", "whole")
    ]
    lines.append(
        f"{'all suggestions':<24} precision {_figure(whole['share'])}"
        f" ({_figure(whole['low'])} to {_figure(whole['high'])})"
    )
    lines += [
        f"{c['code']:<28} n {c['n']:>4}  proposed {c['proposed']:>4}"
        f"  precision {_figure(c['precision'])} ({_figure(c['low'])} to {_figure(c['high'])})"
        f"  recall {_figure(c['recall'])}  average precision {_figure(c['average_precision'])}"
        for c in document["codes"]
    ]
    emit(as_json, document, lines)


def _finite(value: Any) -> Any:
    """Return a document for JSON: figures to four places, null where nothing can be said."""
    if isinstance(value, dict):
        return {key: _finite(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inside) for inside in value]
    if isinstance(value, float):
        return None if value != value else round(value, 4)
    return value


def _figure(value: float | None) -> str:
    return "   –" if value is None else f"{value:.2f}"
