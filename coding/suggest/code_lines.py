"""Say what the codebook tells of a code in one language, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from coding.language import words as reading
from coding.language.guess import guess
from coding.language.packs import pack
from coding.language.script import script_of
from coding.model import Code, Codebook

LINES = (("name", 1.0), ("definition", 1.0), ("include", 0.5), ("keyword", 0.7), ("example", 0.7))
"""What the lines of a code's text weigh in its vector."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of a code's text, such as its definition or an example."""

    kind: str
    text: str


def plain_language(book: Codebook) -> str:
    """Return the language of what a codebook says without naming one, "" if that is not clear."""
    texts = [
        text
        for code in book
        for text in (
            "" if code.names else code.name,
            "" if code.definitions else code.definition,
            *code.include,
            *code.keywords.get("", ()),
            *code.examples,
        )
        if text
    ]
    found = guess(". ".join(texts))
    return reading.base(found) if found else ""


def lines_of(code: Code, language: str, plain: str = "") -> list[CodeLine]:
    """Return what the codebook says of a code in one language.

    What the file gives without a language (a plain definition, examples) counts for the languages
    that are written in its letters, and for `plain` alone where that is known.
    """
    scripts = pack(language).scripts or ("latin",)

    def fits(text: str) -> bool:
        if not text or (plain and plain != language and script_of(text)):
            return False
        return script_of(text) in (*scripts, "")

    def in_language(by_language: object, plain: str) -> str:
        given = dict(by_language) if by_language else {}  # type: ignore[call-overload]
        for key, text in given.items():
            if reading.base(key) == language:
                return str(text)
        return plain if not given and fits(plain) else ""

    listed = [
        *(word for key, words in code.keywords.items() if key for word in words
          if reading.base(key) == language),
        *(word for word in code.keywords.get("", ()) if fits(word)),
    ]  # fmt: skip
    lines = [
        CodeLine("name", in_language(code.names, code.name)),
        CodeLine("definition", in_language(code.definitions, code.definition)),
        *(CodeLine("include", text) for text in code.include if fits(text)),
        *(CodeLine("keyword", text) for text in listed),
        *(CodeLine("example", text) for text in code.examples if fits(text)),
    ]
    return [line for line in lines if line.text.strip()]
