"""What the README and docs/ say is so: commands, options, keys, columns, links and examples."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from coding.__main__ import main
from coding.codebook import parse
from coding.model import Coding, Level, Relation
from coding.project import Project
from coding.quotes.query import parse_query

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *PAGES]
SAID_ONCE = {"--project", "--coder", "--json", "--help"}  # above the table, for all commands

EXAMPLE = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```\n", re.DOTALL)
LINK = re.compile(r"(?:\]\(|(?:src|srcset)=\")([^)\"\s]+)")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@cache
def page(name: str) -> str:
    """Return the text of a page of docs/."""
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, str]:
    """Return the rows of a page's tables: first cell → the whole line."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return {re.split(r"(?<!\\)\|", line)[1].strip(): line for line in lines}


def column(text: str) -> set[str]:
    """Return the names in code type in the first cells of a page's tables."""
    return {name for cell in rows(text) for name in re.findall(r"`([^`]+)`", cell)}


# ── the README, and how one gets about ──


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 130
    assert [p.name for p in PAGES if f"(docs/{p.name})" not in readme] == []


def test_the_readme_says_what_a_newcomer_must_know() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "<!-- open command -->" in readme
    assert "<!-- test command -->" in readme
    assert "interviews are invented" in readme
    assert "[MIT](LICENSE)" in readme


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    inside = [link.partition("#")[0] for link in links if not link.startswith(("http", "#"))]
    assert [link for link in inside if not (document.parent / link).exists()] == []


def test_the_readme_s_pictures_are_those_that_a_script_takes() -> None:
    """Else they would show pages as they were long ago."""
    from browser import screenshots

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"screenshots/([a-z-]+)-(?:light|dark)\.png", text)
    assert set(shown) == set(screenshots.PAGES)
    taken = {f"{name}-{scheme}.png" for name in screenshots.PAGES for scheme in ("light", "dark")}
    assert {path.name for path in (ROOT / ".github" / "screenshots").iterdir()} == taken


def test_every_page_says_first_what_it_is_about() -> None:
    assert [p.name for p in PAGES if not p.read_text(encoding="utf-8").startswith("# ")] == []


# ── SECURITY.md ──


def promises() -> list[str]:
    """Return the rows of SECURITY.md that promise something."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    return [line for what, line in rows(text).items() if what not in ("promise", "---")]


def test_every_promise_names_a_test_that_is_there() -> None:
    assert len(promises()) >= 25
    for promise in promises():
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", promise)
        assert named, promise
        for file, test in named:
            path = ROOT / file
            assert path.is_file(), promise
            text = path.read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(", text, re.MULTILINE), promise


def test_no_promise_rests_on_a_test_that_never_runs() -> None:
    """A short form in the daily suite stands beside each measurement that takes minutes."""
    for promise in promises():
        files = re.findall(r"`(tests/[\w/]+\.py)::", promise)
        assert any(not file.startswith(("tests/faults/", "tests/bench/")) for file in files), (
            promise
        )


def test_readme_and_anonymity_lead_to_what_is_promised() -> None:
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(../SECURITY.md)" in page("anonymity")


# ── the command line ──


def options(command: click.Command) -> set[str]:
    """Return the long options of a command, `--no-...` among them."""
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }


def row_of(command: str) -> str:
    """Return a command's row in the table of docs/command-line.md, "" if there is none."""
    lines = page("command-line").splitlines()
    return next((x for x in lines if re.match(rf"\| `{re.escape(command)}(?![\w-])", x)), "")


def test_every_command_is_explained_and_no_other() -> None:
    assert [name for name in main.commands if not row_of(name)] == []
    assert [name for name, c in main.commands.items() if not c.get_short_help_str()] == []
    named = re.findall(r"^\| `([\w-]+)", page("command-line"), re.MULTILINE)
    assert sorted(named) == sorted(main.commands)


@pytest.mark.parametrize("name", main.commands)
def test_every_option_of_a_command_is_explained_and_no_other(name: str) -> None:
    there = options(main.commands[name])
    said = set(re.findall(r"--[a-z][\w-]*", row_of(name)))
    assert said - there == set()
    assert there - said - SAID_ONCE == set()


@pytest.mark.parametrize("name", main.commands)
def test_every_argument_of_a_command_is_named(name: str) -> None:
    arguments = [p for p in main.commands[name].params if isinstance(p, click.Argument)]
    context = click.Context(main.commands[name])
    for argument in arguments:
        for word in re.findall(r"[A-Z]{2,}", argument.make_metavar(context)):
            assert word in row_of(name) or word.lower() in row_of(name)


def test_what_all_commands_share_is_said_once() -> None:
    above = page("command-line").partition("| command |")[0]
    for option in SAID_ONCE | {"--version"}:
        assert option in above
    elsewhere = {name for name, c in main.commands.items() if "--project" not in options(c)}
    assert elsewhere == {"new", "open"}
    assert "`new` and `open`" in above


def commands_shown() -> Iterator[tuple[str, list[str]]]:
    for document in DOCUMENTS:
        for block in SHELL.findall(document.read_text(encoding="utf-8")):
            for command in re.findall(
                r"(?:^|&& |python -m )coding ([^&#\n]+)", block, re.MULTILINE
            ):
                name, *arguments = shlex.split(command)
                yield name, arguments


def test_commands_shown_anywhere_are_understood() -> None:
    shown = list(commands_shown())
    assert len(shown) >= 6
    for name, arguments in shown:
        main.commands[name].make_context(name, arguments).close()


def test_examples_ask_for_codes_and_transcripts_of_the_sample() -> None:
    """So that whoever tries them on the sample project gets an answer."""
    book = parse((ROOT / "codebook.yaml").read_text(encoding="utf-8"))
    transcripts = {path.stem for path in (ROOT / "transcripts").iterdir()}
    queries = []
    for name, arguments in commands_shown():
        with main.commands[name].make_context(name, arguments) as context:
            given = context.params
        queries += [*given.get("queries", ()), *given.get("codes", ())]
        assert given.get("transcript") in (None, "", *transcripts)
    assert len(queries) >= 2
    for query in queries:
        parse_query(query, book)


# ── keys ──


def test_every_key_of_the_code_page_is_explained() -> None:
    """The table of the page's own help stands in docs/keys.md, keys and words."""
    (script,) = (ROOT / "coding" / "components" / "desk").rglob("keys.js")
    table = script.read_text(encoding="utf-8").partition("SHORTCUTS = [")[2].partition("\n];")[0]
    shown = re.findall(r'\["([^"]+)", "([^"]+)"\]', table)
    assert len(shown) > 30
    for keys, what in shown:
        listed = " ".join(f"`{key}`" for key in keys.split("  "))
        assert f"| {listed} | {what} |" in page("keys")


def test_no_key_of_the_code_page_does_two_things() -> None:
    """In an object of JavaScript the later of two equal keys wins, and nobody says so."""
    (script,) = (ROOT / "coding" / "components" / "desk").rglob("keys.js")
    text = script.read_text(encoding="utf-8")
    plain = text.partition("const plain = {")[2].partition("\n  };")[0]
    bound = re.findall(r"^    (\w+|\"[^\"]+\"):", plain, re.MULTILINE)
    assert len(bound) > 40
    assert [key for key in bound if bound.count(key) > 1] == []


def test_every_key_of_the_verify_page_is_explained() -> None:
    (script,) = (ROOT / "coding" / "components" / "draft").rglob("keys.js")
    table = script.read_text(encoding="utf-8").partition("KEYS = {")[2].partition("\n};")[0]
    keys = set(re.findall(r"""(?:^|[,{]|\), )\s*"?([\w/])"?: \(""", table, re.MULTILINE))
    assert keys >= set("jknpoxfwruAsgebv/")
    assert "Digit|Numpad" in script.read_text(encoding="utf-8")
    listed = column(page("keys").partition("## On the Verify page")[2])
    assert keys | {*"12349", "Esc", "Ctrl Z"} <= listed


# ── files ──


def test_every_field_of_the_codebook_is_explained() -> None:
    from coding.codebook.faults import KEYS

    assert column(page("codebook")) == set(KEYS)


def test_every_format_of_transcripts_is_explained() -> None:
    from coding.transcripts import SUFFIXES

    assert set(SUFFIXES) <= column(page("formats"))


def test_every_format_of_surveys_is_named() -> None:
    from coding.survey.reading import SUFFIXES

    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in page("survey")] == []


def test_every_column_of_the_other_tables_is_explained() -> None:
    """Whatever name a row of a table is asked for, the page on its table has it."""
    asked = re.compile(r'\brow(?:\.get\(|\[)"(\w+)"')
    readers = [
        path
        for room in ("transcripts", "survey", "project")
        for path in (ROOT / "coding" / room).rglob("*.py")
    ]
    columns = {name for path in readers for name in asked.findall(path.read_text(encoding="utf-8"))}
    assert columns >= {"participant", "pseudonym", "file", "translation_of", "start", "relation"}
    said = page("formats") + page("survey")
    assert {name for name in columns if f"`{name}`" not in said} == set()


def test_every_column_of_published_figures_is_explained_and_no_other() -> None:
    from coding.survey import toplines

    source = inspect.getsource(toplines)
    columns = set(re.findall(r'cell(?:\.get\(|\[)"(\w+)"', source)) | set(toplines.REQUIRED)
    assert "percent_of" in columns
    assert columns == {name for name in column(page("survey")) if re.fullmatch(r"\w+", name)}
    assert {kind for kind in toplines.TYPES if f"`{kind}`" not in page("survey")} == set()


def test_every_relation_is_explained() -> None:
    assert {str(relation) for relation in Relation} <= set(rows(page("survey")))


def test_every_kind_of_file_that_comes_out_is_named() -> None:
    from coding.reports import certificate, codebook, joint_display, matrix, quotes

    for module, name in (
        (quotes, "quotes"),
        (joint_display, "survey"),
        (matrix, "survey"),
        (codebook, "codebook"),
        (certificate, "verification"),
    ):
        kinds = getattr(module, "SUFFIXES", None) or module._SUFFIXES
        assert [kind for kind in kinds if kind not in page(name)] == []


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project that the examples of the pages make together."""
    folder = tmp_path_factory.mktemp("docs") / "study"
    for document in PAGES:
        for name, content in EXAMPLE.findall(document.read_text(encoding="utf-8")):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return Project(folder)


def test_the_files_shown_as_examples_are_a_project_that_opens(example: Project) -> None:
    assert example.first_report.failed == []
    assert {t.file: t.participant for t in example.store.transcripts.all()} == {
        "P01.txt": "P01",
        "P02.txt": "P02",
        "P02-ru.txt": "P02",
    }
    assert [problem.what for problem in example.check()] == []


def test_the_codings_shown_as_examples_are_on_the_words_meant(example: Project) -> None:
    codings: list[Coding] = list(example.store.codings.all())
    assert {(c.text, c.code, c.coder) for c in codings} == {
        ("It is calm here.", "safety", "Jelena"),
        ("At night I stay at home.", "safety", "Marko"),
    }


def test_the_survey_shown_as_an_example_stands_beside_the_codings(example: Project) -> None:
    links = {(link.relation, link.indicator, bool(link.coding)) for link in example.links.all()}
    assert links == {
        (Relation.CONFIRMS, "safety_safe", False),
        (Relation.CONTRADICTS, "safety_unsafe", True),
    }


# ── verification ──


def test_every_check_level_and_decision_is_explained() -> None:
    from coding.drafts import SUFFIXES
    from coding.project.drafts import DECIDED
    from coding.verify import CHECKS

    table = rows(page("verification"))
    assert {name for name, _ in CHECKS} <= set(table)
    assert {str(level) for level in Level} <= set(table)
    assert [word for word in DECIDED if f"*{word}*" not in page("verification")] == []
    assert [suffix for suffix in SUFFIXES if suffix not in page("verification")] == []


def test_every_column_of_the_table_of_quantifiers_is_explained() -> None:
    from coding.verify.reading.quantified import table

    assert {name for name in table()[0] if f"`{name}`" not in page("verification")} == set()


# ── for who works on it ──


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/decisions.md"])
def test_places_named_in_the_house_are_there(name: str) -> None:
    """A path in code type that has a slash is one of the repository, or of `coding/`."""
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    paths = {p for p in re.findall(r"`([\w./-]+)`", text) if "/" in p and not p.startswith("/")}
    assert paths
    gone = [
        p
        for p in paths
        if not (ROOT / p).exists() and not (ROOT / "coding" / p).exists() and not is_new(p)
    ]
    assert gone == []


def is_new(path: str) -> bool:
    """Tell whether a path stands for a file yet to be written, such as `packs/xx.yaml`."""
    return path.rpartition("/")[2].startswith("xx.")
