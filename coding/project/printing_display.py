"""Put the rows of a joint display into the words in which they are handed out."""

from __future__ import annotations

from dataclasses import replace

from coding.project.sections import typeset
from coding.reports.joint_display import DisplayRow, PrintedStance, PrintedVoice
from coding.survey.joint import Display, Row, Stance
from coding.survey.telling import (
    COLUMNS,
    figure_line,
    heard,
    instead_of_bars,
    k_of_n,
    note_on,
    question_name,
    sources,
    stance_head,
    stance_line,
    stances_of,
    theme_line,
)

MOST_FIGURES = 14
"""Figures of a row beyond which only those that something is set beside are printed: a row is to
fit on a page."""


def fewer(row: Row) -> Row:
    """Return a row with the figures that are printed of it."""
    many = len(row.figures) > MOST_FIGURES and row.beside
    return replace(row, figures=row.beside) if many else row


def printed_row(whole: Row, display: Display, *, group: str = "", image: bytes) -> DisplayRow:
    """Return what is printed of a row: `group` is the heading that begins above it, if one does.

    `image` is the chart of its figures.
    """
    row = fewer(whole)
    notes = note_on(row)
    if len(row.figures) < len(whole.figures):
        notes.append(f"Shown: {len(row.figures)} of its {len(whole.figures)} figures.")
    return DisplayRow(
        question=question_name(row.question),
        figures=[figure_line(figure) for figure in row.figures],
        together=[(theme_line(theme, row), theme.note) for theme in row.themes],
        stances=_stances(row, display),
        inference=row.inference,
        group=group,
        picture=image,
        instead=instead_of_bars(row),
        credit=sources(row),
        notes=notes,
    )


def _stances(row: Row, display: Display) -> list[PrintedStance]:
    said = []
    for figure in row.beside:
        for name, placed in stances_of(row, figure):
            people = heard(row, figure, dict(COLUMNS)[name])
            said.append(
                PrintedStance(
                    head=stance_head(name, figure, row) + f", {k_of_n(people, display)}",
                    voices=[_voice(stance) for stance in placed],
                )
            )
    return said


def _voice(stance: Stance) -> PrintedVoice:
    said = typeset(stance.printed)
    return PrintedVoice(
        words=" ".join(said.words.split()),
        beside=" ".join(said.beside.split()),
        under=stance_line(stance),
        language=said.language,
        beside_language=said.beside_language,
    )
