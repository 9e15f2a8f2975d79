"""Read the codebook as a document, and change it code by code; codebook.yaml follows at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from coding.model import EVERYTHING, Code, Codebook, CodingFilter
from coding.pages.parts.code_forms import add, change
from coding.pages.parts.codebook_out import print_codebook
from coding.pages.parts.filtering import filter_line, filter_of, filter_tool, key_of
from coding.pages.parts.markup import Markup, el, facts, fold, show, swatch, together
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import empty, head, tell
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.codes import color_of
from coding.project.overview import gaps

Tally = dict[str, Counter[str]]
Usage = Mapping[str, tuple[int, int]]
ONLY = {"all": "All", "undefined": "Without a definition", "unused": "Not used yet"}


@st.cache_resource(max_entries=4, show_spinner=False)
def tally(_project: Project, folder: str, revision: int, through: str) -> Tally:
    """Count the codings of each code by coder, of what a filter lets through."""
    counts: Tally = {}
    for coding in _project.filters.codings(filter_of(through)):
        counts.setdefault(coding.code, Counter())[coding.coder] += 1
    return counts


@st.cache_data(max_entries=4, show_spinner=False)
def usage(
    _project: Project, folder: str, revision: int, through: str
) -> dict[str, tuple[int, int]]:
    """Count the segments of each code and those below it, and the interviews they are in."""
    return _project.segments.usage(filter_of(through))


def faults(study: Project) -> bool:
    """Say everything that is wrong with codebook.yaml; return whether anything is."""
    fault = study.files.codebook_fault
    if fault is None:
        return False
    problems = getattr(fault, "problems", [fault])
    many = counted(len(problems), "fault")
    lead = "Below is the codebook as it was last sound. It cannot be changed here until then."
    st.error(
        f"**codebook.yaml cannot be used as it stands: {many}.** {lead}", icon=":material/error:"
    )
    rows = [
        el("li", "", el("strong", "", f"{problem.where}:"), f" {problem.told}")
        for problem in problems
    ]
    show(el("ul", "problems", *rows))
    if not study.files.path("codebook.yaml").exists():
        if st.button("Write codebook.yaml again", type="primary", key="mend"):
            with mistakes():
                study.files.mend()
                tell("codebook.yaml is there again.")
    elif st.button("Look again", key="again"):
        st.rerun()
    return True


def wanted(
    book: Codebook, used: Usage, words: str, only: str, let: frozenset[str] | None
) -> list[Code]:
    """Return the codes to show, with the themes they stand under; `let` are those of the filter."""
    folded = words.casefold()

    def fits(code: Code) -> bool:
        if let is not None and code.id not in let:
            return False
        text = " ".join(
            [code.id, code.name, *code.names.values(), code.definition]
            + [word for words in code.keywords.values() for word in words]
        )
        if folded not in text.casefold():
            return False
        if only == "undefined":
            return not code.definition
        return only != "unused" or code.id not in used

    kept = {above.id for code in book if fits(code) for above in book.path(code.id)}
    return [code for code in book if code.id in kept]


def languages(study: Project) -> list[str]:
    """Return the languages of the transcripts, the commonest first."""
    return [
        x
        for x, _ in Counter(t.language for t in study.transcripts.all() if t.language).most_common()
    ]


def entry(code: Code, book: Codebook, used: Usage, counts: Tally, spoken: Sequence[str]) -> Markup:
    """Return one code as the document shows it."""
    depth = len(book.path(code.id))
    others = ", ".join(name for name in code.names.values() if name != code.name)
    heading = el("h2" if depth == 1 else "h3", "name", swatch(color_of(code, book)), code.name)
    return together(
        [
            el(
                "div",
                "theme" if depth == 1 else "code",
                heading,
                el("span", "count", others) if others else "",
                el("span", "count", said_of(code, book, used, counts)),
            ),
            el("p", "definition", code.definition)
            if code.definition
            else el("p", "missing", "No definition yet: what does it mean, what does it not?"),
            details(code, spoken),
        ]
    )


def said_of(code: Code, book: Codebook, used: Usage, counts: Tally) -> str:
    """Say how much a code and those below it are used: segments, interviews, whose codings."""
    if code.id not in used:
        return "not used yet"
    segments, interviews = used[code.id]
    mine = Counter[str]()
    for name in book.family(code.id):
        mine.update(counts.get(name, {}))
    by = ", ".join(f"{name} {number}" for name, number in mine.most_common())
    whose = f" · codings: {by}" if mine else ""
    return f"{counted(segments, 'segment')} in {counted(interviews, 'interview')}{whose}"


def details(code: Code, spoken: Sequence[str]) -> Markup:
    """Return what a code says beyond its definition, folded away."""
    keywords = [
        (f"Keywords {language}".strip(), ", ".join(words))
        for language, words in code.keywords.items()
    ]
    more = facts(
        [
            *(
                (f"Definition {x}", text)
                for x, text in code.definitions.items()
                if text != code.definition
            ),
            ("Include", "; ".join(code.include)),
            ("Exclude", "; ".join(code.exclude)),
            *keywords,
            ("Examples", " / ".join(f"“{example}”" for example in code.examples)),
            ("Survey", ", ".join(code.indicators)),
            ("Id", code.id),
        ]
    )
    lacking = [gap for gap in gaps(code, spoken) if gap != "no definition"]
    hint = f" · {', '.join(lacking)}" if lacking else ""
    return fold(f"More{hint}", more)


def document(
    study: Project, book: Codebook, counts: Tally, through: CodingFilter, *, sound: bool
) -> None:
    """Show the codes in the order of the file, each with its button."""
    state = (str(study.folder), study.log.revision())
    used = usage(study, *state, key_of(through))
    whole = tally(study, *state, key_of(EVERYTHING))  # what a change of a code concerns
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
        words = st.text_input(
            "Find a code", key="find", bind="query-params", placeholder="name, definition, keyword"
        )
        only = st.segmented_control(
            "Show",
            list(ONLY),
            format_func=ONLY.__getitem__,
            default="all",
            required=True,
            key="only",
            bind="query-params",
        )
        print_codebook(study, through)
        if st.button("Add a code", type="primary", key="add", disabled=not sound):
            add(study, book)
    spoken = languages(study)
    shown = wanted(book, used, words, only or "all", study.filters.codes(through))
    if not shown:
        show(el("p", "note", "No code fits. Shorten the words, or show all codes."))
    for code in shown:
        depth = len(book.path(code.id)) - 1
        with st.container(horizontal=True, key=f"{'theme' if not depth else 'sub'}-{code.id}"):
            if depth:
                st.space(24 * depth)
            show(entry(code, book, used, counts, spoken))
            if st.button("Edit", key=f"change-{code.id}", type="tertiary", disabled=not sound):
                change(study, book, code, whole)


study = project()
codes = study.codes.book()
themes = sum(bool(codes.children(code.id)) for code in codes)
above = f", {counted(themes, 'theme')} among them: each counts what is below it" if themes else ""
lead = f"{counted(len(codes), 'code')}{above}." if len(codes) else ""
head(study, "Codebook", lead, tools=lambda: filter_tool(study))
let_through = filter_line(study)
with one_place():
    broken = faults(study)
if len(codes):
    numbers = tally(study, str(study.folder), study.log.revision(), key_of(let_through))
    document(study, codes, numbers, let_through, sound=not broken)
else:
    empty("There is no code yet", "Begin with one that you expect to need; more come as you read.")
    if not broken and st.button("Add a code", type="primary", key="add"):
        add(study, codes)
