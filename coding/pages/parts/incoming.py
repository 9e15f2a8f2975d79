"""Take dropped files in: read them off the page, show who speaks in each, ask, import."""

from __future__ import annotations

import streamlit as st

from coding.components.speakers import view
from coding.errors import CodingError
from coding.jobs.work import State, Tell
from coding.model import ReadingAnswers, Role, TranscriptInfo, new_id
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.places import one_place
from coding.pages.parts.strayed import end_page, part
from coding.pages.parts.waiting import GLANCE, finished
from coding.pages.parts.widgets import link
from coding.pages.parts.wording import counted, escaped, listed
from coding.project import Project
from coding.project.import_report import ImportReport
from coding.project.imports import SUFFIXES
from coding.project.intake import Arrival, Intake
from coding.project.intake.acts import do
from coding.project.intake.rows import batch_rows
from coding.project.uploads import Upload

KEPT, VIEW, COMING, CAME = "intake", "speakers-coming", "importing", "came_in"
KINDS = "Word, PDF, OpenDocument, RTF, text, web pages, subtitles, spreadsheets, JSON, ELAN, Praat"
SOON = 0.3
"""Seconds between two looks at files that are read anew."""


def take_in(study: Project) -> bool:
    """Let files be dropped; show them before they go in. Say whether they fill the page."""
    with one_place():
        coming_in(study)
    intake: Intake = st.session_state.setdefault(KEPT, Intake())
    if not intake.files:
        st.session_state.pop(KEPT)
        with one_place():
            came_in(study)
        drop_field(f"Drop interviews here: {KINDS}")
        with one_place():
            lying(study)
        return False
    intake.people, intake.there = study.participants.all(), study.transcripts.all()
    with one_place(), mistakes():
        intake.index = study.transcripts.index()
    expect_the_same(intake)
    waiting = intake.unread()
    with one_place():
        if any(intake.outcome(arrival.key) is None for arrival, _ in waiting):
            read_first(study, intake, waiting)
        came_in(study)
    preview(study)
    with st.expander("Add more files"):
        drop_field(f"Drop more interviews here: {KINDS}")
    return True


def drop_field(label: str) -> None:
    """Let files be dropped: they are taken up at once, and the field is empty again."""
    key = f"drop-{st.session_state.get('drops', 0)}"

    def take_up() -> None:
        intake: Intake = st.session_state.setdefault(KEPT, Intake())
        st.session_state.pop(CAME, None)
        for file in st.session_state[key]:
            intake.add(file.name, file.getvalue())
        st.session_state.drops = st.session_state.get("drops", 0) + 1

    st.file_uploader(
        label,
        type=[suffix[1:] for suffix in SUFFIXES],
        accept_multiple_files=True,
        key=key,
        on_change=take_up,
    )


def lying(study: Project) -> None:
    """Offer to look at the files that lie in the project's folder and are not in it yet."""
    waiting = study.transcripts.waiting()
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        names = listed([path.name for path in waiting])
        show(el("p", "task", f"In the folder transcripts/ lie, not yet brought in: {names}."))
        if st.button("Look at them" if len(waiting) > 1 else "Look at it", key="lying"):
            intake: Intake = st.session_state.setdefault(KEPT, Intake())
            for path in waiting:
                intake.add(path.name, path.read_bytes())
            st.rerun()


def expect_the_same(intake: Intake) -> None:
    """Read the files anew if other interviews or participants are known than before."""
    known = [*(info.id + info.name for info in intake.there), *(p.id for p in intake.people)]
    now = hash(tuple(known))
    if st.session_state.get("intake_knows") not in (None, now):
        intake.forget()
    st.session_state.intake_knows = now


# ── reading ──


def reading(
    study: Project, intake: Intake, waiting: list[tuple[Arrival, ReadingAnswers]], told: Tell
) -> None:
    """Read files as somebody's answers have them; what cannot be read is an outcome, too."""
    for number, (arrival, answers) in enumerate(waiting):
        told(number, len(waiting))
        try:
            outcome = study.transcripts.preview(arrival.name, arrival.data, answers=answers)
        except CodingError as error:
            intake.learn(arrival.key, answers, error)
        else:
            intake.learn(arrival.key, answers, outcome)


def read_first(
    study: Project, intake: Intake, waiting: list[tuple[Arrival, ReadingAnswers]]
) -> None:
    """Read files that were just dropped; nothing else is shown until that is done."""
    key = ("read", tuple(arrival.key for arrival, _ in waiting), id(intake))
    what = f"Reading {counted(len(waiting), 'file')} …"
    job = finished(
        study, key, what, lambda told: reading(study, intake, waiting, told), stops=False
    )
    if job is None:
        away = "Nothing comes in; the files stay where they are"
        if st.button("Cancel", key="cancel_reading", help=away):
            study.work.cancel(lambda wanted: wanted == key)
            st.session_state.pop(KEPT)
            st.rerun()
        end_page()
    job.outcome()
    study.work.forget(key)


@part()
def preview(study: Project) -> None:
    """Show the files; what is done there runs only this part of the page again."""
    intake: Intake | None = st.session_state.get(KEPT)
    if intake is None:
        st.rerun()
    busy = read_anew(study, intake)
    of = f"intake-{id(intake)}"

    def said() -> None:
        hear(intake)

    view(batch_rows(intake, busy=busy, of=of), key=VIEW, on_said=said)
    if st.session_state.get(COMING) or not intake.files:
        st.rerun()
    if busy:
        look_again(study)


def read_anew(study: Project, intake: Intake) -> bool:
    """Read what somebody's answers changed; say whether that is still going on."""
    waiting = intake.unread()
    if not waiting:
        return False
    key = ("read anew", tuple((a.key, repr(answers)) for a, answers in waiting))
    job = study.work.start(
        key, "Reading", lambda told: reading(study, intake, waiting, told), first=True
    )
    st.session_state.reading_anew = key
    if not job.wait(GLANCE) or job.state is State.CANCELLED:
        return True
    job.outcome()
    study.work.forget(key)
    return False


@part(run_every=SOON)
def look_again(study: Project) -> None:
    """Run the page again once files were read anew."""
    job = study.work.find(st.session_state.reading_anew)
    if job is None or job.ready:
        st.rerun()


def hear(intake: Intake) -> None:
    """Do what was done on the preview and is not done yet."""
    for act in (st.session_state.get(VIEW) or {}).get("said") or []:
        if int(act["n"]) <= intake.ack:
            continue
        intake.ack = int(act["n"])
        intake.news = ""
        if act["kind"] == "cancel":
            intake.arrivals = []
        elif act["kind"] == "import":
            bring_in(intake, str(act["which"]))
        else:
            do(intake, act)


# ── importing ──


def bring_in(intake: Intake, which: str) -> None:
    """Have the files of a group imported: `coming_in` shows how far that is."""
    rows = batch_rows(intake, busy=False, of="")["files"]
    keys = [row["key"] for row in rows if row["state"] == which]
    if keys:
        st.session_state[COMING] = {
            "key": ("import", new_id()),
            "uploads": intake.uploads(keys),
            "coder": coder(),
        }


def coming_in(study: Project) -> None:
    """Go on with an import that was asked for; nothing else is shown until it is done."""
    asked = st.session_state.get(COMING)
    if not asked:
        return
    uploads = asked["uploads"]

    def work(told: Tell) -> ImportReport:
        """Import the files; each goes in whole or leaves nothing behind."""
        return study.transcripts.import_uploads(
            uploads, coder=asked["coder"], progress=lambda done, total, _: told(done, total)
        )

    what = f"Importing {counted(len(uploads), 'interview')} …"
    job = finished(study, asked["key"], what, work)
    if job is None:
        if st.button("Back to the files", key="cancel_import", help="What is in by then stays."):
            study.work.cancel(lambda wanted: wanted == asked["key"])
            del st.session_state[COMING]
            st.rerun()
        end_page()
    del st.session_state[COMING]
    with mistakes():
        report = job.outcome()
        took(report, uploads)


def took(report: ImportReport, uploads: list[Upload]) -> None:
    """Note what has come in, and let go of it; what could not come in stays, and is said."""
    st.session_state[CAME] = report
    intake: Intake | None = st.session_state.get(KEPT)
    if intake is not None:
        intake.let_go({upload.key for upload in uploads})
        intake.chosen = ""
    if report.added:
        st.session_state.open_transcript = report.added[0].id
    st.session_state.news = f"{counted(len(report.added), 'transcript')} imported."


def came_in(study: Project) -> None:
    """Say what has just come in, and lead on to coding it."""
    report: ImportReport | None = st.session_state.get(CAME)
    if report is None:
        return
    for _, fault in report.failed:
        show_mistake(fault)
    there = {info.id for info in study.transcripts.all()}
    added = [info for info in report.added if info.id in there]  # Undo may have taken them out
    if not added and not report.failed:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="came"):
        if added:
            names = listed([info.name for info in added])
            what = f"**{counted(len(added), 'transcript')} imported:** {escaped(names)}."
            told = [what, with_codings(report.codings, report.codes), not_known(added)]
            st.markdown(" ".join(filter(None, told)), width="stretch")
            link("annotate", f"Open {added[0].name} in Code", transcript=added[0].id)
        if st.button("Close", key="came_close", type="tertiary"):
            del st.session_state[CAME]
            st.rerun()


def with_codings(codings: int, codes: int) -> str:
    """Say how many codings tables brought along, and whether the codebook has grown by them.

    >>> with_codings(0, 0)
    ''
    >>> with_codings(12, 1)
    'With it came 12 codings; 1 code is new.'
    """
    if not codings:
        return ""
    new = f"; {counted(codes, 'code')} {'is' if codes == 1 else 'are'} new" if codes else ""
    return f"With it came {counted(codings, 'coding')}{new}."


def not_known(added: list[TranscriptInfo]) -> str:
    """Say of how many interviews some words are nobody's yet.

    >>> not_known([])
    ''
    """
    some = [info for info in added if any(s.role is Role.UNKNOWN and s.turns for s in info.cast)]
    if not some:
        return ""
    where = "it" if len(added) == 1 else f"{len(some)} of them"
    return f"In {where} some words are nobody’s yet: they stand under “who speaks?”."
