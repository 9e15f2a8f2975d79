"""Look up what stands around the quotes of a study, and beside them in the other language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from coding.analysis.interviews import as_interviews
from coding.model import Quote, Transcript, TranscriptInfo
from coding.project.transcripts import TEXTS_KEPT
from coding.quotes.parallel import Parallel
from coding.quotes.quoting import sentences_around
from coding.quotes.retrieve import CodedSegment

if TYPE_CHECKING:
    from coding.project import Project


class AroundQuotes:
    """Look up what stands around a quote and beside it in the other language."""

    def __init__(
        self, project: Project, infos: Mapping[str, TranscriptInfo], *, context: bool
    ) -> None:
        """Take in a study's transcripts by id; `context` is whether sentences around are wanted."""
        self.with_context = context
        names = project.transcripts.neutral_names()
        of = {key: info.id for key, info in as_interviews(list(infos.values())).items()}
        self.called = {key: names[of.get(key, key)] for key in names}
        self.read: Callable[[str], Transcript] = lru_cache(maxsize=TEXTS_KEPT)(
            project.transcripts.get
        )
        self.parallel: Callable[[str], Parallel] = lru_cache(maxsize=TEXTS_KEPT)(
            lambda key: project.alignments.parallel(infos[key], infos[self.beside[key]])
        )
        self.languages = {info.id: info.language for info in infos.values()}
        self.beside: dict[str, str] = {}
        for info in infos.values():
            if info.translation_of in infos:
                self.beside[info.id] = info.translation_of
                self.beside.setdefault(info.translation_of, info.id)

    def quote(
        self,
        s: CodedSegment,
        coding: str,
        info: TranscriptInfo,
        participant: str,
        attribution: str,
    ) -> Quote:
        """Return a segment as a quote with what stands around and beside it."""
        before, after = self._context(s)
        return Quote(
            coding=coding,
            transcript=s.transcript,
            name=info.name,
            start=s.start,
            end=s.end,
            text=s.text,
            translation=self._translation(s),
            participant=participant,
            attribution=attribution,
            codes=s.codes,
            coders=s.coders,
            before=before,
            after=after,
            interview=self.called[s.transcript],
            language=info.language,
            other_language=self._language_beside(s.transcript),
        )

    def _language_beside(self, transcript: str) -> str:
        return self.languages[self.beside[transcript]] if transcript in self.beside else ""

    def _context(self, s: CodedSegment) -> tuple[str, str]:
        if not self.with_context:
            return "", ""
        transcript = self.read(s.transcript)
        language = transcript.language
        return sentences_around(transcript.text, s.start, s.end, language=language)

    def _translation(self, s: CodedSegment) -> str:
        if s.transcript not in self.beside:
            return ""
        return self.parallel(s.transcript).beside(s.start, s.end)
