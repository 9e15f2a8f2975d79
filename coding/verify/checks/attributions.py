"""Check attributions: no name in the draft makes anybody recognisable.

One scheme of age bands holds in the whole draft. A label narrower than the scheme singles its
person out, and so does one that fits a single participant; both are named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coding.model import Evidence, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.citing import draft_evidence
from coding.verify.evidence.people import band, bearers, contradiction, known, told_by
from coding.verify.evidence.study import Study
from coding.verify.reading.attribution import Attribution, read_attribution
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.text import JOINER

NAME = "attributions"

OFTEN = 0.4
"""Share of the quotations from which one label speaks for many."""

MANY = 6
"""Attributed quotations from which it is said how often one label is quoted."""

_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{3,80})[)\]]")


@dataclass(frozen=True, slots=True)
class _Said:
    label: Attribution
    text: str
    start: int
    end: int
    bearers: frozenset[str] = frozenset()

    @property
    def key(self) -> object:
        """Return what is the same for labels that say the same."""
        if self.label.gender or self.label.ages:
            return self.label.gender, self.label.ages
        return self.bearers


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return labels that are narrower than the draft's scheme, fit one person, or recur much."""
    outcome = Outcome()
    said = _labels(reading, study)
    _bands(outcome, reading, study, said)
    _shared(outcome, reading, study, said)
    _recurring(outcome, reading, said)
    return outcome


def _labels(reading: ReadDraft, study: Study) -> list[_Said]:
    """Return the labels of quotations, and what else in brackets gives gender and age."""
    places = {
        (q.label_start, q.label_end): reading.text[q.label_start : q.label_end]
        for q in reading.quotations
        if told_by(q.label, study.labels).person
    }
    quoting = {reading.paragraph(q.start).number for q in reading.quotations}
    quoting |= {number + 1 for number in quoting}
    for match in _BRACKET.finditer(reading.text):
        label = read_attribution(match[1].replace(JOINER, ""))
        if not (label.gender and label.ages) or match.span(1) in places or "%" in match[1]:
            continue
        if reading.paragraph(match.start()).number in quoting:
            places[match.span(1)] = match[1]
    told = {place: text.replace(JOINER, "").strip() for place, text in sorted(places.items())}
    return [
        _Said(read_attribution(text), text, *place, bearers(text, study.labels))
        for place, text in told.items()
    ]


def _bands(outcome: Outcome, reading: ReadDraft, study: Study, said: Sequence[_Said]) -> None:
    """Find bands narrower than the scheme, and bands that lie across it."""
    counted = Counter(
        printed.label.ages for printed in said if printed.label.ages and printed.label.ages[1] < 120
    )
    of_people = [known(person)[1] for person in study.participants.values()]
    widths: Counter[int] = Counter()
    for (low, high), times in counted.items():
        widths[high - low] += times
    if len(counted) < 2:
        widths.update(b[1] - b[0] for b in of_people if b and b[1] < 120)
    if not widths:
        return
    scheme = max(widths, key=lambda width: (widths[width], width))
    bands = sorted(b for b in counted if b and b[1] - b[0] == scheme)
    for printed in said:
        ages = printed.label.ages
        if ages is None or ages in bands or ages[1] >= 120:
            continue
        inside = next((b for b in bands if b[0] <= ages[0] and ages[1] <= b[1]), None)
        shown = band(ages)
        if ages[1] - ages[0] < scheme:
            example = band(inside) if inside else f"bands of {scheme + 1} years"
            others = (
                next((other for other in said if other.label.ages == inside), None)
                if inside
                else None
            )
            outcome.findings.append(
                reading.finding(
                    NAME,
                    Level.ERROR,
                    "narrower label",
                    printed.start,
                    printed.end,
                    message=f"“{shown}” is narrower than the draft’s scheme of age bands"
                    f" ({example}): it can identify a person.",
                    hint=f"Write {example if inside else 'a band of the scheme'}.",
                    evidence=[draft_evidence(reading, others.start, others.end)] if others else (),
                )
            )
        elif bands and not inside and ages[1] - ages[0] == scheme:
            continue
        elif bands:
            outcome.findings.append(
                reading.finding(
                    NAME,
                    Level.CHECK,
                    "another scheme",
                    printed.start,
                    printed.end,
                    message=f"“{shown}” is no band of the scheme used elsewhere"
                    f" ({', '.join(map(band, bands[:4]))}).",
                    hint="Use one scheme of age bands in the whole draft.",
                )
            )


def _shared(outcome: Outcome, reading: ReadDraft, study: Study, said: Sequence[_Said]) -> None:
    """Say how many participants each label fits: at its first place, where it is one."""
    people = [p for p in study.participants.values() if any(known(p)) or study.labels.get(p.id)]
    seen: set[object] = set()
    told: list[str] = []
    for printed in said:
        if printed.key in seen or not printed.key or not people:
            continue
        seen.add(printed.key)
        fitting = printed.bearers or [p for p in people if not contradiction(printed.label, p)]
        times = sum(other.key == printed.key for other in said)
        told.append(f"{printed.text}: k = {len(fitting)}, quoted {times}×")
        if len(fitting) == 1:
            outcome.findings.append(
                reading.finding(
                    NAME,
                    Level.INFO,
                    "k = 1",
                    printed.start,
                    printed.end,
                    message=f"Of {len(people)} participants this label fits one: whoever knows that"
                    " the person was interviewed knows what was said.",
                    hint="Use a wider band or leave an attribute out where the words are delicate.",
                    evidence=[
                        Evidence(kind="rule", text=f"{printed.text}: k = 1 of {len(people)}")
                    ],
                )
            )
    if told:
        outcome.notes.append(
            f"Labels, how many of {len(people)} participants each fits (k), and how often it is"
            f" quoted: {'; '.join(told)}."
        )


def _recurring(outcome: Outcome, reading: ReadDraft, said: Sequence[_Said]) -> None:
    """Say where one label speaks for a large share of all attributed quotations."""
    counted = Counter(printed.key for printed in said)
    for key, times in counted.items():
        if len(said) >= MANY and times > OFTEN * len(said):
            first = next(printed for printed in said if printed.key == key)
            outcome.findings.append(
                reading.finding(
                    NAME,
                    Level.INFO,
                    "quoted often",
                    first.start,
                    first.end,
                    message=f"“{first.text}” is quoted {times} times of {len(said)}.",
                    hint="Let others speak too, or say why this voice is heard so often.",
                )
            )
