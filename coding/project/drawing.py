"""Draw the charts of documents in a process of its own, one for all of them.

The renderer is other people's native code: what it cannot draw aborts its process, and may take
any time and memory before that. Here this costs a chart and never the app; the document says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coding.errors import CodingError
from coding.jobs.child import ChildDied
from coding.jobs.lasting import lasting
from coding.model import Indicator
from coding.survey.cell_charts import DENSITY, cell_bars
from coding.survey.charts import bars, picture

MEMORY, RESERVED = 3 << 30, 80 << 30
"""Bytes that the renderer may use, and set aside: four bars took 1.8 GB, most of it not touched,
and 67 GB of address space; with 2 GB it worked, with 1 GB it did not."""

SECONDS = 30.0
"""The most that one chart may take."""

ENOUGH = 3
"""Charts that fail before no further is tried: then it is the renderer that does not work here."""


class Drawing:
    """What draws charts while a document is written, and remembers which it could not draw."""

    def __init__(self) -> None:
        self.missing: list[str] = []
        self._child = lasting(memory=MEMORY, reserved=RESERVED)

    def chart(
        self, figures: Sequence[Indicator], name: str, *, title: str = "", kind: str = "png"
    ) -> bytes:
        """Return the chart of a question's figures as PNG or SVG, `b""` if it cannot be drawn.

        `name` is what `missing` calls it then.
        """
        return self._drawn(bars(figures, title=title).to_dict(), name, kind, 2)

    def printed(
        self, figures: Sequence[Indicator], title: str, below: Sequence[str], kind: str
    ) -> bytes:
        """Return the chart of a question's figures as printers ask for it, `b""` if it fails.

        `below` are the lines under its title.
        """
        return self._drawn(bars(figures, title=title, below=below).to_dict(), title, kind, DENSITY)

    def in_cell(self, figures: Sequence[Indicator], name: str) -> bytes:
        """Return the chart of a question's figures as PNG for a column of a printed table.

        It is `b""` if it cannot be drawn, or if none of them has a number.
        """
        spec = cell_bars(figures)
        return self._drawn(spec, name, "png", DENSITY) if spec else b""

    def _drawn(self, spec: Mapping[str, Any], name: str, kind: str, scale: float) -> bytes:
        if len(self.missing) < ENOUGH:
            try:
                return self._child.bounded(lambda: None, SECONDS, picture, spec, kind, scale)
            except (ChildDied, CodingError, ValueError, RuntimeError):
                pass
        self.missing.append(name)
        return b""

    def lines(self) -> list[str]:
        """Say which charts are missing, a sentence for each."""
        return [
            f"The chart of “{name}” could not be drawn; its figures stand in the table."
            for name in dict.fromkeys(self.missing)
        ]
