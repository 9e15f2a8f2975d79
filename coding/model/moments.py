"""Write moments as people do, on every system."""

from __future__ import annotations

from datetime import datetime


def day_of(at: datetime, behind: str) -> str:
    """Return the number of a day, and `behind` it what a format of `strftime` says.

    Windows knows no `%-d`, the number without a nought before it: it raises ValueError there.

    >>> day_of(datetime(2026, 3, 5, 9, 7), "%b %Y"), day_of(datetime(2026, 3, 15, 9, 7), "%b %H:%M")
    ('5 Mar 2026', '15 Mar 09:07')
    """
    return f"{at.day} {at:{behind}}"
