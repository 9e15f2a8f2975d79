"""Take the text out of HTML as it stands between the tags, and know where its blocks end.

Unlike `web_page`, which reads what one sees: here not one character is lost, since a program counts
them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(["script", "style"])


class BareText:
    r"""The text of a piece of HTML.

    `raw` is all that stands between tags, entities decoded; `text` is that with a line end where
    a block ends without one.

    >>> bare = BareText("<p>One &amp; two</p><p>Three</p>")
    >>> bare.raw, bare.text, bare.shown(9, end=False)
    ('One & twoThree', 'One & two\nThree', 10)
    """

    def __init__(self, html: str) -> None:
        reader = _TextReader()
        reader.feed(html.replace("\r\n", "\n"))
        reader.close()
        self.raw = "".join(reader.parts)
        self._breaks = [
            place
            for place in sorted(reader.breaks)
            if 0 < place < len(self.raw) and "\n" not in self.raw[place - 1 : place + 1]
        ]
        pieces, before = [], 0
        for place in self._breaks:
            pieces.append(self.raw[before:place])
            before = place
        self.text = "\n".join([*pieces, self.raw[before:]])

    def shown(self, place: int, *, end: bool) -> int:
        """Return where a place of `raw` stands in `text`, where words begin or `end`."""
        found = bisect_left if end else bisect_right
        return place + found(self._breaks, place)


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.breaks: set[int] = set()
        self._length = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note where a block begins."""
        self._silent += tag in _SILENT
        self._at(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where a block ends."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        self._at(tag)

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._silent:
            self.parts.append(data)
            self._length += len(data)

    def _at(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.breaks.add(self._length)
