"""Say where a study stands and what it asks for next: what the front page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from coding.analysis import agenda as plan
from coding.analysis.agenda import Need, Standing, Task, doubtful, gaps, in_question
from coding.analysis.agreement import (
    Agreements,
    Answers,
    PairAgreement,
    ThemeAgreement,
    answers_of,
    with_me,
)
from coding.analysis.hearing import Hearing, lines
from coding.analysis.interviews import as_interviews, interview_name, most_coded
from coding.analysis.progress import Coverage, SpokenWords, Step, coverage
from coding.analysis.reliability import LITTLE, Coefficient, Reliability
from coding.analysis.squares import FigureSquare, squares
from coding.drafts import board
from coding.drafts.rulings import is_open
from coding.errors import CodingError
from coding.model import ClaimState, Coding, Level, Relation, TranscriptInfo
from coding.model.moments import day_of
from coding.project.part import ProjectPart
from coding.survey.tabulation import parts
from coding.transcripts.heard import asks_who

if TYPE_CHECKING:
    from coding.project import Project

__all__ = [
    "LITTLE",
    "Agreeing",
    "Coefficient",
    "Coverage",
    "FigureSquare",
    "Need",
    "Overview",
    "PairAgreement",
    "Reliability",
    "Standing",
    "Step",
    "Task",
    "ThemeAgreement",
    "doubtful",
    "gaps",
    "in_question",
    "interview_name",
    "lines",
    "most_coded",
    "with_me",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreeing:
    """How far coders agree over all codes asked for, and code by code; `interviews` by name."""

    coders: tuple[str, ...]
    interviews: tuple[str, ...]
    whole: Reliability
    each: tuple[Reliability, ...]


class Overview(ProjectPart):
    """Where the study stands, and what it asks for next."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._heard: dict[str, tuple[str, SpokenWords, Answers]] = {}  # with the edition read

    def standing(self) -> Standing:
        """Return how far the study has got, what is coded on a translation in the original."""
        return self.once("standing", self._standing)

    def _standing(self) -> Standing:
        listed = self.project.transcripts.all()
        made = self.project.codings.all()
        codings = self.project.alignments.counted(made)
        segments = self.project.segments.every()
        by_transcript: dict[str, list[Coding]] = {}
        for coding in codings:
            by_transcript.setdefault(coding.transcript, []).append(coding)
        heard = self._read([info for info in listed if info.id in by_transcript])
        covered = [
            share
            for key, (words, _) in heard.items()
            for share in coverage(key, words, by_transcript[key])
        ]
        return plan.standing(listed, codings, segments, covered)

    def _read(self, infos: Iterable[TranscriptInfo]) -> dict[str, tuple[SpokenWords, Answers]]:
        """Return transcript → its words that count and its answers, read once for each edition."""
        told = {}
        with self.store.together():
            for info in infos:
                edition, *known = self._heard.get(info.id, ("",))
                if edition != info.edition or not known:
                    text = self.project.transcripts.get(info.id)
                    kept = (info.edition, SpokenWords.of(text), answers_of(text))
                    self._heard[info.id] = kept
                told[info.id] = self._heard[info.id][1:]
        return told

    # ── who agrees with whom ──

    def agreements(self, *, by_code: bool = False) -> Agreements:
        """Return what coders put on each answer, to be compared two by two; themes, or codes."""

        def made() -> Agreements:
            project = self.project
            listed, counted = project.transcripts.all(), self._counted()
            coded = {coding.transcript for coding in counted}
            of = {key: info.id for key, info in as_interviews(listed).items()}
            whole = [info for info in listed if of[info.id] == info.id and info.id in coded]
            answers = {key: answers for key, (_, answers) in self._read(whole).items()}
            finished: dict[str, set[str]] = {}
            for key, who in project.done.all().items():
                finished.setdefault(of.get(key, key), set()).update(who)
            return Agreements(project.codes.book(), counted, answers, finished, by_code=by_code)

        return self.once(f"agreements by code: {by_code}", made)

    def _counted(self) -> list[Coding]:
        """Return the codings as they count: in the original."""
        return self.project.alignments.counted(self.store.codings.all())

    def reliability(
        self, coders: Sequence[str] | None, codes: Sequence[str] = (), *, by_code: bool = True
    ) -> Agreeing:
        """Measure how far coders agree on codes, all that they used unless some are named.

        Without coders, all who share answers with somebody. A theme stands for those below it.
        Raises NotFound for an unknown code, CodingError for a coder who shares no answer.
        """
        agreements, book = self.agreements(by_code=by_code), self.project.codes.book()
        sharing = {coder for one, other, _ in agreements.pairs() for coder in (one, other)}
        coders = sorted(sharing) if coders is None else coders
        if alone := [coder for coder in coders if coder not in sharing]:
            raise CodingError(
                f"{' and '.join(alone)} shares no answers with another",
                hint="Coders agree or differ only where two have coded an interview.",
            )
        asked = {
            code if by_code else book.path(code)[0].id
            for named in codes
            for code in book.family(self.project.codes.get(named, book).id)
        }
        whole, each = agreements.reliability(coders, asked if codes else None)
        names = self.project.transcripts.interview_names()
        where = [names[key] for key in agreements.shared_by(coders)]
        return Agreeing(
            coders=tuple(coders), interviews=tuple(where), whole=whole, each=tuple(each)
        )

    # ── figures and voices ──

    def squares(self) -> list[FigureSquare]:
        """Return the questions of the survey in order, and what was decided of each.

        Raises CodingError where a survey cannot be read.
        """
        project = self.project
        questions = project.survey.questions()
        links = project.links.all()
        beside = {
            figure.question_id
            for figures in project.links.figures_of_codes().values()
            for figure in figures
        }
        reported = {item.body for item in project.outline.figures()} | {
            key
            for binding in project.drafts.bindings().values()
            if binding.statement
            for key in binding.statement.figures
        }
        reported |= {parts(key)[0] for key in reported}
        said: dict[str, dict[Relation, str]] = {}
        for link in links:
            said.setdefault(parts(link.indicator)[0], {})[link.relation] = link.indicator
        return squares(questions, said, named=beside, reported=reported)

    # ── who is heard ──

    def hearing(self) -> Hearing | None:
        """Return who is heard in the report, None as long as nobody is quoted in it."""
        if not any(basket.picks for basket in self.project.baskets.all()):
            return None
        return self.once("hearing", self.project.outline.hearing)

    def quoted(self) -> dict[str, int]:
        """Return interview → how many of its passages the report quotes, in either language."""
        counted = self.project.alignments.counted(self.store.codings.all())
        at = {coding.id: coding for coding in counted}
        places = {
            (at[pick.coding].transcript, at[pick.coding].start, at[pick.coding].end)
            for basket in self.project.baskets.all()
            for pick in basket.picks
            if pick.coding in at
        }
        times: dict[str, int] = {}
        for transcript, *_ in places:
            times[transcript] = times.get(transcript, 0) + 1
        return times

    # ── what comes next ──

    def agenda(self, coder: str, *, standing: Standing | None = None) -> list[Task]:
        """List what the study asks for, the most pressing first; an empty list if all is well.

        `standing` is where it stands, if that is known already.
        """
        project = self.project
        faults = [
            (Need.CODEBOOK, project.files.codebook_fault),
            (Need.PARTICIPANTS, project.files.participants_fault),
        ]
        return plan.agenda(
            coder,
            book=project.codes.book(),
            listed=project.transcripts.all(),
            codings=project.codings.all(),
            participants={participant.id for participant in project.participants.all()},
            waiting=[path.name for path in project.transcripts.waiting()],
            faults=[(need, fault) for need, fault in faults if fault],
            asked=asks_who,
            shares=standing.shares if standing else (),
            also=[
                *self._drafts(),
                *self._unplaced(),
                *self._unquoted(),
                *self._differing(coder),
                *self._unvoiced(),
            ],
        )

    def _unplaced(self) -> list[Task]:
        """Return the interviews with codings that could not follow a corrected text."""
        waiting = self.project.revisions.waiting()
        names = {t.id: t.name for t in self.project.transcripts.all()}
        about = tuple((key, names[key]) for key in names if waiting.get(key))
        count = sum(waiting.values())
        many = f"{count} codings are" if count > 1 else "one coding is"
        hint = f"{many} in no list and no quote until somebody says where it stands."
        return [Task(need=Need.UNPLACED, about=about, hint=hint)] if about else []

    def _drafts(self) -> list[Task]:
        """Return the drafts of the folder that nobody has checked of late, or that do not hold."""
        drafts = self.project.drafts
        checks = drafts.last_checks()
        decided: dict[str, str] = {}
        for binding in drafts.bindings().values():
            decided[binding.draft] = max(binding.at, decided.get(binding.draft, ""))
        rulings = drafts.rulings()
        tasks = []
        for name in (path.name for path in drafts.all()):
            if check := checks.get(name):
                report = check.report
                wrong = [
                    f for f in report.findings if f.level is Level.ERROR and is_open(f, rulings)
                ]
                unseen = [
                    c for c in report.claims if c.state in (ClaimState.PROPOSED, ClaimState.OPEN)
                ]
                said = [
                    f"{len(wrong)} contradicted" if wrong else "",
                    f"{len(unseen)} that nobody has looked at" if unseen else "",
                ]
                fault = f" has {' and '.join(filter(None, said))} of its claims"
                counted = board.counts(board.spots(report, rulings))
                stand = counted["bound"] + counted["proved"]
                hint = f"{stand} of {sum(counted.values()) - counted['remark']} claims stand."
                if not wrong and not unseen:
                    continue
                if check.since:
                    hint = f"{hint} Not checked again since: {check.since}."
            elif last := decided.get(name):
                day = datetime.fromisoformat(last).astimezone()
                fault = f" has not been checked since {day_of(day, '%B')}"
                hint = "Claims were decided then; whether all of it holds now, nobody knows."
            else:
                fault, hint = " has not been checked", "Nobody knows yet whether its figures hold."
            about, place = ((name, name),), (("draft", name),)
            tasks.append(Task(need=Need.DRAFT, about=about, fault=fault, hint=hint, place=place))
        return tasks

    def _unquoted(self) -> list[Task]:
        """Return who is not quoted in the report, once somebody is."""
        hearing = self.hearing()
        silent = [name for name, times in hearing.people if not times] if hearing else []
        if hearing is None or not silent:
            return []
        said = next(iter(lines(hearing)), "")
        hint = "" if said.startswith("Nobody") else said
        return [Task(need=Need.UNQUOTED, about=tuple((name, name) for name in silent), hint=hint)]

    def _differing(self, coder: str) -> list[Task]:
        """Return the theme on which a coder and whom they share most with agree least."""
        agreements = self.agreements()
        pair = with_me(agreements.pairs(), coder)
        if pair is None or coder not in pair:
            return []
        worst = next(
            (t for t in agreements.between(*pair).themes if t.differ and not t.says_little), None
        )
        if worst is None:
            return []
        other = pair[0] if pair[1] == coder else pair[1]
        mine, theirs = worst.first_only, worst.second_only
        if pair[1] == coder:
            mine, theirs = theirs, mine
        transcript, start, _ = worst.places[0]
        name = self.project.codes.book().called[worst.theme]
        return [
            Task(
                need=Need.DIFFER,
                about=((worst.theme, name),),
                fault=f": you and {other} differ on {worst.differ} of {worst.either} answers",
                hint=_whose(mine, theirs, other),
                place=(("transcript", transcript), ("at", str(start))),
            )
        ]

    def _unvoiced(self) -> list[Task]:
        """Return the questions of the report of which nobody has decided what voices say."""
        try:
            squares = [s for s in self.squares() if s.reported]
        except CodingError:  # its own page says what is wrong with the survey
            return []
        silent = [s for s in squares if s.relation is None]
        if not silent:
            return []
        of = "" if len(silent) == len(squares) else f" of the report’s {len(squares)}"
        noun = "question" if len(squares) == 1 else "questions"
        verb = "has" if len(silent) == 1 else "have"
        return [
            Task(
                need=Need.SILENT,
                about=((silent[0].figure, f"{len(silent)}{of} {noun}"),),
                fault=f" {verb} no voice that anybody decided on",
                place=(("figure", silent[0].figure),),
            )
        ]


def _whose(mine: int, theirs: int, other: str) -> str:
    """Say who has a theme where the other has not.

    >>> _whose(5, 0, "Marko"), _whose(1, 2, "Marko")
    ('All 5 have your code and not Marko’s.', '1 with your code alone, 2 with Marko’s alone.')
    """
    if not (mine and theirs):
        has, lacks = ("your code", f"{other}’s") if mine else (f"{other}’s code", "yours")
        return f"All {mine + theirs} have {has} and not {lacks}."
    return f"{mine} with your code alone, {theirs} with {other}’s alone."
