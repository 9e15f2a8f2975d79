"""Tell what an import did: nothing but values, since every project is opened with one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coding.errors import CodingError
from coding.model import TextTag, Transcript, TranscriptInfo


@dataclass(slots=True)
class ImportReport:
    """What an import did: the transcripts that went in; (file, fault) for those that did not.

    `tagged` has transcript → the tags that its table puts on it; `respondents` are tables of which
    each row is a person, read and not brought in yet. `codings` came in with tables, on codes of
    which `codes` are new.
    """

    added: list[TranscriptInfo] = field(default_factory=list)
    failed: list[tuple[str, CodingError]] = field(default_factory=list)
    tagged: dict[str, tuple[TextTag, ...]] = field(default_factory=dict)
    respondents: list[tuple[Path, Transcript]] = field(default_factory=list)
    codings: int = 0
    codes: int = 0
