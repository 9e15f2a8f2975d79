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
from coding.model import Claim, Indicator, Level, Sense, Statement
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import PlacedShare, known_figures, shares_of
from coding.verify.claims.comparing import compare
from coding.verify.evidence.citing import draft_evidence, figure_evidence
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

NAME = "cross-mentions"


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
