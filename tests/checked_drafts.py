"""Check drafts: the marked ones, and sentences held against a small invented study."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from marked_drafts import DRAFTS, Marked, located, plain, word

from coding import drafts
from coding.model import (
    Draft,
    Finding,
    Indicator,
    Level,
    Participant,
    Report,
    Role,
    Transcript,
    Turn,
)
from coding.verify import Study, verify


def marked(name: str, change: Callable[[str], str] = str) -> tuple[Draft, list[Marked]]:
    raw = change((DRAFTS / name).read_text(encoding="utf-8"))
    if name == "report-word.md":
        data, marks = word(raw)
        draft = drafts.read_bytes(data, "draft.docx")
        return draft, located(draft.text, marks)
    text, marks = plain(raw)
    return drafts.read_bytes(text.encode(), name), marks


def score(report: Report, marks: Sequence[Marked]) -> tuple[list[str], list[str]]:
    """Return the marks that were missed and the findings that nothing is marked for."""
    missed, false = [], []
    loud = [f for f in report.findings if f.level is not Level.INFO]
    for mark in marks:
        level = Level.ERROR if mark.kind == "E" else None
        here = [f for f in loud if f.start < mark.end and f.end > mark.start]
        if mark.kind in "EC" and not any(
            f.check == mark.check and level in (None, f.level) for f in here
        ):
            missed.append(f"{mark.check}: {mark.words} ({[f.check for f in here]})")
    for one in loud:
        if not any(m.start < one.end and m.end > one.start for m in marks if m.kind in "EC"):
            false.append(f"{one.level} {one.verdict}: {one.excerpt}: {one.message}")
    return missed, false


WORDS = """\
Interviewer: Do you feel safe here?
Vera: Well, yes. My daughter, um, walks to school alone, and I would not go back to Moscow.
Interviewer: And the prices?
Vera: The rent is five hundred. It's… it's too much for us, you know, but we manage.
"""


def interview(text: str, name: str, participant: str) -> Transcript:
    turns, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        speaker, _, said = line.partition(": ")
        role = Role.INTERVIEWER if speaker == "Interviewer" else Role.PARTICIPANT
        start = at + len(speaker) + 2
        turns.append(
            Turn(
                number=number,
                start=start,
                end=start + len(said.rstrip()),
                speaker=speaker,
                role=role,
            )
        )
        at += len(line)
    return Transcript(
        id=name,
        name=name,
        text=text,
        turns=tuple(turns),
        participant=participant,
    )


STUDY = Study(
    transcripts=[
        interview(WORDS, "one", "P01"),
        interview("Interviewer: Safe?\nIgor: I never felt unsafe at night.\n", "two", "P02"),
    ],
    participants={
        "P01": Participant(
            id="P01", pseudonym="Vera", attributes={"gender": "Female", "age_band": "30-39"}
        ),
        "P02": Participant(
            id="P02", pseudonym="Igor", attributes={"gender": "Male", "age_band": "40-49"}
        ),
    },
)


def verdict(text: str, study: Study = STUDY) -> str:
    report = verify(drafts.read_bytes(text.encode(), "a.md"), study)
    [one] = [e for e in report.examined if e.kind == "quotation"]
    return one.verdict


SHE = "(Female, 30–39 years old)"


def found(text: str, study: Study | None = None) -> list[Finding]:
    report = verify(drafts.read_bytes(text.encode(), "a.md"), study or Study())
    return [f for f in report.findings if f.level is not Level.INFO]


def figure(number: str, option: str, value: float, **more: object) -> Indicator:
    given: dict[str, object] = {
        "id": f"{number}-{option}",
        "question_id": number,
        "question": "Do you trust the new city council?",
        "option": option,
        "printed": f"{value:g}",
        "value": value,
        "type": "single",
        "subgroup": "all respondents",
        "percent_of": "column",
    }
    return Indicator(**{**given, **more})  # type: ignore[arg-type]


COUNCIL = Study(
    indicators=[
        figure("q1", "Yes, fully trust", 41.2),
        figure("q1", "No, do not trust", 38.4),
        figure("q1", "Difficult to answer", 20.4),
    ]
)
