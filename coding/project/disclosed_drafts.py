"""Say what the words of those who write give away.

Of a report draft: names in it, its labels, and what it tells of one person. Of memos, summaries,
headings and notes: names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coding.files.tables import NO_VALUE
from coding.language.guess import guess
from coding.model import (
    Disclosure,
    Draft,
    IdentifierDecision,
    Participant,
    Report,
    RiskKind,
    RiskLevel,
)
from coding.privacy import Fact, facts
from coding.privacy.profiles import identified, profile
from coding.privacy.replacing import alike, decided, sentence_at
from coding.project.part import ProjectPart
from coding.project.surroundings import NamesAround

LABEL = 160
"""Characters behind a quotation in which its label is looked for."""

_CHANGE = "Change it where it is written, or say why it may stay."

_LABEL = re.compile(
    r"[^\w(\[]{0,4}(?:[(\[](?P<inside>[^()\[\]]{2,120})[)\]]|[—–-]\s*(?P<dash>[^.\n]{2,120}))"
)


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """A quotation of a draft: where it stands, its label there, who says it (`""`: not known)."""

    paragraph: int
    words: str
    label: str
    participant: str


class DraftDisclosures(ProjectPart):
    """What drafts give away."""

    def of(
        self,
        draft: Draft,
        names: NamesAround,
        decisions: Mapping[str, IdentifierDecision],
        floor: int,
    ) -> list[Disclosure]:
        """Return what a draft gives away: identifiers in every paragraph, labels, profiles.

        Who says a quotation is looked up in the interviews, as *Verify* does.
        """
        people = self.project.participants.all()
        language = guess(draft.text)
        names.context()
        found: dict[tuple[str, int], Disclosure] = {}
        for paragraph in draft.paragraphs:
            text, where = (
                draft.text[paragraph.start : paragraph.end],
                f"paragraph {paragraph.number}",
            )
            for one in _words(text, where, names, language, decisions, len(people)):
                found.setdefault(
                    (one.key, paragraph.number), replace(one, paragraph=paragraph.number)
                )
        quotations = list(self._quotations(self.project.drafts.verify(draft)))
        return [
            *_of_labels(quotations, people, floor),
            *sorted(found.values(), key=lambda one: (not one.stops, one.level != RiskLevel.STOP)),
            *self._of_profiles(quotations, names, floor),
        ]

    def written(
        self,
        texts: Iterable[tuple[str, str]],
        names: NamesAround,
        decisions: Mapping[str, IdentifierDecision],
    ) -> list[Disclosure]:
        """Return the identifiers in what people of the study wrote: where it stands, its words."""
        names.context()
        of = len(self.project.participants.all())
        found: dict[str, Disclosure] = {}
        for where, text in texts:
            for one in _words(text, where, names, guess(text), decisions, of):
                found.setdefault(one.key, replace(one, hint=_CHANGE))
        return list(found.values())

    def _quotations(self, report: Report) -> Iterator[DraftQuotation]:
        infos = {info.id: info for info in self.project.transcripts.all()}
        said = self.project.speakers.said(infos, infos.values())
        text = report.draft.text
        for examined in report.examined:
            if examined.kind != "quotation":
                continue
            person = ""
            for evidence in examined.evidence:
                if evidence.kind == "passage" and evidence.source in said:
                    voice = said[evidence.source].voice(evidence.start, evidence.end, evidence.text)
                    person = voice.participant
                    break
            behind = _LABEL.match(text[examined.end : examined.end + LABEL])
            label = (behind["inside"] or behind["dash"]).strip() if behind else ""
            words = text[examined.start : examined.end]
            yield DraftQuotation(examined.paragraph, words, label, person)

    def _of_profiles(
        self, quotations: Sequence[DraftQuotation], names: NamesAround, floor: int
    ) -> Iterator[Disclosure]:
        by_person: defaultdict[str, list[DraftQuotation]] = defaultdict(list)
        for quotation in quotations:
            if quotation.participant:
                by_person[quotation.participant].append(quotation)
        shared = self.project.labels.of_people()
        crowd = names.crowd({person: label for person, (label, _) in shared.items()})
        for person, theirs in by_person.items():
            told: dict[Fact, str] = {}
            for quotation in theirs:
                for text in (quotation.words, quotation.label):
                    told.update((one.fact, "") for one in facts(text, guess(text)))
            made = profile(crowd, person, told, len(theirs), shared[person][0], floor)
            if made:
                yield replace(made, paragraph=theirs[0].paragraph)


def _words(
    text: str,
    where: str,
    names: NamesAround,
    language: str,
    decisions: Mapping[str, IdentifierDecision],
    of: int,
) -> Iterator[Disclosure]:
    """Yield the identifiers in a text, with what was decided about them."""
    for identifier in names.find(text, language):
        one = replace(
            identified(identifier, text, where=where, of=of),
            passage=sentence_at(text, identifier.start),
        )
        decision = decided(one, decisions) or _decided_alike(one, decisions.values())
        yield replace(one, decision=decision)


def _decided_alike(
    one: Disclosure, decisions: Iterable[IdentifierDecision]
) -> IdentifierDecision | None:
    """Return what was decided about the same words in the interview's sentence."""
    for decision in decisions:
        if decision.words.casefold() == one.words.casefold() and alike(
            decision.passage, one.passage
        ):
            return decision
    return None


def _of_labels(
    quotations: Sequence[DraftQuotation], people: Sequence[Participant], floor: int
) -> Iterator[Disclosure]:
    """Yield the labels that fewer people fit than the floor, by the attributes that stand there."""
    seen = set()
    for quotation in quotations:
        fitting = fit_label(quotation.label, people)
        if not quotation.label or quotation.label in seen or not 0 < len(fitting) < floor:
            continue
        seen.add(quotation.label)
        yield Disclosure(
            level=RiskLevel.WARN,
            kind=RiskKind.LABEL,
            where=f"paragraph {quotation.paragraph}, label",
            what=f"“{quotation.label}” fits {len(fitting)} of {len(people)} people",
            k=len(fitting),
            of=len(people),
            hint="Make the label coarser: wider bands, or an attribute less.",
            participant=fitting[0] if len(fitting) == 1 else "",
            words=quotation.label,
            paragraph=quotation.paragraph,
        )


def fit_label(label: str, people: Sequence[Participant]) -> list[str]:
    """Return whose attributes agree with all that a printed label says of attributes.

    None where it names no value that anybody has.

    >>> people = [Participant(id=k, attributes={"sex": s, "age": a}) for k, s, a in
    ...           (("a", "Female", "30-39"), ("b", "Female", "40-49"), ("c", "Male", "30-39"))]
    >>> fit_label("female, 30–39 years old", people), fit_label("Female", people)
    (['a'], ['a', 'b'])
    >>> fit_label("a woman", people)
    []
    """
    plain = _plain(label)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for person in people:
        for name, value in person.attributes.items():
            told = _plain(value)
            if told not in NO_VALUE and re.search(rf"(?<!\w){re.escape(told)}(?!\w)", plain):
                named[name].add(told)
    if not named:
        return []
    return [
        person.id
        for person in people
        if all(_plain(person.attributes.get(name, "")) in told for name, told in named.items())
    ]


def _plain(value: str) -> str:
    return re.sub(r"[‐-―−]", "-", " ".join(value.casefold().split()))
