"""Tell whether characters lie in a text at all."""

from __future__ import annotations

from coding.errors import SegmentError


def check_segment(start: int, end: int, length: int) -> None:
    """Raise SegmentError unless 0 ≤ start < end ≤ length."""
    if not 0 <= start < end <= length:
        raise SegmentError(
            f"characters {start}-{end} do not lie in the text, which has {length}",
            hint="`coding text TRANSCRIPT` prints the text that offsets refer to.",
        )
