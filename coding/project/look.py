"""Hand the colours of the style sheets, and what makes words fit, to pages that draw charts."""

from __future__ import annotations

from coding.files.clean import cleaned
from coding.files.tokens import hue, hues, tone

__all__ = ["cleaned", "hue", "hues", "tone"]
