"""Tell whether a text has an interview and its translation in one, and take the two apart.

Under each other, turn by turn or line by line, beside each other in one line (`/`, `|`, a tab,
brackets) or as two blocks. Two scripts tell themselves apart; of one script it is the shape that
recurs, and the small words of the whole sides. Nothing is split here: a person looks at it first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import correlation

from coding.language import packs
from coding.language.guess import guess, leans, other_than, reads_as
from coding.language.script import script_of, scripts_of
from coding.model import ColumnUse, Role, TableColumn, Transcript, Turn

ONE_FILE = "an interview and its translation in one file"
"""How a note says that both were noticed."""

FEWEST = 3
"""Turns of each side below which nothing recurs."""

_SHARE = 0.25  # of the letters that a script has at least, if it is one of two
_PURE = 0.9  # of the letters of pieces that are of one script alone
_PAIRED = 0.75  # of the turns whose other side is about as long
_LONGER = 2.6  # times that one side of a turn may be longer than the other
_SHORT = 25  # characters within which lengths say nothing
_CELL = 15  # characters of a cell of words, on an average
_SIDES = {Role.INTERVIEWER, Role.PARTICIPANT}
_LOOKED_AT = 80  # turns in which two languages are noticed

_BOTH = 0.8  # of the turns that have both sides, if these stand beside each other

_LIKE = 0.85  # how alike the turns of two blocks are in length: correlation
_EDGE = 900  # characters at the ends of a text by which it is seen to change over

_SIGNS = "\n\t/|[("
_BESIDE = re.compile(r"\n+|\t+|[ \u00a0]+[/|][ \u00a0]+|(?<=\S)[ \u00a0]+(?=[\[(])")
_LABEL = re.compile(r"^([^\W\d_][\w .'’-]{0,30}?):\s+(.+)$", re.DOTALL)
_BRACKETS = re.compile(r"^[\[(](.*)[\])]$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTurn:
    """What somebody says at a time, in one of two languages."""

    speaker: str
    words: str
    role: Role = Role.UNKNOWN
    time: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoInOne:
    """The two sides of a text, the one that begins first, with their languages ("" not known)."""

    sides: tuple[tuple[SideTurn, ...], tuple[SideTurn, ...]]
    languages: tuple[str, str]

    @property
    def called(self) -> tuple[str, ...]:
        """Return the names of the languages."""
        return tuple(packs.name_of(key) if key else "another language" for key in self.languages)


def two_in_one(text: str, turns: Sequence[Turn]) -> TwoInOne | None:
    r"""Return the two sides of a text that has an interview and its translation, None of another.

    >>> said = ["Да, конечно, мы приехали сюда.", "Yes, of course, we came here."] * 3
    >>> words = "\n".join(said)
    >>> turns = [Turn(number=n, start=words.index(w), end=words.index(w) + len(w))
    ...          for n, w in enumerate(said, 1)]
    >>> found = two_in_one(words, turns)
    >>> found.languages, found.sides[1][0].words
    (('ru', 'en'), 'Yes, of course, we came here.')
    """
    if not _may_be_two(text, turns):
        return None
    cut = [(turn, _pieces(text[turn.start : turn.end])) for turn in turns]
    for sides in (_by_script(cut), _by_place(cut), _by_turns(cut), _by_blocks(cut)):
        if sides and _are_one(*sides):
            languages = tuple(_language(side) for side in sides)
            if languages[0] != languages[1]:
                return TwoInOne(sides=sides, languages=(languages[0], languages[1]))
    return None


def from_readings(one: Transcript, other: Transcript) -> TwoInOne | None:
    """Return the sides of a table that was read once for each of two columns of words."""
    sides = tuple(
        tuple(
            SideTurn(
                speaker=turn.speaker,
                words=read.text[turn.start : turn.end],
                role=turn.role,
                time=turn.time,
            )
            for turn in read.turns
        )
        for read in (one, other)
    )
    languages = _language(sides[0]), _language(sides[1])
    if languages[0] == languages[1] or not _are_one(sides[0], sides[1]):
        return None
    return TwoInOne(sides=(sides[0], sides[1]), languages=languages)


def noticed(
    text: str, turns: Sequence[Turn], columns: Sequence[TableColumn] = ()
) -> tuple[str, ...]:
    """Return a note if the beginning of a text is in two languages, one translating the other.

    Of a table, if a column that is left out has words of another language than that which is read.
    """
    found = two_in_one(text, turns[:_LOOKED_AT])
    if found is None and len(turns) > _LOOKED_AT:  # two blocks may follow each other
        found = two_in_one(text, turns)
    if found is None and not _columns_apart(columns):
        return ()
    which = f" ({' and '.join(found.called)})" if found else ""
    return (
        f"Please check: it is {ONE_FILE}{which}. It can be split in two: on Transcripts, or by"
        " `coding split-languages`.",
    )


def _columns_apart(columns: Sequence[TableColumn]) -> bool:
    said = {
        use: [" ".join(c.examples) for c in columns if c.use is use and _long(c.examples)]
        for use in (ColumnUse.WORDS, ColumnUse.NOTHING)
    }
    if len(said[ColumnUse.WORDS]) != 1:
        return False
    read = said[ColumnUse.WORDS][0]
    return any(
        script_of(left) != script_of(read) or "" != guess(left) != guess(read) != ""
        for left in said[ColumnUse.NOTHING]
    )


def _long(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(len, cells)) >= _CELL * len(cells)


def written(side: Sequence[SideTurn]) -> str:
    """Return one side as the text of an interview, with its labels and times."""
    return "\n\n".join(_labelled(turn) for turn in side) + "\n"


def _labelled(turn: SideTurn) -> str:
    clock = "" if turn.time is None else f"[{_clock(turn.time)}] "
    return f"{clock}{turn.speaker}: {turn.words}" if turn.speaker else f"{turn.words}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"


_Cut = Sequence[tuple[Turn, list[str]]]
_Sides = tuple[tuple[SideTurn, ...], tuple[SideTurn, ...]]


def _may_be_two(text: str, turns: Sequence[Turn]) -> bool:
    """Tell whether a text could have two sides at all: hardly any has, and all are looked at."""
    if len(scripts_of(text)) > 1 or _follow_each_other(turns) or _changes_over(text, turns):
        return True
    signs = [sign for sign in _SIGNS if sign in text]
    beside = sum(text.find(sign, turn.start, turn.end) >= 0 for sign in signs for turn in turns)
    return beside >= max(FEWEST, _BOTH * len(turns))


def _follow_each_other(turns: Sequence[Turn]) -> bool:
    """Tell whether every second turn may translate the one before it: one speaker has both."""
    return (
        len(turns) >= 2 * FEWEST
        and len(turns) % 2 == 0
        and all(b.speaker in ("", a.speaker) for a, b in zip(turns[::2], turns[1::2], strict=True))
    )


def _changes_over(text: str, turns: Sequence[Turn]) -> bool:
    """Tell whether the end of a text is in another language than its beginning."""
    if len(turns) < 2 * FEWEST:
        return False
    begin, end = turns[0].start, turns[-1].end
    edge = min(_EDGE, (end - begin) // 3)
    main = guess(text[begin : begin + edge])
    return bool(main and other_than(main, text[end - edge : end]))


def _pieces(words: str) -> list[str]:
    parts = (part.strip() for part in _BESIDE.split(words))
    return [part for part in parts if part]


def _by_script(cut: _Cut) -> _Sides | None:
    """Tell two scripts apart, wherever each piece stands."""
    pieces = [piece for _, parts in cut for piece in parts]
    letters: Counter[str] = Counter()
    for piece in pieces:
        letters[script_of(piece)] += len(piece)
    del letters[""]
    both = [script for script, _ in letters.most_common(2)]
    total = letters.total()
    if len(both) < 2 or letters[both[1]] < _SHARE * total:
        return None
    pure = sum(len(piece) for piece in pieces if _pure(piece))
    if pure < _PURE * sum(map(len, pieces)):
        return None
    first = next(script for piece in pieces if (script := script_of(piece)) in both)
    sides: dict[str, list[tuple[Turn, str]]] = {first: [], (set(both) - {first}).pop(): []}
    for turn, parts in cut:
        last = ""
        for piece in parts:
            script = script_of(piece)
            script = script if script in sides else last or first
            sides[script].append((turn, piece))
            last = script
    one, other = sides.values()
    return _side(one, cut), _side(other, cut)


def _pure(piece: str) -> bool:
    scripts = Counter(script_of(letter) for letter in piece if letter.isalpha())
    return not scripts or max(scripts.values()) >= 0.75 * scripts.total()


def _by_place(cut: _Cut) -> _Sides | None:
    """Tell apart what stands first and what second in nearly every turn."""
    full = [(turn, parts) for turn, parts in cut if len(parts) == 2]
    if len(full) < max(FEWEST, _BOTH * len(cut)):
        return None
    one = [(turn, parts[0]) for turn, parts in cut if parts]
    other = [(turn, parts[1]) for turn, parts in cut if len(parts) == 2]
    return _side(one, cut), _side(other, cut)


def _by_turns(cut: _Cut) -> _Sides | None:
    """Tell apart every first and every second turn, if both are one speaker's."""
    if not _follow_each_other([turn for turn, _ in cut]):
        return None
    pairs = list(zip(cut[::2], cut[1::2], strict=True))
    one = [(turn, piece) for (turn, parts), _ in pairs for piece in parts]
    other = [(turn, piece) for _, (turn, parts) in pairs for piece in parts]
    return _side(one, cut), _side(other, cut)


def _by_blocks(cut: _Cut) -> _Sides | None:
    """Tell apart two blocks of one script by their small words, and turns that are as long.

    Somebody who goes on in another language says other things: turns of other lengths.
    """
    words = [" ".join(parts) for _, parts in cut]
    half = len(words) // 2
    one, other = (guess("\n".join(part)) for part in (words[:half], words[half:]))
    if half < FEWEST or not one or not other or one == other:
        return None
    leaning = [*accumulate(leans(part, one, other) for part in words)]
    border = 1 + max(range(len(words)), key=lambda n: leaning[n])
    lengths = [[len(part) for part in side] for side in (words[:border], words[border:])]
    fewer = min(map(len, lengths))
    if fewer < FEWEST or any(len({*side[:fewer]}) < 2 for side in lengths):
        return None
    if correlation(lengths[0][:fewer], lengths[1][:fewer]) < _LIKE:
        return None
    pieces = [(turn, part) for (turn, _), part in zip(cut, words, strict=True)]
    return _side(pieces[:border], cut), _side(pieces[border:], cut)


def _side(pieces: Sequence[tuple[Turn, str]], cut: _Cut) -> tuple[SideTurn, ...]:
    """Return pieces turn by turn; a turn of nobody is the one's whose turn is before it."""
    before: dict[int, Turn] = {}
    known: Turn | None = None
    for turn, _ in cut:
        known = turn if turn.speaker or known is None else known
        before[turn.number] = known
    made: list[SideTurn] = []
    last = 0
    for turn, piece in pieces:
        if turn.number == last:
            made[-1] = replace(made[-1], words=f"{made[-1].words} {_bare(piece)}")
            continue
        whose = before[turn.number]
        said = SideTurn(speaker=whose.speaker, words=_bare(piece), role=whose.role, time=whose.time)
        made.append(said)
        last = turn.number
    return _labelled_themselves(made)


def _labelled_themselves(side: Sequence[SideTurn]) -> tuple[SideTurn, ...]:
    """Let each turn be of whom its own words name, if nearly all of a side begin with a name."""
    named = [(turn, _LABEL.match(turn.words)) for turn in side]
    labels = [match[1] for _, match in named if match]
    if len(labels) < 0.8 * len(side) or len(set(labels)) > len(labels) / 2:
        return tuple(side)
    return tuple(
        replace(turn, speaker=match[1], words=match[2]) if match else turn for turn, match in named
    )


def _bare(piece: str) -> str:
    found = _BRACKETS.match(piece)
    return found[1].strip() if found else piece


def _are_one(one: Sequence[SideTurn], other: Sequence[SideTurn]) -> bool:
    """Tell whether two sides may be one interview: who speaks, how often, and how long."""
    if min(len(one), len(other)) < FEWEST or abs(len(one) - len(other)) > 0.2 * len(one):
        return False
    heard = [{turn.role for turn in side} & _SIDES for side in (one, other)]
    if heard[0] != heard[1]:  # one asks in this language, one answers in that: no translation
        return False
    like = sum(_alike(len(a.words), len(b.words)) for a, b in zip(one, other, strict=False))
    return like >= _PAIRED * min(len(one), len(other))


def _alike(one: int, other: int) -> bool:
    return max(one, other) <= max(_SHORT, _LONGER * min(one, other))


def _language(side: Sequence[SideTurn]) -> str:
    words = "\n".join(turn.words for turn in side)
    return guess(words) or reads_as(words)


def sides_of(found: TwoInOne) -> Iterator[tuple[str, str]]:
    """Yield the words of both sides next to each other, for a person to look at."""
    one, other = found.sides
    for n in range(max(len(one), len(other))):
        yield (
            one[n].words if n < len(one) else "",
            other[n].words if n < len(other) else "",
        )
