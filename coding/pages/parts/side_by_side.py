"""Show figures and voices row by row: what is said of each, what follows, and the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from coding.errors import CodingError
from coding.jobs.work import Tell
from coding.model import NAMED, Indicator, Participant
from coding.pages.parts.beside import SIGNS, badge, figures, link_form
from coding.pages.parts.coders import coder
from coding.pages.parts.files import save_button
from coding.pages.parts.filtering import chosen, filter_of, key_of
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import Markup, chip, el, safe, show, together
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import in_places, one_place
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import PERSIST, link, sheet, tell
from coding.pages.parts.wording import escaped
from coding.project import Project
from coding.project.joint import (
    COLUMNS,
    TITLE,
    TOLD,
    Display,
    PrintedLanguages,
    Row,
    Stance,
    charts,
    figure_name,
    heard,
    k_of_n,
    otherwise,
    question_name,
    stances_of,
)
from coding.project.look import hues, tone

KINDS = {"docx": "Word", "xlsx": "Table (xlsx)", "html": "Page (html)"}
A_SHEET = 8


@st.cache_resource(max_entries=4, show_spinner=False)
def laid_out(
    _project: Project, folder: str, revision: int, files: tuple[object, ...], through: str
) -> Display:
    """Put the display together once for each state of the project and filter."""
    return _project.joint.display(filter_of(through))


def held_back(study: Project, display: Display, through: str) -> str | None:
    """Say why the display may not be handed out as it is; None while that is looked at."""

    def look(tell: Tell) -> str:
        study.disclosure.names.context(tell)
        try:
            study.joint.check_export(display)
        except CodingError as fault:
            return str(fault)
        return ""

    key = ("display held back", study.log.revision(), study.survey.stamp(), through)
    job = finished(study, key, "Looking who could be recognised …", look)
    return job.outcome() if job else None


def palette(people: tuple[Participant, ...], attribute: str) -> dict[str, str]:
    """Return a colour for each value of an attribute."""
    values = dict.fromkeys(p.attributes.get(attribute, "") for p in people)
    wheel = hues()
    return {value: wheel[n % len(wheel)] for n, value in enumerate(values)}


def dots(
    people: tuple[str, ...], display: Display, attribute: str, colors: dict[str, str]
) -> Markup:
    """Return a dot for each participant, full for some of them."""
    drawn = []
    for person in display.participants:
        value = person.attributes.get(attribute, "")
        color = colors.get(value, tone("uncoloured"))
        full = person.id in people
        fill = f"background:{color}" if full else f"box-shadow:inset 0 0 0 2px {color}55"
        title = safe(person.pseudonym or person.id)
        drawn.append(Markup(f'<span class="pg-person" style="{fill}" title="{title}"></span>'))
    return el("span", "people", *drawn)


def row(study: Project, display: Display, shown: Row, attribute: str, hues: dict[str, str]) -> None:
    """Show one question with what stands beside its figures."""
    book = study.codes.book()
    with st.container(border=True, key=f"row-{shown.question.id}"):
        show(
            el(
                "p",
                "theme",
                el("span", "name", question_name(shown.question)),
                el("span", "count", shown.question.ref),
            )
        )
        left, right = st.columns([1.3, 1.7], gap="large")
        with left:
            show(figures(shown.figures, {figure.id: None for figure in shown.beside}))
            for theme in shown.themes:
                show(
                    el(
                        "div",
                        "voice",
                        chip(theme.code.id, book),
                        el("span", "soft", f"× {figure_name(theme.figure)}")
                        if len(shown.beside) > 1
                        else "",
                        badge(theme.relation),
                        el("p", "note", theme.note) if theme.note else "",
                        el("p", "note", said) if (said := otherwise(shown, theme)) else "",
                    )
                )
        with right:
            for figure in shown.beside:
                voices(display, shown, figure, attribute, hues)
            if not shown.quotes:
                show(el("p", "note", "No quote is chosen here yet."))
        settle = inference(study, shown)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for figure in shown.beside:
                several = f" of {figure.option}" if len(shown.beside) > 1 else ""
                link("figure", f"Voices{several}", figure=figure.id)
            if st.button("Say what they say together …", key=f"say-{shown.question.id}"):
                link_form(
                    study,
                    book,
                    [*shown.question.indicators],
                    key=f"joint-{shown.question.id}",
                    codes=[theme.code.id for theme in shown.themes],
                )
        settle()


def voices(
    display: Display, shown: Row, figure: Indicator, attribute: str, hues: dict[str, str]
) -> None:
    """Show the chosen quotes beside a figure by stance, each with k of N."""
    columns = dict(COLUMNS)
    if len(shown.beside) > 1 and any(stances_of(shown, figure)):
        show(el("p", "note", figure_name(figure)))
    for name, placed in stances_of(shown, figure):
        people = heard(shown, figure, columns[name])
        show(
            el(
                "div",
                "voice",
                el("b", "", " ".join([*signs(placed), name])),
                el("span", "soft", k_of_n(people, display)),
                dots(people, display, attribute, hues),
            ),
            *(quote(stance, finer=len(columns[name]) > 1) for stance in placed),
        )


def signs(placed: Sequence[Stance]) -> list[str]:
    """Return the signs of what quotes do that stand together, each once."""
    return list(dict.fromkeys(SIGNS[stance.relation] for stance in placed))


def quote(stance: Stance, *, finer: bool) -> Markup:
    """Return a quote as it is printed, with its label and what was noted."""
    said = stance.printed
    return el(
        "div",
        "placed",
        el("blockquote", "quote-small", said.words),
        el("blockquote", "beside", said.beside) if said.beside else "",
        el(
            "div",
            "by",
            el("cite", "", stance.quote.attribution or "No attributes yet"),
            badge(stance.relation) if finer else "",
            el("span", "soft", "a minority voice") if stance.minority else "",
        ),
        el("p", "note", stance.note) if stance.note else "",
    )


def inference(study: Project, shown: Row) -> Callable[[], None]:
    """Let the researcher write what follows; it is kept when the field is left.

    Returns what shows below it that somebody else wrote, or both texts.
    """
    form = OpenForm(
        f"inference-{shown.question.id}",
        {"text": shown.inference},
        version=shown.memo_version or 0,
        hold=True,
    )
    news = "Inference kept."

    def write(version: Version, key: str) -> None:
        study.memos.write(
            "question",
            shown.question.id,
            form.now("text"),
            coder=coder(),
            key=key or shown.memo,
            version=int(version or 0),
        )

    def keep() -> None:
        if form.attempt(lambda: write(form.opened.version, "")):
            st.session_state.news = news

    form.area(
        "text",
        "What follows from both",
        on_change=keep,
        height="content",
        placeholder="your inference, for the report",
    )
    if form.typed and not form.opened.conflict and st.button("Save", key=f"keep-{form.key}"):
        form.keep(write, news)

    def below() -> None:
        form.said()
        form.settle(write, news)

    return below


def title(study: Project, display: Display) -> None:
    """Let the display be called something; it is kept when the field is left."""
    kept = display.layout.title
    form = OpenForm("display-title", {"title": kept}, version=kept, hold=True)

    def write(version: Version, _: str) -> None:
        study.joint.retitle(form.now("title"), coder=coder(), opened=str(version or ""))

    def keep() -> None:
        if form.attempt(lambda: write(form.opened.version, "")):
            st.session_state.news = "Title kept."

    form.line("title", "Title of the display", on_change=keep, placeholder=TITLE)
    form.said()
    form.settle(write, "Title kept.")


def languages(study: Project, display: Display) -> None:
    """Let be chosen in which language quotes of interviews in two stand there."""
    kept = display.layout.languages
    chosen = st.selectbox(
        "Quotes in two languages",
        [*PrintedLanguages],
        index=[*PrintedLanguages].index(kept),
        format_func=TOLD.__getitem__,
        key=f"display-languages-{kept}",
        width=180,
    )
    if chosen != kept:
        with mistakes():
            study.joint.print_in(chosen, coder=coder())
            tell(f"Printed in {TOLD[chosen]}.")


def side_by_side(study: Project, display: Display) -> None:
    """Show the chosen rows in their order, under their headings."""
    attributes = list(dict.fromkeys(k for p in display.participants for k in p.attributes))
    title(study, display)
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
        wanted = st.segmented_control(
            "Relation",
            NAMED,
            format_func=lambda r: f"{SIGNS[r]} {r}",
            selection_mode="multi",
            key="relations",
            persist_state=PERSIST,
            width="stretch",
        )
        attribute = (
            st.selectbox("Dots by", attributes, key="dots_by", persist_state=PERSIST, width=180)
            if attributes
            else ""
        )
        with one_place(width="content"):
            if any(stance.quote.translation for row in display.rows for stance in row.quotes):
                languages(study, display)
        out(study, display)
    hues = palette(display.participants, attribute or "")
    legend = [
        together(
            [
                Markup(f'<span class="pg-person" style="background:{hue}"></span>'),
                el("span", "soft", f" {value or 'not said'}"),
            ]
        )
        for value, hue in hues.items()
    ]
    show(el("div", "chips", *legend))
    rows = in_places(
        ("rows", *(wanted or ())),
        display.rows,
        lambda r: r.question.id,
        lambda r: not wanted or any(theme.relation in wanted for theme in r.themes),
    )
    show("" if any(rows) else el("p", "note", "No row has this relation."))
    places, chooser = sheet(len(rows), "joint_sheet", size=A_SHEET)
    group = ""
    for shown in (rows[at] for at in places):
        with one_place():
            if shown is not None:
                show(el("h2", "group", shown.group) if shown.group != group else "")
                group = shown.group
                row(study, display, shown, attribute or "", hues)
    chooser()


def out(study: Project, display: Display) -> None:
    """Offer the display as files, made when asked for."""

    def write(path: Path) -> None:
        study.joint.export(display, path, through=chosen(study))

    with st.popover("Export"):
        held = held_back(study, display, key_of(chosen(study)))
        if held:
            st.error(escaped(held), icon=":material/visibility_off:")
            link("quotes", "Decide on the Quotes page")
        for suffix, label in KINDS.items():
            name, key = f"joint-display.{suffix}", f"display-{suffix}"
            save_button(study, label, name, write, key=key, disabled=held != "")
        st.download_button(
            "Charts (PNG and SVG)",
            data=lambda: charts(display),
            file_name="charts.zip",
            key="display-charts",
            on_click="ignore",
            width="stretch",
        )
        st.caption("Quotes carry attributes only; pseudonyms stay here.")
        st.caption(
            "A methods section drafted from the project goes along. It leaves out what"
            " the project does not say:"
        )
        show(
            el(
                "ul",
                "note",
                *(el("li", "", line) for line in study.joint.methods(display).left_out),
            )
        )
