"""Say in which language an interview is, and whether it is in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from coding.language import packs
from coding.language.guess import guess, other_than, proved
from coding.model import Turn

_READ = 3_000  # characters
_EACH = 320
_TURNS = 6
_FIRST = 400
_SPEAKERS = 6
_PART = 240
_WORDS = 12


def spoken_in(text: str, turns: Sequence[Turn]) -> tuple[str, tuple[str, ...]]:
    """Return the language most of a text is in, `""` if nobody can tell, and a note on a second.

    A second one is named if small words prove both, each in turns or of a speaker of its own.

    >>> from coding.model import Turn
    >>> spoken_in("We came here, and it was not what they have there.", ())[0]
    'en'
    """
    parts = _parts(text, turns)
    whole = guess(text[:_READ]) or _of_most(parts)
    if not whole:
        return "", ()
    said = _said(text, turns)
    by_speaker = {
        who: tongue
        for who, words in said.items()
        if (tongue := other_than(whole, words)) and _long(words)
    }
    by_part = Counter(tongue for part in parts if (tongue := other_than(whole, part)))
    others = dict.fromkeys(by_speaker.values())
    others |= dict.fromkeys(x for x, n in by_part.items() if n > 1 and 5 * n >= len(parts))
    ours = [who for who, words in said.items() if all(proved(words, whole, x) for x in others)]
    ours_too = ours or any(all(proved(part, whole, x) for x in others) for part in parts)
    if not (others and ours_too):
        return whole, ()
    by_speaker |= dict.fromkeys(ours, whole)
    found = [whole, *others]
    shown = [
        f"{packs.name_of(tongue)}{_who(who for who in said if by_speaker.get(who) == tongue)}"
        for tongue in found
    ]
    read = f"It is read as {packs.name_of(whole)}."
    return whole, (f"Please check: it is in {len(found)} languages, {' and '.join(shown)}. {read}",)


def _parts(text: str, turns: Sequence[Turn]) -> list[str]:
    """Return the beginnings of the first long turns."""
    parts: list[str] = []
    for turn in turns[:_FIRST]:
        if turn.end - turn.start > _PART // 3:
            part = text[turn.start : min(turn.end, turn.start + _PART)]
            parts += [part] * _long(part)
            if len(parts) == _TURNS:
                break
    return parts


def _said(text: str, turns: Sequence[Turn]) -> dict[str, str]:
    """Return some words of each of the first speakers, without those of nobody."""
    said: dict[str, str] = {}
    for turn in turns[:_FIRST]:
        words = said.get(turn.speaker, "")
        if turn.speaker and len(words) < _EACH and (words or len(said) < _SPEAKERS):
            part = text[turn.start : min(turn.end, turn.start + _PART)]
            said[turn.speaker] = f"{words} {part}"[:_EACH]
    return said


def _of_most(parts: Sequence[str]) -> str:
    counts = Counter(tongue for part in parts if (tongue := guess(part)))
    return max(counts, key=lambda tongue: counts[tongue], default="")


def _long(words: str) -> bool:
    return len(words.split()) >= _WORDS


def _who(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f" ({listed})" if listed else ""
