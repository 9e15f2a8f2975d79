"""Bring an interview and its translation together, and keep what a person says of their turns."""

from __future__ import annotations

from coding.errors import CodingError, NotFound
from coding.model import Transcript
from coding.project.part import ProjectPart
from coding.quotes.aligning import Numbers, Parallel, mended
from coding.store import Writer

SETTING = "aligned"
"""The setting with the pairs made by hand of an original and its translation, by turns' ids."""

_Kept = list[list[list[int]]]


class Alignments(ProjectPart):
    """The pairs of turns of interviews and their translations."""

    def of(self, transcript: str) -> Parallel:
        """Return a transcript beside its translation or original.

        Raises NotFound where there is none.
        """
        mine, theirs = self._both(transcript)
        return self.parallel(mine, theirs)

    def parallel(self, mine: Transcript, theirs: Transcript) -> Parallel:
        """Return a transcript beside another one, as people have mended it."""
        return Parallel.of(
            mine.turns,
            mine.text,
            theirs.turns,
            theirs.text,
            by_hand=self.by_hand(mine, theirs),
            language=mine.language,
            other_language=theirs.language,
        )

    def by_hand(self, mine: Transcript, theirs: Transcript) -> list[tuple[Numbers, Numbers]]:
        """Return the pairs that people made, by numbers; those of turns that are gone went too."""
        first, second, turned = _original_first(mine, theirs)
        kept: _Kept = self.store.settings.get(_key(first, second)) or []
        if not kept:
            return []
        numbers = [
            {key: n for n, key in enumerate(self.store.transcripts.turn_keys(t.id), 1)}
            for t in (first, second)
        ]
        pairs = []
        for sides in kept:
            if all(key in numbers[k] for k, side in enumerate(sides) for key in side):
                told = [tuple(numbers[k][key] for key in side) for k, side in enumerate(sides)]
                pairs.append((told[1], told[0]) if turned else (told[0], told[1]))
        return pairs

    def pair(
        self, transcript: str, turns: Numbers, beside: Numbers, *, coder: str, act: str = ""
    ) -> None:
        """Say which turns of the other language stand beside turns; none for nothing.

        What contradicts it is not said any more. Raises NotFound for a turn that is not there or
        where there is no translation, CodingError for turns that do not follow one another.
        """
        mine, theirs = self._both(transcript)
        for side, numbers in ((mine, turns), (theirs, beside)):
            for number in numbers:
                if not 1 <= number <= len(side.turns):
                    raise NotFound(f"there is no turn {number}", side.name)
            if list(numbers) != list(range(min(numbers, default=0), max(numbers, default=-1) + 1)):
                raise CodingError("the turns of a pair must follow one another", side.name)
        if not turns and not beside:
            raise CodingError("no turn is named", mine.name, "Write it as 12=13.")
        where = f"turn {_listed(turns) or 'none'} of {mine.name}"
        summary = f"{where} beside {_listed(beside) or 'none'} of {theirs.name}"
        with self.store.writing(coder=coder, verb="align", summary=summary, act=act) as w:
            self._keep(w, mine, theirs, mended(self.by_hand(mine, theirs), turns, beside))

    def free(self, transcript: str, turns: Numbers, *, coder: str, act: str = "") -> None:
        """Let the machine pair turns again that a person had paired; raises NotFound."""
        mine, theirs = self._both(transcript)
        before = self.by_hand(mine, theirs)
        kept = [pair for pair in before if not set(pair[0]) & set(turns)]
        if kept == before:
            raise NotFound(f"turn {_listed(turns)} was not paired by hand", mine.name)
        summary = f"turn {_listed(turns)} of {mine.name} paired by the machine again"
        with self.store.writing(coder=coder, verb="align", summary=summary, act=act) as w:
            self._keep(w, mine, theirs, kept)

    def _keep(
        self,
        w: Writer,
        mine: Transcript,
        theirs: Transcript,
        pairs: list[tuple[Numbers, Numbers]],
    ) -> None:
        first, second, turned = _original_first(mine, theirs)
        keys = [self.store.transcripts.turn_keys(t.id) for t in (first, second)]
        sides = [(b, a) if turned else (a, b) for a, b in pairs]
        kept = [[[keys[k][n - 1] for n in pair[k]] for k in (0, 1)] for pair in sides]
        if (w.setting(_key(first, second)) or []) != kept:
            w.put_setting(_key(first, second), kept)

    def _both(self, transcript: str) -> tuple[Transcript, Transcript]:
        transcripts = self.project.transcripts
        info = transcripts.info(transcript)
        other = transcripts.other_language(info)
        if other is None:
            hint = "Say which it is on the Transcripts page: “Translation of”."
            raise NotFound("there is no translation of it", info.name, hint)
        return transcripts.get(info.id), transcripts.get(other.id)


def _original_first(mine: Transcript, theirs: Transcript) -> tuple[Transcript, Transcript, bool]:
    turned = mine.translation_of == theirs.id
    return (theirs, mine, True) if turned else (mine, theirs, False)


def _key(first: Transcript, second: Transcript) -> str:
    return f"{SETTING} {first.id} {second.id}"


def _listed(numbers: Numbers) -> str:
    return "+".join(map(str, numbers))
