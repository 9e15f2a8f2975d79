"""Say how the codebook could be better by what was coded with it, and follow that in one act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.analysis.interviews import interview_of
from coding.language.guess import reads_as
from coding.model import Code, Codebook, Coding
from coding.project.apart import by_machine
from coding.project.part import ProjectPart
from coding.suggest.advice import (
    ENOUGH,
    Advisor,
    ConfusionAdvice,
    KeywordAdvice,
    SaidInLanguage,
    Spoken,
    UnlikeAdvice,
    confused,
    spoken_in,
)

if TYPE_CHECKING:
    from coding.project import Project

__all__ = [
    "ENOUGH",
    "CodeAdvice",
    "CodebookAdvice",
    "ConfusionAdvice",
    "KeywordAdvice",
    "UnlikeAdvice",
]

LONGEST = 240
"""Characters of a passage that becomes an example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAdvice:
    """How a code's entry could be better; `codings` is how many it has."""

    code: str
    codings: int
    keywords: tuple[KeywordAdvice, ...]
    unlike: tuple[UnlikeAdvice, ...]
    confused: tuple[ConfusionAdvice, ...]

    def __bool__(self) -> bool:
        """Say whether there is any advice."""
        return bool(self.keywords or self.unlike or self.confused)


class CodebookAdvice(ProjectPart):
    """Advice on the codebook, from the codings there are."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._kept: tuple[object, list[SaidInLanguage]] | None = None

    @by_machine
    def all(
        self, *, enough: int = ENOUGH, progress: Callable[[int, int], None] | None = None
    ) -> list[CodeAdvice]:
        """Advise on each code that has `enough` codings, in the order of the codebook."""
        book, codings = self.project.codes.book(), self.store.codings.all()
        counts = Counter(coding.code for coding in codings)
        due = [code for code in book if counts[code.id] >= enough]
        if not due:
            return []
        kin = kin_of(book)
        by_confusion = confused(codings, self.store.decisions.all(), kin)
        advisors = [Advisor(book, said) for said in self._said(codings)]
        found = []
        for number, code in enumerate(due):
            words: list[KeywordAdvice] = []
            apart: list[UnlikeAdvice] = []
            for advisor in advisors:
                words += advisor.keywords(code.id)
                apart += advisor.unlike(code.id, kin=kin[code.id])
            advice = CodeAdvice(
                code=code.id,
                codings=counts[code.id],
                keywords=tuple(words),
                unlike=tuple(self._not_yet(code, apart)),
                confused=tuple(
                    c for c in by_confusion.get(code.id, ()) if c.other in book
                    and told_apart(book.by_id[c.other]) not in code.exclude
                ),
            )  # fmt: skip
            found.append(advice)
            if progress:
                progress(number + 1, len(due))
        return found

    def _not_yet(self, code: Code, apart: Sequence[UnlikeAdvice]) -> list[UnlikeAdvice]:
        return [advice for advice in apart if as_example(advice.place.text) not in code.examples]

    def _said(self, codings: Sequence[Coding]) -> list[SaidInLanguage]:
        """Return what is coded, and every passage that participants say, of each language.

        It is kept while texts and codings stay as they are: following advice changes the codebook.
        """
        infos = self.project.transcripts.all()
        if self._kept and self._kept[0] == (infos, codings):
            return self._kept[1]
        of = interview_of(infos)
        here: dict[str, list[Coding]] = {}
        for coding in codings:
            here.setdefault(coding.transcript, []).append(coding)
        lists: dict[str, tuple[list[Spoken], list[Spoken]]] = {}
        for info in infos:
            transcript = self.project.transcripts.get(info.id)
            coded, rest = spoken_in(transcript, here.get(info.id, ()), interview=of[info.id])
            language = reads_as(transcript.text, transcript.language)
            there = lists.setdefault(language, ([], []))
            there[0].extend(coded)
            there[1].extend(rest)
        said = [SaidInLanguage(language, *there) for language, there in lists.items()]
        self._kept = (infos, codings), said
        return said

    # ── following it ──

    def add_keywords(
        self, code: str, words: Sequence[tuple[str, str]], *, coder: str, act: str = ""
    ) -> None:
        """Add keywords, (language, word), to a code; raises NotFound for no such code."""
        self.project.codes.edit(
            code,
            {"keywords": with_keywords(self.project.codes.get(code), words)},
            coder=coder,
            act=act,
        )

    def add_example(self, code: str, text: str, *, coder: str, act: str = "") -> None:
        """Add a coded passage to a code's examples; raises NotFound for no such code."""
        there = self.project.codes.get(code).examples
        self.project.codes.edit(
            code, {"examples": [*there, as_example(text)]}, coder=coder, act=act
        )

    def tell_apart(self, code: str, other: str, *, coder: str, act: str = "") -> None:
        """Say of a code that what belongs to another is none of it; raises NotFound."""
        there = self.project.codes.get(code).exclude
        line = told_apart(self.project.codes.get(other))
        self.project.codes.edit(code, {"exclude": [*there, line]}, coder=coder, act=act)


def kin_of(book: Codebook) -> dict[str, frozenset[str]]:
    """Return code → itself, the themes it belongs to, and what is below it."""
    return {
        code.id: frozenset({*book.family(code.id), *(up.id for up in book.path(code.id))})
        for code in book
    }


def with_keywords(code: Code, words: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return a code's keywords with more of them; a plain list stays one list for all languages.

    >>> with_keywords(Code(id="a", name="A", keywords={"en": ("one",)}), [("en", "two")])
    {'en': ['one', 'two']}
    >>> with_keywords(Code(id="a", name="A", keywords={"": ("one",)}), [("en", "two")])
    {'': ['one', 'two']}
    """
    listed = {language: [*there] for language, there in code.keywords.items()}
    for language, word in words:
        there = listed.setdefault("" if "" in listed else language, [])
        if word not in there:
            there.append(word)
    return listed


def as_example(text: str) -> str:
    """Return a passage as an example: on one line, and not longer than is read.

    >>> as_example("It was\\ncold.")
    'It was cold.'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST].rsplit(" ", 1)[0] + " …"


def told_apart(other: Code) -> str:
    """Return the line that leaves out of a code what another is for.

    >>> told_apart(Code(id="calm", name="Calm", definition="At rest. Not asleep."))
    'What is “Calm”: At rest.'
    """
    first = other.definition.split(". ")[0].strip().rstrip(".")
    return f"What is “{other.name}”" + (f": {first}." if first else "")
