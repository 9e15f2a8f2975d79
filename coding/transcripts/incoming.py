"""Settle what an interview is called, who speaks in it and in what language, as it comes in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from coding.model import Transcript


def completed(
    transcript: Transcript, told: Mapping[str, str], row: Mapping[str, str]
) -> Transcript:
    """Return a transcript with its participant, language and original.

    What was `told` at the import counts most, then the `row` of `transcripts/index.csv`, then
    what the file itself says.
    """
    return replace(
        transcript,
        participant=told.get("participant") or row.get("participant", ""),
        language=told.get("language") or row.get("language", "") or transcript.language,
        translation_of=told.get("translation_of") or row.get("translation_of", ""),
    )


def participant_in(name: str, known: Iterable[str]) -> str:
    """Return the participant whose id is a word of a file's name, `""` if none is.

    >>> participant_in("Interview p01_final", ["P0", "P01"]), participant_in("P011", ["P01"])
    ('P01', '')
    """
    words = re.split(r"[\W_]+", name.casefold())
    return next((key for key in known if key.casefold() in words), "")


def unique(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number after it if it is taken.

    >>> unique("P01", {"P01", "P01-2"})
    'P01-3'
    """
    if name not in taken:
        return name
    return next(other for n in range(2, len(taken) + 3) if (other := f"{name}-{n}") not in taken)
