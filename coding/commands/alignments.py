"""Print what of an interview stands beside what of its translation, and mend it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option

if TYPE_CHECKING:
    from coding.model import Turn
    from coding.quotes.aligning import TurnPair
    from coding.quotes.parallel import Parallel

_WIDE = 44


@main.command()
@click.argument("transcript")
@click.option(
    "--pair",
    "pairs",
    metavar="TURNS=TURNS",
    multiple=True,
    help="Turns and those beside them: 12=13, 12=13+14; 12= has nothing beside it.",
)
@click.option(
    "--free", metavar="TURN", type=int, multiple=True, help="Paired by the machine again."
)
@click.option("--doubtful", is_flag=True, help="Only the pairs that are doubtful.")
@click.option(
    "--with", "of", metavar="TRANSCRIPT", default="", help="Which of several translations."
)
@project_option
@coder_option
@json_option
def align(
    transcript: str,
    pairs: tuple[str, ...],
    free: tuple[int, ...],
    doubtful: bool,
    of: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """List which turns stand beside which of the translation, or mend it.

    Each pair made by hand is an act, which `coding undo` takes back.
    """
    project = opened(folder, sound=False)
    for number in free:
        project.alignments.free(transcript, (number,), of=of, coder=coder)
    for told in pairs:
        mine, theirs = _numbers(told)
        project.alignments.pair(transcript, mine, theirs, of=of, coder=coder)
    both = project.alignments.of(transcript, beside=of)
    listed = [pair for pair in both.pairs if pair.doubtful or not doubtful]
    rows = [
        {
            "turns": list(pair.mine),
            "beside": list(pair.theirs),
            "sure": round(pair.sure, 3),
            "doubtful": pair.doubtful,
            "swapped": pair.swapped,
            "by_hand": pair.by_hand,
        }
        for pair in listed
    ]
    unsure = sum(pair.doubtful for pair in both.pairs)
    total = f"{len(both.pairs)} pairs, {unsure} doubtful"
    emit(as_json, rows, [*(_line(both, pair) for pair in listed), total])


@main.command("split-languages")
@click.argument("transcript")
@click.option("--original", default="", metavar="LANGUAGE", help="Which is the original, as ru.")
@click.option("--try", "trying", is_flag=True, help="Only show both sides; split nothing.")
@project_option
@coder_option
@json_option
def split_languages(
    transcript: str, original: str, trying: bool, folder: Path, coder: str, as_json: bool
) -> None:
    """Split an interview and its translation that came in as one file.

    Each becomes an interview of its own, the one the translation of the other; `coding undo` takes
    it back.
    """
    from coding.project.bilingual import sides_of

    project = opened(folder, sound=False)
    if trying:
        found = project.bilingual.look(transcript)
        pairs = list(sides_of(found)) if found else []
        lines = [f"{_cut(one):<{_WIDE}}  {_cut(other)}" for one, other in pairs]
        document = {"languages": list(found.languages) if found else [], "turns": pairs}
        emit(as_json, document, lines or ["It is in one language."])
        return
    added = project.bilingual.split(transcript, original=original, coder=coder)
    rows = [
        {key: getattr(info, key) for key in ("id", "name", "language", "translation_of", "turns")}
        for info in added
    ]
    emit(as_json, rows, [f"{info.name}: {info.turns} turns, {info.language}" for info in added])


def _cut(words: str) -> str:
    return " ".join(words.split())[:_WIDE]


def _line(both: Parallel, pair: TurnPair) -> str:
    mark = "by hand" if pair.by_hand else "doubtful" if pair.doubtful else ""
    mark = mark or ("swapped" if pair.swapped else "")
    mine = _begins(both.text, [both.turns[n - 1] for n in pair.mine])
    theirs = _begins(both.other_text, [both.others[n - 1] for n in pair.theirs])
    numbers = f"{'+'.join(map(str, pair.mine)) or '–'}={'+'.join(map(str, pair.theirs)) or '–'}"
    return f"{numbers:>11}  {mark:<8}  {mine:<{_WIDE}}  {theirs}".rstrip()


def _begins(text: str, turns: list[Turn]) -> str:
    return " ".join(" ".join(text[t.start : t.end].split())[:_WIDE] for t in turns)[:_WIDE]


def _numbers(told: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    match = re.fullmatch(r"\s*((?:\d+(?:\+\d+)*)?)\s*=\s*((?:\d+(?:\+\d+)*)?)\s*", told)
    if not match:
        raise click.BadParameter(f"“{told}” is not TURNS=TURNS, such as 12=13 or 12=13+14")
    mine, theirs = (tuple(map(int, re.findall(r"\d+", side))) for side in match.groups())
    return mine, theirs
