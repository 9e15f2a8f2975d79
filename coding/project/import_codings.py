"""Put codings into the database, those of a table made elsewhere among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coding.errors import CodingError, TableError
from coding.files.clean import printable
from coding.files.tables import read_rows
from coding.model import Coding
from coding.store import Store
from coding.transcripts.placing import by_any_name, check_segment, coding_of

__all__ = ["CodingsReport", "check_segment", "import_codings"]


Rows = Callable[..., list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What an import of codings did; `failed` holds (row number in the file, fault)."""

    added: int
    already_there: int
    failed: list[tuple[int, CodingError]]


def import_codings(
    store: Store,
    path: Path,
    *,
    codes: set[str],
    coder: str,
    text_of: Callable[[str], str],
    read: Rows = read_rows,
) -> CodingsReport:
    """Read a table of codings: transcript, code, coder and either start and end, or text.

    Good rows go in together as one act; bad ones are reported with their row number in the
    file. `codes` are the ids there are; `text_of` gives the text of a transcript by its id,
    `read` the rows of a table.
    """
    rows = read(path, required=["transcript", "code"])
    if rows and not ({"start", "end"} <= set(rows[0]) or "text" in rows[0]):
        raise TableError(
            "there is neither `start` and `end` nor `text`", path.name, "Add one of them."
        )
    by_name = by_any_name(store.transcripts.all())
    text_of = lru_cache(maxsize=1)(text_of)
    failed: list[tuple[int, CodingError]] = []
    ready: list[tuple[int, Coding]] = []
    for number, row in sorted(enumerate(rows, 2), key=lambda pair: pair[1]["transcript"]):
        try:
            ready.append((number, coding_of(row, by_name, codes, coder, text_of)))
        except CodingError as error:
            failed.append((number, error))
    there = 0
    if ready:
        with store.writing(
            coder=coder,
            verb="import-codings",
            summary=f"{len(ready)} codings from {printable(path.name)}",
        ) as w:
            for _, coding in sorted(ready, key=lambda pair: pair[0]):
                if w.coding_like(coding):
                    there += 1
                else:
                    w.add_coding(coding)
    return CodingsReport(len(ready) - there, there, sorted(failed, key=lambda pair: pair[0]))
