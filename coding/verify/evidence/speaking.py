"""Tell who says the words of a passage, and whether an attribution is theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from coding.model import Participant, Role, SaidBy, Voice
from coding.verify.evidence.alterations import PassageMatch
from coding.verify.evidence.people import contradiction, names, names_of, others_label, stands_in
from coding.verify.evidence.study import Study
from coding.verify.reading.attribution import Attribution
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quoted import Quoted, saying


def with_name(reading: ReadDraft, study: Study, quoted: Quoted) -> Quoted:
    """Return a quotation with the name that its sentence says it is of: "…", said Vera."""
    if quoted.label:
        return quoted
    lead, behind = reading.beside(quoted)
    present = [name for name in names_of(reading, study) if stands_in(name, f"{lead} {behind}")]
    if len(present) != 1:
        return quoted
    name = re.escape(present[0])
    says = saying().pattern
    before = rf"(?<!\w){name}(?:\s+[^\W\d_]+){{0,2}}\s+{says}"
    after = rf"[\s,.;—–-]*(?:{says}\s+{name}(?!\w|['’]s)|{name}\s+(?:[^\W\d_]+\s+)?{says})"
    if re.search(before, lead) or re.match(after, behind):
        return replace(quoted, label=present[0])
    return quoted


def contradicted(study: Study, match: PassageMatch, quoted: Quoted, label: Attribution) -> str:
    """Return how an attribution contradicts who said the words, `""` if it does not."""
    if not quoted.label or label.source:
        return ""
    named = [other for other in study.participants.values() if names(quoted.label, other)]
    if match.stream.asks and (label.person or named):
        return "the interviewer says this"
    wrong = [_misnamed(study, match, voice, quoted, label, named) for voice in said_by(match)]
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
    own = bool(voice.speaker) and stands_in(voice.speaker, quoted.label)
    if not own and any(len(name) > 1 and stands_in(name, quoted.label) for name in others):
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


def said_by(match: PassageMatch) -> list[Voice]:
    """Return who says the words of a passage, who says most of them first."""
    said = SaidBy.of(match.transcript.turns)
    stream = match.stream
    counted: Counter[Voice] = Counter()
    for place in match.places:
        for word in range(place.first, place.last):
            for _, _, voice in said.within(stream.starts[word], stream.ends[word]):
                counted[voice] += 1
    return [voice for voice, _ in counted.most_common()]


def not_told(match: PassageMatch) -> bool:
    """Say whether the transcript does not tell who says most of a passage."""
    voices = said_by(match)
    return bool(voices) and voices[0].role is Role.UNKNOWN
