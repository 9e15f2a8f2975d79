"""Lay figures and voices side by side: the rows of the joint display.

A row is one survey question with the themes that links set beside its figures. A theme is told
as k of N participants, never as a percentage of six people. Contradictions come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coding.model import (
    Code,
    Codebook,
    Coding,
    Indicator,
    Link,
    Memo,
    Participant,
    Question,
    Quote,
    Relation,
)
from coding.survey.linking import Balance, balance, told
from coding.survey.tabulation import parts

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a joint display is laid out from: the survey, the codings, who speaks, the links.

    `spoken` has coding → participant, `""` for what none says, `people` those participants by id in
    the order in which they are shown. `quotes` answer the codes of `voices`. `groups` are linked
    figures of subgroups, which are in no question; `memos` are on questions, by their ids; `picked`
    are the quotes in baskets, None while none is.
    """

    questions: Sequence[Question]
    book: Codebook
    codings: Sequence[Coding]
    links: Sequence[Link]
    spoken: Mapping[str, str]
    people: Mapping[str, Participant]
    quotes: Sequence[Quote] = ()
    groups: Mapping[str, Indicator] = field(default_factory=dict)
    memos: Mapping[str, Memo] = field(default_factory=dict)
    picked: Sequence[Quote] | None = None


def figures_of(questions: Iterable[Question]) -> dict[str, str]:
    """Return figure → question."""
    return {figure.id: question.id for question in questions for figure in question.indicators}


def question_of(figure: str, of_question: Mapping[str, str]) -> str:
    """Return the question that a figure is of, be it worked out for a subgroup, or `""`.

    >>> question_of("safe@sex=women", {"safe": "g15"}), question_of("calm", {"safe": "g15"})
    ('g15', '')
    """
    return of_question.get(figure) or of_question.get(parts(figure)[0], "")


def voices(book: Codebook, links: Iterable[Link], questions: Iterable[Question]) -> list[str]:
    """Return the codes whose quotes may stand on the display: linked, or with figures named."""
    of_question = figures_of(questions)
    there = [link for link in told(links) if question_of(link.indicator, of_question)]
    named = (code.id for code in book if any(i in of_question for i in code.indicators))
    return sorted({code for code in (*(link.code for link in there), *named) if code in book})


def lay_out(material: Material) -> Display:
    """Return the joint display, contradictions first and rows that nobody has named last."""
    book, questions, codings = material.book, material.questions, material.codings
    of_question = figures_of(questions)
    links = [x for x in told(material.links) if question_of(x.indicator, of_question)]
    pairs = _pairs(links, book.codes, of_question)
    wanted = {code for codes in pairs.values() for code in codes}
    family = {code: set(book.family(code)) for code in wanted if code in book}
    by_segment = {(q.transcript, q.start, q.end): q for q in material.quotes}
    heard: Counter[str] = Counter()
    rows: list[Row] = []
    for question in questions:
        codes = pairs.get(question.id, {})
        mine = [x for x in links if question_of(x.indicator, of_question) == question.id]
        if not codes and not mine:
            continue
        themes = tuple(
            _theme(material, book.by_id[code], given, family[code], mine)
            for code, given in codes.items()
            if code in family
        )
        memo = material.memos.get(question.id)
        rows.append(
            Row(
                question=question,
                figures=figures_beside(question, mine, codes, material.groups),
                themes=themes,
                quotes=stances(mine, themes, codings, family, by_segment, heard, material.spoken),
                relation=most_telling(x.relation for x in mine),
                inference=memo.text if memo else "",
                memo=memo.id if memo else "",
                memo_version=memo.version if memo else None,
            )
        )
    rows.sort(key=lambda row: ORDER.index(row.relation) if row.relation else len(ORDER))
    beside = {row.question.id for row in rows}
    return Display(
        rows=tuple(rows),
        silent_questions=tuple(q for q in questions if q.id not in beside),
        silent_codes=_silent(book, rows, codings),
        participants=tuple(material.people.values()),
        balance=_balance(material, rows),
    )


def _silent(book: Codebook, rows: Sequence[Row], codings: Sequence[Coding]) -> tuple[Code, ...]:
    """Return the codes in use that stand on no row, nor above or below one that does."""
    told = {theme.code.id for row in rows for theme in row.themes}
    above = {up.id for code in told for up in book.path(code)}
    below = {down for code in told for down in book.family(code)}
    used = {coding.code for coding in codings}
    return tuple(code for code in book if code.id in used and code.id not in above | below)


def _pairs(
    links: Sequence[Link], codes: Sequence[Code], of_question: Mapping[str, str]
) -> dict[str, dict[str, list[str]]]:
    """Return question → code → figures: those linked, and those that codebook.yaml names."""
    pairs: dict[str, dict[str, list[str]]] = {}
    for link in links:
        beside = pairs.setdefault(question_of(link.indicator, of_question), {})
        beside.setdefault(link.code, []).append(link.indicator)
    for code in codes:
        for indicator in code.indicators:
            if indicator in of_question:
                beside = pairs.setdefault(of_question[indicator], {})
                if indicator not in beside.setdefault(code.id, []):
                    beside[code.id].append(indicator)
    return pairs


def most_telling(relations: Iterable[Relation]) -> Relation | None:
    """Return the relation that comes first on the display, None if there is none.

    >>> str(most_telling([Relation.CONFIRMS, Relation.CONTRADICTS]))
    'contradicts'
    """
    there = set(relations)
    return next((relation for relation in ORDER if relation in there), None)


def _theme(
    material: Material,
    code: Code,
    figures: Sequence[str],
    family: set[str],
    links: Sequence[Link],
) -> Theme:
    spoken = material.spoken
    who = {
        spoken[coding.id]
        for coding in material.codings
        if coding.code in family and coding.id in spoken
    }
    said = [link for link in links if link.code == code.id and not link.coding]
    return Theme(
        code=code,
        speaking=tuple(key for key in material.people if key in who),
        indicators=tuple(dict.fromkeys(figures)),
        relation=most_telling(link.relation for link in said),
        note=" ".join(link.note for link in said if link.note),
    )


def figures_beside(
    question: Question,
    links: Sequence[Link],
    codes: Mapping[str, Sequence[str]],
    groups: Mapping[str, Indicator],
) -> tuple[Indicator, ...]:
    """Return the question's figures that are linked or named, else all that are for everybody.

    Those of the same subgroup as the first of them come along, in the order of the file; figures
    worked out for a subgroup (`groups`) come last.
    """
    wanted = dict.fromkeys(
        [*(link.indicator for link in links), *(i for listed in codes.values() for i in listed)]
    )
    there = {figure.id for figure in question.indicators}
    extra = [groups[key] for key in wanted if key not in there]
    chosen = [figure for figure in question.indicators if figure.id in wanted]
    first = chosen[0].subgroup if chosen else question.indicators[0].subgroup
    shown = [
        figure for figure in question.indicators if figure.id in wanted or figure.subgroup == first
    ]
    return (*shown, *extra)


def stances(
    links: Sequence[Link],
    themes: Sequence[Theme],
    codings: Sequence[Coding],
    family: Mapping[str, set[str]],
    by_segment: Mapping[tuple[str, int, int], Quote],
    heard: Counter[str],
    spoken: Mapping[str, str],
) -> tuple[Stance, ...]:
    """Return the quotes that are linked, contradictions first, else one of each theme.

    `heard` counts how often each participant has been quoted on the display so far: of those
    who speak of a theme, who was quoted least has the word; what no participant is known to say
    stands for a theme only where nothing else does.
    """
    of_coding = {c.id: by_segment.get((c.transcript, c.start, c.end)) for c in codings}
    shown = [
        Stance(
            quote=quote,
            relation=link.relation,
            note=link.note,
            minority=link.minority,
            linked=True,
        )
        for link in sorted((x for x in links if x.coding), key=lambda x: ORDER.index(x.relation))
        if (quote := of_coding.get(link.coding))
    ]
    heard.update(stance.quote.participant for stance in shown)
    for theme in themes:
        spoken_of = any(family[theme.code.id] & set(s.quote.codes) for s in shown)
        full = len(shown) >= SHOWN_QUOTES
        if full or spoken_of or theme.relation is Relation.SILENT:
            continue
        own = [
            quote
            for coding in codings
            if coding.code in family[theme.code.id]
            and (quote := of_coding[coding.id])
            and SHORT <= len(quote.text) <= LONG
        ]
        if own:
            least = min(own, key=lambda q: (not spoken.get(q.coding), heard[q.participant]))
            heard[least.participant] += 1
            shown.append(Stance(quote=least, relation=theme.relation))
    return tuple(shown)


def _balance(material: Material, rows: Sequence[Row]) -> Balance:
    """Profile the quotes in baskets, or on the display while there is no basket."""
    chosen = material.picked
    if chosen is None:
        chosen = [stance.quote for row in rows for stance in row.quotes]
    unique = {(quote.transcript, quote.start, quote.end): quote for quote in chosen}
    return balance(
        [(material.spoken.get(q.coding, ""), q.attribution) for q in unique.values()],
        participants=len(material.people),
        figures=len(material.questions),
        voiced=len(rows),
    )
