"""Open a study: the folder, its database, and a part for each subject of the work.

Each part is a small class of one shape (see `coding.project.part`): a method reads through a
door, calls one instrument, and writes the change and its row in the log in one transaction. It is
loaded, with what it needs, when it is first asked for: a command wants few of them.
`coding.project.files` keeps codebook.yaml and participants.csv in step with the database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError, Conflict, ProjectError
from coding.files.private import clear_rooms, close_to_others, private_folder, room
from coding.jobs.work import Work
from coding.model import Problem, ReadingAnswers
from coding.project.files import CODEBOOK, Files, stamp_of, write_atomically
from coding.project.import_report import ImportReport
from coding.project.part import part
from coding.store import Store, sharing

if TYPE_CHECKING:
    from coding.project.advice import CodebookAdvice
    from coding.project.alignments import Alignments
    from coding.project.backups import Backups
    from coding.project.baskets import Baskets
    from coding.project.bilingual import Bilingual
    from coding.project.bookmarks import Bookmarks
    from coding.project.cases import Cases
    from coding.project.codes import Codes
    from coding.project.codings import Codings
    from coding.project.desk import Desk
    from coding.project.disclosure import Disclosures
    from coding.project.discovery import Discovery
    from coding.project.done import Done
    from coding.project.drafts import Drafts
    from coding.project.evaluation import Evaluation
    from coding.project.exchange import Exchange
    from coding.project.filters import Filters
    from coding.project.identifiers import Identifiers
    from coding.project.imports import Progress
    from coding.project.joint import Joint
    from coding.project.labels import Labels
    from coding.project.learning import Learning
    from coding.project.links import Links
    from coding.project.log import Log
    from coding.project.me import Me
    from coding.project.meetings import Meetings
    from coding.project.memo_list import MemoList
    from coding.project.memos import Memos
    from coding.project.missed import MissedPlaces
    from coding.project.open_answers import OpenAnswers
    from coding.project.outline import Outline
    from coding.project.outside import Outside
    from coding.project.overview import Overview
    from coding.project.participants import Participants
    from coding.project.place import Place
    from coding.project.quotes import Quotes
    from coding.project.recordings import Recordings
    from coding.project.revisions import Revisions
    from coding.project.search import Search
    from coding.project.seen import SeenSoFar
    from coding.project.segments import Segments
    from coding.project.speakers import Cast
    from coding.project.stars import Stars
    from coding.project.suggestions import Suggestions
    from coding.project.summaries import Summaries
    from coding.project.survey import Survey
    from coding.project.together import Together
    from coding.project.transcripts import Transcripts
    from coding.project.whole_study import StudyArchive

FIRST_READING = "first reading of the folder"  # the id of that act in the log


class Project:
    """One study in one folder."""

    transcripts: Transcripts = part("transcripts.Transcripts")
    alignments: Alignments = part("alignments.Alignments")
    bilingual: Bilingual = part("bilingual.Bilingual")
    participants: Participants = part("participants.Participants")
    labels: Labels = part("labels.Labels")
    speakers: Cast = part("speakers.Cast")
    revisions: Revisions = part("revisions.Revisions")
    recordings: Recordings = part("recordings.Recordings")
    codes: Codes = part("codes.Codes")
    codings: Codings = part("codings.Codings")
    memos: Memos = part("memos.Memos")
    memo_list: MemoList = part("memo_list.MemoList")
    stars: Stars = part("stars.Stars")
    identifiers: Identifiers = part("identifiers.Identifiers")
    quotes: Quotes = part("quotes.Quotes")
    segments: Segments = part("segments.Segments")
    cases: Cases = part("cases.Cases")
    meetings: Meetings = part("meetings.Meetings")
    filters: Filters = part("filters.Filters")
    summaries: Summaries = part("summaries.Summaries")
    done: Done = part("done.Done")
    seen: SeenSoFar = part("seen.SeenSoFar")
    bookmarks: Bookmarks = part("bookmarks.Bookmarks")
    search: Search = part("search.Search")
    baskets: Baskets = part("baskets.Baskets")
    outline: Outline = part("outline.Outline")
    survey: Survey = part("survey.Survey")
    open_answers: OpenAnswers = part("open_answers.OpenAnswers")
    links: Links = part("links.Links")
    learning: Learning = part("learning.Learning")
    suggestions: Suggestions = part("suggestions.Suggestions")
    together: Together = part("together.Together")
    advice: CodebookAdvice = part("advice.CodebookAdvice")
    missed: MissedPlaces = part("missed.MissedPlaces")
    discovery: Discovery = part("discovery.Discovery")
    log: Log = part("log.Log")
    backups: Backups = part("backups.Backups")
    place: Place = part("place.Place")
    me: Me = part("me.Me")
    evaluation: Evaluation = part("evaluation.Evaluation")
    exchange: Exchange = part("exchange.Exchange")
    archive: StudyArchive = part("whole_study.StudyArchive")
    joint: Joint = part("joint.Joint")
    disclosure: Disclosures = part("disclosure.Disclosures")
    drafts: Drafts = part("drafts.Drafts")
    overview: Overview = part("overview.Overview")
    desk: Desk = part("desk.Desk")

    def __init__(self, folder: Path, *, progress: Progress | None = None) -> None:
        """Open a project; on the first opening, read in what the folder holds.

        Where nothing can be written it is opened to look at, and `hindrance` says why. Raises
        ProjectError if the folder is no project, or has to be written to before it can be read.
        """
        if not os.path.isdir(folder):
            raise ProjectError(
                "there is no such folder", str(folder), "Make one with `coding new`."
            )
        if not os.access(folder, os.R_OK | os.X_OK):
            raise ProjectError("the folder may not be read", str(folder), "Change its permissions.")
        database = folder.resolve() / "project.db"
        if not database.exists() and not (folder / CODEBOOK).exists():
            raise ProjectError(
                "this folder is not a project: it has no codebook.yaml",
                str(folder),
                "Make a project with `coding new DIR`, or name one with --project DIR.",
            )
        self.folder = folder.resolve()
        self.store = Store(database)
        self.files = Files(self.folder, self.store)
        self.work = Work(name="work")  # what pages start and wait for
        self.asks = Work(name="asks")  # what the desk asks for, never behind the former
        clear_rooms(self.folder)
        self.files.refresh()
        self.first_report = ImportReport()
        if not self.hindrance and not self.store.log.has(FIRST_READING):
            self.first_report = self._read_folder(progress)

    @staticmethod
    def new(folder: Path, *, sample: Path | None = None) -> Project:
        """Make a project folder, empty or as a copy of the sample at `sample`.

        Raises ProjectError if the folder holds anything already.
        """
        from coding import codebook

        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise ProjectError("the folder is not empty", str(folder), "Choose another name.")
            private_folder(folder)
            if sample:
                for name in ("transcripts", "survey"):
                    shutil.copytree(sample / name, folder / name)
                shutil.copyfile(sample / CODEBOOK, folder / CODEBOOK)
                close_to_others(folder.rglob("*"))
            else:
                private_folder(folder / "transcripts")
                write_atomically(folder / CODEBOOK, codebook.blank())
        except OSError as error:
            raise ProjectError(
                f"the folder cannot be made: {error.strerror}", str(folder), "Choose another place."
            ) from error
        return Project(folder)

    def _read_folder(self, progress: Progress | None) -> ImportReport:
        report = self.transcripts.import_files([], coder="", progress=progress)
        there = {info.file for info in self.transcripts.all()}
        # Those that another process, opening the folder at the same moment, has read in.
        report.failed[:] = [row for row in report.failed if os.path.basename(row[0]) not in there]
        if self.files.codebook_fault:
            return report  # what else there is to read waits for a sound codebook
        codings = self.folder / "transcripts" / "codings.csv"
        try:
            result = self.codings.read_table(codings, coder="") if codings.exists() else None
        except CodingError as fault:
            report.failed.append((codings.name, fault))
            return report
        if result:
            report.failed.extend((f"{codings.name}:{n}", fault) for n, fault in result.failed)
        decisions = self.folder / "transcripts" / "identifiers.csv"
        try:
            faulty = self.identifiers.read_table(decisions) if decisions.exists() else []
        except CodingError as fault:
            faulty = [(1, fault)]
        report.failed.extend((f"{decisions.name}:{n}", fault) for n, fault in faulty)
        links = self.survey.folder / "links.csv"
        try:
            failed = self.links.read_table(links, coder="") if links.exists() else []
        except CodingError as fault:
            failed = [(1, fault)]
        report.failed.extend((f"{links.name}:{n}", fault) for n, fault in failed)
        # Written last: a reading that was cut short is done again from where it came to.
        with (
            suppress(Conflict),
            self.store.writing(coder="", verb="open", summary="folder read", act=FIRST_READING),
        ):
            pass
        return report

    # ── the whole ──

    @cached_property
    def outside(self) -> Outside:
        """Return the door for files from outside."""
        from coding.project.outside import Outside

        return Outside()

    @property
    def hindrance(self) -> str:
        """Say why nothing can be changed at the moment (a full disk ...), "" if it can."""
        return self.store.hindrance

    def room(self) -> AbstractContextManager[Path]:
        """Hand out an empty private folder to work in, gone when the block ends."""
        return room(self.folder)

    def state(self) -> tuple[Hashable, ...]:
        """Return what differs as soon as anything that can be shown has been changed by anybody.

        It counts the acts of every process on the folder, and looks at the files that people
        edit or lay there by hand; cheap enough to be asked every second.
        """
        from coding.drafts import lying_in

        self.files.refresh()
        return (
            self.store.log.stamp(),
            self.files.stamps(),
            self.transcripts.stamp(),
            self.survey.stamp(),
            tuple((path.name, stamp_of(path)) for path in lying_in(self.folder)),
        )

    def read_together(self) -> AbstractContextManager[None]:
        """Read over one connection meanwhile, in this thread; see `coding.store.sharing`."""
        return self.store.together()

    def let_go(self) -> None:
        """Hold no connection while work is waited for: a restore keeps all others out."""
        sharing.let_go()

    def status(self) -> dict[str, Any]:
        """Return what the project holds, with the keys of `coding status`."""
        self.files.refresh()
        return {
            **self.store.counts(),
            "coders": self.store.codings.coders(),
        }

    def check(self, progress: Callable[[str], None] | None = None) -> list[Problem]:
        """Look over the whole project; an empty list means that all is sound."""
        from coding.analysis.agenda import persons
        from coding.project import lookout
        from coding.project.from_tables import usual_columns

        self.files.refresh()
        problems: list[Problem] = []
        for fault in (self.files.codebook_fault, self.files.participants_fault):
            for problem in getattr(fault, "problems", [fault] if fault else []):
                problems.append(
                    Problem(where=problem.where, what=problem.message, hint=problem.hint)
                )
        problems += [
            Problem(where=where, what=what, hint=hint)
            for where, what, hint in self.store.faults(progress)
        ]
        problems += [
            Problem(where=fault.where, what=fault.message, hint=fault.hint)
            for fault in self.survey.faults()
        ]
        if advice := self.place.advice():
            problems.append(advice)
        infos = self.transcripts.all()
        answers = ReadingAnswers(usual=usual_columns(self))
        hashes = self.store.transcripts.hashes
        problems += lookout.copies(self.folder, infos, hashes, progress, answers=answers)
        problems += lookout.left_over(self.folder)
        problems += lookout.conflicted(self.folder, self.transcripts.waiting())
        known = {person.id for person in self.participants.all()}
        for info in infos:
            for person in sorted(persons(info) - known):
                problems.append(
                    Problem(
                        where=info.name,
                        what=f"its participant `{person}` is not in participants.csv",
                        hint="Add a row for the participant, or correct the transcript’s.",
                    )
                )
        return problems
