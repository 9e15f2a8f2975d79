"""Read the house as a machine does: its modules, their imports, and what breaks its rules.

Each rule is a function from a `House` to the list of its breaches, so that it can be tried on
the real house and on small ones that break it on purpose (`tests/test_house.py`).

    floor 0 · words         errors, model/                         standard library only
    floor 1 · known once    language/ files/ arithmetic/           what everybody may know
    floor 2 · subjects      codebook/ transcripts/ survey/ drafts/ quotes/ analysis/
            · instruments   suggest/ verify/ agreement/ privacy/ revision/   pure functions
            · keepers       store/ exchange/ reports/
    floor 3 · project       project/, jobs/                        alone joins the second floor
    floor 4 · rooms         app.py pages/ components/ serve/ commands/ __main__
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "model"}),
    frozenset({"language", "files", "arithmetic"}),
    frozenset(
        {"codebook", "transcripts", "survey", "drafts", "quotes", "analysis"}
        | {"suggest", "verify", "agreement", "privacy", "revision"}
        | {"store", "exchange", "reports"}
    ),
    frozenset({"project", "jobs"}),
    frozenset({"app", "pages", "components", "serve", "commands", "__main__"}),
)
PURE = frozenset(
    {"model", "errors", "arithmetic", "analysis", "suggest", "verify", "agreement", "privacy"}
    | {"revision"}
)
BESIDE = frozenset(
    {
        ("project", "jobs"),
        ("app", "pages"),
        ("app", "components"),
        ("pages", "components"),
        ("__main__", "commands"),
        ("commands", "serve"),
    }
)
"""Who may know a neighbour on the same floor."""

WHAT_PAGES_KNOW = FLOORS[0] | {"project", "jobs", "pages", "components"}
TOUCHES_FILES = frozenset(
    {"io", "os", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "zipfile"}
)
HEAVY = frozenset(
    "altair docx jinja2 lxml numpy openpyxl pandas pymorphy3 pypdfium2 pyreadstat"
    " rapidfuzz ruamel scipy simplemma sklearn snowballstemmer spacy sqlite_utils streamlit"
    " unicode_rbnf vl_convert".split()
)
ONLY_IN: Mapping[str, frozenset[str]] = {
    "streamlit": frozenset({"app", "pages", "components", "serve"}),
    "starlette": frozenset({"serve"}),
    "sqlite3": frozenset({"store"}),
    "pysqlite3": frozenset({"store"}),
    "sqlite_utils": frozenset({"store"}),
    "spacy": frozenset({"language", "privacy"}),
    "pymorphy3": frozenset({"language"}),
    "simplemma": frozenset({"language"}),
    "snowballstemmer": frozenset({"language"}),
    "unicode_rbnf": frozenset({"language"}),
    "zipfile": frozenset({"files"}),
    "jinja2": frozenset({"files"}),
    "sklearn": frozenset({"suggest", "survey"}),
    "ruamel": frozenset({"codebook", "language"}),
    "multiprocessing": frozenset(),
}
"""Package → the rooms that may know it: whatever else needs it asks them."""

RENAMES = frozenset({"os.replace", "os.rename"})
_SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|VACUUM|BEGIN|ALTER)\s")
_CYRILLIC = re.compile("[\u0400-\u04ff]{2}")
_STRAIGHT = re.compile(r"[a-z]'[a-z]|[a-z]s' [a-z]|^'s\b")
_NOT_SHOWN = ("coding.commands.", "coding.verify.claims.", "coding.model.survey")
"""What a terminal prints, what weights are called in their file, what is kept in the database."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Import:
    """`module` imports `target` on a line; `lazy` inside a function, `typing` for types only."""

    module: str
    target: str
    line: int
    lazy: bool
    typing: bool

    @property
    def package(self) -> str:
        """The top package of what is imported."""
        return self.target.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def room(module: str) -> str:
    """Return the room of a module: the folder or file right below `coding`."""
    return module.removeprefix("coding.").partition(".")[0]


def floor(module: str) -> int:
    """Return the floor that a module lives on; raises StopIteration for one without a room."""
    return next(level for level, rooms in enumerate(FLOORS) if room(module) in rooms)


class House:
    """Modules of ours by name, parsed; `coding` itself is the plan on the door."""

    def __init__(self, sources: Mapping[str, str], tables: Collection[str] = ()) -> None:
        self.trees = {name: ast.parse(source, name) for name, source in sources.items()}
        self.tables = frozenset(tables)

    @cached_property
    def nodes(self) -> Mapping[str, Sequence[ast.AST]]:
        """Every node of each module's tree: rules walk it without growing it again."""
        return {name: list(ast.walk(tree)) for name, tree in self.trees.items()}

    @staticmethod
    def of(root: Path) -> House:
        """Read the house that stands in a folder."""
        sources = {}
        for file in [root / "app.py", *sorted((root / "coding").rglob("*.py"))]:
            parts = file.relative_to(root).with_suffix("").parts
            if not {"bundle", "data"} & set(parts):  # data has scripts that made it
                sources[".".join(parts).removesuffix(".__init__")] = file.read_text("utf-8")
        schema = sources["coding.store.schema"]
        return House(sources, re.findall(r"CREATE TABLE (\w+)", schema))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import in the house."""
        return tuple(
            found
            for name, tree in self.trees.items()
            for found in self._imports_in(name, tree, lazy=False, typing=False)
        )

    @cached_property
    def ours(self) -> tuple[Import, ...]:
        """The imports of our own modules."""
        return tuple(i for i in self.imports if i.package == "coding" and i.target != "coding")

    def _imports_in(
        self, module: str, node: ast.AST, *, lazy: bool, typing: bool
    ) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for name in child.names:
                    yield Import(module, name.name, child.lineno, lazy, typing)
            elif isinstance(child, ast.ImportFrom):
                start = "." * child.level + (child.module or "")
                for name in child.names:
                    target = f"{start}.{name.name}" if child.module else f"{start}{name.name}"
                    known = target if target in self.trees or child.level else start
                    yield Import(module, known, child.lineno, lazy, typing)
            else:
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
                types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
                yield from self._imports_in(
                    module, child, lazy=lazy or inside, typing=typing or types
                )


# ── rule 1: imports go down ──


def without_a_room(house: House) -> list[str]:
    """List modules that stand on no floor."""
    known = frozenset().union(*FLOORS) | {"coding"}
    return [name for name in house.trees if room(name) not in known]


def sideways(house: House) -> list[str]:
    """List imports that go up, or sideways to a stranger."""
    return [
        str(i)
        for i in house.ours
        if room(i.module) != room(i.target)
        and (room(i.module), room(i.target)) not in BESIDE
        and floor(i.target) >= floor(i.module)
    ]


def past_the_project(house: House) -> list[str]:
    """List what pages and components know of what lies behind the project."""
    return [
        str(i)
        for i in house.ours
        if room(i.module) in ("app", "pages", "components")
        and room(i.target) not in WHAT_PAGES_KNOW
    ]


def past_its_parts(house: House) -> list[str]:
    """List where a room reaches through the project into its store: a part has the method."""
    return [
        f"{name}:{node.lineno} reaches into {ast.unparse(node)}"
        for name, nodes in house.nodes.items()
        if room(name) in ("app", "pages", "components", "commands")
        for node in nodes
        if isinstance(node, ast.Attribute)
        and node.attr == "store"
        and isinstance(node.value, ast.Name | ast.Attribute)
    ]


PRESSES_LOST = {"st.stop": "end_page", "st.fragment": "part"}
"""What of Streamlit's lets go of what somebody pressed, and what of the house does not."""


def lets_presses_go(house: House) -> list[str]:
    """List where a page ends, or has a part, in a way that loses what is pressed meanwhile."""
    return [
        f"{name}:{node.lineno} has {ast.unparse(node)} instead of {PRESSES_LOST[ast.unparse(node)]}"
        for name, nodes in house.nodes.items()
        if room(name) in ("app", "pages", "components") and name != "coding.pages.parts.strayed"
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node) in PRESSES_LOST
    ]


def rings(house: House) -> list[str]:
    """List rings of imports, for types only excepted: `a > b > a`.

    A package's face (`coding.verify`) and the modules in it are different modules.
    """
    graph: dict[str, set[str]] = defaultdict(set)
    for i in house.ours:
        if not i.typing and i.target in house.trees and i.target != i.module:
            graph[i.module].add(i.target)
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            ring = path[path.index(module) :]
            least = ring.index(min(ring))
            found.add((*ring[least:], *ring[:least]))
            return
        if module in done:
            return
        for target in sorted(graph[module]):
            visit(target, [*path, module])
        done.add(module)

    for module in sorted(house.trees):
        visit(module, [])
    return sorted(" > ".join([*ring, ring[0]]) for ring in found)


def not_absolute(house: House) -> list[str]:
    """List relative imports."""
    return [str(i) for i in house.imports if i.target.startswith(".")]


# ── rule 2: who touches what ──


def out_of_place(house: House) -> list[str]:
    """List uses of a package outside the rooms that may know it."""
    return [
        str(i)
        for i in house.imports
        if i.package in ONLY_IN and room(i.module) not in ONLY_IN[i.package]
    ]


def words_need_more(house: House) -> list[str]:
    """List what floor 0 imports beyond the standard library."""
    import sys

    allowed = sys.stdlib_module_names | {"coding"}
    return [
        str(i)
        for i in house.imports
        if i.module != "coding" and floor(i.module) == 0 and i.package not in allowed
    ]


def impure(house: House) -> list[str]:
    """List where an instrument touches a file, a process or the network."""
    return [str(i) for i in house.imports if room(i.module) in PURE and i.package in TOUCHES_FILES]


def _texts(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that are no docstrings, with their lines."""
    documents = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes:
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(node, ast.Constant) and isinstance(text, str) and id(node) not in documents:
            yield node.lineno, text


def sql_outside(house: House) -> list[str]:
    """List SQL, and calls that name a table, outside of the store."""
    found = []
    for name, nodes in house.nodes.items():
        if room(name) == "store":
            continue
        found += [f"{name}:{line} speaks SQL" for line, text in _texts(nodes) if _SQL.match(text)]
        for node in nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("insert", "update", "delete", "row", "keys", "replay")
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and node.args[0].value in house.tables
            ):
                found.append(f"{name}:{node.lineno} names the table {node.args[0].value}")
    return found


def natural_words(house: House, small: Collection[str], least: int = 4) -> list[str]:
    """List words of a natural language outside the packs: Cyrillic, or several `small` ones.

    `small` are the packs' words. Several in one collection, or in one string that is split or
    compiled, are a list that belongs in a pack; a sentence for people may have any words.
    """
    found = []
    for name, nodes in house.nodes.items():
        if room(name) == "language":
            continue
        found += [
            f"{name}:{line} has Cyrillic words"
            for line, text in _texts(nodes)
            if _CYRILLIC.search(text)
        ]
        for node in nodes:
            several = _collected(node)
            listed = [word for word in several if len(word) > 1 and word.lower() in small]
            if len(listed) >= least:
                found.append(f"{name}:{node.lineno} lists words: {' '.join(listed[:5])}")  # type: ignore[attr-defined]
    return found


def straight_apostrophes(house: House) -> list[str]:
    """List words for people that have a typewriter's apostrophe: the screen has ’ alone."""
    return [
        f"{name}:{line} has a straight apostrophe"
        for name, nodes in house.nodes.items()
        if not name.startswith(_NOT_SHOWN)
        for line, text in _texts(nodes)
        if _STRAIGHT.search(text)
    ]


def _collected(node: ast.AST) -> list[str]:
    """Return the words of a literal collection, a string that is split, or a pattern."""
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        values = [e.value for e in node.elts if isinstance(e, ast.Constant)]
        return [v for v in values if isinstance(v, str) and _WORDS.fullmatch(v)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "split" and isinstance(node.func.value, ast.Constant):
            return str(node.func.value.value).split()
        if node.func.attr == "compile" and node.args and isinstance(node.args[0], ast.Constant):
            pattern = str(node.args[0].value)
            return [part for part in re.split(r"[|()\s]", pattern) if _WORDS.fullmatch(part)]
    return []


# ── rule 3: known once ──


def renames_outside(house: House) -> list[str]:
    """List files replaced by hand: one writer does that, whole or not at all."""
    return [
        f"{name}:{node.lineno} calls {ast.unparse(node.func)}"
        for name, nodes in house.nodes.items()
        if room(name) not in ("files", "store")
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) in RENAMES
    ]


# ── rule 6: names, weight, silence ──


def doubled_classes(house: House) -> list[str]:
    """List class names that stand for two things."""
    names = Counter(
        node.name.lstrip("_")
        for nodes in house.nodes.values()
        for node in nodes
        if isinstance(node, ast.ClassDef)
    )
    return sorted(name for name, times in names.items() if times > 1)


def heavy_too_early(house: House, behind_lazy: Collection[str]) -> list[str]:
    """List heavy packages imported below the rooms where their module is, not in a function.

    Modules in `behind_lazy` are themselves imported in functions only.
    """
    early = [i for i in house.imports if not i.lazy and not i.typing and i.module != "coding"]
    return [
        str(i)
        for i in early
        if (i.package in HEAVY and floor(i.module) < 4 and i.module not in behind_lazy)
        or i.target in behind_lazy
    ]


def busy(house: House) -> list[str]:
    """List statements that do something when a module is imported; app.py and pages are scripts."""
    imported = {i.target for i in house.ours}
    found = []
    for name, tree in house.trees.items():
        if room(name) in ("app", "pages") and name not in imported and name != "coding.pages":
            continue
        for node in tree.body:
            call = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
            if call or isinstance(node, ast.For | ast.While | ast.With | ast.Delete):
                found.append(f"{name}:{node.lineno}")
    return found


def without_a_word(house: House) -> list[str]:
    """List modules that do not say what they are for."""
    return [name for name, tree in house.trees.items() if not ast.get_docstring(tree)]
