"""Measure what is proposed beside a figure, as a person would judge it.

    python -m pytest -m bench tests/bench/test_voices_bench.py -s -n 0

*hit@5*: the share of figures of which one of the five passages proposed first speaks to it; *in 5*:
the share of those that do, of as many as there can be. Two labelled sets, each beside chance: the
sample, where a passage speaks to a figure that codebook.yaml names under one of its codes or of
those above (the names are kept from the machine, which sees figures and codes only); and, where a
folder with it is at hand (`CODING_STUDY`, by default ../shared/study), nineteen quotes of a
published study whose reader named the figures of each (columns `text`, `themes`, `indicator_ids`).
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from coding.model import Code, Codebook, Indicator
from coding.project import Project
from coding.project.outside import Outside
from coding.survey import speaking_to
from coding.survey.linking import indicator_text, option_text
from coding.survey.speaking_to import Passages, by_codes, likelihoods, standard

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

STUDY = Path(
    os.environ.get("CODING_STUDY", Path(__file__).resolve().parents[3] / "shared" / "study")
)
FIVE = 5
Gold = Mapping[str, frozenset[int]]
"""Figure → the places of the passages that speak to it."""


class Labelled:
    """Passages with their codes, figures, and which passage speaks to which figure."""

    def __init__(
        self,
        texts: Sequence[str],
        carried: Sequence[Sequence[str]],
        book: Codebook,
        figures: Sequence[Indicator],
        gold: Mapping[str, set[int]],
    ) -> None:
        self.gold: Gold = {key: frozenset(places) for key, places in gold.items() if places}
        self.figures = [figure for figure in figures if figure.id in self.gold]
        self.size = len(texts)
        passages = Passages(texts, "en")
        self.words = {f.id: passages.alike(indicator_text(f), option_text(f)) for f in self.figures}
        self.codes = {f.id: by_codes(book, f, "en", carried) for f in self.figures}

    def measured(self, ranked: Mapping[str, Sequence[float]]) -> tuple[float, float]:
        """Return hit@5 and the share of what could be among the five."""
        hits, shares = [], []
        for figure, places in self.gold.items():
            top = set(np.argsort(-np.asarray(ranked[figure]), kind="stable")[:FIVE].tolist())
            hits.append(bool(top & places))
            shares.append(len(top & places) / min(FIVE, len(places)))
        return float(np.mean(hits)), float(np.mean(shares))

    def weighed(self, codes: float) -> dict[str, np.ndarray]:
        """Return figure → scores, with so much said by codes, on standard scores."""
        return {f.id: standard(self.words[f.id] + codes * self.codes[f.id]) for f in self.figures}

    def by_chance(self) -> float:
        """Return the hit@5 of five passages drawn at random."""
        from math import comb

        none = [comb(self.size - len(places), FIVE) for places in self.gold.values()]
        return 1 - float(np.mean(none)) / comb(self.size, FIVE)


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Labelled:
    project = Project(sample_folder)
    book = project.codes.book()
    languages = {t.id: t.language for t in project.transcripts.all()}
    quotes = [q for q in project.quotes.find(around=False) if languages[q.transcript] == "en"]
    figures = project.survey.figures()
    gold: dict[str, set[int]] = {}
    for figure in figures:
        named = {b for c in book if figure.id in c.indicators for b in book.family(c.id)}
        gold[figure.id] = {n for n, quote in enumerate(quotes) if named & set(quote.codes)}
    return Labelled([q.text for q in quotes], [q.codes for q in quotes], book, figures, gold)


@pytest.fixture(scope="module")
def published() -> Labelled:
    if not (STUDY / "quotes-sample.csv").is_file():
        pytest.skip("no labelled quotes of a published study are at hand: set CODING_STUDY")
    with (STUDY / "quotes-sample.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    themes = [[name.strip() for name in row["themes"].split(";")] for row in rows]
    names = sorted({name for listed in themes for name in listed})
    book = Codebook(tuple(Code(id=name, name=name) for name in names))
    figures = Outside().survey(STUDY / "toplines.csv", "").indicators
    gold = {
        figure.id: {n for n, row in enumerate(rows) if figure.id in row["indicator_ids"].split(";")}
        for figure in figures
    }
    return Labelled([row["text"] for row in rows], themes, book, figures, gold)


def told(name: str, labelled: Labelled) -> tuple[float, float]:
    """Print how often each way hits, and return it for what the program does."""
    print(f"\n{name}: {labelled.size} passages, {len(labelled.gold)} figures;"
          f" hit@5 by chance {labelled.by_chance():.2f}")  # fmt: skip
    ways = {
        "what the program does": {
            f.id: likelihoods(labelled.words[f.id], labelled.codes[f.id]) for f in labelled.figures
        },
        "words alone": labelled.words,
        "codes alone": labelled.codes,
    }
    for way, ranked in ways.items():
        hit, share = labelled.measured(ranked)
        print(f"  {way:<24} hit@5 {hit:.2f}  in 5 {share:.2f}")
    return labelled.measured(ways["what the program does"])


def test_five_passages_hold_one_that_speaks_to_the_figure_far_more_often_than_by_chance(
    sample: Labelled,
) -> None:
    hit, _ = told("sample", sample)
    assert hit >= 0.85 > 2 * sample.by_chance()


def test_so_do_quotes_of_a_study_that_nothing_was_written_for(published: Labelled) -> None:
    hit, _ = told("published study", published)
    assert hit >= 0.7 > 2 * published.by_chance()


def test_what_codes_say_counts_as_much_as_finds_most(sample: Labelled) -> None:
    """The fit behind `CODES`: of those that hit one figure fewer at most, who brings most in."""
    tried = {codes: sample.measured(sample.weighed(codes)) for codes in (0, 0.5, 1, 2, 4, 8)}
    print()
    for codes, (hit, share) in tried.items():
        print(f"  codes × {codes:<4} hit@5 {hit:.3f}  in 5 {share:.3f}")
    one_fewer = max(hit for hit, _ in tried.values()) - 1.5 / len(sample.gold)
    near = {codes: share for codes, (hit, share) in tried.items() if hit > one_fewer}
    assert max(near, key=lambda codes: near[codes]) == speaking_to.CODES


def test_a_likelihood_is_the_share_that_speaks_to_the_figure(sample: Labelled) -> None:
    """The fit behind `AT` and `STEEP`: logistic regression on the score, printed by tenths."""
    from sklearn.linear_model import LogisticRegression

    scores, speaks = [], []
    for figure, ranked in sample.weighed(speaking_to.CODES).items():
        scores += ranked.tolist()
        speaks += [n in sample.gold[figure] for n in range(sample.size)]
    rows = np.asarray(scores).reshape(-1, 1)
    fitted = LogisticRegression(C=1e6).fit(rows, speaks)
    at, steep = float(fitted.intercept_[0]), float(fitted.coef_[0][0])
    print(f"\nfitted: AT {at:.2f}, STEEP {steep:.2f}")
    likely = 1 / (1 + np.exp(-(speaking_to.AT + speaking_to.STEEP * rows[:, 0])))
    for low in np.arange(0, 1, 0.1):
        inside = (likely >= low) & (likely < low + 0.1)
        if inside.sum() >= 20:
            share = float(np.asarray(speaks)[inside].mean())
            print(f"  said {low:.1f} to {low + 0.1:.1f}: {share:.2f} of {int(inside.sum())}")
    assert (round(at, 1), round(steep, 1)) == (speaking_to.AT, speaking_to.STEEP)
