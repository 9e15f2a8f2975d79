"""Tell by reading the pages where something that comes and goes would move a field below it.

Streamlit knows what stands in a container by its number there. Where one more thing comes to stand
above a field, the field is another one: it is drawn anew, and what was typed into it and not sent
yet is gone. So whatever comes, goes or grows stands in a place of its own, which is there in any
case (`one_place`), and rows that have fields keep their numbers (`in_places`).

    House → unsteady(house) → ["coding.pages.survey:12 a field below what varies in line 9"]

A page is read as it runs: what a function draws counts where it is called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

from house import House, room

ASK = frozenset("text_input text_area number_input chat_input data_editor file_uploader".split())
"""What of Streamlit's is typed into, or holds what was not sent yet."""
OPEN_ASK = frozenset({"selectbox", "multiselect"})
"""What is typed into where `accept_new_options` says so."""
FORM_ASKS = frozenset({"line", "area", "choice"})
BLOCKS = frozenset("container popover expander form columns tabs one_place".split())
SILENT = frozenset("rerun toast fragment dialog navigation Page set_page_config".split())
ENDS = frozenset({"end_page", "st.rerun", "tell", "recover"})
CALLED_BACK = ("theirs", "both")
FACELESS = {"channel"}
"""Components in which nothing is typed."""
KEPT_ROWS = "in_places"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Here:
    """What is known of a container at a point of a run: does its next number vary, and why."""

    varies: int = 0  # the line that makes it vary
    leaves: int = 0  # a line where the run may have left with more or fewer things
    draws: int = 0
    asks: bool = False
    ever: bool = False  # whether anything is drawn on any way
    first: int | None = None  # how many things stand above the first field

    def drawn(self, line: int, *, certain: bool, number: int = 1) -> None:
        """Take in that something is drawn, for certain or perhaps."""
        self.draws += number
        self.ever |= number > 0 or not certain
        if not certain:
            self.varies = self.varies or line


@dataclass(frozen=True)
class Told:
    """What calling a function means for the container where it is called."""

    draws: int = 0
    varies: bool = False
    asks: bool = False

    def __or__(self, other: Told) -> Told:
        """Return what it means that either of two is called."""
        return Told(
            max(self.draws, other.draws),
            self.varies or other.varies or self.draws != other.draws,
            self.asks or other.asks,
        )


@dataclass
class Scope:
    """Names of a function: the functions in it, what variables may be called, its parameters.

    `kept` are rows that keep their places.
    """

    module: str
    inner: dict[str, Function] = field(default_factory=dict)
    held: dict[str, list[Function]] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    kept: set[str] = field(default_factory=set)


class Pages:
    """The pages of a house, read for what they draw in which order."""

    def __init__(self, house: House) -> None:
        self.trees = {
            name: tree for name, tree in house.trees.items() if room(name) in ("pages", "app")
        }
        self.breaches: set[str] = set()
        self._told: dict[int, Told] = {}
        self._methods = {
            function.name: (name, function)
            for name, tree in self.trees.items()
            for node in tree.body
            if isinstance(node, ast.ClassDef) and node.name == "OpenForm"
            for function in node.body
            if isinstance(function, ast.FunctionDef)
        }
        self._named: dict[str, dict[str, tuple[str, Function] | None]] = {}
        for name, tree in self.trees.items():
            self._named[name] = self._names(name, tree)

    def _names(self, module: str, tree: ast.Module) -> dict[str, tuple[str, Function] | None]:
        """Return name → its function, None for a component: what a module can call."""
        known: dict[str, tuple[str, Function] | None] = {}
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module in self.trees:
                there = {f.name: f for f in self.trees[node.module].body if isinstance(f, Function)}
                for name in node.names:
                    if name.name in there:
                        known[name.asname or name.name] = node.module, there[name.name]
            elif isinstance(node, ast.ImportFrom) and str(node.module).startswith(
                "coding.components"
            ):
                names = {name.asname or name.name for name in node.names}
                known |= dict.fromkeys(names - FACELESS)
            elif isinstance(node, Function):
                known[node.name] = module, node
        return known

    def read(self) -> list[str]:
        """Read every function and page; return the breaches."""
        for module, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, Function):
                    self.told(module, node)
            scope = Scope(module)
            self.run([n for n in tree.body if not isinstance(n, ast.ClassDef)], Here(), scope)
        return sorted(self.breaches)

    def told(self, module: str, function: Function, outer: Scope | None = None) -> Told:
        """Return what a call of a function draws where it is called."""
        if id(function) in self._told:
            return self._told[id(function)]
        self._told[id(function)] = Told()  # for one that calls itself
        arguments = function.args
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        may_draw = [a.arg for a in given if a.annotation and _draws(ast.unparse(a.annotation))]
        scope = Scope(module, given=frozenset(may_draw))
        if outer:
            scope.inner |= outer.inner
        here = Here()
        self.run(function.body, here, scope)
        how = " ".join(ast.unparse(d) for d in function.decorator_list)
        varies = here.ever and bool(here.varies or here.leaves)
        told = Told(here.draws, varies, here.asks)
        if "dialog" in how:
            told = Told()  # it stands above the page
        elif "fragment" in how:
            told = replace(told, draws=1, varies=False)  # Streamlit gives it a place of its own
        self._told[id(function)] = told
        return told

    # ── statements ──

    def run(self, steps: Iterable[ast.stmt], here: Here, scope: Scope) -> bool:
        """Follow statements; return whether the run ends in them in any case."""
        for step in steps:
            if isinstance(step, Function):
                scope.inner[step.name] = step
            elif isinstance(step, ast.If):
                self.look(step.test, here, scope)
                if self.either(step, [step.body, step.orelse], here, scope):
                    return True
            elif isinstance(step, ast.Match):
                self.look(step.subject, here, scope)
                last = step.cases[-1].pattern
                rest: list[list[ast.stmt]] = [[]]
                if isinstance(last, ast.MatchAs) and last.pattern is None:
                    rest = []
                if self.either(step, [*(c.body for c in step.cases), *rest], here, scope):
                    return True
            elif isinstance(step, ast.For | ast.While):
                self.again(step, here, scope)
            elif isinstance(step, ast.With):
                if self.within(step, here, scope):
                    return True
            elif isinstance(step, ast.Try):
                ended = self.run([*step.body, *step.orelse], here, scope)
                ways = [handler.body for handler in step.handlers]
                self.either(step, [*ways, []], here, scope)
                if self.run(step.finalbody, here, scope) or (ended and all(map(_leaves, ways))):
                    return True
            elif isinstance(step, ast.Return | ast.Raise | ast.Continue | ast.Break):
                self.look(step, here, scope)
                return True
            elif self.simple(step, here, scope):
                return True
        return False

    def simple(self, step: ast.stmt, here: Here, scope: Scope) -> bool:
        """Follow a statement that holds no others; return whether the run ends there."""
        self.look(step, here, scope)
        if isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name):
            if isinstance(step.value, ast.Call) and ast.unparse(step.value.func) == KEPT_ROWS:
                scope.kept.add(step.targets[0].id)
            called = self.functions_in(step.value, scope)
            if called and not isinstance(step.value, ast.Call):
                scope.held[step.targets[0].id] = called
        value = step.value if isinstance(step, ast.Expr) else None
        return isinstance(value, ast.Call) and ast.unparse(value.func) in ENDS

    def either(self, step: ast.stmt, ways: list[list[ast.stmt]], here: Here, scope: Scope) -> bool:
        """Follow one of several ways; what some draw and others do not makes the rest vary."""
        numbers, firsts, ended, varies = set(), set(), True, 0
        for way in ways:
            there = replace(here, draws=0, first=None)
            ends = self.run(way, there, scope)
            if there.first is not None:
                firsts.add(there.first)
            here.asks |= there.asks
            here.leaves = here.leaves or there.leaves
            here.ever |= there.ever
            if not ends:
                ended = False
                numbers.add(there.draws)
                varies = varies or there.varies
            elif not _stops(way):
                here.leaves = here.leaves or step.lineno
        here.varies = here.varies or varies
        if len(firsts) > 1:
            self.breach(scope, step.lineno, "a field stands elsewhere in each way")
        if firsts and here.first is None:
            here.first = here.draws + min(firsts)
        if any(numbers):
            here.drawn(step.lineno, certain=len(numbers) < 2, number=max(numbers))
        return ended

    def again(self, step: ast.For | ast.While, here: Here, scope: Scope) -> None:
        """Follow what is done several times: its second time stands below its first."""
        head = step.iter if isinstance(step, ast.For) else step.test
        self.look(head, here, scope)
        before, self.breaches = self.breaches, set()
        there = replace(here, draws=0)
        self.run(step.body, there, scope)
        self.breaches = before
        once = there.draws
        there = replace(here, draws=0)
        if once and not _as_often(head) and not _in_places(step, scope):
            there.varies = there.varies or step.lineno
        self.run(step.body, there, scope)
        here.asks |= there.asks
        here.leaves = here.leaves or there.leaves
        here.varies = here.varies or there.varies
        if once:
            here.drawn(step.lineno, certain=_as_often(head))

    def within(self, step: ast.With, here: Here, scope: Scope) -> bool:
        """Follow what stands in a container, or under the protection of something."""
        inside, errors, number = here, False, here.draws
        for item in step.items:
            made = item.context_expr
            name = ast.unparse(made.func) if isinstance(made, ast.Call) else ""
            if name.rpartition(".")[2] in BLOCKS:
                if inside is here:
                    here.drawn(step.lineno, certain=True)
                inside = Here()
            elif isinstance(made, ast.Name | ast.Attribute):
                inside = Here()
            elif name == "mistakes":
                errors |= inside is here and "stop=True" not in ast.unparse(made)
            else:
                self.look(made, inside, scope)
        ended = self.run(step.body, inside, scope)
        if inside is not here and inside.asks:
            self.asked(here, step.lineno, scope, number)
        if errors:
            here.drawn(step.lineno, certain=False)
            return ended and not isinstance(step.body[-1], ast.Raise)
        return ended

    # ── expressions ──

    def look(self, node: ast.AST, here: Here, scope: Scope, *, certain: bool = True) -> None:
        """Follow the calls in an expression, in their order."""
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.BoolOp):
            for n, value in enumerate(node.values):
                self.look(value, here, scope, certain=certain and not n)
        elif isinstance(node, ast.IfExp):
            self.look(node.test, here, scope, certain=certain)
            self.look(node.body, here, scope, certain=False)
            self.look(node.orelse, here, scope, certain=False)
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            for part in ast.iter_child_nodes(node):
                self.look(part, here, scope, certain=False)
        else:
            for part in ast.iter_child_nodes(node):
                self.look(part, here, scope, certain=certain)
            if isinstance(node, ast.Call):
                self.call(node, here, scope, certain=certain)
                self.before(node, scope)

    def call(self, node: ast.Call, here: Here, scope: Scope, *, certain: bool) -> None:
        """Follow a call: of Streamlit, of a form, of a function of ours."""
        name = ast.unparse(node.func)
        owner, _, last = name.rpartition(".")
        if last in ASK or (last in OPEN_ASK and _opens(node)):
            self.asked(here, node.lineno, scope)
        if owner == "st":
            if last not in SILENT:
                here.drawn(node.lineno, certain=certain)
        elif owner in ("form", "self") and last in self._methods:
            self.method(node, last, here, scope, certain=certain)
        elif name in ("OpenForm", "one_place"):
            here.drawn(node.lineno, certain=certain)
        elif not owner and name != KEPT_ROWS:
            self.take(self.of_name(node.func, scope), node, here, scope, certain=certain)

    def before(self, node: ast.Call, scope: Scope) -> None:
        """Note what a callback draws: it comes before the page, and moves all of it."""
        for how in node.keywords:
            if (how.arg or "").startswith("on_") or how.arg in CALLED_BACK:
                for function in self.functions_in(how.value, scope):
                    told = self.told(scope.module, function, scope)
                    if told.draws or told.varies:
                        self.breach(scope, node.lineno, f"{function.name} draws before the page")

    def method(self, node: ast.Call, name: str, here: Here, scope: Scope, *, certain: bool) -> None:
        """Follow a call of a form: its fields, and what it says."""
        if name in FORM_ASKS:
            self.asked(here, node.lineno, scope)
        elsewhere = {"at", "ask"} & {k.arg for k in node.keywords if _of_another(k.value)}
        told = self.told(*self._methods[name])
        if name in FORM_ASKS | {"tick", "color"}:
            told = Told(draws=0 if elsewhere else 1)
        self.take(told, node, here, scope, certain=certain)

    def of_name(self, called: ast.expr, scope: Scope) -> Told:
        """Return what is drawn by what a name may stand for."""
        if isinstance(called, ast.Name):
            name = called.id
            if name in scope.inner:
                return self.told(scope.module, scope.inner[name], scope)
            if name in scope.given or name in scope.held:
                told = Told(draws=1, varies=True)
                for function in scope.held.get(name, ()):
                    told |= self.told(scope.module, function)
                return told
            known = self._named[scope.module]
            if name in known:
                found = known[name]
                return self.told(*found) if found else Told(draws=1, asks=True)
            return Told()
        views = [self.told(scope.module, f) for f in self.functions_in(called, scope)]
        return reduce(or_, views) if views else Told()

    def functions_in(self, value: ast.expr, scope: Scope) -> list[Function]:
        """Return the functions of ours that an expression names, such as a table of views."""
        known = self._named[scope.module]
        names = [n.id for n in ast.walk(value) if isinstance(n, ast.Name)]
        found = [scope.inner.get(name) or (known.get(name) or ("", None))[1] for name in names]
        return [function for function in found if function is not None]

    def take(self, told: Told, node: ast.Call, here: Here, scope: Scope, *, certain: bool) -> None:
        """Take in what a called function draws."""
        if told.asks:
            self.asked(here, node.lineno, scope)
        if told.draws or told.varies:
            here.drawn(node.lineno, certain=certain and not told.varies, number=told.draws)

    def asked(self, here: Here, line: int, scope: Scope, number: int | None = None) -> None:
        """Note a field, and whether something above it varies; `number` things stand there."""
        here.asks = True
        if here.first is None:
            here.first = here.draws if number is None else number
        if here.varies:
            self.breach(scope, line, f"a field below what varies in line {here.varies}")

    def breach(self, scope: Scope, line: int, what: str) -> None:
        """Note a breach, once however often it is come by."""
        self.breaches.add(f"{scope.module}:{line} {what}")


def _draws(kind: str) -> bool:
    """Say whether a parameter of this kind may draw: a function that returns nothing."""
    return kind.startswith("Callable[") and kind.endswith(", None]")


def _opens(node: ast.Call) -> bool:
    return any(k.arg == "accept_new_options" for k in node.keywords)


def _of_another(value: ast.expr) -> bool:
    """Say whether a field is asked for in another container than this."""
    return not (isinstance(value, ast.Attribute) and ast.unparse(value).startswith("st."))


def _as_often(head: ast.expr) -> bool:
    """Say whether a loop goes through what stands there in full, so that its length is known."""
    if isinstance(head, ast.Call) and ast.unparse(head.func) == "zip":
        return any(isinstance(part, ast.Tuple) for part in head.args)
    return isinstance(head, ast.Tuple)


def _in_places(step: ast.For | ast.While, scope: Scope) -> bool:
    """Say whether a loop goes through rows that keep their places, each in one of them."""
    if isinstance(step, ast.While) or not isinstance(step.body[0], ast.With):
        return False
    made = step.body[0].items[0].context_expr
    return (
        len(step.body) == 1
        and isinstance(made, ast.Call)
        and ast.unparse(made.func) == "one_place"
        and any(isinstance(n, ast.Name) and n.id in scope.kept for n in ast.walk(step.iter))
    )


def _leaves(way: list[ast.stmt]) -> bool:
    """Say whether a way leaves its function."""
    return isinstance(way[-1], ast.Return | ast.Continue | ast.Break) or _stops(way)


def _stops(way: list[ast.stmt]) -> bool:
    """Say whether a way ends the whole page."""
    last = way[-1]
    return isinstance(last, ast.Raise) or (
        isinstance(last, ast.Expr)
        and isinstance(last.value, ast.Call)
        and ast.unparse(last.value.func) in ENDS
    )


def unsteady(house: House) -> list[str]:
    """List fields that would move, and lose what is typed, when something comes or goes above."""
    return Pages(house).read()
