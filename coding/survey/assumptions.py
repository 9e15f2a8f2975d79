"""Say what was assumed when a file of answers was read, and what a person has yet to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from coding.model import Absence
from coding.model.listing import first_few
from coding.survey.columns import MadeOf
from coding.survey.missing import AbsentAnswer, Ground, told
from coding.survey.variables import SINGLE, Microdata, Variable

NAMED = 4
"""Variables that a note names before it says how many more there are."""

ASK = "Please check: "
"""How a note begins that asks for a person's eye."""


def absent_answers(made: Mapping[str, MadeOf]) -> tuple[AbsentAnswer, ...]:
    """Gather the ways of giving no answer over all variables, the commonest first."""
    groups: dict[tuple[str, str, Absence | None, Ground], dict[str, int]] = {}
    for name, column in made.items():
        for answer, reading, count in column.absences:
            value = told(answer.value)
            label = "" if answer.label == value else answer.label
            key = ("" if label else value, label, reading.absence, reading.ground)
            groups.setdefault(key, {})[name] = count
    found = [
        AbsentAnswer(
            value=value,
            label=label,
            absence=absence,
            ground=ground,
            variables=tuple(counts),
            respondents=sum(counts.values()),
        )
        for (value, label, absence, ground), counts in groups.items()
        if sum(counts.values())
    ]
    return tuple(sorted(found, key=lambda answer: -answer.respondents))


def notes_on(data: Microdata, aside: Sequence[str], blank: Mapping[str, str]) -> list[str]:
    """Return what was assumed, a sentence for each; those that ask begin with `ASK`."""
    return [
        *_left_aside(data, aside),
        *_blank(blank),
        *([] if data.choices.confirmed else absence_notes(data.absent, _measured(data))),
        *_weights(data),
        *_joins(data),
    ]


def _left_aside(data: Microdata, aside: Sequence[str]) -> list[str]:
    notes = []
    if data.open_questions:
        names = list(data.open_questions)
        notes.append(
            f"{len(names)} variable{'s' if len(names) > 1 else ''} with open answers, which can be"
            f" brought in as transcripts: {first_few(names, NAMED)}"
        )
    if aside:
        notes.append(
            f"{len(aside)} variable{'s' if len(aside) > 1 else ''} left aside (ids, times, or too"
            f" many different answers): {first_few(aside, NAMED)}"
        )
    return notes


def _blank(blank: Mapping[str, str]) -> list[str]:
    if not blank:
        return []
    words = ", ".join(f"“{word}”" for word in blank)
    return [f"{words} and empty cells are read as no answer and are in no base"]


def _measured(data: Microdata) -> frozenset[str]:
    return frozenset(name for name, v in data.variables.items() if v.numbers is not None)


def absence_notes(absent: Sequence[AbsentAnswer], measured: Collection[str]) -> list[str]:
    """Say which answers are in no base, which are in it as no answer, and which are not clear.

    `measured` are variables whose answers are numbers: what is none is in no mean of these.
    """
    notes = []
    sure = [answer for answer in absent if answer.ground in (Ground.DECLARED, Ground.LABEL)]
    out = [answer for answer in sure if answer.absence is Absence.NOT_ASKED]
    others = [answer for answer in sure if answer.absence and answer not in out]
    stays = [kept for answer in others if (kept := _of(answer, measured, inside=False))]
    none = [kept for answer in others if (kept := _of(answer, measured, inside=True))]
    if out:
        notes.append(f"not asked, so in no base: {_answers(out)}")
    if stays:
        notes.append(f"no answer, but in the base of those asked and shown: {_answers(stays)}")
    if none:
        notes.append(f"no number, so in no mean: {_answers(none)}")
    for answer in absent:
        name = f"“{answer.label or answer.value}”"
        where = f"{first_few(answer.variables, NAMED)}; {answer.respondents:,} respondents"
        if answer.ground is Ground.VALUE and answer.absence:
            told_as = "not asked" if answer.absence is Absence.NOT_ASKED else str(answer.absence)
            notes.append(f"{ASK}{name} is taken for “{told_as}” by its value alone ({where})")
        elif answer.ground is Ground.UNCLEAR and answer.absence:
            notes.append(
                f"{ASK}{name} is declared missing and does not say why; it is counted as"
                f" “{answer.absence}” ({where})"
            )
        elif answer.ground is Ground.UNCLEAR:
            notes.append(
                f"{ASK}{name} may be no answer, or mean that people were not asked; it is counted"
                f" as an answer ({where})"
            )
    return notes


def _of(answer: AbsentAnswer, measured: Collection[str], *, inside: bool) -> AbsentAnswer | None:
    """Return an absence in those of its variables alone that are `measured`, or are not."""
    names = tuple(name for name in answer.variables if (name in measured) is inside)
    return replace(answer, variables=names) if names else None


def _answers(answers: Sequence[AbsentAnswer]) -> str:
    told_of = [
        f"“{answer.label or answer.value}” ({first_few(answer.variables, NAMED)})"
        for answer in answers[:6]
    ]
    return "; ".join(told_of) + (f"; and {len(answers) - 6} more" if len(answers) > 6 else "")


def _weights(data: Microdata) -> list[str]:
    if data.weight or not data.likely_weights:
        return []
    look = "looks" if len(data.likely_weights) == 1 else "look"
    return [f"{ASK}{first_few(data.likely_weights, NAMED)} {look} like weights and none is used"]


def several_in_a_cell(variable: Variable) -> str:
    """Return the sign between several answers that stand in one cell, `""` for none.

    Such answers are made of the same few parts in several combinations.
    """
    if variable.type != SINGLE or variable.values:
        return ""
    for sign in (";", "|", ","):
        cells = [
            {part.strip() for part in option.split(sign) if part.strip()}
            for at, option in enumerate(variable.options)
            if at not in variable.missing
        ]
        parts = Counter(part for cell in cells for part in cell)
        joined = [cell for cell in cells if len(cell) > 1]
        again = [parts[part] > 1 for cell in joined for part in cell]
        if len(joined) > 1 and (all(again) if sign == "," else any(again)):
            return sign
    return ""


def _joins(data: Microdata) -> list[str]:
    notes = [
        f"{ASK}{p.members[0]} … {p.members[-1]} look like the {len(p.members)} items of one"
        f" question with several answers; join them as {p.name}"
        for p in data.proposals[:6]
    ]
    if len(data.proposals) > 6:
        notes.append(f"{ASK}{len(data.proposals) - 6} more rows of items could be joined")
    for name, variable in data.variables.items():
        sign = several_in_a_cell(variable)
        if sign:
            notes.append(
                f"{ASK}{name} holds several answers in one cell, with “{sign}” between; each"
                " combination is counted as an answer"
            )
    for name, groups in data.alike.items():
        listed = "; ".join(" and ".join(f"“{o}”" for o in group) for group in groups[:3])
        notes.append(f"{ASK}{name} counts {listed} apart; are they one answer?")
    return notes
