"""Choose which of many dated copies stay: close together lately, further apart long ago."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

SPANS: Mapping[Callable[[datetime], tuple[int, ...]], int] = {
    lambda at: (int(at.timestamp() * 1000),): 6,
    lambda at: (at.year, at.month, at.day, at.hour): 12,
    lambda at: (at.year, at.month, at.day): 7,
    lambda at: at.isocalendar()[:2]: 8,
}
"""What moment, hour, day or week one lies in → how many that have a copy keep their last."""


def staying(moments: Iterable[datetime]) -> set[datetime]:
    """Return the moments whose copies stay: the last six, and the last of an hour, a day, a week.

    Only hours, days and weeks that have a copy count, so that nothing goes while nobody works.

    >>> tens = range(0, 60, 10)
    >>> day = [datetime(2026, 3, 2, hour, minute) for hour in (9, 10) for minute in tens]
    >>> sorted(at.strftime("%H:%M") for at in staying(day))
    ['09:50', '10:00', '10:10', '10:20', '10:30', '10:40', '10:50']
    """
    newest_first = sorted(set(moments), reverse=True)
    stay: set[datetime] = set()
    for span, number in SPANS.items():
        last: dict[tuple[int, ...], datetime] = {}
        for at in newest_first:
            last.setdefault(span(at), at)
        stay.update(list(last.values())[:number])
    return stay
