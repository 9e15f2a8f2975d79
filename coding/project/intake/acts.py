"""Do what somebody does on the preview of files that come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from coding.model import CONTINUE, ColumnUse, ReadingAnswers, ReadingDoubt, Role, Speaker
from coding.model.listing import counted
from coding.project.intake import Intake, Offer
from coding.transcripts import answering

Act = Mapping[str, Any]
Cast = tuple[Speaker, ...]
Change = Callable[[ReadingAnswers, Cast], ReadingAnswers]


def do(intake: Intake, act: Act) -> None:
    """Do one act; one that is about a file or speaker no longer there does nothing."""
    DONE[str(act["kind"])](intake, act)


def _choose(intake: Intake, act: Act) -> None:
    intake.chosen = str(act["file"])


def _more(intake: Intake, act: Act) -> None:
    intake.shown[str(act["file"])] = int(act["shown"])


def _each(intake: Intake, act: Act) -> None:
    intake.step("one participant a file", replace(intake.said, each=bool(act["on"])))


def _undo(intake: Intake, act: Act) -> None:
    intake.undo()


def _drop(intake: Intake, act: Act) -> None:
    out = {str(key) for key in act["files"]}
    what = f"{counted(len(out), 'file')} left out"
    intake.step(what, replace(intake.said, dropped=intake.said.dropped | out))


def _with(intake: Intake, act: Act) -> None:
    """Say whose interview it is; where one speaker answers, that one is this person."""
    key, participant = str(act["file"]), str(act["participant"])
    intake.tell(key, "whose interview it is", participant=participant)
    transcript = intake.transcript(key)
    if transcript and intake.answers(key).participants:
        names = {s.name for s in transcript.cast if s.role is Role.PARTICIPANT}
        if len(names) == 1:
            told = answering.as_person(
                intake.answers(key), transcript.cast, names.pop(), participant
            )
            intake.said = intake.with_answers({key: told})


def _language(intake: Intake, act: Act) -> None:
    intake.tell(str(act["file"]), "the language", language=str(act["language"]))


def _of(intake: Intake, act: Act) -> None:
    intake.tell(str(act["file"]), "what it translates", original=str(act["of"]))


def _rename(intake: Intake, act: Act) -> None:
    old, new = str(act["speaker"]), str(act["name"])
    _speak(
        intake,
        act,
        f"“{old}” called “{new}”",
        f"Call it “{new}” there as well?",
        lambda answers, cast: answering.renamed(answers, cast, old, new),
    )


def _role(intake: Intake, act: Act) -> None:
    name, role = str(act["speaker"]), Role(act["role"])
    words = {Role.INTERVIEWER: "asks", Role.PARTICIPANT: "answers"}.get(role, "does neither")
    _speak(
        intake,
        act,
        f"“{name}” {words}",
        f"Say that it {words} there as well?",
        lambda answers, cast: answering.in_role(answers, cast, name, role),
    )


def _speak(intake: Intake, act: Act, what: str, ask: str, change: Change) -> None:
    """Change a speaker of one file; offer the same for the others that have that speaker."""
    key, name = str(act["file"]), str(act["speaker"])
    transcript = intake.transcript(key)
    if transcript is None:
        return
    intake.say(key, what, change(intake.answers(key), transcript.cast))
    own = transcript.cast
    labels = {s.label for s in own if s.name == name}
    same: dict[str, ReadingAnswers] = {}
    for arrival in intake.files:
        other = intake.transcript(arrival.key)
        if arrival.key == key or other is None:
            continue
        theirs = next((s for s in other.cast if s.label in labels and s.name == name), None)
        if theirs is not None:
            before = intake.answers(arrival.key)
            after = change(before, other.cast)
            if answering.stamp(after) != answering.stamp(before):
                same[arrival.key] = after
    if same:
        files = f"{counted(len(same), 'other file')} {'has' if len(same) == 1 else 'have'}"
        intake.offer = Offer(
            text=f"{files} “{name}” too. {ask}",
            yes="There as well",
            after=intake.with_answers(same),
        )


def _person(intake: Intake, act: Act) -> None:
    """Say who a speaker is; where nobody else answers, it is that person's interview as well."""
    key, name, participant = str(act["file"]), str(act["speaker"]), str(act["participant"])
    transcript = intake.transcript(key)
    if transcript is None:
        return
    told = answering.as_person(intake.answers(key), transcript.cast, name, participant)
    intake.say(key, f"who “{name}” is", told)
    if {s.name for s in transcript.cast if s.role is Role.PARTICIPANT} == {name}:
        past = len(intake.past)
        intake.tell(key, "", participant=participant)
        del intake.past[past:]  # one step, one undo


def _answer(intake: Intake, act: Act) -> None:
    """Answer a doubt of a file, and of the others that have the same if `all` is set."""
    key, choice = str(act["file"]), str(act["choice"])
    transcript = intake.transcript(key)
    doubt = asked(transcript.doubts if transcript else (), act)
    if transcript is None or doubt is None:
        return
    said = {key: answering.answered(intake.answers(key), doubt, choice, transcript.cast)}
    for other in others(intake, key, doubt, choice) if act.get("all") else ():
        theirs = intake.transcript(other)
        assert theirs is not None  # it has the doubt
        own = next(d for d in theirs.doubts if answering.pattern(d) == answering.pattern(doubt))
        said[other] = answering.answered(intake.answers(other), own, choice, theirs.cast)
    intake.step("an answer", intake.with_answers(said))


def _column(intake: Intake, act: Act) -> None:
    """Say what a column of a table holds; offer the same for tables with the same headings."""
    key, name, use = str(act["file"]), str(act["column"]), ColumnUse(act["use"])
    transcript = intake.transcript(key)
    if transcript is None or name not in {column.name for column in transcript.columns}:
        return
    uses = answering.with_use(transcript.columns, name, use)
    if ColumnUse.WORDS not in uses.values():
        intake.news = "One of the columns has to hold the words."
        return
    intake.say(key, f"what “{name}” holds", replace(intake.answers(key), columns=uses))
    same = {
        arrival.key: replace(intake.answers(arrival.key), columns=uses)
        for arrival in intake.files
        if arrival.key != key
        and (other := intake.transcript(arrival.key)) is not None
        and {column.name for column in other.columns} == set(uses)
        and dict(intake.answers(arrival.key).columns) != uses
    }
    if same:
        intake.offer = Offer(
            text=f"{counted(len(same), 'other table')} with the same headings. Read so as well?",
            yes="Read so there, too" if len(same) == 1 else f"Read all {len(same)} so",
            after=intake.with_answers(same),
        )


def asked(doubts: tuple[ReadingDoubt, ...], act: Act) -> ReadingDoubt | None:
    """Return the doubt that an act answers."""
    wanted = (str(act["doubt"]), str(act["about"]), str(act["beside"]))
    return next((d for d in doubts if (str(d.kind), d.about, d.beside) == wanted), None)


def others(intake: Intake, key: str, doubt: ReadingDoubt, choice: str) -> list[str]:
    """List the other files for which an answer holds as well."""
    listed = []
    own = intake.transcript(key)
    side = answering.goes_on(own.turns) if own else Role.UNKNOWN
    for arrival in intake.files:
        other = intake.transcript(arrival.key)
        if arrival.key == key or other is None:
            continue
        if choice == CONTINUE and answering.goes_on(other.turns) is not side:
            continue  # a participant's words would be the interviewer's, or the other way round
        if answering.shares(doubt, choice, other.doubts, other.cast):
            listed.append(arrival.key)
    return listed


def _share(intake: Intake, act: Act) -> None:
    if intake.offer:
        intake.step("the same in other files", intake.offer.after)


def _keep(intake: Intake, act: Act) -> None:
    intake.offer = None


DONE: Mapping[str, Callable[[Intake, Act], None]] = {
    "choose": _choose,
    "more": _more,
    "each": _each,
    "undo": _undo,
    "drop": _drop,
    "with": _with,
    "language": _language,
    "of": _of,
    "rename": _rename,
    "role": _role,
    "person": _person,
    "answer": _answer,
    "column": _column,
    "share": _share,
    "keep": _keep,
}
