"""Retrieve quotes for the report with what stands around them; hand them out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coding.analysis.cooccurrence import CoOccurrence, co_occurrence
from coding.model import Quote, Transcript, TranscriptInfo
from coding.project.casting import persons
from coding.project.part import ProjectPart
from coding.project.transcripts import TEXTS_KEPT
from coding.quotes.editing import elide
from coding.quotes.labels import label_of
from coding.quotes.printing import place_of, quote_words, worded
from coding.quotes.query import any_of, question
from coding.quotes.quoting import attributed, context, headings, parallel
from coding.quotes.retrieve import CodedSegment, check_where, in_order, matches, select
from coding.reports.quotes import write_quotes

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["CoOccurrence", "Quotes", "question"]

Where = Mapping[str, tuple[str, ...]]


class Quotes(ProjectPart):
    """Retrieval of quotes, and what is handed out of them."""

    def find(
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
        people = {p.id: p for p in project.participants.all()}
        infos = {t.id: t for t in project.transcripts.all()}
        codings = self.store.codings.all(coder=coder)
        if where:
            check_where(where, people.values())
            fitting = {key for key, person in people.items() if matches(person, where)}
            heard = {t.id for t in infos.values() if not fitting.isdisjoint(persons(t.cast))}
            codings = [c for c in codings if c.transcript in heard]
        segments = select(codings, query=any_of(queries, project.codes.book()), words=words)
        heard_in = dict.fromkeys(s.transcript for s in segments)
        said = self.project.speakers.said(heard_in, infos.values())
        voices = [said[s.transcript].voice(s.start, s.end, s.text) for s in segments]
        if where:
            spoken = zip(segments, voices, strict=True)
            kept = [(s, voice) for s, voice in spoken if voice.participant in fitting]
            segments, voices = [s for s, _ in kept], [voice for _, voice in kept]
        by_segment = dict(zip(map(id, segments), voices, strict=True))
        scheme = project.labels.scheme()
        label = lru_cache(maxsize=None)(
            lambda person, language: label_of(people.get(person), scheme, language)
        )
        tools = _Around(project, infos, around)

        def quote(s: CodedSegment, key: str) -> Quote:
            info, voice = infos[s.transcript], by_segment[id(s)]
            attribution = attributed(voice, label(voice.participant, info.language))
            made = _quote(s, key, info, voice.participant, attribution, tools)
            if said[s.transcript].turn_with(s.start, s.end) is not None:
                return made
            own = worded(said[s.transcript], s.text, s.start, participant=info.participant).printed
            return made if own == s.text else replace(made, printed=own)

        if not basket:
            return [quote(s, s.codings[0].id) for s in segments]
        picks = self.project.baskets.get(basket).picks
        return [quote(s, key) for key, s in in_order(segments, picks)]

    def turn_of(self, quote: Quote) -> int:
        """Return the number of the turn that a quote begins in."""
        starts = self.project.speakers.said([quote.transcript])[quote.transcript].starts
        return max(bisect_right(starts, quote.start), 1) if starts else 0

    def co_occurrence(self, *, themes: bool = False, coder: str = "") -> CoOccurrence:
        """Count on how many overlaps each pair of codes (or themes) meets."""
        return co_occurrence(
            self.store.codings.all(coder=coder),
            codebook=self.project.codes.book(),
            level="theme" if themes else "code",
        )

    def export(
        self,
        path: Path,
        quotes: Sequence[Quote],
        *,
        basket: str = "",
        title: str = "Quotes",
        cite: str = "",
        ids: bool = False,
    ) -> None:
        """Write quotes to a .docx, .md, .csv or .xlsx file, edits of a basket as printed.

        An edit that no longer shows all it leaves out, since the passage has grown, does so here.
        Nobody is named in it: speakers' labels become marks, an interview is "interview 7". `cite`
        (one of CITING) adds where a quote stands; `ids` names interviews and participants, which is
        for those who may know them. Without ids and a basket, whose order somebody made, interviews
        follow each other by number: the order of their names would tell which is which.
        """
        if not basket and not ids:
            numbers = self.project.transcripts.neutral_numbers()
            quotes = sorted(quotes, key=lambda quote: numbers[quote.transcript])
        printed: dict[str, str] = {}
        if basket:
            printed = {p.coding: p.printed for p in self.project.baskets.get(basket).picks}
        groups = None if basket else headings(self.project.codes.book())
        people = {p.id: p.pseudonym or p.id for p in self.project.participants.all()} if ids else {}
        tools = _Around(self.project, {}, False)
        pairs, places = [], []
        for quote in quotes:
            edit = printed.get(quote.coding, "")
            if edit or ids:
                words = quote_words(tools.read(quote.transcript), quote.start, quote.end, people)
                edit = elide(words.said, words.unnamed(edit)) if edit else words.printed
            pairs.append((quote, edit))
            if cite:
                transcript = tools.read(quote.transcript)
                places.append(place_of(transcript, quote.start, quote.end, cite))
        write_quotes(path, pairs, title=title, groups=groups, places=places, ids=ids)


class _Around:
    """Look up what stands around a quote and beside it in the other language."""

    def __init__(
        self, project: Project, infos: Mapping[str, TranscriptInfo], context: bool
    ) -> None:
        self.with_context = context
        self.called = project.transcripts.neutral_names()
        self.read: Callable[[str], Transcript] = lru_cache(maxsize=TEXTS_KEPT)(
            project.transcripts.get
        )
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
    info: TranscriptInfo,
    participant: str,
    attribution: str,
    tools: _Around,
) -> Quote:
    before, after = tools.context(s)
    return Quote(
        coding=coding,
        transcript=s.transcript,
        name=info.name,
        start=s.start,
        end=s.end,
        text=s.text,
        translation=tools.translation(s),
        participant=participant,
        attribution=attribution,
        codes=s.codes,
        coders=s.coders,
        before=before,
        after=after,
        interview=tools.called[s.transcript],
    )
