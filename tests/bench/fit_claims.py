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
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from gold_claims import GoldClaim, StatedReport, folders, read_report
from measured_claims import SEARCH, Alike, part
from numpy.typing import NDArray
from planted_errors import planted
from scipy.optimize import minimize

from coding import drafts
from coding.model import Claim, ClaimKind, Statement
from coding.verify.claims.around import DraftWords
from coding.verify.claims.candidates import PossibleStatement, PossibleStatements
from coding.verify.claims.choosing import WEIGHTS, Chooser, RankedStatement, is_enough
from coding.verify.claims.describing import FEATURES, NAMES, Fits, describe
from coding.verify.claims.fitness import Fitness
from coding.verify.claims.misprinting import MISPRINTS
from coding.verify.claims.naming import WORDING, chances
from coding.verify.claims.ordering import ORDERING
from coding.verify.claims.reading import read_claims
from coding.verify.claims.worded import WordedSurvey
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

RIDGE = 2.0
PLANTED_IN_RANK = 0.05
"""What a planted error weighs in the fit that orders: nearly nothing."""
SEEDS = (16, 17, 18)
"""With which errors are drawn; what is printed is of the first alone."""
ERRORS, ERRORS_IN_ORDER = 0.05, 0.13
"""The share of wrong figures in a draft for which probabilities are set right, and for which three
proposals are: what a misprinted number was meant to be is to be among them, too."""


DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(slots=True)
class Row:
    """One number: what it may state, described, and which of that it does (none: the last).

    `meant` are those of what its words may name that are meant, though another value be printed.
    """

    report: str
    fits: Fits
    right: tuple[int, ...]
    meant: tuple[int, ...]
    stating: bool
    is_planted: bool = False
    is_gold: bool = True
    seed: int = 0
    chances: NDArray[Any] = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Fold:
    """Weights that were fitted on all reports but one."""

    words: NDArray[Any]
    rank: NDArray[Any]
    confirm: NDArray[Any]
    misprints: NDArray[Any]


def rows_of(folder: Path) -> list[Row]:
    """Return a report's shares and fractions, as they are and with planted errors."""
    return list(_rows_of(read_report(folder)))


def _rows_of(gold: StatedReport) -> Iterator[Row]:
    reading = ReadDraft(drafts.read_bytes(gold.draft.encode(), "draft.md"))
    claims = read_claims(reading, Study(indicators=gold.figures))
    survey = WordedSurvey(gold.figures, reading.language)
    fitness = Fitness(DraftWords(reading, claims, survey), PossibleStatements(survey))
    alike = Alike(gold.figures)

    def places(listed: Sequence[PossibleStatement], truths: Sequence[Statement]) -> tuple[int, ...]:
        return tuple(n for n, c in enumerate(listed) if alike.any(c.statement(survey), truths))

    def row(fits: Fits, truths: Sequence[Statement], *, holds: bool) -> Row:
        right = places(fits.candidates, truths) if holds and truths else ()
        return Row(
            gold.name,
            fits,
            right or (len(fits.candidates),),
            places(fits.words.statements, truths) if truths else (),
            stating=holds and bool(truths),
        )

    placed: dict[int, int] = {}
    for at, claim in enumerate(claims):
        shares = (ClaimKind.SHARE, ClaimKind.RATIO)
        if claim.kind not in shares or claim.points or claim.times:
            continue
        known = _gold_at(gold.claims, claim)
        if known is None:
            yield replace(row(describe(fitness, at), (), holds=False), is_gold=False)
        elif known.is_share:
            placed[known.start] = at
            yield row(describe(fitness, at), known.truths, holds=known.holds != "no")
    drawn = [(seed, error) for seed in SEEDS for error in planted(gold, seed=seed)]
    for seed, error in drawn:
        at = placed.get(error.claim.start, -1)
        if at >= 0:
            value = float(DIGITS.match(error.printed)[0].replace(",", "."))  # type: ignore[index]
            wrong = fitness.instead(at, replace(claims[at], value=value, printed=error.printed))
            made = row(describe(wrong, at), error.claim.truths, holds=False)
            yield replace(made, is_planted=True, seed=seed)


def _gold_at(listed: Sequence[GoldClaim], claim: Claim) -> GoldClaim | None:
    here = [g for g in listed if g.start < claim.end and claim.start < g.end]
    return next((g for g in here if g.kind != "quantifier"), None)


# ── fitting ──


def fit(rows: Sequence[Row]) -> Fold:
    """Return weights, drawn to what was thought beforehand by a ridge of 2, their signs kept.

    What words name is fitted first: how well something else is named tells of what has the value.
    """
    words = _fitted(
        [(r.fits.words.rows, r.meant, 1.0) for r in rows if r.meant and not r.is_planted], WORDING
    )
    told = [(r.fits.told(words.tolist()), r) for r in rows]

    def weighing(planted_weight: float) -> NDArray[Any]:
        return _fitted(
            [(m, r.right, planted_weight if r.is_planted else 1.0) for m, r in told], FEATURES
        )

    return Fold(words, weighing(PLANTED_IN_RANK), weighing(1.0), _misprints(rows, words))


def _misprints(rows: Sequence[Row], words: NDArray[Any]) -> NDArray[Any]:
    """Return how planted errors came to be, told from what else their words may name."""
    listed = []
    for row in rows:
        agreeing = set(row.fits.candidates)
        others = [n for n, one in enumerate(row.fits.words.statements) if one not in agreeing]
        meant = [at for at, n in enumerate(others) if n in row.meant]
        if row.is_planted and meant:
            matrix = row.fits.misprints[others]
            matrix[:, 0] = row.fits.words.rows[others] @ words
            listed.append((matrix, meant, 1.0))
    return _fitted(listed, MISPRINTS)


def _fitted(
    listed: Sequence[tuple[NDArray[Any], Sequence[int], float]],
    features: Mapping[str, tuple[float, int]],
) -> NDArray[Any]:
    """Return the weights under which what is right is likeliest: rows, right ones, worth."""
    prior, bounds = _prior(features)
    if not listed:
        return prior
    every = np.concatenate([matrix for matrix, _, _ in listed])
    many = np.array([len(matrix) for matrix, _, _ in listed])
    first = np.concatenate([[0], many.cumsum()[:-1]])
    worth = np.array([weight for _, _, weight in listed])
    right = np.zeros(len(every))
    for at, (_, known, _) in zip(first, listed, strict=True):
        right[at + np.array(known, dtype=int)] = 1.0

    def loss(weights: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        scores = every @ weights
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), many))
        shares = powers / np.repeat(np.add.reduceat(powers, first), many)
        known = np.maximum(np.add.reduceat(shares * right, first), 1e-12)
        total = RIDGE / 2 * float(((weights - prior) ** 2).sum()) - float(worth @ np.log(known))
        lean = np.repeat(worth, many) * (shares - shares * right / np.repeat(known, many))
        return total, RIDGE * (weights - prior) + every.T @ lean

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


def left_out(rows: Sequence[Row]) -> dict[str, Fold]:
    """Return by report the weights that were fitted on all others."""
    names = dict.fromkeys(r.report for r in rows)
    return {name: fit([r for r in rows if r.report != name]) for name in names}


def ordered(rows: Sequence[Row], choosers: Mapping[str, Chooser]) -> dict[str, NDArray[Any]]:
    """Return by report how proposals are put in order, told from all others; by "" from all.

    `choosers` have by report weights that have not seen it.
    """
    listed: dict[str, list[tuple[NDArray[Any], Sequence[int], float]]] = {
        name: [] for name in choosers
    }
    stating = sum(r.stating for r in rows)
    planted_rows = sum(r.is_planted for r in rows) or 1
    for row in rows:
        if row.stating or row.is_planted:
            statements, matrix = choosers[row.report].described(row.fits)
            truths = meant(row)
            right = [n for n, one in enumerate(statements) if one.stated in truths]
            if right:
                worth = ERRORS_IN_ORDER * stating / planted_rows if row.is_planted else 1.0
                listed[row.report].append((matrix, right, worth))

    def told(but: str) -> NDArray[Any]:
        return _fitted([one for name in listed if name != but for one in listed[name]], ORDERING)

    return {name: told(name) for name in ("", *listed)}


def meant(row: Row) -> set[PossibleStatement]:
    """Return all that is what a number was meant to state."""
    candidates = row.fits.candidates
    named = {row.fits.words.statements[n] for n in row.meant}
    return named | {candidates[n] for n in row.right if n < len(candidates)}


def main() -> None:
    """Print figures of reports left out, and keep weights fitted on all of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        rows = list(chain.from_iterable(pool.map(rows_of, folders(given.folders))))
    folds = left_out(rows)
    for row in rows:
        fold = folds[row.report]
        row.chances = chances(row.fits.told(fold.words.tolist()), fold.confirm)
    shift, slope = set_right(rows)
    choosers = {name: _chooser(fold, shift, slope) for name, fold in folds.items()}
    order = ordered(rows, choosers)
    choosers = {name: replace(one, order=order[name].tolist()) for name, one in choosers.items()}
    print(table(rows, choosers, show=given.show))
    print(f"set right: {shift:.2f} + {slope:.2f} logit p")
    print(words_table(rows, folds))
    if given.write:
        keep(fit(rows), order[""], shift, slope)


def _chooser(fold: Fold, shift: float, slope: float) -> Chooser:
    return Chooser(
        rank=fold.rank.tolist(),
        confirm=fold.confirm.tolist(),
        words=fold.words.tolist(),
        misprints=fold.misprints.tolist(),
        shift=shift,
        slope=slope,
    )


def keep(fold: Fold, order: NDArray[Any], shift: float, slope: float) -> None:
    """Write weights beside the module that uses them, and print them."""
    named = {"rank": (NAMES, fold.rank), "confirm": (NAMES, fold.confirm)}
    named["words"] = (tuple(WORDING), fold.words)
    named["misprints"] = (tuple(MISPRINTS), fold.misprints)
    named["order"] = (tuple(ORDERING), order)
    kept: dict[str, Any] = {
        key: dict(zip(names, np.round(weights, 3).tolist(), strict=True))
        for key, (names, weights) in named.items()
    }
    kept |= {"shift": round(shift, 3), "slope": round(slope, 3)}
    WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    for name in NAMES:
        print(f"{name:36}{kept['rank'][name]:8.2f}{kept['confirm'][name]:8.2f}")
    for of, listed in (("words", WORDING), ("misprints", MISPRINTS), ("order", ORDERING)):
        for name in listed:
            print(f"{name:36}{kept[of][name]:8.2f}")


def table(rows: Sequence[Row], choosers: Mapping[str, Chooser], *, show: bool = False) -> str:
    """Write a line for each report: counts of what weights said that had not seen it."""
    lines = [
        f"{'':18}{'stating':>8}{'listed':>7}{'conf':>6}{'wrong':>6}{'cover':>7}{'none':>5}{'linked':>7}"
        f"{'first':>7}{'three':>7}{'keys':>6}{'planted':>8}{'swall':>7}{'chosen':>7}"
    ]
    said: list[str] = []
    whole: Counter[str] = Counter()
    for name, chooser in choosers.items():
        counted: Counter[str] = Counter()
        for row in (r for r in rows if r.report == name and r.seed in (0, SEEDS[0])):
            counted += _counted(row, chooser, said)
        whole += counted
        lines.append(_line(name, counted))
    lines.append(_line("all", whole))
    return "\n".join([*lines, *(said if show else ())])


def _counted(row: Row, chooser: Chooser, said: list[str]) -> Counter[str]:
    choices = chooser.choices(row.fits)
    sure = max(choices, key=lambda one: one.confidence, default=None)
    confirmed = sure is not None and is_enough(row.fits.claim, sure.confidence)
    truths = meant(row)
    good = [one.stated in truths for one in choices[:3]]
    right = row.stating and sure is not None and sure.stated in truths
    if sure is not None and confirmed and not right:
        said.append(_said(row, sure))
    if row.is_planted:
        found = any(good) and not confirmed
        return Counter(planted=1, swallowed=int(confirmed), chosen=int(found))
    easy = any(good) or not row.stating
    return Counter(
        stating=int(row.stating),
        listed=int(row.stating and row.right[0] < len(row.fits.candidates)),
        confirmed=int(confirmed),
        wrongly=int(confirmed and not right),
        none=int(not row.stating),
        linked=int(confirmed and not row.stating),
        first=int(row.stating and any(good[:1])),
        three=int(row.stating and any(good)),
        shares=int(row.is_gold),
        keys=int(row.is_gold) * (0 if confirmed else 1 if easy else SEARCH),
    )


def words_table(rows: Sequence[Row], folds: Mapping[str, Fold]) -> str:
    """Say how often words alone name what is meant first and among three, by left-out report."""
    lines = []
    for name, fold in folds.items():
        ranks = [
            [int(n) in r.meant for n in chances(r.fits.words.rows, fold.words).argsort()[::-1][:3]]
            for r in rows
            if r.report == name and r.meant and not r.is_planted
        ]
        first, three = (np.mean([any(r[:n]) for r in ranks]) for n in (1, 3))
        lines.append(f"words alone, {name:18}{len(ranks):5}  first {first:.2f}  three {three:.2f}")
    return "\n".join(lines)


def _line(name: str, c: Counter[str]) -> str:
    rightly = part(c["confirmed"] - c["wrongly"], c["stating"])
    return (
        f"{name:18}{c['stating']:8}{c['listed']:7}{c['confirmed']:6}{c['wrongly']:6}{rightly:7.2f}"
        f"{c['none']:5}{c['linked']:7}{part(c['first'], c['stating']):7.2f}"
        f"{part(c['three'], c['stating']):7.2f}{part(120 * c['keys'], c['shares']):6.0f}"
        f"{c['planted']:8}{part(c['swallowed'], c['planted']):7.3f}"
        f"{part(c['chosen'], c['planted']):7.2f}"
    )


def _said(row: Row, sure: RankedStatement) -> str:
    claim = row.fits.claim
    kind = "planted" if row.is_planted else "wrong"
    return (
        f"{row.report} {kind} {claim.printed} p={sure.confidence:.2f} {sure.stated}"
        f" … {claim.sentence[:200]}"
    )


if __name__ == "__main__":
    main()
