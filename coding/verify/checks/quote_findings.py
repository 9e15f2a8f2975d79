"""Word what is found about a quotation: its finding, what was looked at, and the passage."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model import (
    Change,
    Evidence,
    Level,
    Transcript,
)
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.alterations import PassageMatch
from coding.verify.evidence.elsewhere import external
from coding.verify.evidence.passages import Alignment, Stream
from coding.verify.evidence.people import names_somebody, told_by
from coding.verify.evidence.speaking import contradicted, not_told, said_by
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quoted import Quoted
from coding.verify.reading.sources import asked

NAME = "quotations"

UNMARKED = "not marked"
"""The verdict on what only looks like speech and stands in no interview."""

NEAR = 0.45
"""Likeness from which a passage is shown as the nearest."""


def report(
    outcome: Outcome,
    reading: ReadDraft,
    study: Study,
    sources: Sequence[Transcript],
    quoted: Quoted,
    match: PassageMatch | None,
    listed: Sequence[Sequence[Alignment]],
    among: Sequence[Stream],
    *,
    ours: bool,
) -> None:
    """Say of one quotation what it was made from and what is wrong with it, if anything is.

    `match` is what it was made from, None if no passage is like it; `listed` are passages that are
    like its parts, of streams `among` the interviews `sources`. `ours` says that this draft prints
    interviewees' words without naming them.
    """
    label = told_by(quoted.label, study.labels)
    why = external(reading, quoted, label, study)
    size = len(reading.text[quoted.start : quoted.end].split())
    word_for_word = match is not None and match.verdict in ("verbatim", "cleaned")
    # What stands in an interview word for word is from there, whatever it looks like; but a
    # word or two stand everywhere.
    ours_after_all = word_for_word and not label.source and size >= (2 if ours else 4)
    if match is None or (why and not word_for_word):
        nearest = max(
            (p for places in listed for p in places), key=lambda p: p.likeness, default=None
        )
        _not_found(outcome, reading, sources, quoted, why, nearest, among)
        return
    if why and not ours_after_all:
        examine(outcome, reading, quoted, "external", why)
        return
    evidence = [_passage(match)]
    wrong = contradicted(study, match, quoted, label)
    told = _told(match)
    if wrong:
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.ERROR,
                "wrong speaker",
                quoted.start,
                quoted.end,
                message=f"The attribution “{quoted.label}” does not fit: {wrong}.",
                hint="Put the attribution of the one who said it, or another quotation.",
                evidence=evidence,
                changes=match.changes,
            )
        )
        examine(outcome, reading, quoted, "wrong speaker", wrong, evidence, match.changes)
        return
    if match.stream.asks:
        told = f"{told} The interviewer says this."
    examine(outcome, reading, quoted, match.verdict, told, evidence, match.changes)
    if match.stream.asks and not asked(" ".join([quoted.label, *reading.beside(quoted)])):
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK,
                "the interviewer’s words",
                quoted.start,
                quoted.end,
                message="The interviewer says this in the interview, nobody who was interviewed.",
                hint="Say that it is the question, or quote the answer.",
                evidence=evidence,
            )
        )
    if (label.person or names_somebody(quoted.label, study)) and not_told(match):
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK,
                "speaker not known",
                quoted.start,
                quoted.end,
                message=f"“{quoted.label}” cannot be checked: the transcript does not say who says"
                " this.",
                hint="Say on Transcripts who says it.",
                evidence=evidence,
            )
        )
    if match.verdict in ("verbatim", "cleaned"):
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            _level(match),
            match.verdict,
            quoted.start,
            quoted.end,
            message=told,
            hint=_HINTS[match.verdict],
            evidence=evidence,
            changes=match.changes,
        )
    )


def _level(match: PassageMatch) -> Level:
    """Return how sure a change is one: what the draft itself marks is for the reader to see."""
    if match.verdict == "meaning at risk":
        return Level.ERROR if match.proved else Level.CHECK
    return Level.INFO if match.marked and match.verdict == "edited" else Level.CHECK


_HINTS = {
    "edited": "Print what was said, or mark the change with […] or [brackets].",
    "stitched": "Print the parts as quotations of their own, or mark what is left out with […].",
    "meaning at risk": "Print the words as they were said.",
}


def _told(match: PassageMatch) -> str:
    # No names here: this goes into comments for others. The evidence says which interview it is.
    where = "the interview"
    beside = " (in the translation)" if match.transcript.translation_of else ""
    if match.verdict == "verbatim":
        return f"Word for word in {where}{beside}."
    differing = "; ".join(
        f"said “{c.source}”, printed “{c.draft}”"
        if c.source and c.draft
        else f"left out “{c.source}”"
        if c.source
        else f"added “{c.draft}”"
        for c in match.changes[:4]
    )
    more = f" and {len(match.changes) - 4} more" if len(match.changes) > 4 else ""
    return f"In {where}{beside}, but {match.why}" + (f": {differing}{more}." if differing else ".")


def _passage(match: PassageMatch) -> Evidence:
    transcript = match.transcript
    person = next((voice.participant for voice in said_by(match)), "")
    return Evidence(
        kind="passage",
        text=transcript.text[match.start : match.end],
        where=" · ".join(
            filter(
                None,
                [
                    transcript.name,
                    person if person != transcript.name else "",
                ],
            )
        ),
        source=transcript.id,
        start=match.start,
        end=match.end,
    )


def _not_found(
    outcome: Outcome,
    reading: ReadDraft,
    sources: Sequence[Transcript],
    quoted: Quoted,
    why: str,
    nearest: Alignment | None,
    among: Sequence[Stream],
) -> None:
    if quoted.set_off:
        return  # told together, in a note: a question or a remark may be in italics as well
    if why:
        examine(outcome, reading, quoted, "external", why)
        return
    if not quoted.marked:
        # Its layout alone looks like speech.
        examine(outcome, reading, quoted, UNMARKED, "No marks say that it is quoted.")
        return
    evidence = []
    if nearest is not None and nearest.likeness >= NEAR:
        stream = among[nearest.stream]
        start, end = stream.starts[nearest.first], stream.ends[nearest.last - 1]
        transcript = sources[stream.transcript]
        evidence.append(
            Evidence(
                kind="passage",
                text=transcript.text[start:end],
                where=f"nearest, in {transcript.name}",
                source=transcript.id,
                start=start,
                end=end,
            )
        )
    message = "These words stand in no interview of the project."
    examine(outcome, reading, quoted, "not found", message, evidence)
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.CHECK,
            "not found",
            quoted.start,
            quoted.end,
            message=message,
            hint="Look for the passage it was made from; is its transcript imported? If it is from"
            " another source, name that.",
            evidence=evidence,
        )
    )


def examine(
    outcome: Outcome,
    reading: ReadDraft,
    quoted: Quoted,
    verdict: str,
    message: str,
    evidence: Sequence[Evidence] = (),
    changes: Sequence[Change] = (),
) -> None:
    """Note that a quotation was looked at, and how that ended."""
    outcome.examined.append(
        reading.looked_at(
            "quotation",
            verdict,
            quoted.start,
            quoted.end,
            message=message,
            evidence=evidence,
            changes=changes,
        )
    )
