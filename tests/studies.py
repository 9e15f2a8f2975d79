"""Make small projects to test on: two interviews of a few lines, five codes, two participants."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from made import MADE

from coding.model import ReadingAnswers, TranscriptInfo
from coding.project import Project
from coding.project.uploads import Upload

CODEBOOK = """\
# What we look for. Written by Ana.
codes:
  - id: life            # the theme
    name: Daily life
    codes:
      - id: safety
        name: {en: Safety, ru: Безопасность}
        keywords: [safe, scared]
      # prices are a matter of their own
      - id: prices
        name: Prices
        keywords: [rent]

  - id: return
    name: Going back
  - {id: fear, name: Fear}
"""
PARTICIPANTS = """\
participant,pseudonym,gender,age_band
P01,Vera,Female,30-39
P02,Oleg,Male,40-49
"""
VERA = """\
Interviewer: Do you feel safe here?

Vera: Yes. My daughter walks to school alone. The rent is high, well, you know.

Interviewer: Would you go back?

Vera: I would not go back now.
"""
OLEG = """\
Interviewer: Do you feel safe here?

Oleg: Safe, yes, but the rent eats us up. Back home it was дешевле, всё ещё.
"""
INDEX = "file,participant,language\nVera.txt,P01,en\nOleg.txt,P02,en\n"


def lay_out(
    folder: Path,
    interviews: Mapping[str, str | bytes] | None = None,
    *,
    codebook: str = CODEBOOK,
    others: Mapping[str, str] | None = None,
) -> Path:
    """Write a project's folder as a researcher would, without opening it."""
    place = folder / "transcripts"
    place.mkdir(parents=True)
    (folder / "codebook.yaml").write_text(codebook, encoding="utf-8", newline="")
    if interviews is None:
        interviews = {"Vera.txt": VERA, "Oleg.txt": OLEG}
        others = {"participants.csv": PARTICIPANTS, "index.csv": INDEX, **(others or {})}
    for name, content in {**interviews, **(others or {})}.items():
        data = content if isinstance(content, bytes) else content.encode()
        (place / name).write_bytes(data)
    return folder


def upload(
    project: Project,
    name: str,
    data: bytes,
    *,
    coder: str,
    participant: str = "",
    language: str = "",
    translation_of: str = "",
    answers: ReadingAnswers | None = None,
) -> TranscriptInfo:
    """Import one file as the browser hands it over; raise what hinders it."""
    handed = Upload(
        key=name,
        name=name,
        data=data,
        participant=participant,
        language=language,
        translation_of=translation_of,
        answers=answers or ReadingAnswers(),
    )
    report = project.transcripts.import_uploads([handed], coder=coder)
    for _, fault in report.failed:
        raise fault
    return report.added[0]


def study(
    folder: Path,
    interviews: Mapping[str, str | bytes] | None = None,
    *,
    codebook: str = CODEBOOK,
    others: Mapping[str, str] | None = None,
) -> Project:
    """Open such a project."""
    told = interviews is not None and tuple(interviews.items()), tuple((others or {}).items())
    return MADE.project(
        folder,
        ("study", codebook, *told),
        lambda: Project(lay_out(folder, interviews, codebook=codebook, others=others)),
    )


def where(project: Project, transcript: str, words: str) -> tuple[int, int]:
    """Return the place where words stand for the first time in a transcript."""
    start = project.transcripts.get(transcript).text.index(words)
    return start, start + len(words)


def code(project: Project, transcript: str, words: str, *codes: str, coder: str = "ana") -> str:
    """Put codes on words; return the first coding's id."""
    start, end = where(project, transcript, words)
    return project.codings.apply(transcript, start, end, codes, coder=coder).codings[0]


def coded(project: Project) -> list[tuple[str, str, str]]:
    """List (code, words, coder) of all codings."""
    return [(c.code, c.text, c.coder) for c in project.codings.all()]


def standing(project: Project) -> tuple[object, ...]:
    """Return all that a refused act must leave as it was, the log included."""
    return (
        project.status(),
        [(a.seq, a.verb, a.undone) for a in project.store.log.acts()],
        project.codings.all(),
        project.memos.all(),
        project.baskets.all(),
        project.participants.all(),
        project.transcripts.all(),
    )
