"""Retrieve quotes for the report with what stands around them; hand them out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coding.analysis.coverage import person_of
from coding.analysis.interviews import as_interviews
from coding.model import (
    Coding,
    IdentifierDecision,
    Pick,
    PrintedLanguages,
    PrintedWords,
    Quote,
    TranscriptInfo,
    Voice,
)
from coding.privacy.replacing import substituted
from coding.project.around_quotes import AroundQuotes
from coding.project.casting import persons
from coding.project.part import ProjectPart
from coding.project.transcripts import TEXTS_KEPT
from coding.quotes.alike import CutBeside, cut_alike
from coding.quotes.editing import elide, printed_is_faithful
from coding.quotes.labels import label_of
from coding.quotes.parallel import NOT_ALIGNED
from coding.quotes.printing import QuoteWords, place_of, quote_words, worded
from coding.quotes.query import any_of, question
from coding.quotes.quoting import attributed
from coding.quotes.retrieve import (
    CodedSegment,
    check_where,
    hits,
    in_order,
    matches,
    merged,
    passages,
    select,
)
from coding.quotes.tongues import TOLD, in_languages

if TYPE_CHECKING:
    pass

__all__ = ["TOLD", "PrintedLanguages", "Quotes", "question"]

Where = Mapping[str, tuple[str, ...]]
Swaps = tuple[IdentifierDecision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPrint:
    """What is printed of a quote, and beside it in the other language.

    `rough` says that a sentence was cut within which stands whole beside it; `amiss` why it
    should not be printed like this, "" if it can be.
    """

    words: str
    beside: str = ""
    rough: bool = False
    amiss: str = ""


class Quotes(ProjectPart):
    """Retrieval of quotes, and what is handed out of them."""

    def find(
        self,
        queries: Sequence[str] = (),
        *,
        where: Where | None = None,
        words: str = "",
        coder: str = "",
        coders: Collection[str] = (),
        transcripts: Collection[str] | None = None,
        basket: str = "",
        around: bool = True,
        apart: bool = True,
    ) -> list[Quote]:
        """Return the quotes that answer any of the queries (see `coding.quotes.retrieve`).

        `where` names participants by attributes, `words` a phrase in the quote, `coder` or one of
        the `coders` who coded, `transcripts` the interviews (None: all), `basket` limits to a
        basket and keeps its order. Without `around`, the words before and after are left
        out, so that only texts with a translation need be read. Unless they are to stand `apart`,
        what two coders coded alike, a word more or less, is one quote with the longer words.
        Raises NotFound for an unknown code, attribute or basket, CodingError for bad grammar.
        """
        project = self.project
        picks = project.baskets.get(basket).picks if basket else ()
        infos = {t.id: t for t in project.transcripts.all()}
        codings = [
            c
            for c in self.store.codings.all(coder=coder)
            if (not coders or c.coder in coders)
            and (transcripts is None or c.transcript in transcripts)
        ]
        fitting: set[str] = set()
        if where:
            people = project.participants.all()
            check_where(where, people)
            fitting = {person.id for person in people if matches(person, where)}
            heard = project.transcripts.whole(
                {t.id for t in infos.values() if not fitting.isdisjoint(persons(t.cast))}
            )
            codings = [c for c in codings if c.transcript in heard]
        counted = self._counted(codings)
        query = any_of(queries, project.codes.book())
        segments = select(codings, query=query, words=words, counted=counted)
        whole = segments if apart else merged(segments, counted)
        chosen = [(s.codings[0].id, s) for s in whole]
        if basket:
            chosen = in_order(segments, picks)
        with self.store.together():
            return self._quotes(chosen, infos, around, fitting if where else None)

    def of(self, codings: Iterable[str], *, around: bool = False) -> dict[str, Quote]:
        """Return coding → its quote, for those of interviews that are in the study."""
        wanted = dict.fromkeys(codings)
        infos = {t.id: t for t in self.project.transcripts.all()}
        among = [c for c in self.store.codings.all(ids=list(wanted)) if c.transcript in infos]
        places = {(c.transcript, c.start, c.end) for c in among}
        there = [c for c in self.store.codings.all() if (c.transcript, c.start, c.end) in places]
        chosen = [
            (coding.id, segment)
            for segment in select(there)
            for coding in segment.codings
            if coding.id in wanted
        ]
        with self.store.together():
            return {quote.coding: quote for quote in self._quotes(chosen, infos, around)}

    def _quotes(
        self,
        chosen: Sequence[tuple[str, CodedSegment]],
        infos: Mapping[str, TranscriptInfo],
        around: bool,
        fitting: Collection[str] | None = None,
    ) -> list[Quote]:
        """Return the quotes of segments, each with the coding that it is to be known by.

        `fitting` are the participants whose words are wanted, None for anybody's.
        """
        project = self.project
        people = {p.id: p for p in project.participants.all()}
        heard_in = dict.fromkeys(s.transcript for _, s in chosen)
        said = project.speakers.said(heard_in, infos.values())
        scheme = project.labels.scheme()
        label = lru_cache(maxsize=None)(
            lambda person, language: label_of(people.get(person), scheme, language)
        )
        beside = AroundQuotes(project, infos, context=around)
        swapped = self.project.identifiers.swaps()

        def quote(key: str, s: CodedSegment, voice: Voice) -> Quote:
            info = infos[s.transcript]
            attribution = attributed(voice, label(voice.participant, info.language))
            made = beside.quote(s, key, info, voice.participant, attribution)
            own = s.text
            if said[s.transcript].turn_with(s.start, s.end) is None:
                own = worded(said[s.transcript], own, s.start, participant=info.participant).printed
            if swapped:
                own = substituted(own, s.transcript, swapped)
                other = substituted(made.translation, s.transcript, swapped)
                made = replace(made, translation=other)
            return made if own == s.text else replace(made, printed=own)

        known = as_interviews(list(infos.values()))

        def who(s: CodedSegment) -> Voice:
            voice = said[s.transcript].voice(s.start, s.end, s.text)
            person = "" if voice.participant else person_of(known[s.transcript], voice)
            return replace(voice, participant=person) if person in people else voice

        voiced = [(k, s, who(s)) for k, s in chosen]
        return [quote(*row) for row in voiced if fitting is None or row[2].participant in fitting]

    def as_printed(
        self, quote: Quote, edit: str = "", swapped: Swaps | None = None
    ) -> tuple[str, str]:
        """Return the words that are printed of a quote, and what is amiss with its edit, if any.

        `edit` are the words that a section prints it with, "" for its own. One that no longer
        shows all it leaves out, since the passage has changed, does so in the words returned.
        `swapped` are the `identifiers.swaps`, for whoever asks of many quotes.
        """
        if not edit:
            return quote.words, ""
        swapped = self.project.identifiers.swaps() if swapped is None else swapped
        words = self._words(quote, swapped)
        shown = substituted(words.unnamed(edit), quote.transcript, swapped)
        if not printed_is_faithful(words.said, shown):
            return shown, ""
        return elide(words.said, shown), "Its passage has changed since it was edited."

    def for_print(self, quote: Quote, pick: Pick, swapped: Swaps | None = None) -> ForPrint:
        """Return how a section prints a quote: its words, and what stands beside them."""
        swapped = self.project.identifiers.swaps() if swapped is None else swapped
        words, amiss = self.as_printed(quote, pick.printed, swapped)
        cut = CutBeside(quote.translation)
        if pick.beside.whole or pick.beside.words:
            cut = CutBeside(pick.beside.words or quote.translation)
        elif pick.printed and quote.translation and NOT_ALIGNED not in quote.translation:
            languages = quote.language, quote.other_language
            said = self._words(quote, swapped).said
            cut = cut_alike(said, words, quote.translation, *languages)
        beside = substituted(cut.words, quote.transcript, swapped)
        return ForPrint(words=words, beside=beside, rough=cut.rough, amiss=amiss)

    def _words(self, quote: Quote, swapped: Swaps) -> QuoteWords:
        transcript = self.project.transcripts.get(quote.transcript)
        words = quote_words(transcript, quote.start, quote.end)
        return replace(words, said=substituted(words.said, transcript.id, swapped))

    def passages(
        self, codings: Iterable[str], *, whole: bool = False
    ) -> dict[str, tuple[str, int, int]]:
        """Return coding → the passage it is of: what two coders coded alike is one.

        A passage is told by transcript, start and end of its longest segment. With `whole`, every
        coding of the interviews concerned is told.
        """
        every = self.once("passages", self._passages)
        wanted = dict.fromkeys(codings)
        if not whole:
            return {key: every[key] for key in wanted if key in every}
        there = {c.transcript for c in self.store.codings.all(ids=list(wanted))}
        heard = self.project.transcripts.whole(there)
        return {c.id: every[c.id] for c in self.store.codings.all() if c.transcript in heard}

    def _passages(self) -> dict[str, tuple[str, int, int]]:
        codings = self.store.codings.all()
        return passages(codings, self._counted(codings))

    def _counted(self, codings: Sequence[Coding]) -> dict[str, Coding]:
        """Return those codings as they count that do so elsewhere: in the original."""
        counted = self.project.alignments.counted(codings)
        own = {coding.id: coding for coding in codings}
        return {c.id: c for c in counted if own[c.id] is not c}

    def sought(self, quote: Quote, words: str) -> list[tuple[int, int]]:
        """Return where words that were asked for stand in the words of a quote."""
        return hits(quote.words, words)

    def turn_of(self, quote: Quote) -> int:
        """Return the number of the turn that a quote begins in."""
        return self.turns_of([quote])[quote.coding]

    def turns_of(self, quotes: Sequence[Quote]) -> dict[str, int]:
        """Return coding → the number of the turn that its quote begins in, 0 for none."""
        said = self.project.speakers.said(dict.fromkeys(quote.transcript for quote in quotes))
        starts = {key: by.starts for key, by in said.items()}
        return {
            q.coding: max(bisect_right(starts[q.transcript], q.start), 1)
            if starts[q.transcript]
            else 0
            for q in quotes
        }

    def export(
        self,
        path: Path,
        quotes: Sequence[Quote],
        *,
        basket: str = "",
        title: str = "Quotes",
        cite: str = "",
        ids: bool = False,
        languages: str | None = None,
    ) -> None:
        """Write quotes to a .docx, .md, .csv or .xlsx file, edits of a basket as printed.

        An edit that no longer shows all it leaves out, since the passage has grown, does so here.
        Nobody is named in it: speakers' labels become marks, an interview is "interview 7". `cite`
        (one of CITING) adds where a quote stands. `languages` is in which of two it is printed,
        unless that was chosen for the quote: as the outline is, for a basket, or in both, if it is
        left out. `ids` names interviews and participants, which is for those who may know them.
        Without ids and a basket, whose order somebody made, interviews follow each other by
        number: the order of their names would tell which is which. Without ids, raises
        CodingError if the words name somebody and nobody has decided about it.
        """
        usual = self.project.outline.languages() if basket else PrintedLanguages.BOTH
        wanted = PrintedLanguages(languages or usual)
        translations = self.project.transcripts.translations()
        picks = {p.coding: p for p in self.project.baskets.get(basket).picks} if basket else {}
        printed = {key: pick.printed for key, pick in picks.items()}
        # As they are now: a name may have been replaced since these were looked up.
        there = self.of([quote.coding for quote in quotes])
        quotes = [there[quote.coding] for quote in quotes if quote.coding in there]
        if not basket and not ids:
            numbers = self.project.transcripts.neutral_numbers()
            quotes = sorted(quotes, key=lambda quote: numbers[quote.transcript])
        groups = None if basket else self.project.codes.book().called
        people = {p.id: p.pseudonym or p.id for p in self.project.participants.all()} if ids else {}
        from coding.reports.quotes import write_quotes

        read = lru_cache(maxsize=TEXTS_KEPT)(self.project.transcripts.get)
        swapped = self.project.identifiers.swaps()
        pairs, places = [], []
        for quote in quotes:
            edit = printed.get(quote.coding, "")
            if edit and not ids:
                edit, _ = self.as_printed(quote, edit)
            elif ids:
                words = quote_words(read(quote.transcript), quote.start, quote.end, people)
                said = substituted(words.said, quote.transcript, swapped)
                edit = elide(said, words.unnamed(edit)) if edit else words.printed
            if quote.coding in picks:
                beside = self.for_print(quote, picks[quote.coding], swapped).beside
                quote = replace(quote, translation=beside)
            pairs.append((quote, edit))
            if cite:
                transcript = read(quote.transcript)
                places.append(place_of(transcript, quote.start, quote.end, cite))
        if not ids:
            shown = {quote.coding: edit for quote, edit in pairs}
            self.project.disclosure.check_export(shown, printed=None if basket else shown)
        chosen = {key: pick.beside.languages for key, pick in picks.items()}
        pairs = [
            _printed(
                quote, edit, chosen.get(quote.coding) or wanted, quote.transcript in translations
            )
            for quote, edit in pairs
        ]
        write_quotes(path, pairs, title=title, groups=groups, places=places, ids=ids)


def _printed(
    quote: Quote, edit: str, wanted: PrintedLanguages, translated: bool
) -> tuple[Quote, str]:
    """Return a quote, and its words as somebody edited them, in the languages it is printed in."""
    both = PrintedWords(
        words=edit or quote.words,
        beside=quote.translation,
        language=quote.language,
        beside_language=quote.other_language,
    )
    said = in_languages(both, wanted, translated=translated)
    shown = replace(
        quote,
        printed=said.words,
        translation=said.beside,
        language=said.language,
        other_language=said.beside_language,
    )
    return shown, ""
