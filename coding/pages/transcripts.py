"""Bring interviews in, look after what is known about each, and keep the participants' facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from zlib import crc32

import pandas as pd
import streamlit as st

from coding.errors import NotFound
from coding.model import TranscriptInfo
from coding.pages.parts.coders import coder
from coding.pages.parts.codings_in import codings_in
from coding.pages.parts.company import day, dialog
from coding.pages.parts.corrected import changed_files, to_look_at, to_place, versions
from coding.pages.parts.exchanging import from_another_program
from coding.pages.parts.facts import known
from coding.pages.parts.incoming import take_in
from coding.pages.parts.markup import el, facts, fold, show
from coding.pages.parts.memo_form import memo_form
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.participants import edit_participants
from coding.pages.parts.places import one_place
from coding.pages.parts.reading_notes import how_it_was_read
from coding.pages.parts.recording import recording
from coding.pages.parts.speaking import who_is_it, who_speaks
from coding.pages.parts.strayed import end_page
from coding.pages.parts.study_out import for_other_programs
from coding.pages.parts.two_languages import two_languages
from coding.pages.parts.widgets import empty, head, link, section, tell
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.overview import doubtful


@st.cache_resource(max_entries=4, show_spinner=False)
def segments(_project: Project, folder: str, revision: int) -> Counter[str]:
    """Count the segments in each transcript, whoever coded them."""
    return _project.segments.by_transcript()


@st.cache_resource(max_entries=4, show_spinner=False)
def tally(_project: Project, folder: str, revision: int) -> dict[str, Counter[str]]:
    """Count the codings in each transcript by coder."""
    counts: dict[str, Counter[str]] = {}
    for coding in _project.codings.all():
        counts.setdefault(coding.transcript, Counter())[coding.coder] += 1
    return counts


def by_coder(counts: Counter[str]) -> str:
    """Say who made how many codings."""
    return " · ".join(f"{name} {number}" for name, number in counts.most_common())


def coded_where(study: Project, info: TranscriptInfo, counts: dict[str, Counter[str]]) -> str:
    """Say who coded a transcript, or that its interview is coded in another language."""
    if here := by_coder(counts.get(info.id, Counter())):
        return here
    elsewhere = [t.name for t in study.transcripts.interview(info.id) if counts.get(t.id)]
    return f"in {' and '.join(elsewhere)}" if elsewhere else ""


def table(study: Project, listed: list[TranscriptInfo], counts: dict[str, Counter[str]]) -> int:
    """Show the transcripts; return the number of the one chosen."""
    number_of = segments(study, str(study.folder), study.log.revision())
    people = {p.id: p.pseudonym for p in study.participants.all()}
    names = {t.id: t.name for t in listed}
    rows = pd.DataFrame(
        [
            {
                "Transcript": t.name,
                "Participant": with_whom(t, people),
                "Language": t.language,
                "Translation of": names.get(t.translation_of, ""),
                "Turns": t.turns,
                "Words": t.words,
                "Segments": number_of[t.id],
                "Codings by": coded_where(study, t, counts),
                "Notes": note_word(t),
            }
            for t in listed
        ]
    )
    silent = [name for name in ("Translation of", "Notes") if not any(rows[name])]
    rows = rows.drop(columns=silent)
    ids = [t.id for t in listed]
    asked = called(study, st.query_params.get("transcript", ""))
    if st.session_state.get("asked_transcript") != asked:  # an address that was just come by
        st.session_state.update(asked_transcript=asked, open_transcript=asked)
    opened = st.session_state.get("open_transcript")
    default = ids.index(opened) if opened in ids else 0
    chosen = st.dataframe(
        rows,
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="localized")
            for name in ("Turns", "Words", "Segments")
        },
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [default]}},
        # Streamlit remembers the number of a row, which means another interview in another list.
        key=f"chosen_transcript-{crc32(''.join(ids).encode())}",
        alt="The interviews of this project",
    )
    numbers = chosen["selection"]["rows"]
    number = numbers[0] if numbers and numbers[0] < len(listed) else default
    st.session_state.open_transcript = ids[number]
    return number


def called(study: Project, asked: str) -> str:
    """Return the id of the interview that an address asks for by id or name, "" if none."""
    with suppress(NotFound):
        return study.transcripts.info(asked).id if asked else ""
    return ""


def with_whom(info: TranscriptInfo, people: Mapping[str, str]) -> str:
    """Name whom an interview is with: the participant, or all who answer where several do."""
    if info.participant:
        return " · ".join(filter(None, [info.participant, people.get(info.participant)]))
    return ", ".join(dict.fromkeys(s.participant for s in info.cast if s.participant))


def note_word(info: TranscriptInfo) -> str:
    """Say in a word what the reading of a file left to look at."""
    if doubtful(info.notes):
        return "please check"
    return counted(len(info.notes), "note") if info.notes else ""


def file_of(study: Project, info: TranscriptInfo) -> str:
    """Name the file an interview came in from, and say where it is not beside the others."""
    if not info.file or study.transcripts.file_lies_there(info):
        return info.file
    return f"{info.file} (not in transcripts/; its text is kept in the project)"


def about(study: Project, info: TranscriptInfo, said_by: str) -> None:
    """Show what is known about one transcript, to be changed; `said_by` tells who coded it."""
    with st.container(border=True, key="about"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(escaped(info.name), anchor=False, width="stretch")
            link("annotate", "Open in Code", transcript=info.id)
            if st.button("Take out …", key="take_out"):
                take_out(study, info)
        with one_place():
            who_is_it(study, info)
        left, right = st.columns([3, 2], gap="large")
        with left:
            known(study, info)
        with right:
            show(
                facts(
                    [
                        ("File", file_of(study, info)),
                        ("Came in", day(info.imported)),
                        ("Speakers", ", ".join(info.speakers)),
                        ("Length", f"{counted(info.turns, 'turn')}, {counted(info.words, 'word')}"),
                        ("Codings by", said_by),
                    ]
                )
            )
            with one_place():
                how_it_was_read(info.notes, "How the file was read")
            memo_form(study, "transcript", info.id)
        with one_place():
            two_languages(study, info)
        with one_place():
            recording(study, info)
        versions(study, info)


def index_says(study: Project) -> None:
    """Offer what index.csv says of interviews that are here already; say what it cannot."""
    with mistakes():
        told = study.transcripts.told_by_index()
        if told.filled:
            many = counted(len(told.filled), "interview")
            show(fold(f"index.csv says more of {many}", *(el("p", "note", t) for t in told.filled)))
            if st.button("Take it in from index.csv", key="take_index"):
                study.transcripts.take_index(coder=coder())
                tell(f"{many} filled in from index.csv.")
        if told.notes:
            title = f"index.csv: {counted(len(told.notes), 'thing')} to look at"
            show(fold(title, *(el("p", "note", note) for note in told.notes)))


@dialog("Take this interview out?")
def take_out(study: Project, info: TranscriptInfo) -> None:
    """Ask once more before a transcript leaves the project."""
    show(
        el(
            "p", "lead", f"{info.name} and its {counted(info.codings, 'coding')} leave the project."
        ),
        el("p", "note", "The file stays where it is, and Undo brings everything back."),
    )
    with st.container(horizontal=True):
        if st.button("Take out", type="primary", key="take_out_now"):
            with mistakes():
                study.transcripts.remove(info.id, coder=coder())
                tell(f"{info.name} taken out.")
        if st.button("Cancel"):
            st.rerun()


study = project()
head(study, "Transcripts")
with one_place():
    filled = take_in(study)
if filled:
    end_page()
transcripts = study.transcripts.all()
with one_place():
    if transcripts:
        with one_place():
            changed_files(study)
        with one_place():
            to_place(study)
        with one_place():
            to_look_at(study)
        numbers = tally(study, str(study.folder), study.log.revision())
        section("Interviews")
        chosen = transcripts[table(study, transcripts, numbers)]
        with one_place():
            index_says(study)
        about(study, chosen, coded_where(study, chosen, numbers))
        section("Who speaks")
        who_speaks(chosen.id)
    else:
        empty(
            "There is no interview yet",
            "Drop your files in the field above: documents (Word, PDF, plain text …), what a"
            " program transcribed, or a spreadsheet of turns or open answers.",
        )
edit_participants(study)
section("From and to other programs")
with one_place():
    from_another_program(study)
if transcripts:
    for_other_programs(study)
    section("Codings from a spreadsheet")
    codings_in(study)
