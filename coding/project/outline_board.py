"""Lay the outline of the report out for the page that shows it, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.analysis.hearing import Hearing, lines
from coding.errors import CodingError
from coding.model import Indicator, Insert, Pick, Quote, Relation
from coding.project.outline import Place
from coding.project.sections import OutlineEntry, Section, about, typeset_quote

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["outline_board"]


def outline_board(project: Project) -> dict[str, Any]:
    """Return the sections with what stands in them, and who is heard."""
    sections = project.outline.sections()
    quotes = [entry.quote for section in sections for entry in section.entries if entry.quote]
    turns = project.quotes.turns_of(quotes)
    shared = {
        language: project.labels.of_people(language=language)
        for language in dict.fromkeys(quote.language for quote in quotes)
    }
    of_codes, of_quotes = project.links.figures_of_codes(), project.links.beside_quotes()
    floor = project.disclosure.floor()
    used = project.outline.uses()
    names = project.codes.book().called

    def item(entry: OutlineEntry, section: Section) -> dict[str, Any]:
        made = {
            "id": entry.item.id,
            "kind": entry.kind,
            "text": entry.words,
            "below": "",
            "amiss": entry.amiss,
            "was": entry.was,
            "version": entry.item.version,
        }
        if isinstance(entry.item, Insert):
            made["level"] = entry.item.level
        if entry.figure:
            made["below"] = " ".join(about(entry.figure)[1:])
            made["asked"] = about(entry.figure)[0] if entry.figure.question else ""
        if (quote := entry.quote) is None or not isinstance(entry.item, Pick):
            return made
        shown, said = typeset_quote(entry, quote), entry.item.beside
        people = shared[quote.language]
        label, k = people.get(quote.participant, ("", 0))
        return made | {
            "text": shown.words,
            "language": shown.language,
            "beside": shown.beside,
            "besideLanguage": shown.beside_language,
            "two": bool(entry.beside),
            "languages": str(said.languages or ""),
            "besideVersion": said.version,
            "rough": entry.rough,
            "below": quote.attribution,
            "k": k if label else 0,
            "of": len(people) if label else 0,
            "few": bool(label) and k < floor,
            "coding": quote.coding,
            "figureBeside": _figure_beside(quote, of_codes, of_quotes),
            "interview": quote.name,
            "transcript": quote.transcript,
            "turn": turns[quote.coding],
            "codes": [names.get(code, code) for code in quote.codes],
            "coders": list(quote.coders),
            "also": [name for name in used.get(quote.coding, ()) if name != section.name],
            "said": quote.words if " ".join(quote.words.split()) != entry.words else "",
        }

    return {
        "mode": "outline",
        "languages": str(project.outline.languages()),
        "sections": [
            {
                "id": section.id,
                "name": section.name,
                "version": section.version,
                "items": [item(entry, section) for entry in section.entries],
            }
            for section in sections
        ],
        "hearing": heard(project.outline.hearing()),
        "hasFigures": _has_figures(project),
    }


def heard(hearing: Hearing) -> dict[str, Any]:
    """Return who is heard as plain data."""
    return {
        "quotes": hearing.quotes,
        "people": [list(pair) for pair in hearing.people],
        "labels": [list(pair) for pair in hearing.labels],
        "often": [name for name, _ in hearing.often],
        "sections": [list(row) for row in hearing.of_section],
        "missing": [list(row) for row in hearing.missing],
        "lines": lines(hearing),
    }


def _figure_beside(
    quote: Quote,
    of_codes: Mapping[str, Sequence[Indicator]],
    of_quotes: Mapping[Place, Sequence[tuple[Relation, Indicator]]],
) -> str:
    """Return the figure that a quote was placed beside, or else one its codes stand beside."""
    placed = of_quotes.get((quote.transcript, quote.start, quote.end), ())
    near = (figure for code in quote.codes for figure in of_codes.get(code, ()))
    return next((figure.id for figure in (*(f for _, f in placed), *near)), "")


def _has_figures(project: Project) -> bool:
    try:
        return bool(project.survey.figures())
    except CodingError:
        return False
