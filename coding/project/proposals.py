"""Tell the coding page what the machine proposes, and take down what a coder decides there.

The page asks for the passages on its screen when nothing else is going on, so that learning
never holds up an acknowledgement. Offsets on the wire are code points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coding.model import Decision, Verdict
from coding.project import Project
from coding.store import Writer
from coding.suggest.queue import by_segment, window
from coding.suggest.trust import unseen

QUOTED = 150
"""Characters of a passage that are told as evidence."""


def proposals(
    project: Project, ask: Mapping[str, Any], transcript: str, coder: str
) -> dict[str, Any]:
    """Return the proposals for the passages between `from` and `to`, and where the next ones are.

    `ask` has `from`, `to`, `shown` (codes for each passage) and `floor` (the least score). A
    passage is [start, end, [[code, score, raw, negated], ...]]. They are told as far as
    `covered`; `after` and `before` are the starts of the next passages with proposals outside of
    that, None if there are none; `total` counts those of the transcript, `nth` those before.
    """
    desk = project.suggesting
    info = project.transcript_info(transcript)
    most = max(1, min(3, int(ask.get("shown", 3))))
    found = desk.suggestions(coder=coder, transcript=info.id, most=most, reasons=False)
    gathered = by_segment(found, floor=float(ask.get("floor", 0)))
    by_place = {(start, end): listed for (_, start, end), listed in gathered.items()}
    seen = window(by_place, int(ask["from"]), int(ask["to"]))
    return {
        "method": desk.method(),
        "model": desk.model(),
        "ceiling": round(desk.ceiling(), 3),
        "provisional": all(proposal.provisional for proposal in found),
        "passages": [
            [*place, [[s.code, round(s.score, 3), round(s.raw, 4), s.negated] for s in listed]]
            for place in seen.inside
            for listed in [by_place[place]]
        ],
        "covered": list(seen.covered),
        "after": seen.after,
        "before": seen.before,
        "total": len(by_place),
        "nth": seen.nth,
        "weaker": len(by_segment(found)) - len(by_place),
        "resting": sorted(desk.resting()),
        "gaps": desk.gaps().get(info.language, []),
    }


def why(project: Project, ask: Mapping[str, Any], transcript: str, _: str) -> dict[str, Any]:
    """Return the reasons for each of `codes` on a passage, with the words they point to."""
    names = {t.id: t.name for t in project.transcripts()}

    def place(where: tuple[str, int, int]) -> list[Any]:
        key, start, end = where
        words = project.transcript(key).text[start:end]
        return [
            key,
            names.get(key, ""),
            start,
            shortened(words),
        ]

    return {
        "whys": [
            {
                "code": one.code,
                "score": one.score,
                "runner_up": list(one.runner_up),
                "reasons": [
                    [r.kind, round(float(r.weight), 2), r.text, [place(w) for w in r.evidence[:3]]]
                    for r in one.reasons
                ],
            }
            for code in ask["codes"]
            for one in [
                project.suggesting.why(transcript, int(ask["start"]), int(ask["end"]), str(code))
            ]
        ]
    }


def shortened(words: str) -> str:
    """Return the first words of a passage, as many as are told as evidence.

    >>> shortened("calm " * 40)[-11:]
    'calm calm …'
    """
    if len(words) <= QUOTED:
        return words
    return words[:QUOTED].rsplit(maxsplit=1)[0].rstrip(",;:–—") + " …"


def decide(project: Project, op: Mapping[str, Any], coder: str) -> None:
    """Take down the verdicts of one key press; an acceptance makes its coding.

    `op` has `transcript`, `start`, `end`, `model`, `trimmed` and `verdicts`: [decision id, code,
    verdict, score, raw, coding id]. Raises CodingError for what makes no sense.
    """
    trimmed: Sequence[int] | None = op.get("trimmed")
    project.suggesting.record(
        [
            Decision(
                id=str(key),
                transcript=project.transcript_info(op["transcript"]).id,
                start=int(op["start"]),
                end=int(op["end"]),
                code=str(code),
                coder=coder,
                verdict=Verdict(verdict),
                score=float(score),
                raw=float(raw),
                model=str(op.get("model", "")),
                coding=str(coding),
            )
            for key, code, verdict, score, raw, coding in op["verdicts"]
        ],
        act=op["id"],
        trimmed=(int(trimmed[0]), int(trimmed[1])) if trimmed else None,
    )


def compared_unseen(
    project: Project, op: Mapping[str, Any], coder: str
) -> Callable[[Writer], None] | None:
    """Return what notes whether the machine would have said what a coder puts without seeing it.

    The first proposal for the passage is taken down as accepted if it is one of the codes put
    there, else as rejected, both marked as not visible: nothing is learned from them, but they
    show how often coder and machine agree when the one did not see the other. The machine says
    what it thought before this coding. None if it has nothing to say.
    """
    desk = project.suggesting
    said = desk.first_thought(str(op["transcript"]), int(op["start"]), int(op["end"]))
    if said is None:
        return None
    decision = unseen(said, set(op["codes"]), coder=coder, model=desk.model())
    return lambda w: desk.note(w, decision)
