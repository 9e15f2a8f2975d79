"""Read codes that people wrote as comments in Word: the author codes, the marked words are coded.

A comment is a code where it is short, or says what another says too; a longer one is a note. Of a
comment with several lines the short ones are codes and the rest is a note on them. A reply is
another person's code where it names one that is used elsewhere, else it is a note, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.exchange.code_names import CodeNames, CodePath, nothing_known, spelled
from coding.exchange.headings import heading
from coding.exchange.letters import Crossing
from coding.exchange.trees import in_order, put_path
from coding.files import word_file
from coding.files.word_file import child_of, tag_of, value_of
from coding.language.finding import Finder
from coding.model import Transcript, canonical
from coding.model.exchange import (
    ForeignCode,
    ForeignCoding,
    ForeignProject,
    ForeignSource,
    UnplacedPiece,
)

PROGRAM = "Word"
_DELETED = frozenset(["del", "moveFrom"])
_SILENT = frozenset(["instrText", "delText", "pPr", "rPr", "sectPr", "tblPr"])
_AS_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WORDS, _LETTERS, _FEW = 6, 60, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WordComment:
    """A comment: who wrote it when, and the words that it marks, `start` ≤ i < `end` of the text.

    `answers` is the id of the comment that it is a reply to, `point` says that it marks no words
    but stands at a place, whose paragraph is meant.
    """

    key: str
    author: str
    date: str
    text: str
    start: int
    end: int
    answers: str = ""
    point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """The text of a Word document, a line for each paragraph, with its comments."""

    text: str
    comments: tuple[WordComment, ...] = ()


def read_comments(data: bytes, where: str) -> Commented:
    """Return a document's text and comments; raises FileError for anything but a sound one."""
    parts = word_file.opened(data, where)
    body = word_file.body(parts, where)
    marked = _MarkedWords()
    if body is not None:
        marked.walk(body)
    text = "".join(marked.pieces)
    said = {}
    for name in parts:
        if re.fullmatch(r"word/comments\d*\.xml", name):
            for element in word_file.parse(parts[name], name, where).iter("{*}comment"):
                said[value_of(element, "id")] = element
    replies = _replies(parts, said, where)
    comments = []
    for key, element in said.items():
        start, end, point = marked.place(key, text)
        if start < 0 and key in replies:  # Word marks the words for a reply again, others do not
            start, end, point = marked.place(replies[key], text)
        comments.append(
            WordComment(
                key=key,
                author=" ".join(value_of(element, "author").split()),
                date=_moment(value_of(element, "date")),
                text=canonical("\n".join(_lines(element))).strip(),
                start=start,
                end=end,
                answers=replies.get(key, ""),
                point=point,
            )
        )
    return Commented(text=text, comments=tuple(comments))


class _MarkedWords:
    """The text of a document as it is walked, and where in it comments begin, end and hang."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.points: dict[str, int] = {}

    def walk(self, element: Any) -> None:
        """Take in an element and what is below it, as if tracked changes were accepted."""
        for child in element:
            tag = tag_of(child)
            if tag == "t":
                self._add(child.text or "")
            elif tag in _AS_TEXT:
                self._add(_AS_TEXT[tag])
            elif tag == "commentRangeStart":
                self.starts.setdefault(value_of(child, "id"), self.length)
            elif tag == "commentRangeEnd":
                self.ends[value_of(child, "id")] = self.length
            elif tag == "commentReference":
                self.points.setdefault(value_of(child, "id"), self.length)
            elif tag == "AlternateContent":
                choice = child_of(child, "Choice")
                self.walk(choice if choice is not None else child)
            elif tag not in _DELETED and tag not in _SILENT:
                self.walk(child)
                if tag == "p":
                    self._add("\n")

    def _add(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)

    def place(self, key: str, text: str) -> tuple[int, int, bool]:
        """Return the words that a comment marks, the paragraph that it hangs in, or (-1, -1)."""
        start, end = self.starts.get(key, -1), self.ends.get(key, -1)
        if 0 <= start < end and text[start:end].strip():
            return start, end, False
        at = self.points.get(key, max(start, end))
        if at < 0:
            return -1, -1, False
        at = min(at, len(text))
        begin = text.rfind("\n", 0, max(at, 0)) + 1
        stop = text.find("\n", at)
        return begin, stop if stop >= 0 else len(text), True


def _lines(comment: Any) -> Iterator[str]:
    for paragraph in comment.iter("{*}p"):
        yield "".join(
            (t.text or "") if tag_of(t) == "t" else "\n" for t in paragraph.iter("{*}t", "{*}br")
        )


def _replies(parts: Mapping[str, bytes], said: Mapping[str, Any], where: str) -> dict[str, str]:
    """Return comment → the one that it answers, by the ids of their last paragraphs."""
    of_paragraph = {
        value_of(paragraph, "paraId"): key
        for key, comment in said.items()
        for paragraph in comment.iter("{*}p")
    }
    found: dict[str, str] = {}
    for name in parts:
        if re.fullmatch(r"word/commentsExtended\d*\.xml", name):
            for element in word_file.parse(parts[name], name, where).iter("{*}commentEx"):
                key = of_paragraph.get(value_of(element, "paraId"), "")
                above = of_paragraph.get(value_of(element, "paraIdParent"), "")
                if key and above:
                    found[key] = above
    return found


def coded_by_comments(
    commented: Commented,
    transcript: Transcript,
    *,
    is_code: Callable[[str], bool] = nothing_known,
) -> ForeignProject:
    """Return a document as a project: its comments are codes on the text that was read of it."""
    sorting = _Sorting(commented.comments, is_code)
    places = _Places(commented.text, transcript.text)
    source = transcript.file or transcript.name
    codes: dict[str, ForeignCode] = {}
    codings: list[ForeignCoding] = []
    unplaced: list[UnplacedPiece] = []
    points = 0
    for comment in commented.comments:
        paths, note = sorting.of(comment)
        if not paths and not note:
            continue
        words = commented.text[comment.start : comment.end] if comment.start >= 0 else ""
        place = places.of(comment) if words.strip() else None
        if place is None:
            why = (
                "its words do not stand in the interview" if words.strip() else "it marks no words"
            )
            where = f"comment of {comment.author or 'nobody'}: {comment.text[:_LETTERS]}"
            unplaced.append(UnplacedPiece(where=where, words=" ".join(words.split()), why=why))
            continue
        points += comment.point
        for number, path in enumerate(paths or [()]):
            key = put_path(codes, path)
            codings.append(
                ForeignCoding(
                    key=f"comment {comment.key}.{number}",
                    source=source,
                    start=place[0],
                    end=place[1],
                    text=transcript.text[place[0] : place[1]],
                    code=key,
                    coder=comment.author,
                    created=comment.date,
                    memo=note if not number else "",
                )
            )
    return ForeignProject(
        program=PROGRAM,
        name=transcript.name,
        codes=in_order(codes)[0],
        sources=(
            ForeignSource(
                key=source, name=transcript.name, text=transcript.text, interview=transcript
            ),
        ),
        codings=tuple(codings),
        notes=tuple(_notes(sorting, points)),
        unplaced=tuple(unplaced),
    )


def _notes(sorting: _Sorting, points: int) -> Iterator[str]:
    if sorting.notes:
        many = "1 comment is" if sorting.notes == 1 else f"{sorting.notes} comments are"
        yield f"{many} too long for codes: notes."
    if points:
        many = "1 comment marks" if points == 1 else f"{points} comments mark"
        yield f"{many} no words: the whole paragraph is taken."


class _Sorting:
    """Tells codes from notes in the comments of one document; `notes` counts the latter."""

    def __init__(self, comments: Sequence[WordComment], is_code: Callable[[str], bool]) -> None:
        self._is_code = is_code
        first = [c for c in comments if not c.answers]
        lines = [line for c in first for line in _codes_written(c.text)]
        lines = [self._parted(line) for line in lines]
        self._used = Counter(spelled((line,)) for line in lines)
        self._names = CodeNames([line for line in lines if self._short(line)], is_code)
        self._known = {
            spelled(path) for line in lines if self._short(line) for path in self._names.paths(line)
        }
        self.notes = 0

    def of(self, comment: WordComment) -> tuple[list[CodePath], str]:
        """Return the codes that a comment names, and what of it is a note."""
        paths: list[CodePath] = []
        rest: list[str] = []
        for line in map(self._parted, _codes_written(comment.text)):
            named = self._names.paths(line) if self._short(line) else []
            if comment.answers and any(spelled(path) not in self._known for path in named):
                named = []
            paths += named
            rest += [] if named else [line]
        self.notes += bool(rest) and not paths
        return list(dict.fromkeys(paths)), "\n".join(rest)

    def _parted(self, line: str) -> str:
        """Return a line with its codes parted by semicolons, where commas do: each is short."""
        pieces = line.split(",")
        short = all(0 < len(piece.split()) <= _FEW for piece in pieces)
        return ";".join(pieces) if short and not self._is_code(line) else line

    def _short(self, line: str) -> bool:
        short = all(
            len(piece) <= _LETTERS and len(piece.split()) <= _WORDS
            for piece in re.split(r"[;|]", line)
        )
        asks = line.rstrip().endswith(("?", "!", "."))
        return (short and not asks) or self._used[spelled((line,))] > 1 or self._is_code(line)


def _codes_written(text: str) -> Iterator[str]:
    """Yield the lines of a comment, without the word `Code:` or a `#` before a code.

    >>> list(_codes_written("#fear\\nCode: rent; home"))
    ['fear', 'rent; home']
    """
    for line in text.split("\n"):
        said = line.strip().lstrip("#").strip()
        before, sign, behind = said.partition(":")
        if sign and behind.strip() and heading(before).get("code") == 2:
            said = behind.strip()
        if said:
            yield said


class _Places:
    """Finds the marked words of a document in the interview that was read of it."""

    def __init__(self, document: str, text: str) -> None:
        self._document = document
        self._crossing = Crossing(canonical(document), text)
        self._same = canonical(document) == document
        self._finder = Finder(text)

    def of(self, comment: WordComment) -> tuple[int, int] | None:
        """Return where a comment's words stand, None where that is not beyond doubt."""
        start, end = comment.start, comment.end
        words = self._document[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if not self._same:
            end = len(canonical(self._document[:end]))
            start = len(canonical(self._document[:start]))
        if place := self._crossing.over(start, end):
            return place
        found = self._finder.find(canonical(words)).places
        return found[0] if len(found) == 1 else None


def _moment(told: str) -> str:
    found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)", told)
    return f"{found[1]}+00:00" if found else ""
