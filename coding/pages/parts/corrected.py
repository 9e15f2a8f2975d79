"""Take in corrected transcripts, place what could not follow by itself, compare versions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from coding.model import Quote, TranscriptInfo
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog, when
from coding.pages.parts.markup import Markup, chip, el, fold, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import section, tell
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.revisions import Adrift, Revised, TextPiece

AROUND = 70
"""Characters of what stayed that are shown beside what did not."""

MOST = 40
"""Corrected passages that are shown at once."""

LEFT, AT = "files_left", "place_at"


def difference(pieces: Iterable[TextPiece]) -> Markup:
    """Return two texts as one: what went struck out, what came underlined, the rest shortened."""
    listed = list(pieces)
    shown: list[str] = []
    for number, piece in enumerate(listed):
        if piece.kind == "same":
            shown.append(_shortened(piece.text, number > 0, number + 1 < len(listed)))
        else:
            moved = "moved" if piece.kind.startswith("moved") else ""
            hint = "moved" if moved else ""
            tag = "del" if piece.kind.endswith("out") else "ins"
            shown.append(el("del" if tag == "del" else "ins", moved, piece.text, title=hint))
    return el("div", "compare", *shown)


def _shortened(text: str, behind: bool, before: bool) -> str:
    """Return what stayed: its end before a change, its beginning behind one."""
    if len(text) <= 2 * AROUND:
        return text
    first = text[:AROUND].rpartition(" ")[0] if behind else ""
    last = text[-AROUND:].partition(" ")[2] if before else ""
    return f"{first} … {last}" if first else f"… {last}" if last else ""


# ── files that were edited ──


def changed_files(study: Project) -> None:
    """Offer the files in transcripts/ that were edited since they came in."""
    left = st.session_state.setdefault(LEFT, set())
    looked = study.revisions.changed_files()
    for info, path in looked.changed:
        if (info.id, path.stat().st_mtime_ns) in left:
            continue
        with st.container(border=True, key=f"edited-{info.id}"):
            show(
                el("p", "lead", f"{path.name} has been edited since it came in as {info.name}."),
                el("p", "note", "Take it in, and what is coded stays on its words."),
            )
            with st.container(horizontal=True):
                if st.button("Compare …", key=f"compare-{info.id}", type="primary"):
                    take_in_file(study, info, path, None)
                if st.button("Not now", key=f"leave-{info.id}"):
                    left.add((info.id, path.stat().st_mtime_ns))
                    st.rerun()
    if looked.unread:
        show(el("p", "note", f"{counted(looked.unread, 'more file')} still to be compared."))


@dialog("A corrected transcript", width="medium")
def take_in_file(study: Project, info: TranscriptInfo, path: Path, content: bytes | None) -> None:
    """Show what a corrected file changes, and take it in if that is wanted."""
    with mistakes():
        told = study.revisions.preview(info.id, path, content)
        _offer(study, info, path, content, told)


@dialog("Take in a corrected file", width="medium")
def choose_file(study: Project, info: TranscriptInfo) -> None:
    """Let somebody hand over a corrected file of an interview, and show what it changes."""
    show(el("p", "note", f"A corrected copy of {info.file or info.name}, in any format."))
    file = st.file_uploader("The corrected file", key=f"corrected-{info.id}")
    with one_place():
        if file is not None:
            with mistakes():
                path, content = Path(Path(file.name).name), file.getvalue()
                told = study.revisions.preview(info.id, path, content)
                _offer(study, info, path, content, told)


def _offer(
    study: Project, info: TranscriptInfo, path: Path, content: bytes | None, told: Revised
) -> None:
    if not told.differs:
        show(el("p", "lead", f"It reads as {info.name} does: there is nothing to take in."))
        return
    show(el("p", "lead", _counted(told)), difference(told.pieces))
    if told.unsure:
        hint = "They wait on this page, with both texts, until somebody places them."
        show(el("p", "note", hint))
    anyway = told.foreign and st.checkbox("It is of this interview all the same")
    ready = not told.foreign or anyway
    if told.foreign:
        show(el("p", "note", "It has hardly a word of this interview. Is it the right file?"))
    with st.container(horizontal=True):
        if st.button("Take it in", type="primary", key="revise_now", disabled=not ready):
            study.revisions.revise(
                info.id, path, content, coder=coder(), seen=info.edition, anyway=bool(anyway)
            )
            tell(f"{info.name} corrected. Undo brings the old text back.")
        if st.button("Leave it", key="revise_not"):
            st.rerun()


def _counted(told: Revised) -> str:
    """Say what becomes of the codings."""
    stay = told.placed + told.moved
    if not stay and not told.unsure:
        return "Nothing is coded in it yet."
    parts = [f"{counted(stay, 'coding')} stand on their words"]
    if told.changed:
        parts.append(f"{told.changed} of them on corrected ones")
    if told.moved:
        parts.append(f"{told.moved} of them moved")
    if told.unsure:
        parts.append(f"{len(told.unsure)} could not be placed surely")
    return f"{', '.join(parts)}."


# ── what waits for a person ──


def to_place(study: Project) -> None:
    """Show, one at a time, the codings that could not follow a corrected text."""
    waiting = study.revisions.adrift(kept=False)
    if not waiting:
        return
    section(f"{counted(len(waiting), 'coding')} to place")
    show(
        el("p", "note", "The text was corrected, and where these stand now is not sure."),
    )
    at = min(st.session_state.get(AT, 0), len(waiting) - 1)
    one = waiting[at]
    book = study.codes.book()
    with st.container(border=True, key="to_place"):
        show(
            el(
                "p",
                "lead",
                chip(one.coding.code, book),
                f" {one.transcript} · {one.coding.coder} · {at + 1} of {len(waiting)}",
            ),
            _both(one),
        )
        _decide(study, one, waiting)
        _elsewhere(study, one)


def _both(one: Adrift) -> Markup:
    """Set the words in the older version beside the likeliest place in the newest."""
    before, behind = one.around
    then = el("p", "", f"… {before}", el("mark", "", one.coding.text), f"{behind} …")
    if one.place.after:
        left, right = one.likely
        now = el("p", "", f"… {left}", el("mark", "", one.place.after), f"{right} …")
    else:
        now = el("p", "note", "No place is likely.")
    why = f" ({one.place.why})" if one.place.why else ""
    return el(
        "div",
        "old-new",
        el("div", "", el("b", "", "Before"), then),
        el("div", "", el("b", "", "Now"), el("span", "soft", why), now),
    )


def _decide(study: Project, one: Adrift, waiting: list[Adrift]) -> None:
    key = one.coding.id
    with st.container(horizontal=True), mistakes():
        likely = bool(one.place.after)
        if st.button(
            "Place here", key="place_here", type="primary", shortcut="1", disabled=not likely
        ):
            study.revisions.place(key, one.place.start, one.place.end, coder=coder())
            tell("Placed.")
        if st.button("Take off", key="place_drop", shortcut="2"):
            study.revisions.drop(key, coder=coder())
            tell("Taken off.")
        if st.button("Leave on the old version", key="place_keep", shortcut="3"):
            study.revisions.keep(key, coder=coder())
            tell("It stays on the old version.")
        if len(waiting) > 1 and st.button("Later", key="place_later", shortcut="4"):
            st.session_state[AT] = (waiting.index(one) + 1) % len(waiting)
            st.rerun()


def _elsewhere(study: Project, one: Adrift) -> None:
    """Let somebody say by words where a coding stands now."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Or on these words, as the text has them now", key=f"place_words-{one.coding.id}"
        )
        if st.button("Place there", key="place_there"):
            with mistakes():
                start, end = study.revisions.only_place(one.coding.transcript, words)
                study.revisions.place(one.coding.id, start, end, coder=coder())
                tell("Placed.")


def corrected_words(study: Project, quote: Quote) -> None:
    """Mark a quote whose words were corrected, until somebody says that they have looked."""
    was = study.revisions.altered().get(quote.coding)
    if was is None:
        return
    show(el("p", "note corrected", "Corrected in the interview. Before: ", el("del", "", was)))
    if st.button("Seen", key=f"saw-{quote.coding}", type="tertiary"):
        with mistakes():
            study.revisions.saw([quote.coding], coder=coder())
            st.rerun()


def to_look_at(study: Project) -> None:
    """List the codings whose words were corrected, old beside new, until somebody has looked."""
    altered = study.revisions.altered()
    codings = [*study.codings.several(altered).values()]
    if not codings:
        return
    names = {info.id: info.name for info in study.transcripts.all()}
    book = study.codes.book()
    lines = [
        el(
            "div",
            "old-new",
            el("p", "", el("b", "", f"{names[c.transcript]} "), chip(c.code, book), " ",
               el("del", "", altered[c.id])),
            el("p", "", el("mark", "", c.text)),
        )
        for c in codings[:MOST]
    ]  # fmt: skip
    more = len(codings) - len(lines)
    if more > 0:
        lines.append(el("p", "note", f"and {more} more"))
    title = f"{counted(len(codings), 'coding')} on words that were corrected: look whether they fit"
    show(fold(title, *lines))
    if st.button("I have looked at them", key="saw_all"):
        with mistakes():
            study.revisions.saw([c.id for c in codings[:MOST]], coder=coder())
            st.rerun()


# ── versions ──


def versions(study: Project, info: TranscriptInfo) -> None:
    """Let somebody take in a corrected file, and compare the older versions with the newest."""
    older = study.revisions.wordings(info.id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Take in a corrected file …", key="take_corrected"):
            choose_file(study, info)
        show(
            el(
                "p",
                "note",
                f"Corrected {counted(len(older), 'time')}."
                if older
                else "It reads as it came in. A turn is corrected in Code with the key C.",
            )
        )
    with one_place():
        if not older:
            return
        names = {
            wording.id: f"Version {wording.number} · until {when(wording.replaced)} ({wording.why})"
            for wording in reversed(older)
        }
        chosen = st.selectbox(
            "Compare the newest with",
            list(names),
            format_func=names.__getitem__,
            key=f"version-{info.id}",
            index=None,
            placeholder="an older version …",
        )
        with one_place(), mistakes():
            if chosen:
                sha = next(wording.sha256 for wording in older if wording.id == chosen)
                show(difference(study.revisions.compare(info.id, sha)))
