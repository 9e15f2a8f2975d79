"""Measure proposals of survey figures for codes, beside two simpler ways.

    python -m pytest -m bench tests/bench/test_linking_bench.py -s -n 0

The labelled set is what the sample's codebook.yaml names under its codes (`indicators:`), written
before there was anything to tune. *hit@5*: the share of codes for which one of the five figures
proposed is named; *pairs@5*: the share of named pairs that are among the five.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz
from sklearn.feature_extraction.text import TfidfVectorizer

from coding.language.vectors import vectors
from coding.project import Project
from coding.survey.linking import (
    code_text,
    indicator_text,
    likeliest,
    option_text,
    rank,
    wording,
)
from coding.survey.plausibility import is_total

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]


def test_the_likeliest_figures_are_found_more_often_than_by_words_alone(
    sample_folder: Path,
) -> None:
    project = Project(sample_folder)
    codes = [code for code in project.codes.book() if code.indicators]
    figures = project.survey.figures()
    pairs = {(code.id, one) for code in codes for one in code.indicators}
    assert len(pairs) >= 40

    def measured(top: Callable[[int], list[str]]) -> tuple[float, float]:
        listed = {code.id: top(n) for n, code in enumerate(codes)}
        hits = [bool(set(listed[c.id]) & set(c.indicators)) for c in codes]
        found = [one in listed[code] for code, one in pairs]
        return float(np.mean(hits)), float(np.mean(found))

    proposed = project.links.proposals([c.id for c in codes], named=False)
    ours = measured(lambda n: [p.indicator for p in proposed if p.code == codes[n].id])
    texts = [indicator_text(one) for one in figures]
    alike = wording([code_text(code) for code in codes], texts)
    names = np.array([[fuzz.token_set_ratio(c.name, t) for t in texts] for c in codes])

    def best(matrix: np.ndarray) -> Callable[[int], list[str]]:
        return lambda n: [figures[at].id for at in np.argsort(-matrix[n], kind="stable")[:5]]

    print(f"\n{len(codes)} codes, {len(pairs)} pairs, {len(figures)} figures")
    table = {"ours": ours, "TF-IDF of character n-grams": measured(best(alike)),
             "rapidfuzz on names": measured(best(names))}  # fmt: skip
    for name, (hit, pair) in table.items():
        print(f"  {name:<28} hit@5 {hit:.2f}  pairs@5 {pair:.2f}")
    assert ours[0] >= max(hit for hit, _ in table.values())


def test_what_figures_and_codes_are_compared_by_is_what_finds_most(sample_folder: Path) -> None:
    """The fit behind `likeliest`: each way to compare left out or put in, other lengths of n-grams.

    The best by hit@5, then by pairs@5, is what stands in the code. How many figures of one
    question are proposed is a choice (fewer find more codes, more find more pairs) and printed.
    """
    project = Project(sample_folder)
    codes = [code for code in project.codes.book() if code.indicators]
    figures = project.survey.figures()
    texts = [indicator_text(figure) for figure in figures]
    said = [code_text(code) for code in codes]
    meant, whole = vectors(said, "en"), vectors(texts, "en")
    names = vectors([code.names.get("en", code.name) for code in codes], "en")
    options = vectors([option_text(figure) for figure in figures], "en")
    ways = {
        "wording": wording(said, texts),
        "name": names @ whole.T,
        "option": meant @ options.T,
        "text": meant @ whole.T,
        "name and option": names @ options.T,
    }
    questions = [None if is_total(f) or f.missing else f.question_id for f in figures]

    def found(proposed: Sequence[set[str]]) -> tuple[float, float]:
        named = [set(code.indicators) for code in codes]
        hits = [bool(ours & theirs) for ours, theirs in zip(proposed, named, strict=True)]
        pairs = [
            key in ours
            for ours, code in zip(proposed, codes, strict=True)
            for key in code.indicators
        ]
        return round(float(np.mean(hits)), 3), round(float(np.mean(pairs)), 3)

    def measured(*matrices: np.ndarray) -> tuple[float, float]:
        proposed: list[set[str]] = [set() for _ in codes]
        for c in rank({str(n): matrix for n, matrix in enumerate(matrices)}, questions):
            proposed[c.code].add(figures[c.indicator].id)
        return found(proposed)

    listed = likeliest(codes, figures, language="en")
    chosen = found([{p.indicator for p in listed[code.id]} for code in codes])
    tried = {
        " + ".join(some): measured(*(ways[way] for way in some))
        for many in range(1, len(ways) + 1)
        for some in combinations(ways, many)
    }
    for low, high in ((2, 4), (3, 3), (3, 4), (3, 6), (4, 5), (4, 6), (5, 5)):
        cut = TfidfVectorizer(analyzer="char_wb", ngram_range=(low, high), sublinear_tf=True)
        cut.fit([*texts, *said])
        grams = np.asarray((cut.transform(said) @ cut.transform(texts).T).todense())
        tried[f"{low}- to {high}-grams"] = measured(grams, ways["name"], ways["option"])
    print()
    for name, (hit, pair) in sorted(tried.items(), key=lambda item: item[1], reverse=True):
        print(f"  {name:<50} hit@5 {hit:.3f}  pairs@5 {pair:.3f}")
    assert chosen == max(tried.values())


def test_the_joint_display_opens_in_under_a_second(sample_folder: Path) -> None:
    project = Project(sample_folder)
    project.joint.display()
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        display = project.joint.display()
        took.append(time.perf_counter() - begun)
    print(f"\n{len(display.rows)} rows from {len(project.survey.figures())} figures,"
          f" {len(project.codes.book())} codes and {len(project.codings.all())} codings:"
          f" median {np.median(took):.3f} s")  # fmt: skip
    assert np.median(took) < 1
