"""Bring together what people set beside a figure, and the passages that nobody has judged yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.language.guess import reads_as
from coding.model import Codebook, Coding, Indicator, Link, Quote
from coding.quotes.quoting import INTERVIEWER
from coding.survey.linking import indicator_text, option_text
from coding.survey.speaking_to import Passages, by_codes, leaning, likelihoods
from coding.survey.stances import (
    Beside,
    FigureVoices,
    Judged,
    OpenPassage,
    Place,
    place_of,
    voices_of,
)
from coding.survey.stances import passages as passages_of
from coding.survey.tabulation import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.project import Project

__all__ = ["FigureVoices", "Judged", "OpenPassage", "VoiceReader"]


class VoiceReader:
    """What is read once for all figures of a project: its quotes, as they are compared.

    Between two acts on a figure nothing of it changes, so that an act is answered at once.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._quotes: tuple[object, list[Quote]] = (None, [])
        self._read: dict[str, tuple[tuple[str, ...], Passages]] = {}
        self._scores: tuple[object, list[float]] = (None, [])
        self._said: tuple[object, str] = (None, "")

    def of(self, indicator: str, *, most: int = 0, first: str = "") -> FigureVoices:
        """Return the voices beside a figure; `most` limits what is proposed (0: all).

        The passage of the coding `first` is proposed first, if it is not judged yet. Raises
        NotFound for an unknown figure.
        """
        project = self.project
        figure = project.survey.figure(indicator)
        links = [link for link in project.links.all() if link.indicator == figure.id]
        codings = project.store.codings.all()
        at = {coding.id: (coding.transcript, coding.start, coding.end) for coding in codings}
        spoken, people = project.cases.who(codings)
        sections, edits = self._report(at)
        linked = {at[link.coding] for link in links if link.coding in at}
        quotes = [
            quote
            for quote in self.quotes(codings)
            if quote.attribution != INTERVIEWER or place_of(quote) in linked
        ]
        for n, quote in enumerate(quotes):
            if edit := edits.get(place_of(quote)):
                quotes[n] = replace(quote, printed=project.quotes.as_printed(quote, edit)[0])
        beside = Beside(
            figure=figure,
            links=links,
            quotes=quotes,
            at=at,
            person={at[key]: who for key, who in spoken.items()},
            people=tuple(people.values()),
            codes=self._codes(figure, links),
            sections=sections,
        )
        voices = voices_of(
            beside, lambda shown: self._likely(figure, shown), most=most, first=at.get(first)
        )
        return replace(voices, candidates=self._told(voices))

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read all passages in the survey's language, so that `of` has only to compare them.

        What their words could give away is told by names in all interviews: these are read, too,
        and `progress(done, total)` is told meanwhile.
        """
        self.project.disclosure.names.context(progress)
        quotes = self.quotes(self.project.store.codings.all())
        language = self._language()
        languages = self._languages()
        texts = [
            group[0].text
            for group in passages_of(
                [quote for quote in quotes if quote.attribution != INTERVIEWER]
            )
            if languages[group[0].transcript] == language
        ]
        if texts:
            self._passages(texts, language)

    def quotes(self, codings: Sequence[Coding]) -> list[Quote]:
        """Return every quote of the project, as long as nothing that is printed has changed."""
        project = self.project
        state = (
            codings,
            project.transcripts.all(),
            project.participants.all(),
            project.labels.scheme(),
            project.alignments.mended(),
        )
        if self._quotes[0] != state:
            self._quotes = (state, project.quotes.find(around=False))
        return self._quotes[1]

    def _report(self, at: Mapping[str, Place]) -> tuple[_Sections, dict[Place, str]]:
        """Return the sections that a place is quoted in, and how its words were edited there."""
        sections: dict[Place, tuple[str, ...]] = {}
        edits: dict[Place, str] = {}
        for basket in self.project.baskets.all():
            for pick in basket.picks:
                if pick.coding not in at:
                    continue
                place = at[pick.coding]
                sections[place] = (*sections.get(place, ()), basket.name)
                if pick.printed:
                    edits.setdefault(place, pick.printed)
        return sections, edits

    def _codes(self, figure: Indicator, links: Sequence[Link]) -> frozenset[str]:
        """Return the codes beside a figure, linked or named in codebook.yaml, and those below."""
        book = self.project.codes.book()
        plain = parts(figure.id)[0]
        beside = {link.code for link in links if not link.coding}
        beside |= {code.id for code in book if {figure.id, plain} & set(code.indicators)}
        return frozenset(below for code in beside if code in book for below in book.family(code))

    def _likely(self, figure: Indicator, shown: Sequence[Quote]) -> list[float]:
        """Return how likely it is for each passage that it speaks to the figure."""
        book = self.project.codes.book()
        state = (figure, book, [(place_of(quote), quote.text, quote.codes) for quote in shown])
        if self._scores[0] != state:
            self._scores = (state, self._weighed(figure, book, shown))
        return self._scores[1]

    def _weighed(self, figure: Indicator, book: Codebook, shown: Sequence[Quote]) -> list[float]:
        import numpy as np

        whole, answer = indicator_text(figure), option_text(figure)
        language, languages = self._language(), self._languages()
        by_words: NDArray[np.float64] = np.zeros(len(shown))
        same = [n for n, quote in enumerate(shown) if languages[quote.transcript] == language]
        if same:
            passages = self._passages([shown[n].text for n in same], language)
            by_words[same] = passages.alike(whole, answer)
        carried = [quote.codes for quote in shown]
        return likelihoods(by_words, by_codes(book, figure, language, carried))

    def _language(self) -> str:
        """Return the survey's language: a figure alone has few words to tell it by."""
        stamp = self.project.survey.stamp()
        if self._said[0] != stamp:
            figures = self.project.survey.figures()
            self._said = (stamp, reads_as("\n".join(indicator_text(f) for f in figures)))
        return self._said[1]

    def _languages(self) -> dict[str, str]:
        return {t.id: t.language for t in self.project.transcripts.all()}

    def _passages(self, texts: Sequence[str], language: str) -> Passages:
        kept = self._read.get(language)
        if kept is None or kept[0] != tuple(texts):
            kept = self._read[language] = (tuple(texts), Passages(texts, language))
        return kept[1]

    def _told(self, voices: FigureVoices) -> tuple[OpenPassage, ...]:
        """Say of each passage that is proposed why it is."""
        figure, book = voices.figure, self.project.codes.book()
        language, languages = self._language(), self._languages()
        others = tuple(
            other.option
            for other in self.project.survey.figures()
            if other.question_id == figure.question_id and other.option != figure.option
        )
        told = []
        for passage in voices.candidates:
            quote = passage.quote
            reasons = [f"coded {book.called[code]}" for code in passage.under]
            lean = None
            if languages[quote.transcript] == language:
                lean = leaning(figure.option, quote.text, language, others=others)
            if lean:
                reasons.append(lean.told)
            if not reasons:
                reasons = ["like the figure by its words and codes"]
            told.append(replace(passage, reasons=tuple(reasons), lean=lean.lean if lean else ""))
        return tuple(told)


_Sections = dict[Place, tuple[str, ...]]
