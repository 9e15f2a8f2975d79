"""Write the memos of a foreign project where they belong here, none of them twice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from coding.exchange.plan import CodePlan
from coding.model import Coding, Memo, Turn, new_id, now
from coding.model.exchange import ForeignCoding, ForeignProject, MemoOn

if TYPE_CHECKING:
    from coding.store import Writer

KINDS: Mapping[MemoOn, str] = {
    MemoOn.PROJECT: "project",
    MemoOn.SOURCE: "transcript",
    MemoOn.CODE: "code",
    MemoOn.CODING: "coding",
    MemoOn.CASE: "participant",
}
"""What a memo is on there → what it is on here."""


class Memoing:
    """The memos of one act of bringing in; `written` counts them.

    `place`, `codes`, `persons` hold foreign key → what that is here; `turns` of interviews by id;
    `there` are the memos that are here, as (kind, about, text).
    """

    def __init__(
        self,
        w: Writer,
        foreign: ForeignProject,
        *,
        place: Mapping[str, str],
        codes: Mapping[str, str],
        persons: Mapping[str, str],
        turns: Mapping[str, Sequence[Turn]],
        there: set[tuple[str, str, str]],
        coder: str,
    ) -> None:
        self.w, self.foreign, self.coder = w, foreign, coder
        self.place, self.codes, self.persons, self.turns = place, codes, persons, turns
        self.there = there
        self.coding: dict[str, str] = {}
        self.written = 0

    def on_passage(self, coding: ForeignCoding, placed: Coding) -> None:
        """Write a memo on words that bear no code: on their turn, with the words in front."""
        turns = self.turns[placed.transcript]
        index = bisect_right([turn.start for turn in turns], placed.start) - 1
        turn = turns[max(index, 0)] if turns else None
        whole = turn is not None and (turn.start, turn.end) == (placed.start, placed.end)
        said = coding.memo if whole and coding.memo else quoted(placed.text, coding.memo)
        kind, about = (
            ("turn", f"{placed.transcript}#{turn.number}")
            if turn
            else ("transcript", placed.transcript)
        )
        self._write(kind, about, said, placed.coder, placed.created)

    def of_coding(self, coding: ForeignCoding, key: str) -> None:
        """Write the memo on a coding, which has the id `key` here."""
        self.coding[coding.key] = key
        if coding.memo:
            self._write("coding", key, coding.memo, coding.coder, coding.created)

    def differences(self, plans: Iterable[CodePlan], theirs: Collection[str]) -> None:
        """Write down what a code says there and otherwise here, where ours stays."""
        for plan in plans:
            for difference in plan.differences if plan.key not in theirs else ():
                if difference.field == "definition" and difference.here:
                    said = f"Definition in {self.foreign.program}: {difference.there}"
                    self._write("code", self.codes[plan.key], said, "", "")

    def standing(self) -> None:
        """Write the memos that stand by themselves or on a source, code, coding or case."""
        there: Mapping[MemoOn, Mapping[str, str]] = {
            MemoOn.SOURCE: self.place,
            MemoOn.CODE: self.codes,
            MemoOn.CODING: self.coding,
            MemoOn.CASE: self.persons,
        }
        for memo in self.foreign.memos:
            about = "" if memo.on is MemoOn.PROJECT else there[memo.on].get(memo.about, "")
            on = memo.on if about else MemoOn.PROJECT
            said = titled(memo.title, memo.text)
            if said.strip():
                self._write(KINDS[on], about, said, memo.coder, memo.created)

    def _write(self, kind: str, about: str, text: str, coder: str, created: str) -> None:
        if (kind, about, text) in self.there:
            return
        self.there.add((kind, about, text))
        moment = created or now()
        self.w.add_memo(
            Memo(
                id=new_id(),
                kind=kind,
                about=about,
                coder=coder or self.coder,
                text=text,
                created=moment,
                updated=moment,
            )
        )
        self.written += 1


def quoted(words: str, memo: str) -> str:
    """Return a memo with the words that it is about before it.

    >>> quoted("It is calm", "Really?")
    '“It is calm” Really?'
    """
    return f"“{' '.join(words.split())}” {memo}".rstrip()


def titled(title: str, text: str) -> str:
    """Return a memo below its title, unless it begins with that.

    >>> titled("Plan", "Ask again."), titled("Ask", "Ask again.")
    ('Plan\\n\\nAsk again.', 'Ask again.')
    """
    return text if not title.strip() or text.startswith(title) else f"{title}\n\n{text}".rstrip()
