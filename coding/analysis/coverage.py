"""Count how many passages each participant, or each group, has on each code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coding.model import Code, Codebook, Coding, Participant, TranscriptInfo


def speakers(
    transcripts: Iterable[TranscriptInfo], participants: Iterable[Participant]
) -> tuple[dict[str, str], dict[str, Participant]]:
    """Return transcript → participant, and who speaks by id in the order of participants.csv.

    A transcript without a participant speaks for itself, under its own name; a participant who
    is in no file comes last, under the name of the interview.
    """
    listed = list(transcripts)
    spoken = {t.id: t.participant or t.id for t in listed}
    known = {participant.id: participant for participant in participants}
    heard = set(spoken.values())
    order = [key for key in known if key in heard]
    rest = [key for key in dict.fromkeys(spoken.values()) if key not in known]
    names = {t.id: t.name for t in listed}
    people = {
        key: known.get(key) or Participant(id=key, pseudonym=names.get(key, key))
        for key in [*order, *rest]
    }
    return spoken, people


def passages(
    book: Codebook,
    codings: Iterable[Coding],
    spoken: Mapping[str, str],
    people: Mapping[str, Participant],
    *,
    attribute: str = "",
) -> list[tuple[Code, str, int]]:
    """Count codings of each code by participant, or by a value of an attribute.

    Returns (code, participant's name or value, number of participants' passages coded); codes
    that are used nowhere are left out. A passage coded with a code counts for the codes above it
    too. Passages that two coders coded alike count once.
    """

    def group_of(person: Participant) -> str:
        return person.attributes.get(attribute, "") if attribute else person.pseudonym or person.id

    segments: dict[tuple[str, str], set[tuple[str, int, int]]] = {}
    for coding in codings:
        group = group_of(people[spoken[coding.transcript]])
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
