"""Change the codebook, and the codings that a change of it concerns."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from coding import codebook as codebook_door
from coding.codebook.colours import color_of, free_color, keep_colors
from coding.codebook.versions import leaves, rebased, version_of
from coding.errors import Conflict, NotFound, SameName
from coding.files.writing import check_suffix
from coding.model import EVERYTHING, SUMMARY, Code, Codebook, CodingFilter, Memo, new_id, now
from coding.project.codings import drop, put_coding, relink, yield_to
from coding.project.files import CODEBOOK
from coding.project.part import ProjectPart
from coding.store import Writer

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Codes", "color_of", "free_color", "language_name", "version_of"]

NOTHING: Mapping[str, object] = MappingProxyType({})
NEVER = (0, 0)
QDC = ".qdc"
LOOKED_BACK = 8
"""Acts on the codebook that are looked through for who made a change."""


class Codes(ProjectPart):
    """The acts on codes."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._told = threading.local()  # the codebook that each thread was told of last

    def paths(self) -> dict[str, str]:
        """Return code → its name with those above it: "Daily life › Prices and landlords"."""
        book = self.book()
        return {code.id: " › ".join(up.name for up in book.path(code.id)) for code in book}

    def book(self) -> Codebook:
        """Return the codebook as its file has it now."""
        self._told.book = book = self.project.files.codebook()
        return book

    def forget(self) -> None:
        """Let the next edit of this thread be made from what stands there then."""
        self._told.book = None

    def export(self, path: Path, *, through: CodingFilter = EVERYTHING) -> int:
        """Write the codebook for print to a .docx, .html or .csv file; return how many codes.

        A filter leaves out codes with what stands above none of those it names, and counts what
        it lets through. A .qdc is for other programs, and whole. Raises CodingError, also for names
        in definitions or examples that nobody has decided about.
        """
        from coding.language.guess import guess
        from coding.reports.codebook import SUFFIXES, PrintedCode, write_codebook

        suffix = check_suffix(path, (*SUFFIXES, QDC))
        if suffix == QDC:
            return self.project.exchange.write(path).codes
        book, used = self.book(), self.project.segments.usage(through)
        let = self.project.filters.codes(through)
        shown = {
            up.id for code in book if let is None or code.id in let for up in book.path(code.id)
        }
        self.project.disclosure.check_export((), written=self.written(shown))
        codes = [
            PrintedCode(
                id=code.id,
                number=number_of(code, book),
                name=code.name,
                parent=code.parent,
                names=[pair for pair in code.names.items() if pair[1] != code.name],
                definition=code.definition,
                include=code.include,
                exclude=code.exclude,
                keywords=[word for words in code.keywords.values() for word in words],
                examples=[(guess(example), example) for example in code.examples],
                color=code.color,
                indicators=code.indicators,
                segments=used.get(code.id, NEVER)[0],
                interviews=used.get(code.id, NEVER)[1],
            )
            for code in book
            if code.id in shown
        ]
        note = (
            "Used: segments; those of codes below are counted along. What two coders coded where"
            " their words overlap is one segment."
        )
        if through != EVERYTHING:
            note += f" Counted and shown: {self.project.filters.told(through)}."
        write_codebook(path, codes, title="Codebook", note=note)
        return len(codes)

    def written(self, only: Collection[str] | None = None) -> list[tuple[str, str]]:
        """List what codes say besides their names, all or those with some ids: code, words."""
        return [
            (f"codebook: {code.name}", words)
            for code in self.book()
            if only is None or code.id in only
            for words in (code.definition, *code.include, *code.exclude, *code.examples)
            if words
        ]

    def version(self, reference: str) -> str:
        """Return the version of a code as it is now: what an edit says it was made from."""
        return version_of(self.get(reference))

    def get(self, reference: str, book: Codebook | None = None) -> Code:
        """Return a code by id, or raise NotFound with the nearest ids.

        `book` is the codebook to look in, where the caller has it at hand.
        """
        book = self.book() if book is None else book
        code = book.by_id.get(reference)
        if code is None:
            raise NotFound(f"there is no code `{reference}`", hint=nearest(reference, book))
        return code

    def add(
        self,
        name: str,
        *,
        key: str = "",
        parent: str = "",
        definition: str = "",
        color: str = "",
        examples: Sequence[str] = (),
        fields: Mapping[str, object] = NOTHING,
        again: bool = False,
        segments: Sequence[tuple[str, int, int]] = (),
        ids: Sequence[str] = (),
        coder: str,
        act: str = "",
    ) -> str:
        """Put a new code last below `parent` (`""`: at the top) and on segments; return its id.

        One at the top gets a colour that no other there has, unless `color` is given. `fields` are
        more of what `edit` takes. Where there is a code of this name already, SameName is raised,
        unless it is to be there `again`.

        A segment is (transcript, start, end); code and codings are one act. `key` is the code's
        id and `ids` those of the codings, where the caller made them.
        """
        name = " ".join(name.split())
        if not again:
            check_name(self.book(), name)
        if not parent and not color:
            color = free_color(self.book())
        code = Code(
            id=key or codebook_door.new_code_id(name, self.book().by_id),
            name=name,
            definition=definition,
            color=color,
            examples=tuple(examples),
        )
        placed = list(zip(segments, ids or [new_id() for _ in segments], strict=True))

        def also(w: Writer) -> None:
            for (transcript, start, end), coding in placed:
                info = w.transcript(transcript)
                put_coding(w, info, start, end, code.id, coder=coder, key=coding)

        def change(text: str) -> str:
            added = codebook_door.add(text, code, parent=parent)
            return codebook_door.edit(added, code.id, fields) if fields else added

        self._change(
            change,
            f"code {name} added",
            coder=coder,
            act=act,
            also=also,
        )
        return code.id

    def edit(
        self,
        code: str,
        fields: Mapping[str, object],
        *,
        coder: str,
        version: str | None = None,
        again: bool = False,
        act: str = "",
    ) -> None:
        """Change fields of a code, its name among them; an empty value removes the field.

        A name that another code has raises SameName, unless it is to be there `again`.
        `version` is that of the code as it was opened (see `version`); without it, as this thread
        was last told of it, and with "" whatever stands there now is written over. Raises
        Conflict with both texts where somebody else has changed the very same since; what others
        changed of other fields stays.
        """
        told: Codebook | None = getattr(self._told, "book", None)
        if version is None:
            version = version_of(told.by_id[code]) if told and code in told else ""
        name = self.get(code).name
        if not again:
            for said in names_in(fields, self.get(code)):
                check_name(self.book(), said, but=code)

        def change(text: str) -> str:
            now = codebook_door.parse(text).by_id.get(code)
            wanted = rebased(now, fields, version) if now and version else fields
            return codebook_door.edit(text, code, wanted) if wanted else text

        try:
            self._change(change, f"code {name} edited", coder=coder, act=act)
        except Conflict as conflict:
            if conflict.clashes:
                conflict.by, conflict.at = self._who(code, conflict)
            raise

    def _who(self, code: str, conflict: Conflict) -> tuple[str, str]:
        """Return who made a code say what stands there now, and when; "" if that is not known."""
        disputed = [clash.field for clash in conflict.clashes]
        for act, before, after in self.store.log.texts_of(CODEBOOK, most=LOOKED_BACK):
            was, became = (
                leaves(found) if (found := codebook_door.parse(text).by_id.get(code)) else {}
                for text in (before, after)
            )
            if any(was.get(leaf) != became.get(leaf) for leaf in disputed):
                return act.coder, act.at
        return "", ""

    def move(
        self, code: str, *, parent: str, position: int | None = None, coder: str, act: str = ""
    ) -> None:
        """Move a code and those below it under `parent` (`""`: the top), before a child of it."""
        self._change(
            lambda text: codebook_door.move(text, code, parent=parent, position=position),
            f"code {self.get(code).name} moved",
            coder=coder,
            act=act,
        )

    def merge(self, source: str, into: str, *, coder: str, act: str = "") -> None:
        """Merge one code into another: its codings, keywords and children go over.

        So does what was decided about its suggestions, and what of them was shown and passed on.
        """
        book = self.book()
        summary = f"code {self.get(source, book).name} merged into {self.get(into, book).name}"

        def also(w: Writer) -> None:
            w.hand_over(source, into)
            for coding in self.store.codings.all(codes=[source], removed=True):
                there = w.coding_like(replace(coding, code=into))
                if there:
                    yield_to(w, coding.id, there)
                else:
                    w.change_coding(coding.id, code=into)
            for link in w.links.all(code=source):
                relink(w, link, replace(link, code=into))
            _join_summaries(w, self.store.memos.all(kind=SUMMARY), source, into)

        self._change(
            lambda text: codebook_door.merge(text, source, into),
            summary,
            coder=coder,
            act=act,
            also=also,
        )

    def remove(self, code: str, *, coder: str, act: str = "") -> None:
        """Take a code out of the codebook and off every passage; its children move up."""
        name = self.get(code).name

        def also(w: Writer) -> None:
            for coding in self.store.codings.all(codes=[code], removed=True):
                drop(w, coding.id)
            for link in w.links.all(code=code):
                w.links.drop(link.id)

        self._change(
            lambda text: codebook_door.remove(text, code),
            f"code {name} removed",
            coder=coder,
            act=act,
            also=also,
        )

    def _change(
        self,
        change: Callable[[str], str],
        summary: str,
        *,
        coder: str,
        act: str,
        also: Callable[[Writer], None] | None = None,
    ) -> None:
        self._told.book = self.project.files.change_codebook(
            lambda text: keep_colors(text, change(text)),
            coder=coder,
            summary=summary,
            act=act,
            also=also,
        )


def _join_summaries(w: Writer, summaries: Sequence[Memo], source: str, into: str) -> None:
    """Hand the summaries of a code over to another; where that has one, both stand in it."""
    there = {memo.about: memo for memo in summaries}
    for memo in summaries:
        transcript, _, code = memo.about.partition("#")
        if code != source:
            continue
        other = there.get(f"{transcript}#{into}")
        if other is None:
            w.memos.change(memo.id, about=f"{transcript}#{into}")
        else:
            w.memos.change(other.id, text=f"{other.text}\n\n{memo.text}", updated=now())
            w.memos.drop(memo.id)


def check_name(book: Codebook, name: str, *, but: str = "") -> None:
    """Raise SameName if a code, another than `but`, is called like this."""
    same = book.namesakes(name, but=but)
    if same:
        above = [up.name for up in book.path(same[0].id)[:-1]]
        where = f" below {' › '.join(above)}" if above else ""
        raise SameName(
            f"there is a code “{same[0].name}” already{where}",
            hint="Use that one, or say that you want two of this name.",
        )


def names_in(fields: Mapping[str, object], code: Code) -> list[str]:
    """Return the names that fields give to a code and that it has not had."""
    given = fields.get("name", "")
    names = given.values() if isinstance(given, Mapping) else [given]
    old = {code.name, *code.names.values()}
    return [str(name) for name in names if name and str(name) not in old]


def nearest(reference: str, book: Codebook) -> str:
    """Return a hint that names the codes most like a mistaken one."""
    import difflib

    by_name = {code.name.lower(): code.id for code in book}
    close = difflib.get_close_matches(reference.lower(), [*book.by_id, *by_name], 3, 0.6)
    ids = dict.fromkeys(by_name.get(word, word) for word in close)
    if ids:
        return "Did you mean " + " or ".join(f"`{key}`" for key in ids) + "?"
    return "`codebook.yaml` lists the codes there are."


def language_name(language: str) -> str:
    """Return what a language is called, its code where no pack says."""
    from coding.language.packs import name_of

    return name_of(language)


def number_of(code: Code, book: Codebook) -> str:
    """Return where in the tree a code stands: 2.1 is the first code below the second."""
    return ".".join(str(book.children(up.parent).index(up) + 1) for up in book.path(code.id))
