"""Set codes and quotes beside survey figures: the part of the desk for links.

Interviewees are never matched to respondents. A link says what a code, or one quote, and a
figure say together; only a person makes one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError, NotFound
from coding.files.tables import read_rows
from coding.model import Code, Indicator, Link, Relation, new_id, now
from coding.project.imports import printable
from coding.survey.linking import (
    code_text,
    indicator_text,
    option_text,
    rank,
    wording,
)
from coding.survey.plausibility import is_total

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer

__all__ = ["Linking", "Proposal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A figure that a code may speak to; `named` if codebook.yaml names it under the code."""

    code: str
    indicator: str
    score: float
    named: bool = False


class Linking:
    """Links, and proposals for them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.store = project.store

    # ── links ──

    def links(self) -> list[Link]:
        """List all links, oldest first."""
        return self.store.links()

    def link(
        self,
        reference: str,
        indicator: str,
        relation: str,
        *,
        note: str = "",
        minority: bool = False,
        coder: str,
        act: str = "",
    ) -> str:
        """Set a code or a coding (by id) beside a figure; return the link's id.

        One that is there already between the two is changed. Raises NotFound for an unknown
        code, coding or figure, CodingError for an unknown relation or a contradiction without
        a note.
        """
        made = self._made(reference, indicator, relation, note, minority, coder)
        with self.store.writing(coder=coder, verb="link", summary=made.summary, act=act) as w:
            return _put(w, made.link)

    def import_links(self, path: Path, *, coder: str) -> list[tuple[int, CodingError]]:
        """Read links made elsewhere; return (row number in the file, fault) for bad rows.

        Columns: `code` (with `transcript`, `start` and `end`: the quote there), `indicator`,
        `relation`, `note`, `minority`, `coder`. Good rows go in together as one act.
        """
        failed: list[tuple[int, CodingError]] = []
        ready: list[Link] = []
        for number, row in enumerate(read_rows(path, required=["code", "indicator"]), 2):
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
        info = self.project.transcript_info(row["transcript"].strip())
        for one in self.store.codings(transcript=info.id, codes=[row["code"]]):
            if [str(one.start), str(one.end)] == [row.get("start"), row.get("end")]:
                return one.id
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
        if kind is Relation.CONTRADICTS and not note.strip():
            raise CodingError(
                "a contradiction needs a note",
                hint="Say in a sentence what contradicts what, and why that may be.",
            )
        figure = self.project.surveys.indicator(indicator)
        code, coding, name = self._what(reference)
        if minority and not coding:
            raise CodingError("only a quote can be a minority voice", hint="Link the quote itself.")
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
        book = self.project.codebook()
        if reference in book:
            return reference, "", book.by_id[reference].name
        found = self.store.codings(ids=[reference])
        if found:
            return found[0].code, found[0].id, f"“{' '.join(found[0].text.split())[:40]}”"
        return self.project.code(reference, book).id, "", ""

    def unlink(self, key: str, *, coder: str) -> None:
        """Take a link away; raises NotFound if there is none."""
        with self.store.writing(coder=coder, verb="link", summary="link taken away") as w:
            if w.row("links", key) is None:
                raise NotFound(f"there is no link {key}", hint="`coding links` lists them.")
            w.delete("links", key)

    def figures_of_codes(self) -> dict[str, list[Indicator]]:
        """Return code → the figures it is linked to or that codebook.yaml names under it.

        A survey that cannot be read has none: its page says what is wrong with it.
        """
        try:
            known = {one.id: one for one in self.project.surveys.indicators()}
        except CodingError:
            return {}
        found: dict[str, dict[str, Indicator]] = {}
        named = [(code.id, i) for code in self.project.codebook() for i in code.indicators]
        for code, indicator in [*((x.code, x.indicator) for x in self.links()), *named]:
            if indicator in known:
                found.setdefault(code, {})[indicator] = known[indicator]
        return {code: list(of_code.values()) for code, of_code in found.items()}

    # ── proposals ──

    def proposals(
        self, codes: Sequence[str] = (), *, most: int = 5, named: bool = True
    ) -> list[Proposal]:
        """Propose the likeliest figures for each code, those linked already left out.

        With `named`, what codebook.yaml names under a code comes first.
        """
        book = self.project.codebook()
        wanted = [self.project.code(code, book) for code in codes] or list(book)
        indicators = self.project.surveys.indicators()
        known = {one.id for one in indicators}
        linked = {(one.code, one.indicator) for one in self.links() if not one.coding}
        found: list[Proposal] = []
        ranked = self._ranked(wanted, indicators, most) if indicators and wanted else {}
        for code in wanted:
            first = [i for i in code.indicators if i in known] if named else []
            listed = [Proposal(code=code.id, indicator=i, score=1.0, named=True) for i in first]
            listed += [one for one in ranked.get(code.id, []) if one.indicator not in first]
            open_ones = [one for one in listed if (one.code, one.indicator) not in linked]
            found += open_ones[: max(most, len(first))]
        return found

    def _ranked(
        self, codes: Sequence[Code], indicators: Sequence[Indicator], most: int
    ) -> dict[str, list[Proposal]]:
        from coding.language.vectors import vectors

        texts = [indicator_text(one) for one in indicators]
        language = "ru" if _cyrillic("".join(texts)) else "en"
        of_codes = [code_text(code, language) for code in codes]
        meant = vectors(of_codes, language)
        options = vectors([option_text(one) for one in indicators], language)
        whole = vectors(texts, language)
        names = vectors([code.names.get(language, code.name) for code in codes], language)
        found = rank(
            {
                "wording": wording(of_codes, texts),
                "text": meant @ whole.T,
                "name": names @ whole.T,
                "option": meant @ options.T,
            },
            [None if is_total(one) or one.missing else one.question_id for one in indicators],
            most=most,
        )
        listed: dict[str, list[Proposal]] = {}
        for one in found:
            code, figure = codes[one.code].id, indicators[one.indicator].id
            listed.setdefault(code, []).append(
                Proposal(code=code, indicator=figure, score=one.score)
            )
        return listed


@dataclass(frozen=True, slots=True)
class _Made:
    """A link about to be written, and what the log will say of it."""

    link: Link
    summary: str


def _put(w: Writer, link: Link) -> str:
    """Write a link, or change the one that is there between the same two; return its id."""
    fields = {
        "relation": str(link.relation),
        "note": link.note,
        "minority": int(link.minority),
    }
    there = w.keys("links", code=link.code, coding=link.coding, indicator=link.indicator)
    if there:
        w.update("links", there[0], fields)
        return there[0]
    w.insert("links", {**asdict(link), **fields})
    return link.id


def relation_of(text: str) -> Relation:
    """Return the relation that a word names.

    >>> relation_of("partly").value, relation_of("Partly_agrees").value
    ('partly agrees', 'partly agrees')
    """
    word = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    for one in Relation:
        if word in (one.value, one.value.partition(" ")[0]):
            return one
    raise CodingError(
        f"`{text}` is no relation", hint=f"There are {', '.join(r.value for r in Relation)}."
    )


def _cyrillic(text: str) -> bool:
    letters = [letter for letter in text.lower() if letter.isalpha()]
    return 2 * sum("а" <= letter <= "я" for letter in letters) > len(letters)
