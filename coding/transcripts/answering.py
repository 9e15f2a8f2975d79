"""Take down what a person says about a file that comes in, and for which others it holds.

Answers are by label, as the file has them; a person speaks of speakers by their names. Two labels
of one name are one speaker, so that a name that exists joins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from coding.model import (
    CONTINUE,
    NOBODY,
    TURNS,
    ColumnUse,
    DoubtKind,
    ReadingAnswers,
    ReadingDoubt,
    Role,
    Speaker,
    TableColumn,
    Turn,
)


class DoubtAnswer(StrEnum):
    """What can be said to a doubt besides a speaker's or a person's name."""

    CONTINUE = CONTINUE
    LATER = NOBODY
    TAKE_TURNS = TURNS
    SPEAKER = "speaker"
    WORDS = "words"
    JOIN = "join"
    APART = "apart"
    AS_READ = "as read"


def answered(
    answers: ReadingAnswers, doubt: ReadingDoubt, choice: str, cast: Sequence[Speaker] = ()
) -> ReadingAnswers:
    """Return the answers with one more: `choice` is a `DoubtAnswer`, a speaker or a participant.

    Where it is asked who asks, that is a speaker's label, or LATER for nobody.

    >>> doubt = ReadingDoubt(kind=DoubtKind.LABEL, text="", about="NB")
    >>> sorted(answered(ReadingAnswers(), doubt, "words").words)
    ['NB']
    """
    about = doubt.about
    match doubt.kind:
        case DoubtKind.UNLABELLED:
            return replace(answers, unlabelled=choice)
        case DoubtKind.LABEL:
            is_speaker = choice == DoubtAnswer.SPEAKER
            return replace(
                answers,
                speakers=answers.speakers | {about} if is_speaker else answers.speakers - {about},
                words=answers.words - {about} if is_speaker else answers.words | {about},
            )
        case DoubtKind.ASKER:
            answer = {speaker.label: Role.PARTICIPANT for speaker in cast}
            told = answer if choice == NOBODY else {choice: Role.INTERVIEWER}
            return replace(answers, roles={**answers.roles, **told})
        case DoubtKind.SAME:
            names = {speaker.label: speaker.name for speaker in cast}
            own, beside = names.get(about, about), names.get(doubt.beside, doubt.beside)
            return renamed(answers, cast, own, beside if choice == DoubtAnswer.JOIN else own, about)
        case DoubtKind.PERSON:
            return replace(answers, participants={**answers.participants, about: choice})
        case DoubtKind.COLUMNS:
            lines = [line.rpartition("=") for line in about.splitlines()]
            return replace(answers, columns={name: ColumnUse(use) for name, _, use in lines})


def with_use(columns: Iterable[TableColumn], name: str, use: ColumnUse) -> dict[str, ColumnUse]:
    """Return what columns hold once one of them holds something else.

    What one column only can hold is taken from the other; a table is of turns or of respondents.
    Only respondents say words in several columns: each is what they answer to one question.

    >>> uses = (ColumnUse.WORDS, ColumnUse.NOTHING)
    >>> turns = [TableColumn(name=n, use=use) for n, use in zip("ab", uses, strict=True)]
    >>> [str(use) for use in with_use(turns, "b", ColumnUse.WORDS).values()]
    ['nothing', 'words']
    >>> people = [*turns, TableColumn(name="c", use=ColumnUse.RESPONDENT)]
    >>> [str(use) for use in with_use(people, "b", ColumnUse.WORDS).values()]
    ['words', 'words', 'respondent']
    """
    respondents = {ColumnUse.RESPONDENT, ColumnUse.ATTRIBUTE}
    turns = {ColumnUse.SPEAKER, ColumnUse.START, ColumnUse.END}
    gone = turns if use is ColumnUse.RESPONDENT else respondents if use in turns else set()
    there = {column.name: column.use for column in columns}
    answers = ColumnUse.RESPONDENT in there.values()
    single = {*turns, ColumnUse.RESPONDENT, *([] if answers else [ColumnUse.WORDS])} & {use}
    told = {n: ColumnUse.NOTHING if u in gone | single else u for n, u in there.items()}
    return {**told, name: use}


def shares(
    doubt: ReadingDoubt, choice: str, others: Iterable[ReadingDoubt], cast: Iterable[Speaker]
) -> bool:
    """Say whether an answer holds for a file with these other doubts, too.

    It does where the same thing is asked of the same label; who a person is, is asked of each.
    What names a speaker needs that speaker among the labels of the `cast`.
    """
    if doubt.kind is DoubtKind.PERSON:
        return False
    names = doubt.kind in (DoubtKind.UNLABELLED, DoubtKind.ASKER)
    if names and choice not in {CONTINUE, NOBODY, TURNS, *(speaker.label for speaker in cast)}:
        return False
    return any(pattern(doubt) == pattern(other) for other in others)


def goes_on(turns: Iterable[Turn]) -> Role:
    """Return the side that gets most turns of nobody if the speakers before them go on.

    >>> told = [Turn(number=1, start=0, end=1, speaker="I", role=Role.INTERVIEWER),
    ...         Turn(number=2, start=2, end=3, role=Role.UNKNOWN)]
    >>> goes_on(told).value
    'interviewer'
    """
    before, sides = Role.UNKNOWN, Counter[Role]()
    for turn in turns:
        if turn.role is Role.UNKNOWN:
            sides[before] += 1
        else:
            before = turn.role
    return max(sides, key=sides.__getitem__, default=Role.UNKNOWN)


def pattern(doubt: ReadingDoubt) -> tuple[DoubtKind, str, str]:
    """Return what two doubts have in common if one answer may do for both."""
    return doubt.kind, doubt.about.casefold(), doubt.beside.casefold()


def labels_of(cast: Iterable[Speaker], name: str) -> list[str]:
    """Return the labels that a file has for a speaker."""
    return [speaker.label for speaker in cast if speaker.name == name]


def renamed(
    answers: ReadingAnswers, cast: Sequence[Speaker], old: str, new: str, label: str = ""
) -> ReadingAnswers:
    """Call a speaker (or one `label`) something else; one called so already is joined.

    Whoever is joined has the role and the person of the one whose name was there.

    >>> cast = [Speaker(label="I", name="I", role=Role.INTERVIEWER)]
    >>> dict(renamed(ReadingAnswers(), cast, "I", "Interviewer").names)
    {'I': 'Interviewer'}
    """
    labels = [label] if label else labels_of(cast, old)
    there = next((s for s in cast if s.name == new and s.label not in labels), None)
    told = replace(answers, names={**answers.names, **dict.fromkeys(labels, new)})
    if there is None:
        return told
    participants = {k: v for k, v in told.participants.items() if k not in labels}
    if there.participant:
        participants |= dict.fromkeys(labels, there.participant)
    return replace(
        told,
        roles={**told.roles, **dict.fromkeys(labels, there.role)},
        participants=participants,
    )


def in_role(
    answers: ReadingAnswers, cast: Iterable[Speaker], name: str, role: Role
) -> ReadingAnswers:
    """Say whether a speaker asks, answers, or does neither; only who answers is a participant."""
    labels = labels_of(cast, name)
    kept = answers.participants
    if role is not Role.PARTICIPANT:
        kept = {label: who for label, who in kept.items() if label not in labels}
    return replace(
        answers, roles={**answers.roles, **dict.fromkeys(labels, role)}, participants=kept
    )


def as_person(
    answers: ReadingAnswers, cast: Iterable[Speaker], name: str, participant: str
) -> ReadingAnswers:
    """Say which participant a speaker is, `""` for not known."""
    told = dict.fromkeys(labels_of(cast, name), participant)
    return replace(answers, participants={**answers.participants, **told})


def stamp(answers: ReadingAnswers) -> tuple[object, ...]:
    """Return what tells answers apart, to look readings up by."""
    return (
        answers.unlabelled,
        tuple(sorted(answers.columns.items())),
        *(tuple(sorted(labels)) for labels in (answers.speakers, answers.words)),
        *(
            tuple(sorted(said.items()))
            for said in (answers.names, answers.roles, answers.participants)
        ),
    )
