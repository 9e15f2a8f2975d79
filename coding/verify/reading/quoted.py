"""Find what a draft quotes, and to whom it attributes each quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Block, Draft, Paragraph
from coding.verify.reading.text import FOOTNOTE

LONGEST = 4_000
"""Characters of the longest quotation: an opening mark whose end lies further is a slip."""

_PAIRS = {
    "“": "”“",
    "„": "“”‟",
    "«": "»",
    "»": "«",
    "‟": "”",
    '"': '"',
}
_OPENING = re.compile(r"[“„«‟]|(?<![\w.,!?…])\"(?=\S)|(?<![\w.,!?…])‘(?=\w)")
_BETWEEN = rf"(?:{FOOTNOTE}|[\s.,;:!?…*_\\>]|<br\s*/?>)*"
_AFTER = re.compile(
    rf"{_BETWEEN}(?:[(\[](?P<bracket>(?:[^()\[\]\n]|\n(?!\s*\n)){{2,160}})[)\]]|[—–-]\s*(?P<dash>[^\n(“„«\"]{{2,80}}))"
)
_LATER = re.compile(r"[^()“”„«»\"\n.!?]{1,90}\(([^()\n]{2,120})\)")
_LABEL_BEFORE = re.compile(r"\(([^()\n]{2,120})\)[^.!?()\n]{0,60}[:,]?\s*[*_>]*$")
_SPEAKER_BEFORE = re.compile(r"(?:^|\n|[.!?]\s)\s*[*_]*([^\s.!?:][^.!?:\n]{0,80}):[*_]*\s*[*_>]*$")
_LABEL_LINE = re.compile(r"\n[\s>]*(?:[—–-]\s*|\()(?=[^\n]{2,160}$)[^\n]*$")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words at characters `start` to `end`, without the marks.

    `label` is what stands in brackets or behind a dash after them, or before them, `""` if
    nothing does; it lies at `label_start` to `label_end`. `lead` are the words of the sentence
    that lead to the quotation. `block` says that it is a block quote.
    """

    start: int
    end: int
    paragraph: int
    label: str = ""
    label_start: int = 0
    label_end: int = 0
    lead: str = ""
    block: bool = False


def find(draft: Draft) -> list[Quoted]:
    """Return what a draft quotes, in order; a quotation inside another is part of it."""
    quotations: list[Quoted] = []
    for block in _blocks(draft.paragraphs):
        first, last = block[0], block[-1]
        inside = list(_marked(draft.text, first.start, last.end, first.number))
        if first.kind is Block.QUOTE and not _covers(inside, draft.text, first.start, last.end):
            inside = [_whole(draft.text, first.start, last.end, first.number)]
        quotations += [
            _attributed(draft.text, quotation)
            for quotation in inside
            if quotation.end > quotation.start
        ]
    # What stands behind one quotation names nobody before the next.
    taken: set[int] = set()
    for n, quotation in enumerate(quotations):
        if (
            quotation.label
            and quotation.label_end <= quotation.start
            and quotation.label_start in taken
        ):
            quotations[n] = replace(quotation, label="", label_start=0, label_end=0)
        elif quotation.label:
            taken.add(quotation.label_start)
    return quotations


def _blocks(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Put the paragraphs of one block quote together, all others stand alone."""
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        joins = (
            block
            and paragraph.kind is Block.QUOTE is block[-1].kind
            and paragraph.start - block[-1].end <= 1
        )
        if not joins and block:
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def _marked(text: str, start: int, end: int, paragraph: int) -> Iterator[Quoted]:
    at = start
    while match := _OPENING.search(text, at, end):
        opening = match.group()
        limit = min(end, match.end() + LONGEST)
        close = (
            _single_close(text, match.end(), limit)
            if opening == "‘"
            else _close(text, opening, match.end(), limit)
        )
        if close < 0:
            at = match.end()
            continue
        yield Quoted(match.end(), close, paragraph)
        at = close + 1


def _close(text: str, opening: str, start: int, end: int) -> int:
    """Return where the quotation ends that was opened, or -1; those inside it are passed over."""
    closing = _PAIRS[opening]
    depth = 1
    for at in range(start, end):
        mark = text[at]
        if mark in closing and (opening != '"' or not _opens(text, at)):
            depth -= 1
            if not depth:
                return at
        elif mark == opening and opening not in closing:
            depth += 1
    return -1


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (before.isspace() or before in "([") and not after.isspace() and after != ""


def _single_close(text: str, start: int, end: int) -> int:
    for match in re.finditer(r"’(?!\w)", text[start:end]):
        return start + match.start()
    return -1


def _covers(inside: Sequence[Quoted], text: str, start: int, end: int) -> bool:
    """Say whether the marked quotations are nearly all of a block quote."""
    quoted = sum(len(text[q.start : q.end].split()) for q in inside)
    label = _LABEL_LINE.search(text, start, end)
    whole = len(text[start : label.start() if label else end].split())
    return quoted > 0 and quoted >= 0.5 * whole


def _whole(text: str, start: int, end: int, paragraph: int) -> Quoted:
    """Return a block quote without its marks and without the label at its end."""
    label = _LABEL_LINE.search(text, start, end)
    last = label.start() if label else end
    bracket = re.search(r"\s*\([^()\n]{2,160}\)[.\s]*$", text[start:last])
    if not label and bracket:
        last = start + bracket.start()
    while start < last and (text[start].isspace() or text[start] in '>“"„«*_'):
        start += 1
    while last > start and (text[last - 1].isspace() or text[last - 1] in '”"»*_'):
        last -= 1
    return Quoted(start, last, paragraph, block=True)


def _attributed(text: str, quotation: Quoted) -> Quoted:
    begin = max(text.rfind("\n\n", 0, quotation.start), quotation.start - 200, 0)
    lead = text[begin : quotation.start].rstrip(' "“„«‘*_>')
    after = _AFTER.match(text, min(len(text), quotation.end + (not quotation.block)))
    gap = text[quotation.end : after.start("bracket")] if after and after["bracket"] else ""
    if after and after["bracket"] and gap.count("\n") <= 2:
        place = after.span("bracket")
    elif after and after["dash"] and "\n" in text[quotation.end : after.end("dash") + 1]:
        place = after.span("dash")
    elif (later := _LATER.match(text, quotation.end + 1)) and read_attribution(later[1]).person:
        place = later.span(1)
    elif before := _LABEL_BEFORE.search(lead) or _SPEAKER_BEFORE.search(lead):
        place = (begin + before.start(1), begin + before.end(1))
    else:
        place = (0, 0)
    return Quoted(
        quotation.start,
        quotation.end,
        quotation.paragraph,
        label=text[slice(*place)].strip(" *_"),
        label_start=place[0],
        label_end=place[1],
        lead=lead,
        block=quotation.block,
    )


# ── who a label names ──

_CODE = r"\b[PRI]\s?\d{1,3}\b"
"""How people are numbered in any language: P12, R 3."""

_ADDRESS = r"\b(?:19|20)\d\d\b|https?:|www\.|§"
_RANGE = r"[-‐-―−]"


@dataclass(frozen=True, slots=True)
class _Shapes:
    """How labels tell who is meant: patterns made of the language packs."""

    genders: Mapping[str, re.Pattern[str]]
    band: re.Pattern[str]
    open_band: re.Pattern[str]
    years: re.Pattern[str]
    person: re.Pattern[str]
    source: re.Pattern[str]


@packs.cached
def _shapes() -> _Shapes:
    def words(key: str) -> str:
        return alternatives(packs.together(key))

    years = rf"(?=\s*(?:$|[,;)]|{words('ages.years')}))"
    return _Shapes(
        genders={
            "female": re.compile(words("people.women"), re.I),
            "male": re.compile(words("people.men"), re.I),
        },
        band=re.compile(rf"(?<!\d)(\d{{2}})\s*(?:{_RANGE}|{words('ages.to')})\s*(\d{{2}})(?!\d)"),
        open_band=re.compile(rf"(?<!\d)(\d{{2}})\s*(?:\+|{words('ages.older')})"),
        years=re.compile(rf"(?<!\d)(?:{words('ages.aged')}\s+)?(\d{{2}})(?!\d){years}", re.I),
        person=re.compile(rf"{words('people.interviewee_labels')}|{_CODE}", re.I),
        source=re.compile(rf"{_ADDRESS}|{words('references')}", re.I),
    )


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an attribution tells of a person: `""` and None where it does not."""

    gender: str = ""
    ages: tuple[int, int] | None = None
    person: bool = False
    source: bool = False


def read_attribution(label: str) -> Attribution:
    """Return what an attribution tells.

    >>> read_attribution("Female, 30–39 years old")
    Attribution(gender='female', ages=(30, 39), person=True, source=False)
    >>> read_attribution("Levada Centre, 2023").source, read_attribution("Interviewee 4").person
    (True, True)
    """
    shapes = _shapes()
    genders = [name for name, shape in shapes.genders.items() if shape.search(label)]
    gender = genders[0] if len(genders) == 1 else ""
    ages: tuple[int, int] | None = None
    if band := shapes.band.search(label):
        ages = (int(band[1]), int(band[2]))
    elif older := shapes.open_band.search(label):
        ages = (int(older[1]), 120)
    elif years := shapes.years.search(label):
        ages = (int(years[1]), int(years[1]))
    if ages and not (10 <= ages[0] <= ages[1]):
        ages = None
    source = bool(shapes.source.search(label)) and not gender
    person = not source and bool(gender or ages or shapes.person.search(label))
    return Attribution(gender, ages, person, source)
