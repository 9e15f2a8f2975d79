"""Tell what stands in the outline of the report: as data, and as it goes onto a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coding.language import packs
from coding.language.guess import guess, reads_as
from coding.language.typography import quoted, tag_of
from coding.model import (
    Indicator,
    Insert,
    InsertKind,
    Pick,
    PrintedLanguages,
    PrintedWords,
    Quote,
)
from coding.quotes.editing import sounds_in_round
from coding.quotes.tongues import in_languages
from coding.reports.outline import Printed, PrintedSection
from coding.survey.charts import base
from coding.survey.telling import asked

Item = Pick | Insert

_SHOWN = 60  # characters of a quote, where it is named


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """An item of a section with what it stands for: a quote as printed, a figure, or words.

    `beside` is what stands beside a quote in the other language, `rough` if a sentence was cut
    within that stands whole there; `languages` in which of the two it is printed, `translated` if
    it was coded on a translation. `amiss` says why it cannot be printed as it is, "" if it can.
    `was` are the words of a quote before its interview was corrected, "" where nobody need look.
    """

    item: Item
    quote: Quote | None = None
    figure: Indicator | None = None
    words: str = ""
    beside: str = ""
    rough: bool = False
    languages: PrintedLanguages = PrintedLanguages.BOTH
    translated: bool = False
    amiss: str = ""
    was: str = ""

    @property
    def kind(self) -> str:
        """Return quote, figure, note or heading."""
        return "quote" if isinstance(self.item, Pick) else str(self.item.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the report with all that stands in it, in order."""

    id: str
    name: str
    version: int
    entries: tuple[OutlineEntry, ...]


def faults(sections: Sequence[Section]) -> Iterator[str]:
    """Name what cannot be printed as it is, each with its section and why."""
    for section in sections:
        for entry in section.entries:
            if entry.amiss:
                words = " ".join(entry.words.split())[:_SHOWN]
                what = f"“{words}”" if words else f"a {entry.kind}"
                yield f"{what} in {section.name}: {entry.amiss.rstrip('.')}"


def printed(sections: Sequence[Section]) -> list[PrintedSection]:
    """Return what the page gets of the sections."""
    return [
        PrintedSection(name=section.name, items=[_printed(entry) for entry in section.entries])
        for section in sections
    ]


def _printed(entry: OutlineEntry) -> Printed:
    if entry.quote:
        quote = entry.quote
        shown = typeset_quote(entry, quote)
        return Printed(
            kind=entry.kind,
            words=shown.words,
            language=shown.language,
            beside=shown.beside,
            beside_language=shown.beside_language,
            under=[f"({quote.attribution})"] if quote.attribution else [],
        )
    if entry.figure:
        return Printed(kind=entry.kind, words=entry.words, under=about(entry.figure))
    level = entry.item.level if isinstance(entry.item, Insert) else 0
    language = tag_of(guess(entry.words), entry.words)
    return Printed(kind=entry.kind, words=entry.words, level=level, language=language)


def typeset_quote(entry: OutlineEntry, quote: Quote) -> PrintedWords:
    """Return a quote in the languages it is printed in, as these print quotations.

    Its languages are told by tags of BCP 47.
    """
    both = PrintedWords(
        words=entry.words,
        beside=entry.beside,
        language=quote.language,
        beside_language=quote.other_language,
    )
    return typeset(in_languages(both, entry.languages, translated=entry.translated))


def typeset(said: PrintedWords) -> PrintedWords:
    """Return words as their languages print quotations, which are told by tags of BCP 47."""
    beside = said.beside and quoted(sounds_in_round(said.beside), said.beside_language)
    return PrintedWords(
        words=quoted(sounds_in_round(said.words), said.language),
        beside=beside,
        language=tag_of(said.language, said.words),
        beside_language=tag_of(said.beside_language, said.beside) if beside else "",
    )


def about(figure: Indicator) -> list[str]:
    """Return what is printed with a figure: the question's wording, of whom it is, its source.

    >>> about(Indicator(id="a", question_id="q", question="Safe?", option="Yes", printed="60",
    ...                 value=60.0, base_n=200, source="Park 2025", ref="Graph 15"))
    ['“Safe?”', 'All respondents, n = 200.', 'Graph 15, Park 2025.']
    """
    of = base(figure)
    if figure.weighted is not None:
        of += ", weighted" if figure.weighted else ", unweighted"
    if figure.ci_low is not None and figure.ci_high is not None:
        of += f"; 95 % interval {figure.ci_low:.1f}–{figure.ci_high:.1f}"
        if figure.weighted and figure.effective_n is None:
            of += ", as if unweighted"
    source = ", ".join(filter(None, [figure.ref, figure.source, asked(figure.field_dates)]))
    wording = quoted(figure.question, reads_as(figure.question)) if figure.question else ""
    lines = [wording, f"{of[:1].upper()}{of[1:]}.", source and f"{source.rstrip('.')}."]
    return [line for line in lines if line]


def rows_of(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Return the outline as plain data, for scripts."""
    return [
        {
            "id": section.id,
            "name": section.name,
            "items": [_row(entry) for entry in section.entries],
        }
        for section in sections
    ]


def _row(entry: OutlineEntry) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": entry.item.id, "kind": entry.kind, "text": entry.words}
    if isinstance(entry.item, Pick):
        quote = entry.quote
        shown |= {
            "coding": entry.item.coding,
            "transcript": quote.transcript if quote else "",
            "start": quote.start if quote else None,
            "end": quote.end if quote else None,
            "translation": entry.beside,
            "languages": str(entry.languages),
            "participant": quote.participant if quote else "",
            "attribution": quote.attribution if quote else "",
            "codes": list(quote.codes) if quote else [],
            "coders": list(quote.coders) if quote else [],
        }
    elif entry.item.kind is InsertKind.FIGURE:
        figure = entry.figure
        shown |= {
            "indicator": entry.item.body,
            "question": figure.question if figure else "",
            "option": figure.option if figure else "",
            "subgroup": figure.subgroup if figure else "",
            "value": figure.printed if figure else "",
            "base_n": figure.base_n if figure else None,
            "source": figure.source if figure else "",
        }
    elif entry.item.kind is InsertKind.HEADING:
        shown["level"] = entry.item.level
    return {**shown, "amiss": entry.amiss, "was": entry.was}


def stated(figure: Indicator) -> str:
    """Return a figure in a few words: its option, of whom if not of all, and its number.

    >>> stated(Indicator(id="a", question_id="q", question="", option="Feels safe",
    ...                  printed="96.5", value=96.5, subgroup="women"))
    'Feels safe, women: 96.5 %'
    """
    everybody = figure.subgroup.casefold() in packs.together("overall")
    of = ", ".join(filter(None, [figure.option, "" if everybody else figure.subgroup]))
    number = f"{figure.printed} {figure.unit}".strip()
    return f"{of}: {number}" if of else number
