"""Find words over all interviews as places that can be coded: the words, a sentence, a turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from coding.errors import CodingError
from coding.language.guess import reads_as
from coding.language.sentences import sentences
from coding.language.words import lemma
from coding.model import Role, Transcript, Turn, Voice
from coding.project.part import ProjectPart
from coding.store.searching import folded

PATIENCE = 2.0
"""Seconds that a pattern may take in one interview: some need longer than anybody lives."""


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

    All offsets are characters of the transcript.
    """

    transcript: str
    turn: int
    start: int
    end: int
    text: str
    hits: tuple[tuple[int, int], ...]
    voice: Voice


class Search(ProjectPart):
    """Search in all interviews, to code what it finds."""

    def places(
        self, query: str, *, way: str = SearchWay.WORDS, width: str = Width.WORDS
    ) -> list[FoundWords]:
        """Return the places where words stand, in the order of the interviews' names.

        Hits that lie in one sentence, or turn, are one place of that width. Raises CodingError for
        a query without a word, a pattern that cannot be read or takes too long, an unknown way.
        """
        if way not in set(SearchWay) or width not in set(Width):
            raise CodingError(f"there is no search by “{way}”, {width}")
        found: list[FoundWords] = []
        names = {info.id: place for place, info in enumerate(self.project.transcripts.all())}
        if way == SearchWay.PATTERN:
            hits = self._by_pattern(query, names)
        else:
            hits = self._by_words(query, forms=way == SearchWay.FORMS)
        for transcript, spans in sorted(hits.items(), key=lambda item: names[item[0]]):
            found += _widened(self.project.transcripts.get(transcript), spans, Width(width))
        return found

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

    def _forms(self) -> Callable[[str], Iterator[str]]:
        """Return what finds the forms of a word, in any language of the interviews."""
        vocabulary = self.store.transcripts.vocabulary()
        languages = {info.language for info in self.project.transcripts.all() if info.language}

        def of(word: str) -> Iterator[str]:
            for language in languages or {""}:
                wanted = {_lemma(word, language), word}
                yield from (said for said in vocabulary if _lemma(said, language) in wanted)

        return of

    def _by_pattern(
        self, pattern: str, transcripts: dict[str, int]
    ) -> dict[str, list[tuple[int, int]]]:
        import regex

        if not pattern.strip():
            raise CodingError("the search has no word in it")
        try:
            compiled = regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
            return {
                key: spans
                for key in transcripts
                for text in [self.project.transcripts.get(key).text]
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
    transcript: Transcript, spans: Sequence[tuple[int, int]], width: Width
) -> Iterator[FoundWords]:
    """Yield the places of one interview, each turn's in order of the text.

    What stands between turns (labels, times) is nobody's words and is left out, and so is of a hit
    what lies beyond the turn that it begins in.
    """
    language = reads_as(transcript.text, transcript.language)
    said: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    turns = {turn.number: turn for turn in transcript.turns}
    at = 0
    for start, end in sorted(spans):
        while at < len(transcript.turns) and transcript.turns[at].end <= start:
            at += 1
        if at == len(transcript.turns) or transcript.turns[at].start > start:
            continue
        turn = transcript.turns[at]
        end = min(end, turn.end)
        first, last = _extent(transcript.text, turn, start, end, width, language)
        said.setdefault((turn.number, first, last), []).append((start, end))
    for (number, start, end), hits in said.items():
        turn = turns[number]
        yield FoundWords(
            transcript=transcript.id,
            turn=number,
            start=start,
            end=end,
            text=transcript.text[start:end],
            hits=tuple(hits),
            voice=Voice(Role(turn.role), turn.participant, turn.speaker),
        )


def _extent(
    text: str, turn: Turn, start: int, end: int, width: Width, language: str
) -> tuple[int, int]:
    if width is Width.TURN:
        return turn.start, turn.end
    if width is Width.WORDS:
        return start, end
    inside = [
        (a, b)
        for a, b in sentences(text, turn.start, turn.end, language=language)
        if a < end and b > start
    ]
    return (inside[0][0], inside[-1][1]) if inside else (start, end)
