"""Choose quotes for the report: retrieve them, put them in baskets, edit and export them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coding.analysis.cooccurrence import CoOccurrence, co_occurrence
from coding.errors import CodingError, NotFound
from coding.model import Basket, Coding, Quote, Transcript, TranscriptInfo, new_id
from coding.project.desk import TEXTS_KEPT
from coding.quotes.editing import difference, elide, printed_is_faithful
from coding.quotes.quoting import attribution, context, parallel
from coding.quotes.retrieve import (
    CodedSegment,
    any_of,
    check_where,
    in_order,
    matches,
    question,
    select,
)
from coding.reports.quotes import write_quotes

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["CoOccurrence", "Shelf", "question"]

Where = Mapping[str, tuple[str, ...]]


class Shelf:
    """Quotes and the baskets they are put into."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = project.store

    # ── retrieval ──

    def quotes(
        self,
        queries: Sequence[str] = (),
        *,
        where: Where | None = None,
        words: str = "",
        coder: str = "",
        basket: str = "",
        around: bool = True,
    ) -> list[Quote]:
        """Return the quotes that answer any of the queries (see `coding.quotes.retrieve`).

        `where` names participants by attributes, `words` a phrase in the quote, `basket` limits
        to a basket and keeps its order. Without `around`, the words before and after are left
        out, so that only texts with a translation need be read.
        Raises NotFound for an unknown code, attribute or basket, CodingError for bad grammar.
        """
        project = self.project
        people = {p.id: p for p in project.participants()}
        infos = {t.id: t for t in project.transcripts()}
        codings = self.store.codings.all(coder=coder)
        if where:
            check_where(where, people.values())
            fitting = {t.id for t in infos.values() if matches(people.get(t.participant), where)}
            codings = [c for c in codings if c.transcript in fitting]
        segments = select(codings, query=any_of(queries, project.codebook()), words=words)
        speaking = {t.participant for t in infos.values()}
        said_by = {key: attribution(people.get(key)) for key in speaking}
        tools = _Around(project, infos, around)
        if not basket:
            return [_quote(s, s.codings[0].id, infos, said_by, tools) for s in segments]
        return [
            _quote(s, key, infos, said_by, tools)
            for key, s in in_order(segments, self.basket(basket).picks)
        ]

    def turn_of(self, quote: Quote) -> int:
        """Return the number of the turn that a quote begins in."""
        turns = self.project.transcript(quote.transcript).turns
        before = bisect_right([turn.start for turn in turns], quote.start) - 1
        return turns[max(before, 0)].number if turns else 0

    def co_occurrence(self, *, themes: bool = False, coder: str = "") -> CoOccurrence:
        """Count on how many overlaps each pair of codes (or themes) meets."""
        return co_occurrence(
            self.store.codings.all(coder=coder),
            codebook=self.project.codebook(),
            level="theme" if themes else "code",
        )

    # ── baskets ──

    def baskets(self) -> list[Basket]:
        """List the baskets with their quotes in order."""
        return self.store.baskets.all()

    def basket(self, reference: str) -> Basket:
        """Return a basket by name or id; raise NotFound if there is none."""
        for basket in self.baskets():
            if reference in (basket.id, basket.name):
                return basket
        names = ", ".join(b.name for b in self.baskets()) or "none yet"
        raise NotFound(f"there is no basket “{reference}”", hint=f"There are: {names}.")

    def add_basket(self, name: str, *, coder: str) -> str:
        """Make a basket; return its id. Raises CodingError if the name is empty or taken."""
        name = " ".join(name.split())
        if not name:
            raise CodingError("a basket needs a name")
        if any(b.name == name for b in self.baskets()):
            raise CodingError(f"there is a basket “{name}” already", hint="Choose another name.")
        key = new_id()
        with self.store.writing(coder=coder, verb="basket", summary=f"basket {name} made") as w:
            w.add_basket(Basket(id=key, name=name))
        return key

    def rename_basket(self, reference: str, name: str, *, coder: str) -> None:
        """Give a basket another name."""
        basket = self.basket(reference)
        name = " ".join(name.split())
        if not name or any(b.name == name and b.id != basket.id for b in self.baskets()):
            raise CodingError("a basket needs a name of its own", hint="Choose another name.")
        with self.store.writing(
            coder=coder, verb="basket", summary=f"basket {basket.name} is now {name}"
        ) as w:
            w.rename_basket(basket.id, name, version=basket.version)

    def remove_basket(self, reference: str, *, coder: str) -> None:
        """Remove a basket; the codings of its quotes stay."""
        basket = self.basket(reference)
        with self.store.writing(
            coder=coder, verb="basket", summary=f"basket {basket.name} removed"
        ) as w:
            for pick in basket.picks:
                w.drop_pick(pick.id)
            w.drop_basket(basket.id)

    def put(self, reference: str, codings: Sequence[str], *, coder: str) -> int:
        """Put quotes at the end of a basket; return how many were not in it yet.

        A quote is a segment: it is in the basket also if it was put there by another code on it.
        Raises NotFound if there is no such coding.
        """
        basket = self.basket(reference)
        inside = {_place(c) for c in self.store.codings.all(ids=[p.coding for p in basket.picks])}
        found = {c.id: c for c in self.store.codings.all(ids=codings)}
        fresh: list[str] = []
        for key in codings:
            if key not in found:
                raise NotFound(f"there is no coding {key}", hint="Look again.")
            if _place(found[key]) not in inside:
                fresh.append(key)
                inside.add(_place(found[key]))
        with self.store.writing(
            coder=coder, verb="pick", summary=f"{len(fresh)} quotes put into {basket.name}"
        ) as w:
            for coding in fresh:
                w.add_pick(new_id(), basket=basket.id, coding=coding)
        return len(fresh)

    def take_out(self, pick: str, *, coder: str) -> None:
        """Take one quote out of its basket."""
        with self.store.writing(coder=coder, verb="pick", summary="quote taken out") as w:
            w.drop_pick(pick)

    def arrange(self, reference: str, picks: Sequence[str], *, coder: str) -> None:
        """Put a basket's quotes in this order."""
        basket = self.basket(reference)
        if sorted(picks) != sorted(p.id for p in basket.picks):
            raise CodingError("the basket has changed in the meantime", hint="Look again.")
        with self.store.writing(coder=coder, verb="pick", summary=f"{basket.name} reordered") as w:
            for position, pick in enumerate(picks):
                w.change_pick(pick, position=position)

    def edit(self, pick: str, printed: str, *, coder: str, version: int | None = None) -> list[str]:
        """Set the words a quote is printed with; "" prints the source unchanged.

        Returns what is not shown as an edit (an omission without ellipsis, an insertion without
        brackets); if there is anything, nothing is saved. `marked` shows the edits.
        """
        printed = " ".join(printed.split())
        source = self.source(pick)
        faults = printed_is_faithful(source, printed) if printed else []
        if not faults:
            with self.store.writing(coder=coder, verb="pick", summary="quote edited") as w:
                same = printed == " ".join(source.split())
                w.change_pick(pick, printed="" if same else printed, version=version)
        return faults

    def marked(self, pick: str, printed: str) -> str:
        """Return freely edited words with every omission and insertion shown as such."""
        return elide(self.source(pick), printed)

    def difference(self, pick: str, printed: str) -> list[tuple[Literal["same", "out", "in"], str]]:
        """Set edited words beside the source: what stayed, what went out, what came in."""
        return difference(self.source(pick), printed)

    def source(self, pick: str) -> str:
        """Return the words that stand in the transcript for a quote in a basket."""
        for basket in self.baskets():
            for one in basket.picks:
                if one.id == pick:
                    return self.project.coding(one.coding).text
        raise NotFound("this quote is not in a basket any more", hint="Look again.")

    # ── export ──

    def export(
        self,
        path: Path,
        quotes: Sequence[Quote],
        *,
        basket: str = "",
        title: str = "Quotes",
        sources: bool = False,
    ) -> None:
        """Write quotes to a .docx, .md, .csv or .xlsx file, edits of a basket as printed.

        An edit that no longer shows all it leaves out, since the passage has grown, does so here.
        `sources` adds the interview and the place; leave it off in what goes to readers.
        """
        printed: dict[str, str] = {}
        if basket:
            printed = {p.coding: p.printed for p in self.basket(basket).picks}
        groups = None if basket else {c.id: c.name for c in self.project.codebook()}
        edits = ((q, printed.get(q.coding, "")) for q in quotes)
        pairs = [(q, elide(q.text, edit) if edit else "") for q, edit in edits]
        write_quotes(path, pairs, title=title, groups=groups, sources=sources)


class _Around:
    """Look up what stands around a quote and beside it in the other language."""

    def __init__(
        self, project: Project, infos: Mapping[str, TranscriptInfo], context: bool
    ) -> None:
        self.with_context = context
        self.read: Callable[[str], Transcript] = lru_cache(maxsize=TEXTS_KEPT)(project.transcript)
        self.beside: dict[str, str] = {}
        for info in infos.values():
            if info.translation_of in infos:
                self.beside[info.id] = info.translation_of
                self.beside.setdefault(info.translation_of, info.id)

    def context(self, s: CodedSegment) -> tuple[str, str]:
        if not self.with_context:
            return "", ""
        return context(self.read(s.transcript).text, s.start, s.end)

    def translation(self, s: CodedSegment) -> str:
        if s.transcript not in self.beside:
            return ""
        beside = self.read(self.beside[s.transcript])
        turns, language = self.read(s.transcript).turns, beside.language
        return parallel(turns, beside.turns, beside.text, s.start, s.end, language=language)


def _quote(
    s: CodedSegment,
    coding: str,
    infos: Mapping[str, TranscriptInfo],
    said_by: Mapping[str, str],
    tools: _Around,
) -> Quote:
    info = infos[s.transcript]
    before, after = tools.context(s)
    return Quote(
        coding=coding,
        transcript=s.transcript,
        name=info.name,
        start=s.start,
        end=s.end,
        text=s.text,
        translation=tools.translation(s),
        participant=info.participant,
        attribution=said_by[info.participant],
        codes=s.codes,
        coders=s.coders,
        before=before,
        after=after,
    )


def _place(coding: Coding) -> tuple[str, int, int]:
    return coding.transcript, coding.start, coding.end
