"""What numbers state is told by one another, and by what people bound: a chain over a draft."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from worded_drafts import Worded, asked, worded

from coding.model import Binding, BindingChoice, Claim, ClaimState, Indicator, Sense, Statement
from coding.verify.claims import claims_of, proposing
from coding.verify.claims.chaining import APART, GAINS, KEPT, NONE, SLIGHT
from coding.verify.claims.naming import OWN
from coding.verify.claims.proposing import Proposing

AGES = ("the youngest", "the middle", "the oldest")


def by_age(number: str, question: str, yes: tuple[int, int, int]) -> list[Indicator]:
    """Return a question's figures by age: `q-0-1` is the yes of the youngest."""
    return [
        figure
        for n, (age, share) in enumerate(zip(AGES, yes, strict=True))
        for figure in asked(
            f"{number}-{n}",
            question,
            {"Sometimes": share, "Hardly": 100 - share},
            subgroup=age,
            question_id=number,
        )
    ]


SURVEY = [
    *by_age("w", "Do you walk to work?", (12, 19, 31)),
    *by_age("f", "Do you eat fish?", (12, 40, 31)),
    *by_age("r", "Do you read novels?", (55, 19, 44)),
]
ESSAY = "Walking to work is known to 12 %. Then it is 19 %, and at last 31 %."


def chained(draft: Worded) -> list[str]:
    """Return what each number is guessed to state first, "" where nothing is likely."""
    listed = []
    for guesses in draft.fitness().others.guesses:
        best = max(guesses, key=lambda one: guesses[one], default=None)
        likely = best is not None and guesses[best] > 0.3
        listed.append(str(best.statement(draft.survey)) if best and likely else "")
    return listed


def test_numbers_that_say_nothing_of_their_own_go_on_in_the_question_and_answer_before() -> None:
    """Fish has 12 and 31 too, and novels 19: only walking has all three, in this order."""
    assert chained(worded(ESSAY, SURVEY)) == ["w-0-1", "w-1-1", "w-2-1"]


def test_the_same_answer_in_the_next_group_follows_rather_than_in_any_other() -> None:
    """Behind the youngest come the middle, before the middle the youngest; sums go on as well."""
    bins = {"None": 11, "1": 21, "2": 31, "3 or more": 37}
    figures = [
        figure
        for n, age in enumerate(AGES)
        for figure in asked(f"c-{n}", "How many cats?", bins, subgroup=age, question_id="c")
    ]
    fitness = worded("It is 11 % or so.", figures).fitness()
    place = {str(one.statement(fitness.survey)): n for one, n in fitness.candidates.places.items()}
    steps = fitness.others.chain.steps
    for young, middle, old in (("c-0-1", "c-1-1", "c-2-1"), *SUMS):
        on = steps.odds(place[young], forward=True, apart=False, again=False)
        back = steps.odds(place[middle], forward=False, apart=False, again=False)
        gained = math.log1p(on[place[middle]]) - math.log1p(on[place[old]])
        assert gained == pytest.approx(GAINS.next_group)
        assert back[place[young]] > back[place[old]]


SUMS = [("c-0-2+c-0-3", "c-1-2+c-1-3", "c-2-2+c-2-3")]


def test_what_is_spoken_of_outlasts_a_number_that_states_nothing_known_yet_less() -> None:
    """60 is hardly the middle's fish: what was said before leads on with KEPT of what is left."""
    fitness = worded("Walking to work: 12 %. Of 60 % else. Then 19 %.", SURVEY).fitness()
    chain, place = fitness.others.chain, fitness.candidates.places
    walk = next(n for one, n in place.items() if one.figures == (2,))
    left = KEPT * (1 - sum(chain.before[1].values()))
    assert 0.1 < left < KEPT < 1
    total = 1.0
    for part, guesses in ((left, chain.before[0]), (1.0, chain.before[1])):
        for one, chance in guesses.items():
            if part * chance > SLIGHT:
                on = chain.steps.odds(place[one], forward=True, apart=False, again=False)
                total += part * chance * on[walk]
    assert chain.lead[2, walk] == pytest.approx(math.log(total))
    assert total > 10


def test_another_paragraph_leads_less_far() -> None:
    near = worded("Walking to work: 12 %. Then 19 %.", SURVEY).fitness().others
    apart = worded("Walking to work: 12 %.\n\nThen 19 %.", SURVEY).fitness().others
    assert 0 < apart.lead[1].max() < near.lead[1].max()
    assert APART < 1


def test_how_far_a_number_is_led_has_nothing_of_its_own_value() -> None:
    """Whatever the second number prints: the first, and the third, lead to it as they did."""
    leads = [
        worded(f"Walking to work: 12 %. Then {value} %. At last 31 %.", SURVEY).fitness()
        for value in (19, 40, 99)
    ]
    assert np.allclose(leads[0].others.lead[1], leads[1].others.lead[1])
    assert np.allclose(leads[0].others.lead[1], leads[2].others.lead[1])


def test_chances_are_shares_and_none_has_the_rest() -> None:
    chain = worded(ESSAY, SURVEY).fitness().others.chain
    for guesses in (*chain.guesses, *chain.before, *chain.behind):
        assert all(chance > 0 for chance in guesses.values())
        assert sum(guesses.values()) < 1
    first = chain.before[0]
    seen = {one: math.log(p / (1 - sum(first.values()))) + NONE for one, p in first.items()}
    assert seen  # what words alone bring: the first number has nothing before it
    assert np.allclose(list(seen.values()), chain._seen[0])


def test_the_same_figure_is_seldom_stated_twice_running_but_by_a_fraction_and_its_share() -> None:
    twice = worded("Of the oldest 31 % walk to work, 31 % in all.", SURVEY).fitness()
    again = worded("Of the oldest nearly a third (31 %) walk to work.", SURVEY).fitness()
    walk = next(n for one, n in twice.candidates.places.items() if one.figures == (4,))
    assert again.again[1] == [0]
    assert twice.again[1] == []
    assert GAINS.repeated < 0 < GAINS.again
    assert again.others.chain.lead[1, walk] > twice.others.chain.lead[1, walk]


# ── what people bound ──


def bound(claim: Claim, *figures: str) -> Binding:
    return Binding(
        id=claim.key,
        decided=BindingChoice.FIGURE if figures else BindingChoice.OTHER,
        statement=Statement(Sense.EQUAL, figures) if figures else None,
        coder="Nina",
        at="",
    )


UNTOLD = "It is 12 % at first. Then it is 19 %, and at last 31 %."


def first_of(claim: Claim) -> str:
    return str(claim.proposals[0].statement)


@pytest.mark.parametrize(("question", "last"), [("w", "w-2-1"), ("f", "f-2-1")])
def test_what_is_bound_puts_the_numbers_around_it_in_order_anew(question: str, last: str) -> None:
    """The text does not say what it speaks of: one key does, for all of the paragraph."""
    draft = worded("It is 12 % at first. At last it is 31 %.", SURVEY)
    made = Proposing(draft.reading, draft.survey, draft.claims)
    told = made.claims({draft.claims[0].key: bound(draft.claims[0], f"{question}-0-1")})
    assert first_of(told[1]) == last


def test_without_bindings_proposals_are_as_they_were_and_their_order_does_not_matter() -> None:
    draft = worded(UNTOLD, SURVEY)
    made = Proposing(draft.reading, draft.survey, draft.claims)
    before = made.claims()
    one, two = (
        {claim.key: bound(claim, key)}
        for claim, key in zip(draft.claims, ("f-0-1", "r-1-1"), strict=False)
    )
    made.claims(one)
    both = made.claims({**one, **two})
    made.claims(two)
    assert [c.proposals for c in made.claims({**two, **one})] == [c.proposals for c in both]
    assert made.claims() == before == made.claims({})


def test_a_number_said_to_be_none_leads_nowhere_and_one_bound_elsewhere_neither() -> None:
    draft = worded(UNTOLD, SURVEY)
    made = Proposing(draft.reading, draft.survey, draft.claims)
    none = {draft.claims[0].key: bound(draft.claims[0])}
    made.claims(none)
    lead = made._last[0].others.lead[1]
    without = worded(UNTOLD.replace("12", "99.4"), SURVEY).fitness().others.lead[1]
    assert np.allclose(lead, without)


def test_what_the_machine_is_sure_of_rests_on_no_binding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for one number confirms none of the others, nor takes what was confirmed back."""
    draft = worded(ESSAY, SURVEY)
    monkeypatch.setattr(proposing, "is_enough", lambda claim, confidence: claim.printed == "19 %")
    made = Proposing(draft.reading, draft.survey, draft.claims)
    before = [claim.state for claim in made.claims()]
    assert ClaimState.PROPOSED in before
    told = made.claims({draft.claims[0].key: bound(draft.claims[0], "f-0-1")})
    assert [claim.state for claim in told] == before
    at = before.index(ClaimState.PROPOSED)
    assert told[at].proposals == made.claims()[at].proposals
    assert [claim.statement for claim in told] == [c.statement for c in made.claims()]


def test_what_a_number_was_bound_to_is_another_s_of_its_sentence_for_sure() -> None:
    draft = worded("It is 12 % first, then 19 %.", SURVEY)
    fitness = draft.fitness()
    fish = draft.survey.at["f-0-1"]
    one = fitness.candidates.meant_by(Statement(Sense.EQUAL, ("f-0-1",)))
    assert fitness.used(1)[fish] < 1
    assert fitness.known({0: one}).used(1)[fish] == 1


def test_a_difference_is_of_what_the_numbers_beside_it_were_bound_to() -> None:
    draft = worded("It went from 12 % to 31 %, by 19 percentage points.", SURVEY)
    first, second, points = draft.claims
    bindings = {first.key: bound(first, "f-0-1"), second.key: bound(second, "f-2-1")}
    study = replace(draft.study, bindings=bindings)
    told = claims_of(draft.reading, study)[2]
    assert told.points
    assert told.proposals[0].statement == Statement(Sense.DIFFERENCE, ("f-2-1", "f-0-1"))
    assert points.key == told.key


def test_what_words_alone_bring_is_weighed_by_hand_and_has_nothing_of_other_numbers() -> None:
    """It is `OWN` times what `naming` has of the words; no other number changes it."""
    alone, among = (worded(text, SURVEY) for text in ("Walking to work: 12 %.", ESSAY))
    row = alone.named_as("12 %", "w-0-1")
    fitness = alone.fitness()
    chain, figure = fitness.others.chain, alone.survey.at["w-0-1"]
    row |= {name: float(values[0, figure]) for name, values in fitness.meant_of_words.items()}
    by_hand = sum(weight * row[name] for name, weight in OWN.items())
    at = [str(one.statement(alone.survey)) for one in chain.listed[0]].index("w-0-1")
    assert chain._seen[0][at] == pytest.approx(by_hand)
    assert row["question near"] > 0 < OWN["question near"]
    assert not set(OWN) & {"numbers around lead to it", "told elsewhere", "used by another number"}
    other = worded(ESSAY.replace("19", "40"), SURVEY).fitness()
    assert np.allclose(other._seen[0], among.fitness()._seen[0])


def test_what_the_numbers_around_state_tells_which_answer_and_group_words_name() -> None:
    """The middle were spoken of twice, walking once: both lead to what 99 % is not, either."""
    draft = worded(
        "Walking to work: of the middle 19 %. Fish is eaten by 40 %. Novels: 99 %.", SURVEY
    )
    others, row = draft.fitness().others, draft.row("99 %")
    novels, walk = draft.named_as("99 %", "r-1-1"), draft.named_as("99 %", "w-1-1")
    middle = others.of_group[row, draft.survey.at["r-1-1"]]
    assert novels["neighbours are of the group"] == pytest.approx(middle)
    assert middle > 0.5
    assert walk["neighbours state the answer"] > 0.1 > novels["neighbours state the answer"]
    assert walk["told already in its paragraph"] > 0.5
    assert novels["told already in its paragraph"] < 0.1
