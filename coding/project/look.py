"""Hand the colours of the style sheets to pages that draw charts."""

from __future__ import annotations

from coding.files.tokens import hue, hues, tone

__all__ = ["hue", "hues", "tone"]
