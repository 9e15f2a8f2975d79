"""Read who says what from a PDF: its lines become the paragraphs that a Word document would have.

A line goes on with the one before it where the first word of it had no room there any more; it
begins a paragraph where it has a label, a number in the margin, more space above it than others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from coding.errors import TranscriptError, told_as
from coding.files import pdf
from coding.files.clean import tidy
from coding.files.pdf_damage import damage
from coding.files.word import WordBlock, WordParagraph, WordRun
from coding.language import packs
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.model.listing import counted
from coding.transcripts import labels, signs
from coding.transcripts.accepting import accept
from coding.transcripts.heard import Heard
from coding.transcripts.pdf_lines import PdfLine, lines_of
from coding.transcripts.written import Left, spoken

_WIDER = 1.3
_RARE = 3
_BLANK = 0.3  # of a letter's height
_ENDED = (".", "?", "!", "…", ":", "”", '"', "»", ")")
_AROUND = ".,;:!?\"'“”„«»()[]…"
_OCR = "Have a program for text recognition (OCR) read it, and import the text that it writes."


def read(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return the built text, its turns, notes and doubts; raises TranscriptError."""
    if not data:
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    with told_as(TranscriptError):
        pages = list(pdf.pages(data, where))
    lines, out = lines_of([page for page in pages if not page.broken])
    harm, lost = damage(data)
    if not lines:
        if harm or any(page.broken for page in pages):
            hint = "Open it in the program that it was made with and save it anew."
            raise TranscriptError("the PDF is damaged: no words are left in it", where, hint)
        pictures = sum(page.pictures for page in pages)
        if pictures:
            many = f"the PDF holds pictures of {counted(len(pages), 'page')} and no text (a scan)"
            raise TranscriptError(many, where, _OCR)
        raise TranscriptError("the PDF holds no words", where, "Is it the right file?")
    letters = sum(len(word.text) for line in lines for word in line.words)
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > letters / 2:
        message = "the PDF does not say which letters its signs are"
        raise TranscriptError(message, where, f"Save it anew as .docx or .txt. {_OCR}")
    left = Left()
    left.counts += out
    blocks = _blocks(lines, left, answers)
    found = spoken(blocks, left, where, answers)
    notes = (*_damaged(pages, harm, lost), *_notes(pages, unreadable), *found.notes)
    return found._replace(notes=notes)


def _damaged(
    pages: Sequence[pdf.PdfPage], harm: Sequence[str], lost: Sequence[int]
) -> Iterator[str]:
    """Say which pages cannot be read, and what else speaks for words that are not there."""
    broken = [page.number for page in pages if page.broken]
    if broken:
        yield f"Please check: {_pages(broken)} could not be read: the PDF is damaged there."
    if harm:
        there = f", on {_pages(lost)}" if lost else ""
        yield (
            f"Please check: the PDF is damaged ({'; '.join(harm)}): words may be missing or"
            f" wrong{there}. Have it saved anew where it was made."
        )


def _notes(pages: Sequence[pdf.PdfPage], unreadable: int) -> list[str]:
    notes = []
    bare = [p.number for p in pages[:-1] if not (p.pictures or p.lines or p.broken)]
    if bare:
        hold = "holds" if len(bare) == 1 else "hold"
        notes.append(f"Please check: {_pages(bare)} {hold} no words: empty, or damaged?")
    scans = [page.number for page in pages if page.pictures and not page.lines]
    if scans:
        what = _pages(scans)
        has = "is a picture" if len(scans) == 1 else "are pictures"
        notes.append(f"Please check: {what} {has} without text (a scan?): not read.")
    if unreadable:
        signs = counted(unreadable, "letter")
        notes.append(
            f"Please check: of {signs} the PDF does not say which they are: shown as \ufffd."
        )
    return notes


def _pages(numbers: Sequence[int]) -> str:
    """Name pages by number.

    >>> _pages([3, 5])
    '2 pages (3, 5)'
    """
    which = ", ".join(map(str, numbers[:9])) + (" …" if len(numbers) > 9 else "")
    return f"{counted(len(numbers), 'page')} ({which})"


def _blocks(lines: Sequence[PdfLine], left: Left, answers: ReadingAnswers) -> list[WordBlock]:
    """Return the lines as paragraphs."""
    tidied = [tidy(line.text)[0] for line in lines]
    raw = "\n".join(tidied)
    accepted = accept(raw, labels.find(raw), answers=answers)
    denied = {labels.key_of(name) for name in answers.words}
    more, unsure = signs.beside(raw, accepted.chosen, accepted.body, denied)
    more += (
        unsure if len(unsure) > _RARE else []
    )  # of paragraphs rather than of lines they are sure
    starts = {label.start for label in (*accepted.chosen, *more)}
    words = _vocabulary(lines)
    usual = _leading(lines)
    paragraphs: list[list[PdfLine]] = []
    position = 0
    for i, line in enumerate(lines):
        last = lines[i - 1] if i else None
        labelled = position in starts
        position += len(tidied[i]) + 1
        if last is None or labelled or _begins(last, line, usual):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [_paragraph(paragraph, words, left) for paragraph in paragraphs]


def _vocabulary(lines: Sequence[PdfLine]) -> Collection[str]:
    """Return the words that stand inside of lines, where nothing broke them."""
    words: set[str] = set()
    broken = False
    for line in lines:
        texts = [word.text for word in line.words[broken:]]
        broken = bool(texts) and texts[-1].endswith((pdf.SOFT, "-"))
        words |= {text.strip(_AROUND).casefold() for text in (texts[:-1] if broken else texts)}
    return words


def _leading(lines: Sequence[PdfLine]) -> dict[int, float]:
    """Return what usually lies between two lines, by the height of their letters."""
    steps: dict[int, Counter[float]] = {}
    for above, below in pairwise(lines):
        step = above.words[0].y - below.words[0].y
        if above.page == below.page and above.column == below.column and step > 0:
            steps.setdefault(round(below.size), Counter())[round(2 * step) / 2] += 1
    usual = {}
    for size, counts in steps.items():
        near = [step for step in counts if step <= 2.6 * size]
        if near:
            most = max(counts[step] for step in near)
            usual[size] = min(step for step in near if 3 * counts[step] >= most)
    return usual


def _begins(last: PdfLine, line: PdfLine, usual: dict[int, float]) -> bool:
    """Tell whether a line without a label begins a paragraph."""
    if line.begins or line.row:
        return True
    if abs(line.size - last.size) > 0.15 * last.size:
        return True
    if _all_bold(line) != _all_bold(last) and (_all_bold(last) or len(line.words) > 1):
        return True
    same = (last.page, last.column) == (line.page, line.column)
    step = last.words[0].y - line.words[0].y
    if same and step > _WIDER * usual.get(round(line.size), step):
        return True
    if _full(last, line):
        return False
    ended = last.words[-1].text.endswith(_ENDED)
    return ended or not line.words[0].text[:1].islower()


def _all_bold(line: PdfLine) -> bool:
    return all(word.bold for word in line.words)


def _full(last: PdfLine, line: PdfLine) -> bool:
    """Tell whether the first word of a line had no room in the line before it."""
    first = line.words[0]
    room = last.edge[1] - last.words[-1].right
    hyphen = last.words[-1].text.endswith((pdf.SOFT, "-"))
    return hyphen or room < first.right - first.left + _BLANK * last.size


def _paragraph(lines: Sequence[PdfLine], words: Collection[str], left: Left) -> WordParagraph:
    """Return lines as one paragraph; its name and time stand before its words."""
    runs: list[WordRun] = []
    first = lines[0]
    if _heads(lines):
        runs.append(WordRun(f"{first.time} {first.name}".strip(), bold=True))
    elif first.name:
        time = f"[{first.time}] " if first.time else ""
        runs.append(WordRun(f"{time}{first.name}: ", bold=True))
    elif first.time:
        runs.append(WordRun(f"[{first.time}] "))
    broken = False
    for line in lines:
        for i, word in enumerate(line.words):
            text = word.text.replace(pdf.SOFT, "-")
            if broken:
                before = runs.pop()
                joined, one_word = _joined(before.words, text, words)
                left.counts["line-end hyphen"] += one_word
                runs.append(before._replace(words=joined))
            else:
                gap = " " if runs and not runs[-1].words.endswith(" ") else ""
                runs.append(WordRun(gap + text, bold=word.bold, black=word.black))
            broken = i == len(line.words) - 1 and text.endswith("-") and text != "-"
    return WordParagraph(runs=tuple(runs), style="heading 1" if _heads(lines) else "")


def _heads(lines: Sequence[PdfLine]) -> bool:
    """Tell whether a row of a table names its columns."""
    named = lines[0].name.casefold() in packs.together("columns.speaking")
    return named and len(lines) == 1 and len(lines[0].words) <= 2


def _joined(before: str, after: str, words: Collection[str]) -> tuple[str, bool]:
    """Put together what a hyphen at a line's end parts; say whether the hyphen is gone.

    It stays in a word that is written with one elsewhere, before a capital, and between two
    words that both stand by themselves elsewhere.

    >>> _joined(" self-", "employed,", {"self-employed"}), _joined(" win-", "ter.", {"winter"})
    ((' self-employed,', False), (' winter.', True))
    """
    head = before.rpartition(" ")[2].casefold().lstrip("\"'“„«([")
    bare = head.removesuffix("-")
    tail = after.strip(_AROUND).casefold()
    whole, hyphened = bare + tail, head + tail
    letters = bare[-1:].isalpha() and after[:1].islower()
    if not letters or (hyphened in words and whole not in words):
        return before + after, False
    if whole not in words and len(bare) > 2 and bare in words and tail in words:
        return before + after, False
    return before.removesuffix("-") + after, True
