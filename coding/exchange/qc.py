"""Read a project of qc (`qualitative-coding`): whole lines of text files, coded by their numbers.

Lines count from 0 and are coded with their line end, as qc hands them out; here a coding ends with
the last word of its line. The codebook is a nested list; of codes that have one name the first is
meant, as in qc itself.
"""

from __future__ import annotations

from collections import defaultdict
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
    rows = tables["coded_line"]
    named = [str(row["name"]) for row in tables["code"]] + [str(row["code_id"]) for row in rows]
    codes, by_name = _codes(codebook, named)
    clean = {path: canonical(text) for path, text in texts.items()}
    lines = {path: _lines(text) for path, text in clean.items()}
    codings: list[ForeignCoding] = []
    unplaced: list[UnplacedPiece] = []
    places = _places(tables)
    for row in rows:
        number, name = row["line"], str(row["code_id"])
        for path in places.get(row["id"], [""]):
            why = _hindrance(lines.get(path), number)
            if why:
                where = f"{path or 'no text'}, line {number}"
                unplaced.append(UnplacedPiece(where=where, words=name, why=why))
                continue
            start, end = lines[path][number]
            codings.append(
                ForeignCoding(
                    key=f"{path} {row['id']}",
                    source=path,
                    start=start,
                    end=end,
                    text=clean[path][start:end],
                    code=by_name[name],
                    coder=str(row["coder_id"] or ""),
                )
            )
    return ForeignProject(
        program=PROGRAM,
        name=where,
        codes=codes,
        sources=tuple(
            ForeignSource(key=path, name=PurePath(path).stem, text=text)
            for path, text in clean.items()
        ),
        codings=tuple(codings),
        memos=tuple(
            ForeignMemo(key=name, title=PurePath(name).stem, text=canonical(text).strip())
            for name, text in (memos or {}).items()
        ),
        notes=("Lines count from 0, each coded as a whole.",),
        unplaced=tuple(unplaced),
    )


def _places(tables: Mapping[str, Rows]) -> Mapping[object, list[str]]:
    """Return coded line → the texts that it is a line of, each once."""
    document = {row["id"]: str(row["document_id"]) for row in tables["document_index"]}
    text = {row["id"]: document.get(row["document_index_id"], "") for row in tables["location"]}
    found: dict[object, dict[str, None]] = defaultdict(dict)
    for pair in tables["coded_line_location_association"]:
        found[pair["coded_line_id"]][text.get(pair["location_id"], "")] = None
    return {line: list(paths) for line, paths in found.items()}


def _hindrance(lines: Sequence[tuple[int, int]] | None, number: object) -> str:
    """Say why a line cannot be coded, `""` if it can."""
    if lines is None:
        return "the text is not in the folder"
    if not isinstance(number, int) or not 0 <= number < len(lines):
        return "the line is not in the text"
    start, end = lines[number]
    return "the line has no words" if start == end else ""


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
    """Return where the words of each line stand in a canonical text."""
    places, at = [], 0
    for line in text.split("\n"):
        start = at + len(line) - len(line.lstrip())
        places.append((start, max(start, at + len(line.rstrip()))))
        at += len(line) + 1
    return places
