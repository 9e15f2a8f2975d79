"""Bring in what tables hold beyond an interview: respondents one a row, and tags as codings.

What the columns of a table hold is remembered, so that the next one with the same headings is
read alike. A respondent's answers become a text of that person's own; a tag becomes a coding of
the code that is called so, a new one if there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError
from coding.exchange.plan import level
from coding.files.clean import printable, safe_name
from coding.model import ColumnUse, ReadingAnswers, TextTag, Transcript
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignProject,
    ForeignSource,
)
from coding.transcripts.heard import told
from coding.transcripts.table_headings import heading_key

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.import_report import ImportReport
    from coding.store import Writer

COLUMNS = "columns"
"""The setting that holds what columns of tables held, those said last first."""

TAKEN = "tables taken"
"""The setting that holds the names of files whose respondents are in."""

KEPT = 20

Uses = Mapping[str, ColumnUse]


def usual_columns(project: Project) -> tuple[Uses, ...]:
    """Return what a person said of the columns of tables before, the last table first."""
    kept = project.store.settings.get(COLUMNS) or []
    return tuple({name: ColumnUse(use) for name, use in uses.items()} for uses in kept)


def remember(w: Writer, said: Iterable[ReadingAnswers]) -> None:
    """Keep what a person said of the columns of tables, inside the act that uses it."""
    before = w.setting(COLUMNS) or []
    kept = [*before]
    for answers in said:
        if answers.columns:
            uses = {name: str(use) for name, use in answers.columns.items()}
            keys = set(map(heading_key, uses))
            kept = [uses, *(other for other in kept if set(map(heading_key, other)) != keys)]
    if kept != before:
        w.put_setting(COLUMNS, kept[:KEPT])


def taken(project: Project) -> set[str]:
    """Return the names of tables in `transcripts/` whose respondents are in the project."""
    return set(project.store.settings.get(TAKEN) or [])


def take_respondents(
    project: Project,
    path: Path,
    read: Transcript,
    *,
    said: Iterable[ReadingAnswers],
    coder: str,
    report: ImportReport,
) -> None:
    """Bring in what the respondents of a table answered, each as a text, as one act."""
    foreign = respondents_of(read, printable(path.stem))
    before = {info.id for info in project.transcripts.all()}

    def also(w: Writer) -> None:
        remember(w, said)
        kept = w.setting(TAKEN) or []
        name = printable(path.name)
        if name not in kept and (project.folder / "transcripts" / path.name).exists():
            w.put_setting(TAKEN, [*kept, name])

    try:
        came = project.exchange.take_in(foreign, coder=coder, also=also)
    except CodingError as error:
        report.failed.append((printable(str(path)), error))
        return
    added = [info for info in project.transcripts.all() if info.id not in before]
    if not added:
        message = "all that its respondents answered is in the project already"
        report.failed.append((printable(str(path)), CodingError(message, printable(path.name))))
    report.added.extend(added)
    report.codings += came.codings
    report.codes += came.codes


def respondents_of(read: Transcript, name: str) -> ForeignProject:
    """Return a table of answers as sources, one for each respondent, with cases and codings."""
    sources: list[ForeignSource] = []
    cases: list[ForeignCase] = []
    tags: list[tuple[str, str, TextTag]] = []
    for number, answer in enumerate(read.respondents):
        key = f"{number}"
        text = read.text[answer.start : answer.end]
        turns = [
            replace(turn, start=turn.start - answer.start, end=turn.end - answer.start)
            for turn in read.turns
            if answer.start <= turn.start < answer.end
        ]
        called = safe_name(f"{name} {answer.respondent}")
        interview = replace(
            read,
            text=text,
            name=called,
            turns=tuple(replace(turn, number=i) for i, turn in enumerate(turns, 1)),
            cast=(),
            notes=(
                f"What {answer.respondent} answered, from a row of {read.file}.",
                *(told(read.doubts) if not number else ()),
            ),
            doubts=(),
            columns=(),
            tags=(),
            respondents=(),
            participant=answer.respondent,
        )
        sources.append(ForeignSource(key=key, name=called, text=text, interview=interview))
        cases.append(
            ForeignCase(key=key, name=answer.respondent, values=answer.attributes, sources=(key,))
        )
        tags += [
            (key, text, replace(tag, start=tag.start - answer.start, end=tag.end - answer.start))
            for tag in read.tags
            if answer.start <= tag.start < answer.end
        ]
    return ForeignProject(
        program=read.file,
        name=name,
        sources=tuple(sources),
        cases=tuple(cases),
        codes=_codes(tag for _, _, tag in tags),
        codings=_codings(tags),
    )


def take_tags(project: Project, report: ImportReport, *, coder: str) -> None:
    """Put the tags that tables have onto the interviews that came in, as one act; report them."""
    sources = [project.transcripts.get(key) for key in report.tagged]
    texts = {transcript.id: transcript.text for transcript in sources}
    rows = [(key, texts[key], tag) for key, tags in report.tagged.items() for tag in tags]
    if not rows:
        return
    foreign = ForeignProject(
        program="a table",
        name="tags of " + ", ".join(transcript.name for transcript in sources[:3]),
        sources=tuple(
            ForeignSource(key=t.id, name=t.name, text=t.text, interview=t) for t in sources
        ),
        codes=_codes(tag for _, _, tag in rows),
        codings=_codings(rows),
    )
    came = project.exchange.take_in(foreign, coder=coder)
    report.codings += came.codings
    report.codes += came.codes


def _codes(tags: Iterable[TextTag]) -> tuple[ForeignCode, ...]:
    names = dict.fromkeys(level(tag.tag) for tag in tags)
    return tuple(ForeignCode(key=name.casefold(), name=name) for name in _one_case(names))


def _one_case(names: Iterable[str]) -> list[str]:
    """Return the names, those that differ in nothing but case once."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return list(first.values())


def _codings(rows: Iterable[tuple[str, str, TextTag]]) -> tuple[ForeignCoding, ...]:
    return tuple(
        ForeignCoding(
            key=f"{number}",
            source=source,
            start=tag.start,
            end=tag.end,
            text=text[tag.start : tag.end],
            code=level(tag.tag).casefold(),
        )
        for number, (source, text, tag) in enumerate(rows)
    )
