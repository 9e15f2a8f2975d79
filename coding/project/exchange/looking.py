"""See which sources of a foreign project are here already, and what it would bring."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from coding.exchange.letters import fingerprint, lines_of, nearest_text
from coding.exchange.plan import ComingAs, ExchangePlan, SourcePlan, plan_codes
from coding.model import TranscriptInfo, sha256
from coding.model.exchange import ForeignProject, ForeignSource, SourceKind
from coding.transcripts.incoming import Register

if TYPE_CHECKING:
    from coding.project import Project


def look(project: Project, foreign: ForeignProject) -> ExchangePlan:
    """Return what a foreign project would bring into a study."""
    book = project.codes.book()
    codes = plan_codes(foreign, book)
    sources = plan_sources(project, foreign)
    own_code = {plan.key: plan.own for plan in codes}
    place = {plan.key: plan.own for plan in sources if plan.standing is ComingAs.SAME}
    known = {(c.transcript, c.code, c.coder, c.text) for c in project.codings.all() if place}
    held = {plan.key for plan in sources if plan.standing is ComingAs.KEPT}
    there = fresh = memos = 0
    for coding in foreign.codings:
        if coding.source in held or not coding.code:
            memos += not coding.code
            continue
        mark = (place.get(coding.source), own_code.get(coding.code), coding.coder, coding.text)
        there += mark in known
        fresh += mark not in known
    register = Register(project.participants.all())
    return ExchangePlan(
        codes=codes,
        sources=sources,
        fresh=fresh,
        there=there,
        memos=memos + len(foreign.memos) + sum(bool(c.memo and c.code) for c in foreign.codings),
        cases={case.name: not register.find(case.name) for case in foreign.cases},
        coders=tuple(dict.fromkeys(c.coder for c in foreign.codings if c.coder)),
    )


def plan_sources(project: Project, foreign: ForeignProject) -> tuple[SourcePlan, ...]:
    """Return what becomes of each source: in already, new, nearly here, or only kept."""
    listed = project.transcripts.all()
    names = {info.id: info.name for info in listed}
    count = Counter(coding.source for coding in foreign.codings if coding.code)
    here = matched(project, foreign.sources, listed)
    plans = []
    for source in foreign.sources:
        own, how, likeness = here.get(source.key, ("", ComingAs.NEW, 0.0))
        if not is_text(source):
            how = ComingAs.KEPT
        plans.append(
            SourcePlan(
                key=source.key,
                name=source.name,
                kind=source.kind,
                standing=how,
                own=own,
                own_name=names.get(own, ""),
                likeness=likeness,
                words=len(source.text.split()),
                codings=count[source.key] or len(source.coded),
            )
        )
    return tuple(plans)


def is_text(source: ForeignSource) -> bool:
    """Tell whether a source can be a transcript here: text with words in it."""
    return source.kind is SourceKind.TEXT and bool(source.text) and not source.text.isspace()


def matched(
    project: Project, sources: Iterable[ForeignSource], listed: list[TranscriptInfo]
) -> Mapping[str, tuple[str, ComingAs, float]]:
    """Return source → the transcript it is or is nearly, each transcript for one source.

    First those with the very text, of which equal names belong together; then those whose letters
    are the same; then the likest by their lines. The texts here are read only if they must be.
    """
    found: dict[str, tuple[str, ComingAs, float]] = {}
    free = {info.id: info for info in listed}
    by_sha: dict[str, list[TranscriptInfo]] = defaultdict(list)
    for info in listed:
        by_sha[info.sha256].append(info)
    waiting = []
    for source in sources:
        if not is_text(source):
            continue
        same = [info for info in by_sha.get(sha256(source.text), ()) if info.id in free]
        same.sort(key=lambda info: info.name != source.name)
        if same:
            found[source.key] = (same[0].id, ComingAs.SAME, 1.0)
            del free[same[0].id]
        else:
            waiting.append(source)
    if not (waiting and free):
        return found
    prints: dict[str, list[str]] = defaultdict(list)
    lines: dict[str, frozenset[str]] = {}
    for key in free:
        text = project.transcripts.get(key).text
        prints[fingerprint(text)].append(key)
        lines[key] = lines_of(text)
    for source in waiting:
        same_letters = [key for key in prints.get(fingerprint(source.text), ()) if key in lines]
        if same_letters:
            found[source.key] = (same_letters[0], ComingAs.SAME, 1.0)
            del lines[same_letters[0]]
    for source in waiting:
        if source.key not in found:
            key, likeness = nearest_text(source.text, lines)
            if key:
                found[source.key] = (key, ComingAs.NEARLY, likeness)
    return found
