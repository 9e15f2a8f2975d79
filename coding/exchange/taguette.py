"""Read a Taguette project: documents in HTML, tags whose points part levels, highlights in bytes.

Offsets count UTF-8 bytes of the text between the tags of a document's HTML, end excluded: so do all
1,794 highlights of a real project. Highlights bear no coder; the project's log of commands may
still have who made them and when. Those without a tag come as memos.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coding.exchange.code_names import cut
from coding.exchange.counting import CountingWay, FileText, Unit
from coding.exchange.trees import in_order, put_path
from coding.files.bare_text import BareText
from coding.model import canonical
from coding.model.exchange import (
    ForeignCode,
    ForeignCoding,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    UnplacedPiece,
)

PROGRAM = "Taguette"

TABLES: Mapping[str, Sequence[str]] = {
    "projects": ("id", "name", "description", "created"),
    "documents": ("id", "name", "description", "created", "project_id", "contents"),
    "tags": ("id", "project_id", "path", "description"),
    "highlights": ("id", "document_id", "start_offset", "end_offset", "snippet"),
    "highlight_tags": ("highlight_id", "tag_id"),
    "commands": ("date", "user_login", "project_id", "payload"),
}
"""The tables that are read, with their columns."""

UNTAGGED = "Highlighted in Taguette, without a tag."
_BYTES = CountingWay(Unit.UTF8)
_ALONE = "admin"  # the login of whoever uses Taguette at home, alone
_TAG = re.compile(r"<[^>]*>")

Rows = Sequence[Mapping[str, Any]]


def is_taguette(tables: Iterable[str]) -> bool:
    """Tell whether a database has the tables of a Taguette project."""
    return {"projects", "documents", "tags", "highlights", "highlight_tags"} <= set(tables)


def read_taguette(tables: Mapping[str, Rows], where: str) -> ForeignProject:
    """Return the project in the rows of Taguette's tables, the fullest where there are several."""
    projects = {row["id"]: row for row in tables["projects"]}
    count = Counter(row["project_id"] for row in tables["documents"])
    key = max(projects, key=lambda project: (count[project], -project), default=None)
    project = projects.get(key, {})
    notes = []
    if len(projects) > 1:
        others = ", ".join(f"“{row['name']}”" for k, row in projects.items() if k != key)
        notes.append(f"Please check: only the project “{project['name']}” is read, not {others}.")
    codes, of_tag, dotted = _codes([row for row in tables["tags"] if row["project_id"] == key])
    if dotted:
        notes.append("A point in a tag’s name parts it from the code above it.")
    documents = [row for row in tables["documents"] if row["project_id"] == key]
    reading = _TaguetteTexts(tables, documents, of_tag)
    return ForeignProject(
        program=PROGRAM,
        name=str(project.get("name") or where),
        codes=codes,
        sources=tuple(reading.sources),
        codings=tuple(reading.codings),
        memos=tuple(_description(project)),
        notes=(*notes, *reading.notes()),
        unplaced=tuple(reading.unplaced),
    )


def _codes(tags: Rows) -> tuple[tuple[ForeignCode, ...], Mapping[object, str], bool]:
    """Return tags as codes, tag → its code, and whether points in their names part levels.

    What stands above a tag and is none itself is a folder. Tags whose names differ by blanks alone
    are one code.
    """
    names = [str(row["path"]) for row in tags]
    dotted = _dotted(names)
    paths = [tuple(cut(name, ".")) if dotted else (name,) for name in names]
    keys: dict[tuple[str, ...], str] = {}
    for row, path in zip(tags, paths, strict=True):
        keys.setdefault(path, f"tag {row['id']}")
    codes: dict[str, ForeignCode] = {}
    for row, path in zip(tags, paths, strict=True):
        for depth in range(1, len(path)):
            above = path[:depth]
            if above not in keys:
                key = keys[above] = "folder " + ".".join(above)
                codes[key] = ForeignCode(
                    key=key, name=above[-1], parent=keys.get(above[:-1], ""), codable=False
                )
        code = ForeignCode(
            key=keys[path],
            name=path[-1],
            parent=keys.get(path[:-1], ""),
            description=canonical(str(row["description"] or "")),
        )
        there = codes.setdefault(code.key, code)
        if code.description not in there.description:
            said = f"{there.description}\n{code.description}".strip()
            codes[code.key] = replace(there, description=said)
    of_tag = {row["id"]: keys[path] for row, path in zip(tags, paths, strict=True)}
    return in_order(codes)[0], of_tag, dotted


def _dotted(names: Sequence[str]) -> bool:
    """Tell whether points part levels here: Taguette means them so, where one level is shared."""
    heads = Counter(cut(name, ".")[0] for name in names if len(cut(name, ".")) > 1)
    return any(times > 1 or head in names for head, times in heads.items())


def with_levels(foreign: ForeignProject) -> ForeignProject:
    """Return a codebook as Taguette exports it with the levels that points in its names show."""
    if any(code.parent for code in foreign.codes) or foreign.codings:
        return foreign
    if not _dotted([code.name for code in foreign.codes]):
        return foreign
    codes: dict[str, ForeignCode] = {}
    for code in foreign.codes:
        path = tuple(cut(code.name, "."))
        key = put_path(codes, path)
        codes[key] = replace(code, key=key, name=path[-1], parent=codes[key].parent)
    return replace(foreign, codes=in_order(codes)[0])


class _TaguetteTexts:
    """The documents of one project with what is highlighted in them."""

    def __init__(
        self, tables: Mapping[str, Rows], documents: Rows, of_tag: Mapping[object, str]
    ) -> None:
        self.of_tag = of_tag
        self.sources: list[ForeignSource] = []
        self.codings: list[ForeignCoding] = []
        self.unplaced: list[UnplacedPiece] = []
        self.untagged = self.looked = self.fits = 0
        self._made_by = _makers(tables["commands"])
        tags: dict[object, list[object]] = defaultdict(list)
        for row in tables["highlight_tags"]:
            tags[row["highlight_id"]].append(row["tag_id"])
        highlights: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
        for row in tables["highlights"]:
            highlights[row["document_id"]].append(row)
        for row in documents:
            self._document(row, highlights[row["id"]], tags)

    def _document(
        self, row: Mapping[str, Any], highlights: Rows, tags: Mapping[object, list[object]]
    ) -> None:
        bare = BareText(str(row["contents"] or ""))
        raw, shown = FileText(bare.raw), FileText(bare.text)
        key = f"document {row['id']}"
        self.sources.append(
            ForeignSource(
                key=key,
                name=str(row["name"] or ""),
                text=shown.canonical,
                description=str(row["description"] or ""),
                created=_moment(row["created"]),
            )
        )
        for highlight in highlights:
            place = None
            if all(isinstance(highlight[at], int) for at in ("start_offset", "end_offset")):
                place = raw.place(_BYTES, highlight["start_offset"], highlight["end_offset"])
            words = _words(str(highlight["snippet"] or ""))
            if place is None or place[0] >= place[1]:
                where = f"{row['name']}, highlight {highlight['id']}"
                why = "its place does not lie in the document"
                self.unplaced.append(UnplacedPiece(where=where, words=words, why=why))
                continue
            start = shown.ours(bare.shown(place[0], end=False), end=False)
            end = shown.ours(bare.shown(place[1], end=True), end=True)
            self.looked += bool(words)
            self.fits += bool(words) and _bare(words) == _bare(shown.canonical[start:end])
            self._codings(key, highlight["id"], start, end, shown.canonical, tags)

    def _codings(
        self,
        source: str,
        highlight: object,
        start: int,
        end: int,
        text: str,
        tags: Mapping[object, list[object]],
    ) -> None:
        coder, created = self._made_by.get(highlight, ("", ""))
        selection = f"highlight {highlight}"
        tagged = tags.get(highlight, [])
        self.untagged += not tagged
        for tag in tagged or [None]:
            self.codings.append(
                ForeignCoding(
                    key=selection if tag is None else f"{selection} tag {tag}",
                    source=source,
                    start=start,
                    end=end,
                    text=text[start:end],
                    code="" if tag is None else self.of_tag.get(tag, f"tag {tag}"),
                    coder=coder,
                    created=created,
                    memo=UNTAGGED if tag is None else "",
                    selection=selection,
                )
            )

    def notes(self) -> list[str]:
        """Say how places were counted, and what comes as memos."""
        said = []
        if self.looked:
            said.append(
                f"Places count UTF-8 bytes: {self.fits:,} of {self.looked:,} highlights have the"
                " words that Taguette kept of them."
            )
        if self.fits < self.looked:
            said.append(
                f"Please check: {self.looked - self.fits} highlights have other words than Taguette"
                " kept of them; they stand where it has them."
            )
        if self.untagged:
            many = "1 highlight" if self.untagged == 1 else f"{self.untagged} highlights"
            said.append(f"{many} without a tag: a memo each.")
        return said


def _makers(commands: Rows) -> dict[object, tuple[str, str]]:
    """Return highlight → who made it and when, as far as the log of commands tells.

    Someone alone at home is called `admin` there, and is nobody here.
    """
    made: dict[object, tuple[str, str]] = {}
    for row in commands:
        if "highlight_add" not in str(row["payload"]):
            continue
        try:
            said = json.loads(row["payload"])
        except ValueError:
            continue
        if isinstance(said, dict) and said.get("type") == "highlight_add":
            login = str(row["user_login"] or "")
            coder = "" if login == _ALONE else login
            made.setdefault(said.get("highlight_id"), (coder, _moment(row["date"])))
    return made


def _description(project: Mapping[str, Any]) -> Iterable[ForeignMemo]:
    text = canonical(str(project.get("description") or "")).strip()
    if text:
        yield ForeignMemo(key="project", text=text)


def _moment(told: object) -> str:
    """Return a moment, which Taguette writes in UTC and without a zone, in ISO 8601.

    >>> _moment("2026-11-28 18:58:18.755331"), _moment(None)
    ('2026-11-28T18:58:18+00:00', '')
    """
    found = re.match(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)", str(told or ""))
    return f"{found[1]}T{found[2]}+00:00" if found else ""


def _words(snippet: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", snippet)).split())


def _bare(words: str) -> str:
    return "".join(canonical(words).split())
