"""Say in which language an interview is, and whether it is in two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from coding.language import packs
from coding.language.guess import guess
from coding.model import Turn

_READ = 4_000  # characters
_EACH = 800
_TURNS = 8
_PART = 240
_WORDS = 12


def spoken_in(text: str, turns: Sequence[Turn]) -> tuple[str, tuple[str, ...]]:
    """Return the language most of a text is in, `""` if nobody can tell, and a note on a second.

    >>> from coding.model import Turn
    >>> spoken_in("We came here, and it was not what they have there.", ())[0]
    'en'
    """
    said = defaultdict(list)
    for turn in turns[:400]:
        said[turn.speaker].append(text[turn.start : min(turn.end, turn.start + _PART)])
    by_speaker = {
        who: tongue
        for who, words in list(said.items())[:6]
        if who and (tongue := guess(" ".join(words)[:_EACH])) and _long("".join(words))
    }
    long = [t for t in turns[:400] if t.end - t.start > _PART // 3][:_TURNS]
    parts = [text[t.start : t.start + _PART] for t in long]
    by_part = Counter(tongue for part in parts if _long(part) and (tongue := guess(part)))
    found = dict.fromkeys(by_speaker.values())
    found |= dict.fromkeys(tongue for tongue, n in by_part.items() if n > 1 and 5 * n >= len(parts))
    whole = guess(text[:_READ]) or max(by_part, key=lambda x: by_part[x], default="")
    if len(found) < 2:
        return whole, ()
    shown = [
        f"{packs.name_of(tongue)}{_who(who for who, x in by_speaker.items() if x == tongue)}"
        for tongue in found
    ]
    read = f"It is read as {packs.name_of(whole)}." if whole else "Say which it is to be read in."
    return whole, (f"Please check: it is in {len(found)} languages, {' and '.join(shown)}. {read}",)


def _long(words: str) -> bool:
    return len(words.split()) >= _WORDS


def _who(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f" ({listed})" if listed else ""
