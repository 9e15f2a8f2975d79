"""Put quotes into the sections of the report (baskets): in order, with the words as printed.

What stands between the quotes, and the order of all of it, is the outline's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coding.errors import CodingError, NotFound
from coding.model import Basket, Coding, Pick, PrintedLanguages, new_id
from coding.privacy.replacing import substituted
from coding.project.part import ProjectPart
from coding.quotes.editing import difference, elide, printed_is_faithful
from coding.quotes.printing import quote_words
from coding.quotes.swallowing import names_in, swallowed
from coding.quotes.tongues import TOLD


class Baskets(ProjectPart):
    """The acts on baskets and the quotes in them."""

    def all(self) -> list[Basket]:
        """List the baskets with their quotes in order."""
        return self.store.baskets.all()

    def get(self, reference: str) -> Basket:
        """Return a basket by name or id; raise NotFound if there is none."""
        for basket in self.all():
            if reference in (basket.id, basket.name):
                return basket
        names = ", ".join(b.name for b in self.all()) or "none yet"
        raise NotFound(f"there is no section “{reference}”", hint=f"There are: {names}.")

    def add(self, name: str, *, coder: str) -> str:
        """Make a basket; return its id. Raises CodingError if the name is empty or taken."""
        name, key = self._free(name), new_id()
        with self.store.writing(coder=coder, verb="basket", summary=f"section {name} made") as w:
            w.baskets.add(Basket(id=key, name=name))
        return key

    def _free(self, name: str) -> str:
        """Return a name for a new basket, its spaces tidied."""
        name = " ".join(name.split())
        if not name:
            raise CodingError("a section needs a name")
        if any(b.name == name for b in self.all()):
            raise CodingError(f"there is a section “{name}” already", hint="Choose another name.")
        return name

    def rename(self, reference: str, name: str, *, coder: str, version: int | None = None) -> None:
        """Give a basket another name; raises Conflict if it is not at `version` any more."""
        basket = self.get(reference)
        name = " ".join(name.split())
        if not name or any(b.name == name and b.id != basket.id for b in self.all()):
            raise CodingError("a section needs a name of its own", hint="Choose another name.")
        with self.store.writing(
            coder=coder, verb="basket", summary=f"section {basket.name} is now {name}"
        ) as w:
            w.baskets.rename(
                basket.id, name, version=basket.version if version is None else version
            )

    def remove(self, reference: str, *, coder: str) -> None:
        """Remove a basket with its notes and headings; the codings of its quotes stay."""
        basket = self.get(reference)
        with self.store.writing(
            coder=coder, verb="basket", summary=f"section {basket.name} removed"
        ) as w:
            for item in basket.items:
                (w.baskets.drop_pick if isinstance(item, Pick) else w.baskets.drop_insert)(item.id)
            w.baskets.drop(basket.id)

    def begin(self, name: str, coding: str, *, coder: str, act: str = "") -> str:
        """Make a basket with a quote in it, in one act; return its id. Raises as `add` does."""
        name = self._free(name)
        key = new_id()
        self.project.codings.get(coding)
        summary = f"section {name} made, with a quote"
        with self.store.writing(coder=coder, verb="basket", summary=summary, act=act) as w:
            w.baskets.add(Basket(id=key, name=name))
            w.baskets.add_pick(new_id(), basket=key, coding=coding)
        return key

    def holding(self, coding: str) -> list[tuple[Basket, bool]]:
        """Return the baskets, and whether a coding's passage is in each already."""
        baskets = self.all()
        picked = [pick.coding for basket in baskets for pick in basket.picks]
        passages = self.project.quotes.passages([*picked, coding])
        here = passages.get(coding)
        return [
            (basket, any(passages.get(pick.coding) == here for pick in basket.picks))
            for basket in baskets
        ]

    def put(self, reference: str, codings: Sequence[str], *, coder: str, act: str = "") -> int:
        """Put quotes at the end of a basket; return how many were not in it yet.

        A quote is a passage: it is in the basket also if it was put there by another code on it,
        or by another coder who coded it alike.
        Raises NotFound if there is no such coding.
        """
        basket = self.get(reference)
        picked = [pick.coding for pick in basket.picks]
        passages = self.project.quotes.passages([*picked, *codings])
        inside = {passages[key] for key in picked if key in passages}
        fresh: list[str] = []
        for key in codings:
            if key not in passages:
                raise NotFound(f"there is no coding {key}", hint="Look again.")
            if passages[key] not in inside:
                fresh.append(key)
                inside.add(passages[key])
        many = f"{len(fresh)} quote{'' if len(fresh) == 1 else 's'}"
        with self.store.writing(
            coder=coder, verb="pick", summary=f"{many} put into {basket.name}", act=act
        ) as w:
            for coding in fresh:
                w.baskets.add_pick(new_id(), basket=basket.id, coding=coding)
        return len(fresh)

    def take_out(self, pick: str, *, coder: str) -> None:
        """Take one quote out of its basket."""
        with self.store.writing(coder=coder, verb="pick", summary="quote taken out") as w:
            w.baskets.drop_pick(pick)

    def arrange(self, reference: str, picks: Sequence[str], *, coder: str) -> None:
        """Put a basket's quotes in this order; what stands between them keeps its place."""
        basket = self.get(reference)
        if sorted(picks) != sorted(p.id for p in basket.picks):
            raise CodingError("the section has changed in the meantime", hint="Look again.")
        turn = iter(picks)
        with self.store.writing(coder=coder, verb="pick", summary=f"{basket.name} reordered") as w:
            for position, item in enumerate(basket.items):
                if isinstance(item, Pick):
                    w.baskets.change_pick(next(turn), position=position)
                else:
                    w.baskets.change_insert(item.id, position=position)

    def edit(
        self,
        pick: str,
        printed: str,
        *,
        coder: str,
        version: int | None = None,
        anyway: bool = False,
    ) -> list[str]:
        """Set the words a quote is printed with; "" prints the source unchanged.

        Returns what is not shown as an edit (an omission without ellipsis, an insertion without
        brackets), or else, unless it is to be so `anyway`, what an omission swallows (a negation,
        a number, a name); if there is anything, nothing is saved. `marked` shows the edits, and
        `swallowed` tells the latter alone. Raises Conflict if it is not at `version` any more.
        """
        printed = " ".join(printed.split())
        source = self.source(pick)
        faults = printed_is_faithful(source, printed) if printed else []
        if not faults and printed and not anyway:
            faults = self.swallowed(pick, printed)
        if not faults:
            with self.store.writing(coder=coder, verb="pick", summary="quote edited") as w:
                same = printed == " ".join(source.split())
                w.baskets.change_pick(pick, printed="" if same else printed, version=version)
        return faults

    def swallowed(self, pick: str, printed: str) -> list[str]:
        """Return the negations, numbers and names that edited words leave out, a sentence each."""
        coding = self._coding(pick)
        transcript = self.project.transcripts.get(coding.transcript)
        said = quote_words(transcript, coding.start, coding.end).said
        people = (person.pseudonym for person in self.project.participants.all())
        names = names_in(transcript.text, transcript.language).union(people)
        losses = swallowed(said, printed, transcript.language, names=names)
        return [str(loss) for loss in losses]

    def edit_beside(
        self,
        pick: str,
        words: str = "",
        *,
        whole: bool = False,
        coder: str,
        version: int | None = None,
    ) -> None:
        """Say what is printed beside a quote in the other language: `whole`, or one's own words.

        With neither it is cut as the quote is. Raises Conflict if it is not at `version`, which is
        0 where nothing was said of it yet.
        """
        self._coding(pick)
        words = "" if whole else "\n".join(" ".join(line.split()) for line in words.splitlines())
        summary = "what stands beside a quote"
        with self.store.writing(coder=coder, verb="pick", summary=summary) as w:
            w.baskets.put_beside(pick, whole=whole, words=words, version=version)

    def print_in(
        self,
        pick: str,
        languages: PrintedLanguages | None,
        *,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Choose in which language a quote is printed, None: as all around it are.

        Raises Conflict as `edit_beside` does.
        """
        self._coding(pick)
        how = TOLD[languages] if languages else "the languages of all"
        with self.store.writing(
            coder=coder, verb="pick", summary=f"quote printed in {how}", act=act
        ) as w:
            w.baskets.put_beside(pick, languages=str(languages or ""), version=version)

    def marked(self, pick: str, printed: str) -> str:
        """Return freely edited words with every omission and insertion shown as such."""
        return elide(self.source(pick), printed)

    def difference(self, pick: str, printed: str) -> list[tuple[Literal["same", "out", "in"], str]]:
        """Set edited words beside the source: what stayed, what went out, what came in."""
        return difference(self.source(pick), printed)

    def source(self, pick: str) -> str:
        """Return the words that are said in a quote in a basket, without speakers' labels.

        What somebody replaced, since it tells who somebody is, is replaced.
        """
        coding = self._coding(pick)
        transcript = self.project.transcripts.get(coding.transcript)
        said = quote_words(transcript, coding.start, coding.end).said
        return substituted(said, transcript.id, self.project.identifiers.swaps())

    def _coding(self, pick: str) -> Coding:
        """Return what a quote in a basket is of; raises NotFound if it is in none any more."""
        for basket in self.all():
            for picked in basket.picks:
                if picked.id == pick:
                    return self.project.codings.get(picked.coding)
        raise NotFound("this quote is not in a section any more", hint="Look again.")
