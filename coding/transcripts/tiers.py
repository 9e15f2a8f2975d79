"""Read who says what, and when, from annotated recordings: ELAN (.eaf) and Praat (.TextGrid).

A tier is a speaker. Of tiers that say the same once more, word by word or translated, only the
one that they hang on is read; what stands in one of comments or notes is nobody's speech. The notes
name these tiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coding.errors import TranscriptError, told_as
from coding.files.clean import tidy
from coding.files.safe_xml import parsed
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.model.listing import counted
from coding.transcripts.heard import Heard
from coding.transcripts.notes import listed
from coding.transcripts.shapes.spoken import SpokenLine, joined
from coding.transcripts.table_headings import heading_key, heading_of
from coding.transcripts.turns import build

_TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|(<exists>|<absent>)|(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE]-?\d+)?)'
)
_INDEX = re.compile(r"\[\d*\]")
_SINGLE = 1.5  # words that a piece of a tier has on average where each is a single word
_MOST = 500_000
_GENERIC = re.compile(r"(?:default(?:-lt)?|tier[ _-]?\d*|utterances?|transcription)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Annotation:
    """What is said from one time to another; `place` orders those without a time of their own."""

    place: float
    start: float | None
    end: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tier:
    """A tier: its name, whose it is, the tier that it hangs on, its pieces with their times."""

    name: str
    who: str
    above: str
    said: tuple[_Annotation, ...]

    @property
    def words(self) -> float:
        """Return how many words its pieces have on average."""
        return sum(len(each.words.split()) for each in self.said) / max(len(self.said), 1)

    @property
    def letters(self) -> int:
        """Return how many letters it has."""
        return sum(len(each.words) for each in self.said)


def eaf(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what the tiers of an ELAN file say; raises TranscriptError."""
    if not data.strip():
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    with told_as(TranscriptError):
        root = parsed(data, "the file", where, "ELAN file")
    if root.tag != "ANNOTATION_DOCUMENT":
        raise TranscriptError("this is no ELAN file", where, "Export it from ELAN as .eaf.")
    every = list(_eaf_tiers(root))
    return _told(_read(every), every, answers)


def _eaf_tiers(root: Any) -> Iterator[_Tier]:
    slots = [(s.get("TIME_SLOT_ID", ""), s.get("TIME_VALUE")) for s in root.iter("TIME_SLOT")]
    times = {key: int(value) / 1000 for key, value in slots if (value or "").isdecimal()}
    place: dict[str, float] = {}
    latest = 0.0
    for number, (key, _) in enumerate(slots):  # one without a time stands where it is listed
        latest = times.get(key, latest)
        place[key] = times.get(key, latest + number * 1e-6)
    spans = {
        note.get("ANNOTATION_ID", ""): (note.get("TIME_SLOT_REF1"), note.get("TIME_SLOT_REF2"))
        for note in root.iter("ALIGNABLE_ANNOTATION")
    }
    above = {
        note.get("ANNOTATION_ID", ""): note.get("ANNOTATION_REF", "")
        for note in root.iter("REF_ANNOTATION")
    }

    def span(key: str) -> tuple[str, str]:
        passed: set[str] = set()
        while key not in spans and key in above and key not in passed:
            passed.add(key)
            key = above[key]
        start, end = spans.get(key, ("", ""))
        return start or "", end or ""

    for tier in root.iter("TIER"):
        said = []
        for note in tier.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            words = " ".join(tidy("".join(note.itertext()))[0].split())
            start, end = span(note.get("ANNOTATION_ID", ""))
            if words:
                said.append(
                    _Annotation(place.get(start, 0.0), times.get(start), times.get(end), words)
                )
        name = tidy(tier.get("TIER_ID", ""))[0].strip()
        yield _Tier(
            name=name,
            who=tidy(tier.get("PARTICIPANT", ""))[0].strip(),
            above=tidy(tier.get("PARENT_REF", ""))[0].strip(),
            said=tuple(said),
        )


def textgrid(text: str, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what the tiers of a Praat TextGrid say; raises TranscriptError."""
    if "TextGrid" not in text[:400]:
        hint = "Save it in Praat as a TextGrid text file."
        raise TranscriptError("this is no TextGrid", where, hint)
    tiers = list(_grid_tiers(text, where))
    several = [tier for tier in tiers if tier.words > _SINGLE]
    longer = [tier for tier in tiers if tier.letters > 2.5 * len(tier.said)]
    return _told(several or longer or tiers, tiers, answers)


def _grid_tiers(text: str, where: str) -> Iterator[_Tier]:
    tokens = _TOKEN.finditer(_INDEX.sub("", text))

    def fault() -> TranscriptError:
        hint = "Open it in Praat and save it anew as a text file."
        return TranscriptError("the TextGrid ends too early, or is damaged", where, hint)

    def number() -> float:
        for found in tokens:
            if found[3] is not None:
                return float(found[3])
            raise fault()
        raise fault()

    def string() -> str:
        for found in tokens:
            if found[1] is not None:
                return found[1].replace('""', '"')
            raise fault()
        raise fault()

    string()
    string()
    number()
    number()
    if next(tokens, None) is None:  # <exists>
        return
    for _ in range(int(min(number(), _MOST))):
        kind, name = string(), string()
        number()
        number()
        said = []
        for _ in range(int(min(number(), _MOST))):
            start = number()
            end = number() if kind == "IntervalTier" else None
            words = " ".join(string().split())
            if words:
                said.append(_Annotation(start, start, end, words))
        yield _Tier(name=name.strip(), who="", above="", said=tuple(said))


# ── tiers to turns ──


def _read(tiers: Sequence[_Tier]) -> list[_Tier]:
    """Return the tiers that are read.

    Of tiers that hang on each other it is the highest, unless it only numbers what is said.
    """
    by_name = {tier.name: tier for tier in tiers}

    def top(tier: _Tier) -> str:
        passed: set[str] = set()
        while tier.above in by_name and tier.name not in passed:
            passed.add(tier.name)
            tier = by_name[tier.above]
        return tier.name

    families: dict[str, list[_Tier]] = {}
    for tier in tiers:
        families.setdefault(top(tier), []).append(tier)
    read = []
    for name, family in families.items():
        head = by_name[name]
        longest = max(family, key=lambda tier: tier.letters)
        read.append(head if 2 * head.letters >= longest.letters else longest)
    return [tier for tier in read if tier.said]


def _noted(read: Sequence[_Tier]) -> list[_Tier]:
    """Return the tiers of comments or notes, also on one of the others, where others speak."""
    heads = heading_of("note")
    keys = {"", *(heading_key(name) for tier in read for name in (tier.name, tier.who))}

    def is_note(tier: _Tier) -> bool:
        key = heading_key(tier.name)
        return any(
            heads(key.removeprefix(k).strip()) or heads(key.removesuffix(k).strip()) for k in keys
        )

    noted = [tier for tier in read if is_note(tier)]
    return noted if len(noted) < len(read) else []


def _told(read: Sequence[_Tier], every: Sequence[_Tier], answers: ReadingAnswers) -> Heard:
    noted = _noted(read)
    lines: list[tuple[_Annotation, str, bool]] = []
    for tier in read:
        generic = len(read) - len(noted) == 1 and _GENERIC.fullmatch(tier.name)
        aside = tier in noted
        who = "" if generic or aside else tier.who or tier.name
        lines += [(each, who, aside) for each in tier.said]
    if not lines:
        return Heard("")
    lines.sort(key=lambda line: line[0].place)
    spoken = [
        SpokenLine(each.words, who, each.start, each.end, number, aside=aside)
        for number, (each, who, aside) in enumerate(lines)
    ]
    said = joined(spoken, answers, ranged=True, what="annotation", whole=True)
    found = build(said.said, answers)
    notes = [f"Read are {counted(len(lines), 'annotation')} of {counted(len(read), 'tier')}."]
    left = [tier.name for tier in every if tier.said and tier not in read]
    if left:
        notes.append(f"Left out: {counted(len(left), 'tier')} ({listed(left)}).")
    if noted:
        many = counted(sum(len(tier.said) for tier in noted), "annotation")
        names = listed([tier.name for tier in noted])
        notes.append(f"Kept as nobody’s speech: {many} of {names}.")
    return found._replace(notes=(*notes, *said.notes, *found.notes))
