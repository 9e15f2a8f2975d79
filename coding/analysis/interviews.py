"""Tell which transcripts are one interview: those of a translation, and those of one person."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model import TranscriptInfo


def interviews(listed: Sequence[TranscriptInfo]) -> list[tuple[TranscriptInfo, ...]]:
    """Group transcripts that are translations of one another, in the order given."""
    root = {t.id: t.translation_of or t.id for t in listed}
    groups: dict[str, list[TranscriptInfo]] = {}
    for t in listed:
        groups.setdefault(root.get(root[t.id], root[t.id]), []).append(t)
    return [tuple(group) for group in groups.values()]


def interview_of(listed: Sequence[TranscriptInfo]) -> dict[str, str]:
    """Return transcript → interview, for holding out: a translation belongs with its original.

    So do transcripts of one participant, so that nobody is learned from and proposed for.
    """
    by_id = {t.id: t for t in listed}
    belongs = {}
    for key, info in by_id.items():
        original = info.translation_of if info.translation_of in by_id else key
        belongs[key] = by_id[original].participant or info.participant or original
    return belongs
