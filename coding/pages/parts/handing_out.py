"""Lead from the report that somebody wants to its file, or first to what stops it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from coding.pages.parts.company import dialog
from coding.pages.parts.disclosure import before_export, looked
from coding.pages.parts.files import content_of, save_button
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.project import Project

KINDS = {"docx": "Word", "md": "Markdown", "html": "Page (html)"}


def held_back(study: Project) -> bool:
    """Say whether words in the report stop it until somebody decides about them.

    Raises CodingError if the report cannot be printed for another reason.
    """
    quoted = looked(study, study.outline.printable())
    return any(
        one.stops for one in (*quoted, *study.disclosure.of_written(study.outline.written()))
    )


def report(study: Project, suffix: str) -> bytes:
    """Return the whole report as a file; raises CodingError if it may not go."""
    return content_of(study, f"report.{suffix}", study.outline.export)


def as_sent(study: Project, suffix: str, number: int) -> Mapping[str, Any]:
    """Return the report as a component hands it to the browser: name, content in base64, act."""
    content = base64.b64encode(report(study, suffix)).decode("ascii")
    return {"n": number, "name": f"report.{suffix}", "base64": content}


@dialog("Export the report", width="medium")
def decide_first(study: Project, suffix: str) -> None:
    """Show what stops the report, with what can be decided; then offer the file."""
    with mistakes():
        codings = study.outline.printable()
        written = study.outline.written()
        if before_export(study, codings, own=False, key="report", written=written):
            st.download_button(
                KINDS[suffix],
                data=lambda: report(study, suffix),
                file_name=f"report.{suffix}",
                key=f"report-{suffix}",
                type="primary",
                on_click="ignore",
            )


@dialog("Export", width="medium")
def what_was_written(
    study: Project,
    name: str,
    told: str,
    written: Callable[[], list[tuple[str, str]]],
    write: Callable[[Path, bool], object],
    kinds: Mapping[str, str],
    *,
    named: bool = True,
) -> None:
    """Offer as files what people wrote, once no name in it stops it; `told` says what is offered.

    `write` is told whether interviews and people are to be named, which can be asked for only if
    it may be `named`; `kinds` are endings.
    """
    with mistakes():
        st.caption(told)
        with one_place():
            ids = named and st.checkbox(
                "With names of people and interviews: not for readers", key=f"{name}_ids"
            )
        with one_place():
            free = ids or before_export(study, (), own=True, key=name, written=written())
        with one_place():
            if free:
                with st.container(horizontal=True):
                    for suffix, label in kinds.items():
                        save_button(
                            study,
                            label,
                            f"{name}.{suffix}",
                            lambda path: write(path, ids),
                            key=f"{name}-{suffix}",
                            width="content",
                        )
