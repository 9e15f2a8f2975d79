"""Draft the methods paragraphs of a report from what the project knows.

Only facts stand in it, in plain sentences to write on from. What a reader will ask and the project
does not know is left out of them and listed for the researcher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coding.model import NAMED, STANCES, Indicator
from coding.model.listing import listed
from coding.survey.joint import Display
from coding.survey.telling import asked

UNKNOWN = (
    "how participants were found, and when and how they were interviewed",
    "how the survey’s respondents were sampled, and how many of those asked answered",
    "who gave consent to what, and which ethics board was asked",
)
"""What no file of a project says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a methods section is drafted from, counted in the project.

    `languages` are named with how many interviews are in each; `groups` has attribute → value →
    participants, for what is printed with quotes. `accepted` of `segments` were proposed by the
    program; `together` are sentences on those that were accepted many at a time.
    """

    interviews: int
    languages: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    coders: int = 0
    codes: int = 0
    segments: int = 0
    accepted: int = 0
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """Paragraphs, each under what it is about; and what they leave out, for the researcher."""

    paragraphs: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


def methods(display: Display, facts: Facts) -> Methods:
    """Return the methods section of a joint display."""
    figures = [figure for row in display.rows for figure in row.figures]
    drafted = [
        ("Design", _design(display, facts, figures)),
        ("Sample", _sample(facts, figures)),
        ("Weighting and intervals", _weighting(figures)),
        ("Integration", _integration(display)),
    ]
    return Methods(
        paragraphs=tuple((about, " ".join(said)) for about, said in drafted if said),
        left_out=(*_not_said(facts, figures), *UNKNOWN),
    )


def _design(display: Display, facts: Facts, figures: Sequence[Indicator]) -> list[str]:
    if not facts.interviews:
        return []
    beside = _many(len(display.rows), "survey question")
    named = listed(list(dict.fromkeys(figure.source for figure in figures if figure.source)))
    said = [
        f"{_many(facts.interviews, 'interview')} with"
        f" {_many(len(display.participants), 'participant')}"
        f" {'was' if facts.interviews == 1 else 'were'} set beside {beside}"
        + (f" ({named})." if named else ".")
    ]
    if facts.codes and facts.segments:
        said.append(
            f"{_many(facts.coders, 'coder')} coded {_many(facts.segments, 'segment')} with a"
            f" codebook of {_many(facts.codes, 'code')}."
        )
    if facts.accepted:
        said.append(
            f"Of these, {facts.accepted:,} had been proposed by software and were accepted by a"
            f" person{', some of them together:' if facts.together else '.'}"
        )
    return [*said, *facts.together]


def _sample(facts: Facts, figures: Sequence[Indicator]) -> list[str]:
    said = []
    if len(facts.languages) > 1:
        each = [f"{count} in {name}" for name, count in facts.languages.items()]
        said.append(f"Of the interviews, {listed(each)}.")
    for attribute, values in facts.groups.items():
        each = [f"{value} {count}" for value, count in values.items()]
        said.append(f"Participants by {attribute}: {', '.join(each)}.")
    for source, theirs in _by_source(figures).items():
        sizes = sorted({figure.base_n for figure in theirs if figure.base_n is not None})
        dates = list(dict.fromkeys(figure.field_dates for figure in theirs if figure.field_dates))
        if sizes:
            of = f"{sizes[0]:,}" if len(sizes) == 1 else f"{sizes[0]:,} to {sizes[-1]:,}"
            said.append(
                f"The figures{f' of {source}' if source else ''} rest on {of} respondents each."
            )
        if dates:
            when = listed([asked(date) for date in dates])
            said.append(f"{source or 'The survey'}: asked {when}.")
    return said


def _weighting(figures: Sequence[Indicator]) -> list[str]:
    said = []
    for source, theirs in _by_source(figures).items():
        ways = {figure.weighted for figure in theirs} - {None}
        what = f"The figures of {source}" if source else "The figures"
        if ways == {True, False}:
            said.append(f"{what} are weighted in part.")
        elif ways:
            said.append(f"{what} are {'weighted' if True in ways else 'unweighted'}.")
    if weights := list(dict.fromkeys(figure.weight for figure in figures if figure.weight)):
        said.append(f"Weight variable{'' if len(weights) == 1 else 's'}: {listed(weights)}.")
    known = [figure for figure in figures if figure.ci_low is not None]
    worked_out = [figure for figure in known if figure.effective_n is not None]
    if worked_out:
        said.append(
            "95 % intervals are Wilson’s, on the effective number of respondents"
            + ("." if len(worked_out) == len(known) else " where answers are at hand.")
        )
    if len(worked_out) < len(known):
        said.append(
            "Of published figures only the number of respondents is known: their 95 % intervals"
            " (Wilson) are as if the sample were unweighted."
        )
    return said


def _integration(display: Display) -> list[str]:
    said = []
    named = Counter(theme.relation for row in display.rows for theme in row.themes)
    if named:
        each = [f"{relation} ({named[relation]})" for relation in NAMED if named[relation]]
        said.append(
            f"The researchers named the relation of theme and figure"
            f" {_times(named.total())}: {listed(each)}."
        )
    stances = Counter(stance.relation for row in display.rows for stance in row.quotes)
    if stances:
        b = display.balance
        each = [f"{relation} ({stances[relation]})" for relation in STANCES if stances[relation]]
        said.append(
            f"They chose {_many(b.quotes, 'quote')} by {b.speaking} of the {b.participants}"
            f" participants and said how each stands to a figure: {listed(each)}."
        )
        said.append(
            "k of N counts the participants with at least one chosen quote of a stance, of all who"
            " speak in the study."
        )
    if said:
        said.append("Interviewees were not matched to respondents.")
    return said


def _not_said(facts: Facts, figures: Sequence[Indicator]) -> list[str]:
    """Name what the survey's files do not say of the figures shown, and the project of people."""
    without = {
        "when people were asked": [f for f in figures if not f.field_dates],
        "how many answered": [f for f in figures if f.base_n is None],
        "whether it is weighted": [f for f in figures if f.weighted is None],
        "where it is printed": [f for f in figures if not f.source],
    }
    said = [
        f"{what}: not said of {_many(len(those), 'figure')}"
        for what, those in without.items()
        if those
    ]
    if not facts.groups:
        said.append("who the participants are: the label printed with quotes names no attribute")
    return said


def _by_source(figures: Sequence[Indicator]) -> dict[str, list[Indicator]]:
    by_source: dict[str, list[Indicator]] = {}
    for figure in figures:
        by_source.setdefault(figure.source, []).append(figure)
    return by_source


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"
