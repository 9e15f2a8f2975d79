"""Show how far each interview is, who agrees, and of which figures voices were decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from coding.errors import CodingError
from coding.model import Participant, Relation, TranscriptInfo
from coding.pages.parts.beside import SIGNS
from coding.pages.parts.markup import Markup, el, fold, show, together, way
from coding.pages.parts.widgets import link, section
from coding.pages.parts.wording import counted, escaped, listed
from coding.project import Project
from coding.project.look import hues
from coding.project.overview import (
    LITTLE,
    Coverage,
    FigureSquare,
    PairAgreement,
    Standing,
    ThemeAgreement,
    interview_name,
    lines,
    most_coded,
    with_me,
)

FEW = 12
"""So many interviews are listed whole; of more, `SHOWN` with work left, and the rest folded."""

SILENT = "What is silent"
"""What the view of the joint display is called that lists them."""

NO_VOICE = {True: "no voice, a code beside it", False: "no voice, no code beside it"}
"""A question of which nobody has decided what voices say, as a code is named for it or none is."""

SHOWN = 9
SHAPES = ("round", "square", "diamond", "up", "cross", "down")
"""How the dots of coders look, in the order of `Standing.coders`: colour is never alone."""

MOST_MARKS = 8
MANY_THEMES = 9
"""So many themes are listed before the rest are folded."""


# ── interviews ──


def interviews(study: Project, now: Standing, me: str) -> None:
    """List interviews with how much each coder has coded; of many, those with work left."""
    section("Interviews")
    done = study.done.all()
    quoted = study.overview.quoted()
    people = {person.id: person for person in study.participants.all()}
    shares: dict[str, dict[str, Coverage]] = {}
    for share in now.shares:
        shares.setdefault(share.transcript, {})[share.coder] = share
    rows = {
        group[0].id: _row(
            group, now, people.get(group[0].participant), shares.get(group[0].id, {}), quoted, done
        )
        for group in now.interviews
    }
    first = list(rows)
    if len(rows) > FEW:
        begun = {share.transcript for share in now.shares if share.coder == me}
        finished = {key for key in rows if me in done.get(key, ())}
        left = [key for key in rows if key not in finished]
        # What is begun and not done comes first; where nobody says so, what is not begun does.
        marks = bool(finished)
        first = sorted(left, key=lambda key: (key in begun) != marks)[:SHOWN]
        first = [key for key in rows if key in first]
    rest = [key for key in rows if key not in first]
    if not first:
        show(el("p", "note", "You are done with every interview."))
    head = _head(now, bool(quoted))
    if first:
        show(
            el(
                "div",
                "home-scroll",
                el("table", "home", head, *(rows[key] for key in first), _axis()),
            )
        )
    if rest:
        title = f"and {len(rest)} more" if first else counted(len(rest), "interview")
        inner = el("table", "home", head, *(rows[key] for key in rest), _axis())
        show(fold(title, el("div", "home-scroll", inner)))
    hearing = study.overview.hearing()
    told = lines(hearing)[:3] if hearing else []
    if told:
        show(el("p", "note pg-balance", " ".join(told)))


def _head(now: Standing, quoted: bool) -> Markup:
    keys = [
        el("span", "home-key", _dot(n), coder) for n, coder in enumerate(now.coders[: len(SHAPES)])
    ]
    more = len(now.coders) - len(SHAPES)
    others = [el("span", "soft", f"and {more} more")] if more > 0 else []
    return el(
        "tr",
        "",
        el("th", "", "Interview"),
        el("th", "home-facts-of", ""),
        el("th", "home-share", *keys, *others, el("span", "home-unit", "% of words coded")),
        el("th", "home-right pg-home-codings", "Segments"),
        el("th", "home-right", "Quoted") if quoted else "",
    )


def _row(
    group: Sequence[TranscriptInfo],
    now: Standing,
    person: Participant | None,
    shares: Mapping[str, Coverage],
    quoted: Mapping[str, int],
    done: Mapping[str, Sequence[str]],
) -> Markup:
    first = group[0]
    about = ", ".join(filter(None, list(person.attributes.values())[:2])) if person else ""
    called, opened = interview_name(group), most_coded(group).id
    name = person.pseudonym if person and person.pseudonym != called else ""
    dots = [
        _dot(n, at=shares[coder].share, title=f"{coder}: {shares[coder].share:.0%}")
        for n, coder in enumerate(now.coders[: len(SHAPES)])
        if coder in shares
    ]
    times = sum(quoted.get(t.id, 0) for t in group)
    who = done.get(first.id, ())
    marks = el("span", "home-said", *[el("span", "home-mark", "")] * min(times, MOST_MARKS))
    return el(
        "tr",
        "",
        el(
            "td",
            "",
            way("annotate", "name-of", el("b", "", called), f" {name}", transcript=opened),
            el("span", "home-done", "\u00a0✓", title=f"done by {', '.join(who)}") if who else "",
        ),
        el("td", "home-facts-of", about),
        el("td", "home-share", el("span", "home-track", *dots)),
        el(
            "td",
            "home-right pg-home-codings",
            f"{now.segments.get(first.id, 0):,}",
            title=" · ".join(f"{s.coder}: {counted(s.codings, 'coding')}" for s in shares.values()),
        ),
        el("td", "home-right", marks, f" {times}" if times else el("span", "home-none", "0"))
        if quoted
        else "",
    )


def _axis() -> Markup:
    ends = (el("span", "", said) for said in ("0", "50", "100 %"))
    return el(
        "tr", "home-axis", el("td", ""), el("td", "home-facts-of"), el("td", "home-share", *ends)
    )


def _dot(number: int, *, at: float | None = None, title: str = "") -> Markup:
    wheel = hues()
    color = wheel[number % len(wheel)]
    shape = SHAPES[number % len(SHAPES)]
    place = "" if at is None else f"left:{100 * at:.1f}%;"
    made = el("span", f"home-dot-{shape}", title=title)
    return Markup(made.replace("<span", f'<span style="{place}--of:{color}"', 1))


# ── agreement ──


def agreement(study: Project, me: str) -> None:
    """Show how far two coders agree, with of how many answers; nothing where one coder codes."""
    agreements = study.overview.agreements()
    pairs = agreements.pairs()
    first = with_me(pairs, me)
    if first is None:
        return
    section("Do you agree?" if me in first else "Do coders agree?")
    names = {(one, other): number for one, other, number in pairs}
    chosen = first
    if len(pairs) > 1:
        chosen = st.selectbox(
            "Two coders",
            list(names),
            index=list(names).index(first),
            format_func=lambda pair: (
                f"{escaped(pair[0])} and {escaped(pair[1])} · {counted(names[pair], 'answer')}"
            ),
            key="agreeing",
            label_visibility="collapsed",
        )
    pair = agreements.between(*(chosen or first))
    show(el("p", "note", _of_what(study, pair)))
    rows = [_theme(study, theme) for theme in pair.themes]
    if not rows:
        return
    what = "theme" if any(code.parent for code in study.codes.book()) else "code"
    head = [
        el("span", "home-head", what.capitalize()),
        el("span", "home-head pg-home-axis", *(el("span", "", said) for said in ("0", "0.5", "1"))),
        el("span", "home-head pg-home-right", "κ"),
        el("span", "home-head pg-home-right", "both / either"),
    ]
    shown = len(rows) if len(rows) <= MANY_THEMES + 2 else MANY_THEMES  # a fold is a line too
    show(el("div", "home-agree", *head, *rows[:shown]))
    if rest := rows[shown:]:
        show(fold(f"and {counted(len(rest), what)} more", el("div", "home-agree", *rest)))


def _of_what(study: Project, pair: PairAgreement) -> str:
    names = study.transcripts.interview_names()
    where = listed([names[key] for key in pair.transcripts])
    few = any(theme.says_little for theme in pair.themes)
    return (
        f"{pair.first} and {pair.second}, {counted(pair.answers, 'answer')} of {where}, which both"
        " coded. Cohen’s κ with its 95 % interval, the lowest first. Accepted suggestions are left"
        " out."
        + (f" Hollow, and without κ, where fewer than {LITTLE} answers have it." if few else "")
    )


def _theme(study: Project, theme: ThemeAgreement) -> Markup:
    name = study.codes.book().called[theme.theme]
    low, high = (100 * min(1.0, max(0.0, end)) for end in theme.interval)
    few = "home-few" if theme.says_little else "home-enough"
    at = None if theme.kappa is None else 100 * max(0.0, theme.kappa)
    of = f"{counted(theme.both, 'answer')} of {theme.either} have it for both, of {theme.answers}"
    width = f"left:{low:.1f}%;width:{high - low:.1f}%"
    drawn = Markup(
        f'<span class="pg-{few} pg-home-line" style="{width}"></span>'
        + (
            f'<span class="pg-{few} pg-home-point" style="left:{at:.1f}%"></span>'
            if at is not None
            else ""
        )
    )
    said = "too little" if theme.says_little or theme.kappa is None else _two_decimals(theme.kappa)
    return together(
        [
            el("span", few, name),
            el("span", "home-axis-line", drawn, title=f"{low / 100:.2f} to {high / 100:.2f}"),
            el("span", f"{few} pg-home-right", said, title=of),
            el("span", f"{few} pg-home-right", f"{theme.both} / {theme.either}", title=of),
        ]
    )


def _two_decimals(kappa: float) -> str:
    """Return a kappa as it is printed.

    >>> _two_decimals(0.754), _two_decimals(-0.004), _two_decimals(-0.12)
    ('0.75', '0.00', '−0.12')
    """
    return f"{round(kappa, 2) + 0.0:.2f}".replace("-", "−")


# ── figures and voices ──

KINDS = (
    *(Relation.CONTRADICTS, Relation.PARTLY_AGREES, Relation.EXPANDS, Relation.CONFIRMS),
    Relation.SILENT,
    "named",
    "none",
)


def figures(study: Project) -> None:
    """Show a square for each question of the survey, and what was decided of it."""
    try:
        squares = study.overview.squares()
    except CodingError:  # its own page says what is wrong with the survey
        return
    if not squares:
        return
    section("Figures and voices")
    show(el("div", "home-squares", *map(_square, squares)), _legend(squares))
    if silent := sum(square.relation is None for square in squares):
        link("joint_display", f"{counted(silent, 'question')} with no voice", joint_view=SILENT)


def _kind(square: FigureSquare) -> Relation | str:
    return square.relation or ("named" if square.named else "none")


def _class(kind: Relation | str) -> str:
    return kind.name.lower() if isinstance(kind, Relation) else kind


def _square(square: FigureSquare) -> Markup:
    sign = el("b", "", SIGNS[square.relation]) if square.relation else ""
    below = " pg-home-reported" if square.reported else ""
    said = str(square.relation or NO_VOICE[square.named])
    return way(
        "figure",
        f"home-square pg-on-{_class(_kind(square))}{below}",
        _short(square.ref),
        sign,
        title=f"{square.title}: {said}",
        figure=square.figure,
    )


def _short(ref: str) -> str:
    """Return what a question is called by in so little room: a number, or its first letters.

    >>> _short("Graph 12"), _short("Table 3"), _short("satisfaction")
    ('12', 'T3', 'sat')
    """
    word, _, number = ref.strip().rpartition(" ")
    if number.isdigit():
        return f"{'' if word.startswith(('Graph', 'Fig', 'Q')) or not word else word[0]}{number}"
    return ref.strip()[:4] if len(ref.strip()) <= 4 else ref.strip()[:3]


def _legend(squares: Sequence[FigureSquare]) -> Markup:
    counts = {kind: sum(_kind(s) == kind for s in squares) for kind in KINDS}
    named = {"named": NO_VOICE[True], "none": NO_VOICE[False]}
    told = [
        el(
            "span",
            "",
            el("span", f"home-swatch pg-on-{_class(kind)}", ""),
            f"{SIGNS[kind]} {kind} {number}"
            if isinstance(kind, Relation)
            else f"{named[kind]} {number}",
        )
        for kind, number in counts.items()
        if number
    ]
    reported = sum(square.reported for square in squares)
    if reported:
        told.append(el("span", "", el("span", "home-underline", ""), f"in the report {reported}"))
    return el("div", "home-legend", *told)
