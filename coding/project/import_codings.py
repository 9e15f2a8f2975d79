"""Put codings into the database, those of a table made elsewhere among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coding.errors import CodingError, NotFound, SegmentError, TableError
from coding.files.clean import printable
from coding.files.tables import read_rows
from coding.model import Coding, Origin, new_id, now
from coding.store import Store, Writer


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What an import of codings did; `failed` holds (row number in the file, fault)."""

    added: int
    already_there: int
    failed: list[tuple[int, CodingError]]


def import_codings(
    store: Store, path: Path, *, codes: set[str], coder: str, text_of: Callable[[str], str]
) -> CodingsReport:
    """Read a table of codings: transcript, code, coder and either start and end, or text.

    Good rows go in together as one act; bad ones are reported with their row number in the
    file. `codes` are the ids there are; `text_of` gives the text of a transcript by its id.
    """
    rows = read_rows(path, required=["transcript", "code"])
    if rows and not ({"start", "end"} <= set(rows[0]) or "text" in rows[0]):
        raise TableError(
            "there is neither `start` and `end` nor `text`", path.name, "Add one of them."
        )
    listed = store.transcripts.all()
    by_name: dict[str, str] = {}
    for t in listed:
        for name in (t.file, t.name, t.id):
            by_name[name] = "" if by_name.get(name, t.id) != t.id else t.id
    text_of = lru_cache(maxsize=1)(text_of)
    failed: list[tuple[int, CodingError]] = []
    ready: list[tuple[int, Coding]] = []
    for number, row in sorted(enumerate(rows, 2), key=lambda pair: pair[1]["transcript"]):
        try:
            ready.append((number, _coding(row, by_name, codes, coder, text_of)))
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
                if coding_there(w, coding):
                    there += 1
                else:
                    w.add_coding(coding)
    return CodingsReport(len(ready) - there, there, sorted(failed, key=lambda pair: pair[0]))


def _coding(
    row: dict[str, str],
    by_name: dict[str, str],
    codes: set[str],
    coder: str,
    text_of: Callable[[str], str],
) -> Coding:
    transcript = by_name.get(row["transcript"])
    if not transcript:
        raise NotFound(f"there is no transcript “{row['transcript']}”", hint="Import it first.")
    if row["code"] not in codes:
        raise NotFound(f"there is no code `{row['code']}`", hint="Add it to codebook.yaml first.")
    text = text_of(transcript)
    start, end = _segment(row, text)
    if not text[start:end].strip():
        raise SegmentError(f"characters {start}-{end} hold no words")
    return Coding(
        id=new_id(),
        transcript=transcript,
        start=start,
        end=end,
        text=text[start:end],
        code=row["code"],
        coder=row.get("coder") or coder,
        created=row.get("created") or now(),
        origin=Origin.SUGGESTION if row.get("origin") == "suggestion" else Origin.PERSON,
    )


def _segment(row: dict[str, str], text: str) -> tuple[int, int]:
    words = row.get("text", "").strip()
    if row.get("start") and row.get("end"):
        try:
            start, end = int(row["start"]), int(row["end"])
        except ValueError:
            raise SegmentError("start and end must be whole numbers") from None
        check_segment(start, end, len(text))
        if not words or text[start:end].split() == words.split():
            return start, end
    if not words:
        raise SegmentError("the row has neither start and end nor text")
    found = list(_occurrences(words, text))
    if len(found) == 1:
        return found[0]
    if found:
        raise SegmentError(
            f"the words stand {len(found)} times in the transcript", hint="Give start and end."
        )
    raise SegmentError(
        f"these words do not stand in the transcript: “{words[:60]}”",
        hint="They must be the transcript's own, letter by letter.",
    )


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for match in re.finditer(pattern, text):
        yield match.span()


def check_segment(start: int, end: int, length: int) -> None:
    """Raise SegmentError unless 0 ≤ start < end ≤ length."""
    if not 0 <= start < end <= length:
        raise SegmentError(
            f"characters {start}-{end} do not lie in the text, which has {length}",
            hint="`coding text TRANSCRIPT` prints the text that offsets refer to.",
        )


def coding_there(w: Writer, coding: Coding) -> str:
    """Return the id of the same code by the same coder on the same words, "" if none."""
    same = w.same_code(coding.transcript, coding.code, coding.coder, coding.start, coding.end)
    place = coding.start, coding.end
    return next((other.id for other in same if (other.start, other.end) == place), "")
