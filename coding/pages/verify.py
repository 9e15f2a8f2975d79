"""Check a report draft: every quotation and every figure traced to where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from coding.errors import CodingError
from coding.jobs.work import Tell
from coding.model import now
from coding.pages.parts.certifying import certifying
from coding.pages.parts.claiming import claiming
from coding.pages.parts.company import when
from coding.pages.parts.disclosure import recognised_in
from coding.pages.parts.files import dropped, save_button
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import show_mistake
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.quantifiers import quantifiers
from coding.pages.parts.strayed import end_page
from coding.pages.parts.waiting import how_far, started
from coding.pages.parts.widgets import head
from coding.pages.parts.wording import escaped
from coding.project import Project
from coding.project.drafts import Verified

KINDS = ("docx", "md", "txt", "markdown", "html", "htm")


def take_draft(study: Project) -> None:
    """Read and check the file that was dropped or chosen, or say why it cannot be."""
    file = st.file_uploader(
        "The draft",
        type=KINDS,
        key="dropped",
        help="Word, Markdown, a web page or plain text. It is read and checked here, not kept and"
        " not changed.",
    )
    kept = st.session_state.get("verified")
    failed = st.session_state.get("not_verified")
    if failed:
        show_mistake(failed[1])
    there = study.drafts.all()
    if there:
        with st.container(horizontal=True, vertical_alignment="center"):
            show(el("span", "soft", "In the project’s folder:"), width="content")
            for path in there:
                place = str(path.relative_to(study.folder))
                name = place if [p.name for p in there].count(path.name) > 1 else path.name
                if st.button(escaped(name), key=f"draft-{place}"):
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
    """Go on checking the draft that was asked for: until that is done, show how far it is."""
    asked = st.session_state.get("checking")
    if not asked:
        return
    name, data = asked["name"], asked["data"]
    # What others do while it is checked does not begin it anew.
    asked.setdefault("revision", study.log.revision())
    asked.setdefault("survey", study.survey.stamp())
    asked.setdefault("at", now())
    key = ("verify", name, hashlib.sha256(data).hexdigest(), asked["revision"], asked["survey"])
    job = started(
        study, key, "Checking the draft …", lambda tell: report_on(study, name, data, tell)
    )
    if job is None:
        head(study, f"Verify: {name}")
        how_far(study, key)
        end_page()
    del st.session_state.checking
    st.session_state.pop("not_verified", None)
    try:
        checked_draft = job.outcome()
    except CodingError as fault:
        st.session_state.not_verified = (asked["upload"], fault)
        return
    study.drafts.remember(name, data, checked_draft, asked["revision"], asked["at"])
    st.session_state.verified = {**asked, "checked": checked_draft}


def report_on(study: Project, name: str, data: bytes, tell: Tell) -> Verified:
    """Read and check a draft; raise CodingError if it cannot be read."""
    with dropped(study, name, data) as path:
        try:
            draft = study.drafts.read(path)
        except CodingError as fault:
            # The place it was put for reading means nothing to anybody.
            raise type(fault)(fault.message, name, fault.hint) from fault
    return study.drafts.verified(draft, lambda done, total, _: tell(done, total))


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


def news_since(study: Project, kept: Mapping[str, Any]) -> str:
    """Say what has changed since the draft was checked, "" where nothing has."""
    news = []
    if act := study.drafts.changed_since(kept["revision"]):
        news.append(f"the project ({act})")
    if study.survey.stamp() != kept["survey"]:
        news.append("the survey’s files")
    if in_its_file(study, kept) != kept["data"]:
        news.append("the draft’s file")
    return f"Changed since then: {', '.join(news)}. “Check again” takes it in." if news else ""


def hand_out(study: Project) -> None:
    """Offer the draft with comments, the findings as a table, and the certificate."""
    kept = st.session_state.verified
    report, data = kept["checked"].report, kept["data"]
    stem = Path(report.draft.name).stem

    def write(what: str, path: Path) -> None:
        if what == "comments":
            study.drafts.comments(report, data, path)
        elif what == "findings":
            study.drafts.export(report, path)
        else:
            study.drafts.certify(report, path)

    with st.popover("Hand out"):
        for label, what, suffix in (
            ("Draft with Word comments", "comments", ".docx"),
            ("Findings as a table (xlsx)", "findings", ".xlsx"),
            ("Findings as a table (csv)", "findings", ".csv"),
            ("Certificate (Word)", "certificate", ".docx"),
            ("Certificate (web page)", "certificate", ".html"),
        ):
            name = f"{stem}-{what}{suffix}"
            save_button(study, label, name, partial(write, what), key=f"out-{what}{suffix}")
        st.caption("The draft itself is never changed.")


def opening(study: Project) -> None:
    """Say what the page does, and take the draft."""
    take_draft(study)
    show(
        el(
            "p",
            "note",
            "It finds changed and misattributed quotations, labels that could give somebody away,"
            " figures from the wrong row or column, sums above 100, words such as “most” that the"
            " figure does not bear out, and figures that the draft prints as two things. An error"
            " is only what arithmetic or a look-up proves.",
        )
    )


def tools(study: Project) -> None:
    """Offer beside the title what is done with a whole draft."""
    at = when(st.session_state.verified["at"])
    show(el("span", "soft checked", f"Checked at {at}"), width="content")
    with st.popover("Another draft", type="tertiary"):
        take_draft(study)
    if st.button("Check again", type="tertiary"):
        check_again(study)
    if st.button("Certificate", type="tertiary"):
        st.session_state.certifying = True
        st.rerun()
    if st.button("Who could be recognised", type="tertiary", key="recognised"):
        recognised_in(study, st.session_state.verified["checked"].report.draft)
    hand_out(study)


def checked(study: Project) -> None:
    """Show what was found, and below what quantifiers mean in it."""
    with one_place():
        if news := news_since(study, st.session_state.verified):
            show(el("p", "note", news))
    with st.container(key="board"):
        claiming()
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
with one_place():
    if kept and st.session_state.get("certifying"):
        report = kept["checked"].report
        head(study, f"Certificate: {report.draft.name}")
        certifying(study, report)
with one_place():
    if kept and not st.session_state.get("certifying"):
        report = kept["checked"].report
        head(study, f"Verify: {report.draft.name}", tools=partial(tools, study))
        checked(study)
with one_place():
    if not kept:
        head(
            study,
            "Verify",
            "Drop in the draft of the report: every quotation is looked up in the interviews, every"
            " figure in the survey, and what does not agree is shown with what it rests on.",
        )
        opening(study)
