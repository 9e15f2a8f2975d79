"""Find where in a transcript a coding of a table stands: by characters, or by its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from coding.errors import NotFound, SegmentError
from coding.model import Coding, Origin, TranscriptInfo, new_id, now


def by_any_name(listed: Iterable[TranscriptInfo]) -> dict[str, str]:
    """Return file, name or id → transcript, `""` for what several go by."""
    by_name: dict[str, str] = {}
    for t in listed:
        for name in (t.file, t.name, t.id):
            by_name[name] = "" if by_name.get(name, t.id) != t.id else t.id
    return by_name


def coding_of(
    row: Mapping[str, str],
    by_name: Mapping[str, str],
    codes: Collection[str],
    coder: str,
    text_of: Callable[[str], str],
) -> Coding:
    """Return the coding that a row of a table tells of: transcript, code, start and end, or text.

    `coder` made it unless the row says who. Raises NotFound for an unknown transcript or code,
    SegmentError if the row does not say where it stands without doubt.
    """
    transcript = by_name.get(row["transcript"])
    if not transcript:
        raise NotFound(f"there is no transcript “{row['transcript']}”", hint="Import it first.")
    if row["code"] not in codes:
        raise NotFound(f"there is no code `{row['code']}`", hint="Add it to codebook.yaml first.")
    text = text_of(transcript)
    start, end = segment_of(row, text)
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


def segment_of(row: Mapping[str, str], text: str) -> tuple[int, int]:
    r"""Return the characters that a row means, by `start` and `end` if its `text` stands there.

    Else by its words, which must stand in the text once, however they are spaced: offsets of
    another program may count other characters. Raises SegmentError.

    >>> segment_of({"text": "is  safe"}, "It is\nsafe here.")
    (3, 10)
    """
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
    places = occurrences(words, text)
    if len(places) == 1:
        return places[0]
    if places:
        raise SegmentError(
            f"the words stand {len(places)} times in the transcript", hint="Give start and end."
        )
    raise SegmentError(
        f"these words do not stand in the transcript: “{words[:60]}”",
        hint="They must be the transcript's own, letter by letter.",
    )


def occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever space is between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)]


def check_segment(start: int, end: int, length: int) -> None:
    """Raise SegmentError unless 0 ≤ start < end ≤ length."""
    if not 0 <= start < end <= length:
        raise SegmentError(
            f"characters {start}-{end} do not lie in the text, which has {length}",
            hint="`coding text TRANSCRIPT` prints the text that offsets refer to.",
        )
