"""Find words over all interviews as places that can be coded: the words, a sentence, a turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from coding.errors import CodingError
from coding.language.guess import reads_as
from coding.language.sentences import sentences
from coding.language.words import lemma
from coding.model import TranscriptInfo, Voice
from coding.project.part import ProjectPart
from coding.store.searching import folded

if TYPE_CHECKING:
    from coding.model.voices import SaidBy
    from coding.project import Project

SETTLED = 3.0
"""Seconds after which nothing is at work any more that was begun with the opening of a page."""

FEW, REST = 50, 0.02
"""How many words are looked up behind a page, some 2 ms of work, before so many seconds of rest."""

PATIENCE = 2.0
"""Seconds that a pattern may take in one interview: some need longer than anybody lives."""


_ByLemma = dict[str, dict[str, list[str]]]


class SearchWay(StrEnum):
    """How words are looked for.

    WORDS as they stand (several of one turn, "a phrase", a beginn*), FORMS with every form of
    each, PATTERN as a regular expression.
    """

    WORDS = "words"
    FORMS = "forms"
    PATTERN = "pattern"


class Width(StrEnum):
    """How much around a hit is coded."""

    WORDS = "words"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """Words of one turn (from 1) in which something stands that was looked for, at `hits`.

    All offsets are characters of the transcript; `within` are those of the turn.
    """

    transcript: str
    turn: int
    start: int
    end: int
    text: str
    hits: tuple[tuple[int, int], ...]
    voice: Voice
    within: tuple[int, int]


class Search(ProjectPart):
    """Search in all interviews, to code what it finds."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._reading = threading.Lock()
        self._known: tuple[object, _ByLemma] | None = None  # with what was read for it
        self._starting = threading.Lock()
        self._soon: threading.Timer | None = None
        self._wanted = threading.Event()  # somebody waits for the forms

    def places(
        self, query: str, *, way: str = SearchWay.WORDS, width: str = Width.WORDS
    ) -> list[FoundWords]:
        """Return the places where words stand, in the order of the interviews' names.

        Hits that lie in one sentence, or turn, are one place of that width. Raises CodingError for
        a query without a word, a pattern that cannot be read or takes too long, an unknown way.
        """
        if way not in set(SearchWay) or width not in set(Width):
            raise CodingError(f"there is no search by “{way}”, {width}")
        listed = self.project.transcripts.all()
        with self.store.together():
            if way == SearchWay.PATTERN:
                hits = self._by_pattern(query, listed)
            else:
                hits = self._by_words(query, forms=way == SearchWay.FORMS)
            said = self.project.speakers.said(hits, listed)
            return [
                place
                for info in listed
                if (spans := hits.get(info.id))
                for place in _widened(
                    info, self.store.transcripts.text(info), said[info.id], spans, Width(width)
                )
            ]

    def around(self, places: Iterable[FoundWords]) -> list[tuple[str, str]]:
        """Return what the sentence of each place says before its words, and behind them."""
        infos = {info.id: info for info in self.project.transcripts.all()}
        read: dict[str, tuple[str, str]] = {}
        told = []
        with self.store.together():
            for place in places:
                if place.transcript not in read:
                    info = infos[place.transcript]
                    text = self.store.transcripts.text(info)
                    read[info.id] = text, reads_as(text, info.language)
                text, language = read[place.transcript]
                span = place.start, place.end
                first, last = _extent(text, place.within, span, Width.SENTENCE, language)
                told.append((text[first : place.start], text[place.end : last]))
        return told

    def coded_already(self, places: Sequence[FoundWords], code: str, coder: str) -> list[bool]:
        """Say of each place whether a coder has a code on all of its words; no code, no.

        What is coded beside it in another language counts.
        """
        mine: dict[str, list[tuple[int, int]]] = {}
        if code:
            codings = self.store.codings.all(codes=[code], coder=coder)
            for key, start, end in self.project.alignments.everywhere(codings):
                mine.setdefault(key, []).append((start, end))
        return [
            any(a <= place.start and place.end <= b for a, b in mine.get(place.transcript, ()))
            for place in places
        ]

    def _by_words(self, query: str, *, forms: bool) -> dict[str, list[tuple[int, int]]]:
        store = self.store.transcripts
        hits: dict[str, list[tuple[int, int]]] = {}
        for hit in store.search(query, limit=0, forms=self._forms() if forms else None):
            hits.setdefault(hit.transcript, []).append((hit.start, hit.end))
        return hits

    # ── in any form ──

    def get_ready(self, *, after: float = SETTLED) -> threading.Thread:
        """Read dictionaries and forms, once, a while from now; return the thread that does.

        Who then searches for a word in any form does not wait for them, and who asks for it again
        waits for nothing. Pages come first: it rests most of the time, until somebody waits for it.
        """
        with self._starting:
            if self._soon is None:
                self._soon = threading.Timer(after, self._read_behind)
                self._soon.daemon = True
                self._soon.start()
            return self._soon

    def _read_behind(self) -> None:
        with suppress(CodingError):  # whoever searches is told
            self._said_by_lemma(rest=lambda: self._wanted.wait(REST))

    def _forms(self) -> Callable[[str], Iterator[str]]:
        """Return what finds the forms of a word, in any language of the interviews."""
        self._wanted.set()
        by_lemma = self._said_by_lemma()

        def of(word: str) -> Iterator[str]:
            for language, said in by_lemma.items():
                for wanted in dict.fromkeys((_lemma(word, language), word)):
                    yield from said.get(wanted, ())

        return of

    def _said_by_lemma(self, rest: Callable[[], object] | None = None) -> _ByLemma:
        """Return language → lemma → the words that are said of it, read once for the same texts.

        `rest` is called after every few words.
        """
        with self._reading:
            listed = self.project.transcripts.all()
            state = [(info.id, info.sha256, info.language) for info in listed]
            if self._known is None or self._known[0] != state:
                vocabulary = self.store.transcripts.vocabulary()
                told: _ByLemma = {}
                for language in {info.language for info in listed if info.language} or {""}:
                    of = told[language] = {}
                    for n, said in enumerate(vocabulary):
                        of.setdefault(_lemma(said, language), []).append(said)
                        if rest and n % FEW == 0:
                            rest()
                self._known = (state, told)
            return self._known[1]

    def _by_pattern(
        self, pattern: str, transcripts: Sequence[TranscriptInfo]
    ) -> dict[str, list[tuple[int, int]]]:
        import regex

        if not pattern.strip():
            raise CodingError("the search has no word in it")
        try:
            compiled = regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
            return {
                info.id: spans
                for info in transcripts
                for text in [self.store.transcripts.text(info)]
                if (spans := [m.span() for m in compiled.finditer(text, timeout=PATIENCE) if m[0]])
            }
        except regex.error as error:
            raise CodingError(
                f"the pattern cannot be read: {error.msg}",
                hint="A sign such as ( or ? has to be written \\( or \\? to be found itself.",
            ) from error
        except TimeoutError as error:
            raise CodingError(
                "the pattern takes too long", hint="Repetitions inside repetitions do: (a+)+."
            ) from error


@lru_cache(maxsize=200_000)
def _lemma(word: str, language: str) -> str:
    return folded(lemma(word, language))


def _widened(
    info: TranscriptInfo,
    text: str,
    said: SaidBy,
    spans: Sequence[tuple[int, int]],
    width: Width,
) -> Iterator[FoundWords]:
    """Yield the places of one interview, each turn's in order of the text.

    What stands between turns (labels, times) is nobody's words and is left out, and so is of a hit
    what lies beyond the turn that it begins in.
    """
    language = reads_as(text, info.language)
    places: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    at = 0
    for start, end in sorted(spans):
        while at < len(said.ends) and said.ends[at] <= start:
            at += 1
        if at == len(said.ends) or said.starts[at] > start:
            continue
        turn = said.starts[at], said.ends[at]
        end = min(end, turn[1])
        first, last = _extent(text, turn, (start, end), width, language)
        places.setdefault((at, first, last), []).append((start, end))
    for (at, start, end), hits in places.items():
        yield FoundWords(
            transcript=info.id,
            turn=at + 1,
            start=start,
            end=end,
            text=text[start:end],
            hits=tuple(hits),
            voice=said.voices[at],
            within=(said.starts[at], said.ends[at]),
        )


def _extent(
    text: str, turn: tuple[int, int], hit: tuple[int, int], width: Width, language: str
) -> tuple[int, int]:
    if width is Width.TURN:
        return turn
    if width is Width.WORDS:
        return hit
    inside = [
        (a, b) for a, b in sentences(text, *turn, language=language) if a < hit[1] and b > hit[0]
    ]
    return (inside[0][0], inside[-1][1]) if inside else hit
