"""Show the certificate of a checked draft before it is saved: what is open comes first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from coding.model import Report
from coding.pages.parts.files import save_button
from coding.pages.parts.markup import el, facts, fold, show
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.drafts import CertificateRow


def certifying(study: Project, report: Report) -> None:
    """Show what the certificate says, and offer it as a file."""
    certificate = study.drafts.certificate(report)
    if st.button("← Back to the draft", type="tertiary"):
        del st.session_state.certifying
        st.rerun()
    opening, *counted_lines = certificate.lines()
    sheet, beside = st.columns([3, 1], gap="large")
    with sheet:
        waiting = [*certificate.open, *certificate.promised]
        show(
            el("p", "lead", opening),
            el("div", "note", *(el("p", "", line) for line in counted_lines)),
            rows("Open", waiting) if waiting else el("p", "note", "No finding is open."),
            *(
                rows(title, listed, many)
                for title, listed, many in (
                    ("Nobody has looked at", certificate.waiting, certificate.undecided),
                    ("Kept for a reason", certificate.kept, 0),
                    ("Another source’s", certificate.elsewhere, 0),
                    ("Who bound what", certificate.bound, 0),
                )
                if listed
            ),
        )
    with beside:
        for label, suffix in (("Save as Word", ".docx"), ("Save as a web page", ".html")):
            name = f"{report.draft.name.rsplit('.', 1)[0]}-certificate{suffix}"
            write = partial(study.drafts.certify, report)
            save_button(study, label, name, write, key=f"certificate{suffix}")
        show(
            el("h3", "", "How a claim leaves the list"),
            el(
                "p",
                "note",
                "A later draft no longer makes it, or makes it rightly. A promise closes nothing."
                " What somebody kept with a reason, or said to be another source’s, stands apart,"
                " with the name.",
            ),
            el("h3", "", "What was compared"),
            facts([("Draft", certificate.sha256)]),
            fold(
                counted(len(certificate.sources), "file and interview", "files and interviews"),
                el("ul", "problems", *(el("li", "", source) for source in certificate.sources)),
            ),
            el("h3", "", "What was not"),
            el("ul", "problems", *(el("li", "", note) for note in certificate.notes)),
        )


def rows(title: str, listed: Sequence[CertificateRow], many: int = 0) -> str:
    """Return rows of a certificate: paragraph, words, what is said of them, and its level.

    `many` is how many claims they are of, where one row has several.
    """
    return el(
        "section",
        "certified",
        el("h3", "", f"{title} · {many or len(listed)}"),
        *(
            el(
                "div",
                "certified-row",
                el("span", "soft", f"¶ {place}"),
                el("span", "words", words),
                el("span", "", said),
                el("span", "soft", level),
            )
            for level, place, words, said in listed
        ),
    )
