"""Keywords beside passages: one pass says what looking at each passage by itself would say."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.suggest.hits import Hits
from coding.suggest.rules import KeywordHit

CODES = 2
Text = tuple[list[KeywordHit], list[slice], list[slice]]


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """Return passages end to end, what each answers, and keywords anywhere, over borders too."""
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    ends = np.cumsum(lengths).tolist()
    spans = [slice(end - length, end) for end, length in zip(ends, lengths, strict=True)]
    asked, question = [], slice(0, 0)
    for span in spans:
        asked.append(question)
        question = span if draw(st.booleans()) else question
    hits = []
    for _ in range(draw(st.integers(0, 8))):
        first = draw(st.integers(0, ends[-1] - 1))
        last = draw(st.integers(first + 1, min(first + 2, ends[-1])))
        code, keyword = draw(st.integers(0, CODES - 1)), draw(st.sampled_from(["rent", "flat"]))
        hits.append(
            KeywordHit(
                code=code, keyword=keyword, first=first, last=last, negated=draw(st.booleans())
            )
        )
    return hits, spans, asked


def within(hits: Sequence[KeywordHit], span: slice, code: int) -> list[KeywordHit]:
    return [h for h in hits if h.code == code and span.start <= h.first and h.last <= span.stop]


@given(st.lists(texts(), max_size=3))
def test_each_passage_has_the_keywords_in_it_and_in_its_question(read: list[Text]) -> None:
    found, row = Hits(read), 0
    for hits, spans, asked in read:
        for span, question in zip(spans, asked, strict=True):
            for code in range(CODES):
                assert found.of(row, code) == (
                    within(hits, span, code),
                    within(hits, question, code),
                )
            row += 1
    assert len(found.strength(CODES)[0]) == row


@given(st.lists(texts(), max_size=3))
def test_a_keyword_counts_by_how_few_passages_have_it_and_less_where_denied(
    read: list[Text],
) -> None:
    places = [(hits, *pair) for hits, *both in read for pair in zip(*both, strict=True)]
    wanted = np.zeros((2, len(places), CODES))
    for code in range(CODES):
        for keyword in ("rent", "flat"):
            met = [
                [[h for h in within(hits, span, code) if h.keyword == keyword] for span in both]
                for hits, *both in places
            ]
            rarity = log((len(places) + 1) / (1 + sum(bool(said) for said, _ in met)))
            for row, both in enumerate(met):
                for side, listed in enumerate(both):
                    if listed:
                        weight = 0.6 if all(h.negated for h in listed) else 1.0
                        wanted[side, row, code] += weight * rarity
    assert np.array(Hits(read).strength(CODES)) == pytest.approx(wanted, abs=1e-5)
