"""What trust in suggestions rests on, from decisions alone; bounds just inside and just outside."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from coding.analysis.interviews import interview_of, interviews
from coding.errors import CodingError
from coding.model import Choice, Coding, Decision, Origin, Suggestion, TranscriptInfo
from coding.suggest.queue import Order, ordered, skipped, window
from coding.suggest.ranking import Ranking
from coding.suggest.trust import (
    CALIBRATED,
    calibration,
    check_measurable,
    drawn,
    origins,
    shares,
    steps,
    trust,
    unseen,
    unseen_agreement,
)

NUMBERS = count()


def said(choice: Choice, **changes: object) -> Decision:
    given = {"id": "d", "transcript": "t", "start": 0, "end": 9, "code": "c", "coder": "Ana"}
    given |= {"score": 0.5, "raw": 0.5}
    return Decision(**{**given, "choice": choice, **changes})  # type: ignore[arg-type]


def coding(transcript: str, coder: str = "Ana", origin: Origin = Origin.PERSON) -> Coding:
    return Coding(
        id=f"{next(NUMBERS)}", transcript=transcript, start=0, end=1, text="x", code="c",
        coder=coder, created="", origin=origin,
    )  # fmt: skip


def proposal(score: float, start: int = 0, code: str = "c", transcript: str = "t") -> Suggestion:
    return Suggestion(
        id="", transcript=transcript, start=start, end=start + 9, text="x", code=code,
        score=score, raw=score,
    )  # fmt: skip


# ── decided ──


@pytest.mark.parametrize(
    ("accepted", "shown", "rests"),
    [(0, 19, False), (0, 20, True), (1, 30, False), (1, 31, True), (0, 0, False)],
)
def test_a_code_rests_once_it_is_surely_accepted_less_than_one_time_in_five(
    accepted: int, shown: int, rests: bool
) -> None:
    """Upper ends of Wilson's interval, wider by √2: 0/19 .203, 0/20 .194, 1/30 .2000, 1/31 .194."""
    log = [said(Choice.ACCEPT)] * accepted + [said(Choice.REJECT)] * (shown - accepted)
    [fared] = trust(log, ["c"])
    assert (fared.shown, fared.accepted, fared.resting) == (shown, accepted, rests)
    assert not trust(log, ["c"], kept_on={"c"})[0].resting


def test_only_what_was_seen_and_decided_counts_for_trust() -> None:
    unseen = [said(Choice.REJECT, visible=False)] * 20
    other = [said(Choice.REJECT, code="d")] * 20
    of_c, of_d = trust([*unseen, *other, *[said(Choice.SKIP)] * 20], ["c", "d"])
    assert (of_c.shown, of_c.resting) == (0, False)
    assert (of_d.shown, of_d.resting) == (20, True)


def test_scores_are_set_right_from_three_hundred_decisions_in_two_interviews() -> None:
    log = [said(Choice.ACCEPT, transcript=f"t{n % 2}") for n in range(300)]
    assert len(log) == CALIBRATED
    assert calibration(log) is not None
    assert calibration(log[1:]) is None
    assert calibration([*log[1:], said(Choice.SKIP)]) is None
    assert calibration([replace(decision, transcript="t0") for decision in log]) is None


def test_a_share_is_told_by_the_word_that_was_shown() -> None:
    kinds = shares([said(Choice.ACCEPT, score=score) for score in (0.7, 0.69, 0.3, 0.29)])
    assert [(share.likelihood, share.shown) for share in kinds] == [
        ("likely", 1),
        ("possible", 2),
        ("weak", 1),
    ]
    assert shares([]) == []


def test_who_codes_most_comes_first() -> None:
    codings = [coding("t", "Ana"), coding("t", "Nina"), coding("t", "Nina", Origin.SUGGESTION)]
    told = origins(codings)
    assert list(told) == ["Nina", "Ana"]
    assert told["Nina"] == Counter(person=1, suggestion=1)


# ── held out ──


def test_a_learning_curve_ends_with_all_codings_there_are() -> None:
    assert steps(0) == [0]
    assert steps(20) == [0, 20]
    assert steps(21) == [0, 20, 21]
    assert steps(1281) == [0, 20, 80, 320, 1280, 1281]


def test_two_interviews_must_be_coded_before_anything_is_measured() -> None:
    of = {"t1": "P1", "t1-en": "P1", "t2": "P2"}
    with pytest.raises(CodingError, match="fewer than two interviews"):
        check_measurable([coding("t1"), coding("t1-en")], of)
    check_measurable([coding("t1"), coding("t2")], of)


def info(key: str, participant: str = "", translation_of: str = "") -> TranscriptInfo:
    return TranscriptInfo(
        id=key, name=key, language="en", participant=participant, translation_of=translation_of,
        file=f"{key}.txt", sha256=key, notes=(), speakers=(), turns=1, words=9, length=50,
        imported="",
    )  # fmt: skip


def test_translations_and_transcripts_of_one_participant_are_held_out_together() -> None:
    listed = [info("a", "P1"), info("a2", "P1"), info("a-en", translation_of="a"), info("b")]
    assert interview_of(listed) == {"a": "P1", "a2": "P1", "a-en": "P1", "b": "b"}
    assert interview_of([info("x", translation_of="gone")]) == {"x": "x"}
    groups = interviews(listed)
    assert [[t.id for t in group] for group in groups] == [["a", "a-en"], ["a2"], ["b"]]


# ── checked ──


def test_each_likelihood_has_its_third_of_a_sample() -> None:
    """Of 4 weak, 20 possible and 20 likely: 4, and the 11 left are shared by the others."""
    proposals = [
        proposal(s, n) for s, many in ((0.1, 4), (0.5, 20), (0.9, 20)) for n in range(many)
    ]
    sample = drawn(proposals, size=15, seed=1)
    kinds = Counter(p.likelihood for p in sample)
    assert (kinds["weak"], kinds.total()) == (4, 15)
    assert {kinds["possible"], kinds["likely"]} == {5, 6}
    assert len({(p.score, p.start) for p in sample}) == 15
    assert drawn(proposals, seed=1) == sample
    assert drawn(proposals[:3], seed=1) != []
    assert drawn([], seed=1) == []


def test_blind_coder_and_machine_agree_if_its_first_thought_is_among_the_codes() -> None:
    put = unseen(proposal(0.9), {"b", "c"}, coder="Ana", model="1/7")
    other = unseen(proposal(0.9, start=30), {"b"}, coder="Ana", model="1/7")
    assert (put.choice, put.visible, put.model, put.coding) == (Choice.ACCEPT, False, "1/7", "")
    assert other.choice is Choice.REJECT
    assert unseen_agreement([put, other]) == (1, 2)
    assert trust([put, other], ["c"])[0].shown == 0


# ── the queue ──

PROPOSALS = [proposal(0.9, 50), proposal(0.8, 20), proposal(0.7, 20, "d"), proposal(0.3, 0)]


def best(proposals: list[Suggestion]) -> dict[tuple[str, int, int], float]:
    found: dict[tuple[str, int, int], float] = {}
    for made in proposals:
        found.setdefault((made.transcript, made.start, made.end), made.score)
    return found


def ranking(rows: list[tuple[int, int, int, int, float]]) -> Ranking:
    """Return proposals of side, sentences, code and score; what comes second is code 9."""
    side, first, last, code, score = (np.array(column) for column in zip(*rows, strict=True))
    second, chance = np.full(len(side), 9), np.full(len(side), 0.1)
    return Ranking(side, 0 * side, first, last, code, 2 * score, score, second, chance)


def starts(order: Order, **more: object) -> list[int]:
    given: dict[str, object] = {
        "transcripts": ["t"],
        "novelty": lambda listed: {segment: segment[1] % 50 for segment in listed},
    }
    queue = ordered(best(PROPOSALS), order, **{**given, **more})  # type: ignore[arg-type]
    return [start for _, start, _ in queue]


def test_proposals_for_nearly_the_same_words_wait_together_the_likeliest_leads() -> None:
    """Sentences 2-3 and 3 share half of the shorter, 4 is by itself, as is another language's."""
    parts = [
        ranking([(0, 3, 3, 1, 0.8), (0, 4, 4, 3, 0.7), (0, 2, 3, 0, 0.9)]),
        ranking([(1, 2, 3, 4, 0.7)]),
    ]
    whole = Ranking.best_first(parts)
    assert [(p.side, p.first, p.code) for p in whole] == [
        (0, 2, 0),
        (0, 3, 1),
        (0, 4, 3),
        (1, 2, 4),
    ]
    assert [group.tolist() for group in whole.places(3)] == [[0, 1], [2], [3]]
    assert [group.tolist() for group in whole.places(1)] == [[0], [1], [2], [3]]


def test_the_queue_goes_by_score_by_novelty_or_as_one_reads() -> None:
    assert starts(Order.SCORE) == [50, 20, 0]
    assert starts(Order.NOVELTY) == [20, 50, 0]
    assert starts(Order.READING) == [0, 20, 50]
    other = best([*PROPOSALS, proposal(0.1, 10, transcript="s")])
    queue = ordered(other, Order.READING, novelty=lambda _: {}, transcripts=["s", "t"])
    assert [segment[:2] for segment in queue] == [("s", 10), ("t", 0), ("t", 20), ("t", 50)]


def test_what_was_skipped_comes_last() -> None:
    log = [said(Choice.SKIP, start=50, end=59), said(Choice.REJECT, start=0)]
    assert starts(Order.SCORE, last=skipped(log)) == [20, 0, 50]


def test_a_window_tells_what_meets_it_and_where_the_next_passages_are() -> None:
    """A passage that ends where the window starts, or starts where it ends, is outside."""
    seen = window([(0, 10), (10, 20), (20, 30)], 10, 20)
    assert seen.inside == ((10, 20),)
    assert (seen.before, seen.after, seen.nth) == (0, 20, 1)
    assert window([], 0, 9).after is None


def test_a_window_that_is_too_full_ends_where_the_next_passage_begins() -> None:
    """Forty passages are told at once, of forty-one the first forty."""
    places = [(10 * n, 10 * n + 9) for n in range(41)]
    full = window(places, 0, 10_000)
    assert (len(full.inside), full.covered, full.after) == (40, (0, 400), 400)
    assert window(places[:40], 0, 10_000).covered == (0, 10_000)
