"""Say what a project has set about suggestions, and bring together what two people set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from coding.errors import Conflict
from coding.model.merging import merge_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project has set about suggestions, by the ids of codes.

    `off` are proposed for nothing, `on` even though they are mostly refused, `asked` for the
    interviewer's words too. `fine` are ids of codings that looked doubtful and that somebody
    found right.
    """

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    fine: frozenset[str] = frozenset()


def settings_of(kept: Mapping[str, Sequence[str]] | None) -> Settings:
    """Return settings as they were kept, the program's own for None."""
    return Settings(**{f.name: frozenset((kept or {}).get(f.name, ())) for f in fields(Settings)})


def as_data(settings: Settings) -> dict[str, list[str]]:
    """Return settings as they are kept."""
    return {f.name: sorted(getattr(settings, f.name)) for f in fields(Settings)}


def together(opened: Settings, mine: Settings, theirs: Settings) -> Settings:
    """Return the settings with what I changed since `opened`, and what others did.

    Raises Conflict where both set whether a code is proposed, and otherwise.

    >>> was, mine = Settings(), Settings(off=frozenset({"rent"}))
    >>> as_data(together(was, mine, Settings(asked=frozenset({"calm"}))))["off"]
    ['rent']
    """
    keys = sorted(set().union(*(s.off | s.on | s.asked | s.fine for s in (opened, mine, theirs))))
    tables = [{key: _row(settings, key) for key in keys} for settings in (opened, mine, theirs)]
    rows, clashes = merge_rows(*tables)
    if clashes:
        raise Conflict(
            f"somebody else has just set up code `{clashes[0][0][0]}` otherwise",
            hint="Look at what stands there now and try again.",
            clashes=clashes,
        )

    def said(column: str, what: str) -> frozenset[str]:
        return frozenset(key for key, row in rows.items() if row[column] == what)

    return Settings(
        off=said("proposed", "off"),
        on=said("proposed", "on"),
        asked=said("asked", "yes"),
        fine=said("fine", "yes"),
    )


def _row(settings: Settings, key: str) -> dict[str, str]:
    return {
        "proposed": "off" if key in settings.off else "on" if key in settings.on else "",
        "asked": "yes" if key in settings.asked else "",
        "fine": "yes" if key in settings.fine else "",
    }
