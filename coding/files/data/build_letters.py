"""Build `letters.txt`: which letters beyond ASCII stand beside which in a language's words.

    python coding/files/data/build_letters.py

From the word lists of simplemma (MIT) the pairs of neighbouring letters are counted in which one
is no ASCII letter, the edges of a word (`_`) included; `KEPT` of all their occurrences are kept,
as parts in 100,000. Such a list has each word once, while half of what is said is small words
(French "à", "où"): those of spaCy's lists (MIT) count as much as all others. Serbian counts
in Cyrillic too. Of languages that are written without letters of that kind the commonest characters
are kept, from charset-normalizer's tables (MIT).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from charset_normalizer.constant import FREQUENCIES
from simplemma.strategies.dictionaries.dictionary_factory import _load_dictionary_from_disk

from coding.language.script import cyrillic

LANGUAGES = (
    "ar bg ca cs da de el es et fa fi fr gl he hu is it lt lv mk nb nl pl pt ro ru sk sl sq sv"
    " tr uk"
).split()
CHARACTERS = {
    "ja": ("Japanese", "Japanese—", "Japanese——"),
    "ko": ("Korean",),
    "th": ("Thai",),
    "zh": ("Chinese",),
}
SCRIPTS = {"ar": "؀-ۿ", "fa": "؀-ۿ", "he": "א-ת", "el": "Ͱ-Ͽἀ-῿"} | dict.fromkeys(
    ("bg", "mk", "ru", "uk", "sr"), "Ѐ-ӿ"
)
LATIN = "a-zß-ɏ"
MOST = 60_000
KEPT = 0.998
WHOLE = 100_000


def main(out: Path) -> None:
    """Write the pairs of every language, a line each."""
    lines = []
    for language in LANGUAGES:
        words = _words(language, SCRIPTS.get(language, LATIN))
        small = _small(language, SCRIPTS.get(language, LATIN))
        lines.append(f"{language}\t{_kept(words, small)}")
    croatian, small = _words("hbs", LATIN), _small("hr", LATIN)
    lines.append(f"hr\t{_kept(croatian, small)}")
    serbian = [cyrillic(word) for word in croatian]
    lines.append(f"sr\t{_kept(serbian, [cyrillic(word) for word in small])}")
    for language, tables in CHARACTERS.items():
        common = "".join(c for table in tables for c in FREQUENCIES[table])
        lines.append(f"{language}\t{common}")
    out.write_text("\n".join(lines) + "\n", "utf-8")


def _words(language: str, letters: str) -> list[str]:
    """Return some of a language's words, evenly from its whole list."""
    stored = list(_load_dictionary_from_disk(language))
    fits = re.compile(f"[{letters}]+").fullmatch
    words = (key.decode() for key in stored[:: max(1, len(stored) // MOST)])
    return [word for word in words if fits(word)]


def _small(language: str, letters: str) -> list[str]:
    """Return the small words of a language, none where spaCy has no list of them."""
    try:
        listed = import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    except ModuleNotFoundError:
        return []
    fits = re.compile(f"[{letters}]+").fullmatch
    return sorted(word for word in map(str.lower, listed) if fits(word))


def _counted(words: Sequence[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in words:
        pairs = (a + b for a, b in pairwise(f"_{word}_"))
        counts.update(pair for pair in pairs if not pair.isascii())
    return counts


def _kept(words: Sequence[str], small: Sequence[str]) -> str:
    counts = _counted(words)
    often, whole = _counted(small), counts.total()
    for pair, count in often.items():
        counts[pair] += round(count * whole / often.total())
    total, seen, kept = counts.total(), 0, []
    for pair, count in counts.most_common():
        if seen > KEPT * total:
            break
        seen += count
        kept.append(f"{pair}{max(1, round(count * WHOLE / total))}")
    return " ".join(kept)


if __name__ == "__main__":
    main(Path(__file__).with_name("letters.txt"))
