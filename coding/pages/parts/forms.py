"""Keep what is typed into a form until it is settled, with the version it was opened with.

    form = OpenForm("memo-code-fear", {"text": memo.text}, version=memo.version)
    form.area("text", "Memo")
    if st.button("Save the memo"):
        form.keep(lambda version, key: study.memos.write(..., version=version), "Memo saved.")
    form.settle(write, "Memo saved.")

What was typed and not kept stays when another page is looked at, and is there again, said so,
when the form comes back. Where somebody else was quicker, both texts stand side by side: mine,
theirs, both. Until that is decided nothing is written and nothing typed is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coding.errors import Clash, CodingError, Conflict
from coding.model import CODE_LISTS
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import show_mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST, tell

Version = int | str | None
Value = str | bool
Write = Callable[[Version, str], None]
"""Writes a form's fields over what stands at a version, of the thing with this id (`""`: its own).
"""

Say = Callable[[str, str], str]
"""Returns what a text of a field (the field, the text) is in the reader's words."""

NO_LABELS: Mapping[str, str] = MappingProxyType({})
EMPTY = "Nothing: it is empty."
TYPED = "Not kept yet: what you typed stays here, also while you look at another page."


@dataclass(slots=True)
class Opened:
    """How a form was opened: its texts and their version, and what came in between."""

    texts: dict[str, Value]
    version: Version
    turn: int = 0
    conflict: Conflict | None = None
    conflicts: int = 0
    fault: CodingError | None = None
    chosen: dict[str, str | None] = field(default_factory=dict)  # field → both, None for theirs


class OpenForm:
    """The fields of one thing as somebody fills them in."""

    def __init__(
        self,
        key: str,
        texts: Mapping[str, Value],
        *,
        version: Version,
        hold: bool = False,
        labels: Mapping[str, str] = NO_LABELS,
        say: Say = lambda _, text: text,
    ) -> None:
        """Open a form, or go on with it. `hold` leaves a field alone when others change the text.

        Long texts are held: words that have not left the field yet are known to nobody else, and
        news would take them away. `labels` says what a field is called, `say` what stands in it,
        in the reader's words.
        """
        self.key = key
        self.labels = labels
        self.say = say
        self.choices: set[str] = set()
        """Fields in which two texts cannot stand one after the other."""
        self.state = f"form:{key}"
        kept: Opened | None = st.session_state.get(self.state)
        if kept is not None and kept.chosen:
            kept = self._decided(kept, texts, version)
        elif kept is None or (
            self._outdated(kept, texts, version) and not (hold and kept.version is not None)
        ):
            kept = self._anew(kept, texts, version)
        self.opened = st.session_state[self.state] = kept
        self.behind = kept.version != version
        self.there = texts
        self.top = st.container()
        """Where both texts are shown: above the fields, since below it may be out of sight."""

    def _outdated(self, kept: Opened, texts: Mapping[str, Value], version: Version) -> bool:
        """Say whether something else stands there now, and nothing typed rests on what did."""
        same = kept.version == version and kept.texts == dict(texts)
        return not same and kept.conflict is None and not self._typed(kept)

    def _anew(self, old: Opened | None, texts: Mapping[str, Value], version: Version) -> Opened:
        return Opened(dict(texts), version, turn=old.turn + 1 if old else 0)

    def _decided(self, old: Opened, texts: Mapping[str, Value], version: Version) -> Opened:
        """Open the form on what stands there now, with what was decided and typed on top."""
        fresh = self._anew(old, texts, version)
        for name, now in fresh.texts.items():
            typed = self._now(old, name) if name in old.texts else now
            wanted: Value | None = typed if typed != old.texts.get(name, now) else None
            for decided, text in old.chosen.items():
                if name == decided or name.startswith(f"{decided}-"):
                    wanted = text if name == decided else None
            if isinstance(now, bool) and wanted is not None:
                wanted = bool(wanted)
            if wanted is not None and wanted != now:
                st.session_state[self._field(fresh, name)] = wanted
        return fresh

    def _field(self, opened: Opened, name: str) -> str:
        return f"{self.key}-{name}-{opened.turn}"

    def _now(self, opened: Opened, name: str) -> Value:
        now: Value | None = st.session_state.get(self._field(opened, name), opened.texts[name])
        return "" if now is None else now  # of a choice that was emptied

    def _typed(self, opened: Opened) -> bool:
        return any(self._now(opened, name) != text for name, text in opened.texts.items())

    # ── fields ──

    def area(self, name: str, label: str, *, at: DeltaGenerator | None = None, **how: Any) -> str:
        """Ask for a text of several lines."""
        return str(self._widget((at or st).text_area, name, label, how))

    def line(self, name: str, label: str, *, at: DeltaGenerator | None = None, **how: Any) -> str:
        """Ask for a text of one line."""
        return str(self._widget((at or st).text_input, name, label, how))

    def _widget(self, ask: Callable[..., Any], name: str, label: str, how: dict[str, Any]) -> Any:
        key = self._field(self.opened, name)
        st.session_state.setdefault(key, self.opened.texts[name])
        return ask(label, key=key, persist_state=PERSIST, **how)

    def choice(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        *,
        ask: Callable[..., Any] = st.selectbox,
        **how: Any,
    ) -> str:
        """Ask for one of these; none is chosen beforehand where what is there is none of them."""
        self.choices.add(name)
        if self.opened.texts[name] not in options:
            how["index"] = None
            key = self._field(self.opened, name)
            if st.session_state.get(key, "") not in options:
                st.session_state[key] = None
        return str(self._widget(ask, name, label, {"options": options, **how}) or "")

    def tick(self, name: str, label: str) -> bool:
        """Ask for yes or no."""
        self.choices.add(name)
        return bool(self._widget(st.checkbox, name, label, {}))

    def color(self, name: str, label: str) -> str:
        """Ask for a colour."""
        return str(self._widget(st.color_picker, name, label, {}))

    def now(self, name: str) -> str:
        """Return what stands in a field."""
        return str(self._now(self.opened, name))

    @property
    def typed(self) -> bool:
        """Whether something has been typed that is not kept yet."""
        return self._typed(self.opened)

    def said(self) -> None:
        """Say that something is not kept yet, with the way to let it go."""
        with one_place():
            if self.opened.conflict:
                return
            if not self.typed:
                self._news()
                return
            more = " Somebody has changed it meanwhile: you will see both." if self.behind else ""
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show(el("p", "note", TYPED + more), width="content")
                let_go = f"{self.key}-let-go"
                st.button("Let it go", key=let_go, type="tertiary", on_click=self.let_go)

    def _news(self) -> None:
        """Show what others wrote into a form that is held, with the way to go on from there."""
        texts = self.opened.texts
        news = {name: now for name, now in self.there.items() if texts.get(name) != now}
        if not self.behind or not news:
            return
        show(el("p", "clash-title", "Changed in the meantime. What stands there now"))
        for name, now in news.items():
            title = self.labels.get(name, "")
            show(
                el("p", "note", title) if title else "",
                el("blockquote", "clash-text", self.say(name, _in_words(now)) or EMPTY),
            )
        st.button("Take it into the field", key=f"{self.key}-take", on_click=self.let_go)

    # ── keeping ──

    def let_go(self) -> None:
        """Forget what was typed; the form is opened anew."""
        for name in self.opened.texts:
            st.session_state.pop(self._field(self.opened, name), None)
        self.opened = self._anew(self.opened, self.opened.texts, None)
        st.session_state[self.state] = self.opened

    def keep(self, write: Write, news: str) -> None:
        """Write what was typed; where somebody else was quicker, `settle` shows both."""
        if self.attempt(lambda: write(self.opened.version, "")):
            tell(news)

    def attempt(self, write: Callable[[], object]) -> bool:
        """Do what writes; note for `settle` what is in its way; return whether all went well."""
        self.opened.fault = None
        try:
            write()
        except CodingError as error:
            if isinstance(error, Conflict) and error.clashes:
                self.opened.conflict = error
                self.opened.conflicts += 1
            else:
                self.opened.fault = error
            return False
        self.let_go()
        return True

    def take_from(self, other: OpenForm) -> None:
        """Go on with what was typed into another form of the same fields."""
        if other.typed and not other.opened.conflict and not self.typed:
            for name in self.opened.texts:
                st.session_state[self._field(self.opened, name)] = other._now(other.opened, name)
            other.let_go()

    def settle(self, write: Write, news: str, *, empty: str = EMPTY) -> None:
        """Show both texts where somebody else was quicker, and do what is chosen.

        Why else something could not be kept is said until it is tried again.
        """
        if self.opened.fault:
            with self.top:
                show_mistakes(self.opened.fault)
        conflict = self.opened.conflict
        if conflict is None:
            return

        def choose(both: bool) -> None:
            self.opened.conflict = None
            for clash in conflict.clashes:
                name = ".".join(clash.field)
                text = clash.mine if name in self.choices else joined(clash)
                self.opened.chosen[name] = text if both else None

        with self.top:
            wanted = both_texts(
                conflict,
                f"{self.key}-{self.opened.conflicts}",
                labels=self.labels,
                say=self.say,
                empty=empty,
                theirs=lambda: choose(False),
                both=(lambda: choose(True))
                if any(".".join(clash.field) not in self.choices for clash in conflict.clashes)
                else None,
            )
        if wanted and self.attempt(lambda: write(conflict.version, conflict.key)):
            tell(news)
        if self.opened.conflict not in (None, conflict):  # somebody was quicker once more
            self.settle(write, news, empty=empty)


def _in_words(value: Value) -> str:
    return ("yes" if value else "") if isinstance(value, bool) else value


def joined(clash: Clash) -> str:
    """Return both texts of a clash one after the other, to be edited.

    >>> joined(Clash(("text",), "Mine.", "Theirs.")), joined(Clash(("text",), "Mine.", ""))
    ('Theirs.\\n\\nMine.', 'Mine.')
    >>> joined(Clash(("include",), "a\\nb", "b\\nc")), joined(Clash(("name",), "A", "B"))
    ('b\\nc\\na', 'B / A')
    """
    last = clash.field[0]
    if not (clash.mine and clash.theirs):
        return clash.mine or clash.theirs
    if last in (*CODE_LISTS, "keywords"):
        return "\n".join(dict.fromkeys([*clash.theirs.splitlines(), *clash.mine.splitlines()]))
    if last in LINES or ("\n" not in clash.mine + clash.theirs and last not in TEXTS):
        return f"{clash.theirs} / {clash.mine}"
    return f"{clash.theirs}\n\n{clash.mine}"


TEXTS = ("text", "definition", "printed")
LINES = ("name", "pseudonym")


def both_texts(
    conflict: Conflict,
    key: str,
    *,
    labels: Mapping[str, str],
    say: Say = lambda _, text: text,
    empty: str = EMPTY,
    theirs: Callable[[], None],
    both: Callable[[], None] | None,
) -> bool:
    """Show what stands there and what was typed, side by side; return whether mine is wanted.

    `labels` says what a field (its parts joined by dots) is called and `say` what its text is in
    the reader's words; `theirs` and `both` are
    called where one of them is chosen, before the page runs again; `both` is None for choices
    that cannot be joined.
    """
    with st.container(border=True, key=f"clash-{key}"):
        show(el("p", "clash-lead", said_by(conflict)))
        for clash in conflict.clashes:
            field = ".".join(clash.field)
            name = labels.get(field, "")
            left, right = st.columns(2)
            for column, title, text in (
                (left, "What stands there now", clash.theirs),
                (right, "What you typed", clash.mine),
            ):
                with column:
                    show(
                        el("p", "clash-title", f"{name}: {title.lower()}" if name else title),
                        el("blockquote", "clash-text", say(field, text) or empty),
                    )
        with st.container(horizontal=True):
            wanted = st.button("Keep mine", type="primary", key=f"{key}-mine")
            st.button("Keep theirs", key=f"{key}-theirs", on_click=theirs)
            if both:
                st.button(
                    "Both, to be edited",
                    key=f"{key}-both",
                    on_click=both,
                    help="Both go into the field, one after the other; keep it when it reads well.",
                )
    return bool(wanted)


def said_by(conflict: Conflict) -> str:
    """Say who was quicker and when, as far as the log knows.

    >>> said_by(Conflict("changed"))
    'Somebody else has changed this while you were writing. Nothing is lost: choose.'
    """
    who = conflict.by or "Somebody else"
    when = ""
    if conflict.at:
        when = f" at {datetime.fromisoformat(conflict.at).astimezone():%H:%M}"
    return f"{who} has changed this{when} while you were writing. Nothing is lost: choose."
