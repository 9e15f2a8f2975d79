"""Correct where turns begin and end, inside one act, without a change of the text.

Only who says which characters changes. What stands between two turns (a label, a time, an empty
line) is nobody's words, and stays so: where a border moves across it, the words beyond it become a
turn of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from coding.errors import NotFound, SegmentError
from coding.model import Role, TranscriptInfo
from coding.store import SaidTurn, Writer


@dataclass(frozen=True, slots=True)
class Telling:
    """The turns of one transcript, as they are corrected in one act."""

    w: Writer
    info: TranscriptInfo

    def get(self, number: int) -> SaidTurn:
        """Return a turn by its number, from 1; raises NotFound."""
        turns = self.w.turns(self.info.id)
        if not 1 <= number <= len(turns):
            raise NotFound(
                f"{self.info.name} has no turn {number}",
                hint=f"It has {len(turns)}: `coding turns` lists them.",
            )
        return turns[number - 1]

    def unknown(self) -> list[SaidTurn]:
        """List the turns of which nobody knows who says them."""
        return [t for t in self.w.turns(self.info.id) if not t.label and t.role == Role.UNKNOWN]

    def give(self, turn: int, label: str, role: Role) -> None:
        """Let a turn, told by its id, be another speaker's."""
        self.w.change_turn(turn, label=label, role=role)

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
        self.w.change_turn(turn.id, end=end, until=True)
        return self.w.add_turn(
            self.info.id,
            start,
            turn.end,
            label=turn.label,
            role=Role(turn.role),
            time_end=turn.time_end,
        )

    def join(self, first: int, last: int) -> SaidTurn:
        """Let the turns from one number to another be one, of the first one's speaker.

        Everything between them becomes words of it. Returns it.
        """
        if first >= last:
            raise SegmentError("there is nothing to join", self.info.name, "Name two turns.")
        self.get(first), self.get(last)
        turns = self.w.turns(self.info.id)[first - 1 : last]
        for turn in turns[1:]:
            self.w.drop_turn(turn.id)
        self.w.change_turn(turns[0].id, end=turns[-1].end, until=True, time_end=turns[-1].time_end)
        return turns[0]

    def border(self, number: int, start: int) -> None:
        """Let a turn begin at `start`: what it gains is the turn's before, or goes to that.

        Raises SegmentError where one of the two would hold no words any more.
        """
        turn = self.get(number)
        before = self.get(number - 1) if number > 1 else None
        floor = before.start if before else -1
        start = self._on(start, turn.end)
        if not floor < start < turn.end or start == turn.start:
            raise SegmentError(
                f"turn {number} cannot begin at character {start}",
                self.info.name,
                f"It has the characters {turn.start}-{turn.end}; both turns must keep words.",
            )
        if start > turn.start:
            self._give_back(turn, before, start)
        elif before is None or start >= before.end:
            self.w.change_turn(turn.id, start=start)
        else:
            self._take_over(turn, before, start)

    def _give_back(self, turn: SaidTurn, before: SaidTurn | None, start: int) -> None:
        """Let the words of a turn before `start` be those of the turn before it."""
        end = self._back(turn.start, start)
        if before is None:
            self.w.change_turn(turn.id, start=start)
        elif self._apart(before.end, turn.start):
            self.split(turn, start, start)
            self.give(turn.id, before.label, Role(before.role))
        else:
            self.w.change_turn(turn.id, start=start)
            self.w.change_turn(before.id, end=end)

    def _take_over(self, turn: SaidTurn, before: SaidTurn, start: int) -> None:
        """Let the words of the turn before from `start` on be those of a turn."""
        end = self._back(before.start, start)
        if end <= before.start:
            raise SegmentError("the turn before would hold no words", self.info.name)
        if self._apart(before.end, turn.start):
            self.give(self.split(before, start, start), turn.label, Role(turn.role))
        else:
            self.w.change_turn(before.id, end=end)
            self.w.change_turn(turn.id, start=start)

    def _apart(self, end: int, start: int) -> bool:
        """Say whether anything but space stands between two turns."""
        return bool(self.w.words_at(self.info.id, end, start).strip()) if end < start else False

    def _back(self, start: int, end: int) -> int:
        """Return where the words of a range end."""
        words = self.w.words_at(self.info.id, start, end)
        return start + len(words.rstrip())

    def _on(self, start: int, end: int) -> int:
        """Return where the words of a range begin."""
        words = self.w.words_at(self.info.id, start, end)
        return end - len(words.lstrip()) if words.strip() else end
