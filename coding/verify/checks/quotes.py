"""Check quotations: an interview holds these words, said by who is named for them.

Verdicts, from best to worst: `verbatim`, `cleaned` (fillers, case, punctuation), `edited`,
`stitched` (parts out of order or far apart), `wrong speaker`, `meaning at risk` (a negation,
number or name differs), `not found`; and `external` for what no interviewee is said to have
said. Where a transcript does not tell who says what is quoted, that is said as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import (
    Change,
    Evidence,
    Level,
    Participant,
    Role,
    SaidBy,
    Transcript,
    Voice,
)
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence import passages
from coding.verify.evidence.alterations import RANK, PassageMatch, judged
from coding.verify.evidence.passages import Alignment, Part, Stream
from coding.verify.evidence.people import contradiction, names, others_label, told_by
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quoted import Attribution, Quoted, read_attribution
from coding.verify.reading.text import tokens

NAME = "quotations"

SAME = 0.6
"""Likeness from which a passage is what the quotation was made from."""

_Spoken = Sequence[tuple[int, int, bool]]

NEAR = 0.45
"""Likeness from which a passage is shown as the nearest."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return a finding for each quotation that is not what was said."""
    outcome = Outcome()
    if not study.transcripts:
        _without_interviews(outcome, reading)
        return outcome
    heard = list(_heard(study.transcripts))
    among = passages.streams([t.text for t, _ in heard], [spoken for _, spoken in heard])
    sources = [t for t, _ in heard]
    quotations = reading.quotations
    cut = [passages.parts(reading.text, q.start, q.end) for q in quotations]
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
        _match(reading, study, sources, among, q, parts, listed)
        for q, parts, listed in zip(quotations, cut, looked, strict=True)
    ]
    ours = _unattributed_are_interviews(reading, study, quotations, matches)
    for quoted, match, listed in zip(quotations, matches, looked, strict=True):
        _report(outcome, reading, study, sources, quoted, match, listed, among, ours=ours)
    return outcome


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


def _without_interviews(outcome: Outcome, reading: ReadDraft) -> None:
    """Say what is quoted, though there is nothing to look it up in."""
    for quoted in reading.quotations:
        label = read_attribution(quoted.label) if quoted.label else Attribution()
        why = external(reading, quoted, label)
        verdict = "not looked up" if label.person or not why else "external"
        _examined(outcome, reading, quoted, verdict, why or "There are no transcripts.")
    if reading.quotations:
        outcome.notes.append("There are no transcripts: quotations were not looked up.")


# ── is it from an interview at all? ──


def external(reading: ReadDraft, quoted: Quoted, label: Attribution) -> str:
    """Return why a quotation is none of an interview, `""` if it may be one."""
    words = [t for t in tokens(reading.text, quoted.start, quoted.end) if t.word]
    if label.source:
        return "it is attributed to a source"
    if len(words) < 4 and not label.person:
        return "it is a term of under four words"
    capitals = sum(t.form[:1].isupper() for t in words)
    if not label.person and capitals >= 0.6 * len(words) and len(words) <= 14:
        return "it is a title"
    if not label.person and _before_titles().search(quoted.lead):
        return "the sentence names a document"
    return ""


@packs.cached
def _before_titles() -> re.Pattern[str]:
    """Return a pattern for words that a title or document follows: "the law", "entitled"."""
    return re.compile(rf"{alternatives(packs.together('titles'))}\W*$", re.I)


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
        if not label.person and not external(reading, quoted, label)
    ]
    return len(bare) >= 3 and sum(bare) > 0.6 * len(bare)


# ── what a quotation changes ──


def _match(
    reading: ReadDraft,
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
        wrong = bool(_contradicted(study, match, quoted, label))
        return (rank > 2, wrong, rank, match.stream.asks)

    return min(matches, key=order)


# ── who said it ──


def _contradicted(study: Study, match: PassageMatch, quoted: Quoted, label: Attribution) -> str:
    """Return how an attribution contradicts who said the words, `""` if it does not."""
    if not quoted.label or label.source:
        return ""
    named = [other for other in study.participants.values() if names(quoted.label, other)]
    if match.stream.asks and (label.person or named):
        return "the interviewer says this"
    wrong = [_misnamed(study, match, voice, quoted, label, named) for voice in _said_by(match)]
    return wrong[0] if wrong and all(wrong) else ""


def _misnamed(
    study: Study,
    match: PassageMatch,
    voice: Voice,
    quoted: Quoted,
    label: Attribution,
    named: Sequence[Participant],
) -> str:
    """Return how an attribution contradicts one who says some of the words, `""` if not."""
    if voice.role is not Role.PARTICIPANT:
        return ""
    answering = [t for t in match.transcript.turns if t.role is Role.PARTICIPANT]
    others = {t.speaker for t in answering} - {voice.speaker, ""}
    own = bool(voice.speaker) and _stands_in(voice.speaker, quoted.label)
    if not own and any(len(name) > 1 and _stands_in(name, quoted.label) for name in others):
        return "somebody else in that interview is named, who does not say this"
    alone = {voice.speaker} >= {t.speaker for t in answering}
    whose = voice.participant or (match.transcript.participant if alone else "")
    person = study.participants.get(whose)
    if person is None:
        return ""
    if len(named) == 1 and named[0].id != person.id:
        return "somebody else is named, who does not say this"
    wrong = contradiction(label, person)
    return wrong or others_label(quoted.label, person, study.labels)


def _said_by(match: PassageMatch) -> list[Voice]:
    """Return who says the words of a passage, who says most of them first."""
    said = SaidBy.of(match.transcript.turns)
    stream = match.stream
    counted: Counter[Voice] = Counter()
    for place in match.places:
        for word in range(place.first, place.last):
            for _, _, voice in said.within(stream.starts[word], stream.ends[word]):
                counted[voice] += 1
    return [voice for voice, _ in counted.most_common()]


def _not_told(match: PassageMatch) -> bool:
    """Say whether the transcript does not tell who says most of a passage."""
    voices = _said_by(match)
    return bool(voices) and voices[0].role is Role.UNKNOWN


def _stands_in(name: str, label: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", label))


# ── what is said of it ──


def _report(
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
    label = told_by(quoted.label, study.labels)
    why = external(reading, quoted, label)
    size = len(reading.text[quoted.start : quoted.end].split())
    word_for_word = match is not None and match.verdict in ("verbatim", "cleaned")
    # What stands in an interview word for word is from there, whatever it looks like; but a
    # word or two stand everywhere.
    ours_after_all = word_for_word and not label.source and size >= (2 if ours else 4)
    if match is None or (why and not word_for_word):
        nearest = max(
            (p for places in listed for p in places), key=lambda p: p.likeness, default=None
        )
        _not_found(outcome, reading, sources, quoted, label, why, nearest, among, ours=ours)
        return
    if why and not ours_after_all:
        _examined(outcome, reading, quoted, "external", why)
        return
    evidence = [_passage(study, match)]
    wrong = _contradicted(study, match, quoted, label)
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
        _examined(outcome, reading, quoted, "wrong speaker", wrong, evidence, match.changes)
        return
    _examined(outcome, reading, quoted, match.verdict, told, evidence, match.changes)
    if label.person and _not_told(match):
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
            Level.ERROR if match.verdict == "meaning at risk" else Level.CHECK,
            match.verdict,
            quoted.start,
            quoted.end,
            message=told,
            hint=_HINTS[match.verdict],
            evidence=evidence,
            changes=match.changes,
        )
    )


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


def _passage(study: Study, match: PassageMatch) -> Evidence:
    transcript = match.transcript
    person = next((voice.participant for voice in _said_by(match)), "")
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
    label: Attribution,
    why: str,
    nearest: Alignment | None,
    among: Sequence[Stream],
    *,
    ours: bool,
) -> None:
    long_block = quoted.block and not quoted.label
    if not label.person and (why or not (ours or long_block)):
        _examined(outcome, reading, quoted, "external", why or "no interviewee is named")
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
    _examined(outcome, reading, quoted, "not found", message, evidence)
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.CHECK,
            "not found",
            quoted.start,
            quoted.end,
            message=message,
            hint="Look for the passage it was made from; is its transcript imported?",
            evidence=evidence,
        )
    )


def _examined(
    outcome: Outcome,
    reading: ReadDraft,
    quoted: Quoted,
    verdict: str,
    message: str,
    evidence: Sequence[Evidence] = (),
    changes: Sequence[Change] = (),
) -> None:
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
