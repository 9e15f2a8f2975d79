"""Check that an edited quote shows its omissions and insertions, and show them where it does not.

A source is a row of words; a printed quote is a row of words, of words in square brackets, and
of ellipses. Whatever is not a word (punctuation, spaces, quotation marks) is free. A quote may
begin and end anywhere: no ellipsis is asked for at its ends. What a transcript notes of sounds,
such as `[laughs]`, is no word that was said: it may go, and nobody may put one in.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from coding.language import packs

_PART = r"""[^\s—–/\\|…()\[\]{}<>"“”„‟‚«»‹›,.;:!?¡¿]"""
_WORD = rf"{_PART}(?:{_PART}|(?<=\d)[.,:–](?=\d))*"
_DOTS = r"(?:…|\.(?:\s?\.){2,})"
_PIECE = re.compile(
    rf"(?P<gap>\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS})"
    rf"|(?P<altered>{_PART}*(?:\[{_PART}+\]{_PART}*)+)"
    r"|(?P<group>\[[^\[\]]*\])"
    rf"|(?P<word>{_WORD})"
)
_BRACKETS = re.compile(r"[\[\]]")
_FOLD = str.maketrans("’‘ʼ`´‐‑–", "'''''---", "\u00ad\u200b\u2060\ufeff")
_NOTE = re.compile(r"\[[^\[\]]+\]|\([^()]+\)")
_LONGEST_NOTE = 3
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a printed quote: what it may stand for, best first, and where it is."""

    keys: tuple[str, ...]
    start: int
    end: int
    group: int  # where the brackets that hold it begin; -1 outside brackets
    after_gap: bool  # an ellipsis stands before it


def sound_notes(text: str) -> list[tuple[int, int]]:
    """Return where a text notes sounds in brackets, `[laughs]` or `(pause)`, in any language.

    In square brackets up to two words more may go with it: `[laughs out loud]`.

    >>> [("So [laughs] I (the fool) went (pause)."[a:b]) for a, b in
    ...     sound_notes("So [laughs] I (the fool) went (pause).")]
    ['[laughs]', '(pause)']
    """
    return [match.span() for match in _NOTE.finditer(text) if _is_sound(match.group())]


def sounds_in_round(text: str) -> str:
    """Return words with what the transcript notes of sounds in round brackets.

    Square ones are the editor's in print.

    >>> sounds_in_round("So [laughs] I [Ana] went.")
    'So (laughs) I [Ana] went.'
    """
    for start, end in sound_notes(text):
        text = f"{text[:start]}({text[start + 1 : end - 1]}){text[end:]}"
    return text


def _is_sound(note: str) -> bool:
    inside = note[1:-1].strip(" .,!…").casefold()
    sounds = frozenset(packs.together("sounds"))
    words = inside.split()
    square = note.startswith("[") and len(words) <= _LONGEST_NOTE
    return inside in sounds or (square and not sounds.isdisjoint(words))


def printed_is_faithful(source: str, printed: str) -> list[str]:
    """Return what an edited quote changed without showing it, in plain words; `[]` if nothing.

    Every word left out between others must be shown by `...`, `…`, `[...]` or `(...)` where it
    stood; every word put in, by square brackets. A bracket shows an insertion only: what it
    replaces needs an ellipsis too, unless it mends one word (`[W]e`, `work[ed]`). Free are
    punctuation, spaces, the shape of quotation marks and dashes, and the case of the first word.

    >>> printed_is_faithful("And I would not go back.", "I would go back to Perm.")
    ["the word 'not' is missing without an ellipsis", \
"'to Perm' are not in the source and not in brackets"]
    >>> printed_is_faithful("And I would not go back now.", "I would not go [to Perm]")
    []
    """
    source, printed = _nfc(source), _nfc(printed)
    foreign = [printed[start:end] for start, end in _foreign_notes(source, printed)]
    source, printed = _said(source), _said(printed)
    stands = list(_words(source))
    keys = [key for key, _ in stands]
    words, open_end = _read(printed, keys)
    problems = [f"the interview notes no {note} here" for note in foreign]
    for i, k, j, m in _changes(keys, words, open_end):
        if i < k and not _shown(words, j, m, open_end):
            single = k - i == 1
            missing = _shorten([spelling for _, spelling in stands[i:k]])
            problems.append(
                f"the word{'' if single else 's'} '{missing}' {'is' if single else 'are'} "
                "missing without an ellipsis"
            )
        for run in _runs(words[j:m]):
            added = _shorten(printed[run[0].start : run[-1].end].split())
            known = all(set(keys).intersection(word.keys) for word in run)
            problems.append(
                f"'{added}' {'is' if len(run) == 1 else 'are'} "
                f"not {'at this place ' if known else ''}in the source and not in brackets"
            )
    return problems


def elide(source: str, printed: str) -> str:
    """Show in a freely edited quote what was done: `[…]` for words left out, `[words]` put in.

    What is shown already stays as it is. The result is always faithful in the sense of
    `printed_is_faithful`.

    >>> elide("Well, I would not go back now.", "I would never go back now.")
    'I would […] [never] go back now.'
    """
    source, printed = _nfc(source), _nfc(printed)
    for start, end in reversed(_foreign_notes(source, printed)):
        printed = printed[:start] + printed[end:].removeprefix(" ")
    keys = [key for key, _ in _words(_said(source))]
    words, open_end = _read(_said(printed), keys)
    edits: list[tuple[int, int, str]] = []
    for i, k, j, m in _changes(keys, words, open_end):
        if i < k and not _shown(words, j, m, open_end):
            if j < len(words):
                place = words[j].start if words[j].group < 0 else words[j].group
                edits.append((place, place, "[…] "))
            else:
                place = len(printed.rstrip())
                edits.append((place, place, " […]" if place else "[…]"))
        for run in _runs(words[j:m]):
            start, end = run[0].start, run[-1].end
            edits.append((start, end, f"[{_BRACKETS.sub('', printed[start:end])}]"))
    for start, end, text in reversed(edits):
        printed = printed[:start] + text + printed[end:]
    return _nfc(printed)


def omitted(source: str, printed: str) -> list[tuple[int, int]]:
    """Return the places of words in a source that a printed quote leaves out, in order.

    Words in brackets are an editor's, and stand for none.

    >>> source = "I would not go back now."
    >>> [source[a:b] for a, b in omitted(source, "I would … go [home] now")]
    ['not', 'back']
    """
    bare = _said(source)
    stands = [(key, m.span()) for m in re.finditer(_WORD, bare) if (key := _key(_nfc(m.group())))]
    keys = [key for key, _ in stands]
    words, _ = _read(_said(_nfc(printed)), keys)
    there = set(keys)
    shown = [
        next((key for key in word.keys if key in there), word.keys[0])
        for word in words
        if word.group < 0
    ]
    matcher = difflib.SequenceMatcher(None, keys, shown, autojunk=False)
    out = (range(i, k) for tag, i, k, _, _ in matcher.get_opcodes() if tag in ("delete", "replace"))
    return [stands[place][1] for places in out for place in places]


def difference(source: str, printed: str) -> list[tuple[Literal["same", "out", "in"], str]]:
    """Set a printed quote beside its source: runs of words that stayed, went out or came in.

    >>> difference("Well, I would go.", "I would [not] go.")
    [('out', 'Well,'), ('same', 'I would'), ('in', '[not]'), ('same', 'go.')]
    """
    said, shown = source.split(), printed.split()
    runs: list[tuple[Literal["same", "out", "in"], str]] = []
    matcher = difflib.SequenceMatcher(None, said, shown, autojunk=False)
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("same", " ".join(said[i:k])))
            continue
        if i < k:
            runs.append(("out", " ".join(said[i:k])))
        if j < m:
            runs.append(("in", " ".join(shown[j:m])))
    return runs


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _said(text: str) -> str:
    """Blank out what a text notes of sounds; all else stays in its place."""
    for start, end in sound_notes(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _foreign_notes(source: str, printed: str) -> list[tuple[int, int]]:
    """Return where printed words note sounds that their source does not, or not as often."""
    left = Counter(source[start + 1 : end - 1].casefold() for start, end in sound_notes(source))
    foreign = []
    for start, end in sound_notes(printed):
        left[printed[start + 1 : end - 1].casefold()] -= 1
        if left[printed[start + 1 : end - 1].casefold()] < 0:
            foreign.append((start, end))
    return foreign


def _key(word: str) -> str:
    """Fold what typography may change in a word; `""` if it is none, such as a lone dash."""
    folded = word.translate(_FOLD)
    bare = folded.strip("'-*_")
    return f"-{bare}" if re.match(r"-\d", folded) else bare


def _words(source: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a source, folded and as it is spelled."""
    for match in re.finditer(_WORD, source):
        if key := _key(match.group()):
            yield key, match.group()


def _read(printed: str, source: Sequence[str]) -> tuple[list[_Word], bool]:
    """Read a printed quote into its words, and whether an ellipsis ends it."""
    any_case: dict[str, list[str]] = {}
    for key in dict.fromkeys(source):
        any_case.setdefault(key.casefold(), []).append(key)
    words: list[_Word] = []
    gap = False
    begun = False

    def read(start: int, end: int, group: int) -> None:
        nonlocal gap, begun
        for match in _PIECE.finditer(printed, start, end):
            kind, piece = match.lastgroup, match.group()
            keys: list[str] = []
            if kind == "gap":
                gap = True
            elif kind == "word":
                keys = [_key(piece)]
                if group < 0 and not begun:
                    keys += any_case.get(keys[0].casefold(), [])
            elif kind == "altered" and (outside := _key(re.sub(r"\[.*?\]", "", piece))):
                whole = _key(_BRACKETS.sub("", piece))
                keys = [whole, outside]
                keys += any_case.get(whole.casefold(), []) + any_case.get(outside.casefold(), [])
            else:
                for inner in re.finditer(r"\[([^\[\]]*)\]", piece):
                    offset = match.start()
                    read(offset + inner.start(1), offset + inner.end(1), offset)
            if keys and keys[0]:
                words.append(_Word(tuple(keys), match.start(), match.end(), group, gap))
                gap, begun = False, begun or group < 0

    read(0, len(printed), -1)
    return words, gap


def _fits(source: Sequence[str], words: Sequence[_Word], open_end: bool) -> bool:
    """Tell whether some reading of the printed words accounts for every word of the source.

    Where words of the source are printed as such, they may begin and end anywhere in it.
    """
    cut = any(word.group < 0 for word in words)
    reached = set(range(len(source) + 1)) if cut else {0}
    for word in words:
        if word.after_gap:
            reached = set(range(min(reached), len(source) + 1))
        step = {i + 1 for i in reached if i < len(source) and source[i] in word.keys}
        reached = step | reached if word.group >= 0 else step
        if not reached:
            return False
    return open_end or cut or len(source) in reached


def _changes(
    source: Sequence[str], words: Sequence[_Word], open_end: bool
) -> list[tuple[int, int, int, int]]:
    """Return where source[i:k] became words[j:m], as (i, k, j, m); nothing if all is shown."""
    if _fits(source, words, open_end):
        return []
    there = set(source)
    best = [next((key for key in word.keys if key in there), word.keys[0]) for word in words]
    changes = difflib.SequenceMatcher(None, source, best, autojunk=False).get_opcodes()
    kept = [place for tag, *_, j, m in changes if tag == "equal" for place in range(j, m)]
    cut = any(words[place].group < 0 for place in kept)
    return [
        (i, k, j, m)
        for tag, i, k, j, m in changes
        if tag != "equal" and not (cut and tag == "delete" and (not i or k == len(source)))
    ]


def _shown(words: Sequence[_Word], j: int, m: int, open_end: bool) -> bool:
    """Tell whether an ellipsis stands before, among or after the words from j to m."""
    after = words[m].after_gap if m < len(words) else open_end
    return after or any(word.after_gap for word in words[j:m])


def _runs(words: Sequence[_Word]) -> list[list[_Word]]:
    """Group words outside brackets that follow each other without bracket or ellipsis."""
    runs: list[list[_Word]] = []
    joins = False
    for word in words:
        if word.group < 0:
            if not joins or word.after_gap:
                runs.append([])
            runs[-1].append(word)
        joins = word.group < 0
    return runs


def _shorten(words: Sequence[str]) -> str:
    if len(words) > _MOST_SHOWN:
        words = [*words[: _MOST_SHOWN // 2], "…", *words[-_MOST_SHOWN // 2 :]]
    return " ".join(words)
