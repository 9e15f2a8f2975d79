"""Tell a joint display in words: figures with their bases, who stands how, what is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from coding.model import STANCES, Basis, Indicator, Question, Relation
from coding.survey.charts import base
from coding.survey.joint import Display, Row, Stance, Tally, Theme
from coding.survey.stances import QUALIFIES

COLUMNS: tuple[tuple[str, tuple[Relation, ...]], ...] = (
    ("confirms", (Relation.CONFIRMS,)),
    ("qualifies", QUALIFIES),
    ("contradicts", (Relation.CONTRADICTS,)),
)
"""Stances as they stand beside each other; the finer word stays on the quote."""


_BASES = {
    Basis.ASKED: "Shares are of those who were asked.",
    Basis.VALID: "Shares are of those who gave a valid answer.",
}
_ENDS = (".", "?", "!", "…")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_SPAN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:\s*(?:/|–|—|to)\s*(\d{4})-(\d\d)-(\d\d))?")


def asked(dates: str) -> str:
    """Return when people were asked as a sentence has it, where the source says it in ISO 8601.

    >>> asked("2024-09-04/2024-10-03"), asked("2024-09-04/2024-09-30"), asked("spring 2024")
    ('4 September to 3 October 2024', '4 to 30 September 2024', 'spring 2024')
    """
    span = _SPAN.fullmatch(dates.strip())
    if span is None or not all(1 <= int(m) <= 12 for m in span.group(2, 5) if m):
        return dates
    begun, ended = ([part for part in span.groups()[at : at + 3] if part] for at in (0, 3))
    ended = ended or begun
    year, month = (f" {begun[0]}" if begun[0] != ended[0] else ""), _MONTHS[int(begun[1]) - 1]
    first = f"{int(begun[2])}" + (f" {month}" if begun[:2] != ended[:2] else "") + year
    last = f"{int(ended[2])} {_MONTHS[int(ended[1]) - 1]} {ended[0]}"
    return last if begun == ended else f"{first} to {last}"


def k_of_n(people: Sequence[object], display: Display) -> str:
    """Say how many participants: k of N, never a percentage."""
    return f"{len(people)} of {len(display.participants)}"


def heard(row: Row, figure: Indicator, relations: Sequence[Relation]) -> tuple[str, ...]:
    """Return the participants of a row who stand to a figure in any of some ways."""
    told = (t for t in row.tallies if t.figure.id == figure.id and t.relation in relations)
    return tuple(dict.fromkeys(person for tally in told for person in tally.people))


def stances_of(row: Row, figure: Indicator) -> Iterator[tuple[str, Sequence[Stance]]]:
    """Return each column that has quotes beside a figure, with them."""
    for name, relations in COLUMNS:
        placed = [s for s in row.quotes if s.figure.id == figure.id and s.relation in relations]
        if placed:
            yield name, placed


def otherwise(row: Row, theme: Theme) -> str:
    """Say what the quotes beside a theme's figure do where none does as the theme as a whole.

    The word on the theme is the researcher's own and is never worked out of quotes; that the two
    differ may be meant, so it is said and nothing is changed. Without quotes, nothing is said.
    """
    placed = [s.relation for s in row.quotes if s.figure.id == theme.figure.id]
    if not placed or theme.relation in placed:
        return ""
    times = {r: placed.count(r) for r in STANCES if r in placed}
    done = [f"{n} {r if n == 1 else r.removesuffix('s')}" for r, n in times.items()]
    return f"That is the theme as a whole; of the quotes chosen here {' and '.join(done)}."


def stance_head(column: str, figure: Indicator, row: Row) -> str:
    """Return what heads the quotes of a column; the figure is named where there are several."""
    said = f"{column[:1].upper()}{column[1:]}"
    return f"{said} “{figure_name(figure)}”" if len(row.beside) > 1 else said


def figure_name(figure: Indicator) -> str:
    """Return a figure in a few words.

    >>> figure_name(Indicator(id="a", question_id="q", question="", option="Feels safe",
    ...                       printed="96.5", value=96.5, subgroup="women"))
    'Feels safe (women), 96.5 %'
    """
    of = f" ({figure.subgroup})" if figure.subgroup not in ("", "all respondents") else ""
    return f"{figure.option}{of}, {figure.printed} {figure.unit}".strip()


def figure_line(figure: Indicator) -> str:
    """Return a figure with its interval and base in a line.

    >>> figure_line(Indicator(id="a", question_id="q", question="", option="Safe",
    ...                       printed="60", value=60.0, base_n=200, ci_low=53.1, ci_high=66.6))
    'Safe: 60 % (95 % interval 53.1–66.6; all respondents, n = 200)'
    """
    of = base(figure)
    if figure.ci_low is not None and figure.ci_high is not None:
        of = f"95 % interval {figure.ci_low:.1f}–{figure.ci_high:.1f}; {of}"
    return f"{figure.option}: {figure.printed} {figure.unit} ({of})"


def instead_of_bars(row: Row) -> str:
    """Say what the chart of a row shows, for who cannot see it."""
    shown = "; ".join(figure_line(figure) for figure in row.figures)
    return f"Bar chart: {question_name(row.question)}. {shown}."


def question_name(question: Question) -> str:
    """Return what a question is called."""
    return question.title or question.text or question.id


def theme_line(theme: Theme, row: Row) -> str:
    """Say what a theme and a figure say together: the figure is named where there are several."""
    beside = f" × {figure_name(theme.figure)}" if len(row.beside) > 1 else ""
    return f"{theme.called}{beside}: {theme.relation}"


def stance_line(stance: Stance) -> str:
    """Return who says a quote, and the finer word on it where its column has two."""
    finer = str(stance.relation) if stance.relation in QUALIFIES else ""
    said = "; ".join(filter(None, [finer, "a minority voice" if stance.minority else ""]))
    who = f"({stance.quote.attribution})" if stance.quote.attribution else ""
    return " ".join(filter(None, [who, said]))


def sources(row: Row) -> str:
    """Return what the figures of a row are taken from: these and no others.

    >>> figure = Indicator(id="a", question_id="q", question="", option="Safe", printed="60",
    ...                    value=60.0, source="Park 2025", ref="Graph 15")
    >>> sources(Row(question=Question(id="q", text="", type="", title="", ref="",
    ...                               indicators=(figure,)), figures=(figure,)))
    'Park 2025, Graph 15'
    """
    named = dict.fromkeys(
        ", ".join(filter(None, [figure.source, figure.ref])) for figure in row.figures
    )
    return "; ".join(filter(None, named))


def note_on(row: Row) -> list[str]:
    """Return what is to be known of a row's figures, a sentence each: only what their source says.

    That is the question's wording, of whom the shares are, how they are weighted, what the
    intervals rest on, and when people were asked.
    """
    listed = row.figures
    bases = dict.fromkeys(base(figure) for figure in listed)
    wording = row.question.text.strip()
    said = [f"Wording: “{wording}”{'' if wording.endswith(_ENDS) else '.'}" if wording else ""]
    of = "; ".join(bases)
    said.append(f"{of[:1].upper()}{of[1:]}." if of else "")
    said += [_BASES[basis] for basis in dict.fromkeys(f.basis for f in listed) if basis]
    said += [weighting_line(listed), interval_line(listed)]
    dates = dict.fromkeys(figure.field_dates for figure in listed if figure.field_dates)
    said += [f"Asked {asked(when)}." for when in dates]
    return [line for line in said if line]


def weighting_line(figures: Sequence[Indicator]) -> str:
    """Say how figures are weighted, `""` where their source does not say."""
    ways = {figure.weighted for figure in figures} - {None}
    if not ways:
        return ""
    if ways == {True, False}:
        return "Some of the figures are weighted."
    by = " and ".join(dict.fromkeys(figure.weight for figure in figures if figure.weight))
    return f"Weighted{f' by {by}' if by else ''}." if True in ways else "Unweighted."


def interval_line(figures: Sequence[Indicator]) -> str:
    """Say what the intervals rest on, `""` where there are none."""
    with_interval = [figure for figure in figures if figure.ci_low is not None]
    if not with_interval:
        return ""
    if any(figure.effective_n is None for figure in with_interval):
        return "Whiskers: 95 % intervals (Wilson), as if the sample were unweighted."
    return "Whiskers: 95 % intervals (Wilson, on the effective number of respondents)."


def stance_rows(display: Display) -> list[dict[str, object]]:
    """Return figure × stance: how many participants stand how to each figure, of how many."""
    return [
        {
            "question": question_name(row.question),
            "figure": figure_name(figure),
            "indicator": figure.id,
            **{str(r): len(heard(row, figure, [r])) for r in STANCES},
            "any": len(heard(row, figure, STANCES)),
            "of": len(display.participants),
        }
        for row in display.rows
        for figure in row.beside
    ]


def balance_line(display: Display) -> str:
    """Say in a sentence what the evidence rests on."""
    b = display.balance
    many = "quote" if b.quotes == 1 else "quotes"
    alike = round(b.most_share * b.quotes)  # so few are counted, not told in percent
    most = f", {alike} of them by “{b.most_quoted}”" if b.quotes > 1 and alike > 1 else ""
    labels = "label" if b.attributions == 1 else "different labels"
    return (
        f"{b.speaking} of {b.participants} participants are quoted, under {b.attributions}"
        f" {labels}; {b.quotes} chosen {many}{most}. {b.silent} of {b.figures} rows have no quote."
    )


def rows_of(display: Display) -> list[dict[str, Any]]:
    """Return the display as plain data, for scripts."""
    return [_row(row, display) for row in display.rows]


def _row(row: Row, display: Display) -> dict[str, Any]:
    return {
        "question_id": row.question.id,
        "question": row.question.text,
        "title": row.question.title,
        "group": row.group,
        "relation": str(row.relation) if row.relation else "",
        "inference": row.inference,
        "figures": [
            {
                "indicator": figure.id,
                "option": figure.option,
                "subgroup": figure.subgroup,
                "value": figure.printed,
                "unit": figure.unit,
                "ci_low": figure.ci_low,
                "ci_high": figure.ci_high,
                "base_n": figure.base_n,
                "weighted": figure.weighted,
                "source": figure.source,
                "ref": figure.ref,
                "field_dates": figure.field_dates,
            }
            for figure in row.figures
        ],
        "themes": [
            {
                "code": theme.code.id,
                "name": theme.called,
                "indicator": theme.figure.id,
                "relation": str(theme.relation),
                "note": theme.note,
            }
            for theme in row.themes
        ],
        "stances": [_tally(tally, display) for tally in row.tallies],
        "quotes": [_quote(stance) for stance in row.quotes],
    }


def _tally(tally: Tally, display: Display) -> dict[str, Any]:
    return {
        "indicator": tally.figure.id,
        "relation": str(tally.relation),
        "k": len(tally.people),
        "n": len(display.participants),
        "participants": list(tally.people),
    }


def _quote(stance: Stance) -> dict[str, Any]:
    return {
        "coding": stance.quote.coding,
        "indicator": stance.figure.id,
        "text": stance.printed.words,
        "beside": stance.printed.beside,
        "attribution": stance.quote.attribution,
        "participant": stance.person,
        "relation": str(stance.relation),
        "minority": stance.minority,
        "note": stance.note,
    }
