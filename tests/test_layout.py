"""How a checked draft is laid out and what was decided about it, from a report alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from coding import __version__
from coding.drafts.board import names_of, spots
from coding.drafts.layout import laid_out
from coding.drafts.rulings import COLUMNS, as_data, check_ruling, comments, rows_of
from coding.errors import CodingError
from coding.model import (
    Block,
    Draft,
    Evidence,
    Examined,
    Finding,
    Level,
    Paragraph,
    Report,
    Ruling,
)
from coding.reports.certificate import certificate, write_certificate

TEXT = "# Safety\nMost feel safe. 60 % say so.\n"


def finding(
    start: int, end: int, verdict: str = "misquoted", level: Level = Level.ERROR
) -> Finding:
    return Finding(
        check="quotes", level=level, verdict=verdict, start=start, end=end,
        excerpt=TEXT[start:end], message="It reads otherwise.", hint="Correct it.",
        sentence=TEXT[9:25], paragraph=2,
        evidence=(Evidence(kind="passage", text="Some feel safe.", where="P01"),),
    )  # fmt: skip


def examined(start: int, end: int, verdict: str, kind: str = "figure") -> Examined:
    return Examined(kind=kind, verdict=verdict, start=start, end=end, excerpt=TEXT[start:end])


def report(*findings: Finding, looked_at: tuple[Examined, ...] = (), name: str = "d.md") -> Report:
    return Report(
        draft=Draft(
            name=name,
            text=TEXT,
            sha256="a" * 64,
            paragraphs=(
                Paragraph(number=1, start=0, end=8, kind=Block.HEADING),
                Paragraph(number=2, start=9, end=37),
                Paragraph(number=3, start=38, end=38),
            ),
        ),
        findings=findings,
        examined=looked_at,
        notes=("Read as UTF-8.",),
    )


def of_words(checked: Report, words: str) -> Report:
    """Return the report as of a draft of one paragraph."""
    whole = (Paragraph(number=1, start=0, end=len(words)),)
    return replace(checked, draft=replace(checked.draft, text=words, paragraphs=whole))


def ruling(of: Finding, decided: str = "accepted") -> dict[str, Ruling]:
    return {
        of.key: Ruling(
            id=of.key, decided=decided, reason="As printed.", coder="Ana", at="2024-05-01T10:00"
        )
    }


def test_paragraphs_are_cut_where_an_item_begins_or_ends() -> None:
    """`feel` (14-18) lies within the quotation (9-24); empty paragraphs are left out."""
    checked = report(finding(9, 24), finding(14, 18))
    heading, words = laid_out(checked, spots(checked, {}))
    said, within = names_of(checked.findings)
    assert heading["kind"] == "heading"
    assert heading["pieces"] == [["Safety", []]]
    assert words["pieces"] == [
        ["Most ", [said]],
        ["feel", [said, within]],
        [" safe.", [said]],
        [" 60 % say so.", []],
    ]
    assert "".join(piece for piece, _ in words["pieces"]) == TEXT[9:37]


def test_what_marks_a_heading_is_words_in_any_other_file() -> None:
    checked = report(name="d.docx")
    assert laid_out(checked, [])[0]["pieces"] == [["# Safety", []]]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("*All* of it", [("All", "em"), (" of it",)]),
        ("so **very** sure", [("so ",), ("very", "strong"), (" sure",)]),
        ("_all_ and __some__", [("all", "em"), (" and ",), ("some", "strong")]),
        ("***both***", [("both", "strong")]),
        ("2 * 3 * 4, n*m*k", [("2 * 3 * 4, n*m*k",)]),
        ("a_name_of_old", [("a_name_of_old",)]),
        ("60 %* said so, * p < .05", [("60 %* said so, * p < .05",)]),
        (r"\*not\* so", [(r"\*not\* so",)]),
    ],
)
def test_stress_in_markdown_is_shown_rather_than_its_marks(
    words: str, shown: list[tuple[str, ...]]
) -> None:
    [paragraph] = laid_out(of_words(report(), words), [])
    assert [(text, *how) for text, _, *how in paragraph["pieces"]] == shown


def test_what_is_found_within_stressed_words_is_marked_there() -> None:
    words = "Most *feel safe* now."
    checked = of_words(report(finding(5, 10), finding(11, 20)), words)
    feel, more = names_of(checked.findings)
    [paragraph] = laid_out(checked, spots(checked, {}))
    assert paragraph["pieces"] == [
        ["Most ", []],
        ["feel", [feel], "em"],
        [" ", [], "em"],
        ["safe", [more], "em"],
        [" now", [more]],
        [".", []],
    ]


def test_an_item_over_two_paragraphs_stands_in_both() -> None:
    checked = report(finding(2, 13))
    heading, words = laid_out(checked, spots(checked, {}))
    [said] = names_of(checked.findings)
    assert heading["pieces"][-1] == ["Safety", [said]]
    assert words["pieces"][0] == ["Most", [said]]


def test_a_finding_is_accepted_with_a_reason_only() -> None:
    check_ruling("fixed", "")
    check_ruling("accepted", "So it was said.")
    with pytest.raises(CodingError, match="accepted with a reason"):
        check_ruling("accepted", "  ")
    with pytest.raises(CodingError, match="“ignored” is no decision"):
        check_ruling("ignored", "why not")


def test_settled_findings_are_listed_apart_and_not_counted() -> None:
    one, two = finding(9, 24), finding(14, 18, level=Level.CHECK)
    data = as_data(report(one, two), ruling(one))
    assert data["counts"] == {"error": 0, "check": 1, "info": 0}
    assert [f["excerpt"] for f in data["findings"]] == ["feel"]
    assert data["settled"][0]["decision"]["verdict"] == "accepted"
    assert data["settled"][0]["key"] == one.key


def test_only_open_findings_become_comments_and_no_figure_of_another_source() -> None:
    one, two = finding(9, 24), finding(25, 29, "no such figure", Level.CHECK)
    remarks = comments(report(one, two), {})
    assert remarks == [
        (9, 24, "ERROR: misquoted. It reads otherwise.\nCorrect it.\nP01: Some feel safe.")
    ]
    kept = comments(report(one, two), ruling(one))
    assert [said.splitlines()[1] for *_, said in kept] == [
        "Ana keeps it since 2024-05-01: As printed."
    ]
    elsewhere = {key: replace(r, decided="not ours") for key, r in ruling(one).items()}
    assert comments(report(one, two), elsewhere) == []


def test_a_table_of_findings_says_what_was_decided() -> None:
    one, two = finding(9, 24), finding(14, 18)
    rows = rows_of(report(one, two), ruling(one))
    assert all(tuple(sorted(row)) == tuple(sorted(COLUMNS)) for row in rows)
    assert [(row["decision"], row["reason"], row["by"]) for row in rows] == [
        ("accepted", "As printed.", "Ana"),
        ("", "", ""),
    ]
    assert rows[0]["evidence"] == "P01: Some feel safe."


def test_a_certificate_counts_by_verdict_and_leaves_what_is_good_to_know_out() -> None:
    one, two, three = finding(9, 24), finding(14, 18), finding(25, 29, level=Level.INFO)
    looked_at = (
        *(examined(25, 29, "match"), examined(33, 36, "match")),
        *(examined(0, 1, "rounded"), examined(9, 24, "altered", "quotation")),
    )
    page = certificate(
        report(one, two, three, looked_at=looked_at),
        ruling(one),
        project="study",
        date="2024-05-02",
    )
    assert page.figures == {"match": 2, "rounded": 1}
    assert page.quotations == {"altered": 1}
    assert [row[2] for row in page.open] == ["feel"]
    assert page.kept == [
        ("error, kept", 2, "Most feel safe.", "It reads otherwise. As printed. (Ana, 2024-05-01)")
    ]
    assert (page.draft, page.project, page.notes) == ("d.md", "study", ["Read as UTF-8."])


def test_what_will_be_fixed_stays_open_everywhere() -> None:
    one, two = finding(9, 24), finding(14, 18)
    promised = {key: replace(r, decided="fixed") for key, r in ruling(one).items()}
    data = as_data(report(one, two), promised)
    assert (data["counts"]["error"], data["settled"]) == (2, [])
    assert data["findings"][0]["decision"]["verdict"] == "fixed"
    remarks = comments(report(one, two), promised)
    assert next(said.splitlines()[1] for _, _, said in remarks) == (
        "Ana said on 2024-05-01 that it will be fixed; it still stands here."
    )
    assert len(remarks) == 2
    page = certificate(report(one, two), promised, project="study", date="2024-05-02")
    assert [row[0] for row in page.promised] == ["error, will be fixed"]
    assert page.lines()[0] == "2 findings stay open."
    assert page.lines()[1].startswith("Of the open ones 1 will be fixed")


def test_a_certificate_lists_every_open_finding_and_names_nobody(tmp_path: Path) -> None:
    findings = [
        replace(finding(9, 24), message=f"Vera of P1 said it, number {n}.") for n in range(40)
    ]
    made = certificate(
        report(*findings), {}, project="study", date="2024-05-02", names=["Vera", "P1"],
        sources=["SHA-256 of an interview’s text: abc"],
    )  # fmt: skip
    for suffix in (".html", ".docx"):
        write_certificate(tmp_path / f"c{suffix}", made)
    printed = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "Vera" not in printed
    assert "P1 " not in printed
    assert all(f"number {n}." in printed for n in range(40))
    assert f"coding {__version__}" in printed
    assert "SHA-256 of an interview" in printed
    assert sum(len(t.rows) for t in docx.Document(str(tmp_path / "c.docx")).tables) == 40
