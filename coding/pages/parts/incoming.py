"""Take dropped files in: show what was understood of each, ask who speaks, import."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from coding.errors import CodingError
from coding.jobs.work import Tell
from coding.model import Role, Transcript, new_id
from coding.pages.parts.markup import el, fold, show
from coding.pages.parts.widgets import coder, counted, escaped, finished, show_mistake, tell
from coding.project import Project
from coding.project.imports import SUFFIXES, Preview
from coding.project.overview import doubtful

SHOWN = 8


@st.cache_data(max_entries=40, show_spinner=False)
def read(_project: Project, folder: str, known: frozenset[str], name: str, data: bytes) -> Preview:
    """Read a dropped file once, and again when other interviews or participants are known."""
    return _project.transcripts.preview(name, data)


def take_in(study: Project) -> None:
    """Let files be dropped; show each before it goes in."""
    going_in(study)
    for fault in st.session_state.pop("import_faults", []):
        show_mistake(fault)
    files = st.file_uploader(
        "Drop interviews here: " + ", ".join(SUFFIXES),
        type=[suffix[1:] for suffix in SUFFIXES],
        accept_multiple_files=True,
        key=f"drop-{st.session_state.get('drops', 0)}",
    )
    ready: list[tuple[UploadedFile, dict[str, str]]] = []
    known = study.transcripts.all() if files else []
    people = study.participants.all() if files else []
    names = frozenset([*(t.id + t.name for t in known), *(p.id for p in people)])
    for file in files:
        with st.container(border=True):
            try:
                incoming = read(study, str(study.folder), names, file.name, file.getvalue())
            except CodingError as error:
                show_mistake(error)
                continue
            if incoming.already:
                what = f"{file.name} is in the project already, as “{incoming.already}”."
                show(el("p", "task", el("strong", "", what), " Nothing will be added."))
                continue
            preview(incoming.transcript)
            ready.append((file, wishes(study, incoming, file.file_id)))
    if ready and st.button(
        f"Import {counted(len(ready), 'interview')}", type="primary", key="import"
    ):
        bring_in(study, ready)


def preview(transcript: Transcript) -> None:
    """Show what was understood of a file."""
    asking = [t.speaker for t in transcript.turns if t.role is Role.INTERVIEWER and t.speaker]
    st.subheader(escaped(transcript.name), anchor=False)
    answering = [s for s in transcript.speakers if s not in asking]
    parts = [
        counted(len(transcript.turns), "turn"),
        counted(transcript.words, "word"),
        f"{', '.join(dict.fromkeys(asking))} asks" if asking else "nobody marked as interviewer",
        f"{', '.join(answering)} answers" if answering else "",
    ]
    show(el("p", "note", " · ".join(filter(None, parts))))
    for note in transcript.notes:
        if note in doubtful(transcript.notes):
            st.warning(escaped(note))
        else:
            show(el("p", "note", note))
    rows = [
        el(
            "li",
            "",
            el("span", "who", turn.speaker or "–"),
            el(
                "span",
                "asks" if turn.role is Role.INTERVIEWER else "",
                transcript.text[turn.start : turn.end][:400],
            ),
        )
        for turn in transcript.turns[:SHOWN]
    ]
    show(
        fold("How it begins", el("ul", "turns", *rows), opened=True),
    )


def wishes(study: Project, incoming: Preview, key: str) -> dict[str, str]:
    """Ask who speaks, in which language, and whether it is a translation."""
    originals = {t.id: t.name for t in study.transcripts.all() if not t.translation_of}
    left, middle, right = st.columns(3)
    with left:
        participant = participant_box(study, incoming.participant, key=f"who-{key}")
    language = middle.text_input(
        "Language", incoming.transcript.language, key=f"language-{key}", placeholder="en, ru, sr …"
    )
    of = right.selectbox(
        "Translation of",
        ["", *originals],
        format_func=lambda value: originals.get(value, "nothing: it is the original"),
        key=f"of-{key}",
    )
    return {"participant": participant, "language": language.strip(), "translation_of": of}


def participant_box(study: Project, chosen: str, *, key: str) -> str:
    """Let a participant be chosen, or a new one named."""
    people = {p.id: " · ".join(filter(None, [p.id, p.pseudonym])) for p in study.participants.all()}
    options = list(dict.fromkeys(["", *people, *filter(None, [chosen])]))
    picked = st.selectbox(
        "Participant",
        options,
        index=options.index(chosen),
        format_func=lambda value: people.get(value, value) or "nobody yet",
        accept_new_options=True,
        key=key,
    )
    return " ".join((picked or "").split())


def bring_in(study: Project, ready: list[tuple[UploadedFile, dict[str, str]]]) -> None:
    """Have the files imported: `going_in` shows how far that is."""
    st.session_state.importing = {
        "key": ("import", new_id()),
        "files": [(file.name, file.getvalue(), wish) for file, wish in ready],
        "coder": coder(),
    }
    st.rerun()


def going_in(study: Project) -> None:
    """Go on with an import that was asked for; nothing else is shown until it is done."""
    asked = st.session_state.get("importing")
    if not asked:
        return
    files = asked["files"]

    def work(told: Tell) -> list[CodingError]:
        """Import the files one by one; each goes in whole or leaves nothing behind."""
        faults = []
        for number, (name, data, wish) in enumerate(files):
            told(number, len(files))
            try:
                study.transcripts.import_upload(name, data, coder=asked["coder"], **wish)
            except CodingError as error:
                faults.append(error)
        return faults

    what = f"Importing {counted(len(files), 'interview')} …"
    job = finished(study, asked["key"], what, work)
    if job is None:
        st.stop()
    del st.session_state.importing
    faults = job.outcome()
    st.session_state.import_faults = faults
    st.session_state.drops = st.session_state.get("drops", 0) + 1
    tell(f"{counted(len(files) - len(faults), 'interview')} imported.")
