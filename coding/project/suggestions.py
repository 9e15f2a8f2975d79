"""Let the machine propose codes, and people decide.

One machine serves the whole process. Transcripts are read once; what people decide is learned
when the next proposal is asked for. The machine never codes: only `decide` makes a coding.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from coding.errors import Conflict, NotFound
from coding.jobs.child import Child
from coding.model import (
    Choice,
    Decision,
    Origin,
    Suggestion,
    Transcript,
    TranscriptInfo,
    new_id,
    now,
)
from coding.project.codings import put_coding
from coding.project.part import ProjectPart
from coding.suggest.queue import Order, by_segment, method, ordered, skipped, worded
from coding.suggest.trust import CALIBRATED, Trust, calibration, trust

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer
    from coding.suggest.corpus import Prepared
    from coding.suggest.machine import Machine, Proposed

__all__ = ["CALIBRATED", "Order", "Settings", "Suggestions", "Trust"]

SETTINGS = "suggestions"
READING = "Reading the transcripts …"

MUCH = 500_000
"""Characters from which transcripts are read in a process of their own, if that is wanted: reading
takes about 2 s for a million, starting a process one."""

GLANCE = 0.2
"""Seconds that an act may wait for the machine."""

Progress = Callable[[int, int], None]
Reader = Callable[["Transcript", int, "Progress | None"], "Prepared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project has set about suggestions, by the ids of codes.

    `off` are proposed for nothing, `on` even though they are mostly refused, `asked` for the
    interviewer's words too. `fine` are ids of codings that looked doubtful and that somebody
    found right.
    """

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    fine: frozenset[str] = frozenset()


class Suggestions(ProjectPart):
    """What the machine proposes, what people decided about it, and how far it is trusted.

    `reads_apart` is set where somebody waits at a page meanwhile: much to read is then read in a
    process of its own.
    """

    reads_apart = False

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._lock = threading.RLock()
        self._reading = threading.RLock()
        self._prepared: dict[str, tuple[tuple[str, str], Prepared]] = {}
        self._machine: Machine | None = None
        self._built: object = None
        self._learned: object = None

    # ── the machine ──

    def machine(self, progress: Progress | None = None) -> Machine:
        """Return the machine with all that is decided now learned.

        `progress(done, total)` is told while transcripts are read for the first time.
        """
        from coding.suggest.machine import Machine

        prepared = self.prepared(progress)
        with self._lock:
            book = self.project.codes.book()
            built = ([id(transcript) for transcript in prepared], book.codes)
            if self._machine is None or self._built != built:
                self._machine, self._built, self._learned = Machine(prepared, book), built, None
            revision = self.store.log.revision()
            if self._learned != revision:
                self._machine.learn(self.store.codings.all(), self._decided())
                self._learned = revision
            return self._machine

    def prepared(self, progress: Progress | None = None) -> list[Prepared]:
        """Return every transcript as the machine reads it, each read once."""
        with self._reading:
            listed = self.project.transcripts.all()
            unread = [info for info in listed if self._prepared_of(info) is None]
            with self._reader(unread) as read:
                for number, info in enumerate(unread, len(listed) - len(unread)):
                    if progress:
                        progress(number, len(listed))
                    made = read(self.project.transcripts.get(info.id), number, progress)
                    self._prepared[info.id] = (_state(info), made)
            for gone in set(self._prepared) - {info.id for info in listed}:
                del self._prepared[gone]
            return [self._prepared[info.id][1] for info in listed]

    def _prepared_of(self, info: TranscriptInfo) -> Prepared | None:
        kept = self._prepared.get(info.id)
        return kept[1] if kept and kept[0] == _state(info) else None

    @contextmanager
    def _reader(self, unread: Sequence[TranscriptInfo]) -> Iterator[Reader]:
        """Yield what reads a transcript: in a process of its own where there is much to read."""
        from coding.suggest.corpus import prepare, prepare_apart, taken_in

        if not self.reads_apart or sum(info.length for info in unread) < MUCH:
            yield lambda transcript, _, __: prepare(transcript)
            return
        with Child() as child:

            def read(transcript: Transcript, done: int, progress: Progress | None) -> Prepared:
                def look() -> None:
                    if progress:
                        progress(done, len(unread))

                return taken_in(*child.bounded(look, 0, prepare_apart, transcript))

            yield read

    def soon(self, seconds: float) -> Machine | None:
        """Return the machine as it is now if that takes no longer than this, else None.

        What is missing is read and learned behind the page meanwhile.
        """
        key = ("machine", self.store.log.revision())
        job = self.project.asks.start(key, READING, self.machine)
        return job.outcome() if job.wait(seconds) else None

    def _decided(self) -> list[Decision]:
        """Return what teaches: rejections that were seen, not taken back by a coding since."""
        return [d for d in self.store.decisions.all() if d.visible]

    def method(self) -> str:
        """Say in a line what the machine's proposals rest on."""
        return method(self.machine(), calibrated=self.calibration() is not None)

    def ceiling(self) -> float:
        """Return how often people here put a code where everything speaks for it, as learned."""
        return self.machine().ceiling

    def model(self) -> str:
        """Return a tag for the machine's present state, kept with each decision."""
        from coding import __version__

        if self._machine is None:
            self.machine()
        return f"{__version__}/{self._learned}"

    def calibration(self) -> Callable[[Any], Any] | None:
        """Return what sets scores right, or None while there are too few decisions."""
        return calibration(self._decided())

    # ── proposing ──

    def propose(
        self,
        *,
        coder: str,
        transcript: str = "",
        codes: Sequence[str] = (),
        limit: int = 0,
        most: int = 3,
        reasons: bool = True,
        progress: Progress | None = None,
    ) -> list[Suggestion]:
        """Propose up to `most` codes for each passage, best first; `limit` in all (0: no limit).

        What the coder has coded or refused is not proposed again. A theme in `codes` stands for
        itself and the codes below it. Raises NotFound for an unknown transcript or code.
        """
        project = self.project
        book = project.codes.book()
        family = {
            below for code in codes for below in book.family(project.codes.get(code, book).id)
        }
        only = {project.transcripts.info(transcript).id} if transcript else None
        machine = self.machine(progress)
        with self._lock:
            settings = self.settings()
            proposed = machine.propose(
                coder=coder,
                transcripts=only,
                codes=family or None,
                asked=settings.asked,
                off=settings.off | self.resting(),
                most=most,
            )
            proposed = proposed[:limit] if limit else proposed
            return self._worded(machine, proposed, reasons=reasons)

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
        self.machine()
        with self._lock:
            proposals = self.propose(coder=coder, transcript=transcript, codes=codes, reasons=False)
            gathered = by_segment(proposals, floor=floor)
            segments = ordered(
                gathered,
                order,
                last=skipped(self.store.decisions.all(coder=coder)),
                novelty=lambda segments: self.project.discovery.novelty(segments),
                transcripts=[info.id for info in self.project.transcripts.all()],
            )
            first = [
                tuple(self.why(*segment, proposal.code) for proposal in gathered[segment])
                for segment in segments[:limit]
            ]
            return first, len(segments)

    def _worded(
        self, machine: Machine, proposed: Sequence[Proposed], *, reasons: bool
    ) -> list[Suggestion]:
        return worded(machine, proposed, calibration=self.calibration(), reasons=reasons)

    def why(self, transcript: str, start: int, end: int, code: str) -> Suggestion:
        """Return what the machine says of a code on the passage at a segment, with reasons.

        Raises NotFound if there is no passage or no such code.
        """
        machine = self.machine()
        with self._lock:
            proposed = machine.say(transcript, start, end, code)
            if proposed is None:
                raise NotFound("there is nothing to say about this place")
            return self._worded(machine, [proposed], reasons=True)[0]

    def first_thought(self, transcript: str, start: int, end: int) -> Suggestion | None:
        """Return the likeliest code of the passage at a segment, whatever stands there already.

        The machine says it as it last learned, so that a coder never waits for it: None too
        while it has not read the transcripts yet.
        """
        machine = self._machine or self.soon(GLANCE)
        if machine is None:
            return None
        with self._lock:
            proposed = machine.first(self.project.transcripts.info(transcript).id, start, end)
            if proposed is None:
                return None
            return self._worded(machine, [proposed], reasons=False)[0]

    def keep(self, suggestions: Sequence[Suggestion], *, coder: str) -> list[Suggestion]:
        """Give suggestions ids under which they can be decided later."""
        ids = self.store.suggestions.keep(suggestions, coder=coder, model=self.model())
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
        the same coder is extended. Raises Conflict if a coder has decided the same already.
        """
        project = self.project
        book = project.codes.book()
        for decision in decisions:
            project.codes.get(decision.code, book)
        if not decisions:
            return []
        first = decisions[0]
        info = project.transcripts.info(first.transcript)
        name = book.by_id[first.code].name
        said = summary or (
            f"{name} {first.choice}ed on {info.name} {first.start}-{first.end}"
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
                    start, end = trimmed or (decision.start, decision.end)
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
        kept = self.store.settings.get(SETTINGS) or {}
        return Settings(**{f.name: frozenset(kept.get(f.name, ())) for f in fields(Settings)})

    def set_up(
        self, settings: Settings, *, coder: str, summary: str = "suggestions set up"
    ) -> None:
        """Change the project's settings; undo takes it back."""
        value = {f.name: sorted(getattr(settings, f.name)) for f in fields(Settings)}
        with self.store.writing(coder=coder, verb="settings", summary=summary) as w:
            w.put_setting(SETTINGS, value)

    def trust(self) -> list[Trust]:
        """Say for each code how its suggestions have fared with those who saw them."""
        codes = [code.id for code in self.project.codes.book()]
        return trust(self.store.decisions.all(), codes, kept_on=self.settings().on)

    def resting(self) -> frozenset[str]:
        """Return the codes whose suggestions have switched themselves off."""
        return frozenset(fared.code for fared in self.trust() if fared.resting)

    # ── what it cannot know ──

    def gaps(self) -> dict[str, list[str]]:
        """Return language → codes for which the codebook says nothing in that language."""
        from coding.suggest.code_lines import lines_of

        spoken = dict.fromkeys(transcript.language for transcript in self.prepared())
        book = self.project.codes.book()
        return {
            language: missing
            for language in spoken
            if (missing := [c.id for c in book if not _told(lines_of(c, language))])
        }


def _state(info: TranscriptInfo) -> tuple[str, str]:
    return info.sha256, info.language


def _told(lines: Collection[Any]) -> bool:
    return any(line.kind != "name" for line in lines)


def _settles(decision: Decision) -> bool:
    return decision.visible and decision.choice is not Choice.SKIP


def _place(decision: Decision) -> tuple[str, int, int, str, str]:
    return decision.transcript, decision.start, decision.end, decision.code, decision.coder
