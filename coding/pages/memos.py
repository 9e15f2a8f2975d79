"""Read all memos, paraphrases and summaries in one list, and go to what they are on."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coding.pages.parts.company import when
from coding.pages.parts.handing_out import what_was_written
from coding.pages.parts.markup import el, show, way
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST, empty, head, link, sheet
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.memo_list import ON, PlacedMemo

KIND, BY, WORDS = "memos_kind", "memos_by", "memos_words"


def filters(study: Project) -> tuple[str, str, str]:
    """Let somebody keep to a kind, a coder, some words; return these."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="memo_tools"):
        words = st.text_input(
            "With the words", key=WORDS, placeholder="in them, or in what they are on",
            persist_state=PERSIST, width=300,
        )  # fmt: skip
        kind = st.selectbox(
            "On",
            ["", *ON],
            format_func=lambda name: f"{ON[name]}" if name else "anything",
            key=KIND,
            persist_state=PERSIST,
            width=220,
        )
        by = st.selectbox(
            "Written by",
            ["", *study.memo_list.coders()],
            format_func=lambda name: name or "anybody",
            key=BY,
            persist_state=PERSIST,
            width=200,
        )
    return str(kind or ""), str(by or ""), words


def way_to(study: Project, placed: PlacedMemo) -> str:
    """Return a link to what a memo is on."""
    memo, on = placed.memo, study.memo_list.place_of(placed)
    if placed.gone:
        return el("span", "", on)
    if memo.kind == "summary":
        return way("tables", "who", on)
    if placed.transcript:
        query = {"transcript": placed.transcript}
        turn = {"turn": str(placed.turn)} if placed.turn else {}
        return way("annotate", "who", on, **query, **turn)
    places = {"code": "codebook", "participant": "transcripts", "question": "survey"}
    return way(places.get(memo.kind, "overview"), "who", on or "to its front page")


def export(study: Project) -> None:
    """Offer the memos that are listed as a document or a table."""
    kind, by, words = (str(st.session_state.get(key) or "") for key in (KIND, BY, WORDS))

    def written() -> list[tuple[str, str]]:
        return study.memo_list.written(study.memo_list.all(kind=kind, coder=by, words=words))

    def write(path: Path, ids: bool) -> None:
        study.memo_list.export(path, kind=kind, coder=by, words=words, ids=ids)

    if st.button("Export …", key="export-memos"):
        kinds = {"docx": "Word", "md": "Markdown", "xlsx": "Excel"}
        told = "The memos that are listed. With names, the words of interviews they are on, too."
        what_was_written(study, "memos", told, written, write, kinds)


study = project()
noted = bool(study.memos.all())
head(study, "Memos", tools=lambda: export(study) if noted else None)
with mistakes():
    if not noted:
        empty(
            "Nothing is noted yet",
            "On the **Code** page `m` writes a memo on a coding or a turn, `O` says a segment in"
            " your own words; codes, interviews and the study have memos too. All of them are"
            " listed here.",
        )
        if study.transcripts.all():
            link("annotate", "Read and code")
        else:
            link("transcripts", "Bring in interviews")
    else:
        kind, by, words = filters(study)
        listed = study.memo_list.all(kind=kind, coder=by, words=words)
        with one_place():
            shown, chooser = sheet(len(listed), "memo_sheet")
            show(
                el("p", "note", counted(len(listed), "memo") if listed else "No memo fits."),
                *(
                    el(
                        "article",
                        "memo",
                        el(
                            "p",
                            "memo-head",
                            el("b", "", ON[placed.memo.kind].capitalize()),
                            " ",
                            way_to(study, placed),
                            el(
                                "span",
                                "memo-by",
                                f" · {placed.memo.coder}, {when(placed.memo.updated)}",
                            ),
                        ),
                        el("blockquote", "quote-small", placed.words) if placed.words else "",
                        el("p", "memo-text", placed.memo.text),
                    )
                    for placed in (listed[place] for place in shown)
                ),
            )
            chooser()
