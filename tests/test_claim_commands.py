"""What numbers of a draft state is listed and said from the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from studies import code, study
from test_commands import Desk

HEADS = ("indicator_id", "question_id", "question", "option", "value", "unit")
ROWS = (
    ("q-yes", "q", "Do you trust the council?", "Trust", "41.2", "%"),
    ("q-no", "q", "Do you trust the council?", "No trust", "38.4", "%"),
    ("r+s", "r", "Where do you read news?", "Radio and similar", "11.0", "%"),
    ("s", "r", "Where do you read news?", "Sites", "30.0", "%"),
)
DRAFT = """\
41 % trust the council. 80 % are not silent about it.

Most interviewees feel safe. “Nobody ever asked me what I think of the sea.”
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    project = study(tmp_path / "p")
    (project.folder / "survey").mkdir(exist_ok=True)
    path = project.folder / "survey" / "toplines.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADS, *ROWS])
    code(project, "Vera", "school", "safety")
    return Desk(project.folder)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def row(desk: Desk, draft: Path, printed: str) -> dict[str, object]:
    [one] = [r for r in desk.ask("claims", draft) if r["printed"] == printed]
    return one  # type: ignore[no-any-return]


def bind(desk: Desk, draft: Path, printed: str, *said: object) -> dict[str, object]:
    return desk.ask("bind", draft, DRAFT.index(printed), *said)  # type: ignore[no-any-return]


def test_claims_lists_numbers_quantifiers_and_quotations(desk: Desk, draft: Path) -> None:
    rows = desk.ask("claims", draft)
    assert [(r["printed"], r["kind"]) for r in rows] == [
        ("41 %", "share"),
        ("80 %", "share"),
        ("Most", "quantifier"),
        ("Nobody ever asked me what I think of the sea.", "quotation"),
    ]
    for one in rows:
        assert DRAFT[one["start"] : one["end"]] == one["printed"]
        assert set(one) >= {"start", "end", "printed", "kind", "state", "figures", "verdict"}
        for named in one["figures"]:
            assert set(named) == {"indicator", "confidence", "words", "sense", "indicators"}
    told = desk.run("claims", draft).out.splitlines()
    assert len(told) == 4
    assert "share      “41 %”" in told[0]


def test_verify_lists_the_same_claims(desk: Desk, draft: Path) -> None:
    assert desk.ask("verify", draft)["claims"] == desk.ask("claims", draft)


def test_bind_says_which_figure_and_is_undone(desk: Desk, draft: Path) -> None:
    made = bind(desk, draft, "41 %", "q-yes")
    assert (made["state"], made["by"], made["version"]) == ("bound", "ana", 1)
    assert made["figures"] == [
        {
            "indicator": "q-yes",
            "confidence": 1.0,
            "words": 1.0,
            "sense": "equal",
            "indicators": ["q-yes"],
        }
    ]
    assert made["verdict"] == "rounds to it"
    assert row(desk, draft, "41 %") == made
    desk.ask("undo")
    assert row(desk, draft, "41 %")["state"] != "bound"
    desk.ask("redo")
    desk.ask("bind", draft, 0, "open")
    assert row(desk, draft, "41 %")["version"] == 0


@pytest.mark.parametrize(
    ("said", "sense", "indicators", "verdict"),
    [
        (["q-yes+q-no"], "sum", ["q-yes", "q-no"], "rounds to it"),
        (["q-yes+q-no", "--as", "difference"], "difference", ["q-yes", "q-no"], "differs"),
        (["q-yes+q-no", "--as", "complement"], "complement", ["q-yes", "q-no"], "differs"),
        (["r+s"], "equal", ["r+s"], "differs"),
        (["r+s+s"], "sum", ["r+s", "s"], "differs"),
        (["q-no", "--as", "complement"], "complement", ["q-no"], "differs"),
    ],
)
def test_bind_takes_figures_together(
    desk: Desk, draft: Path, said: list[str], sense: str, indicators: list[str], verdict: str
) -> None:
    """An id with a + in it is found before it is parted. 41.2 + 38.4 = 79.6: 80."""
    made = bind(desk, draft, "80 %", *said)
    [named] = made["figures"]  # type: ignore[misc]
    assert (named["sense"], named["indicators"], made["verdict"]) == (sense, indicators, verdict)
    assert named["indicator"] == "+".join(indicators)


def test_bind_says_that_it_is_another_sources_or_no_figure(desk: Desk, draft: Path) -> None:
    assert bind(desk, draft, "41 %", "other")["state"] == "other source"
    assert bind(desk, draft, "41 %", "none")["state"] == "not a figure"
    assert bind(desk, draft, "Nobody", "other")["state"] == "other source"
    assert row(desk, draft, "41 %")["figures"] == []


def test_bind_to_a_code_counts_people_interviewed(desk: Desk, draft: Path) -> None:
    made = bind(desk, draft, "Most", "code:safety")
    [named] = made["figures"]  # type: ignore[misc]
    assert (named["indicator"], named["sense"], named["indicators"]) == (
        "code:safety",
        "coded",
        ["safety"],
    )
    assert bind(desk, draft, "Most", named["indicator"])["version"] == 2


def test_a_binding_seen_at_another_version_is_not_overwritten(desk: Desk, draft: Path) -> None:
    bind(desk, draft, "41 %", "q-yes", "--version", 0)
    desk.refuses("bind", draft, 0, "q-no", "--version", 0, saying="somebody", hint=False)
    bind(desk, draft, "41 %", "q-no", "--version", 1)


@pytest.mark.parametrize(
    ("said", "saying"),
    [
        ([0, "q-yess"], "there is no indicator `q-yess`"),
        ([0, "code:safty"], "Did you mean `safety`?"),
        ([1, "q-yes"], "Nearest: 0 “41 %”, 24 “80 %”"),
        ([0, "q-yes", "--as", "ratio"], "It takes two figures."),
        ([0, "other", "--as", "sum"], "Leave `--as` out"),
        ([DRAFT.index("Nobody"), "q-yes"], "a quotation states no figure"),
        ([0, "open"], "nobody has decided what this states"),
    ],
)
def test_what_cannot_be_bound_is_said_in_one_line(
    desk: Desk, draft: Path, said: list[object], saying: str
) -> None:
    desk.refuses("bind", draft, *said, saying=saying)
    assert row(desk, draft, "41 %")["version"] == 0


def test_a_draft_that_cannot_be_read_is_one_line(desk: Desk, tmp_path: Path) -> None:
    desk.refuses("claims", tmp_path / "gone.md", saying="gone.md")
    desk.refuses("bind", tmp_path / "gone.md", 0, "none", saying="gone.md")
