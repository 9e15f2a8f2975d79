"""Keep what another program knows and this one does not, so that it goes out again as it came.

Each is a keepsake: the GUID by which a code or case is known there and whether a code may be
applied, how variables are typed, sets, links, drawings, and sources that cannot be coded here with
their files, which lie in `exchange/` in the project's folder.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from coding.exchange.guids import guid_of, is_guid
from coding.exchange.refi_xml import key_of
from coding.files.archive import check_room
from coding.files.chest import copy_in
from coding.files.private import private_folder
from coding.model.exchange import (
    ForeignFile,
    ForeignProject,
    ForeignSource,
    Keepsake,
    SourceKind,
    VariableType,
)

if TYPE_CHECKING:
    from coding.store import Writer

FOLDER = "exchange"
"""Where the files of sources lie that cannot be coded here."""

_CODE_REF = re.compile(r'(<(?:[\w.-]+:)?CodeRef\b[^>]*?\btargetGUID=")([^"]*)(")')


@dataclass(frozen=True, slots=True)
class ForeignPlaces:
    """What things of a foreign project are here: key there → id here."""

    sources: Mapping[str, str]
    codes: Mapping[str, str]
    codings: Mapping[str, str]
    people: Mapping[str, str]
    selections: Mapping[str, str]


def copy_files(folder: Path, foreign: ForeignProject, wanted: Iterable[str]) -> dict[str, str]:
    """Copy the files of some sources into a project; return (source, file) → its name there.

    Raises CodingError where there is no room or one is damaged; what was copied stays.
    """
    sources = [source for key in wanted if (source := foreign.sources_by_key.get(key))]
    files = [(source, file) for source in sources for file in source.files]
    if not files:
        return {}
    place = private_folder(folder / FOLDER)
    check_room(place, sum(file.size for _, file in files))
    return {f"{source.key} {file.name}": copy_in(place, file) for source, file in files}


def keep(
    w: Writer,
    foreign: ForeignProject,
    places: ForeignPlaces,
    kept: Mapping[str, str],
    *,
    there: Mapping[str, Keepsake],
) -> None:
    """Write the keepsakes of a foreign project inside an act.

    `kept` holds source → names of its files for those that are only kept; `there` the keepsakes by
    id, of which none is written over: what came first stays.
    """

    def put(kind: str, about: str, content: Mapping[str, Any]) -> None:
        key = f"{kind} {about}"
        if key not in there and any(content.values()):
            w.put_keepsake(Keepsake(id=key, kind=kind, about=about, content=content))

    guids: dict[str, str] = {}
    for code in foreign.codes:
        if own := places.codes.get(code.key, ""):
            before = there.get(f"code {own}")
            guid = code.key if is_guid(code.key) and code.key != guid_of("code", own) else ""
            guids[code.key] = str(before.content.get("guid") if before else guid) or guid_of(
                "code", own
            )
            put("code", own, {"guid": guid, "folder": not code.codable})
    for source in foreign.sources:
        if source.key in kept:
            put("source", source.key, _told_of(source, kept, guids))
    sources = {**places.sources, **{key: key for key in kept}}
    for case in foreign.cases:
        if own := places.people.get(case.key, ""):
            guid = case.key if is_guid(case.key) and case.key != guid_of("case", own) else ""
            beside = [
                sources[key]
                for key in case.sources
                if key in kept or (key in sources and w.transcript(sources[key]).participant != own)
            ]
            put("case", own, {"guid": guid, "sources": beside})
    for variable in foreign.variables:
        guid = variable.key if is_guid(variable.key) else ""
        typed = "" if variable.type is VariableType.TEXT else str(variable.type)
        told: dict[str, Any] = {"type": typed, "description": variable.description, "guid": guid}
        if guid != guid_of("variable", variable.name):
            put("variable", variable.name, told)
    for group in foreign.groups:
        told = {
            "name": group.name,
            "description": group.description,
            "sources": [sources[key] for key in group.sources if key in sources],
            "codes": [places.codes[key] for key in group.codes if places.codes.get(key)],
        }
        put("group", group.key, told)
    for link in foreign.links:
        ends = [_end(key, places, sources) for key in (link.origin, link.target)]
        if all(ends):
            told = {"name": link.name, "directed": link.directed, "ends": ends}
            put("link", link.key, told)
    for piece in foreign.unplaced:
        if piece.raw:
            key = hashlib.sha256(piece.raw.encode()).hexdigest()[:32]
            put("piece", key, {"where": piece.where, "why": piece.why, "raw": piece.raw})


def _end(key: str, places: ForeignPlaces, sources: Mapping[str, str]) -> list[str]:
    """Return what a link begins or ends at: its kind and id here; [] for what is not here."""
    for kind, known in (
        ("source", sources),
        ("selection", places.selections),
        ("coding", places.codings),
        ("code", places.codes),
        ("case", places.people),
    ):
        if found := known.get(key):
            return [kind, found]
    return []


def _told_of(
    source: ForeignSource, kept: Mapping[str, str], guids: Mapping[str, str]
) -> dict[str, Any]:
    def ours(match: re.Match[str]) -> str:
        key = key_of(match[2])
        return f"{match[1]}{guids.get(key, match[2])}{match[3]}"

    files = [[f.name, kept.get(f"{source.key} {f.name}", "")] for f in source.files]
    return {
        "name": source.name,
        "kind": str(source.kind),
        "raw": _CODE_REF.sub(ours, source.raw),
        "attributes": dict(source.attributes),
        "coded": len(source.coded),
        "coders": list(source.coders),
        "created": source.created,
        "coder": source.coder,
        "files": files,
    }


def kept_source(keepsake: Keepsake, folder: Path) -> ForeignSource:
    """Return a source that is only kept, as it came, with its files where they lie now."""
    told = keepsake.content
    files = []
    for name, stored in told.get("files", ()):
        path = folder / FOLDER / PurePath(str(stored)).name
        if stored and path.is_file():
            files.append(ForeignFile(name=str(name), path=str(path), size=path.stat().st_size))
    return ForeignSource(
        key=keepsake.about,
        name=str(told.get("name", "")),
        kind=SourceKind(str(told.get("kind", "text"))),
        attributes=dict(told.get("attributes", {})),
        files=tuple(files),
        coded=("a coding",) * int(told.get("coded", 0)),
        coders=tuple(told.get("coders", ())),
        raw=str(told.get("raw", "")),
        created=str(told.get("created", "")),
        coder=str(told.get("coder", "")),
    )


@dataclass(slots=True)
class KeepsakesByKind:
    """The keepsakes of a project by kind and what they belong to."""

    kinds: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)

    @staticmethod
    def of(keepsakes: Iterable[Keepsake]) -> KeepsakesByKind:
        """Sort keepsakes."""
        sorted_ = KeepsakesByKind()
        for keepsake in keepsakes:
            sorted_.kinds.setdefault(keepsake.kind, {})[keepsake.about] = keepsake.content
        return sorted_

    def told(self, kind: str, about: str, name: str) -> Any:
        """Return what is kept of something under a name, "" for nothing."""
        return self.kinds.get(kind, {}).get(about, {}).get(name, "")

    def each(self, kind: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """Return those of a kind: what they belong to, and their content."""
        return self.kinds.get(kind, {}).items()
