"""Read a question about codes: ids or names joined by `and`, `or`, `not` and parentheses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from coding.errors import CodingError, NotFound
from coding.model import Code, Codebook

_DEEPEST = 50
_SHOWN = 60
_PIECE = re.compile(r"""[()]|"[^"]*"|'[^']*'|“[^”]*”|«[^»]*»|[^\s()"'“”«»][^\s()"“”«»]*""")
_OPERATORS = {"and", "or", "not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question about codes: has (or lacks) one of `codes`, or `and`, `or` of other queries."""

    operator: Literal["has", "lacks", "and", "or"]
    codes: frozenset[str] = frozenset()
    parts: tuple[Query, ...] = ()

    def matches(self, codes: Collection[str]) -> bool:
        """Tell whether these codes answer the query.

        >>> book = Codebook((Code(id="safety", name="Safety"), Code(id="fear", name="Fear")))
        >>> query = parse_query("safety and not fear", book)
        >>> query.matches(["safety"]), query.matches(["safety", "fear"])
        (True, False)
        """
        if self.operator == "has":
            return not self.codes.isdisjoint(codes)
        if self.operator == "lacks":
            return self.codes.isdisjoint(codes)
        answers = (part.matches(codes) for part in self.parts)
        return all(answers) if self.operator == "and" else any(answers)

    def negated(self) -> Query:
        """Return the opposite query, with every `not` moved down to the codes (De Morgan)."""
        opposite: dict[str, Literal["has", "lacks", "and", "or"]]
        opposite = {"has": "lacks", "lacks": "has", "and": "or", "or": "and"}
        return Query(
            operator=opposite[self.operator],
            codes=self.codes,
            parts=tuple(part.negated() for part in self.parts),
        )

    @property
    def named(self) -> frozenset[str]:
        """Return the codes the query asks for, without those it excludes."""
        own = self.codes if self.operator == "has" else frozenset[str]()
        return own.union(*(part.named for part in self.parts))


def parse_query(expression: str, codebook: Codebook) -> Query:
    """Read a query: code ids or names joined by `and`, `or`, `not` and parentheses.

    `not` binds tightest, then `and`, then `or`. A name of several words, or one that is also an
    operator, goes in quotation marks, unless it is the whole query. Ids and names in any
    language of the codebook are compared whole; only their case does not matter. Raises
    NotFound for a code that is not in the codebook and CodingError for faulty grammar.

    >>> book = Codebook((Code(id="a", name="Health"), Code(id="b", name="Healthcare costs")))
    >>> sorted(parse_query("health", book).codes)
    ['a']
    >>> sorted(parse_query('Health or "healthcare costs"', book).named)
    ['a', 'b']
    """
    whole = _find(expression, codebook)
    if whole is not None:
        return _has(whole, codebook)
    return _Parser(expression, codebook).query()


def question(
    all_of: Sequence[str] = (), any_of: Sequence[str] = (), none_of: Sequence[str] = ()
) -> str:
    """Put chosen codes into the words of a query (see `coding.quotes.retrieve`).

    >>> question(["safety", "calm"], ["a", "or"], ["fear"])
    'safety and calm and (a or "or") and not fear'
    >>> question(any_of=["a", "b"])
    'a or b'
    """

    def named(code: str) -> str:
        return f'"{code}"' if code in ("and", "or", "not") else code

    either = " or ".join(map(named, any_of))
    lone = not all_of and not none_of
    parts = [*map(named, all_of), either if lone or len(any_of) < 2 else f"({either})"]
    return " and ".join([*filter(None, parts), *(f"not {named(code)}" for code in none_of)])


def any_of(expressions: Sequence[str], codebook: Codebook) -> Query | None:
    """Join queries by `or`; None if there are none, which means every segment."""
    parts = tuple(parse_query(expression, codebook) for expression in expressions)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Query(operator="or", parts=parts)


def _has(code: Code, codebook: Codebook) -> Query:
    return Query(operator="has", codes=frozenset(codebook.family(code.id)))


def _find(name: str, codebook: Codebook) -> Code | None:
    """Return the code with exactly this id or name, or None."""
    if name in codebook:
        return codebook.by_id[name]
    wanted = folded(name)
    named = [
        code
        for code in codebook
        if wanted in {folded(other) for other in (code.id, code.name, *code.names.values())}
    ]
    if len(named) > 1:
        ids = ", ".join(code.id for code in named)
        raise CodingError(f"`{name}` names {len(named)} codes", hint=f"Use the id of one: {ids}.")
    return named[0] if named else None


def _unknown(name: str, codebook: Codebook) -> NotFound:
    ids: dict[str, str] = {}
    for code in codebook:
        for spelling in (code.id, code.name, *code.names.values()):
            ids.setdefault(folded(spelling), code.id)
    near = dict.fromkeys(ids[n] for n in difflib.get_close_matches(folded(name), ids, n=3))
    if near:
        hint = f"Did you mean {' or '.join(f'`{code}`' for code in near)}?"
    elif len(codebook):
        shown = [code.id for code in codebook][:12]
        hint = f"The codes are: {', '.join(shown)}{', ...' if len(codebook) > 12 else ''}."
    else:
        hint = "codebook.yaml has no codes yet."
    return NotFound(f"there is no code `{name}`", "query", hint)


class _Parser:
    """Read one expression from left to right, one method for each level of binding."""

    def __init__(self, expression: str, codebook: Codebook) -> None:
        self.expression = expression
        self.codebook = codebook
        self.words: list[tuple[str, int]] = []
        self.next = 0
        self.depth = 0
        place = 0
        while rest := expression[place:].strip():
            place = len(expression.rstrip()) - len(rest)
            piece = _PIECE.match(expression, place)
            if piece is None:
                raise self._fault("a quotation mark without its partner", place)
            self.words.append((piece.group(), place))
            place = piece.end()

    def query(self) -> Query:
        query = self._either()
        word, place = self._peek()
        if word == ")":
            raise self._fault("a `)` that nothing opens", place)
        if word:
            raise self._fault(
                "`and` or `or` is missing", place, "A name of several words goes in quotes."
            )
        return query

    def _either(self) -> Query:
        return self._joined("or", self._both)

    def _both(self) -> Query:
        return self._joined("and", self._one)

    def _joined(self, operator: Literal["and", "or"], part: Callable[[], Query]) -> Query:
        parts = [part()]
        while self._peek()[0].lower() == operator:
            self.next += 1
            parts.append(part())
        return Query(operator=operator, parts=tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Query:
        word, place = self._peek()
        if not word or word == ")" or word.lower() in _OPERATORS - {"not"}:
            raise self._fault("a code is missing", place)
        self.next += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._fault("too many `not` and `(` inside each other", place)
        if word.lower() == "not":
            query = self._one().negated()
        elif word == "(":
            query = self._either()
            closing, place = self._peek()
            if closing != ")":
                what = "`and`, `or` or `)` is missing" if closing else "a `(` is never closed"
                raise self._fault(what, place)
            self.next += 1
        else:
            name = word[1:-1].strip() if word[0] in "\"'“«" else word
            code = _find(name, self.codebook)
            if code is None:
                raise _unknown(name, self.codebook)
            query = _has(code, self.codebook)
        self.depth -= 1
        return query

    def _peek(self) -> tuple[str, int]:
        """Return the piece that comes next and its place; an empty one at the end."""
        if self.next < len(self.words):
            return self.words[self.next]
        return "", len(self.expression)

    def _fault(self, what: str, place: int, hint: str = "") -> CodingError:
        first, last = max(0, place - _SHOWN), place + _SHOWN
        shown = f"{self.expression[first:place]}▸{self.expression[place:last]}"
        return CodingError(
            f"{what} at the mark in {shown}",
            f"query, character {place + 1}",
            hint or 'Write, for example: safety and not (fear or "Return conditions").',
        )


def folded(text: str) -> str:
    """Make two spellings of one name or value equal: case, spaces, dashes."""
    return " ".join(re.sub("[‐‑‒–—]", "-", text).casefold().split())
