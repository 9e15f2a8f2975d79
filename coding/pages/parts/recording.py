"""Say on a page which recording an interview was written from."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from coding.model import TranscriptInfo
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import tell
from coding.pages.parts.wording import escaped
from coding.project import Project
from coding.project.recordings import FOLDER

KINDS = "mp3, m4a, wav, ogg, mp4, webm"
MOST_PROPOSED = 3


def recording(study: Project, info: TranscriptInfo) -> None:
    """Show which recording is set, propose those found by name, let a path be given."""
    path = study.recordings.of(info.id)
    state = study.recordings.for_desk(info.id)
    with st.expander("Recording", expanded=bool(state["missing"]), key=f"recording-{info.id}"):
        with one_place():
            _state(study, info, path, missing=bool(state["missing"]))
        told = st.text_input(
            "Path of the file",
            value=_shown(study, path) if path else "",
            placeholder=f"{FOLDER}/{info.name}.mp3",
            key=f"recording_path-{info.id}-{path or ''}",
        )
        named = told.strip().strip('"')
        with st.container(horizontal=True):
            if st.button("Keep this path", key=f"keep_recording-{info.id}") and named:
                _set(study, info, Path(named))
            if path is not None and st.button("No recording", key=f"no_recording-{info.id}"):
                _set(study, info, None)


def _state(study: Project, info: TranscriptInfo, path: Path | None, *, missing: bool) -> None:
    """Say what is heard or why not; where nothing is set, propose what was found."""
    if path is not None and missing:
        st.warning(
            f"{escaped(_shown(study, path))} is not there now. Put it back, connect the drive it"
            " lies on, or say where it is now."
        )
    elif path is not None:
        show(el("p", "note", f"Heard from {_shown(study, path)}, which stays where it is."))
        if not os.environ.get("CODING_LAUNCHED"):
            show(el("p", "note", "To hear it on the desk start the app with: coding open"))
    else:
        show(
            el(
                "p",
                "note",
                f"Hear the interview beside its text: {KINDS}. The file stays where it is and"
                f" is played on this machine only. What lies in the project’s folder {FOLDER}/"
                " is proposed here.",
            )
        )
    if path is None or missing:
        for number, likely in enumerate(study.recordings.proposed(info.id)[:MOST_PROPOSED]):
            key = f"likely-{info.id}-{number}"
            if st.button(f"Use {escaped(likely.name)}", key=key):
                _set(study, info, likely)


def _set(study: Project, info: TranscriptInfo, path: Path | None) -> None:
    with mistakes():
        study.recordings.set(info.id, path, coder=coder())
        tell(f"{info.name} can be heard." if path else f"{info.name} has no recording now.")


def _shown(study: Project, path: Path) -> str:
    inside = path.is_relative_to(study.folder)
    return path.relative_to(study.folder).as_posix() if inside else str(path)
