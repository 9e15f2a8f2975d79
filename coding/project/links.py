"""Set codes and quotes beside survey figures.

Interviewees are never matched to respondents. A link says what a code, or one quote, and a
figure say together; only a person makes one. The word on a theme is nobody's but the researcher's:
nothing works it out of what quotes say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError, Conflict, NotFound
from coding.files.clean import printable
from coding.language.guess import reads_as
from coding.model import Code, Coding, Indicator, Link, Relation, new_id, now
from coding.project.part import ProjectPart, beginning
from coding.project.voices import FigureVoices, VoiceReader
from coding.survey.linking import (
    Proposal,
    check_link,
    figures_beside,
    indicator_text,
    likeliest,
    offered,
    relation_of,
    told,
)
from coding.survey.stances import Place, passages, place_of

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer

__all__ = ["FigureVoices", "Links", "Proposal"]


class Links(ProjectPart):
    """Links, and proposals for them."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._reader = VoiceReader(project)
        self._ranked: tuple[object, dict[str, list[Proposal]]] = (None, {})

    # ── links ──

    def all(self) -> list[Link]:
        """List all links, oldest first."""
        return self.store.links.all()

    def written(self) -> list[tuple[str, str]]:
        """List what people noted on links: where it stands, its words."""
        return [(f"note on {link.indicator}", link.note) for link in self.all() if link.note]

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
        return _Made(link, f"{name} {kind} {figure.option or figure.id}")

    def _what(self, reference: str) -> tuple[str, str, str]:
        """Return the code, the coding (`""` for none) and a name for what a reference means."""
        book = self.project.codes.book()
        if reference in book:
            return reference, "", book.called[reference]
        for coding in self.store.codings.all(ids=[reference]):
            return coding.code, coding.id, f"“{beginning(coding.text)}”"
        return self.project.codes.get(reference, book).id, "", ""

    def between(self, reference: str, indicator: str) -> Link | None:
        """Return what is said of a code or a coding (by id) and a figure, or None."""
        for link in self.all():
            if link.indicator == indicator and reference == (link.coding or link.code):
                return link
        return None

    def edit(
        self,
        key: str,
        *,
        relation: str | None = None,
        note: str | None = None,
        minority: bool | None = None,
        coder: str,
        version: int | None = None,
    ) -> None:
        """Change what a link says; what is not given stays.

        Raises NotFound if there is none, Conflict unless it is at `version`, CodingError for what
        `put` refuses as well.
        """
        with self.store.writing(coder=coder, verb="link", summary="link changed") as w:
            link = w.links.get(key)
            if link is None:
                raise NotFound(f"there is no link {key}", hint="`coding links` lists them.")
            kind = link.relation if relation is None else relation_of(relation)
            said = link.note if note is None else note.strip()
            few = link.minority if minority is None else minority
            check_link(kind, note=said, minority=few, of_quote=bool(link.coding))
            w.links.change(key, relation=kind, note=said, minority=few, version=version)

    # ── a figure and its voices ──

    def voices(self, indicator: str, *, most: int = 0, first: str = "") -> FigureVoices:
        """Return what people placed beside a figure, and what nobody has judged yet.

        `most` limits how many passages are proposed (0: all); that of the coding `first` comes
        before the others. Raises NotFound for an unknown figure.
        """
        return self._reader.of(indicator, most=most, first=first)

    def passages_key(self) -> tuple[str, int]:
        """Return what differs once the coded passages have to be read anew."""
        return "voices", hash(tuple((c.id, c.version) for c in self.store.codings.all()))

    def read_passages(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read what is compared with figures: seconds for 5,000 codings, once for all figures."""
        self._reader.prepare(progress)

    def beside_quotes(self) -> dict[Place, list[tuple[Relation, Indicator]]]:
        """Return passage → the figures beside which somebody placed it, and as what.

        A figure that no survey has any more is left out, and a survey that cannot be read has none:
        its page says what is wrong with it.
        """
        figures: dict[str, Indicator] = {}
        links = [link for link in told(self.all()) if link.coding]
        for key in dict.fromkeys(link.indicator for link in links):
            with suppress(CodingError):
                figures[key] = self.project.survey.figure(key)
        links = [link for link in links if link.indicator in figures]
        codings = self.store.codings.all(ids=[link.coding for link in links])
        at = {coding.id: (coding.transcript, coding.start, coding.end) for coding in codings}
        placed: dict[Place, list[tuple[Relation, Indicator]]] = {}
        for link in links:
            said = (link.relation, figures[link.indicator])
            if link.coding in at and said not in placed.setdefault(at[link.coding], []):
                placed[at[link.coding]].append(said)
        return placed

    def place(
        self,
        coding: str,
        indicator: str,
        relation: str,
        *,
        note: str | None = None,
        minority: bool | None = None,
        coder: str,
        act: str = "",
    ) -> None:
        """Say how a passage stands to a figure, whoever coded it and under how many codes.

        What anybody said of the passage and the figure is changed; what is not given stays. Raises
        what `put` raises.
        """
        kind, figure = relation_of(relation), self.project.survey.figure(indicator)
        chosen, keys = self._passage(coding)
        summary = f"“{beginning(chosen.text)}” {kind} {figure.option or figure.id}"
        with self.store.writing(coder=coder, verb="link", summary=summary, act=act) as w:
            there = [x for key in keys for x in w.links.all(coding=key) if x.indicator == figure.id]
            for link in there or [_fresh(chosen, figure.id, kind, coder)]:
                said = link.note if note is None else note.strip()
                few = link.minority if minority is None else minority
                few = few and kind is not Relation.NOT_ABOUT
                check_link(kind, note=said, minority=few, of_quote=True)
                if there:
                    w.links.change(link.id, relation=kind, note=said, minority=few)
                else:
                    w.links.add(replace(link, note=said, minority=few))

    def take_off(self, coding: str, indicator: str, *, coder: str, act: str = "") -> None:
        """Take all that was said of a passage and a figure away: it is open again."""
        chosen, keys = self._passage(coding)
        summary = f"“{beginning(chosen.text)}” is open again"
        with self.store.writing(coder=coder, verb="link", summary=summary, act=act) as w:
            for key in keys:
                for link in w.links.all(coding=key):
                    if link.indicator == indicator:
                        w.links.drop(link.id)

    def _passage(self, key: str) -> tuple[Coding, list[str]]:
        """Return a coding, and every coding of the passage that it is on."""
        chosen = self.project.codings.get(key)
        near = self.store.codings.all(transcript=chosen.transcript)
        at = (chosen.transcript, chosen.start, chosen.end)
        quotes = self.project.quotes.find(around=False)
        here = [quote for quote in quotes if quote.transcript == chosen.transcript]
        for group in passages(here):
            places = {place_of(quote) for quote in group}
            if at in places:
                return chosen, [c.id for c in near if (c.transcript, c.start, c.end) in places]
        return chosen, [key]

    def remove(self, key: str, *, coder: str, version: int | None = None) -> None:
        """Take a link away; raises NotFound if there is none, Conflict unless at `version`."""
        with self.store.writing(coder=coder, verb="link", summary="link taken away") as w:
            if w.links.get(key) is None:
                raise NotFound(f"there is no link {key}", hint="`coding links` lists them.")
            w.links.drop(key, version=version)

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
        return offered(
            wanted,
            self._likeliest(wanted, figures, most),
            known={figure.id for figure in figures},
            linked={(link.code, link.indicator) for link in self.all() if not link.coding},
            most=most,
            named=named,
        )

    def _likeliest(
        self, wanted: Sequence[Code], figures: Sequence[Indicator], most: int
    ) -> dict[str, list[Proposal]]:
        """Return the likeliest figures of codes, as last time if neither has changed."""
        attributes = {k for person in self.project.participants.all() for k in person.attributes}
        asked = (list(wanted), list(figures), most, attributes)
        if self._ranked[0] != asked:
            language = reads_as("\n".join(indicator_text(figure) for figure in figures))
            ranked = likeliest(wanted, figures, language=language, most=most, attributes=attributes)
            self._ranked = (asked, ranked)
        return self._ranked[1]


@dataclass(frozen=True, slots=True)
class _Made:
    """A link about to be written, and what the log will say of it."""

    link: Link
    summary: str


def _fresh(coding: Coding, indicator: str, relation: Relation, coder: str) -> Link:
    return Link(
        id=new_id(),
        code=coding.code,
        coding=coding.id,
        indicator=indicator,
        relation=relation,
        coder=coder,
        created=now(),
    )


def _put(w: Writer, link: Link, version: int | None = None) -> str:
    """Write a link, or change the one that is there between the same two; return its id."""
    there = w.links.between(link.code, link.coding, link.indicator)
    if there:
        w.links.change(
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
    w.links.add(link)
    return link.id
