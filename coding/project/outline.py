"""Keep the outline of the report: sections in order, and in them quotes, figures, notes, headings.

A section is a basket: `project.baskets` makes, names and removes it and puts quotes into it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from coding.analysis.hearing import Hearing, QuoteHeard, hearing
from coding.errors import CodingError, Conflict, NotFound
from coding.model import (
    HEADING_LEVELS,
    Basket,
    Indicator,
    Insert,
    InsertKind,
    Pick,
    PrintedLanguages,
    Quote,
    new_id,
)
from coding.project.part import ProjectPart
from coding.project.quotes import ForPrint
from coding.project.sections import Item, OutlineEntry, Section, faults, printed, rows_of, stated
from coding.quotes.tongues import TOLD
from coding.reports.outline import write_outline
from coding.store import Writer

__all__ = ["Outline", "OutlineEntry", "Section", "rows_of"]

Place = tuple[str, int, int]
"""A passage: transcript, start, end."""

_MEND = "Edit the quote’s words again, or take it out of the outline."
GONE = "Its interview is not in the study any more."
ADRIFT = "Its interview was corrected, and where it stands now is not sure: say so on Transcripts."
SETTING = "outline languages"
"""The setting with the languages in which the outline is printed."""

_AGAIN = "Look at the outline as it is now and try again."


class Outline(ProjectPart):
    """The acts on what stands in the sections, and on their order."""

    def sections(self) -> list[Section]:
        """Return the sections in order, each item with what it stands for."""
        baskets = self.project.baskets.all()
        picked = [pick.coding for basket in baskets for pick in basket.picks]
        quotes = self.project.quotes.of(picked)
        swapped = self.project.identifiers.swaps()
        shown = {
            pick.id: self.project.quotes.for_print(quotes[pick.coding], pick, swapped)
            for basket in baskets
            for pick in basket.picks
            if pick.coding in quotes
        }
        figures = self._figures(baskets)
        altered = self.project.revisions.altered()
        adrift = {coding.id for coding, _ in self.store.codings.adrift()}
        languages, translations = self.languages(), self.project.transcripts.translations()
        return [
            Section(
                id=basket.id,
                name=basket.name,
                version=basket.version,
                entries=tuple(
                    _in_languages(
                        _entry(item, quotes, shown, figures, altered, adrift),
                        languages,
                        translations,
                    )
                    for item in basket.items
                ),
            )
            for basket in baskets
        ]

    def _figures(self, baskets: Sequence[Basket]) -> dict[str, Indicator]:
        """Return the figures that stand in sections, by id, as far as the survey has them."""
        figures: dict[str, Indicator] = {}
        for basket in baskets:
            for item in _figures_in(basket):
                with suppress(CodingError):  # it is told where it stands
                    figures[item.body] = self.project.survey.figure(item.body)
        return figures

    def figures(self) -> list[Insert]:
        """List the figures that stand in sections."""
        return [item for basket in self.project.baskets.all() for item in _figures_in(basket)]

    def uses(self) -> dict[str, dict[str, str]]:
        """Return coding → the sections that quote its passage, by name, with the id of the item.

        It has every coding of a passage that is quoted, whoever made it and with whatever code.
        """
        picks = [(b.name, pick) for b in self.project.baskets.all() for pick in b.picks]
        passages = self.project.quotes.passages([pick.coding for _, pick in picks], whole=True)
        used: defaultdict[Place, dict[str, str]] = defaultdict(dict)
        for section, pick in picks:
            if pick.coding in passages:
                used[passages[pick.coding]].setdefault(section, pick.id)
        return {key: used[place] for key, place in passages.items() if place in used}

    def hearing(self) -> Hearing:
        """Return who is heard in the sections, of the people who were interviewed."""
        codings = self.store.codings.all()
        spoken, people = self.project.cases.who(codings)
        sections = self.sections()
        quotes = [entry.quote for section in sections for entry in section.entries if entry.quote]
        passages = self.project.quotes.passages([quote.coding for quote in quotes])
        told = {
            section.name: [
                QuoteHeard(
                    passage=passages[quote.coding],
                    person=spoken.get(quote.coding, ""),
                    label=quote.attribution,
                )
                for entry in section.entries
                if (quote := entry.quote)
            ]
            for section in sections
        }
        labels = {key: label for key, (label, _) in self.project.labels.of_people().items()}
        return hearing(told, list(people.values()), labels)

    # ── handed out ──

    def languages(self) -> PrintedLanguages:
        """Return in which language quotes of interviews in two are printed, unless they say so."""
        return PrintedLanguages(self.store.settings.get(SETTING) or PrintedLanguages.BOTH)

    def print_in(self, languages: PrintedLanguages, *, coder: str, act: str = "") -> None:
        """Choose in which language quotes of interviews in two are printed."""
        summary = f"outline printed in {TOLD[languages]}"
        with self.store.writing(coder=coder, verb="outline", summary=summary, act=act) as w:
            if (w.setting(SETTING) or PrintedLanguages.BOTH) != languages:
                w.put_setting(SETTING, str(languages))

    def export(self, path: Path, *, title: str = "") -> None:
        """Write the whole outline to a .docx, .md or .html file; raises CodingError.

        Quotes are printed as they were edited and in the languages chosen, with their labels;
        figures with their wording, base and source. What cannot be printed as it is stops it, and
        is named; so do words that tell who somebody is, as long as nobody has decided about them.
        """
        sections = self._whole()
        self.project.disclosure.check_export(_quoted(sections), written=self.written())
        title = title or f"{self.project.folder.name}: report"
        write_outline(path, printed(sections), title=title)

    def printable(self) -> list[str]:
        """List the codings whose quotes the outline prints, each once.

        Raises CodingError if there is nothing in it, or something that cannot be printed.
        """
        return list(dict.fromkeys(_quoted(self._whole())))

    def written(self) -> list[tuple[str, str]]:
        """List what people wrote into the outline: where it stands, its words."""
        baskets = self.project.baskets.all()
        return [
            *((f"name of section {basket.name}", basket.name) for basket in baskets),
            *(
                (f"{item.kind} in section {basket.name}", item.body)
                for basket in baskets
                for item in basket.items
                if isinstance(item, Insert) and item.kind is not InsertKind.FIGURE
            ),
        ]

    def _whole(self) -> list[Section]:
        sections = self.sections()
        if not sections:
            raise CodingError(
                "there is nothing in the outline yet",
                hint="Make a section on the Quotes page and put quotes and figures into it.",
            )
        if said := "; ".join(faults(sections)):
            raise CodingError(f"the outline cannot be printed: {said}", hint=_MEND)
        return sections

    # ── what stands in a section ──

    def put_figure(
        self, section: str, indicator: str, *, coder: str, before: str = "", act: str = ""
    ) -> str:
        """Put a figure into a section, before an item or at its end; return the item's id.

        One that is there already stays where it is. Raises NotFound for an unknown section or
        figure.
        """
        basket = self.project.baskets.get(section)
        figure = self.project.survey.figure(indicator)
        for item in _figures_in(basket):
            if item.body == figure.id:
                return item.id
        summary = f"figure {figure.option or figure.id} put into {basket.name}"
        return self._put(basket, InsertKind.FIGURE, figure.id, 0, summary, coder, before, act)

    def put_note(
        self, section: str, text: str, *, coder: str, before: str = "", act: str = ""
    ) -> str:
        """Put a note, of one paragraph or several, into a section; return the item's id."""
        basket, text = self.project.baskets.get(section), _lines(text)
        summary = f"note put into {basket.name}"
        return self._put(basket, InsertKind.NOTE, text, 0, summary, coder, before, act)

    def put_heading(
        self,
        section: str,
        text: str,
        *,
        level: int = HEADING_LEVELS[0],
        coder: str,
        before: str = "",
        act: str = "",
    ) -> str:
        """Put a heading into a section; return the item's id."""
        basket, text = self.project.baskets.get(section), " ".join(text.split())
        summary = f"heading {text} put into {basket.name}"
        kind, level = InsertKind.HEADING, _level(level)
        return self._put(basket, kind, text, level, summary, coder, before, act)

    def _put(
        self,
        basket: Basket,
        kind: InsertKind,
        body: str,
        level: int,
        summary: str,
        coder: str,
        before: str,
        act: str,
    ) -> str:
        if not body:
            raise CodingError(f"a {kind} needs words")
        fresh = Insert(id=new_id(), basket=basket.id, kind=kind, body=body, position=0, level=level)
        with self.store.writing(coder=coder, verb="outline", summary=summary, act=act) as w:
            w.baskets.add_insert(fresh)
            if before:
                self._arrange(w, basket.id, fresh, before)
        return fresh.id

    def edit(
        self,
        item: str,
        text: str,
        *,
        level: int | None = None,
        coder: str,
        version: int | None = None,
    ) -> None:
        """Let a note or heading say something else; raises Conflict if it is not at `version`.

        The words of a quote are edited in its basket; a figure is what the survey says.
        """
        _, there = self._find(item)
        if not isinstance(there, Insert) or there.kind is InsertKind.FIGURE:
            raise CodingError("only notes and headings are written here")
        heading = there.kind is InsertKind.HEADING
        body = " ".join(text.split()) if heading else _lines(text)
        if not body:
            raise CodingError(f"a {there.kind} needs words", hint="Or take it out.")
        with self.store.writing(coder=coder, verb="outline", summary=f"{there.kind} edited") as w:
            deep = _level(level) if heading and level is not None else None
            w.baskets.change_insert(item, body=body, level=deep, version=version)

    def take_out(self, item: str, *, coder: str, act: str = "") -> None:
        """Take a quote, figure, note or heading out of its section; raises NotFound if gone."""
        basket, there = self._find(item)
        quote = isinstance(there, Pick)
        what = "quote" if isinstance(there, Pick) else str(there.kind)
        with self.store.writing(
            coder=coder, verb="outline", summary=f"{what} taken out of {basket.name}", act=act
        ) as w:
            (w.baskets.drop_pick if quote else w.baskets.drop_insert)(item)

    # ── order ──

    def move(
        self, item: str, section: str = "", *, before: str = "", coder: str, act: str = ""
    ) -> None:
        """Move an item before another, or to the end of a section ("": the one it is in).

        Raises NotFound for what is not there, CodingError where the section it should go to has
        the same quote or figure already, Conflict if `before` is not in that section any more.
        """
        source, there = self._find(item)
        target = self.project.baskets.get(section) if section else source
        if item == before:
            return
        if target.id != source.id:
            self._check_free(there, target)
        across = f" from {source.name}" if target.id != source.id else ""
        what = "quote" if isinstance(there, Pick) else str(there.kind)
        summary = f"{what} moved{across} to another place in {target.name}"
        summary = f"{what} moved{across} to {target.name}" if across else summary
        with self.store.writing(coder=coder, verb="outline", summary=summary, act=act) as w:
            self._arrange(w, target.id, there, before)

    def move_section(self, reference: str, *, before: str = "", coder: str, act: str = "") -> None:
        """Move a section before another one, or to the end."""
        basket = self.project.baskets.get(reference)
        ahead = self.project.baskets.get(before).id if before else ""
        if ahead == basket.id:
            return
        summary = f"section {basket.name} moved"
        with self.store.writing(coder=coder, verb="outline", summary=summary, act=act) as w:
            order = [b.id for b in self.store.baskets.all() if b.id != basket.id]
            order.insert(_index(order, ahead), basket.id)
            for position, key in enumerate(order):
                w.baskets.move(key, position)

    def _arrange(self, w: Writer, section: str, item: Item, before: str) -> None:
        """Let an item stand before another in a section; nobody else writes meanwhile."""
        [basket] = (b for b in self.store.baskets.all() if b.id == section)
        order: list[Item] = [other for other in basket.items if other.id != item.id]
        order.insert(_index([other.id for other in order], before), item)
        for position, other in enumerate(order):
            moved = section if other.id == item.id else None
            if isinstance(other, Pick):
                w.baskets.change_pick(other.id, basket=moved, position=position)
            else:
                w.baskets.change_insert(other.id, basket=moved, position=position)

    def _find(self, item: str) -> tuple[Basket, Item]:
        for basket in self.project.baskets.all():
            for there in basket.items:
                if there.id == item:
                    return basket, there
        raise NotFound("this is not in the outline any more", hint=_AGAIN)

    def _check_free(self, item: Item, target: Basket) -> None:
        """Raise CodingError where a section has the same passage or figure already."""
        if isinstance(item, Pick):
            keys = [item.coding, *(pick.coding for pick in target.picks)]
            places = self.project.quotes.passages(keys)
            doubled = places.get(item.coding) in [places.get(key) for key in keys[1:]]
        else:
            figures = [figure.body for figure in _figures_in(target)]
            doubled = item.kind is InsertKind.FIGURE and item.body in figures
        if doubled:
            what = "quote" if isinstance(item, Pick) else "figure"
            raise CodingError(
                f"{target.name} has this {what} already", hint="Take one of the two out."
            )


def _entry(
    item: Item,
    quotes: Mapping[str, Quote],
    shown: Mapping[str, ForPrint],
    figures: Mapping[str, Indicator],
    altered: Mapping[str, str],
    adrift: Collection[str],
) -> OutlineEntry:
    """Return an item with what it stands for, of the quotes and figures there are."""
    if isinstance(item, Pick):
        if item.id not in shown:
            gone = ADRIFT if item.coding in adrift else GONE
            return OutlineEntry(item=item, amiss=gone)
        printed = shown[item.id]
        return OutlineEntry(
            item=item,
            quote=quotes[item.coding],
            words=printed.words,
            beside=printed.beside,
            rough=printed.rough,
            amiss=printed.amiss,
            was=altered.get(item.coding, ""),
        )
    if item.kind is not InsertKind.FIGURE:
        return OutlineEntry(item=item, words=item.body)
    figure = figures.get(item.body)
    if figure is None:
        gone = f"The survey has no figure `{item.body}` any more."
        return OutlineEntry(item=item, amiss=gone)
    return OutlineEntry(item=item, figure=figure, words=stated(figure))


def _in_languages(
    entry: OutlineEntry, languages: PrintedLanguages, translations: Collection[str]
) -> OutlineEntry:
    """Return an entry with the language it is printed in: its own choice, or the outline's."""
    if entry.quote is None or not isinstance(entry.item, Pick):
        return entry
    return replace(
        entry,
        languages=entry.item.beside.languages or languages,
        translated=entry.quote.transcript in translations,
    )


def _quoted(sections: Sequence[Section]) -> list[str]:
    return [e.quote.coding for section in sections for e in section.entries if e.quote]


def _figures_in(basket: Basket) -> list[Insert]:
    inserts = (item for item in basket.items if isinstance(item, Insert))
    return [item for item in inserts if item.kind is InsertKind.FIGURE]


def _index(order: Sequence[str], before: str) -> int:
    """Return where something goes that is to stand before another, at the end for ""."""
    if not before:
        return len(order)
    if before not in order:
        raise Conflict("the outline has changed in the meantime", hint=_AGAIN)
    return order.index(before)


def _level(level: int) -> int:
    if level not in HEADING_LEVELS:
        levels = " or ".join(map(str, HEADING_LEVELS))
        raise CodingError(f"a heading in a section is at level {levels}")
    return level


def _lines(text: str) -> str:
    """Keep a note's paragraphs, without blank lines doubled and spaces at the ends of lines."""
    paragraphs = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, paragraphs))
