"""Show words from outside as words: what a page sets in its own type is built here.

`el` makes an HTML element of our own tag and class; every plain string inside it is escaped,
and nothing from outside can get into a tag or an attribute, except a colour that is one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from coding.model import Codebook, Quote
from coding.pages.parts.places import one_place
from coding.project.codes import color_of
from coding.project.look import tone

HERE = Path(__file__).parent
SHEETS = (
    HERE.parents[1] / "components" / "tokens.css",
    HERE / "pages.css",
    HERE / "controls.css",
    HERE / "questions.css",
    HERE / "evidence.css",
    HERE / "home.css",
    HERE / "lines.css",
    HERE / "memos.css",
    HERE / "corrected.css",
)

DARK = "<style>body > :not(#root) { color-scheme: dark; }</style>"
"""Dialogs stand outside of the app's own element, which alone knows the ground it stands on."""

Tag = Literal["article", "blockquote", "dd", "del", "details", "div", "dl", "dt", "ins", "li"]
Tag2 = Literal["b", "cite", "ol", "p", "section", "span", "strong", "summary", "ul", "h2", "h3"]
Tag3 = Literal["mark", "table", "thead", "tbody", "tr", "th", "td"]


class Markup(str):
    """HTML that is safe to show."""

    __slots__ = ()


def el(tag: Tag | Tag2 | Tag3, kind: str, *inside: str, title: str = "") -> Markup:
    """Return an element of class `pg-<kind>`; plain strings in it are escaped.

    What is quoted is laid out the way its first letter is written: Persian from the right.

    >>> el("p", "note", "<b>", el("b", "", "x"))
    '<p class="pg-note">&lt;b&gt;<b>x</b></p>'
    >>> el("blockquote", "quote", "x")
    '<blockquote class="pg-quote" dir="auto">x</blockquote>'
    """
    way = ' dir="auto"' if tag == "blockquote" else ""
    name = f' class="pg-{kind}"' if kind else ""
    hint = f' title="{html.escape(title)}"' if title else ""
    content = "".join(safe(piece) for piece in inside)
    return Markup(f"<{tag}{name}{way}{hint}>{content}</{tag}>")


def way(page: str, kind: str, *inside: str, title: str = "", **query: str) -> Markup:
    """Return a link to a place in the app, to stand amid other words.

    The wire to the desk takes clicks on it, so that the page is turned and not loaded anew.

    >>> way("annotate", "who", "P<1", transcript="a&b")
    '<a class="pg-way pg-who" target="_self" href="annotate?transcript=a%26b">P&lt;1</a>'
    """
    href = html.escape(f"{page}?{urlencode(query)}" if query else page)
    hint = f' title="{html.escape(title)}"' if title else ""
    content = "".join(safe(piece) for piece in inside)
    return Markup(f'<a class="pg-way pg-{kind}" target="_self" href="{href}"{hint}>{content}</a>')


def safe(text: str) -> Markup:
    """Escape a plain string; leave what is markup already."""
    return text if isinstance(text, Markup) else Markup(html.escape(text))


def together(parts: Iterable[str]) -> Markup:
    """Put pieces one after the other."""
    return Markup("".join(safe(part) for part in parts))


def show(*parts: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Show pieces on the page; nothing takes a place there, too, but no room."""
    body = together(parts)
    if body:
        st.html(body, width=width)
    else:
        one_place()


def style() -> None:
    """Bring in colours, the pages' own type and spacing."""
    with one_place():
        for sheet in SHEETS:
            st.html(sheet)
        if st.context.theme.type == "dark":
            st.html(DARK)


def swatch(color: str) -> Markup:
    """Return a dot of a code's colour, grey where it has none.

    >>> swatch("#117733"), "red" in swatch("red;background:url(x)")
    ('<span class="pg-dot" style="background:#117733"></span>', False)
    """
    right = color if re.fullmatch(r"#[0-9a-fA-F]{6}", color) else tone("uncoloured")
    return Markup(f'<span class="pg-dot" style="background:{right}"></span>')


def chip(code_id: str, book: Codebook) -> Markup:
    """Return a code as a small label with its colour."""
    code = book.by_id.get(code_id)
    if code is None:
        return el("span", "chip", swatch(""), code_id)
    return el("span", "chip", swatch(color_of(code, book)), book.called[code_id])


def gauge(score: float, word: str) -> Markup:
    """Return a score as a small bar with its word and figure.

    >>> "width:92%" in gauge(0.917, "likely"), "likely 92 %" in gauge(0.917, "likely")
    (True, True)
    """
    percent = round(100 * max(0.0, min(1.0, score)))
    bar = Markup(f'<span class="pg-gauge"><span style="width:{percent}%"></span></span>')
    return el("span", "figure", bar, f"{word} {percent} %")


def fold(title: str, *inside: str, opened: bool = False) -> Markup:
    """Return something that opens under its title.

    >>> fold("<More>", "calm")
    '<details class="pg-more"><summary>&lt;More&gt;</summary>calm</details>'
    """
    closed = el("details", "more", el("summary", "", title), *inside)
    return Markup(closed.replace("<details", "<details open", 1)) if opened else closed


def facts(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Return a list of names and what is said of each, without those of which nothing is."""
    return el(
        "dl",
        "facts",
        *(together((el("dt", "", name), el("dd", "", text))) for name, text in pairs if text),
    )


def marked(text: str, hits: Sequence[tuple[int, int]]) -> Markup:
    """Return words with those that were sought marked.

    >>> marked("a < b", [(0, 1)])
    '<mark class="pg-hit">a</mark> &lt; b'
    """
    pieces, at = list[str](), 0
    for start, end in hits:
        pieces += [text[at:start], el("mark", "hit", text[start:end])]
        at = end
    return together([*pieces, text[at:]])


def quotation(
    quote: Quote,
    book: Codebook,
    *,
    around: bool = False,
    sought: Sequence[tuple[int, int]] = (),
) -> Markup:
    """Return a quote as a card shows it: the words, who says them, the codes and the coders.

    `sought` says where the words that were asked for stand in it.
    """
    before = el("span", "around", quote.before) if around else ""
    after = el("span", "around", quote.after) if around else ""
    who = quote.attribution or "No attributes yet"
    return together(
        [
            el("blockquote", "quote", before, marked(quote.words, sought), after),
            el("blockquote", "beside", quote.translation) if quote.translation else "",
            el(
                "div",
                "by",
                el("cite", "", who),
                el("span", "soft", f"{quote.name} · coded by {', '.join(quote.coders)}"),
            ),
            el("div", "chips", *(chip(code, book) for code in quote.codes)),
        ]
    )
