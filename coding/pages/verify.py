"""Check a report draft: every quotation and every figure traced to where it comes from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from coding.components.draft import view
from coding.errors import CodingError, Conflict
from coding.jobs.work import Tell
from coding.model import Finding, Report, now
from coding.pages.parts.company import when
from coding.pages.parts.evidence import resting_on, saying, summary
from coding.pages.parts.forms import both_texts
from coding.pages.parts.markup import el, fold, show
from coding.pages.parts.places import one_place
from coding.pages.parts.quantifiers import quantifiers
from coding.pages.parts.widgets import (
    coder,
    counted,
    escaped,
    finished,
    head,
    project,
    refusals,
    show_mistake,
)
from coding.project import Project
from coding.project.drafts import Item, items, laid_out, order

DRAFT = "draft"
LEVELS = {
    "error": "Errors",
    "check": "To check",
    "info": "Remarks",
    "fine": "In order",
    "none": "Without source",
    "settled": "Settled",
}
KINDS = ("docx", "md", "txt", "markdown")


def take_draft(study: Project) -> None:
    """Read and check the file that was dropped or chosen, or say why it cannot be."""
    file = st.file_uploader(
        "The draft",
        type=KINDS,
        key="dropped",
        help="Word, Markdown or plain text. It is read and checked here and not kept or changed.",
    )
    kept = st.session_state.get("verified")
    failed = st.session_state.get("not_verified")
    if failed:
        show_mistake(failed[1])
    there = study.drafts.all()
    if there:
        with st.container(horizontal=True, vertical_alignment="center"):
            show(el("span", "soft", "In the project's folder:"), width="content")
            for path in there:
                place = str(path.relative_to(study.folder))
                name = place if [p.name for p in there].count(path.name) > 1 else path.name
                if st.button(escaped(name), key=f"draft-{place}", type="tertiary"):
                    check(path.name, path.read_bytes(), place=place)
    seen = (kept and kept["upload"], failed and failed[0])
    if file is not None and file.file_id not in seen:
        check(file.name, file.getvalue(), upload=file.file_id)


def check(name: str, data: bytes, *, upload: str = "", place: str = "") -> None:
    """Have a draft checked: `checking` shows how far that is, and keeps the report.

    `place` is where in the project's folder it lies, `upload` what Streamlit calls a dropped file.
    """
    asked = {"name": name, "data": data, "upload": upload, "place": place}
    st.session_state.checking = asked
    st.rerun()


def checking(study: Project) -> None:
    """Go on checking the draft that was asked for; nothing else is shown until that is done."""
    asked = st.session_state.get("checking")
    if not asked:
        return
    name, data = asked["name"], asked["data"]
    # What others do while it is checked does not begin it anew.
    asked.setdefault("revision", study.log.revision())
    asked.setdefault("survey", study.survey.stamp())
    asked.setdefault("at", now())
    key = ("verify", name, hashlib.sha256(data).hexdigest(), asked["revision"], asked["survey"])
    job = finished(
        study, key, "Checking the draft …", lambda tell: report_on(study, name, data, tell)
    )
    if job is None:
        st.stop()
    del st.session_state.checking
    st.session_state.pop("not_verified", None)
    try:
        report = job.outcome()
    except CodingError as fault:
        st.session_state.not_verified = (asked["upload"], fault)
        return
    st.session_state.verified = {**asked, "report": report}
    for chosen in ("chosen", "levels"):
        st.session_state.pop(chosen, None)


def report_on(study: Project, name: str, data: bytes, tell: Tell) -> Report:
    """Read and check a draft; raise CodingError if it cannot be read."""
    with study.room() as folder:
        path = folder / Path(name).name
        path.write_bytes(data)
        try:
            draft = study.drafts.read(path)
        except CodingError as fault:
            # The place it was put for reading means nothing to anybody.
            raise type(fault)(fault.message, name, fault.hint) from fault
    return study.drafts.verify(draft, lambda done, total, _: tell(done, total))


def check_again(study: Project) -> None:
    """Check the same draft again, as its file has it now: it or the project may have changed."""
    kept = st.session_state.verified
    data = in_its_file(study, kept)
    check(kept["name"], data, upload=kept["upload"], place=kept["place"])


def in_its_file(study: Project, kept: Mapping[str, Any]) -> bytes:
    """Return a draft as the project's folder has it now, as it was checked if it is not there."""
    data: bytes = kept["data"]
    with suppress(OSError):
        if kept["place"]:
            data = (study.folder / kept["place"]).read_bytes()
    return data


def from_when(study: Project, kept: Mapping[str, Any]) -> None:
    """Say when the draft was checked, and what that does not know of."""
    news = []
    if act := study.drafts.changed_since(kept["revision"]):
        news.append(f"the project ({act})")
    if study.survey.stamp() != kept["survey"]:
        news.append("the survey's files")
    if in_its_file(study, kept) != kept["data"]:
        news.append("the draft's file")
    since = f" Changed since then: {', '.join(news)}. “Check again” takes it in." if news else ""
    show(el("p", "note", f"Checked at {when(kept['at'])}.{since}"))


@st.fragment
def desk(study: Project) -> None:
    """Show the draft beside the evidence for what is chosen in it."""
    if st.session_state.pop("settled", False):
        st.rerun()  # what can be undone stands in the page's head
    report: Report = st.session_state.verified["report"]
    rulings = study.drafts.rulings()
    # What somebody decides is decided on what they saw.
    st.session_state.seen_rulings = {key: ruling.version for key, ruling in rulings.items()}
    listed = items(report, rulings)
    by_id = {item.id: item for item in listed}
    ids = choose_levels(listed)
    chosen = by_id.get(st.session_state.get("chosen") or "")
    if chosen is None and ids:
        chosen = by_id[ids[0]]
        st.session_state.chosen = chosen.id
    left, right = st.columns([3, 2], gap="large")
    with left:
        view(
            {
                "draft": f"{report.draft.sha256}-{len(listed)}",
                "paragraphs": laid_out(report, listed),
                "items": {
                    i.id: {"level": i.level, "name": i.name, "settled": i.settled} for i in listed
                },
                "order": ids,
                "chosen": chosen.id if chosen else "",
            },
            key=DRAFT,
            on_chosen=take_choice,
            on_decided=lambda: take_key(study),
        )
    with right:
        if chosen is None:
            show(el("p", "note", "Nothing of this kind. Choose another above, or click a word."))
        else:
            panel(study, chosen, ids)


def choose_levels(listed: Sequence[Item]) -> list[str]:
    """Let it be chosen what next and previous go through; return the ids."""
    counts = Counter("settled" if i.settled else i.level for i in listed)
    there = [level for level in LEVELS if counts[level]]
    first = [level for level in ("error", "check") if level in there] or there[:1]
    shown = st.pills(
        "Go through",
        there,
        format_func=lambda level: f"{LEVELS[level]} {counts[level]}",
        selection_mode="multi",
        default=first,
        key="levels",
        label_visibility="collapsed",
    )
    open_ones = order(listed, [level for level in shown if level != "settled"], settled=False)
    return open_ones + (order(listed, [], settled=True) if "settled" in shown else [])


def take_choice() -> None:
    """Take up what was clicked in the draft, or gone to by key."""
    st.session_state.chosen = st.session_state[DRAFT].get("chosen") or ""


def take_key(study: Project) -> None:
    """Do what a key decided."""
    asked = st.session_state[DRAFT].get("decided") or {}
    report: Report = st.session_state.verified["report"]
    item = next((i for i in items(report, study.drafts.rulings()) if i.id == asked.get("id")), None)
    if item is not None and isinstance(item.of, Finding):
        settle(study, item, item.of, str(asked["verdict"]))


def settle(study: Project, item: Item, finding: Finding, decided: str, reason: str = "") -> None:
    """Decide about a finding and go on to the next."""
    version = st.session_state.get("seen_rulings", {}).get(finding.key, 0)
    st.session_state.settled = True  # or refused: either is said in the page's head
    with refusals():
        if decided == "reopen":
            if item.settled:
                study.drafts.reopen(finding, coder=coder(), version=version)
            return
        try:
            study.drafts.rule(finding, decided, reason=reason, coder=coder(), version=version)
        except Conflict as conflict:
            st.session_state[f"dispute-{finding.key}"] = conflict, decided, reason
            st.session_state.chosen = item.id
            return
        report: Report = st.session_state.verified["report"]
        listed = items(report, study.drafts.rulings())
        levels = st.session_state.get("levels") or []
        after = [
            i.id
            for i in listed
            if not i.settled and i.level in levels and i.start >= item.start and i.id != item.id
        ]
        if after:
            st.session_state.chosen = after[0]


def panel(study: Project, item: Item, ids: Sequence[str]) -> None:
    """Show what is said of an item, what it rests on, and let it be decided."""
    at = ids.index(item.id) + 1 if item.id in ids else 0
    with st.container(border=True, key="finding"):
        with st.container(horizontal=True, vertical_alignment="center"):
            place = f"{at} of {len(ids)}" if at else "not in this selection"
            show(el("span", "count", f"Paragraph {item.of.paragraph} · {place}"), width="content")
            for label, by in (("Previous", -1), ("Next", 1)):
                st.button(
                    label,
                    key=label,
                    disabled=not ids,
                    on_click=step,
                    args=(item.id, list(ids), by),
                    help="Key: p" if by < 0 else "Key: n",
                    type="tertiary",
                )
        saying(item)
        with st.container(key="evidence"):
            resting_on(study, item)
        if isinstance(item.of, Finding):
            deciding(study, item, item.of)


def step(now: str, ids: list[str], by: int) -> None:
    """Go to the next or the previous."""
    at = ids.index(now) if now in ids else (-1 if by > 0 else 0)
    st.session_state.chosen = ids[(at + by) % len(ids)]


def deciding(study: Project, item: Item, finding: Finding) -> None:
    """Let a finding be settled, or opened again."""
    if f"dispute-{finding.key}" in st.session_state:
        dispute(study, finding)
        return
    ruling = study.drafts.rulings().get(finding.key)
    if ruling:
        why = f": {ruling.reason}" if ruling.reason else ""
        said = f"Settled as “{ruling.decided}” by {ruling.coder}{why}."
        if ruling.decided == "fixed":
            said = f"Will be fixed, says {ruling.coder}{why}. It is open until a draft lacks it."
        show(el("p", "note", said))
        st.button(
            "Open again", key="reopen", on_click=settle, args=(study, item, finding, "reopen")
        )
        return
    reason = st.text_input(
        "Reason",
        key=f"why-{item.id}",
        placeholder="Why it may stay as it is (key: a)",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True):
        for label, decided, hint in (
            ("Will be fixed", "fixed", "Key: f. It stays open until a draft lacks it."),
            ("Not ours", "not ours", "Key: o. It cites another source."),
        ):
            st.button(
                label,
                key=decided,
                on_click=settle,
                args=(study, item, finding, decided, reason),
                help=hint,
            )
        st.button(
            "Accept with this reason",
            key="accepted",
            on_click=settle,
            args=(study, item, finding, "accepted", reason),
            disabled=not reason.strip(),
        )


def dispute(study: Project, finding: Finding) -> None:
    """Show both decisions where two people settled one finding at once."""
    kept = f"dispute-{finding.key}"
    conflict, decided, reason = st.session_state[kept]

    def over() -> None:
        del st.session_state[kept]

    def decide(why: str) -> None:
        st.session_state.settled = True
        with refusals():
            try:
                study.drafts.rule(
                    finding, decided, reason=why, coder=coder(), version=int(conflict.version)
                )
            except Conflict as again:
                st.session_state[kept] = again, decided, reason
                return
            over()

    ruling = study.drafts.rulings().get(finding.key)
    reasons = [ruling.reason if ruling else "", reason]
    labels = {"verdict": "Decision", "reason": "Reason"}
    if both_texts(
        conflict,
        finding.key,
        labels=labels,
        theirs=over,
        both=lambda: decide("; ".join(filter(None, reasons))),
    ):
        decide(reason)
        st.rerun()


def hand_out(study: Project) -> None:
    """Offer the draft with comments, the findings as a table, and the certificate."""
    kept = st.session_state.verified
    report, data = kept["report"], kept["data"]
    stem = Path(report.draft.name).stem

    def written(what: str, suffix: str) -> bytes:
        with study.room() as folder:
            path = folder / f"out{suffix}"
            if what == "comments":
                study.drafts.comments(report, data, path)
            elif what == "findings":
                study.drafts.export(report, path)
            else:
                study.drafts.certify(report, path)
            return path.read_bytes()

    with st.popover("Hand out"):
        for label, what, suffix in (
            ("Draft with Word comments", "comments", ".docx"),
            ("Findings as a table (xlsx)", "findings", ".xlsx"),
            ("Findings as a table (csv)", "findings", ".csv"),
            ("Certificate (Word)", "certificate", ".docx"),
            ("Certificate (web page)", "certificate", ".html"),
        ):
            st.download_button(
                label,
                data=partial(written, what, suffix),
                file_name=f"{stem}-{what}{suffix}",
                key=f"out-{what}{suffix}",
                on_click="ignore",
                width="stretch",
            )
        st.caption("The draft itself is never changed.")


def opening(study: Project) -> None:
    """Say what the page does, and take the draft."""
    take_draft(study)
    show(
        el(
            "p",
            "note",
            "Found are changed and misattributed quotations, labels that could give somebody away,"
            " figures from the wrong row or column, sums above 100, words such as “most” that the"
            " figure does not bear out, and figures that the draft prints as two things. An error"
            " is only what arithmetic or a look-up proves.",
        )
    )


def checked(study: Project, report: Report) -> None:
    """Show what was found, and all that can be done with it."""
    with st.container(horizontal=True, vertical_alignment="center", key="found"):
        looked = Counter(e.kind for e in report.examined)
        good = Counter(e.kind for e in report.examined if e.verdict in ("verbatim", "match"))
        summary(
            [
                (f"of {counted(looked['quotation'], 'quotation')} verbatim", good["quotation"]),
                (f"of {counted(looked['figure'], 'figure')} as in the survey", good["figure"]),
            ]
        )
        with st.popover("Another draft", type="tertiary"):
            take_draft(study)
        if st.button("Check again", type="tertiary"):
            check_again(study)
        hand_out(study)
    from_when(study, st.session_state.verified)
    desk(study)
    remarks = fold(
        f"{counted(len(report.notes), 'remark')} on {report.draft.name}",
        el("ul", "problems", *(el("li", "", note) for note in report.notes)),
    )
    show(remarks if report.notes else "")
    quantifiers(study, partial(check_again, study))


def from_address(study: Project) -> None:
    """Check the draft of the project's folder that the address names, once."""
    asked = st.query_params.get("draft", "")
    there = next((path for path in study.drafts.all() if path.name == asked), None)
    if there is not None and st.session_state.get("asked_draft") != asked:
        st.session_state.asked_draft = asked
        place = str(there.relative_to(study.folder))
        check(there.name, there.read_bytes(), place=place)


study = project()
from_address(study)
with one_place():
    checking(study)
kept = st.session_state.get("verified")
if kept:
    head(study, f"Verify: {kept['report'].draft.name}")
    checked(study, kept["report"])
else:
    head(
        study,
        "Verify",
        "Drop in the draft of the report: every quotation is looked up in the interviews, every"
        " figure in the survey, and what does not agree is shown with what it rests on.",
    )
    opening(study)
