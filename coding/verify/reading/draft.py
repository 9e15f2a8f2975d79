"""Read a draft once for all checks: its sentences, its quotations, its numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from coding.language.guess import reads_as
from coding.language.script import same_script
from coding.model import Block, Change, Draft, Evidence, Examined, Finding, Level, Paragraph
from coding.verify.reading import numbers, quoted
from coding.verify.reading.numbers import Number
from coding.verify.reading.quoted import Quoted
from coding.verify.reading.text import Span, sentences

T = TypeVar("T")


class ReadDraft:
    """A draft with its sentences, quotations and numbers, each found once for all checks.

    `text` is the draft's with each paragraph on one line and all spaces plain, character for
    character. `language` is the one that its words are read in.
    """

    def __init__(self, draft: Draft, language: str = "") -> None:
        self.draft = draft
        self.text = _flat(draft)
        self.language = reads_as(self.text, language)
        self._starts = [p.start for p in draft.paragraphs]
        self._kept: dict[str, Any] = {}

    @cached_property
    def quotations(self) -> list[Quoted]:
        """Return what is quoted, in order."""
        return quoted.find(self.draft)

    @cached_property
    def sentences(self) -> list[Span]:
        """Return all sentences, in order; a cell of a table is one."""
        spans: list[Span] = []
        for paragraph in self.draft.paragraphs:
            if paragraph.kind is Block.CELL:
                spans.append(Span(paragraph.start, paragraph.end))
            else:
                spans += sentences(self.text, paragraph.start, paragraph.end)
        return spans

    @cached_property
    def numbers(self) -> list[Number]:
        """Return the numbers of the draft's own text: what is quoted from people is theirs."""
        spoken = [(q.start, q.end) for q in self.quotations if self.is_speech(q)]
        labels = [(q.label_start, q.label_end) for q in self.quotations if q.label]
        hidden = sorted([*spoken, *labels])
        starts = [start for start, _ in hidden]

        def seen(number: Number) -> bool:
            at = bisect_right(starts, number.start) - 1
            return at < 0 or hidden[at][1] <= number.start

        return [n for n in numbers.find(self.text) if seen(n)]

    def numbers_between(self, start: int, end: int) -> list[Number]:
        """Return the numbers that begin between two characters."""
        starts = self._number_starts
        return self.numbers[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _number_starts(self) -> list[int]:
        return [n.start for n in self.numbers]

    def once(self, name: str, work: Callable[[], T]) -> T:
        """Return what `work` brings, done once for this draft however many checks ask."""
        if name not in self._kept:
            self._kept[name] = work()
        kept: T = self._kept[name]
        return kept

    def is_speech(self, quoted_words: Quoted) -> bool:
        """Say whether a quotation is long enough to be speech rather than a term or a title."""
        return len(self.text[quoted_words.start : quoted_words.end].split()) >= 4

    def paragraph(self, at: int) -> Paragraph:
        """Return the paragraph in which a character lies."""
        return self.draft.paragraphs[max(0, bisect_right(self._starts, at) - 1)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence(self, at: int) -> Span:
        """Return the sentence in which a character lies."""
        place = max(0, bisect_right(self._sentence_starts, at) - 1)
        return self.sentences[place] if self.sentences else Span(0, len(self.text))

    def same_script(self, texts: Iterable[str]) -> bool:
        """Say whether texts are in the letters of the draft: else words cannot be compared."""
        return same_script(self.text, " ".join(texts))

    def words(self, span: Span) -> str:
        """Return a span's words on one line."""
        return " ".join(self.text[span.start : span.end].split())

    def finding(
        self,
        check: str,
        level: Level,
        verdict: str,
        start: int,
        end: int,
        *,
        message: str,
        hint: str,
        evidence: Sequence[Evidence] = (),
        changes: Sequence[Change] = (),
    ) -> Finding:
        """Return a finding about characters of this draft."""
        return Finding(
            check=check,
            level=level,
            verdict=verdict,
            start=start,
            end=end,
            excerpt=self.draft.text[start:end],
            message=message,
            hint=hint,
            sentence=self.words(self.sentence(start)),
            paragraph=self.paragraph(start).number,
            evidence=tuple(evidence),
            changes=tuple(changes),
        )

    def looked_at(
        self,
        kind: str,
        verdict: str,
        start: int,
        end: int,
        *,
        message: str = "",
        evidence: Sequence[Evidence] = (),
        changes: Sequence[Change] = (),
    ) -> Examined:
        """Return what became of a quotation or figure of this draft."""
        return Examined(
            kind=kind,
            verdict=verdict,
            start=start,
            end=end,
            excerpt=self.draft.text[start:end],
            paragraph=self.paragraph(start).number,
            message=message,
            evidence=tuple(evidence),
            changes=tuple(changes),
        )


_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "))


def _flat(draft: Draft) -> str:
    """Return a draft's text, as long as it is, with no line ends inside of paragraphs."""
    text = draft.text.translate(_SPACES)
    parts, at = [], 0
    for paragraph in draft.paragraphs:
        parts += [
            text[at : paragraph.start],
            text[paragraph.start : paragraph.end].replace("\n", " "),
        ]
        at = paragraph.end
    return "".join([*parts, text[at:]])
