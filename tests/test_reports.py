"""The invented reports of tests/reports are sound: verification is fitted and measured on them.

Offsets, ids and sums are looked at, and whether each claim holds is worked out anew.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

import pytest
import reports_gold
from reports_gold import KINDS, NOTHING, RELATIONS, REPORTS, Gold, Paraphrase

from coding import drafts
from coding.model import Indicator, Level
from coding.survey.plausibility import look
from coding.verify import Study, verify

REPORT = pytest.mark.parametrize("name", reports_gold.names())
SURVEY = pytest.mark.parametrize(
    "name", sorted(path.parent.name for path in REPORTS.glob("*/toplines.csv"))
)
INVENTED = ("invented", "выдуман", "izmišljen")
SHARE = re.compile(r"\d+(?:[.,]\d+)?[ \u00a0\u202f]?%")


@REPORT
def test_a_report_says_at_its_head_that_it_is_invented(name: str) -> None:
    head = " ".join(reports_gold.load(name).text.splitlines()[:4]).lower()
    assert any(word in head for word in INVENTED)


@REPORT
def test_each_claim_stands_in_the_draft_where_it_says(name: str) -> None:
    report = reports_gold.load(name)
    assert "\r" not in report.text
    assert unicodedata.is_normalized("NFC", report.text)
    for claim in report.claims:
        assert report.text[claim.start : claim.end] == claim.printed
    for first, second in itertools.pairwise(report.claims):
        assert first.end <= second.start


@REPORT
def test_each_claim_is_of_a_known_kind_and_states_figures_that_exist(name: str) -> None:
    report = reports_gold.load(name)
    for claim in report.claims:
        assert claim.kind in KINDS, claim
        assert claim.relation in RELATIONS or not (claim.relation or claim.readings), claim
        assert claim.readings or claim.truth.removeprefix("none:") in NOTHING, claim
        for key in itertools.chain(*claim.readings):
            assert key in report.figures, claim


@REPORT
def test_a_claim_in_digits_has_the_value_that_is_printed(name: str) -> None:
    for claim in reports_gold.load(name).claims:
        assert says_its_value(claim), claim


def says_its_value(claim: Gold) -> bool:
    """Say whether a number in digits is the claim's value; number words say nothing here."""
    digits = re.sub(r"[\s\u00a0\u202f%]", "", claim.printed).replace(",", ".")
    if claim.kind not in ("share", "count", "mean") or not re.fullmatch(r"[\d.]+", digits):
        return True
    thousands = claim.kind == "count" and re.fullmatch(r"\d{1,3}(\.\d{3})+", digits)
    return claim.value == (digits.replace(".", "") if thousands else digits)


@REPORT
def test_a_claim_holds_where_arithmetic_says_so_and_nowhere_else(name: str) -> None:
    report = reports_gold.load(name)
    for claim in report.claims:
        if claim.readings:
            holds = "yes" if reports_gold.agrees(claim, report.figures) else "no"
            assert claim.holds == holds, claim


@REPORT
def test_a_report_makes_a_few_mistakes_and_no_more(name: str) -> None:
    wrong = [claim for claim in reports_gold.load(name).claims if claim.holds == "no"]
    assert 3 <= len(wrong) <= 6
    assert all(claim.note for claim in wrong)


@REPORT
def test_no_share_of_a_draft_was_left_out(name: str) -> None:
    report = reports_gold.load(name)
    options = " ".join(figure.option for figure in report.figures.values())
    limits = {re.sub(r"\D", "", share) for share in SHARE.findall(options)}
    for share in SHARE.finditer(report.text):
        marked = any(c.start <= share.start() and share.end() <= c.end for c in report.claims)
        assert marked or re.sub(r"\D", "", share[0]) in limits, report.text[: share.end()][-80:]


@SURVEY
def test_the_answers_to_a_question_with_one_answer_sum_to_all(name: str) -> None:
    figures = reports_gold.figures(name)
    assert look(list(figures.values())) == []
    sums: Counter[tuple[str, str, str]] = Counter()
    for figure in figures.values():
        if figure.type in ("single", "scale") and figure.unit == "%":
            assert figure.value is not None
            sums[figure.question_id, figure.subgroup, figure.source] += round(figure.value)
    assert {key: total for key, total in sums.items() if not 99 <= total <= 101} == {}


@SURVEY
def test_a_figure_of_everybody_is_what_its_groups_come_to(name: str) -> None:
    for whole, groups in by_kind_of_group(reports_gold.figures(name)):
        people = sum(group.base_n or 0 for group in groups)
        shares = sum((group.value or 0.0) * (group.base_n or 0) for group in groups)
        assert whole.base_n
        assert people % whole.base_n == 0, whole
        assert abs(shares / people - (whole.value or 0.0)) < 1, whole


def by_kind_of_group(
    figures: Mapping[str, Indicator],
) -> list[tuple[Indicator, list[Indicator]]]:
    """Return each figure of everybody, the first of its option, beside those of its groups."""
    options: dict[tuple[str, str, str], list[Indicator]] = defaultdict(list)
    for figure in figures.values():
        options[figure.question_id, figure.option, figure.source].append(figure)
    return [(first, groups) for first, *groups in options.values() if groups]


def test_there_are_seventy_paraphrases_in_three_languages() -> None:
    said = reports_gold.paraphrases()
    assert Counter(row.language for row in said) == {"en": 30, "ru": 20, "sr": 20}
    assert len({row.sentence for row in said}) == len(said)


@pytest.mark.parametrize("row", reports_gold.paraphrases(), ids=lambda row: row.sentence[:40])
def test_a_paraphrase_is_true_of_its_survey(row: Paraphrase) -> None:
    assert row.sentence.count(row.printed) == 1
    assert row.kind in KINDS
    assert row.relation in RELATIONS
    assert row.claim.readings
    assert says_its_value(row.claim)
    assert reports_gold.agrees(row.claim, reports_gold.figures(row.toplines))


@pytest.mark.parametrize("row", reports_gold.paraphrases(), ids=lambda row: row.sentence[:40])
def test_a_true_paraphrase_makes_no_error(row: Paraphrase) -> None:
    assert errors(row.sentence, row.toplines) == []


@pytest.mark.parametrize("name", sorted({row.toplines for row in reports_gold.paraphrases()}))
def test_true_paraphrases_beside_each_other_make_no_error(name: str) -> None:
    said = [row.sentence for row in reports_gold.paraphrases() if row.toplines == name]
    assert errors("\n\n".join(said), name) == []


def errors(text: str, survey: str) -> list[str]:
    """Return what verification calls an error in a draft about a survey."""
    study = Study(indicators=list(reports_gold.figures(survey).values()))
    report = verify(drafts.read_bytes(text.encode(), "draft.md"), study)
    return [f"{f.excerpt}: {f.message}" for f in report.findings if f.level is Level.ERROR]


def test_a_paraphrase_has_other_words_than_its_question_and_answer() -> None:
    for row in reports_gold.paraphrases():
        survey = reports_gold.figures(row.toplines)
        for key in itertools.chain(*row.claim.readings):
            assert survey[key].question.casefold() not in row.sentence.casefold(), row
            assert shared(survey[key].option, row.sentence) < 3, row


def shared(option: str, sentence: str) -> int:
    """Return how many words in a row of an answer stand in a sentence."""
    words = re.findall(r"\w+", option.casefold())
    said = " ".join(["", *re.findall(r"\w+", sentence.casefold()), ""])
    runs = itertools.combinations(range(len(words) + 1), 2)
    return max(
        (end - start for start, end in runs if f" {' '.join(words[start:end])} " in said), default=0
    )


TOWN = {
    "yes": {"option": "Yes", "value": 48.0},
    "rather": {"option": "Rather", "value": 4.0},
    "no": {"option": "No", "value": 48.0},
}
FIGURES = {
    key: Indicator(
        id=key,
        question_id="q",
        question="Is the bus on time?",
        option=str(row["option"]),
        printed=str(row["value"]),
        value=float(row["value"]),
        base_n=412,
    )
    for key, row in TOWN.items()
}


@pytest.mark.parametrize(
    ("kind", "value", "truth", "relation", "note", "holds"),
    [
        ("share", "48", "yes", "equal", "", True),
        ("share", "47", "yes", "equal", "", False),
        ("share", "48.4", "yes", "rounded", "", False),
        ("share", "52", "yes+rather", "sum", "", True),
        ("share", "48", "yes+rather", "sum", "", False),
        ("share", "48", "yes+no", "equal", "", True),
        ("share", "48", "rather|no", "equal", "", True),
        ("share", "52", "no", "complement", "", True),
        ("share", "44", "yes+rather", "difference", "", True),
        ("share", "43", "yes+rather", "difference", "", False),
        ("ratio", "12", "yes+rather", "ratio", "", True),
        ("ratio", "10", "yes+rather", "ratio", "", False),
        ("ratio", "1", "yes+rather+no+rather", "ratio", "", True),
        ("ratio", "2", "yes+rather+no+rather", "ratio", "", False),
        ("share", "0", "yes+rather+no+rather", "difference", "", True),
        ("ratio", "50", "yes", "rounded", "", True),
        ("ratio", "50", "yes", "rounded", "over", False),
        ("ratio", "50", "yes", "rounded", "under", True),
        ("ratio", "33.3", "yes", "rounded", "", False),
        ("ratio", "50", "yes+rather", "sum", "over", True),
        ("ratio", "40", "yes", "rounded", "over", True),
        ("ratio", "33.3", "yes", "rounded", "over", False),
        ("ratio", "20", "yes+rather", "complement", "under", False),
        ("quantifier", ">50", "yes", "quantifier", "", False),
        ("quantifier", ">50", "yes+rather", "quantifier", "", False),
        ("quantifier", ">50", "yes+rather", "quantifier", "sum 52", True),
        ("quantifier", ">50", "yes", "quantifier", "complement 52", True),
        ("quantifier", "<50", "yes", "quantifier", "", True),
        ("quantifier", "max", "yes", "quantifier", "", False),
        ("count", "198", "yes", "equal", "", True),  # 198 of 412 are 48.06 %
        ("count", "202", "yes", "equal", "", False),  # 49.03 %
    ],
)
def test_arithmetic_decides_whether_a_claim_holds(
    kind: str, value: str, truth: str, relation: str, note: str, *, holds: bool
) -> None:
    claim = Gold(
        start=0,
        end=1,
        printed="x",
        kind=kind,
        value=value,
        truth=truth,
        relation=relation,
        holds="",
        note=note,
    )
    assert reports_gold.agrees(claim, FIGURES) is holds


def test_the_most_frequent_answer_of_its_group_is_a_plurality() -> None:
    claim = Gold(
        start=0,
        end=1,
        printed="most often",
        kind="quantifier",
        value="max",
        truth="yes",
        relation="quantifier",
        holds="yes",
    )
    assert reports_gold.agrees(claim, {key: FIGURES[key] for key in ("yes", "rather")})
