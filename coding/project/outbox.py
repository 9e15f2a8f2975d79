"""Serve the coding page: do the operations it sends, tell it what changed since.

The page paints at once and sends every operation it has not seen acknowledged, again and
again if need be; each has a UUID, which becomes the id of its act, so that none is done twice.
What comes back is the newest revision (the number of the last act in the log) and the rows
touched since the revision that the page knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from coding import codebook as codebook_door
from coding.errors import CodingError, Conflict, ProjectError
from coding.language.guess import reads_as
from coding.language.sentences import flat
from coding.model import Code, Codebook, Coding, Memo, Participant, Transcript
from coding.project import Project, proposals
from coding.store import Writer

Operation = Mapping[str, Any]
Reply = dict[str, Any]

FIELDS = ("name", "definition", "include", "exclude", "keywords", "examples", "color")


def serve(project: Project, outbox: Mapping[str, Any], refused: dict[str, dict[str, str]]) -> Reply:
    """Do what an outbox asks and return the reply to it.

    `outbox` has `coder`, `transcript`, `rev`, `ops` and perhaps `place` and `asks`. `refused`
    remembers, for one browser session, the operations that were refused and why. If the
    database cannot be written just now, nothing is refused: the reply then has only `trouble`,
    which says why, and the page sends everything again.
    """
    try:
        return _served(project, outbox, refused)
    except ProjectError as error:
        return {"trouble": str(error)}


def _served(
    project: Project, outbox: Mapping[str, Any], refused: dict[str, dict[str, str]]
) -> Reply:
    coder = str(outbox.get("coder") or "coder")
    transcript = str(outbox.get("transcript") or "")
    done: list[str] = []
    for op in outbox.get("ops") or []:
        key = str(op["id"])
        if key in refused or not _settled(project, op, coder, refused):
            continue
        done.append(key)
    if outbox.get("place") and transcript:
        project.store.places.put(coder, transcript, int(outbox["place"]))
    reply = delta(project, transcript, coder, int(outbox.get("rev", -1)))
    reply["ack"] = done
    reply["refused"] = [
        {"id": op["id"], **refused[op["id"]]}
        for op in outbox.get("ops") or []
        if op["id"] in refused
    ]
    asks = outbox.get("asks") or []
    if asks:
        reply["answers"] = [_answer(project, ask, transcript, coder) for ask in asks]
    return reply


def _settled(
    project: Project, op: Operation, coder: str, refused: dict[str, dict[str, str]]
) -> bool:
    """Do one operation unless it is done already; note it in `refused` if it cannot be."""
    key = str(op["id"])
    if project.store.log.has(key):
        return True
    try:
        ACTS[str(op["kind"])](project, op, str(op.get("coder") or coder))
    except ProjectError:
        raise
    except CodingError as error:
        if isinstance(error, Conflict) and project.store.log.has(key):
            return True
        refused[key] = {"message": error.message, "hint": error.hint}
        return False
    except (KeyError, TypeError, ValueError) as error:
        refused[key] = {"message": f"the page sent something odd ({error!r})", "hint": "Reload it."}
        return False
    return True


# ── the operations ──


def _apply(project: Project, op: Operation, coder: str) -> None:
    also = proposals.compared_unseen(project, op, coder) if op.get("blind") else None
    project.apply(
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


def _remove(project: Project, op: Operation, coder: str) -> None:
    project.remove(op["codings"], coder=coder, act=op["id"])


def _edges(project: Project, op: Operation, coder: str) -> None:
    project.move_edges(
        op["coding"],
        int(op["start"]),
        int(op["end"]),
        coder=coder,
        version=op.get("version"),
        act=op["id"],
    )


def _recode(project: Project, op: Operation, coder: str) -> None:
    project.recode(op["coding"], op["code"], coder=coder, version=op.get("version"), act=op["id"])


def _memo(project: Project, op: Operation, coder: str) -> None:
    project.write_memo(
        op["about_kind"],
        op["about"],
        op["text"],
        coder=coder,
        key=op["memo"],
        version=op.get("version"),
        act=op["id"],
    )


def _undo(project: Project, op: Operation, coder: str) -> None:
    project.undo(coder=coder, redo=op["kind"] == "redo", act=op["id"])


def _add_code(project: Project, op: Operation, coder: str) -> None:
    code = Code(
        id=op["code"],
        name=" ".join(str(op["name"]).split()),
        definition=op.get("definition", ""),
        color=op.get("color", ""),
        examples=tuple(op.get("examples", ())),
    )
    segment = op.get("apply")

    def also(w: Writer) -> None:
        if segment:
            project.put(
                w,
                project.transcript_info(segment["transcript"]),
                int(segment["start"]),
                int(segment["end"]),
                code.id,
                coder=coder,
                key=segment["coding"],
            )

    project.files.change_codebook(
        lambda text: codebook_door.add(text, code, parent=op.get("parent", "")),
        coder=coder,
        summary=f"code {code.name} added",
        act=op["id"],
        also=also,
    )


def _edit_code(project: Project, op: Operation, coder: str) -> None:
    fields = {k: v for k, v in op["fields"].items() if k in FIELDS}
    _change(project, op, coder, "edited", lambda text: codebook_door.edit(text, op["code"], fields))


def _move_code(project: Project, op: Operation, coder: str) -> None:
    _change(
        project,
        op,
        coder,
        "moved",
        lambda text: codebook_door.move(
            text, op["code"], parent=op["parent"], position=op.get("position")
        ),
    )


def _merge_codes(project: Project, op: Operation, coder: str) -> None:
    project.merge_codes(op["code"], op["into"], coder=coder, act=op["id"])


def _remove_code(project: Project, op: Operation, coder: str) -> None:
    project.remove_code(op["code"], coder=coder, act=op["id"])


def _change(
    project: Project, op: Operation, coder: str, verb: str, change: Callable[[str], str]
) -> None:
    name = project.code(op["code"], project.codebook()).name
    project.files.change_codebook(change, coder=coder, summary=f"code {name} {verb}", act=op["id"])


ACTS: Mapping[str, Callable[[Project, Operation, str], None]] = {
    "apply": _apply,
    "decide": proposals.decide,
    "remove": _remove,
    "edges": _edges,
    "recode": _recode,
    "memo": _memo,
    "undo": _undo,
    "redo": _undo,
    "code.add": _add_code,
    "code.edit": _edit_code,
    "code.move": _move_code,
    "code.merge": _merge_codes,
    "code.remove": _remove_code,
}


# ── what the page is told ──


def delta(project: Project, transcript: str, coder: str, since: int) -> Reply:
    """Return what the page of one transcript must know, all of it if `since` is negative.

    Codings are rows of id, start, end, code, coder, origin, version, created; offsets are code
    points.
    """
    book = project.codebook()
    reply: Reply = {"transcript": transcript, "rev": project.store.log.revision(), "since": since}
    if not transcript:
        return reply
    if since < 0:
        reply["codings"] = [coding_row(c) for c in project.store.codings.all(transcript=transcript)]
        reply["memos"] = [memo_row(m) for m in _of_page(project.memos(), transcript)]
        reply["codebook"] = codebook_rows(book)
    elif reply["rev"] > since:
        touched = project.store.log.touched_since(since)
        keys = touched.codings
        found = {
            c.id: c for c in project.store.codings.all(transcript=transcript, ids=sorted(keys))
        }
        reply["codings"] = [coding_row(c) for c in found.values()]
        reply["gone"] = sorted(keys - set(found))
        memos = touched.memos
        there = _of_page(project.store.memos.all(ids=sorted(memos)), transcript)
        reply["memos"] = [memo_row(m) for m in there]
        reply["memos_gone"] = sorted(memos - {m.id for m in there})
        if touched.files:
            reply["codebook"] = codebook_rows(book)
    reply["undo"], reply["redo"] = project.store.log.reversible(coder)
    return reply


def snapshot(project: Project, reference: str, coder: str) -> dict[str, Any]:
    """Return everything the page of one transcript starts from."""
    info = project.transcript_info(reference)
    transcript = project.transcript(info.id)
    other = project.other_language(info)
    person = {p.id: p for p in project.participants()}.get(info.participant)
    return {
        "project": project.folder.name,
        "coder": coder,
        "id": info.id,
        "name": info.name,
        "language": info.language,
        "participant": _person(person, info.participant),
        "text": transcript.text,
        "sentences": _sentences(transcript),
        "turns": [
            [t.number, t.start, t.end, t.speaker, t.role[0], t.time] for t in transcript.turns
        ],
        "parallel": _parallel(project, len(transcript.turns), other.id) if other else None,
        "place": project.store.places.turn(coder, info.id),
        "transcripts": [[t.id, t.name] for t in project.transcripts()],
        **delta(project, info.id, coder, -1),
    }


def _sentences(transcript: Transcript) -> Sequence[int]:
    """Return the sentences of each turn in one list: start, end, start, end, ..."""
    spans = tuple((turn.start, turn.end) for turn in transcript.turns)
    return _cut(transcript.text, spans, reads_as(transcript.text, transcript.language))


@lru_cache(maxsize=8)
def _cut(text: str, spans: Sequence[tuple[int, int]], language: str) -> Sequence[int]:
    return flat(text, spans, language=language)


def _person(person: Participant | None, key: str) -> dict[str, str]:
    if person is None:
        return {"id": key, "label": key}
    facts = [v for v in person.attributes.values() if v][:3]
    return {"id": key, "label": " · ".join([person.pseudonym or key, *facts])}


def _parallel(project: Project, turns: int, other: str) -> dict[str, Any] | None:
    """Return the turns of the other language, only where they stand in pairs."""
    transcript = project.transcript(other)
    if len(transcript.turns) != turns:
        return None
    return {
        "name": transcript.name,
        "language": transcript.language,
        "turns": [transcript.text[t.start : t.end] for t in transcript.turns],
    }


def coding_row(c: Coding) -> list[Any]:
    """Return a coding as the page takes it."""
    return [c.id, c.start, c.end, c.code, c.coder, str(c.origin), c.version, c.created]


def memo_row(m: Memo) -> list[Any]:
    """Return a memo as the page takes it."""
    return [m.id, m.kind, m.about, m.coder, m.text, m.version, m.updated]


def codebook_rows(book: Codebook) -> list[dict[str, Any]]:
    """Return the codebook as the page takes it, keywords of all languages in one list."""
    return [
        {
            "id": c.id,
            "name": c.name,
            "parent": c.parent,
            "color": c.color,
            "definition": c.definition,
            "include": list(c.include),
            "exclude": list(c.exclude),
            "examples": list(c.examples),
            "keywords": [word for words in c.keywords.values() for word in words],
        }
        for c in book
    ]


def _of_page(memos: Sequence[Memo], transcript: str) -> list[Memo]:
    """Keep the memos a transcript's page can show: not those on other transcripts or turns."""
    return [
        m
        for m in memos
        if m.kind not in ("transcript", "turn") or m.about.partition("#")[0] == transcript
    ]


def _answer(
    project: Project, ask: Mapping[str, Any], transcript: str, coder: str
) -> dict[str, Any]:
    """Answer one question of the page; what is wrong with it is part of the answer."""
    try:
        told = QUESTIONS[str(ask["kind"])](project, ask, transcript, coder)
    except CodingError as error:
        told = {"fault": str(error)}
    return {"id": ask["id"], **told}


def _search(project: Project, ask: Mapping[str, Any], _: str, __: str) -> dict[str, Any]:
    hits = project.search(str(ask["query"]), limit=100)
    return {
        "hits": [[h.transcript, h.name, h.start, h.end, h.before, h.hit, h.after] for h in hits]
    }


def _alike(project: Project, ask: Mapping[str, Any], transcript: str, _: str) -> dict[str, Any]:
    found = project.suggesting.discovering.alike(transcript, int(ask["start"]), int(ask["end"]))
    names = {t.id: t.name for t in project.transcripts()}
    return {
        "hits": [
            [one.transcript, names[one.transcript], one.start, proposals.shortened(one.text)]
            for one in found
        ]
    }


QUESTIONS: Mapping[str, Callable[[Project, Mapping[str, Any], str, str], dict[str, Any]]] = {
    "search": _search,
    "alike": _alike,
    "proposals": proposals.proposals,
    "why": proposals.why,
}
