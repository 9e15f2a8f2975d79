"""Find the speakers who are called like a person that the study gets after their interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coding.model import Participant, Role
from coding.store import Writer


def place_newcomers(
    w: Writer, before: Sequence[Participant], people: Sequence[Participant]
) -> None:
    """Let those who answer, and are nobody yet, be the people that have come or are called anew.

    Only where one person alone fits a name, one name of an interview that person, and nobody else
    there is them; who was there `before` under the same pseudonym is left as somebody made it. The
    summary of the act says it. Of an interview in which they alone answer, it is with them.
    """
    known = {(person.id, person.pseudonym) for person in before}
    fresh = {person.id for person in people if (person.id, person.pseudonym) not in known}
    if not fresh:
        return
    from coding.transcripts.incoming import Register

    register = Register(people)
    unplaced = [(key, name, register.find(name)) for key, name in w.speech.unplaced()]
    fitting = Counter((key, person) for key, _, person in unplaced)
    for key, name, person in unplaced:
        info, cast = w.transcript(key), w.speech.speakers(key)
        answering = {s.name for s in cast.values() if s.role is Role.PARTICIPANT and s.turns}
        taken = person in {s.participant for s in cast.values()}
        if person not in fresh or fitting[key, person] > 1 or taken:
            continue
        for speaker in cast.values():
            if speaker.label and speaker.name == name:
                w.speech.put_speaker(
                    key, speaker.label, name=name, role=speaker.role, participant=person
                )
        if answering == {name} and not info.participant:
            w.change_transcript(key, participant=person)
        w.summary += f"; {name} in {info.name} is {person}"
