"""Change one code in the text of a codebook without touching a line of the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from coding.codebook.faults import COLOR, FIELDS, ID, KEYS, LANGUAGE
from coding.codebook.layout import File, read
from coding.codebook.lines import INDENT, Plain, code_lines, shifted, value_of
from coding.errors import CodebookError, CodingError, NotFound
from coding.model import Code, Codebook, canonical


def parse(text: str, *, where: str = "codebook.yaml") -> Codebook:
    """Return the codes of a codebook, or raise CodebookError with every fault in it.

    Every value is taken as the text that stands there: `no` and `010` stay names. A file that is
    empty, or has only comments, is an empty codebook.

    >>> [code.id for code in parse("codes: [{id: calm, name: Calm}]")]
    ['calm']
    """
    return read(text, where).checked().codebook


def add(text: str, code: Code, *, parent: str = "", position: int | None = None) -> str:
    """Write a new code below `parent` (`""`: the top), before its child number `position`."""
    file = _opened(text, parent)
    if code.id in file.reading.entries:
        raise CodingError(f"there is already a code `{code.id}`", "codebook.yaml")
    values = _fields(code, file.reading.language)

    def lines(dash: int) -> list[str]:
        return code_lines({"id": code.id, **values}, dash)

    return _safe(text, file.changed([file.insertion(parent, position, lines)]), {code.id})


def add_all(text: str, codes: Sequence[Code]) -> str:
    """Write many new codes at once, each last below its parent.

    A parent is a code that there is, or one of these that stands before it.

    >>> added = add_all("codes: []", [Code(id="a", name="A"), Code(id="b", name="B", parent="a")])
    >>> [(code.id, code.parent) for code in parse(added)]
    [('a', ''), ('b', 'a')]
    """
    new = {code.id for code in codes}
    below: dict[str, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    parents = [parent for parent in below if parent not in new]
    file = _opened(text, *(parents or [""]))
    if taken := sorted(new & file.reading.entries.keys()):
        raise CodingError(f"there is already a code `{taken[0]}`", "codebook.yaml")
    language = file.reading.language

    def written(code: Code, dash: int) -> list[str]:
        column = dash + INDENT + file.offset
        children = [written(child, column) for child in below.get(code.id, ())]
        return code_lines({"id": code.id, **_fields(code, language)}, dash, children=children)

    def lines(parent: str) -> Callable[[int], list[str]]:
        return lambda dash: [line for code in below[parent] for line in written(code, dash)]

    # Of two that end at one line the deeper stands above: it comes first.
    deepest = sorted(parents, key=lambda parent: -len(file.reading.codebook.path(parent)))
    edits = [file.insertion(parent, None, lines(parent)) for parent in deepest]
    return _safe(text, file.changed(edits), new)


def restore(text: str, source: str, code: Code, *, position: int | None = None) -> str:
    """Write a code that another text has, in its very lines where none stands below it there."""
    if parse(source).children(code.id):
        return add(text, code, parent=code.parent, position=position)
    other, file = _opened(source, code.id), _opened(text, code.parent)
    entry = other.reading.entries[code.id]
    start, end = other.region(entry)

    def lines(dash: int) -> list[str]:
        return shifted(other.lines[start:end], dash - entry.siblings.column)

    return _safe(text, file.changed([file.insertion(code.parent, position, lines)]), {code.id})


def edit(text: str, code_id: str, fields: Mapping[str, object]) -> str:
    """Change fields of a code; an empty value removes the field.

    A text for `name` or `definition` stands for the codebook's first language, wherever the file
    names languages; a mapping replaces all of them.
    """
    return _safe(text, _edit(text, code_id, fields), {code_id})


def move(text: str, code_id: str, *, parent: str, position: int | None = None) -> str:
    """Move a code and all below it under `parent` (`""`: the top), before child `position`."""
    return _safe(text, _move(text, code_id, parent, position), set())


def remove(text: str, code_id: str, *, keep_children: bool = True) -> str:
    """Remove a code; its children move up into its place, or are removed with it."""
    file = _opened(text, code_id)
    gone = {code_id} if keep_children else set(file.reading.codebook.family(code_id))
    return _safe(text, _remove(text, code_id, keep_children), gone)


def merge(text: str, source: str, target: str) -> str:
    """Remove `source`, giving what belongs to it to `target`: words, figures, children.

    What it excludes goes with it: that may be what the other one is about.
    """
    book = _opened(text, source, target).reading.codebook
    if target in book.family(source):
        message = f"code `{source}` cannot be merged into itself or a code below it"
        raise CodingError(message, "codebook.yaml", "Move that code out first.")
    one, other = book.by_id[target], book.by_id[source]
    fields: dict[str, object] = {
        "keywords": _joined(one.keywords, other.keywords),
        "include": _union(one.include, other.include),
        "examples": _union(one.examples, other.examples),
        "indicators": _union(one.indicators, other.indicators),
    }
    changed = _edit(text, target, fields)
    for child in book.children(source):
        changed = _move(changed, child.id, target, None)
    return _safe(text, _remove(changed, source, True), {source, target})


def _edit(text: str, code_id: str, fields: Mapping[str, object]) -> str:
    file = _opened(text, code_id)
    entry = file.reading.entries[code_id]
    changes: dict[str, Plain] = {}
    for key, given in fields.items():
        old = entry.node.pair(key)
        known = value_of(old[1]) if old and not old[1].empty else ""
        if isinstance(given, str) and given.strip() and isinstance(known, Mapping):
            given = {**known, file.reading.language: given}
        language = "" if isinstance(known, str) and known else file.reading.language
        changes[key] = _value(key, given, language)
    if "name" in changes and not changes["name"]:
        raise CodingError("a code needs a name", hint="Say in a word or two what it is about.")
    return file.changed(file.patch(entry.node, changes, KEYS))


def _move(text: str, code_id: str, parent: str, position: int | None) -> str:
    file = _opened(text, code_id, parent)
    entry = file.reading.entries[code_id]
    if parent in file.reading.codebook.family(code_id):
        message = f"code `{code_id}` cannot move below itself"
        raise CodingError(message, "codebook.yaml", "Choose another place for it.")
    start, end = file.region(entry)
    old, kept = entry.siblings.column, file.lines[start:end]
    family = [e for e in file.children(parent) if e is not entry]
    if not family and (entry.parent.code.id if entry.parent else "") == parent:
        return text

    def lines(dash: int) -> list[str]:
        return shifted(kept, dash - old)

    return file.changed(
        [file.insertion(parent, position, lines, without=entry), *file.removal(entry)]
    )


def _remove(text: str, code_id: str, keep_children: bool) -> str:
    file = _opened(text, code_id)
    entry = file.reading.entries[code_id]
    children = file.children(code_id)
    if not (keep_children and children):
        return file.changed(file.removal(entry))
    start, end = file.region(entry)
    first, last = children[0].siblings.line, file.region(children[-1])[1]
    while file.lines[first - 1].strip().startswith("#"):
        first -= 1
    delta = entry.siblings.column - children[0].siblings.column
    return file.changed([(start, end, shifted(file.lines[first:last], delta))])


def _opened(text: str, *code_ids: str) -> File:
    """Read a codebook whose entries for some codes (`""`: the top) stand in lines of their own."""
    file = File(text)
    for code_id in code_ids:
        if code_id and code_id not in file.reading.entries:
            raise NotFound(f"no code `{code_id}`", "codebook.yaml")
    for code_id in code_ids:
        while (written_out := file.unfolded(code_id)) is not None:
            file = File(written_out)
    return file


def _safe(before: str, after: str, concerned: Collection[str]) -> str:
    """Return a changed codebook once it is proved that all other codes mean what they meant."""
    old = parse(before).by_id
    try:
        new = parse(after).by_id
    except CodebookError as e:
        hint = "Change it by hand."
        raise CodingError(f"this change would break the file ({e.message})", e.where, hint) from e
    for code_id in (old.keys() | new.keys()) - set(concerned):
        if code_id not in old or code_id not in new or _says(old[code_id]) != _says(new[code_id]):
            hint = "Change the file by hand."
            raise CodingError(f"this change would damage code `{code_id}`", "codebook.yaml", hint)
    return after


def _says(code: Code) -> Code:
    """Return a code without what depends on its place or on the codebook's first language."""
    bare = replace(code, line=0, parent="")
    bare = replace(bare, name="") if code.names else bare
    return replace(bare, definition="") if code.definitions else bare


def _value(key: str, given: object, language: str) -> Plain:
    """Return a field's new value as the file takes it, or raise CodingError."""
    if key not in FIELDS:
        raise CodingError(f"`{key}` cannot be changed", "codebook.yaml")
    if given is None or (isinstance(given, str) and not given.strip()):
        return ""
    texts = key in ("name", "definition")
    if texts and isinstance(given, str) and language:
        given = {language: given}
    if isinstance(given, Mapping) and (texts or key == "keywords"):
        parts = {str(k): _simple(key, v, texts) for k, v in given.items() if v}
        if list(parts) == [""]:
            return parts[""]
        for name in parts:
            if not LANGUAGE.fullmatch(name):
                hint = "Use codes of two or three letters, such as en, ru or sr."
                raise CodingError(f"`{name}` is not a language code", "codebook.yaml", hint)
        return {name: part for name, part in parts.items() if part}
    value = _simple(key, given, texts or key == "color")
    if key == "color" and value and not COLOR.fullmatch(str(value)):
        raise CodingError(f"`{value}` is not a colour", "codebook.yaml", 'Write it like "#4477aa".')
    return value


def _simple(key: str, given: object, text: bool) -> str | tuple[str, ...]:
    if text and isinstance(given, str):
        return canonical(given).strip()
    if not text and isinstance(given, Sequence) and not isinstance(given, str):
        return tuple(t for t in (canonical(str(item)).strip() for item in given) if t)
    kind = "text" if text else "list of texts"
    raise CodingError(f"`{key}` should be a {kind}", "codebook.yaml")


def _fields(code: Code, language: str) -> dict[str, Plain]:
    """Return a new code's fields as the file takes them, or raise CodingError."""
    if not ID.fullmatch(code.id):
        hint = "Use only the letters a-z, digits, _ and -."
        raise CodingError(f"`{code.id}` cannot be an id", "codebook.yaml", hint)
    given: dict[str, object] = {key: getattr(code, key) for key in FIELDS}
    given |= {"name": code.names or code.name, "definition": code.definitions or code.definition}
    values = {key: _value(key, given[key], language) for key in FIELDS}
    if not values["name"]:
        raise CodingError("a code needs a name", hint="Say in a word or two what it is about.")
    return values


def _union(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    seen = {text.casefold(): text for text in reversed((*one, *other))}
    return tuple(dict.fromkeys(seen[text.casefold()] for text in (*one, *other)))


def _joined(
    one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Join keywords by language; words of no language go where the target has its own."""
    if "" in one:
        return {"": _union(one[""], [word for part in other.values() for word in part])}
    joined = {language: tuple(words) for language, words in one.items()}
    for language, words in other.items():
        place = language or next(iter(one), "")
        joined[place] = _union(joined.get(place, ()), words)
    return joined
