"""Collect what one check brings."""

from __future__ import annotations

from dataclasses import dataclass, field

from coding.model import Examined, Finding


@dataclass(slots=True)
class Outcome:
    """Findings, the quotations or figures that were looked at, and notes on the whole draft."""

    findings: list[Finding] = field(default_factory=list)
    examined: list[Examined] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
