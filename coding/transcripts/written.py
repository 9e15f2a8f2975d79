"""Tell who says what in the blocks of a document: paragraphs in their order, tables row by row.

Word, OpenDocument, RTF, web pages and PDF are taken apart elsewhere, each into the same blocks.
Their words are told apart as in a plain text; only bold names and tables of `speaker | words` are
something such a document alone has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from coding.errors import TranscriptError
from coding.files.clean import tidy, unseen
from coding.files.word import InWord, WordBlock, WordParagraph, WordRun
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.model.listing import counted
from coding.transcripts import known, labels, shapes
from coding.transcripts.heard import Heard
from coding.transcripts.turns import Utterance, build, pieces
from coding.transcripts.word_tables import turns_in

_HEADING = re.compile(r"heading \d|title$")
_MARGIN = 30
"""Letters that a name in the margin has at most."""

_UNSEEN = {
    "hidden": "of hidden text",
    "struck": "struck through",
    "black": "blacked out",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A line's words, and those of them at its begin in bold type.

    An `aside` is nobody's words: a heading, a box. A `soft` line goes on in the paragraph of the
    line before. `time` is that of its row in a table, `tabbed` what stands before its first tab.
    """

    text: str
    bold: str = ""
    aside: bool = False
    soft: bool = False
    time: str = ""
    tabbed: str = ""


@dataclass(slots=True)
class Left:
    """What is not taken from a document: how many of each, and passages that one cannot see."""

    counts: Counter[str] = field(default_factory=Counter)
    passages: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    def notes(self) -> tuple[str, ...]:
        """Say what was left out; what is not to be seen asks for a person's eye."""
        unseen = []
        for why, n in self.passages.items():
            what = f"{counted(n, 'passage')} {_UNSEEN[why]} ({counted(self.words[why], 'word')})"
            unseen.append(f"Please check: {what} {'was' if n == 1 else 'were'} left out.")
        counts = [f"Left out: {counted(n, what)}." for what, n in self.counts.items() if n]
        return (*unseen, *counts)


def spoken(
    blocks: Sequence[WordBlock], left: Left, where: str, answers: ReadingAnswers = NOTHING_SAID
) -> Heard:
    """Return the text built of a document's blocks, its turns, notes and doubts.

    `left` counts what was not taken from the document. Raises TranscriptError when no words are.
    """
    lines, vouched = _flatten(blocks, left)
    raw, breaks, times, bold = _put_together(lines)
    if not raw.strip():
        hidden = left.notes() if left.passages else ()
        hint = hidden[0].removeprefix("Please check: ") if hidden else "Is it the right file?"
        raise TranscriptError("the document holds no words", where, hint)
    machine_made = None if times else shapes.timed(raw, answers)
    if machine_made:
        return machine_made._replace(notes=(*left.notes(), *machine_made.notes))
    said_by, notes = pieces(raw, vouched=vouched, breaks=breaks, soft=True, answers=answers)
    labelled = any(piece.speaker for piece in said_by)
    said = [
        Utterance(
            speaker=piece.speaker,
            words=_compact(raw[piece.start : piece.end]),
            time=times.get(piece.start) if piece.time is None else piece.time,
            time_end=piece.time_end,
            aside=piece.aside,
            doubt=piece.doubt,
            bold=piece.start in bold,
            close=labelled and not piece.speaker and piece.start not in breaks,
        )
        for piece in said_by
    ]
    timed = sum(piece.time is not None for piece in said)
    if timed:
        notes += (f"{counted(timed, 'time mark')} beside names: kept as the turns’ times only.",)
    return build(said, answers, notes=(*left.notes(), *notes))


def _put_together(lines: Sequence[Written]) -> tuple[str, list[int], dict[int, float], set[int]]:
    """Return lines as one text, and where in it what nobody says, times and bold ones begin."""
    parts: list[str] = []
    breaks: list[int] = []
    times: dict[int, float] = {}
    bold: set[int] = set()
    position = 0
    for line in lines:
        gap = "" if not parts else "\n" if line.soft else "\n\n"
        position += len(gap)
        if line.aside and not line.soft:
            breaks.append(position)
        if line.bold == line.text:
            bold.add(position)
        if line.time:
            times[position] = labels.seconds(line.time)
        parts.append(gap + line.text)
        position += len(line.text)
    return "".join(parts), breaks, times, bold


def _seen(paragraph: WordParagraph, left: Left) -> Iterator[WordRun]:
    """Yield the runs of a paragraph that are to be read, and count the passages that are not."""
    before = ""
    for run in paragraph.runs:
        why = "hidden" if run.hidden else "struck" if run.struck else "black" if run.black else ""
        if why and run.words.strip():
            left.passages[why] += why != before
            left.words[why] += len(run.words.split())
        if not (why or run.made):
            yield run
        before = why


def _written(paragraph: WordParagraph, left: Left) -> list[Written]:
    """Return the lines of a paragraph that have words, after a list's mark that is a label."""
    aside = paragraph.boxed or bool(_HEADING.match(paragraph.style))
    lines: list[list[WordRun]] = [[]]
    runs = list(_seen(paragraph, left))
    before, tab, _ = "".join([run.words for run in runs]).strip().partition("\t")
    tabbed = tidy(before)[0].strip() if tab and len(before) <= _MARGIN else ""
    for run in runs:
        first, *others = run.words.replace("\t", " ").split("\n")
        lines[-1].append(run._replace(words=first))
        lines += [[run._replace(words=words)] for words in others]
    written: list[Written] = []
    for line in lines:
        raw = "".join([run.words for run in line])
        left.counts["unseen mark"] += unseen(raw)
        text = tidy(raw)[0].strip()
        if not text:
            continue
        leading = takewhile(lambda run: run.bold or not run.words.strip(), line)
        bold = "".join([run.words for run in leading])
        bold = tidy(bold)[0].strip() if bold else ""
        bold = bold if text.startswith(bold) else ""
        soft = bool(written)
        written.append(Written(text, bold, aside, soft=soft, tabbed="" if soft else tabbed))
    if written and not aside and (name := _mark_name(paragraph.mark)):
        written[0] = Written(f"{name}: {written[0].text}")
    elif paragraph.mark:
        left.counts[str(InWord.LIST_MARK)] += 1
    return written


def _mark_name(mark: str) -> str:
    """Return the speaker that an automatic mark such as `Q:` names, `""` if it names none."""
    name = mark.rstrip(" .):-–")
    told = mark.endswith(":") or known.asks(name) or known.answers(name)
    return name if name and told else ""


def _in_order(blocks: Sequence[WordBlock], left: Left) -> list[Written]:
    """Return the lines of a cell, those of tables in it included."""
    lines: list[Written] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            lines += _written(block, left)
        else:
            lines += [line for row in block.rows for cell in row for line in _in_order(cell, left)]
    return lines


def _flatten(blocks: Sequence[WordBlock], left: Left) -> tuple[list[Written], set[str]]:
    """Return all lines, with labels before the words, and keys of labels that are sure."""
    vouched: set[str] = set()
    lines: list[Written] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            lines += _written(block, left)
        else:
            rows = [[_in_order(cell, left) for cell in row] for row in block.rows]
            lines += _spoken_table(rows, vouched, left) or [
                line for row in rows for cell in row for line in cell
            ]
    bold = {i: name for i, line in enumerate(lines) if (name := _bold_name(line))}
    others = {label.key for line in lines for label in labels.find(line.text)}
    sure = labels.bold_speakers(list(bold.values()), others) | _name_lines(lines, bold)
    for i, name in bold.items():
        line = lines[i]
        key = labels.key_of(name)
        if key in sure:
            words = line.text[len(line.bold) :].strip()
            lines[i] = Written(f"{name}: {words}".strip(), soft=line.soft)
            vouched.add(key)
    for i, name in _margin_names(lines).items():
        lines[i] = Written(f"{name}: {lines[i].text[len(name) :].strip()}")
        vouched.add(labels.key_of(name))
    return lines, vouched


def _margin_names(lines: Sequence[Written]) -> dict[int, str]:
    """Return line → the name that only a tab parts from its words, if that is the file's form.

    Most paragraphs begin so, several names come back, and they take turns.
    """
    tabbed = {
        i: line.tabbed
        for i, line in enumerate(lines)
        if line.tabbed and not line.aside and known.is_plausible(line.tabbed)
    }
    names = {i: name for i, name in tabbed.items() if _is_label(name)}
    keys = [labels.key_of(name) for name in names.values()]
    back = {key for key, count in Counter(keys).items() if count > 1}
    found = {i: name for i, name in names.items() if labels.key_of(name) in back}
    changes = sum(a != b for a, b in pairwise(key for key in keys if key in back))
    paragraphs = sum(not (line.aside or line.soft) for line in lines)
    turning = len(back) > 1 and 2 * changes >= len(found) - 1
    return found if turning and 2 * len(found) >= paragraphs else {}


def _name_lines(lines: Sequence[Written], bold: Mapping[int, str]) -> set[str]:
    """Return the keys of names in bold that stand alone above words, if that is the file's form."""
    alone = {i: labels.key_of(name) for i, name in bold.items() if lines[i].text == lines[i].bold}
    keys = Counter(alone.values())
    if len(keys) < 2 or 2 * len(keys) > len(alone) + 1:
        return set()
    return set() if any(i + 1 in alone for i in alone) else set(keys)


def _bold_name(line: Written) -> str:
    """Return the name in bold type, without a colon, that a line begins with, or `""`."""
    name = line.bold.strip()
    if not name or line.aside or not known.looks_like_name(name):
        return ""
    if line.text.lstrip().startswith(name + ":") or labels.find(line.text):
        return ""
    return name if _is_label(name) else ""


def _is_label(name: str) -> bool:
    several = labels.find(f"{name}: x")
    return len(several) == 1 and several[0].name == name and not several[0].strong


def _spoken_table(rows: list[list[list[Written]]], vouched: set[str], left: Left) -> list[Written]:
    """Return a table of speakers and their words as lines; nothing if it is another table."""
    cells = [[_compact("\n".join(line.text for line in cell)) for cell in row] for row in rows]
    table = turns_in(cells, _is_label)
    if table is None:
        return []
    vouched |= {labels.key_of(turn.name) for turn in table.turns if turn.name}
    left.counts["row number"] += table.numbers
    left.counts["side note"] += table.notes
    lines: list[Written] = []
    for turn in table.turns:
        if turn.name:
            time = f"[{turn.time}] " if turn.time else ""
            lines.append(Written(f"{time}{turn.name}: {turn.words}"))
        elif turn.words:
            lines.append(Written(turn.words, aside=turn.aside, time=turn.time))
    return lines


def _compact(text: str) -> str:
    """Return the lines of a text that hold anything, without the blanks around them."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
