"""Cite what a finding rests on: a survey figure, or another place of the draft."""

from __future__ import annotations

from coding.model import Evidence, Indicator
from coding.verify.reading.draft import ReadDraft


def figure_evidence(indicator: Indicator, *, text: str = "") -> Evidence:
    """Return an indicator as evidence: its figure, and where it is printed."""
    of_whom = f", {indicator.subgroup}" if indicator.subgroup else ""
    where = " · ".join(
        filter(None, [indicator.ref, indicator.question, f"{indicator.option}{of_whom}"])
    )
    return Evidence(
        kind="figure",
        text=text or f"{indicator.printed} {indicator.unit}".strip(),
        where=where,
        source=indicator.id,
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
