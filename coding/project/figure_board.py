"""Lay a figure, its voices and the report out for the page that shows them, as plain data."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError
from coding.model import (
    STANCES,
    Indicator,
    Question,
    Quote,
    Relation,
    RiskKind,
    Role,
    Transcript,
)
from coding.project.transcripts import TEXTS_KEPT
from coding.survey.charts import base
from coding.survey.joint import question_of
from coding.survey.plausibility import is_total

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.voices import FigureVoices, Judged, OpenPassage

__all__ = ["figure_board", "figures_in_order", "index_board"]

SHOWN = 40
"""How many passages are proposed at a time: more come as these are judged."""

LOOKED_AT = 8
"""Of how many passages that come next it is told what their words give away."""

MOST_LABELS = 3
"""How many coarser labels are offered."""

MOST_FIGURES = 3
"""How many figures are named for a theme that has none."""


def figure_board(project: Project, indicator: str, *, first: str = "") -> dict[str, Any]:
    """Return what is shown of a figure: its question, what is said of themes, quotes, the report.

    The passage of the coding `first` is the first to be judged. Raises NotFound for an unknown
    figure.
    """
    with project.store.together():
        return _figure_board(project, indicator, first)


def _figure_board(project: Project, indicator: str, first: str) -> dict[str, Any]:
    voices = project.links.voices(indicator, most=SHOWN, first=first)
    cards = _Cards(project, voices)
    book = project.codes.book()
    direct = [code for code in book if _beside(code.id, code.indicators, voices)]
    order = figures_in_order(project)
    at = order.index(voices.figure.id) if voices.figure.id in order else -1
    return {
        "mode": "figure",
        "figure": voices.figure.id,
        **_head(project, voices.figure),
        "themes": [
            {
                "id": link.id,
                "code": link.code,
                "name": book.called.get(link.code, link.code),
                "relation": str(link.relation),
                "note": link.note,
                "coder": link.coder,
                "version": link.version,
            }
            for link in voices.themes
        ],
        "open_themes": [
            [code.id, book.called[code.id]]
            for code in sorted(book, key=lambda code: code not in direct)
            if code.id not in {link.code for link in voices.themes}
        ],
        "likely_themes": _likely_themes(project, voices) if not direct else [],
        "under": [book.called[code.id] for code in direct],
        "people": [[p.id, p.pseudonym or p.id] for p in voices.people],
        "floor": project.disclosure.floor(),
        "placed": [cards.placed(judged) for judged in voices.placed()],
        "away": [
            cards.placed(judged) for judged in voices.judged if judged.relation not in STANCES
        ],
        "open": [cards.open(passage) for passage in voices.candidates],
        "more": voices.more,
        "previous": order[at - 1] if at > 0 else "",
        "next": order[at + 1] if 0 <= at < len(order) - 1 else "",
        **report_board(project),
    }


def _beside(code: str, named: Sequence[str], voices: FigureVoices) -> bool:
    return voices.figure.id in named or any(link.code == code for link in voices.themes)


def figures_in_order(project: Project) -> list[str]:
    """Return the figures that one goes through, in the survey's order: totals say nothing."""
    return [figure.id for figure in project.survey.figures() if not is_total(figure)]


def _likely_themes(project: Project, voices: FigureVoices) -> list[list[str]]:
    """Return the codes that are likeliest to speak to a figure with which none stands."""
    book = project.codes.book()
    ranked = [p for p in project.links.proposals() if p.indicator == voices.figure.id]
    ranked.sort(key=lambda proposal: -proposal.score)
    return [[p.code, book.called[p.code]] for p in ranked[:MOST_FIGURES]]


# --- the figure ---------------------------------------------------------------------------------


def _head(project: Project, figure: Indicator) -> dict[str, Any]:
    """Return the question of a figure with its answers, and what the figure rests on."""
    questions = [q for q in project.survey.questions() if q.id == figure.question_id]
    same = [f for q in questions for f in q.indicators if f.subgroup == figure.subgroup]
    shown = same if any(f.id == figure.id for f in same) else [figure]
    return {
        "title": figure.title or figure.question or figure.id,
        "ask": figure.question if figure.question != figure.title else "",
        "ref": figure.ref,
        "answers": [
            {
                "id": answer.id,
                "option": answer.option,
                "printed": answer.printed,
                "unit": answer.unit,
                "value": answer.value,
                "low": answer.ci_low,
                "high": answer.ci_high,
                "missing": answer.missing,
            }
            for answer in shown
        ],
        "about": about(figure),
    }


def about(figure: Indicator) -> str:
    """Say in a line of whom a figure is, how it was weighted, how sure it is, and whose it is.

    >>> about(Indicator(id="a", question_id="q", question="", option="", printed="60", value=60.0,
    ...                 weighted=True, source="A panel", field_dates="2024-09-04/2024-10-03"))
    'All respondents, n unknown, weighted. No interval. A panel, 2024-09-04 to 2024-10-03.'
    """
    of = base(figure)
    weighted = {True: ", weighted", False: ", unweighted", None: ""}[figure.weighted]
    lines = [of[:1].upper() + of[1:] + weighted]
    if figure.ci_low is None:
        lines.append("No interval")
    elif figure.weighted and figure.effective_n is None:
        lines.append("95 % interval, as if unweighted: the effective n is not printed")
    else:
        lines.append("95 % interval")
    lines.append(", ".join(filter(None, [figure.source, figure.field_dates.replace("/", " to ")])))
    return " ".join(f"{line}." for line in lines if line)


# --- quotes as cards ----------------------------------------------------------------------------


def _shown(voices: FigureVoices) -> tuple[Judged | OpenPassage, ...]:
    return *voices.judged, *voices.candidates


class _Cards:
    """Make cards of quotes: the words, who says them, where, and the label with its k."""

    def __init__(self, project: Project, voices: FigureVoices) -> None:
        self.project = project
        self.names = {p.id: p.pseudonym or p.id for p in voices.people}
        self.said = project.speakers.said({x.quote.transcript for x in _shown(voices)})
        self.languages = {t.id: t.language for t in project.transcripts.all()}
        self.read: Callable[[str], Transcript] = lru_cache(maxsize=TEXTS_KEPT)(
            project.transcripts.get
        )
        self.labels: Callable[[str], Mapping[str, tuple[str, int]]] = lru_cache(maxsize=None)(
            lambda language: project.labels.of_people(language=language)
        )
        self.tells = self._tells([*voices.placed(), *voices.candidates[:LOOKED_AT]])
        self.floor = project.disclosure.floor()
        self.near = {x.quote.coding for x in voices.candidates[:LOOKED_AT]}

    def _tells(self, shown: Sequence[Judged | OpenPassage]) -> dict[str, list[list[Any]]]:
        """Return coding → what its words give away: the words, what they are, if they stop."""
        told: dict[str, list[list[Any]]] = {}
        for one in self.project.disclosure.of_quotes([x.quote.coding for x in shown]):
            if one.words and one.kind is not RiskKind.LABEL and one.decision is None:
                told.setdefault(one.coding, []).append([one.words, one.what, one.stops])
        return told

    def coarser(self, quote: Quote, person: str, k: int) -> list[list[Any]]:
        """Return schemes under which more people fit a label that too few fit."""
        if not person or not 0 < k < self.floor:
            return []
        advice = self.project.disclosure.coarser(person, quote.transcript)
        return [[a.text, a.value, a.k] for a in advice[:MOST_LABELS]]

    def card(self, quote: Quote, person: str) -> dict[str, Any]:
        known = self.labels(self.languages[quote.transcript]).get(person)
        k = known[1] if known and known[0] else 0
        return {
            "coding": quote.coding,
            "text": " ".join(quote.words.split()),
            "person": person,
            "name": self.names.get(person, ""),
            "label": quote.attribution,
            "k": k,
            "tells": self.tells.get(quote.coding, []),
            "coarser": self.coarser(quote, person, k) if quote.coding in self.near else [],
            "language": self.languages[quote.transcript],
            "codes": list(quote.codes),
            "coders": list(quote.coders),
            "transcript": quote.transcript,
            "where": quote.name,
            "turn": max(bisect_right(self.said[quote.transcript].starts, quote.start), 1),
        }

    def placed(self, judged: Judged) -> dict[str, Any]:
        return {
            **self.card(judged.quote, judged.person),
            "relation": str(judged.relation),
            "note": judged.note,
            "minority": judged.minority,
            "by": list(dict.fromkeys(link.coder for link in judged.links)),
            "sections": list(judged.sections),
        }

    def open(self, passage: OpenPassage) -> dict[str, Any]:
        return {
            **self.card(passage.quote, passage.person),
            "asked": self.asked(passage.quote),
            "under": list(passage.under),
            "reasons": [reason for reason in passage.reasons if not reason.startswith("coded ")],
            "lean": passage.lean,
            "heard": passage.heard,
            "sections": list(passage.sections),
        }

    def asked(self, quote: Quote) -> str:
        """Return the interviewer's words right before the turn of a quote."""
        before: str = ""
        for turn in self.read(quote.transcript).turns:
            if turn.end > quote.start:
                break
            asks = turn.role is Role.INTERVIEWER
            before = self.read(quote.transcript).text[turn.start : turn.end] if asks else ""
        return " ".join(before.split())


# --- the report ---------------------------------------------------------------------------------


def report_board(project: Project) -> dict[str, Any]:
    """Return the outline of the report, and how often each person is quoted in it."""
    codings = project.store.codings.all()
    spoken, people = project.cases.who(codings)
    counted = {c.id: (c.transcript, c.start, c.end) for c in project.alignments.counted(codings)}
    sections: list[dict[str, Any]] = []
    heard: Counter[str] = Counter()
    seen: set[tuple[str, int, int]] = set()
    for section in project.outline.sections():
        items = []
        for entry in section.entries:
            item: dict[str, Any] = {"id": entry.item.id, "text": entry.words, "amiss": entry.amiss}
            if entry.quote:
                quote = entry.quote
                item |= {"kind": "quote", "coding": quote.coding, "below": quote.attribution}
                place = counted.get(quote.coding, (quote.transcript, quote.start, quote.end))
                if place not in seen and (who := spoken.get(quote.coding)):
                    seen.add(place)
                    heard[who] += 1
            elif entry.figure:
                figure = entry.figure
                item |= {
                    "kind": "figure",
                    "figure": figure.id,
                    "text": f"{figure.option} {figure.printed} {figure.unit}",
                    "below": ", ".join(filter(None, [figure.ref, base(figure)])),
                }
            else:
                item["kind"] = str(getattr(entry.item, "kind", "quote"))
            items.append(item)
        sections.append({"id": section.id, "name": section.name, "items": items})
    return {
        "sections": sections,
        "heard": [[p.pseudonym or p.id, heard[p.id]] for p in people.values()],
    }


# --- all figures --------------------------------------------------------------------------------


def index_board(project: Project) -> dict[str, Any]:
    """Return every figure with how many people speak beside it, and themes that have no figure."""
    links = project.links.all()
    codings = project.store.codings.all()
    spoken, people = project.cases.who(codings)
    questions = project.survey.questions()
    who: dict[tuple[str, Relation], set[str]] = {}
    for link in links:
        if link.coding and link.relation in STANCES:
            who.setdefault((link.indicator, link.relation), set()).add(spoken.get(link.coding, ""))
    groups = [_asked_group(project, key, questions) for key in dict.fromkeys(x[0] for x in who)]
    extra = [figure for figure in groups if figure]
    return {
        "mode": "index",
        "figure": "",
        "n": len(people),
        "questions": [
            {
                "id": question.id,
                "title": question.title or question.text,
                "ref": question.ref,
                "figures": [
                    _index_row(figure, who)
                    for figure in (
                        *question.indicators,
                        *(f for f in extra if f.question_id == question.id),
                    )
                    if not is_total(figure)
                ],
            }
            for question in questions
        ],
        "silent": _silent_themes(project, {link.code for link in links if not link.coding}),
    }


def _asked_group(project: Project, key: str, questions: Sequence[Question]) -> Indicator | None:
    """Return a figure of a subgroup, which stands in no question, if it is one and is there."""
    listed = {figure.id: question.id for question in questions for figure in question.indicators}
    if key in listed or not question_of(key, listed):
        return None
    try:
        return project.survey.figure(key)
    except CodingError:
        return None


def _index_row(figure: Indicator, who: Mapping[tuple[str, Relation], set[str]]) -> dict[str, Any]:
    def heard(*relations: Relation) -> int:
        return len(set().union(*(who.get((figure.id, r), set()) for r in relations)) - {""})

    return {
        "id": figure.id,
        "option": figure.option,
        "group": figure.subgroup,
        "printed": figure.printed,
        "unit": figure.unit,
        "value": figure.value,
        "quoted": any((figure.id, relation) in who for relation in STANCES),
        "k": [
            heard(Relation.CONFIRMS),
            heard(Relation.PARTLY_AGREES, Relation.EXPANDS),
            heard(Relation.CONTRADICTS),
        ],
    }


def _silent_themes(project: Project, linked: set[str]) -> list[dict[str, Any]]:
    """Return the themes in use that stand with no figure, each with the likeliest figures."""
    book = project.codes.book()
    carrying = project.cases.carrying()
    figures = {figure.id: figure for figure in project.survey.figures()}
    told = {code.id for code in book if code.id in linked or set(code.indicators) & set(figures)}
    above = {up.id for code in told for up in book.path(code)}
    below = {down for code in told for down in book.family(code)}
    silent = [c for c in book if carrying.get(c.id) and c.id not in above | below]
    named: dict[str, list[list[str]]] = {}
    for proposal in project.links.proposals([c.id for c in silent], most=MOST_FIGURES):
        figure = figures[proposal.indicator]
        line = f"{figure.option} {figure.printed} {figure.unit}"
        named.setdefault(proposal.code, []).append([figure.id, line, figure.title])
    return [
        {
            "code": code.id,
            "name": " › ".join(up.name for up in book.path(code.id)),
            "people": len(carrying[code.id]),
            "figures": named.get(code.id, []),
        }
        for code in silent
    ]
