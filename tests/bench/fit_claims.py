"""Fit what tells which figure a number states, and say how well that holds elsewhere.

    PYTHONPATH=.:tests python tests/bench/fit_claims.py FOLDER...          print, report by report
    PYTHONPATH=.:tests python tests/bench/fit_claims.py --write FOLDER...  and keep the weights

A folder is a report with its claims, as `gold_claims` reads it, or holds some. Each report is left
out in turn: what is printed of it comes from weights that were fitted on the others. Errors are
planted into each share, one at a time, as in `planted_errors`; they state none of the figures.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from gold_claims import GoldClaim, StatedReport, folders, read_report
from measured_claims import Alike
from numpy.typing import NDArray
from planted_errors import planted
from scipy.optimize import minimize

from coding import drafts
from coding.model import Claim, ClaimKind, Sense, Statement
from coding.verify.claims.around import DraftWords
from coding.verify.claims.candidates import PossibleStatements
from coding.verify.claims.choosing import ENOUGH, WEIGHTS, Chooser, chances
from coding.verify.claims.fitness import FEATURES, NAMES, Fitness, Fits
from coding.verify.claims.naming import WORDING, wordings
from coding.verify.claims.reading import read_claims
from coding.verify.claims.worded import WordedSurvey
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

RIDGE = 2.0
PLANTED_IN_RANK = 0.05
"""What a planted error weighs in the fit that orders: nearly nothing."""
SEEDS = (16, 17, 18)
"""With which errors are drawn; what is printed is of the first alone."""
ERRORS = 0.05
"""The share of wrong figures in a draft for which probabilities are set right."""


@dataclass(slots=True)
class Row:
    """One number: what it may state, described, and which of that it does (none: the last)."""

    report: str
    fits: Fits
    right: tuple[int, ...]
    stating: bool
    is_planted: bool
    seed: int = 0
    wordings: NDArray[Any] = field(default_factory=lambda: np.zeros((0, 0)))
    meant: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
    is_gold: bool = False
    chances: NDArray[Any] = field(default_factory=lambda: np.zeros(0))


def rows_of(folder: Path) -> Iterator[Row]:
    """Return a report's shares and fractions, as they are and with planted errors."""
    gold = read_report(folder)
    draft = drafts.read_bytes(gold.draft.encode(), "draft.md")
    reading = ReadDraft(draft)
    study = Study(indicators=gold.figures)
    claims = read_claims(reading, study)
    survey = WordedSurvey(gold.figures, reading.language)
    fitness = Fitness(DraftWords(reading, claims, survey), PossibleStatements(survey))
    alike = Alike(gold.figures)
    placed: dict[int, int] = {}
    for at, claim in enumerate(claims):
        shares = (ClaimKind.SHARE, ClaimKind.RATIO)
        if claim.kind not in shares or claim.points or claim.times:
            continue
        known = _gold_at(gold.claims, claim)
        if known is not None and not known.is_share:
            continue
        fits = fitness.of(at)
        truths = known.truths if known is not None and known.holds != "no" else ()
        if known is not None:
            placed[known.start] = at
        row = _row(gold, fits, truths, survey, alike, stating=bool(truths))
        row.is_gold = known is not None
        _word(row, fitness, at, alike, truths)
        yield row
    drawn = [(seed, error) for seed in SEEDS for error in planted(gold, seed=seed)]
    for seed, error in drawn:
        at = placed.get(error.claim.start)
        if at is None:
            continue
        value = float(error.printed.rstrip("% \u00a0").replace(",", "."))
        wrong = fitness.instead(at, replace(claims[at], value=value, printed=error.printed))
        row = _row(gold, wrong.of(at), (), survey, alike, stating=False)
        row.is_planted, row.seed = True, seed
        if seed == SEEDS[0]:
            _word(row, wrong, at, alike, error.claim.truths)
        yield row


def _word(row: Row, fitness: Fitness, at: int, alike: Alike, truths: Sequence[Statement]) -> None:
    """Give a row what words say of each figure, and which of these are meant."""
    figures, row.wordings = wordings(fitness, at)
    listed = fitness.survey.figures
    each = [Statement(Sense.EQUAL, (listed[n].id,)) for n in figures]
    row.figures = tuple(figures)
    row.meant = tuple(n for n, one in enumerate(each) if alike.any(one, truths))


def _gold_at(listed: Sequence[GoldClaim], claim: Claim) -> GoldClaim | None:
    here = [g for g in listed if g.start < claim.end and claim.start < g.end]
    return next((g for g in here if g.kind != "quantifier"), None)


def _row(
    gold: StatedReport,
    fits: Fits,
    truths: Sequence[Any],
    survey: WordedSurvey,
    alike: Alike,
    *,
    stating: bool,
) -> Row:
    right = tuple(
        n
        for n, c in enumerate(fits.candidates)
        if truths and alike.any(c.statement(survey), truths)
    )
    return Row(gold.name, fits, right or (len(fits.candidates),), stating, is_planted=False)


# ── fitting ──


def fit(rows: Sequence[Row], planted_weight: float) -> NDArray[Any]:
    """Return weights, drawn to what was thought beforehand by a ridge of 2, their signs kept."""
    prior, bounds = _prior(FEATURES)
    listed = [(r.fits.rows, r.right, planted_weight if r.is_planted else 1.0) for r in rows]

    def loss(weights: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        total = RIDGE / 2 * float(((weights - prior) ** 2).sum())
        slope = RIDGE * (weights - prior)
        for matrix, right, worth in listed:
            shares = chances(matrix, weights)
            inside = shares[list(right)]
            known = max(float(inside.sum()), 1e-12)
            total -= worth * math.log(known)
            slope += worth * (matrix.T @ shares - matrix[list(right)].T @ (inside / known))
        return total, slope

    found = minimize(loss, prior, jac=True, bounds=bounds, method="L-BFGS-B")
    weights: NDArray[Any] = found.x
    return weights


def fit_words(rows: Sequence[Row]) -> NDArray[Any]:
    """Return the weights by which words alone name a figure, in the same way."""
    prior, bounds = _prior(WORDING)
    listed = [(r.wordings, r.meant) for r in rows if r.meant and not r.is_planted]

    def loss(weights: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        total = RIDGE / 2 * float(((weights - prior) ** 2).sum())
        slope = RIDGE * (weights - prior)
        for matrix, meant in listed:
            shares = chances(matrix, weights)
            inside = shares[list(meant)]
            known = max(float(inside.sum()), 1e-12)
            total -= math.log(known)
            slope += matrix.T @ shares - matrix[list(meant)].T @ (inside / known)
        return total, slope

    weights: NDArray[Any] = minimize(loss, prior, jac=True, bounds=bounds, method="L-BFGS-B").x
    return weights


def _prior(listed: Mapping[str, tuple[float, int]]) -> tuple[NDArray[Any], list[Any]]:
    """Return what weights are drawn to, and the bounds that their signs set."""
    prior = np.array([weight for weight, _ in listed.values()])
    bounds = [
        (0.0, None) if sign > 0 else (None, 0.0) if sign < 0 else (None, None)
        for _, sign in listed.values()
    ]
    return prior, bounds


def set_right(rows: Sequence[Row]) -> tuple[float, float]:
    """Return a and b of logit p' = a + b logit p for drafts with five wrong figures in a hundred.

    `rows` have in `chances` what weights said of them that had not seen their report.
    """
    points, worth = [], []
    planted_rows = sum(r.is_planted for r in rows) or 1
    stating = sum(r.stating for r in rows)
    for row in rows:
        if len(row.chances) < 2:
            continue
        best = int(row.chances[:-1].argmax())
        p = min(1 - 1e-6, max(1e-6, float(row.chances[best])))
        points.append((math.log(p / (1 - p)), float(best in row.right)))
        worth.append(ERRORS * stating / planted_rows if row.is_planted else 1.0)
    x, y = np.array(points).T
    w = np.array(worth)

    def loss(ab: NDArray[Any]) -> float:
        z = ab[0] + ab[1] * x
        return float((w * (np.logaddexp(0, z) - y * z)).sum()) + 0.5 * float((ab[1] - 1) ** 2)

    a, b = minimize(loss, np.array([0.0, 1.0])).x
    return float(a), float(b)


def left_out(rows: Sequence[Row], planted_weight: float) -> dict[str, NDArray[Any]]:
    """Return by report the weights that were fitted on all others."""
    names = dict.fromkeys(r.report for r in rows)
    return {name: fit([r for r in rows if r.report != name], planted_weight) for name in names}


def main() -> None:
    """Print figures of reports left out, and keep weights fitted on all of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    rows = [row for folder in folders(given.folders) for row in rows_of(folder)]
    rank, confirm = left_out(rows, PLANTED_IN_RANK), left_out(rows, 1.0)
    for row in rows:
        row.chances = chances(row.fits.rows, confirm[row.report])
    shift, slope = set_right(rows)
    choosers = {
        name: Chooser(tuple(rank[name]), tuple(confirm[name]), shift, slope) for name in rank
    }
    print(table(rows, choosers, given.show))
    print(f"set right: {shift:.2f} + {slope:.2f} logit p")
    print(words_table(rows))
    if given.write:
        chooser = (fit(rows, PLANTED_IN_RANK), fit(rows, 1.0))
        kept = {
            "rank": dict(zip(NAMES, np.round(chooser[0], 3).tolist(), strict=True)),
            "confirm": dict(zip(NAMES, np.round(chooser[1], 3).tolist(), strict=True)),
            "words": dict(zip(WORDING, np.round(fit_words(rows), 3).tolist(), strict=True)),
            "shift": round(shift, 3),
            "slope": round(slope, 3),
        }
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        for name in NAMES:
            print(f"{name:36}{kept['rank'][name]:8.2f}{kept['confirm'][name]:8.2f}")


def table(rows: Sequence[Row], choosers: dict[str, Chooser], show: bool) -> str:
    """Write a line for each report: counts of what weights said that had not seen it."""
    lines = [
        f"{'':18}{'stating':>8}{'listed':>7}{'conf':>6}{'wrong':>6}{'cover':>7}{'none':>5}{'linked':>7}"
        f"{'first':>7}{'three':>7}{'planted':>8}{'swall':>6}"
    ]
    said: list[str] = []
    whole = np.zeros(10)
    for name, chooser in choosers.items():
        c = np.zeros(10)
        for row in (r for r in rows if r.report == name and r.seed in (0, SEEDS[0])):
            ranked, sure = chooser.probabilities(row.fits)
            order = [int(n) for n in ranked[:-1].argsort()[::-1]]
            best = int(sure[:-1].argmax()) if len(sure) > 1 else -1
            confirmed = best >= 0 and sure[best] >= ENOUGH
            right = row.stating and best in row.right
            if row.is_planted:
                c[8] += 1
                c[9] += confirmed
            else:
                c[0] += row.stating
                c[1] += row.stating and row.right[0] < len(row.fits.candidates)
                c[2] += confirmed
                c[3] += confirmed and not right
                c[4] += not row.stating
                c[5] += confirmed and not row.stating
                c[6] += row.stating and any(n in row.right for n in order[:1])
                c[7] += row.stating and any(n in row.right for n in order[:3])
            if confirmed and not right:
                said.append(_said(name, row, best, float(sure[best])))
        whole += c
        lines.append(_line(name, c))
    lines.append(_line("all", whole))
    return "\n".join([*lines, *(said if show else ())])


def words_table(rows: Sequence[Row]) -> str:
    """Say how often words alone name the right figure first and among three, by left-out report."""
    lines = []
    for name in dict.fromkeys(r.report for r in rows):
        weights = fit_words([r for r in rows if r.report != name])
        ranks = [
            [int(n) in r.meant for n in chances(r.wordings, weights).argsort()[::-1][:3]]
            for r in rows
            if r.report == name and r.meant and not r.is_planted
        ]
        first, three = (np.mean([any(r[:n]) for r in ranks]) for n in (1, 3))
        lines.append(f"words alone, {name:18}{len(ranks):5}  first {first:.2f}  three {three:.2f}")
    return "\n".join(lines)


def _line(name: str, c: NDArray[Any]) -> str:
    def part(some: float, of: float) -> float:
        return some / of if of else 0.0

    return (
        f"{name:18}{c[0]:8.0f}{c[1]:7.0f}{c[2]:6.0f}{c[3]:6.0f}{part(c[2] - c[3], c[0]):7.2f}"
        f"{c[4]:5.0f}{c[5]:7.0f}{part(c[6], c[0]):7.2f}{part(c[7], c[0]):7.2f}{c[8]:8.0f}"
        f"{part(c[9], c[8]):6.2f}"
    )


def _said(name: str, row: Row, best: int, sure: float) -> str:
    claim = row.fits.claim
    chosen = row.fits.candidates[best]
    kind = "planted" if row.is_planted else "wrong"
    return f"{name} {kind} {claim.printed} p={sure:.2f} {chosen} … {claim.sentence[:200]}"


if __name__ == "__main__":
    main()
