"""Put the joint display together from surveys, links, codebook and codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding.analysis.coverage import passages, speakers
from coding.model import Code, Quote
from coding.survey.joint import (
    Display,
    Material,
    Row,
    Stance,
    Theme,
    figures_of,
    lay_out,
    question_of,
    voices,
)

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Display", "Row", "Stance", "Theme", "coverage", "joint_display"]


def joint_display(project: Project) -> Display:
    """Return the joint display of a project as it is now."""
    book = project.codebook()
    questions = project.surveys.questions()
    links = project.linking.links()
    codings = project.store.codings.all()
    spoken, people = speakers(project.transcripts(), project.participants())
    codes = voices(book, links, questions)
    of_question = figures_of(questions)
    return lay_out(
        Material(
            questions=questions,
            book=book,
            codings=codings,
            links=links,
            spoken=spoken,
            people=people,
            quotes=project.shelf.quotes(codes, around=False),
            groups={
                link.indicator: project.surveys.indicator(link.indicator)
                for link in links
                if link.indicator not in of_question and question_of(link.indicator, of_question)
            },
            memos={memo.about: memo for memo in project.memos(kind="question")},
            picked=_picked(project),
        )
    )


def _picked(project: Project) -> list[Quote] | None:
    """Return the quotes in baskets, None while there is none."""
    baskets = project.shelf.baskets()
    if not any(basket.picks for basket in baskets):
        return None
    return [
        quote
        for basket in baskets
        for quote in project.shelf.quotes(basket=basket.id, around=False)
    ]


def coverage(project: Project, *, attribute: str = "") -> list[tuple[Code, str, int]]:
    """Count codings of each code by participant, or by a value of an attribute.

    Returns (code, participant's name or value, number of participants' passages coded); codes
    that are used nowhere are left out. Passages that two coders coded alike count once.
    """
    spoken, people = speakers(project.transcripts(), project.participants())
    codings = project.store.codings.all()
    return passages(project.codebook(), codings, spoken, people, attribute=attribute)
