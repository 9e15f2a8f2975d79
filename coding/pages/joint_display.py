"""Lay figures and voices side by side, say what they say together, and export it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import altair as alt
import pandas as pd
import streamlit as st

from coding.errors import CodingError
from coding.model import NAMED, Indicator, Participant
from coding.pages.parts.arranging import choose_rows
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
    escaped,
    head,
    heat,
    ink,
    link,
    mistakes,
    plot,
    project,
    section,
    sheet,
)
from coding.project import Project
from coding.project.joint import (
    COLUMNS,
    TITLE,
    TRANSCRIPT,
    Count,
    Display,
    Matrix,
    MatrixCell,
    Row,
    Stance,
    balance_line,
    charts,
    figure_name,
    heard,
    k_of_n,
    question_name,
    stances_of,
    value_of,
)
from coding.project.look import hues, tone

VIEWS = {
    "rows": "Side by side",
    "choose": "Choose rows",
    "coverage": "Coverage",
    "silent": "What is silent",
}
KINDS = {"docx": "Word", "xlsx": "Table (xlsx)", "html": "Page (html)"}
A_SHEET = 8
MOST_QUOTES = 20
"""Quotes of a cell that are shown at once."""


@st.cache_data(max_entries=4, show_spinner=False)
def laid_out(_project: Project, folder: str, revision: int, files: tuple[object, ...]) -> Display:
    """Put the display together once for each state of the project."""
    return _project.joint.display()


@st.cache_data(max_entries=4, show_spinner=False)
def held_back(_project: Project, folder: str, revision: int, files: tuple[object, ...]) -> str:
    """Say why the display may not be handed out as it is, once for each state of the project."""
    try:
        _project.joint.check_export(laid_out(_project, folder, revision, files))
    except CodingError as fault:
        return str(fault)
    return ""


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
        name = el("span", "", person.pseudonym or person.id, title="")
        title = name.removeprefix("<span>").removesuffix("</span>").replace('"', "&quot;")
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
        show(el("p", "soft", figure_name(figure)))
    for name, placed in stances_of(shown, figure):
        people = heard(shown, figure, columns[name])
        show(
            el(
                "div",
                "voice",
                el("b", "", f"{SIGNS[columns[name][0]]} {name}"),
                el("span", "soft", k_of_n(people, display)),
                dots(people, display, attribute, hues),
            ),
            *(quote(stance, finer=len(columns[name]) > 1) for stance in placed),
        )


def quote(stance: Stance, *, finer: bool) -> Markup:
    """Return a quote as it is printed, with its label and what was noted."""
    return el(
        "div",
        "placed",
        el("blockquote", "quote-small", stance.words),
        el(
            "div",
            "by",
            el("cite", "", stance.quote.attribution or "No attributes yet"),
            el("span", "soft", str(stance.relation)) if finer else "",
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
    me = coder()

    def made(suffix: str) -> Callable[[], bytes]:
        def make() -> bytes:
            with study.room() as folder:
                path = folder / f"display.{suffix}"
                study.joint.export(display, path, coder=me)
                return path.read_bytes()

        return make

    with st.popover("Export"):
        held = held_back(study, str(study.folder), study.log.revision(), study.survey.stamp())
        if held:
            st.error(escaped(held), icon=":material/visibility_off:")
            link("quotes", "Decide on the Quotes page")
        for suffix, label in KINDS.items():
            st.download_button(
                label,
                data=made(suffix),
                file_name=f"joint-display.{suffix}",
                key=f"display-{suffix}",
                on_click="ignore",
                width="stretch",
                disabled=bool(held),
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


def covered(study: Project, display: Display) -> None:
    """Show how much each participant, interview or group has on each code; a cell opens quotes."""
    attributes = list(dict.fromkeys(k for p in display.participants for k in p.attributes))
    with st.container(horizontal=True, vertical_alignment="bottom", key="cover_tools"):
        by = st.selectbox(
            "By",
            ["", TRANSCRIPT, *attributes],
            format_func=lambda k: {"": "participant", TRANSCRIPT: "interview"}.get(k, k),
            key="cover",
            width=220,
        )
        count = st.segmented_control(
            "Counted", list(Count), default=Count.PASSAGES, required=True, key="cover_count"
        )
        matrix_out(study, display, by, Count(count or Count.PASSAGES))
    found = study.joint.coverage(by)
    if not found.codes:
        show(el("p", "note", "Nothing is coded yet."))
        return
    called = study.joint.cases(by, ids=True)
    if not by:
        called = {p.id: p.pseudonym or p.id for p in display.participants}
    squares(study, found, called, Count(count or Count.PASSAGES))
    with st.container(horizontal=True, vertical_alignment="bottom", key="cover_cell"):
        code = st.selectbox(
            "Code",
            [code.id for code in found.codes],
            format_func=study.codes.book().called.__getitem__,
            key=f"cover_code-{by}",
        )
        case = st.selectbox(
            "Of whom",
            list(found.cases),
            format_func=lambda k: called.get(k, k),
            key=f"cover_case-{by}",
        )
    quotes_in(study, found.cell(code, case))


def quotes_in(study: Project, cell: MatrixCell) -> None:
    """Show the quotes of a cell: as many as it counts, one for each passage."""
    found = study.quotes.of(cell.firsts)
    quotes = [found[coding] for coding in cell.firsts if coding in found]
    show(
        el("p", "note", f"{counted(cell.passages, 'passage')}, {counted(cell.words, 'word')}."),
        *(
            el(
                "div",
                "placed",
                el("blockquote", "quote-small", quote.words),
                el("div", "by", el("cite", "", quote.attribution or "No attributes yet")),
            )
            for quote in quotes[:MOST_QUOTES]
        ),
    )
    more = len(quotes) - MOST_QUOTES
    show(el("p", "note", f"And {more} more, on the Quotes page.") if more > 0 else "")


def squares(study: Project, found: Matrix, called: Mapping[str, str], count: Count) -> None:
    """Draw codes by cases; a click on a square opens its quotes."""
    book = study.codes.book()
    rows = pd.DataFrame(
        [
            {
                "code": "\u2003" * (len(book.path(code.id)) - 1) + book.called[code.id],
                "who": called.get(case, case),
                "number": value_of(found.cell(code.id, case), count),
                "code id": code.id,
                "case": case,
            }
            for code in found.codes
            for case in found.cases
        ]
    )
    most = max(1, int(rows["number"].max()))
    plain = {"ticks": False, "domain": False, "labelLimit": 260, "labelOverlap": False}
    crowded = f"width < {64 * len(found.cases)}"  # names would run into each other
    turned = {
        "labelAngle": alt.ExprRef(f"{crowded} ? -60 : 0"),
        "labelAlign": alt.ExprRef(f"{crowded} ? 'left' : 'center'"),
    }
    whole = alt.Chart(rows).encode(
        x=alt.X(
            "who:N",
            sort=None,
            title=None,
            axis={**plain, **turned, "orient": "top"},
        ),
        y=alt.Y("code:N", sort=None, title=None, axis=plain),
    )
    drawn = (
        whole.mark_rect(cornerRadius=3, cursor="pointer")
        .encode(
            color=alt.Color(
                "number:Q", scale=alt.Scale(domain=[0, most], range=heat()), legend=None
            ),
            tooltip=["code:N", "who:N", alt.Tooltip("number:Q", title=str(count))],
        )
        .add_params(alt.selection_point(name="square", fields=["code id", "case"], empty=False))
    )
    numbers = (
        whole.transform_filter("datum.number > 0")
        .mark_text()
        .encode(
            text="number:Q",
            color=alt.condition(
                f"datum.number > {most * LIGHT_FROM}",
                alt.value(tone("on-heat")),
                alt.value(ink()),
            ),
        )
    )
    chart = alt.LayerChart(layer=[drawn, numbers], height=alt.Step(24))
    chart = chart.configure_axis(labelColor=ink(), titleColor=ink())
    plot(
        chart,
        f"{count} on each code, by participant, interview or group",
        key="cover_squares",
        on_select=take_square,
        selection_mode="square",
    )


def take_square() -> None:
    """Open the square that was clicked."""
    chosen, by = st.session_state.cover_squares.selection.square, st.session_state.cover
    if chosen:
        st.session_state[f"cover_code-{by}"] = chosen[0]["code id"]
        st.session_state[f"cover_case-{by}"] = chosen[0]["case"]


def matrix_out(study: Project, display: Display, by: str, count: Count) -> None:
    """Offer what is covered as a table or for SPSS and R, and figures by stance."""
    with st.popover("Export"):
        ids = st.checkbox("With names of people and interviews: not for readers", key="cover_ids")

        def made(suffix: str) -> Callable[[], bytes]:
            def make() -> bytes:
                with study.room() as folder:
                    path = folder / f"matrix.{suffix}"
                    study.joint.export_matrix(path, by, count=count, ids=ids)
                    return path.read_bytes()

            return make

        def stances() -> bytes:
            with study.room() as folder:
                path = folder / "stances.xlsx"
                study.joint.export_stances(path, display)
                return path.read_bytes()

        offered: dict[str, tuple[str, Callable[[], bytes]]] = {
            "Codes (xlsx)": ("codes.xlsx", made("xlsx")),
            "Codes (csv)": ("codes.csv", made("csv")),
            "Codes for SPSS and R (sav)": ("codes.sav", made("sav")),
            "Figures by stance (xlsx)": ("stances.xlsx", stances),
        }
        for label, (name, data) in offered.items():
            st.download_button(
                label, data=data, file_name=name, key=f"matrix-{name}", on_click="ignore",
                width="stretch",
            )  # fmt: skip


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
        if not (display.rows or display.more or display.layout.items):
            empty(
                "Nothing stands side by side yet",
                "On the **Survey** page, set a code or a quote beside a figure, and say what the"
                " two say together.",
            )
            link("survey", "Look through the survey")
        else:
            show(el("p", "note", balance_line(display)))
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
            if view == "choose":
                choose_rows()
            else:
                {"rows": side_by_side, "coverage": covered, "silent": silent}[view or "rows"](
                    study, display
                )
