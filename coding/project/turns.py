"""Correct where turns begin and end, inside one act, without a change of the text.

Only who says which characters changes. What stands between two turns (a label, a time, an empty
line) is nobody's words, and stays so: where a border moves across it, the words beyond it become a
turn of their own, and turns that are joined across it stay two, of one speaker. Else a name would
be printed as if it had been said. Only a person makes words of it, on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coding.errors import NotFound, SegmentError
from coding.model import Role, TranscriptInfo
from coding.project.alignments import heirs_paired, part_paired
from coding.store import SaidTurn, Writer


@dataclass(frozen=True, slots=True)
class Telling:
    """The turns of one transcript, as they are corrected in one act."""

    w: Writer
    info: TranscriptInfo

    def get(self, number: int) -> SaidTurn:
        """Return a turn by its number, from 1; raises NotFound."""
        return self.some([number])[0]

    def some(self, numbers: Sequence[int]) -> list[SaidTurn]:
        """Return turns by their numbers, from 1; raises NotFound."""
        turns = self.w.speech.turns(self.info.id)
        for number in numbers:
            if not 1 <= number <= len(turns):
                raise NotFound(
                    f"{self.info.name} has no turn {number}",
                    hint=f"It has {len(turns)}: `coding turns` lists them.",
                )
        return [turns[number - 1] for number in numbers]

    def unknown(self) -> list[SaidTurn]:
        """List the turns of which nobody knows who says them."""
        return [
            t for t in self.w.speech.turns(self.info.id) if not t.label and t.role == Role.UNKNOWN
        ]

    def give(self, turn: int, label: str, role: Role) -> None:
        """Let a turn, told by its id, be another speaker's."""
        self.w.speech.change_turn(turn, label=label, role=role)

    def split(self, turn: SaidTurn, at: int, again: int) -> int:
        """Split a turn in two: the first ends before `at`, the second begins at `again`.

        What stands between (a label that was taken for words) is in neither. Returns the second's
        id. Raises SegmentError where one of them would hold no words.
        """
        end = self._back(turn.start, at)
        start = self._on(again, turn.end)
        if not turn.start <= at <= again <= turn.end or end <= turn.start or start >= turn.end:
            raise SegmentError(
                "a turn is split inside of it, with words on both sides",
                self.info.name,
                f"This one has the characters {turn.start}-{turn.end}.",
            )
        self.w.speech.change_turn(turn.id, end=end, until=True)
        made = self.w.speech.add_turn(
            self.info.id,
            start,
            turn.end,
            label=turn.label,
            role=Role(turn.role),
            time_end=turn.time_end,
        )
        part_paired(self.w, self.info.id, turn.id, made)
        return made

    def join(self, first: int, last: int, *, words: bool = False) -> int:
        """Let the turns from one number to another be one, of the first one's speaker.

        Where anything but space stands between two of them, they are one only if that is `words`,
        too; else they stay two, both of that speaker. Returns how many turns are left of them.
        Raises SegmentError where nothing would change.
        """
        if first >= last:
            raise SegmentError("there is nothing to join", self.info.name, "Name two turns.")
        self.get(first), self.get(last)
        turns = self.w.speech.turns(self.info.id)[first - 1 : last]
        before = len(self.w.changes.made)
        kept, end, left = turns[0], turns[0].end, 1
        for turn in turns[1:]:
            if words or not self._apart(end, turn.start):
                self.w.speech.drop_turn(turn.id)
                self.w.speech.change_turn(kept.id, end=turn.end, until=True, time_end=turn.time_end)
                heirs_paired(self.w, self.info.id, {turn.id: kept.id})
            else:
                kept, left = turn, left + 1
                if (turn.label, turn.role) != (turns[0].label, turns[0].role):
                    self.give(turn.id, turns[0].label, Role(turns[0].role))
            end = turn.end
        if len(self.w.changes.made) == before:
            between = self.w.words_at(self.info.id, turns[0].end, turns[1].start)
            raise SegmentError(
                f"“{' '.join(between.split())}” stands between them, which nobody says",
                self.info.name,
                "They are one speaker’s already. If it was said, join them with its words.",
            )
        return left

    def border(self, number: int, start: int, *, words: bool = False) -> None:
        """Let a turn begin at `start`: what it gains is the turn's before, or goes to that.

        Raises SegmentError where one of the two would hold no words any more, and where the turn
        would gain a label or a time, unless that is `words`.
        """
        turn = self.get(number)
        before = self.get(number - 1) if number > 1 else None
        floor = before.start if before else -1
        if 0 <= start < turn.end:
            start = self._on(start, turn.end, words=words)
        if not floor < start < turn.end or start == turn.start:
            raise SegmentError(
                f"turn {number} cannot begin at character {start}",
                self.info.name,
                f"It has the characters {turn.start}-{turn.end}; both turns must keep words.",
            )
        if start > turn.start:
            self._give_back(turn, before, start)
        elif before is None or start >= before.end:
            if self._apart(start, turn.start) and not words:
                gained = " ".join(self.w.words_at(self.info.id, start, turn.start).split())
                raise SegmentError(
                    f"“{gained}” would be words of turn {number}, and nobody says it",
                    self.info.name,
                    f"The turn begins at {turn.start}. If it was said, say that it is words.",
                )
            self.w.speech.change_turn(turn.id, start=start)
        else:
            self._take_over(turn, before, start)

    def _give_back(self, turn: SaidTurn, before: SaidTurn | None, start: int) -> None:
        """Let the words of a turn before `start` be those of the turn before it."""
        end = self._back(turn.start, start)
        if before is None:
            self.w.speech.change_turn(turn.id, start=start)
        elif self._apart(before.end, turn.start):
            self.split(turn, start, start)
            self.give(turn.id, before.label, Role(before.role))
        else:
            self.w.speech.change_turn(turn.id, start=start)
            self.w.speech.change_turn(before.id, end=end)

    def _take_over(self, turn: SaidTurn, before: SaidTurn, start: int) -> None:
        """Let the words of the turn before from `start` on be those of a turn."""
        end = self._back(before.start, start)
        if end <= before.start:
            raise SegmentError("the turn before would hold no words", self.info.name)
        if self._apart(before.end, turn.start):
            self.give(self.split(before, start, start), turn.label, Role(turn.role))
        else:
            self.w.speech.change_turn(before.id, end=end)
            self.w.speech.change_turn(turn.id, start=start)

    def _apart(self, end: int, start: int) -> bool:
        """Say whether anything but space stands between two turns."""
        return bool(self.w.words_at(self.info.id, end, start).strip()) if end < start else False

    def _back(self, start: int, end: int) -> int:
        """Return where the words of a range end, the label of what follows left out."""
        words = self.w.words_at(self.info.id, start, end)
        label = re.search(rf"(?:^|\n)[^\S\n]*{self._labels()}\Z", words) if words else None
        return start + len((words[: label.start()] if label else words).rstrip())

    def _on(self, start: int, end: int, *, words: bool = False) -> int:
        """Return where the words of a range begin, after its label unless that is `words`, too."""
        said = self.w.words_at(self.info.id, start, end)
        label = None if words else re.match(rf"\s*{self._labels()}", said)
        said = said[label.end() :] if label else said
        return end - len(said.lstrip()) if said.strip() else end

    def _labels(self) -> str:
        """Return a pattern of what names a speaker of this interview before their words."""
        cast = self.w.speech.speakers(self.info.id).values()
        names = {n for s in cast for n in (s.label, s.name) if n}
        any_name = "|".join(
            r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len)[::-1]
        )
        return rf"[\[({{#*_]*(?:{any_name or '(?!)'})[\])}}*_]*\s*[:：][*_]*\s*"
