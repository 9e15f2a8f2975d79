"""Let the times of a chat that goes over several days count on from the first day's midnight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from coding.model.listing import counted
from coding.transcripts.shapes.stamps import DATE, STAMP, TimedRow

DAY = 86_400.0
"""Seconds."""

_DATED = re.compile(DATE)
_ORDERS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%m.%d.%Y", "%m.%d.%y")


def continued(rows: Sequence[TimedRow]) -> tuple[list[TimedRow], list[str]]:
    """Return lines with the times of later days counted on, and a remark on that.

    >>> from coding.transcripts.shapes.stamps import parsed
    >>> chat = ("[30.04.24, 21:58] Ana: Well?", "[01.05.24, 08:01] Ivo: So.")
    >>> [row.start for row in continued([parsed(line) for line in chat])[0]]
    [79080.0, 115260.0]
    """
    written = [_date(row) for row in rows]
    at = days(list(dict.fromkeys(filter(None, written))))
    if len(at) < 2:
        return list(rows), []
    counted_on: list[TimedRow] = []
    for row, when in zip(rows, written, strict=True):
        more = at.get(when, 0) * DAY
        start = None if row.start is None else row.start + more
        end = None if row.end is None else row.end + more
        counted_on.append(row._replace(start=start, end=end))
    remark = (
        f"The times go over {counted(len(at), 'day')} and count on from the first one’s midnight:"
        " the next one begins at 24:00."
    )
    return counted_on, [remark]


def days(dates: Sequence[str]) -> dict[str, int]:
    """Return date as written → how many days after the first one it is.

    Day and month are read in the order in which no date goes back, and else the dates as days that
    follow each other.

    >>> days(["12/31/2024", "01/02/2025"]), days(["30.04.24", "01.05.24"])
    ({'12/31/2024': 0, '01/02/2025': 2}, {'30.04.24': 0, '01.05.24': 1})
    >>> days(["01/02/2024", "01/03/2024"])
    {'01/02/2024': 0, '01/03/2024': 1}
    >>> days(["5.1.24", "1.1.24"])
    {'5.1.24': 0, '1.1.24': 1}
    """
    read = [row for row in _readings(dates) if all(a < b for a, b in pairwise(row))]
    if not read:
        return {written: number for number, written in enumerate(dates)}
    likely = min(read, key=lambda row: row[-1] - row[0])
    return {written: (day - likely[0]).days for written, day in zip(dates, likely, strict=True)}


def _readings(dates: Sequence[str]) -> Iterator[list[date]]:
    for order in _ORDERS if dates else ():
        try:
            yield [datetime.strptime(d.replace("/", "."), order).date() for d in dates]
        except ValueError:
            continue


def _date(row: TimedRow) -> str:
    if row.start is None or not _DATED.search(row.line):
        return ""
    stamp = STAMP.search(row.line)
    written = _DATED.search(stamp["start"]) if stamp else None
    return written[0] if written else ""
