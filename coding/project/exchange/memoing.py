"""Write the memos of a foreign project where they belong here, none of them twice."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coding.exchange.guids import is_guid
from coding.exchange.plan import CodePlan
from coding.exchange.refi_rest import moment
from coding.model import (
    MEMO_KINDS,
    PARAPHRASE,
    SUMMARY,
    Codebook,
    Coding,
    Memo,
    Turn,
    new_id,
    now,
)
from coding.model.exchange import (
    ForeignCoding,
    ForeignProject,
    Keepsake,
    MemoOn,
    UnplacedPiece,
)

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
        self.own: Mapping[str, Mapping[str, Any]] = foreign.own.get("memos", {})
        self._own_on: dict[tuple[str, str], list[Memo]] = defaultdict(list)
        for key, told in self.own.items():
            memo = _own_memo(key, told)
            self._own_on[memo.kind, memo.about].append(memo)
        used = [*self.own, *(m.key for m in foreign.memos), *(c.key for c in foreign.codings)]
        self._used = w.ids_in_use(used)
        self._passages: dict[str, Coding] = {}
        self._guids: dict[str, dict[str, str]] = {}  # of codes and people, by their ids there

    def on_passage(self, coding: ForeignCoding, placed: Coding) -> None:
        """Write a memo on words that bear no code: on their turn, with the words in front."""
        self._passages[coding.key] = placed
        own = self.own.get(coding.key)
        if own is not None and str(own.get("text")) in (
            coding.memo,
            quoted(coding.text, coding.memo),
        ):
            return  # written with the others of this program
        turn = self._turn(placed)
        whole = turn is not None and (turn.start, turn.end) == (placed.start, placed.end)
        said = coding.memo if whole and coding.memo else quoted(placed.text, coding.memo)
        kind, about = (
            ("turn", f"{placed.transcript}#{turn.number}")
            if turn
            else ("transcript", placed.transcript)
        )
        key = self._write(kind, about, said, placed.coder, placed.created, coding.key)
        if key and not whole:
            self._span(key, placed)

    def _turn(self, placed: Coding) -> Turn | None:
        turns = self.turns[placed.transcript]
        index = bisect_right([turn.start for turn in turns], placed.start) - 1
        return turns[max(index, 0)] if turns else None

    def _span(self, memo: str, placed: Coding) -> None:
        """Keep which words of its turn a memo is about."""
        content = {"start": placed.start, "end": placed.end}
        self.w.put_keepsake(Keepsake(id=f"memo {memo}", kind="memo", about=memo, content=content))

    def of_coding(self, coding: ForeignCoding, key: str) -> None:
        """Write the memo on a coding, which has the id `key` here."""
        self.coding[coding.key] = key
        own = [*self._own_on["coding", coding.key], *self._own_on[PARAPHRASE, coding.key]]
        if coding.memo and coding.memo != coding_memo(own):
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
        self._restore()
        for memo in self.foreign.memos:
            about = "" if memo.on is MemoOn.PROJECT else there[memo.on].get(memo.about, "")
            on = memo.on if about else MemoOn.PROJECT
            said = titled(memo.title, memo.text)
            if not said.strip():
                continue
            if self._ours(memo.key, memo.text, said, on, about):
                key = memo.key if str(self.own.get(memo.key, {}).get("text")) == said else ""
            else:
                key = self._write(KINDS[on], about, said, memo.coder, memo.created, memo.key)
            if key and said != memo.text and self.w.memos.get(key):
                content = {"title": memo.title}
                self.w.put_keepsake(
                    Keepsake(id=f"memo {key}", kind="memo", about=key, content=content)
                )

    def without_place(self, pieces: Sequence[UnplacedPiece]) -> None:
        """Write down, as a memo on the study, what could not be taken as it stands."""
        lines = [
            f"{piece.where}: {piece.why}" + (f" “{piece.words}”" if piece.words else "")
            for piece in pieces
            if not piece.raw
        ]
        if lines:
            told = f"From {self.foreign.name or self.foreign.program}, without a place here:"
            self._write("project", "", "\n".join([told, *lines]), "", "")

    def _ours(self, key: str, text: str, said: str, on: MemoOn, about: str) -> bool:
        """Tell whether a memo is one that this program wrote down in full besides."""
        own = self.own.get(key)
        if own is not None and str(own.get("text")).strip() in (text.strip(), said.strip()):
            return True
        mine = self._own_on_people.get(about, ()) if on is MemoOn.CASE else ()
        return bool(mine) and "\n\n".join(mine) == text

    @cached_property
    def _own_on_people(self) -> Mapping[str, Sequence[str]]:
        """Return participant here → the memos on them that this program wrote down."""
        found: dict[str, list[str]] = defaultdict(list)
        for (kind, _), memos in self._own_on.items():
            for memo in memos if kind == "participant" else ():
                found[self._here(memo) or ""].append(memo.text)
        return found

    def _restore(self) -> None:
        """Write the memos of this very program as they were, on what they are on here."""
        for memos in self._own_on.values():
            for memo in memos:
                about = self._here(memo)
                if about is None or memo.kind not in MEMO_KINDS:
                    continue
                key = self._write(
                    memo.kind, about, memo.text, memo.coder, memo.created, memo.id, memo.updated
                )
                placed = self._passages.get(memo.id)
                turn = self._turn(placed) if placed else None
                if key and placed and turn and (turn.start, turn.end) != (placed.start, placed.end):
                    self._span(key, placed)

    def _here(self, memo: Memo) -> str | None:
        """Return what a memo of another copy is about here, None if that is not here."""
        thing, mark, rest = memo.about.partition("#")
        match memo.kind:
            case "transcript" | "turn":
                place = self.place.get(thing)
                return f"{place}{mark}{rest}" if place else None
            case "summary":
                place = self.place.get(thing)
                code = self._known("codes", rest, self.codes)
                return f"{place}{mark}{code}" if place and code else None
            case "coding" | "paraphrase":
                return self.coding.get(memo.about)
            case "code":
                return self._known("codes", memo.about, self.codes)
            case "participant":
                return self._known("participants", memo.about, self.persons)
        return memo.about

    def _known(self, kind: str, key: str, here: Mapping[str, str]) -> str | None:
        """Return what a code or person of another copy, by its id there, is here."""
        if kind not in self._guids:
            rows = self.foreign.own.get(kind, {})
            self._guids[kind] = {str(told.get("id")): guid for guid, told in rows.items()}
        return here.get(self._guids[kind].get(key, ""))

    def _write(
        self,
        kind: str,
        about: str,
        text: str,
        coder: str,
        created: str,
        key: str = "",
        updated: str = "",
    ) -> str:
        """Write a memo unless it is here; return its id, "" if it is not written."""
        if (kind, about, text) in self.there or not text.strip():
            return ""
        self.there.add((kind, about, text))
        written = moment(created) or now()
        key = key.lower()
        key = key if is_guid(key) and key not in self._used else new_id()
        self._used.add(key)
        self.w.memos.add(
            Memo(
                id=key,
                kind=kind,
                about=about,
                coder=coder or self.coder,
                text=text,
                created=written,
                updated=moment(updated) or written,
            )
        )
        self.written += 1
        return key


_TOLD = ("on", "about", "coder", "text", "created", "updated")


def _own_memo(key: str, told: Mapping[str, Any]) -> Memo:
    on, about, coder, text, created, updated = (str(told.get(name, "")) for name in _TOLD)
    return Memo(
        id=key, kind=on, about=about, coder=coder, text=text, created=created, updated=updated
    )


def on_what(memo: Memo) -> tuple[MemoOn, str]:
    """Return what a memo of ours is on as other programs have it, and the id of that here."""
    if memo.kind in ("turn", "coding", PARAPHRASE):
        return MemoOn.CODING, memo.about
    if memo.kind == SUMMARY:
        return MemoOn.SOURCE, memo.about.partition("#")[0]
    on = next((on for on, kind in KINDS.items() if kind == memo.kind), MemoOn.PROJECT)
    return on, memo.about


def memo_title(memo: Memo, book: Codebook) -> str:
    """Return what a memo of ours is called where another program has no place for its kind."""
    if memo.kind == SUMMARY:
        code = book.by_id.get(memo.about.partition("#")[2])
        return f"Summary on {code.name}" if code else "Summary"
    return f"On question {memo.about}" if memo.kind == "question" else ""


def coding_memo(memos: Iterable[Memo]) -> str:
    """Return the memos on a coding, and what was said of it in a line, as one text."""
    return "\n\n".join(
        f"In a line: {memo.text}" if memo.kind == PARAPHRASE else memo.text for memo in memos
    )


def quoted(words: str, memo: str) -> str:
    """Return a memo with the words that it is about before it.

    >>> quoted("It is calm", "Really?")
    '“It is calm” Really?'
    """
    return f"“{' '.join(words.split())}” {memo}".rstrip()


def unquoted(words: str, memo: str) -> str:
    """Return a memo without the words that `quoted` put before it.

    >>> unquoted("It is calm", "“It is calm” Really?")
    'Really?'
    """
    before = quoted(words, "")
    return memo.removeprefix(before).removeprefix(" ") if memo.startswith(before) else memo


def titled(title: str, text: str) -> str:
    """Return a memo below its title, unless it begins with that.

    >>> titled("Plan", "Ask again."), titled("Ask", "Ask again.")
    ('Plan\\n\\nAsk again.', 'Ask again.')
    """
    return text if not title.strip() or text.startswith(title) else f"{title}\n\n{text}".rstrip()
