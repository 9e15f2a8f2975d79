"""Propose codes: what was prepared, what was decided, and how both are weighed.

    machine = Machine([prepare(t) for t in transcripts], codebook)
    machine.learn(codings, rejections, seen)
    machine.propose(coder="Ana", transcripts=["..."])

What is proposed is a code on a run of sentences, chosen for that code (`spans`). Before there is
enough to learn from it is a code on a passage, from what the codebook says (`passage_model`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from copy import copy
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from coding.language import vectors as meaning
from coding.model import Codebook, Coding, Decision, Seen
from coding.suggest.corpus import Prepared, Side
from coding.suggest.kin import Kin, kin_of
from coding.suggest.learning import sigmoid
from coding.suggest.lessons import Lesson, decided_on
from coding.suggest.marks import by_transcript
from coding.suggest.passage_model import ENOUGH, PassageModel
from coding.suggest.ranking import Proposed, Ranking
from coding.suggest.rules import KeywordHit
from coding.suggest.runs import (
    MANY,
    Runs,
    chosen,
    passage_around,
    passages_as_runs,
    run_at,
)
from coding.suggest.spans import Spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.suggest.sentences import SentenceBlock

WEAKEST = 0.02
"""The probability from which a code is proposed for a run of sentences."""


class Machine:
    """All that is prepared of a project, and what its decisions taught."""

    def __init__(self, prepared: Sequence[Prepared], book: Codebook, *, whole: bool = True) -> None:
        """Lay texts beside the codebook; answers are not read as wholes unless `whole`."""
        self.book = book
        self.column = {code.id: i for i, code in enumerate(book)}
        languages = dict.fromkeys(read.language for read in prepared)
        self.sides = [
            Side(language, [read for read in prepared if read.language == language], book, whole)
            for language in languages
        ]
        self.spans = Spans(self.sides, book)
        self.learn((), ())

    @property
    def reads_whole(self) -> bool:
        """Say whether what is said in some language is answers, read as wholes."""
        return any(side.whole for side in self.sides)

    def readings(self) -> dict[bytes, bytes]:
        """Read all that is read as wholes; return what was read, by hashes of the texts."""
        found: dict[bytes, bytes] = {}
        for side in self.sides:
            texts = side.read_whole()
            side.meant(texts)
            found |= meaning.readings(texts, side.language) if texts else {}
        return found

    # ── learning ──

    def taught(
        self,
        codings: Sequence[Coding],
        rejections: Sequence[Decision],
        seen: Sequence[Seen] = (),
    ) -> Machine:
        """Return another machine on the same passages that has learned from all of these."""
        other = self.another()
        other.learn(codings, rejections, seen)
        return other

    def noting(
        self,
        codings: Sequence[Coding],
        rejections: Sequence[Decision],
        seen: Sequence[Seen] = (),
    ) -> Machine:
        """Return another machine that knows what is decided, but learned no more from it."""
        other = self.another()
        other._decide(codings, rejections, seen)
        return other

    def another(self, *, apart: bool = False) -> Machine:
        """Return another machine on the same passages, for now with what this one knows.

        One that stays `apart` keeps what it works out to itself: it will learn otherwise.
        """
        other = copy(self)
        other.spans = self.spans.another(apart=apart)
        return other

    def learn(
        self,
        codings: Sequence[Coding],
        rejections: Sequence[Decision],
        seen: Sequence[Seen] = (),
        *,
        drawn: bool = False,
        runs: bool = True,
    ) -> None:
        """Learn from all codings, rejections and what was seen; what was learned before is gone.

        Codings that are `drawn` are some of those that there are: their order tells nothing of
        what lies between them. Without `runs` nothing can be proposed afterwards, only said of
        passages.
        """
        self._decide(codings, rejections, seen, drawn=drawn)
        self.kin = kin_of(self.book, codings)
        self.reviewed = sum(len(decided.coders) for decided in self.decided)
        self.learned = self.reviewed >= ENOUGH and len(self.book) > 0
        self.__dict__.pop("model", None)
        self.taught_by = self.decided
        if self.learned and runs:
            self.spans.learn()

    def _decide(
        self,
        codings: Sequence[Coding],
        rejections: Sequence[Decision],
        seen: Sequence[Seen],
        *,
        drawn: bool = False,
    ) -> None:
        told = by_transcript(codings, rejections, seen, drawn=drawn)
        self.decided = [decided_on(side, self.column, told) for side in self.sides]
        self.spans.decide(told)

    @cached_property
    def model(self) -> PassageModel:
        """Return what is learned of passages, worked out when it is first asked for."""
        return PassageModel(self.sides, self.book, self.taught_by, self.kin)

    @property
    def lessons(self) -> Sequence[Lesson | None]:
        """Return what was learned from the passages of each side."""
        return self.model.lessons

    # ── what is thought of passages ──

    def logits(self, side: int, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the log odds of each code on passages: rows × codes."""
        return self.model.logits(side, rows)

    def scores(self, side: int, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the probability of each code on passages: rows × codes."""
        return self.model.scores(side, rows)

    # ── proposing ──

    def propose(
        self,
        *,
        coder: str = "",
        transcripts: Collection[str] | None = None,
        codes: Collection[str] | None = None,
        asked: Collection[str] = (),
        off: Collection[str] = (),
        most: int = 3,
        progress: Callable[[int, int], None] | None = None,
    ) -> Ranking:
        """Return runs of sentences with a code, best first; up to `most` codes on each (0: all).

        What `coder` has put there or refused is left out. Codes in `asked` are proposed for the
        interviewer's words too, codes in `off` for nothing, nor one of which the codebook says
        nothing in a transcript's language that has not been learned there either.
        `progress(done, total)` is told transcript by transcript.
        """
        import numpy as np

        wanted = np.array([
            (codes is None or code.id in codes) and code.id not in off for code in self.book
        ], bool)  # fmt: skip
        for_questions = np.array([code.id in asked for code in self.book], bool)
        parts: list[Ranking] = []
        done, total = count(), sum(len(side.prepared) for side in self.sides)
        for number, side in enumerate(self.sides):
            fits = wanted & self.spans.can_tell(number)
            if not fits.any():
                continue
            for source, prepared in enumerate(side.prepared):
                if progress:
                    progress(next(done), total)
                if transcripts is not None and prepared.transcript not in transcripts:
                    continue
                block = self.spans.block(number, prepared.transcript)
                runs, odds, scores = self._thought(number, block, asked=bool(for_questions.any()))
                open_to = fits & (for_questions | ~block.asked[runs.first][:, None])
                open_to &= ~self._settled(number, block, runs, coder)
                if not self.learned:
                    rows = side.first[prepared.transcript] + block.passage[runs.first]
                    open_to &= side.is_akin(rows)
                floor = WEAKEST if self.learned else 0.0
                at, code = chosen(
                    runs, np.where(open_to, scores, -1.0), floor=floor, most=most,
                    rivals=self.kin.rivals, limit=MANY * len(block) if self.learned else None,
                )  # fmt: skip
                second, chance = _runners_up(scores, at, code, self.kin)
                sides, sources = np.full((2, len(at)), [[number], [source]])
                parts.append(Ranking(sides, sources, runs.first[at], runs.last[at], code,
                                     odds[at, code], scores[at, code], second, chance))  # fmt: skip
        return Ranking.best_first(parts)

    def _thought(
        self, side: int, block: SentenceBlock, runs: Runs | None = None, *, asked: bool = False
    ) -> tuple[Runs, NDArray[Any], NDArray[Any]]:
        """Return runs, the log odds of each code on each, and the probabilities."""
        if self.learned:
            runs = self.spans.runs(side, block, asked=asked) if runs is None else runs
            odds = self.spans.run_logits(side, block, runs)
            return runs, odds, self.kin.lifted(sigmoid(odds))
        runs = passages_as_runs(block, asked=asked) if runs is None else runs
        rows = self.sides[side].first[block.transcript] + block.passage[runs.first]
        return runs, self.logits(side, rows), self.scores(side, rows)

    def say(self, transcript: str, start: int, end: int, code: str) -> Proposed | None:
        """Return what is thought of a code on the sentences at a segment, None if on none."""
        return self._said(transcript, start, end, code)

    def first(self, transcript: str, start: int, end: int) -> Proposed | None:
        """Return the likeliest code of the sentences at a segment, None if there is none."""
        return self._said(transcript, start, end, "") if len(self.book) else None

    def _said(self, transcript: str, start: int, end: int, code: str) -> Proposed | None:
        import numpy as np

        for number, side in enumerate(self.sides):
            if transcript not in side.first or (code and code not in self.column):
                continue
            block = self.spans.block(number, transcript)
            run = run_at(block, start, end)
            if not len(run):
                return None
            if not self.learned:
                run = passage_around(block, run)
            _, odds, scores = self._thought(number, block, run)
            column = self.column[code] if code else int(odds[0].argmax())
            second, chance = _runners_up(scores, np.array([0]), np.array([column]), self.kin)
            source = [prepared.transcript for prepared in side.prepared].index(transcript)
            runner_up = int(second[0]), float(chance[0])
            place = number, source, int(run.first[0]), int(run.last[0])
            odd, score = float(odds[0, column]), float(scores[0, column])
            return Proposed(*place, column, odd, score, runner_up)
        return None

    def place(self, proposed: Proposed) -> tuple[str, int, int]:
        """Return where something is proposed: the transcript, start and end."""
        prepared = self.sides[proposed.side].prepared[proposed.source]
        bounds = prepared.sentences
        return prepared.transcript, int(bounds[proposed.first, 0]), int(bounds[proposed.last, 1])

    def negated(self, proposed: Proposed) -> bool:
        """Say whether every keyword of a code where it is proposed stands after a negation."""
        hits = self.hits(proposed)
        return bool(hits) and all(hit.negated for hit in hits)

    def hits(self, proposed: Proposed) -> list[KeywordHit]:
        """Return the keywords of a code in the sentences that it is proposed for."""
        transcript = self.sides[proposed.side].prepared[proposed.source].transcript
        block = self.spans.block(proposed.side, transcript)
        rows = range(proposed.first, proposed.last + 1)
        return [hit for row in rows for hit in block.hits.of(row, proposed.code)[0]]

    def row(self, proposed: Proposed) -> int:
        """Return the row of the passage in which something is proposed."""
        side = self.sides[proposed.side]
        prepared = side.prepared[proposed.source]
        return side.first[prepared.transcript] + int(prepared.sentences[proposed.first, 2])

    def _settled(self, side: int, block: SentenceBlock, runs: Runs, coder: str) -> NDArray[Any]:
        """Say which codes a coder has put on runs, or refused there: runs × codes."""
        import numpy as np

        settled = np.zeros((len(runs), len(self.book)), bool)
        told = self.spans.lessons[side].decided.get(block.transcript)
        if told is None:
            return settled
        for first, last, code in told.put.get(coder, ()):
            settled[:, code] |= (runs.first <= last) & (runs.last >= first)
        for first, last, code in told.refused.get(coder, ()):
            shared = np.minimum(runs.last, last) - np.maximum(runs.first, first) + 1
            shorter = np.minimum(runs.last - runs.first, last - first) + 1
            settled[:, code] |= 2 * shared >= shorter
        return settled


def _runners_up(
    scores: NDArray[Any], at: NDArray[Any], code: NDArray[Any], kin: Kin
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the likeliest other code of each row `at` that is not of one line with its code.

    With its score; (-1, 0) where there is none.
    """
    import numpy as np

    of_one_line = np.eye(scores.shape[1], dtype=bool)
    for one, others in kin.line.items():
        of_one_line[one, list(others)] = True
    rest = np.where(of_one_line[code], -1.0, scores[at])
    if not rest.size:
        return np.full(len(at), -1), np.zeros(len(at))
    other = rest.argmax(axis=1)
    chance = rest[np.arange(len(at)), other]
    return np.where(chance < 0, -1, other), np.maximum(chance, 0.0)
