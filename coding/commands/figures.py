"""Show a survey figure with the voices beside it, and set how passages stand to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import emit, json_option, main, opened, project_option

if TYPE_CHECKING:
    from coding.model import Indicator, Quote
    from coding.project.voices import FigureVoices, Judged, OpenPassage


@main.command()
@click.argument("indicator")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=0,
    help="How many segments are proposed at most (0: all).",
)
@project_option
@json_option
def figure(indicator: str, limit: int, folder: Path, as_json: bool) -> None:
    """Show a figure, the quotes placed beside it, and passages that nobody has judged yet."""
    from coding.model import STANCES

    project = opened(folder)
    voices = project.links.voices(indicator, most=limit)
    names = project.codes.book().called
    document = {
        "figure": _figure(voices.figure),
        "themes": [
            {
                "id": link.id,
                "code": link.code,
                "name": names.get(link.code, link.code),
                "relation": str(link.relation),
                "note": link.note,
                "coder": link.coder,
                "version": link.version,
            }
            for link in voices.themes
        ],
        "stances": {str(kind): [_placed(x) for x in voices.placed(kind)] for kind in STANCES},
        "k": {str(kind): len(voices.speaking(kind)) for kind in STANCES},
        "n": len(voices.people),
        "candidates": [_open(passage) for passage in voices.candidates],
        "not_about": len(voices.judged) - len(voices.placed()),
        "more": voices.more,
    }
    emit(as_json, document, _lines(voices, names))


def _figure(shown: Indicator) -> dict[str, Any]:
    keys = [
        *("id", "question_id", "question", "type", "option", "subgroup", "ci_low", "ci_high"),
        *("base_n", "effective_n", "percent_of", "unit", "weighted", "missing", "source"),
        *("field_dates", "ref", "title"),
    ]
    told = {key: getattr(shown, key) for key in keys}
    return {**told, "value": shown.printed, "number": shown.value}


def _said(quote: Quote, person: str) -> dict[str, Any]:
    return {
        "coding": quote.coding,
        "transcript": quote.transcript,
        "start": quote.start,
        "end": quote.end,
        "text": quote.words,
        "participant": person,
        "attribution": quote.attribution,
        "codes": list(quote.codes),
        "coders": list(quote.coders),
    }


def _placed(judged: Judged) -> dict[str, Any]:
    return {
        **_said(judged.quote, judged.person),
        "relation": str(judged.relation),
        "note": judged.note,
        "minority": judged.minority,
        "links": [link.id for link in judged.links],
        "by": list(dict.fromkeys(link.coder for link in judged.links)),
        "sections": list(judged.sections),
    }


def _open(passage: OpenPassage) -> dict[str, Any]:
    return {
        **_said(passage.quote, passage.person),
        "score": round(passage.score, 4),
        "likelihood": passage.likelihood,
        "reasons": list(passage.reasons),
        "lean": passage.lean,
        "heard": passage.heard,
        "sections": list(passage.sections),
    }


def _lines(voices: FigureVoices, names: Mapping[str, str]) -> list[str]:
    from coding.model import STANCES

    shown, of = voices.figure, len(voices.people)
    base = f", n = {shown.base_n}" if shown.base_n is not None else ""
    lines = [f"{shown.option}: {shown.printed} {shown.unit} ({shown.question}{base})"]
    lines += [
        f"{names.get(link.code, link.code)}: {link.relation}{link.note and '. '}{link.note}"
        for link in voices.themes
    ]
    for kind in STANCES:
        placed = voices.placed(kind)
        if placed:
            lines.append(f"{kind}: {len(voices.speaking(kind))} of {of}")
            lines += [f"  “{_short(x.quote)}” {x.quote.attribution}" for x in placed]
    waiting = len(voices.candidates) + voices.more
    lines.append(f"{waiting} segments of which nobody has said how they stand to it")
    lines += [
        f"  {passage.score:.2f} {passage.quote.coding}  “{_short(passage.quote)}”"
        for passage in voices.candidates[:10]
    ]
    return lines


def _short(quote: Quote) -> str:
    words = " ".join(quote.words.split())
    return words if len(words) <= 90 else f"{words[:89]}…"
