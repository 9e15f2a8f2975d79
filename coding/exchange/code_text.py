"""Say all that a code means in one text, as programs have it that know only a description."""

from __future__ import annotations

from coding.model import Code


def described(code: Code) -> str:
    """Return a code's definition with its borders and examples below.

    >>> described(Code(id="a", name="A", definition="Calm.", include=("at night",)))
    'Calm.\\n\\nInclude: at night'
    """
    parts = [
        code.definition,
        "Include: " + "; ".join(code.include) if code.include else "",
        "Not: " + "; ".join(code.exclude) if code.exclude else "",
        "Examples: " + "; ".join(f"“{text}”" for text in code.examples) if code.examples else "",
    ]
    return "\n\n".join(part for part in parts if part)
