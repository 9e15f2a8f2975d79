"""Propose which figures of the survey a number states, the likeliest first, or abstain.

Proposals hold figures that agree with the number and figures that the words alone name: a list by
value could never hold what a misprinted number was meant to be. `choosing` puts them in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from coding.model import (
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    ClaimProposal,
    ClaimState,
    Sense,
    Statement,
)
from coding.verify.claims.around import ClaimWords, DraftWords
from coding.verify.claims.candidates import Making, PossibleStatement, PossibleStatements
from coding.verify.claims.choosing import RankedStatement, clearly_named, fitted, is_enough
from coding.verify.claims.describing import describe
from coding.verify.claims.fitness import Fitness
from coding.verify.claims.proving import contradicts, is_literal, speaks_against
from coding.verify.claims.worded import WordedSurvey
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

MOST = 9
"""How many proposals are listed: one key each."""


def worded(reading: ReadDraft, study: Study) -> WordedSurvey:
    """Return the survey's figures as words of the draft's language, read once for a draft."""
    return reading.once(
        "worded", lambda: WordedSurvey(study.indicators, reading.language, study.words_for)
    )


def propose(reading: ReadDraft, study: Study, claims: Sequence[Claim]) -> list[Claim]:
    """Return claims with proposals, likeliest first, as if nobody had bound any.

    PROPOSED where the first is sure, LITERAL where its question, answer and group are named in
    full and nothing is left unexplained.
    """
    if not study.indicators or not claims:
        return list(claims)
    return Proposing(reading, worded(reading, study), claims).claims()


class Proposing:
    """What the numbers of a draft may state, told by words, values, one another, and by people.

    What the machine is sure of rests on no binding. What it proposes for the others does: where a
    person said what one number states, those around it are put in order anew.
    """

    def __init__(self, reading: ReadDraft, survey: WordedSurvey, claims: Sequence[Claim]) -> None:
        self.reading = reading
        self.survey = survey
        self.surroundings = DraftWords(reading, claims, survey)
        self.candidates = PossibleStatements(survey)
        self.fitness = Fitness(self.surroundings, self.candidates)
        self.chooser = fitted()
        self._alone = [self._made(row, claim) for row, claim in enumerate(self.fitness.claims)]
        self._last = (self.fitness, self._alone)

    def claims(self, bindings: Mapping[str, Binding] | None = None) -> list[Claim]:
        """Return the claims with proposals, those beside bound ones as what is bound tells."""
        stated = self._stated(bindings or {})
        made = self._beside(stated) if stated else self._alone
        return [
            self._with_differences(row, claim, made, stated) if claim.points else claim
            for row, claim in enumerate(made)
        ]

    def _stated(self, bindings: Mapping[str, Binding]) -> dict[int, PossibleStatement | None]:
        """Return by row what a person said that a number states: None is nothing that is known."""
        stated: dict[int, PossibleStatement | None] = {}
        for row, claim in enumerate(self.fitness.claims):
            binding = bindings.get(claim.key)
            if binding is None:
                continue
            known = binding.statement and self.candidates.meant_by(binding.statement)
            if known or binding.decided is not BindingChoice.FIGURE:
                stated[row] = known or None
        return stated

    def _beside(self, stated: Mapping[int, PossibleStatement | None]) -> list[Claim]:
        """Return the claims as what people said of some of them leads to others."""
        before, last = self._last
        fitness = self.fitness.known(stated)
        made = []
        for row, claim in enumerate(self._alone):
            if row in stated or claim.state is not ClaimState.OPEN:
                made.append(claim)
            elif fitness.leads_as(before, row):
                made.append(last[row])
            else:
                choices = self.chooser.choices(describe(fitness, row))
                told = tuple(self._told(row, one) for one in choices[:MOST])
                made.append(replace(claim, proposals=told))
        self._last = (fitness, made)
        return made

    def _made(self, row: int, claim: Claim) -> Claim:
        listed = self.chooser.choices(describe(self.fitness, row))
        sure = max(listed, key=lambda one: one.confidence, default=None)
        proposals = tuple(self._told(row, one) for one in listed[:MOST])
        claim = replace(claim, proposals=proposals)
        if not sure or not is_enough(claim, sure.confidence) or not _is_share(claim):
            return replace(claim, names=self._names(row, claim, listed))
        stated = sure.stated.statement(self.survey)
        if contradicts(self.fitness, row, stated):
            return claim
        state = ClaimState.PROPOSED
        if is_literal(self.fitness, row, stated):
            state = ClaimState.LITERAL
        return replace(claim, state=state, statement=stated)

    def _names(self, row: int, claim: Claim, listed: Sequence[RankedStatement]) -> str:
        """Return the figure of another value that a share's words alone name clearly, or "".

        Nothing that agrees may be likely, and nothing may speak against it: a hedge, an earlier
        year, a group or degree it does not have, another source, a comparison, or another number of
        the sentence that has its value.
        """
        if claim.kind is not ClaimKind.SHARE or claim.points or claim.about:
            return ""
        named = clearly_named(listed)
        if named is None or named.making is not Making.ALONE:
            return ""
        (figure,) = named.figures
        return "" if speaks_against(self.fitness, row, figure) else self.survey.figures[figure].id

    def _told(self, row: int, one: RankedStatement) -> ClaimProposal:
        """Return a proposal with the words that it has in common with the draft, and lacks."""
        shared, lacking = self._words(self.surroundings.around[row], one.stated.figures)
        return ClaimProposal(
            statement=one.stated.statement(self.survey),
            value=one.stated.value,
            confidence=one.confidence,
            words=one.words,
            order=one.order,
            shares=tuple(islice(shared, 6)),
            lacks=tuple(islice(lacking, 4)),
        )

    def _words(
        self, around: ClaimWords, figures: Sequence[int]
    ) -> tuple[Iterator[str], Iterator[str]]:
        survey, text = self.survey, self.reading.text
        column = survey.column
        own = survey.stems_of(figures)
        common: dict[str, None] = {}
        lacking: dict[str, None] = {}
        for said in around.said:
            at = said.feature.at
            if not said.inside or not around.sentence.start <= at < around.sentence.end:
                continue
            stem = said.feature.stem
            if stem.startswith("@"):
                continue
            word = _word_at(text, at)
            if stem in column and column[stem] in own:
                common[word] = None
            elif said.own:
                lacking[word] = None
        return iter(common), iter(lacking)

    # ── differences ──

    def _with_differences(
        self,
        row: int,
        claim: Claim,
        made: Sequence[Claim],
        stated: Mapping[int, PossibleStatement | None],
    ) -> Claim:
        """Return a difference in points with the pairs of figures that it may be of.

        One is what another number of the sentence states; the other is that of another such number,
        or the same answer in another year or group.
        """
        survey = self.survey
        sentence = self.surroundings.around[row].sentence
        heads = []
        for n, other in enumerate(made):
            if not sentence.start <= other.start < sentence.end or not _is_share(other):
                continue
            bound = stated.get(n)
            if bound is not None:
                heads.append(bound.figures[0])
            elif other.proposals and n not in stated:
                heads.append(survey.at[other.proposals[0].statement.figures[0]])
        pairs = [(a, b) for n, a in enumerate(heads) for b in heads[n + 1 :] if a != b]
        pairs += [(head, twin) for head in heads for twin in survey.twins[head]]
        ranked: dict[Statement, float] = {}
        for first, second in pairs:
            a, b = survey.figures[first], survey.figures[second]
            if a.value is None or b.value is None or a.unit != b.unit:
                continue
            high, low = (a, b) if a.value >= b.value else (b, a)
            statement = Statement(Sense.DIFFERENCE, (high.id, low.id))
            ranked.setdefault(statement, (high.value or 0.0) - (low.value or 0.0))
        near = sorted(ranked.items(), key=lambda pair: abs(pair[1] - (claim.value or 0.0)))
        if not near:
            return claim
        proposals = tuple(
            ClaimProposal(
                statement=s, value=value, confidence=0.0, words=0.0, order=1 + 1 / (n + 2)
            )
            for n, (s, value) in enumerate(near[:MOST])
        )
        return replace(claim, proposals=(*proposals, *claim.proposals)[:MOST])


def _is_share(claim: Claim) -> bool:
    kinds = (ClaimKind.SHARE, ClaimKind.RATIO)
    return claim.kind in kinds and not claim.points and not claim.times


def _word_at(text: str, at: int) -> str:
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] in "'’-"):
        end += 1
    return text[at:end]
