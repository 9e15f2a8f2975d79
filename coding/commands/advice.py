"""Say how the codebook could be better by what was coded with it."""

from __future__ import annotations

from dataclasses import asdict
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


@main.command()
@click.option("--code", "codes", multiple=True, help="Only this code.")
@click.option("--enough", default=50, show_default=True, help="Codings from which a code is told.")
@click.option("--take", is_flag=True, help="Add the words that would make good keywords.")
@project_option
@coder_option
@json_option
def advise(
    codes: tuple[str, ...], enough: int, take: bool, folder: Path, coder: str, as_json: bool
) -> None:
    """Say which words would make good keywords, what is unlike its definition, what is confused."""
    project = opened(folder)
    wanted = {project.codes.get(code).id for code in codes}
    told = project.advice.all(
        enough=enough, progress=lambda done, total: progress(done, total, "codes compared")
    )
    told = [advice for advice in told if not wanted or advice.code in wanted]
    if take:
        for advice in told:
            words = [(word.language, word.word) for word in advice.keywords]
            if words:
                project.advice.add_keywords(advice.code, words, coder=coder)
    lines = []
    for advice in told:
        lines.append(f"{advice.code}  {advice.codings} codings")
        lines += [
            f"  keyword {word.language} “{word.word}”: in {word.inside} passages of it,"
            f" {word.outside} others{' (added)' if take else ''}"
            for word in advice.keywords
        ]
        lines += [
            f"  unlike its text, nearer to {unlike.other}: “{unlike.place.text[:90]}”"
            for unlike in advice.unlike
        ]
        lines += [
            f"  confused with {confused.other}: {confused.coders} times by two coders,"
            f" {confused.machine} times by machine and person"
            for confused in advice.confused
        ]
    emit(
        as_json,
        [{**asdict(advice), "unlike": [_place(u) for u in advice.unlike]} for advice in told],
        lines or [f"No code has {enough} codings yet."],
    )


def _place(unlike: object) -> dict[str, object]:
    told = asdict(unlike)  # type: ignore[call-overload]
    place = told.pop("place")
    keys = ("transcript", "start", "end", "text")
    return {**told, **{key: place[key] for key in keys}}
