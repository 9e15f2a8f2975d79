"""Let the machine propose codes, and people decide.

The machine never codes: only what a person accepts makes a coding.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any

from coding.errors import Conflict, NotFound
from coding.jobs.child import ChildDied
from coding.jobs.work import Job, one_rise
from coding.model import (
    Choice,
    Decision,
    Origin,
    Suggestion,
    new_id,
    now,
)
from coding.project.apart import by_machine
from coding.project.codings import joined, put_coding
from coding.project.learning import READING_ENDS
from coding.project.part import ProjectPart
from coding.suggest.queue import (
    Glimpse,
    Order,
    gathered_places,
    glimpse,
    ordered,
    shown,
    skipped,
    worded,
)
from coding.suggest.settings import Settings, as_data, settings_of, together
from coding.suggest.slips import Misspelling, misspellings
from coding.suggest.trust import CALIBRATED, Trust, trust

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer
    from coding.suggest.machine import Machine
    from coding.suggest.ranking import Proposed, Ranking

__all__ = ["CALIBRATED", "Misspelling", "Order", "Settings", "Suggestions", "Trust"]

SETTINGS = "suggestions"
DECIDED = {Choice.ACCEPT: "accepted", Choice.REJECT: "rejected", Choice.SKIP: "skipped"}
QUEUED = 3
"""Codes at most for one passage of the queue."""

RANKED = 4
"""Rankings that are kept: a page asks for all interviews, and the desk beside it for one."""

GLANCE = 0.2
"""Seconds that an act may wait for the machine."""


class Suggestions(ProjectPart):
    """What the machine proposes, what people decided about it, and how far it is trusted."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._ranked: OrderedDict[Hashable, Ranking] = OrderedDict()

    # ── proposing ──

    @by_machine
    def propose(
        self,
        *,
        coder: str,
        transcript: str = "",
        codes: Sequence[str] = (),
        limit: int = 0,
        most: int = 3,
        floor: float = 0.0,
        reasons: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Suggestion]:
        """Propose up to `most` codes for each passage, best first; `limit` in all (0: no limit).

        Those with a score below `floor` are left out, and what the coder has coded or refused. A
        theme in `codes` stands for itself and the codes below it. `progress(done, total)` is told
        of each transcript that is read. Raises NotFound for an unknown transcript or code.
        """
        machine = self.project.learning.machine(progress)
        ranking = self._ranking(machine, coder, transcript, codes, most)
        if floor:
            strong = shown(ranking, self.project.learning.calibration()) >= floor
            ranking = ranking.only(strong)
        return self._worded(machine, ranking[: limit or None], reasons=reasons)

    @by_machine
    def glimpse(
        self, *, coder: str, transcript: str, start: int, end: int, most: int, floor: float
    ) -> Glimpse:
        """Propose up to `most` codes for the passages between two characters of a transcript."""
        machine = self.project.learning.machine()
        return glimpse(
            machine,
            self._ranking(machine, coder, transcript, (), most),
            start,
            end,
            floor=floor,
            most=most,
            calibration=self.project.learning.calibration(),
        )

    def _ranking(
        self,
        machine: Machine,
        coder: str,
        transcript: str,
        codes: Sequence[str],
        most: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> Ranking:
        """Rank what is proposed, once for as long as nothing is done and nothing is learned."""
        project = self.project
        state = (id(machine), project.learning.model(), self.store.log.revision())
        key = (*state, coder, transcript, tuple(codes), most)
        ranking = self._ranked.get(key)
        if ranking is None:
            book = project.codes.book()
            family = {
                below for code in codes for below in book.family(project.codes.get(code, book).id)
            }
            only = {project.transcripts.info(transcript).id} if transcript else None
            settings = self.settings()
            ranking = machine.propose(
                coder=coder,
                transcripts=only,
                codes=family or None,
                asked=settings.asked,
                off=settings.off | self.resting(),
                most=most,
                progress=progress,
            )
            self._ranked[key] = ranking
            while len(self._ranked) > RANKED:
                self._ranked.popitem(last=False)
        return ranking

    @by_machine
    def rank(self, *, coder: str, progress: Callable[[int, int], None] | None = None) -> None:
        """Learn, and rank all that is proposed to a coder, so that their queue is there at once."""
        step = one_rise(progress)
        machine = self.project.learning.machine(step(READING_ENDS))
        self._ranking(machine, coder, "", (), QUEUED, step(1))

    @by_machine
    def queue(
        self,
        *,
        coder: str,
        transcript: str = "",
        codes: Sequence[str] = (),
        order: Order = Order.SCORE,
        floor: float = 0.0,
        limit: int = 20,
    ) -> tuple[list[tuple[Suggestion, ...]], int]:
        """Return the first passages to decide about, each with its proposals, and how many wait.

        Proposals below `floor` are left out; passages that the coder skipped come last.
        """
        machine = self.project.learning.machine()
        ranking = self._ranking(machine, coder, transcript, codes, QUEUED)
        calibration = self.project.learning.calibration()
        strong = ranking.only(shown(ranking, calibration) >= floor)
        score = shown(strong, calibration)
        groups = gathered_places(machine, strong, most=QUEUED)
        best = {segment: float(score[group[0]]) for segment, group in groups.items()}
        segments = ordered(
            best,
            order,
            last=skipped(self.store.decisions.all(coder=coder)),
            novelty=lambda segments: self.project.discovery.novelty(segments),
            transcripts=[info.id for info in self.project.transcripts.all()],
        )
        first = {  # in the order of the transcripts, so that each is laid out once
            segment: tuple(
                worded(machine, strong.only(groups[segment]), calibration=calibration, reasons=True)
            )
            for segment in sorted(segments[:limit])
        }
        return [first[segment] for segment in segments[:limit]], len(segments)

    def _worded(
        self, machine: Machine, proposed: Sequence[Proposed], *, reasons: bool
    ) -> list[Suggestion]:
        return worded(
            machine, proposed, calibration=self.project.learning.calibration(), reasons=reasons
        )

    @by_machine
    def why(self, transcript: str, start: int, end: int, code: str) -> Suggestion:
        """Return what the machine says of a code on the passage at a segment, with reasons.

        Raises NotFound if there is no passage or no such code.
        """
        machine = self.project.learning.machine()
        proposed = machine.say(transcript, start, end, code)
        if proposed is None:
            raise NotFound("there is nothing to say about this place")
        return self._worded(machine, [proposed], reasons=True)[0]

    def first_thought(self, transcript: str, start: int, end: int) -> Suggestion | None:
        """Return the likeliest code of the passage at a segment, whatever stands there already.

        The machine says it as it last learned, so that a coder never waits for it: None too
        while it has not read the transcripts yet, or is too busy to say it at once.
        """
        if self.project.learning.deputy is None:
            return self.thought(transcript, start, end)
        job = Job("thought", "", lambda _: self.thought(transcript, start, end))
        Thread(target=job.run, name="thought", daemon=True).start()
        try:
            return job.outcome() if job.wait(GLANCE) else None
        except ChildDied:
            return None

    @by_machine
    def thought(self, transcript: str, start: int, end: int) -> Suggestion | None:
        """Return what `first_thought` does, however busy the machine is."""
        machine = self.project.learning.latest() or self.project.learning.soon(GLANCE)
        if machine is None:
            return None
        proposed = machine.first(self.project.transcripts.info(transcript).id, start, end)
        if proposed is None:
            return None
        return self._worded(machine, [proposed], reasons=False)[0]

    def keep(self, suggestions: Sequence[Suggestion], *, coder: str) -> list[Suggestion]:
        """Give suggestions ids under which they can be decided later."""
        ids = self.store.suggestions.keep(
            suggestions, coder=coder, model=self.project.learning.model()
        )
        return [replace(made, id=key) for made, key in zip(suggestions, ids, strict=True)]

    # ── deciding ──

    def decide(self, key: str, choice: Choice, *, coder: str, act: str = "") -> str:
        """Decide about a kept suggestion; return the id of the coding an acceptance made, or "".

        Raises NotFound for an unknown id, Conflict if this coder has decided it already.
        """
        kept = self.store.suggestions.get(key)
        if kept is None:
            raise NotFound(f"there is no suggestion {key}", hint="`coding suggest` lists them.")
        decision = Decision(
            id=new_id(),
            transcript=kept.transcript,
            start=kept.start,
            end=kept.end,
            code=kept.code,
            coder=coder,
            choice=choice,
            score=kept.score,
            raw=kept.raw,
            model=kept.model,
        )
        return self.record([decision], act=act)[0]

    def record(
        self,
        decisions: Sequence[Decision],
        *,
        act: str = "",
        trimmed: tuple[int, int] | None = None,
        summary: str = "",
    ) -> list[str]:
        """Write decisions down as one act, and a coding for each that accepts.

        `trimmed` is the segment to code where it is not the one proposed. Returns the codings'
        ids, "" where none was made: as with `apply`, one that was there with the same code by
        the same coder is extended, and one accepted right beside it becomes one with it.
        Raises Conflict if a coder has decided the same already.
        """
        project = self.project
        book = project.codes.book()
        for decision in decisions:
            project.codes.get(decision.code, book)
        if not decisions:
            return []
        first = decisions[0]
        info = project.transcripts.info(first.transcript)
        name = book.called[first.code]
        said = summary or (
            f"{name} {DECIDED[first.choice]} in {info.name}"
            if len(decisions) == 1
            else f"{len(decisions)} suggestions decided"
        )
        before = {_place(decision) for decision in self.store.decisions.all() if _settles(decision)}
        made = []
        with self.store.writing(coder=first.coder, verb="decide", summary=said, act=act) as w:
            for decision in decisions:
                if _settles(decision) and _place(decision) in before:
                    raise Conflict("this has been decided already", hint="Undo it to decide anew.")
                coding = ""
                if decision.choice is Choice.ACCEPT and decision.visible:
                    start, end = joined(
                        w,
                        project.transcripts.get(decision.transcript),
                        *(trimmed or (decision.start, decision.end)),
                        decision.code,
                        decision.coder,
                    )
                    coding = put_coding(
                        w,
                        w.transcript(decision.transcript),
                        start,
                        end,
                        decision.code,
                        coder=decision.coder,
                        key=decision.coding or new_id(),
                        merge=True,
                        origin=Origin.SUGGESTION,
                    )
                self.note(w, replace(decision, coding=coding))
                made.append(coding)
        return made

    def note(self, w: Writer, decision: Decision) -> None:
        """Write one decision down inside an act."""
        w.add_decision(replace(decision, at=decision.at or now()))

    def decisions(self, *, coder: str = "") -> list[Decision]:
        """List what was decided, oldest first."""
        return self.store.decisions.all(coder=coder)

    # ── settings and trust ──

    def settings(self) -> Settings:
        """Return what the project has set."""
        return settings_of(self.store.settings.get(SETTINGS))

    def set_up(
        self,
        settings: Settings,
        *,
        coder: str,
        opened: Settings | None = None,
        summary: str = "suggestions set up",
    ) -> None:
        """Change the project's settings; undo takes it back.

        `opened` are the settings as they were before: what others have set since of other codes
        stays. Raises Conflict where both have set the same code otherwise.
        """
        with self.store.writing(coder=coder, verb="settings", summary=summary) as w:
            if opened is not None:
                settings = together(opened, settings, settings_of(w.setting(SETTINGS)))
            w.put_setting(SETTINGS, as_data(settings))

    def trust(self) -> list[Trust]:
        """Say for each code how its suggestions have fared with those who saw them."""
        codes = [code.id for code in self.project.codes.book()]
        return trust(self.store.decisions.all(), codes, kept_on=self.settings().on)

    def resting(self) -> frozenset[str]:
        """Return the codes whose suggestions have switched themselves off."""
        return frozenset(fared.code for fared in self.trust() if fared.resting)

    # ── what it cannot know ──

    @by_machine
    def gaps(self, transcript: str = "") -> dict[str, list[str]]:
        """Return language → codes for which the codebook says nothing in that language but a name.

        Languages are those that transcripts are read in: of a `transcript`, its own alone.
        """
        from coding.suggest.code_lines import lines_of, plain_language

        only = self.project.transcripts.info(transcript).id if transcript else ""
        spoken = dict.fromkeys(
            read.language
            for read in self.project.learning.prepared()
            if only in ("", read.transcript)
        )
        book = self.project.codes.book()
        plain = plain_language(book)
        return {
            language: missing
            for language in spoken
            if (missing := [c.id for c in book if not _told(lines_of(c, language, plain))])
        }

    @by_machine
    def misspellings(self, transcript: str = "") -> list[Misspelling]:
        """List the words that are read as others, the most frequent first.

        Of all transcripts, or of one; what another one says may tell how a word is read.
        """
        only = self.project.transcripts.info(transcript).id if transcript else ""
        return misspellings(
            read
            for side in self.project.learning.machine().sides
            for read in side.prepared
            if only in ("", read.transcript)
        )


def _told(lines: Collection[Any]) -> bool:
    return any(line.kind != "name" for line in lines)


def _settles(decision: Decision) -> bool:
    return decision.visible and decision.choice is not Choice.SKIP


def _place(decision: Decision) -> tuple[str, int, int, str, str]:
    return decision.transcript, decision.start, decision.end, decision.code, decision.coder
