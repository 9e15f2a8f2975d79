"""The plan of the front end, held by a machine: who imports whom, and where colours come from.

floor 4   desk.js, grid.js, draft.js, rows.js, outline.js ...: what puts parts together
floor 3   input     what keys and mouse do
floor 2   view      what is shown
floor 1   state     what the page knows
floor 0   wire      what goes to Python and comes back
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import pytest

from coding.codebook.colours import SPARE
from coding.components.desk import FILES
from coding.components.draft import FILES as DRAFT
from coding.components.outline import FILES as OUTLINE
from coding.components.registry import sheet
from coding.components.rows import FILES as ROWS
from coding.components.speakers import FILES as SPEAKERS
from coding.components.voices import FILES as VOICES
from coding.files.tokens import HUES, tokens, tone
from coding.pages.parts.charts import heat, on_heat

COMPONENTS = Path(__file__).resolve().parents[1] / "coding" / "components"
FLOORS = ("wire", "state", "view", "input")
LONGEST = 400

IMPORT = re.compile(
    r"""^(?:import|export)\b (?:[^"';=(]*? \bfrom)? \s* ["']([^"']+)["']""",
    re.MULTILINE | re.VERBOSE,
)


def scripts() -> dict[str, str]:
    """Return the text of each JavaScript module by its path below `components`."""
    return {
        path.relative_to(COMPONENTS).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(COMPONENTS.rglob("*.js"))
    }


def imports(files: Mapping[str, str]) -> dict[str, set[str]]:
    """Return which modules each module imports."""
    return {
        name: {resolved(name, target) for target in IMPORT.findall(text)}
        for name, text in files.items()
    }


def resolved(name: str, target: str) -> str:
    """Return the path that a relative import in a module means.

    >>> resolved("desk/view/dock.js", "../state/likely.js")
    'desk/state/likely.js'
    """
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def floor(name: str) -> int:
    folder = PurePosixPath(name).parent.name
    return FLOORS.index(folder) if folder in FLOORS else len(FLOORS)


def breaches(known: Mapping[str, set[str]]) -> list[str]:
    """Return the imports that go up, and those of a module at the top of a component."""
    return [
        f"{name} imports {target}"
        for name, targets in known.items()
        for target in sorted(targets)
        if floor(target) > floor(name) or floor(target) == len(FLOORS)
    ]


def ring(known: Mapping[str, set[str]]) -> list[str]:
    """Return the modules of one ring of imports in their order, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name not in done:
            for target in sorted(known.get(name, ())):
                if met := walk(target, [*path, name]):
                    return met
            done.add(name)
        return []

    return next((met for name in known if (met := walk(name, []))), [])


def test_a_script_imports_only_what_stands_below_it_or_beside_it() -> None:
    assert breaches(imports(scripts())) == []


def test_scripts_import_each_other_in_no_ring() -> None:
    assert ring(imports(scripts())) == []


def test_every_import_of_a_script_is_there() -> None:
    files = scripts()
    missing = [t for targets in imports(files).values() for t in targets if t not in files]
    assert missing == []


def test_a_breach_would_be_seen() -> None:
    """Two modules that know each other, and a view that reaches for an input."""
    files = {
        "desk/view/dock.js": 'import { word } from "../state/proposals.js";',
        "desk/state/proposals.js": 'import {\n  Dock,\n} from "../view/dock.js";',
        "desk/view/bar.js": "import '../input/keys.js';",
    }
    known = imports(files)
    assert breaches(known) == [
        "desk/state/proposals.js imports desk/view/dock.js",
        "desk/view/bar.js imports desk/input/keys.js",
    ]
    assert ring(known) == ["desk/view/dock.js", "desk/state/proposals.js", "desk/view/dock.js"]


@pytest.mark.parametrize("name", sorted(scripts()))
def test_a_script_answers_one_question(name: str) -> None:
    """It says which in its first line, and is short enough to be read at one sitting."""
    text = scripts()[name]
    assert text.startswith("// ")
    assert len(text.splitlines()) <= LONGEST


# ── style sheets ──


SHEETS = sorted([*COMPONENTS.rglob("*.css"), *(COMPONENTS.parent / "pages").rglob("*.css")])
TOKENS = COMPONENTS / "tokens.css"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\(")
DECLARATION = re.compile(r"^ {2,4}[\w-]+: [^;{}]+;$")


def crowded(sheet: str) -> list[str]:
    """Return the lines of a sheet that hold neither one declaration nor a part of a rule's frame.

    >>> crowded("a,\\nb {\\n  color: red;\\n}\\n"), crowded("a { color: red; }")
    ([], ['a { color: red; }'])
    """
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return [
        line
        for line in filter(str.strip, bare.splitlines())
        if not (DECLARATION.match(line) or line.endswith((" {", ",")) or line.strip() == "}")
    ]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_has_one_declaration_a_line(path: Path) -> None:
    """So that a change of one shows as one."""
    text = path.read_text(encoding="utf-8")
    assert crowded(text) == []
    assert len(text.splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [p for p in SHEETS if p != TOKENS], ids=lambda path: path.name)
def test_colours_and_letters_come_from_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert COLOUR.findall(text) == []
    assert '"Source' not in text


def test_every_token_is_known_and_used() -> None:
    known = set(tokens())
    scripts_and_sheets = [
        p.read_text(encoding="utf-8") for p in [*SHEETS, *COMPONENTS.rglob("*.js")]
    ]
    used = set(
        re.findall(
            r"var\(--((?:tone|hue|mix|type|size|shadow)-[\w-]+)", "".join(scripts_and_sheets)
        )
    )
    python = "".join(p.read_text(encoding="utf-8") for p in COMPONENTS.parent.rglob("*.py"))
    drawn = {f"tone-{name}" for name in re.findall(r'\btone\("([\w-]+)"', python)}
    drawn |= {f"hue-{name}" for name in [*HUES, *re.findall(r'\bhue\("([\w-]+)"', python)]}
    assert (used | drawn) - known == set()
    assert known - used - drawn == set()


def test_codes_without_a_colour_have_the_same_one_on_the_desk_and_on_the_pages() -> None:
    desk = (COMPONENTS / "desk" / "state" / "model.js").read_text(encoding="utf-8")
    listed = re.search(r"const SPARE = \[(.*?)\]", desk, re.DOTALL)
    assert listed
    assert tuple(re.findall(r"#[0-9A-F]{6}", listed[1])) == SPARE


def test_streamlit_has_the_colours_of_the_tokens() -> None:
    """Its settings cannot read the sheet, so they say the same once more."""
    config = COMPONENTS.parents[1] / ".streamlit" / "config.toml"
    theme = tomllib.loads(config.read_text(encoding="utf-8"))["theme"]
    for ground, dark in (("light", False), ("dark", True)):
        said = theme[ground]
        assert said["primaryColor"] == tone("accent", dark=dark)
        assert said["backgroundColor"] == tone("paper", dark=dark)
        assert said["textColor"] == tone("ink", dark=dark)
        assert said["borderColor"] == tone("line", dark=dark)
        assert said["linkColor"] == tone("focus", dark=dark)


def luminance(colour: Sequence[float]) -> float:
    """Return the relative luminance of red, green and blue, 0 to 255 each (WCAG 2.2)."""
    shares = [channel / 255 for channel in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def channels(colour: str) -> list[float]:
    """Return red, green and blue, 0 to 255, and how much of the ground it covers, 0 to 1."""
    red, green, blue, *cover = bytes.fromhex(colour.removeprefix("#"))
    return [red, green, blue, cover[0] / 255 if cover else 1.0]


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast([0, 0, 0], [255, 255, 255]) == 21
    assert contrast([119, 119, 119], [255, 255, 255]) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("dark", [False, True])
def test_a_number_in_a_square_can_be_read_on_every_shade(dark: bool) -> None:
    """In charts a shade lies between least and most, in tables between the ground and most."""
    ground, ink = (channels(tone(name, dark=dark))[:3] for name in ("paper", "ink"))
    most = channels(tone("heat-most", dark=dark))
    for least in ([*ground, 1.0], channels(tone("heat-least", dark=dark))):
        for share in range(1001):
            *shade, cover = (a + (b - a) * share / 1000 for a, b in zip(least, most, strict=True))
            seen = [c * cover + g * (1 - cover) for c, g in zip(shade, ground, strict=True)]
            assert contrast(ink, seen) >= 4.5, f"{share / 10} % of the most"
    if not dark:  # as pages are without a browser
        assert [on_heat(), *heat()] == [tone(name) for name in ("ink", "heat-least", "heat-most")]


def test_charts_name_no_colour_of_their_own() -> None:
    """A colour written down twice is two colours after the first change."""
    drawing = [
        COMPONENTS.parent / "survey" / "charts.py",
        *(COMPONENTS.parent / "pages").rglob("*.py"),
    ]
    breaches = [
        f"{path.name}: {line.strip()}"
        for path in drawing
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"[\"']#[0-9a-fA-F]{6,8}[\"']", line) and ">>>" not in line
    ]
    assert breaches == []


def test_every_sheet_of_the_view_reaches_the_browser() -> None:
    listed = [
        sheet
        for f in (FILES, DRAFT, SPEAKERS, VOICES, ROWS, OUTLINE)
        for part in f.values()
        for sheet in part.get("css", ())
    ]
    there = {path.relative_to(COMPONENTS).as_posix() for path in COMPONENTS.rglob("*.css")}
    assert set(listed) == there
    whole = sheet(FILES["desk"]["css"])
    assert whole.index("--tone-paper:") < whole.index("var(--tone-paper)")


# ── what Streamlit reads as Markdown ──


def bare_names(tree: ast.AST) -> list[str]:
    """Return what labels of Streamlit's say by a name that is not escaped."""
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith("st."):
            continue
        for label in call.args[:1]:
            parts = label.values if isinstance(label, ast.JoinedStr) else [label]
            for part in parts:
                value = part.value if isinstance(part, ast.FormattedValue) else part
                if ast.unparse(value).rpartition(".")[2] in ("name", "pseudonym"):
                    found.append(ast.unparse(call.func) + ": " + ast.unparse(value))
    return found


@pytest.mark.parametrize(
    "line",
    ["st.checkbox(name, True)", 'st.expander(f"{survey.name}: 2")', "st.button(p.pseudonym)"],
)
def test_a_name_in_a_label_that_is_not_escaped_is_found(line: str) -> None:
    assert len(bare_names(ast.parse(line))) == 1
    assert bare_names(ast.parse('st.button(f"Use {escaped(likely.name)}")')) == []


def test_names_in_labels_are_escaped() -> None:
    """A label is Markdown: what a file or a person is called must not become markup in it."""
    pages = (COMPONENTS.parent / "pages").rglob("*.py")
    faults = {path.name: bare_names(ast.parse(path.read_text(encoding="utf-8"))) for path in pages}
    assert {name: found for name, found in faults.items() if found} == {}


def test_numbers_in_tables_have_their_thousands_set_apart() -> None:
    """A table of Streamlit writes 1180 beside a text that says 1,180, unless it is told."""
    pages = sorted((COMPONENTS.parent / "pages").rglob("*.py"))
    columns = [
        column for page in pages
        for column in re.findall(r"NumberColumn\([^)]*", page.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert len(columns) >= 5
    assert [column for column in columns if 'format="' not in column] == []
