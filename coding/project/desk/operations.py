"""Do the operations of the coding page; the id of each becomes the id of its act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.codebook.faults import FIELDS
from coding.errors import Conflict, ProjectError
from coding.model import Choice, Decision
from coding.project.desk.speaking import SPEAKING
from coding.project.filters import read_filter
from coding.suggest.trust import unseen

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer

Operation = Mapping[str, Any]


def _apply(project: Project, op: Operation, coder: str) -> None:
    also = _compared_unseen(project, op, coder) if op.get("blind") else None
    project.codings.apply(
        op["transcript"],
        int(op["start"]),
        int(op["end"]),
        op["codes"],
        coder=coder,
        merge=True,
        ids=op["ids"],
        act=op["id"],
        also=also,
    )


def _apply_to(project: Project, op: Operation, coder: str) -> None:
    places = [(str(t), int(start), int(end)) for t, start, end in op["places"]]
    project.codings.apply_to(places, op["code"], coder=coder, ids=op["ids"], act=op["id"])


def _done(project: Project, op: Operation, coder: str) -> None:
    project.done.mark(op["transcript"], done=bool(op["done"]), coder=coder, act=op["id"])


def _save_filter(project: Project, op: Operation, coder: str) -> None:
    project.filters.save(str(op["name"]), read_filter(op["filter"]), coder=coder, act=op["id"])


def _remove_filter(project: Project, op: Operation, coder: str) -> None:
    project.filters.remove(str(op["name"]), coder=coder, act=op["id"])


def _remove(project: Project, op: Operation, coder: str) -> None:
    project.codings.remove(op["codings"], coder=coder, act=op["id"])


def _edges(project: Project, op: Operation, coder: str) -> None:
    project.codings.move_edges(
        op["coding"],
        int(op["start"]),
        int(op["end"]),
        coder=coder,
        version=op.get("version"),
        act=op["id"],
    )


def _recode(project: Project, op: Operation, coder: str) -> None:
    project.codings.recode(
        op["coding"], op["code"], coder=coder, version=op.get("version"), act=op["id"]
    )


def _memo(project: Project, op: Operation, coder: str) -> None:
    project.memos.write(
        op["about_kind"],
        op["about"],
        op["text"],
        coder=coder,
        key=op["memo"],
        version=op.get("version"),
        act=op["id"],
    )


def _star(project: Project, op: Operation, coder: str) -> None:
    project.stars.give(op["coding"], int(op["stars"]), coder=coder, act=op["id"])


def _bookmark(project: Project, op: Operation, coder: str) -> None:
    at = op["point"]
    place = None if at is None else int(at)
    project.bookmarks.put(op["transcript"], place, coder=coder, act=op["id"])


def _turn_time(project: Project, op: Operation, coder: str) -> None:
    """Say when a turn begins in the recording, as long as it is the turn that the page shows."""
    seen = op.get("seen")
    if seen and project.transcripts.info(op["transcript"]).edition != seen:
        raise Conflict(
            "the turns were corrected in the meantime",
            hint="Look at what stands there now and set the time again.",
        )
    second = None if op["second"] is None else float(op["second"])
    turn = int(op["turn"])
    project.recordings.set_time(op["transcript"], turn, second, coder=coder, act=op["id"])


def _into_section(project: Project, op: Operation, coder: str) -> None:
    """Put a coding into a section, or into a new one that is named."""
    if section := str(op.get("section") or ""):
        project.baskets.put(section, [op["coding"]], coder=coder, act=op["id"])
    else:
        project.baskets.begin(str(op["name"]), op["coding"], coder=coder, act=op["id"])


def _undo(project: Project, op: Operation, coder: str) -> None:
    try:
        project.log.undo(coder=coder, redo=op["kind"] == "redo", act=op["id"])
    except ProjectError as error:
        if error.lasting:  # the page would send it again and again
            raise Conflict(error.message, error.where, error.hint) from error
        raise


def _add_code(project: Project, op: Operation, coder: str) -> None:
    segment = op.get("apply")
    place = (segment["transcript"], int(segment["start"]), int(segment["end"])) if segment else None
    project.codes.add(
        str(op["name"]),
        key=op["code"],
        parent=op.get("parent", ""),
        definition=op.get("definition", ""),
        color=op.get("color", ""),
        examples=op.get("examples", ()),
        fields={k: v for k, v in op.get("fields", {}).items() if k in FIELDS},
        again=True,  # the page has asked
        segments=[place] if place else (),
        ids=[segment["coding"]] if segment else (),
        coder=coder,
        act=op["id"],
    )


def _pair(project: Project, op: Operation, coder: str) -> None:
    """Pair turns of two languages, as long as they are the turns that the page shows."""
    _as_shown(project, op)
    project.alignments.pair(
        op["transcript"],
        tuple(map(int, op["turns"])),
        tuple(map(int, op["there"])),
        of=op["of"],
        coder=coder,
        act=op["id"],
    )


def _free_pair(project: Project, op: Operation, coder: str) -> None:
    _as_shown(project, op)
    turns = tuple(map(int, op["turns"]))
    there = tuple(map(int, op["there"]))
    project.alignments.free(op["transcript"], turns, there, of=op["of"], coder=coder, act=op["id"])


def _as_shown(project: Project, op: Operation) -> None:
    now = [project.transcripts.info(op[key]).edition for key in ("transcript", "of")]
    if op.get("seen") and list(op["seen"]) != now:
        raise Conflict(
            "the turns were corrected in the meantime",
            hint="Look at what stands there now and pair them again.",
        )


def _edit_code(project: Project, op: Operation, coder: str) -> None:
    fields = {k: v for k, v in op["fields"].items() if k in FIELDS}
    version = str(op.get("version") or "")
    project.codes.edit(op["code"], fields, coder=coder, version=version, again=True, act=op["id"])


def _move_code(project: Project, op: Operation, coder: str) -> None:
    project.codes.move(
        op["code"], parent=op["parent"], position=op.get("position"), coder=coder, act=op["id"]
    )


def _merge_codes(project: Project, op: Operation, coder: str) -> None:
    project.codes.merge(op["code"], op["into"], coder=coder, act=op["id"])


def _remove_code(project: Project, op: Operation, coder: str) -> None:
    project.codes.remove(op["code"], coder=coder, act=op["id"])


def _decide(project: Project, op: Mapping[str, Any], coder: str) -> None:
    """Take down the choices of one key press; an acceptance makes its coding.

    `op` has `transcript`, `start`, `end`, `model`, `trimmed` and `verdicts`: [decision id, code,
    choice, score, raw, coding id], and where that is not the whole place, start and end. Raises
    CodingError for what makes no sense.
    """
    trimmed: Sequence[int] | None = op.get("trimmed")
    project.suggestions.record(
        [
            Decision(
                id=str(key),
                transcript=project.transcripts.info(op["transcript"]).id,
                start=int(own[0] if own else op["start"]),
                end=int(own[1] if own else op["end"]),
                code=str(code),
                coder=coder,
                choice=Choice(choice),
                score=float(score),
                raw=float(raw),
                model=str(op.get("model", "")),
                coding=str(coding),
            )
            for key, code, choice, score, raw, coding, *own in op["verdicts"]
        ],
        act=op["id"],
        trimmed=(int(trimmed[0]), int(trimmed[1])) if trimmed else None,
    )


def _compared_unseen(
    project: Project, op: Mapping[str, Any], coder: str
) -> Callable[[Writer], None] | None:
    """Return what notes whether the machine would have said what a coder puts without seeing it.

    The first proposal for the passage is taken down as accepted if it is one of the codes put
    there, else as rejected, both marked as not visible: nothing is learned from them, but they
    show how often coder and machine agree when the one did not see the other. The machine says
    what it thought before this coding. None if it has nothing to say.
    """
    suggestions = project.suggestions
    said = suggestions.first_thought(str(op["transcript"]), int(op["start"]), int(op["end"]))
    if said is None:
        return None
    codes = set(op["codes"])
    decision = unseen(said, codes, coder=coder, model=project.learning.model())
    return lambda w: suggestions.note(w, decision)


ACTS: Mapping[str, Callable[[Project, Operation, str], None]] = {
    "apply": _apply,
    "apply.places": _apply_to,
    "decide": _decide,
    "remove": _remove,
    "interview.done": _done,
    "edges": _edges,
    "recode": _recode,
    "memo": _memo,
    "star": _star,
    "bookmark": _bookmark,
    "turn.time": _turn_time,
    "section.put": _into_section,
    "pair": _pair,
    "pair.free": _free_pair,
    "undo": _undo,
    "redo": _undo,
    "filter.save": _save_filter,
    "filter.remove": _remove_filter,
    "code.add": _add_code,
    "code.edit": _edit_code,
    "code.move": _move_code,
    "code.merge": _merge_codes,
    "code.remove": _remove_code,
    **SPEAKING,
}
