"""Count how many passages each participant, or each group, has on each code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coding.model import Code, Codebook, Coding, Participant, Role, TranscriptInfo, Voice


def speakers(
    transcripts: Iterable[TranscriptInfo], participants: Iterable[Participant]
) -> dict[str, Participant]:
    """Return who was interviewed by id, in the order of participants.csv.

    Who is in no file comes last, under the name of the interview, and beside others in it under
    their own.
    """
    known = {participant.id: participant for participant in participants}
    names: dict[str, str] = {}
    for t in transcripts:
        answering = [s for s in t.cast if s.role is Role.PARTICIPANT]
        alone = len(answering) < 2
        for speaker in answering:
            key = person_of(t, Voice(speaker.role, speaker.participant, speaker.name))
            names.setdefault(key, t.name if alone else f"{t.name}, {speaker.name}")
        if not answering:
            names.setdefault(t.participant or t.id, t.name)
    order = [key for key in known if key in names]
    rest = [key for key in names if key not in known]
    return {
        key: known.get(key) or Participant(id=key, pseudonym=names[key]) for key in [*order, *rest]
    }


def person_of(t: TranscriptInfo, voice: Voice) -> str:
    """Return the id under which somebody counts, `""` where no participant speaks.

    Who is no person of the study yet counts for the interview, or in it, if several answer.
    """
    if voice.role is not Role.PARTICIPANT:
        return ""
    if voice.participant:
        return voice.participant
    several = sum(s.role is Role.PARTICIPANT for s in t.cast) > 1
    return f"{t.id}#{voice.speaker}" if several else t.participant or t.id


def carrying(
    book: Codebook, codings: Iterable[Coding], spoken: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return code → the people whose words carry it, or a code below it; every code is there.

    `spoken` has coding → who says it, `""` for what no participant says.
    """
    people: dict[str, set[str]] = {code.id: set() for code in book}
    for coding in codings:
        if spoken[coding.id] and coding.code in book:
            for up in book.path(coding.code):
                people[up.id].add(spoken[coding.id])
    return {code: frozenset(who) for code, who in people.items()}


def passages(
    book: Codebook,
    codings: Iterable[Coding],
    spoken: Mapping[str, str],
    people: Mapping[str, Participant],
    *,
    attribute: str = "",
) -> list[tuple[Code, str, int]]:
    """Count codings of each code by participant, or by a value of an attribute.

    `spoken` has coding → who says it, `""` for what no participant says: that is left out.
    Returns (code, participant's name or value, number of participants' passages coded); codes
    that are used nowhere are left out. A passage coded with a code counts for the codes above it
    too. Passages that two coders coded alike count once.
    """

    def group_of(person: Participant) -> str:
        return person.attributes.get(attribute, "") if attribute else person.pseudonym or person.id

    segments: dict[tuple[str, str], set[tuple[str, int, int]]] = {}
    for coding in codings:
        if not spoken[coding.id]:
            continue
        group = group_of(people[spoken[coding.id]])
        for up in book.path(coding.code) if coding.code in book else ():
            place = (coding.transcript, coding.start, coding.end)
            segments.setdefault((up.id, group), set()).add(place)
    used = {code for code, _ in segments}
    return [
        (code, group, len(segments.get((code.id, group), ())))
        for code in book
        if code.id in used
        for group in dict.fromkeys(group_of(person) for person in people.values())
    ]
