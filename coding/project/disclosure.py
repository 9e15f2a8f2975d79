"""Say what quotes and labels give away, and hold exports back until people have decided about it.

**For whoever exports quotes:** call `project.disclosure.check_export(codings)` before a
file is written; it raises a CodingError that names the identifiers nobody has decided about, and
returns what else is to be known. Print what `quotes.find` and `quotes.of` give (`quote.words`) or
`quotes.as_printed`: words that somebody replaced are replaced there. **For whoever lets quotes be
chosen:** `of_quotes(codings)` says what they give away; `fits(codings)` has the label's k alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from coding.errors import CodingError
from coding.language.sentences import sentences
from coding.model import (
    Advice,
    AdviceKind,
    Disclosure,
    Draft,
    IdentifierChoice,
    Pick,
    Quote,
    RiskKind,
    RiskLevel,
)
from coding.privacy import Fact, Identifier, facts
from coding.privacy.profiles import identified, profile
from coding.privacy.replacing import decided, sentence_at
from coding.project.apart import by_machine
from coding.project.disclosed_drafts import DraftDisclosures
from coding.project.part import ProjectPart
from coding.project.surroundings import Listened, NamesAround, Progress
from coding.quotes.coarser import coarser

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["FLOOR", "Disclosures"]

FLOOR = 2
"""So many people must fit a label unless a study sets another floor."""

SETTING = "floor of k"
_DECIDE = (
    "Decide about each on the Quotes page under *Who could be recognised*, or with"
    " `coding disclosure`: replace it, keep it with a reason, or say that it identifies nobody."
    " What you wrote yourself can be changed where you wrote it, too."
)
_NAMED_AT_MOST = 8
_Printed = Mapping[str, Sequence[tuple[str, str]]]


class Disclosures(ProjectPart):
    """What could tell readers who somebody of the study is."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.names = NamesAround(project)

    @by_machine
    def listened(
        self, transcripts: Sequence[str], *, progress: Progress | None = None
    ) -> dict[str, Listened]:
        """Return what names and people some interviews have, for `names`, which asks for it once.

        Of a large study a process of its own reads them: ten seconds of it would hold up every
        page that is turned meanwhile.
        """
        return self.names.listen(transcripts, progress)

    # ── the floor ──

    def floor(self) -> int:
        """Return how many people must fit a label for it to be printed without a warning."""
        kept = self.store.settings.get(SETTING)
        return kept if isinstance(kept, int) and kept > 0 else FLOOR

    def set_floor(self, k: int, *, coder: str, act: str = "") -> None:
        """Set the floor. Raises CodingError for one below 1."""
        if k < 1:
            raise CodingError(
                "a label fits one person at least", hint="Give a whole number from 1."
            )
        with self.store.writing(
            coder=coder, verb="settings", summary=f"labels fit {k} people at least", act=act
        ) as w:
            if w.setting(SETTING) != k:
                w.put_setting(SETTING, k)

    # ── what is given away ──

    def chosen(self) -> list[str]:
        """List the codings that a person chose: in a section, or linked to a figure."""
        picked = [pick.coding for basket in self.project.baskets.all() for pick in basket.picks]
        linked = [link.coding for link in self.project.links.all() if link.coding]
        there = {c.id for c in self.store.codings.all(ids=[*picked, *linked])}
        return [key for key in dict.fromkeys([*picked, *linked]) if key in there]

    def look(self, *, everything: bool = False) -> list[Disclosure]:
        """Return what the chosen quotes give away; all coded passages where nobody has chosen any.

        `everything` looks at all coded passages anyway. What people wrote is looked at, too.
        """
        chosen = [] if everything else self.chosen()
        quotes = self.of_quotes(chosen or [coding.id for coding in self.store.codings.all()])
        return [*quotes, *self.of_written(self.written())]

    def written(self) -> list[tuple[str, str]]:
        """List what people of the study wrote that exports print: where it stands, its words."""
        return [
            *self.project.memo_list.written(),
            *self.project.outline.written(),
            *self.project.links.written(),
            *self.project.codes.written(),
        ]

    def fits(self, codings: Iterable[str]) -> dict[str, tuple[str, int, int]]:
        """Return coding → its label, how many people of the study bear it (k), of how many.

        Where nobody is known to speak, or the label says nothing, k is all of them.
        """
        return self.fits_of(self.project.quotes.of(codings).values())

    def fits_of(self, quotes: Iterable[Quote]) -> dict[str, tuple[str, int, int]]:
        """Return the same of quotes that are at hand."""
        labels = lru_cache(maxsize=None)(self._labels)
        return {
            quote.coding: (quote.attribution, *_k_of(quote, labels(quote.language)))
            for quote in quotes
        }

    def _labels(self, language: str = "") -> dict[str, str]:
        shared = self.project.labels.of_people(language=language)
        return {person: label for person, (label, _) in shared.items()}

    def of_quotes(
        self,
        codings: Iterable[str],
        printed: Mapping[str, str] | None = None,
        *,
        progress: Progress | None = None,
    ) -> list[Disclosure]:
        """Return what the quotes of these codings give away: labels, identifiers, profiles.

        `printed` has by coding the very words that will be printed, where they are not the
        quote's own; left out, each quote is looked at in all the words that sections print it
        with. Two codings of one passage are one quote. `progress(done, total)` is told while
        interviews are read for the first time.
        """
        self.names.context(progress)
        quotes = list(_once(self.project.quotes.of(codings).values()))
        with self.store.together():
            words = self._words(quotes, printed)
            return [
                *self._of_labels(quotes),
                *self._of_words(quotes, words),
                *self._of_profiles(quotes, words),
            ]

    def check_export(
        self,
        codings: Iterable[str],
        *,
        printed: Mapping[str, str] | None = None,
        written: Iterable[tuple[str, str]] = (),
    ) -> list[Disclosure]:
        """Let quotes be handed out, or raise CodingError naming what nobody has decided about.

        The one door of every export: call it before anything is written, with the codings whose
        quotes will be printed, with the words `printed` where they are edited, and with what is
        `written` beside them, for `of_written`. Returns what does not stop: labels and profiles
        that few fit, names to look at. Nothing is logged.
        """
        found = [*self.of_quotes(codings, printed), *self.of_written(written)]
        stopping = [one for one in found if one.stops]
        if stopping:
            named = "; ".join(one.what for one in stopping[:_NAMED_AT_MOST])
            more = len(stopping) - _NAMED_AT_MOST
            rest = f" and {more} more" if more > 0 else ""
            many = "1 place" if len(stopping) == 1 else f"{len(stopping)} places"
            raise CodingError(
                f"{many} in the words could tell who somebody is: {named}{rest}", hint=_DECIDE
            )
        return found

    def _words(self, quotes: Sequence[Quote], printed: Mapping[str, str] | None) -> _Printed:
        """Return by coding all that will be printed of its quote: texts with their languages."""
        own: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        picked = self._picked() if printed is None else {}
        plain = Pick(id="", basket="", coding="", position=0, printed="")
        for quote in quotes:
            for pick in picked.get(_place(quote)) or [plain]:
                shown = self.project.quotes.for_print(quote, pick)
                words = (printed or {}).get(quote.coding) or shown.words
                own[quote.coding][words, quote.language] = None
                if shown.beside:
                    own[quote.coding][shown.beside, quote.other_language] = None
        return {coding: list(texts) for coding, texts in own.items()}

    def _picked(self) -> dict[tuple[str, int, int], list[Pick]]:
        """Return passage → how sections print it."""
        picks = [pick for basket in self.project.baskets.all() for pick in basket.picks]
        there = {c.id: c for c in self.store.codings.all(ids=[pick.coding for pick in picks])}
        found: defaultdict[tuple[str, int, int], list[Pick]] = defaultdict(list)
        for pick in picks:
            if coding := there.get(pick.coding):
                found[coding.transcript, coding.start, coding.end].append(pick)
        return found

    def of_written(self, texts: Iterable[tuple[str, str]]) -> list[Disclosure]:
        """Return the identifiers in what people of the study wrote: where it stands, its words."""
        drafts = DraftDisclosures(self.project)
        return drafts.written(texts, self.names, self.project.identifiers.all())

    def of_draft(self, draft: Draft) -> list[Disclosure]:
        """Return what a draft gives away: every paragraph, its quotations and their labels."""
        return DraftDisclosures(self.project).of(
            draft, self.names, self.project.identifiers.all(), self.floor()
        )

    # ── labels ──

    def _of_labels(self, quotes: Sequence[Quote]) -> list[Disclosure]:
        floor, found = self.floor(), []
        for quote in {q.participant: q for q in reversed(quotes) if q.participant}.values():
            k, of = _k_of(quote, self._labels(quote.language))
            if k >= floor:
                continue
            found.append(
                Disclosure(
                    level=RiskLevel.WARN,
                    kind=RiskKind.LABEL,
                    where=f"label of {quote.participant}",
                    what=f"“{quote.attribution}” fits {k} of {of} people",
                    k=k,
                    of=of,
                    hint="Make the label coarser: wider bands, or an attribute less.",
                    coding=quote.coding,
                    participant=quote.participant,
                    words=quote.attribution,
                    advice=tuple(self.coarser(quote.participant, quote.transcript)),
                )
            )
        return sorted(found, key=lambda one: (one.k, one.participant))

    def coarser(self, participant: str, transcript: str = "") -> list[Advice]:
        """Propose coarser schemes, each with how many people then fit this person's label."""
        language = self.project.transcripts.info(transcript).language if transcript else ""
        text = self.project.labels.scheme().text(language)
        offered = coarser(text, participant, self.project.participants.all(), language)
        return [
            Advice(
                kind=AdviceKind.SCHEME,
                text=f"{what}: “{label}”" if label else what,
                value=scheme,
                k=k,
            )
            for scheme, what, label, k in offered
        ]

    def follow_scheme(self, advice: Advice, *, transcript: str, coder: str, act: str = "") -> None:
        """Set the scheme that an advice proposes, for the language whose scheme it was made of."""
        language = self.project.transcripts.info(transcript).language if transcript else ""
        texts = self.project.labels.scheme().texts
        short = language.partition("-")[0]
        own = next((code for code in (language, short) if code in texts), "")
        self.project.labels.set(advice.value, language=own, coder=coder, act=act)

    # ── identifiers in the words ──

    def _of_words(self, quotes: Sequence[Quote], words: _Printed) -> list[Disclosure]:
        self.names.context()
        of = len(self.project.participants.all())
        decisions = self.project.identifiers.all()
        found: dict[str, Disclosure] = {}
        for quote in quotes:
            for text, language in words[quote.coding]:
                for identifier in self.names.find(text, language):
                    one = self._identified(quote, text, identifier, of)
                    one = replace(one, decision=decided(one, decisions))
                    if one.decision is None or one.decision.decided is not IdentifierChoice.NONE:
                        found.setdefault(one.key, one)
        order = list(RiskLevel)
        return sorted(found.values(), key=lambda one: (not one.stops, order.index(one.level)))

    def _identified(self, quote: Quote, text: str, identifier: Identifier, of: int) -> Disclosure:
        return replace(
            identified(identifier, text, where=quote.name, of=of),
            coding=quote.coding,
            participant=quote.participant,
            passage=self._passage(quote, text, identifier),
            transcript=quote.transcript,
        )

    def _passage(self, quote: Quote, text: str, identifier: Identifier) -> str:
        """Return the interview's sentence that has the words, or the printed one that does."""
        here = sentence_at(text, identifier.start)
        transcript = self.project.transcripts.get(quote.transcript)
        turns = [t for t in transcript.turns if t.start < quote.end and quote.start < t.end]
        start = min((t.start for t in turns), default=quote.start)
        end = max((t.end for t in turns), default=quote.end)
        said = [
            " ".join(transcript.text[a:b].split())
            for a, b in sentences(transcript.text, start, end)
            if a < quote.end and quote.start < b
        ]
        having = [sentence for sentence in said if identifier.words in sentence]
        wanted = set(here.split())
        return max(having, key=lambda sentence: len(wanted & set(sentence.split())), default=here)

    # ── what one person's quotes tell together ──

    def _of_profiles(self, quotes: Sequence[Quote], words: _Printed) -> list[Disclosure]:
        floor, found = self.floor(), []
        by_person: defaultdict[str, list[Quote]] = defaultdict(list)
        for quote in quotes:
            if quote.participant:
                by_person[quote.participant].append(quote)
        for person, theirs in by_person.items():
            told: dict[Fact, str] = {}
            for quote in theirs:
                for text, language in words[quote.coding]:
                    for fact in facts(text, language):
                        told.setdefault(fact.fact, quote.coding)
            crowd = self.names.crowd(self._labels(theirs[0].language))
            label = theirs[0].attribution
            if one := profile(crowd, person, told, len(theirs), label, floor):
                found.append(one)
        return found


def _k_of(quote: Quote, labels: Mapping[str, str]) -> tuple[int, int]:
    label = labels.get(quote.participant, "")
    of = len(labels)
    return (sum(other == label for other in labels.values()) if label else of), of


def _once(quotes: Iterable[Quote]) -> Iterable[Quote]:
    return {_place(quote): quote for quote in quotes}.values()


def _place(quote: Quote) -> tuple[str, int, int]:
    return quote.transcript, quote.start, quote.end
