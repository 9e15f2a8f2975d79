"""Read a project of qc (`qualitative-coding`): whole lines of text files, coded by their numbers.

Lines count from 0 and are coded with their line end, as qc hands them out; here a coding ends with
the last word of its line. The codebook is a nested list; of codes that have one name the first is
meant, as in qc itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from coding.exchange.trees import in_order, listed
from coding.model import canonical
from coding.model.exchange import (
    ForeignCode,
    ForeignCoding,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    UnplacedPiece,
)

PROGRAM = "qc"

TABLES: Mapping[str, Sequence[str]] = {
    "document": ("file_path",),
    "document_index": ("id", "document_id"),
    "location": ("id", "document_index_id"),
    "coded_line": ("id", "line", "coder_id", "code_id"),
    "coded_line_location_association": ("coded_line_id", "location_id"),
    "code": ("name",),
}
"""The tables that are read, with their columns."""

Rows = Sequence[Mapping[str, Any]]


def is_qc(tables: Iterable[str]) -> bool:
    """Tell whether a database has the tables of a qc project."""
    return {"coded_line", "coded_line_location_association", "document_index"} <= set(tables)


def documents(tables: Mapping[str, Rows]) -> list[str]:
    """Return the paths of a project's texts, in the folder of its corpus."""
    return [str(row["file_path"]) for row in tables["document"]]


def read_qc(
    tables: Mapping[str, Rows],
    where: str,
    *,
    codebook: str,
    texts: Mapping[str, str],
    memos: Mapping[str, str] | None = None,
) -> ForeignProject:
    """Return the project in the rows of qc's tables.

    `codebook` is the text of its codebook.yaml, `texts` the files of its corpus by their paths,
    `memos` those of its folder of memos.
    """
    codes, by_name = _codes(codebook, [str(row["name"]) for row in tables["code"]])
    document = {row["id"]: str(row["document_id"]) for row in tables["document_index"]}
    place = {row["id"]: document.get(row["document_index_id"], "") for row in tables["location"]}
    lines = {path: _lines(text) for path, text in texts.items()}
    rows = {row["id"]: row for row in tables["coded_line"]}
    codings: list[ForeignCoding] = []
    unplaced: list[UnplacedPiece] = []
    seen: set[str] = set()
    for pair in tables["coded_line_location_association"]:
        row = rows.get(pair["coded_line_id"])
        path = place.get(pair["location_id"], "")
        key = f"{path} {pair['coded_line_id']}"
        if row is None or key in seen:
            continue
        seen.add(key)
        number, name = row["line"], str(row["code_id"])
        if path not in lines or not isinstance(number, int) or not 0 <= number < len(lines[path]):
            why = (
                "the line is not in the text" if path in lines else "the text is not in the folder"
            )
            unplaced.append(UnplacedPiece(where=f"{path}, line {number}", words=name, why=why))
            continue
        start, end = lines[path][number]
        if start == end:
            why = "the line has no words"
            unplaced.append(UnplacedPiece(where=f"{path}, line {number}", words=name, why=why))
            continue
        codings.append(
            ForeignCoding(
                key=key,
                source=path,
                start=start,
                end=end,
                text=canonical(texts[path])[start:end],
                code=by_name[name],
                coder=str(row["coder_id"] or ""),
            )
        )
    return ForeignProject(
        program=PROGRAM,
        name=where,
        codes=codes,
        sources=tuple(
            ForeignSource(key=path, name=PurePath(path).stem, text=canonical(text))
            for path, text in texts.items()
        ),
        codings=tuple(codings),
        memos=tuple(
            ForeignMemo(key=name, title=PurePath(name).stem, text=canonical(text).strip())
            for name, text in (memos or {}).items()
        ),
        notes=("Lines count from 0, each coded as a whole.",),
        unplaced=tuple(unplaced),
    )


def _codes(codebook: str, used: Sequence[str]) -> tuple[tuple[ForeignCode, ...], Mapping[str, str]]:
    """Return the codes of the codebook and those used beside it; and the key of each name."""
    found: dict[str, ForeignCode] = {}
    above: list[str] = []
    by_name: dict[str, str] = {}
    for depth, name in listed(codebook):
        del above[depth:]
        parent = above[-1] if above else ""
        key = f"{parent}\n{name}"
        above.append(key)
        found.setdefault(key, ForeignCode(key=key, name=name, parent=parent))
        by_name.setdefault(name, key)
    for name in used:
        if name not in by_name:
            by_name[name] = f"\n{name}"
            found[f"\n{name}"] = ForeignCode(key=f"\n{name}", name=name)
    return in_order(found)[0], by_name


def _lines(text: str) -> list[tuple[int, int]]:
    """Return where the words of each line stand in the canonical text."""
    places, at = [], 0
    for line in canonical(text).split("\n"):
        start = at + len(line) - len(line.lstrip())
        places.append((start, max(start, at + len(line.rstrip()))))
        at += len(line) + 1
    return places
