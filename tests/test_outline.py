"""What the outline of the report promises: its order, what stands in it, how it is handed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import code, study

from coding.errors import CodingError, Conflict, NotFound
from coding.model import Indicator, Pick
from coding.project import Project
from coding.project.sections import about

TOPLINES = """\
indicator_id,question_id,question,option,value,base_n,source,ref
safe_yes,safe,How safe do you feel here?,Safe,81.0,200,Park panel 2025,Graph 3
safe_no,safe,How safe do you feel here?,Unsafe,19.0,200,Park panel 2025,Graph 3
rent_high,rent,Is the rent too high?,Yes,64.4,200,Park panel 2025,Graph 9
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two interviews, three quotes coded, three figures, two sections."""
    project = study(tmp_path / "p")
    (project.folder / "survey").mkdir()
    (project.folder / "survey" / "toplines.csv").write_text(TOPLINES, "utf-8")
    for name in ("Settling in", "Going back"):
        project.baskets.add(name, coder="ana")
    return project


@pytest.fixture
def quotes(project: Project) -> list[str]:
    return [
        code(project, "Vera", "My daughter walks to school alone.", "safety"),
        code(project, "Vera", "The rent is high, well, you know.", "prices"),
        code(project, "Oleg", "the rent eats us up", "prices"),
    ]


def told(project: Project) -> dict[str, list[str]]:
    """Return section → what stands in it, in order, in a word each."""
    return {
        section.name: [entry.words.split()[0].strip(":,") for entry in section.entries]
        for section in project.outline.sections()
    }


def items(project: Project, section: str) -> list[str]:
    return [item.id for item in project.baskets.get(section).items]


def test_quotes_figures_notes_and_headings_stand_in_one_order(
    project: Project, quotes: list[str]
) -> None:
    project.baskets.put("Settling in", quotes[:1], coder="ana")
    figure = project.outline.put_figure("Settling in", "safe_yes", coder="ana")
    project.outline.put_note("Settling in", "Two\n\n  views  here. ", coder="ana")
    project.baskets.put("Settling in", quotes[2:], coder="ana")
    project.outline.put_heading("Settling in", " Rents ", coder="ana", before=figure)
    [section, _] = project.outline.sections()
    assert [(entry.kind, entry.words) for entry in section.entries] == [
        ("quote", "My daughter walks to school alone."),
        ("heading", "Rents"),
        ("figure", "Safe: 81.0 %"),
        ("note", "Two\nviews here."),
        ("quote", "the rent eats us up"),
    ]
    assert section.entries[1].item.level == 2  # type: ignore[union-attr]
    assert [p.coding for p in project.baskets.get("Settling in").picks] == [quotes[0], quotes[2]]


def test_a_figure_stands_in_a_section_once_and_must_be_one_of_the_survey(project: Project) -> None:
    first = project.outline.put_figure("Settling in", "safe_yes", coder="ana")
    assert project.outline.put_figure("Settling in", "safe_yes", coder="ben") == first
    project.outline.put_figure("Going back", "safe_yes", coder="ana")
    assert told(project) == {"Settling in": ["Safe"], "Going back": ["Safe"]}
    with pytest.raises(NotFound, match="no indicator `safe_maybe`"):
        project.outline.put_figure("Settling in", "safe_maybe", coder="ana")
    with pytest.raises(CodingError, match="Going back has this figure already"):
        project.outline.move(first, "Going back", coder="ana")


def test_an_item_moves_within_a_section_and_to_another(project: Project, quotes: list[str]) -> None:
    project.baskets.put("Settling in", quotes, coder="ana")
    figure = project.outline.put_figure("Settling in", "safe_yes", coder="ana")
    walks, _, eats, _ = items(project, "Settling in")
    project.outline.move(figure, before=walks, coder="ana")
    assert told(project)["Settling in"] == ["Safe", "My", "The", "the"]
    project.outline.move(eats, "Going back", coder="ana")
    project.outline.move(figure, "Going back", before=eats, coder="ana")
    assert told(project) == {"Settling in": ["My", "The"], "Going back": ["Safe", "the"]}
    project.outline.move(walks, coder="ana")
    assert told(project)["Settling in"] == ["The", "My"]


def test_a_moved_quote_keeps_the_words_it_is_printed_with(
    project: Project, quotes: list[str]
) -> None:
    project.baskets.put("Settling in", quotes[:1], coder="ana")
    [pick] = items(project, "Settling in")
    assert project.baskets.edit(pick, "My daughter walks […] alone.", coder="ana") == []
    project.outline.move(pick, "Going back", coder="ana")
    [entry] = project.outline.sections()[1].entries
    assert entry.words == "My daughter walks […] alone."


def test_a_quote_does_not_come_twice_into_a_section(project: Project, quotes: list[str]) -> None:
    """Also if it is the same passage, coded by somebody else."""
    theirs = code(project, "Vera", "My daughter walks to school alone.", "safety", coder="ben")
    project.baskets.put("Settling in", [quotes[0]], coder="ana")
    project.baskets.put("Going back", [theirs], coder="ben")
    [pick] = items(project, "Settling in")
    with pytest.raises(CodingError, match="Going back has this quote already"):
        project.outline.move(pick, "Going back", coder="ana")
    assert items(project, "Settling in") == [pick]


def test_sections_change_places(project: Project) -> None:
    project.baskets.add("The war", coder="ana")
    project.outline.move_section("The war", before="Settling in", coder="ana")
    assert list(told(project)) == ["The war", "Settling in", "Going back"]
    project.outline.move_section("The war", coder="ana")
    assert list(told(project)) == ["Settling in", "Going back", "The war"]
    project.baskets.add("Last", coder="ana")
    assert list(told(project))[-1] == "Last"


def test_a_quote_knows_where_it_is_used(project: Project, quotes: list[str]) -> None:
    project.baskets.put("Settling in", quotes[:1], coder="ana")
    project.baskets.put("Going back", quotes[:2], coder="ana")
    theirs = code(project, "Vera", "My daughter walks to school", "safety", coder="ben")
    used = project.outline.uses()
    assert list(used[quotes[0]]) == ["Settling in", "Going back"]
    assert used[quotes[0]]["Settling in"] == project.baskets.get("Settling in").picks[0].id
    assert (used[theirs], list(used[quotes[1]])) == (used[quotes[0]], ["Going back"])
    assert quotes[2] not in used


def test_what_two_coders_coded_alike_is_one_quote_everywhere(
    project: Project, quotes: list[str]
) -> None:
    """A word less, the same code: one card with the longer words, once in a section, one count."""
    theirs = code(project, "Vera", "My daughter walks to school", "safety", coder="ben")
    apart = project.quotes.find(["safety"])
    [card] = project.quotes.find(["safety"], apart=False)
    assert (len(apart), card.words, card.coders) == (
        2, "My daughter walks to school alone.", ("ana", "ben"),
    )  # fmt: skip
    assert project.baskets.put("Settling in", [theirs], coder="ben") == 1
    assert project.baskets.put("Settling in", [quotes[0]], coder="ana") == 0
    project.baskets.put("Going back", [quotes[0]], coder="ana")
    assert project.outline.hearing().quotes == 1
    [pick] = items(project, "Settling in")
    with pytest.raises(CodingError, match="Going back has this quote already"):
        project.outline.move(pick, "Going back", coder="ana")


def test_a_short_coding_within_a_long_one_and_two_codes_that_overlap_stay_apart(
    project: Project, quotes: list[str]
) -> None:
    code(project, "Vera", "daughter walks", "safety", coder="ben")
    code(project, "Vera", "My daughter walks to school", "prices", coder="ben")
    assert len(project.quotes.find(["safety or prices"], apart=False)) == len(
        project.quotes.find(["safety or prices"])
    )


def test_notes_and_headings_are_written_again_quotes_and_figures_are_not(
    project: Project, quotes: list[str]
) -> None:
    note = project.outline.put_note("Settling in", "One", coder="ana")
    heading = project.outline.put_heading("Settling in", "Two", coder="ana")
    figure = project.outline.put_figure("Settling in", "safe_yes", coder="ana")
    project.outline.edit(note, "First", coder="ana", version=1)
    project.outline.edit(heading, "Second", level=3, coder="ana")
    assert told(project)["Settling in"] == ["First", "Second", "Safe"]
    assert project.outline.sections()[0].entries[1].item.level == 3  # type: ignore[union-attr]
    with pytest.raises(Conflict) as caught:
        project.outline.edit(note, "Mine", coder="ben", version=1)
    assert (caught.value.mine, caught.value.theirs) == ("Mine", "First")
    for wrong in (
        lambda: project.outline.edit(figure, "Words", coder="ana"),
        lambda: project.outline.edit(note, " ", coder="ana"),
        lambda: project.outline.edit(heading, "Deep", level=4, coder="ana"),
        lambda: project.outline.put_note("Settling in", " \n ", coder="ana"),
    ):
        with pytest.raises(CodingError):
            wrong()


def test_one_who_moves_and_one_who_writes_do_not_clash(project: Project) -> None:
    """An item's place, and a section's, are no part of its words."""
    note = project.outline.put_note("Settling in", "One", coder="ana")
    other = project.outline.put_note("Settling in", "Two", coder="ana")
    project.outline.move(other, before=note, coder="ben")
    project.outline.edit(note, "First", coder="ana", version=1)
    project.outline.move_section("Going back", before="Settling in", coder="ben")
    project.baskets.rename("Settling in", "Arriving", coder="ana", version=1)
    assert told(project) == {"Going back": [], "Arriving": ["Two", "First"]}


def test_what_has_been_taken_out_meanwhile_is_told(project: Project) -> None:
    note = project.outline.put_note("Settling in", "One", coder="ana")
    other = project.outline.put_note("Settling in", "Two", coder="ana")
    project.outline.take_out(note, coder="ben")
    for act in (
        lambda: project.outline.move(note, "Going back", coder="ana"),
        lambda: project.outline.take_out(note, coder="ana"),
        lambda: project.outline.edit(note, "More", coder="ana"),
    ):
        with pytest.raises(NotFound, match="not in the outline any more"):
            act()
    with pytest.raises(Conflict, match="changed in the meantime"):
        project.outline.move(other, before=note, coder="ana")


def test_every_act_on_the_outline_is_undone_and_done_again(
    project: Project, quotes: list[str]
) -> None:
    outline = project.outline
    project.baskets.put("Settling in", quotes, coder="ana")
    note = outline.put_note("Settling in", "One", coder="ana")
    first = items(project, "Settling in")[0]
    acts: list[Callable[[], object]] = [
        lambda: outline.put_figure("Settling in", "rent_high", coder="ana", before=first),
        lambda: outline.put_heading("Going back", "Rents", coder="ana"),
        lambda: outline.edit(note, "First", coder="ana"),
        lambda: outline.move(first, coder="ana"),
        lambda: outline.move(first, "Going back", coder="ana"),
        lambda: outline.move_section("Going back", before="Settling in", coder="ana"),
        lambda: outline.take_out(note, coder="ana"),
        lambda: outline.take_out(first, coder="ana"),
        lambda: project.baskets.remove("Settling in", coder="ana"),
    ]
    stood = [[*told(project).items()]]
    for act in acts:
        act()
        stood.append([*told(project).items()])
        assert stood[-1] != stood[-2]
    for before in stood[-2::-1]:
        project.log.undo(coder="ana")
        assert [*told(project).items()] == before
    for after in stood[1:]:
        project.log.undo(coder="ana", redo=True)
        assert [*told(project).items()] == after
    assert project.check() == []


MOVES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["Settling in", "Going back"]), st.integers(0, 7)),
    max_size=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_moved_each_item_stands_where_it_was_put_and_none_is_lost(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, str, int]]
) -> None:
    """The model is two lists; the outline must read like them, and like them after undoing all."""
    project = study(tmp_path_factory.mktemp("o") / "p")
    there: dict[str, list[str]] = {"Settling in": [], "Going back": []}
    for name in there:
        project.baskets.add(name, coder="ana")
    keys = [code(project, "Vera", words, "safety") for words in ("Yes", "My", "The")]
    project.baskets.put("Settling in", keys, coder="ana")
    for number in range(4):
        project.outline.put_note("Going back", f"Note {number}", coder="ana")
    there = {name: items(project, name) for name in there}
    everything, began = [*there["Settling in"], *there["Going back"]], dict(there)
    done = 0
    for number, section, place in moves:
        item = everything[number]
        rest = {name: [key for key in keys if key != item] for name, keys in there.items()}
        before = rest[section][place] if place < len(rest[section]) else ""
        there = rest
        there[section].insert(place, item)
        acts = len(project.log.acts())
        project.outline.move(item, section, before=before, coder="ana")
        done += len(project.log.acts()) > acts
        assert {name: items(project, name) for name in there} == there
    for _ in range(done):
        project.log.undo(coder="ana")
    assert {name: items(project, name) for name in there} == began


def test_sections_made_by_an_older_program_keep_their_quotes_in_order(
    project: Project, quotes: list[str]
) -> None:
    project.baskets.put("Settling in", quotes, coder="ana")
    first = items(project, "Settling in")
    project.baskets.arrange("Settling in", first[::-1], coder="ana")
    db = sqlite3.connect(project.folder / "project.db")
    for statement in (
        "DROP TABLE inserts",
        "DELETE FROM _sqlite_migrations WHERE name LIKE 'm011%' OR name LIKE 'm007%'",
        "DROP TABLE seals",
        "PRAGMA user_version = 6",
    ):
        db.execute(statement)
    db.commit()
    db.close()
    again = Project(project.folder)
    assert items(again, "Settling in") == first[::-1]
    again.outline.put_note("Settling in", "More", coder="ana")
    again.log.undo(coder="ana")
    again.log.undo(coder="ana")
    assert items(again, "Settling in") == first
    assert again.check() == []


def filled(project: Project, quotes: list[str]) -> Pick:
    """Fill the first section: a heading, a figure, an edited quote, a note."""
    project.outline.put_heading("Settling in", "Streets", coder="ana")
    project.outline.put_figure("Settling in", "safe_yes", coder="ana")
    project.baskets.put("Settling in", quotes[:1], coder="ana")
    [pick] = project.baskets.get("Settling in").picks
    assert project.baskets.edit(pick.id, "My daughter walks […] alone.", coder="ana") == []
    project.outline.put_note("Settling in", "Both say so.\nSee <above>.", coder="ana")
    return pick


def test_the_outline_is_written_to_word_with_real_headings(
    project: Project, quotes: list[str], tmp_path: Path
) -> None:
    filled(project, quotes)
    project.outline.export(tmp_path / "o.docx", title="Our report")
    paragraphs = Document(str(tmp_path / "o.docx")).paragraphs
    assert [(p.style.name, p.text) for p in paragraphs if p.style and p.text] == [
        ("Title", "Our report"),
        ("Heading 1", "Settling in"),
        ("Heading 2", "Streets"),
        ("Figure", "Safe: 81.0 %"),
        ("Figure note", "“How safe do you feel here?”"),
        ("Figure note", "All respondents, n = 200; 95 % interval 75.0–85.8."),
        ("Figure note", "Graph 3, Park panel 2025."),
        ("Quote", "“My daughter walks […] alone.”"),
        ("Quote label", "(Female, 30-39 years old)"),
        ("Normal", "Both say so."),
        ("Normal", "See <above>."),
        ("Heading 1", "Going back"),
    ]


def test_the_outline_is_written_to_markdown_and_html(
    project: Project, quotes: list[str], tmp_path: Path
) -> None:
    filled(project, quotes)
    for name in ("o.md", "o.html"):
        project.outline.export(tmp_path / name, title="Our report")
    assert (tmp_path / "o.md").read_text("utf-8") == (
        "# Our report\n\n## Settling in\n\n### Streets\n\n**Safe: 81.0 %**\\\n"
        "“How safe do you feel here?”\\\nAll respondents, n = 200; 95 % "
        "interval 75.0–85.8.\\\n"
        "Graph 3, Park panel 2025.\n\n> “My daughter walks \\[…\\] alone.”\n>\n"
        "> (Female, 30-39 years old)\n\nBoth say so.\n\nSee \\<above\\>.\n\n## Going back\n"
    )
    html = (tmp_path / "o.html").read_text("utf-8")
    assert "<h2 dir=auto>Settling in</h2>" in html
    assert "<h3 dir=auto>Streets</h3>" in html
    assert "“My daughter walks […] alone.”" in html
    assert "See &lt;above&gt;." in html


def test_what_cannot_be_printed_as_it_is_stops_the_export_and_is_named(
    project: Project, quotes: list[str], tmp_path: Path
) -> None:
    pick = filled(project, quotes)
    coding = project.codings.get(quotes[0])
    project.codings.move_edges(coding.id, coding.start + 3, coding.end, coder="ana")
    (project.folder / "survey" / "toplines.csv").write_text(
        TOPLINES.replace("safe_yes", "safe_very"), "utf-8"
    )
    with pytest.raises(CodingError) as caught:
        project.outline.export(tmp_path / "o.docx")
    assert "“[My] daughter walks […] alone.” in Settling in" in str(caught.value)
    assert "no figure `safe_yes` any more" in str(caught.value)
    assert list(tmp_path.glob("o.*")) == []
    project.outline.take_out(project.outline.sections()[0].entries[1].item.id, coder="ana")
    assert project.baskets.edit(pick.id, "daughter walks […] alone.", coder="ana") == []
    project.outline.export(tmp_path / "o.docx")


def test_an_outline_with_nothing_in_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CodingError, match="nothing in the outline yet") as caught:
        study(tmp_path / "p").outline.export(tmp_path / "o.docx")
    assert caught.value.hint


def test_a_figure_says_how_it_is_weighted_and_when_people_were_asked() -> None:
    figure = Indicator(
        id="a", question_id="q", question="Sigurno?", option="Yes", printed="60", value=60.0,
        base_n=200, weighted=True, ci_low=53.1, ci_high=66.6, ref="Graph 15", source="Park",
        field_dates="2024-09-04/2024-10-03",
    )  # fmt: skip
    assert about(figure)[1:] == [
        "All respondents, n = 200, weighted; 95 % interval 53.1–66.6, as if unweighted.",
        "Graph 15, Park, 4 September to 3 October 2024.",
    ]
    assert about(replace(figure, effective_n=150.0))[1] == (
        "All respondents, n = 200, effective n = 150, weighted; 95 % interval 53.1–66.6."
    )
