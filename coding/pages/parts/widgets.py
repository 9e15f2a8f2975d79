"""Share what every page needs: the open project, the coder, messages for mistakes, escaping."""

from __future__ import annotations

import getpass
import hashlib
import os
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args
from urllib.parse import parse_qs, unquote, urlsplit

import altair as alt
import streamlit as st

from coding.errors import CodingError, DamageError
from coding.jobs.work import Job, State, Tell
from coding.model import Codebook
from coding.pages.parts.markup import el, show, style
from coding.pages.parts.places import one_place
from coding.project import Project
from coding.project.look import cleaned, tone

T = TypeVar("T")

CHANNEL = "channel"
GLANCE = 0.3
"""Seconds that a page waits for work before it says that it is going on."""

EDGE = 12
"""Pixels beside a chart, so that the last figure on its axis is not cut off."""

LIGHT_FROM = 0.78
"""Share of the most from which letters on a field are light: there both can be read alike."""

COOKIE = "coding_coder"
"""What the cookie of who codes is called, with the project's folder hashed behind it."""

NEW = "Type a name …"
PERSIST: Literal["session"] = "session"
PageName = Literal[
    "overview",
    "transcripts",
    "codebook",
    "annotate",
    "suggestions",
    "quotes",
    "tables",
    "memos",
    "survey",
    "figure",
    "joint_display",
    "verify",
]


@st.cache_resource(show_spinner="Reading the project …")
def _open(folder: str) -> Project:
    opened = Project(Path(folder))
    opened.learning.reads_apart = True
    return opened


def project() -> Project:
    """Return the open project; stop the page with a message if it cannot be opened.

    Raises DamageError: there is more to do about that than to read a message.
    """
    with mistakes(stop=True, but=DamageError):
        return _open(str(project_folder()))


def project_folder() -> Path:
    """Return the folder of the project that the app was started on."""
    return Path(os.environ.get("CODING_PROJECT") or os.getcwd())


def reopen() -> None:
    """Open the project anew at the next run: what is on the disk has been exchanged."""
    _open.clear()


# ── who codes ──


def coder() -> str:
    """Return who codes in this tab: chosen here, said before in this project, or the login."""
    name = st.session_state.get("coder")
    if not name:
        name = st.session_state.coder = said_before() or _login()
    return str(name)


def said_before() -> str:
    """Return who codes as said in this tab, this browser or this project, "" if nobody has."""
    kept = unquote(st.context.cookies.get(cookie(), ""))
    asked = st.session_state.get("coder") or kept or os.environ.get("CODING_CODER")
    return str(asked or _open(str(project_folder())).me.known())


def cookie() -> str:
    """Return the cookie that keeps who codes in this project as long as the browser is open."""
    return f"{COOKIE}_{hashlib.sha256(str(project_folder().resolve()).encode()).hexdigest()[:8]}"


def become(name: str) -> None:
    """Code under this name from now on; the browser keeps it until it is closed."""
    name = " ".join(name.split())
    if name:
        st.session_state.coder = st.session_state.coder_to_keep = name
        project().me.remember(name)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"


def choose_coder(project: Project) -> None:
    """Let somebody say who codes: one of those who did, or a new name."""

    def take() -> None:
        become(str(st.session_state.chosen_coder or ""))

    me = coder()
    names = list(dict.fromkeys([me, *project.status()["coders"]]))
    with st.popover(f"Coding as {escaped(me)}", type="tertiary"):
        st.selectbox(
            "Who codes here?",
            names,
            key="chosen_coder",
            index=names.index(me),
            accept_new_options=True,
            on_change=take,
            placeholder=NEW,
        )
        st.caption("Choose yourself, or type a new name. It stays with everything you do.")


def undo_and_redo(project: Project) -> None:
    """Let somebody take back what they did last, whatever it was."""
    for label, icon, what in zip(
        ("Undo", "Redo"), ("↶", "↷"), project.log.reversible(coder()), strict=True
    ):
        hint = f"{label}: {escaped(what)}" if what else None
        if st.button(f"{icon} {label}", key=label, type="tertiary", disabled=not what, help=hint):
            try:
                show_anew()
                done = project.log.undo(coder=coder(), redo=label == "Redo")
            except CodingError as error:
                refuse(error)
                st.rerun()  # both buttons name what comes next
            tell(f"{'Done again' if label == 'Redo' else 'Taken back'}: {done.summary}")


def show_anew() -> None:
    """Let forms in which nothing is typed show what stands there after an act of one's own."""
    for key, kept in st.session_state.items():
        if str(key).startswith("form:"):
            kept.version = None


# ── the frame of a page ──


def head(
    project: Project, title: str, lead: str = "", tools: Callable[[], None] | None = None
) -> None:
    """Open a page: its title, what it is about in a line, who codes, and news of the last act.

    `tools` shows what else can be done here, beside the title.
    """
    style()
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(escaped(title), anchor=False, width="stretch")
        if tools is not None:
            tools()
        undo_and_redo(project)
        choose_coder(project)
    with one_place():
        if refused := st.session_state.pop("refused_act", ""):
            st.error(escaped(refused), icon=":material/error:")
        if lead:
            show(el("p", "lead", lead))
        if why := project.hindrance:
            st.warning(
                f"**Nothing can be changed: {escaped(why)}.** You can look, search, and export to"
                " another place. What you type is not kept.",
                icon=":material/lock:",
            )
    news = st.session_state.pop("news", "")
    if news:
        st.toast(escaped(news), icon=":material/check:")


def tell(news: str) -> None:
    """Say after the next rerun what was done, then run the page again."""
    st.session_state.news = news
    st.rerun()


def path_of(page: PageName) -> str:
    """Return what Streamlit calls a page by."""
    return str(Path(__file__).parents[1] / f"{page}.py")


def link(page: PageName, label: str, **query: str) -> None:
    """Link to a place in the app; the label may be words from outside."""
    st.page_link(path_of(page), label=f":primary[{escaped(label)}]", query_params=query or None)


def turn_to(way: str) -> None:
    """Turn to an address within the app, such as a link of a page has; to no other."""
    address = urlsplit(way)
    page = next((name for name in get_args(PageName) if name == address.path), None)
    if page is not None:
        query = {key: values[-1] for key, values in parse_qs(address.query).items()}
        st.switch_page(path_of(page), query_params=query or None)


def section(title: str) -> None:
    """Head a part of a page."""
    st.header(title, anchor=False)


def sheet(number_of: int, key: str, *, size: int = 25) -> tuple[range, Callable[[], None]]:
    """Cut a long list into sheets; return the places of this one and what shows the chooser."""
    sheets = max(1, -(-number_of // size))
    asked = st.session_state.get(key) or 1
    at = asked if asked <= sheets else 1

    def chooser() -> None:
        if sheets > 1:
            st.segmented_control(
                "Sheet", range(1, sheets + 1), default=1, required=True, key=key, width="stretch"
            )

    return range((at - 1) * size, min(at * size, number_of)), chooser


def empty(title: str, what_next: str) -> None:
    """Say what to do next where there is nothing to show yet."""
    with st.container(border=True, horizontal_alignment="center"):
        st.header(title, anchor=False)
        st.write(what_next)


def finished(
    study: Project, key: Hashable, what: str, function: Callable[[Tell], T]
) -> Job[T] | None:
    """Return a job once it is done; until then show how far it is, and how to stop it.

    A page never computes what takes its time: the work goes on behind it, also while other pages
    are looked at, and is never done twice for one `key`. `outcome` raises what the work raised.
    """
    job = started(study, key, what, function)
    if job is None:
        how_far(study, key)
    return job


def started(
    study: Project, key: Hashable, what: str, function: Callable[[Tell], T]
) -> Job[T] | None:
    """Return a job if it is done in a moment, as `finished`, but show nothing of it."""
    job = study.work.find(key)
    if job is None or job.state is not State.CANCELLED:
        job = study.work.start(key, what, function)
        if job.wait(GLANCE) and job.state is not State.CANCELLED:
            return job
    return None


@st.fragment(run_every=0.5)
def how_far(study: Project, key: Hashable, what: str = "") -> None:
    """Show a job that is not done; run the page again as soon as it is."""
    job = study.work.find(key)
    if job is None or (job.ready and job.state is not State.CANCELLED):
        st.rerun()
    elif job.state is State.CANCELLED:
        st.info(f"Stopped: {escaped(job.what)}", icon=":material/pause:")
        if st.button("Start again", key=f"again-{hash(key)}"):
            study.work.forget(key)
            st.rerun()
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.progress(job.done / max(job.total, 1), escaped(what or job.what))
            if st.button("Stop", key=f"stop-{hash(key)}"):
                job.cancel()


# ── mistakes ──


@contextmanager
def mistakes(*, stop: bool = False, but: type[CodingError] | None = None) -> Iterator[None]:
    """Show a CodingError as a message with its hint; `stop` ends the page there.

    Those of the kind `but` are left to whoever called.
    """
    try:
        yield
    except CodingError as error:
        if but is not None and isinstance(error, but):
            raise
        show_mistakes(error)
        if stop:
            st.stop()


@contextmanager
def refusals() -> Iterator[None]:
    """Have a CodingError said in the page's head: for what is done before the page is drawn."""
    try:
        yield
    except CodingError as error:
        refuse(error)


def refuse(error: CodingError) -> None:
    """Have it said in the page's head, when that is drawn next, why something was not done."""
    st.session_state.refused_act = " ".join(map(str, getattr(error, "problems", [error])))


def show_mistakes(error: CodingError) -> None:
    """Show a mistake, or each of the several that it holds."""
    for problem in getattr(error, "problems", [error]):
        show_mistake(problem)


def show_mistake(error: CodingError) -> None:
    """Show one mistake: what, where, how to put it right."""
    st.error(escaped(str(error)), icon=":material/error:")


# ── words ──


def escaped(text: str) -> str:
    """Escape text from outside for places where Streamlit reads Markdown.

    >>> print(escaped("![x](http://a.b) <b> :red[x] $a$"))
    \\!\\[x\\]\\(http\\:\\/\\/a\\.b\\) \\<b\\> \\:red\\[x\\] \\$a\\$
    """
    flat = " ".join(text.splitlines())
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$&/@])", r"\\\1", flat)


def counted(number: int, single: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "code"), counted(1200, "coding"), counted(2, "entry", "entries")
    ('1 code', '1,200 codings', '2 entries')
    """
    return f"{number:,} {single if number == 1 else many or single + 's'}"


def listed(names: list[str], shown: int = 4) -> str:
    """Return the first few names and how many more there are.

    >>> listed(["P1", "P2", "P3"], 2)
    'P1, P2 and 1 more'
    """
    more = len(names) - shown
    if more > 0:
        return f"{', '.join(names[:shown])} and {more} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def tree_labels(book: Codebook) -> Mapping[str, str]:
    """Return code id → name, in the order of the tree and set in by depth, for choosing lists."""
    return {c.id: "\u2003" * (len(book.path(c.id)) - 1) + book.called[c.id] for c in book}


# ── charts ──


def ink() -> str:
    """Return the colour of words in charts."""
    return tone("chart-ink", dark=st.context.theme.type == "dark")


def heat() -> list[str]:
    """Return the colours of the least and the most in a chart of fields."""
    return [tone("heat-least"), tone("heat-most")]


def lettered(chart: alt.Chart | alt.LayerChart | alt.FacetChart, what: str) -> None:
    """Show a chart, its letters dark enough to read; `what` says it in words."""
    chart = chart.configure_axis(labelColor=ink(), titleColor=ink())
    chart = chart.configure_legend(labelColor=ink())
    plot(chart, what)


def plot(chart: alt.Chart | alt.LayerChart | alt.FacetChart, what: str, **how: Any) -> Any:
    """Show a chart, the words in it fit for one; `what` says it in words. Every chart goes here."""
    chart = chart.properties(padding={"right": EDGE})
    told = chart.to_dict()
    fit = cleaned(told)
    return st.altair_chart(chart if fit == told else alt.Chart.from_dict(fit), alt=what, **how)
