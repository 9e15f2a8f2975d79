"""Find what a draft quotes, and to whom it attributes each quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.model import Block, Draft, Paragraph
from coding.verify.reading import marks
from coding.verify.reading.attribution import CODE, read_attribution
from coding.verify.reading.marks import Hole, Marked
from coding.verify.reading.text import FOOTNOTE, JOINER

_BETWEEN = rf"(?:{FOOTNOTE}|[\s.,;:!?…*_\\>]|<br\s*/?>)*"
_AFTER = re.compile(
    rf"{_BETWEEN}(?:[(\[](?P<bracket>(?:[^()\[\]\n]|\n(?!\s*\n)){{2,160}})[)\]]|[—–-]\s*(?P<dash>[^\n(“„«\"]{{2,80}}))"
)
_LATER = re.compile(r"[^()“”„«»\"\n.!?]{1,90}\(([^()\n]{2,120})\)")
_LABEL_BEFORE = re.compile(r"\(([^()\n]{2,120})\)[^.!?()\n]{0,60}[:,]?\s*[*_>]*$")
_SPEAKER_BEFORE = re.compile(r"(?:^|\n|[.!?]\s)\s*[*_]*([^\s.!?:][^.!?:\n]{0,80}):[*_]*\s*[*_>]*$")
_LABEL_LINE = re.compile(r"\n[\s>]*(?:[—–-]\s*|\()(?=[^\n]{2,160}$)[^\n]*$")


OPENINGS = "\"“”„‟«»″＂〝「『‘‚‹›'`"

TAG = 60
"""Characters of the longest words that part a quotation in two: “Three years,” she said, “yes.”"""

FEW = 4
"""Words from which a quotation is speech rather than a term."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words at characters `start` to `end`, without the marks.

    `label` is what stands in brackets or behind a dash after them, or before them, `""` if
    nothing does; it lies at `label_start` to `label_end`. `lead` are the words of the sentence
    that lead to the quotation. `block` says that it is a block quote, `holes` are what lies
    inside and is not quoted: "she said", a paragraph's end. `closed` is where the closing mark
    ends. `marked` says that marks, a block or an attribution make it a quotation beyond doubt;
    `set_off` that nothing speaks for one but its being in italics or indented.
    """

    start: int
    end: int
    paragraph: int
    label: str = ""
    label_start: int = 0
    label_end: int = 0
    lead: str = ""
    block: bool = False
    holes: tuple[Hole, ...] = ()
    closed: int = 0
    marked: bool = True
    set_off: bool = False


@dataclass(frozen=True, slots=True)
class Quotations:
    """What a draft quotes, in order, and where quotation marks open that nothing closes."""

    quoted: list[Quoted]
    unclosed: list[int]


def find(draft: Draft, plain: str = "") -> Quotations:
    """Return what a draft quotes; a quotation inside another is part of it.

    `plain` is the draft's text with what is no text (tags, addresses) blanked in place.
    """
    text, raw = plain or draft.text, draft.text
    quotations: list[Quoted] = []
    unclosed: list[int] = []
    blocks = list(_blocks(draft.paragraphs))
    for place, block in enumerate(blocks):
        first, last = block[0], block[-1]
        marked, lost = marks.scan(text, [(p.start, p.end) for p in block])
        numbered = list(_numbered(_joined(text, marked), block))
        if first.kind is Block.QUOTE and not _covers(numbered, text, first.start, last.end):
            numbered, lost = [_whole(raw, first.start, last.end, first.number)], []
        elif first.kind is Block.TEXT:
            after = blocks[place + 1][0] if place + 1 < len(blocks) else None
            numbered += _unmarked(text, block, after, numbered)
            numbered.sort(key=lambda q: q.start)
        elif not numbered and _in_column_of_quotations(first, text):
            numbered = [_whole(raw, first.start, first.end, first.number)]
        unclosed += lost
        quotations += [
            _attributed(raw, _without_tags(text, quotation))
            for quotation in numbered
            if text[quotation.start : quotation.end].strip()
        ]
    quotations = _labelled_beside(raw, draft.paragraphs, _each_label_once(quotations))
    return Quotations(quotations, unclosed)


def _each_label_once(quotations: list[Quoted]) -> list[Quoted]:
    """Leave out what is read twice: a label behind one quotation names nobody before the next."""
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
    """Put paragraphs together over which a quotation may go on: running text, a block quote."""
    block: list[Paragraph] = []
    for paragraph in paragraphs:
        joins = block and paragraph.kind is block[-1].kind
        if paragraph.kind is Block.QUOTE:
            joins = joins and paragraph.start - block[-1].end <= 1
        elif paragraph.kind is not Block.TEXT:
            joins = False
        if not joins and block:
            yield block
            block = []
        block.append(paragraph)
    if block:
        yield block


def _numbered(marked: Sequence[Marked], block: Sequence[Paragraph]) -> Iterator[Quoted]:
    """Give quotations the number of the paragraph that they begin in."""
    at = 0
    for words in marked:
        while at + 1 < len(block) and block[at + 1].start <= words.start:
            at += 1
        yield Quoted(
            words.start, words.end, block[at].number, holes=words.holes, closed=words.closed
        )


def _joined(text: str, marked: Sequence[Marked]) -> list[Marked]:
    """Put together what "she said" parts in two."""
    joined: list[Marked] = []
    for words in marked:
        if joined and _is_tag(text, joined[-1], words):
            before = joined[-1]
            holes = (*before.holes, (before.end, words.start), *words.holes)
            joined[-1] = replace(before, end=words.end, closed=words.closed, holes=holes)
        else:
            joined.append(words)
    return joined


def _is_tag(text: str, before: Marked, after: Marked) -> bool:
    """Say whether what stands between two quotations parts one sentence, as "she said" does."""
    between = text[before.closed : after.opened]
    if len(between) > TAG or "\n\n" in between or re.search(r"[.!?:;()\[\]]", between):
        return False
    edges = text[before.end - 1 : before.end] + between.strip()[:1]
    interrupts = any(mark in ",—–-" for mark in edges)
    resumes = between.rstrip()[-1:] in (",", "—", "–")
    return interrupts and resumes and bool(saying().search(between))


_ASIDE = re.compile(r"(?<=[,.!?…])\s*[—–]\s*(?P<tag>[^—–\n]{2,60}?)(?:[,.]\s*[—–]\s*|[.]?\s*$)")


def _without_tags(text: str, quotation: Quoted) -> Quoted:
    """Leave out what tells inside of a quotation who speaks: «It was calm, — she said, — then.»."""
    holes = list(quotation.holes)
    for match in _ASIDE.finditer(text, quotation.start, quotation.end):
        if saying().search(match["tag"]):
            holes.append(match.span())
    if len(holes) == len(quotation.holes):
        return quotation
    return replace(quotation, holes=tuple(sorted(holes)))


@packs.cached
def saying() -> re.Pattern[str]:
    """Return a pattern for words that say that somebody speaks."""
    return re.compile(alternatives(packs.together("quoting.says")), re.I)


# ── quotations without marks ──

_DIALOGUE = re.compile(r"[\s>]*[—–―]\s*(?=\w)")
_ITALIC = re.compile(
    r":\s+(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_\n]+(?:\n[^*_\n]+)*)(?P=mark)"
)
_SLANTED = re.compile(r"\s*(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<words>[^*_]+)(?P=mark)\s*")
_SPOKEN = re.compile(r":\s+(?=[^\W\d_])")
_COLON = re.compile(r":[*_]*\s*$")
_ONLY_LABEL = re.compile(r"[\s*_.!?…]*(?:[—–-]\s*[^\n]{2,90}|[(\[][^()\n]{2,160}[)\]])[.\s*_]*")


def _unmarked(
    text: str, block: Sequence[Paragraph], after: Paragraph | None, marked: Sequence[Quoted]
) -> Iterator[Quoted]:
    """Find what is quoted by its layout alone: dialogue dashes, italics, a paragraph by itself."""
    following = [*block[1:], after]
    for number, (paragraph, follows) in enumerate(zip(block, following, strict=True)):
        start, end = paragraph.start, paragraph.end
        if any(q.start < end and q.closed > start for q in marked):
            continue
        for match in _ITALIC.finditer(text, start, end):
            if _speaks(text, start, match.start() + 1):
                yield Quoted(*match.span("words"), paragraph.number, closed=match.end())
        lead = block[number - 1] if number else None
        introduced = lead is not None and bool(_COLON.search(text, lead.start, lead.end))
        led = introduced and lead is not None and _speaks(text, lead.start, lead.end)
        dash = _DIALOGUE.match(text, start, end)
        set_off = _set_off(text, paragraph)
        rest = text[set_off.stop : end] if set_off else ""
        labelled = _is_label(rest) or (follows is not None and _labels_it(text, follows))
        first = dash.end() if dash else start
        if _ONLY_LABEL.fullmatch(text, start, end) and not (dash and led):
            continue
        if len(text[first:end].split()) < FEW:
            continue
        if labelled or led or dash or (set_off and introduced):
            sure = labelled or (led and (bool(dash) or bool(set_off)))
            last = set_off.stop if set_off and _is_label(rest) else end
            yield Quoted(first, last, paragraph.number, block=True, closed=last, marked=sure)
        elif set_off and not _share().search(text, start, end):
            span = (set_off.start, set_off.stop)
            yield Quoted(*span, paragraph.number, closed=span[1], marked=False, set_off=True)
        elif inline := _inline(text, start, end):
            yield Quoted(*inline, paragraph.number, closed=inline[1], marked=False)


def _set_off(text: str, paragraph: Paragraph) -> range | None:
    """Return the characters that are set off, if nothing but an attribution follows them."""
    start, end = paragraph.start, paragraph.end
    slanted = _SLANTED.match(text, start, end)
    span = slanted.span("words") if slanted else (start, start + paragraph.set_off)
    rest = text[slanted.end() if slanted else span[1] : end]
    if rest.strip() and not _is_label(rest):
        return None
    return range(*span) if len(text[slice(*span)].split()) >= FEW else None


def _labels_it(text: str, paragraph: Paragraph) -> bool:
    """Say whether a paragraph is nothing but the attribution of the one before."""
    return paragraph.kind is Block.TEXT and _is_label(text[paragraph.start : paragraph.end])


def _is_label(words: str) -> bool:
    if not _ONLY_LABEL.fullmatch(words):
        return False
    told = read_attribution(words)
    return told.person and bool(told.gender or told.ages or len(words.split()) <= 6)


def _speaks(text: str, start: int, end: int) -> bool:
    """Say whether words that end in a colon say that somebody speaks."""
    begin = max(text.rfind(". ", start, end), start, end - 120)
    return bool(saying().search(text, begin, end))


def _inline(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where speech without any marks stands behind "she said:", None if it does not."""
    for colon in _SPOKEN.finditer(text, start, end):
        if len(text[colon.end() : end].split()) < FEW:
            return None
        begin = max(start, colon.start() - TAG, text.rfind(". ", start, colon.start()))
        if saying().search(text, begin, colon.start()):
            return None if _reports_shares(text, colon.end(), end) else (colon.end(), end)
    return None


def _reports_shares(text: str, start: int, end: int) -> bool:
    """Say whether words report a survey: with two shares, or one in brackets. Nobody speaks so."""
    shares = list(_share().finditer(text, start, end))
    return len(shares) > 1 or any(text[s.start() - 1] in "([" for s in shares)


@packs.cached
def _share() -> re.Pattern[str]:
    """Return a pattern for a share: 57 %, 30.9 per cent."""
    percent = alternatives(packs.together("units.percent"))
    return re.compile(rf"(?<![\d.,])\d+(?:[.,]\d+)?\s?{percent}", re.I)


# ── quotations in tables ──


def _in_column_of_quotations(cell: Paragraph, text: str) -> bool:
    """Say whether a cell's row or column is headed as quotations, and the cell holds speech."""
    if cell.kind is not Block.CELL or cell.row < 2:
        return False
    words = text[cell.start : cell.end].split()
    return len(words) >= FEW and bool(_headed().search(cell.around))


def _labelled_beside(
    text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quoted]
) -> list[Quoted]:
    """Give quotations in tables the label that is all of another cell of their row."""
    rows: dict[tuple[int, int], list[Paragraph]] = {}
    for cell in paragraphs:
        if cell.kind is Block.CELL:
            rows.setdefault((cell.table, cell.row), []).append(cell)
    row_of = {cell.number: row for row in rows.values() for cell in row}
    found = []
    for quotation in quotations:
        beside = [] if quotation.label else row_of.get(quotation.paragraph, [])
        places = [(cell.start, cell.end) for cell in beside]
        place = next((place for place in places if _names_a_person(text[slice(*place)])), None)
        found.append(quotation if place is None else _with_label(text, quotation, place))
    return found


def _with_label(text: str, quotation: Quoted, place: tuple[int, int]) -> Quoted:
    label = text[slice(*place)].replace(JOINER, "").strip(" *_")
    return replace(quotation, label=label, label_start=place[0], label_end=place[1])


def _names_a_person(words: str) -> bool:
    """Say whether a cell is a label beyond doubt: "Women" alone may be what a row is about."""
    told = read_attribution(words)
    sure = told.ages or re.search(CODE, words)
    return told.person and bool(sure) and len(words.split()) <= 2 * FEW


@packs.cached
def _headed() -> re.Pattern[str]:
    """Return a pattern for what columns of quotations are called, as styles of them are."""
    return compiled(packs.together("quoting.styles"))


# ── what stands beside ──


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
    while start < last and (text[start].isspace() or text[start] in OPENINGS + ">*_"):
        start += 1
    while last > start and (text[last - 1].isspace() or text[last - 1] in '”“"»«’*_'):
        last -= 1
    return Quoted(start, last, paragraph, block=True, closed=last)


def _attributed(text: str, quotation: Quoted) -> Quoted:
    begin = max(text.rfind("\n\n", 0, quotation.start), quotation.start - 200, 0)
    lead = text[begin : quotation.start].rstrip(OPENINGS + " *_>—–")
    after = _AFTER.match(text, min(len(text), quotation.closed or quotation.end))
    gap = text[quotation.end : after.start("bracket")] if after and after["bracket"] else ""
    if after and after["bracket"] and gap.count("\n") <= 2:
        place = after.span("bracket")
    elif after and after["dash"] and "\n" in text[quotation.end : after.end("dash") + 1]:
        place = after.span("dash")
    elif (later := _LATER.match(text, quotation.closed)) and read_attribution(later[1]).person:
        place = later.span(1)
    elif before := _LABEL_BEFORE.search(lead) or _SPEAKER_BEFORE.search(lead):
        place = (begin + before.start(1), begin + before.end(1))
    else:
        place = (0, 0)
    return replace(_with_label(text, quotation, place), lead=lead)
