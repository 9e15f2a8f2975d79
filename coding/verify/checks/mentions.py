"""Check cross-mentions: one figure is one thing in the whole draft.

A share of those who find elections unimportant is no share of those who did not vote. And what
the abstract or the conclusion says of a figure must be what the text says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.model import Claim, Evidence, Indicator, Level, Sense, Statement
from coding.verify.checks.neighbours import asks_for, names_in_full
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import PlacedShare, known_figures, shares_of
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import compare
from coding.verify.evidence.citing import draft_evidence, figure_evidence
from coding.verify.evidence.features import stems
from coding.verify.evidence.matching import Stated, stated, weighed
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind

NAME = "cross-mentions"

NEAR = 5.0
"""Percentage points within which another value is likely to be meant for the same figure."""


@packs.cached
def _opinion() -> re.Pattern[str]:
    return compiled(packs.together("opinion"))


@packs.cached
def _act() -> re.Pattern[str]:
    """Return a pattern for what people did, or did not: "have never taken part", "voted"."""

    def words(name: str) -> str:
        return alternatives(packs.together(f"acts.{name}"))

    denials = alternatives(packs.together("negations"))
    return re.compile(
        rf"{words('auxiliaries')}(?:\s{denials})?(?:\s{words('between')})?\s{words('done')}"
        rf"|{words('not_done')}|{words('past')}",
        re.I,
    )


@packs.cached
def _asks_act() -> re.Pattern[str]:
    return compiled(packs.together("asks_acts"))


@packs.cached
def elsewhere() -> re.Pattern[str]:
    """Return a pattern for words that name another source than the survey."""
    return compiled(packs.together("sources"))


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return mentions of a figure that make it another thing than the survey asked."""
    outcome = Outcome()
    figures = known_figures(reading, study)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for shares in shares_of(reading, study).values():
        for share in shares:
            stated = share.claim.likely or _likeliest(share.claim, figures)
            if share.claim.binding is not None and share.claim.sure is None:
                continue
            if stated is not None and stated.sense is Sense.EQUAL and len(stated.figures) == 1:
                mentions[stated.figures[0]].append(Mention(share, _words(reading, share)))
    for key, listed in mentions.items():
        _constructs(outcome, reading, listed, figures[key])
    _two_values(outcome, reading, study)
    return outcome


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a draft prints a figure, and the words around it."""

    share: PlacedShare
    words: str

    @property
    def kind(self) -> str:
        """Return `opinion` or `act`, as the words speak of what people think or did, or `""`."""
        if _opinion().search(self.words):
            return "opinion"
        return "act" if _act().search(self.words) else ""


def _likeliest(claim: Claim, figures: Mapping[str, Indicator]) -> Statement | None:
    """Return what a claim states by the first proposal, if its value agrees."""
    stated = claim.proposals[0].statement if claim.proposals else None
    return stated if stated is not None and compare(claim, stated, figures).agrees else None


def _words(reading: ReadDraft, share: PlacedShare) -> str:
    zone = share.place.zone
    return reading.text[zone.start : share.start] + reading.text[share.end : zone.end]


def _constructs(
    outcome: Outcome, reading: ReadDraft, mentions: Sequence[Mention], asked: Indicator
) -> None:
    """Find what people think printed as what they did: proved of a figure that is surely meant."""
    if _asks_act().match(asked.question) or not _opinion().search(
        f"{asked.question} {asked.option}"
    ):
        return
    held = [mention.share for mention in mentions if mention.kind == "opinion"]
    for mention in mentions:
        if mention.kind != "act":
            continue
        claim = mention.share.claim
        outcome.say(
            reading.finding(
                NAME,
                Level.ERROR if claim.sure is not None else Level.CHECK,
                "another construct",
                claim.start,
                claim.end,
                message=f"The survey asked “{asked.question}” ({asked.option}); the sentence says"
                " what people did.",
                hint="Say what they were asked, as elsewhere in the draft."
                if held
                else "Say what they were asked.",
                evidence=[
                    figure_evidence(asked),
                    *(draft_evidence(reading, share.start, share.end) for share in held[:2]),
                ],
            ),
            Near.MENTION,
            [claim],
        )


def _two_values(outcome: Outcome, reading: ReadDraft, study: Study) -> None:
    """Find one figure printed with another value, in words that fit nothing else.

    It is likely and not proved, since words may mean more than they say; a value that is one
    slip of the pen away is named as such.
    """
    settled = {c.start for c in claims_of(reading, study) if c.binding is not None}
    listed = [f for f in stated(reading, study) if f.number.start not in settled]
    survey = weighed(reading, study)
    right: dict[str, Stated] = {}
    for figure in listed:
        if figure.best is not None and figure.best.how == "match":
            right.setdefault(figure.best.indicators[0].id, figure)
    for figure in listed:
        nearest = figure.nearest
        if figure.best is not None or nearest is None or nearest.value is None:
            continue
        if figure.number.kind is not Kind.PERCENT or _names_another(figure, nearest):
            continue
        said = stems(figure.sentence) | stems(figure.zone)
        if not names_in_full(survey, nearest.option, said | survey.asked[nearest.question_id]):
            continue
        if not asks_for(survey, nearest.question_id, said):
            continue
        slip = _slip(f"{figure.number.value:g}", f"{nearest.value:g}")
        other = right.get(nearest.id)
        near = abs(figure.number.value - nearest.value) <= NEAR
        if not slip and not (near and other is not None):
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK,
                "other value elsewhere in the draft" if other else "other value in the survey",
                figure.number.start,
                figure.number.end,
                message=f"The words fit “{nearest.option}” of “{nearest.question}”, which is"
                f" {nearest.printed} %"
                + (
                    f", as paragraph {reading.paragraph(other.number.start).number} has it."
                    if other
                    else "."
                ),
                hint="Say which figure it states: then it is compared.",
                evidence=[
                    figure_evidence(nearest),
                    *(
                        [draft_evidence(reading, other.number.start, other.number.end)]
                        if other
                        else []
                    ),
                    *([Evidence(kind="rule", text="One slip of the pen apart.")] if slip else []),
                ],
            )
        )


def _names_another(figure: Stated, nearest: Indicator) -> bool:
    """Say whether the sentence names a source or year that the figure is not of."""
    if elsewhere().search(figure.text) and nearest.source.lower() not in figure.text.lower():
        return True
    years = re.findall(r"\b(?:19|20)\d\d\b", figure.text)
    return any(
        year not in f"{nearest.option} {nearest.question} {nearest.field_dates}" for year in years
    )


def _slip(printed: str, other: str) -> bool:
    """Say whether two numbers are one digit or two swapped digits apart.

    >>> _slip("72.6", "76.2"), _slip("57.4", "57.6"), _slip("12", "57")
    (True, True, False)
    """
    if len(printed) != len(other) or printed == other:
        return False
    differing = [n for n, (a, b) in enumerate(zip(printed, other, strict=True)) if a != b]
    if len(differing) == 1:
        return printed[0] == other[0]
    return len(differing) == 2 and [printed[n] for n in differing] == [
        other[n] for n in differing[::-1]
    ]
