"""Show what a file of another program holds and what would become of it; let it be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from coding.model.exchange import ForeignProject
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import el, fold, show
from coding.pages.parts.places import one_place
from coding.pages.parts.reading_notes import how_it_was_read
from coding.pages.parts.wording import counted, listed
from coding.project import Project
from coding.project.exchange import (
    CodePlan,
    ComingAs,
    ExchangeChoices,
    ExchangePlan,
    SourcePlan,
    Take,
)

TAKE, CODE, CODINGS, STANDS, BECOMES, LIKE = (
    *("Take", "Code", "Codings", "Here"),
    *("Becomes", "Written almost so here"),
)
TEXT, WORDS, WHAT = "Text", "Words", "What becomes of it"
WHERE, WHY = "Where", "Why"
NEW_CODE = "a new code"
THOUSANDS = st.column_config.NumberColumn(format="localized")
STANDING = {ComingAs.NEW: "new", ComingAs.SAME: "the same", ComingAs.DIFFERS: "differs"}


def choose_what_comes(
    study: Project, foreign: ForeignProject, plan: ExchangePlan, key: str
) -> ExchangeChoices | None:
    """Show what is in a file and what would become of it; return what is chosen, once it is."""
    show(el("p", "lead", what_is_in(foreign, plan)), el("p", "note", what_is_new(plan)))
    with one_place():
        how_it_was_read(foreign.notes, opened=True)
    with one_place():
        sources = choose_sources(plan, key)
    with one_place():
        codes, left_out = choose_codes(study, plan, key)
    differing = [
        code
        for code in plan.codes
        if code.key not in left_out and any(told.here for told in code.differences)
    ]
    with one_place():
        theirs = bool(differing) and st.checkbox(
            f"Take over what the file says of {counted(len(differing), 'code')} that"
            f" {'differs' if len(differing) == 1 else 'differ'}; else yours stays, and theirs"
            " becomes a memo on it",
            key=f"exchange-theirs-{key}",
        )
        if differing:
            show(fold("What differs", differences(differing)))
    twins = [
        code
        for code in plan.codes
        if code.namesakes and not codes.get(code.key) and code.key not in left_out
    ]
    agreed = True
    with one_place():
        if twins:
            agreed = two_of_a_name(twins, key)
    unsigned = ""
    with one_place():
        if any(coding.code and not coding.coder for coding in foreign.codings):
            unsigned = st.text_input(
                "Who coded what the file signs with nobody",
                value=coder(),
                key=f"exchange-unsigned-{key}",
                width=360,
            )
    without_place(foreign, plan)
    bring = f"Bring in {said_of(plan, left_out)}"
    if not st.button(bring, type="primary", key="exchange-bring", disabled=not agreed):
        return None
    return ExchangeChoices(
        codes=codes,
        theirs=frozenset(code.key for code in differing if theirs),
        left_out=left_out,
        sources=sources,
        unsigned=unsigned.strip(),
    )


def two_of_a_name(twins: list[CodePlan], key: str) -> bool:
    """Ask whether second codes of names that are here are wanted; return whether they are."""
    names = listed([f"“{code.path[-1]}”" for code in twins])
    one = len(twins) == 1
    items = (
        el(
            "li",
            "",
            f"{' › '.join(code.path)} in the file,"
            f" {', '.join(' › '.join(near.path) for near in code.namesakes)} here",
        )
        for code in twins
    )
    show(
        el(
            "p",
            "note",
            f"{names} {'is' if one else 'are'} here already, in another place. Say in the table,"
            f" under {BECOMES}, which {'it is' if one else 'they are'}, or have two:",
        ),
        el("ul", "notes", *items),
    )
    label = "Have two of this name" if one else "Have two of each of these names"
    return st.checkbox(label, key=f"exchange-twins-{key}")


def what_is_in(foreign: ForeignProject, plan: ExchangePlan) -> str:
    """Say in a sentence what a file holds."""
    program = f"{foreign.program} {foreign.version}".strip()
    program = program.replace("a ", "A ", 1) if program.startswith("a ") else program
    passages = sum(bool(coding.code) for coding in foreign.codings)
    by = f" by {listed(list(plan.coders))}" if plan.coders else ""
    parts = [
        counted(len(plan.sources), "text") if plan.sources else "",
        counted(len(plan.codes), "code") if plan.codes else "",
        counted(passages, "coding") + by if passages else "",
        counted(plan.memos, "memo") if plan.memos else "",
        counted(len(plan.cases), "case") if plan.cases else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"{program}: {told or 'nothing that can come in'}."


def what_is_new(plan: ExchangePlan) -> str:
    """Say in a sentence what of it is not here yet."""
    new = [
        counted(sum(s.standing in (ComingAs.NEW, ComingAs.NEARLY) for s in plan.sources), "text"),
        counted(sum(code.standing is ComingAs.NEW for code in plan.codes), "code"),
        counted(plan.fresh, "coding"),
    ]
    there = [
        counted(sum(s.standing is ComingAs.SAME for s in plan.sources), "text"),
        counted(sum(bool(code.own) for code in plan.codes), "code"),
        counted(plan.there, "coding"),
    ]
    here = [part for part in there if not part.startswith("0 ")]
    said = f"New: {listed([part for part in new if not part.startswith('0 ')]) or 'nothing'}."
    return said + (f" Here already: {listed(here)}." if here else "")


def choose_sources(plan: ExchangePlan, key: str) -> Mapping[str, Take]:
    """Let it be said of each text whether it comes, is laid over one here, or stays away."""
    coming = [source for source in plan.sources if source.standing is not ComingAs.KEPT]
    if not coming:
        return {}
    options = [*(label for source in coming for label in labels_of(source))]
    rows = st.data_editor(
        pd.DataFrame(
            [
                {
                    TEXT: source.name,
                    WORDS: source.words,
                    CODINGS: source.codings,
                    WHAT: next(iter(labels_of(source))),
                }
                for source in coming
            ]
        ),
        hide_index=True,
        disabled=[TEXT, WORDS, CODINGS],
        column_config={
            WORDS: THOUSANDS,
            CODINGS: THOUSANDS,
            WHAT: st.column_config.SelectboxColumn(
                WHAT, options=list(dict.fromkeys(options)), required=True, width="large"
            ),
        },
        key=f"exchange-texts-{key}",
        alt="The texts in the file",
    )
    chosen = rows[WHAT].tolist()
    return {
        source.key: labels_of(source).get(label, Take.BRING)
        for source, label in zip(coming, chosen, strict=True)
    }


def labels_of(source: SourcePlan) -> Mapping[str, Take]:
    """Return what can become of a text, in words, the likeliest first."""
    over = f"codings laid over “{source.own_name}”"
    leave = {"left out": Take.LEAVE}
    if source.standing is ComingAs.SAME:
        same = f"here already, as “{source.own_name}”"
        return {same: Take.USE, "another interview": Take.BRING, **leave}
    if source.standing is ComingAs.NEARLY:
        near = f"another interview (“{source.own_name}” has {source.likeness:.0%} of its lines)"
        return {near: Take.BRING, over: Take.USE, **leave}
    return {"a new interview": Take.BRING, **leave}


def choose_codes(
    study: Project, plan: ExchangePlan, key: str
) -> tuple[Mapping[str, str], frozenset[str]]:
    """Let it be said of each code which one here it is; return that, and those left out."""
    if not plan.codes:
        return {}, frozenset()
    book = study.codes.book()
    named = {code.id: " › ".join(c.name for c in book.path(code.id)) for code in book}
    often = Counter(named.values())
    labels = {key: f"{text} ({key})" if often[text] > 1 else text for key, text in named.items()}
    rows = st.data_editor(
        pd.DataFrame(
            [
                {
                    TAKE: True,
                    CODE: " › ".join(code.path),
                    CODINGS: code.codings,
                    STANDS: how_it_stands(code),
                    BECOMES: labels.get(code.own, NEW_CODE),
                    LIKE: ", ".join(" › ".join(near.path) for near in code.near),
                }
                for code in plan.codes
            ]
        ),
        hide_index=True,
        disabled=[CODE, CODINGS, STANDS, LIKE],
        column_config={
            CODINGS: THOUSANDS,
            BECOMES: st.column_config.SelectboxColumn(
                BECOMES, options=[NEW_CODE, *labels.values()], required=True
            ),
        },
        key=f"exchange-codes-{key}",
        alt="The codes in the file",
    )
    ids = {label: code for code, label in labels.items()}
    chosen = zip(plan.codes, rows.to_dict("records"), strict=True)
    codes = {code.key: ids.get(str(row[BECOMES]), "") for code, row in chosen}
    taken = zip(plan.codes, rows[TAKE].tolist(), strict=True)
    return codes, frozenset(code.key for code, take in taken if not take)


def how_it_stands(code: CodePlan) -> str:
    """Say in a word how a code stands to what is here."""
    if code.differences and not any(told.here for told in code.differences):
        return "filled in"
    return STANDING.get(code.standing, "")


def differences(codes: list[CodePlan]) -> str:
    """Show what codes say here and in the file."""
    return el(
        "ul",
        "notes",
        *(
            el(
                "li",
                "",
                f"{' › '.join(code.path)}, {told.field}: here “{told.here or 'nothing'}”,"
                f" in the file “{told.there}”",
            )
            for code in codes
            for told in code.differences
        ),
    )


def without_place(foreign: ForeignProject, plan: ExchangePlan) -> None:
    """List what is only kept, and what has no place."""
    kept = [source for source in plan.sources if source.standing is ComingAs.KEPT]
    if kept:
        names = listed([source.name for source in kept])
        verb = "is kept and goes" if len(kept) == 1 else "are kept and go"
        show(el("p", "note", f"{names}: cannot be coded here; {verb} out again as it came."))
    if foreign.unplaced:
        show(el("p", "note", f"{counted(len(foreign.unplaced), 'thing')} without a place:"))
        st.dataframe(
            pd.DataFrame(
                [{WHERE: p.where, "Words": p.words, WHY: p.why} for p in foreign.unplaced]
            ),
            hide_index=True,
            alt="What has no place",
        )


def said_of(plan: ExchangePlan, left_out: frozenset[str]) -> str:
    """Say in a few words what the button brings."""
    codes = sum(code.standing is ComingAs.NEW and code.key not in left_out for code in plan.codes)
    texts = sum(source.standing in (ComingAs.NEW, ComingAs.NEARLY) for source in plan.sources)
    parts = [counted(texts, "text"), counted(codes, "code"), counted(plan.fresh, "coding")]
    return listed([part for part in parts if not part.startswith("0 ")]) or "what is left"
