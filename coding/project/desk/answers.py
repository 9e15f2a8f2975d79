"""Answer what the coding page asks: what is proposed and why, where words stand, what is alike.

The page asks for the passages on its screen when nothing else is going on, so that learning
never holds up an acknowledgement. Offsets on the wire are code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from coding.analysis.interviews import interview_name, interviews
from coding.errors import CodingError
from coding.jobs.work import State, Tell
from coding.model import Role, Suggestion
from coding.project.desk.beside import BesideText
from coding.project.filters import as_data, read_filter
from coding.project.learning import READING
from coding.suggest.telling_apart import separating

if TYPE_CHECKING:
    from coding.project import Project

SOON = 0.25
"""Seconds that a reply waits for an answer; what takes longer is told when it is asked again."""

ASKED_AGAIN = 8.0
"""Seconds after which nobody waits for an answer any more: a page asks again every two."""

READ = 700
"""Characters of a segment that are told to be read beside the text."""

QUOTED = 150
"""Characters of a passage that are told as evidence."""


def answer_soon(
    project: Project, ask: Mapping[str, Any], transcript: str, coder: str
) -> dict[str, Any] | None:
    """Answer one question of the page, or return None while the answer is worked out behind it.

    The newest question comes first; one that is not asked again is dropped.
    """
    if ask["kind"] not in OF_THE_MACHINE:
        return answer(project, ask, transcript, coder)

    def work(tell: Tell) -> dict[str, Any]:
        project.learning.learn(progress=tell)
        return answer(project, ask, transcript, coder)

    key = ("ask", str(ask["id"]))
    job = project.asks.start(key, READING, work, first=True, patience=ASKED_AGAIN)
    there = job.wait(SOON) and job.state is not State.CANCELLED
    return job.outcome() if there else None


def answer(project: Project, ask: Mapping[str, Any], transcript: str, coder: str) -> dict[str, Any]:
    """Answer one question of the page; what is wrong with it is part of the answer."""
    try:
        told = QUESTIONS[str(ask["kind"])](project, ask, transcript, coder)
    except CodingError as error:
        told = {"fault": str(error)}
    return {"id": ask["id"], **told}


def _alike(project: Project, ask: Mapping[str, Any], transcript: str, _: str) -> dict[str, Any]:
    near = project.discovery.alike(transcript, int(ask["start"]), int(ask["end"]))
    names = {t.id: t.name for t in project.transcripts.all()}
    return {
        "hits": [
            [place.transcript, names[place.transcript], place.start, shortened(place.text)]
            for place in near
        ]
    }


def _proposals(
    project: Project, ask: Mapping[str, Any], transcript: str, coder: str
) -> dict[str, Any]:
    """Return the proposals for the passages between `from` and `to`, and where the next ones are.

    `ask` has `from`, `to`, `shown` (codes for each passage) and `floor` (the least score). A
    passage is [start, end, [[code, score, raw, negated, start, end], ...]]. They are told as far as
    `covered`; `after` and `before` are the starts of the next passages with proposals outside of
    that, None if there are none; `total` counts those of the transcript, `nth` those before.
    """
    suggestions = project.suggestions
    info = project.transcripts.info(transcript)
    most = max(1, min(3, int(ask.get("shown", 3))))
    told = suggestions.glimpse(
        coder=coder,
        transcript=info.id,
        start=int(ask["from"]),
        end=int(ask["to"]),
        most=most,
        floor=float(ask.get("floor", 0)),
    )
    return {
        "method": project.learning.method(),
        "model": project.learning.model(),
        "ceiling": round(project.learning.ceiling(), 3),
        "provisional": not project.learning.calibrated(),
        "passages": [
            [*place, [_row(s) for s in listed]]
            for place, listed in zip(told.seen.inside, told.passages, strict=True)
        ],
        "covered": list(told.seen.covered),
        "after": told.seen.after,
        "before": told.seen.before,
        "total": told.total,
        "nth": told.seen.nth,
        "weaker": told.weaker,
        "resting": sorted(suggestions.resting()),
        "gaps": [code for lacking in suggestions.gaps(info.id).values() for code in lacking],
    }


def _row(s: Suggestion) -> list[Any]:
    return [s.code, round(s.score, 3), round(s.raw, 4), s.negated, s.start, s.end]


def _why(project: Project, ask: Mapping[str, Any], transcript: str, _: str) -> dict[str, Any]:
    """Return the reasons for each code in `of`, [start, end, code], with what they point to."""
    names = {t.id: t.name for t in project.transcripts.all()}

    def place(where: tuple[str, int, int]) -> list[Any]:
        key, start, end = where
        words = project.transcripts.get(key).text[start:end]
        return [
            key,
            names.get(key, ""),
            start,
            shortened(words),
        ]

    return {
        "whys": [
            {
                "code": told.code,
                "score": told.score,
                "runner_up": list(told.runner_up),
                "apart": _apart(project, transcript, told),
                "reasons": [
                    [r.kind, round(float(r.weight), 2), r.text, [place(w) for w in r.evidence[:3]]]
                    for r in told.reasons
                ],
            }
            for start, end, code in ask["of"]
            for told in [project.suggestions.why(transcript, int(start), int(end), str(code))]
        ]
    }


def _apart(project: Project, transcript: str, told: Suggestion) -> list[Any] | None:
    """Return what speaks most for a code rather than for the next: kind, by how much, its text."""
    other, _ = told.runner_up
    if not other:
        return None
    if told.apart:
        return ["words", 0.0, "the words " + ", ".join(f"“{word}”" for word in told.apart)]
    rival = project.suggestions.why(transcript, told.start, told.end, other)
    return list(separating(told.reasons, rival.reasons) or ()) or None


def shortened(words: str) -> str:
    """Return the first words of a passage, as many as are told as evidence.

    >>> shortened("calm " * 40)[-11:]
    'calm calm …'
    """
    if len(words) <= QUOTED:
        return words
    return words[:QUOTED].rsplit(maxsplit=1)[0].rstrip(",;:–—") + " …"


def _segments(project: Project, ask: Mapping[str, Any], _: str, __: str) -> dict[str, Any]:
    """Return what stands under `codes`: all of it counted, `most` segments in full.

    `ask` may have `by` (a coder) or `coders`, `where` (attribute → values), `words`, `stars` (at
    least so many), `transcripts`, `order`, `filter` (a whole one) and `from`, how many were told
    before. A segment is [transcript, turn, start, end, words, who says it, code, [[coding id,
    coder, version], ...], stars, paraphrases]; `interviews` has [transcripts, name, how many] for
    every interview of the project with its translations, `both` counts what two coders or more put
    there.
    """
    read = project.segments.of(
        [str(code) for code in ask["codes"]],
        coder=str(ask.get("by", "")),
        coders={str(name) for name in ask.get("coders", ())},
        where={str(k): tuple(map(str, v)) for k, v in (ask.get("where") or {}).items()},
        words=str(ask.get("words", "")),
        stars=int(ask.get("stars", 0)),
        transcripts={str(key) for key in ask.get("transcripts", ())},
        order=str(ask.get("order", "interview")),
        through=read_filter(ask.get("filter") or {}),
    )
    groups = interviews(project.transcripts.all())
    counted = Counter(segment.coded.transcript for segment in read)
    first = int(ask.get("from", 0))
    return {
        "total": len(read),
        "both": sum(len(segment.coded.coders) > 1 for segment in read),
        "interviews": [
            [[t.id for t in group], interview_name(group), sum(counted[t.id] for t in group)]
            for group in groups
        ],
        "segments": [
            [
                segment.coded.transcript,
                segment.turn,
                segment.coded.start,
                segment.coded.end,
                segment.coded.text
                if len(segment.coded.text) <= READ
                else segment.coded.text[:READ] + "…",
                segment.called,
                segment.coded.code,
                [[c.id, c.coder, c.version] for c in segment.coded.codings],
                segment.stars,
                list(segment.paraphrases),
            ]
            for segment in read[first : first + int(ask.get("most", 300))]
        ],
    }


def _hits(project: Project, ask: Mapping[str, Any], _: str, coder: str) -> dict[str, Any]:
    """Return where words stand in all interviews, at the width at which they would be coded.

    `ask` has `query`, `way` (words, forms, pattern), `width` (words, sentence, turn) and perhaps
    `code`. A place is [transcript, turn, start, end, words, [[from, to] of a hit in them, ...],
    who says it, why it cannot be coded, what is beside it in another language, what the sentence
    says before the words, and behind]; `total` counts those that are not told, too.
    """
    places = project.search.places(
        str(ask["query"]), way=str(ask.get("way", "words")), width=str(ask.get("width", "words"))
    )
    told = places[: int(ask.get("most", 500))]
    mine = project.search.coded_already(told, str(ask.get("code", "")), coder)
    return {
        "total": len(places),
        "places": [
            [
                place.transcript,
                place.turn,
                place.start,
                place.end,
                place.text,
                [[start - place.start, end - place.start] for start, end in place.hits],
                place.voice.speaker,
                "interviewer" if place.voice.role is Role.INTERVIEWER else "coded" if had else "",
                shortened(project.alignments.beside(place.transcript, place.start, place.end)),
                *around,
            ]
            for place, had, around in zip(told, mine, project.search.around(told), strict=True)
        ],
    }


def _interviews(project: Project, _: Mapping[str, Any], __: str, coder: str) -> dict[str, Any]:
    """Return how far each interview has got, by coder.

    An interview is [its transcripts, {coder: share of the participants' words that have a code, 0
    to 1}, who is done with it]; `coders` are those who coded anything, most codings first.
    `coded` are transcripts with a coding: another of that interview has its share all the same.
    `places` has transcript → the turn at which the coder stopped, and whether a bookmark is there.
    """
    marked = project.bookmarks.all(coder)
    seen = project.bookmarks.last(coder)
    standing = project.overview.standing()
    done = project.done.all()
    shares: dict[str, dict[str, float]] = {}
    for share in standing.shares:
        shares.setdefault(share.transcript, {})[share.coder] = round(share.share, 3)
    return {
        "coders": list(standing.coders),
        "coded": project.segments.transcripts(),
        "places": {
            key: [seen[key][0] if key in seen else 0, key in marked] for key in {*seen, *marked}
        },
        "interviews": [
            [
                [t.id for t in group],
                shares.get(group[0].id, {}),
                sorted({coder for t in group for coder in done.get(t.id, ())}),
            ]
            for group in standing.interviews
        ],
    }


def _beside(project: Project, ask: Mapping[str, Any], transcript: str, _: str) -> dict[str, Any]:
    """Return what another translation, `of`, has beside the text, as the page takes it."""
    text = BesideText(project, project.transcripts.info(transcript), str(ask["of"]))
    here = project.store.codings.all(transcript=transcript)
    return {"parallel": text.text(), "placed_beside": text.placed(here)}


def _usage(project: Project, _: Mapping[str, Any], __: str, ___: str) -> dict[str, Any]:
    """Return [code, segments, interviews] for each code that is used, or whose codes below are."""
    return {"usage": [[code, *counted] for code, counted in project.segments.usage().items()]}


def _sections(project: Project, ask: Mapping[str, Any], __: str, ___: str) -> dict[str, Any]:
    """Return [id, name, whether the coding is in it] for each section of the report."""
    held = project.baskets.holding(str(ask["coding"]))
    return {"sections": [[basket.id, basket.name, inside] for basket, inside in held]}


def _filters(project: Project, _: Mapping[str, Any], __: str, ___: str) -> dict[str, Any]:
    """Return the saved filters, name → what it lets through, and everybody who has coded."""
    saved = {name: as_data(kept) for name, kept in project.filters.all().items()}
    return {"saved": saved, "coders": project.store.codings.coders()}


OF_THE_MACHINE = frozenset({"alike", "proposals", "why"})
"""Questions for which transcripts may have to be read and the machine to learn."""

QUESTIONS: Mapping[str, Callable[[Project, Mapping[str, Any], str, str], dict[str, Any]]] = {
    "alike": _alike,
    "proposals": _proposals,
    "why": _why,
    "segments": _segments,
    "hits": _hits,
    "interviews": _interviews,
    "beside": _beside,
    "usage": _usage,
    "sections": _sections,
    "filters": _filters,
}
