"""Tell who says what to a figure: what people placed beside it, and what nobody has judged yet.

What counts is only what a person did: k of N are the participants of whom a quote is placed under
a stance, of all who speak in the study. A passage that was proposed and judged, be it as not about
the figure, is proposed no more. The researcher's relation of figure and theme is another thing: it
is never worked out of the quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coding.model import STANCES, Indicator, Link, Participant, Quote, Relation, likelihood

QUALIFIES = (Relation.PARTLY_AGREES, Relation.EXPANDS)
"""The stances that stand in one column between what confirms and what contradicts."""

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A passage that a person set beside a figure, one card whoever coded it.

    `links` are those that say so, oldest first; `person` is the participant who says it, `""`
    where none does; `sections` are the names of the report's sections that it is in.
    """

    quote: Quote
    relation: Relation
    links: tuple[Link, ...]
    person: str
    sections: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Return what was noted, the newest."""
        return next((link.note for link in reversed(self.links) if link.note), "")

    @property
    def minority(self) -> bool:
        """Say whether somebody marked it as one of the few who say so."""
        return any(link.minority for link in self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPassage:
    """A coded passage of which nobody has said yet how it stands to a figure.

    `under` are the codes beside the figure that it carries; `score` is from 0 to 1 (see
    `coding.survey.speaking_to`); `heard` says that the person is quoted beside the figure already.
    `lean` is what its words say to the answer's, where that can be told: "with", "against" or "".
    """

    quote: Quote
    person: str
    score: float
    heard: bool
    under: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    lean: str = ""
    sections: tuple[str, ...] = ()

    @property
    def likelihood(self) -> str:
        """Return the score in a word: likely from .7, possible from .3, else weak."""
        return likelihood(self.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureVoices:
    """A figure with the researcher's word on each theme, the quotes placed, and what is open.

    `themes` are links of codes as a whole, `people` all who speak in the study in order;
    `candidates` come in the order in which they are to be judged, `more` are those left out.
    """

    figure: Indicator
    themes: tuple[Link, ...]
    judged: tuple[Judged, ...]
    candidates: tuple[OpenPassage, ...]
    people: tuple[Participant, ...]
    more: int = 0

    def placed(self, *relations: Relation) -> tuple[Judged, ...]:
        """Return the quotes of some stances, of all of them if none is named."""
        return tuple(x for x in self.judged if x.relation in (relations or STANCES))

    def speaking(self, *relations: Relation) -> tuple[str, ...]:
        """Return the participants who have a quote of some stances, in the study's order."""
        heard = {judged.person for judged in self.placed(*relations)}
        return tuple(person.id for person in self.people if person.id in heard)


# --- passages -----------------------------------------------------------------------------------


def place_of(quote: Quote) -> Place:
    """Return where a quote stands."""
    return quote.transcript, quote.start, quote.end


def passages(quotes: Sequence[Quote]) -> list[tuple[Quote, ...]]:
    """Gather quotes that are one passage, the first of each group the longest from its start.

    They are one if most of the longer is shared, or if two coders put one code on words that
    overlap. A short quote within a long one on another matter stays a passage of its own.

    >>> def quote(start, end, code, coder):
    ...     return Quote(coding="", transcript="T", name="", start=start, end=end, text="",
    ...                  translation="", participant="", attribution="", codes=(code,),
    ...                  coders=(coder,))
    >>> ana, bo = quote(0, 40, "calm", "Ana"), quote(30, 90, "calm", "Bo")
    >>> [len(group) for group in passages([ana, bo, quote(35, 45, "work", "Bo")])]
    [2, 1]
    """
    groups: list[list[Quote]] = []
    near: list[list[Quote]] = []  # those that a later quote may still overlap
    for quote in sorted(quotes, key=lambda q: (q.transcript, q.start, -q.end)):
        near = [
            group
            for group in near
            if group[0].transcript == quote.transcript and max(q.end for q in group) > quote.start
        ]
        home = next((g for g in near if any(_one(member, quote) for member in g)), None)
        if home is None:
            home = []
            groups.append(home)
            near.append(home)
        home.append(quote)
    return [tuple(group) for group in groups]


def _one(quote: Quote, later: Quote) -> bool:
    shared = min(quote.end, later.end) - max(quote.start, later.start)
    if shared <= 0:
        return False
    if 2 * shared > max(quote.end - quote.start, later.end - later.start):
        return True
    return bool(set(quote.codes) & set(later.codes)) and set(quote.coders) != set(later.coders)


# --- what is placed, and what is open -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What voices are told from: quotes with who says each, links to one figure, sections.

    `person` has the place of a quote → participant (`""` for none), `at` a coding → its place,
    `sections` a place → the names of sections, in order. `codes` stand beside the figure, each
    with those below it.
    """

    figure: Indicator
    links: Sequence[Link]
    quotes: Sequence[Quote]
    at: Mapping[str, Place]
    person: Mapping[Place, str]
    people: Sequence[Participant]
    codes: frozenset[str]
    sections: Mapping[Place, tuple[str, ...]]


Scores = Callable[[Sequence[Quote]], Sequence[float]]


def voices_of(
    beside: Beside, likely: Scores, *, most: int = 0, apart: int = 10, first: Place | None = None
) -> FigureVoices:
    """Return the voices beside a figure; `likely` says how like each of some quotes is to it.

    Proposed are passages under the codes beside the figure, then the `apart` likeliest others, of
    each first those of people who have no quote beside it yet. `most` limits how many (0: all). The
    passage at `first` comes before them, likely or not: somebody asks about it.
    """
    of_place: dict[Place, list[Link]] = {}
    for link in beside.links:
        if link.coding and (place := beside.at.get(link.coding)):
            of_place.setdefault(place, []).append(link)
    judged: list[Judged] = []
    weighed: list[tuple[tuple[Quote, ...], float]] = []
    groups = passages(beside.quotes)
    for group, score in zip(groups, likely([group[0] for group in groups]), strict=True):
        links = [link for quote in group for link in of_place.get(place_of(quote), ())]
        if links:
            judged += _judged(group, links, beside)
        else:
            weighed.append((group, score))
    heard = {x.person for x in judged if x.relation in STANCES}
    offered = _offered(weighed, beside, heard, apart, first)
    kept = offered[:most] if most else offered
    return FigureVoices(
        figure=beside.figure,
        themes=tuple(link for link in beside.links if not link.coding),
        judged=tuple(judged),
        candidates=tuple(kept),
        people=tuple(beside.people),
        more=len(offered) - len(kept),
    )


def _judged(group: Sequence[Quote], links: Sequence[Link], beside: Beside) -> list[Judged]:
    """Return a card for each stance that people gave one passage; where they agree, one."""
    by_relation: dict[Relation, list[Link]] = {}
    for link in sorted(links, key=lambda x: x.created):
        by_relation.setdefault(link.relation, []).append(link)
    cards = []
    for relation, said in by_relation.items():
        place = beside.at[said[-1].coding]
        quote = next(quote for quote in group if place_of(quote) == place)
        cards.append(
            Judged(
                quote=quote,
                relation=relation,
                links=tuple(said),
                person=beside.person.get(place, ""),
                sections=_sections(group, beside),
            )
        )
    return cards


def _offered(
    weighed: Sequence[tuple[Sequence[Quote], float]],
    beside: Beside,
    heard: set[str],
    apart: int,
    first: Place | None,
) -> list[OpenPassage]:
    """Return what is proposed, in the order in which it is to be judged."""
    asked: list[OpenPassage] = []
    under: list[OpenPassage] = []
    others: list[OpenPassage] = []
    for group, score in weighed:
        quote = _shown(group, beside, first)
        carried = dict.fromkeys(code for member in group for code in member.codes)
        codes = tuple(code for code in carried if code in beside.codes)
        person = beside.person.get(place_of(quote), "")
        (asked if place_of(quote) == first else under if codes else others).append(
            OpenPassage(
                quote=quote,
                person=person,
                score=score,
                heard=person in heard,
                under=codes,
                sections=_sections(group, beside),
            )
        )
    others.sort(key=lambda x: -x.score)
    return [
        *asked,
        *sorted(under, key=lambda x: (x.heard, -x.score)),
        *sorted(others[:apart], key=lambda x: (x.heard, -x.score)),
    ]


def _shown(group: Sequence[Quote], beside: Beside, first: Place | None) -> Quote:
    """Return the quote that stands for a passage: the one asked for, or in the report, or first."""
    asked = (quote for quote in group if place_of(quote) == first)
    printed = (quote for quote in group if place_of(quote) in beside.sections)
    return next(asked, None) or next(printed, group[0])


def _sections(group: Sequence[Quote], beside: Beside) -> tuple[str, ...]:
    listed = (name for quote in group for name in beside.sections.get(place_of(quote), ()))
    return tuple(dict.fromkeys(listed))
