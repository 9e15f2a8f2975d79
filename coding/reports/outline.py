"""Write the outline of a report: its sections with quotes, figures, notes and headings, in order.

It is handed over in words: what stands at each place as it is to be printed. Nobody is named in
it but by the label of a quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.word_paper import SANS, SERIF, Paper, Stretch
from coding.files.writing import check_suffix, replacing
from coding.reports.quotes import escape_markdown

SUFFIXES = (".docx", ".md", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands at one place of a section, ready for the page; empty parts are not printed.

    A quote (`kind`) has its words, what stands `beside` it in the other language, and its label
    in `under`; a figure its option and number in `words`, and `under` it a line each for
    wording, base and source; a heading has a `level`, from 2. Languages are tags of BCP 47.
    """

    kind: str
    words: str
    beside: str = ""
    under: Sequence[str] = ()
    language: str = ""
    beside_language: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSection:
    """A section of the report, ready for the page."""

    name: str
    items: Sequence[Printed]


def write_outline(path: Path, sections: Sequence[PrintedSection], *, title: str) -> None:
    """Write an outline to a .docx, .md or .html file, whole or not at all; raises CodingError."""
    suffix = check_suffix(path, SUFFIXES)
    sections, title = cleaned((sections, " ".join(title.split())))
    if suffix == ".docx":
        _paper(title, sections).save(path)
        return
    if suffix == ".md":
        text = "\n".join(_markdown(title, sections))
    else:
        text = page("coding.reports", "outline.html.j2", title=title, sections=sections)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


# --- Markdown ----------------------------------------------------------------------------------


def _markdown(title: str, sections: Sequence[PrintedSection]) -> Iterator[str]:
    yield f"# {escape_markdown(title)}"
    for section in sections:
        yield f"\n## {escape_markdown(section.name)}"
        for item in section.items:
            yield ""
            yield _markdown_of(item)
    yield ""


def _markdown_of(item: Printed) -> str:
    words = escape_markdown(item.words)
    if item.kind == "heading":
        return f"{'#' * (item.level + 1)} {words}"
    if item.kind == "note":
        return words.replace("\n", "\n\n")
    under = [escape_markdown(line) for line in item.under]
    if item.kind == "figure":
        return "\\\n".join([f"**{words}**", *under])
    beside = [f"*{escape_markdown(item.beside)}*"] if item.beside else []
    block = [words, *beside, *under]
    return "> " + "\n>\n> ".join(part.replace("\n", "\\\n> ") for part in block)


# --- docx --------------------------------------------------------------------------------------

_STYLES: tuple[tuple[str, str, str, float, dict[str, Any]], ...] = (
    ("Quote", "Normal", SERIF, 11, {"before": 8, "after": 2, "indent": 10, "next": True}),
    ("Quote beside", "Quote", SERIF, 10, {"italic": True, "after": 2, "indent": 10, "next": True}),
    ("Quote label", "Quote", SANS, 9, {"after": 8, "indent": 10}),
    ("Figure", "Normal", SANS, 11, {"bold": True, "before": 10, "after": 2, "next": True}),
    ("Figure note", "Normal", SANS, 8.5, {"after": 1, "line": 1.0, "next": True}),
)


def _paper(title: str, sections: Sequence[PrintedSection]) -> Paper:
    paper = Paper(title)
    for name, based_on, typeface, points, rest in _STYLES:
        paper.style(name, based_on, typeface, points, **rest)
    paper.paragraph(title, style="Title")
    for section in sections:
        paper.heading(section.name)
        for item in section.items:
            _write(paper, item)
    return paper


def _write(paper: Paper, item: Printed) -> None:
    """Write what stands at one place; its parts stay on one page, the next may begin another."""
    if item.kind == "heading":
        paper.heading(item.words, item.level, language=item.language)
        return
    if item.kind == "note":
        for line in item.words.split("\n"):
            paper.paragraph(Stretch(line, item.language))
        return
    last = paper.paragraph(
        Stretch(item.words, item.language), style="Quote" if item.kind == "quote" else "Figure"
    )
    if item.beside:
        beside = Stretch(item.beside, item.beside_language)
        last = paper.paragraph(beside, style="Quote beside")
    for line in item.under:
        last = paper.paragraph(line, style="Quote label" if item.kind == "quote" else "Figure note")
    last.paragraph_format.keep_with_next = False
