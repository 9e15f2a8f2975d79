"""The plan of the house, held by a machine: the six rules of `coding/__init__.py`.

The rules themselves are functions in `tests/house.py`; here they look at the real house, and at
small houses that break them on purpose.
"""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import house
import places
import pytest
from house import House

ROOT = Path(__file__).resolve().parents[1]
BEHIND_A_LAZY_IMPORT = {"coding.store.schema"}
COMMANDS = [
    *("new", "open", "import", "status", "text", "apply", "codings", "import-codings"),
    *("remove", "undo", "redo", "search", "suggest", "decide", "evaluate", "quotes", "check"),
    *("survey", "indicators", "link", "links", "joint-display", "verify"),
]


@cache
def real() -> House:
    """Return the house that stands here.

    It is parsed in a thread of its own: where a browser has been at work in this one, its
    greenlets confuse CPython's count of how deep the parser is.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(House.of, ROOT).result()


@cache
def small_words() -> frozenset[str]:
    """Return the words of all packs that say nothing of what a text is about."""
    from coding.language import packs

    return frozenset(
        word.lower() for pack in packs.every() for word in (*pack.stop, *pack.negations)
    )


def lists_words(rooms: House) -> list[str]:
    """List words of a natural language outside of the packs."""
    return house.natural_words(rooms, small_words())


def loads_early(rooms: House) -> list[str]:
    """List heavy packages that are imported before they are needed."""
    return house.heavy_too_early(rooms, BEHIND_A_LAZY_IMPORT)


Rule = Callable[[House], list[str]]

RULES: dict[str, Rule] = {
    "every module has a room": house.without_a_room,
    "imports go down and never sideways": house.sideways,
    "pages know the project and nothing behind it": house.past_the_project,
    "rooms ask the parts of the project and not its store": house.past_its_parts,
    "what is pressed while a page is drawn is not lost": house.lets_presses_go,
    "no imports go round in a ring": house.rings,
    "imports are absolute": house.not_absolute,
    "each big package is known in one place": house.out_of_place,
    "the words need only the standard library": house.words_need_more,
    "instruments touch no file, process or network": house.impure,
    "only the store speaks SQL and knows its tables": house.sql_outside,
    "words of a natural language stand in the packs": lists_words,
    "words on the screen have one apostrophe": house.straight_apostrophes,
    "one writer replaces files": house.renames_outside,
    "a class name stands for one thing": house.doubled_classes,
    "heavy packages are imported where they are needed": loads_early,
    "importing a module does nothing": house.busy,
    "every module says what it is for": house.without_a_word,
    "no field moves when something comes or goes above it": places.unsteady,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rules(rule: str) -> None:
    assert RULES[rule](real()) == []


BREACHES: list[tuple[str, dict[str, str], str]] = [
    (
        "no field moves when something comes or goes above it",
        {
            "coding.pages.survey": "import streamlit as st\nif x:\n    st.write('news')\n"
            "with st.container():\n    st.text_input('a')"
        },
        "coding.pages.survey:4 a field below what varies in line 2",
    ),
    (
        "what is pressed while a page is drawn is not lost",
        {"coding.pages.survey": "import streamlit as st\nif x:\n    st.stop()"},
        "coding.pages.survey:3 has st.stop instead of end_page",
    ),
    (
        "what is pressed while a page is drawn is not lost",
        {"coding.pages.survey": "import streamlit as st\n@st.fragment\ndef f():\n    pass"},
        "coding.pages.survey:2 has st.fragment instead of part",
    ),
    ("every module has a room", {"coding.loose": ""}, "coding.loose"),
    (
        "imports go down and never sideways",
        {"coding.suggest.machine": "from coding.project import Project"},
        "coding.suggest.machine:1 imports coding.project",
    ),
    (
        "imports go down and never sideways",
        {"coding.survey.charts": "def f():\n    from coding.verify import verify"},
        "coding.survey.charts:2 imports coding.verify",
    ),
    (
        "pages know the project and nothing behind it",
        {"coding.pages.survey": "from coding.store import Store"},
        "coding.pages.survey:1 imports coding.store",
    ),
    (
        "rooms ask the parts of the project and not its store",
        {"coding.pages.survey": "def f(study):\n    return study.store.codings.all()"},
        "coding.pages.survey:2 reaches into study.store",
    ),
    (
        "no imports go round in a ring",
        {
            "coding.verify.a": "from coding.verify import b",
            "coding.verify.b": "def f():\n    from coding.verify.c import x",
            "coding.verify.c": "import coding.verify.a",
        },
        "coding.verify.a > coding.verify.b > coding.verify.c > coding.verify.a",
    ),
    (
        "imports are absolute",
        {"coding.verify.a": "from . import b"},
        "coding.verify.a:1 imports .b",
    ),
    (
        "each big package is known in one place",
        {"coding.pages.survey": "import zipfile"},
        "coding.pages.survey:1 imports zipfile",
    ),
    (
        "the words need only the standard library",
        {"coding.model.study": "import numpy as np"},
        "coding.model.study:1 imports numpy",
    ),
    (
        "instruments touch no file, process or network",
        {"coding.verify.checks.sums": "def f():\n    import os"},
        "coding.verify.checks.sums:2 imports os",
    ),
    (
        "only the store speaks SQL and knows its tables",
        {"coding.project.codes": "def f(db):\n    db.execute('SELECT * FROM codings')"},
        "coding.project.codes:2 speaks SQL",
    ),
    (
        "only the store speaks SQL and knows its tables",
        {"coding.project.codes": "def f(w, key):\n    w.delete('codings', key)"},
        "coding.project.codes:2 names the table codings",
    ),
    (
        "words of a natural language stand in the packs",
        {"coding.verify.checks.sums": "NO = 'not never no nobody'.split()"},
        "coding.verify.checks.sums:1 lists words: not never no nobody",
    ),
    (
        "words of a natural language stand in the packs",
        {"coding.verify.checks.sums": "NO = 'никогда'"},
        "coding.verify.checks.sums:1 has Cyrillic words",
    ),
    (
        "words on the screen have one apostrophe",
        {"coding.pages.survey": 'def f():\n    return "the coders\' files"'},
        "coding.pages.survey:2 has a straight apostrophe",
    ),
    (
        "one writer replaces files",
        {"coding.reports.quotes": "import os\ndef f(a, b):\n    os.replace(a, b)"},
        "coding.reports.quotes:3 calls os.replace",
    ),
    (
        "a class name stands for one thing",
        {"coding.survey.linking": "class Table: ...", "coding.verify.tables": "class _Table: ..."},
        "Table",
    ),
    (
        "heavy packages are imported where they are needed",
        {"coding.suggest.machine": "import numpy as np"},
        "coding.suggest.machine:1 imports numpy",
    ),
    ("importing a module does nothing", {"coding.verify.a": "print(1)"}, "coding.verify.a:1"),
    ("every module says what it is for", {"coding.verify.a": "X = 1"}, "coding.verify.a"),
]


@pytest.mark.parametrize(("rule", "sources", "breach"), BREACHES)
def test_a_breach_of_a_rule_is_found(rule: str, sources: dict[str, str], breach: str) -> None:
    assert RULES[rule](House(sources, tables=["codings"])) == [breach]


def test_every_rule_is_tried_on_a_breach() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(RULES)


def test_what_a_rule_allows_is_no_breach() -> None:
    """Types may point back, an instrument may ask what is known once, words may be talked of."""
    sources = {
        "coding.verify.a": (
            '"""Say that никогда is a negation."""\n'
            "from typing import TYPE_CHECKING\n"
            "from coding.language import negation\n"
            "if TYPE_CHECKING:\n    from coding.verify import b\n"
            "HINT = 'It is not there, and never was.'\n"
        ),
        "coding.verify.b": '"""B."""\nfrom coding.verify import a\n',
        "coding.language.negation": '"""Find negations."""\n',
        "coding.project.codes": '"""Codes."""\nfrom coding.verify import b\n',
    }
    small = House(sources, tables=["codings"])
    assert {rule: found for rule, look in RULES.items() if (found := look(small))} == {}


def test_what_pages_share_keeps_its_doctests() -> None:
    """Pages are scripts, so the suite does not collect their folder; what they import is none."""
    shared = {i.target for i in real().ours if i.target.startswith("coding.pages.")}
    for name in sorted(shared):
        assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_help_lists_every_command_and_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "coding", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    listed = re.findall(r"^  ([\w-]+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE)
    assert [name for name in COMMANDS if name not in listed] == []
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()
    }
    assert "click" in loaded
    assert loaded & (house.HEAVY | {"sqlite3", "pysqlite3", "starlette"}) == set()


def test_no_moment_is_written_in_a_way_that_windows_does_not_know() -> None:
    """`%-d` and its like raise ValueError there; `model.moments` has the day's number."""
    told = re.compile(r"""\{[^{}"']*:[^{}"']*%[-#][a-zA-Z]|strftime\([^)]*%[-#][a-zA-Z]""")
    assert told.search('f"{at:%-d %b}"')
    assert told.search('at.strftime("%-d")')
    sources = [ROOT / "app.py", *(ROOT / "coding").rglob("*.py")]
    assert [str(path) for path in sources if told.search(path.read_text("utf-8"))] == []


def test_the_version_is_the_same_everywhere() -> None:
    from coding import __version__

    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert about["version"] == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_streamlit_knows_every_setting() -> None:
    """A setting with a slip of the pen in its name protects nobody."""
    from streamlit.config import get_config_options

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    def names(table: dict[str, object], above: str = "") -> Iterator[str]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from names(value, f"{above}{key}.")
            else:
                yield above + key

    assert set(names(settings)) <= set(get_config_options())
