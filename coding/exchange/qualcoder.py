"""Read a QualCoder project: the rows of `data.qda`, in which places count characters of a text.

Categories are folders; a code may stand in a category or below another code. Codings, memos and
annotations are signed with their `owner`, at a local time of which nobody knows the zone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coding.exchange.counting import CountingWay, FileText, Selected, Unit, settle
from coding.exchange.refi_xml import color_of
from coding.exchange.trees import in_order
from coding.model import canonical
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignFile,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    ForeignVariable,
    MemoOn,
    SourceKind,
    UnplacedPiece,
    VariableType,
)

PROGRAM = "QualCoder"

TABLES: Mapping[str, Sequence[str]] = {
    "project": ("databaseversion", "date", "memo", "about"),
    "source": ("id", "name", "fulltext", "mediapath", "memo", "owner", "date"),
    "code_cat": ("catid", "name", "memo", "supercatid"),
    "code_name": ("cid", "name", "memo", "catid", "color", "supercid"),
    "code_text": ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo",
                  "important"),
    "code_image": ("imid", "id", "cid", "memo", "owner", "x1", "y1", "width", "height"),
    "code_av": ("avid", "id", "cid", "memo", "owner", "pos0", "pos1"),
    "annotation": ("anid", "fid", "pos0", "pos1", "memo", "owner", "date"),
    "cases": ("caseid", "name", "memo"),
    "case_text": ("caseid", "fid", "pos0", "pos1"),
    "attribute_type": ("name", "memo", "caseOrFile", "valuetype"),
    "attribute": ("name", "attr_type", "value", "id"),
    "journal": ("jid", "name", "jentry", "owner", "date"),
}  # fmt: skip
"""The tables that are read, with their columns."""

IMPORTANT = "Marked as important."
_POINTS = CountingWay(Unit.POINTS)
_MEDIA = {
    SourceKind.PICTURE: (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"),
    SourceKind.AUDIO: (".mp3", ".wav", ".m4a", ".flac", ".ogg", ".aac"),
    SourceKind.VIDEO: (".mp4", ".mov", ".avi", ".mkv", ".m4v", ".wmv", ".mpg", ".mpeg", ".webm"),
    SourceKind.PDF: (".pdf",),
}

Rows = Sequence[Mapping[str, Any]]


def is_qualcoder(tables: Iterable[str]) -> bool:
    """Tell whether a database has the tables of a QualCoder project."""
    return {"code_name", "code_text", "source", "code_cat"} <= set(tables)


def read_qualcoder(
    tables: Mapping[str, Rows], where: str, files: Mapping[str, ForeignFile] | None = None
) -> ForeignProject:
    """Return the project in the rows of QualCoder's tables.

    `files` are what lies in its folder, by name.
    """
    codes, lost = _codes(tables)
    reading = _QualCoderTexts(tables, files or {}, {code.key for code in codes})
    cases, variables = _cases(tables, {source.key for source in reading.sources})
    about = next(iter(tables["project"]), {})
    return ForeignProject(
        program=PROGRAM,
        version=str(about.get("databaseversion") or ""),
        name=where.removesuffix(".qda"),
        codes=codes,
        sources=tuple(reading.sources),
        codings=tuple(reading.codings),
        memos=tuple(_memos(tables, about)),
        variables=variables,
        cases=cases,
        notes=(*lost, *reading.notes),
        unplaced=tuple(reading.unplaced),
    )


def _codes(tables: Mapping[str, Rows]) -> tuple[tuple[ForeignCode, ...], tuple[str, ...]]:
    """Return categories and codes, parents before their children; and what stands in a ring."""
    found: dict[str, ForeignCode] = {}
    for row in tables["code_cat"]:
        parent = row["supercatid"]
        found[f"category {row['catid']}"] = ForeignCode(
            key=f"category {row['catid']}",
            name=str(row["name"] or ""),
            parent="" if parent is None else f"category {parent}",
            description=_text(row["memo"]),
            codable=False,
        )
    for row in tables["code_name"]:
        above, folder = row["supercid"], row["catid"]
        parent = f"code {above}" if above is not None else f"category {folder}"
        found[f"code {row['cid']}"] = ForeignCode(
            key=f"code {row['cid']}",
            name=str(row["name"] or ""),
            parent="" if above is None and folder is None else parent,
            description=_text(row["memo"]),
            color=color_of(str(row["color"] or "")),
        )
    return in_order(found)


class _QualCoderTexts:
    """The sources of a project with what is coded in them."""

    def __init__(
        self, tables: Mapping[str, Rows], files: Mapping[str, ForeignFile], codes: set[str]
    ) -> None:
        self.sources: list[ForeignSource] = []
        self.codings: list[ForeignCoding] = []
        self.unplaced: list[UnplacedPiece] = []
        self.notes: list[str] = []
        self.codes = codes
        texts = {
            row["id"]: FileText(str(row["fulltext"]))
            for row in tables["source"]
            if str(row["fulltext"] or "").strip()
        }
        coded: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
        for row in tables["code_text"]:
            coded[row["fid"]].append(row)
        verdict = settle(((text, _selected(coded[key])) for key, text in texts.items()), _POINTS)
        if verdict.looked:
            self.notes.append(
                f"Places count {verdict.way.said}: {verdict.fits:,} of {verdict.looked:,} codings"
                " have the words that QualCoder kept of them."
            )
        if any(row["date"] for row in tables["code_text"]):
            self.notes.append("Times are local ones without a zone; they are taken as they stand.")
        others = _others(tables)
        attributes = _values(tables["attribute"], "file")
        names = {row["id"]: str(row["name"] or "") for row in tables["source"]}
        for row in tables["source"]:
            self._source(row, texts.get(row["id"]), files, others[row["id"]], attributes)
        for row in tables["code_text"]:
            memo = _text(row["memo"])
            if row["important"]:
                memo = f"{memo}\n\n{IMPORTANT}".strip()
            code = f"code {row['cid']}"
            self._coding(row, f"coding {row['ctid']}", code, memo, texts, verdict.way, names)
        for row in tables["annotation"]:
            key = f"annotation {row['anid']}"
            self._coding(row, key, "", _text(row["memo"]), texts, verdict.way, names)

    def _source(
        self,
        row: Mapping[str, Any],
        text: FileText | None,
        files: Mapping[str, ForeignFile],
        coded: Sequence[str],
        attributes: Mapping[object, Mapping[str, str]],
    ) -> None:
        name = str(row["name"] or "")
        media = str(row["mediapath"] or name)
        kind = SourceKind.TEXT if text else _kind(media)
        path = media.replace("\\", "/").rpartition("/")[2]
        self.sources.append(
            ForeignSource(
                key=f"source {row['id']}",
                name=re.sub(r"\.(?:txt|docx?|odt|rtf|pdf|html?|md|epub)$", "", name, flags=re.I),
                kind=kind,
                text=text.canonical if text else "",
                attributes=attributes.get(row["id"], {}),
                files=tuple(files[n] for n in (path, name) if n in files)[:1],
                coded=tuple(coded),
                created=_moment(row["date"]),
                coder=str(row["owner"] or ""),
            )
        )

    def _coding(
        self,
        row: Mapping[str, Any],
        key: str,
        code: str,
        memo: str,
        texts: Mapping[object, FileText],
        way: CountingWay,
        names: Mapping[object, str],
    ) -> None:
        text = texts.get(row["fid"])
        start, end = row["pos0"], row["pos1"]
        words = _text(row.get("seltext"))
        why = ""
        place = None
        if text is None:
            why = "its text is not in the file"
        elif code and code not in self.codes:
            why = "its code is not in the file"
        elif isinstance(start, int) and isinstance(end, int):
            place = text.place(way, start, end)
        if text is None or place is None or place[0] >= place[1]:
            where = f"{names.get(row['fid'], 'a file that is gone')}, {start}-{end}"
            why = why or "its place does not lie in the text"
            self.unplaced.append(UnplacedPiece(where=where, words=words or memo, why=why))
            return
        first, last = text.ours(place[0], end=False), text.ours(place[1], end=True)
        self.codings.append(
            ForeignCoding(
                key=key,
                source=f"source {row['fid']}",
                start=first,
                end=last,
                text=text.canonical[first:last],
                code=code,
                coder=str(row["owner"] or ""),
                created=_moment(row["date"]),
                memo=memo,
            )
        )


def _selected(rows: Rows) -> list[Selected]:
    return [
        Selected(row["pos0"], row["pos1"], str(row["seltext"] or ""))
        for row in rows
        if isinstance(row["pos0"], int) and isinstance(row["pos1"], int)
    ]


def _others(tables: Mapping[str, Rows]) -> Mapping[object, list[str]]:
    """Return source → in words, what is coded in a picture or a recording."""
    names = {row["cid"]: str(row["name"] or "") for row in tables["code_name"]}
    said: dict[object, list[str]] = defaultdict(list)
    for row in tables["code_image"]:
        place = f"{row['x1']}, {row['y1']}, {row['width']} × {row['height']}"
        said[row["id"]].append(f"{names.get(row['cid'], '')} at {place} ({row['owner'] or ''})")
    for row in tables["code_av"]:
        place = f"{row['pos0']}-{row['pos1']} ms"
        said[row["id"]].append(f"{names.get(row['cid'], '')} at {place} ({row['owner'] or ''})")
    return said


def _values(rows: Rows, of: str) -> Mapping[object, Mapping[str, str]]:
    values: dict[object, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row["attr_type"] == of and str(row["value"] or "").strip():
            values[row["id"]][str(row["name"])] = str(row["value"])
    return values


def _cases(
    tables: Mapping[str, Rows], sources: set[str]
) -> tuple[tuple[ForeignCase, ...], tuple[ForeignVariable, ...]]:
    values = _values(tables["attribute"], "case")
    within: dict[object, dict[str, None]] = defaultdict(dict)
    for row in tables["case_text"]:
        if f"source {row['fid']}" in sources:
            within[row["caseid"]][f"source {row['fid']}"] = None
    cases = tuple(
        ForeignCase(
            key=f"case {row['caseid']}",
            name=str(row["name"] or ""),
            values=values.get(row["caseid"], {}),
            sources=tuple(within[row["caseid"]]),
            description=_text(row["memo"]),
        )
        for row in tables["cases"]
    )
    variables = tuple(
        ForeignVariable(
            key=str(row["name"]),
            name=str(row["name"]),
            type=VariableType.FLOAT if row["valuetype"] == "numeric" else VariableType.TEXT,
            description=_text(row["memo"]),
        )
        for row in tables["attribute_type"]
    )
    return cases, variables


def _memos(tables: Mapping[str, Rows], about: Mapping[str, Any]) -> Iterator[ForeignMemo]:
    if text := _text(about.get("memo")):
        yield ForeignMemo(key="project", text=text)
    for row in tables["source"]:
        if text := _text(row["memo"]):
            yield ForeignMemo(
                key=f"memo of source {row['id']}",
                text=text,
                on=MemoOn.SOURCE,
                about=f"source {row['id']}",
                coder=str(row["owner"] or ""),
                created=_moment(row["date"]),
            )
    for row in tables["cases"]:
        if text := _text(row["memo"]):
            about_case = f"case {row['caseid']}"
            yield ForeignMemo(
                key=f"memo of {about_case}", text=text, on=MemoOn.CASE, about=about_case
            )
    for row in tables["journal"]:
        if text := _text(row["jentry"]):
            yield ForeignMemo(
                key=f"journal {row['jid']}",
                text=text,
                title=str(row["name"] or ""),
                coder=str(row["owner"] or ""),
                created=_moment(row["date"]),
            )


def _text(value: object) -> str:
    return canonical(str(value or "")).strip()


def _kind(media: str) -> SourceKind:
    suffix = re.search(r"\.\w+$", media.lower())
    for kind, endings in _MEDIA.items():
        if suffix and suffix[0] in endings:
            return kind
    return SourceKind.TEXT


def _moment(told: object) -> str:
    """Return a local time as it is written, as if it were UTC: nobody wrote down its zone.

    >>> _moment("2026-05-02 09:12:07"), _moment("")
    ('2026-05-02T09:12:07+00:00', '')
    """
    found = re.match(r"(\d{4}-\d\d-\d\d)[ T_](\d\d[:-]\d\d[:-]\d\d)", str(told or ""))
    return f"{found[1]}T{found[2].replace('-', ':')}+00:00" if found else ""
