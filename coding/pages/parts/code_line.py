"""Draw what is coded in one interview as lines: a row for each code, its length across."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from coding.model import CodingFilter, TranscriptInfo
from coding.pages.parts.markup import Markup, el, show, swatch, way
from coding.pages.parts.widgets import PERSIST
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.codes import color_of
from coding.project.look import tone
from coding.project.overview import interview_name
from coding.project.segments import Coded

MARKS = 6
"""Numbers of turns below the lines."""


def code_line(study: Project, through: CodingFilter) -> None:
    """Show one interview's codes in the order in which they come; a click goes to the words."""
    groups = study.transcripts.interviews()
    names = {group[0].id: interview_name(group) for group in groups}
    asked = st.session_state.get("transcript")
    key = st.selectbox(
        "Interview",
        list(names),
        index=next((n for n, of in enumerate(groups) if asked in [t.id for t in of]), 0),
        format_func=names.__getitem__,
        key="line_of",
        persist_state=PERSIST,
    )
    if key not in names:
        return
    segments, starts = study.segments.in_order(key, through)
    if not segments:
        show(el("p", "note", "Nothing of what is asked is coded in this interview."))
        return
    show(
        el("p", "note", said_of(segments)),
        drawn(study, study.transcripts.info(key), segments, starts),
    )


def said_of(segments: list[tuple[Coded, int]]) -> str:
    """Say in a line what is drawn."""
    codes = Counter(segment.code for segment, _ in segments)
    return (
        f"{counted(len(segments), 'segment')} of {counted(len(codes), 'code')}, from the first word"
        " on the left to the last on the right. What several coders put there is one segment;"
        " a click opens it."
    )


def drawn(
    study: Project,
    info: TranscriptInfo,
    segments: list[tuple[Coded, int]],
    starts: Sequence[int],
) -> Markup:
    """Return the lines, codes in the order of the codebook, and turns below them."""
    book = study.codes.book()
    length = max(info.length, 1)
    rows: list[str] = []
    for code in book:
        color = color_of(code, book)
        mine = [(part, turn) for part, turn in segments if part.code == code.id]
        if mine:
            rows += [
                el("span", "line-name", swatch(color), book.called[code.id]),
                el(
                    "span", "line-track", *(_mark(part, turn, length, color) for part, turn in mine)
                ),
                el("span", "line-count", str(len(mine))),
            ]
    step = max(1, len(starts) // MARKS)
    turns = [_turn(n + 1, starts[n] / length) for n in range(0, len(starts), step)]
    axis = [el("span", "line-name", "turn"), el("span", "line-turns", *turns), el("span", "")]
    return el("div", "lines", *rows, *axis)


def _turn(number: int, share: float) -> Markup:
    return Markup(f'<span class="pg-line-turn" style="left:{100 * share:.2f}%">{number}</span>')


def _mark(segment: Coded, turn: int, length: int, color: str) -> Markup:
    words = " ".join(segment.text.split())
    link = way(
        "annotate",
        "line-mark",
        title=f"Turn {turn}, {', '.join(segment.coders)}: {words[:160]}",
        transcript=segment.transcript,
        at=str(segment.start),
    )
    right = color if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else tone("uncoloured")
    width = max(100 * (segment.end - segment.start) / length, 0.25)
    place = f"left:{100 * segment.start / length:.2f}%;width:{width:.2f}%;background:{right}"
    return Markup(link.replace("<a ", f'<a style="{place}" ', 1))
