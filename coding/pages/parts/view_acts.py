"""Do what comes up from a view that Streamlit does not have: each act once, in order.

The view sends again whatever is not acknowledged yet (`components/common/state/outbox.js`), so an
act may come twice, and several may come at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import streamlit as st

from coding.errors import CodingError
from coding.pages.parts.coders import coder
from coding.pages.parts.widgets import PageName, path_of
from coding.pages.parts.wording import mistake
from coding.project import Project

Said = Mapping[str, Any]
"""An act as the view sends it: its number `n`, its kind `act`, and what else belongs to it."""


class ViewActs(ABC):
    """What is done in a view of one tab; what is refused is said there."""

    def __init__(self, study: Project) -> None:
        self.study = study
        self.ack = 0
        self.refused = ""
        self.file: Mapping[str, Any] | None = None
        """A file on its way to who asked for it, as `handing_out.as_sent` makes it."""
        self.page: PageName | None = None
        """The page that somebody wants to see."""
        self.place: Mapping[str, str] = {}
        """What of that page, as its address has it."""
        self._drawn: tuple[Hashable, dict[str, Any]] = (None, {})

    def data(self) -> dict[str, Any]:
        """Return what the view shows as the project is now, with what became of its acts."""
        state = self.state()
        if state is None or self._drawn[0] != state:
            self._drawn = (state, self.board())
        return {**self._drawn[1], "ack": self.ack, "refused": self.refused, "file": self.file}

    def state(self) -> Hashable:
        """Return what differs as soon as the view would show something else, None for not known."""
        return None

    @abstractmethod
    def board(self) -> dict[str, Any]:
        """Return what the view shows."""

    @abstractmethod
    def do(self, act: Said, coder: str) -> None:
        """Do one act; raises CodingError."""

    def refuse(self, act: Said, error: CodingError) -> None:
        """Have it said why an act was not done, beside what was refused before it."""
        self.refused = " ".join(filter(None, [self.refused, mistake(error)]))

    def hear(self, acts: Sequence[Said], coder: str) -> bool:
        """Do what is not done yet; say whether there was any."""
        new = [act for act in acts if int(act["n"]) > self.ack]
        if new:
            self.refused, self.file = "", None
        for act in new:
            self.ack = int(act["n"])
            try:
                self.do(act, coder)
            except CodingError as error:
                self.refuse(act, error)
        return bool(new)

    def turn(self) -> None:
        """Turn to the page that somebody wants to see, if any."""
        if self.page:
            page, self.page = self.page, None
            place, self.place = self.place, {}
            st.switch_page(path_of(page), query_params=dict(place) or None)


def hear(view: str, acts: ViewActs) -> None:
    """Do what came up from a view with this key; the page then shows its head anew."""
    if acts.hear((st.session_state.get(view) or {}).get("said") or [], coder()):
        st.session_state[_heard(view)] = True


def show_head_anew(view: str) -> None:
    """Run the page again after an act in a view: what can be undone stands in the page's head."""
    if st.session_state.pop(_heard(view), False):
        st.rerun()


def _heard(view: str) -> str:
    return f"heard-{view}"
