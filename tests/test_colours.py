"""A code has one colour, and keeps it whatever is done to the codes around it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from studies import study

from coding.codebook import add, move, parse, remove
from coding.codebook.colours import SPARE, color_of, free_color, keep_colors
from coding.model import Code

BOOK = """\
codes:
  - id: a
    name: A
    codes:
      - {id: a1, name: A1}
  - {id: b, name: B, color: "#123456"}
  - {id: c, name: C}
"""
IDS = ["a", "a1", "b", "c"]


def colors(text: str) -> dict[str, str]:
    book = parse(text)
    return {code.id: color_of(code, book) for code in book}


@given(
    st.lists(
        st.tuples(st.sampled_from(IDS), st.sampled_from(["", *IDS]), st.integers(0, 3)), max_size=5
    )
)
def test_whatever_moves_a_code_at_the_top_keeps_its_colour(
    moves: list[tuple[str, str, int]],
) -> None:
    text = BOOK
    for code, parent, position in moves:
        if parent in parse(text).family(code):
            continue
        before, text = text, keep_colors(text, move(text, code, parent=parent, position=position))
        had, has = colors(before), colors(text)
        assert all(has[top.id] == had[top.id] for top in parse(text).children(""))


def test_what_goes_or_comes_before_takes_no_colour_from_what_follows() -> None:
    had = colors(BOOK)
    without = colors(keep_colors(BOOK, remove(BOOK, "a")))
    assert (without["c"], without["a1"]) == (had["c"], had["a1"])
    more = add(BOOK, Code(id="new", name="New"), position=0)
    assert colors(keep_colors(BOOK, more))["c"] == had["c"]


def test_nothing_is_written_down_where_nothing_changes() -> None:
    renamed = BOOK.replace("name: C}", "name: Sea}")
    assert keep_colors(BOOK, renamed) == renamed


def test_a_code_made_at_the_top_has_a_colour_that_no_other_there_has(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    for n in range(len(SPARE) - 3):
        before = {color_of(c, project.codes.book()) for c in project.codes.book().children("")}
        key = project.codes.add(f"Theme {n}", coder="ana")
        book = project.codes.book()
        assert color_of(book.by_id[key], book) not in before
    assert free_color(project.codes.book()) == SPARE[0], "all are taken once: begin again"


def test_a_code_made_below_another_has_that_ones_colour(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.codes.add("Below", parent="life", coder="ana")
    book = project.codes.book()
    assert color_of(book.by_id[key], book) == color_of(book.by_id["life"], book)
    assert not book.by_id[key].color
