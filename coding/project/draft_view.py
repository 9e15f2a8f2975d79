"""Lay a checked draft out for reading, with what its findings rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.drafts.layout import Item, cited, items, laid_out, order
from coding.errors import NotFound
from coding.model import Evidence, Question
from coding.quotes.quoting import context

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Item", "items", "laid_out", "order", "passage", "table"]


def passage(project: Project, evidence: Evidence) -> tuple[str, str]:
    """Return what stands before and after a passage in its transcript."""
    try:
        text = project.transcript(evidence.source).text
    except NotFound:
        return "", ""
    return context(text, evidence.start, evidence.end, width=220)


def table(project: Project, evidence: Sequence[Evidence]) -> list[tuple[Question, set[str]]]:
    """Return the questions whose figures are cited, each with the ids of those."""
    return cited(project.surveys.questions(), evidence)
