"""A share of men, of women or of an age states no figure of everybody: not surely, and not proved.

"Of men, 96.5 % feel safe" was likely, and proved once it was bound, where the survey has 96.5 % for
all who were asked. The survey and the drafts are invented.
"""

from __future__ import annotations

import pytest

from coding import drafts
from coding.model import (
    Binding,
    BindingChoice,
    ClaimState,
    Indicator,
    Level,
    Report,
    Sense,
    Statement,
)
from coding.verify import Study, verify

SAFE = {
    "question_id": "safe",
    "question": "Do you feel safe on the street where you live?",
    "printed": "64.3",
    "value": 64.3,
    "base_n": 300,
}
FIGURES = [
    Indicator(id="safe_yes", option="Feels safe on the street", **SAFE),  # type: ignore[arg-type]
    Indicator(id="safe_no", option="Feels unsafe", **{**SAFE, "printed": "35.7", "value": 35.7}),  # type: ignore[arg-type]
    Indicator(
        id="gender_men",
        question_id="gender",
        question="Gender",
        option="Men",
        printed="48.2",
        value=48.2,
    ),
]
OTHERS = "Men and women answered alike in number; many aged 20 to 29, some aged 30 to 39.\n\n"


def report(sentence: str, figure: str = "", before: str = OTHERS) -> Report:
    """Verify a draft of a sentence with one number, bound to a figure if one is given."""
    draft = drafts.read_bytes(f"{before}{sentence}\n".encode(), "draft.md")
    study = Study(indicators=FIGURES)
    told = verify(draft, study)
    if not figure:
        return told
    [claim] = [c for c in told.claims if c.value in (64.3, 48.2)]
    stated = Statement(figures=(figure,), sense=Sense.EQUAL)
    bound = Binding(id=claim.key, decided=BindingChoice.FIGURE, statement=stated, coder="x", at="y")
    return verify(draft, Study(indicators=FIGURES, bindings={claim.key: bound}))


def other_people(told: Report) -> list[Level]:
    return [f.level for f in told.findings if f.verdict == "other people"]


LIMITED = [
    "Of men, 64.3 % feel safe on the street where they live.",
    "Among women of any age, 64.3 % feel safe on the street where they live.",
    "On the street where they live 64.3 % of the women feel safe.",
    "On the street where they live 64.3 % women feel safe.",
    "Of those aged 20 to 29, 64.3 % feel safe on the street where they live.",
]
OF_ALL = [
    "Of all respondents, 64.3 % feel safe on the street where they live.",
    "Of men and women, 64.3 % feel safe on the street where they live.",
    "Among women the street matters: 64.3 % of all respondents feel safe where they live.",
    "On the street where they live 64.3 % feel safe, and women say so at length.",
    "Of women's streets it is said: 64.3 % feel safe on the street where they live.",
]


@pytest.mark.parametrize("sentence", LIMITED)
def test_a_share_of_some_is_not_sure_to_be_that_of_everybody(sentence: str) -> None:
    [claim] = [c for c in report(sentence).claims if c.value == 64.3]
    assert claim.state is ClaimState.OPEN
    assert claim.proposals[0].statement.figures == ("safe_yes",)
    assert other_people(report(sentence, "safe_yes")) == [Level.CHECK]


@pytest.mark.parametrize("sentence", OF_ALL)
def test_a_share_of_everybody_is_as_before(sentence: str) -> None:
    [claim] = [c for c in report(sentence).claims if c.value == 64.3]
    assert claim.state in (ClaimState.PROPOSED, ClaimState.LITERAL)
    assert other_people(report(sentence, "safe_yes")) == []


def test_a_survey_that_may_be_of_women_alone_is_of_everybody_in_it() -> None:
    assert other_people(report(LIMITED[1], "safe_yes", before="")) == []
    assert other_people(report(LIMITED[4], "safe_yes", before="")) == []


def test_a_figure_whose_words_are_of_the_group_is_of_it() -> None:
    assert other_people(report("In the survey 48.2 % men were asked.", "gender_men")) == []
