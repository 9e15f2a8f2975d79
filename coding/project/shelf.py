"""Choose quotes for the report: retrieve them, put them in baskets, edit and export them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coding.cooccurrence import CoOccurrence, co_occurrence
from coding.editing import elide, printed_is_faithful
from coding.errors import CodingError, NotFound
from coding.exchange.documents import write_quotes
from coding.model import Basket, Coding, Participant, Quote, Transcript, TranscriptInfo, new_id
from coding.quoting import attribution, context, parallel
from coding.retrieve import CodedSegment, any_of, check_where, matches, select

if TYPE_CHECKING:
    from coding.project import Project

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
        """Return the quotes that answer any of the queries (see `coding.retrieve`).

        `where` names participants by attributes, `words` a phrase in the quote, `basket` limits
        to a basket and keeps its order. Without `around`, translations and the words before and
        after are left out, so that no text need be read.
        Raises NotFound for an unknown code, attribute or basket, CodingError for bad grammar.
        """
        project = self.project
        people = {p.id: p for p in project.participants()}
        infos = {t.id: t for t in project.transcripts()}
        check_where(where or {}, people.values())
        codings = [
            c
            for c in self.store.codings(coder=coder)
            if matches(people.get(infos[c.transcript].participant), where or {})
        ]
        segments = select(codings, query=any_of(queries, project.codebook()), words=words)
        if basket:
            segments = _in_order(segments, self.basket(basket))
        tools = _Around(project, infos) if around else None
        return [_quote(s, infos[s.transcript], people, tools) for s in segments]

    def co_occurrence(self, *, themes: bool = False, coder: str = "") -> CoOccurrence:
        """Count on how many overlaps each pair of codes (or themes) meets."""
        return co_occurrence(
            self.store.codings(coder=coder),
            codebook=self.project.codebook(),
            level="theme" if themes else "code",
        )

    # ── baskets ──

    def baskets(self) -> list[Basket]:
        """List the baskets with their quotes in order."""
        return self.store.baskets()

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
        there = self.baskets()
        if any(b.name == name for b in there):
            raise CodingError(f"there is a basket “{name}” already", hint="Choose another name.")
        key = new_id()
        with self.store.writing(coder=coder, verb="basket", summary=f"basket {name} made") as w:
            w.insert("baskets", {"id": key, "name": name, "position": len(there)})
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
            w.update("baskets", basket.id, {"name": name}, version=basket.version)

    def remove_basket(self, reference: str, *, coder: str) -> None:
        """Remove a basket; the codings of its quotes stay."""
        basket = self.basket(reference)
        with self.store.writing(
            coder=coder, verb="basket", summary=f"basket {basket.name} removed"
        ) as w:
            for pick in basket.picks:
                w.delete("picks", pick.id)
            w.delete("baskets", basket.id)

    def put(self, reference: str, codings: Sequence[str], *, coder: str) -> int:
        """Put quotes at the end of a basket; return how many were not in it yet."""
        basket = self.basket(reference)
        inside = {p.coding for p in basket.picks}
        fresh = [c for c in dict.fromkeys(codings) if c not in inside]
        with self.store.writing(
            coder=coder, verb="pick", summary=f"{len(fresh)} quotes put into {basket.name}"
        ) as w:
            for position, coding in enumerate(fresh, len(basket.picks)):
                w.insert(
                    "picks",
                    {
                        "id": new_id(),
                        "basket": basket.id,
                        "coding": coding,
                        "position": position,
                        "printed": "",
                    },
                )
        return len(fresh)

    def take_out(self, pick: str, *, coder: str) -> None:
        """Take one quote out of its basket."""
        with self.store.writing(coder=coder, verb="pick", summary="quote taken out") as w:
            w.delete("picks", pick)

    def arrange(self, reference: str, picks: Sequence[str], *, coder: str) -> None:
        """Put a basket's quotes in this order."""
        basket = self.basket(reference)
        if sorted(picks) != sorted(p.id for p in basket.picks):
            raise CodingError("the basket has changed in the meantime", hint="Look again.")
        with self.store.writing(coder=coder, verb="pick", summary=f"{basket.name} reordered") as w:
            for position, pick in enumerate(picks):
                w.update("picks", pick, {"position": position})

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
                w.update(
                    "picks",
                    pick,
                    {"printed": "" if printed == " ".join(source.split()) else printed},
                    version=version,
                )
        return faults

    def marked(self, pick: str, printed: str) -> str:
        """Return freely edited words with every omission and insertion shown as such."""
        return elide(self.source(pick), printed)

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

        `sources` adds the interview and the place; leave it off in what goes to readers.
        """
        printed: dict[str, str] = {}
        if basket:
            printed = {p.coding: p.printed for p in self.basket(basket).picks}
        groups = None if basket else {c.id: c.name for c in self.project.codebook()}
        pairs = [(q, printed.get(q.coding, "")) for q in quotes]
        write_quotes(path, pairs, title=title, groups=groups, sources=sources)


class _Around:
    """Look up what stands around a quote and beside it in the other language."""

    def __init__(self, project: Project, infos: Mapping[str, TranscriptInfo]) -> None:
        self.project = project
        self.infos = infos
        self.read: Callable[[str], Transcript] = _once(project.transcript)

    def context(self, s: CodedSegment) -> tuple[str, str]:
        return context(self.read(s.transcript).text, s.start, s.end)

    def translation(self, s: CodedSegment) -> str:
        info = self.infos[s.transcript]
        for other in self.infos.values():
            if other.id == info.translation_of or other.translation_of == info.id:
                beside = self.read(other.id)
                turns = self.read(s.transcript).turns
                return parallel(turns, beside.turns, beside.text, s.start, s.end)
        return ""


def _once(read: Callable[[str], Transcript]) -> Callable[[str], Transcript]:
    kept: dict[str, Transcript] = {}

    def get(key: str) -> Transcript:
        if key not in kept:
            kept[key] = read(key)
        return kept[key]

    return get


def _quote(
    s: CodedSegment,
    info: TranscriptInfo,
    people: Mapping[str, Participant],
    tools: _Around | None,
) -> Quote:
    before, after = tools.context(s) if tools else ("", "")
    return Quote(
        coding=s.codings[0].id,
        transcript=s.transcript,
        name=info.name,
        start=s.start,
        end=s.end,
        text=s.text,
        translation=tools.translation(s) if tools else "",
        participant=info.participant,
        attribution=attribution(people.get(info.participant)),
        codes=s.codes,
        coders=s.coders,
        before=before,
        after=after,
    )


def _in_order(segments: Sequence[CodedSegment], basket: Basket) -> list[CodedSegment]:
    place = {p.coding: p.position for p in basket.picks}

    def first(codings: Sequence[Coding]) -> int:
        return min((place[c.id] for c in codings if c.id in place), default=-1)

    chosen = [(first(s.codings), s) for s in segments]
    return [s for at, s in sorted(chosen, key=lambda pair: pair[0]) if at >= 0]
