"""Say which rows a joint display has, in which order and under which headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coding.errors import CodingError
from coding.model import PrintedLanguages


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutItem:
    """A question's row, or a heading that those below it stand under."""

    question: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the researcher has laid the display out.

    `items` is None until rows are chosen; `version` counts the changes made to it. `languages` is
    in which language quotes of interviews in two are printed.
    """

    title: str = ""
    languages: PrintedLanguages = PrintedLanguages.BOTH
    items: tuple[LayoutItem, ...] | None = None
    version: int = 0

    def places(self, otherwise: Sequence[str]) -> list[tuple[str, str]]:
        """Return (question, heading over it) for each row; `otherwise` while none is chosen.

        >>> under = Layout(items=(LayoutItem(question="a"), LayoutItem(heading="Home"),
        ...                       LayoutItem(question="b")))
        >>> under.places(()), Layout().places(["c"])
        ([('a', ''), ('b', 'Home')], [('c', '')])
        """
        if self.items is None:
            return [(key, "") for key in otherwise]
        placed, heading = [], ""
        for item in self.items:
            if item.question:
                placed.append((item.question, heading))
            else:
                heading = item.heading
        return placed

    def as_data(self) -> dict[str, object]:
        """Return it as JSON holds it."""
        items = self.items
        listed = None if items is None else [_as_data(item) for item in items]
        told = {"title": self.title, "languages": str(self.languages)}
        return {**told, "items": listed, "version": self.version}


def layout_from(kept: object) -> Layout:
    """Return what `as_data` made; anything else is a layout in which nothing is chosen yet."""
    if not isinstance(kept, Mapping):
        return Layout()
    items = kept.get("items")
    return Layout(
        title=str(kept.get("title") or ""),
        languages=PrintedLanguages(kept.get("languages") or PrintedLanguages.BOTH),
        items=None if items is None else items_from(items),
        version=int(kept.get("version") or 0),
    )


def items_from(rows: Sequence[Mapping[str, str]]) -> tuple[LayoutItem, ...]:
    """Return items from plain data, as the page and the database have them."""
    return tuple(
        LayoutItem(question=str(item.get("question", "")), heading=str(item.get("heading", "")))
        for item in rows
    )


def fit_to_keep(items: Sequence[LayoutItem]) -> tuple[LayoutItem, ...]:
    """Return items fit to be kept: headings on one line, each row once.

    Raises CodingError for a heading without words and for a row that stands there twice.
    """
    kept: list[LayoutItem] = []
    for item in items:
        made = replace(item, heading="" if item.question else " ".join(item.heading.split()))
        if not (made.question or made.heading):
            raise CodingError("a heading needs words", hint="Or take it out.")
        if made.question and made in kept:
            raise CodingError(f"the row `{made.question}` stands there twice")
        kept.append(made)
    return tuple(kept)


def _as_data(item: LayoutItem) -> dict[str, str]:
    return {"question": item.question} if item.question else {"heading": item.heading}
