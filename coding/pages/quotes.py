"""Find quotes, see which codes meet, and put together what the report will quote."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coding.model import CITING, EVERYTHING, Codebook, Indicator, Quote, Relation
from coding.pages.parts.baskets import basket_box, put
from coding.pages.parts.beside import beside_quote
from coding.pages.parts.code_line import code_line
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.corrected import corrected_words
from coding.pages.parts.disclosure import before_export, fits_line, recognised
from coding.pages.parts.files import content_of
from coding.pages.parts.filtering import chosen, filter_line, filter_tool
from coding.pages.parts.labels import label_button
from coding.pages.parts.markup import el, fold, quotation, show
from coding.pages.parts.meetings import meetings
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.outlining import outlining
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST, empty, head, link, sheet, tree_labels
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.quotes import TOLD, PrintedLanguages, question

VIEWS = {
    "find": "Find quotes",
    "meet": "Codes that meet",
    "line": "Codes in order",
    "outline": "Outline",
    "recognised": "Who could be recognised",
}
COUNTING = ("find", "meet", "line")
"""The views that the filter narrows down; the outline is what the report has, whoever looks."""

KINDS = {"docx": "Word", "md": "Markdown", "csv": "Table (csv)"}
Where = dict[str, tuple[str, ...]]


@st.cache_resource(max_entries=32, show_spinner=False)
def find(
    _project: Project,
    folder: str,
    revision: int,
    query: str,
    where: Where,
    words: str,
    by: tuple[str, ...],
    within: frozenset[str] | None,
    around: bool,
) -> list[Quote]:
    """Answer a question once for each state of the project; texts are read for `around` only."""
    queries = [query] if query else []
    return _project.quotes.find(
        queries, where=where, words=words, coders=by, transcripts=within, around=around, apart=False
    )


Asked = tuple[str, Where, str, tuple[str, ...], frozenset[str] | None]
"""A question: its query, who speaks, the words, the coders, the interviews (None: all)."""


def ask(study: Project, book: Codebook) -> Asked:
    """Let a question be put together, and the filter be laid over it."""
    through = chosen(study)
    labels = tree_labels(book)

    def codes(label: str, key: str, hint: str) -> list[str]:
        return st.multiselect(
            label,
            list(labels),
            format_func=lambda code: labels.get(code, code),
            key=key,
            placeholder=hint,
            persist_state=PERSIST,
        )

    all_of = codes("With all of these codes", "all_of", "any code")
    any_of = codes("With one of these", "any_of", "any code")
    none_of = codes("With none of these", "none_of", "no code left out")
    words = st.text_input(
        "With the words", key="words", placeholder="a phrase", persist_state=PERSIST
    )
    by = st.multiselect(
        "Coded by",
        study.status()["coders"],
        key="by",
        placeholder="anybody",
        persist_state=PERSIST,
    )
    where = who(study)
    with st.expander("Write the question yourself", key="expert"):
        written = st.text_input(
            "Question",
            key="written",
            placeholder=question(all_of, any_of, none_of) or "safety and not political_fear",
            persist_state=PERSIST,
            help="Ids or names of codes with and, or, not and brackets. It goes before the above.",
        )
    query = written.strip() or question(all_of, any_of, none_of)
    theirs = [code for code in through.codes if code in book]
    if theirs:
        query = f"({query}) and ({' or '.join(theirs)})" if query else " or ".join(theirs)
    coders = [c for c in by or through.coders if c in (through.coders or by)]
    within = study.filters.interviews(through)
    if (through.codes and not theirs) or (by and not coders):
        within = frozenset()
    return query, where, words.strip(), tuple(coders), within


def who(study: Project) -> Where:
    """Let those who speak be chosen by their attributes."""
    values: dict[str, dict[str, None]] = {}
    for person in study.participants.all():
        for name, value in person.attributes.items():
            if value:
                values.setdefault(name, {})[value] = None
    where: Where = {}
    with st.expander("Who speaks", key="who_speaks"):
        for name, there in values.items():
            chosen = st.multiselect(
                escaped(name.replace("_", " ")),
                sorted(there),
                key=f"where-{name}",
                placeholder="anybody",
                persist_state=PERSIST,
            )
            if chosen:
                where[name] = tuple(chosen)
    return where


def export(study: Project, quotes: Sequence[Quote], *, basket: str = "", title: str) -> None:
    """Lead to the files, and to what stops them, which is looked for only then."""
    if st.button("Export …", key=f"export-{basket}"):
        exporting(study, quotes, basket, title)


@dialog("Export", width="medium")
def exporting(study: Project, quotes: Sequence[Quote], basket: str, title: str) -> None:
    """Offer quotes as files, which are made when asked for, once nothing in them stops it."""
    with one_place():
        cite = st.selectbox(
            "Place of each quote",
            ["", *CITING],
            format_func=lambda kind: f"in {kind}" if kind else "not printed",
            key=f"cite-{basket}",
            persist_state=PERSIST,
            width=360,
        )
        languages = "both"
        if any(quote.translation for quote in quotes):
            languages = st.selectbox(
                "Language of interviews in two",
                [*PrintedLanguages],
                format_func=TOLD.__getitem__,
                key=f"languages-{basket}",
                persist_state=PERSIST,
                width=360,
            )
        ids = st.checkbox("with ids and names", key=f"ids-{basket}")
        st.caption(
            "Names interviews and participants: not for readers."
            if ids
            else "Nobody is named: an interview is called by a number that follows no list, a"
            " speaker inside a quote [interviewer] or [participant]."
        )
    codings = [quote.coding for quote in quotes]
    with one_place():
        if warned := study.revisions.warnings(codings):
            show(fold(f"{counted(len(warned), 'quote')} corrected since", *problems(warned)))
    if not ids and not before_export(study, codings, own=not basket, key=f"export-{basket}"):
        return
    with st.container(horizontal=True):
        for suffix, label in KINDS.items():
            st.download_button(
                label,
                data=written(study, quotes, suffix, basket, title, cite, ids, languages),
                file_name=f"{'basket' if basket else 'quotes'}.{suffix}",
                key=f"export-{basket}-{suffix}",
                on_click="ignore",
            )


def written(
    study: Project,
    quotes: Sequence[Quote],
    suffix: str,
    basket: str,
    title: str,
    cite: str,
    ids: bool,
    languages: str,
) -> Callable[[], bytes]:
    """Return what makes a file's content when it is asked for."""

    return lambda: content_of(
        study,
        f"quotes.{suffix}",
        lambda path: study.quotes.export(
            path, quotes, basket=basket, title=title, cite=cite, ids=ids, languages=languages
        ),
    )


def answers(study: Project, book: Codebook, quotes: list[Quote], query: str, words: str) -> None:
    """Show what was found, some at a time."""
    interviews = len({quote.transcript for quote in quotes})
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
        title = f"{counted(len(quotes), 'quote')} from {counted(interviews, 'interview')}"
        st.header(title if quotes else "No quote answers this", anchor=False, width="stretch")
        around = st.toggle("Words around", key="around", persist_state=PERSIST)
        label_button(study)
        if quotes:
            export(study, quotes, title="Quotes")
    with one_place():
        if query:
            st.code(query, language=None, wrap_lines=True)
    if not quotes:
        show(el("p", "note", "Ask for fewer codes at once, or for other words."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        basket = basket_box(study)
        if len(quotes) > 1 and st.button(f"Put all {len(quotes):,} into it", key="put_all"):
            put(study, basket, quotes)
    places, chooser = sheet(len(quotes), "sheet")
    uses = study.outline.uses()
    of_codes, of_quotes = study.links.figures_of_codes(), study.links.beside_quotes()
    shown = [quotes[place] for place in places]
    told = {quote.transcript for quote in shown} if os.environ.get("CODING_LAUNCHED") else set()
    heard = {transcript for transcript in told if study.recordings.for_desk(transcript)["file"]}
    fits = study.disclosure.fits_of(shown)
    for quote in shown:
        near = [figure for code in quote.codes for figure in of_codes.get(code, ())]
        said = of_quotes.get((quote.transcript, quote.start, quote.end), [])
        used = uses.get(quote.coding, {})
        card(
            study,
            book,
            quote,
            basket,
            used,
            said,
            near,
            fits,
            around=around,
            words=words,
            heard=quote.transcript in heard,
        )
    chooser()


def card(
    study: Project,
    book: Codebook,
    quote: Quote,
    basket: str,
    used: Mapping[str, str],
    placed: Sequence[tuple[Relation, Indicator]],
    near: Sequence[Indicator],
    fits: Mapping[str, tuple[str, int, int]],
    *,
    around: bool,
    words: str,
    heard: bool,
) -> None:
    """Show one quote with what can be done with it, and the figures beside it and its codes.

    One that is `heard` has a recording. `used` are the sections that quote it, each with the
    item's id; `words` those sought.
    """
    pick = used.get(basket, "")
    with st.container(border=True, key=f"card-{quote.coding}"):
        show(
            quotation(quote, book, around=around, sought=study.quotes.sought(quote, words)),
            el("p", "note", f"In the report: {', '.join(used)}") if used else "",
        )
        with one_place():
            corrected_words(study, quote)
        show(beside_quote(placed, near))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            link(
                "annotate",
                "Open in Code",
                transcript=quote.transcript,
                turn=str(study.quotes.turn_of(quote)),
                coding=quote.coding,
            )
            with one_place(width="content"):
                if heard:
                    link(
                        "annotate",
                        "Hear it",
                        transcript=quote.transcript,
                        coding=quote.coding,
                        hear="1",
                    )
            first = next((figure.id for figure in (*(f for _, f in placed), *near)), "")
            with one_place(width="content"):
                if first:
                    link("figure", "Its figures and voices", figure=first, quote=quote.coding)
            if pick:
                if st.button("✓ In the section: take out", key=f"out-{pick}", type="tertiary"):
                    with mistakes():
                        study.baskets.take_out(pick, coder=coder())
                        st.rerun()
            elif st.button("Put into section", key=f"put-{quote.coding}", type="tertiary"):
                put(study, basket, [quote])
            fits_line(study, quote, fits)


def problems(lines: Sequence[str]) -> list[str]:
    """Return what is to be known of quotes, a line each."""
    return [el("p", "note", line) for line in lines]


def finding(study: Project) -> None:
    """Ask on the left, answer on the right."""
    book = study.codes.book()
    left, right = st.columns([1, 2.4], gap="large")
    with left:
        query, where, words, by, within = ask(study, book)
    with right, mistakes():
        key = (str(study.folder), study.log.revision())
        around = bool(st.session_state.get("around"))
        answers(
            study, book, find(study, *key, query, where, words, by, within, around), query, words
        )


study = project()
tools: list[DeltaGenerator] = []
head(study, "Quotes", tools=lambda: tools.append(st.container(width="content")))
view = st.segmented_control(
    "View",
    list(VIEWS),
    format_func=VIEWS.__getitem__,
    default="find",
    required=True,
    key="view",
    label_visibility="collapsed",
    bind="query-params",
)
through = EVERYTHING
with one_place():
    if view in COUNTING:
        with tools[0]:
            filter_tool(study)
        through = filter_line(study)
if not study.transcripts.all():
    empty(
        "There is no interview yet",
        "Drop your interviews on the **Transcripts** page; what you code of them appears here.",
    )
    link("transcripts", "Bring in interviews")
elif not study.status()["codings"]:
    empty("There is nothing to quote yet", "Code something on the **Code** page; it appears here.")
    link("annotate", "Code an interview")
elif view == "meet":
    meetings(study, through)
elif view == "line":
    code_line(study, through)
elif view == "outline":
    outlining()
elif view == "recognised":
    recognised(study)
else:
    finding(study)
