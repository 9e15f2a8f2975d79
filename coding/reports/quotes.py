"""Write quotes as a document to read or to paste into a report: docx, md, or a table of them.

Neither a document nor a table names anybody: an interview is called by its number, and its name,
the participant's id and the pseudonym are printed only on demand, for those who may know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coding.files.clean import cleaned
from coding.files.table_writing import write_rows
from coding.files.word_new import direct, new_document
from coding.files.writing import check_suffix, replacing
from coding.model import Quote, now

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

_SUFFIXES = (".docx", ".md", ".csv", ".xlsx")
_COLUMNS = (
    *("interview", "text", "translation", "attribution", "codes", "coders"),
    *("start", "end", "place"),
)
_NAMES = ("transcript", "participant")
_FOR_US = "names interviews and participants: not for readers"
_OTHER = "Other codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class _PrintedQuote:
    """One quote ready for the page; empty parts are not printed."""

    words: str
    beside: str
    attribution: str
    source: str


_Parts = Sequence[tuple[str, Sequence[_PrintedQuote]]]


def write_quotes(
    path: Path,
    quotes: Sequence[tuple[Quote, str]],
    *,
    title: str = "Quotes",
    groups: Mapping[str, str] | None = None,
    places: Sequence[str] = (),
    ids: bool = False,
    date: str = "",
) -> None:
    """Write quotes to a .docx, .md, .csv or .xlsx file, whole or not at all.

    Each quote comes with the words to print, `""` for its own. `groups` maps codes to headings:
    a quote stands under every heading it has a code for, in the order given, and under "Other
    codes" if it has none; without `groups` the quotes follow each other as given. `places`
    says of each quote where it stands in its interview, which is named by its number; `ids` gives
    the names of interviews and participants, and says so. `date` is printed with the number
    of quotes; today's (UTC) if left out.
    Tables (.csv, .xlsx) have one row a quote, without title and headings. Raises CodingError.
    """
    suffix = check_suffix(path, _SUFFIXES)
    if suffix in {".csv", ".xlsx"}:
        placed = zip(quotes, _all(places, quotes), strict=True)
        rows = [_row(quote, printed, place) for (quote, printed), place in placed]
        columns = [name for name in _COLUMNS if places or name != "place"]
        write_rows(path, rows, [*_NAMES, *columns] if ids else columns)
        return
    quotes, title, groups, places, date = cleaned((quotes, title, groups, places, date))
    count = f"{len(quotes)} quote{'' if len(quotes) == 1 else 's'}"
    note = " · ".join([count, date or now()[:10], *([_FOR_US] if ids else [])])
    entries = [
        _entry(*pair, place, ids) for pair, place in zip(quotes, _all(places, quotes), strict=True)
    ]
    parts = [
        (heading, [entries[number] for number in members])
        for heading, members in _grouped(quotes, groups)
    ]
    with replacing(path) as temporary:
        if suffix == ".docx":
            _document(_line(title), note, parts).save(str(temporary))
        else:
            lines = "\n".join(_markdown(_line(title), note, parts))
            temporary.write_text(lines, encoding="utf-8", newline="\n")


def _all(places: Sequence[str], quotes: Sequence[object]) -> Sequence[str]:
    return places or [""] * len(quotes)


def _row(quote: Quote, printed: str, place: str) -> dict[str, object]:
    return {
        "transcript": quote.name,
        "interview": quote.interview,
        "text": printed or quote.words,
        "translation": quote.translation,
        "attribution": quote.attribution,
        "participant": quote.participant,
        "codes": quote.codes,
        "coders": quote.coders,
        "start": quote.start,
        "end": quote.end,
        "place": place,
    }


def _entry(quote: Quote, printed: str, place: str, ids: bool) -> _PrintedQuote:
    whose = (quote.participant, quote.name) if ids else (quote.interview,) if place else ()
    source = " · ".join(dict.fromkeys(filter(None, [*whose, place])))
    return _PrintedQuote(
        words=_lines(printed or quote.words),
        beside=_lines(quote.translation),
        attribution=_line(f"({quote.attribution})") if quote.attribution else "",
        source=_line(source),
    )


def _grouped(
    quotes: Sequence[tuple[Quote, str]], groups: Mapping[str, str] | None
) -> list[tuple[str, list[int]]]:
    """Return each heading with the numbers of the quotes below it."""
    if groups is None:
        return [("", list(range(len(quotes))))]
    places: dict[str, dict[int, None]] = {}  # two codes may share a heading, but no quote twice
    for code, heading in groups.items():
        with_code = (i for i, (quote, _) in enumerate(quotes) if code in quote.codes)
        places.setdefault(_line(heading) or code, {}).update(dict.fromkeys(with_code))
    without = (i for i, (quote, _) in enumerate(quotes) if groups.keys().isdisjoint(quote.codes))
    places.setdefault(_OTHER, {}).update(dict.fromkeys(without))
    return [(heading, sorted(members)) for heading, members in places.items() if members]


def _line(text: str) -> str:
    """Bring a text onto one line."""
    return " ".join(text.split())


def _lines(text: str) -> str:
    """Keep a text's lines, without the blank ones and the spaces at their ends."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


# --- Markdown ----------------------------------------------------------------------------------

_MARKUP = re.compile(r"([\\`*_\[\]<>&~|$#{}^@])")
_LINE_START = re.compile(r"^(\d*)([-+=:.)])", re.MULTILINE)
# Where an address or an emoji name must be broken: a:|//b  www|.a.|com  a@|b  mailto:|a  :|smile:
_ALIVE = re.compile(
    r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w\.)(?=[^\W\d_]{2})|(?<=@)"
    r"|(?<=mailto:)|(?<=xmpp:)|(?<=:)(?=[\w+/-]+:)"
)
_WORD_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    r"""Escape a text so that Markdown shows it as it stands: no image, link or HTML comes alive.

    Addresses, which some programs make into links without any markup, get an invisible
    character (U+2060) inside. Lines must not begin with spaces.

    >>> print(escape_markdown("![x](a/b) <b>5 * 3</b>\n1. no\n- yes"))
    !\[x\](a/b) \<b\>5 \* 3\</b\>
    1\. no
    \- yes
    """
    escaped = _MARKUP.sub(r"\\\1", _ALIVE.sub(_WORD_JOINER, text))
    return _LINE_START.sub(r"\1\\\2", escaped)


def _markdown(title: str, note: str, parts: _Parts) -> Iterator[str]:
    yield f"# {escape_markdown(title)}"
    yield ""
    yield note
    for heading, entries in parts:
        if heading:
            yield ""
            yield f"## {escape_markdown(heading)}"
        for entry in entries:
            block = [f"“{entry.words}”", entry.beside, entry.attribution, entry.source]
            block = [escape_markdown(part) for part in block if part]
            if entry.beside:
                block[1] = f"*{block[1]}*"
            yield ""
            yield "> " + "\n>\n> ".join(part.replace("\n", "\\\n> ") for part in block)
    yield ""


# --- docx --------------------------------------------------------------------------------------


def _document(title: str, note: str, parts: _Parts) -> Document:
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    document = new_document(title)
    _lay_out(document)
    styles = _styles(document)
    end = document.element.body[-1]

    def add(text: str, style: str) -> Paragraph:
        # As document.add_paragraph does, which seeks the end of the text anew for each: 13 s
        # for 4,000 quotes.
        element = OxmlElement("w:p")
        end.addprevious(element)
        paragraph = Paragraph(element, document)
        element.style = styles[style].style_id
        paragraph.add_run(text)
        direct(paragraph, text)
        return paragraph

    add(title, "Title")
    add(note, "Note")
    for heading, entries in parts:
        if heading:
            add(heading, "Heading 1")
        for entry in entries:
            last = add(f"“{entry.words}”", "Quote")
            for text, style in (
                (entry.beside, "Quote beside"),
                (entry.attribution, "Quote attribution"),
                (entry.source, "Quote source"),
            ):
                if text:
                    last = add(text, style)
            # The parts of a quote stay on one page; the next quote may begin another.
            last.paragraph_format.keep_with_next = False
    return document


def _lay_out(document: Document) -> None:
    """Set A4 with even margins and a page number in the middle of the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(field))


def _styles(document: Document) -> Mapping[str, ParagraphStyle]:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    ink, grey = RGBColor(0x22, 0x22, 0x22), RGBColor(0x59, 0x59, 0x59)
    styles = {name: document.styles[name] for name in ("Normal", "Title", "Heading 1", "Quote")}
    for name in ("Note", "Quote beside", "Quote attribution", "Quote source"):
        styles[name] = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        styles[name].base_style = styles["Quote" if name.startswith("Quote") else "Normal"]
    for name, size, color, italic, before, after in (
        ("Normal", 11, ink, False, 0, 6),
        ("Title", 22, ink, False, 0, 4),
        ("Note", 10, grey, False, 0, 6),
        ("Heading 1", 15, ink, False, 20, 6),
        ("Quote", 11, ink, False, 10, 2),
        ("Quote beside", 10, grey, True, 2, 2),
        ("Quote attribution", 10, ink, False, 2, 2),
        ("Quote source", 9, grey, False, 0, 2),
    ):
        style = styles[name]
        style.font.size, style.font.color.rgb, style.font.italic = Pt(size), color, italic
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing, form.widow_control = 1.15, True
        if name.startswith("Quote"):
            form.left_indent, form.right_indent, form.keep_with_next = Mm(10), Mm(10), True
    return styles
