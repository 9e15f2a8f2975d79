"""Find segments by their codes, their words and who said them.

**Which segments a query returns.** A segment *has* a code here if one of its own codings has
it, or a coding on another segment of the same transcript that shares at least one character
with it. `and`, `or` and `not` are judged by all these codes. Besides, the segment itself must
carry one of the codes by which it satisfies the query: `safety and return` returns the safety
segments that meet a return segment and the return segments that meet a safety segment, but no
third segment that happens to lie across both. Where a query asks only for absence (`not
safety`), no code of its own is needed.

A theme stands for itself and every code below it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from coding.errors import CodingError, NotFound
from coding.model import Coding, Participant, Pick
from coding.quotes.query import Query, folded

# --- who said it -------------------------------------------------------------------------------


def parse_where(conditions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read conditions on participants: attribute → the values that will do.

    Several values of one attribute are alternatives; different attributes must all hold.
    Raises CodingError for a condition without `=`, name or value.

    >>> parse_where(["gender=Female", "age_band=30-39", "Gender=Male"])
    {'gender': ('Female', 'Male'), 'age_band': ('30-39',)}
    """
    values_of: dict[str, list[str]] = {}
    spelling: dict[str, str] = {}
    for condition in conditions:
        name, _, value = (part.strip() for part in condition.partition("="))
        if not name or not value:
            raise CodingError(
                f"cannot read the condition `{condition}`",
                hint="Write ATTRIBUTE=VALUE, for example gender=Female.",
            )
        values_of.setdefault(spelling.setdefault(folded(name), name), []).append(value)
    return {name: tuple(values) for name, values in values_of.items()}


def matches(participant: Participant | None, where: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a participant fulfils conditions; case and kind of dash do not matter.

    A transcript without a participant fulfils only the empty condition.

    >>> anna = Participant(id="P1", attributes={"gender": "Female", "age_band": "30–39"})
    >>> matches(anna, parse_where(["gender=female", "age_band=20-29", "age_band=30-39"]))
    True
    """
    if participant is None:
        return not where
    has = {folded(name): folded(value) for name, value in participant.attributes.items()}
    return all(
        has.get(folded(name)) in {folded(value) for value in values}
        for name, values in where.items()
    )


def check_where(where: Mapping[str, Sequence[str]], participants: Iterable[Participant]) -> None:
    """Refuse a condition on an attribute that no participant has: raises NotFound."""
    there = list(dict.fromkeys(name for person in participants for name in person.attributes))
    for name in where:
        if folded(name) not in {folded(other) for other in there}:
            hint = (
                f"The attributes there are: {', '.join(there)}."
                if there
                else "Add a column for it to transcripts/participants.csv."
            )
            raise NotFound(f"no participant has an attribute `{name}`", hint=hint)


# --- segments ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSegment:
    """One segment with every coding on these very characters, in the order they were given."""

    transcript: str
    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    codings: tuple[Coding, ...]


Counted = Mapping[str, Coding]
"""Coding → the same as it counts, for those made on a translation: in the original."""


def select(
    codings: Iterable[Coding],
    *,
    query: Query | None = None,
    words: str = "",
    counted: Counted | None = None,
) -> list[CodedSegment]:
    """Return the segments that answer a query and hold certain words.

    `words` is one phrase; it may stand anywhere in the segment but begins at the beginning of a
    word, whatever its case: `safe` finds "Safely", not "unsafe". Give every coding of a
    transcript, not only those with the codes in question: overlaps are judged by what is given.
    Those of a translation are judged where they count, and their words by both languages.
    Transcripts keep the order in which they first appear; their segments are ordered by start,
    then end.
    """
    transcripts: dict[str, dict[tuple[int, int], list[Coding]]] = {}
    for coding in codings:
        places = transcripts.setdefault(coding.transcript, {})
        places.setdefault((coding.start, coding.end), []).append(coding)
    phrase = re.compile(r"(?<!\w)" + re.escape(folded(words))) if words.strip() else None
    segments = [_segment(places[at]) for places in transcripts.values() for at in sorted(places)]
    counts = {n: counts_as(segment.codings[0], counted) for n, segment in enumerate(segments)}
    chosen = range(len(segments)) if query is None else _answering(query, segments, counts)
    return [
        segments[n]
        for n in chosen
        if phrase is None
        or phrase.search(folded(segments[n].text))
        or phrase.search(folded(counts[n].text))
    ]


def counts_as(coding: Coding, counted: Counted | None) -> Coding:
    """Return a coding as it counts: itself, unless it was made on a translation."""
    return (counted or {}).get(coding.id, coding)


def _answering(
    query: Query, segments: Sequence[CodedSegment], counts: Mapping[int, Coding]
) -> list[int]:
    """Return which segments answer a query, in order; each interview is judged by itself."""
    within: dict[str, list[int]] = {}
    for n in sorted(counts, key=lambda n: (counts[n].start, counts[n].end)):
        within.setdefault(counts[n].transcript, []).append(n)
    fitting: list[int] = []
    for numbers in within.values():
        placed = [_at(segments[n], counts[n]) for n in numbers]
        fitting += (numbers[i] for i in _answers(query, placed))
    return sorted(fitting)


def _at(segment: CodedSegment, counted: Coding) -> CodedSegment:
    if segment.transcript == counted.transcript:
        return segment
    return replace(segment, start=counted.start, end=counted.end)


def _segment(codings: Sequence[Coding]) -> CodedSegment:
    first = codings[0]
    return CodedSegment(
        transcript=first.transcript,
        start=first.start,
        end=first.end,
        text=first.text,
        codes=tuple(dict.fromkeys([coding.code for coding in codings])),
        coders=tuple(dict.fromkeys([coding.coder for coding in codings])),
        codings=tuple(codings),
    )


ALIKE = 0.5
"""The part of two segments together that two coders must share for one passage."""


def one_passage(a: Coding, b: Coding, counted: Counted | None = None) -> bool:
    """Tell whether two codings are of one passage: the same words, or one code by two coders.

    Of the latter, the characters they share are at least half of those that either has. Where one
    was made on a translation, both are compared as they count.
    """
    if a.transcript != b.transcript:
        a, b = counts_as(a, counted), counts_as(b, counted)
    if a.transcript != b.transcript:
        return False
    if (a.start, a.end) == (b.start, b.end):
        return True
    shared = min(a.end, b.end) - max(a.start, b.start)
    together = max(a.end, b.end) - min(a.start, b.start)
    return a.code == b.code and a.coder != b.coder and shared >= ALIKE * together


def passages(
    codings: Iterable[Coding], counted: Counted | None = None
) -> dict[str, tuple[str, int, int]]:
    """Return coding → the passage it is of, as (transcript, start, end) of its longest segment.

    Of one that was coded in both languages it is the longest segment of the original.

    >>> def made(key, start, end, coder):
    ...     return Coding(id=key, transcript="t", start=start, end=end, text="", code="c",
    ...                   coder=coder, created="")
    >>> passages([made("a", 0, 10, "Ana"), made("b", 0, 12, "Ben"), made("c", 11, 30, "Ana")])
    {'a': ('t', 0, 12), 'b': ('t', 0, 12), 'c': ('t', 11, 30)}
    """
    groups: list[list[Coding]] = []
    at = {coding.id: (counts_as(coding, counted), coding) for coding in codings}
    ordered = sorted(at.values(), key=lambda c: (c[0].transcript, c[0].start, c[0].end))
    open_groups: list[list[Coding]] = []
    ends: list[int] = []  # of each open group
    for place, coding in ordered:
        going_on = [
            n
            for n, group in enumerate(open_groups)
            if ends[n] > place.start and at[group[-1].id][0].transcript == place.transcript
        ]
        open_groups, ends = [open_groups[n] for n in going_on], [ends[n] for n in going_on]
        for n, group in enumerate(open_groups):
            if any(one_passage(coding, other, counted) for other in group):
                group.append(coding)
                ends[n] = max(ends[n], place.end)
                break
        else:
            groups.append([coding])
            open_groups.append(groups[-1])
            ends.append(place.end)
    return {
        coding.id: (whole.transcript, whole.start, whole.end)
        for group in groups
        for whole in [max(group, key=lambda c: (c is at[c.id][0], c.end - c.start, -c.start))]
        for coding in group
    }


def merged(segments: Sequence[CodedSegment], counted: Counted | None = None) -> list[CodedSegment]:
    """Return each passage once, in the order given: with the words of its longest segment.

    What two coders coded alike, a word more or less, is one of them with the codes of both.
    """
    whole = passages((coding for segment in segments for coding in segment.codings), counted)
    together: dict[tuple[str, int, int], list[CodedSegment]] = {}
    for segment in segments:
        together.setdefault(whole[segment.codings[0].id], []).append(segment)
    return [
        _segment(
            sorted(
                (coding for segment in group for coding in segment.codings),
                key=lambda coding: (coding.transcript, coding.start, coding.end) != place,
            )
        )
        for place, group in together.items()
    ]


def hits(text: str, words: str) -> list[tuple[int, int]]:
    """Return where a phrase stands in a text, as `select` looks for it.

    >>> [("Safely, not unsafe - SAFE"[a:b]) for a, b in hits("Safely, not unsafe - SAFE", "safe")]
    ['Safe', 'SAFE']
    """
    sought = folded(words)
    if not sought:
        return []
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        small = folded(letter) or (" " if letter.isspace() else "")
        if small == " " and letters[-1:] == [" "]:
            continue
        letters += small
        places += [place] * len(small)
    found = re.finditer(r"(?<!\w)" + re.escape(sought), "".join(letters))
    return [(places[match.start()], places[match.end() - 1] + 1) for match in found]


def in_order(
    segments: Iterable[CodedSegment], picks: Iterable[Pick]
) -> list[tuple[str, CodedSegment]]:
    """Return the coding picked and its segment, in the order of the picks, each segment once."""
    placed = {coding.id: segment for segment in segments for coding in segment.codings}
    first: dict[tuple[str, int, int], tuple[str, CodedSegment]] = {}
    for pick in picks:
        segment = placed.get(pick.coding)
        if segment is not None:
            place = (segment.transcript, segment.start, segment.end)
            first.setdefault(place, (pick.coding, segment))
    return list(first.values())


def _answers(query: Query, segments: Sequence[CodedSegment]) -> set[int]:
    _, carrying, bare = _weigh(query, segments)
    return carrying | bare


def _weigh(query: Query, segments: Sequence[CodedSegment]) -> tuple[set[int], set[int], set[int]]:
    """Sort one transcript's segments, given by start, into three sets of places in the list.

    Those that satisfy the query; of these, those that carry a code by which they do; and those
    that satisfy it by absences alone. Sets are combined, so no pair of segments is ever compared.
    """
    if query.operator in {"and", "or"}:
        weighed = [_weigh(part, segments) for part in query.parts]
        fit, carrying, bare = (list(sets) for sets in zip(*weighed, strict=True))
        if query.operator == "or":
            return set().union(*fit), set().union(*carrying), set().union(*bare)
        all_fit = reduce(set.intersection, fit)
        return all_fit, all_fit & set().union(*carrying), reduce(set.intersection, bare)

    carriers = {i for i, s in enumerate(segments) if not query.codes.isdisjoint(s.codes)}
    starts = [segments[i].start for i in sorted(carriers)]
    ends = sorted(segments[i].end for i in carriers)
    # Carriers that begin before the segment ends, less those that end before it begins.
    met = {
        i
        for i, s in enumerate(segments)
        if bisect_left(starts, s.end) > bisect_right(ends, s.start)
    }
    if query.operator == "has":
        return met, carriers, set()
    unmet = set(range(len(segments))) - met
    return unmet, set(), unmet
