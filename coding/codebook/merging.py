"""Take one change of a codebook back out of what has been written since, and name a change.

The lines that the change wrote give way to those that stood there before; every other line stays
as it is now. Which codes it concerns is decided by what they mean, field by field: whatever of
it has been changed again since is not written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from coding.codebook.editing import edit, move, parse, remove, restore
from coding.codebook.faults import FIELDS
from coding.errors import CodingError, Conflict
from coding.files.merging import merged_lines
from coding.model import Code, Codebook

_FIELDS_OF_ALL = (*FIELDS, "parent")

LATER = "Undo the later change first, or change it by hand."

Meaning = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Differences:
    """The names of the codes in which one codebook differs from another."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def differences(before: str, after: str) -> Differences:
    """Return the names of the codes that a change concerns.

    >>> differences("codes: [{id: a, name: A}]", "codes: [{id: a, name: B}, {id: c, name: C}]")
    Differences(added=('C',), changed=('B',), gone=())
    """
    old, new = parse(before), parse(after)
    moved = _moved(old, new)
    return Differences(
        added=tuple(code.name for code in new if code.id not in old),
        changed=tuple(
            code.name
            for code in new
            if (was := old.by_id.get(code.id))
            and (code.id in moved or _meaning(was) != _meaning(code))
        ),
        gone=tuple(code.name for code in old if code.id not in new),
    )


def taken_back(now: str, done: str, before: str) -> str:
    """Return the text `now` without what changed `before` into `done`.

    Raises Conflict where the lines or codes concerned have been changed again since, or where
    other codes rest on them now.
    """
    if now == done:
        return before
    wanted = _Wanted(parse(now), parse(done), parse(before))
    for text in (*merged_lines(done, before, now), *wanted.rewritten(now, before)):
        if text != now and wanted.holds(text):
            return text
    raise Conflict("the lines it changed have been changed again since", "codebook.yaml", LATER)


class _Wanted:
    """What the codes should mean once a change is taken back; raises Conflict."""

    def __init__(self, now: Codebook, done: Codebook, before: Codebook) -> None:
        self.now, self.done, self.before = now, done, before
        self.moved = _moved(done, before)
        self.codes: dict[str, Meaning] = {}
        for key in dict.fromkeys([*now.by_id, *before.by_id]):
            if (meaning := self._meaning_of(key)) is not None:
                self.codes[key] = meaning
        for key in done.by_id.keys() - before.by_id.keys() - now.by_id.keys():
            raise _changed_since(done.by_id[key])
        for key, meaning in self.codes.items():
            if meaning["parent"] and meaning["parent"] not in self.codes:
                parent = {**done.by_id, **now.by_id}[str(meaning["parent"])]
                raise Conflict(
                    f"code {parent.name} has codes below it now",
                    "codebook.yaml",
                    "Move them elsewhere first; then it can be taken back.",
                )
            if self._below_itself(key):
                raise _changed_since(now.by_id.get(key) or before.by_id[key])

    def _meaning_of(self, key: str) -> Meaning | None:
        now, done, before = (book.by_id.get(key) for book in (self.now, self.done, self.before))
        if done is None and before is None:
            return _meaning(now) if now else None
        if done is None:
            if now or before is None:
                raise Conflict(
                    f"there is a code `{key}` again",
                    "codebook.yaml",
                    "Remove that one, or give it another id; then it can be brought back.",
                )
            return _meaning(before)
        if now is None:
            if before and _meaning(before) == _meaning(done):
                return None  # somebody else has taken it out since, which stays so
            raise _changed_since(done)
        is_now, was_done = _meaning(now), _meaning(done)
        if before is None:
            if is_now != was_done:
                raise _changed_since(now)
            return None
        was_before = _meaning(before)
        concerned = [f for f in _FIELDS_OF_ALL if was_done[f] != was_before[f]]
        if any(is_now[f] != was_done[f] for f in concerned):
            raise _changed_since(now)
        return {**is_now, **{f: was_before[f] for f in concerned}}

    def _below_itself(self, key: str) -> bool:
        seen = {key}
        while key := str(self.codes[key]["parent"]) if key in self.codes else "":
            if key in seen:
                return True
            seen.add(key)
        return False

    def holds(self, text: str) -> bool:
        """Say whether a text means what is wanted, all that was not concerned in its order."""
        try:
            book = parse(text)
        except CodingError:
            return False
        if {code.id: _meaning(code) for code in book} != self.codes:
            return False
        ids = [
            [code.id for code in one if code.id in self.codes and code.id not in self.moved]
            for one in (book, self.now)
        ]
        return [key for key in ids[0] if key in self.now] == ids[1]

    def rewritten(self, now: str, before: str) -> Iterator[str]:
        """Yield the text with the codes concerned changed one by one, if that can be done."""
        try:
            yield self._one_by_one(now, before)
        except CodingError:
            return

    def _one_by_one(self, text: str, before: str) -> str:
        for code in self.before:
            if code.id not in self.done:
                place = self._position(text, code)
                text = restore(text, before, code, position=place)
            elif code.id in self.moved and code.id in self.codes:
                place = self._position(text, code)
                text = move(text, code.id, parent=code.parent, position=place)
        for code in self.before:
            done = self.done.by_id.get(code.id)
            if done and code.id in self.codes:
                was, meaning = _meaning(done), _meaning(code)
                fields = {f: meaning[f] for f in FIELDS if was[f] != meaning[f]}
                text = edit(text, code.id, fields) if fields else text
        for code in reversed(self.done.codes):
            if code.id not in self.before:
                text = remove(text, code.id)
        return text

    def _position(self, text: str, code: Code) -> int | None:
        """Return before which child a code stood, by the first of those after it still there."""
        siblings = [c.id for c in self.before.children(code.parent)]
        there = [c.id for c in parse(text).children(code.parent) if c.id != code.id]
        after = siblings[siblings.index(code.id) + 1 :]
        return next((there.index(key) for key in after if key in there), None)


def _changed_since(code: Code) -> Conflict:
    return Conflict(f"code {code.name} has been changed again since", "codebook.yaml", LATER)


def _meaning(code: Code) -> Meaning:
    """Return what a code says wherever it stands and whichever language comes first."""
    said: dict[str, object] = {field: getattr(code, field) for field in _FIELDS_OF_ALL}
    return {
        **said,
        "name": dict(code.names) or code.name,
        "definition": dict(code.definitions) or code.definition,
        "keywords": dict(code.keywords),
    }


def _moved(one: Codebook, other: Codebook) -> set[str]:
    """Return the codes of both that stand elsewhere in the other."""
    both = [[c.id for c in book if c.id in one and c.id in other] for book in (one, other)]
    matcher = SequenceMatcher(None, both[0], both[1], autojunk=False)
    stayed = {
        key for start, _, size in matcher.get_matching_blocks() for key in both[0][start:][:size]
    }
    parents = {key for key in both[0] if one.by_id[key].parent != other.by_id[key].parent}
    return (set(both[0]) - stayed) | parents
