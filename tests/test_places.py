"""Fields keep their places: pages that break that are found by reading them, sound ones are not.

The real pages are held to it in `tests/test_house.py`; that what is typed on the joint display
survives what comes above it, in `tests/browser/test_company.py`.
"""

from __future__ import annotations

import places
import pytest
from house import House

PARTS = """
from contextlib import contextmanager
from coding.pages.parts.company import dialog
import streamlit as st

class OpenForm:
    def __init__(self):
        self.top = st.container()
    def line(self, name, at=None):
        pass
    def said(self):
        with one_place():
            if self.typed:
                st.write("not kept")
    def _news(self):
        if self.behind:
            st.write("news")

def one_place():
    return st.container()

def in_places(key, rows):
    return rows

def show(text):
    if text:
        st.html(text)
    else:
        one_place()

@contextmanager
def mistakes(stop=False):
    try:
        yield
    except ValueError as error:
        st.error(error)

def perhaps(study):
    if not study:
        return
    st.write("There is something.")

def steady(study):
    st.write("Always.")
    return study

def field(study):
    st.text_input("Words")

def view_a(study):
    st.text_area("A")

def view_b(study):
    st.write("B")

@dialog("Ask")
def ask(study):
    st.text_input("Name")

@st.fragment
def part(study):
    if study:
        st.write("news")
"""
NAMES = (
    *("OpenForm", "ask", "field", "in_places", "mistakes", "one_place"),
    *("part", "perhaps", "show", "steady", "view_a", "view_b"),
)
FIELD = "with st.container():\n    st.text_input('Words')\n"


def found(page: str) -> list[str]:
    """Return what is said of a page that knows those parts: line and words."""
    head = f"import streamlit as st; from coding.pages.parts.all import {', '.join(NAMES)}\n"
    house = House({"coding.pages.parts.all": PARTS, "coding.pages.page": head + page})
    return [what.partition(":")[2] for what in places.unsteady(house)]


BELOW_2 = ["4 a field below what varies in line 2"]

MOVING = {
    "what stands there or not": (f"if x:\n    st.write('a')\n{FIELD}", BELOW_2),
    "a list": (f"for x in xs:\n    st.write(x)\n{FIELD}", BELOW_2),
    "as long as something goes on": (f"while x:\n    st.write(x)\n{FIELD}", BELOW_2),
    "what a match finds": (
        f"match x:\n    case 1:\n        st.write(x)\n{FIELD}",
        ["5 a field below what varies in line 2"],
    ),
    "what is tried": (
        f"try:\n    f()\nexcept ValueError:\n    st.write(x)\n{FIELD}",
        ["6 a field below what varies in line 2"],
    ),
    "a mistake": (f"with mistakes():\n    f()\n{FIELD}", BELOW_2),
    "a mistake that is raised": (
        f"with mistakes():\n    raise ValueError\n{FIELD}",
        BELOW_2,
    ),
    "a part that leaves early": (f"perhaps(x)\nx = 1\n{FIELD}", BELOW_2),
    "a part under a condition": (f"x = x and steady(x)\nx = 1\n{FIELD}", BELOW_2),
    "one of two": (f"x = steady(x) if x else 1\nx = 1\n{FIELD}", BELOW_2),
    "as many as there are": (f"[steady(x) for x in xs]\nx = 1\n{FIELD}", BELOW_2),
    "two in one case and one in the other": (
        f"if x:\n    steady(x)\n    st.write(x)\nelse:\n    st.write(x)\n{FIELD}",
        ["7 a field below what varies in line 2"],
    ),
    "what is handed in": (
        "def part_of(make: Callable[[], None]):\n    make()\n    st.text_input('a')\n",
        ["4 a field below what varies in line 3"],
    ),
    "what a form says by itself": (
        "form = OpenForm()\nform._news()\nform.line('a')\n",
        ["4 a field below what varies in line 3"],
    ),
    "within a container, too": (
        "with st.container():\n    perhaps(x)\n    st.text_input('a')\n",
        ["4 a field below what varies in line 3"],
    ),
    "a row above, in a list of fields": (
        "for x in xs:\n    with st.container():\n        st.text_input(x)\n",
        ["3 a field below what varies in line 2"],
    ),
    "a row that keeps its place, with something beside it": (
        "rows = in_places(1, xs)\nfor x in rows:\n    steady(x)\n    with one_place():\n"
        "        st.text_input(x)\n",
        ["5 a field below what varies in line 3"],
    ),
    "the other way a field is asked for": (
        "if x:\n    field(x)\nelse:\n    steady(x)\n    field(x)\n",
        ["2 a field stands elsewhere in each way"],
    ),
    "the other way, one level down": (
        "if x:\n    field(x)\nelse:\n    if y:\n        steady(x)\n        field(x)\n",
        ["2 a field stands elsewhere in each way"],
    ),
    "what a callback says": (
        "def done():\n    st.write('Done')\nst.button('a', on_click=done)\n",
        ["4 done draws before the page"],
    ),
    "what a callback made on the spot says": (
        "st.button('a', on_click=lambda: perhaps(1))\n",
        ["2 perhaps draws before the page"],
    ),
}
ASKED = {
    "area": "st.text_area('a')",
    "number": "st.number_input('a')",
    "table": "st.data_editor(x)",
    "file": "st.file_uploader('a')",
    "a name to be added": "st.selectbox('a', x, accept_new_options=True)",
    "a form's": "form.line('a')",
    "a form's elsewhere": "form.line('a', at=left)",
    "a column's": "left.text_input('a')",
    "a part's": "field(x)",
    "a view's": "{'a': view_b, 'b': view_a}[x](study)",
    "a component's": "desk(x)",
}
SOUND = {
    "in one place": f"with one_place():\n    if x:\n        st.write('a')\n{FIELD}",
    "in any container": f"with st.popover('a'):\n    perhaps(x)\n{FIELD}",
    "in a column": f"left, right = st.columns(2)\nwith left:\n    perhaps(x)\n{FIELD}",
    "one thing or the other": f"if x:\n    st.write('a')\nelse:\n    st.write('b')\n{FIELD}",
    "shown or not, by show": f"show('a' if x else '')\n{FIELD}",
    "the page ends there": f"if x:\n    st.write('a')\n    end_page()\n{FIELD}",
    "a mistake ends the page": f"with mistakes(stop=True):\n    f()\n{FIELD}",
    "raised and done with": f"if x:\n    steady(x)\n    raise ValueError\n{FIELD}",
    "below": f"{FIELD}if x:\n    st.write('a')\n",
    "a dialog": f"if x:\n    ask(x)\n{FIELD}",
    "a toast": f"if x:\n    st.toast('a')\n{FIELD}",
    "a fragment": f"part(x)\n{FIELD}",
    "a form that says what is typed": "form = OpenForm()\nform.said()\nform.line('a')\n",
    "whatever a match finds": "match x:\n    case 1:\n        st.write(x)\n    case _:\n"
    f"        st.write('none')\n{FIELD}",
    "nothing to type into": "if x:\n    st.write('a')\nst.selectbox('a', x)\nst.button('b')\n",
    "a list that is known": f"for x in ('a', 'b'):\n    st.write(x)\n{FIELD}",
    "two lists side by side": f"for x, y in zip(('a', 'b'), ys):\n    st.write(x)\n{FIELD}",
    "fields in columns": "for at, x in zip(st.columns(len(xs)), xs):\n    form.line(x, at=at)\n",
    "rows that keep their places": "rows = in_places(1, xs)\nfor x in (rows[n] for n in at):\n"
    "    with one_place():\n        if x:\n            st.text_input(x)\n",
    "a function without a word": "def f(x):\n    if x:\n        return 1\n    return 2\n"
    f"f(1)\n{FIELD}",
    "a callback without a word": "st.button('a', on_click=lambda: keep(1))\n",
    "fields at the same number": "if x:\n    steady(x)\n    field(x)\nelse:\n    st.write(x)\n"
    "    field(x)\n",
}


@pytest.mark.parametrize("what", MOVING)
def test_what_would_move_a_field_is_found(what: str) -> None:
    page, said = MOVING[what]
    assert found(page) == said


@pytest.mark.parametrize("what", ASKED)
def test_whatever_is_typed_into_is_a_field(what: str) -> None:
    page = "from coding.components.desk import view as desk\n"
    page += f"form = OpenForm()\nif x:\n    st.write('a')\n{ASKED[what]}\n"
    assert found(page) == ["6 a field below what varies in line 4"]


@pytest.mark.parametrize("what", SOUND)
def test_what_moves_no_field_is_no_breach(what: str) -> None:
    assert found(SOUND[what]) == []


def test_what_a_part_holds_is_told_there_and_what_it_means_where_it_is_called() -> None:
    """Once by itself; a second one below it has another above it that comes and goes."""
    page = "def both(x):\n    perhaps(x)\n    field(x)\nboth(1)\nboth(2)\n"
    inside, twice = "4 a field below what varies in line 3", "6 a field below what varies in line 5"
    assert found(page) == [inside, twice]
