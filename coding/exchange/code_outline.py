"""Read a list of codes that people write down: a line each, set in below the code it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from coding.errors import FileError
from coding.exchange.trees import in_order, listed, put_path
from coding.model.exchange import ForeignCode

LONGEST = 120
"""Letters of a code's name; what is longer is no name, but what somebody says."""

_HINT = "An interview comes in with `coding import`."


def codes_listed(text: str, where: str) -> tuple[ForeignCode, ...]:
    """Return the codes of a nested list, parents before their children.

    Raises FileError for a file that is empty, or whose lines are what people say.

    >>> codes = codes_listed("Safety\\n  At night\\nRent", "a.txt")
    >>> [(code.name, bool(code.parent)) for code in codes]
    [('Safety', False), ('At night', True), ('Rent', False)]
    """
    names = listed(text)
    if is_spoken([name for _, name in names]):
        raise FileError("this is no list of codes: its lines are what people say", where, _HINT)
    codes: dict[str, ForeignCode] = {}
    trail: list[str] = []
    for depth, name in names:
        if len(name) > LONGEST:
            what = f"this is no list of codes: “{name[:60]} …” is no name"
            raise FileError(what, where, _HINT)
        del trail[depth:]
        trail.append(name)
        put_path(codes, tuple(trail))
    if not codes:
        raise FileError("the file is empty", where, "Was it saved completely?")
    return in_order(codes)[0]


def is_spoken(lines: Sequence[str]) -> bool:
    """Tell whether lines are an interview: labels come again after another one, or sentences.

    A list may write `Safety: at night`, but all of a theme together.

    >>> is_spoken(["I: Why?", "Ana: So.", "I: And?", "Ana: Then."])
    True
    >>> is_spoken(["Safety: night", "Safety: school", "Rent: flat", "Rent: heating", "Other"])
    False
    """
    labels = [label for line in lines if (label := line.partition(":")[0]) != line]
    changes = [label for at, label in enumerate(labels) if not at or labels[at - 1] != label]
    returns = len(changes) - len(set(changes))
    sentences = sum(line.endswith((".", "!", "…")) and len(line.split()) > 4 for line in lines)
    return (returns > 1 and len(labels) * 2 >= len(lines)) or sentences * 2 > len(lines) > 1
