"""How far suggestions can be trusted: held out, decided, checked; figures by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from coding.model import Choice, Decision
from coding.project import Project, evaluation
from coding.project.evaluation import Measured, origins, shares, unseen_agreement
from coding.suggest.measuring import HeldOut, agreements, bands


def said(choice: Choice, score: float = 0.5, **changes: object) -> Decision:
    given = {"id": "d", "transcript": "t", "start": 0, "end": 9, "code": "c", "coder": "Ana"}
    return Decision(**{**given, "choice": choice, "score": score, "raw": score, **changes})  # type: ignore[arg-type]


def test_kappa_is_that_of_cohens_table() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, expected .5, kappa .4."""
    rows = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    put = tuple(
        {"A": frozenset([0] if a else []), "B": frozenset([0] if b else [])} for a, b in rows
    )
    scores = np.array([[0.9 if b else 0.1] for _, b in rows])
    held = HeldOut(scores, np.ones((50, 1), bool), put, 2)
    found = {(a.one, a.other): a for a in agreements(held)}
    assert found["A", "B"].kappa == pytest.approx(0.4)
    assert found["A", ""].kappa == pytest.approx(0.4)
    assert found["B", ""].kappa == pytest.approx(1.0)
    assert found["A", "B"].passages == 50


def test_only_what_both_read_is_compared() -> None:
    put = ({"A": frozenset([0])}, {"A": frozenset([0]), "B": frozenset()}, {"B": frozenset([0])})
    held = HeldOut(np.zeros((3, 1)), np.ones((3, 1), bool), put, 2)
    [pair] = [a for a in agreements(held) if a.other == "B"]
    assert pair.passages == 1


def test_bands_tell_promise_from_outcome() -> None:
    found = bands(np.array([[0.02, 0.4], [0.04, 0.4]]), np.array([[False, True], [False, False]]))
    assert [(b.low, b.pairs, round(b.promised, 2), b.true) for b in found] == [
        (0.0, 2, 0.03, 0.0),
        (0.3, 2, 0.4, 0.5),
    ]


def test_shares_leave_skipped_ones_out() -> None:
    log = [said(Choice.ACCEPT, 0.8)] * 8 + [said(Choice.REJECT, 0.8)] * 2
    log += [said(Choice.SKIP, 0.8), said(Choice.REJECT, 0.1)]
    likely, weak = shares(log)
    assert (likely.likelihood, likely.shown, likely.accepted) == ("likely", 10, 8)
    assert (round(likely.low, 3), round(likely.high, 3)) == (0.490, 0.943)
    assert (weak.shown, weak.accepted) == (1, 0)


def test_blind_agreement_counts_passages_not_codes() -> None:
    """The machine's thought is the second code that the coder put: they agree."""
    log = [
        said(Choice.REJECT, visible=False),
        said(Choice.ACCEPT, visible=False),
        said(Choice.REJECT, visible=False, start=20),
        said(Choice.ACCEPT),
    ]
    assert unseen_agreement(log) == (1, 2)


def test_everything_is_measured_by_interviews_held_out(sample: Project) -> None:
    parts: list[Measured | None] = []
    found = sample.evaluation.measure(
        progress=lambda *_: parts.append(sample.evaluation.so_far()),
    )
    so_far = [part.quality for part in parts if part]
    assert found.quality.folds == 6
    assert [quality.folds for quality in so_far] == [1, 2, 2, 4, 4, 4]
    assert so_far[0].passages < so_far[1].passages < so_far[3].passages < found.quality.passages
    assert sample.evaluation.so_far() is None
    pairs = {(a.one, a.other): a.kappa for a in found.agreements}
    assert set(pairs) == {("Jelena", "Marko"), ("Jelena", ""), ("Marko", "")}
    assert pairs["Jelena", "Marko"] > max(pairs["Jelena", ""], pairs["Marko", ""]) > 0.2
    many = [b for b in found.bands if b.pairs >= 100]
    assert all(abs(b.promised - b.true) < 0.08 for b in many)
    curve = sample.evaluation.learning_curve()
    assert [n for n, _ in curve] == [0, 20, 80, 320, found.codings]
    assert curve[-1][1].precision_at_1 == found.quality.precision_at_1
    assert origins(sample.codings.all()) == {
        coder: Counter(person=n)
        for coder, n in Counter(c.coder for c in sample.codings.all()).most_common()
    }


def test_what_is_told_of_a_measurement_under_way_is_at_its_end_what_it_finds(
    sample: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is reckoned as interviews are held out, and a page that asks for it waits for nothing."""
    parts: list[Measured | None] = []

    def seen(*_: int) -> None:
        with monkeypatch.context() as none:
            none.setattr(evaluation, "measured", None)
            parts.append(sample.evaluation.so_far())

    found = sample.evaluation.measure(folds=4, progress=seen)
    assert repr(parts[-1]) == repr(found)


def test_a_sample_to_check_has_all_kinds_and_depends_on_chance_alone(sample: Project) -> None:
    one = sample.evaluation.audit_sample(coder="Nina", seed=1)
    assert len(one) == 15
    assert {"possible", "weak"} <= {s.likelihood for s in one}
    places = {(s.transcript, s.start) for s in one}
    assert len(places) == 15
    assert sample.evaluation.audit_sample(coder="Nina", seed=1) == one
    assert {
        (s.transcript, s.start) for s in sample.evaluation.audit_sample(coder="Nina", seed=2)
    } != places
