"""Tell which transcripts are one interview: those of a translation, and those of one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coding.model import TranscriptInfo


def interviews(listed: Sequence[TranscriptInfo]) -> list[tuple[TranscriptInfo, ...]]:
    """Group transcripts that are translations of one another, each original first.

    The groups are in the order given, and so are the translations of each.
    """
    root = {t.id: t.translation_of or t.id for t in listed}
    groups: dict[str, list[TranscriptInfo]] = {}
    for t in listed:
        groups.setdefault(root.get(root[t.id], root[t.id]), []).append(t)
    return [tuple(sorted(group, key=lambda t: t.id != root[t.id])) for group in groups.values()]


def interview_name(group: Sequence[TranscriptInfo]) -> str:
    """Return what one interview is called, whatever languages it is in: "P02 (ru, en)".

    The name of a transcript often ends with its language, which is no part of the interview's.
    Where the rest is not one name, all are said.
    """
    if len(group) == 1:
        return group[0].name
    own = dict.fromkeys(_without_language(t) for t in group)
    names = [name for name in own if not any(_goes_on(name, other) for other in own)]
    languages = dict.fromkeys(t.language for t in group if t.language)
    said = f" ({', '.join(languages)})" if len(languages) > 1 else ""
    return " / ".join(names) + said


def _goes_on(name: str, other: str) -> bool:
    """Tell whether a name is another with something after it: `Vera-translated`."""
    return name.startswith(other) and name[len(other) : len(other) + 1] in tuple(" ._-([")


def _without_language(t: TranscriptInfo) -> str:
    tongue = re.escape(t.language.split("-")[0])
    tail = rf"[\s._-]*[\s._(\[-](?:{re.escape(t.language)}|{tongue})[)\]]?$"
    return re.sub(tail, "", t.name, flags=re.IGNORECASE) if t.language else t.name


def most_coded(group: Sequence[TranscriptInfo]) -> TranscriptInfo:
    """Return the transcript of an interview that people work in: the original if they do not yet.

    So a link to an interview leads to the words that were coded.
    """
    return max(group, key=lambda t: t.codings)


def as_interviews(listed: Sequence[TranscriptInfo]) -> dict[str, TranscriptInfo]:
    """Return transcript → itself, known under its interview's id and with its participant.

    So what is said in a translation is said by nobody else than in its original.
    """
    return {
        t.id: replace(
            t,
            id=group[0].id,
            participant=t.participant or next((o.participant for o in group if o.participant), ""),
        )
        for group in interviews(listed)
        for t in group
    }


def interview_of(listed: Sequence[TranscriptInfo]) -> dict[str, str]:
    """Return transcript → interview, for holding out: a translation belongs with its original.

    So do transcripts in which one participant speaks, so that nobody is learned from and proposed
    for; of a group all its members' do.
    """
    by_id = {t.id: t for t in listed}
    first: dict[str, str] = {}  # transcript or participant → the first that belongs with it

    def root(key: str) -> str:
        while first.setdefault(key, key) != key:
            key = first[key]
        return key

    for t in listed:
        people = {s.participant for s in t.cast} | {t.participant}
        original = t.translation_of if t.translation_of in by_id else t.id
        for key in (original, *sorted(people - {""})):
            first[root(t.id)] = root(key)
    return {t.id: root(t.id) for t in listed}
