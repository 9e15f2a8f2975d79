"""Say what a quotation changes in the passage it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coding.language import negation
from coding.model import Change, Transcript
from coding.verify.evidence.passages import Alignment, Part, Stream
from coding.verify.evidence.wording import only_fillers, risky
from coding.verify.reading.text import Token, plain, tokens

RANK = ("verbatim", "cleaned", "edited", "stitched", "meaning at risk")
"""The verdicts, from best to worst."""

FAR = 200
"""Words between two parts from which they no longer belong to one answer."""

OMITTED = 12
"""Words left out without an ellipsis from which a quotation is stitched."""


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """What a quotation's parts came from, and what differs."""

    verdict: str
    places: Sequence[Alignment]
    changes: Sequence[Change]
    why: str
    transcript: Transcript
    stream: Stream
    start: int
    end: int


def judged(
    transcript: Transcript, stream: Stream, with_place: Sequence[tuple[Part, Alignment | None]]
) -> PassageMatch:
    """Return what the parts of a quotation change in the places they come from."""
    changes: list[Change] = []
    verdict, why = "verbatim", ""

    def worsen(to: str, reason: str) -> None:
        nonlocal verdict, why
        if RANK.index(to) > RANK.index(verdict):
            verdict, why = to, reason

    for part, place in with_place:
        if place is None:
            words = " ".join(t.form for t in part.tokens if t.word)
            changes.append(Change(source="", draft=words))
            worsen("meaning at risk" if negation.count(part.keys) else "edited", "words were added")
            continue
        forms = _forms(part.tokens)
        spoken = _spoken(transcript.text, stream, place.first, place.last)
        for d in place.differences:
            source = spoken[d.c - place.first : d.d - place.first]
            printed = forms[d.a : d.b]
            if d.a in part.open and d.a == d.b and len(source) <= 12:
                worsen("cleaned", "brackets stand for words that were said")
                continue
            was, now = [w.lower() for w in source], [w.lower() for w in printed]
            if was == now:
                continue
            changes.append(Change(source=" ".join(source), draft=" ".join(printed)))
            before = stream.keys[place.first : d.c]
            after = stream.keys[d.d : place.last]
            if not now and only_fillers(was, before, after):
                worsen("cleaned", "fillers were left out")
            elif risk := risky(source, printed):
                worsen("meaning at risk", f"{risk} differs")
            elif not now and len(was) >= OMITTED:
                worsen("stitched", f"{len(was)} words were left out without an ellipsis")
            else:
                worsen("edited", "words differ")
        if verdict == "verbatim" and not _same_marks(part, transcript.text, stream, place):
            worsen("cleaned", "case or punctuation differs")
    chosen = [place for _, place in with_place if place is not None]
    for earlier, later in pairwise(chosen):
        if later.first < earlier.last:
            worsen("stitched", "its parts stand in another order")
        elif later.first - earlier.last > FAR:
            worsen("stitched", f"its parts stand {later.first - earlier.last} words apart")
    return PassageMatch(
        verdict=verdict,
        places=chosen,
        changes=changes,
        why=why,
        transcript=transcript,
        stream=stream,
        start=min(stream.starts[p.first] for p in chosen),
        end=max(stream.ends[p.last - 1] for p in chosen),
    )


def _forms(listed: Sequence[Token]) -> list[str]:
    """Return words as written, in small letters where a sentence begins."""
    forms = []
    begins = True
    for token in listed:
        if token.word:
            forms.append(token.form.lower() if begins else token.form)
            begins = False
        elif token.form in ".!?…":
            begins = True
    return forms


def _spoken(text: str, stream: Stream, first: int, last: int) -> list[str]:
    """Return the words of a stream as written, likewise."""
    forms = []
    for n in range(first, last):
        form = plain(text[stream.starts[n] : stream.ends[n]])
        before = text[max(0, stream.starts[n] - 3) : stream.starts[n]].rstrip(' \n"“„«(')
        begins = (
            n == 0
            or stream.turns[n] != stream.turns[n - 1]
            or before.endswith((".", "!", "?", "…"))
        )
        forms.append(form.lower() if begins else form)
    return forms


def _same_marks(part: Part, text: str, stream: Stream, place: Alignment) -> bool:
    """Say whether case and punctuation agree too, but for what closes or opens the part."""
    spoken: list[Token] = []
    at = place.first
    while at < place.last:
        upto = at
        while upto + 1 < place.last and stream.turns[upto + 1] == stream.turns[at]:
            upto += 1
        spoken += tokens(text, stream.starts[at], stream.ends[upto])
        at = upto + 1
    printed = [t.form for t in part.tokens]
    while printed and not part.tokens[len(printed) - 1].word:
        printed.pop()
    lead = next(n for n, t in enumerate(part.tokens) if t.word)
    heard = [t.form for t in spoken if t.form not in "[]…"]
    if part.open:
        marks = {".", ",", "-", "…", ";", ":"}
        printed = [f for f in printed if f not in marks]
        heard = [f for f in heard if f not in marks]
        return printed[lead:] == heard or bool(place.differences)
    return printed[lead:] == heard and _closing_agrees(part, text, stream.ends[place.last - 1])


def _closing_agrees(part: Part, text: str, end: int) -> bool:
    """Say whether a question was not made a statement: a comma or full stop may close either."""
    closing = [t.form for t in part.tokens if not t.word and t.start >= _last_word(part).end]
    there = text[end : end + 1]
    asked = [c for c in closing if c in "?!"]
    return not asked or there in asked or not there


def _last_word(part: Part) -> Token:
    return [t for t in part.tokens if t.word][-1]
