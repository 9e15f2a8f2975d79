"""A number says what the survey says, and the words around it bear that out."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from checked_drafts import (
    COUNCIL,
    figure,
    found,
)
from hypothesis import given
from hypothesis import strategies as st

from coding import drafts
from coding.model import Claim, ClaimKind, ClaimProposal, ClaimState, Level, Sense, Statement
from coding.project import Project
from coding.verify import Study, verify
from coding.verify.checks.figures import is_likely
from coding.verify.checks.granularity import possible
from coding.verify.checks.neighbours import INVERTED, Wrong
from coding.verify.reading.numbers import find as find_numbers
from coding.verify.reading.patterns import is_pattern
from coding.verify.reading.quantified import of_today, read_table, table

# ── figures, sums, quantifiers ──


@pytest.mark.parametrize(
    ("text", "sense", "options"),
    [
        ("41.2 % trust the new city council.", Sense.EQUAL, ["Yes, fully trust"]),
        ("About 41 % trust the new city council.", Sense.EQUAL, ["Yes, fully trust"]),
        ("Forty-one per cent trust the new city council.", Sense.EQUAL, ["Yes, fully trust"]),
        (
            "58.8 % do not fully trust the new city council.",
            Sense.COMPLEMENT,
            ["Yes, fully trust"],
        ),
        (
            "Trust in the new city council is fully there or undecided for 61.6 %.",
            Sense.SUM,
            ["Yes, fully trust", "Difficult to answer"],
        ),
    ],
)
def test_a_figure_is_proposed_by_words_and_value(
    text: str, sense: Sense, options: list[str]
) -> None:
    report = verify(drafts.read_bytes(text.encode(), "a.md"), COUNCIL)
    [claim] = [c for c in report.claims if c.kind is ClaimKind.SHARE]
    first = claim.proposals[0].statement
    named = {i.id: i.option for i in COUNCIL.indicators}
    assert (first.sense, [named[key] for key in first.figures]) == (sense, options)
    [looked_at] = [e for e in report.examined if e.kind == "figure"]
    assert looked_at.verdict == "open" or claim.state is ClaimState.PROPOSED


BUS = [
    replace(figure("q2", option, value), question="How often do you take the bus to work?")
    for option, value in (("Every day", 31.5), ("Sometimes", 44.0), ("Never", 24.5))
]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("66.2 % take the bus to work every day.", [Level.CHECK]),
        ("31.5 % take the bus to work every day.", []),
        ("About 66.2 % take the bus to work every day.", []),
        ("66.2 % take the bus to work every day, more than a car.", []),
        ("According to the census 66.2 % take the bus to work every day.", []),
        ("Of these, 66.2 % take the bus to work every day.", []),
        ("31.5 % take the bus to work every day, 66.2 % on that day.", []),
        ("44 % take the bus to work every day or sometimes.", []),
    ],
)
def test_words_that_clearly_name_a_figure_of_another_value_are_to_be_checked(
    text: str, levels: list[Level]
) -> None:
    study = Study(indicators=[*COUNCIL.indicators, *BUS])
    report = verify(drafts.read_bytes(text.encode(), "a.md"), study)
    met = [f for f in report.findings if f.verdict == "other value in the survey"]
    assert [f.level for f in met] == levels
    for finding in met:
        assert "31.5 % for this; 66.2 % is printed." in finding.message
        assert [e.source for e in finding.evidence] == ["q2-Every day"]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("20.4 % trust the new city council.", ["neighbouring cell"]),
        ("Inflation was 4.7 % last year.", ["no such figure"]),
    ],
)
def test_what_words_say_of_a_figure_is_listed(text: str, verdicts: list[str]) -> None:
    report = verify(drafts.read_bytes(text.encode(), "a.md"), COUNCIL)
    assert [e.verdict for e in report.examined if e.kind == "figure"] == verdicts


def test_words_that_are_another_numbers_name_no_neighbour() -> None:
    alone = "Of all, 20.4 % trust the new city council without saying so."
    assert [f.verdict for f in found(alone, COUNCIL)] == ["neighbouring cell"]
    both = "Of all, 41.2 % trust the new city council: 20.4 % trust it without saying so."
    assert found(both, COUNCIL) == []


def test_a_neighbour_is_told_of_only_where_it_is_proposed() -> None:
    """A condition turned round needs no other figure than the one that is printed."""
    here, there = COUNCIL.indicators[:2]
    claim = Claim(start=0, end=6, printed="20.4 %", kind=ClaimKind.SHARE, value=20.4)
    stated = Statement(Sense.EQUAL, (there.id,))
    proposal = ClaimProposal(statement=stated, value=1.0, confidence=0.0, words=0.1, order=0.1)
    neighbour = Wrong("neighbouring cell", there, here, "")
    assert not is_likely(claim, neighbour)
    assert is_likely(replace(claim, proposals=(proposal,)), neighbour)
    assert is_likely(claim, Wrong(INVERTED, there, here, ""))


def test_what_the_survey_does_not_have_is_never_wrong() -> None:
    assert found("Prices rose by 4.7 % and wages by 3.1 %, the bank says.", COUNCIL) == []


def test_options_of_one_question_do_not_sum_above_100() -> None:
    listed = [
        figure("q1", "Yes, fully trust", 41.2),
        figure("q1", "No, do not trust", 38.4),
        figure("q1", "Difficult to answer", 23.9),
    ]
    text = (
        "41.2% fully trust the new city council, 38.4% do not trust it and 23.9% find it"
        " difficult to answer."
    )
    [one] = found(text, Study(indicators=listed))
    assert (one.verdict, one.level) == ("complements above 100", Level.ERROR)
    assert "103.5" in one.message
    fewer = "41.2% fully trust the new city council and 38.4% do not; 20.3 % are at a loss."
    [other] = found(fewer, Study(indicators=listed))  # sums to 100, though not as the survey has it
    assert (other.verdict, other.level) == ("other value in the survey", Level.CHECK)
    assert "23.9" in other.message
    several = [replace(i, type="multi") for i in listed]
    assert found(text, Study(indicators=several)) == []


def test_complements_that_sum_above_100_need_no_survey() -> None:
    [one] = found("In a poll 62% agree with the law, while 41% do not agree with it.")
    assert (one.verdict, one.level) == ("complements above 100", Level.ERROR)
    assert found("In a poll 62% agree with the law, while 38% do not agree with it.") == []
    assert found("62% of men agree, while 41% of women do not have children.") == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("A majority (50.1%) agree.", None),
        ("A majority (49.9%) agree.", Level.ERROR),
        ("A relative majority (41%) agree.", None),
        ("Most respondents (48%) agree.", Level.ERROR),
        ("The most common answer (48%) was yes.", None),
        ("At most 40% agree.", None),
        ("The vast majority (76%) agree.", None),
        ("The vast majority (60%) agree.", Level.ERROR),
        ("Half of them (46%) agree.", None),
        ("Half of them (40%) agree.", Level.ERROR),
        ("Almost half (44%) agree.", None),
        ("More than half (50.4%) agree.", None),
        ("More than half (49.6%) agree.", Level.ERROR),
        ("Less than a third (34%) agree.", Level.ERROR),
        ("A third of them (33%) agree.", None),
        ("Every third respondent (45%) agrees.", Level.ERROR),
        ("One in five (21%) agree.", None),
        ("More than one in ten (15.9%) agree.", None),
        ("Of the majority that came, 12% agree.", None),
        ("Most do not agree (9.4% do).", None),
        ("Only 9.4% agree, so most do not.", None),
        ("A large majority, 44%, agree.", Level.ERROR),
        ("The majority of respondents, 44.7% of them, agree.", Level.ERROR),
        ("The majority, or 44.7%, agree.", Level.ERROR),
        ("As many as 44.7%, that is the majority, agree.", Level.ERROR),
        ("A majority of those who came late (35.8%) agree.", Level.ERROR),
        ("While 44.7% agree, the majority does not.", None),
        ("A quarter of those on foot are there in time and another 38% agree.", None),
        ("A majority of men and women (44.7%) agree.", Level.ERROR),
        ("A majority of men and women, 44.7%, agree.", Level.ERROR),
        ("Half of the respondents live in a home of their own, 26% rent.", None),
        ("Half of the respondents, 26% of them, rent.", Level.ERROR),
        ("Twice as many agree (40%) as do not (20%).", None),
        ("Three times as many agree (15.6%) as do not (9.4%).", Level.ERROR),
        ("More than three times as many agree (40%) as do not (10%).", None),
        ("Almost three times as many agree (29%) as do not (10%).", None),
        ("Several times as many agree (12%) as do not (10%).", Level.ERROR),
        ("Twice as many women (40 people) came as men (20 people).", None),
        ("Twice as many women (40 people) came as men (38 people).", Level.ERROR),
        ("In 2022 twice as many agreed (40%) as now (30%).", Level.CHECK),
        ("Twice as many agree (40%) as do not (30%) or shrug (29%).", Level.CHECK),
        ("Half as many agree (20%) as do not (40%).", None),
        ("Half as many agree (20%) as do not (25%).", Level.ERROR),
        ("Twice as many agree.[^1]\n\n[^1]: That is 40 % against 20 %.", None),
        ("Twice as many agree.[^1]\n\n[^1]: That is 40 % against 30 %.", Level.ERROR),
        ("Twice as many agree.\n\n[^1]: That is 40 % against 30 %.", None),
        ("In 2022 as in 2024, 12% agree and 30% do not, 28 percentage points more.", Level.CHECK),
        ("12% agree and 30% do not, 18 percentage points more.", None),
        ("12% agree and 30% do not, 28 percentage points more.", Level.ERROR),
        ("12% agree, 28 percentage points more; 30% do not.", None),
        ("Большинство (44 %) согласны.", Level.ERROR),
        ("Более половины (56,5 %) согласны.", None),
        ("В три раза больше согласны (15,6 %), чем нет (9,4 %).", Level.ERROR),
        ("Većina ispitanika (44%) se slaže.", Level.ERROR),
        ("Više od polovine (52%) se slaže.", None),
    ],
)
def test_a_quantifier_is_borne_out_by_its_figure(text: str, level: Level | None) -> None:
    assert [f.level for f in found(text)] == ([level] if level else [])


def test_a_quantifier_goes_on_over_and() -> None:
    study = Study(
        indicators=[
            *COUNCIL.indicators,
            figure("q2", "Feels safe", 96.5, question="How safe do you feel in the street?"),
        ]
    )
    text = (
        "Most respondents feel safe in the street (96.5%) and fully trust the new city council"
        " (41.2%)."
    )
    [one] = found(text, study)
    assert (one.verdict, one.level) == ("quantifier", Level.CHECK)


def test_a_project_may_say_what_quantifiers_mean() -> None:
    rows = [{"words": "the bulk", "low": 60, "high": 100, "strict": True}]
    assert [f.verdict for f in found("The bulk (55%) agree.", Study(quantifiers=rows))] == [
        "quantifier"
    ]
    assert found("A majority (12%) agree.", Study(quantifiers=rows)) == []


def test_every_row_of_the_table_is_words_with_bounds() -> None:
    for row in table():
        assert not is_pattern(str(row["words"]))
    for quantifier in read_table(table()):
        assert 0 <= quantifier.low < quantifier.high <= 100


def test_a_word_counts_as_its_pack_says_in_a_projects_table_too() -> None:
    """The bounds are the project's; that "most" needs people behind it, and hedges, are grammar."""
    rows = [
        {"words": "most", "low": 60, "high": 100, "strict": True},
        {"words": "a third", "low": 30, "high": 36, "strict": False},
    ]
    study = Study(quantifiers=rows)
    assert found("The most common answer (48%) was yes.", study) == []
    assert [f.verdict for f in found("Most respondents (58%) agree.", study)] == ["quantifier"]
    assert [f.verdict for f in found("A third of them (39%) agree.", study)] == ["quantifier"]
    assert [f.verdict for f in found("More than a third of them (31%) agree.", study)] == [
        "quantifier"
    ]
    assert found("More than a third of them (39%) agree.", study) == []


PATTERNS = [
    (r"(?:the )?(?:vast|overwhelming|great|large|huge|absolute) majority", 75, 100, False),
    (r"(?<!relative )(?<!simple )(?:clear |slight |narrow |solid )?majority", 50, 100, True),
    (r"(?<!the )(?<!at )most(?= (?:of\b|(?:respondents|people|them)\b))", 50, 100, True),
    (r"(?:slightly |just |a little )?(?:more|over) than half|over half", 50, 100, True),
    (r"(?:almost |about )?(?:a|one|every) third(?= (?:of|\()|,)", 29, 38, False),
    (r"(?<!подавляющее )большинств\w+", 50, 100, True),
    (r"(?<!od )polovin[aeu]|(?<!од )половин[ае](?= испитаника)", 45, 55, False),
]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The vast majority (60%) agree.", Level.ERROR),
        ("A relative majority (41%) agree.", None),
        ("A majority (49.9%) agree.", Level.ERROR),
        ("The most common answer (48%) was yes.", None),
        ("Most respondents (48%) agree.", Level.ERROR),
        ("More than half (49.6%) agree.", Level.ERROR),
        ("Every third respondent (45%) agrees.", Level.ERROR),
        ("Большинство (44 %) согласны.", Level.ERROR),
        ("Polovina ispitanika (33%) se slaže.", Level.ERROR),
        ("Više od polovine (52%) se slaže.", None),
    ],
)
def test_a_table_that_was_kept_as_patterns_means_what_it_meant(
    text: str, level: Level | None
) -> None:
    rows = [
        {"words": words, "low": low, "high": high, "strict": strict}
        for words, low, high, strict in PATTERNS
    ]
    kept, lost = of_today(rows)
    assert lost == []
    assert not any(is_pattern(row["words"]) for row in kept)
    assert [f.level for f in found(text, Study(quantifiers=kept))] == ([level] if level else [])


def test_a_pattern_that_is_no_words_is_named() -> None:
    rows = [{"words": r"(\w)\1 many", "low": 3, "high": 9, "strict": True}]
    assert of_today(rows) == ([], [r"(\w)\1 many"])


# ── numbers ──


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5% and 7 %", [12.5, 7]),
        ("12,5 процента", [12.5]),
        ("57.4, 47.7 and 42%", [57.4, 47.7, 42]),
        ("between 40 and 50 per cent", [40, 50]),
        ("sixty-one point two per cent", [61.2]),
        ("one hundred per cent", [100]),
        ("шестьдесят одна целая две десятых процента", [61.2]),
        ("пятьюдесятью процентами", [50]),
        ("šezdeset jedan zarez dva odsto", [61.2]),
        ("шездесет и један одсто", [61]),
        ("in 2022, Graph 12, Table 3, aged 18-24, § 5", []),
        ("5 percentage points", []),
    ],
)
def test_percentages_are_read_in_digits_and_words(text: str, expected: list[float]) -> None:
    assert [n.value for n in find_numbers(text) if n.kind == "percent"] == expected


@given(st.integers(0, 100), st.sampled_from(["en", "ru", "sr", "sr_Latn"]))
def test_every_spelled_number_is_read_back(value: int, language: str) -> None:
    from unicode_rbnf import RbnfEngine

    unit = {"en": "per cent", "ru": "процентов", "sr": "одсто", "sr_Latn": "odsto"}[language]
    spelled = RbnfEngine.for_language(language).format_number(value).text
    assert [n.value for n in find_numbers(f"{spelled} {unit}")] == [value]


# ── granularity ──


def test_published_grim_cases_come_out_right() -> None:
    """What the articles of the R package scrutiny print of means, shares and scales."""
    with Path(__file__).with_name("grim_cases.csv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len(cases) == 30
    for case in cases:
        told = possible(
            case["x"], int(case["n"]), items=int(case["items"]), percent=case["percent"] == "true"
        )
        assert told is (case["consistent"] == "true"), case


@given(st.integers(1, 99), st.data())
def test_a_share_that_was_counted_is_possible(n: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, n))
    assert possible(f"{100 * part / n:.1f}", n, percent=True)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("The median age of the 21 participants was 34.5.", ["median"]),
        ("The median age of the 20 participants was 34.5.", []),
        ("The median age of the 21 participants was 34.", []),
        ("The mean of 28 participants was 5.19.", ["GRIM"]),
        ("The mean of 28 participants was 5.21.", []),
        ("Of these, 18 of 25 participants (70%) were women.", ["count and share"]),
        ("Of these, 18 of 25 participants (72%) were women.", []),
        ("More women (n = 14 of 26; 56 %) came.", ["count and share"]),
        ("More women (n = 14 of 26; 54 %) came.", []),
        ("Women came more often (56 %; n = 14 of 26).", ["count and share"]),
        ("Women came more often (54 %; n = 14/26).", []),
        ("Of those who began, 9 433 of 11 482 (81.3 %) ended.", ["count and share"]),
        ("Of those who began, 9,433 of 11,482 (82.2 %) ended.", []),
        ("A majority would (51%, or 162 of 318), 40% would not.", []),
        ("Of these, 18 of 25 said yes and 40% no.", []),
        ("In all 18 of 25, that is 70 %, said yes.", ["count and share"]),
        ("In all 18 of 25 came; of the others 70 % said no.", []),
        ("3 of 10 people (28 %) came.", []),
        ("3 of 11 people (28 %) came.", ["count and share"]),
        ("About 56 % (14 of 26) came.", []),
        ("About 58 % (14 of 26) came.", ["count and share"]),
        ("Over 53 % (14 of 26) came.", []),
        ("Over 56 % (14 of 26) came.", ["count and share"]),
        ("About 2.6 % (14 of 700) came.", []),
        ("About 4 % (14 of 700) came.", ["count and share"]),
        ("The mean was 5.19 (n = 28).", ["GRIM"]),
        ("We met 28 people; the mean was 5.19.", []),
        ("The mean of 5.19 is that of 300 people.", []),
        ("32.5 % of the 438 asked came.", ["GRIM"]),
        ("In the second round 438 people came, 32.5 % by car.", []),
        ("Of people of 65 and over 13.1 % came.", []),
        ("A load of 40 hours is carried by 58.2 %.", []),
        ("Some left (45 of 165; 27.3 %) and 13.3 % came.", []),
        ("Some left (of the 165 asked) and 13.2 % came.", ["GRIM"]),
        ("For it are 64.9 %; from 65 on it is fewer.", []),
        ("Some left: of the 65 who came, 13.1 %.", ["GRIM"]),
        ("Među mlađima od 40 peške dolazi 43,8 odsto.", []),
        ("Osobe od 40 do 60 godina dolaze peške: 37,9 odsto.", []),
        ("Više od 7 puta nedeljno dolazi 43,8 odsto.", []),
        ("Peške dolazi 37,9 odsto od 40 ispitanih.", ["GRIM"]),
        ("Most often they said never (n = 158; 30.9%).", []),
        ("Most often they said never, 30.9% (n = 158).", []),
        ("Most often they said never, 30.9 per cent (n = 158).", []),
        ("Most often they said never, 30.9 percent [n = 158].", []),
        ("Чаще всего говорили «никогда»: 30,9 процента (n = 158).", []),
        ("Most often they said never (n = 158, 30.9 per cent).", []),
        ("Najčešće su rekli nikad (n = 158; 30,9 odsto).", []),
        ("Among the nurses (n = 158) 30.9% said never.", ["GRIM"]),
        ("Of the 28 asked, 46.5 % came.", ["GRIM"]),
        ("Of the 28 people, 46.5 per cent came.", ["GRIM"]),
        ("Of the 28 asked, 46.4 % came.", []),
        ("They are 118 nurses of 118 nurses, 141 cooks and 9 clerks; 52.9% are women.", []),
        ("It consists of 118 nurses and 141 cooks; 52.9% are women.", []),
        ("Some are: of 118 nurses 52.9% are women.", ["GRIM"]),
    ],
)
def test_what_whole_answers_cannot_give_is_found(text: str, verdicts: list[str]) -> None:
    assert [f.verdict for f in found(text)] == verdicts


# ── what words alone tell ──


@pytest.mark.parametrize(
    ("option", "neighbour"),
    [
        ("Yes, fully trust", True),
        ("Yes, trust on good days", False),
        ("Trust", True),
        ("Trust wholly", False),
    ],
)
def test_another_answer_is_named_in_full_or_not_at_all(option: str, neighbour: bool) -> None:
    """One word of an answer is in many sentences; behind a yes one word may be wanting."""
    listed = [replace(COUNCIL.indicators[0], option=option), *COUNCIL.indicators[1:]]
    text = "20.4 % trust the new city council."
    findings = [f.verdict for f in found(text, Study(indicators=listed))]
    assert ("neighbouring cell" in findings) is neighbour


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (
            "Most respondents approve of the activities of Vladimir Putin as President.",
            ["quantifier without a figure"],
        ),
        ("Most respondents approve of Putin and of all that he says.", []),
        ("Most respondents approve of the towns.", []),
    ],
)
def test_a_quantifier_alone_is_held_against_what_its_words_ask_for(
    sample_folder: Path, text: str, verdicts: list[str]
) -> None:
    """Half of what the question asks must be said, else another thing may be meant."""
    study = Study(indicators=Project(sample_folder).survey.figures())
    assert [f.verdict for f in found(text, study)] == verdicts
