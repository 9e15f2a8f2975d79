"""What quotes and baskets promise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from docx import Document
from studies import code, study, upload, where

from coding.errors import (
    CodingError,
    Conflict,
    NotFound,
)
from coding.files.tables import read_rows
from coding.model import CodingFilter
from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with three quotes, two of them of Vera's."""
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks to school alone.", "safety")
    code(project, "Vera", "The rent is high, well, you know.", "prices")
    code(project, "Oleg", "the rent eats us up", "prices", "fear")
    return project


def test_a_quote_knows_who_said_it_and_what_stands_around(project: Project) -> None:
    quote = project.quotes.find(["safety"])[0]
    assert (quote.text, quote.attribution, quote.participant, quote.codes, quote.coders) == (
        "My daughter walks to school alone.",
        "Female, 30-39 years old",
        "P01",
        ("safety",),
        ("ana",),
    )
    assert quote.before.endswith("Vera: Yes. ")
    assert quote.after.startswith(" The rent is high")


@pytest.mark.parametrize(
    ("queries", "options", "found"),
    [
        ([], {}, ["the rent", "My daughter", "The rent"]),
        (["prices"], {}, ["the rent", "The rent"]),
        (["life"], {}, ["the rent", "My daughter", "The rent"]),
        (["prices and not fear"], {}, ["The rent"]),
        (["fear", "safety"], {}, ["the rent", "My daughter"]),
        (["prices"], {"where": {"gender": ("Male",)}}, ["the rent"]),
        ([], {"words": "school"}, ["My daughter"]),
        ([], {"coder": "ben"}, []),
    ],
)
def test_quotes_answer_codes_people_and_words(
    project: Project, queries: list[str], options: dict[str, object], found: list[str]
) -> None:
    quotes = project.quotes.find(queries, **options)  # type: ignore[arg-type]
    assert [" ".join(q.text.split()[:2]) for q in quotes] == found


def test_a_quote_has_its_translation_beside_it(tmp_path: Path) -> None:
    texts = {
        "a-en.txt": "Interviewer: Why?\n\nEva: Because of the war.\n",
        "b-ru.txt": "Интервьюер: Почему?\n\nЕва: Из-за войны.\n",
    }
    others = {"index.csv": "file,translation_of\na-en.txt,b-ru.txt\n"}
    project = study(tmp_path / "p", texts, others=others)
    code(project, "b-ru", "Из-за войны.", "fear")
    code(project, "a-en", "Because of the war.", "fear")
    for around in (True, False):
        assert [(q.text, q.translation) for q in project.quotes.find(around=around)] == [
            ("Because of the war.", "Из-за войны."),
            ("Из-за войны.", "Because of the war."),
        ]


def test_a_basket_keeps_its_order(project: Project) -> None:
    """Also after quotes were taken out and others put in."""
    oleg, school, rent = (q.coding for q in project.quotes.find())
    project.baskets.add("Report", coder="ana")

    def order() -> list[str]:
        return [q.coding for q in project.quotes.find(basket="Report")]

    assert project.baskets.put("Report", [rent, school], coder="ana") == 2
    assert order() == [rent, school]
    project.baskets.take_out(project.baskets.get("Report").picks[0].id, coder="ana")
    assert project.baskets.put("Report", [school, oleg, rent], coder="ana") == 2
    assert order() == [school, oleg, rent]
    project.baskets.take_out(project.baskets.get("Report").picks[0].id, coder="ana")
    project.baskets.take_out(project.baskets.get("Report").picks[0].id, coder="ana")
    project.baskets.put("Report", [school], coder="ana")
    assert order() == [rent, school]
    picks = [p.id for p in project.baskets.get("Report").picks]
    project.baskets.arrange("Report", picks[::-1], coder="ana")
    assert order() == [school, rent]
    with pytest.raises(CodingError, match="has changed in the meantime"):
        project.baskets.arrange("Report", picks[:1], coder="ana")
    with pytest.raises(NotFound):
        project.baskets.put("Report", ["nope"], coder="ana")


def test_baskets_have_names_of_their_own(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    first = project.baskets.add("  The   report ", coder="ana")
    project.baskets.add("Talk", coder="ana")
    for bad in ("The report", " "):
        with pytest.raises(CodingError):
            project.baskets.add(bad, coder="ana")
        with pytest.raises(CodingError):
            project.baskets.rename("Talk", bad, coder="ana")
    project.baskets.rename(first, "A report", coder="ana")
    project.baskets.remove("A report", coder="ana")
    project.baskets.add("Book", coder="ana")
    assert [b.name for b in project.baskets.all()] == ["Talk", "Book"]
    with pytest.raises(NotFound, match="no section “A report”") as caught:
        project.baskets.get("A report")
    assert caught.value.hint == "There are: Talk, Book."


def test_an_edited_quote_shows_what_was_done_to_it(project: Project) -> None:
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [q.coding for q in project.quotes.find(["safety"])], coder="ana")
    (pick,) = project.baskets.get("Report").picks
    faults = project.baskets.edit(pick.id, "My daughter walks alone.", coder="ana")
    assert faults == ["the words 'to school' are missing without an ellipsis"]
    assert project.baskets.get("Report").picks[0].printed == ""
    marked = project.baskets.marked(pick.id, "My daughter walks alone.")
    assert marked == "My daughter walks […] alone."
    assert project.baskets.edit(pick.id, marked, coder="ana", version=1) == []
    assert project.baskets.get("Report").picks[0].printed == marked
    with pytest.raises(Conflict):
        project.baskets.edit(pick.id, "My daughter […]", coder="ben", version=1)
    assert project.baskets.edit(pick.id, project.baskets.source(pick.id), coder="ana") == []
    assert project.baskets.get("Report").picks[0].printed == ""


def paragraphs(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs]


def test_a_basket_is_exported_as_printed(project: Project, tmp_path: Path) -> None:
    project.baskets.add("Report", coder="ana")
    quotes = project.quotes.find()
    project.baskets.put("Report", [quotes[1].coding, quotes[0].coding], coder="ana")
    pick = project.baskets.get("Report").picks[0]
    project.baskets.edit(pick.id, "My daughter walks […] alone.", coder="ana")
    project.quotes.export(
        tmp_path / "q.docx",
        project.quotes.find(basket="Report"),
        basket="Report",
        title="Chapter 1",
    )
    text = paragraphs(tmp_path / "q.docx")
    assert text[0] == "Chapter 1"
    assert text[2:] == [
        "“My daughter walks […] alone.”",
        "(Female, 30-39 years old)",
        "“the rent eats us up”",
        "(Male, 40-49 years old)",
    ]


def test_all_quotes_are_exported_under_their_codes(project: Project, tmp_path: Path) -> None:
    project.quotes.export(tmp_path / "q.docx", project.quotes.find())
    text = paragraphs(tmp_path / "q.docx")
    both = ["“the rent eats us up”", "“The rent is high, well, you know.”"]
    numbers = project.transcripts.neutral_numbers()
    oleg, vera = (project.transcripts.info(name).id for name in ("Oleg", "Vera"))
    assert [line for line in text[2:] if not line.startswith("(")] == [
        "Safety",
        "“My daughter walks to school alone.”",
        "Prices",
        *(both if numbers[oleg] < numbers[vera] else both[::-1]),
        "Fear",
        "“the rent eats us up”",
    ]
    project.quotes.export(tmp_path / "q.csv", project.quotes.find(), ids=True)
    rows = read_rows(tmp_path / "q.csv", required=["text"])
    assert [(r["transcript"], r["codes"], r["attribution"]) for r in rows] == [
        ("Oleg", "fear; prices", "Male, 40-49 years old"),
        ("Vera", "safety", "Female, 30-39 years old"),
        ("Vera", "prices", "Female, 30-39 years old"),
    ]
    project.quotes.export(tmp_path / "q.md", project.quotes.find(["safety"]))
    assert "> “My daughter walks to school alone.”" in (tmp_path / "q.md").read_text()


def test_the_order_of_what_is_handed_out_names_no_interview(tmp_path: Path) -> None:
    """By number where nobody is named; by name for those who may know; a basket keeps its own."""
    project = Project.new(tmp_path / "p")
    (project.folder / "codebook.yaml").write_text("codes: [{id: calm, name: Calm}]\n")
    for name in "abcdefgh":
        said = f"Interviewer: And there?\n\nMila: It was calm in {name}.\n"
        key = upload(project, f"{name}.txt", said.encode(), coder="ana").id
        start = project.transcripts.get(key).text.index("calm")
        project.codings.apply(key, start, start + 9, ["calm"], coder="ana")
    quotes = project.quotes.find()
    assert [quote.name for quote in quotes] == list("abcdefgh")

    def order(**how: object) -> list[str]:
        project.quotes.export(tmp_path / "q.csv", quotes, **how)  # type: ignore[arg-type]
        return [row["text"][-1] for row in read_rows(tmp_path / "q.csv", required=["text"])]

    numbers = project.transcripts.neutral_numbers()
    by_number = sorted(quotes, key=lambda quote: numbers[quote.transcript])
    assert order() == [quote.name for quote in by_number]
    assert order(ids=True) == list("abcdefgh")
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [quote.coding for quote in quotes[::-1]], coder="ana")
    quotes = project.quotes.find(basket="Report")
    assert order(basket="Report") == list("hgfedcba")


def test_a_quote_leads_to_the_turn_it_begins_in_also_if_it_goes_on(project: Project) -> None:
    code(project, "Vera", "Interviewer: Would you go back?\n\nVera: I would not", "return")
    found = {quote.text[:12]: project.quotes.turn_of(quote) for quote in project.quotes.find()}
    assert found["the rent eat"] == 2
    assert found["My daughter "] == 2
    assert found["Interviewer:"] == 2  # the label stands before the third: nobody's yet


def test_a_quote_that_begins_before_the_first_turn_leads_to_it(project: Project) -> None:
    """The label of the first turn stands before its words: it is of no turn before them."""
    code(project, "Vera", "Interviewer: Do you feel safe here?", "return")
    (quote,) = project.quotes.find(["return"])
    assert quote.text.startswith("Interviewer:")
    assert project.quotes.turn_of(quote) == 1


def test_an_edit_is_printed_also_when_the_words_got_another_code(
    project: Project, tmp_path: Path
) -> None:
    """The quote in the basket stays the same quote; it is not put in twice either."""
    project.baskets.add("Report", coder="ana")
    (quote,) = project.quotes.find(["safety"])
    project.baskets.put("Report", [quote.coding], coder="ana")
    project.baskets.edit(
        project.baskets.get("Report").picks[0].id, "My daughter […] alone.", coder="ana"
    )
    code(project, "Vera", quote.text, "fear")
    (again,) = project.quotes.find(["fear and safety"], words="daughter")
    assert project.baskets.put("Report", [again.coding], coder="ana") == 0
    project.quotes.export(
        tmp_path / "q.docx", project.quotes.find(basket="Report"), basket="Report"
    )
    assert "“My daughter […] alone.”" in paragraphs(tmp_path / "q.docx")


def test_an_edit_of_a_passage_that_has_grown_shows_what_it_leaves_out(
    project: Project, tmp_path: Path
) -> None:
    project.baskets.add("Report", coder="ana")
    (quote,) = project.quotes.find(["safety"])
    project.baskets.put("Report", [quote.coding], coder="ana")
    project.baskets.edit(
        project.baskets.get("Report").picks[0].id, "My daughter […] alone.", coder="ana"
    )
    span = where(project, "Vera", f"{quote.text} The rent is high")
    project.codings.move_edges(quote.coding, *span, coder="ana")
    project.quotes.export(
        tmp_path / "q.docx", project.quotes.find(basket="Report"), basket="Report"
    )
    assert "“My daughter […] alone.”" in paragraphs(tmp_path / "q.docx")


def test_a_file_that_cannot_be_written_is_said_so(project: Project, tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "q.docx", tmp_path / "q.pdf", tmp_path / "p"):
        with pytest.raises(CodingError):
            project.quotes.export(path, project.quotes.find())
    assert sorted(os.listdir(tmp_path)) == ["p"]


def test_codes_that_meet_are_counted(project: Project) -> None:
    table = project.meetings.count()
    assert table.count("fear", "prices") == 1
    assert table.count("safety", "prices") == 0
    assert project.meetings.count(themes=True).count("life", "fear") == 1


def test_codes_near_each_other_are_counted_read_and_handed_out(
    project: Project, tmp_path: Path
) -> None:
    """Safety and prices stand in one turn of Vera's, on words of their own."""
    near = project.meetings.count(within=0)
    assert near.count("safety", "prices") == 1
    [meeting] = project.meetings.between("prices", "safety", within=0)
    assert (meeting.first.code, meeting.second.code) == ("safety", "prices")
    assert project.meetings.export(tmp_path / "m.csv", within=0) == len(near.pairs)
    rows = read_rows(tmp_path / "m.csv", required=["code", "and", "meetings"])
    assert {"code": "Safety", "and": "Prices", "meetings": "1"}.items() <= next(
        row for row in rows if row["code"] == "Safety" and row["and"] == "Prices"
    ).items()
    through = CodingFilter(coders=("ana",))
    project.meetings.export(tmp_path / "m.csv", within=0, through=through)
    [first, *_] = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "meetings (only 1 coder)" in first


def test_an_interview_is_told_code_by_code_in_order_as_a_filter_lets_it_through(
    project: Project,
) -> None:
    segments, starts = project.segments.in_order("Vera", CodingFilter())
    assert [part.start for part, _ in segments] == sorted(part.start for part, _ in segments)
    assert all(starts[turn - 1] <= part.start for part, turn in segments)
    some, _ = project.segments.in_order("Vera", CodingFilter(codes=("prices",)))
    assert {part.code for part, _ in some} == {"prices"}


def test_codes_that_meet_are_read_by_theme_and_counted_by_coder(project: Project) -> None:
    [meeting] = project.meetings.between("life", "fear", themes=True)
    assert {meeting.first.code, meeting.second.code} == {"fear", "life"}
    assert project.meetings.between("life", "fear") == []
    assert project.meetings.count(coder="nobody").pairs == {}
