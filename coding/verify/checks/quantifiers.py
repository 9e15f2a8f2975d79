"""Check quantifiers against the figures they go with.

"A majority (44.7 %)" is wrong whatever the survey says. Bounds that are definitions (more than
half) are strict, those that are custom (a third, the vast majority) have a margin.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coding.arithmetic.rounding import decimals, half_unit
from coding.language import packs
from coding.language.packs import Quantifier
from coding.language.phrases import alternatives, compiled
from coding.model import Claim, ClaimKind, Evidence, Indicator, Level, Sense
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import PlacedShare, known_figures, own, shares_of
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import compare, stated_by
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quantified import Met, met_in, shapes

NAME = "quantifiers"

MARGIN = 2.0
"""Percentage points by which a customary bound may be missed before it is called an error."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return quantifiers that their figures do not bear out: those printed, and those bound."""
    outcome = Outcome()
    listed = shapes(study.quantifiers)
    kinds = (ClaimKind.QUANTIFIER, ClaimKind.RATIO)
    claims = [claim for claim in claims_of(reading, study) if claim.kind in kinds]
    starts = [claim.start for claim in claims]
    beside = shares_of(reading, study)
    for sentence in reading.sentences:
        quantified = list(met_in(reading.text, listed, sentence))
        for met in quantified:
            here = claims[bisect_left(starts, met.start) : bisect_left(starts, met.end)]
            claim = here[0] if here else None
            if claim is not None and claim.sure is not None:
                if claim.kind is ClaimKind.QUANTIFIER:  # a fraction is compared as a figure
                    _bound(outcome, reading, study, met, claim)
            elif claim is None or claim.binding is None:
                attached = _Attached(outcome, reading, study, met, claim)
                attached.check(quantified, beside.get(sentence, []))
    return outcome


# ── a quantifier that a person bound ──


def _bound(outcome: Outcome, reading: ReadDraft, study: Study, met: Met, claim: Claim) -> None:
    """Hold a quantifier against each of the figures it states."""
    figures, stated = known_figures(reading, study), claim.sure
    compared = compare(claim, stated, figures) if stated is not None else None
    if stated is None or compared is None or compared.value is None:
        return
    listed = stated_by(stated, figures)
    counted = stated.sense is Sense.CODED
    spare = 0.0 if counted else max(half_unit(decimals(figure.printed)) for figure in listed)
    level = outside(met.quantifier, compared.value, spare)
    if level is None:
        single = stated.sense is Sense.EQUAL and len(listed) == 1
        if single and met.quantifier.strict:
            _uncertain(outcome, reading, met, listed[0], met.end)
        return
    words, meant = reading.printed(met.start, met.end), bounds(met.quantifier)
    has = f"{listed[0].printed} interviewed" if counted else f"{compared.value:.4g} %"
    outcome.say(
        reading.finding(
            NAME,
            level,
            "quantifier",
            met.start,
            met.end,
            message=f"“{words}” means {meant}; what it is bound to is {has}.",
            hint="Choose another word, or bind it to the figure that is meant.",
            evidence=[
                *(figure_evidence(figure) for figure in listed),
                Evidence(kind="rule", text=f"“{words}” means {meant}."),
            ],
        ),
        Near.WORDS,
        [claim],
    )


# ── quantifier and figure ──


@dataclass(frozen=True, slots=True)
class _Attached:
    """A quantifier whose figure is printed beside it."""

    outcome: Outcome
    reading: ReadDraft
    study: Study
    met: Met
    claim: Claim | None

    def check(self, others: Sequence[Met], shares: Sequence[PlacedShare]) -> None:
        """Hold it against the only share of its clause, and against those it goes on to."""
        here = [share for share in shares if _in_clause(self.reading, self.met, share)]
        if len(here) != 1:
            return
        (share,) = here
        wrong = outside(self.met.quantifier, share.value, _spare(share))
        if wrong is not None:
            self._say(share, wrong)
            return
        figures, stated = known_figures(self.reading, self.study), share.claim.likely
        if stated is not None and stated.sense is Sense.EQUAL and self.met.quantifier.strict:
            (figure, *more) = stated_by(stated, figures)
            if not more:
                _uncertain(self.outcome, self.reading, self.met, figure, share.end)
        for following in _distributed(self.reading, others, share, shares):
            if outside(self.met.quantifier, following.value, _spare(following)) is not None:
                # That it goes on so far is read from words, unless both are known.
                sure = share.claim.sure is not None and following.claim.sure is not None
                self._say(following, Level.ERROR if sure else Level.CHECK)

    def _say(self, share: PlacedShare, level: Level) -> None:
        met, meant = self.met, bounds(self.met.quantifier)
        words = self.reading.printed(met.start, met.end)
        self.outcome.say(
            self.reading.finding(
                NAME,
                level,
                "quantifier",
                min(met.start, share.start),
                max(met.end, share.end),
                message=f"“{words}” goes with {share.value:g} %, but means {meant}.",
                hint="Choose another word, or check the figure.",
                evidence=[
                    Evidence(kind="rule", text=f"“{words}” means {meant}."),
                    *own(self.reading, self.study, share.claim),
                ],
            ),
            Near.WORDS,
            [share.claim, *([self.claim] if self.claim else [])],
        )


def _in_clause(reading: ReadDraft, met: Met, figure: PlacedShare) -> bool:
    """Say whether a figure stands in the clause of a quantifier, or follows it and its people.

    It may also come right before: "44.7 %, that is the majority". Behind "and" it is somebody
    else's, "a quarter walk and another 38 % drive", unless a bracket or a comma sets it apart.
    """
    clause, number = figure.place.clause, figure.claim
    if number.end <= met.start:
        return bool(_that_is().fullmatch(reading.text[number.end : met.start]))
    between = reading.text[met.end : number.start]
    if _and().search(between) and not re.search(r"[(\[,–—:-][\s*_]*$", between):
        return False
    if clause.start <= met.start < clause.end:
        return True
    bare = reading.text[clause.start : number.start] + reading.text[number.end : clause.end]
    return (
        met.end <= clause.start
        and not re.search(r"[^\W\d_]{2}", _nobody_new().sub("", bare + " " + between))
        and between.count(",") <= 1
        and len(between) < 60
        and not re.search(r"[;:.]", between)
    )


@packs.cached
def _that_is() -> re.Pattern[str]:
    """Return a pattern for what stands between a figure and its quantifier: ", that is the"."""
    namely, small = (alternatives(packs.together(key)) for key in ("namely", "stop"))
    return re.compile(rf"\s*[,(–—-]\s*(?:{namely},?\s*)?(?:{small}\s+)?", re.I)


@packs.cached
def _nobody_new() -> re.Pattern[str]:
    """Return a pattern for words beside a figure that bring in nobody but the respondents."""
    keys = ("people.respondents", "people.pronouns", "lists.joins", "lists.before", "namely")
    listed = [word for key in keys for word in packs.together(key)]
    return compiled([*listed, *packs.together("stop")])


def outside(quantifier: Quantifier, value: float, spare: float = 0.05) -> Level | None:
    """Return how wrong a percentage is for a quantifier, None if it is not.

    `spare` is by how much the percentage may have been rounded.
    """
    if quantifier.strict:
        low, high = quantifier.low, quantifier.high
        if low in (0, 0.0):
            return Level.ERROR if value > high + (0 if high == 100 else -1e-9) else None
        return Level.ERROR if value <= low - (spare if low != 50 else 0) else None
    gap = max(quantifier.low - value, value - quantifier.high)
    if gap <= spare:
        return None
    return Level.ERROR if gap > MARGIN else Level.CHECK


def _spare(share: PlacedShare) -> float:
    return half_unit(share.claim.decimals)


def _distributed(
    reading: ReadDraft,
    others: Sequence[Met],
    share: PlacedShare,
    shares: Sequence[PlacedShare],
) -> Iterator[PlacedShare]:
    """Return shares in brackets that follow with "and" and share the quantifier's subject."""
    at = shares.index(share)
    last = share
    for following in shares[at + 1 :]:
        words = reading.text[last.end : following.start]
        bracketed = words.rstrip(" *_").endswith("(")
        joined = _goes_on().match(words)
        between = any(last.end <= other.start < following.start for other in others)
        known = all(
            any(proposal.agrees for proposal in share.claim.proposals)
            for share in (last, following)
        )
        if not (bracketed and joined and known) or between:
            return
        if _another_subject(words[joined.end() :]):
            return
        yield following
        last = following


@packs.cached
def _and() -> re.Pattern[str]:
    return compiled(packs.together("numbers.and_"))


@packs.cached
def _goes_on() -> re.Pattern[str]:
    """Return a pattern for "and" behind a figure in brackets."""
    return re.compile(rf"\)?,?\s*{alternatives(packs.together('numbers.and_'))}\s|\),\s", re.I)


@packs.cached
def _subjects() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(packs.together('people.subjects'))}|[;:.]", re.I)


def _another_subject(words: str) -> bool:
    """Say whether words behind "and" begin with another subject: by name, or as "others"."""
    return words[:1].isupper() or bool(_subjects().search(words))


def bounds(quantifier: Quantifier) -> str:
    """Return the percentages a quantifier may stand for, in words."""
    if quantifier.high >= 100:
        return f"{'more than' if quantifier.strict else 'at least'} {quantifier.low:g} %"
    if quantifier.low <= 0:
        return f"less than {quantifier.high:g} %"
    return f"{quantifier.low:g} to {quantifier.high:g} %"


def _uncertain(
    outcome: Outcome, reading: ReadDraft, met: Met, indicator: Indicator, end: int
) -> None:
    """Say where the interval of the survey's figure crosses the bound."""
    if indicator.ci_low is None or indicator.ci_high is None:
        return
    bound = met.quantifier.low or met.quantifier.high
    if not indicator.ci_low < bound < indicator.ci_high:
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.INFO,
            "interval crosses the bound",
            met.start,
            max(met.end, end),
            message=f"{indicator.printed} % lies between {indicator.ci_low:.1f} and"
            f" {indicator.ci_high:.1f} % (95 %): whether it is"
            f" “{reading.printed(met.start, met.end)}” of all is not certain.",
            hint="Say “of the respondents”, or give the interval.",
            evidence=[figure_evidence(indicator)],
        )
    )
