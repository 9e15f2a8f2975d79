"""Find where in the interviews a quotation comes from, and what it changes.

The quotations' own runs of three words (two for short ones) are looked up while every interview
is read once, so that the cost grows linearly with the interviews. Where runs of one quotation
fall on one diagonal, its words are aligned with those there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.verify.reading.text import Token, tokens, words

SHORT = 9
"""Words up to which runs of two words are looked up too."""

STEP = 12
"""Words by which the diagonals of one candidate may differ."""

TRIED = 8
"""At most so many places are aligned for a part of a quotation."""

TINY = 2
"""Words up to which a part is looked for beside the others only."""

EDGE = 2
"""Words that may be left out between what differs at an end of a quotation and the rest."""

BEHIND = 200
"""Words behind one part in which a tiny one is looked for."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What one kind of speaker says in a transcript, word by word.

    `asks` says that it is the interviewer; `turn` numbers the turn of each word.
    """

    transcript: int
    asks: bool
    keys: list[str]
    starts: list[int]
    ends: list[int]
    turns: list[int]


@dataclass(frozen=True, slots=True)
class Part:
    """The words of a quotation between two ellipses.

    `open` has, by the number of the word before which brackets stood, the words in them: what the
    draft put in or left out there is marked. `apart` says that an ellipsis stands before it.
    """

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    open: Mapping[int, tuple[Token, ...]]
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """Words `a` to `b` of a part in the place of words `c` to `d` of a stream."""

    a: int
    b: int
    c: int
    d: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words `first` to `last` of a stream that a part of a quotation may come from."""

    stream: int
    first: int
    last: int
    likeness: float
    differences: tuple[Difference, ...]


def streams(texts: Sequence[str], turns: Sequence[Sequence[tuple[int, int, bool]]]) -> list[Stream]:
    """Return the words of each text, those of the interviewer apart.

    `turns` has (start, end, asks) for each turn of each text.
    """
    streams_of = []
    for number, (text, spoken) in enumerate(zip(texts, turns, strict=True)):
        for asks in (False, True):
            stream = Stream(number, asks, [], [], [], [])
            for turn, (start, end, asking) in enumerate(spoken):
                if asking is asks:
                    keys, starts, ends = words(text, start, end)
                    stream.keys.extend(keys)
                    stream.starts.extend(starts)
                    stream.ends.extend(ends)
                    stream.turns.extend([turn] * len(keys))
            if stream.keys:
                streams_of.append(stream)
    return streams_of


def parts(text: str, start: int, end: int, holes: Sequence[tuple[int, int]] = ()) -> list[Part]:
    """Cut a quotation at its ellipses and at its holes; what stands in brackets is left out.

    >>> [" ".join(p.keys) for p in parts("We left [home] … and it's [very] calm [...] now", 0, 47)]
    ['we left', "and it's calm", 'now']
    """
    cut: list[Part] = []
    current: list[Token] = []
    opened: dict[int, tuple[Token, ...]] = {}
    depth, apart, at = 0, True, 0

    def close(*, by_ellipsis: bool) -> None:
        nonlocal apart
        if any(t.word for t in current):
            keys = tuple(t.key for t in current if t.word)
            cut.append(Part(tuple(current), keys, dict(opened), apart))
            apart = by_ellipsis
        apart = apart or by_ellipsis
        current.clear()
        opened.clear()

    ahead = list(holes)
    for token in tokens(text, start, end):
        while ahead and token.start >= ahead[0][1]:
            close(by_ellipsis=False)
            ahead = ahead[1:]
        if ahead and token.start >= ahead[0][0]:
            continue
        if token.form == "[":
            depth += 1
            at = sum(t.word for t in current)
            opened.setdefault(at, ())
        elif token.form == "]":
            depth = max(0, depth - 1)
        elif token.form == "…":
            close(by_ellipsis=True)
        elif not depth:
            current.append(token)
        elif token.word and at in opened:
            opened[at] += (token,)
    close(by_ellipsis=True)
    return cut


def joined(listed: Sequence[Part]) -> Part:
    """Return a quotation's parts as one: an ellipsis may be a pause that was heard."""
    keys: list[str] = []
    opened: dict[int, tuple[Token, ...]] = {}
    for part in listed:
        opened |= {len(keys) + n: words for n, words in part.open.items()}
        keys += part.keys
    return Part(tuple(t for part in listed for t in part.tokens), tuple(keys), opened)


def search(wanted: Sequence[Part], among: Sequence[Stream]) -> list[list[Alignment]]:
    """Return, for each part, the places it may come from, the likeliest first."""
    threes: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    twos: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, part in enumerate(wanted):
        for at in range(len(part.keys) - 2):
            threes[part.keys[at : at + 3]].append((number, at))
        if len(part.keys) <= SHORT:
            for at in range(len(part.keys) - 1):
                twos[part.keys[at : at + 2]].append((number, at))
    ones: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, part in enumerate(wanted):
        if len(part.keys) == 1:
            ones[part.keys].append((number, 0))
    votes: list[Counter[tuple[int, int]]] = [Counter() for _ in wanted]
    for place, stream in enumerate(among):
        for grams, size, weight in ((threes, 3, 3), (twos, 2, 1), (ones, 1, 1)):
            if not grams:
                continue
            rows = [stream.keys[k:] for k in range(size)]
            for at, gram in enumerate(zip(*rows, strict=False)):
                if gram in grams:
                    for number, offset in grams[gram]:
                        votes[number][place, (at - offset) // STEP] += weight
    return [_aligned(part, counted, among) for part, counted in zip(wanted, votes, strict=True)]


def _aligned(
    part: Part, counted: Counter[tuple[int, int]], among: Sequence[Stream]
) -> list[Alignment]:
    joined: Counter[tuple[int, int]] = Counter()
    for (stream, diagonal), votes in counted.items():
        joined[stream, diagonal] += votes + counted.get((stream, diagonal + 1), 0)
    best: dict[tuple[int, int], Alignment] = {}
    for (stream, diagonal), _ in joined.most_common(TRIED):
        alignment = align(part.keys, stream, among[stream], diagonal * STEP)
        if alignment:
            best.setdefault((alignment.stream, alignment.first), alignment)
    return sorted(best.values(), key=lambda alignment: -alignment.likeness)


def align(keys: Sequence[str], number: int, stream: Stream, near: int) -> Alignment | None:
    """Align words with those of a stream that begin near a word; None if none agree.

    The longest runs in common are found first, so that words which happen to stand twice do not
    tear apart what belongs together.
    """
    from difflib import SequenceMatcher

    first = max(0, near - STEP)
    window = stream.keys[first : near + 2 * STEP + int(1.6 * len(keys)) + 40]
    exact = _exact(keys, window)
    if exact is not None:
        start = first + exact
        return Alignment(number, start, start + len(keys), 1.0, ())
    matcher = SequenceMatcher(None, keys, window, autojunk=False)
    blocks = _dense(
        [(b.a, b.a + b.size, b.b, b.b + b.size) for b in matcher.get_matching_blocks() if b.size]
    )
    if not blocks:
        return None
    blocks = _with_edges(keys, window, blocks)
    matched = sum(b - a for a, b, _, _ in blocks)
    # Words that differ at either end stand for as many of what was said there.
    start = max(0, blocks[0][2] - blocks[0][0])
    end = min(len(window), blocks[-1][3] + len(keys) - blocks[-1][1])
    differences = []
    at, there = 0, start
    for a, b, c, d in [*blocks, (len(keys), len(keys), end, end)]:
        if a > at or c > there:
            differences.append(Difference(at, a, first + there, first + c))
        at, there = b, d
    extra = (blocks[-1][3] - blocks[0][2]) - matched
    likeness = matched / (len(keys) + 0.25 * extra)
    return Alignment(number, first + start, first + end, likeness, tuple(differences))


def _with_edges(
    keys: Sequence[str], window: Sequence[str], blocks: list[tuple[int, int, int, int]]
) -> list[tuple[int, int, int, int]]:
    """Add words at either end that agree right beside the others rather than far from them."""
    from difflib import SequenceMatcher

    def agreeing(a: int, b: int, c: int, d: int) -> list[tuple[int, int, int, int]]:
        matcher = SequenceMatcher(None, keys[a:b], window[c:d], autojunk=False)
        return [
            (a + m.a, a + m.a + m.size, c + m.b, c + m.b + m.size)
            for m in matcher.get_matching_blocks()
            if m.size
        ]

    first, _, there, _ = blocks[0]
    _, last, _, until = blocks[-1]
    before = agreeing(0, first, max(0, there - first - EDGE), there) if first else []
    rest = len(keys) - last
    after = agreeing(last, len(keys), until, until + rest + EDGE) if rest else []
    return [*before, *blocks, *after]


def _exact(keys: Sequence[str], window: Sequence[str], start: int = 0) -> int | None:
    """Return where words stand one after another, None if they do not."""
    size = len(keys)
    listed = list(keys)
    at = start
    while at + size <= len(window):
        try:
            at = window.index(keys[0], at, len(window) - size + 1)
        except ValueError:
            return None
        if window[at : at + size] == listed:
            return at
        at += 1
    return None


def _dense(blocks: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Leave out words that agree by chance far from where the others do."""
    while len(blocks) > 1:
        a, b, _, d = blocks[0]
        gap = blocks[1][2] - d - (blocks[1][0] - b)
        if b - a < max(2, gap / 3) and gap > 3:
            blocks = blocks[1:]
            continue
        a, b, c, _ = blocks[-1]
        gap = c - blocks[-2][3] - (a - blocks[-2][1])
        if b - a < max(2, gap / 3) and gap > 3:
            blocks = blocks[:-1]
            continue
        break
    return blocks


def ordered(
    wanted: Sequence[Part], listed: Sequence[Sequence[Alignment]], stream: Stream
) -> list[Alignment | None]:
    """Choose a place in one stream for each part of a quotation, in order where there is one.

    Parts of one or two words stand everywhere: they are looked for behind the part before them.
    """
    chosen: list[Alignment | None] = []
    last = 0
    for part, places in zip(wanted, listed, strict=True):
        place: Alignment | None = None
        if len(part.keys) > TINY:
            place = max(
                places,
                key=lambda p: (round(p.likeness, 2), p.first >= last, -p.first),
                default=None,
            )
        chosen.append(place)
        last = place.last if place else last
    for n, part in enumerate(wanted):
        if len(part.keys) > TINY or not listed[n]:
            continue
        before = next((p.last for p in reversed(chosen[:n]) if p), None)
        after = next((p.first for p in chosen[n + 1 :] if p), None)
        low = before if before is not None else max(0, (after or 0) - BEHIND)
        high = after if after is not None and after > low else low + BEHIND
        window = stream.keys[low : high + TINY]
        at = _exact(part.keys, window)
        if before is None and after is not None:
            every = (_exact(part.keys, window, k) for k in range(len(window)))
            positions = [k for k in every if k is not None]
            at = positions[-1] if positions else None
        if at is not None:
            chosen[n] = Alignment(listed[n][0].stream, low + at, low + at + len(part.keys), 1.0, ())
    if not any(chosen) and all(len(part.keys) <= TINY for part in wanted):
        return [places[0] if places else None for places in listed]
    return chosen
