"""Bring together what people set beside a figure, and the passages that nobody has judged yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.language.guess import reads_as
from coding.model import Indicator, Link, Quote
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
from coding.survey.tabulation import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.project import Project

__all__ = ["FigureVoices", "Judged", "OpenPassage", "VoiceReader"]


class VoiceReader:
    """What is read once for all figures of a project: passages, as they are compared."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._read: dict[str, tuple[tuple[str, ...], Passages]] = {}

    def of(self, indicator: str, *, most: int = 0) -> FigureVoices:
        """Return the voices beside a figure; `most` limits what is proposed (0: all).

        Raises NotFound for an unknown figure.
        """
        project = self.project
        figure = project.survey.figure(indicator)
        links = [link for link in project.links.all() if link.indicator == figure.id]
        codings = project.store.codings.all()
        at = {coding.id: (coding.transcript, coding.start, coding.end) for coding in codings}
        spoken, people = project.joint.who(codings)
        sections, printed = self._report(at)
        linked = {at[link.coding] for link in links if link.coding in at}
        quotes = [
            replace(quote, printed=printed[place])
            if (place := place_of(quote)) in printed
            else quote
            for quote in project.quotes.find(around=False)
            if quote.attribution != INTERVIEWER or place_of(quote) in linked
        ]
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
        voices = voices_of(beside, lambda shown: self._likely(figure, shown), most=most)
        return replace(voices, candidates=self._told(voices, beside))

    def _report(
        self, at: dict[str, Place]
    ) -> tuple[dict[Place, tuple[str, ...]], dict[Place, str]]:
        """Return the sections that a place is quoted in, and its words as they are printed."""
        sections: dict[Place, tuple[str, ...]] = {}
        printed: dict[Place, str] = {}
        for basket in self.project.baskets.all():
            for pick in basket.picks:
                if pick.coding not in at:
                    continue
                place = at[pick.coding]
                sections[place] = (*sections.get(place, ()), basket.name)
                if pick.printed:
                    printed.setdefault(place, pick.printed)
        return sections, printed

    def _codes(self, figure: Indicator, links: Sequence[Link]) -> frozenset[str]:
        """Return the codes beside a figure, linked or named in codebook.yaml, and those below."""
        book = self.project.codes.book()
        plain = parts(figure.id)[0]
        beside = {link.code for link in links if not link.coding}
        beside |= {code.id for code in book if {figure.id, plain} & set(code.indicators)}
        return frozenset(below for code in beside if code in book for below in book.family(code))

    def _likely(self, figure: Indicator, shown: Sequence[Quote]) -> list[float]:
        """Return how likely it is for each passage that it speaks to the figure."""
        import numpy as np

        whole, answer = indicator_text(figure), option_text(figure)
        language = reads_as(whole)
        languages = {t.id: t.language for t in self.project.transcripts.all()}
        by_words: NDArray[np.float64] = np.zeros(len(shown))
        same = [n for n, quote in enumerate(shown) if languages[quote.transcript] == language]
        if same:
            passages = self._passages([shown[n].text for n in same], language)
            by_words[same] = passages.alike(whole, answer)
        carried = [quote.codes for quote in shown]
        of_codes = by_codes(self.project.codes.book(), figure, language, carried)
        return likelihoods(by_words, of_codes)

    def _passages(self, texts: Sequence[str], language: str) -> Passages:
        kept = self._read.get(language)
        if kept is None or kept[0] != tuple(texts):
            kept = self._read[language] = (tuple(texts), Passages(texts, language))
        return kept[1]

    def _told(self, voices: FigureVoices, beside: Beside) -> tuple[OpenPassage, ...]:
        """Say of each passage that is proposed why it is."""
        figure, book = voices.figure, self.project.codes.book()
        language = reads_as(indicator_text(figure))
        languages = {t.id: t.language for t in self.project.transcripts.all()}
        others = [
            other.option
            for other in self.project.survey.figures()
            if other.question_id == figure.question_id and other.option != figure.option
        ]
        told = []
        for passage in voices.candidates:
            quote = passage.quote
            reasons = [f"coded {book.by_id[code].name}" for code in passage.under]
            if not reasons:
                reasons = ["like the figure by its words and codes"]
            lean = None
            if languages[quote.transcript] == language:
                lean = leaning(figure.option, quote.text, language, others=others)
            if lean:
                reasons.append(f"says “{lean.words}”")
            told.append(replace(passage, reasons=tuple(reasons), lean=lean.lean if lean else ""))
        return tuple(told)
