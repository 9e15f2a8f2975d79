"""Let a table be written in, and keep what was typed whatever else happens.

Streamlit forgets what was typed into a table when another page is looked at, or when its rows
change. What was typed is therefore kept beside the rows it was typed on, and laid on top again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

Row = dict[str, Any]


@dataclass(slots=True)
class WrittenTable:
    """A table as it was opened, as it is shown, and as it reads with what was typed since."""

    key: str
    opened: Any
    first: list[Row]
    shown: list[Row] = field(default_factory=list)
    mine: list[Row] = field(default_factory=list)
    turn: int = 0
    taken: Any = None

    @property
    def editor(self) -> str:
        """The key of the widget; another one where its rows are laid out anew."""
        return f"{self.key}-{self.turn}"

    @property
    def typed(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self.mine != self.first

    def take(self) -> bool:
        """Take in what was typed just now; say whether there was any.

        A window that has not heard yet that the table is laid out anew sends once more what was
        typed into the old one, for which Streamlit calls again.
        """
        changes = st.session_state.get(self.editor)
        if not changes or changes == self.taken:
            return False
        self.taken = deepcopy(changes)
        self.mine = applied(self.shown, changes)
        return True


def written(key: str, rows: Sequence[Mapping[str, Any]], opened: Any) -> WrittenTable:
    """Return a table to be shown; `opened` is the value that its rows were made of.

    What was typed stays on the state it was typed on until it is kept or let go; without it the
    table is as its rows are now.
    """
    fresh = [dict(row) for row in rows]
    kept: WrittenTable | None = st.session_state.get(key)
    if kept is None or (not kept.typed and kept.first != fresh):
        turn = kept.turn + 1 if kept else 0
        kept = WrittenTable(key, opened, fresh, shown=fresh, mine=fresh, turn=turn)
    elif kept.editor not in st.session_state:  # another page has been looked at
        kept = replace(kept, shown=kept.mine, turn=kept.turn + 1, taken=None)
    st.session_state[key] = kept
    return kept


def let_go(key: str) -> None:
    """Forget what was typed into a table: it is shown as it is.

    A cell that is still on its way from the browser finds the table as it was typed on.
    """
    kept: WrittenTable | None = st.session_state.get(key)
    if kept is not None:  # nothing typed, and unlike any rows there are
        st.session_state[key] = replace(kept, first=[], mine=[], turn=kept.turn + 1, taken=None)


def edit(
    table: WrittenTable,
    columns: Sequence[str],
    then: Callable[[], object] = lambda: None,
    *,
    texts: bool = False,
    **how: Any,
) -> None:
    """Show the table, of nothing but `texts` if so; what is typed is taken in and `then` called."""

    def take() -> None:
        if table.take():
            then()

    kind = "string" if texts else None
    rows = pd.DataFrame(table.shown, columns=list(columns), dtype=kind)
    st.data_editor(rows, hide_index=True, key=table.editor, on_change=take, **how)


def applied(rows: Sequence[Row], changes: Mapping[str, Any]) -> list[Row]:
    """Return rows with what was changed, added and taken out in the table.

    >>> changes = {"edited_rows": {0: {"a": 2}}, "added_rows": [{"a": 3}], "deleted_rows": [1]}
    >>> applied([{"a": 1}, {"a": 9}], changes)
    [{'a': 2}, {'a': 3}]
    """
    edited = {int(at): cells for at, cells in (changes.get("edited_rows") or {}).items()}
    gone = {int(at) for at in changes.get("deleted_rows") or ()}
    kept = [{**row, **edited.get(at, {})} for at, row in enumerate(rows) if at not in gone]
    added = [{k: v for k, v in row.items() if k != "_index"} for row in changes["added_rows"]]
    return kept + added
