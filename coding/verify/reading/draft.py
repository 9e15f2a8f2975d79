"""Read a draft once for all checks: its sentences, its quotations, its numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from functools import cached_property
from typing import Any, TypeVar

from coding.language.guess import guess, reads_as
from coding.language.script import same_script
from coding.model import Block, Change, Draft, Evidence, Examined, Finding, Level, Paragraph
from coding.verify.reading import numbers, quoted
from coding.verify.reading.cells import in_tables
from coding.verify.reading.number import Kind, Number
from coding.verify.reading.quoted import FEW, Quotations, Quoted
from coding.verify.reading.sources import notes_of
from coding.verify.reading.text import JOINER, Span, sentences, without_markup

T = TypeVar("T")


BEHIND = 160
"""Characters behind a quotation in which it is said whose it is."""


class ReadDraft:
    """A draft with its sentences, quotations and numbers, each found once for all checks.

    `plain` is the draft's text with what is no text (tags, addresses) blanked in place; `text`
    is that with each paragraph on one line and all spaces plain, character for character.
    `language` is the one that its words are read in, `told_in` the one that it is surely in,
    `""` where its words are too few to tell.
    """

    def __init__(self, draft: Draft, language: str = "") -> None:
        self.draft = draft
        self.plain = without_markup(draft.text)
        self.text = _flat(self.plain, draft.paragraphs)
        self.language = reads_as(self.text, language)
        self.told_in = guess(self.text)
        self._starts = [p.start for p in draft.paragraphs]
        self._kept: dict[str, Any] = {}

    @cached_property
    def quotations(self) -> list[Quoted]:
        """Return what is quoted, in order."""
        return self._quotations.quoted

    @cached_property
    def unclosed(self) -> list[int]:
        """Return where quotation marks open that nothing closes."""
        return self._quotations.unclosed

    @cached_property
    def _quotations(self) -> Quotations:
        return quoted.find(self.draft, self.plain)

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
        """Return the numbers of the draft's own text: what is quoted from people is theirs.

        Of what only labels a quotation percentages are read all the same: "Other" (4 %).
        """
        labels = [(q.label_start, q.label_end) for q in self.quotations if q.label]
        label = _inside(labels)
        shares = (Kind.PERCENT, Kind.POINTS)
        listed = numbers.find(self.text, self.language)
        listed = [
            n
            for n in listed
            if not self.is_spoken(n.start) and (n.kind in shares or not label(n.start))
        ]
        return in_tables(self.draft.paragraphs, self.text, listed)

    def is_spoken(self, at: int) -> bool:
        """Say whether a character lies in what is quoted from people, beyond doubt."""
        return self._in_speech(at)

    @cached_property
    def _in_speech(self) -> Callable[[int], bool]:
        return _inside(
            [(q.start, q.end) for q in self.quotations if q.marked and self.is_speech(q)]
        )

    def numbers_between(self, start: int, end: int) -> list[Number]:
        """Return the numbers that begin between two characters."""
        starts = self._number_starts
        return self.numbers[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _number_starts(self) -> list[int]:
        return [n.start for n in self.numbers]

    def beside(self, quoted_words: Quoted) -> tuple[str, str]:
        """Return what stands in a sentence before its quotation, and behind it.

        Before it, the paragraph before counts too if it ends in a colon and is all there is.
        """
        here = bisect_left([q.start for q in self.quotations], quoted_words.start)
        paragraph = self.paragraph(quoted_words.start)
        begin = self.quotations[here - 1].closed if here else 0
        lead = self.text[max(begin, paragraph.start) : quoted_words.start].rstrip(quoted.OPENINGS)
        if not re.search(r"\w", lead):
            before = self.draft.paragraphs[max(0, bisect_right(self._starts, paragraph.start) - 2)]
            lead = self.text[max(begin, before.start) : before.end].rstrip()
            lead = lead if lead.endswith(":") else ""
        cuts = [s.start for s in sentences(lead, 0, len(lead))]
        lead = lead[cuts[-1] if cuts else 0 :].rstrip()
        after = self.quotations[here + 1].start if here + 1 < len(self.quotations) else None
        last = self.paragraph(max(quoted_words.start, quoted_words.end - 1)).end
        behind = self.text[quoted_words.closed : min(last, after or last)]
        cuts = [s.end for s in sentences(f"x{behind}", 0, len(behind) + 1)]
        return lead, behind[: cuts[0] - 1 if cuts else None][:BEHIND]

    @cached_property
    def notes(self) -> dict[str, str]:
        """Return the words of its foot- and endnotes by their marks."""
        return notes_of(self.draft)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """Return what `work` brings, done once for this draft however many checks ask."""
        if name not in self._kept:
            self._kept[name] = work()
        kept: T = self._kept[name]
        return kept

    def again(self, names: Collection[str]) -> ReadDraft:
        """Return the draft as it was read, with only these of the things done once for it."""
        anew = copy(self)
        anew._kept = {name: made for name, made in self._kept.items() if name in names}
        return anew

    def is_speech(self, quoted_words: Quoted) -> bool:
        """Say whether a quotation is long enough to be speech rather than a term or a title."""
        return len(self.text[quoted_words.start : quoted_words.end].split()) >= FEW

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
        return " ".join(self.text[span.start : span.end].replace(JOINER, "").split())

    def printed(self, start: int, end: int) -> str:
        """Return characters as a reader sees them: no tags, `&nbsp;` as the blank that it is."""
        raw = self.draft.text[start:end]
        seen = self.plain[start:end]
        return raw if seen == raw else " ".join(seen.replace(JOINER, "").split())

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
            excerpt=self.printed(start, end),
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
            excerpt=self.printed(start, end),
            paragraph=self.paragraph(start).number,
            message=message,
            evidence=tuple(evidence),
            changes=tuple(changes),
        )


def _inside(spans: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Return what says whether a character lies in one of some spans, none inside another."""
    listed = sorted(spans)
    starts = [start for start, _ in listed]

    def lies(at: int) -> bool:
        place = bisect_right(starts, at) - 1
        return place >= 0 and at < listed[place][1]

    return lies


_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "))


def _flat(plain: str, paragraphs: Sequence[Paragraph]) -> str:
    """Return a draft's text, as long as it is, with no line ends inside of paragraphs."""
    text = plain.translate(_SPACES)
    parts, at = [], 0
    for paragraph in paragraphs:
        parts += [
            text[at : paragraph.start],
            text[paragraph.start : paragraph.end].replace("\n", " "),
        ]
        at = paragraph.end
    return "".join([*parts, text[at:]])
