"""Keep the machine that proposes codes: one for the whole process, or for a process of its own.

Transcripts are read once; what people decide is learned when the machine is asked for next.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from coding.files import readings
from coding.jobs.deputy import Deputy
from coding.language import encoder
from coding.model import Codebook, Coding, Decision, Seen, TranscriptInfo
from coding.project.apart import by_machine
from coding.project.part import ProjectPart
from coding.suggest.queue import method
from coding.suggest.trust import calibration

if TYPE_CHECKING:
    from coding.project import Project
    from coding.suggest.corpus import Prepared
    from coding.suggest.machine import Machine

__all__ = ["READING", "Learning"]

READING = "Reading the transcripts …"

READING_ENDS = 0.5
"""The share of a ranking's or a measurement's progress at which the transcripts have been read."""

MUCH = 500_000
"""Characters from which a study's machine has a process of its own, if that is wanted: reading a
million takes about 2 s, learning from them as long, starting a process one."""

Progress = Callable[[int, int], None]
_State = tuple[str, str, str, tuple[tuple[str, str], ...]]


class Learning(ProjectPart):
    """The machine, what it has read and what it has learned.

    A machine that was handed out learns no more: what comes since is learned by the next, so that
    nobody waits for it, and once for each act. What was shown and passed on is learned with the
    act that comes after it. `stays_apart` is set where somebody waits at a page meanwhile: the
    machine of a large study is a deputy's then (see `coding.project.apart`), and this process has
    none.
    """

    stays_apart = False

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._learning = threading.RLock()
        self._as_learned = threading.local()
        self._reading = threading.RLock()
        self._prepared: dict[str, tuple[_State, Prepared]] = {}
        self._machine: Machine | None = None
        self._built: object = None
        self._whole: tuple[int, ...] | None = None
        self._learned: object = None
        self._noted: tuple[object, Machine] | None = None
        self._deputy: Deputy | None = None

    # ── where it is ──

    @property
    def deputy(self) -> Deputy | None:
        """Return who has the machine of a large study, None where it is in this process."""
        if not self.stays_apart or self.once("characters", self._characters) < MUCH:
            return None
        with self._learning:
            self._deputy = self._deputy or Deputy()
            return self._deputy

    def _characters(self) -> int:
        return sum(info.length for info in self.project.transcripts.all())

    @property
    def state(self) -> tuple[int, int]:
        """Return what differs whenever there is something to learn: the last act, which process."""
        deputy = self.deputy
        return self.store.log.revision(), deputy.generation if deputy else 0

    @property
    def mishap(self) -> str:
        """Say what the machine's last process died of, "" as soon as another has done its work."""
        return self._deputy.mishap if self._deputy else ""

    @property
    def asks_as_learned(self) -> bool:
        """Say whether this thread asks a deputy's machine as it last learned."""
        return bool(getattr(self._as_learned, "there", False))

    # ── learning ──

    @by_machine
    def learn(self, *, progress: Progress | None = None) -> None:
        """Read and learn all there is, so that what is asked next is answered soon."""
        self.machine(progress)

    def machine(self, progress: Progress | None = None) -> Machine:
        """Return the machine with all that is decided now learned.

        `progress(done, total)` is told while transcripts are read for the first time. Only what is
        `by_machine` may ask for it.
        """
        asked: Machine | None = getattr(self._as_learned, "machine", None)
        if asked is not None:
            return asked
        prepared = self.prepared(progress)
        with self._learning:
            book = self.project.codes.book()
            built = _built(prepared, book)
            if self._machine is None or self._built != built:
                whole = self._reads_whole(prepared)
                self._machine = self._laid_out(prepared, book, whole=whole)
                self._built, self._learned = built, None
                self._spare_collector(prepared)
            revision = self.store.log.revision()
            if self._learned != revision:
                taught = self._machine.taught(*self._told())
                self._machine, self._learned = taught, revision
            return self._machine

    def _laid_out(self, prepared: Sequence[Prepared], book: Codebook, *, whole: bool) -> Machine:
        """Return a machine; of answers read as wholes, it reads those that are new since last."""
        from coding.suggest.machine import Machine

        if not whole:
            return Machine(prepared, book, whole=False)
        folder, stamp = self.project.folder, bytes.fromhex(encoder.SHA256)
        kept = readings.kept(folder, stamp)
        encoder.recall(kept)
        machine = Machine(prepared, book)
        now = machine.readings()
        if now.keys() != kept.keys():
            readings.keep(folder, stamp, now)
        return machine

    def _reads_whole(self, prepared: Sequence[Prepared]) -> bool:
        """Say whether answers can be read as wholes now; where somebody waits, begin to aside.

        That takes half a millisecond for each word; until it is done, they are read word by word.
        """
        from coding.suggest.answers import can_be_read_whole

        if not self.stays_apart or not can_be_read_whole(prepared):
            return True
        known = tuple(map(id, prepared))
        if self._whole != known:
            self.project.work.start(
                ("read whole", known), READING, lambda _: self._read_whole(known), aside=True
            )
        return self._whole == known

    def _read_whole(self, known: tuple[int, ...]) -> None:
        """Have a machine that reads answers as wholes take the place of the one there is."""
        prepared, book = self.prepared(), self.project.codes.book()
        machine = self._laid_out(prepared, book, whole=True)
        revision = self.store.log.revision()
        machine.learn(*self._told())
        machine.propose()
        with self._learning:
            if tuple(map(id, prepared)) == known:
                self._whole = known
                same = self._built == _built(prepared, book)
                if same and self.store.log.revision() == revision:
                    self._machine, self._learned = machine, revision
                else:
                    self._built = None

    @contextmanager
    def as_learned(self) -> Iterator[int | None]:
        """Let this thread ask the machine as it last learned, while it learns anew elsewhere.

        What is decided counts all the same, so that nothing is proposed twice. Yields how many
        codings it has not learned from yet; None if it has to be waited for, since transcripts
        or codes are new, or it has never learned.
        """
        if self.deputy:
            new = self.behind()
            self._as_learned.there = new is not None
            try:
                yield new
            finally:
                self._as_learned.there = False
            return
        machine, learned = self._machine, self._learned
        prepared = [self._prepared_of(info) for info in self.project.transcripts.all()]
        read = [transcript for transcript in prepared if transcript is not None]
        fits = len(read) == len(prepared) and self._built == _built(read, self.project.codes.book())
        if machine is None or not isinstance(learned, int) or not fits:
            yield None
            return
        state = machine, self.store.log.revision()
        if self._noted is None or self._noted[0] != state:
            self._noted = state, machine.noting(*self._told())
        self._as_learned.machine = self._noted[1]
        try:
            yield len(self.store.log.touched_since(learned).codings)
        finally:
            self._as_learned.machine = None

    @by_machine
    def behind(self) -> int | None:
        """Return how many codings the machine has not learned from; None as for `as_learned`."""
        with self.as_learned() as new:
            return new

    def prepared(self, progress: Progress | None = None) -> list[Prepared]:
        """Return every transcript as the machine reads it, each read once."""
        from coding.suggest.corpus import prepare

        with self._reading:
            listed = self.project.transcripts.all()
            unread = [info for info in listed if self._prepared_of(info) is None]
            self._spare_collector(unread)
            for number, info in enumerate(unread, len(listed) - len(unread)):
                if progress:
                    progress(number, len(listed))
                made = prepare(self.project.transcripts.get(info.id))
                self._prepared[info.id] = (_state(info), made)
            for gone in set(self._prepared) - {info.id for info in listed}:
                del self._prepared[gone]
            return [self._prepared[info.id][1] for info in listed]

    def _prepared_of(self, info: TranscriptInfo) -> Prepared | None:
        kept = self._prepared.get(info.id)
        return kept[1] if kept and kept[0] == _state(info) else None

    def _spare_collector(self, there_is: Sequence[object]) -> None:
        """Keep what lives as long as the app from being looked through for garbage again.

        Python holds everybody up while it looks, the longer the more there is.
        """
        if self.stays_apart and there_is:
            gc.freeze()

    def soon(self, seconds: float) -> Machine | None:
        """Return the machine as it is now if that takes no longer than this, else None.

        What is missing is read and learned behind the page meanwhile.
        """
        key = ("machine", self.store.log.revision())
        job = self.project.asks.start(key, READING, self.machine)
        return job.outcome() if job.wait(seconds) else None

    def latest(self) -> Machine | None:
        """Return the machine as it last learned, None before that."""
        return self._machine

    def _told(self) -> tuple[list[Coding], list[Decision], list[Seen]]:
        """Return what teaches: codings, decisions that were seen, what was seen and passed on."""
        return self.store.codings.all(), self._decided(), self.project.seen.all()

    def _decided(self) -> list[Decision]:
        """Return the decisions about proposals that were seen."""
        return [d for d in self.store.decisions.all() if d.visible]

    @by_machine
    def method(self) -> str:
        """Say in a line what the machine's proposals rest on."""
        return method(self.machine(), calibrated=self.calibration() is not None)

    @by_machine
    def ceiling(self) -> float:
        """Return how often people here put a code where everything speaks for it, as learned."""
        return self.machine().spans.ceiling

    @by_machine
    def model(self) -> str:
        """Return a tag for the machine's present state, kept with each decision."""
        from coding import __version__

        if self._machine is None:
            self.machine()
        return f"{__version__}/{self._learned}"

    @by_machine
    def calibrated(self) -> bool:
        """Say whether decisions set scores right."""
        return self.calibration() is not None

    def calibration(self) -> Callable[[Any], Any] | None:
        """Return what sets scores right, or None while there are too few decisions."""
        return calibration(self._decided())


def _built(prepared: Sequence[Prepared], book: Codebook) -> object:
    """Return what a machine rests on that no decision changes."""
    return [id(transcript) for transcript in prepared], book.codes


def _state(info: TranscriptInfo) -> _State:
    """Return what a reading depends on: words, language, where turns are cut, who asks."""
    sides = tuple((speaker.label, str(speaker.role)) for speaker in info.cast)
    return info.sha256, info.language, info.said, sides
