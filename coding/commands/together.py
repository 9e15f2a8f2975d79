"""Accept many suggestions in one act, on the ground of a blind sample of exactly these."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coding.commands.base import coder_option, emit, json_option, main, opened, project_option
from coding.errors import NotFound

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.together import Batch

STEPS = ("sample", "judge", "accept", "missed", "let-go", "list")
ANSWERS = {"fits": "accept", "not": "reject", "unsure": "skip"}


@main.command("accept-many")
@click.argument("step", type=click.Choice(STEPS))
@click.argument("answer", required=False, type=click.Choice(list(ANSWERS)))
@click.option("--code", "codes", multiple=True, help="sample: only this code, or a theme's.")
@click.option("--transcript", "transcripts", multiple=True, help="sample: only this one.")
@click.option("--from", "floor", default=0.5, show_default=True, help="sample: the least score.")
@click.option(
    "--bound", default=0.9, show_default=True, help="sample: the share to be shown right."
)
@click.option("--wrong", default=0, help="sample: how many of the judged may be wrong.")
@click.option("--by-code", "apart", is_flag=True, help="sample: each code by itself.")
@click.option("--size", default=60, show_default=True, help="missed: places to be judged.")
@click.option("--seed", type=int, help="sample, missed: draw the same again.")
@click.option("--batch", default="", help="Another than the one that is open, or the latest.")
@project_option
@coder_option
@json_option
def accept_many(
    step: str,
    answer: str | None,
    codes: tuple[str, ...],
    transcripts: tuple[str, ...],
    floor: float,
    bound: float,
    wrong: int,
    apart: bool,
    size: int,
    seed: int | None,
    batch: str,
    folder: Path,
    coder: str,
    as_json: bool,
) -> None:
    """Accept many suggestions at once, after a blind sample of them was judged.

    STEP is one of these. `sample` freezes the suggestions and draws; `judge` shows what comes next,
    and with an ANSWER judges it; `accept` accepts the rest if the bound is reached; `missed` draws
    places where nothing was proposed, to be judged likewise; `let-go` closes the batch; `list`
    says what there is.
    """
    project = opened(folder)
    if step == "list":
        batches = project.together.all()
        lines = [_line(project, made) for made in batches]
        emit(as_json, [_told(project, made) for made in batches], lines or ["No batches yet."])
        return
    if step == "sample":
        made = project.together.draw(
            coder=coder,
            codes=codes,
            transcripts=transcripts,
            floor=floor,
            bound=bound,
            wrong=wrong,
            apart=apart,
            seed=seed,
        )
    else:
        made = _of(project, batch, coder, missed=step == "missed")
    if step == "judge" and answer:
        _judge(project, made, answer)
    elif step == "accept":
        project.together.accept(made.id, coder=coder)
    elif step == "missed":
        project.missed.draw(made.id, coder=coder, size=size, seed=seed)
    elif step == "let-go":
        project.together.let_go(made.id, coder=coder)
    made = project.together.get(made.id)
    told = _told(project, made)
    emit(as_json, told, [_line(project, made), *_next(told), *filter(None, [told["sentence"]])])


def _of(project: Project, key: str, coder: str, *, missed: bool) -> Batch:
    """Return the batch that is meant: named, open, or the latest that was accepted."""
    if key:
        return project.together.get(key)
    batch = None if missed else project.together.open_for(coder)
    mine = [made for made in project.together.all() if made.coder == coder and made.accepted]
    if batch is None and not mine:
        raise NotFound(
            f"{coder} has no sample to judge", hint="`coding accept-many sample` draws one."
        )
    return batch or mine[0]


def _judge(project: Project, made: Batch, answer: str) -> None:
    from coding.model import Choice

    if made.open:
        waiting = project.together.waiting(made)
        if waiting:
            project.together.judge(made, waiting[0], Choice(ANSWERS[answer]))
        return
    if answer == "unsure":
        raise click.UsageError("of what was missed, say whether the code fits or not")
    waiting = project.missed.waiting(made)
    if waiting:
        project.missed.judge(made, waiting[0], answer == "fits")


def _told(project: Project, made: Batch) -> dict[str, Any]:
    waiting = project.together.waiting(made) if made.open else project.missed.waiting(made)
    missed = project.missed.of(made)
    return {
        "batch": made.id,
        "coder": made.coder,
        "state": "open" if made.open else "accepted" if made.accepted else "let go",
        "suggestions": made.count,
        "sample": len(made.sample),
        "attempt": made.attempt,
        "confidence": 1 - made.error,
        "parts": [
            {**asdict(part), "reached": part.reached} for part in project.together.parts(made)
        ],
        "missed": asdict(missed) if missed else None,
        "left": len(waiting),
        "next": _place(project, waiting[0]) if waiting else None,
        "sentence": project.together.sentence(made),
    }


def _place(project: Project, place: tuple[str, int, int, str]) -> dict[str, Any]:
    """Return what is to be judged; its score is not told."""
    transcript, start, end, code = place
    text = project.transcripts.get(transcript).text[start:end]
    return {"transcript": transcript, "start": start, "end": end, "text": text, "code": code}


def _next(told: dict[str, Any]) -> list[str]:
    if told["next"] is None:
        return []
    where = told["next"]
    return [
        f"{told['left']} to judge. Does {where['code']} fit?",
        f"  “{where['text']}”",
        "  coding accept-many judge fits | not | unsure",
    ]


def _line(project: Project, made: Batch) -> str:
    from coding.suggest.together import floor_percent

    state = "open" if made.open else "accepted" if made.accepted else "let go"
    parts = [
        f"{part.code or 'all'}: {part.right} of {part.judged} right, {part.size} to be judged"
        + (f", at least {floor_percent(part.low)} %" if part.done else "")
        + (" (reached)" if part.reached else " (out of reach)" if part.hopeless else "")
        for part in project.together.parts(made)
    ]
    return f"{made.id}  {state}  {made.count} suggestions  {'; '.join(parts)}"
