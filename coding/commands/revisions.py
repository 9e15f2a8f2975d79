"""Correct what an interview reads, and place what could not follow its words by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.revisions import Adrift, Revised


@main.command()
@click.argument("transcript")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--turn", type=int, help="Correct this turn alone, to what --words says.")
@click.option("--words", help="What is said in that turn.")
@click.option("--try", "only_try", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--anyway", is_flag=True, help="Even if the file seems to be of another interview.")
@project_option
@coder_option
@json_option
def revise(
    transcript: str,
    file: Path | None,
    turn: int | None,
    words: str | None,
    only_try: bool,
    anyway: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Take in a corrected version of a transcript; codings follow their words.

    What cannot be placed surely stays on the old version: `coding unsure` lists it. With neither
    FILE nor --turn, the older versions are listed.
    """
    if (turn is None) != (words is None) or (file is not None and turn is not None):
        raise click.UsageError("Give a FILE, or --turn and --words.")
    project = opened(folder, sound=False)
    acts = project.revisions
    if turn is not None and words is not None:
        told = acts.retype(transcript, turn, words, coder=coder)
    elif file is None:
        _list_versions(project, transcript, as_json)
        return
    elif only_try:
        told = acts.preview(transcript, file)
    else:
        told = acts.revise(transcript, file, coder=coder, anyway=anyway)
    unsure = [
        {
            "coding": key,
            "before": place.before,
            "after": place.after,
            "start": place.start if place.after else None,
            "end": place.end if place.after else None,
            "why": place.why,
        }
        for key, place in told.unsure
    ]
    document = {
        "transcript": told.transcript,
        "placed": told.placed,
        "moved": told.moved,
        "changed": told.changed,
        "unsure": unsure,
    }
    emit(as_json, document, list(_said(told)))


def _said(told: Revised) -> Iterator[str]:
    if not told.differs:
        yield "It reads as the transcript does: nothing was changed."
        return
    yield (
        f"{told.placed} codings stand where they did ({told.changed} of all in words that differ a"
        f" little), {told.moved} moved with their words, {len(told.unsure)} are to be placed."
    )
    for key, place in told.unsure:
        yield f"  {key}  “{' '.join(place.before.split())[:60]}”: {place.why}"
    if told.unsure:
        yield "`coding unsure` lists them, and places, drops or keeps them."


def _list_versions(project: Project, transcript: str, as_json: bool) -> None:
    rows = [
        {
            "number": wording.number,
            "sha256": wording.sha256,
            "file": wording.file,
            "replaced": wording.replaced,
            "coder": wording.coder,
            "why": wording.why,
        }
        for wording in project.revisions.wordings(transcript)
    ]
    lines = [
        f"{row['number']:>3}  until {str(row['replaced'])[:16]}  {row['coder']}: {row['why']}"
        for row in rows
    ]
    emit(as_json, rows, lines or ["It reads as it was imported."])


@main.command()
@click.option(
    "--place", metavar="CODING=START-END", multiple=True, help="Where a coding stands now."
)
@click.option("--drop", metavar="CODING", multiple=True, help="Take a coding off.")
@click.option("--keep", metavar="CODING", multiple=True, help="It stays on the older version.")
@click.option("--saw", metavar="CODING", multiple=True, help="Its corrected words were looked at.")
@project_option
@coder_option
@json_option
def unsure(
    place: tuple[str, ...],
    drop: tuple[str, ...],
    keep: tuple[str, ...],
    saw: tuple[str, ...],
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List the codings that could not follow a corrected text, or say what becomes of them.

    Each is an act of its own, which `coding undo` takes back.
    """
    project = opened(folder, sound=False)
    acts = project.revisions
    for told in place:
        match = re.fullmatch(r"(.+)=(\d+)-(\d+)", told)
        if match is None:
            raise click.UsageError(f"`{told}` cannot be read: write CODING=START-END.")
        acts.place(match[1], int(match[2]), int(match[3]), coder=coder)
    for key in drop:
        acts.drop(key, coder=coder)
    for key in keep:
        acts.keep(key, coder=coder)
    if saw:
        acts.saw(saw, coder=coder)
    waiting = acts.adrift(kept=False)
    altered = acts.altered()
    codings = project.codings.several(altered)
    document = {
        "unsure": [_row(one) for one in waiting],
        "changed": [
            {"coding": key, "before": words, "after": codings[key].text}
            for key, words in altered.items()
            if key in codings
        ],
    }
    lines = [
        f"{one.coding.id}  {one.transcript}  {one.coding.code}  “{one.coding.text[:60]}”: "
        + (f"likely {one.place.start}-{one.place.end}" if one.place.after else one.place.why)
        for one in waiting
    ]
    emit(as_json, document, lines or ["Every coding has its place."])


def _row(one: Adrift) -> dict[str, Any]:
    return {
        "coding": one.coding.id,
        "transcript": one.coding.transcript,
        "code": one.coding.code,
        "coder": one.coding.coder,
        "before": one.coding.text,
        "after": one.place.after,
        "start": one.place.start if one.place.after else None,
        "end": one.place.end if one.place.after else None,
        "why": one.place.why,
    }
