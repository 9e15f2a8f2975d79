"""Correct from the coding page who speaks; the id of each operation becomes the id of its act.

`seen` is the edition of the transcript that the page shows, `""` while a change of its own is on
its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from coding.model import Role

if TYPE_CHECKING:
    from coding.project import Project

Operation = Mapping[str, Any]


def _told(op: Operation, coder: str) -> dict[str, str]:
    return {"coder": coder, "act": str(op["id"]), "seen": str(op.get("seen") or "")}


def _rename(project: Project, op: Operation, coder: str) -> None:
    project.speakers.rename(op["transcript"], op["speaker"], op["name"], **_told(op, coder))


def _role(project: Project, op: Operation, coder: str) -> None:
    role = Role(op["role"])
    project.speakers.set_role(op["transcript"], op["speaker"], role, **_told(op, coder))


def _person(project: Project, op: Operation, coder: str) -> None:
    person = str(op["participant"])
    project.speakers.set_participant(op["transcript"], op["speaker"], person, **_told(op, coder))


def _give(project: Project, op: Operation, coder: str) -> None:
    numbers = [int(number) for number in op["numbers"]]
    role = Role(op["role"]) if op.get("role") else None
    project.speakers.give(op["transcript"], numbers, op["name"], role=role, **_told(op, coder))


def _continue(project: Project, op: Operation, coder: str) -> None:
    project.speakers.continue_unlabelled(op["transcript"], **_told(op, coder))


def _join(project: Project, op: Operation, coder: str) -> None:
    first, last = int(op["first"]), int(op["last"])
    told, words = _told(op, coder), bool(op.get("words"))
    project.speakers.join_turns(
        op["transcript"], first, last, words=words, coder=coder, act=told["act"], seen=told["seen"]
    )


def _split(project: Project, op: Operation, coder: str) -> None:
    number, start = int(op["number"]), int(op["start"])
    told = _told(op, coder)
    project.speakers.split_turn(
        op["transcript"], number, start, coder=coder, act=told["act"], seen=told["seen"]
    )


def _border(project: Project, op: Operation, coder: str) -> None:
    number, start = int(op["number"]), int(op["start"])
    told = _told(op, coder)
    project.speakers.move_border(
        op["transcript"], number, start, coder=coder, act=told["act"], seen=told["seen"]
    )


def _words(project: Project, op: Operation, coder: str) -> None:
    project.revisions.retype(
        op["transcript"],
        int(op["number"]),
        str(op["said"]),
        before=str(op["was"]),
        coder=coder,
        act=str(op["id"]),
    )


SPEAKING: Mapping[str, Callable[[Project, Operation, str], None]] = {
    "speaker.rename": _rename,
    "speaker.role": _role,
    "speaker.person": _person,
    "turns.give": _give,
    "turns.continue": _continue,
    "turns.join": _join,
    "turns.split": _split,
    "turns.border": _border,
    "turn.words": _words,
}
