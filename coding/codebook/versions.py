"""Say what state of a code an edit was made from, and keep to what somebody else changed since.

codebook.yaml leads, so that a code has no row with a number that counts its changes. Its version
is a mark for each thing that the codebook says of it: two people may change its definition and
its keywords, or the definition in two languages, and both get theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coding.errors import Conflict
from coding.model import CODE_LISTS, Code, canonical
from coding.model.merging import Leaf, mark, marks, merge


def version_of(code: Code) -> str:
    """Return the version of a code: what it says, as signs that change with it.

    >>> version_of(Code(id="calm", name="Calm", definition="At rest."))
    'name=38f6b83e2dc1 definition=8b651c85fce1'
    """
    return _written(marks(leaves(code)))


def _written(signs: Mapping[Leaf, str]) -> str:
    return " ".join(f"{'.'.join(leaf)}={sign}" for leaf, sign in signs.items())


def opened_at(version: str) -> dict[Leaf, str]:
    """Return the marks of a version."""
    return {
        tuple(name.split(".")): sign
        for name, _, sign in (piece.partition("=") for piece in version.split())
    }


def leaves(code: Code) -> dict[Leaf, object]:
    """Return what a code says: field → value, and for each language (field, language) → value."""
    told: dict[Leaf, object] = {
        ("name",): code.name,
        ("definition",): code.definition,
        ("color",): code.color,
        ("keywords",): [word for words in code.keywords.values() for word in words],
    }
    told |= {(field,): getattr(code, field) for field in CODE_LISTS}
    for field, parts in _by_language(code).items():
        told |= {(field, language): value for language, value in parts.items()}
    return told


def rebased(code: Code, fields: Mapping[str, object], version: str) -> dict[str, object]:
    """Return which of the given fields to write, and how, on top of what stands there now.

    What was left as it was when `version` was read is not written. Raises Conflict, with both
    texts, where somebody else has changed the very same since.
    """
    opened, now = opened_at(version), leaves(code)
    changed, clashes = merge(opened, _given(fields, opened, now), now)
    if clashes:
        # Whoever has seen both may write again what is in dispute, and that alone.
        seen = {leaf: mark(now.get(leaf)) for leaf, _, _ in clashes}
        raise Conflict(
            f"somebody else has changed code `{code.id}` in the meantime",
            hint="Look at what stands there now and try again.",
            clashes=clashes,
            version=_written({**opened, **seen}),
            key=code.id,
        )
    written: dict[str, object] = {}
    for field, value in fields.items():
        parts = {leaf[1]: part for leaf, part in changed.items() if leaf[0] == field and leaf[1:]}
        if isinstance(value, Mapping) and parts:
            whole = {**_by_language(code)[field], **parts}
            written[field] = {language: part for language, part in whole.items() if part}
        elif (field,) in changed:
            written[field] = value
    return written


def _by_language(code: Code) -> dict[str, Mapping[str, Any]]:
    return {"name": code.names, "definition": code.definitions, "keywords": code.keywords}


def _given(
    fields: Mapping[str, object], opened: Mapping[Leaf, str], now: Mapping[Leaf, object]
) -> dict[Leaf, object]:
    """Return the leaves of given fields, those of a language that was left out as empty."""
    given: dict[Leaf, object] = {}
    for field, value in fields.items():
        if isinstance(value, Mapping):
            there = [leaf for leaf in (*opened, *now) if leaf[0] == field and leaf[1:]]
            given |= dict.fromkeys(there, "")
            given |= {(field, str(language)): _clean(part) for language, part in value.items()}
        else:
            given[(field,)] = _clean(value)
    return given


def _clean(value: object) -> object:
    """Return a value as the file will have it, so that spaces are no change."""
    if isinstance(value, str):
        return canonical(value).strip()
    if isinstance(value, Sequence):
        return [text for text in (canonical(str(item)).strip() for item in value) if text]
    return value
