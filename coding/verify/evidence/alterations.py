"""Say what a quotation changes in the passage it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coding.language import negation, packs
from coding.language.numbers import is_number
from coding.model import Change, Transcript
from coding.verify.evidence.passages import Alignment, Part, Stream
from coding.verify.evidence.wording import is_name, only_fillers, risky
from coding.verify.reading.text import Token, plain, tokens

RANK = ("verbatim", "cleaned", "edited", "stitched", "meaning at risk")
"""The verdicts, from best to worst."""

FAR = 200
"""Words between two parts from which they no longer belong to one answer."""

OMITTED = 12
"""Words left out without an ellipsis from which a quotation is stitched."""

LEFT_OUT = 12
"""Words that empty brackets may stand for."""

SWALLOWED = 25
"""Words of one sentence up to which an ellipsis is held against what it hides."""

SAMPLED = 400
"""Words by which it is told whether nouns have capitals."""


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """What a quotation's parts came from, and what differs.

    `marked` says that brackets and ellipses mark all that was changed, `proved` that what puts
    the meaning at risk does so beyond doubt.
    """

    verdict: str
    places: Sequence[Alignment]
    changes: Sequence[Change]
    why: str
    transcript: Transcript
    stream: Stream
    start: int
    end: int
    marked: bool = False
    proved: bool = True


@dataclass(slots=True)
class _Judgement:
    """The worst that was found so far, and why."""

    verdict: str = "verbatim"
    why: str = ""
    marked: bool = True
    proved: bool = False
    changes: list[Change] = field(default_factory=list)

    def worsen(self, to: str, why: str, *, marked: bool = False, proved: bool = True) -> None:
        if RANK.index(to) > RANK.index(self.verdict):
            self.verdict, self.why, self.proved = to, why, proved
        elif to == self.verdict:
            self.proved = self.proved or proved
        self.marked = self.marked and (marked or RANK.index(to) < RANK.index("edited"))

    def change(self, source: Sequence[str], draft: Sequence[str]) -> None:
        self.changes.append(Change(source=" ".join(source), draft=" ".join(draft)))


def judged(
    transcript: Transcript, stream: Stream, with_place: Sequence[tuple[Part, Alignment | None]]
) -> PassageMatch:
    """Return what the parts of a quotation change in the places they come from."""
    verdict = _Judgement()
    for part, place in with_place:
        if place is None:
            verdict.change([], [t.form for t in part.tokens if t.word])
            worst = "meaning at risk" if negation.count(part.keys) else "edited"
            verdict.worsen(worst, "words were added that stand nowhere near")
            continue
        _judge_part(verdict, transcript.text, stream, part, place)
    found = [(part, place) for part, place in with_place if place is not None]
    for (_, earlier), (part, later) in pairwise(found):
        _judge_gap(verdict, transcript.text, stream, earlier, later, apart=part.apart)
    chosen = [place for _, place in found]
    return PassageMatch(
        verdict=verdict.verdict,
        places=chosen,
        changes=verdict.changes,
        why=verdict.why,
        transcript=transcript,
        stream=stream,
        start=min(stream.starts[p.first] for p in chosen),
        end=max(stream.ends[p.last - 1] for p in chosen),
        marked=verdict.marked,
        proved=verdict.proved,
    )


def _judge_part(
    verdict: _Judgement, text: str, stream: Stream, part: Part, place: Alignment
) -> None:
    """Judge the words of one part, and what it puts into brackets."""
    forms = _forms(part.tokens)
    spoken = _spoken(text, stream, place.first, place.last)
    bracketed = dict(part.open)
    for d in place.differences:
        source = spoken[d.c - place.first : d.d - place.first]
        if d.a == d.b and d.a in bracketed:
            _judge_brackets(verdict, text, stream, source, bracketed.pop(d.a), d.c)
            continue
        printed = forms[d.a : d.b]
        was, now = [w.lower() for w in source], [w.lower() for w in printed]
        if was == now:
            continue
        if "".join(was) == "".join(now):
            verdict.worsen("cleaned", "words are written together or apart")
            continue
        verdict.change(source, printed)
        before = stream.keys[place.first : d.c]
        after = stream.keys[d.d : place.last]
        clipped = _clipped(was, now, first=d.a == 0, last=d.b == len(part.keys))
        risk = risky(source, printed)
        if not now and only_fillers(was, before, after):
            verdict.worsen("cleaned", "fillers were left out")
        elif risk and not (clipped and risk == "a name"):
            verdict.worsen("meaning at risk", f"{risk} differs")
        elif clipped:
            verdict.worsen("edited", clipped)
        elif not now and len(was) >= OMITTED:
            verdict.worsen("stitched", f"{len(was)} words were left out without an ellipsis")
        else:
            verdict.worsen("edited", "words differ")
    for at, inside in bracketed.items():
        _judge_brackets(verdict, text, stream, *_beside(text, stream, part, place, at, inside))
    if verdict.verdict == "verbatim" and not _same_marks(part, text, stream, place):
        verdict.worsen("cleaned", "case or punctuation differs")


def _clipped(was: Sequence[str], now: Sequence[str], *, first: bool, last: bool) -> str:
    """Say that a quotation begins or ends within a word, `""` if it does not.

    >>> _clipped(["employer"], ["mployer"], first=True, last=False)
    'its first word is clipped'
    """
    if not was or not now or was[0] == now[0] == "":
        return ""
    if first and len(now) == 1 and was[-1] != now[0] and was[-1].endswith(now[0]):
        return "its first word is clipped"
    if last and len(now) == 1 and was[0] != now[0] and was[0].startswith(now[0]):
        return "its last word is clipped"
    return ""


# ── brackets and ellipses ──


def _beside(
    text: str, stream: Stream, part: Part, place: Alignment, at: int, inside: Sequence[Token]
) -> tuple[list[str], Sequence[Token], int]:
    """Return what was said where brackets stand at an end of a part, or nothing inside of it."""
    size = len(inside)
    keys = [token.key for token in inside]
    if at == 0:
        first, last = max(0, place.first - size), place.first
    elif at == len(part.keys):
        first, last = place.last, min(place.last + size, len(stream.keys))
    else:
        return [], inside, place.first
    same = stream.keys[first:last] == keys
    placeholder = first < last and _is_placeholder(text, stream, first if at else last - 1)
    if size and (same or placeholder):
        return _spoken(text, stream, first, last), inside, first
    return [], inside, place.first


def _judge_brackets(
    verdict: _Judgement,
    text: str,
    stream: Stream,
    source: Sequence[str],
    inside: Sequence[Token],
    at: int,
) -> None:
    """Judge words in brackets against the words that were said in their place.

    A placeholder of the transcript, "[the city]", is words like others. What replaces small words
    only, "[her]" for "my", or a name, makes a sentence readable; what is put in or says something
    else is the author's.
    """
    printed = [token.form for token in inside]
    was, now = [w.lower() for w in source], [w.lower() for w in printed]
    if was == now or (not was and (now == ["sic"] or not now)):
        return
    if was and now and only_fillers(was, [], []):
        source, was = [], []
    if not now:
        if len(source) > LEFT_OUT:
            verdict.change(source, printed)
            verdict.worsen("stitched", f"{len(was)} words were left out without an ellipsis")
        elif negation.count(was) and not only_fillers(was, [], []):
            verdict.change(source, printed)
            verdict.worsen("meaning at risk", "brackets swallow a negation")
        else:
            verdict.worsen("cleaned", "brackets stand for words that were said")
        return
    if not was and only_fillers(now, [], []):
        verdict.worsen("cleaned", "brackets say how it was said")
        return
    verdict.change(source, [f"[{' '.join(printed)}]"])
    risk = risky(source, printed)
    small = packs.together("stop")
    if risk == "a negation" or (was and risk == "a number"):
        verdict.worsen("meaning at risk", f"{risk} differs in brackets")
    elif not was:
        verdict.worsen("edited", "words were put in, in brackets", marked=True)
    elif _is_placeholder(text, stream, at):
        verdict.worsen("edited", "the interview has another placeholder")
    elif risk == "a name" and any(map(is_name, printed)):
        verdict.worsen("meaning at risk", "a name differs in brackets")
    elif risk == "a name" or all(word in small for word in (*was, *now)):
        verdict.worsen("cleaned", "brackets stand for words that were said")
    else:
        verdict.worsen("edited", "brackets stand for other words", marked=True)


def _is_placeholder(text: str, stream: Stream, at: int) -> bool:
    """Say whether a word of a transcript stands in brackets."""
    start = stream.starts[at]
    opened = text.rfind("[", max(0, start - 60), start + 1)
    return opened >= 0 and "]" not in text[opened:start]


def _judge_gap(
    verdict: _Judgement,
    text: str,
    stream: Stream,
    earlier: Alignment,
    later: Alignment,
    *,
    apart: bool,
) -> None:
    """Judge what lies between two parts: an ellipsis must not swallow what turns a sentence."""
    if later.first < earlier.last:
        verdict.worsen("stitched", "its parts stand in another order")
        return
    if later.first - earlier.last > FAR:
        far = f"its parts stand {later.first - earlier.last} words apart"
        verdict.worsen("stitched", far)
        return
    gap = _spoken(text, stream, earlier.last, later.first)
    before, after = stream.keys[earlier.first : earlier.last], stream.keys[later.first : later.last]
    if not gap or only_fillers([w.lower() for w in gap], before, after):
        return
    between = text[stream.ends[earlier.last - 1] : stream.starts[later.first]]
    whole = stream.turns[earlier.last - 1] != stream.turns[later.first]
    if not apart:
        verdict.change(gap, [])
        verdict.worsen("edited", "words were left out without an ellipsis")
    if whole or len(gap) > SWALLOWED or _SENTENCE_ENDS.search(between):
        return
    if risk := _swallowed(gap, named=not _nouns_have_capitals(text, stream)):
        inserted = between.lstrip()[:1] == "," and between.rstrip()[-1:] == ","
        if apart:
            verdict.change(gap, ["…"])
        proved = not apart or (risk == "a negation" and not inserted)
        verdict.worsen("meaning at risk", f"what is left out holds {risk}", proved=proved)


_SENTENCE_ENDS = re.compile(r"(?<![.\w]\.)[.!?](?![.\w])")


def _swallowed(gap: Sequence[str], *, named: bool) -> str:
    """Return what an omission hides of what turns a sentence, `""` if nothing."""
    if negation.count([word.lower() for word in gap]):
        return "a negation"
    if any(is_number(word.lower()) for word in gap):
        return "a number"
    return "a name" if named and any(map(is_name, gap)) else ""


def _nouns_have_capitals(text: str, stream: Stream) -> bool:
    """Say whether a language writes nouns with capitals, by the words inside of its sentences."""
    forms = _spoken(text, stream, 0, min(len(stream.keys), SAMPLED))
    return len(forms) > SAMPLED / 4 and sum(map(is_name, forms)) > 0.12 * len(forms)


# ── forms of words ──


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


_MARKS = re.compile(r"[^\w\n]*")


def _same_marks(part: Part, text: str, stream: Stream, place: Alignment) -> bool:
    """Say whether case and punctuation agree too, but for what closes or opens the part."""
    spoken: list[Token] = []
    at = place.first
    while at < place.last:
        upto = at
        while upto + 1 < place.last and stream.turns[upto + 1] == stream.turns[at]:
            upto += 1
        end = stream.ends[upto]
        if upto + 1 < place.last and (closing := _MARKS.match(text, end)):
            end = closing.end()  # what closes one turn stands before the next
        spoken += tokens(text, stream.starts[at], end)
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
