"""Lay figures and voices side by side: the rows of the joint display.

A row is one survey question with what people set beside its figures: the researcher's word on a
figure and a theme, with a note, and the quotes that somebody chose, each with its stance. Nothing
here is worked out of anything else: no quote that nobody chose, no relation that nobody named.
How many stand where is told as k of N participants, never as a percentage of six people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coding.model import (
    NAMED,
    STANCES,
    Code,
    Codebook,
    Coding,
    Indicator,
    Link,
    Memo,
    Participant,
    PrintedWords,
    Question,
    Quote,
    Relation,
)
from coding.survey.layout import Layout
from coding.survey.linking import Balance, balance
from coding.survey.stances import passages, place_of
from coding.survey.tabulation import parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A code beside a figure, and the researcher's word on the two; `called` as lists call it."""

    code: Code
    called: str
    figure: Indicator
    relation: Relation
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """A chosen quote beside a figure: as it is printed, who says it, how it stands to it.

    `person` is the participant, `""` where none is known to say it.
    """

    figure: Indicator
    quote: Quote
    relation: Relation
    printed: PrintedWords
    person: str = ""
    note: str = ""
    minority: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The participants of whom a chosen quote has a stance to a figure: k of N are these of all."""

    figure: Indicator
    relation: Relation
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question: its figures, the word on each theme, the chosen quotes, the inference.

    `group` is the heading that it stands under, `tallies` who stands how to which figure.
    """

    question: Question
    figures: tuple[Indicator, ...]
    themes: tuple[Theme, ...] = ()
    quotes: tuple[Stance, ...] = ()
    tallies: tuple[Tally, ...] = ()
    group: str = ""
    inference: str = ""
    memo: str = ""
    memo_version: int | None = None

    @property
    def beside(self) -> tuple[Indicator, ...]:
        """Return the figures that something is set beside, in their order."""
        told = {theme.figure.id for theme in self.themes}
        told |= {stance.figure.id for stance in self.quotes}
        return tuple(figure for figure in self.figures if figure.id in told)

    @property
    def relation(self) -> Relation | None:
        """Return what was named for every figure and theme of it alike, else None."""
        named = {theme.relation for theme in self.themes}
        return named.pop() if len(named) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """The joint display: its chosen rows in their order, what else there is, what it rests on.

    `more` are rows that have something beside their figures and were not chosen, `gone` the ids of
    chosen questions that no survey has any more. `silent_questions` have nothing beside them,
    `silent_codes` no figure. `participants` are all who speak in the study.
    """

    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    layout: Layout
    silent_questions: tuple[Question, ...]
    silent_codes: tuple[Code, ...]
    participants: tuple[Participant, ...]
    balance: Balance
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a joint display is laid out from: the survey, the links, the chosen quotes, who speaks.

    `quotes` has coding → its quote, `printed` coding → how it is printed (its own words where it
    has none), `edited` are those that a section prints with other words. `spoken` has coding →
    participant, `""` for what none says, `people` those participants by id in the order in which
    they are shown. `groups` are linked figures of subgroups, which are in no question; `memos` are
    on questions, by their ids.
    """

    questions: Sequence[Question]
    book: Codebook
    links: Sequence[Link]
    codings: Sequence[Coding] = ()
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    printed: Mapping[str, PrintedWords] = field(default_factory=dict)
    edited: Collection[str] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Participant] = field(default_factory=dict)
    groups: Mapping[str, Indicator] = field(default_factory=dict)
    memos: Mapping[str, Memo] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)


def figures_of(questions: Iterable[Question]) -> dict[str, str]:
    """Return figure → question."""
    return {figure.id: question.id for question in questions for figure in question.indicators}


def question_of(figure: str, of_question: Mapping[str, str]) -> str:
    """Return the question that a figure is of, be it worked out for a subgroup, or `""`.

    >>> question_of("safe@sex=women", {"safe": "g15"}), question_of("calm", {"safe": "g15"})
    ('g15', '')
    """
    return of_question.get(figure) or of_question.get(parts(figure)[0], "")


def lay_out(material: Material) -> Display:
    """Return the joint display: the chosen rows in their order.

    Until rows are chosen these are all with something beside their figures, as the survey has them.
    """
    of_question = figures_of(material.questions)
    links: dict[str, list[Link]] = {}
    for link in material.links:
        if link.relation in NAMED and (key := question_of(link.indicator, of_question)):
            links.setdefault(key, []).append(link)
    known = {question.id: question for question in material.questions}
    chosen = material.layout.places([q.id for q in material.questions if q.id in links])
    rows = [
        _row(material, known[key], links.get(key, []), group)
        for key, group in chosen
        if key in known
    ]
    there = {key for key, _ in chosen}
    return Display(
        rows=tuple(rows),
        more=tuple(
            _row(material, question, links[question.id], "")
            for question in material.questions
            if question.id in links and question.id not in there
        ),
        layout=material.layout,
        silent_questions=tuple(q for q in material.questions if q.id not in links),
        silent_codes=_silent(material, {x.code for of in links.values() for x in of}),
        participants=tuple(material.people.values()),
        balance=_balance(material, rows),
        gone=tuple(key for key, _ in chosen if key not in known),
    )


def _silent(material: Material, told: set[str]) -> tuple[Code, ...]:
    """Return the codes in use that have no figure, nor one above or below them that has."""
    book = material.book
    above = {up.id for code in told for up in book.path(code)}
    below = {down for code in told for down in book.family(code)}
    used = {coding.code for coding in material.codings}
    return tuple(code for code in book if code.id in used and code.id not in above | below)


def _row(material: Material, question: Question, links: Sequence[Link], group: str) -> Row:
    figures = figures_beside(question, links, material.groups)
    by_id = {figure.id: figure for figure in figures}
    order = list(by_id)
    told = sorted(links, key=lambda link: (order.index(link.indicator), NAMED.index(link.relation)))
    book, memo = material.book, material.memos.get(question.id)
    quotes = _quotes(material, told, by_id)
    return Row(
        question=question,
        figures=figures,
        themes=tuple(
            Theme(
                code=book.by_id[link.code],
                called=book.called[link.code],
                figure=by_id[link.indicator],
                relation=link.relation,
                note=link.note,
            )
            for link in told
            if not link.coding and link.code in book
        ),
        quotes=quotes,
        tallies=_tallies(quotes, material.people),
        group=group,
        inference=memo.text if memo else "",
        memo=memo.id if memo else "",
        memo_version=memo.version if memo else None,
    )


def _quotes(
    material: Material, links: Sequence[Link], figures: Mapping[str, Indicator]
) -> tuple[Stance, ...]:
    """Return the quotes that stand beside figures; one passage stands once under each stance."""
    placed = [(x, material.quotes[x.coding]) for x in links if x.coding in material.quotes]
    groups = enumerate(passages(list({place_of(q): q for _, q in placed}.values())))
    passage = {place_of(quote): number for number, group in groups for quote in group}
    shown: dict[tuple[str, Relation, int], Stance] = {}
    for link, quote in placed:
        if link.relation not in STANCES:
            continue
        key = (link.indicator, link.relation, passage[place_of(quote)])
        before = shown.get(key)
        made = Stance(
            figure=figures[link.indicator],
            quote=quote,
            relation=link.relation,
            printed=material.printed.get(link.coding) or PrintedWords(words=quote.words),
            person=material.spoken.get(link.coding, ""),
            note=link.note or (before.note if before else ""),
            minority=link.minority or bool(before and before.minority),
        )
        if before and before.quote.coding in material.edited:  # as the report has it
            made = replace(made, quote=before.quote, printed=before.printed, person=before.person)
        shown[key] = made
    return tuple(shown.values())


def _tallies(quotes: Sequence[Stance], people: Iterable[str]) -> tuple[Tally, ...]:
    """Return who stands how to which figure; who is not known counts for nobody."""
    said: dict[tuple[str, Relation], list[Stance]] = {}
    for stance in quotes:
        said.setdefault((stance.figure.id, stance.relation), []).append(stance)
    return tuple(
        Tally(
            figure=listed[0].figure,
            relation=relation,
            people=tuple(key for key in people if key in {stance.person for stance in listed}),
        )
        for (_, relation), listed in said.items()
    )


def figures_beside(
    question: Question, links: Sequence[Link], groups: Mapping[str, Indicator]
) -> tuple[Indicator, ...]:
    """Return the question's figures that are linked, else all that are for everybody.

    Those of the same subgroup as the first of them come along, in the order of the file; figures
    worked out for a subgroup (`groups`) come last.
    """
    wanted = dict.fromkeys(link.indicator for link in links)
    there = {figure.id for figure in question.indicators}
    extra = [groups[key] for key in wanted if key not in there]
    chosen = [figure for figure in question.indicators if figure.id in wanted]
    first = chosen[0].subgroup if chosen else question.indicators[0].subgroup
    shown = [
        figure for figure in question.indicators if figure.id in wanted or figure.subgroup == first
    ]
    return (*shown, *extra)


def _balance(material: Material, rows: Sequence[Row]) -> Balance:
    """Profile the quotes on the display."""
    unique = {place_of(stance.quote): stance for row in rows for stance in row.quotes}
    return balance(
        [(stance.person, stance.quote.attribution) for stance in unique.values()],
        participants=len(material.people),
        figures=len(rows),
        voiced=sum(bool(row.quotes) for row in rows),
    )
