"""Tell words for people of whom a survey speaks, and for what is counted of them."""

from __future__ import annotations

from coding.language import packs
from coding.language.phrases import alternatives

_WHO = ("respondents", "interviewees", "kinds", "replies")


@packs.cached
def people() -> str:
    """Return a pattern for people or what they answered, perhaps with a word before them.

    It begins with the first of these words: "survey respondents", "all of them".
    """
    them = alternatives(w for key in (*_WHO, "pronouns") for w in packs.together(f"people.{key}"))
    beside = alternatives([*packs.together("people.beside"), *packs.together("stop")])
    return rf"(?:{beside}\s){{0,2}}{them}"
