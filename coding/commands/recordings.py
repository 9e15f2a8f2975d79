"""Say which recording belongs to a transcript, and when its turns begin in it."""

from __future__ import annotations

import re
from pathlib import Path

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option


def seconds(told: str) -> float:
    """Return `H:MM:SS`, `MM:SS` or seconds as seconds; raises BadParameter.

    >>> seconds("1:02:03.5"), seconds("90:00"), seconds("7")
    (3723.5, 5400.0, 7.0)
    """
    parts = told.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(re.fullmatch(r"\d+(\.\d+)?", p) for p in parts):
        raise click.BadParameter(f"`{told}` is no time: write H:MM:SS, MM:SS or seconds.")
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total


@main.command()
@click.argument("transcript")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--none", "take_off", is_flag=True, help="This transcript has no recording.")
@click.option("--time", "times", metavar="TURN=TIME", multiple=True, help="When a turn begins.")
@project_option
@coder_option
@json_option
def recording(
    transcript: str,
    file: Path | None,
    take_off: bool,
    times: tuple[str, ...],
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Say which FILE (mp3, m4a, wav, ogg, mp4, webm) a transcript was written from.

    The file stays where it is. With neither FILE nor an option, says what is set. Each is an act
    of its own, which `coding undo` takes back.
    """
    if file is not None and take_off:
        raise click.UsageError("Give a FILE, or --none.")
    told = []
    for each in times:
        match = re.fullmatch(r"(\d+)=(.*)", each.strip())
        if match is None:
            raise click.UsageError(f"`{each}` cannot be read: write TURN=TIME, such as 12=3:05.")
        told.append((int(match[1]), seconds(match[2]) if match[2] else None))
    project = opened(folder, sound=False)
    acts = project.recordings
    if file is not None:
        acts.set(transcript, Path.cwd() / file.expanduser(), coder=coder)
    elif take_off:
        acts.set(transcript, None, coder=coder)
    for turn, second in told:
        acts.set_time(transcript, turn, second, coder=coder)
    path = acts.of(transcript)
    state = acts.for_desk(project.transcripts.info(transcript).id)
    document = {
        "transcript": project.transcripts.info(transcript).name,
        "recording": str(path) if path else "",
        "missing": state["missing"],
        "times": [{"turn": turn, "second": second} for turn, second in state["times"]],
    }
    lines = [f"{path}{' (not there now)' if state['missing'] else ''}" if path else "No recording."]
    lines += [f"turn {turn} begins at {second:g} s" for turn, second in state["times"]]
    if not path and (likely := acts.proposed(transcript)):
        lines.append(f"In recordings/ there is {likely[0].name}.")
    emit(as_json, document, lines)
