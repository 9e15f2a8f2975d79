"""Show who speaks in an interview that is in the project, and do what somebody corrects there.

The shape is that of files before they come in, the acts are those of `project.speakers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError
from coding.model import DoubtKind, Participant, Role, Transcript, TranscriptInfo
from coding.model.listing import counted
from coding.project.intake.rows import SHOWN_TURNS, Row, cast_rows, text_rows, told_of
from coding.transcripts.answering import DoubtAnswer
from coding.transcripts.heard import takes_turns

if TYPE_CHECKING:
    from coding.project import Project

Act = Mapping[str, Any]
_TURNING = (DoubtAnswer.TAKE_TURNS.value, "They take turns")
HEADINGS = "headings"
"""What is said of turns without a speaker that nobody says."""


def interview_rows(
    info: TranscriptInfo,
    transcript: Transcript,
    people: Sequence[Participant],
    *,
    ack: int,
    shown: int = SHOWN_TURNS,
) -> Row:
    """Return an interview with its speakers, what is not known of it, and its first turns."""
    cast = [s for s in info.cast if s.label and s.turns]
    file = {
        "key": info.id,
        "name": info.name,
        "state": "ready",
        **told_of(transcript),
        "cast": cast_rows(cast),
        "doubts": [],
        "notes": [],
        "participant": info.participant,
    }
    if file["unknown"]:
        answering = sorted(file["cast"], key=lambda s: s["role"] != Role.PARTICIPANT)
        turning = not cast and any(map(takes_turns, info.notes))
        file["doubts"] = [_whose(file["unknown"], [s["name"] for s in answering], turning)]
    return {
        "mode": "interview",
        "of": info.id,
        "ack": ack,
        "edition": info.edition,
        "files": [file],
        "people": [(p.id, " ".join(filter(None, [p.id, p.pseudonym]))) for p in people],
        "chosen": info.id,
        "text": {
            **text_rows(info.id, transcript, shown),
            "edition": f"{info.edition}/{shown}",
        },
    }


def _whose(count: int, names: Sequence[str], turning: bool) -> Row:
    """Ask whose the turns are of which nobody knows who says them; two may be `turning`."""
    others = [(f"={name}", f"{name} says them") for name in names]
    keyed = [
        (DoubtAnswer.CONTINUE.value, "The speaker before goes on"),
        *others[:1],
        (HEADINGS, "Nobody: they are headings"),
    ]
    return {
        "kind": str(DoubtKind.UNLABELLED),
        "about": "",
        "beside": "",
        "text": f"Of {counted(count, 'turn')} nobody knows who speaks. Whose are they all?",
        "options": keyed if others else [*[_TURNING] * turning, *keyed[2:]],
        "others": others[1:],
        "elsewhere": "Another speaker …",
        "also": 0,
    }


def correct(project: Project, act: Act, *, coder: str, seen: str) -> None:
    """Do what somebody corrects, as one act; raises CodingError, Conflict if it has changed."""
    transcript = project.transcripts.info(str(act["file"])).id
    DONE[str(act["kind"])](project, transcript, act, coder, seen)


def _rename(project: Project, transcript: str, act: Act, coder: str, seen: str) -> None:
    project.speakers.rename(
        transcript, str(act["speaker"]), str(act["name"]), coder=coder, seen=seen
    )


def _role(project: Project, transcript: str, act: Act, coder: str, seen: str) -> None:
    project.speakers.set_role(
        transcript, str(act["speaker"]), Role(act["role"]), coder=coder, seen=seen
    )


def _person(project: Project, transcript: str, act: Act, coder: str, seen: str) -> None:
    project.speakers.set_participant(
        transcript, str(act["speaker"]), str(act["participant"]), coder=coder, seen=seen
    )


def _give(project: Project, transcript: str, act: Act, coder: str, seen: str) -> None:
    numbers = [int(number) for number in act["numbers"]]
    project.speakers.give(transcript, numbers, str(act["name"]), coder=coder, seen=seen)


def _answer(project: Project, transcript: str, act: Act, coder: str, seen: str) -> None:
    choice = str(act["choice"])
    if choice == DoubtAnswer.CONTINUE:
        project.speakers.continue_unlabelled(transcript, coder=coder, seen=seen)
    elif choice == DoubtAnswer.TAKE_TURNS:
        project.speakers.take_turns(transcript, coder=coder, seen=seen)
    elif choice == HEADINGS:
        project.speakers.set_role(transcript, "", Role.OTHER, coder=coder, seen=seen)
    elif choice.startswith("="):
        project.speakers.give(transcript, None, choice[1:], coder=coder, seen=seen)
    else:
        raise CodingError("this answer is not known", hint="Reload the page.")


DONE: Mapping[str, Callable[[Project, str, Act, str, str], None]] = {
    "rename": _rename,
    "role": _role,
    "person": _person,
    "give": _give,
    "answer": _answer,
}
