"""Lay figures and voices side by side: the rows of the joint display.

A row is one survey question with the themes that links set beside its figures. A theme is told
as k of N participants, never as a percentage of six people. Contradictions come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.model import Code, Coding, Indicator, Link, Participant, Question, Quote, Relation
from coding.survey.linking import Balance, balance

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Display", "Row", "Stance", "Theme", "coverage", "joint_display"]

ORDER = (
    Relation.CONTRADICTS,
    Relation.PARTLY_AGREES,
    Relation.EXPANDS,
    Relation.CONFIRMS,
    Relation.SILENT,
)
"""What comes first on the display; rows whose relation nobody has named yet come after these."""

SHOWN_QUOTES = 3
SHORT, LONG = 40, 400
"""Characters of a quote that stands for a theme while nobody has chosen one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A code beside a question: who speaks of it, and what its links say.

    `speaking` are participants' ids in the order of participants.csv; `indicators` the figures
    that it is linked to, or that codebook.yaml names under it while `relation` is None.
    """

    code: Code
    speaking: tuple[str, ...]
    indicators: tuple[str, ...]
    relation: Relation | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A quote on the display and how it stands to the figure; `linked` if somebody said so."""

    quote: Quote
    relation: Relation | None
    note: str = ""
    minority: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question: its figures, the themes beside it, a quote for each stance, the inference.

    `relation` is the most telling of all its links, None while nobody has named one.
    """

    question: Question
    figures: tuple[Indicator, ...]
    themes: tuple[Theme, ...]
    quotes: tuple[Stance, ...]
    relation: Relation | None
    inference: str = ""
    memo: str = ""
    memo_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """The joint display: its rows, what has no counterpart, and what the evidence rests on.

    `silent_questions` have no voice beside them, `silent_codes` no figure. `participants` are
    all who speak in the study.
    """

    rows: tuple[Row, ...]
    silent_questions: tuple[Question, ...]
    silent_codes: tuple[Code, ...]
    participants: tuple[Participant, ...]
    balance: Balance


def joint_display(project: Project) -> Display:
    """Put the joint display together from surveys, links, codebook and codings."""
    book = project.codebook()
    questions = project.surveys.questions()
    of_question = {one.id: q.id for q in questions for one in q.indicators}
    links = [x for x in project.linking.links() if _question(x.indicator, of_question)]
    codings = project.store.codings()
    spoken = {t.id: t.participant or t.id for t in project.transcripts()}
    people = _people(project, spoken)
    memos = {m.about: m for m in project.memos(kind="question")}
    pairs = _pairs(links, book.codes, of_question)
    wanted = {code for codes in pairs.values() for code in codes}
    wanted |= {x.code for x in links if x.coding}
    family = {code: set(book.family(code)) for code in wanted if code in book}
    quotes = {q.coding: q for q in project.shelf.quotes(sorted(wanted & set(family)), around=False)}
    by_segment = {(q.transcript, q.start, q.end): q for q in quotes.values()}
    heard: Counter[str] = Counter()
    rows: list[Row] = []
    for question in questions:
        codes = pairs.get(question.id, {})
        mine = [x for x in links if _question(x.indicator, of_question) == question.id]
        if not codes and not mine:
            continue
        themes = tuple(
            _theme(book.by_id[code], given, codings, family[code], spoken, people, mine)
            for code, given in codes.items()
            if code in family
        )
        memo = memos.get(question.id)
        rows.append(
            Row(
                question=question,
                figures=_figures(project, question, mine, codes),
                themes=themes,
                quotes=_stances(mine, themes, codings, family, by_segment, heard),
                relation=_first(x.relation for x in mine),
                inference=memo.text if memo else "",
                memo=memo.id if memo else "",
                memo_version=memo.version if memo else None,
            )
        )
    rows.sort(key=lambda row: ORDER.index(row.relation) if row.relation else len(ORDER))
    beside = {row.question.id for row in rows}
    told = {theme.code.id for row in rows for theme in row.themes}
    above = {up.id for code in told for up in book.path(code)}
    below = {one for code in told for one in book.family(code)}
    used = {c.code for c in codings}
    return Display(
        rows=tuple(rows),
        silent_questions=tuple(q for q in questions if q.id not in beside),
        silent_codes=tuple(c for c in book if c.id in used and c.id not in above | below),
        participants=tuple(people.values()),
        balance=_balance(project, people, questions, rows, quotes),
    )


def _question(indicator: str, of_question: Mapping[str, str]) -> str:
    return of_question.get(indicator) or of_question.get(indicator.partition("@")[0], "")


def _people(project: Project, spoken: Mapping[str, str]) -> dict[str, Participant]:
    known = {p.id: p for p in project.participants()}
    order = [key for key in known if key in spoken.values()]
    rest = [key for key in dict.fromkeys(spoken.values()) if key not in known]
    names = {t.id: t.name for t in project.transcripts()}
    return {
        key: known.get(key) or Participant(id=key, pseudonym=names.get(key, key))
        for key in [*order, *rest]
    }


def _pairs(
    links: Sequence[Link], codes: Sequence[Code], of_question: Mapping[str, str]
) -> dict[str, dict[str, list[str]]]:
    """Return question → code → figures: those linked, and those that codebook.yaml names."""
    found: dict[str, dict[str, list[str]]] = {}
    for link in links:
        beside = found.setdefault(_question(link.indicator, of_question), {})
        beside.setdefault(link.code, []).append(link.indicator)
    for code in codes:
        for indicator in code.indicators:
            if indicator in of_question:
                beside = found.setdefault(of_question[indicator], {})
                if indicator not in beside.setdefault(code.id, []):
                    beside[code.id].append(indicator)
    return found


def _first(relations: Iterable[Relation]) -> Relation | None:
    there = set(relations)
    return next((one for one in ORDER if one in there), None)


def _theme(
    code: Code,
    indicators: Sequence[str],
    codings: Sequence[Coding],
    family: set[str],
    spoken: Mapping[str, str],
    people: Mapping[str, Participant],
    links: Sequence[Link],
) -> Theme:
    who = {spoken[c.transcript] for c in codings if c.code in family and c.transcript in spoken}
    said = [x for x in links if x.code == code.id and not x.coding]
    return Theme(
        code=code,
        speaking=tuple(key for key in people if key in who),
        indicators=tuple(dict.fromkeys(indicators)),
        relation=_first([x.relation for x in said]),
        note=" ".join(x.note for x in said if x.note),
    )


def _figures(
    project: Project,
    question: Question,
    links: Sequence[Link],
    codes: Mapping[str, Sequence[str]],
) -> tuple[Indicator, ...]:
    """Return the question's figures that are linked or named, else all that are for everybody."""
    wanted = dict.fromkeys(
        [*(x.indicator for x in links), *(i for listed in codes.values() for i in listed)]
    )
    there = {one.id: one for one in question.indicators}
    extra = [project.surveys.indicator(i) for i in wanted if i not in there]
    chosen = [one for one in question.indicators if one.id in wanted]
    first = chosen[0].subgroup if chosen else question.indicators[0].subgroup
    rest = [i for i in question.indicators if i.subgroup == first and i.id not in wanted]
    ordered = sorted([*chosen, *rest], key=list(question.indicators).index)
    return (*ordered, *extra)


def _stances(
    links: Sequence[Link],
    themes: Sequence[Theme],
    codings: Sequence[Coding],
    family: Mapping[str, set[str]],
    by_segment: Mapping[tuple[str, int, int], Quote],
    heard: Counter[str],
) -> tuple[Stance, ...]:
    """Return the quotes that are linked, contradictions first, else one of each theme.

    `heard` counts how often each participant has been quoted on the display so far: of those
    who speak of a theme, who was quoted least has the word.
    """
    of_coding = {c.id: by_segment.get((c.transcript, c.start, c.end)) for c in codings}
    linked = [
        Stance(
            quote=quote,
            relation=x.relation,
            note=x.note,
            minority=x.minority,
            linked=True,
        )
        for x in sorted((x for x in links if x.coding), key=lambda x: ORDER.index(x.relation))
        if (quote := of_coding.get(x.coding))
    ]
    heard.update(s.quote.participant for s in linked)
    for theme in themes:
        spoken_of = any(family[theme.code.id] & set(s.quote.codes) for s in linked)
        full = len(linked) >= SHOWN_QUOTES
        if full or spoken_of or theme.relation is Relation.SILENT:
            continue
        own = [
            quote
            for c in codings
            if c.code in family[theme.code.id]
            and (quote := of_coding[c.id])
            and SHORT <= len(quote.text) <= LONG
        ]
        if own:
            least = min(own, key=lambda quote: heard[quote.participant])
            heard[least.participant] += 1
            linked.append(Stance(quote=least, relation=theme.relation))
    return tuple(linked)


def _balance(
    project: Project,
    people: Mapping[str, Participant],
    questions: Sequence[Question],
    rows: Sequence[Row],
    quotes: Mapping[str, Quote],
) -> Balance:
    """Profile the quotes in baskets, or on the display while there is no basket."""
    picked = {p.coding for b in project.shelf.baskets() for p in b.picks}
    chosen = [s.quote for row in rows for s in row.quotes]
    if picked:
        shelf = project.shelf
        chosen = [q for b in shelf.baskets() for q in shelf.quotes(basket=b.id, around=False)]
    unique = {(q.transcript, q.start, q.end): q for q in chosen}
    return balance(
        [(q.participant, q.attribution) for q in unique.values()],
        participants=len(people),
        figures=len(questions),
        voiced=len(rows),
    )


# ── coverage ──


def coverage(project: Project, *, attribute: str = "") -> list[tuple[Code, str, int]]:
    """Count codings of each code by participant, or by a value of an attribute.

    Returns (code, participant's name or value, number of participants' passages coded); codes
    that are used nowhere are left out. Passages that two coders coded alike count once.
    """
    book = project.codebook()
    spoken = {t.id: t.participant or t.id for t in project.transcripts()}
    people = _people(project, spoken)
    segments: dict[tuple[str, str], set[tuple[str, int, int]]] = {}
    for c in project.store.codings():
        who = people[spoken[c.transcript]]
        group = who.attributes.get(attribute, "") if attribute else who.pseudonym or who.id
        for up in book.path(c.code) if c.code in book else ():
            segments.setdefault((up.id, group), set()).add((c.transcript, c.start, c.end))
    groups = dict.fromkeys(
        p.attributes.get(attribute, "") if attribute else p.pseudonym or p.id
        for p in people.values()
    )
    used = {code for code, _ in segments}
    return [
        (code, group, len(segments.get((code.id, group), ())))
        for code in book
        if code.id in used
        for group in groups
    ]
