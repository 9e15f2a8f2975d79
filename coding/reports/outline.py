"""Write the outline of a report: its sections with quotes, figures, notes and headings, in order.

It is handed over in words: what stands at each place as it is to be printed. Nobody is named in
it but by the label of a quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.word_new import direct, new_document
from coding.files.writing import check_suffix, replacing
from coding.reports.quotes import escape_markdown, lay_out, quote_styles

if TYPE_CHECKING:
    from docx.document import Document

SUFFIXES = (".docx", ".md", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands at one place of a section, ready for the page; empty parts are not printed.

    A quote (`kind`) has its words, what stands `beside` it in the other language, and its label
    in `under`; a figure its option and number in `words`, and `under` it a line each for
    wording, base and source; a heading has a `level`, from 2.
    """

    kind: str
    words: str
    beside: str = ""
    under: Sequence[str] = ()
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
    with replacing(path) as temporary:
        if suffix == ".docx":
            _document(title, sections).save(str(temporary))
        elif suffix == ".md":
            text = "\n".join(_markdown(title, sections))
            temporary.write_text(text, encoding="utf-8", newline="\n")
        else:
            text = page("coding.reports", "outline.html.j2", title=title, sections=sections)
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


def _document(title: str, sections: Sequence[PrintedSection]) -> Document:
    document = new_document(title)
    lay_out(document)
    quote_styles(document)

    def add(text: str, style: str) -> None:
        paragraph = document.add_paragraph(text, style=style)
        direct(paragraph, text)

    add(title, "Title")
    for section in sections:
        add(section.name, "Heading 1")
        for item in section.items:
            if item.kind == "heading":
                add(item.words, f"Heading {item.level}")
            elif item.kind == "note":
                for paragraph in item.words.split("\n"):
                    add(paragraph, "Normal")
            elif item.kind == "figure":
                add(item.words, "Figure")
                for line in item.under:
                    add(line, "Figure source")
            else:
                add(item.words, "Quote")
                if item.beside:
                    add(item.beside, "Quote beside")
                for line in item.under:
                    add(line, "Quote attribution")
                # The parts of a quote stay on one page; the next may begin another.
                document.paragraphs[-1].paragraph_format.keep_with_next = False
    return document
