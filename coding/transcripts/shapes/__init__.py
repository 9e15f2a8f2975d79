"""Read what machines transcribed: speakers, times and words, by the shape that recurs.

No program is known by its name: what is known is that a line is a time, a name and a time, a
range, a row of a table, and that it comes back. What has no such shape is for `labels`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coding.model import ReadingAnswers
from coding.model.listing import counted
from coding.transcripts.heard import Heard
from coding.transcripts.shapes.blocks import blocks
from coding.transcripts.shapes.columns import columns
from coding.transcripts.shapes.days import continued
from coding.transcripts.shapes.headers import looks_timed, rows_of
from coding.transcripts.shapes.spoken import joined
from coding.transcripts.shapes.stamps import MARK
from coding.transcripts.turns import build

_FIRST = 20_000
_SHOWN = 10


def timed(text: str, answers: ReadingAnswers) -> Heard | None:
    r"""Return what a machine-made transcript says, None if the text is none.

    >>> from coding.model import NOTHING_SAID
    >>> found = timed("0:00 Ana\nWhy?\n\n0:04 Ivo\nBecause.", NOTHING_SAID)
    >>> found.text, [turn.time for turn in found.turns]
    ('Ana: Why?\n\nIvo: Because.', [0.0, 4.0])
    >>> timed("Ana: Why?\nIvo: Because it is 10:30.", NOTHING_SAID)
    """
    beginning = text[:_FIRST]
    table = columns(beginning) and columns(text)
    if table:
        made = table
    elif looks_timed(beginning):
        rows, remarks = continued(rows_of(text))
        found = blocks(rows)
        if not found:
            return None
        made = found
        made.remarks.extend(remarks)
    else:
        return None
    if not made.lines:
        return None
    said = joined(made.lines, answers, ranged=made.ranged, what="timed line")
    notes = (*_left(made.left, made.remarks), *said.notes)
    return build(said.said, answers, notes=notes)


def _left(left: Counter[str], remarks: list[str]) -> Iterator[str]:
    what = [counted(count, thing) for thing, count in left.items() if count]
    if what:
        yield (
            f"Read as a machine’s transcript; left out of the words: {', '.join(what)}. The times"
            " are kept with the turns."
        )
    else:
        yield "Read as a machine’s transcript; nothing was left out of the words."
    yield from list(dict.fromkeys(remarks))[:_SHOWN]


def inside(found: Heard) -> tuple[str, ...]:
    """Say how many marks of times stand inside of what is said, and would be printed with it."""
    if not (any(map(found.text.__contains__, "[(#")) and MARK.search(found.text)):
        return ()
    marks = sum(len(MARK.findall(found.text, turn.start, turn.end)) for turn in found.turns)
    if not marks:
        return ()
    return (
        f"{counted(marks, 'mark')} of a time inside of what is said, such as [00:12:03]: kept as"
        " words, so quotes have it too.",
    )
