"""Put codes on words and take them off, by hand or from a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coding.errors import NotFound, SegmentError
from coding.model import Coding, Origin, TranscriptInfo, new_id, now
from coding.project.desk import Desk
from coding.project.import_codings import (
    CodingsReport,
    check_segment,
    coding_there,
    import_codings,
    insert_coding,
)
from coding.store import Writer


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying codes did: the codings' ids, and those of them that were there or grew."""

    codings: list[str]
    merged: list[str]


class Codings(Desk):
    """The acts on codings."""

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
        book = self.codebook()
        names = ", ".join(self.code(code, book).name for code in codes)
        made, merged = [], []
        with self.store.writing(coder=coder, verb="apply", summary="", act=act) as w:
            info = self.store.find_transcript(transcript, w)
            w.summary = f"{names} on {info.name} {start}-{end}"
            for code, key in zip(codes, ids or [new_id() for _ in codes], strict=True):
                put = self.put(
                    w, info, start, end, code, coder=coder, key=key, merge=merge, origin=origin
                )
                made.append(put)
                if put != key:
                    merged.append(put)
            if also:
                also(w)
        return Applied(made, merged)

    def put(
        self,
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
        """Put one code on a segment inside an act; return the id of the coding that bears it."""
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
        found = coding_there(w, coding) or (self._extend(w, coding) if merge else "")
        if not found:
            insert_coding(w, coding)
        return found or key

    def _extend(self, w: Writer, coding: Coding) -> str:
        same = w.same_code(coding.transcript, coding.code, coding.coder, coding.start, coding.end)
        if not same:
            return ""
        start = min(coding.start, *(s for _, s, _ in same))
        end = max(coding.end, *(e for _, _, e in same))
        kept = next((i for i, s, e in same if (s, e) == (start, end)), same[0][0])
        for key, _, _ in same:
            if key != kept:
                yield_to(w, key, kept)
        text = w.words_at(coding.transcript, start, end)
        w.update("codings", kept, {"start": start, "end": end, "text": text})
        return kept

    def coding(self, key: str) -> Coding:
        """Return one coding; raise NotFound if there is none."""
        found = self.store.codings(ids=[key])
        if not found:
            raise NotFound(f"there is no coding {key}", hint="`coding codings` lists them.")
        return found[0]

    def codings(self, *, transcript: str = "", code: str = "", coder: str = "") -> list[Coding]:
        """List codings; a theme stands for itself and the codes below it."""
        book = self.codebook()
        codes = book.family(self.code(code, book).id) if code else ()
        key = self.transcript_info(transcript).id if transcript else ""
        return self.store.codings(transcript=key, codes=codes, coder=coder)

    def import_codings(self, path: Path, *, coder: str) -> CodingsReport:
        """Import codings made elsewhere from a table."""
        return import_codings(
            self.store,
            path,
            codes=set(self.codebook().by_id),
            coder=coder,
            text_of=lambda key: self.transcript(key).text,
        )

    def remove(self, keys: Sequence[str], *, coder: str, act: str = "") -> None:
        """Take codings off, and out of the baskets they are in."""
        codings = [self.coding(key) for key in keys]
        one = len(codings) == 1
        summary = self._saying(codings[0]) if one else f"{len(codings)} codings removed"
        with self.store.writing(coder=coder, verb="remove", summary=summary, act=act) as w:
            for coding in codings:
                drop(w, coding.id)

    def _saying(self, coding: Coding) -> str:
        name = self.transcript_info(coding.transcript).name
        return f"{coding.code} removed from {name} {coding.start}-{coding.end}"

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
        coding = self.coding(key)
        info = self.transcript_info(coding.transcript)
        summary = f"{coding.code} on {info.name} now {start}-{end}"
        with self.store.writing(coder=coder, verb="edges", summary=summary, act=act) as w:
            words = _words(w, info, start, end)
            there = coding_there(w, replace(coding, start=start, end=end))
            if there not in ("", key):
                yield_to(w, key, there, version=version)
            else:
                fields = {"start": start, "end": end, "text": words}
                w.update("codings", key, fields, version=version)

    def recode(
        self, key: str, code: str, *, coder: str, version: int | None = None, act: str = ""
    ) -> None:
        """Put another code in the place of a coding's code."""
        coding = self.coding(key)
        name = self.code(code, self.codebook()).name
        with self.store.writing(
            coder=coder, verb="recode", summary=f"{coding.code} became {name}", act=act
        ) as w:
            there = coding_there(w, replace(coding, code=code))
            if there not in ("", key):
                yield_to(w, key, there, version=version)
            else:
                w.update("codings", key, {"code": code}, version=version)


def _words(w: Writer, info: TranscriptInfo, start: int, end: int) -> str:
    check_segment(start, end, info.length)
    words = w.words_at(info.id, start, end)
    if not words.strip():
        raise SegmentError(f"characters {start}-{end} hold no words", info.name)
    return words


def drop(w: Writer, key: str) -> None:
    """Delete a coding, take it out of the baskets, and cut its links to survey figures."""
    for table in ("picks", "links"):
        for row in w.keys(table, coding=key):
            w.delete(table, row)
    w.delete("codings", key)


def yield_to(w: Writer, key: str, kept: str, *, version: int | None = None) -> None:
    """Delete a coding in favour of another, which takes over its memos, links and places.

    Raises Conflict if it is not at `version` any more.
    """
    for memo in w.keys("memos", kind="coding", about=key):
        w.update("memos", memo, {"about": kept})
    for pick in w.keys("picks", coding=key):
        row = w.row("picks", pick)
        if row is None or w.keys("picks", coding=kept, basket=row["basket"]):
            w.delete("picks", pick)
        else:
            w.update("picks", pick, {"coding": kept})
    for link in w.keys("links", coding=key):
        relink(w, link, {"coding": kept})
    w.delete("codings", key, version=version)


def relink(w: Writer, key: str, fields: Mapping[str, str]) -> None:
    """Hand a link over to another code or coding, unless that has one to the figure already."""
    row = {**(w.row("links", key) or {}), **fields}
    same = {name: str(row[name]) for name in ("code", "coding", "indicator")}
    if w.keys("links", **same):
        w.delete("links", key)
    else:
        w.update("links", key, fields)
