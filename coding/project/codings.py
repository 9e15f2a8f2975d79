"""Put codes on words and take them off, by hand or from a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.codebook.finding import CodesByName
from coding.errors import NotFound, SegmentError
from coding.model import (
    PARAPHRASE,
    Coding,
    Link,
    Origin,
    Transcript,
    TranscriptInfo,
    new_id,
    now,
)
from coding.project.part import ProjectPart, beginning
from coding.store import Writer
from coding.transcripts.segments import check_segment

if TYPE_CHECKING:
    from coding.project.import_codings import CodedSheet, CodingsReport, PlannedCodings, Told


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying codes did: the codings' ids, and those of them that were there or grew."""

    codings: list[str]
    merged: list[str]


class Codings(ProjectPart):
    """The acts on codings."""

    def all(self, *, transcript: str = "", code: str = "", coder: str = "") -> list[Coding]:
        """List codings; a theme stands for itself and the codes below it."""
        book = self.project.codes.book()
        codes = book.family(self.project.codes.get(code, book).id) if code else ()
        key = self.project.transcripts.info(transcript).id if transcript else ""
        return self.store.codings.all(transcript=key, codes=codes, coder=coder)

    def several(self, keys: Collection[str]) -> dict[str, Coding]:
        """Return id → coding, of those of some ids that are there."""
        return {c.id: c for c in self.store.codings.all(ids=list(keys))} if keys else {}

    def get(self, key: str) -> Coding:
        """Return one coding; raise NotFound if there is none."""
        for coding in self.store.codings.all(ids=[key]):
            return coding
        raise NotFound(f"there is no coding {key}", hint="`coding codings` lists them.")

    def apply(
        self,
        transcript: str,
        start: int,
        end: int,
        codes: Sequence[str],
        *,
        coder: str,
        merge: bool = False,
        ids: Sequence[str] = (),
        origin: Origin = Origin.PERSON,
        act: str = "",
        also: Callable[[Writer], None] | None = None,
    ) -> Applied:
        """Put codes on a segment; return once that is on disk.

        A code that the same coder has put on the very same words is not doubled. With `merge`,
        one that only overlaps is extended over both. `ids` are the ids for the new codings,
        made by the caller so that a repeated request cannot double. `also` writes more into the
        same act. Raises NotFound for an unknown code, SegmentError for a segment outside the text.
        """
        book = self.project.codes.book()
        names = ", ".join(book.called[self.project.codes.get(code, book).id] for code in codes)
        made, merged = [], []
        with self.store.writing(coder=coder, verb="apply", summary="", act=act) as w:
            info = w.transcript(transcript)
            w.summary = f"{names} on {info.name}: {beginning(_words(w, info, start, end))}"
            for code, key in zip(codes, ids or [new_id() for _ in codes], strict=True):
                put = put_coding(
                    w, info, start, end, code, coder=coder, key=key, merge=merge, origin=origin
                )
                made.append(put)
                if put != key:
                    merged.append(put)
            if also:
                also(w)
        return Applied(made, merged)

    def apply_to(
        self,
        places: Sequence[tuple[str, int, int]],
        code: str,
        *,
        coder: str,
        ids: Sequence[str] = (),
        act: str = "",
    ) -> Applied:
        """Put one code on many segments (transcript, start, end) in one act; return as `apply`.

        Where the coder has the code on words that overlap, that coding is extended over both.
        Raises as `apply` does; nothing is put anywhere then.
        """
        name = self.project.codes.get(code).name
        made, merged = [], []
        count = f"{len(places)} {'place' if len(places) == 1 else 'places'}"
        with self.store.writing(
            coder=coder, verb="apply", summary=f"{name} on {count}", act=act
        ) as w:
            infos = {key: w.transcript(key) for key in dict.fromkeys(t for t, *_ in places)}
            for (transcript, start, end), key in zip(
                places, ids or [new_id() for _ in places], strict=True
            ):
                put = put_coding(
                    w, infos[transcript], start, end, code, coder=coder, key=key, merge=True
                )
                made.append(put)
                if put != key:
                    merged.append(put)
        return Applied(made, merged)

    def look_at_table(
        self, path: Path, *, told: Told | None = None, maps: Sequence[str] = ()
    ) -> tuple[CodedSheet, ...]:
        """Read a table of codings made elsewhere, with what its columns seem to hold.

        `told` and `maps` (`COLUMN=WHAT`) say it otherwise. Raises TableError.
        """
        from coding.project.import_codings import read_told, sheets_of

        grids = self.project.outside.grids(path)
        names = [x for t in self.project.transcripts.all() for x in (t.name, t.participant) if x]
        codes = CodesByName(self.project.codes.book())
        sheets = sheets_of(grids, documents=names, codes=codes, told=told or {})
        if maps:
            return sheets_of(grids, documents=names, codes=codes, told=read_told(sheets, maps))
        return sheets

    def plan_table(
        self,
        sheets: Sequence[CodedSheet],
        *,
        coder: str,
        name: str = "",
        first: bool = False,
        new_codes: bool = False,
    ) -> PlannedCodings:
        """Say what the rows of a table would bring in, without changing anything.

        Words that stand several times are the `first` where the rows leave several places; with
        `new_codes` those that the codebook does not know are to be added to it.
        Raises TableError if it does not say which words are coded, or with what.
        """
        from coding.project.import_codings import plan_codings

        return plan_codings(
            self.project, sheets, coder=coder, where=name, first=first, new_codes=new_codes
        )

    def take_table(
        self, planned: PlannedCodings, *, coder: str, name: str, act: str = ""
    ) -> CodingsReport:
        """Bring in what was planned, as one act."""
        from coding.project.import_codings import put_codings

        return put_codings(self.project, planned, coder=coder, name=name, act=act)

    def read_table(
        self,
        path: Path,
        *,
        coder: str,
        maps: Sequence[str] = (),
        first: bool = False,
        new_codes: bool = False,
    ) -> CodingsReport:
        """Import codings made elsewhere from a table."""
        sheets = self.look_at_table(path, maps=maps)
        planned = self.plan_table(
            sheets, coder=coder, name=path.name, first=first, new_codes=new_codes
        )
        return self.take_table(planned, coder=coder, name=path.name)

    def remove(self, keys: Sequence[str], *, coder: str, act: str = "") -> None:
        """Take codings off, and out of the baskets they are in."""
        codings = [self.get(key) for key in keys]
        alone = len(codings) == 1
        summary = self._saying(codings[0]) if alone else f"{len(codings)} codings removed"
        with self.store.writing(coder=coder, verb="remove", summary=summary, act=act) as w:
            for coding in codings:
                drop(w, coding.id)

    def _saying(self, coding: Coding) -> str:
        name = self.project.transcripts.info(coding.transcript).name
        return f"{self._called(coding.code)} removed from {name}: {beginning(coding.text)}"

    def _called(self, code: str) -> str:
        """Return a code's name, its id if it has left the codebook."""
        return self.project.codes.book().called.get(code, code)

    def move_edges(
        self,
        key: str,
        start: int,
        end: int,
        *,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Let a coding begin and end elsewhere."""
        coding = self.get(key)
        info = self.project.transcripts.info(coding.transcript)
        with self.store.writing(coder=coder, verb="edges", summary="", act=act) as w:
            words = _words(w, info, start, end)
            w.summary = f"{self._called(coding.code)} on {info.name}, now {beginning(words)}"
            there = w.coding_like(replace(coding, start=start, end=end))
            if there not in ("", key):
                yield_to(w, key, there, version=version)
            else:
                w.change_coding(key, start=start, end=end, text=words, version=version)

    def recode(
        self, key: str, code: str, *, coder: str, version: int | None = None, act: str = ""
    ) -> None:
        """Put another code in the place of a coding's code."""
        coding = self.get(key)
        name = self.project.codes.get(code).name
        with self.store.writing(
            coder=coder,
            verb="recode",
            summary=f"{self._called(coding.code)} became {name}",
            act=act,
        ) as w:
            there = w.coding_like(replace(coding, code=code))
            if there not in ("", key):
                yield_to(w, key, there, version=version)
            else:
                w.change_coding(key, code=code, version=version)


def put_coding(
    w: Writer,
    info: TranscriptInfo,
    start: int,
    end: int,
    code: str,
    *,
    coder: str,
    key: str,
    merge: bool = False,
    origin: Origin = Origin.PERSON,
) -> str:
    """Put one code on a segment inside an act; return the id of the coding that bears it.

    That is another than `key` where the coder has the code there already, or where `merge`
    extends one that overlaps.
    """
    coding = Coding(
        id=key,
        transcript=info.id,
        start=start,
        end=end,
        text=_words(w, info, start, end),
        code=code,
        coder=coder,
        created=now(),
        origin=origin,
    )
    there = w.coding_like(coding) or (_extended(w, coding) if merge else "")
    if not there:
        w.add_coding(coding)
    return there or key


def joined(
    w: Writer, transcript: Transcript, start: int, end: int, code: str, coder: str
) -> tuple[int, int]:
    """Return a segment with what its coder accepted of a code right beside it, in the same turn."""

    def touch(a: int, b: int) -> bool:
        bordered = any(a <= turn.start <= b for turn in transcript.turns)
        return not transcript.text[a:b].strip() and not bordered

    whole = start, end
    for other in w.same_code(transcript.id, code, coder, 0, len(transcript.text)):
        if other.origin is not Origin.SUGGESTION:
            continue
        if other.end <= start and touch(other.end, start):
            whole = min(whole[0], other.start), whole[1]
        if other.start >= end and touch(end, other.start):
            whole = whole[0], max(whole[1], other.end)
    return whole


def _extended(w: Writer, coding: Coding) -> str:
    """Extend what overlaps with the same code over both; return its id, "" if nothing does."""
    same = w.same_code(coding.transcript, coding.code, coding.coder, coding.start, coding.end)
    if not same:
        return ""
    start = min(coding.start, *(other.start for other in same))
    end = max(coding.end, *(other.end for other in same))
    whole = (other.id for other in same if (other.start, other.end) == (start, end))
    kept = next(whole, same[0].id)
    for other in same:
        if other.id != kept:
            yield_to(w, other.id, kept)
    text = w.words_at(coding.transcript, start, end)
    w.change_coding(kept, start=start, end=end, text=text)
    return kept


def _words(w: Writer, info: TranscriptInfo, start: int, end: int) -> str:
    check_segment(start, end, info.length)
    words = w.words_at(info.id, start, end)
    if not words.strip():
        raise SegmentError(f"characters {start}-{end} hold no words", info.name)
    return words


def drop(w: Writer, key: str) -> None:
    """Delete a coding, take it out of the baskets, and cut its links to survey figures."""
    for pick in w.baskets.picks(coding=key):
        w.baskets.drop_pick(pick.id)
    for link in w.links.all(coding=key):
        w.links.drop(link.id)
    w.put_stars(key, 0)
    w.drop_coding(key)


def yield_to(w: Writer, key: str, kept: str, *, version: int | None = None) -> None:
    """Delete a coding in favour of another, which takes over its memos, stars, links and places.

    Raises Conflict if it is not at `version` any more.
    """
    for memo in w.memos.all(kind="coding", about=key):
        w.memos.change(memo.id, about=kept)
    _join_words(w, key, kept)
    if w.stars(key) > w.stars(kept):
        w.put_stars(kept, w.stars(key))
    w.put_stars(key, 0)
    beside = {pick.basket for pick in w.baskets.picks(coding=kept)}
    for pick in w.baskets.picks(coding=key):
        if pick.basket in beside:
            w.baskets.drop_pick(pick.id)
        else:
            w.baskets.change_pick(pick.id, coding=kept)
    for link in w.links.all(coding=key):
        relink(w, link, replace(link, coding=kept))
    w.drop_coding(key, version=version)


def _join_words(w: Writer, key: str, kept: str) -> None:
    """Hand a coding's paraphrase over to another; where that has one, both stand in it."""
    for memo in w.memos.all(kind=PARAPHRASE, about=key):
        there = next(iter(w.memos.all(kind=PARAPHRASE, about=kept)), None)
        if there is None:
            w.memos.change(memo.id, about=kept)
        else:
            w.memos.change(there.id, text=f"{there.text} {memo.text}", updated=now())
            w.memos.drop(memo.id)


def relink(w: Writer, link: Link, moved: Link) -> None:
    """Hand a link over to another code or coding, unless that has one to the figure already."""
    if w.links.between(moved.code, moved.coding, moved.indicator):
        w.links.drop(link.id)
    else:
        w.links.change(link.id, code=moved.code, coding=moved.coding)
