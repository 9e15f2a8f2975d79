"""Change the codebook, and the codings that a change of it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coding import codebook as codebook_door
from coding.model import Code, new_id
from coding.project.codings import Codings, drop, relink, yield_to
from coding.project.import_codings import coding_there
from coding.store import Writer


class Codes(Codings):
    """The acts on codes."""

    def add_code(
        self,
        name: str,
        *,
        parent: str = "",
        definition: str = "",
        color: str = "",
        segments: Sequence[tuple[str, int, int]] = (),
        coder: str,
    ) -> str:
        """Put a new code last below `parent` (`""`: at the top) and on segments; return its id.

        A segment is (transcript, start, end); code and codings are one act.
        """
        name = " ".join(name.split())
        code = Code(
            id=codebook_door.new_code_id(name, self.codebook().by_id),
            name=name,
            definition=definition,
            color=color,
        )

        def also(w: Writer) -> None:
            for transcript, start, end in segments:
                self.put(
                    w, w.transcript(transcript), start, end, code.id, coder=coder, key=new_id()
                )

        self.files.change_codebook(
            lambda text: codebook_door.add(text, code, parent=parent),
            coder=coder,
            summary=f"code {name} added",
            also=also,
        )
        return code.id

    def edit_code(self, code: str, fields: Mapping[str, object], *, coder: str) -> None:
        """Change fields of a code, its name among them; an empty value removes the field."""
        name = self.code(code, self.codebook()).name
        self.files.change_codebook(
            lambda text: codebook_door.edit(text, code, fields),
            coder=coder,
            summary=f"code {name} edited",
        )

    def move_code(self, code: str, *, parent: str, position: int | None = None, coder: str) -> None:
        """Move a code and those below it under `parent` (`""`: the top), before a child of it."""
        name = self.code(code, self.codebook()).name
        self.files.change_codebook(
            lambda text: codebook_door.move(text, code, parent=parent, position=position),
            coder=coder,
            summary=f"code {name} moved",
        )

    def merge_codes(self, source: str, into: str, *, coder: str, act: str = "") -> None:
        """Merge one code into another: its codings, keywords and children go over."""
        book = self.codebook()
        summary = f"code {self.code(source, book).name} merged into {self.code(into, book).name}"

        def also(w: Writer) -> None:
            for coding in self.store.codings.all(codes=[source], removed=True):
                there = coding_there(w, replace(coding, code=into))
                if there:
                    yield_to(w, coding.id, there)
                else:
                    w.change_coding(coding.id, code=into)
            for link in w.links(code=source):
                relink(w, link, replace(link, code=into))

        self.files.change_codebook(
            lambda text: codebook_door.merge(text, source, into),
            coder=coder,
            summary=summary,
            act=act,
            also=also,
        )

    def remove_code(self, code: str, *, coder: str, act: str = "") -> None:
        """Take a code out of the codebook and off every passage; its children move up."""
        name = self.code(code, self.codebook()).name

        def also(w: Writer) -> None:
            for coding in self.store.codings.all(codes=[code], removed=True):
                drop(w, coding.id)
            for link in w.links(code=code):
                w.drop_link(link.id)

        self.files.change_codebook(
            lambda text: codebook_door.remove(text, code),
            coder=coder,
            summary=f"code {name} removed",
            act=act,
            also=also,
        )
