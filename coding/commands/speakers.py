"""Print who says what in an interview, and correct it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option
from coding.errors import NotFound
from coding.model import Role

if TYPE_CHECKING:
    from coding.project import Project

_SIDES = {Role.INTERVIEWER: "interviewer", Role.PARTICIPANT: "participant"}


@main.command()
@click.argument("transcript")
@project_option
@json_option
def turns(transcript: str, folder: Path, as_json: bool) -> None:
    """List the turns of a transcript: who says what, and when."""
    said = opened(folder, sound=False).transcripts.get(transcript)
    rows = [
        {
            "number": turn.number,
            "speaker": turn.speaker,
            "role": _SIDES.get(turn.role, "unknown"),
            "participant": turn.participant,
            "start": turn.start,
            "end": turn.end,
            "time": turn.time,
            "text": said.text[turn.start : turn.end],
        }
        for turn in said.turns
    ]
    lines = [
        f"{row['number']:>5}  {row['speaker'] or '?':<20} {' '.join(str(row['text']).split())[:90]}"
        for row in rows
    ]
    emit(as_json, rows, lines)


@main.command()
@click.argument("transcript")
@click.option("--rename", metavar="OLD=NEW", multiple=True, help="Call a speaker by another name.")
@click.option(
    "--merge", metavar="A=B", multiple=True, help="What A says is said by B, who is there."
)
@click.option("--interviewer", metavar="NAME", multiple=True, help="Who asks.")
@click.option("--answering", metavar="NAME", multiple=True, help="Who answers.")
@click.option(
    "--neither", metavar="NAME", multiple=True, help="Who is on neither side: an interpreter."
)
@click.option("--participant", metavar="NAME=ID", multiple=True, help="Which person a speaker is.")
@click.option(
    "--give",
    metavar="TURNS=NAME",
    multiple=True,
    help="Whose turns are: 4,6-9, or `unknown` for all that nobody is known to say. Without a"
    " name (4=) nobody is known to say them.",
)
@click.option("--heading", metavar="TURNS", multiple=True, help="Turns that nobody says: headings.")
@click.option("--continue", "goes_on", is_flag=True, help="Unlabelled: the speaker before.")
@click.option(
    "--join",
    metavar="A-B",
    multiple=True,
    help="Turns A to B are one, of the first one's speaker; a label between them is left out.",
)
@click.option(
    "--split",
    metavar="TURN:AT[-ON][=NAME]",
    multiple=True,
    help="A turn ends at a character; the rest, from ON, is a turn of its own, or of NAME.",
)
@click.option("--border", metavar="TURN:START", multiple=True, help="Where a turn begins.")
@click.option(
    "--words", is_flag=True, help="Of --join and --border: a label or time they meet was said."
)
@project_option
@coder_option
@json_option
def speakers(
    transcript: str,
    rename: tuple[str, ...],
    merge: tuple[str, ...],
    interviewer: tuple[str, ...],
    answering: tuple[str, ...],
    neither: tuple[str, ...],
    participant: tuple[str, ...],
    give: tuple[str, ...],
    heading: tuple[str, ...],
    goes_on: bool,
    join: tuple[str, ...],
    split: tuple[str, ...],
    border: tuple[str, ...],
    words: bool,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List who speaks in a transcript, or correct who says what.

    Each correction is an act of its own, which `coding undo` takes back; names are corrected
    first, then turns, in the order of the options here. No word changes its place.
    """
    project = opened(folder, sound=False)
    acts = project.speakers
    for old, new in map(_pair, rename):
        acts.rename(transcript, old, new, coder=coder)
    for one, other in map(_pair, merge):
        _expect(project, transcript, other)
        acts.rename(transcript, one, other, coder=coder)
    for names, role in (
        (interviewer, Role.INTERVIEWER),
        (answering, Role.PARTICIPANT),
        (neither, Role.OTHER),
    ):
        for name in names:
            acts.set_role(transcript, name, role, coder=coder)
    for name, key in map(_pair, participant):
        acts.set_participant(transcript, name, key, coder=coder)
    for which, name in map(_pair, give):
        acts.give(transcript, _numbers(which), name, coder=coder)
    for which in heading:
        acts.give(transcript, _numbers(which), "", role=Role.OTHER, coder=coder)
    if goes_on:
        acts.continue_unlabelled(transcript, coder=coder)
    for which in join:
        first, last = _match(r"(\d+)-(\d+)", which, "A-B").groups()
        acts.join_turns(transcript, int(first), int(last), words=words, coder=coder)
    for which in split:
        told = _match(r"(\d+):(\d+)(?:-(\d+))?(?:=(.+))?", which, "TURN:AT[-ON][=NAME]")
        number, at, again, name = told.groups()
        acts.split_turn(
            transcript,
            int(number),
            int(at),
            again=int(again) if again else None,
            name=name,
            coder=coder,
        )
    for which in border:
        number, start = _match(r"(\d+):(\d+)", which, "TURN:START").groups()
        acts.move_border(transcript, int(number), int(start), words=words, coder=coder)
    emit(as_json, list(_listed(project, transcript)), list(_lines(project, transcript)))


def _listed(project: Project, transcript: str) -> Iterator[dict[str, object]]:
    for speaker in project.speakers.of(transcript):
        yield {
            "speaker": speaker.name,
            "role": _SIDES.get(speaker.role, "unknown"),
            "participant": speaker.participant,
            "turns": speaker.turns,
            "words": speaker.words,
        }


def _lines(project: Project, transcript: str) -> Iterator[str]:
    for row in _listed(project, transcript):
        who = row["speaker"] or "? (nobody is known to say this)"
        person = f", {row['participant']}" if row["participant"] else ""
        yield f"{who}: {row['role']}{person}, {row['turns']} turns, {row['words']} words"


def _expect(project: Project, transcript: str, name: str) -> None:
    there = [s.name for s in project.speakers.of(transcript) if s.name]
    if name not in there:
        raise NotFound(f"nobody there is called “{name}”", hint=f"There are: {', '.join(there)}.")


def _pair(told: str) -> tuple[str, str]:
    """Return what stands before and after the `=` of an option."""
    before, sign, after = told.partition("=")
    if not sign or not before.strip():
        raise click.UsageError(f"`{told}` has no `=`: write, for example, Ilya=P06.")
    return before.strip(), after.strip()


def _numbers(told: str) -> list[int] | None:
    """Return the numbers of turns that an option names, None for all that nobody says.

    >>> _numbers("4,6-8"), _numbers("unknown")
    ([4, 6, 7, 8], None)
    """
    if told == "unknown":
        return None
    numbers: list[int] = []
    for part in told.split(","):
        first, last = _match(r"\s*(\d+)(?:-(\d+))?\s*", part, "4,6-9").groups()
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers


def _match(pattern: str, told: str, form: str) -> re.Match[str]:
    match = re.fullmatch(pattern, told)
    if match is None:
        raise click.UsageError(f"`{told}` cannot be read: write {form}.")
    return match
