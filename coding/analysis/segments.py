"""Say what stands under a code: the words, once, however many coders put it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coding.model import Codebook, Coding


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Words of one transcript under one code, with all codings on them in order of the text.

    `start` and `end` (code points) cover every one of the codings, and `text` has these words.
    """

    transcript: str
    code: str
    start: int
    end: int
    text: str
    codings: tuple[Coding, ...]

    @property
    def coders(self) -> tuple[str, ...]:
        """Return who put the code there, whoever began first first."""
        return tuple(dict.fromkeys(coding.coder for coding in self.codings))

    @property
    def newest(self) -> str:
        """Return when the code was put here last, UTC, ISO 8601."""
        return max(coding.created for coding in self.codings)


def coded(codings: Iterable[Coding]) -> list[Coded]:
    """Return what is coded, in the order in which the codings are given.

    Codings of one code that share a character or more are one, whoever made them: two people who
    draw the edges of a passage differently have not found it twice. Those that merely touch are
    two. Give the codings of a transcript by their start, as the store lists them.

    >>> put = dict(transcript="t", code="calm", coder="Ana", created="")
    >>> [first, second] = coded([
    ...     Coding(id="1", start=0, end=7, text="It is c", **put),
    ...     Coding(id="2", start=3, end=10, text="is calm", **(put | {"coder": "Ilya"})),
    ...     Coding(id="3", start=10, end=12, text=". ", **put),
    ... ])
    >>> first.text, first.coders, second.start
    ('It is calm', ('Ana', 'Ilya'), 10)
    """
    open_ones: dict[tuple[str, str], int] = {}
    groups: list[list[Coding]] = []
    ends: list[int] = []
    for coding in codings:
        place = (coding.transcript, coding.code)
        at = open_ones.get(place)
        if at is not None and coding.start < ends[at]:
            groups[at].append(coding)
            ends[at] = max(ends[at], coding.end)
            continue
        open_ones[place] = len(groups)
        groups.append([coding])
        ends.append(coding.end)
    return list(map(_whole, groups))


def counted_once(codings: Sequence[Coding], made: Sequence[Coding]) -> list[Coded]:
    """Return the segments of codings as they count, in their order; `made` are they as made.

    Two places that were coded apart in a translation are two, also where both are of one sentence
    of the original. What was coded in different texts is one segment where it shares a character.

    >>> put = dict(code="calm", coder="Ana", created="")
    >>> made = [Coding(id="1", transcript="en", start=0, end=7, text="It is c", **put),
    ...         Coding(id="2", transcript="en", start=9, end=12, text="So.", **put)]
    >>> there = [Coding(id=n, transcript="ru", start=4, end=9, text="Тихо.", **put) for n in "12"]
    >>> [segment.text for segment in counted_once(there, made)]
    ['Тихо.', 'Тихо.']
    """
    by_id = {coding.id: coding for coding in made}
    if all(by_id[coding.id].transcript == coding.transcript for coding in codings):
        return coded(codings)
    apart = sorted(made, key=lambda c: (c.transcript, c.start, c.end))
    drawn = {c.id: n for n, segment in enumerate(coded(apart)) for c in segment.codings}
    groups: list[list[Coding]] = []
    of_drawn: dict[tuple[int, str], int] = {}
    open_ones: dict[tuple[str, str], list[int]] = {}
    for coding in codings:
        text, place = by_id[coding.id].transcript, (coding.transcript, coding.code)
        near = open_ones.setdefault(place, [])
        near[:] = [at for at in near if max(c.end for c in groups[at]) > coding.start]
        at = of_drawn.get((drawn[coding.id], coding.transcript))
        if at not in near:
            others = (n for n in near if all(by_id[c.id].transcript != text for c in groups[n]))
            at = next(others, len(groups))
        if at == len(groups):
            groups.append([])
        groups[at].append(coding)
        of_drawn[drawn[coding.id], coding.transcript] = at
        if at not in near:
            near.append(at)
    return list(map(_whole, groups))


def _whole(group: Sequence[Coding]) -> Coded:
    """Return codings that are one as a segment."""
    return Coded(
        transcript=group[0].transcript,
        code=group[0].code,
        start=group[0].start,
        end=max(coding.end for coding in group),
        text=_text(group),
        codings=tuple(group),
    )


def as_made(segments: Iterable[Coded], codings: Iterable[Coding]) -> list[Coded]:
    """Return segments of codings as they count with the words on which they were made.

    Those of the text where they count, if any of its codings was made there, else of the first.

    >>> put = dict(code="calm", coder="Ana", created="")
    >>> there = Coding(id="1", transcript="en", start=0, end=7, text="It is c", **put)
    >>> counted = Coding(id="1", transcript="ru", start=4, end=9, text="Тихо.", **put)
    >>> [segment] = as_made(coded([counted]), [there])
    >>> segment.transcript, segment.text
    ('en', 'It is c')
    """
    by_id = {coding.id: coding for coding in codings}
    return [_as_made(segment, [by_id[c.id] for c in segment.codings]) for segment in segments]


def _as_made(segment: Coded, made: Sequence[Coding]) -> Coded:
    if all(coding.transcript == segment.transcript for coding in made):
        return segment
    texts = {coding.transcript for coding in made}
    text = segment.transcript if segment.transcript in texts else made[0].transcript
    ordered = sorted((c for c in made if c.transcript == text), key=lambda c: (c.start, c.end))
    there = _meeting(ordered)
    return Coded(
        transcript=text,
        code=segment.code,
        start=there[0].start,
        end=max(coding.end for coding in there),
        text=_text(there),
        codings=tuple(made),
    )


def _meeting(codings: Sequence[Coding]) -> Sequence[Coding]:
    """Return codings in order as far as each meets those before."""
    end = codings[0].end
    for number, coding in enumerate(codings):
        if coding.start > end:
            return codings[:number]
        end = max(end, coding.end)
    return codings


def _text(codings: Sequence[Coding]) -> str:
    """Return the words that codings cover together; each begins within those before."""
    text, end = codings[0].text, codings[0].end
    for coding in codings[1:]:
        if coding.end > end:
            text += coding.text[end - coding.start :]
            end = coding.end
    return text


def usage(
    book: Codebook, segments: Iterable[Coded], interview: Mapping[str, str]
) -> dict[str, tuple[int, int]]:
    """Return code → how many segments it and the codes below it have, and in how many interviews.

    `interview` has transcript → interview: a translation is its original's. Codes that are used
    nowhere are left out.
    """
    counted: dict[str, int] = {}
    among: dict[str, set[str]] = {}
    for segment in segments:
        for up in book.path(segment.code):
            counted[up.id] = counted.get(up.id, 0) + 1
            among.setdefault(up.id, set()).add(interview[segment.transcript])
    return {code: (number, len(among[code])) for code, number in counted.items()}
