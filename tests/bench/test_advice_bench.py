"""Measure what it is worth to follow the advice on a codebook, before anything is coded.

    python -m pytest -m bench tests/bench/test_advice_bench.py -s -n 0

Each interview is held out in turn. Advice comes from the codings of the others and is followed; the
machine then proposes for the one that is left out, from the codebook alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench import coded
from coding.language.guess import reads_as
from coding.model import Code, Codebook
from coding.project.advice import with_keywords
from coding.suggest import advice, measuring
from coding.suggest.corpus import prepare
from coding.suggest.machine import Machine

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

ENOUGH = 8
"""Codings from which a code gets advice here: few codes of the materials have fifty."""


def followed(material: coded.Material, held_out: str) -> tuple[Codebook, int]:
    """Return the codebook with the keywords advised by all interviews but one, and how many."""
    codings = [c for c in material.codings if material.interviews[c.transcript] != held_out]
    inside, outside, language = [], [], ""
    for transcript in material.transcripts:
        interview = material.interviews[transcript.id]
        if interview == held_out:
            continue
        mine = [c for c in codings if c.transcript == transcript.id]
        told, rest = advice.spoken_in(transcript, mine, interview=interview)
        inside += told
        outside += rest
        language = reads_as(transcript.text, transcript.language)
    advisor = advice.Advisor(material.book, advice.SaidInLanguage(language, inside, outside))
    added, codes = 0, list[Code]()
    for code in material.book:
        if sum(c.code == code.id for c in codings) >= ENOUGH:
            words = advisor.keywords(code.id)
            added += len(words)
            kept = with_keywords(code, [(w.language, w.word) for w in words])
            codes.append(replace(code, keywords=kept))
        else:
            codes.append(code)
    return Codebook(tuple(codes)), added


@pytest.mark.parametrize("name", ["sample", "segments"])
def test_following_the_advice_makes_first_suggestions_better(
    name: str, sample_folder: Path
) -> None:
    """At 0 decisions, in interviews that the advice was not drawn from.

    The sample, on which the words' bounds were chosen, gains in P@1; the other corpus, whose codes
    have nothing but names, in R@3 alone.
    """
    if name != "sample" and not coded.SHARED.is_dir():
        pytest.skip("the coded material is not there")
    material = coded.sample(sample_folder) if name == "sample" else coded.segments()
    prepared = [prepare(t) for t in material.transcripts]
    machines: dict[str, tuple[Machine, int]] = {}

    def scorer(machine: Machine, side: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        interview = material.interviews[machine.sides[side].passages[int(rows[0])].transcript]
        if interview not in machines:
            book, added = followed(material, interview)
            machines[interview] = Machine(prepared, book), added
        return machines[interview][0].scores(side, rows)

    before, after = (
        measuring.evaluate(
            prepared,
            material.book,
            material.codings,
            interviews=material.interviews,
            decisions=0,
            scorer=how,
        )
        for how in (None, scorer)
    )
    added = sum(words for _, words in machines.values()) / len(machines)
    print(
        f"\n{name:<9} 0 decisions, {added:.0f} keywords followed:"
        f" P@1 {before.precision_at_1:.3f} -> {after.precision_at_1:.3f},"
        f" R@3 {before.recall_at_3:.3f} -> {after.recall_at_3:.3f}"
    )
    assert after.recall_at_3 > before.recall_at_3
    if name == "sample":
        assert after.precision_at_1 > before.precision_at_1
    else:
        assert after.precision_at_1 >= before.precision_at_1
