"""Say what a foreign project would bring: which codes are new, the same, or differ."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from coding.exchange.code_text import described
from coding.model import Code, Codebook
from coding.model.exchange import ForeignCode, ForeignProject, SourceKind

ALIKE = 85.0
"""How alike, of 100, two names are that a person is shown beside each other."""

COMPARED = 4_000_000
"""Pairs of names up to which near duplicates are looked for."""

SHOWN = 3  # near duplicates of one code


class ComingAs(StrEnum):
    """How something of a foreign project stands to what is here."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    NEARLY = "nearly"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """What a field of a code says here and there."""

    field: str
    here: str
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCode:
    """A code that is here already and may be the one that comes: how alike, of 100."""

    id: str
    path: tuple[str, ...]
    alike: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlan:
    """What becomes of a code that comes: `own` is the id of the code here, `""` for a new one.

    `near` are codes here that are written almost so, `namesakes` those that are called the same
    but stand elsewhere: whether it is one of them a person has to say. `codings` counts those that
    it bears in the file.
    """

    key: str
    path: tuple[str, ...]
    standing: ComingAs
    own: str = ""
    differences: tuple[FieldDifference, ...] = ()
    near: tuple[NearCode, ...] = ()
    namesakes: tuple[NearCode, ...] = ()
    codings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """What becomes of a source that comes.

    SAME: its text is here, as the transcript `own`. NEARLY: `own` has `likeness` of its lines.
    KEPT: it cannot be coded here (or holds no words), and goes out again as it came.
    """

    key: str
    name: str
    kind: SourceKind
    standing: ComingAs
    own: str = ""
    own_name: str = ""
    likeness: float = 0.0
    words: int = 0
    codings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangePlan:
    """What a foreign project would bring into a study, before anything is changed.

    `fresh` counts the codings that would come in as things stand, `there` those that are in
    already, `held` those of sources that are kept only. `cases` holds name → whether it is new.
    """

    codes: tuple[CodePlan, ...]
    sources: tuple[SourcePlan, ...]
    fresh: int = 0
    there: int = 0
    memos: int = 0
    cases: Mapping[str, bool] = field(default_factory=dict)
    coders: tuple[str, ...] = ()


class Take(StrEnum):
    """What to do with a source: bring it in as a transcript, lay it over one here, or leave it."""

    BRING = "bring"
    USE = "use"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeChoices:
    """What a person says about a plan; what is not said goes as the plan has it.

    `codes` holds foreign key → id of the code here that it is, `""` for a new one. `theirs` are
    the keys of codes whose description and colour are taken over where they differ; without it
    ours stay, and what differs becomes a memo on the code. `left_out` are keys of codes that stay
    away with their codings. `sources` holds key → what to do, `unsigned` is who coded what the
    file signs with nobody, `""` for whoever brings it in.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    theirs: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    sources: Mapping[str, Take] = field(default_factory=dict)
    unsigned: str = ""


def level(name: str) -> str:
    """Return a name as paths are compared: NFC, single spaces.

    >>> level("  Daily   life ")
    'Daily life'
    """
    return " ".join(unicodedata.normalize("NFC", name).split())


def plan_codes(foreign: ForeignProject, book: Codebook) -> tuple[CodePlan, ...]:
    """Return what becomes of each code: by its path, or by its id in a file of this program.

    Of several codes with one path the first there is the first here, and so on. A name is pointed
    out where one here is written almost so; nothing is merged for that.
    """
    by_path: dict[tuple[str, ...], list[str]] = defaultdict(list)
    paths = {code.id: tuple(level(c.name) for c in book.path(code.id)) for code in book}
    for key, path in paths.items():
        by_path[path].append(key)
    ids = known_ids(foreign)
    taken = {ids[code.key] for code in foreign.codes if ids.get(code.key) in book}
    count: dict[str, int] = defaultdict(int)
    for coding in foreign.codings:
        count[coding.code] += 1
    plans = []
    for code in foreign.codes:
        path = tuple(level(name) for name in foreign.path(code.key))
        own = ids.get(code.key, "")
        if own not in book:
            free = [key for key in by_path.get(path, ()) if key not in taken]
            own = free[0] if free else ""
            taken.add(own)
        row = foreign.own.get("codes", {}).get(code.key, {})
        differences = _differences(code, book.by_id[own], row) if own else ()
        standing = ComingAs.DIFFERS if differences else ComingAs.SAME if own else ComingAs.NEW
        plans.append((code, path, standing, own, differences))
    near = _near([path for _, path, _, own, _ in plans if not own], paths)
    return tuple(
        CodePlan(
            key=code.key,
            path=path,
            standing=standing,
            own=own,
            differences=differences,
            near=() if own else near.get(path, ()),
            namesakes=() if own else _namesakes(code.name, book, paths),
            codings=count[code.key],
        )
        for code, path, standing, own, differences in plans
    )


def _namesakes(
    name: str, book: Codebook, paths: Mapping[str, tuple[str, ...]]
) -> tuple[NearCode, ...]:
    """Return the codes here that are called as one that comes as new."""
    same = book.namesakes(level(name))
    return tuple(NearCode(id=code.id, path=paths[code.id], alike=100) for code in same)


def known_ids(foreign: ForeignProject) -> Mapping[str, str]:
    """Return key → id that a code had in the study which this program wrote down."""
    rows = foreign.own.get("codes", {})
    return {key: str(row.get("id", "")) for key, row in rows.items()}


def _differences(
    theirs: ForeignCode, ours: Code, row: Mapping[str, Any]
) -> tuple[FieldDifference, ...]:
    """Return what a code says there and otherwise here; what it does not say is no difference.

    `row` is what this program wrote down of it, where it did: the colour that is shown may be none
    of its own.
    """
    said = theirs.description.strip()
    same = said in (ours.definition.strip(), described(ours).strip())
    color = str(row.get("color", "")) if row else theirs.color
    pairs = (
        ("name", level(ours.name), level(theirs.name)),
        ("definition", ours.definition.strip(), "" if same else said),
        ("color", ours.color.lower(), color.lower()),
        ("include", "\n".join(ours.include), "\n".join(theirs.include)),
        ("exclude", "\n".join(ours.exclude), "\n".join(theirs.exclude)),
        ("examples", "\n".join(ours.examples), "\n".join(theirs.examples)),
    )
    return tuple(
        FieldDifference(field=name, here=here, there=there)
        for name, here, there in pairs
        if there and here != there
    )


def _near(
    new: Sequence[tuple[str, ...]], paths: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[NearCode, ...]]:
    """Return path → codes here whose name is written almost so."""
    if not new or not paths or len(new) * len(paths) > COMPARED:
        return {}
    from rapidfuzz import fuzz, process

    names = {key: path[-1].casefold() for key, path in paths.items()}
    found = {}
    for path in dict.fromkeys(new):
        matches = process.extract(
            path[-1].casefold(), names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SHOWN
        )
        near = tuple(NearCode(id=key, path=paths[key], alike=round(s)) for _, s, key in matches)
        if near:
            found[path] = near
    return found
