"""Read what `transcripts/index.csv` says of interviews that are in the study already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coding.files.clean import known_name
from coding.model import TranscriptInfo

FIELDS = ("participant", "language", "translation_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexTold:
    """What the index would fill in, by interview and field, and what it says that cannot be.

    `filled` says the former in words, a line for each interview.
    """

    changes: Mapping[str, Mapping[str, str]]
    filled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def told_by_index(
    index: Mapping[str, Mapping[str, str]],
    interviews: Sequence[TranscriptInfo],
    waiting: Collection[str],
    people: Collection[str],
) -> IndexTold:
    """Return what an index fills in where an interview has nothing, and all else that it says.

    `waiting` are names of files that lie there and have not been imported, `people` the ids of
    participants. What stands there stays; where the index says something else, this is named.
    """
    by_file = {known_name(info.file).casefold(): info for info in interviews}
    called = {known_name(n): info for info in interviews for n in (info.name, info.file)}
    names = {info.id: info.name for info in interviews}
    waits = {known_name(name).casefold() for name in waiting}
    changes: dict[str, dict[str, str]] = {}
    filled: list[str] = []
    notes: list[str] = []
    for file, row in index.items():
        info = by_file.get(known_name(file).casefold()) or called.get(known_name(file))
        if info is None:
            if known_name(file).casefold() not in waits:
                notes.append(f"{file} is in the index, but there is no such file or interview.")
            continue
        for field in FIELDS:
            told = row.get(field, "").strip()
            if field == "translation_of" and told:
                other = called.get(known_name(told)) or by_file.get(known_name(told).casefold())
                if other is None or other.id == info.id:
                    notes.append(f"{file}: its original {told} is not in the study.")
                    continue
                told = other.id
            there = getattr(info, field)
            if not told or told == there:
                continue
            if field == "participant" and told not in people:
                notes.append(f"{file}: {told} is not among the participants.")
            if there:
                says, stands = names.get(told, told), names.get(there, there)
                what = field.replace("_", " ")
                notes.append(f"{file}: the index says {what} {says}, here it is {stands}.")
            else:
                changes.setdefault(info.id, {})[field] = told
        if info.id in changes:
            said = ", ".join(
                f"{field.replace('_', ' ')} {names.get(value, value)}"
                for field, value in changes[info.id].items()
            )
            filled.append(f"{info.name}: {said}")
    return IndexTold(changes=changes, filled=tuple(filled), notes=tuple(notes))
