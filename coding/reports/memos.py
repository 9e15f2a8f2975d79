"""Write memos as a document to read, by what they are on, or as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coding.files.clean import cleaned
from coding.files.table_writing import write_rows
from coding.files.word_paper import SANS, SERIF, Paper
from coding.files.writing import check_suffix, replacing
from coding.reports.quotes import escape_markdown

SUFFIXES = (".docx", ".md", ".xlsx", ".csv")
_COLUMNS = ("kind", "place", "words", "text", "coder", "updated")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMemo:
    """A memo as it is printed: what kind of thing it is on, which, and the words there."""

    kind: str
    place: str
    words: str
    text: str
    coder: str
    updated: str

    @property
    def by(self) -> str:
        """Return who wrote it and when."""
        return f"{self.coder}, {self.updated[:10]}"


def write_memos(path: Path, memos: Sequence[PrintedMemo], *, title: str) -> None:
    """Write memos to a .docx, .md, .xlsx or .csv file, whole or not at all; raises CodingError."""
    suffix = check_suffix(path, SUFFIXES)
    if suffix in (".xlsx", ".csv"):
        write_rows(path, [asdict(memo) for memo in memos], _COLUMNS)
        return
    memos, title = cleaned((list(memos), title))
    if suffix == ".docx":
        _paper(memos, title).save(path)
        return
    text = "\n".join(_markdown(memos, title))
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _by_kind(memos: Sequence[PrintedMemo]) -> dict[str, list[PrintedMemo]]:
    kinds: dict[str, list[PrintedMemo]] = {}
    for memo in memos:
        kinds.setdefault(memo.kind, []).append(memo)
    return kinds


def _heading(kind: str, many: int) -> str:
    return f"On the {kind} ({many})" if kind == "study" else f"{kind.capitalize()} ({many})"


def _markdown(memos: Sequence[PrintedMemo], title: str) -> Iterator[str]:
    yield f"# {escape_markdown(title)}"
    for kind, listed in _by_kind(memos).items():
        yield f"\n## {escape_markdown(_heading(kind, len(listed)))}"
        for memo in listed:
            if memo.place:
                yield f"\n### {escape_markdown(memo.place)}"
            if memo.words:
                yield "\n> " + escape_markdown(memo.words).replace("\n", "\\\n> ")
            yield f"\n{escape_markdown(memo.text)}"
            yield f"\n*{escape_markdown(memo.by)}*"
    yield ""


def _paper(memos: Sequence[PrintedMemo], title: str) -> Paper:
    paper = Paper(title)
    paper.style("Memo words", "Normal", SERIF, 10.5, italic=True, after=2, indent=6, next=True)
    paper.style("Memo by", "Normal", SANS, 8.5, after=8)
    paper.paragraph(title, style="Title")
    for kind, listed in _by_kind(memos).items():
        paper.heading(_heading(kind, len(listed)))
        for memo in listed:
            if memo.place:
                paper.heading(memo.place, 3)
            for line in memo.words.splitlines():
                paper.paragraph(line, style="Memo words")
            lines = memo.text.splitlines()
            for line in lines:
                paper.paragraph(line, keep=line is lines[-1])
            paper.paragraph(memo.by, style="Memo by")
    return paper
