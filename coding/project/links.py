"""Set codes and quotes beside survey figures.

Interviewees are never matched to respondents. A link says what a code, or one quote, and a
figure say together; only a person makes one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError, Conflict, NotFound
from coding.files.clean import printable
from coding.language.guess import reads_as
from coding.model import Indicator, Link, new_id, now
from coding.project.part import ProjectPart
from coding.survey.linking import (
    Proposal,
    check_link,
    figures_beside,
    indicator_text,
    likeliest,
    offered,
    relation_of,
)

if TYPE_CHECKING:
    from coding.store import Writer

__all__ = ["Links", "Proposal"]


class Links(ProjectPart):
    """Links, and proposals for them."""

    # ── links ──

    def all(self) -> list[Link]:
        """List all links, oldest first."""
        return self.store.links.all()

    def put(
        self,
        reference: str,
        indicator: str,
        relation: str,
        *,
        note: str = "",
        minority: bool = False,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> str:
        """Set a code or a coding (by id) beside a figure; return the link's id.

        One that is there already between the two is changed. `version` is that of the link as it
        was opened, 0 where there was none yet: raises Conflict, with both texts, if somebody else
        was quicker; without it whatever stands there is written over. Raises NotFound for an
        unknown code, coding or figure, CodingError for an unknown relation or a contradiction
        without a note.
        """
        made = self._made(reference, indicator, relation, note, minority, coder)
        with self.store.writing(coder=coder, verb="link", summary=made.summary, act=act) as w:
            return _put(w, made.link, version)

    def read_table(self, path: Path, *, coder: str) -> list[tuple[int, CodingError]]:
        """Read links made elsewhere; return (row number in the file, fault) for bad rows.

        Columns: `code` (with `transcript`, `start` and `end`: the quote there), `indicator`,
        `relation`, `note`, `minority`, `coder`. Good rows go in together as one act.
        """
        failed: list[tuple[int, CodingError]] = []
        ready: list[Link] = []
        rows = self.project.outside.rows(path, required=["code", "indicator"])
        for number, row in enumerate(rows, 2):
            try:
                made = self._made(
                    self._coding_at(row) if row.get("transcript") else row["code"],
                    row["indicator"],
                    row.get("relation", ""),
                    row.get("note", ""),
                    row.get("minority", "").strip().lower() in ("yes", "1", "true"),
                    row.get("coder", "").strip() or coder,
                )
                ready.append(made.link)
            except CodingError as fault:
                failed.append((number, fault))
        if ready:
            summary = f"{len(ready)} links from {printable(path.name)}"
            with self.store.writing(coder=coder, verb="link", summary=summary) as w:
                for link in ready:
                    _put(w, link)
        return failed

    def _coding_at(self, row: Mapping[str, str]) -> str:
        """Return the coding that stands at a row's place with its code."""
        info = self.project.transcripts.info(row["transcript"].strip())
        for coding in self.store.codings.all(transcript=info.id, codes=[row["code"]]):
            if [str(coding.start), str(coding.end)] == [row.get("start"), row.get("end")]:
                return coding.id
        raise NotFound(
            f"no coding with `{row['code']}` stands at {row.get('start')} to {row.get('end')} of"
            f" {info.name}",
            hint="A quote is linked through its coding.",
        )

    def _made(
        self, reference: str, indicator: str, relation: str, note: str, minority: bool, coder: str
    ) -> _Made:
        """Return a link with everything about it looked up and checked."""
        kind = relation_of(relation)
        figure = self.project.survey.figure(indicator)
        code, coding, name = self._what(reference)
        check_link(kind, note=note, minority=minority, of_quote=bool(coding))
        link = Link(
            id=new_id(),
            code=code,
            coding=coding,
            indicator=figure.id,
            relation=kind,
            note=note.strip(),
            minority=minority,
            coder=coder,
            created=now(),
        )
        return _Made(link, f"{name} {kind} {figure.id}")

    def _what(self, reference: str) -> tuple[str, str, str]:
        """Return the code, the coding (`""` for none) and a name for what a reference means."""
        book = self.project.codes.book()
        if reference in book:
            return reference, "", book.by_id[reference].name
        for coding in self.store.codings.all(ids=[reference]):
            return coding.code, coding.id, f"“{' '.join(coding.text.split())[:40]}”"
        return self.project.codes.get(reference, book).id, "", ""

    def between(self, reference: str, indicator: str) -> Link | None:
        """Return what is said of a code or a coding (by id) and a figure, or None."""
        for link in self.all():
            if link.indicator == indicator and reference == (link.coding or link.code):
                return link
        return None

    def remove(self, key: str, *, coder: str, version: int | None = None) -> None:
        """Take a link away; raises NotFound if there is none, Conflict unless at `version`."""
        with self.store.writing(coder=coder, verb="link", summary="link taken away") as w:
            if w.link(key) is None:
                raise NotFound(f"there is no link {key}", hint="`coding links` lists them.")
            w.drop_link(key, version=version)

    def figures_of_codes(self) -> dict[str, list[Indicator]]:
        """Return code → the figures it is linked to or that codebook.yaml names under it.

        A survey that cannot be read has none: its page says what is wrong with it.
        """
        try:
            figures = self.project.survey.figures()
        except CodingError:
            return {}
        return figures_beside(self.project.codes.book(), self.all(), figures)

    # ── proposals ──

    def proposals(
        self, codes: Sequence[str] = (), *, most: int = 5, named: bool = True
    ) -> list[Proposal]:
        """Propose the likeliest figures for each code, those linked already left out.

        With `named`, what codebook.yaml names under a code comes first.
        """
        book = self.project.codes.book()
        wanted = [self.project.codes.get(code, book) for code in codes] or list(book)
        figures = self.project.survey.figures()
        language = reads_as("\n".join(indicator_text(f) for f in figures))
        return offered(
            wanted,
            likeliest(wanted, figures, language=language, most=most),
            known={figure.id for figure in figures},
            linked={(link.code, link.indicator) for link in self.all() if not link.coding},
            most=most,
            named=named,
        )


@dataclass(frozen=True, slots=True)
class _Made:
    """A link about to be written, and what the log will say of it."""

    link: Link
    summary: str


def _put(w: Writer, link: Link, version: int | None = None) -> str:
    """Write a link, or change the one that is there between the same two; return its id."""
    there = w.link_between(link.code, link.coding, link.indicator)
    if there:
        w.change_link(
            there.id,
            relation=link.relation,
            note=link.note,
            minority=link.minority,
            version=version,
        )
        return there.id
    if version:
        raise Conflict(
            "somebody else has taken it away in the meantime",
            hint="Set it beside the figure anew, or leave it.",
            clashes=[(("relation",), str(link.relation), ""), (("note",), link.note, "")],
            version=0,
        )
    w.add_link(link)
    return link.id
