"""Turn coded material into transcripts and codings, as the machine takes them.

`sample` is the sample project; what others coded is read from `SHARED` (`CODING_SHARED`, by default
../shared) where that is there. `Material.of` takes rows (document, text, question, codes): each
row becomes one turn, with the interviewer's question before it if it has one.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coding.model import Code, Codebook, Coding, Role, Transcript, Turn, now
from coding.project import Project

OUTSIDE = Path(os.environ.get("CODING_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SHARED, STUDY = OUTSIDE / "samples" / "coded", OUTSIDE / "study"
Row = tuple[str, str, str, frozenset[str]]


@dataclass(frozen=True)
class Material:
    """Transcripts, their codebook and codings; which interview each transcript belongs to."""

    transcripts: list[Transcript]
    book: Codebook
    codings: list[Coding]
    interviews: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[Row], book: Codebook, *, language: str = "en") -> Material:
        """Lay rows out as transcripts, one for each document."""
        documents: dict[str, list[Row]] = {}
        for row in rows:
            documents.setdefault(row[0], []).append(row)
        transcripts, codings = [], []
        for name, listed in documents.items():
            text, turns, spots = "", [], []
            for _, words, question, codes in listed:
                for said, role in ((question, Role.INTERVIEWER), (words, Role.PARTICIPANT)):
                    if said:
                        start, end = len(text), len(text) + len(said)
                        text += said + "\n\n"
                        number = len(turns) + 1
                        turns.append(
                            Turn(number=number, start=start, end=end, speaker=role, role=role)
                        )
                spots.append((turns[-1].start, turns[-1].end, codes))
            made = Transcript(name=name, text=text, turns=tuple(turns), language=language)
            transcripts.append(made)
            codings += [
                Coding(id=f"{made.id}-{start}-{code}", transcript=made.id, start=start, end=end,
                       text=text[start:end], code=code, coder="Ana", created=now())
                for start, end, codes in spots for code in sorted(codes)
            ]  # fmt: skip
        return cls(transcripts, book, codings, {t.id: t.id for t in transcripts})


def sample(folder: Path, *, language: str = "en") -> Material:
    """Return the sample project's interviews in one language."""
    project = Project(folder)
    listed = [t for t in project.transcripts.all() if t.language == language]
    there = {t.id for t in listed}
    return Material(
        [project.transcripts.get(t.id) for t in listed],
        project.codes.book(),
        [c for c in project.codings.all() if c.transcript in there],
        {t.id: t.participant or t.id for t in listed},
    )


def segments() -> Material:
    """Return the interview segments with codes from a MAXQDA code system, names alone."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in _lines("kerrigan_segments.jsonl"):
        found.setdefault((line["doc"], line["text"]), set()).add(line["code"])
    rows = [(doc, text, "", frozenset(codes)) for (doc, text), codes in found.items()]
    return Material.of(rows, _names(rows))


def answers() -> Material:
    """Return the open answers with the codes a person gave, ten to a document."""
    rows = []
    for number, line in enumerate(_lines("bopp.jsonl")):
        codes = frozenset(code.strip() for code in line["codes"].split(";") if code.strip())
        rows.append((f"answers {number % 10}", line["text"], "", codes))
    return Material.of(rows, _names(rows))


def answers_with_themes() -> Material:
    """Return the open answers with codes and themes, each above the codes mostly put beside it."""
    rows, beside = [], Counter[tuple[str, str]]()
    for number, line in enumerate(_lines("bopp.jsonl")):
        codes, themes = (
            [part.strip() for part in line[key].split(";") if part.strip()]
            for key in ("codes", "themes")
        )
        beside.update((code, theme) for code in codes for theme in themes)
        put = frozenset([*codes, *(f"theme {theme}" for theme in themes)])
        rows.append((f"answers {number % 10}", line["text"], "", put))
    above: dict[str, str] = {}
    for (code, theme), _ in beside.most_common():
        above.setdefault(code, f"theme {theme}")
    names = sorted({name for row in rows for name in row[3]}, key=lambda name: name in above)
    book = Codebook(
        tuple(Code(id=name, name=name.removeprefix("theme "), parent=above.get(name, ""))
              for name in names)
    )  # fmt: skip
    return Material.of(rows, book)


def quotes(book: Codebook, *, asked: bool) -> Material:
    """Return a study's published quotes, each with the question of the survey that it speaks to.

    A quote has the codes that name one of its figures, the nearest of each line: a theme alone
    counts where no code below it does. Those with no such code are left out.
    """
    with (STUDY / "toplines.csv").open(encoding="utf-8-sig") as file:
        questions = {row["indicator_id"]: row["question"] for row in csv.DictReader(file)}
    rows = []
    with (STUDY / "quotes-sample.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            figures = row["indicator_ids"].split(";")
            named = {code.id for code in book if not set(figures).isdisjoint(code.indicators)}
            above = {up.id for code in named for up in book.path(code) if up.id != code}
            question = next((questions[f] for f in figures if f in questions), "")
            if named:
                rows.append((row["qid"], row["text"], question * asked, frozenset(named - above)))
    return Material.of(rows, book)


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


def _names(rows: Iterable[Row]) -> Codebook:
    names = sorted({code for row in rows for code in row[3]})
    return Codebook(tuple(Code(id=name, name=name.replace(" > ", ", ")) for name in names))
