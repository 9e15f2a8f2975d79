"""Lay figures and voices side by side, say what they say together, and export it."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import Participant, Relation
from coding.pages.parts.beside import SIGNS, badge, figures, link_form
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import Markup, chip, el, fold, show, together
from coding.pages.parts.places import in_places, one_place
from coding.pages.parts.widgets import (
    LIGHT_FROM,
    PERSIST,
    coder,
    counted,
    empty,
    head,
    heat,
    ink,
    lettered,
    link,
    mistakes,
    project,
    section,
    sheet,
)
from coding.project import Project
from coding.project.joint import Display, Row, Theme, charts, said_by
from coding.project.look import hues, tone

VIEWS = {"rows": "Side by side", "coverage": "Coverage", "silent": "What is silent"}
KINDS = {"docx": "Word", "xlsx": "Table (xlsx)", "html": "Page (html)"}
A_SHEET = 8
OPEN = "not said yet"


@st.cache_data(max_entries=4, show_spinner=False)
def laid_out(_project: Project, folder: str, revision: int, files: tuple[object, ...]) -> Display:
    """Put the display together once for each state of the project."""
    return _project.joint.display()


def rests_on(display: Display) -> None:
    """Show what the evidence rests on, as a profile and not a score."""
    b = display.balance
    with st.container(horizontal=True, gap="large", key="figures"):
        for figure, what in (
            (f"{b.speaking} of {b.participants}", "participants are quoted"),
            (f"{b.attributions}", f"different labels on {counted(b.quotes, 'quote')}"),
            (f"{round(100 * b.most_share)} %", f"of quotes from “{b.most_quoted}”"),
            (f"{b.silent} of {b.figures}", "questions have no voice beside them"),
        ):
            show(el("div", "metric", el("b", "", figure), el("span", "soft", what)))


def palette(people: tuple[Participant, ...], attribute: str) -> dict[str, str]:
    """Return a colour for each value of an attribute."""
    values = dict.fromkeys(p.attributes.get(attribute, "") for p in people)
    wheel = hues()
    return {value: wheel[n % len(wheel)] for n, value in enumerate(values)}


def dots(theme: Theme, display: Display, attribute: str, colors: dict[str, str]) -> Markup:
    """Return a dot for each participant, full for those who speak of a theme."""
    drawn = []
    for person in display.participants:
        value = person.attributes.get(attribute, "")
        color = colors.get(value, tone("uncoloured"))
        speaks = person.id in theme.speaking
        fill = f"background:{color}" if speaks else f"box-shadow:inset 0 0 0 2px {color}55"
        name = el("span", "", person.pseudonym or person.id, title="")
        title = name.removeprefix("<span>").removesuffix("</span>").replace('"', "&quot;")
        drawn.append(Markup(f'<span class="pg-person" style="{fill}" title="{title}"></span>'))
    return el("span", "people", *drawn)


def row(study: Project, display: Display, shown: Row, attribute: str, hues: dict[str, str]) -> None:
    """Show one question and the voices beside it."""
    book = study.codes.book()
    linked = {i for theme in shown.themes for i in theme.indicators}
    with st.container(border=True, key=f"row-{shown.question.id}"):
        show(
            el(
                "p",
                "theme",
                el("span", "name", shown.question.title or shown.question.text),
                el("span", "count", shown.question.ref),
                badge(shown.relation),
            )
        )
        left, middle, right = st.columns([1.5, 1, 1.5], gap="large")
        with left:
            show(figures(shown.figures, dict.fromkeys(linked)))
        with middle:
            for theme in shown.themes:
                show(
                    el(
                        "div",
                        "voice",
                        chip(theme.code.id, book),
                        dots(theme, display, attribute, hues),
                        el("span", "soft", said_by(theme, display)),
                        badge(theme.relation) if theme.relation else "",
                    )
                )
        with right:
            for stance in shown.quotes:
                who = stance.quote.attribution or "No attributes yet"
                show(
                    el("blockquote", "quote-small", stance.quote.words),
                    el(
                        "div",
                        "by",
                        el("cite", "", who),
                        badge(stance.relation) if stance.linked else "",
                        el("span", "soft", "a minority voice") if stance.minority else "",
                    ),
                    el("p", "note", stance.note) if stance.note else "",
                )
        notes = [theme.note for theme in shown.themes if theme.note]
        show(el("p", "note", " · ".join(notes)) if notes else "")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            settle = inference(study, shown)
            if st.button("Say what they say together …", key=f"say-{shown.question.id}"):
                link_form(
                    study,
                    book,
                    [*shown.question.indicators],
                    key=f"joint-{shown.question.id}",
                    codes=[theme.code.id for theme in shown.themes],
                )
        settle()


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

    form.line(
        "text",
        "What follows from both",
        on_change=keep,
        placeholder="your inference, for the report",
    )
    if form.typed and not form.opened.conflict and st.button("Keep it", key=f"keep-{form.key}"):
        form.keep(write, news)

    def below() -> None:
        form.said()
        form.settle(write, news)

    return below


def side_by_side(study: Project, display: Display) -> None:
    """Show the rows, contradictions first."""
    attributes = list(dict.fromkeys(k for p in display.participants for k in p.attributes))
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
        wanted = st.segmented_control(
            "Relation",
            [*Relation, OPEN],
            format_func=lambda r: f"{SIGNS[r]} {r}" if r in SIGNS else r,
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
        lambda r: not wanted or (r.relation or OPEN) in wanted,
    )
    show("" if any(rows) else el("p", "note", "No row has this relation."))
    places, chooser = sheet(len(rows), "joint_sheet", size=A_SHEET)
    for shown in (rows[at] for at in places):
        with one_place():
            if shown is not None:
                row(study, display, shown, attribute or "", hues)
    chooser()


def out(study: Project, display: Display) -> None:
    """Offer the display as files, made when asked for."""

    def made(suffix: str) -> Callable[[], bytes]:
        def make() -> bytes:
            with study.room() as folder:
                path = folder / f"display.{suffix}"
                study.joint.export(display, path)
                return path.read_bytes()

        return make

    with st.popover("Export"):
        for suffix, label in KINDS.items():
            st.download_button(
                label,
                data=made(suffix),
                file_name=f"joint-display.{suffix}",
                key=f"display-{suffix}",
                on_click="ignore",
                width="stretch",
            )
        st.download_button(
            "Charts (PNG and SVG)",
            data=lambda: charts(display),
            file_name="charts.zip",
            key="display-charts",
            on_click="ignore",
            width="stretch",
        )
        st.caption("Quotes carry attributes only; pseudonyms stay here.")


def covered(study: Project, display: Display) -> None:
    """Show how many passages each participant, or each group, has on each code."""
    attributes = list(dict.fromkeys(k for p in display.participants for k in p.attributes))
    by = st.selectbox(
        "By", ["", *attributes], format_func=lambda k: k or "participant", key="cover", width=220
    )
    counts = study.joint.coverage(attribute=by)
    if not counts:
        show(el("p", "note", "Nothing is coded yet."))
        return
    book = study.codes.book()
    depth = {code.id: len(book.path(code.id)) - 1 for code, _, _ in counts}
    rows = pd.DataFrame(
        [{"code": "\u2003" * depth[c.id] + c.name, "who": who, "passages": n}
         for c, who, n in counts]
    )  # fmt: skip
    most = max(1, int(rows["passages"].max()))
    plain = {"ticks": False, "domain": False, "labelLimit": 260, "labelOverlap": False}
    whole = alt.Chart(rows).encode(
        x=alt.X("who:N", sort=None, title=None, axis={**plain, "orient": "top", "labelAngle": 0}),
        y=alt.Y("code:N", sort=None, title=None, axis=plain),
    )
    squares = whole.mark_rect(cornerRadius=3).encode(
        color=alt.Color(
            "passages:Q",
            scale=alt.Scale(domain=[0, most], range=heat()),
            legend=None,
        ),
        tooltip=["code:N", "who:N", "passages:Q"],
    )
    numbers = (
        whole.transform_filter("datum.passages > 0")
        .mark_text()
        .encode(
            text="passages:Q",
            color=alt.condition(
                f"datum.passages > {most * LIGHT_FROM}",
                alt.value(tone("on-heat")),
                alt.value(ink()),
            ),
        )
    )
    chart = alt.LayerChart(layer=[squares, numbers], height=alt.Step(24))
    lettered(chart, "Passages coded, by code and participant or group")


def silent(study: Project, display: Display) -> None:
    """List figures with no voice, and themes with no figure."""
    book = study.codes.book()
    left, right = st.columns(2, gap="large")
    with left:
        section("Figures with no voice")
        for question in display.silent_questions:
            show(fold(question.title or question.text, figures(question.indicators)))
        if not display.silent_questions:
            show(el("p", "note", "Every question has a voice beside it."))
    with right:
        section("Themes with no figure")
        show(el("div", "chips", *(chip(code.id, book) for code in display.silent_codes)))
        if not display.silent_codes:
            show(el("p", "note", "Every theme that is used has a figure beside it."))
        link("survey", "Look through the survey")


study = project()
head(study, "Joint display")
with mistakes():
    files = study.survey.stamp()
    if not files:
        empty(
            "There is no survey yet",
            "Add one on the **Survey** page; then set codes and quotes beside its figures.",
        )
        link("survey", "Add a survey")
    else:
        display = laid_out(study, str(study.folder), study.log.revision(), files)
        if not display.rows:
            empty(
                "Nothing stands side by side yet",
                "On the **Survey** page, set a code or a quote beside a figure; or name figures"
                " under a code in codebook.yaml: `indicators: [safety_safe]`.",
            )
            link("survey", "Look through the survey")
        else:
            rests_on(display)
            view = st.segmented_control(
                "View",
                list(VIEWS),
                format_func=VIEWS.__getitem__,
                default="rows",
                required=True,
                key="joint_view",
                label_visibility="collapsed",
                bind="query-params",
            )
            {"rows": side_by_side, "coverage": covered, "silent": silent}[view or "rows"](
                study, display
            )
