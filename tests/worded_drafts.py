"""Read small invented drafts against small invented surveys, as the proposing of figures does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checked_drafts import figure

from coding import drafts
from coding.model import Claim, ClaimKind, Indicator
from coding.verify.claims.around import ClaimWords, DraftWords, SaidNear
from coding.verify.claims.candidates import PossibleStatements
from coding.verify.claims.choosing import fitted
from coding.verify.claims.describing import NAMES, Fits, describe
from coding.verify.claims.fitness import Fitness
from coding.verify.claims.naming import WORDING
from coding.verify.claims.proposing import propose
from coding.verify.claims.reading import read_claims
from coding.verify.claims.worded import WordedSurvey
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft


def asked(number: str, question: str, said: dict[str, float], **more: object) -> list[Indicator]:
    """Return a question's figures: `number-1`, `number-2` … by its answers and their shares."""
    return [
        figure(number, option, value, **{"id": f"{number}-{n}", "question": question, **more})
        for n, (option, value) in enumerate(said.items(), 1)
    ]


@dataclass(frozen=True)
class Worded:
    """A draft with its claims and what stands around each; numbers are named as printed."""

    reading: ReadDraft
    study: Study
    claims: list[Claim]
    survey: WordedSurvey
    words: DraftWords

    def row(self, printed: str) -> int:
        return [claim.printed for claim in self.claims].index(printed)

    def around(self, printed: str) -> ClaimWords:
        return self.words.around[self.row(printed)]

    def near(self, printed: str, word: str) -> SaidNear:
        """Return what is known of a word's first place in the draft, seen from a number."""
        at = self.reading.text.index(word)
        return next(said for said in self.around(printed).said if said.feature.at == at)

    def fitness(self) -> Fitness:
        return Fitness(self.words, PossibleStatements(self.survey))

    def fits(self, printed: str) -> Fits:
        return describe(self.fitness(), self.row(printed))

    def described(self, printed: str, figure_id: str) -> dict[str, float]:
        """Return the features of a number as what states one figure."""
        fits = self.fits(printed)
        rows = fits.told(fitted().words)
        for n, candidate in enumerate(fits.candidates):
            if str(candidate.statement(self.survey)) == figure_id:
                return dict(zip(NAMES, rows[n].tolist(), strict=True))
        raise KeyError(figure_id)

    def named_as(self, printed: str, figure_id: str) -> dict[str, float]:
        """Return how a number's words fit a statement: `a`, `a+b`, `100-a`."""
        words = self.fits(printed).words
        for n, one in enumerate(words.statements):
            left = "100-" if one.making == "left" else ""
            if left + str(one.statement(self.survey)) == figure_id:
                return dict(zip(WORDING, words.rows[n].tolist(), strict=True))
        raise KeyError(figure_id)

    def stated(self, printed: str) -> set[str]:
        """Return what a number may state by value: `a`, `a+b`, `100-a`."""
        listed = self.fitness().listed[self.row(printed)]
        return {
            ("100-" if c.making == "left" else "") + str(c.statement(self.survey)) for c in listed
        }

    def proposed(self, printed: str) -> Claim:
        return propose(self.reading, self.study, self.claims)[self.row(printed)]


def worded(text: str, figures: Sequence[Indicator]) -> Worded:
    """Read a draft against a survey."""
    reading = ReadDraft(drafts.read_bytes(text.encode(), "a.md"))
    study = Study(indicators=figures)
    claims = read_claims(reading, study)
    survey = WordedSurvey(figures, reading.language)
    return Worded(reading, study, claims, survey, DraftWords(reading, claims, survey))


def number(
    value: float, *, kind: ClaimKind = ClaimKind.SHARE, about: str = "", **more: int
) -> Claim:
    """Return a claim that prints a value and has no draft."""
    return Claim(
        start=0,
        end=4,
        printed=f"{value:g}",
        kind=kind,
        value=value,
        about=about,
        decimals=more.get("decimals", 0),
        points=bool(more.get("points", 0)),
        times=bool(more.get("times", 0)),
    )
