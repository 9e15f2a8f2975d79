"""Check quotations: an interview holds these words, said by who is named for them.

Verdicts, from best to worst: `verbatim`, `cleaned` (fillers, case, punctuation), `edited`,
`stitched` (parts out of order or far apart), `wrong speaker`, `meaning at risk` (a negation,
number or name differs), `not found`; and `external` for what is said to be from elsewhere. Where
a transcript does not tell who says what is quoted, that is said as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coding.model import (
    Role,
    Transcript,
)
from coding.verify.checks.outcome import Outcome
from coding.verify.checks.quote_findings import NAME, UNMARKED, examine, report
from coding.verify.evidence import passages
from coding.verify.evidence.alterations import RANK, PassageMatch, judged
from coding.verify.evidence.elsewhere import external
from coding.verify.evidence.passages import Alignment, Part, Stream
from coding.verify.evidence.people import told_by
from coding.verify.evidence.speaking import contradicted, with_name
from coding.verify.evidence.study import Study
from coding.verify.reading.attribution import Attribution, read_attribution
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quoted import Quoted

__all__ = ["NAME", "check"]

SAME = 0.6
"""Likeness from which a passage is what the quotation was made from."""

_Spoken = Sequence[tuple[int, int, bool]]

UNCLOSED = 60
"""Characters that are shown of a quotation that nothing closes."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return a finding for each quotation that is not what was said."""
    outcome = Outcome()
    _unclosed(outcome, reading)
    if not study.transcripts:
        _without_interviews(outcome, reading, study)
        return outcome
    heard = list(_heard(study.transcripts))
    among = passages.streams([t.text for t, _ in heard], [spoken for _, spoken in heard])
    sources = [t for t, _ in heard]
    quotations = [with_name(reading, study, quoted) for quoted in reading.quotations]
    cut = [passages.parts(reading.plain, q.start, q.end, q.holes) for q in quotations]
    whole = [passages.joined(parts) for parts in cut if len(parts) > 1]
    places = iter(passages.search([*whole, *(part for parts in cut for part in parts)], among))
    unbroken = [next(places) for _ in whole]
    looked = [[next(places) for _ in parts] for parts in cut]
    at = 0
    for n, broken in enumerate(cut):
        if len(broken) > 1:
            exact = [p for p in unbroken[at] if not p.differences]
            if exact:  # the ellipses are pauses that were heard: nothing was left out
                cut[n], looked[n] = [whole[at]], [exact]
            at += 1
    matches = [
        _match(study, sources, among, q, parts, listed)
        for q, parts, listed in zip(quotations, cut, looked, strict=True)
    ]
    ours = _unattributed_are_interviews(reading, study, quotations, matches)
    for quoted, match, listed in zip(quotations, matches, looked, strict=True):
        report(outcome, reading, study, sources, quoted, match, listed, among, ours=ours)
    without = [e.paragraph for e in outcome.examined if e.verdict == UNMARKED]
    if without:
        outcome.notes.append(
            "Not looked at: what looks like speech and has no quotation marks, in paragraph"
            f" {', '.join(map(str, without))}."
        )
    _set_off(outcome, reading)
    return outcome


def _set_off(outcome: Outcome, reading: ReadDraft) -> None:
    """Say which paragraphs may be quotations, by how they look, and stand in no interview."""
    looked_at = {e.start for e in outcome.examined}
    unlike = [q.paragraph for q in reading.quotations if q.set_off and q.start not in looked_at]
    if unlike:
        outcome.notes.append(
            "Not looked at: what is in italics or indented as a whole, without quotation marks, and"
            f" stands in no interview, in paragraph {', '.join(map(str, unlike))}. If it is quoted,"
            " put marks around it."
        )


def _heard(transcripts: Sequence[Transcript]) -> Iterator[tuple[Transcript, _Spoken]]:
    """Yield what is said in each transcript as a whole, and by each of several who answer.

    So a quotation is found in the words of whoever is named for it, where others said the same.
    """
    for transcript in transcripts:
        turns = transcript.turns
        yield (
            transcript,
            [(t.start, t.end, t.role is Role.INTERVIEWER) for t in turns]
            or [(0, len(transcript.text), False)],
        )
        answering = {t.participant or t.speaker for t in turns if t.role is Role.PARTICIPANT}
        if len(answering) > 1:
            for who in sorted(answering):
                theirs = [t for t in turns if (t.participant or t.speaker) == who]
                yield transcript, [(t.start, t.end, False) for t in theirs]


def _unclosed(outcome: Outcome, reading: ReadDraft) -> None:
    """Say which quotation marks nothing closes: what they quote was not looked up."""
    for at in reading.unclosed:
        end = min(reading.paragraph(at).end, at + UNCLOSED)
        outcome.examined.append(
            reading.looked_at(
                "quotation", "not looked at", at, end, message="Nothing closes this quotation mark."
            )
        )
    if reading.unclosed:
        places = ", ".join(str(reading.paragraph(at).number) for at in reading.unclosed)
        outcome.notes.append(
            f"Not looked at: quotations that open and that nothing closes, in paragraph {places}."
        )


def _without_interviews(outcome: Outcome, reading: ReadDraft, study: Study) -> None:
    """Say what is quoted, though there is nothing to look it up in."""
    quotations = [quoted for quoted in reading.quotations if not quoted.set_off]
    for quoted in quotations:
        label = read_attribution(quoted.label) if quoted.label else Attribution()
        why = external(reading, quoted, label, study)
        verdict = "not looked up" if label.person or not why else "external"
        examine(outcome, reading, quoted, verdict, why or "There are no transcripts.")
    if quotations:
        outcome.notes.append("There are no transcripts: quotations were not looked up.")


# ── is it from an interview at all? ──


def _unattributed_are_interviews(
    reading: ReadDraft,
    study: Study,
    quotations: Sequence[Quoted],
    matches: Sequence[PassageMatch | None],
) -> bool:
    """Say whether this draft prints interviewees' words without naming them at all."""
    bare = [
        match is not None
        for quoted, match in zip(quotations, matches, strict=True)
        for label in [told_by(quoted.label, study.labels)]
        if not label.person and not external(reading, quoted, label, study)
    ]
    return len(bare) >= 3 and sum(bare) > 0.6 * len(bare)


# ── what a quotation changes ──


def _match(
    study: Study,
    sources: Sequence[Transcript],
    among: Sequence[Stream],
    quoted: Quoted,
    parts: Sequence[Part],
    listed: Sequence[Sequence[Alignment]],
) -> PassageMatch | None:
    """Return what a quotation was made from, None if no passage is like it."""
    label = told_by(quoted.label, study.labels)
    rated = [
        [p for p in places if p.likeness >= (SAME if len(part.keys) > 2 else 0.99)]
        for part, places in zip(parts, listed, strict=True)
    ]
    whole = sum(len(part.keys) for part in parts)
    matches: list[PassageMatch] = []
    for stream in sorted({p.stream for places in rated for p in places}):
        here = [[p for p in places if p.stream == stream] for places in rated]
        chosen = passages.ordered(parts, here, among[stream])
        missing = sum(
            len(part.keys) for part, place in zip(parts, chosen, strict=True) if place is None
        )
        if missing > 0.4 * whole:
            continue
        with_place = list(zip(parts, chosen, strict=True))
        matches.append(judged(sources[among[stream].transcript], among[stream], with_place))
    if not matches:
        return None

    def order(match: PassageMatch) -> tuple[bool, bool, int, bool]:
        rank = RANK.index(match.verdict)
        wrong = bool(contradicted(study, match, quoted, label))
        return (rank > 2, wrong, rank, match.stream.asks)

    return min(matches, key=order)
