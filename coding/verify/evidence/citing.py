"""Cite what a finding rests on: a survey figure, or another place of the draft."""

from __future__ import annotations

from coding.model import Evidence, Indicator
from coding.verify.reading.draft import ReadDraft


def figure_evidence(one: Indicator, *, text: str = "") -> Evidence:
    """Return an indicator as evidence: its figure, and where it is printed."""
    of_whom = f", {one.subgroup}" if one.subgroup else ""
    where = " · ".join(filter(None, [one.ref, one.question, f"{one.option}{of_whom}"]))
    return Evidence(
        kind="figure", text=text or f"{one.printed} {one.unit}".strip(), where=where, source=one.id
    )


def draft_evidence(reading: ReadDraft, start: int, end: int) -> Evidence:
    """Return another place of the draft as evidence."""
    return Evidence(
        kind="draft",
        text=reading.words(reading.sentence(start)),
        where=f"paragraph {reading.paragraph(start).number}",
        start=start,
        end=end,
    )
